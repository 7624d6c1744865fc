"""Values from outside that the user has said, or whose default in the code is believed: what a real run gives."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from plain import plain
from shell import Shell

from k8slint.evaluate.evaluator import evaluate
from k8slint.settings.targets import RuntimeEnvironment
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


SAID = {"NAME": "set", "AIRFLOW_VAR_TABLE": '{"a": [1]}', "AIRFLOW_VAR_BROKEN": "{"}
OPTIONS = {
    "AIRFLOW__CORE__PARALLELISM": "8",
    "AIRFLOW__A_B__ON": "True",
    "AIRFLOW__A_B__RATE": "0.5",
    "AIRFLOW__CORE__HOME": "$HOME/x",
}


def worth(text: str, environment: dict[str, str], defaults: bool = False) -> Any:
    """What the evaluator takes ``x`` for at the end of a program."""
    source = Source("dag.py", text)
    names = evaluate(source, parse(source), environment=RuntimeEnvironment(environment, defaults)).names or {}
    return plain(names["x"])


@pytest.mark.parametrize("defaults", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "x = os.environ['NAME']",
        "x = os.getenv('NAME'), os.getenv('NAME', 'd'), os.getenv(key='NAME', default='d')",
        "x = os.environ.get('NAME', 'd') + '!'",
        "from os import environ, getenv as read\nx = environ['NAME'], read('NAME')",
        "x = 'NAME' in os.environ and os.environ['NAME'] == 'set'",
        "def read(name):\n    return os.environ[f'{name}ME']\nx = read('NA')",
    ],
)
def test_an_environment_variable_that_is_said(text: str, defaults: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "set")
    names: dict[str, Any] = {}
    exec(f"import os\n{text}", names)
    assert worth(f"import os\n{text}", SAID, defaults) == names["x"]


@pytest.mark.parametrize(
    "text",
    [
        "x = os.getenv('OTHER', 'd')",
        "x = os.environ.get('OTHER', default)",
        "x = f\"{os.getenv('OTHER', 'repo')}:{os.getenv('NAME', 'tag')}\"",
        "x = 'big' if os.environ.get('OTHER', 'dev') == 'prod' else 'small'",
        "x = int(os.getenv('OTHER', '3')) * 2",
    ],
)
def test_a_default_is_believed_only_when_that_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NAME", "set")
    monkeypatch.delenv("OTHER", raising=False)
    program = f"import os\ndefault = ['d']\n{text}"
    names: dict[str, Any] = {}
    exec(program, names)
    assert worth(program, SAID, defaults=True) == names["x"]
    assert worth(program, SAID) != names["x"]


AIRFLOW = "import os\nfrom airflow.models import Variable\nfrom airflow.configuration import conf\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = Variable.get('name')", "said"),
        ("x = Variable.get('name', default_var='d')", "said"),
        ("x = Variable.get('table', deserialize_json=True)['a']", [1]),
        ("x = Variable.get('table', deserialize_json=False)", '{"a": [1]}'),
        ("x = Variable.get('broken', deserialize_json=True)", "<CALL>"),
        ("x = Variable.get('other', 'd')", "d"),
        ("x = Variable.get('other', default_var=None)", None),
        (
            "from airflow.sdk import Variable\nx = Variable.get('other', default={'a': 1}, deserialize_json=True)",
            {"a": 1},
        ),
        ("x = Variable.get('other')", "<EXTERNAL>"),
        ("x = Variable.get(os.getpid(), 'd')", "<EXTERNAL>"),
        ("x = Variable.get('table', deserialize_json=os.getpid())", "<EXTERNAL>"),
        ("x = conf.get('core', 'parallelism'), conf.getint('core', 'parallelism')", ("8", 8)),
        ("x = conf.getboolean('a.b', 'on'), conf.getfloat('a.b', 'rate')", (True, 0.5)),
        ("x = conf.getboolean('a.b', 'rate')", "<CALL>"),
        ("x = conf.getint('a.b', 'rate')", "<CALL>"),
        ("x = conf.get('core', 'home')", "<EXTERNAL>"),  # Airflow expands it
        ("x = conf.get('core', 'other', fallback='d')", "<EXTERNAL>"),  # Airflow's own default comes first
        ("x = os.getenv('OTHER')", "<EXTERNAL>"),  # no default in the code
        ("x = os.environ['OTHER']", "<EXTERNAL>"),
        ("x = os.getenv(*os.sys.argv)", "<EXTERNAL>"),
    ],
)
def test_what_airflow_reads_from_the_environment(text: str, expected: Any) -> None:
    assert worth(AIRFLOW + text, {**SAID, **OPTIONS, "AIRFLOW_VAR_NAME": "said"}, defaults=True) == expected


@pytest.mark.parametrize(
    "change",
    [
        "os.environ['NAME'] = 'mine'",
        "del os.environ['NAME']",
        "os.environ.update(NAME='mine')",
        "os.environ.pop('NAME')",
        "os.environ.setdefault('NAME', 'mine')",
        "os.environ[unknown()] = 'mine'",
        "import dotenv\ndotenv.load_dotenv()",
        "def configure():\n    os.environ['NAME'] = 'mine'\nconfigure()",
    ],
)
def test_what_the_program_sets_itself_is_not_known_any_more(change: str) -> None:
    text = (
        f"import os\ndef read():\n    return os.environ['NAME'], os.getenv('NAME', 'd')\nread()\n{change}\nx = read()"
    )
    assert worth(text, SAID, defaults=True) == ("<EXTERNAL>", "<EXTERNAL>")


def test_setting_one_variable_leaves_the_others_known() -> None:
    assert worth("import os\nos.environ['A'] = 'b'\nx = os.environ['NAME']", SAID) == "set"


def test_what_a_module_sets_when_it_is_imported(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shell = Shell(tmp_path)
    shell.put("settings.py", "import os\nos.environ['NAME'] = 'mine'\nother = os.environ['OTHER']\n")
    shell.put("dag.py", "import os\nfrom settings import other\ny = other\nx = os.environ['NAME']\n")
    source = Source("dag.py", (tmp_path / "dag.py").read_text())
    said = RuntimeEnvironment({"NAME": "set", "OTHER": "o"})
    names = evaluate(source, parse(source), Project(()), environment=said).names or {}
    assert [plain(names[name]) for name in "xy"] == ["<EXTERNAL>", "o"]


DAG = """\
import os
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

