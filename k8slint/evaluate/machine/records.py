"""Records that the interpreter collects before the snapshot."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Assumptions
    from k8slint.evaluate.machine.objects import Arguments, Dictionary, HeapValue, ModelObject
    from k8slint.evaluate.values import Origin, Unknown


@dataclass(slots=True)
class RawCall:
    """A CallRecord before the snapshot."""

    name: str
    arguments: Arguments
    origin: Origin
    result: HeapValue
    bases: tuple[str, ...]
    decorates: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None
    receiver: HeapValue | None
    dag: str | None
    assumptions: Assumptions


@dataclass(slots=True)
class RawAttribute:
    target: HeapValue
    attribute: str
    value: HeapValue
    origin: Origin
    assumptions: Assumptions


@dataclass(slots=True)
class Records:
    """What is seen on the way, before the snapshot."""

    calls: list[RawCall]
    attributes: list[RawAttribute]
    pods: list[ModelObject]
    dicts: list[Dictionary]
    unknowns: list[Unknown]

    @staticmethod
    def empty() -> Records:
        return Records([], [], [], [], [])

    def sizes(self) -> tuple[int, ...]:
        return len(self.calls), len(self.attributes), len(self.pods), len(self.dicts), len(self.unknowns)

    def after(self, sizes: tuple[int, ...]) -> Records:
        """What came after ``sizes``."""
        calls, attributes, pods, dicts, unknowns = sizes
        return Records(
            self.calls[calls:],
            self.attributes[attributes:],
            self.pods[pods:],
            self.dicts[dicts:],
            self.unknowns[unknowns:],
        )

    def cut(self, sizes: tuple[int, ...]) -> None:
        """Forget what came after ``sizes``."""
        for records, size in zip(
            (self.calls, self.attributes, self.pods, self.dicts, self.unknowns), sizes, strict=False
        ):
            del records[size:]  # type: ignore[attr-defined]
