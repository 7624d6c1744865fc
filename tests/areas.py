"""How much each area holds: its fields and its constraints, counted on the declarations themselves."""

from __future__ import annotations

from dataclasses import dataclass

from k8slint.kube.api.declare import REFUSED, ListOf, MapOf, QuantityType, Struct, Type
from k8slint.kube.api.pod import POD


@dataclass(slots=True)
class Area:
    """``objects`` and ``fields`` that are declared, ``constraints`` on single fields, ``rules`` across fields."""

    objects: int = 0
    fields: int = 0
    constraints: int = 0
    rules: int = 0


def count() -> dict[str, Area]:
    """Every area with what it holds. An object that stands in several places counts once."""
    areas: dict[str, Area] = {}
    seen: set[int] = set()
    counted: set[tuple[str, int]] = set()

    def visit(type_: Type) -> None:
        if isinstance(type_, (ListOf, MapOf)):
            visit(type_.item)
        if not isinstance(type_, Struct) or id(type_) in seen:
            return
        seen.add(id(type_))
        areas.setdefault(type_.area, Area()).objects += 1
        for field in type_.fields.values():
            area = areas.setdefault(field.area or type_.area, Area())
            area.fields += 1
            area.constraints += len(field.checks) + (field.absent == REFUSED) + _each(field.type)
            areas.setdefault("quantity", Area()).constraints += _is_quantity(field.type)
            visit(field.type)
        for name, rule in type_.rules:
            if (name, id(rule)) not in counted:
                counted.add((name, id(rule)))
                areas.setdefault(name, Area()).rules += 1

    visit(POD)
    total = sum(area.fields for area in areas.values())
    areas["type"] = Area(constraints=total)
    areas["unknown-field"] = Area(constraints=sum(area.objects for area in areas.values()))
    return dict(sorted(areas.items()))


def _each(type_: Type) -> int:
    return len(type_.each) if isinstance(type_, ListOf) else 0


def _is_quantity(type_: Type) -> bool:
    return isinstance(type_.item if isinstance(type_, MapOf) else type_, QuantityType)
