"""Shallow and deep copies."""

from __future__ import annotations

import ast
from typing import Any

from k8slint.evaluate.machine.objects import (
    Alt,
    Descriptor,
    Dictionary,
    Frame,
    HeapObject,
    HeapValue,
    ModelObject,
    Object,
    Seq,
)

DATA = (Seq, Dictionary, ModelObject, Object)


def duplicate(value: HeapValue, copies: dict[int, HeapObject], start: int = 0) -> HeapValue:
    """A deep copy of data younger than ``start``; things shared before are shared after. ``copies`` gets each by its
    original's id. No recursion: data may be nested as deep as a loop makes it."""
    todo: list[Any] = []

    def copied(one: HeapValue) -> HeapValue:
        if type(one) is Alt:
            return Alt(one.key, one.text, copied(one.yes), copied(one.no), one.origin)
        if not isinstance(one, DATA) or one.serial < start:
            return one
        known = copies.get(id(one))
        if known is None:
            known = copies[id(one)] = shallow(one)
            todo.append(known)
        return known

    result = copied(value)
    while todo:
        copy = todo.pop()
        if isinstance(copy, Seq):
            copy.items = [copied(item) for item in copy.items]
        else:
            copy.entries = {key: copied(item) for key, item in copy.entries.items()}
            if isinstance(copy, ModelObject):
                copy.positional = [copied(item) for item in copy.positional]
    return result


def shallow(value: Any) -> Any:
    """A copy of data that shares its parts."""
    if isinstance(value, Seq):
        copy: Any = Seq(list(value.items), value.origin, value.kind)
        return copy
    if isinstance(value, Dictionary):
        copy = Dictionary(dict(value.entries), value.origin, dict(value.keys), value.complete)
        copy.factory, copy.shuffled = value.factory, value.shuffled
    elif isinstance(value, ModelObject):
        copy = ModelObject(value.name, value.origin)
        copy.entries, copy.keys, copy.positional = dict(value.entries), dict(value.keys), list(value.positional)
        copy.complete = value.complete
    else:
        copy = Object(value.qualified, value.origin, value.cls, value.complete)
        copy.entries, copy.given = dict(value.entries), value.given
    copy.reason = value.reason
    return copy


def with_accessor(before: Descriptor, name: str, value: HeapValue, frame: Frame, node: ast.AST) -> Descriptor:
    """``property.getter(value)``, ``.setter(value)``, ``.deleter(value)``."""
    if name == "getter":
        return Descriptor("property", value, frame.origin(node), before.extra)
    settings = {**before.extra, "setter": value} if name == "setter" else before.extra
    return Descriptor("property", before.function, before.origin, settings)
