"""Helpers that read wire values: known strings, numbers and items."""

from __future__ import annotations

from k8slint.evaluate.values import Const, Items, Mapping, Value, get


def text(value: Value, *path: str | int) -> str | None:
    """The string at ``path``; None if it isn't a string, or isn't known."""
    match get(value, *path):
        case Const(value=str(found)):
            return found
        case _:
            return None


def whole_number(value: Value, *path: str | int) -> int | None:
    """The integer at ``path``; None if it isn't an integer, or isn't known."""
    match get(value, *path):
        case Const(value=found) if type(found) is int:
            return found
        case _:
            return None


def is_true(value: Value, *path: str | int) -> bool:
    """Whether the value at ``path`` is certainly ``True``."""
    match get(value, *path):
        case Const(value=True):
            return True
        case _:
            return False


def items(value: Value, *path: str | int) -> tuple[Value, ...]:
    """The known items of the list at ``path``."""
    match get(value, *path):
        case Items(items=found):
            return found
        case _:
            return ()


def entries(value: Value, *path: str | int) -> dict[str, Value]:
    """The known entries of the mapping at ``path``."""
    match get(value, *path):
        case Mapping(entries=found):
            return dict(found)
        case _:
            return {}
