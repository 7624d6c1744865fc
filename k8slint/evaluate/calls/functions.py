"""Calls of the repository's own functions: evaluated, taken from the cache, or given up."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import (
    MAX_CALLS,
    MAX_OPEN_RECURSION,
    MAX_RECURSION,
    SHARE_OF_CALL,
    STEPS_PER_CALL,
    bind_parameters,
)
from k8slint.evaluate.calls.memo import memo_key, remembered, repeated
from k8slint.evaluate.machine.endings import Completion, Ending, Exhausted, Fork, fold_ending
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Class,
    Descriptor,
    Frame,
    Function,
    HeapValue,
    Module,
    Scope,
    Seq,
    now,
    text_of,
)
from k8slint.evaluate.operations.change import escape, make_unknown
from k8slint.evaluate.operations.copy import DATA
from k8slint.evaluate.values import Const, Origin, Reason
from k8slint.source.nodes import children, walk

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def call_function(
    interp: Interpreter, function: Function, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """Call a function of the repository, or repeat what it gave for the same arguments."""
    calls = interp.active.setdefault(function, [])
    assumed = len(interp.assumptions.given)
    same = sum(1 for count in calls if count < assumed)
    if len(calls) >= MAX_RECURSION or same >= MAX_OPEN_RECURSION:
        return give_up(interp, function, arguments, Reason.CYCLE, frame, node)
    if interp.calls >= MAX_CALLS:
        return give_up(interp, function, arguments, Reason.LIMIT, frame, node)
    key = memo_key(interp, function, arguments)
    if key is not None and (again := repeated(interp, key)) is not None:
        return again
    calls.append(assumed)
    interp.calls += 1
    depth, stop = interp.depth, interp.stop
    limit = max((interp.steps - stop) * SHARE_OF_CALL, STEPS_PER_CALL)
    checkpoint = interp.checkpoint() if interp.steps - limit > stop else None
    interp.stop = max(stop, interp.steps - limit)
    try:
        if key is None:
            return _run_function(interp, function, arguments, frame, node)
        start = arguments.start if arguments.fresh else now()
        return remembered(interp, key, lambda: _run_function(interp, function, arguments, frame, node), start)
    except Exhausted:
        interp.stop = stop
        if checkpoint is None or interp.steps < stop:
            raise
        interp.break_off(checkpoint)
        interp.session.called.discard(function.node)  # evaluated once more, by itself, for the pods inside
        interp.miss(frame.module, node, text_of(frame.origin(node)))
        return give_up(interp, function, arguments, Reason.LIMIT, frame, node)
    finally:
        interp.stop = stop
        interp.depth = depth
        interp.calls -= 1
        calls.pop()


def give_up(
    interp: Interpreter, function: Function, arguments: Arguments, reason: Reason, frame: Frame, node: ast.AST
) -> HeapValue:
    """A call that isn't carried through: whatever it can reach may have been changed by it."""
    reached: list[HeapValue] = []
    seen: set[int] = set()
    todo: list[Any] = [function]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Class):
            todo += [entry for cls in one.mro for entry in cls.entries.values()]
        elif isinstance(one, Descriptor):
            todo.append(one.function)
        elif isinstance(one, Function):
            interp.spend(20)
            names, rebound = _mentioned(interp, one.node)
            todo += [_visible(one.scope, name) for name in names]
            for name, is_global in rebound:
                _forget_name(interp, one, name, is_global, reason, frame, node)
        elif isinstance(one, (*DATA, Alt)):
            reached.append(one)
    escape(interp, Arguments([*arguments.positional, *arguments.keywords.values(), *reached]), frame, node)
    return interp.unknown(reason, frame, node)


def _mentioned(interp: Interpreter, function: ast.AST) -> tuple[list[str], list[tuple[str, bool]]]:
    """The names in a function, and those that it declares as of outside, with whether as global."""
    known = interp.session.mentioned.get(function)
    if known is None:
        parts = list(walk(function))
        outside = [part for part in parts if isinstance(part, (ast.Global, ast.Nonlocal))]
        known = interp.session.mentioned[function] = (
            list({part.id: None for part in parts if isinstance(part, ast.Name)}),
            [(name, isinstance(part, ast.Global)) for part in outside for name in part.names],
        )
    return known


def _visible(scope: Scope | None, name: str) -> HeapValue:
    while scope is not None:
        if name in scope.entries:
            return scope.entries[name]
        scope = scope.parent
    return MISSING


def _forget_name(
    interp: Interpreter, function: Function, name: str, is_global: bool, reason: Reason, frame: Frame, node: ast.AST
) -> None:
    scope: Scope | None = function.module.scope if is_global else function.scope
    while scope is not None and not is_global and name not in scope.entries:
        scope = scope.parent
    if scope is not None:
        interp.put(scope, name, interp.unknown(reason, frame, node, name))


def _run_function(
    interp: Interpreter, function: Function, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    definition = function.node
    interp.session.called.add(definition)
    module = function.module
    interp.enter(module)
    scope = Scope(frame.origin(node), "function", function.scope)
    inner = Frame(module, scope, function, function.cls, function.qualname)
    bind_parameters(interp, function, arguments, scope, frame, node)
    if isinstance(definition, ast.Lambda):
        return interp.eval(definition.body, inner)
    if _is_generator(module, definition):
        ending = _generate(interp, inner, definition.body, frame, node)
        value: HeapValue = inner.yields or MISSING
    else:
        ending = interp.execute(inner, definition.body)
        value = _result(interp, ending, frame.origin(node))
    if value is MISSING:
        value = interp.fails(_raised_name(ending), Reason.CALL, frame, node, detail="a call that raises")
    if module is interp.session.main and definition not in interp.session.returned and not interp.probing:
        interp.session.returned[definition] = value
    return value


def _generate(interp: Interpreter, inner: Frame, body: list[ast.stmt], frame: Frame, node: ast.AST) -> Ending:
    """The body of a generator, all at once: when it is carried on isn't known, nor what else it has changed then."""

    def whole() -> Ending:
        inner.yields = Seq([], frame.origin(node), "iterator")
        return interp.execute(inner, body)

    ending: Ending
    ending, changes = interp.attempt(whole)
    interp.apply(changes)
    elsewhere = {place: change for place, change in changes.items() if change[0].serial < inner.scope.serial}
    if elsewhere:
        make_unknown(
            interp, elsewhere, interp.unknown(Reason.LOOP, frame, node, "the steps of a generator"), before=False
        )
    return ending


def _raised_name(ending: Ending) -> str:
    value = ending.value if isinstance(ending, Completion) else None
    return str(value.value) if isinstance(value, Const) else ""


def _result(interp: Interpreter, ending: Ending, origin: Origin) -> HeapValue:
    """What a function gives: MISSING where it raises, alternatives where its end depends on a test."""
    nothing = Const(None, origin)

    def leaf(end: Completion | None) -> HeapValue:
        return nothing if end is None else end.value if end.kind == "return" and end.value is not None else MISSING

    def join(fork: Fork, yes: HeapValue, no: HeapValue) -> HeapValue:
        if yes is MISSING or no is MISSING:
            return no if yes is MISSING else yes
        return interp.resolve(interp.choose(fork.key, fork.text, yes, no, fork.origin))

    return fold_ending(ending, leaf, join)


def _is_generator(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    known = module.generators.get(node)
    if known is None:
        known = module.generators[node] = any(_yields(statement) for statement in node.body)
    return known


def _yields(node: ast.AST) -> bool:
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
        return False
    return any(_yields(child) for child in children(node))
