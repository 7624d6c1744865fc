"""Conditions that can't be decided, and which alternatives belong together under them.

A key is a tuple: ``("truth", symbol)``, ``("==", symbol, (type name, constant))`` or ``("tree", decision tree)``. A decision
tree is a bool or ``(key, tree if true, tree if false)``. Branch 0 of a key means that the test holds, branch 1 that it doesn't.
"""

from __future__ import annotations

from itertools import count
from typing import Any, TypeAlias

Key: TypeAlias = tuple[Any, ...]
Tree: TypeAlias = "bool | tuple[Any, Any, Any]"


class Assumptions:
    """A consistent set of test outcomes; never changed, ``assume`` makes a larger one.

    ``about`` holds the same outcomes by the symbol that they are about, so that one test is compared with few others.
    """

    __slots__ = ("_frozen", "_larger", "_trees", "about", "given")

    def __init__(
        self, given: dict[Key, int] | None = None, about: dict[Any, tuple[tuple[Key, int], ...]] | None = None
    ) -> None:
        self.given: dict[Key, int] = given or {}
        self.about: dict[Any, tuple[tuple[Key, int], ...]] = about or {}
        self._frozen: frozenset[tuple[Key, int]] | None = None
        # What was worked out already, by the identity of keys, which are kept: the same few are asked for again and again.
        self._larger: dict[tuple[int, int], tuple[Key, Assumptions]] = {}
        self._trees: dict[int, tuple[Key, int | None]] = {}

    def frozen(self) -> frozenset[tuple[Key, int]]:
        """The outcomes as a set, made once: it is part of the key of every remembered call."""
        if self._frozen is None:
            self._frozen = frozenset(self.given.items())
        return self._frozen

    def branch(self, key: Any) -> int | None:
        """The outcome of a test, if the assumptions decide it."""
        if not self.given:
            return None
        known = self.given.get(key)
        if known is not None or not isinstance(key, tuple):
            return known
        kind = key[0]
        if kind == "==":
            for other, branch in self.about.get(key[1], ()):
                if other[0] == "==" and branch == 0:
                    return 1  # it equals another constant
                if other[0] == "truth" and branch == (1 if key[2][1] else 0):
                    return 1  # it is falsy and the constant is not, or the reverse
        elif kind == "truth":
            for other, branch in self.about.get(key[1], ()):
                if other[0] == "==" and branch == 0:
                    return 0 if other[2][1] else 1
        elif kind == "tree":
            remembered = self._trees.get(id(key))
            if remembered is None:
                remembered = self._trees[id(key)] = key, self._outcome(key[1])
            return remembered[1]
        return None

    def assume(self, key: Any, branch: int) -> Assumptions:
        """These assumptions and one more, with what follows from it."""
        if len(self.given) >= MAX_ASSUMPTIONS:
            return self
        remembered = self._larger.get((id(key), branch))
        if remembered is None:
            remembered = self._larger[id(key), branch] = key, self._assume(key, branch)
        return remembered[1]

    def _assume(self, key: Any, branch: int) -> Assumptions:
        about = self.about
        if key[0] in ("==", "truth"):
            about = {**about, key[1]: (*about.get(key[1], ()), (key, branch))}
        result = Assumptions({**self.given, key: branch}, about)
        if key[0] == "tree":
            node = key[1]
            while not isinstance(node, bool):
                inner, yes, no = node
                can_yes = result._can(yes, branch)
                can_no = result._can(no, branch)
                decided = result.branch(inner)
                if decided is None:
                    if can_yes == can_no:
                        break
                    decided = 0 if can_yes else 1
                    result = result.assume(inner, decided)
                node = (yes, no)[decided]
        return result

    def _outcome(self, tree: Tree) -> int | None:
        if isinstance(tree, bool):
            return 0 if tree else 1
        key, yes, no = tree
        branch = self.branch(key)
        if branch is not None:
            return self._outcome((yes, no)[branch])
        first = self._outcome(yes)
        return first if first is not None and first == self._outcome(no) else None

    def _can(self, tree: Tree, wanted: int) -> bool:
        if isinstance(tree, bool):
            return tree == (wanted == 0)
        key, yes, no = tree
        branch = self.branch(key)
        if branch is not None:
            return self._can((yes, no)[branch], wanted)
        return self._can(yes, wanted) or self._can(no, wanted)


UNCONDITIONAL = Assumptions()


MAX_ASSUMPTIONS = 40  # tests inside each other; deeper ones are judged apart
MAX_KEY = 160  # parts of a test, all told: what follows from more is beyond what a person keeps in mind, too
_serial = count()


def is_large(key: Any) -> bool:
    """Whether a key, a symbol or a decision tree has too many parts to be told from others at every turn."""
    left, stack = MAX_KEY, [key]
    while stack:
        part = stack.pop()
        if type(part) is tuple:
            left -= len(part)
            if left < 0:
                return True
            stack.extend(part)
    return False


def decide(tree: Tree) -> tuple[Key, bool] | bool:
    """A decision tree as a bool, or as one key and whether its branch 0 means true."""
    if isinstance(tree, bool):
        return tree
    key, yes, no = tree
    if yes is True and no is False:
        return key, True
    if yes is False and no is True:
        return key, False
    if is_large(tree):
        return ("apart", next(_serial)), True  # a test of its own, that nothing else decides
    return ("tree", tree), True
