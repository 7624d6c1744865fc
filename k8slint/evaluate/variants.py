"""The values that a choice may have, one by one, choices of the same test taken together."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from k8slint.evaluate.conditions import UNCONDITIONAL, Assumptions
from k8slint.evaluate.values import (
    Absent,
    Choice,
    Condition,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Reason,
    Unknown,
    Value,
)

LIMIT = 16


def variants(value: Value, limit: int = LIMIT) -> tuple[tuple[str | None, Value], ...]:
    """``(condition, value)`` for every combination of alternatives inside ``value``; the values hold no ``Choice``.

    The condition is None if there is only one. Where more than ``limit`` combinations would be needed, the choices that
    were not yet taken apart are ``Unknown(LIMIT)``.
    """
    if _first_choice(value, UNCONDITIONAL) is None:
        return ((None, value),)
    done: list[tuple[tuple[Condition, ...], Assumptions]] = []
    todo: list[tuple[tuple[Condition, ...], Assumptions]] = [((), UNCONDITIONAL)]
    while todo:
        conditions, given = todo.pop(0)
        choice = _first_choice(value, given)
        if choice is None or len(done) + len(todo) + len(choice.options) > limit:
            done.append((conditions, given))
            continue
        for condition, _ in choice.options:
            todo.append(((*conditions, condition), given.assume(condition.key, condition.branch)))
    return tuple(
        (" and ".join(dict.fromkeys(condition.text for condition in conditions)) or None, _decided(value, given))
        for conditions, given in done
    )


def restrict(value: Value, given: Assumptions) -> Value:
    """The value with every choice that the assumptions decide replaced by its option."""
    return _Restriction(given).value(value)


def _decided(value: Value, given: Assumptions) -> Value:
    return _Restriction(given, final=True).value(value)


def _selected(choice: Choice, given: Assumptions) -> Value | None:
    for condition, option in choice.options:
        if given.branch(condition.key) == condition.branch:
            return option
    return None


def _parts(value: Value) -> Iterable[Value]:
    if isinstance(value, Model):
        return (*value.fields.values(), *value.positional) if value.positional else value.fields.values()
    if isinstance(value, Mapping):
        return value.entries.values()
    if isinstance(value, Items):
        return value.items
    if isinstance(value, Instance):
        return value.fields.values()
    return ()


def _first_choice(value: Value, given: Assumptions) -> Choice | None:
    """The first choice, in the order of the text, that the assumptions leave open."""
    todo, seen = [value], set()
    while todo:
        value = todo.pop()
        if type(value) is Const or id(value) in seen:  # most are constants
            continue
        if isinstance(value, Choice):
            option = _selected(value, given)
            if option is None:
                return value
            todo.append(option)
            continue
        seen.add(id(value))
        todo += reversed((*_parts(value),))
    return None


def _may_be_absent(value: Value) -> bool:
    """Whether nothing is among the alternatives."""
    if isinstance(value, Choice):
        return any(_may_be_absent(option) for _, option in value.options)
    return isinstance(value, Absent)


class _Restriction:
    def __init__(self, given: Assumptions, final: bool = False) -> None:
        self.given, self.final = given, final
        self.memo: dict[int, Value] = {}

    def value(self, value: Value) -> Value:
        known = self.memo.get(id(value))
        if known is None:
            known = self.memo[id(value)] = self._new(value)
        return known

    def _new(self, value: Value) -> Value:
        if isinstance(value, Choice):
            option = _selected(value, self.given)
            if option is not None:
                return self.value(option)
            if self.final:
                return Unknown(Reason.LIMIT, value.origin, "too many alternatives")
            return Choice(tuple((condition, self.value(one)) for condition, one in value.options), value.origin)
        if isinstance(value, Items):
            items = tuple(map(self.value, value.items))
            if all(new is old for new, old in zip(items, value.items, strict=False)):
                return value
            # An item that is left open and may be missing isn't an unknown item: how many there are isn't known.
            pairs = tuple(zip(items, value.items, strict=True))
            kept = tuple(new for new, old in pairs if not isinstance(new, Unknown) or not _may_be_absent(old))
            complete = value.complete and len(kept) == len(items)
            return Items(tuple(i for i in kept if not isinstance(i, Absent)), value.origin, complete, value.kind)
        if isinstance(value, Mapping):
            entries = self._entries(value.entries)
            if entries is value.entries:
                return value
            return Mapping(
                entries, value.origin, value.complete, {k: o for k, o in value.keys.items() if k in entries}, value.why
            )
        if isinstance(value, Model):
            fields = self._entries(value.fields)
            positional = tuple(map(self.value, value.positional))
            if fields is value.fields and all(
                new is old for new, old in zip(positional, value.positional, strict=False)
            ):
                return value
            keys = {k: o for k, o in value.keys.items() if k in fields}
            return Model(value.name, fields, value.origin, value.complete, keys, positional, value.why)
        if isinstance(value, Instance):
            fields = self._entries(value.fields)
            return value if fields is value.fields else Instance(value.cls, fields, value.origin, value.complete)
        return value

    def _entries(self, entries: Any) -> Any:
        new = {key: self.value(item) for key, item in entries.items()}
        if all(new[key] is item for key, item in entries.items()):
            return entries
        return {key: item for key, item in new.items() if not isinstance(item, Absent)}
