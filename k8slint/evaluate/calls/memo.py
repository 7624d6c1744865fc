"""The cache of calls: what a result depends on, and copies of cached results."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import MAX_MEMO_MISSES, MAX_READS, MAX_SIGNATURE
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Attributes,
    Class,
    Decorated,
    Descriptor,
    Dictionary,
    Function,
    HeapObject,
    HeapValue,
    Method,
    ModelObject,
    Object,
    Opaque,
    Partial,
    Pending,
    Rest,
    Seq,
    Super,
    View,
)
from k8slint.evaluate.operations.convert import NotPlain, plain
from k8slint.evaluate.operations.copy import DATA, duplicate
from k8slint.evaluate.values import Const, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def memo_key(interp: Interpreter, callee: Function | Class, arguments: Arguments) -> Any:
    """What a call's outcome depends on besides what the function reads; None if it isn't worth or safe to remember."""
    if interp.probing or not arguments.complete or len(arguments.positional) + len(arguments.keywords) > 24:
        return None
    if interp.memo_misses.get(callee, 0) >= MAX_MEMO_MISSES or getattr(callee, "qualname", "").endswith(".__init__"):
        return None
    parts: list[Any] = []
    for place, value in (*enumerate(arguments.positional), *arguments.keywords.items()):
        part = _part(interp, value, place in arguments.fresh)
        if part is None:
            return None
        parts.append((place, part))
    own = _state(interp, callee)  # what defaults and the class hold
    if own is None:
        return None
    parts.append(own)
    dag = interp.dags[-1] if interp.dags else None
    return callee, tuple(parts), interp.assumptions.frozen(), dag, interp.try_depth > 0


def _part(interp: Interpreter, value: HeapValue, fresh: bool) -> Any:
    if type(value) is Const:
        return type(value.value), value.value
    if isinstance(value, Reference):
        return "reference", value.qualified_name
    if isinstance(value, Unknown):
        return "unknown", value
    if value is MISSING or isinstance(value, (Rest, Pending)):
        return None
    if fresh and isinstance(value, (Seq, Dictionary, ModelObject, Object)):
        try:
            return "plain", repr(plain(interp, value))
        except NotPlain:
            return None
    return _state(interp, value)


class _State:
    """What can be reached from a value, each thing with its version: as long as none changed, it is the same one.

    ``root`` is held, so that nothing else gets its id.
    """

    __slots__ = ("is_whole", "root", "things")

    def __init__(self, root: HeapValue, things: list[tuple[Any, int]], is_whole: bool) -> None:
        self.root, self.things, self.is_whole = root, things, is_whole

    def holds(self) -> bool:
        for thing, version in self.things:  # noqa: SIM110 - twice as fast as all()
            if thing.version != version:
                return False
        return True


def _state(interp: Interpreter, value: HeapValue) -> _State | None:
    """The present state of a value: the same object until something in it changes; None if it is too large."""
    known: _State | None = interp.session.states.get(id(value))
    if known is None or not known.holds():
        things, is_whole = _reachable(interp, value)
        interp.spend(len(things) // 4)
        known = interp.session.states[id(value)] = _State(value, things, is_whole)
    return known if known.is_whole else None


def _reachable(interp: Interpreter, root: HeapValue) -> tuple[list[tuple[Any, int]], bool]:
    """The changeable things in a value, each with its version, and whether these are all of them. What a function reads of
    the scopes around it is seen when it is called."""
    things: list[tuple[Any, int]] = []
    seen: set[int] = set()
    todo: list[Any] = [root]
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is Const or kind is Opaque:
            continue
        if kind is Alt:
            todo += (value.yes, value.no)
            continue
        if not isinstance(value, HeapObject) or id(value) in seen:
            continue
        if isinstance(value, Function):
            if value.defaults or value.kw_defaults:
                seen.add(id(value))
                todo += value.defaults
                todo += value.kw_defaults
            continue
        seen.add(id(value))
        if kind is Class and value is not root and type(root) is not Class:
            # Classes have many parts, and seldom change. Of a class that is a part of another, no such short cut: it would
            # have no end where they are parts of each other.
            of_class = _state(interp, value)
            if of_class is None:
                return things, False
            things += [pair for pair in of_class.things if id(pair[0]) not in seen]
            seen.update([id(thing) for thing, _ in of_class.things])
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        todo += parts(value)
        if kind in _CHANGEABLE:
            if len(things) >= MAX_SIGNATURE:
                return things, False
            things.append((value, value.version))
    return things, True


def _entries_and_keys(table: Dictionary) -> list[Any]:
    return [*table.entries.values(), *(key for key in table.entries if isinstance(key, HeapObject))]


_PARTS: dict[type, Callable[[Any], Iterable[Any]]] = {
    Seq: lambda one: one.items,
    Dictionary: _entries_and_keys,
    Attributes: lambda one: (one.owner,),
    View: lambda one: (one.table,),
    ModelObject: lambda one: (*one.entries.values(), *one.positional),
    Object: lambda one: (*one.entries.values(), *one.given, one.cls),
    Class: lambda one: (*one.mro, *one.entries.values()),
    Decorated: lambda one: (*one.entries.values(), one.function),
    Descriptor: lambda one: (one.function, *one.extra.values()),
    Method: lambda one: (one.function, one.receiver),
    Partial: lambda one: (one.function, *one.arguments.positional, *one.arguments.keywords.values()),
    Super: lambda one: (one.cls, one.receiver),
}
_CHANGEABLE = frozenset({Seq, Dictionary, ModelObject, Object, Class, Decorated})


class _Memory:
    """One remembered call: what it read, and what it gave (``made`` since its ``start``, each with its version)."""

    __slots__ = ("made", "reads", "result", "start")

    def __init__(self, start: int, result: HeapValue, made: list[tuple[Any, int]], reads: list[Any]) -> None:
        self.start, self.result, self.made, self.reads = start, result, made, reads


def remembered(interp: Interpreter, key: Any, make: Callable[[], HeapValue], start: int) -> HeapValue:
    """What a call gives, remembered for the next one of the same ``key`` if it changed nothing made before ``start``."""
    callee = key[0]
    interp.memo_misses[callee] = interp.memo_misses.get(callee, 0) + 1
    outer = interp.lowest, interp.reads, interp.memo_start
    records = len(interp.records.calls)
    risks = interp.may_raise + len(interp.records.unknowns)
    interp.lowest, interp.reads, interp.memo_start = 1 << 62, [], start
    try:
        result = make()
    finally:
        lowest, reads = interp.lowest, interp.reads or []
        interp.lowest, interp.reads, interp.memo_start = min(outer[0], lowest), outer[1], outer[2]
        if interp.reads is not None:
            interp.reads += [read for read in reads if read[0].serial < interp.memo_start]
    if interp.try_depth and interp.may_raise + len(interp.records.unknowns) != risks:
        return result  # repeated in another try block it may raise again, and no trace of that would be left
    made_calls = interp.records.calls[records:]
    if lowest < start or any(not call.name.startswith("kubernetes.client.") for call in made_calls):
        return result
    made = _made(result, start)
    if made is None:
        return result
    interp.spend(len(made) // 4)
    different = {(id(scope), name): (scope, name, value) for scope, name, value in reads}
    if len(different) > MAX_READS:
        return result
    kept = []
    for scope, name, value in different.values():
        state = _state(interp, value)
        if state is None:
            return result
        kept.append((scope, name, value, state))
    interp.memo[key] = _Memory(start, result, made, kept)
    interp.memo_misses[callee] = 0
    for thing, version in made:
        thing.memo_copy, thing.memo_copy_version = thing, version
    return result


def _made(result: HeapValue, start: int) -> list[tuple[Any, int]] | None:
    """The things in a result that are younger than ``start``, each with its version; None where they can't be copied, or
    are too many."""
    made: list[tuple[Any, int]] = []
    seen: set[int] = set()
    todo: list[Any] = [result]
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is Alt:
            todo += (value.yes, value.no)
        elif isinstance(value, HeapObject) and value.serial >= start and id(value) not in seen:
            if kind not in DATA or len(made) >= MAX_SIGNATURE:
                return None
            seen.add(id(value))
            made.append((value, value.version))
            todo += _PARTS[kind](value)
    return made


def repeated(interp: Interpreter, key: Any) -> HeapValue | None:
    """A copy of what a remembered call gave, if nothing it depends on has changed; else None."""
    memory = interp.memo.get(key)
    if memory is None:
        return None
    for scope, name, value, state in memory.reads:
        if scope.entries.get(name) is not value or not state.holds():
            return None
    if any(thing.version != version for thing, version in memory.made):
        return None
    if interp.reads is not None:
        interp.reads += [read[:3] for read in memory.reads if read[0].serial < interp.memo_start]
    interp.spend(len(memory.made))
    copies: dict[int, HeapObject] = {}
    result = duplicate(memory.result, copies, memory.start)
    for original, _ in memory.made:
        copy = copies[id(original)]
        copy.memo_copy = original
        if isinstance(copy, ModelObject) and copy.name == "V1Pod":
            interp.records.pods.append(copy)
    return result
