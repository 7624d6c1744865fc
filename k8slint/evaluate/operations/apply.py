"""Calls one of Python's own functions on known arguments, or on each combination of alternatives."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import MISSING, Alt, Arguments, Frame, HeapValue, Library
from k8slint.evaluate.operations.containers import iterate
from k8slint.evaluate.operations.convert import NotPlain, exceeds, heapify, is_monstrous, plain, too_large
from k8slint.evaluate.values import Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


MAX_COMBINATIONS = 64  # of the alternatives of several values; more would be given up when they are put together


class _TooMany(Exception):
    pass


def over_all(
    interp: Interpreter,
    values: list[HeapValue],
    function: Callable[[list[HeapValue]], HeapValue],
    frame: Frame,
    node: ast.AST,
    kind: str | None = None,
) -> HeapValue:
    """Apply a function without effects to all combinations of the alternatives of several values."""
    left = MAX_COMBINATIONS

    def apply(done: list[HeapValue], values: list[HeapValue]) -> HeapValue:
        nonlocal left
        for index, value in enumerate(values):
            value = interp.resolve(value)
            if type(value) is Alt:
                before, after = [*done, *values[:index]], values[index + 1 :]
                yes, no = interp.under(value, lambda option: apply(before, [option, *after]))  # noqa: B023 - called at once
                if yes is MISSING or no is MISSING:
                    only: HeapValue = no if yes is MISSING else yes
                    return only
                chosen: HeapValue = interp.choose(value.key, value.text, yes, no, value.origin)
                return chosen
        left -= 1
        if left < 0:
            raise _TooMany
        return function([*done, *(interp.resolve(value) for value in values)])

    if sum(type(value) is Alt for value in values) <= MAX_COMBINATIONS:
        try:
            return apply([], values)
        except _TooMany:
            pass
    return interp.unknown(Reason.LIMIT, frame, node, type=kind)


def needs_all(function: Library) -> Library:
    """A function that isn't applied where some of its arguments aren't known: not even how many there are."""

    def apply(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        return (
            function(interp, arguments, frame, node)
            if arguments.complete
            else interp.unknown(Reason.SPLAT, frame, node)
        )

    return apply


def plain_call(name: str, function: Callable[..., Any], kind: str | None = None) -> Library:
    """A function of known values only."""

    def apply(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        def one(given: list[HeapValue]) -> HeapValue:
            count = len(arguments.positional)
            try:
                positional = [plain(interp, value) for value in given[:count]]
                keywords = {
                    key: plain(interp, value) for key, value in zip(arguments.keywords, given[count:], strict=False)
                }
                if name == "pow" and too_large(ast.Pow, *([*positional, 0, 0])[:2]):
                    return interp.unknown(Reason.LIMIT, frame, node, type=kind)
                if exceeds(positional, keywords):
                    return interp.unknown(Reason.LIMIT, frame, node, type=kind)
                result = function(*positional, **keywords)
                if is_monstrous(result):
                    return interp.unknown(Reason.LIMIT, frame, node, type=kind)
                return heapify(result, frame.origin(node))
            except NotPlain as stop:
                return interp.opaque(stop.value, Reason.CALL, frame, node, type=kind)
            except (TypeError, ValueError, OverflowError, ArithmeticError, LookupError) as error:
                return interp.fails(type(error).__name__, Reason.CALL, frame, node, type=kind)

        return over_all(interp, [*arguments.positional, *arguments.keywords.values()], one, frame, node, kind)

    return apply


def first_iterable(
    interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST, index: int = 0
) -> list[HeapValue] | None:
    return iterate(interp, arguments.positional[index], frame, node) if len(arguments.positional) > index else None


def first_argument(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """A function that gives its first argument back."""
    return arguments.positional[0] if arguments.positional else interp.unknown(Reason.CALL, frame, node)
