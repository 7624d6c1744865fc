"""The words that make a file relevant, so that it is evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.evaluate.relevance import Interest
from k8slint.lint.prefilter import Search

if TYPE_CHECKING:
    from k8slint.lint.prefilter import Plan

_MANY_FILES = 12  # that an expression for all words pays for


def interest_of(data: bytes, plans: tuple[Plan, ...]) -> Interest:
    """What made the file worth reading: the same makes a part of it worth evaluating."""
    shapes: dict[bytes, set[bytes | None]] = {}
    for word, shape in _hits(data, plans):
        shapes.setdefault(word, set()).add(shape)
    sought = [
        (word.decode(), None if None in of_word else _compiled(frozenset(of_word))) for word, of_word in shapes.items()
    ]

    def here(text: str) -> bool:
        return any(word in text and (shape is None or shape.search(text) is not None) for word, shape in sought)

    return Interest(here, lambda text: any(True for _ in _hits(as_bytes(text), plans)))


def _hits(data: bytes, plans: tuple[Plan, ...]) -> Iterator[tuple[bytes, bytes | None]]:
    has = _Words(data, _search(plans))
    for plan in plans:
        yield from plan.hits(has.__getitem__, data)


class _Words(dict[bytes, bool]):
    """Whether words are in the bytes of a file: each is looked up once."""

    def __init__(self, data: bytes, search: _Search) -> None:
        super().__init__(search(data))
        self._data = data

    def __missing__(self, word: bytes) -> bool:
        found = self[word] = word in self._data
        return found


class _Search:
    """Looks for the first words of plans in a file: faster than one by one, once it was made ready for many files."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self._search = Search(dict.fromkeys(word for plan in plans for word in plan.first_words))
        self._files = 0

    def __call__(self, data: bytes) -> dict[bytes, bool]:
        """Whether each of the words is in a file; nothing while it isn't worth it."""
        self._files += 1
        if self._files < _MANY_FILES:
            return {}
        if self._files == _MANY_FILES:
            self._search.for_many()
        return dict.fromkeys(self._search.words, False) | dict.fromkeys(self._search.found(data), True)


_search = lru_cache(maxsize=4)(_Search)  # a run has one set of plans


def as_bytes(text: str) -> bytes:
    """A text as the byte filter sees it."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _compiled(shapes: frozenset[bytes]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{shape.decode()})" for shape in sorted(shapes)), re.ASCII)
