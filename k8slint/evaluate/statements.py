"""Statements: assignment, branches, loops, try, with, match, definitions, imports.

A statement ends normally (None), abruptly (``Completion``), or one or the other by an undecided test (``Fork``).
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from k8slint.evaluate import imports, outside
from k8slint.evaluate.conditions import Key, Tree, decide
from k8slint.evaluate.expressions import (
    DUNDERS,
    MAX_ITEMS,
    binary,
    boolean,
    compare,
    equal,
    iterate,
    key_of,
    lookup,
    may_miss,
    members,
    merge_into,
    store,
    subscript,
    truth,
)
from k8slint.evaluate.heap import (
    FLAGS,
    ITEMS,
    MISSING,
    Alt,
    Arguments,
    Builtin,
    Changes,
    Class,
    Decorated,
    Dictionary,
    Exhausted,
    Frame,
    Function,
    H,
    Method,
    ModelObject,
    ModuleObject,
    Object,
    Raised,
    Rest,
    Scope,
    Seq,
    text_of,
)
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

MAX_WHILE = 2_000
MAX_EXTENDED = 5 * MAX_ITEMS  # of a list that grows by others
MAX_OPEN_ROUNDS = 4  # of a while loop that may end in each of them; what follows stands for all later ones
MAX_DEPTH = 240  # nested expressions and statements, over all calls; less than for expressions, which can be given up


class Completion:
    """An abrupt end: ``kind`` is "return", "break", "continue" or "raise"."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: H | None = None, name: str = "") -> None:
        self.kind = kind
        self.value = value

    def __repr__(self) -> str:
        return f"Completion({self.kind})"


class Fork:
    """How a statement ends where a test holds, and where it doesn't."""

    __slots__ = ("key", "no", "origin", "text", "yes")

    def __init__(self, key: Key, text: str, yes: Ending, no: Ending, origin: Origin) -> None:
        self.key, self.text, self.yes, self.no, self.origin = key, text, yes, no, origin


Ending: TypeAlias = "Completion | Fork | None"
T = TypeVar("T")

RAISES, BREAK, CONTINUE = Completion("raise"), Completion("break"), Completion("continue")


def execute(run: Run, frame: Frame, body: Sequence[ast.stmt]) -> Ending:
    """Execute statements in order, each only where the ones before ended normally."""
    for number, statement in enumerate(body):
        ending = execute_one(run, frame, statement)
        if ending is None:
            continue
        if isinstance(ending, Completion):
            # At the top of a module nothing stops the reader: what follows is judged too.
            if ending.kind == "raise" and not run.try_depth and frame.scope.kind == "module":
                continue
            return ending
        rest = body[number + 1 :]
        return go_on(run, ending, lambda: execute(run, frame, rest)) if rest else ending  # noqa: B023 - called at once
    return None


def execute_one(run: Run, frame: Frame, statement: ast.stmt) -> Ending:
    depth, assumptions = run.depth, run.assumptions
    if depth >= MAX_DEPTH:
        raise Exhausted
    run.spend(1)
    run.depth = depth + 1
    try:
        ending: Ending = STATEMENTS[type(statement)](run, frame, statement)
    except Raised as raised:
        ending = Completion("raise", Const(raised.name, frame.origin(statement)))
        run.assumptions = assumptions
    run.depth = depth
    return ending


def ends(ending: Ending, kind: str | None) -> Tree:
    """Where a statement ends in a certain way (None: normally), as a decision tree."""

    def join(fork: Fork, yes: Tree, no: Tree) -> Tree:
        return yes if isinstance(yes, bool) and yes is no else (fork.key, yes, no)

    return fold(ending, lambda leaf: leaf is None if kind is None else leaf is not None and leaf.kind == kind, join)


def replace(ending: Ending, kind: str | None, by: Ending) -> Ending:
    """Put another end in the place of one kind of end."""

    def leaf(end: Completion | None) -> Ending:
        return by if (end is None if kind is None else end is not None and end.kind == kind) else end

    def join(fork: Fork, yes: Ending, no: Ending) -> Ending:
        return None if yes is None and no is None else Fork(fork.key, fork.text, yes, no, fork.origin)

    return fold(ending, leaf, join)


def fold(ending: Ending, leaf: Callable[[Completion | None], T], join: Callable[[Fork, T, T], T]) -> T:
    """One value of an ending, from those of its parts. Whatever follows several of them is shared: each is asked once."""
    if not isinstance(ending, Fork):
        return leaf(ending)
    known: dict[int, T] = {}

    def one(part: Ending) -> T:
        if not isinstance(part, Fork):
            return leaf(part)
        if id(part) not in known:
            known[id(part)] = join(part, one(part.yes), one(part.no))
        return known[id(part)]

    return one(ending)


def go_on(run: Run, ending: Ending, then: Callable[[], Ending], kind: str | None = None) -> Ending:
    """Do ``then`` where ``ending`` is of a kind (None: normal), and nothing elsewhere."""
    decided = decide(ends(ending, kind))
    if decided is False:
        return ending
    if decided is True:
        return then()
    key, positive = decided
    assert isinstance(ending, Fork)
    depth = run.depth
    run.depth = depth + 2  # it nests what follows, statement after statement
    nothing: Callable[[], Ending] = lambda: None  # noqa: E731
    if positive:
        after, _ = run.both(key, ending.text, ending.origin, then, nothing)
    else:
        _, after = run.both(key, ending.text, ending.origin, nothing, then)
    run.depth = depth
    return replace(ending, kind, after)


