"""Before a fix rewrites a name, a dict or a class, all its uses are known: those in other files of the project too."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

CHECK = ("check", "--isolated", "--airflow-version", "3.3", "--output-format", "concise")
DATES = "from airflow.utils.dates import days_ago\n"
USED = f"{DATES}START = days_ago(1)\n"
VOLUME = "from airflow.kubernetes.volume import Volume\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def fixed(shell: Shell, *projects: dict[str, str]) -> list[str]:
    """Each project's ``dags/lib.py`` after all fixes, from one run over all projects."""
    for number, files in enumerate(projects):
        (shell.folder / f"{number}" / ".git").mkdir(parents=True, exist_ok=True)
        for path, text in files.items():
            shell.put(f"{number}/{path}", text)
    folders = [f"{number}/dags" for number in range(len(projects))]
    shell.run(*CHECK, "--no-cache", "--fix", "--unsafe-fixes", *folders)
    return [shell.read(f"{folder}/lib.py") for folder in folders]


TAKERS = {
    "dags/dag.py": "from lib import days_ago\n",
    "dags/alias.py": "from lib import days_ago as ago\n",
    "dags/parenthesised.py": "from lib import (\n    START,  # (the first)\n    days_ago,\n)\n",
    "dags/star.py": "from lib import *\n",
    "dags/module.py": "import lib\nprint(lib.days_ago(1))\n",
    "dags/module_alias.py": "import lib as common\nprint(common.days_ago(1))\n",
    "dags/patched.py": "import mock\nmock.patch('lib.days_ago')\n",
    "tests/test_lib.py": "from dags.lib import days_ago\n",
    "tests/of_package.py": "from dags import lib\nprint(lib.days_ago(1))\n",
    "other/deep/file.py": "def f():\n    from lib import days_ago\n",
    "installed/user.py": "from company.dags.lib import days_ago\n",
}


def test_a_name_that_another_file_takes_is_kept_and_reported(shell: Shell) -> None:
    cases = [(text, path) for text in (DATES, USED) for path in TAKERS]
    texts = fixed(shell, *({"dags/lib.py": text, path: TAKERS[path]} for text, path in cases))
    assert dict(zip(cases, texts, strict=True)) == {(text, path): text for text, path in cases}
    told = shell.run(*CHECK, "--no-cache", ".").out
    assert all(f"{number}/dags/lib.py:1:" in told for number in range(len(cases)))


OTHERS = {
    "dags/other_name.py": "from lib import START\n",
    "dags/other_module.py": "from airflow.utils.lib import days_ago\n",
    "dags/of_airflow.py": "from airflow.utils.dates import days_ago\nprint(days_ago)\n",
    "dags/said.py": "# from lib import days_ago\nX = 'lib is gone'\n",
    "node_modules/x.py": "from lib import days_ago\n",
    "venv/x.py": "from lib import days_ago\n",
}


def test_what_others_take_elsewhere_changes_nothing(shell: Shell) -> None:
    projects = [{"dags/lib.py": USED, "venv/pyvenv.cfg": "", path: text} for path, text in OTHERS.items()]
    free = 'import pendulum\nSTART = pendulum.today("UTC").add(days=-1)\n'
    assert dict(zip(OTHERS, fixed(shell, *projects), strict=True)) == dict.fromkeys(OTHERS, free)


def test_a_relative_import_takes_a_name(shell: Shell) -> None:
    package = {"dags/__init__.py": "", "dags/lib.py": f"{VOLUME}X = 1\n"}
    taking = package | {"dags/user.py": "from .lib import Volume\n"}
    other = package | {"dags/user.py": "from .other import Volume\n", "dags/other.py": "Volume = 1\n"}
    assert fixed(shell, taking, other) == [f"{VOLUME}X = 1\n", "X = 1\n"]


def test_an_outcome_that_depends_on_all_files_is_not_remembered(shell: Shell) -> None:
    shell.put("dags/lib.py", VOLUME)
    assert "[*]" in shell.run(*CHECK, "dags").out
    shell.put("dags/user.py", "from lib import Volume\n")
    assert "[*]" not in shell.run(*CHECK, "dags").out
    shell.put("dags/user.py", "\n")
    assert "[*]" in shell.run(*CHECK, "dags").out


