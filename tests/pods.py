"""The pods that Kubernetes itself has judged, as values, and how our verdict on one compares with the server's."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from conftest import FIXTURES
from differences import server_path

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Value
from k8slint.finding import Severity
from k8slint.kube.api.refusal import Refusal
from k8slint.source.text import Source, Span

NOWHERE = Origin(Source("pod.json", ""), Span(0, 0))
UNPLACED = ("Decode", "Strict")  # the recorded answers of these kinds name no field


@cache
def recorded() -> dict[int, dict[str, Any]]:
    """Every pod with the verdict of Kubernetes 1.36.3, by its number."""
    lines = (FIXTURES / "pod_verdicts.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


@cache
def recorded_by_version() -> list[dict[str, Any]]:
    """The pods on which Kubernetes 1.30 to 1.36 don't agree, with all their verdicts."""
    lines = (FIXTURES / "pod_verdicts_by_version.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def as_value(plain: object) -> Value:
    """What ``json`` reads, as a wire value."""
    if isinstance(plain, dict):
        return Mapping({key: as_value(item) for key, item in plain.items()}, NOWHERE)
    if isinstance(plain, list):
        return Items(tuple(as_value(item) for item in plain), NOWHERE)
    return Const(plain, NOWHERE)


@dataclass(frozen=True)
class Answer:
    """A verdict, and for each error its kind and field."""

    verdict: str
    errors: frozenset[tuple[str, str]]
    warnings: int

    @classmethod
    def of(cls, refusals: Iterable[Refusal], expected: Answer) -> Answer:
        """Our answer, with fields as the server writes them where that is the known difference."""
        errors, warnings = set(), 0
        for refusal in refusals:
            if refusal.severity is Severity.ERROR:
                assert refusal.kind is not None
                field = "" if refusal.kind in UNPLACED else refusal.path
                if (refusal.kind, field) not in expected.errors:
                    field = server_path(field)
                errors.add((refusal.kind, field))
            else:
                warnings += refusal.kind == "Warning"
        verdict = "reject" if errors else "warn" if warnings else "accept"
        return cls(verdict, frozenset(errors), warnings)

    @classmethod
    def recorded(cls, row: dict[str, Any]) -> Answer:
        errors = set()
        for error in row["errors"]:
            kind = error["type"].removeprefix("FieldValue")
            errors.add((kind, "" if kind in UNPLACED else error["field"]))
        return cls(row["verdict"], frozenset(errors), row["warnings"])

    def fits(self, other: Answer) -> bool:
        """The same verdict and errors. Beside errors the server's warnings are not ours to repeat."""
        same = self.verdict == other.verdict and self.errors == other.errors
        return same and (bool(self.errors) or self.warnings == other.warnings)
