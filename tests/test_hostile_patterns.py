"""Patterns that a stranger wrote, in ignore files and settings: they cost little, and what doesn't count is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.settings import gitignore
from k8slint.settings.gitignore import MAX_EXPRESSIONS, MAX_PATTERN, MAX_PATTERNS, Ignore


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("dag.py", MEMORY)
    return shell


# Each would take more time than there is with a matcher that goes back, on the path beside it.
LONG = "a" * 240
HOSTILE = {
    "*a" * 300 + "b": LONG,
    "*?" * 300 + "b": LONG,
    "*[ab]" * 150 + "[!a]": LONG,
    "*" + "a*" * 200 + "b*c": LONG,
    "**/a*/" * 150 + "b": "aa/" * 200 + "a",
    "**/*a*" * 150 + "/b": f"{LONG}/" * 8 + "a",
    "/a" + "**/a" * 200 + "/b": "a/" * 400 + "a",
    "a*/" * 100 + "**/" + "*a" * 200 + "b": "aa/" * 300 + LONG,
    "x/**/" + "*a*a/" * 150 + "c": "x/" + "aaaa/" * 300 + "d",
}


@pytest.mark.parametrize("pattern", HOSTILE, ids=lambda pattern: pattern[:12])
def test_a_pattern_never_goes_back(pattern: str) -> None:
    """It ends: with a matcher that goes back, none of these would before the tests are stopped."""
    path = HOSTILE[pattern]
    assert Ignore([pattern, "x" + pattern]).says(path, False) is None
    assert Ignore([pattern]).covers(path) is False
    assert Ignore([pattern[:-1] + "*"]).says(path, False) in (True, None)


def test_every_star_is_in_a_group_that_keeps_what_it_took() -> None:
    for pattern in HOSTILE:
        expression = gitignore._expression(pattern, "g")
        groups = re.findall(r"\(\?=\(\?P<(g\d+)>", expression)
        assert expression.count("*?") == len(groups)
        assert all(f"(?P={group})" in expression for group in groups)


def test_patterns_of_a_stranger_in_every_place(shell: Shell) -> None:
    hostile = "*a" * 300 + "b"
    shell.put(".gitignore", f"{hostile}\n{LONG}*\n")
    shell.put(".git/info/exclude", f"**/{hostile}\n")
    table = f'extend-exclude = ["{hostile}"]\n[per-file-ignores]\n"{hostile}" = ["KE301"]\n'
    shell.put("k8slint.toml", f'{table}[policy.paths."{hostile}"]\nrequired-labels = ["a"]\n')
    shell.put(f"{'a' * 200}/{'a' * 200}.py", MEMORY)
    outcome = shell.run("check", "--output-format", "concise")
    assert (outcome.code, "KE301" in outcome.out, "a" * 200 in outcome.out) == (1, True, True)


TOO_MUCH = {
    "plain": ("".join(f"name{i}\n" for i in range(MAX_PATTERNS + 1)), "more than 10,000 patterns"),
    "wild": ("".join(f"a*b{i}\n" for i in range(MAX_EXPRESSIONS + 1)), "or 1,000 with wildcards"),
    "long": ("*a" * MAX_PATTERN + "\n", "a pattern has more than 1,000 characters and is left out"),
    "large": ("# nothing\n" * 200_000, "it has 2,000,000 bytes, more than 1,000,000, and is left out"),
}


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_an_ignore_file_that_asks_for_too_much_is_told(shell: Shell, kind: str) -> None:
    text, told = TOO_MUCH[kind]
    shell.put("sub/.gitignore", text)
    outcome = shell.run("check", "--output-format", "concise")
    assert (outcome.code, outcome.out.startswith("dag.py:3:")) == (1, True)
    notes = [line for line in outcome.err.splitlines() if line.startswith("Note: ")]
    assert [line.startswith("Note: sub/.gitignore: ") and told in line for line in notes] == [True]


def test_what_is_within_the_bounds_counts_and_is_not_told(shell: Shell) -> None:
    names = "".join(f"name{i}\n" for i in range(MAX_PATTERNS - MAX_EXPRESSIONS))
    shell.put(".gitignore", names + "".join(f"a*b{i}\n" for i in range(MAX_EXPRESSIONS - 1)) + "d*g.py\n")
    outcome = shell.run("check", "--output-format", "concise")
    assert (outcome.code, outcome.out, "Note" in outcome.err) == (0, "", False)


TABLES = {
    "exclude": 'exclude = ["{}"]\n',
    "extend-exclude": 'extend-exclude = ["{}"]\n',
    "per-file-ignores": '[per-file-ignores]\n"{}" = ["KE301"]\n',
    "policy.paths": '[policy.paths."{}"]\nrequired-labels = ["a"]\n',
}


@pytest.mark.parametrize("key", TABLES)
def test_settings_that_ask_for_too_much_are_refused(shell: Shell, key: str) -> None:
    shell.put("k8slint.toml", TABLES[key].format("*a" * MAX_PATTERN))
    outcome = shell.run("check")
    wanted = f"Error: k8slint.toml: `{key}` has a pattern of more than 1,000 characters\n"
    assert (outcome.code, outcome.out, outcome.err) == (2, "", wanted)


def test_settings_with_too_many_patterns_are_refused(shell: Shell) -> None:
    shell.put("k8slint.toml", f"exclude = {[f'a{i}' for i in range(MAX_EXPRESSIONS + 1)]}\n")
    outcome = shell.run("check")
    assert (outcome.code, outcome.err) == (2, "Error: k8slint.toml: `exclude` has more than 1,000 patterns\n")


def test_a_link_that_leads_out_of_the_repository_is_told(shell: Shell) -> None:
    outside = shell.folder.parent / "outside.py"
    outside.write_text(MEMORY)
    (shell.folder / "link.py").symlink_to(outside)
    outcome = shell.run("check", "--output-format", "concise")
    assert "Note: link.py points outside of its repository and is not checked\n" in outcome.err
    for name in "abc":
        (shell.folder / f"{name}.py").symlink_to(outside)
    outcome = shell.run("check", "--output-format", "concise")
    assert "Note: a.py and 3 other links point outside of their repository and are not checked\n" in outcome.err
    assert (outcome.code, outcome.out.count("\n")) == (1, outcome.out.count("dag.py"))
