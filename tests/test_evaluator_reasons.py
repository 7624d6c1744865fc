"""Every way in which the evaluator gives up has a fixture: each place that makes an unknown is reached by one."""

from __future__ import annotations

import ast
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from plain import plain
from test_evaluator import FIXTURES, REASONS, evaluated

import k8slint.evaluate
from k8slint.api import lint_paths
from k8slint.evaluate import values
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.machine import endings, objects
from k8slint.evaluate.machine.interpreter import Interpreter
from k8slint.evaluate.operations import convert
from k8slint.source.syntax import parse
from k8slint.source.text import Source

# What readers of values do with them (``get``, ``variants``) is not the evaluator's.
OTHERS = ("__init__.py", "values.py", "variants.py")
FOLDER = Path(k8slint.evaluate.__path__[0])
FILES = [path for path in sorted(FOLDER.rglob("*.py")) if path.name not in OTHERS]
# What makes an unknown, or what becomes one further up: as it is called in the code, and what is watched.
MAKERS: dict[str, tuple[Any, str]] = {
    "unknown": (Interpreter, "unknown"),
    "opaque": (Interpreter, "opaque"),
    "Unknown": (values.Unknown, "__init__"),
    "Opaque": (objects.Opaque, "__init__"),
    "NotPlain": (convert.NotPlain, "__init__"),
    "Exhausted": (endings.Exhausted, "__init__"),
}


def module_of(path: Path) -> Any:
    name = ".".join(path.relative_to(FOLDER).with_suffix("").parts)
    return importlib.import_module(f"k8slint.evaluate.{name}")


class Reached:
    """The lines that named a reason, or called a maker. It stands for ``Reason`` in the evaluator's modules."""

    def __init__(self) -> None:
        self.lines: set[tuple[str, str, int]] = set()

    def __getattr__(self, name: str) -> Any:
        self._note(f"Reason.{name}")
        return getattr(values.Reason, name)

    def watch(self, name: str, patch: pytest.MonkeyPatch) -> None:
        owner, attribute = MAKERS[name]
        original = getattr(owner, attribute)

        def watched(*args: Any, **keywords: Any) -> Any:
            self._note(name)
            return original(*args, **keywords)

        patch.setattr(owner, attribute, watched)

    def _note(self, what: str) -> None:
        frame = sys._getframe(2)
        self.lines.add((what, frame.f_code.co_filename, frame.f_lineno))


def places(path: Path) -> Iterator[tuple[str, int, int]]:
    """Where functions name a reason or call a maker: the name, the first line and the last."""
    tree = ast.parse(path.read_text())
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.Lambda))]
    statements = [part for body in bodies for part in (body if isinstance(body, list) else [body])]
    for node in {part: None for statement in statements for part in ast.walk(statement)}:
        match node:
            case ast.Attribute(value=ast.Name(id="Reason"), attr=attribute):
                name = f"Reason.{attribute}"
            case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) | ast.Raise(exc=ast.Name(id=name)):
                if name not in MAKERS:
                    continue
            case _:
                continue
        yield name, node.lineno, node.end_lineno or node.lineno


class LaterStatement(ast.stmt):
    """A statement of a Python that isn't there yet, which binds a name."""

    _fields = ("name",)


def later_python() -> Any:
    """What a name is worth that such a statement binds."""
    source = Source("later.py", "x = 1\n")
    tree = parse(source)
    name = ast.Name("x", ast.Store(), lineno=1, end_lineno=1, col_offset=0, end_col_offset=1)
    tree.body.append(LaterStatement(name=name, lineno=1, end_lineno=1, col_offset=0, end_col_offset=5))  # type: ignore[call-arg]
    return plain(evaluate(source, tree).names["x"])


def test_a_statement_that_is_not_known_yet() -> None:
    assert later_python() == "<SYNTAX>"


def costly_hook(folder: Path) -> None:
    """A hook that takes all steps, and leaves none to say what else it may have changed: it reaches too much."""
    reached = "".join(f" x{number}=lambda:0\n" for number in range(7_000))
    body = "".join("    " * (depth + 1) + f"for i{depth} in range(90):\n" for depth in range(5))
    hook = f"def pod_mutation_hook(pod):\n{body}{'    ' * 6}Things\n"
    (folder / "airflow_local_settings.py").write_text(f"class Things:\n{reached}{hook}")
    (folder / "dag.py").write_text((FIXTURES / "hook/unknown/dag.py").read_text())


@pytest.mark.slow
def test_every_way_of_giving_up_has_a_fixture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reached = Reached()
    for path in FILES:
        monkeypatch.setattr(module_of(path), "Reason", reached, raising=False)
    for name in MAKERS:
        reached.watch(name, monkeypatch)
    for path in [*REASONS, *sorted((FIXTURES / "python").glob("*.py"))]:
        evaluated(path, path.read_text())
    later_python()
    monkeypatch.delattr("os.fork")  # here, where it is watched
    costly_hook(tmp_path)
    for folder in (*sorted((FIXTURES / "hook").iterdir()), tmp_path):
        monkeypatch.chdir(folder)
        lint_paths(["."], settings={"cache": False})
    missing = [
        f"{path.relative_to(FOLDER)}:{first} {name}"
        for path in FILES
        for name, first, last in places(path)
        if not any((name, str(path), line) in reached.lines for line in range(first, last + 1))
    ]
    assert not missing, "\n" + "\n".join(missing)
