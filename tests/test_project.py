"""Which file an import means, what may be read, and what a helper module is worth to the file that imports it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import Evaluation
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def run(root: Path, name: str, project: Project | None = None) -> Evaluation:
    source = Source((root / name).as_posix(), (root / name).read_text())
    return evaluate(source, parse(source), project or Project([root]))


def names(root: Path, name: str, project: Project | None = None) -> dict[str, Any]:
    return {key: plain(value) for key, value in (run(root, name, project).names or {}).items()}


# Resolution


@pytest.mark.parametrize(
    ("files", "importer", "module", "level", "found"),
    [
        ({"a.py": ""}, "main.py", "a", 0, "a.py"),
        ({"a/__init__.py": ""}, "main.py", "a", 0, "a/__init__.py"),
        ({"a/__init__.py": "", "a/b.py": ""}, "main.py", "a.b", 0, "a/b.py"),
        ({"a/b.py": ""}, "main.py", "a.b", 0, "a/b.py"),
        ({"p/x.py": "", "p/m.py": ""}, "p/m.py", "x", 1, "p/x.py"),
        ({"p/x.py": "", "p/q/m.py": ""}, "p/q/m.py", "x", 2, "p/x.py"),
        ({"p/__init__.py": "", "p/m.py": ""}, "p/m.py", "", 1, "p/__init__.py"),
        ({"dags/team/m.py": "", "dags/common.py": ""}, "dags/team/m.py", "common", 0, "dags/common.py"),
        ({"dags/team/m.py": "", "plugins/common.py": ""}, "dags/team/m.py", "common", 0, "plugins/common.py"),
        ({"dags/team/m.py": "", "config/common.py": ""}, "dags/team/m.py", "common", 0, "config/common.py"),
        ({"dags/m.py": "", "dags/c.py": "", "plugins/c.py": ""}, "dags/m.py", "c", 0, "dags/c.py"),
        ({"pkg/__init__.py": "", "pkg/sub/__init__.py": "", "pkg/sub/m.py": "", "pkg/x.py": ""}, "pkg/sub/m.py", "pkg.x", 0, "pkg/x.py"),
        ({"src/team/m.py": "", "src/team/x.py": ""}, "src/team/m.py", "team.x", 0, "src/team/x.py"),
        ({"deep/er/m.py": "", "deep/er/near.py": ""}, "deep/er/m.py", "near", 0, "deep/er/near.py"),
        ({"a/m.py": "", "a/x.py": "", "x.py": ""}, "a/m.py", "x", 0, None),
        ({}, "main.py", "missing", 0, None),
        ({"a.txt": ""}, "main.py", "a", 0, None),
    ],
)  # fmt: skip
def test_resolve(
    tmp_path: Path, files: dict[str, str], importer: str, module: str, level: int, found: str | None
) -> None:
    write(tmp_path, {"pyproject.toml": "", importer: "", **files})
    file = Project().resolve(module, (tmp_path / importer).as_posix(), level)
    assert (file and file.path) == (found and (tmp_path / found).resolve().as_posix())


def test_given_roots_come_first_in_their_order(tmp_path: Path) -> None:
    write(tmp_path, {"one/x.py": "", "two/x.py": "", "dags/x.py": "", "dags/m.py": "", ".git/HEAD": ""})
    for order in (["one", "two"], ["two", "one"]):
        file = Project([tmp_path / name for name in order]).resolve("x", (tmp_path / "dags/m.py").as_posix())
        assert file is not None
        assert Path(file.path).parent.name == order[0]


def test_nothing_outside_the_repository_is_read(tmp_path: Path) -> None:
    write(tmp_path, {"outside.py": "X = 1", "repo/.git/HEAD": "", "repo/m.py": "from outside import X\nx = X\n"})
    assert names(tmp_path / "repo", "m.py", Project())["x"] == "<IMPORT>"
    assert Project([tmp_path / "repo"]).read(tmp_path / "outside.py") is None
    assert Project([tmp_path / "repo"]).read(tmp_path / "repo" / ".." / "outside.py") is None


def test_no_link_leads_out(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "secret/x.py": "X = 1",
            "repo/.git/HEAD": "",
            "repo/m.py": "from x import X\nfrom sub.x import X as Y\nx, y = X, Y\n",
        },
    )
    os.symlink(tmp_path / "secret" / "x.py", tmp_path / "repo" / "x.py")
    os.symlink(tmp_path / "secret", tmp_path / "repo" / "sub")
    found = names(tmp_path / "repo", "m.py", Project([tmp_path / "repo"]))
    assert (found["x"], found["y"]) == ("<IMPORT>", "<IMPORT>")


def test_reads_name_what_was_read_and_what_was_missed(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"m.py": "from a import X\nfrom missing import Y\nx = X\n", "a.py": "from b import X\n", "b.py": "X = 1\n"},
    )
    project = Project([tmp_path])
    for _ in range(2):  # the second time, the modules are remembered
        reads = run(tmp_path, "m.py", project).reads
        assert {(tmp_path / name).as_posix() for name in ("a.py", "b.py", "missing.py")} <= set(reads)
    other = Project([tmp_path])
    write(tmp_path, {"n.py": "from b import X\nx = X\n"})
    run(tmp_path, "m.py", other)
    assert (tmp_path / "a.py").as_posix() not in run(tmp_path, "n.py", other).reads


def test_an_overlay_stands_for_the_file(tmp_path: Path) -> None:
    write(tmp_path, {"m.py": "from a import X\nfrom b.c import Y\nx, y = X, Y\n", "a.py": "X = 1\n"})
    overlay = {(tmp_path / "a.py").as_posix(): "X = 2\n", (tmp_path / "b/c.py").as_posix(): "Y = 3\n"}
    found = names(tmp_path, "m.py", Project([tmp_path], overlay))
    assert (found["x"], found["y"]) == (2, 3)


# Evaluation across modules

PROJECT = {
    "common/__init__.py": "from .sizes import LARGE, make\nfrom kubernetes.client import models as k8s\n",
    "common/sizes.py": (
        "from . import base\nLARGE = {'cpu': base.CPU, 'memory': '8Gi'}\n"
        "def make(memory='1Gi', *extra, **kw):\n    return {'memory': memory, 'cpu': base.CPU, 'extra': extra, **kw}\n"
    ),
    "common/base.py": "CPU = '4'\nSHARED = {'n': 0}\ndef count():\n    SHARED['n'] += 1\n    return SHARED['n']\n",
    "common/classes.py": "class Base:\n    kind = 'base'\n    def __init__(self, name):\n        self.name = name\n    def show(self):\n        return f'{self.kind}-{self.name}'\n",
    "main.py": (
        "import common.base\nimport common.sizes as sizes\nfrom common import LARGE, make\nfrom common.base import count\n"
        "from common.classes import Base\nfrom common import base as b\nimport common\n"
        "class Child(Base):\n    kind = 'child'\n"
        "large = LARGE\nmade = make('2Gi', 1, name='n')\ndotted = common.base.CPU\naliased = sizes.make()['cpu']\n"
        "counts = [count(), count()]\nshared = common.base.SHARED\nsame = b.SHARED is common.base.SHARED\n"
        "child = Child('c').show()\nLARGE['cpu'] = '16'\nchanged = sizes.LARGE\n"
        "def local():\n    from common.base import CPU\n    return CPU\nlocal_import = local()\nreexported = common.make('3Gi')['memory']\n"
    ),
}  # fmt: skip


def test_modules_are_evaluated_as_python_imports_them(tmp_path: Path) -> None:
    write(tmp_path, {**PROJECT, "common/__init__.py": PROJECT["common/__init__.py"].split("\n")[0] + "\n"})
    wanted = [
        "large",
        "made",
        "dotted",
        "aliased",
        "counts",
        "shared",
        "same",
        "child",
        "changed",
        "local_import",
        "reexported",
    ]
    code = f"import json, main; print(json.dumps({{name: getattr(main, name) for name in {wanted}}}))"
    real = json.loads(
        subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, check=True).stdout
    )
    found = names(tmp_path, "main.py")
    assert json.loads(json.dumps({name: found[name] for name in wanted})) == real


def test_files_do_not_change_each_other(tmp_path: Path) -> None:
    write(
        tmp_path,
        {**PROJECT, "other.py": "from common.base import SHARED\nfrom common import LARGE\nx, y = SHARED, LARGE\n"},
    )
    project = Project([tmp_path])
    alone = names(tmp_path, "other.py")
    first = names(tmp_path, "main.py", project)
    assert names(tmp_path, "other.py", project) == alone
    assert names(tmp_path, "main.py", project) == first
    assert alone["x"] == {"n": 0}


def test_a_module_is_evaluated_apart_from_what_the_file_did_before(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.py": "D = {'v': 1}\n",
            "b.py": "from a import D\nE = {**D}\n",
            "main.py": "from a import D\nfrom b import E\nD['v'] = 2\nx = E\ny = D\n",
        },
    )
    found = names(tmp_path, "main.py")
    assert (found["x"], found["y"]) == ({"v": 1}, {"v": 2})


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"main.py": "from a import X\nx = X\n", "a.py": "from b import X\n", "b.py": "from a import X\n"}, "<CYCLE>"),
        ({"main.py": "from a import X\nx = X\n", "a.py": "import b\nX = b.Y\n", "b.py": "import a\nY = a.X\n"}, "<CYCLE>"),
        ({"main.py": "from a import X\nx = X\nz = 1\n", "a.py": "from main import z\nX = 5\n"}, 5),
        ({"main.py": "from a import X\nx = X\n", "a.py": "Y = 1\n"}, "<IMPORT>"),
        ({"main.py": "from a import X\nx = X\n", "a.py": "def broken(:\n"}, "<IMPORT>"),
        ({"main.py": "from a import *\nx = X\n", "a.py": "X = 1\n_Y = 2\n"}, 1),
        ({"main.py": "from a import *\nx = _Y\n", "a.py": "X = 1\n_Y = 2\n"}, "<NAME>"),
        ({"main.py": "from a import *\nx = _Y\n", "a.py": "__all__ = ['_Y']\n_Y = 2\n"}, 2),
        ({"main.py": "from a import *\nx = k8s.V1Pod(kind='p')\n", "a.py": "from kubernetes.client import models as k8s\n"}, {"V1Pod": {"kind": "p"}}),
        ({"main.py": "import yaml\nx = yaml.safe_load(open('x.yaml'))\n", "x.yaml": "a: 1\n"}, "<EXTERNAL>"),
        (
            {"main.py": "import yaml, os\nwith open(os.path.join(os.path.dirname(__file__), 'x.yaml')) as f:\n    x = yaml.safe_load(f)\n", "x.yaml": "a: &k [1, 'b', null]\nc: *k\nd: {e: 1.5, f: yes}\n"},
            {"a": [1, "b", None], "c": [1, "b", None], "d": {"e": 1.5, "f": True}},
        ),
        (
            {"sub/main.py": "from pathlib import Path\nimport yaml\nx = yaml.safe_load((Path(__file__).parent.parent / 'conf' / 'x.yaml').read_text())\n", "conf/x.yaml": "- 1\n- {<<: &m {a: 1}, b: 2}\n"},
            [1, {"a": 1, "b": 2}],
        ),
        ({"main.py": "import json\nfrom pathlib import Path\nx = json.loads(Path(__file__).with_name('x.json').read_text())['k']\n", "x.json": '{"k": [true]}'}, [True]),
        ({"main.py": "import yaml\nx = yaml.safe_load(open(__file__ + '/../../../etc/passwd'))\n"}, "<EXTERNAL>"),
        ({"main.py": "import yaml\nfrom pathlib import Path\nx = yaml.safe_load((Path(__file__).parent / 'x.yaml').open())\n", "x.yaml": "a: [\n"}, "<EXTERNAL>"),
        ({"main.py": "try:\n    from nowhere import X\nexcept ImportError:\n    from a import X\nx = X\n", "a.py": "X = 1\n"}, 1),
        ({"main.py": "try:\n    from a import X\nexcept ImportError:\n    from nowhere import X\nx = X\n", "a.py": "X = 1\n"}, 1),
    ],
)  # fmt: skip
def test_across_modules(tmp_path: Path, files: dict[str, str], expected: Any) -> None:
    write(tmp_path, files)
    main = next(name for name in files if name.endswith("main.py"))
    assert names(tmp_path, main)["x"] == expected


def test_an_imported_name_keeps_its_alternatives_wherever_it_is_looked_at_first(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "pods.py": "import os\nPROD = os.environ.get('ENV') == 'prod'\nMEMORY = '2Gi' if PROD else '1Gi'\n",
            "common.py": "from pods import PROD, MEMORY\n",
            "main.py": "from common import PROD, MEMORY\nif PROD:\n    x = MEMORY\nelse:\n    x = '0'\ny = MEMORY\n",
        },
    )
    found = names(tmp_path, "main.py")
    write(tmp_path, {"main.py": "from common import MEMORY\ny = MEMORY\n"})
    assert found["y"] == names(tmp_path, "main.py")["y"] != "2Gi"


def test_values_of_a_yaml_file_stand_there(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "main.py": "import yaml\nfrom pathlib import Path\nx = yaml.safe_load(Path(__file__).with_name('x.yaml').read_text())\ny = yaml.safe_load(open(Path(__file__).parent / 'x.yaml'))\n",
            "x.yaml": "a:\n  cpu: 500m\n",
        },
    )
    table = (run(tmp_path, "main.py").names or {})["y"]
    leaf = table.entries["a"].entries["cpu"]  # type: ignore[union-attr]
    assert (Path(leaf.origin.source.path).name, leaf.origin.text) == ("x.yaml", "500m")


def test_operators_of_another_module(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "ops.py": (
                "from airflow.operators.python import PythonOperator\n"
                "class Big(PythonOperator):\n    def __init__(self, memory='8Gi', **kw):\n"
                "        super().__init__(executor_config={'memory': memory}, **kw)\n"
            ),
            "main.py": "from ops import Big\nBig(task_id='t')\n",
        },
    )
    evaluation = run(tmp_path, "main.py")
    made, inner = evaluation.calls
    assert (made.qualified_name, made.bases) == ("ops.Big", ("airflow.operators.python.PythonOperator",))
    assert inner.qualified_name == "airflow.operators.python.PythonOperator.__init__"
    assert plain(inner.keywords["executor_config"]) == {"memory": "8Gi"}
    assert inner.origin.source.path.endswith("ops.py")
