"""How statements and evaluations end: normally (None), abruptly (``Completion``), or one or the other by an undecided test
(``Fork``)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from k8slint.evaluate.conditions import Key, Tree, decide

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter
    from k8slint.evaluate.machine.objects import HeapValue
    from k8slint.evaluate.values import Origin


class Exhausted(Exception):
    """The steps are used up: nothing evaluated so far can be trusted to be final."""


class Raised(Exception):
    """The program raises an exception of this class name, for certain, inside a ``try``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


MAX_WHILE = 2_000

MAX_OPEN_ROUNDS = 4  # of a while loop that may end in each of them; what follows stands for all later ones
MAX_STATEMENT_DEPTH = (
    240  # nested expressions and statements, over all calls; less than for expressions, which can be given up
)


class Completion:
    """An abrupt end: ``kind`` is "return", "break", "continue" or "raise"."""

    __slots__ = ("kind", "value")

    def __init__(self, kind: str, value: HeapValue | None = None, name: str = "") -> None:
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


def ends(ending: Ending, kind: str | None) -> Tree:
    """Where a statement ends in a certain way (None: normally), as a decision tree."""

    def join(fork: Fork, yes: Tree, no: Tree) -> Tree:
        return yes if isinstance(yes, bool) and yes is no else (fork.key, yes, no)

    return fold_ending(
        ending, lambda leaf: leaf is None if kind is None else leaf is not None and leaf.kind == kind, join
    )


def replace_ending(ending: Ending, kind: str | None, by: Ending) -> Ending:
    """Put another end in the place of one kind of end."""

    def leaf(end: Completion | None) -> Ending:
        return by if (end is None if kind is None else end is not None and end.kind == kind) else end

    def join(fork: Fork, yes: Ending, no: Ending) -> Ending:
        return None if yes is None and no is None else Fork(fork.key, fork.text, yes, no, fork.origin)

    return fold_ending(ending, leaf, join)


def fold_ending(ending: Ending, leaf: Callable[[Completion | None], T], join: Callable[[Fork, T, T], T]) -> T:
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


def go_on(interp: Interpreter, ending: Ending, then: Callable[[], Ending], kind: str | None = None) -> Ending:
    """Do ``then`` where ``ending`` is of a kind (None: normal), and nothing elsewhere."""
    decided = decide(ends(ending, kind))
    if decided is False:
        return ending
    if decided is True:
        return then()
    key, positive = decided
    assert isinstance(ending, Fork)
    depth = interp.depth
    interp.depth = depth + 2  # it nests what follows, statement after statement
    nothing: Callable[[], Ending] = lambda: None  # noqa: E731
    if positive:
        after, _ = interp.both(key, ending.text, ending.origin, then, nothing)
    else:
        _, after = interp.both(key, ending.text, ending.origin, nothing, then)
    interp.depth = depth
    return replace_ending(ending, kind, after)