# Assignment


def assign(run: Run, frame: Frame, target: ast.expr, value: H) -> None:
    """Bind ``value`` to a target of any form."""
    if isinstance(target, ast.Name):
        bind(run, frame, target.id, value)
    elif isinstance(target, (ast.Tuple, ast.List)):
        unpack(run, frame, target, value)
    elif isinstance(target, ast.Attribute):
        set_attribute(run, run.eval(target.value, frame), target.attr, value, frame, target)
    elif isinstance(target, ast.Subscript):
        base = run.eval(target.value, frame)
        if isinstance(target.slice, ast.Slice):
            set_slice(run, base, value, frame, target)
            return
        index = run.eval(target.slice, frame)

        def put(one: H) -> H:
            set_item(run, one, index, value, frame, target)
            return MISSING

        run.each(base, put)
    elif isinstance(target, ast.Starred):
        assign(run, frame, target.value, value)


def bind(run: Run, frame: Frame, name: str, value: H) -> None:
    scope = frame.scope
    declared = scope.outer.get(name) if scope.outer else None
    if declared == "global":
        scope = frame.module.scope
    elif declared == "nonlocal":
        outer = scope.parent
        while outer is not None and name not in outer.entries and outer.kind != "module":
            outer = outer.parent
        scope = outer or scope
    run.put(scope, name, value)


def unpack(run: Run, frame: Frame, target: ast.Tuple | ast.List, value: H) -> None:
    value = run.resolve(value)
    elements = target.elts
    items = iterate(run, value, frame, target)
    star = next((i for i, element in enumerate(elements) if isinstance(element, ast.Starred)), None)
    exact = items is not None and not any(
        type(item) is Rest or (type(item) is Alt and may_miss(run, item)) for item in items
    )
    if items is None or not exact or (len(items) != len(elements) if star is None else len(items) < len(elements) - 1):
        if type(value) is Alt and (items is None or not exact):
            _unpack_alternatives(run, frame, target, value)
            return
        if items is not None and exact and run.try_depth:
            raise Raised("ValueError")  # too many, or not enough
        for element in elements:
            assign(run, frame, element, run.opaque(value, Reason.SPLAT, frame, element))
        return
    if star is not None:
        end = len(items) - (len(elements) - star - 1)
        items = [*items[:star], Seq(items[star:end], frame.origin(target)), *items[end:]]
    for element, item in zip(elements, items, strict=False):
        assign(run, frame, element, run.resolve(item))


def _unpack_alternatives(run: Run, frame: Frame, target: ast.Tuple | ast.List, value: Alt) -> None:
    run.both(
        value.key,
        value.text,
        value.origin,
        lambda: unpack(run, frame, target, value.yes),
        lambda: unpack(run, frame, target, value.no),
    )


def set_item(run: Run, base: H, index: H, value: H, frame: Frame, node: ast.AST) -> None:
    """``base[index] = value``."""
    if isinstance(base, Dictionary):
        store(run, base, index, value, frame, node)
    elif isinstance(base, Seq):
        index = run.resolve(index)
        if base.kind == "tuple" and run.try_depth:
            raise Raised("TypeError")
        if type(index) is Const and isinstance(index.value, int) and base.plain:
            if -len(base.items) <= index.value < len(base.items):
                items = list(base.items)
                items[index.value] = value
                run.replace(base, items)
            elif run.try_depth:
                raise Raised("IndexError")
            return
        run.replace(base, [Rest(run.unknown(Reason.SUBSCRIPT, frame, node))])
    elif isinstance(base, Object) and base.cls is not None:
        method = base.cls.find("__setitem__")
        if isinstance(method, Function):
            run.call(method, Arguments([base, index, value]), frame, node)
    elif isinstance(base, Reference) and base.qualified_name == "os.environ":
        outside.change(run, index, frame)


def set_slice(run: Run, base: H, value: H, frame: Frame, node: ast.Subscript) -> None:
    base = run.resolve(base)
    if not isinstance(base, Seq):
        return
    items = iterate(run, value, frame, node)
    where = bounds(run, frame, node.slice)
    if items is None or where is None or not (base.plain or where == slice(None)):
        run.replace(base, [Rest(run.unknown(Reason.SUBSCRIPT, frame, node))])
        return
    changed = list(base.items)
    try:
        changed[where] = items
    except ValueError:  # an extended slice of another size: the program fails
        changed = [Rest(run.unknown(Reason.SUBSCRIPT, frame, node))]
    run.replace(base, changed)


def set_attribute(run: Run, target: H, name: str, value: H, frame: Frame, node: ast.AST) -> None:
    """``target.name = value``."""
    from k8slint.evaluate.calls import give_up
    from k8slint.evaluate.run import RawAttribute

    def put(one: H) -> H:
        if isinstance(one, (ModelObject, Object, Decorated, Class)):
            if isinstance(one, Object) and one.cls is not None:
                setter = one.cls.find(name)
                function = getattr(setter, "extra", {}).get("setter")
                if isinstance(function, Function):
                    run.call(function, Arguments([one, value]), frame, node)
                    return MISSING
                own = one.cls.find("__setattr__")
                if isinstance(own, Function):
                    give_up(run, own, Arguments([one, value]), Reason.CLASS, frame, node)
                    return MISSING
            run.put(one, name, value)
            if isinstance(one, ModelObject):
                one.keys[name] = frame.origin(node)
        elif isinstance(one, ModuleObject):
            run.ready(one.module)
            run.put(one.module.scope, name, value)
        if not isinstance(one, (Class, ModuleObject)) and not (
            isinstance(one, Object) and one.cls and not one.cls.external
        ):
            run.records.attributes.append(RawAttribute(one, name, value, frame.origin(node), run.assumptions))
        return MISSING

    run.each(target, put)


