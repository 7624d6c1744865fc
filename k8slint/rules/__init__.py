"""All rules: every class with a code in every module of this package. Nothing registers a rule."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from k8slint.rules._base import Rule


@cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of each rule, by code."""
    found = []
    for module in iter_modules(__path__):
        if not module.name.startswith("_"):
            contents = vars(import_module(f"{__name__}.{module.name}"))
            found += [
                thing()
                for thing in contents.values()
                if isinstance(thing, type) and issubclass(thing, Rule) and thing.__module__.endswith(f".{module.name}")
            ]
    return tuple(sorted(found, key=lambda rule: rule.code))
