"""A fixed file is taken by every Python that took it before, whichever interpreter runs k8slint."""

from __future__ import annotations

import ast
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import FIXTURES
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shell import Shell

from k8slint.finding import Applicability, Edit, Finding, Fix, Severity
from k8slint.lint.fixer import fix
from k8slint.source.fstrings import fitted, parts
from k8slint.source.text import Position, Source, Span

COMPILE = """
import json, sys, warnings
warnings.simplefilter("ignore")
def taken(text):
    try:
        compile(text, "x", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True
pairs = json.load(sys.stdin)
json.dump([taken(before) and not taken(after) for before, after in pairs], sys.stdout)
"""


def interpreters() -> list[str]:
    """Every Python 3 of this machine, one for each minor version, the one that runs the tests first."""
    named = [shutil.which(f"python3.{minor}") or "" for minor in range(6, 20)]
    homes = (Path.home() / ".pyenv" / "versions", Path.home() / ".local" / "share" / "uv" / "python")
    named += [str(path) for home in homes for path in sorted(home.glob("*3.*/bin/python3"))]
    found: dict[str, str] = {}
    for path in (sys.executable, *filter(None, named)):
        asked = subprocess.run(
            [path, "-c", "import sys; print(sys.version_info[:2])"], capture_output=True, text=True, check=False
        )
        if asked.returncode == 0:
            found.setdefault(asked.stdout, path)
    return list(found.values())


def texts() -> list[tuple[str, str]]:
    """Each fixture that is fixed, before and after."""
    after = sorted(FIXTURES.rglob("*.fixed.py"))
    pairs = [(path.with_name(path.name.replace(".fixed.py", ".py")), path) for path in after]
    return [(one.read_text("utf-8", "replace"), other.read_text("utf-8", "replace")) for one, other in pairs]


def test_every_python_here_takes_what_fixes_made() -> None:
    pairs = texts()
    assert len(pairs) > 150
    for python in interpreters():
        done = subprocess.run(
            [python, "-c", COMPILE], input=json.dumps(pairs), capture_output=True, text=True, check=True
        )
        broken = [after for (_, after), breaks in zip(pairs, json.loads(done.stdout), strict=True) if breaks]
        assert not broken, f"{python}: {broken[0]}"


# --- the structure of f-strings, told alike on every interpreter


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ('f"{day}"', "day", 'today("UTC")', "today('UTC')"),
        ("f'{day}'", "day", "today('UTC')", 'today("UTC")'),
        ("f'{day}'", "day", 'today("UTC")', 'today("UTC")'),
        ('f"""{day}"""', "day", 'today("UTC")', "today('UTC')"),
        ('f"{day:%Y}"', "day", 'b["x"]', "b['x']"),
        ('f"{x:{day}}"', "day", 'b["x"]', "b['x']"),
        ('f"{day!r}"', "day", 'b["x"]', "b['x']"),
        ('f"a{{{day}}}"', "day", 'b["x"]', "b['x']"),
        ('rf"\\{day}"', "day", 'b["x"]', "b['x']"),
        ('Fr"\\"{day}"', "day", 'b["x"]', "b['x']"),
        ('f"\\N{BULLET}{day}"', "day", 'b["x"]', "b['x']"),
        ('f"{a != day}"', "day", 'b["x"]', "b['x']"),
        ('f"{a[1:day]}"', "day", 'b["x"]', "b['x']"),
        ('"f" "{day}"', "day", 'b["x"]', 'b["x"]'),
        ('# f"\n"{day}"', "day", 'b["x"]', 'b["x"]'),
        ('rb"{day}"', "day", 'b["x"]', 'b["x"]'),
        ('f"{x}" + day', "day", 'b["x"]', 'b["x"]'),
        ("f\"{f'{day}'}\"", "day", 'b["x"]', None),  # both quotes are taken
        ("f\"{f'{day}'}\"", "day", "b", "b"),
        ('f"{day}"', "day", 'b["it\'s"]', None),
        ('f"{day}"', "day", 'b["\\n"]', None),
        ('f"{day}"', "day", "b(\n1)", None),
        ('f"""{day}"""', "day", "b(\n1)", "b(\n1)"),
        ('f"{day}"', "day", "{1: 2}", None),
        ('f"{day=}"', "day", "b", None),  # the expression itself is printed
        ('f"{day == 1}"', "day", "b", "b"),
        ('f"the day"', "day", "date", "date"),
        ('f"the day"', "day", '"', None),
        ('f"the day"', "day", "{", None),
        ('f"{day}" ', 'ay}"', "x", None),  # from the inside to the outside
        ('f"{day}"', 'f"{day}"', 'g("x")', 'g("x")'),  # the whole of it
    ],
)
def test_what_may_be_written_inside_an_fstring(text: str, old: str, new: str, expected: str | None) -> None:
    start = text.index(old)
    assert fitted(parts(text), start, start + len(old), new) == expected


