"""Arithmetic and the other binary and unary operators."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import Arguments, Dictionary, Frame, Function, HeapValue, Object, Rest, Seq, View
from k8slint.evaluate.operations.containers import distinct, items_of_view, merge_into
from k8slint.evaluate.operations.convert import MAX_ITEMS, NotPlain, heapify, plain, too_large
from k8slint.evaluate.operations.paths import join_path, names_path
from k8slint.evaluate.operations.texts import percent
from k8slint.evaluate.values import Const, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


def binary(
    interp: Interpreter, op: type[ast.operator], left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    """``left op right``."""
    return interp.lift(left, lambda a: interp.lift(right, lambda b: _operate(interp, op, a, b, frame, node)))


def _operate(
    interp: Interpreter, op: type[ast.operator], left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    origin = frame.origin(node)
    if isinstance(left, View) or isinstance(right, View):
        left, right = _as_set(interp, left, frame, node), _as_set(interp, right, frame, node)
    if isinstance(left, Seq):
        if op is ast.Add and isinstance(right, Seq) and left.kind == right.kind in ("list", "tuple"):
            interp.spend((len(left.items) + len(right.items)) // 8)
            return Seq(left.items + right.items, origin, left.kind)
        if op is ast.Add and isinstance(right, Unknown) and left.kind in ("list", "tuple"):
            rest = Rest(interp.opaque(right, Reason.SPLAT, frame, node))
            return Seq([*left.items, rest], origin, left.kind)
        if op is ast.Mult and type(right) is Const and isinstance(right.value, int) and left.kind in ("list", "tuple"):
            if right.value <= MAX_ITEMS and right.value * len(left.items) <= MAX_ITEMS:
                interp.spend(right.value * len(left.items) // 8)
                return Seq(left.items * right.value, origin, left.kind)
            return interp.unknown(Reason.LIMIT, frame, node, type=left.kind)
    if op is ast.Add and isinstance(left, Unknown) and isinstance(right, Seq) and right.kind in ("list", "tuple"):
        return Seq([Rest(interp.opaque(left, Reason.SPLAT, frame, node)), *right.items], origin, right.kind)
    if op is ast.BitOr and isinstance(left, Dictionary):
        result = Dictionary({}, origin)
        merge_into(interp, result, left, frame, node)
        merge_into(interp, result, right, frame, node)
        return result
    if op in (ast.RShift, ast.LShift) and type(left) is not Const and type(right) is not Const:
        return right  # task dependencies
    if op is ast.Div and names_path(left) and type(right) is Const and isinstance(right.value, str):
        return join_path(interp, left, [right], frame, node)
    if op is ast.Mod and type(left) is Const and isinstance(left.value, str):
        return percent(interp, left, right, frame, node)
    try:
        a, b = plain(interp, left), plain(interp, right)
    except NotPlain as stop:
        return _unknown_operation(interp, op, left, right, stop.value, frame, node)
    return fold(interp, _OPERATORS.get(op), op, a, b, frame, node)


def _as_set(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``keys()`` and ``items()`` of a dict in operations of sets."""
    if not isinstance(value, View) or value.name == "values":
        return value
    return Seq(distinct(interp, items_of_view(interp, value, frame, node)), value.origin, "set")


def _unknown_operation(
    interp: Interpreter,
    op: type[ast.operator],
    left: HeapValue,
    right: HeapValue,
    unknown: HeapValue,
    frame: Frame,
    node: ast.AST,
) -> HeapValue:
    if op is ast.Add and (_is_text(left) or _is_text(right)):
        return interp.opaque(unknown, Reason.FORMAT, frame, node, type="str")
    if isinstance(left, Object) and left.cls is not None and op in DUNDERS:
        method = left.cls.find(DUNDERS[op])
        if isinstance(method, Function):
            return interp.call(method, Arguments([left, right]), frame, node)
    return interp.opaque(unknown, Reason.OPERATOR, frame, node)


DUNDERS: dict[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.BitOr: "__or__",
    ast.Mult: "__mul__",
    ast.Sub: "__sub__",
    ast.Div: "__truediv__",
    ast.Mod: "__mod__",
}


def _is_text(value: HeapValue) -> bool:
    return (type(value) is Const and isinstance(value.value, str)) or (
        isinstance(value, Unknown) and value.type == "str"
    )


def fold(
    interp: Interpreter, function: Any, op: type[ast.operator] | None, a: Any, b: Any, frame: Frame, node: ast.AST
) -> HeapValue:
    """Python's own operator on known values, within bounds."""
    if function is None or too_large(op, a, b):
        return interp.unknown(Reason.LIMIT, frame, node)
    try:
        result = function(a, b)
    except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
        return interp.fails(type(error).__name__, Reason.OPERATOR, frame, node)
    if isinstance(result, (str, bytes)):
        interp.spend(len(result) // 32)
    return heapify(result, frame.origin(node))
