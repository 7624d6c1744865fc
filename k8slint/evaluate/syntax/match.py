"""``match`` and its patterns."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.conditions import Tree, decide
from k8slint.evaluate.libraries.builtins import is_instance
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Builtin,
    Dictionary,
    Frame,
    HeapValue,
    ModelObject,
    Seq,
    text_of,
)
from k8slint.evaluate.operations.change import bind
from k8slint.evaluate.operations.compare import compare
from k8slint.evaluate.operations.convert import key_of
from k8slint.evaluate.operations.truth import boolean, truth
from k8slint.evaluate.syntax.branches import branch
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.endings import Ending
    from k8slint.evaluate.machine.interpreter import Interpreter


def execute_match(interp: Interpreter, frame: Frame, node: ast.Match) -> Ending:
    subject = interp.eval(node.subject, frame)
    return _cases(interp, frame, node, subject, 0)


def _cases(interp: Interpreter, frame: Frame, node: ast.Match, subject: HeapValue, index: int) -> Ending:
    if index == len(node.cases):
        return None
    case = node.cases[index]
    bound: dict[str, HeapValue] = {}
    test = matches(interp, frame, case.pattern, subject, bound)

    def body() -> Ending:
        for name, value in bound.items():
            bind(interp, frame, name, value)
        if case.guard is None:
            return interp.execute(frame, case.body)
        guarded = decide(truth(interp, interp.eval(case.guard, frame)))
        if isinstance(guarded, bool):
            return interp.execute(frame, case.body) if guarded else orelse()
        text = text_of(frame.origin(case.guard))
        return branch(
            interp,
            guarded[0],
            guarded[1],
            text,
            frame.origin(case.guard),
            lambda: interp.execute(frame, case.body),
            orelse,
        )

    def orelse() -> Ending:
        return _cases(interp, frame, node, subject, index + 1)

    decided = decide(truth(interp, test))
    if isinstance(decided, bool):
        return body() if decided else orelse()
    text = f"{text_of(frame.origin(node.subject))} matches {text_of(frame.origin(case.pattern))}"
    return branch(interp, decided[0], decided[1], text, frame.origin(case.pattern), body, orelse)


def matches(
    interp: Interpreter, frame: Frame, pattern: ast.pattern, subject: HeapValue, bound: dict[str, HeapValue]
) -> HeapValue:
    """Whether a pattern matches, as a value; what it captures goes to ``bound``."""
    origin = frame.origin(pattern)
    if isinstance(pattern, ast.MatchValue):
        return compare(interp, ast.Eq(), subject, interp.eval(pattern.value, frame), frame, pattern)
    if isinstance(pattern, ast.MatchSingleton):
        return compare(interp, ast.Is(), subject, Const(pattern.value, origin), frame, pattern)
    if isinstance(pattern, ast.MatchAs):
        inner = (
            Const(True, origin) if pattern.pattern is None else matches(interp, frame, pattern.pattern, subject, bound)
        )
        if pattern.name is not None:
            bound[pattern.name] = subject
        return inner
    if isinstance(pattern, ast.MatchOr):
        tree: Tree = False
        for option in reversed(pattern.patterns):
            one = truth(interp, matches(interp, frame, option, subject, bound))
            tree = _either(one, tree)
        return boolean(interp, tree, frame, pattern)
    answer = None
    if isinstance(pattern, ast.MatchSequence):
        answer = _matches_sequence(interp, frame, pattern, subject, bound)
    elif isinstance(pattern, ast.MatchMapping):
        answer = _matches_mapping(interp, frame, pattern, subject, bound)
    elif isinstance(pattern, ast.MatchClass):
        answer = _matches_class(interp, frame, pattern, subject, bound)
    if answer is not None:
        return answer
    for name in _captured(pattern):
        bound[name] = interp.opaque(subject, Reason.SYNTAX, frame, pattern)
    return interp.opaque(subject, Reason.SYNTAX, frame, pattern, type="bool")


def _captured(pattern: ast.pattern) -> list[str]:
    names = [part.name for part in ast.walk(pattern) if isinstance(part, (ast.MatchAs, ast.MatchStar)) and part.name]
    return names + [part.rest for part in ast.walk(pattern) if isinstance(part, ast.MatchMapping) and part.rest]


def _all_match(
    interp: Interpreter,
    frame: Frame,
    pattern: ast.pattern,
    pairs: list[tuple[ast.pattern, HeapValue]],
    bound: dict[str, HeapValue],
) -> HeapValue:
    tree: Tree = True
    for inner, value in reversed(pairs):
        tree = _both(truth(interp, matches(interp, frame, inner, value, bound)), tree)
    return boolean(interp, tree, frame, pattern)


def _both(first: Tree, second: Tree) -> Tree:
    if isinstance(first, bool):
        return second if first else False
    return (first[0], _both(first[1], second), _both(first[2], second))


def _matches_sequence(
    interp: Interpreter, frame: Frame, pattern: ast.MatchSequence, subject: HeapValue, bound: dict[str, HeapValue]
) -> HeapValue | None:
    no = Const(False, frame.origin(pattern))
    if not isinstance(subject, Seq) or subject.kind not in ("list", "tuple"):
        return no if isinstance(subject, (Const, Dictionary, ModelObject, Seq)) else None
    if not subject.plain:
        return None
    items, patterns = subject.items, pattern.patterns
    star = next((number for number, part in enumerate(patterns) if isinstance(part, ast.MatchStar)), None)
    if star is None:
        if len(items) != len(patterns):
            return no
        return _all_match(interp, frame, pattern, list(zip(patterns, items, strict=True)), bound)
    after = len(patterns) - star - 1
    if len(items) < star + after:
        return no
    end = len(items) - after
    rest = patterns[star]
    assert isinstance(rest, ast.MatchStar)
    if rest.name:
        bound[rest.name] = Seq(items[star:end], frame.origin(rest))
    pairs = [*zip(patterns[:star], items[:star], strict=True), *zip(patterns[star + 1 :], items[end:], strict=True)]
    return _all_match(interp, frame, pattern, pairs, bound)


def _matches_mapping(
    interp: Interpreter, frame: Frame, pattern: ast.MatchMapping, subject: HeapValue, bound: dict[str, HeapValue]
) -> HeapValue | None:
    if not isinstance(subject, Dictionary):
        return Const(False, frame.origin(pattern)) if isinstance(subject, (Const, Seq, ModelObject)) else None
    pairs: list[tuple[ast.pattern, HeapValue]] = []
    rest = dict(subject.entries)
    for key_node, inner in zip(pattern.keys, pattern.patterns, strict=True):
        key = key_of(interp, interp.eval(key_node, frame))
        value = interp.resolve(rest.pop(key, MISSING))
        if type(value) is Alt or (value is MISSING and not subject.complete):
            return None
        if value is MISSING:
            return Const(False, frame.origin(pattern))
        pairs.append((inner, value))
    if pattern.rest:
        bound[pattern.rest] = Dictionary(rest, frame.origin(pattern), complete=subject.complete)
    return _all_match(interp, frame, pattern, pairs, bound)


def _matches_class(
    interp: Interpreter, frame: Frame, pattern: ast.MatchClass, subject: HeapValue, bound: dict[str, HeapValue]
) -> HeapValue | None:
    """``str()``, ``str(name)``, ``Point(x=0)``: not positional patterns of classes, which need ``__match_args__``."""
    kind = interp.eval(pattern.cls, frame)
    answer = is_instance(subject, kind)
    if answer is False:
        return Const(False, frame.origin(pattern))
    builtin = isinstance(kind, Builtin)
    if answer is None or (pattern.patterns and not (builtin and len(pattern.patterns) == 1)):
        return None
    pairs: list[tuple[ast.pattern, HeapValue]] = [(inner, subject) for inner in pattern.patterns]
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        pairs.append((inner, interp.attribute(subject, name, frame, pattern)))
    return _all_match(interp, frame, pattern, pairs, bound)


def _either(first: Tree, second: Tree) -> Tree:
    if isinstance(first, bool):
        return True if first else second
    return (first[0], _either(first[1], second), _either(first[2], second))
