"""Code under a test: ``if``, and how its branches end."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.conditions import Key, decide
from k8slint.evaluate.machine.endings import Ending, Fork
from k8slint.evaluate.machine.objects import Frame, text_of
from k8slint.evaluate.operations.truth import truth

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter
    from k8slint.evaluate.values import Origin


def execute_expression(interp: Interpreter, frame: Frame, node: ast.Expr) -> Ending:
    if isinstance(node.value, ast.Constant):
        return None
    interp.eval(node.value, frame)
    return None


def execute_if(interp: Interpreter, frame: Frame, node: ast.If) -> Ending:
    # `elif` chains are walked in a loop, so that long ones don't exhaust the stack while their tests are known.
    while True:
        decided = decide(truth(interp, interp.eval(node.test, frame)))
        if decided is False and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]
            continue
        break
    if isinstance(decided, bool):
        return interp.execute(frame, node.body if decided else node.orelse)
    key, positive = decided
    text = text_of(frame.origin(node.test))
    return branch(
        interp,
        key,
        positive,
        text,
        frame.origin(node.test),
        lambda: interp.execute(frame, node.body),
        lambda: interp.execute(frame, node.orelse),
    )


def branch(
    interp: Interpreter,
    key: Key,
    positive: bool,
    text: str,
    origin: Origin,
    body: Callable[[], Ending],
    orelse: Callable[[], Ending],
) -> Ending:
    """Two ways on by an undecided test; a way that certainly raises isn't taken."""
    if not positive:
        body, orelse, text = orelse, body, f"not ({text})"
    yes, no = interp.both(key, text, origin, lambda: (body(),), lambda: (orelse(),))
    if yes is None or no is None:
        taken = no if yes is None else yes
        return taken[0]  # type: ignore[no-any-return]
    return None if yes[0] is None and no[0] is None else Fork(key, text, yes[0], no[0], origin)