PIECES = st.sampled_from(
    [
        "a",
        " ",
        "{x}",
        "{x!r}",
        "{x:>{y}}",
        "{{",
        "}}",
        "{d[1:2]}",
        "{f(x, y)}",
        "{x:%Y}",
        "\\n",
        "\\N{BULLET}",
        "{x != y}",
    ]
)


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=6), st.sampled_from(["f", "F", "fr", "Rf"]), st.sampled_from(['"', "'", '"""', "'''"]))
def test_expressions_are_found_where_the_parser_finds_them(pieces: list[str], prefix: str, quote: str) -> None:
    raw = "r" in prefix.lower()
    inside = "".join(piece for piece in pieces if not (raw and piece.startswith("\\")))
    text = prefix + quote + inside + quote
    found = sorted(text[part.start : part.end].strip() for part in parts(text) if part.is_code)
    nodes = [node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FormattedValue)]
    assert found == sorted(ast.get_source_segment(text, node) or "" for node in nodes)


@given(st.text("f'\"{}:!\\ab#\n", max_size=25))
@example("f'{:\\")
def test_any_text_can_be_read(text: str) -> None:
    for part in parts(text):
        assert 0 <= part.start <= part.end <= len(text)


# --- the last check, whatever a rule proposes


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("f(a=1, b=2)\n", "b", "a"),  # no error of the grammar: `compile` refuses the argument that is there twice
        ("def f(a, b): pass\n", "b", "a"),
        ("x = 1\n", "x", "return"),
        ('x = f"{y}"\n', "y", 'd["k"]'),
        ('x = f"{y}"\n', "y", "'\\n'.join(d)"),
    ],
)
def test_a_fix_that_some_python_would_refuse_is_not_made(text: str, old: str, new: str) -> None:
    def lint(source: Source) -> list[Finding]:
        start = source.text.find(old)
        if start < 0 or source.text != text:
            return []
        place, span = Position(1, start + 1), Span(start, start + len(old))
        proposal = Fix("break it", (Edit(span, new),), Applicability.SAFE)
        return [Finding("KE999", "rule", Severity.ERROR, source.path, span, place, place, "m", fix=proposal)]

    source = Source("dag.py", text)
    done = fix(source, lint(source), lint, unsafe=False)
    assert done.source.text == text
    assert [reason for _, _, reason in done.dropped] == ["the result could not be parsed"]


def test_a_suppression_in_a_file_that_cannot_be_read_is_left(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    text = "x = (  # k8slint: ignore[KE303]\n"
    shell.put("dag.py", text)
    for flags in ((), ("--fix",), ("--fix", "--unsafe-fixes")):
        outcome = shell.run("check", "--isolated", "--no-cache", "--output-format=concise", *flags, ".")
        assert [line.split(" ")[1] for line in outcome.out.splitlines()] == ["KE001"]
        assert shell.read("dag.py") == text
    assert os.listdir(tmp_path) == ["dag.py"]
