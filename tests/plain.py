"""Values as plain Python data, for tests to compare."""

from __future__ import annotations

from typing import Any

from k8slint.evaluate.values import (
    Absent,
    Choice,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Reference,
    Unknown,
    Value,
)

_KINDS: dict[str, Any] = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}


def plain(value: Value) -> Any:
    """Python data for what is known; short texts and tuples for the rest.

    An unknown is ``<REASON>``; a model ``{"V1Pod": {...}}``; a choice ``("choice", {text: value})``; what is incomplete
    stands behind the word.
    """
    match value:
        case Const(value=constant):
            return constant
        case Items(items=items, complete=complete, kind=kind):
            result = _KINDS[kind](map(plain, items))
            return result if complete else ("incomplete", result)
        case Mapping(entries=entries, complete=complete):
            table = {plain(key) if isinstance(key, _VALUES) else key: plain(item) for key, item in entries.items()}
            return table if complete else ("incomplete", table)
        case Model(name=name, fields=fields, positional=positional, complete=complete):
            shown: dict[Any, Any] = {key: plain(item) for key, item in fields.items()}
            if positional:
                shown["*"] = list(map(plain, positional))
            return {name: shown} if complete else ("incomplete", {name: shown})
        case Instance(cls=name, fields=fields):
            return ("instance", name, {key: plain(item) for key, item in fields.items()})
        case Reference(qualified_name=name):
            return ("reference", name)
        case Unknown(reason=reason):
            return f"<{reason.name}>"
        case Absent():
            return "<absent>"
        case Choice(options=options):
            return ("choice", {condition.text: plain(option) for condition, option in options})


_VALUES = (Const, Items, Mapping, Model, Instance, Reference, Unknown, Absent, Choice)
