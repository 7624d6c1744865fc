"""Expressions: each kind of node has one function in ``EXPRESSIONS``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import arguments_of
from k8slint.evaluate.conditions import decide
from k8slint.evaluate.machine.budget import MAX_DEPTH, STEPS_FOR_LEAF
from k8slint.evaluate.machine.endings import Exhausted
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Dictionary,
    Frame,
    HeapValue,
    ModuleObject,
    Opaque,
    Scope,
    Seq,
    Super,
    text_of,
)
from k8slint.evaluate.operations.compare import compare
from k8slint.evaluate.operations.containers import distinct, is_class_name, merge_into, spread, store, subscript
from k8slint.evaluate.operations.convert import SITE_KEYS, constant, decided_type
from k8slint.evaluate.operations.operators import binary
from k8slint.evaluate.operations.texts import formatted, join_texts
from k8slint.evaluate.operations.truth import negate, truth
from k8slint.evaluate.syntax.assignment import assign
from k8slint.evaluate.syntax.comprehensions import comprehension, dict_comprehension
from k8slint.evaluate.syntax.definitions import make_function
from k8slint.evaluate.syntax.names import lookup
from k8slint.evaluate.values import Const, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def eval_call(interp: Interpreter, frame: Frame, node: ast.Call, decorates: Any = None) -> HeapValue:
    """A call expression."""
    function = node.func
    if isinstance(function, ast.Attribute):
        receiver = interp.eval(function.value, frame)
        if isinstance(receiver, (Reference, ModuleObject)):
            callee = interp.attribute(receiver, function.attr, frame, function)
            return interp.call(callee, arguments_of(interp, frame, node), frame, node, decorates)
        arguments = arguments_of(interp, frame, node)
        return interp.call_method(receiver, function.attr, arguments, frame, node)
    if isinstance(function, ast.Name) and function.id == "super" and frame.function is not None:
        made = _super(interp, frame, node)
        if made is not None:
            return made
    callee = interp.eval(function, frame)
    return interp.call(callee, arguments_of(interp, frame, node), frame, node, decorates)


def _super(interp: Interpreter, frame: Frame, node: ast.Call) -> HeapValue | None:
    """``super()`` and ``super(Class, self)`` inside a method."""
    function = frame.function
    scope: Scope | None = frame.scope
    while scope is not None and scope.kind == "comprehension":
        scope = scope.parent
    if function is None or function.cls is None or scope is None or isinstance(function.node, ast.Lambda):
        return None
    parameters = [*function.node.args.posonlyargs, *function.node.args.args]
    if not parameters:
        return None
    receiver = scope.entries.get(parameters[0].arg, MISSING)
    return Super(function.cls, receiver, frame.origin(node))


def _list(interp: Interpreter, frame: Frame, node: ast.List | ast.Tuple | ast.Set) -> HeapValue:
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    items: list[HeapValue] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            items.extend(spread(interp, interp.eval(element.value, frame), frame, element))
        else:
            items.append(interp.eval(element, frame))
    if kind == "set":
        items = distinct(interp, items)
    return Seq(items, frame.origin(node), kind)


def _dict(interp: Interpreter, frame: Frame, node: ast.Dict) -> HeapValue:
    result = Dictionary({}, frame.origin(node))
    for key_node, value_node in zip(node.keys, node.values, strict=False):
        if key_node is None:
            merge_into(interp, result, interp.eval(value_node, frame), frame, value_node)
            continue
        key = interp.eval(key_node, frame)
        store(interp, result, key, interp.eval(value_node, frame), frame, key_node)
    if not SITE_KEYS.isdisjoint(result.entries):
        interp.records.dicts.append(result)
    return result


def _subscript(interp: Interpreter, frame: Frame, node: ast.Subscript) -> HeapValue:
    base = interp.eval(node.value, frame)
    if isinstance(node.slice, ast.Slice):
        return _slice(interp, frame, node, base)
    if isinstance(base, Reference) and not base.qualified_name.startswith("os.environ"):
        return base if is_class_name(base) else interp.unknown(Reason.IMPORT, frame, node)
    index = interp.eval(node.slice, frame)
    return interp.lift(base, lambda one: interp.lift(index, lambda key: subscript(interp, one, key, frame, node)))


def _slice(interp: Interpreter, frame: Frame, node: ast.Subscript, base: HeapValue) -> HeapValue:
    assert isinstance(node.slice, ast.Slice)
    bounds = [
        interp.eval(part, frame) if part else None for part in (node.slice.lower, node.slice.upper, node.slice.step)
    ]

    def cut(one: HeapValue) -> HeapValue:
        known = [bound.value if type(bound) is Const else None for bound in bounds]
        if any(bound is not None and type(bound) is not Const for bound in bounds) or known[2] == 0:
            return interp.opaque(one, Reason.SUBSCRIPT, frame, node, type=decided_type(one))
        where = slice(*known)
        try:
            if type(one) is Const and isinstance(one.value, (str, bytes)):
                return Const(one.value[where], frame.origin(node))
            if isinstance(one, Seq) and one.plain:
                interp.spend(len(one.items) // 8)
                return Seq(one.items[where], frame.origin(node), one.kind)
        except TypeError:
            pass
        return interp.opaque(one, Reason.SUBSCRIPT, frame, node, type=decided_type(one))

    return interp.lift(base, cut)


def _binary(interp: Interpreter, frame: Frame, node: ast.BinOp) -> HeapValue:
    # Chains of operators lean left: walking them in a loop keeps 500 of them from exhausting the stack.
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = interp.eval(chain[-1].left, frame)
    for part in reversed(chain):
        value = interp.resolve(binary(interp, type(part.op), value, interp.eval(part.right, frame), frame, part))
    return value


def _unary(interp: Interpreter, frame: Frame, node: ast.UnaryOp) -> HeapValue:
    operand = interp.eval(node.operand, frame)
    if isinstance(node.op, ast.Not):
        return negate(interp, operand, frame, node)

    def apply(value: HeapValue) -> HeapValue:
        if type(value) is Const and isinstance(value.value, (int, float, complex)):
            number = value.value
            if isinstance(node.op, ast.USub):
                return Const(-number, frame.origin(node))
            if isinstance(node.op, ast.UAdd):
                return Const(+number, frame.origin(node))
            if isinstance(number, int):
                return Const(~int(number), frame.origin(node))
        return interp.opaque(value, Reason.OPERATOR, frame, node)

    return interp.lift(operand, apply)


def _bool_op(interp: Interpreter, frame: Frame, node: ast.BoolOp) -> HeapValue:
    return _bool_chain(interp, frame, node, node.values)


def _bool_chain(interp: Interpreter, frame: Frame, node: ast.BoolOp, operands: list[ast.expr]) -> HeapValue:
    left = interp.eval(operands[0], frame)
    if len(operands) == 1:
        return left
    is_and = isinstance(node.op, ast.And)
    decided = decide(truth(interp, left))
    if isinstance(decided, bool):
        return _bool_chain(interp, frame, node, operands[1:]) if decided == is_and else left
    key, positive = decided
    goes_on = positive == is_and
    text = text_of(frame.origin(operands[0])) if positive else f"not {text_of(frame.origin(operands[0]))}"

    def rest() -> HeapValue:
        return _bool_chain(interp, frame, node, operands[1:])

    def stay() -> HeapValue:
        value = interp.resolve(left)
        # A falsy unknown bool is False, so that `a and b` stays a test.
        if isinstance(value, Opaque) and value.type == "bool":
            return Const(not is_and, frame.origin(operands[0]))
        return value

    yes, no = (rest, stay) if goes_on else (stay, rest)
    return interp.fork(key, text, frame.origin(node), yes, no)


def _if_expression(interp: Interpreter, frame: Frame, node: ast.IfExp) -> HeapValue:
    decided = decide(truth(interp, interp.eval(node.test, frame)))
    if isinstance(decided, bool):
        return interp.eval(node.body if decided else node.orelse, frame)
    key, positive = decided
    text = text_of(frame.origin(node.test))

    def body() -> HeapValue:
        return interp.eval(node.body, frame)

    def orelse() -> HeapValue:
        return interp.eval(node.orelse, frame)

    if positive:
        return interp.fork(key, text, frame.origin(node), body, orelse)
    return interp.fork(key, f"not ({text})", frame.origin(node), orelse, body)


def _compare(interp: Interpreter, frame: Frame, node: ast.Compare) -> HeapValue:
    left = interp.eval(node.left, frame)
    result: HeapValue | None = None
    for op, right_node in zip(node.ops, node.comparators, strict=False):
        right = interp.eval(right_node, frame)
        one = compare(interp, op, left, right, frame, node)
        if result is None:
            result = one
        else:
            before = result
            decided = decide(truth(interp, before))
            if decided is True:
                result = one
            elif decided is not False:
                result = interp.unknown(Reason.OPERATOR, frame, node, type="bool")
        left = right
    assert result is not None
    return result


def _joined(interp: Interpreter, frame: Frame, node: ast.JoinedStr) -> HeapValue:
    origin = frame.origin(node)
    parts: list[HeapValue] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value = interp.eval(part.value, frame)
            spec = interp.eval(part.format_spec, frame) if part.format_spec else None
            parts.append(formatted(interp, value, part.conversion, spec, frame, part))
        else:
            parts.append(interp.eval(part, frame))
    return join_texts(interp, parts, origin, frame, node)


def _named(interp: Interpreter, frame: Frame, node: ast.NamedExpr) -> HeapValue:
    value = interp.eval(node.value, frame)
    outer = frame.scope
    while outer.kind == "comprehension" and outer.parent is not None:
        outer = outer.parent
    target = Frame(frame.module, outer, frame.function, frame.cls, frame.qualname)
    assign(interp, target, node.target, value)
    return value


def _lambda(interp: Interpreter, frame: Frame, node: ast.Lambda) -> HeapValue:
    return make_function(interp, frame, node, "<lambda>")


def _attribute(interp: Interpreter, frame: Frame, node: ast.Attribute) -> HeapValue:
    return interp.attribute(interp.eval(node.value, frame), node.attr, frame, node)


def _call(interp: Interpreter, frame: Frame, node: ast.Call) -> HeapValue:
    return eval_call(interp, frame, node)


def _await(interp: Interpreter, frame: Frame, node: ast.Await) -> HeapValue:
    return interp.eval(node.value, frame)


def _yield(interp: Interpreter, frame: Frame, node: ast.Yield | ast.YieldFrom) -> HeapValue:
    value = interp.eval(node.value, frame) if node.value else Const(None, frame.origin(node))
    if frame.yields is not None:
        if isinstance(node, ast.YieldFrom):
            for item in spread(interp, value, frame, node):
                interp.append(frame.yields, item)
        else:
            interp.append(frame.yields, value)
    return interp.unknown(Reason.SYNTAX, frame, node)


def _starred_alone(interp: Interpreter, frame: Frame, node: ast.Starred) -> HeapValue:
    return interp.eval(node.value, frame)


def _not_evaluated(interp: Interpreter, frame: Frame, node: ast.expr) -> HeapValue:
    return interp.unknown(Reason.SYNTAX, frame, node)


class _Table(dict[type, Callable[..., HeapValue]]):
    def __missing__(self, kind: type) -> Callable[..., HeapValue]:
        return _not_evaluated


EXPRESSIONS: dict[type, Callable[..., HeapValue]] = _Table(
    {
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.List: _list,
        ast.Tuple: _list,
        ast.Set: _list,
        ast.Dict: _dict,
        ast.JoinedStr: _joined,
        ast.BinOp: _binary,
        ast.UnaryOp: _unary,
        ast.BoolOp: _bool_op,
        ast.Compare: _compare,
        ast.IfExp: _if_expression,
        ast.Subscript: _subscript,
        ast.Lambda: _lambda,
        ast.ListComp: comprehension,
        ast.SetComp: comprehension,
        ast.GeneratorExp: comprehension,
        ast.DictComp: dict_comprehension,
        ast.NamedExpr: _named,
        ast.Await: _await,
        ast.Yield: _yield,
        ast.YieldFrom: _yield,
        ast.Starred: _starred_alone,
    }
)


def eval_expression(interp: Interpreter, node: ast.expr, frame: Frame) -> HeapValue:
    """The value of an expression, with alternatives already decided here resolved."""
    kind = type(node)
    is_name, is_constant = kind is ast.Name, kind is ast.Constant
    interp.steps -= STEPS_FOR_LEAF if is_name or is_constant else 1
    if interp.steps < interp.stop:
        raise Exhausted
    if is_name:
        return lookup(interp, frame, node.id, node)  # type: ignore[attr-defined]
    if is_constant:
        return constant(frame, node)  # type: ignore[arg-type]
    if interp.depth >= MAX_DEPTH:
        return interp.unknown(Reason.LIMIT, frame, node, "nested too deeply")
    interp.depth += 1
    value = EXPRESSIONS[kind](interp, frame, node)
    interp.depth -= 1
    return interp.resolve(value) if type(value) is Alt else value
