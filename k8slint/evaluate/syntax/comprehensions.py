"""Comprehensions and generator expressions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import Key, decide
from k8slint.evaluate.machine.objects import MISSING, Alt, Dictionary, Frame, HeapValue, Rest, Scope, Seq, text_of
from k8slint.evaluate.operations.containers import distinct, iterate, may_miss, overwrite, store, unordered
from k8slint.evaluate.operations.convert import MAX_ITEMS
from k8slint.evaluate.operations.truth import truth
from k8slint.evaluate.syntax.assignment import assign
from k8slint.evaluate.values import Origin, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def comprehension(interp: Interpreter, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> HeapValue:
    items: list[HeapValue] = []
    _generate(
        interp,
        _inner(frame, node),
        node.generators,
        0,
        lambda inner: items.append(interp.eval(node.elt, inner)),
        items,
        node,
    )
    kind = "set" if isinstance(node, ast.SetComp) else "list"
    if isinstance(node, ast.GeneratorExp):
        kind = "iterator"
    return Seq(distinct(interp, items) if kind == "set" else items, frame.origin(node), kind)


def dict_comprehension(interp: Interpreter, frame: Frame, node: ast.DictComp) -> HeapValue:
    result = Dictionary({}, frame.origin(node))

    def add(inner: Frame) -> None:
        key = interp.eval(node.key, inner)
        store(interp, result, key, interp.eval(node.value, inner), inner, node.key)

    _generate(interp, _inner(frame, node), node.generators, 0, add, result, node)
    return result


def _inner(frame: Frame, node: ast.AST) -> Frame:
    inner = Frame(
        frame.module, Scope(frame.origin(node), "comprehension", frame.scope), frame.function, frame.cls, frame.qualname
    )
    inner.yields = frame.yields
    return inner


def _generate(
    interp: Interpreter,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    add: Callable[[Frame], Any],
    result: list[HeapValue] | Dictionary,
    node: ast.AST,
) -> None:
    """Run the loops of a comprehension; items under an undecided ``if`` become alternatives with MISSING."""
    if index == len(generators):
        add(frame)
        return
    generator = generators[index]
    source = interp.eval(generator.iter, frame)
    # In what is no list, the order of a set's items doesn't show.
    walk = iterate if isinstance(node, (ast.ListComp, ast.GeneratorExp)) else unordered
    items = walk(interp, source, frame, generator.iter)
    if items is None or len(items) > MAX_ITEMS:
        kind = "int" if isinstance(source, Unknown) and source.type == "range" else None
        items = [Rest(interp.opaque(source, Reason.LOOP, frame, generator.iter, type=kind))]
    for item in items:
        if type(item) is Rest or (type(item) is Alt and may_miss(interp, item)):
            _generate_unknown(interp, frame, generators, index, add, result, node, item)
            continue
        assign(interp, frame, generator.target, item)
        _filtered(interp, frame, generators, index, 0, add, result, node)


def _filtered(
    interp: Interpreter,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    test: int,
    add: Callable[[Frame], Any],
    result: list[HeapValue] | Dictionary,
    node: ast.AST,
) -> None:
    generator = generators[index]
    if test == len(generator.ifs):
        _generate(interp, frame, generators, index + 1, add, result, node)
        return
    decided = decide(truth(interp, interp.eval(generator.ifs[test], frame)))
    if decided is True:
        _filtered(interp, frame, generators, index, test + 1, add, result, node)
    elif decided is not False:
        key, positive = decided
        text = text_of(frame.origin(generator.ifs[test]))
        _maybe(
            interp,
            key if positive else ("tree", (key, False, True)),
            text,
            lambda: _filtered(interp, frame, generators, index, test + 1, add, result, node),
            result,
            frame.origin(node),
        )


def _maybe(
    interp: Interpreter,
    key: Key,
    text: str,
    thunk: Callable[[], None],
    result: list[HeapValue] | Dictionary,
    origin: Origin,
) -> None:
    """What ``thunk`` adds to the result is there only if the test holds."""
    if isinstance(result, Dictionary):
        interp.both(key, text, origin, thunk, lambda: None)
        return
    size = len(result)
    interp.both(key, text, origin, thunk, lambda: None)
    result[size:] = [interp.choose(key, text, item, MISSING, origin) for item in result[size:]]


def _generate_unknown(
    interp: Interpreter,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    add: Callable[[Frame], Any],
    result: list[HeapValue] | Dictionary,
    node: ast.AST,
    item: HeapValue,
) -> None:
    """One round for an item that isn't known or may not be there: for the calls inside, and what it adds is unknown."""
    unknown = interp.unknown(Reason.LOOP, frame, generators[index].iter)
    if isinstance(result, Dictionary):
        scratch: Any = Dictionary({}, result.origin)
    else:
        scratch, size = result, len(result)
    if type(item) is Rest:
        one: HeapValue = item.unknown if item.unknown.type == "int" else unknown
    else:
        one = interp.present(item)
    assign(interp, frame, generators[index].target, one)
    if isinstance(result, Dictionary):
        _filtered(interp, frame, generators, index, 0, add, scratch, node)
        overwrite(interp, result, set(), frame, node, Reason.LOOP)
    else:
        _filtered(interp, frame, generators, index, 0, add, scratch, node)
        result[size:] = [Rest(unknown)]
