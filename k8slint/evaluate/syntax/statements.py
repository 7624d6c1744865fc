"""Statements: each kind of node has one function in ``STATEMENTS``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import decide
from k8slint.evaluate.machine.endings import (
    BREAK,
    CONTINUE,
    MAX_STATEMENT_DEPTH,
    Completion,
    Ending,
    Exhausted,
    Raised,
    go_on,
)
from k8slint.evaluate.operations.change import bind
from k8slint.evaluate.operations.truth import truth
from k8slint.evaluate.syntax.assignment import execute_annotated, execute_assign, execute_augmented, execute_delete
from k8slint.evaluate.syntax.branches import execute_expression, execute_if
from k8slint.evaluate.syntax.definitions import define, define_class
from k8slint.evaluate.syntax.exceptions import execute_raise, execute_try, execute_with
from k8slint.evaluate.syntax.imports import import_modules, import_names
from k8slint.evaluate.syntax.loops import execute_for, execute_while
from k8slint.evaluate.syntax.match import execute_match
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter
    from k8slint.evaluate.machine.objects import Frame


def execute(interp: Interpreter, frame: Frame, body: Sequence[ast.stmt]) -> Ending:
    """Execute statements in order, each only where the ones before ended normally."""
    for number, statement in enumerate(body):
        ending = execute_one(interp, frame, statement)
        if ending is None:
            continue
        if isinstance(ending, Completion):
            # At the top of a module nothing stops the reader: what follows is judged too.
            if ending.kind == "raise" and not interp.try_depth and frame.scope.kind == "module":
                continue
            return ending
        rest = body[number + 1 :]
        return go_on(interp, ending, lambda: execute(interp, frame, rest)) if rest else ending  # noqa: B023 - called at once
    return None


def execute_one(interp: Interpreter, frame: Frame, statement: ast.stmt) -> Ending:
    depth, assumptions = interp.depth, interp.assumptions
    if depth >= MAX_STATEMENT_DEPTH:
        raise Exhausted
    interp.spend(1)
    interp.depth = depth + 1
    try:
        ending: Ending = STATEMENTS[type(statement)](interp, frame, statement)
    except Raised as raised:
        ending = Completion("raise", Const(raised.name, frame.origin(statement)))
        interp.assumptions = assumptions
    interp.depth = depth
    return ending


def _return(interp: Interpreter, frame: Frame, node: ast.Return) -> Ending:
    value = interp.eval(node.value, frame) if node.value else Const(None, frame.origin(node))
    return Completion("return", value)


def _global(interp: Interpreter, frame: Frame, node: ast.Global | ast.Nonlocal) -> Ending:
    kind = "global" if isinstance(node, ast.Global) else "nonlocal"
    for name in node.names:
        frame.scope.outer[name] = kind
    return None


def _assert(interp: Interpreter, frame: Frame, node: ast.Assert) -> Ending:
    value = interp.eval(node.test, frame)
    if interp.try_depth and decide(truth(interp, value)) is False:
        raise Raised("AssertionError")
    return None


def _function(interp: Interpreter, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Ending:
    bind(interp, frame, node.name, define(interp, frame, node))
    return None


def _class(interp: Interpreter, frame: Frame, node: ast.ClassDef) -> Ending:
    bind(interp, frame, node.name, define_class(interp, frame, node))
    return None


def _import(interp: Interpreter, frame: Frame, node: ast.Import) -> Ending:
    import_modules(interp, frame, node)
    return None


def _import_from(interp: Interpreter, frame: Frame, node: ast.ImportFrom) -> Ending:
    import_names(interp, frame, node)
    return None


def _nothing(interp: Interpreter, frame: Frame, node: ast.stmt) -> Ending:
    return None


def _unknown_statement(interp: Interpreter, frame: Frame, node: ast.stmt) -> Ending:
    """A statement that this code knows nothing of, as ``type X = …``: the names it binds aren't known."""
    why = interp.unknown(Reason.SYNTAX, frame, node)
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            bind(interp, frame, part.id, why)
    return None


class _Table(dict[type, Callable[..., Any]]):
    def __missing__(self, kind: type) -> Callable[..., Any]:
        return execute_try if kind.__name__ == "TryStar" else _unknown_statement


STATEMENTS: dict[type, Callable[..., Any]] = _Table(
    {
        ast.Assign: execute_assign,
        ast.AnnAssign: execute_annotated,
        ast.AugAssign: execute_augmented,
        ast.Delete: execute_delete,
        ast.Expr: execute_expression,
        ast.If: execute_if,
        ast.Match: execute_match,
        ast.For: execute_for,
        ast.AsyncFor: execute_for,
        ast.While: execute_while,
        ast.Try: execute_try,
        ast.Raise: execute_raise,
        ast.With: execute_with,
        ast.AsyncWith: execute_with,
        ast.Return: _return,
        ast.Global: _global,
        ast.Nonlocal: _global,
        ast.Assert: _assert,
        ast.FunctionDef: _function,
        ast.AsyncFunctionDef: _function,
        ast.ClassDef: _class,
        ast.Import: _import,
        ast.ImportFrom: _import_from,
        ast.Pass: _nothing,
        ast.Break: lambda interp, frame, node: BREAK,
        ast.Continue: lambda interp, frame, node: CONTINUE,
    }
)