def test_a_dict_that_another_file_takes_is_rewritten_only_when_asked(shell: Shell) -> None:
    text = (
        "from airflow.operators.python import PythonOperator\n\n"
        'CONFIG = {"KubernetesExecutor": {"image": "x"}}\n'
        'PythonOperator(task_id="a", python_callable=print, executor_config=CONFIG)\n'
    )
    shell.put("dags/lib.py", text)
    shell.put("dags/user.py", 'from lib import CONFIG\nprint(CONFIG["KubernetesExecutor"])\n')
    shell.run(*CHECK, "--no-cache", "--select", "KE101", "--fix", "dags")
    assert shell.read("dags/lib.py") == text
    shell.put("dags/user.py", "\n")
    shell.run(*CHECK, "--no-cache", "--select", "KE101", "--fix", "dags")
    assert "pod_override" in shell.read("dags/lib.py")


def test_what_forbids_a_rewrite_is_said(shell: Shell) -> None:
    shell.put("dags/a.py", f'{VOLUME}alias = Volume\nmade = Volume("a", {{"emptyDir": {{}}}})\nprint(made.configs)\n')
    out = shell.run("check", "--isolated", "--no-cache", "--airflow-version", "3.3", "dags").out
    assert "`Volume` is passed on here, so not all its calls are known" in out
    assert "the model has no `configs`" in out


DAG = 'from airflow import DAG\nDAG("d", schedule_interval=None)\n'
LACKED = {
    "common/__init__.py": "",
    "common/dates.py": "# days_ago was here\nSTART = 1\n",
    "lib.py": "def load():\n    return 1\n",
    "through_a_package.py": f"from common.dates import START, days_ago\n{DAG}",
    "taken_by_others.py": f"from lib import Volume\n{DAG}",
    "other.py": f"from lib import load\n{DAG}",
    "relative.py": f"from .lib import gone\nfrom .common import Gone\n{DAG}",
    "later.py": f"{DAG}def run():\n    from common.dates import days_ago\n",
}


def test_a_name_that_a_module_of_the_project_lacks_is_reported_where_it_is_imported(shell: Shell) -> None:
    for path, text in LACKED.items():
        shell.put(f"dags/{path}", text)
    found = shell.run(*CHECK, "--no-cache", "dags").out.splitlines()
    assert sorted(line.partition(";")[0] for line in found if "has no name" in line) == [
        "dags/later.py:4:30: KE602 `dags/common/dates.py` has no name `days_ago`, so this import fails when it runs",
        "dags/relative.py:1:18: KE602 `dags/lib.py` has no name `gone`, so importing this file fails",
        "dags/relative.py:2:21: KE602 `dags/common/__init__.py` has no name `Gone`, so importing this file fails",
        "dags/taken_by_others.py:1:17: KE602 `dags/lib.py` has no name `Volume`, so importing this file fails",
        "dags/through_a_package.py:1:33: KE602 `dags/common/dates.py` has no name `days_ago`, so importing this file fails",
    ]


@pytest.mark.parametrize(
    "module",
    [
        "def __getattr__(name):\n    return 1\n",
        "from other import *\n",
        "globals()['days' + '_ago'] = 1\n",
        "exec(open('more.py').read())\n",
        "import sys\nsetattr(sys.modules[__name__], 'days' + '_ago', 1)\n",
        "for days_ago in (1, 2):\n    pass\n",
        "if (days_ago := 1):\n    pass\n",
        "def start():\n    global days_ago\n    days_ago = 1\n",
        "from somewhere import (\n    one,\n    days_ago\n)\n",
        "import \\\n    days_ago\n",
        "match 1:\n    case days_ago: pass\n",
        "days_ago: int\ndays_ago = 1\n",
        "days_ago and broken (",
    ],
)
def test_a_module_that_may_have_the_name_is_not_said_to_lack_it(shell: Shell, module: str) -> None:
    shell.put("dags/common/__init__.py", "")
    shell.put("dags/common/dates.py", module)
    shell.put("dags/dag.py", f"from common.dates import days_ago\n{DAG}")
    assert "has no name" not in shell.run(*CHECK, "--no-cache", "dags/dag.py").out


@pytest.mark.parametrize(
    "imported",
    [
        "from docker import DockerClient\n",  # dags/docker.py is another module: the installed package comes first
        "try:\n    from common.dates import gone\nexcept ImportError:\n    gone = None\n",
        "from common import generated\n",  # a module that isn't in the repository
        "from airflow.sub import gone\n",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from common.dates import gone\n",
    ],
)
def test_an_import_that_may_mean_another_module_is_fine(shell: Shell, imported: str) -> None:
    for path in ("common/__init__.py", "common/dates.py", "docker.py", "airflow/__init__.py", "airflow/sub.py"):
        shell.put(f"dags/{path}", "X = 1\n")
    shell.put("dags/dag.py", f"{imported}{DAG}")
    assert "has no name" not in shell.run(*CHECK, "--no-cache", "dags/dag.py").out
