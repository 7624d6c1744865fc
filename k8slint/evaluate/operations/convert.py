"""Converts objects of the evaluated program to Python's own, and back."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any, TypeGuard

from k8slint.evaluate.machine.objects import (
    MISSING,
    Class,
    Dictionary,
    Frame,
    Function,
    HeapObject,
    HeapValue,
    Object,
    Opaque,
    Seq,
)
from k8slint.evaluate.values import Const, Origin, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


MAX_TEXT = 200_000
MAX_ITEMS = 20_000
MAX_BITS = 4096
MAX_LEAVES = 600  # of the decision tree that says whether a list is empty
MAX_NESTING = 20  # of data that one of Python's own operations is applied to

SITE_KEYS = frozenset({"pod_override", "KubernetesExecutor"})


def exceeds(*values: Any, times: int = 1) -> bool:
    """Whether a text made of plain values, each ``times`` written, could be longer than ``MAX_TEXT``.

    All texts that Python's own functions make in here are asked for first: what is shared is counted wherever it stands.
    """
    return _left(values, MAX_TEXT // max(times, 1), frozenset()) < 0


def _left(value: Any, left: int, around: frozenset[int]) -> int:
    """How many characters are left after a value was written; one that contains itself is written as dots."""
    if isinstance(value, (str, bytes)):
        return left - len(value)
    if isinstance(value, int):
        return left - value.bit_length() // 3
    if not isinstance(value, (list, tuple, set, frozenset, dict)) or id(value) in around:
        return left - 20
    around |= {id(value)}
    for part in (*value, *value.values()) if isinstance(value, dict) else value:
        left = _left(part, left - 2, around)
        if left < 0:
            break
    return left


def is_monstrous(value: Any) -> bool:
    """Whether it is a number of more digits than Python writes."""
    return isinstance(value, int) and value.bit_length() > MAX_BITS


class NotPlain(Exception):
    """A value isn't wholly known, so Python's own operation can't be applied to it."""

    def __init__(self, value: HeapValue) -> None:
        self.value = value


