"""The words in a file that make it worth evaluating."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.evaluate.relevance import Interest

if TYPE_CHECKING:
    from k8slint.lint.prefilter import Plan


def interest_of(data: bytes, plans: tuple[Plan, ...]) -> Interest:
    """What made the file worth reading: the same makes a part of it worth evaluating."""
    shapes: dict[bytes, set[bytes | None]] = {}
    for plan in plans:
        for word, shape in plan.hits(data):
            shapes.setdefault(word, set()).add(shape)
    sought = [
        (word.decode(), None if None in of_word else _compiled(frozenset(of_word))) for word, of_word in shapes.items()
    ]

    def here(text: str) -> bool:
        return any(word in text and (shape is None or shape.search(text) is not None) for word, shape in sought)

    return Interest(here, lambda text: any(True for plan in plans for _ in plan.hits(as_bytes(text))))


def as_bytes(text: str) -> bytes:
    """A text as the byte filter sees it."""
    return text.encode("utf-8", "surrogatepass")


@lru_cache(maxsize=256)
def _compiled(shapes: frozenset[bytes]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{shape.decode()})" for shape in sorted(shapes)), re.ASCII)
