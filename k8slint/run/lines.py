"""Compares two texts line by line, in linear time for any input."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence

_DEPTH = 12  # of regions within regions; what is left then counts as changed


def alike(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of lines that two texts have in common, wherever they stand."""
    common = sum((Counter(one) & Counter(other)).values())
    return 2 * common / (len(one) + len(other)) if one or other else 1.0


def changed(old: Sequence[str], new: Sequence[str]) -> frozenset[int]:
    """The rows of ``new``, counted from 1, that are not in ``old`` at their place: lines that were added or edited."""
    rows: set[int] = set()
    pending = [(0, len(old), 0, len(new), 0)]
    while pending:
        first, last, start, end, depth = pending.pop()
        while first < last and start < end and old[first] == new[start]:
            first, start = first + 1, start + 1
        while first < last and start < end and old[last - 1] == new[end - 1]:
            last, end = last - 1, end - 1
        anchors = list(_anchors(old, new, first, last, start, end)) if depth < _DEPTH and first < last else []
        if not anchors:
            rows.update(range(start + 1, end + 1))
            continue
        for here, there in [*anchors, (last, end)]:  # the line of an anchor itself is the end of its region
            pending.append((first, here, start, there, depth + 1))
            first, start = here + 1, there + 1
    return frozenset(rows)


def _anchors(
    old: Sequence[str], new: Sequence[str], first: int, last: int, start: int, end: int
) -> Iterator[tuple[int, int]]:
    """Lines that both regions have once, as many as stand in the same order."""
    once = {line for line, count in Counter(old[first:last]).items() if count == 1}
    once &= {line for line, count in Counter(new[start:end]).items() if count == 1}
    places = {line: number for number, line in enumerate(old[first:last], first) if line in once}
    pairs = [(places[line], number) for number, line in enumerate(new[start:end], start) if line in once]
    # The longest run of them that rises in both: patience sorting.
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    for number, (place, _) in enumerate(pairs):
        pile = bisect_left(tails, place)
        before.append(at[pile - 1] if pile else -1)
        tails[pile : pile + 1] = [place]
        at[pile : pile + 1] = [number]
    chain: list[int] = []
    number = at[-1] if at else -1
    while number >= 0:
        chain.append(number)
        number = before[number]
    yield from (pairs[number] for number in reversed(chain))
