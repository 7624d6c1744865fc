"""Assignment to targets of any form, augmented assignment, ``del``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.endings import Ending, Raised
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Dictionary,
    Frame,
    Function,
    HeapValue,
    Object,
    Rest,
    Seq,
)
from k8slint.evaluate.operations.change import bind, extend, put_item, remove_attribute, remove_item, set_item
from k8slint.evaluate.operations.containers import iterate, may_miss, merge_into, subscript
from k8slint.evaluate.operations.operators import DUNDERS, binary
from k8slint.evaluate.syntax.names import lookup
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def assign(interp: Interpreter, frame: Frame, target: ast.expr, value: HeapValue) -> None:
    """Bind ``value`` to a target of any form."""
    if isinstance(target, ast.Name):
        bind(interp, frame, target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpack(interp, frame, target, value)
    elif isinstance(target, ast.Attribute):
        interp.set_attribute(interp.eval(target.value, frame), target.attr, value, frame, target)
    elif isinstance(target, ast.Subscript):
        base = interp.eval(target.value, frame)
        if isinstance(target.slice, ast.Slice):
            set_slice(interp, base, value, frame, target)
            return
        index = interp.eval(target.slice, frame)

        def put(one: HeapValue) -> HeapValue:
            set_item(interp, one, index, value, frame, target)
            return MISSING

        interp.each(base, put)
    elif isinstance(target, ast.Starred):
        assign(interp, frame, target.value, value)


def unpack(interp: Interpreter, frame: Frame, target: ast.Tuple | ast.List, value: HeapValue) -> None:
    value = interp.resolve(value)
    elements = target.elts
    items = iterate(interp, value, frame, target)
    star = next((i for i, element in enumerate(elements) if isinstance(element, ast.Starred)), None)
    exact = items is not None and not any(
        type(item) is Rest or (type(item) is Alt and may_miss(interp, item)) for item in items
    )
    if items is None or not exact or (len(items) != len(elements) if star is None else len(items) < len(elements) - 1):
        if type(value) is Alt and (items is None or not exact):
            _unpack_alternatives(interp, frame, target, value)
            return
        if items is not None and exact and interp.try_depth:
            raise Raised("ValueError")  # too many, or not enough
        for element in elements:
            assign(interp, frame, element, interp.opaque(value, Reason.SPLAT, frame, element))
        return
    if star is not None:
        end = len(items) - (len(elements) - star - 1)
        items = [*items[:star], Seq(items[star:end], frame.origin(target)), *items[end:]]
    for element, item in zip(elements, items, strict=False):
        assign(interp, frame, element, interp.resolve(item))


def _unpack_alternatives(interp: Interpreter, frame: Frame, target: ast.Tuple | ast.List, value: Alt) -> None:
    interp.both(
        value.key,
        value.text,
        value.origin,
        lambda: unpack(interp, frame, target, value.yes),
        lambda: unpack(interp, frame, target, value.no),
    )


def set_slice(interp: Interpreter, base: HeapValue, value: HeapValue, frame: Frame, node: ast.Subscript) -> None:
    base = interp.resolve(base)
    if not isinstance(base, Seq):
        return
    items = iterate(interp, value, frame, node)
    where = bounds(interp, frame, node.slice)
    if items is None or where is None or not (base.plain or where == slice(None)):
        interp.replace(base, [Rest(interp.unknown(Reason.SUBSCRIPT, frame, node))])
        return
    changed = list(base.items)
    try:
        changed[where] = items
    except ValueError:  # an extended slice of another size: the program fails
        changed = [Rest(interp.unknown(Reason.SUBSCRIPT, frame, node))]
    interp.replace(base, changed)


def execute_assign(interp: Interpreter, frame: Frame, node: ast.Assign) -> Ending:
    value = interp.eval(node.value, frame)
    for target in node.targets:
        assign(interp, frame, target, value)
    return None


def execute_annotated(interp: Interpreter, frame: Frame, node: ast.AnnAssign) -> Ending:
    if node.value is not None:
        assign(interp, frame, node.target, interp.eval(node.value, frame))
    if frame.cls is not None and frame.scope.kind == "class" and isinstance(node.target, ast.Name):
        frame.cls.annotations[node.target.id] = node.annotation
    return None


# Operators that change what stands on their left; other names for it see that.
_IN_PLACE: dict[str, tuple[type[ast.operator], ...]] = {
    "list": (ast.Mult,),
    "set": (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor),
}


def execute_augmented(interp: Interpreter, frame: Frame, node: ast.AugAssign) -> Ending:
    target = node.target
    base: HeapValue = MISSING
    index: HeapValue = MISSING
    if isinstance(target, ast.Name):
        before = lookup(interp, frame, target.id, target)
    elif isinstance(target, ast.Attribute):
        base = interp.eval(target.value, frame)
        before = interp.attribute(base, target.attr, frame, target)
    else:
        base = interp.eval(target.value, frame)
        if isinstance(target.slice, ast.Slice):
            before = interp.unknown(Reason.SUBSCRIPT, frame, target)
        else:
            index = interp.eval(target.slice, frame)
            before = interp.lift(
                base, lambda one: interp.lift(index, lambda key: subscript(interp, one, key, frame, target))
            )
    value = interp.eval(node.value, frame)

    def change(one: HeapValue) -> HeapValue:
        if isinstance(one, Seq) and one.kind == "list" and isinstance(node.op, ast.Add):
            extend(interp, one, value, frame, node)
            return one
        if isinstance(one, Dictionary) and isinstance(node.op, ast.BitOr):
            merge_into(interp, one, value, frame, node)
            return one
        if isinstance(one, Object) and one.cls is not None:
            own = one.cls.find(DUNDERS.get(type(node.op), "").replace("__", "__i", 1))
            if isinstance(own, Function):
                return interp.call(own, Arguments([one, value]), frame, node)
        result = binary(interp, type(node.op), one, value, frame, node)
        if isinstance(one, Seq) and one.kind in ("list", "set") and type(node.op) in _IN_PLACE[one.kind]:
            if isinstance(result, Seq) and result.kind == one.kind:
                interp.replace(one, list(result.items))
            else:
                interp.replace(one, [Rest(interp.opaque(value, Reason.MUTATED, frame, node))])
            return one
        return result

    after = interp.each(before, change)
    if isinstance(target, ast.Name):
        bind(interp, frame, target.id, after)
    elif isinstance(target, ast.Attribute):
        interp.set_attribute(base, target.attr, after, frame, target)
    elif isinstance(target.slice, ast.Slice):
        set_slice(interp, base, after, frame, target)
    else:
        interp.each(base, lambda one: put_item(interp, one, index, after, frame, target))
    return None


def execute_delete(interp: Interpreter, frame: Frame, node: ast.Delete) -> Ending:
    for target in node.targets:
        if isinstance(target, ast.Name):
            interp.remove(frame.scope, target.id)
        elif isinstance(target, ast.Attribute):
            base = interp.eval(target.value, frame)
            interp.each(base, lambda one: remove_attribute(interp, one, target.attr))  # noqa: B023
        elif isinstance(target, ast.Subscript):
            base = interp.eval(target.value, frame)
            if isinstance(target.slice, ast.Slice):
                interp.each(base, lambda one: _remove_slice(interp, one, frame, target))  # noqa: B023
                continue
            index = interp.eval(target.slice, frame)
            interp.each(base, lambda one: remove_item(interp, one, index, frame, target))  # noqa: B023
    return None


def _remove_slice(interp: Interpreter, one: HeapValue, frame: Frame, node: ast.Subscript) -> HeapValue:
    if isinstance(one, Seq):
        where = bounds(interp, frame, node.slice)
        if where is None or not one.plain:
            interp.replace(one, [Rest(interp.unknown(Reason.SUBSCRIPT, frame, node))])
        else:
            items = list(one.items)
            del items[where]
            interp.replace(one, items)
    return MISSING


def bounds(interp: Interpreter, frame: Frame, node: ast.expr) -> slice | None:
    """A slice with known bounds."""
    assert isinstance(node, ast.Slice)
    known: list[int | None] = []
    for part in (node.lower, node.upper, node.step):
        value = interp.eval(part, frame) if part is not None else Const(None, frame.origin(node))
        if type(value) is not Const or not (value.value is None or isinstance(value.value, int)):
            return None
        known.append(value.value)
    return None if known[2] == 0 else slice(*known)
