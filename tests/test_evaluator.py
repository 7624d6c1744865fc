"""What the evaluator knows is what Python does: fixtures are run for real and evaluated, and must agree."""

from __future__ import annotations

import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Reason
from k8slint.settings.targets import RuntimeEnvironment
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

FIXTURES = Path(__file__).parent.parent / "fixtures" / "evaluate"
DATA = (str, int, float, bool, bytes, complex, type(None), type(...), list, tuple, dict, set)


def is_data(value: Any) -> bool:
    """Whether a real value is made of Python's own data only."""
    if isinstance(value, dict):
        return all(type(key) in DATA for key in value) and all(map(is_data, value.values()))
    if type(value) in (list, tuple, set):
        return all(map(is_data, value))
    return type(value) in DATA


def run(text: str, path: str) -> dict[str, Any]:
    """The names that a program binds, where they hold data."""
    module = types.ModuleType("program")
    names = module.__dict__
    names["__file__"] = path
    sys.modules["program"] = module  # dataclasses look there
    try:
        exec(compile(text, path, "exec"), names)
    finally:
        del sys.modules["program"]
    return {name: value for name, value in names.items() if not name.startswith("__") and is_data(value)}


@pytest.mark.parametrize("path", sorted((FIXTURES / "python").glob("*.py")), ids=lambda path: path.stem)
def test_python_is_evaluated_as_it_runs(path: Path) -> None:
    text = path.read_text()
    source = Source(path.as_posix(), text)
    names = evaluate(source, parse(source)).names or {}
    real = run(text, path.as_posix())
    assert {name: plain(names[name]) if name in names else "no such name" for name in real} == real


EXPECTED = re.compile(r"^(?:# )?([\w.]+)(?: = .*?)?  ?#= (.*)$", re.MULTILINE)
REASONS = sorted((FIXTURES / "reasons").glob("*.py"))
REPOSITORY = FIXTURES / "repository"  # modules that the fixtures import
GENERATED = {  # ... and files that nobody wants to read
    **{REPOSITORY / f"deep_{i}.py": f"import deep_{i + 1}\nvalue = deep_{i + 1}.value\n" for i in range(30)},
    FIXTURES / "reasons" / "long.yaml": "a: 1\n" * 60_000,
}
SAID = RuntimeEnvironment({"AIRFLOW_VAR_BROKEN": "{", "AIRFLOW__CORE__PARALLELISM": "many"})


def evaluated(path: Path, text: str) -> Evaluation:
    """A fixture with the modules and settings that are there for all of them."""
    source = Source(path.as_posix(), text)
    project = Project((REPOSITORY,), {file.as_posix(): content for file, content in GENERATED.items()})
    return evaluate(source, parse(source), project, environment=SAID)


@pytest.mark.parametrize("path", REASONS, ids=lambda path: path.stem)
def test_what_cannot_be_known_says_why(path: Path) -> None:
    text = path.read_text()
    evaluation = evaluated(path, text)
    known = {**(evaluation.returns or {}), **(evaluation.names or {})}
    expected = {name: eval(value) for name, value in EXPECTED.findall(text)}
    shown = {name: plain(known[name]) if name in known else "no such name" for name in expected}
    shown.update({name: plain((evaluation.returns or {})[name]) for name in expected if f"# {name} #=" in text})
    assert shown == expected


def test_a_file_of_too_many_steps_says_nothing_else() -> None:
    path = FIXTURES / "reasons" / "file_steps.py"
    evaluation = evaluated(path, path.read_text())
    assert evaluation.names == {}
    assert list(map(plain, evaluation.pods)) == ["<LIMIT>"]


def test_every_reason_has_a_fixture() -> None:
    written = "".join(path.read_text() for path in (FIXTURES / "reasons").glob("*.py"))
    assert [reason.name for reason in Reason if f"<{reason.name}>" not in written] == ["TEMPLATE"]
