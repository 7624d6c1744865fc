"""Comparisons: equality, identity, membership, order."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Builtin,
    Class,
    Dictionary,
    Frame,
    Function,
    HeapObject,
    HeapValue,
    ModelObject,
    Object,
    Opaque,
    Rest,
    Seq,
    View,
)
from k8slint.evaluate.operations.containers import dictionary_keys, items_of_view, members, presence
from k8slint.evaluate.operations.convert import NO_KEY, NotPlain, is_certain_type, is_hashable, key_of, plain, symbol_of
from k8slint.evaluate.operations.environment import environment_variable
from k8slint.evaluate.operations.truth import boolean, negate, text_of_key, truth
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def compare(
    interp: Interpreter, op: ast.cmpop, left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    if isinstance(op, (ast.NotEq, ast.IsNot, ast.NotIn)):
        positive: ast.cmpop = {ast.NotEq: ast.Eq, ast.IsNot: ast.Is, ast.NotIn: ast.In}[type(op)]()
        return negate(interp, compare(interp, positive, left, right, frame, node), frame, node)
    return interp.lift(left, lambda a: interp.lift(right, lambda b: _compare_one(interp, op, a, b, frame, node)))


def _compare_one(
    interp: Interpreter, op: ast.cmpop, left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    origin = frame.origin(node)
    if isinstance(op, ast.Is):
        return _identical(interp, left, right, frame, node)
    if isinstance(op, ast.Eq):
        return equal(interp, left, right, frame, node)
    if isinstance(op, ast.In):
        return contains(interp, right, left, frame, node)
    try:
        return Const(bool(_COMPARISONS[type(op)](plain(interp, left), plain(interp, right))), origin)
    except NotPlain as stop:
        return interp.opaque(stop.value, Reason.OPERATOR, frame, node, type="bool", symbol=_ordering(op, left, right))
    except (TypeError, RecursionError) as error:
        return interp.fails(type(error).__name__, Reason.OPERATOR, frame, node, type="bool")


def _ordering(op: ast.cmpop, left: HeapValue, right: HeapValue) -> Any:
    def side(value: HeapValue) -> Any:
        return ("const", value.value) if type(value) is Const else symbol_of(value)

    symbol = (type(op).__name__, side(left), side(right))
    return symbol if is_hashable(symbol) else None


def _identical(interp: Interpreter, left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    origin = frame.origin(node)
    if left is right and not isinstance(left, Unknown):
        return Const(True, origin)
    if type(right) is Const and (right.value is None or isinstance(right.value, bool)):
        if isinstance(left, Unknown):
            if is_certain_type(left) and left.type not in (None, "NoneType", "bool"):
                return Const(False, origin)
            return equal(interp, left, right, frame, node)
        if type(left) is Const:
            return Const(left.value is right.value, origin)
        if not isinstance(left, Reference):
            return Const(False, origin)
    if isinstance(left, Builtin) and isinstance(right, Builtin):
        return Const(left.name == right.name, origin)
    made = (Seq, Dictionary, ModelObject, Object, Class, Function, Builtin)
    if isinstance(left, made) and isinstance(right, made) and not (_is_tuple(left) and _is_tuple(right)):
        return Const(False, origin)
    if type(left) is Const and type(right) is Const:
        return Const(type(left.value) is type(right.value) and left.value == right.value, origin)
    return interp.opaque(left, Reason.OPERATOR, frame, node, type="bool")


def _is_tuple(value: HeapValue) -> bool:
    """Whether a value can't change: Python may keep two that are equal as one."""
    return isinstance(value, Seq) and value.kind in ("tuple", "frozenset")


