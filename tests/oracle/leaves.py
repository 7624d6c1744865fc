"""Compares a value that k8slint found statically with the JSON that a real run gave, leaf by leaf.

A leaf is a scalar, or an empty object or list. A leaf that k8slint calls unknown is counted; a leaf that it claims to
know must be equal, type included; what it calls complete must hold nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from k8slint.evaluate.values import Absent, Const, Items, Mapping, Unknown, Value


@dataclass(slots=True)
class Outcome:
    """How many leaves were known and unknown, and which were wrong (path, what was claimed, what is)."""

    known: int = 0
    unknown: int = 0
    wrong: list[str] = field(default_factory=list)

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(self.known + other.known, self.unknown + other.unknown, self.wrong + other.wrong)


MISSING = object()  # the real document has nothing at this place


def compare(value: Value, real: Any, path: str = "") -> Outcome:
    """``real`` is JSON data, or ``MISSING``; ``value`` a choice-free wire value."""
    match value:
        case Unknown():
            return Outcome(unknown=0 if real is MISSING else _count(real))
        case Absent() | Const(value=None):
            return Outcome(known=1) if real in (MISSING, None) else _wrong(path, "nothing", real)
        case Const(value=constant):
            same = type(constant) is type(real) and constant == real
            return Outcome(known=1) if same else _wrong(path, repr(constant), real)
        case Mapping():
            return _compare_mapping(value, real, path)
        case Items():
            return _compare_items(value, real, path)
        case _:
            return _wrong(path, f"a {type(value).__name__}", real)


def _compare_mapping(value: Mapping, real: Any, path: str) -> Outcome:
    if not isinstance(real, dict):
        return _wrong(path, "an object", real)
    if not value.entries and not real:
        return Outcome(known=1)
    outcome = Outcome()
    for key, entry in value.entries.items():
        outcome += compare(entry, real.get(key, MISSING), f"{path}.{key}")
    for key in real.keys() - value.entries.keys():
        if value.complete:
            outcome += _wrong(f"{path}.{key}", "nothing", real[key])
        else:
            outcome += Outcome(unknown=_count(real[key]))
    return outcome


def _compare_items(value: Items, real: Any, path: str) -> Outcome:
    """An incomplete list claims that its items are there in this order, with anything between and after them."""
    if not isinstance(real, list):
        return _wrong(path, "a list", real)
    if value.complete:
        if len(value.items) != len(real):
            return _wrong(path, f"{len(value.items)} items", real)
        pairs = [
            compare(item, entry, f"{path}[{index}]")
            for index, (item, entry) in enumerate(zip(value.items, real, strict=True))
        ]
        return sum(pairs, Outcome(known=0 if pairs else 1))
    outcome, rest = Outcome(), list(enumerate(real))
    for item in value.items:
        if isinstance(item, Unknown):  # it may stand for any number of items
            continue
        attempts = ((compare(item, entry, f"{path}[{at}]"), at) for at, entry in rest)
        found = next(((attempt, at) for attempt, at in attempts if not attempt.wrong), None)
        if found is None:
            return outcome + _wrong(path, "an item that is not there", real)
        outcome += found[0]
        outcome += Outcome(unknown=sum(_count(entry) for at, entry in rest if at < found[1]))
        rest = [(at, entry) for at, entry in rest if at > found[1]]
    return outcome + Outcome(unknown=sum(_count(entry) for _, entry in rest))


def _wrong(path: str, claimed: str, real: Any) -> Outcome:
    return Outcome(wrong=[f"{path or '.'}: claimed {claimed}, really {'nothing' if real is MISSING else repr(real)}"])


def _count(real: Any) -> int:
    return sum(1 for _ in _leaves(real))


def _leaves(real: Any) -> Iterator[Any]:
    children = list(real.values()) if isinstance(real, dict) else real if isinstance(real, list) else []
    if not children:
        yield real
    for child in children:
        yield from _leaves(child)