BashOperator(
    task_id="t",
    bash_command="true",
    executor_config={"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(
        name="base",
        resources=k8s.V1ResourceRequirements(requests={"memory": os.getenv("MEMORY", "512MB")}),
    )]))},
)
"""


def test_the_settings_and_the_command_line_say_it(shell: Shell) -> None:
    shell.put("dag.py", DAG)
    check = ("check", "--output-format", "concise", "dag.py")
    assert "KE301" not in shell.run(*check).out
    assert "KE301" in shell.run(*check, "--external-defaults").out
    assert "KE301" not in shell.run(*check).out  # the cache knows the difference
    shell.put("k8slint.toml", 'external-defaults = true\n[environment]\nMEMORY = "512Mi"\n')
    assert "KE301" not in shell.run(*check).out
    shell.put("k8slint.toml", '[environment]\nMEMORY = "1GB"\n')
    assert "did you mean `1G` or `1Gi`" in shell.run(*check).out
    assert os.environ.get("MEMORY") is None
    assert 'memory: "1GB"' in shell.run("render", "dag.py").out
    shell.put("k8slint.toml", "external-defaults = true\n")
    assert 'memory: "512MB"' in shell.run("render", "dag.py").out
    assert 'memory: "512MB"' not in shell.run("render", "dag.py", "--isolated").out
    assert 'memory: "512MB"' in shell.run("render", "dag.py", "--isolated", "--external-defaults").out