def equal(interp: Interpreter, left: HeapValue, right: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``left == right``."""
    interp.spend(1)
    origin = frame.origin(node)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Opaque) and type(other) is Const:
            if one.symbol == ("name",) and other.value == "__main__":
                return Const(False, origin)
            if one.type == "bool" and isinstance(other.value, bool):
                return boolean(interp, truth(interp, one), frame, node, flip=not other.value)
            # 1, 1.0 and True are one constant: they are equal
            numeric = isinstance(other.value, (int, float, complex))
            constant = ("number" if numeric else type(other.value).__name__, other.value)
            test = ("==", one.key, constant)
            return interp.opaque(
                one, Reason.OPERATOR, frame, node, type="bool", symbol=test if is_hashable(test) else None
            )
    if left is right and isinstance(left, (Seq, Dictionary, ModelObject)):
        return Const(True, origin)
    if _never_equal(left, right):
        return Const(False, origin)
    try:
        return Const(bool(plain(interp, left) == plain(interp, right)), origin)
    except RecursionError:  # two lists that contain themselves
        return interp.fails("RecursionError", Reason.OPERATOR, frame, node, type="bool")
    except NotPlain as stop:
        if left is right and isinstance(left, HeapObject):
            return Const(True, origin)
        if isinstance(left, Object) and isinstance(right, Object) and left.cls is right.cls is not None:
            if left.cls is not None and left.cls.form == "enum":
                return Const(left is right, origin)
        return interp.opaque(stop.value, Reason.OPERATOR, frame, node, type="bool")


def _never_equal(left: HeapValue, right: HeapValue) -> bool:
    """Whether the types alone tell that two values differ, whatever they hold."""

    def family(value: HeapValue) -> str | None:
        if isinstance(value, Seq):
            return {"frozenset": "set", "iterator": None}.get(value.kind, value.kind)
        if isinstance(value, Dictionary):
            return "dict"
        if isinstance(value, ModelObject):
            return "model"
        return "constant" if type(value) is Const else None

    one, other = family(left), family(right)
    return one is not None and other is not None and one != other


def contains(interp: Interpreter, container: HeapValue, item: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``item in container``."""
    origin = frame.origin(node)
    known = key_of(interp, item)
    if isinstance(container, Dictionary):
        if known is not NO_KEY:
            here = presence(interp.resolve(container.entries.get(known, MISSING)), Const(True, origin))
            if here is MISSING:
                if container.complete:
                    return Const(False, origin)
            else:
                return _or_false(here, origin)
            return interp.unknown(Reason.OPERATOR, frame, node, type="bool")
        names = list(dictionary_keys(interp, container)) if container.complete else None
    elif isinstance(container, View) and container.name == "keys":
        return contains(interp, container.table, item, frame, node)
    elif isinstance(container, View):
        names = items_of_view(interp, container, frame, node)
        names = None if any(type(name) in (Rest, Alt) for name in names) else names
    elif isinstance(container, Seq) and container.kind == "iterator":
        names = None  # it is used up to where the item is found
        interp.replace(container, [Rest(interp.unknown(Reason.LOOP, frame, node))])
    elif isinstance(container, Seq):
        names = members(interp, container) if container.plain else None
    elif type(container) is Const and isinstance(container.value, str) and type(item) is Const:
        if isinstance(item.value, str):
            return Const(item.value in container.value, origin)
        return interp.unknown(Reason.OPERATOR, frame, node, type="bool")
    elif isinstance(container, Class) and container.form == "enum":
        return Const(isinstance(item, Object) and item.cls is container, origin)
    elif isinstance(container, Reference) and container.qualified_name == "os.environ":
        if environment_variable(interp, item, frame, node) is not None:
            return Const(True, origin)
        names = None
    else:
        names = None
    if names is None:
        return interp.opaque(container, Reason.OPERATOR, frame, node, type="bool")
    result: HeapValue = Const(False, origin)
    for name in reversed(names[:64] if isinstance(item, Unknown) else names):
        tree = truth(interp, equal(interp, item, name, frame, node))
        if isinstance(tree, bool):
            result = Const(True, origin) if tree else result
        elif isinstance(tree, tuple) and tree[1] is True and tree[2] is False:
            result = Alt(tree[0], text_of_key(tree[0]), Const(True, origin), result, origin)
        else:
            return interp.unknown(Reason.OPERATOR, frame, node, type="bool")
    return (
        result if len(names) <= 16 or type(result) is Const else interp.unknown(Reason.LIMIT, frame, node, type="bool")
    )


def _or_false(value: HeapValue, origin: Origin) -> HeapValue:
    if type(value) is Alt:
        return Alt(value.key, value.text, _or_false(value.yes, origin), _or_false(value.no, origin), origin)
    return Const(False, origin) if value is MISSING else value
