"""``for`` and ``while``."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.conditions import Key, decide
from k8slint.evaluate.machine.endings import (
    MAX_OPEN_ROUNDS,
    MAX_WHILE,
    Completion,
    Ending,
    Fork,
    ends,
    fold_ending,
    go_on,
    replace_ending,
)
from k8slint.evaluate.machine.heap import ITEMS
from k8slint.evaluate.machine.objects import MISSING, Alt, Frame, HeapValue, Rest, Scope, Seq, text_of
from k8slint.evaluate.operations.change import make_unknown
from k8slint.evaluate.operations.containers import iterate, may_miss, members
from k8slint.evaluate.operations.convert import MAX_ITEMS, item_of
from k8slint.evaluate.operations.truth import truth
from k8slint.evaluate.syntax.assignment import assign
from k8slint.evaluate.syntax.branches import branch
from k8slint.evaluate.values import Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def execute_for(interp: Interpreter, frame: Frame, node: ast.For | ast.AsyncFor) -> Ending:
    source = interp.resolve(interp.eval(node.iter, frame))
    if isinstance(source, Seq) and source.kind in ("set", "frozenset") and len(source.items) > 1:
        return _over_set(interp, frame, node, source)
    items = iterate(interp, source, frame, node.iter)
    if items is None:
        why = item_of(interp, source, frame, node.iter)
        ending = unknown_loop(interp, frame, node.body, lambda: assign(interp, frame, node.target, why), node)
    elif len(items) > MAX_ITEMS:
        limit = interp.unknown(Reason.LIMIT, frame, node.iter)
        ending = unknown_loop(interp, frame, node.body, lambda: assign(interp, frame, node.target, limit), node)
    else:
        live = source if isinstance(source, Seq) and source.kind == "list" else None
        ending = _rounds(interp, frame, node, items, 0, live)
        if isinstance(source, Seq) and source.kind == "iterator" and ending is not None:
            interp.replace(source, [Rest(interp.unknown(Reason.LOOP, frame, node.iter))])  # what a break has left
    return _after_rounds(interp, frame, node, ending)


def _after_rounds(interp: Interpreter, frame: Frame, node: ast.For | ast.AsyncFor, ending: Ending) -> Ending:
    if isinstance(ending, Completion):
        return None if ending.kind == "break" else ending
    if node.orelse:
        ending = go_on(interp, ending, lambda: interp.execute(frame, node.orelse))
    return replace_ending(ending, "break", None)


def _over_set(interp: Interpreter, frame: Frame, node: ast.For | ast.AsyncFor, source: Seq) -> Ending:
    """A loop over a set: each round is known, but not in which order they come."""
    items = members(interp, source)
    ending, changes = interp.attempt(lambda: _rounds(interp, frame, node, items, 0, None))
    interp.apply(changes)
    ordered = {place: change for place, change in changes.items() if place[1] is ITEMS or isinstance(change[0], Scope)}
    make_unknown(
        interp, ordered, interp.unknown(Reason.LOOP, frame, node.iter, "items of a set, in any order"), before=False
    )
    return _after_rounds(interp, frame, node, ending)


def _rounds(
    interp: Interpreter,
    frame: Frame,
    node: ast.For | ast.AsyncFor,
    items: list[HeapValue],
    start: int,
    live: Seq | None,
) -> Ending:
    """The rounds over known items. A list (``live``) that is changed meanwhile is walked as it is then."""
    number, version = start - 1, live.version if live is not None else 0
    while (number := number + 1) < len(items):
        interp.spend(1)
        ending = _round(interp, frame, node, items[number])
        if live is not None and live.version != version:
            version = live.version
            rest = Rest(interp.unknown(Reason.LOOP, frame, node.iter))
            items = list(live.items) if live.plain else [*items[: number + 1], rest]
        if isinstance(ending, Completion):
            return ending
        if ending is not None:
            following = number + 1
            return go_on(interp, ending, lambda: _rounds(interp, frame, node, items, following, live))  # noqa: B023 - called at once
    return None


def _round(interp: Interpreter, frame: Frame, node: ast.For | ast.AsyncFor, item: HeapValue) -> Ending:
    item = interp.resolve(item)
    if item is MISSING:
        return None
    if type(item) is Rest:
        rest = item
        return unknown_loop(interp, frame, node.body, lambda: assign(interp, frame, node.target, rest.unknown), node)
    if type(item) is Alt and may_miss(interp, item):
        alt = item
        return branch(
            interp,
            alt.key,
            True,
            alt.text,
            alt.origin,
            lambda: _round(interp, frame, node, alt.yes),
            lambda: _round(interp, frame, node, alt.no),
        )
    assign(interp, frame, node.target, item)
    return replace_ending(interp.execute(frame, node.body), "continue", None)


def execute_while(interp: Interpreter, frame: Frame, node: ast.While) -> Ending:
    return _while_rounds(interp, frame, node, 0, 0)


def _while_rounds(interp: Interpreter, frame: Frame, node: ast.While, done: int, left_open: int) -> Ending:
    """The rounds after ``done``; in ``left_open`` of those it wasn't known whether they end the loop."""
    for number in range(done, MAX_WHILE if left_open < MAX_OPEN_ROUNDS else done):
        interp.spend(1)
        decided = decide(truth(interp, interp.eval(node.test, frame)))
        if decided is False:
            return interp.execute(frame, node.orelse)
        if decided is not True:
            break
        ending = replace_ending(interp.execute(frame, node.body), "continue", None)
        if isinstance(ending, Completion):
            return None if ending.kind == "break" else ending
        if ending is not None:
            following = number + 1
            ending = go_on(interp, ending, lambda: _while_rounds(interp, frame, node, following, left_open + 1))  # noqa: B023 - called at once
            return replace_ending(ending, "break", None)
    return replace_ending(unknown_loop(interp, frame, node.body, lambda: None, node), "break", None)


def unknown_loop(
    interp: Interpreter, frame: Frame, body: list[ast.stmt], start: Callable[[], None], node: ast.stmt
) -> Ending:
    """A loop whose rounds aren't known: one round stands for all, and whatever it may change is unknown.

    A first round, without trace, finds what changes; the second sees that as unknown, as a later round would.
    """

    def once() -> Ending:
        start()
        return interp.execute(frame, body)

    sizes = interp.records.sizes()
    interp.probing += 1
    _, changes = interp.attempt(once)
    interp.probing -= 1
    interp.records.cut(sizes)
    why = interp.unknown(Reason.LOOP, frame, node.iter if isinstance(node, (ast.For, ast.AsyncFor)) else node)
    make_unknown(interp, changes, why, before=True)
    if interp.probing:
        return None
    ending, later = interp.attempt(once)
    make_unknown(interp, {**changes, **later}, why, before=False)
    returned = ends(ending, "return")
    if returned is False:
        return None
    value = _returned(interp, ending)
    key: Key = ("truth", ("loop", id(node), interp.steps))
    return Fork(key, f"a round of {text_of(frame.origin(node))}", Completion("return", value), None, frame.origin(node))


def _returned(interp: Interpreter, ending: Ending) -> HeapValue:
    def leaf(end: Completion | None) -> HeapValue:
        return end.value if end is not None and end.kind == "return" and end.value is not None else MISSING

    def join(fork: Fork, yes: HeapValue, no: HeapValue) -> HeapValue:
        if yes is MISSING or no is MISSING:
            return no if yes is MISSING else yes
        return interp.choose(fork.key, fork.text, yes, no, fork.origin)

    return fold_ending(ending, leaf, join)