def plain(interp: Interpreter, value: HeapValue, above: dict[int, Any] | None = None, shown: bool = False) -> Any:
    """The Python value of constants, lists, tuples, sets and dicts of them. Raises NotPlain.

    ``above`` holds the lists and dicts around: one that contains itself does so in the result, too. ``shown`` is for what
    becomes part of a text: a member of an Enum equals its value, and looks otherwise.
    """
    if type(value) is Const:
        return value.value
    if isinstance(value, Object) and is_text_enum(value):
        if shown:
            raise NotPlain(value)
        return plain(interp, value.entries["value"])
    if not isinstance(value, (Seq, Dictionary)):
        raise NotPlain(value)
    above = above or {}
    if id(value) in above:
        return above[id(value)]
    interp.spend(1 + len(value.items if isinstance(value, Seq) else value.entries) // 8)
    if len(above) >= MAX_NESTING:
        raise NotPlain(value)
    if isinstance(value, Dictionary):
        return _plain_dict(interp, value, above, shown)
    if not value.plain or value.kind in ("range", "iterator"):
        raise NotPlain(value)
    items: list[Any] = []
    inside = {**above, id(value): items}
    items += [plain(interp, item, inside, shown) for item in value.items]
    if value.kind == "list":
        return items
    try:
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[value.kind](items)
    except TypeError:
        raise NotPlain(value) from None


def _plain_dict(interp: Interpreter, value: Dictionary, above: dict[int, Any], shown: bool) -> dict[Any, Any]:
    if not value.complete or is_shuffled(value):
        raise NotPlain(value)
    table: dict[Any, Any] = {}
    inside = {**above, id(value): table}
    for key, item in value.entries.items():
        if isinstance(key, HeapObject):
            raise NotPlain(key)
        if item is not MISSING:
            table[key] = plain(interp, item, inside, shown)
    return table


def heapify(value: Any, origin: Origin) -> HeapValue:
    """A Python value as the evaluator holds it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        ordered = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return Seq([heapify(item, origin) for item in ordered], origin, type(value).__name__)
    if isinstance(value, dict):
        return Dictionary({key: heapify(item, origin) for key, item in value.items()}, origin)
    return Const(value, origin)


def is_text_enum(value: Object) -> bool:
    """A member of an Enum that is also a str or int: it is its value wherever texts or numbers are wanted."""
    cls = value.cls
    return (
        cls is not None
        and cls.form == "enum"
        and value.entries.get("value", MISSING) is not MISSING
        and bool({"str", "int", "enum.StrEnum", "enum.IntEnum"} & set(cls.external))
    )


NO_KEY = object()


def key_of(interp: Interpreter, value: HeapValue) -> Any:
    """What a value is as a dict key; NO_KEY if that can't be known."""
    if type(value) is Const:
        return value.value
    if isinstance(value, Object) and is_text_enum(value):
        return key_of(interp, value.entries["value"])
    if isinstance(value, Seq) and value.kind in ("tuple", "frozenset"):
        try:
            known = plain(interp, value)
        except NotPlain:
            return NO_KEY
        return known if is_hashable(known) else NO_KEY
    if isinstance(value, (Object, Class, Function)):
        return value
    return NO_KEY


def symbol_of(value: HeapValue) -> Any:
    """What stands for an unknown value in tests."""
    if isinstance(value, Opaque):
        return value.key
    return ("id", id(value))


def decided_type(value: HeapValue) -> str | None:
    """The name of a value's Python type, where it is certain."""
    if type(value) is Const:
        return type(value.value).__name__
    if isinstance(value, Unknown):
        return value.type
    if isinstance(value, Seq):
        return value.kind
    return "dict" if isinstance(value, Dictionary) else None


def is_certain_type(value: HeapValue) -> TypeGuard[Unknown]:
    """Whether an unknown's type may decide a test: what a parameter is annotated with may be wrong."""
    return isinstance(value, Unknown) and value.reason is not Reason.PARAMETER


def item_of(interp: Interpreter, source: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """An item of something that can't be walked: of a ``range`` it is an integer, whatever its length."""
    kind = source.type if isinstance(source, Unknown) else None
    if kind == "enumerate":
        number = interp.opaque(source, Reason.LOOP, frame, node, type="int")
        return Seq([number, interp.opaque(source, Reason.LOOP, frame, node)], frame.origin(node), "tuple")
    return interp.opaque(source, Reason.LOOP, frame, node, type="int" if kind == "range" else None)


def constant(frame: Frame, node: ast.Constant) -> HeapValue:
    constants = frame.module.constants
    value = constants.get(node)
    if value is None:
        if is_monstrous(node.value):
            return Unknown(Reason.LIMIT, frame.origin(node), type="int")
        value = constants[node] = Const(node.value, frame.origin(node))
    return value


def is_shuffled(table: Dictionary) -> bool:
    """Whether there is an order and it isn't certain."""
    return table.shuffled and len(table.entries) > 1


def is_hashable(known: Any) -> bool:
    try:
        hash(known)
    except TypeError:
        return False
    return True


def too_large(op: type[ast.operator] | None, a: Any, b: Any) -> bool:
    """Whether an operation may give more than anybody writes."""
    sizes = [len(x) if isinstance(x, (str, bytes, list, tuple)) else 0 for x in (a, b)]
    bits = [x.bit_length() if isinstance(x, int) else 0 for x in (a, b)]
    if op is ast.Mult:
        times = [abs(x) if isinstance(x, int) else 1 for x in (a, b)]
        return sizes[0] * times[1] > MAX_TEXT or sizes[1] * times[0] > MAX_TEXT or sum(bits) > MAX_BITS
    if op is ast.Pow:
        return bits[0] * (abs(b) if isinstance(b, int) else 1) > MAX_BITS
    if op is ast.LShift:
        return isinstance(b, int) and bits[0] + b > MAX_BITS
    return sum(sizes) > MAX_TEXT
