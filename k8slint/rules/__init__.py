"""All rules: every class with a code in every module of this package. Nothing registers a rule."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from importlib import import_module

from k8slint.data import catalogue
from k8slint.rules._base import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of each rule, by code."""
    return _sorted(rule for name in _modules() for rule in _in(name))


def rules_of(codes: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of some codes, by code, without importing the modules of others."""
    names = {catalogue.RULES[code][0].replace("-", "_") for code in codes}
    return _sorted(rule for name in names & _modules() for rule in _in(name))


def _sorted(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(sorted(rules, key=lambda rule: rule.code))


@cache
def _modules() -> frozenset[str]:
    names = (name.removesuffix(".py") for folder in __path__ for name in os.listdir(folder) if name.endswith(".py"))
    return frozenset(name for name in names if not name.startswith("_"))


@cache
def _in(name: str) -> tuple[Rule, ...]:
    contents = vars(import_module(f"{__name__}.{name}")).values()
    return tuple(
        thing()
        for thing in contents
        if isinstance(thing, type) and issubclass(thing, Rule) and thing.__module__.endswith(f".{name}")
    )
