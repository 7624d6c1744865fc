"""Edits of import statements: names go where they should, and everything else stays as it was written."""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import textwrap
import tokenize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint.edits.imports import NewName, add_import, drop, relocate, swap_import
from k8slint.finding import Edit
from k8slint.source.bindings import Block, index
from k8slint.source.text import Source


def apply(text: str, edits: tuple[Edit, ...]) -> str:
    end = len(text)
    for edit in sorted(edits, reverse=True):
        assert edit.span.end <= end, "edits overlap"
        end = edit.span.start
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def first_import(tree: ast.Module) -> tuple[ast.ImportFrom, Block]:
    for node in ast.walk(tree):
        block = getattr(node, "body", None)
        for statement in block if isinstance(block, list) else ():
            if isinstance(statement, ast.ImportFrom):
                return statement, Block(tuple(block or ()))
    raise AssertionError("no import")


def moved(text: str, moves: dict[str, NewName | None]) -> str | None:
    tree = ast.parse(text)
    statement, block = first_import(tree)
    by_alias = {alias: moves[alias.name] for alias in statement.names if alias.name in moves}
    edits = relocate(Source("dag.py", text), statement, by_alias, block)
    return None if edits is None else apply(text, edits)


def bound_to(text: str) -> dict[str, str]:
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return sorted(token.string for token in tokens if token.type == tokenize.COMMENT)


NAMES = ["alpha", "beta", "gamma", "delta", "epsilon"]


