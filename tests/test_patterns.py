"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import ast
import importlib
import re

import pytest
from conftest import ROOT

from k8slint import patterns

PLACES = [
    (path.relative_to(ROOT).with_suffix("").as_posix().replace("/", "."), target.id)
    for path in sorted((ROOT / "k8slint").rglob("*.py"))
    for node in ast.parse(path.read_text()).body
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
    for target in node.targets
    if isinstance(target, ast.Name) and isinstance(node.value.func, ast.Name) and node.value.func.id == "pattern"
]


def test_each_can_be_compiled() -> None:
    assert len(PLACES) > 100
    for module, name in PLACES:
        assert re.compile(getattr(importlib.import_module(module), name).pattern), (module, name)


def test_none_is_compiled_before_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    real = re.compile
    monkeypatch.setattr(patterns.re, "compile", lambda text, flags=0: compiled.append(text) or real(text, flags))  # type: ignore[attr-defined]
    numbers = patterns.pattern(r"(?P<number>\d+) X", re.IGNORECASE)
    assert compiled == []
    match = numbers.search("at 12 x, 3 x")
    assert match is not None
    assert (match["number"], numbers.findall("12 x, 3 x"), numbers.sub("", "7 x!")) == ("12", ["12", "3"], "!")
    assert (numbers.match("a"), numbers.pattern, match.re.pattern) == (None, r"(?P<number>\d+) X", numbers.pattern)
    assert compiled == [numbers.pattern]
    with pytest.raises(AttributeError):
        _ = numbers.no_such_method  # type: ignore[attr-defined]