def _assign(run: Run, frame: Frame, node: ast.Assign) -> Ending:
    value = run.eval(node.value, frame)
    for target in node.targets:
        assign(run, frame, target, value)
    return None


def _annotated(run: Run, frame: Frame, node: ast.AnnAssign) -> Ending:
    if node.value is not None:
        assign(run, frame, node.target, run.eval(node.value, frame))
    if frame.cls is not None and frame.scope.kind == "class" and isinstance(node.target, ast.Name):
        frame.cls.annotations[node.target.id] = node.annotation
    return None


# Operators that change what stands on their left; other names for it see that.
_IN_PLACE: dict[str, tuple[type[ast.operator], ...]] = {
    "list": (ast.Mult,),
    "set": (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor),
}


def _augmented(run: Run, frame: Frame, node: ast.AugAssign) -> Ending:
    target = node.target
    base: H = MISSING
    index: H = MISSING
    if isinstance(target, ast.Name):
        before = lookup(run, frame, target.id, target)
    elif isinstance(target, ast.Attribute):
        base = run.eval(target.value, frame)
        before = run.attribute(base, target.attr, frame, target)
    else:
        base = run.eval(target.value, frame)
        if isinstance(target.slice, ast.Slice):
            before = run.unknown(Reason.SUBSCRIPT, frame, target)
        else:
            index = run.eval(target.slice, frame)
            before = run.lift(base, lambda one: run.lift(index, lambda key: subscript(run, one, key, frame, target)))
    value = run.eval(node.value, frame)

    def change(one: H) -> H:
        if isinstance(one, Seq) and one.kind == "list" and isinstance(node.op, ast.Add):
            extend(run, one, value, frame, node)
            return one
        if isinstance(one, Dictionary) and isinstance(node.op, ast.BitOr):
            merge_into(run, one, value, frame, node)
            return one
        if isinstance(one, Object) and one.cls is not None:
            own = one.cls.find(DUNDERS.get(type(node.op), "").replace("__", "__i", 1))
            if isinstance(own, Function):
                return run.call(own, Arguments([one, value]), frame, node)
        result = binary(run, type(node.op), one, value, frame, node)
        if isinstance(one, Seq) and one.kind in ("list", "set") and type(node.op) in _IN_PLACE[one.kind]:
            if isinstance(result, Seq) and result.kind == one.kind:
                run.replace(one, list(result.items))
            else:
                run.replace(one, [Rest(run.opaque(value, Reason.MUTATED, frame, node))])
            return one
        return result

    after = run.each(before, change)
    if isinstance(target, ast.Name):
        bind(run, frame, target.id, after)
    elif isinstance(target, ast.Attribute):
        set_attribute(run, base, target.attr, after, frame, target)
    elif isinstance(target.slice, ast.Slice):
        set_slice(run, base, after, frame, target)
    else:
        run.each(base, lambda one: _put_item(run, one, index, after, frame, target))
    return None


def _put_item(run: Run, base: H, index: H, value: H, frame: Frame, node: ast.AST) -> H:
    set_item(run, base, index, value, frame, node)
    return MISSING


