"""Strings: formatting, joining, ``str`` and ``repr``."""

from __future__ import annotations

import ast
import string
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import MISSING, Arguments, Class, Frame, Function, HeapValue, Object, local_path
from k8slint.evaluate.operations.convert import MAX_TEXT, NotPlain, exceeds, is_text_enum, plain
from k8slint.evaluate.operations.paths import TEXT, names_path
from k8slint.evaluate.values import Const, Origin, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


MAX_WIDTH = 9_999  # of a format


def join_texts(interp: Interpreter, parts: list[HeapValue], origin: Origin, frame: Frame, node: ast.AST) -> HeapValue:
    """The concatenation of texts; unknown if any is."""
    if all(type(part) is Const for part in parts):
        text = "".join(part.value for part in parts)  # type: ignore[union-attr]
        interp.spend(len(text) // 32)
        return Const(text, origin) if len(text) <= MAX_TEXT else interp.unknown(Reason.LIMIT, frame, node, type="str")
    result: HeapValue = Const("", origin)
    for part in parts:
        whole = result
        result = interp.lift(
            whole,
            lambda a: interp.lift(part, lambda b: _concatenated(interp, a, b, origin, frame, node)),  # noqa: B023 - called at once
        )
    return result


def _concatenated(
    interp: Interpreter, a: HeapValue, b: HeapValue, origin: Origin, frame: Frame, node: ast.AST
) -> HeapValue:
    if type(a) is Const and type(b) is Const:
        if len(a.value) + len(b.value) > MAX_TEXT:
            return interp.unknown(Reason.LIMIT, frame, node, type="str")
        return Const(a.value + b.value, origin)
    if isinstance(a, Unknown) and a.origin.node is node:
        return a
    return interp.opaque(a if isinstance(a, Unknown) else b, Reason.FORMAT, frame, node, type="str")


def formatted(
    interp: Interpreter, value: HeapValue, conversion: int, spec: HeapValue | None, frame: Frame, node: ast.AST
) -> HeapValue:
    """``{value!conversion:spec}`` as text."""

    def one(item: HeapValue) -> HeapValue:
        if spec is not None and type(spec) is not Const:
            return interp.unknown(Reason.FORMAT, frame, node, type="str")
        if conversion in (97, 114):
            item = text_repr(interp, item, frame, node, ascii_only=conversion == 97)
        elif spec is None or not spec.value:
            return text_str(interp, item, frame, node, formatting=conversion == -1)
        if spec is None or not spec.value:
            return item
        if type(item) is Const and sane_spec(spec.value) and not exceeds(item.value):
            try:
                return Const(
                    format(str(item.value) if conversion == 115 else item.value, spec.value), frame.origin(node)
                )
            except (ValueError, TypeError, OverflowError) as error:
                return interp.fails(type(error).__name__, Reason.FORMAT, frame, node, type="str")
        return interp.opaque(item, Reason.FORMAT, frame, node, type="str")

    return interp.lift(value, one)


def sane_spec(spec: str) -> bool:
    """Whether a format specification has no width that nobody writes."""
    return all(len(number) <= 4 for number in "".join(c if c.isdigit() else " " for c in spec).split())


def text_str(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST, formatting: bool = False) -> HeapValue:
    """``str(value)``; ``formatting`` for ``format(value, "")``, which differs for enums by Python version."""
    origin = frame.origin(node)
    if type(value) is Const:
        return value if isinstance(value.value, str) else _written(interp, str, value.value, frame, node)
    if isinstance(value, Unknown) and value.type == "str":
        return value
    if isinstance(value, Object) and value.cls is None and names_path(value):
        return value.entries[TEXT]
    if isinstance(value, Object) and value.cls is not None:
        own = ("__format__", "__str__") if formatting else ("__str__",)
        for name in own if value.cls.form == "enum" else (*own, "__repr__"):
            method = value.cls.find(name)
            if isinstance(method, Function):
                extra: list[HeapValue] = [Const("", origin)] if name == "__format__" else []
                return interp.call(method, Arguments([value, *extra]), frame, node)
        if value.cls.form == "enum":
            return _enum_text(interp, value, value.cls, frame, node)
    try:
        known = plain(interp, value, shown=True)
    except NotPlain as stop:
        return interp.opaque(stop.value, Reason.FORMAT, frame, node, type="str", path=local_path(value))
    if isinstance(known, (set, frozenset)) and len(known) > 1:
        return interp.unknown(Reason.FORMAT, frame, node, type="str")  # the order differs from run to run
    return _written(interp, str, known, frame, node)


def _written(interp: Interpreter, function: Callable[[Any], str], value: Any, frame: Frame, node: ast.AST) -> HeapValue:
    if exceeds(value):
        return interp.unknown(Reason.LIMIT, frame, node, type="str")
    return Const(function(value), frame.origin(node))


def _enum_text(interp: Interpreter, member: Object, cls: Class, frame: Frame, node: ast.AST) -> HeapValue:
    """``str(member)``: those that are also a str or int look differently by Python's version."""
    name = member.entries.get("name", MISSING)
    if "enum.StrEnum" in cls.external and is_text_enum(member):
        return member.entries["value"]
    if cls.external == ["enum.Enum"] and type(name) is Const:
        return Const(f"{cls.name}.{name.value}", frame.origin(node))
    return interp.unknown(Reason.FORMAT, frame, node, type="str")


def text_repr(
    interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST, ascii_only: bool = False
) -> HeapValue:
    """``repr(value)``."""
    try:
        known = plain(interp, value, shown=True)
    except NotPlain as stop:
        return interp.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    if isinstance(known, (set, frozenset)) and len(known) > 1:
        return interp.unknown(Reason.FORMAT, frame, node, type="str")
    return _written(interp, ascii if ascii_only else repr, known, frame, node)


def percent(interp: Interpreter, left: Const, right: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``"%s" % value``."""
    try:
        known = plain(interp, right, shown=True)
        if not sane_spec(left.value) or _is_wide(left.value, known) or exceeds(known, times=left.value.count("%")):
            return interp.unknown(Reason.LIMIT, frame, node, type="str")
        return Const(left.value % known, frame.origin(node))
    except NotPlain as stop:
        return interp.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        return interp.fails(type(error).__name__, Reason.FORMAT, frame, node, type="str")


def _is_wide(form: str, known: Any) -> bool:
    """Whether a width that stands among the values is one that nobody writes: ``"%*d" % (width, value)``."""
    values = known if isinstance(known, tuple) else (known,)
    return "*" in form and any(isinstance(value, int) and abs(value) > MAX_WIDTH for value in values)


class UnsafeFormat(Exception):
    """A format that isn't applied."""


class SafeFormatter(string.Formatter):
    """``str.format`` without attribute access and huge widths."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        if "." in field_name:
            raise UnsafeFormat(field_name)
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        if not sane_spec(format_spec):
            raise UnsafeFormat(format_spec)
        return format(value, format_spec)
