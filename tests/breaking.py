"""One declared constraint of a valid pod broken, and nothing else: what the declarations of the API say of each field."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from k8slint.kube.api.constraints import file_mode, local_path, no_backsteps
from k8slint.kube.api.declare import (
    REFUSED,
    Boolean,
    Check,
    Field,
    Integer,
    ListOf,
    MapOf,
    QuantityType,
    Struct,
    Text,
    Type,
    Word,
)
from k8slint.kube.api.grammar import Grammar
from k8slint.kube.api.pod import POD

Path = tuple[str | int, ...]
VERSION = (1, 36)
MISSPELT = ("No_such Word!", "-", "a..b", "/", "x" * 300 + "!")


@dataclass(frozen=True)
class Break:
    """Where a pod is broken, with what (None: the field is taken out), and by which constraint."""

    path: Path
    value: Any
    what: str

    def of(self, pod: dict[str, Any]) -> dict[str, Any]:
        broken = copy.deepcopy(pod)
        owner: Any = broken
        for step in self.path[:-1]:
            owner = owner[step]
        if self.value is None:
            del owner[self.path[-1]]
        else:
            owner[self.path[-1]] = self.value
        return broken


def breaks(pod: dict[str, Any]) -> Iterator[Break]:
    """Every way to break one constraint of what the pod's spec says."""
    yield from _inside(POD.fields["spec"].type, pod["spec"], ("spec",))


def _inside(type_: Type, value: Any, path: Path) -> Iterator[Break]:
    if isinstance(type_, ListOf) and isinstance(value, list):
        for number, item in enumerate(value):
            yield from _inside(type_.item, item, (*path, number))
    elif isinstance(type_, MapOf) and isinstance(value, dict):
        for key, item in value.items():
            if isinstance(type_.item, QuantityType) and item is not None:
                yield Break((*path, key), "1 X", "quantity")
            yield from _inside(type_.item, item, (*path, key))
    elif isinstance(type_, Struct) and isinstance(value, dict):
        for key, item in value.items():
            field = type_.fields.get(key)
            if field is not None and item is not None and _is_looked_at(field):
                yield from _of_field(field, item, (*path, key))


def _is_looked_at(field: Field) -> bool:
    return field.only_if is None and field.since <= VERSION < field.until and field.enforced <= VERSION


def _of_field(field: Field, value: Any, path: Path) -> Iterator[Break]:
    type_ = field.type
    wrong = _of_another_type(type_)
    if wrong is not None:
        yield Break(path, wrong, "type")
    if field.absent == REFUSED:
        yield Break(path, None, "required")
    for check in field.checks:
        for broken in _against(check):
            yield Break(path, broken, getattr(check, "__qualname__", "check"))
    yield from _inside(type_, value, path)


def _of_another_type(type_: Type) -> Any:
    if isinstance(type_, Integer):
        return "No_such Number"
    if isinstance(type_, Boolean):
        return "No_such Truth"
    if isinstance(type_, QuantityType):
        return "1 X"
    if isinstance(type_, ListOf):
        return {"no_such": "list"}
    if isinstance(type_, MapOf | Struct):
        return ["no_such mapping"]
    if isinstance(type_, Text) and not isinstance(type_, Word):
        return ["no_such text"]
    return None


def _against(check: Check) -> Iterator[Any]:
    """A value that breaks a constraint, by what the constraint was made with."""
    if check is file_mode:
        yield 7777
    if check is local_path:
        yield "/no_such/place"
    if check is no_backsteps:
        yield "no_such/../place"
    code = getattr(check, "__code__", None)
    cells = getattr(check, "__closure__", None) or ()
    made = dict(zip(code.co_freevars if code else (), (cell.cell_contents for cell in cells), strict=False))
    if isinstance(made.get("grammar"), Grammar):
        yield from [text for text in MISSPELT if made["grammar"].wrong(text)][:1]
    if "options" in made:
        yield "No_such Word"
    if isinstance(made.get("high"), int) and made["high"] < 2**31 - 1:
        yield made["high"] + 1
    elif isinstance(made.get("low"), int):
        yield made["low"] - 1
    if callable(made.get("check")):
        yield from _against(made["check"])