def extend(run: Run, seq: Seq, value: H, frame: Frame, node: ast.AST) -> None:
    """``seq.extend(value)``."""
    items = iterate(run, value, frame, node)
    if items is None:
        items = [Rest(run.opaque(value, Reason.SPLAT, frame, node))]
    run.spend(len(items) // 8)
    if len(seq.items) + len(items) > MAX_EXTENDED:
        items = [Rest(run.unknown(Reason.LIMIT, frame, node))]
    for item in items:
        run.append(seq, item)


def _delete(run: Run, frame: Frame, node: ast.Delete) -> Ending:
    for target in node.targets:
        if isinstance(target, ast.Name):
            run.remove(frame.scope, target.id)
        elif isinstance(target, ast.Attribute):
            base = run.eval(target.value, frame)
            run.each(base, lambda one: _remove_attribute(run, one, target.attr))  # noqa: B023
        elif isinstance(target, ast.Subscript):
            base = run.eval(target.value, frame)
            if isinstance(target.slice, ast.Slice):
                run.each(base, lambda one: _remove_slice(run, one, frame, target))  # noqa: B023
                continue
            index = run.eval(target.slice, frame)
            run.each(base, lambda one: remove_item(run, one, index, frame, target))  # noqa: B023
    return None


def _remove_attribute(run: Run, one: H, name: str) -> H:
    if isinstance(one, (ModelObject, Object)):
        run.remove(one, name)
    return MISSING


def _remove_slice(run: Run, one: H, frame: Frame, node: ast.Subscript) -> H:
    if isinstance(one, Seq):
        where = bounds(run, frame, node.slice)
        if where is None or not one.plain:
            run.replace(one, [Rest(run.unknown(Reason.SUBSCRIPT, frame, node))])
        else:
            items = list(one.items)
            del items[where]
            run.replace(one, items)
    return MISSING


def bounds(run: Run, frame: Frame, node: ast.expr) -> slice | None:
    """A slice with known bounds."""
    assert isinstance(node, ast.Slice)
    known: list[int | None] = []
    for part in (node.lower, node.upper, node.step):
        value = run.eval(part, frame) if part is not None else Const(None, frame.origin(node))
        if type(value) is not Const or not (value.value is None or isinstance(value.value, int)):
            return None
        known.append(value.value)
    return None if known[2] == 0 else slice(*known)


def remove_item(run: Run, one: H, index: H, frame: Frame, node: ast.AST) -> H:
    """``del one[index]``."""
    if isinstance(one, Dictionary):
        known = key_of(run, index)
        if isinstance(known, (str, int, float, bool, bytes, tuple, type(None))) or known in one.entries:
            if run.try_depth and one.complete and one.entries.get(known, MISSING) is MISSING:
                raise Raised("KeyError")
            run.remove(one, known)
        else:
            for key in list(one.entries):
                run.remove(one, key)
            run.spoil(one, Reason.SUBSCRIPT)
    elif isinstance(one, Seq):
        if type(index) is Const and isinstance(index.value, int) and one.plain:
            if -len(one.items) <= index.value < len(one.items):
                items = list(one.items)
                del items[index.value]
                run.replace(one, items)
            elif run.try_depth:
                raise Raised("IndexError")
        else:
            run.replace(one, [Rest(run.unknown(Reason.SUBSCRIPT, frame, node))])
    elif isinstance(one, Reference) and one.qualified_name == "os.environ":
        outside.change(run, index, frame)
    return MISSING


# Branches


def _expression(run: Run, frame: Frame, node: ast.Expr) -> Ending:
    if isinstance(node.value, ast.Constant):
        return None
    run.eval(node.value, frame)
    return None


def _if(run: Run, frame: Frame, node: ast.If) -> Ending:
    # `elif` chains are walked in a loop, so that long ones don't exhaust the stack while their tests are known.
    while True:
        decided = decide(truth(run, run.eval(node.test, frame)))
        if decided is False and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If):
            node = node.orelse[0]
            continue
        break
    if isinstance(decided, bool):
        return execute(run, frame, node.body if decided else node.orelse)
    key, positive = decided
    text = text_of(frame.origin(node.test))
    return branch(
        run,
        key,
        positive,
        text,
        frame.origin(node.test),
        lambda: execute(run, frame, node.body),
        lambda: execute(run, frame, node.orelse),
    )


