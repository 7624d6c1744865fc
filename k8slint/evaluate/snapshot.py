"""Converts heap objects to immutable values at the end of a module."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import Assumptions
from k8slint.evaluate.libraries.names import class_like, is_certain
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Builtin,
    Class,
    Decorated,
    Dictionary,
    Function,
    HeapObject,
    HeapValue,
    Method,
    Missing,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Pending,
    Rest,
    Scope,
    Seq,
    View,
)
from k8slint.evaluate.operations.convert import is_text_enum
from k8slint.evaluate.values import (
    Absent,
    Choice,
    Condition,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Origin,
    Reason,
    Reference,
    Unknown,
    Value,
)
from k8slint.evaluate.variants import restrict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from k8slint.evaluate.machine.interpreter import Interpreter

MAX_DEPTH = 100
MAX_PARTS = 50_000  # of a value
HIDDEN = "\0text"  # what a path remembers for itself (``operations.paths.TEXT``)


class Snapshot:
    """Makes values of things, one value for each thing, so that what is shared stays shared.

    ``finished`` False means that evaluation stopped at its limit: what things hold isn't final, so it isn't shown.
    """

    def __init__(self, interp: Interpreter, finished: bool = True) -> None:
        self.finished = finished
        self._memo: dict[int, tuple[Any, Value]] = {}
        self._twins: dict[int, Value] = {}
        self._pristine: dict[int, bool] = {}
        self._undecided: set[int] = set()  # ids of values with a Choice inside
        self._depth = 0
        self._open: set[int] = set()
        self._sizes: dict[int, int] = {}  # by id of a value made: its parts, what is shared counted wherever it stands
        self._run = interp

    def names(self, scope: Scope) -> dict[str, Value]:
        """The names of a scope, without imported ones that nothing looked at."""
        return {
            name: self.value(value) for name, value in scope.entries.items() if type(value) not in (Missing, Pending)
        }

    def forget_changed(self) -> None:
        """Start afresh if things older than the running attempt were changed since the last snapshot."""
        if any(journal.saved for journal in self._run.journals[1:]):
            self._memo, self._twins, self._pristine, self._sizes = {}, {}, {}, {}

    def under(self, value: HeapValue, assumptions: Assumptions) -> Value:
        """The value where it was recorded: alternatives that the branch there excludes are left out."""
        if type(value) is Alt and assumptions.given:
            where = value.origin
            while type(value) is Alt:
                branch = assumptions.branch(value.key)
                if branch is None:
                    break
                value = value.no if branch else value.yes
            if value is MISSING:
                return Absent(where)
        result = self.value(value)
        if assumptions.given and id(result) in self._undecided:
            return restrict(result, assumptions)
        return result

    def value(self, value: HeapValue, where: Origin | None = None) -> Value:
        """The immutable value of ``value``."""
        kind = type(value)
        if kind is Const:
            return value  # type: ignore[return-value]
        if isinstance(value, Unknown):
            return value
        if isinstance(value, Reference):
            return self._reference(value)
        if value is MISSING:
            assert where is not None
            return Absent(where)
        known = self._memo.get(id(value))
        if known is not None:
            return known[1]
        result = self._new(value)
        self._memo[id(value)] = (value, result)
        return result

    def _new(self, value: Any) -> Value:
        if isinstance(value, Rest):
            return value.unknown
        origin = value.origin
        if id(value) in self._open:
            return Unknown(Reason.CYCLE, origin, "a value that contains itself")
        if self._depth >= MAX_DEPTH:
            return Unknown(Reason.LIMIT, origin, "nested too deeply")
        if not self.finished and not isinstance(value, (Alt, Function, Class, ModuleObject)):
            return Unknown(Reason.LIMIT, origin, "the file takes too many steps")
        memo_copy = (
            value.memo_copy
            if isinstance(value, HeapObject) and value.memo_copy is not None and self._is_pristine(value)
            else None
        )
        if memo_copy is not None and id(memo_copy) in self._twins:
            return self._twins[id(memo_copy)]
        self._open.add(id(value))
        self._depth += 1
        result = self._bounded(self._made(value))
        self._depth -= 1
        self._open.discard(id(value))
        if memo_copy is not None:
            self._twins[id(memo_copy)] = result
        return result

    def _bounded(self, value: Value) -> Value:
        """The value, or that it is too large: whoever walks over it does so as over a tree."""
        sizes = self._sizes
        size = 1 + sum(sizes.get(id(part), 1) for part in parts_of(value))
        if size > MAX_PARTS:
            return Unknown(Reason.LIMIT, value.origin, "more than a pod can hold")
        if size > 1:
            sizes[id(value)] = size
        return value

    def _made(self, value: Any) -> Value:
        if isinstance(value, Alt):
            return self._choice(value)
        if isinstance(value, View) or (isinstance(value, Seq) and value.kind in ("iterator", "range")):
            kind = f"dict_{value.name}" if isinstance(value, View) else value.kind
            return Instance(f"builtins.{kind}", {}, value.origin)
        if isinstance(value, Seq):
            return self._items(value)
        if isinstance(value, Dictionary):
            return self._mapping(value)
        if isinstance(value, ModelObject):
            fields = self._entries(value.entries, value.origin)
            positional = tuple(self._part(item, value.origin) for item in value.positional)
            model = Model(value.name, fields, value.origin, value.complete, dict(value.keys), positional, value.reason)
            return self._noted(model, [*fields.values(), *positional])
        if isinstance(value, Object):
            return self._instance(value)
        if isinstance(value, Decorated):
            fields = self._entries(value.entries, value.origin)
            return self._noted(Instance(value.qualified, fields, value.origin), fields.values())
        return Reference(_name_of(value), value.origin)

    def _part(self, value: HeapValue, where: Origin) -> Value:
        return self.value(value, where)

    def _noted(self, result: Value, parts: Any) -> Value:
        undecided = self._undecided
        if any(id(part) in undecided for part in parts):
            undecided.add(id(result))
        return result

    def _choice(self, alt: Alt) -> Value:
        yes, no = self.value(alt.yes, alt.origin), self.value(alt.no, alt.origin)
        negated = alt.text[4:] if alt.text.startswith("not ") else f"not ({alt.text})"
        options = ((Condition(alt.key, 0, alt.text), yes), (Condition(alt.key, 1, negated), no))
        choice = Choice(options, alt.origin)
        self._undecided.add(id(choice))
        return choice

    def _items(self, seq: Seq) -> Value:
        items = tuple(self._part(item, seq.origin) for item in seq.items)
        complete = seq.plain or not any(map(_has_rest, seq.items))
        return self._noted(Items(items, seq.origin, complete, seq.kind), items)

    def _mapping(self, table: Dictionary) -> Value:
        entries = self._entries(table.entries, table.origin)
        if not entries and not table.complete and table.reason is not None:
            return Unknown(table.reason, table.origin, "", "dict")
        keys = {key: place for key, place in table.keys.items() if key in table.entries}
        if any(isinstance(key, HeapObject) for key in entries):
            entries = {self.value(key) if isinstance(key, HeapObject) else key: item for key, item in entries.items()}
            keys = {}
        return self._noted(Mapping(entries, table.origin, table.complete, keys, table.reason), entries.values())

    def _entries(self, entries: dict[Any, HeapValue], origin: Origin) -> dict[Any, Value]:
        return {key: self._part(item, origin) for key, item in entries.items() if item is not MISSING and key != HIDDEN}

    def _instance(self, value: Object) -> Value:
        if value.cls is not None and value.cls.form == "enum":
            if is_text_enum(value):
                return self.value(value.entries["value"])
        fields = self._entries(value.entries, value.origin)
        complete = value.complete and value.cls is not None
        return self._noted(Instance(value.qualified, fields, value.origin, complete), fields.values())

    def _reference(self, value: Reference) -> Value:
        name = value.qualified_name
        if class_like(name) or is_certain(name):
            return value
        return Unknown(Reason.IMPORT, value.origin, name)

    def _is_pristine(self, thing: HeapObject) -> bool:
        """Whether a copy of a remembered result, or the result itself, is still as the call gave it."""
        known = self._pristine.get(id(thing))
        if known is not None:
            return known
        if thing.memo_copy is None:
            return True
        self._pristine[id(thing)] = True  # of a cycle, the rest decides
        result = thing.version == thing.memo_copy_version and all(
            self._is_pristine(part) for part in _parts(thing) if isinstance(part, HeapObject)
        )
        self._pristine[id(thing)] = result
        return result


def parts_of(value: Value) -> Iterable[Value]:
    """What a value consists of, one level down."""
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Mapping):
        return value.entries.values()
    if isinstance(value, Model):
        return (*value.fields.values(), *value.positional)
    if isinstance(value, Instance):
        return value.fields.values()
    return (part for _, part in value.options) if isinstance(value, Choice) else ()


def _parts(thing: Any) -> list[Any]:
    parts = list(thing.items) if isinstance(thing, Seq) else list(getattr(thing, "entries", {}).values())
    if isinstance(thing, ModelObject):
        parts += thing.positional
    for part in parts:
        if type(part) is Alt:
            parts += [part.yes, part.no]
    return parts


def _has_rest(item: HeapValue) -> bool:
    if type(item) is Alt:
        return _has_rest(item.yes) or _has_rest(item.no)
    return type(item) is Rest


def _name_of(value: Any) -> str:
    if isinstance(value, Function):
        return f"{value.module.name}.{value.qualname}"
    if isinstance(value, Class):
        return value.qualified
    if isinstance(value, ModuleObject):
        return value.module.name
    if isinstance(value, Builtin):
        return value.name
    if isinstance(value, Method):
        return value.function if isinstance(value.function, str) else _name_of(value.function)
    if isinstance(value, Partial):
        return _name_of(value.function) if isinstance(value.function, HeapObject) else "functools.partial"
    return type(value).__name__.lower()


__all__ = ["Opaque", "Snapshot"]