@st.composite
def statements(draw: st.DrawFn) -> tuple[str, dict[str, NewName | None], list[str]]:
    """An import statement in some layout with comments, and where its names go; the names in order."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    aliases = [f"{name} as {name}_" if draw(st.booleans()) else name for name in names]
    moves: dict[str, NewName | None] = {
        name: draw(
            st.sampled_from(
                [
                    NewName("new.place", name),
                    NewName("new.place", name.title()),
                    NewName("other", name),
                    NewName("up.mod", None),
                ]
            )
        )
        for name in names
        if draw(st.booleans())
    }
    layout = draw(st.sampled_from(["line", "brackets", "lines", "mixed", "backslash"]))
    if layout == "lines":
        body = "(" + draw(st.sampled_from(["", "  # head"])) + "\n"
        for number, alias in enumerate(aliases):
            if draw(st.booleans()):
                body += f"    # above {names[number]}\n"
            last = number + 1 == len(aliases)
            comma = "," if not last or draw(st.booleans()) else ""
            body += f"    {alias}{comma}" + draw(st.sampled_from(["", f"  # beside {names[number]}"])) + "\n"
        body += draw(st.sampled_from(["", "    # the end\n"])) + ")"
    elif layout == "mixed":
        body = "("
        for number, alias in enumerate(aliases):
            remark = draw(st.sampled_from(["", " ", "\n    ", f"  # beside {names[number]}\n    "]))
            body += f"{alias},{remark}"
        body += ")"
    elif layout == "brackets":
        body = "(" + ", ".join(aliases) + draw(st.sampled_from(["", ","])) + ")"
    else:
        body = (", \\\n    " if layout == "backslash" else ", ").join(aliases)
    text = f"from old.place import {body}" + draw(st.sampled_from(["", "  # behind"]))
    if draw(st.booleans()):
        text = "def f():\n" + textwrap.indent(f"'''doc'''\n{text}\nreturn 1", "    ")
    else:
        text = f"import os\n\n{text}\n\nx = 1\n"
    return text, moves, names


@settings(deadline=None)
@given(statements(), st.sampled_from(["\n", "\r\n"]))
def test_names_move_and_all_else_stays(case: tuple[str, dict[str, NewName | None], list[str]], newline: str) -> None:
    text, moves, _ = case
    before = bound_to(text)
    result = moved(text.replace("\n", newline), moves)
    assert result is not None
    assert newline == "\n" or "\n" not in result.replace("\r\n", "")
    result = result.replace(newline, "\n")
    expected = {}
    for local, old in before.items():
        new = moves.get(old.rpartition(".")[2], NewName("old.place", old.rpartition(".")[2]))
        assert new is not None
        expected[local] = f"{new.module}.{new.name}" if new.name else new.module
    assert bound_to(result) == expected
    assert comments(result) == comments(text)
    if not moves:
        assert result == text
    lines = [
        line for line in text.splitlines() if "place" not in line and line.strip() and not any(n in line for n in NAMES)
    ]
    assert [line for line in result.splitlines() if line in lines] == lines or "(" in text


@settings(deadline=None)
@given(statements(), st.data())
def test_names_can_be_dropped(case: tuple[str, dict[str, NewName | None], list[str]], data: st.DataObject) -> None:
    text, _, names = case
    gone = data.draw(st.sets(st.sampled_from(names), min_size=1))
    result = moved(text, dict.fromkeys(gone))
    assert result is not None
    kept = {local: old for local, old in bound_to(text).items() if old.rpartition(".")[2] not in gone}
    assert bound_to(result) == kept


DROPS: list[tuple[str, str, str]] = [
    ("import a\nx = 1\n", "a", "x = 1\n"),
    ("import a, b\n", "a", "import b\n"),
    ("import a, b as c, d\n", "c", "import a, d\n"),
    ("import a  # why\nx = 1", "a", "x = 1"),
    ("def f():\n    import a\n", "a", "def f():\n    pass\n"),
    ("def f():\n    'doc'\n    import a\n", "a", "def f():\n    'doc'\n"),
    ("if x: import a\n", "a", "if x: pass\n"),
    ("if x: import a; y = 1\n", "a", "if x: y = 1\n"),
    ("import a; import b; import c\n", "b", "import a; import c\n"),
    ("import a; import b\n", "b", "import a\n"),
    ("import a; import b  # both\n", "b", "import a  # both\n"),
    ("x = 1\n\nimport a\n\ny = 2\n", "a", "x = 1\n\ny = 2\n"),
    ("from m import (\n    a,  # one\n    # two\n    b,\n)\n", "b", "from m import (\n    a,  # one\n)\n"),
]


@pytest.mark.parametrize(("text", "local", "expected"), DROPS)
def test_drop(text: str, local: str, expected: str) -> None:
    bound = index(ast.parse(text))
    edits = drop(Source("dag.py", text), next(one for one in bound.imports if one.local == local))
    assert edits is not None
    assert apply(text, edits) == expected


K8S = "from kubernetes.client import models as k8s"
ADDS: list[tuple[str, str, str, str]] = [
    ("", K8S, f"{K8S}\n", "k8s"),
    ("x = 1\n", K8S, f"{K8S}\n\nx = 1\n", "k8s"),
    ('"""Doc."""\nx = 1\n', K8S, f'"""Doc."""\n\n{K8S}\nx = 1\n', "k8s"),
    ("import os\n\nx = 1\n", K8S, f"import os\n\n{K8S}\n\nx = 1\n", "k8s"),
    ("from airflow import DAG\nimport zoo\n", K8S, f"from airflow import DAG\n{K8S}\nimport zoo\n", "k8s"),
    ("from zoo import z\n", K8S, f"{K8S}\nfrom zoo import z\n", "k8s"),
    ("from __future__ import annotations\nx = 1\n", K8S, f"from __future__ import annotations\n{K8S}\nx = 1\n", "k8s"),
    ("import os  # os\r\nx = 1\r\n", K8S, f"import os  # os\r\n\r\n{K8S}\r\nx = 1\r\n", "k8s"),
    (f"{K8S}\n", K8S, f"{K8S}\n", "k8s"),
    ("from kubernetes.client import models\n", K8S, "from kubernetes.client import models\n", "models"),
    ("import kubernetes.client.models as m\n", K8S, "import kubernetes.client.models as m\n", "m"),
    ("import kubernetes.client.models\n", K8S, "import kubernetes.client.models\n", "kubernetes.client.models"),
    ("from kubernetes import client\n", K8S, "from kubernetes import client\n", "client"),
    ("k8s = 1\n", K8S, f"{K8S}_\n\nk8s = 1\n", "k8s_"),
    ("def f(k8s): ...\n", "import pendulum as k8s", "import pendulum as k8s_\n\ndef f(k8s): ...\n", "k8s_"),
    (
        "def f():\n    from kubernetes.client import models\n",
        K8S,
        f"{K8S}\n\ndef f():\n    from kubernetes.client import models\n",
        "k8s",
    ),
    (
        "if TYPE_CHECKING:\n    from kubernetes.client import models as k\n",
        K8S,
        f"{K8S}\n\nif TYPE_CHECKING:\n    from kubernetes.client import models as k\n",
        "k8s",
    ),
]


@pytest.mark.parametrize(("text", "statement", "expected", "local"), ADDS)
def test_add_import(text: str, statement: str, expected: str, local: str) -> None:
    edits, name = add_import(Source("dag.py", text), ast.parse(text), statement)
    assert (apply(text, edits), name) == (expected, local)


SWAPS: list[tuple[str, str]] = [
    ("import os\nfrom old import days\n", "import os\nimport pendulum\n"),
    ("from old import days, weeks\n", "from old import weeks\nimport pendulum\n"),
    ("from old import days\nimport pendulum\n", "import pendulum\n"),
    ("def f():\n    from old import days\n", "import pendulum\n\ndef f():\n    pass\n"),
]


@pytest.mark.parametrize(("text", "expected"), SWAPS)
def test_swap_import(text: str, expected: str) -> None:
    tree = ast.parse(text)
    imported = next(one for one in index(tree).imports if one.local == "days")
    swapped = swap_import(Source("dag.py", text), tree, imported, "import pendulum")
    assert swapped is not None
    assert (apply(text, swapped[0]), swapped[1]) == (expected, "pendulum")


@pytest.mark.parametrize("odd", ["\f ", "\r    ", "\r\n\r    # \r"])
def test_odd_white_space_is_kept_or_the_statement_left_alone(odd: str) -> None:
    text = f"from old import (a,{odd} b)\n"
    assert moved(text, {"a": NewName("new", "a"), "b": NewName("new", "b")}) == f"from new import (a,{odd} b)\n"
    split = moved(text, {"a": NewName("new", "a")})
    assert split is None or bound_to(split) == {"a": "new.a", "b": "old.b"}


def test_a_statement_that_moves_as_one_needs_no_libcst() -> None:
    """Its import costs more than all else that a run does; only a statement whose names part needs it."""
    program = (
        "import ast, sys\n"
        "from k8slint.source.bindings import Block\n"
        "from k8slint.edits.imports import NewName, relocate\n"
        "from k8slint.source.text import Source\n"
        "text = 'from old import a, b as c'\n"
        "tree = ast.parse(text)\n"
        "moves = {alias: NewName('new', alias.name.upper()) for alias in tree.body[0].names}\n"
        "assert relocate(Source('dag.py', text), tree.body[0], moves, Block(tuple(tree.body)))\n"
        "assert 'libcst' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