def branch(
    run: Run,
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
    yes, no = run.both(key, text, origin, lambda: (body(),), lambda: (orelse(),))
    if yes is None or no is None:
        taken = no if yes is None else yes
        return taken[0]  # type: ignore[no-any-return]
    return None if yes[0] is None and no[0] is None else Fork(key, text, yes[0], no[0], origin)


def _match(run: Run, frame: Frame, node: ast.Match) -> Ending:
    subject = run.eval(node.subject, frame)
    return _cases(run, frame, node, subject, 0)


def _cases(run: Run, frame: Frame, node: ast.Match, subject: H, index: int) -> Ending:
    if index == len(node.cases):
        return None
    case = node.cases[index]
    bound: dict[str, H] = {}
    test = matches(run, frame, case.pattern, subject, bound)

    def body() -> Ending:
        for name, value in bound.items():
            bind(run, frame, name, value)
        if case.guard is None:
            return execute(run, frame, case.body)
        guarded = decide(truth(run, run.eval(case.guard, frame)))
        if isinstance(guarded, bool):
            return execute(run, frame, case.body) if guarded else orelse()
        text = text_of(frame.origin(case.guard))
        return branch(
            run, guarded[0], guarded[1], text, frame.origin(case.guard), lambda: execute(run, frame, case.body), orelse
        )

    def orelse() -> Ending:
        return _cases(run, frame, node, subject, index + 1)

    decided = decide(truth(run, test))
    if isinstance(decided, bool):
        return body() if decided else orelse()
    text = f"{text_of(frame.origin(node.subject))} matches {text_of(frame.origin(case.pattern))}"
    return branch(run, decided[0], decided[1], text, frame.origin(case.pattern), body, orelse)


def matches(run: Run, frame: Frame, pattern: ast.pattern, subject: H, bound: dict[str, H]) -> H:
    """Whether a pattern matches, as a value; what it captures goes to ``bound``."""
    origin = frame.origin(pattern)
    if isinstance(pattern, ast.MatchValue):
        return compare(run, ast.Eq(), subject, run.eval(pattern.value, frame), frame, pattern)
    if isinstance(pattern, ast.MatchSingleton):
        return compare(run, ast.Is(), subject, Const(pattern.value, origin), frame, pattern)
    if isinstance(pattern, ast.MatchAs):
        inner = Const(True, origin) if pattern.pattern is None else matches(run, frame, pattern.pattern, subject, bound)
        if pattern.name is not None:
            bound[pattern.name] = subject
        return inner
    if isinstance(pattern, ast.MatchOr):
        tree: Tree = False
        for option in reversed(pattern.patterns):
            one = truth(run, matches(run, frame, option, subject, bound))
            tree = _either(one, tree)
        return boolean(run, tree, frame, pattern)
    answer = None
    if isinstance(pattern, ast.MatchSequence):
        answer = _matches_sequence(run, frame, pattern, subject, bound)
    elif isinstance(pattern, ast.MatchMapping):
        answer = _matches_mapping(run, frame, pattern, subject, bound)
    elif isinstance(pattern, ast.MatchClass):
        answer = _matches_class(run, frame, pattern, subject, bound)
    if answer is not None:
        return answer
    for name in _captured(pattern):
        bound[name] = run.opaque(subject, Reason.SYNTAX, frame, pattern)
    return run.opaque(subject, Reason.SYNTAX, frame, pattern, type="bool")


def _captured(pattern: ast.pattern) -> list[str]:
    names = [part.name for part in ast.walk(pattern) if isinstance(part, (ast.MatchAs, ast.MatchStar)) and part.name]
    return names + [part.rest for part in ast.walk(pattern) if isinstance(part, ast.MatchMapping) and part.rest]


def _all_match(
    run: Run, frame: Frame, pattern: ast.pattern, pairs: list[tuple[ast.pattern, H]], bound: dict[str, H]
) -> H:
    tree: Tree = True
    for inner, value in reversed(pairs):
        tree = _both(truth(run, matches(run, frame, inner, value, bound)), tree)
    return boolean(run, tree, frame, pattern)


def _both(first: Tree, second: Tree) -> Tree:
    if isinstance(first, bool):
        return second if first else False
    return (first[0], _both(first[1], second), _both(first[2], second))


def _matches_sequence(run: Run, frame: Frame, pattern: ast.MatchSequence, subject: H, bound: dict[str, H]) -> H | None:
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
        return _all_match(run, frame, pattern, list(zip(patterns, items, strict=True)), bound)
    after = len(patterns) - star - 1
    if len(items) < star + after:
        return no
    end = len(items) - after
    rest = patterns[star]
    assert isinstance(rest, ast.MatchStar)
    if rest.name:
        bound[rest.name] = Seq(items[star:end], frame.origin(rest))
    pairs = [*zip(patterns[:star], items[:star], strict=True), *zip(patterns[star + 1 :], items[end:], strict=True)]
    return _all_match(run, frame, pattern, pairs, bound)


def _matches_mapping(run: Run, frame: Frame, pattern: ast.MatchMapping, subject: H, bound: dict[str, H]) -> H | None:
    if not isinstance(subject, Dictionary):
        return Const(False, frame.origin(pattern)) if isinstance(subject, (Const, Seq, ModelObject)) else None
    pairs: list[tuple[ast.pattern, H]] = []
    rest = dict(subject.entries)
    for key_node, inner in zip(pattern.keys, pattern.patterns, strict=True):
        key = key_of(run, run.eval(key_node, frame))
        value = run.resolve(rest.pop(key, MISSING))
        if type(value) is Alt or (value is MISSING and not subject.complete):
            return None
        if value is MISSING:
            return Const(False, frame.origin(pattern))
        pairs.append((inner, value))
    if pattern.rest:
        bound[pattern.rest] = Dictionary(rest, frame.origin(pattern), complete=subject.complete)
    return _all_match(run, frame, pattern, pairs, bound)


def _matches_class(run: Run, frame: Frame, pattern: ast.MatchClass, subject: H, bound: dict[str, H]) -> H | None:
    """``str()``, ``str(name)``, ``Point(x=0)``: not positional patterns of classes, which need ``__match_args__``."""
    from k8slint.evaluate.python_builtins import is_instance

    kind = run.eval(pattern.cls, frame)
    answer = is_instance(subject, kind)
    if answer is False:
        return Const(False, frame.origin(pattern))
    builtin = isinstance(kind, Builtin)
    if answer is None or (pattern.patterns and not (builtin and len(pattern.patterns) == 1)):
        return None
    pairs: list[tuple[ast.pattern, H]] = [(inner, subject) for inner in pattern.patterns]
    for name, inner in zip(pattern.kwd_attrs, pattern.kwd_patterns, strict=True):
        pairs.append((inner, run.attribute(subject, name, frame, pattern)))
    return _all_match(run, frame, pattern, pairs, bound)


def _either(first: Tree, second: Tree) -> Tree:
    if isinstance(first, bool):
        return True if first else second
    return (first[0], _either(first[1], second), _either(first[2], second))


# Loops


def _for(run: Run, frame: Frame, node: ast.For | ast.AsyncFor) -> Ending:
    source = run.resolve(run.eval(node.iter, frame))
    if isinstance(source, Seq) and source.kind in ("set", "frozenset") and len(source.items) > 1:
        return _over_set(run, frame, node, source)
    items = iterate(run, source, frame, node.iter)
    if items is None:
        why = run.opaque(source, Reason.LOOP, frame, node.iter)
        ending = unknown_loop(run, frame, node.body, lambda: assign(run, frame, node.target, why), node)
    elif len(items) > MAX_ITEMS:
        limit = run.unknown(Reason.LIMIT, frame, node.iter)
        ending = unknown_loop(run, frame, node.body, lambda: assign(run, frame, node.target, limit), node)
    else:
        live = source if isinstance(source, Seq) and source.kind == "list" else None
        ending = _rounds(run, frame, node, items, 0, live)
        if isinstance(source, Seq) and source.kind == "iterator" and ending is not None:
            run.replace(source, [Rest(run.unknown(Reason.LOOP, frame, node.iter))])  # what a break has left
    return _after_rounds(run, frame, node, ending)


def _after_rounds(run: Run, frame: Frame, node: ast.For | ast.AsyncFor, ending: Ending) -> Ending:
    if isinstance(ending, Completion):
        return None if ending.kind == "break" else ending
    if node.orelse:
        ending = go_on(run, ending, lambda: execute(run, frame, node.orelse))
    return replace(ending, "break", None)


def _over_set(run: Run, frame: Frame, node: ast.For | ast.AsyncFor, source: Seq) -> Ending:
    """A loop over a set: each round is known, but not in which order they come."""
    items = members(run, source)
    ending, changes = run.attempt(lambda: _rounds(run, frame, node, items, 0, None))
    run.apply(changes)
    ordered = {place: change for place, change in changes.items() if place[1] is ITEMS or isinstance(change[0], Scope)}
    make_unknown(run, ordered, run.unknown(Reason.LOOP, frame, node.iter, "items of a set, in any order"), before=False)
    return _after_rounds(run, frame, node, ending)


def _rounds(
    run: Run, frame: Frame, node: ast.For | ast.AsyncFor, items: list[H], start: int, live: Seq | None
) -> Ending:
    """The rounds over known items. A list (``live``) that is changed meanwhile is walked as it is then."""
    number, version = start - 1, live.version if live is not None else 0
    while (number := number + 1) < len(items):
        run.spend(1)
        ending = _round(run, frame, node, items[number])
        if live is not None and live.version != version:
            version = live.version
            rest = Rest(run.unknown(Reason.LOOP, frame, node.iter))
            items = list(live.items) if live.plain else [*items[: number + 1], rest]
        if isinstance(ending, Completion):
            return ending
        if ending is not None:
            following = number + 1
            return go_on(run, ending, lambda: _rounds(run, frame, node, items, following, live))  # noqa: B023 - called at once
    return None


def _round(run: Run, frame: Frame, node: ast.For | ast.AsyncFor, item: H) -> Ending:
    item = run.resolve(item)
    if item is MISSING:
        return None
    if type(item) is Rest:
        rest = item
        return unknown_loop(run, frame, node.body, lambda: assign(run, frame, node.target, rest.unknown), node)
    if type(item) is Alt and may_miss(run, item):
        alt = item
        return branch(
            run,
            alt.key,
            True,
            alt.text,
            alt.origin,
            lambda: _round(run, frame, node, alt.yes),
            lambda: _round(run, frame, node, alt.no),
        )
    assign(run, frame, node.target, item)
    return replace(execute(run, frame, node.body), "continue", None)


def _while(run: Run, frame: Frame, node: ast.While) -> Ending:
    return _while_rounds(run, frame, node, 0, 0)


def _while_rounds(run: Run, frame: Frame, node: ast.While, done: int, left_open: int) -> Ending:
    """The rounds after ``done``; in ``left_open`` of those it wasn't known whether they end the loop."""
    for number in range(done, MAX_WHILE if left_open < MAX_OPEN_ROUNDS else done):
        run.spend(1)
        decided = decide(truth(run, run.eval(node.test, frame)))
        if decided is False:
            return execute(run, frame, node.orelse)
        if decided is not True:
            break
        ending = replace(execute(run, frame, node.body), "continue", None)
        if isinstance(ending, Completion):
            return None if ending.kind == "break" else ending
        if ending is not None:
            following = number + 1
            ending = go_on(run, ending, lambda: _while_rounds(run, frame, node, following, left_open + 1))  # noqa: B023 - called at once
            return replace(ending, "break", None)
    return replace(unknown_loop(run, frame, node.body, lambda: None, node), "break", None)


def unknown_loop(run: Run, frame: Frame, body: list[ast.stmt], start: Callable[[], None], node: ast.stmt) -> Ending:
    """A loop whose rounds aren't known: one round stands for all, and whatever it may change is unknown.

    A first round, without trace, finds what changes; the second sees that as unknown, as a later round would.
    """

    def once() -> Ending:
        start()
        return execute(run, frame, body)

    sizes = run.records.sizes()
    run.dry += 1
    _, changes = run.attempt(once)
    run.dry -= 1
    run.records.cut(sizes)
    why = run.unknown(Reason.LOOP, frame, node.iter if isinstance(node, (ast.For, ast.AsyncFor)) else node)
    make_unknown(run, changes, why, before=True)
    if run.dry:
        return None
    ending, later = run.attempt(once)
    make_unknown(run, {**changes, **later}, why, before=False)
    returned = ends(ending, "return")
    if returned is False:
        return None
    value = _returned(run, ending)
    key: Key = ("truth", ("loop", id(node), run.steps))
    return Fork(key, f"a round of {text_of(frame.origin(node))}", Completion("return", value), None, frame.origin(node))


def _returned(run: Run, ending: Ending) -> H:
    def leaf(end: Completion | None) -> H:
        return end.value if end is not None and end.kind == "return" and end.value is not None else MISSING

    def join(fork: Fork, yes: H, no: H) -> H:
        if yes is MISSING or no is MISSING:
            return no if yes is MISSING else yes
        return run.choose(fork.key, fork.text, yes, no, fork.origin)

    return fold(ending, leaf, join)


def make_unknown(run: Run, changes: Changes, why: Unknown, before: bool) -> None:
    """Let every changed place hold an unknown; a list that only grew keeps its beginning."""
    for thing, key, old, new in changes.values():
        if key is ITEMS:
            kept = old if new[: len(old)] == old else []
            if not (thing.items and type(thing.items[-1]) is Rest and thing.items[: len(kept)] == kept):
                run.replace(thing, [*kept, Rest(why)])
        elif key is FLAGS or isinstance(thing, Scope):
            if isinstance(thing, Scope) and key is not FLAGS:
                if old is new:
                    continue  # an augmented assignment gives the name back what it changed in place
                if old is not MISSING or not before:
                    run.put(thing, key, why)
            else:
                run.spoil(thing, why.reason)
        elif old is MISSING and isinstance(thing, Dictionary):
            run.spoil(thing, why.reason)
        else:
            run.put(thing, key, why)


# try, with


_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def _try(run: Run, frame: Frame, node: ast.Try) -> Ending:
    choice = imports.preferred(run, frame, node)
    if choice is not None:
        body = choice
        ending = execute(run, frame, body)
        return _finally(run, frame, node, ending)
    alternatives = imports.alternatives(run, frame, node)
    if alternatives is not None:
        key, text, handler = alternatives
        ending = branch(
            run,
            key,
            True,
            text,
            frame.origin(node),
            lambda: _body_and_else(run, frame, node),
            lambda: execute(run, frame, handler),
        )
        return _finally(run, frame, node, ending)
    return _finally(run, frame, node, _body_and_else(run, frame, node))


def _body_and_else(run: Run, frame: Frame, node: ast.Try) -> Ending:
    """The body, its handlers where it certainly raises, and its ``else``. Where it calls unknown code, it may raise: then
    the handlers are a second way on, unless what they leave behind is no different."""
    unknowns, raised = len(run.records.unknowns), run.may_raise
    run.try_depth += bool(node.handlers)
    try:
        ending, changes = run.attempt(lambda: execute(run, frame, node.body))
    finally:
        run.try_depth -= bool(node.handlers)
    risky = run.may_raise > raised or any(u.reason in _MAY_RAISE for u in run.records.unknowns[unknowns:])
    if not risky or not node.handlers or ends(ending, "raise") is not False:
        run.apply(changes)
        return _handled(run, frame, node, ending)

    def goes_well() -> Ending:
        run.apply(changes)
        return go_on(run, ending, lambda: execute(run, frame, node.orelse)) if node.orelse else ending

    def raises() -> Ending:
        why = run.unknown(Reason.CALL, frame, node, "an exception in the try block")
        if len(node.body) > 1 or isinstance(node.body[0], _COMPOUND):
            make_unknown(run, changes, why, before=True)
        return _one_of(run, frame, node.handlers)

    sizes = run.records.sizes()
    other, left = run.attempt(raises)
    run.records.cut(sizes)
    names = {handler.name for handler in node.handlers}
    if (
        other is None
        and all(key in names for _, key in left)
        and all(old is MISSING for _, _, old, _ in changes.values())
    ):
        return goes_well()
    key: Key = ("truth", ("try", id(node)))
    return branch(run, key, True, "the try block raises", frame.origin(node), raises, goes_well)


_MAY_RAISE = (
    Reason.CALL,
    Reason.EXTERNAL,
    Reason.SUBSCRIPT,
    Reason.MUTATED,
    Reason.LOOP,
    Reason.OPERATOR,
    Reason.ATTRIBUTE,
    Reason.IMPORT,
    Reason.NAME,
    Reason.SPLAT,  # a key of a dict that another was unpacked into
    Reason.CLASS,
    Reason.CYCLE,
    Reason.LIMIT,
)
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def _one_of(run: Run, frame: Frame, handlers: list[ast.ExceptHandler]) -> Ending:
    """The handlers one by one, as which of them is taken isn't known."""
    handler, *others = handlers

    def this() -> Ending:
        if handler.name:
            run.put(frame.scope, handler.name, run.unknown(Reason.CALL, frame, handler, "an exception"))
        return execute(run, frame, handler.body)

    if not others:
        return this()
    text = f"the exception is {text_of(frame.origin(handler.type))}" if handler.type else "the exception is another"
    key: Key = ("truth", ("handler", id(handler)))
    return branch(run, key, True, text, frame.origin(handler), this, lambda: _one_of(run, frame, others))


def _handled(run: Run, frame: Frame, node: ast.Try, ending: Ending) -> Ending:
    """What follows the body of a ``try``: its ``else`` where it ended normally, a handler where it certainly raised."""
    if node.orelse:
        ending = go_on(run, ending, lambda: execute(run, frame, node.orelse))
    if node.handlers and ends(ending, "raise") is not False:
        handlers = _handlers(node, _raised(ending).split())
        if handlers:
            ending = go_on(run, ending, lambda: _one_of(run, frame, handlers), kind="raise")
    return ending


def _handlers(node: ast.Try, raised: list[str]) -> list[ast.ExceptHandler]:
    """The handlers that may take what was raised, up to one that certainly does (``_names_of``)."""
    names = {ancestor for name in raised for ancestor in _builtin_ancestors(name) or [name]}
    found = []
    for handler in node.handlers:
        caught = {
            part.id if isinstance(part, ast.Name) else part.attr
            for part in ast.walk(handler.type or ast.Name("BaseException"))
            if isinstance(part, (ast.Name, ast.Attribute))
        }
        certain = caught & {*names, "BaseException"} or (raised and "Exception" in caught)
        possible = not raised or ("?" in names and any(not _builtin_ancestors(name) for name in caught))
        if certain or possible:
            found.append(handler)
        if certain:
            break
    return found


def _builtin_ancestors(name: str) -> list[str]:
    """The names of one of Python's own exceptions and its bases."""
    import builtins

    cls = getattr(builtins, name, None)
    known = isinstance(cls, type) and issubclass(cls, BaseException)
    return [base.__name__ for base in cls.__mro__] if known and cls is not None else []


def _raised(ending: Ending) -> str:
    def leaf(end: Completion | None) -> str:
        return str(end.value.value) if end is not None and end.kind == "raise" and isinstance(end.value, Const) else ""

    return fold(ending, leaf, lambda fork, yes, no: yes or no)


def _finally(run: Run, frame: Frame, node: ast.Try, ending: Ending) -> Ending:
    if node.finalbody:
        last = execute(run, frame, node.finalbody)
        if last is not None:
            return last
    return ending


def _raise(run: Run, frame: Frame, node: ast.Raise) -> Ending:
    name = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(node.exc, ast.Call):
        run.eval(node.exc, frame)
    names = _names_of(run.eval(name, frame)) if isinstance(name, (ast.Name, ast.Attribute)) else ""
    return Completion("raise", Const(names, frame.origin(node)))


def _names_of(value: H) -> str:
    """The names of an exception's class and its bases, with "?" where there may be others; empty if nothing is known."""
    cls = value.cls if isinstance(value, Object) else value
    if isinstance(cls, Class):
        outside = [name.rpartition(".")[2] for name in cls.external]
        rest = ["?"] if cls.opaque or not all(map(_builtin_ancestors, outside)) else []
        return " ".join([base.name for base in cls.mro] + outside + rest)
    if isinstance(value, Reference):
        name = value.qualified_name.rpartition(".")[2]
        return name if _builtin_ancestors(name) else f"{name} ?"
    return ""


def _with(run: Run, frame: Frame, node: ast.With | ast.AsyncWith) -> Ending:
    from k8slint.evaluate.calls import enter

    dags, groups = len(run.dags), run.groups
    suppresses = False
    for item in node.items:
        manager = run.eval(item.context_expr, frame)
        suppresses = suppresses or (isinstance(manager, Object) and manager.qualified == "contextlib.suppress")
        entered = enter(run, manager, frame, item.context_expr)
        if item.optional_vars is not None:
            assign(run, frame, item.optional_vars, entered)
    run.try_depth += suppresses
    try:
        ending = execute(run, frame, node.body)
    finally:
        run.try_depth -= suppresses
    del run.dags[dags:]
    run.groups = groups
    return replace(ending, "raise", None) if suppresses else ending


# The rest


def _return(run: Run, frame: Frame, node: ast.Return) -> Ending:
    value = run.eval(node.value, frame) if node.value else Const(None, frame.origin(node))
    return Completion("return", value)


def _global(run: Run, frame: Frame, node: ast.Global | ast.Nonlocal) -> Ending:
    kind = "global" if isinstance(node, ast.Global) else "nonlocal"
    for name in node.names:
        frame.scope.outer[name] = kind
    return None


def _assert(run: Run, frame: Frame, node: ast.Assert) -> Ending:
    value = run.eval(node.test, frame)
    if run.try_depth and decide(truth(run, value)) is False:
        raise Raised("AssertionError")
    return None


def _function(run: Run, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Ending:
    from k8slint.evaluate.calls import define

    bind(run, frame, node.name, define(run, frame, node))
    return None


def _class(run: Run, frame: Frame, node: ast.ClassDef) -> Ending:
    from k8slint.evaluate.classes import define_class

    bind(run, frame, node.name, define_class(run, frame, node))
    return None


def _import(run: Run, frame: Frame, node: ast.Import) -> Ending:
    imports.import_modules(run, frame, node)
    return None


def _import_from(run: Run, frame: Frame, node: ast.ImportFrom) -> Ending:
    imports.import_names(run, frame, node)
    return None


def _nothing(run: Run, frame: Frame, node: ast.stmt) -> Ending:
    return None


def _unknown_statement(run: Run, frame: Frame, node: ast.stmt) -> Ending:
    """A statement that this code knows nothing of, as ``type X = …``: the names it binds aren't known."""
    why = run.unknown(Reason.SYNTAX, frame, node)
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store):
            bind(run, frame, part.id, why)
    return None


class _Table(dict[type, Callable[..., Any]]):
    def __missing__(self, kind: type) -> Callable[..., Any]:
        return _try if kind.__name__ == "TryStar" else _unknown_statement


STATEMENTS: dict[type, Callable[..., Any]] = _Table(
    {
        ast.Assign: _assign,
        ast.AnnAssign: _annotated,
        ast.AugAssign: _augmented,
        ast.Delete: _delete,
        ast.Expr: _expression,
        ast.If: _if,
        ast.Match: _match,
        ast.For: _for,
        ast.AsyncFor: _for,
        ast.While: _while,
        ast.Try: _try,
        ast.Raise: _raise,
        ast.With: _with,
        ast.AsyncWith: _with,
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
        ast.Break: lambda run, frame, node: BREAK,
        ast.Continue: lambda run, frame, node: CONTINUE,
    }
)

__all__ = ["CONTINUE", "RAISES", "Completion", "Ending", "Fork", "Method", "Reference", "assign", "equal", "execute"]
