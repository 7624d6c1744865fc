"""The position of an evaluation: its assumptions, depth and enclosing DAGs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import UNCONDITIONAL

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Assumptions
    from k8slint.evaluate.machine.objects import HeapValue


class Position:
    """All that is put back when an evaluation breaks off in the middle, besides what the heap itself takes back.

    Every field holds a value that is replaced and never changed, so that a position is remembered by its values.
    """

    assumptions: Assumptions
    depth: int  # nested expressions and statements
    calls: int  # functions of the repository being called
    try_depth: int
    probing: int  # > 0 while a loop body is tried for what it changes
    dags: tuple[str | None, ...]  # enclosing DAGs
    groups: int  # enclosing task groups: they prefix task ids
    reads: list[tuple[Any, str, HeapValue]] | None  # outer names that a call to be memoised reads
    memo_start: int

    def __init__(self) -> None:
        self.assumptions = UNCONDITIONAL
        self.depth = self.calls = self.try_depth = self.probing = self.groups = 0
        self.dags = ()
        self.reads = None
        self.memo_start = 0

    def position(self) -> tuple[Any, ...]:
        return tuple([getattr(self, name) for name in _FIELDS])

    def return_to(self, position: tuple[Any, ...]) -> None:
        for name, value in zip(_FIELDS, position, strict=True):
            setattr(self, name, value)


_FIELDS = tuple(Position.__annotations__)
