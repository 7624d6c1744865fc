"""Violations that repeat a mistake which another violation reports already."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from k8slint.rules._base import Rule
    from k8slint.source.text import Source, Span


class Shadows:
    """The places of violations that shadow others, by file and by what they shadow: a rule's code, or an area."""

    def __init__(self) -> None:
        self._spans: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self._sorted: dict[tuple[int, str], tuple[list[int], list[int]]] = {}

    def add(self, source: Source, span: Span, shadowed: Iterable[str]) -> None:
        for word in shadowed:
            self._spans.setdefault((id(source), word), []).append((span.start, span.end))

    def cover(self, source: Source, span: Span, rule: Rule) -> bool:
        """Whether one of them spans a violation of ``rule`` in that file."""
        for key in {(id(source), word) for word in (rule.code, *rule.areas)} & self._spans.keys():
            starts, furthest = self._in_order(key)
            before = bisect_right(starts, span.start)
            if before and furthest[before - 1] >= span.end:
                return True
        return False

    def _in_order(self, key: tuple[int, str]) -> tuple[list[int], list[int]]:
        """Where they start, and how far those that start until there go."""
        if key not in self._sorted:
            spans = sorted(self._spans[key])
            self._sorted[key] = [start for start, _ in spans], list(accumulate((end for _, end in spans), max))
        return self._sorted[key]
