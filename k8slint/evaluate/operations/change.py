"""Assignment to names, attributes and items."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.endings import Raised
from k8slint.evaluate.machine.heap import FLAGS, ITEMS, Changes
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Dictionary,
    Frame,
    Function,
    HeapObject,
    HeapValue,
    ModelObject,
    Object,
    Rest,
    Scope,
    Seq,
)
from k8slint.evaluate.operations.containers import iterate, store
from k8slint.evaluate.operations.convert import MAX_ITEMS, key_of
from k8slint.evaluate.operations.copy import DATA
from k8slint.evaluate.operations.environment import change
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def escape(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> None:
    """Arguments given to unknown code may have been changed by it: what they hold isn't known any more."""
    todo: list[HeapValue] = [*arguments.positional, *arguments.keywords.values()]
    if all(not isinstance(value, (HeapObject, Alt)) for value in todo):
        return
    why: Unknown | None = None
    seen: set[int] = set()
    while todo:
        value = todo.pop()
        if type(value) is Alt:
            todo += [value.yes, value.no]
            continue
        if not isinstance(value, DATA) or id(value) in seen or (isinstance(value, Object) and value.cls is None):
            continue
        seen.add(id(value))
        why = why or interp.unknown(Reason.MUTATED, frame, node)
        if isinstance(value, Seq):
            todo += [item for item in value.items if type(item) is not Rest]
            if value.kind not in ("tuple", "frozenset"):
                interp.replace(value, [Rest(why)])
            continue
        todo += value.entries.values()
        if isinstance(value, Object) and value.cls is not None and value.cls.form in ("enum", "namedtuple"):
            continue
        for key in list(value.entries):
            interp.remove(value, key)
        interp.spoil(value, Reason.MUTATED)


MAX_EXTENDED = 5 * MAX_ITEMS  # of a list that grows by others


def bind(interp: Interpreter, frame: Frame, name: str, value: HeapValue) -> None:
    scope = frame.scope
    declared = scope.outer.get(name) if scope.outer else None
    if declared == "global":
        scope = frame.module.scope
    elif declared == "nonlocal":
        outer = scope.parent
        while outer is not None and name not in outer.entries and outer.kind != "module":
            outer = outer.parent
        scope = outer or scope
    interp.put(scope, name, value)


def set_item(
    interp: Interpreter, base: HeapValue, index: HeapValue, value: HeapValue, frame: Frame, node: ast.AST
) -> None:
    """``base[index] = value``."""
    if isinstance(base, Dictionary):
        store(interp, base, index, value, frame, node)
    elif isinstance(base, Seq):
        index = interp.resolve(index)
        if base.kind == "tuple" and interp.try_depth:
            raise Raised("TypeError")
        if type(index) is Const and isinstance(index.value, int) and base.plain:
            if -len(base.items) <= index.value < len(base.items):
                items = list(base.items)
                items[index.value] = value
                interp.replace(base, items)
            elif interp.try_depth:
                raise Raised("IndexError")
            return
        interp.replace(base, [Rest(interp.unknown(Reason.SUBSCRIPT, frame, node))])
    elif isinstance(base, Object) and base.cls is not None:
        method = base.cls.find("__setitem__")
        if isinstance(method, Function):
            interp.call(method, Arguments([base, index, value]), frame, node)
    elif isinstance(base, Reference) and base.qualified_name == "os.environ":
        change(interp, index, frame)


def put_item(
    interp: Interpreter, base: HeapValue, index: HeapValue, value: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    set_item(interp, base, index, value, frame, node)
    return MISSING


def extend(interp: Interpreter, seq: Seq, value: HeapValue, frame: Frame, node: ast.AST) -> None:
    """``seq.extend(value)``."""
    items = iterate(interp, value, frame, node)
    if items is None:
        items = [Rest(interp.opaque(value, Reason.SPLAT, frame, node))]
    interp.spend(len(items) // 8)
    if len(seq.items) + len(items) > MAX_EXTENDED:
        items = [Rest(interp.unknown(Reason.LIMIT, frame, node))]
    for item in items:
        interp.append(seq, item)


def remove_attribute(interp: Interpreter, one: HeapValue, name: str) -> HeapValue:
    if isinstance(one, (ModelObject, Object)):
        interp.remove(one, name)
    return MISSING


def remove_item(interp: Interpreter, one: HeapValue, index: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``del one[index]``."""
    if isinstance(one, Dictionary):
        known = key_of(interp, index)
        if isinstance(known, (str, int, float, bool, bytes, tuple, type(None))) or known in one.entries:
            if interp.try_depth and one.complete and one.entries.get(known, MISSING) is MISSING:
                raise Raised("KeyError")
            interp.remove(one, known)
        else:
            for key in list(one.entries):
                interp.remove(one, key)
            interp.spoil(one, Reason.SUBSCRIPT)
    elif isinstance(one, Seq):
        if type(index) is Const and isinstance(index.value, int) and one.plain:
            if -len(one.items) <= index.value < len(one.items):
                items = list(one.items)
                del items[index.value]
                interp.replace(one, items)
            elif interp.try_depth:
                raise Raised("IndexError")
        else:
            interp.replace(one, [Rest(interp.unknown(Reason.SUBSCRIPT, frame, node))])
    elif isinstance(one, Reference) and one.qualified_name == "os.environ":
        change(interp, index, frame)
    return MISSING


def make_unknown(interp: Interpreter, changes: Changes, why: Unknown, before: bool) -> None:
    """Let every changed place hold an unknown; a list that only grew keeps its beginning."""
    for thing, key, old, new in changes.values():
        if key is ITEMS:
            kept = old if new[: len(old)] == old else []
            if not (thing.items and type(thing.items[-1]) is Rest and thing.items[: len(kept)] == kept):
                interp.replace(thing, [*kept, Rest(why)])
        elif key is FLAGS or isinstance(thing, Scope):
            if isinstance(thing, Scope) and key is not FLAGS:
                if old is new:
                    continue  # an augmented assignment gives the name back what it changed in place
                if old is not MISSING or not before:
                    interp.put(thing, key, why)
            else:
                interp.spoil(thing, why.reason)
        elif old is MISSING and isinstance(thing, Dictionary):
            interp.spoil(thing, why.reason)
        else:
            interp.put(thing, key, why)
