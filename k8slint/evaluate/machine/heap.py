"""The heap: every change of an object goes through it, so it can undo changes.

Alternatives of an undecided test are evaluated one after the other from the same state, and what they left behind is merged
into ``Alt``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from k8slint.evaluate.conditions import Key
from k8slint.evaluate.machine.objects import (
    AGES,
    MISSING,
    Alt,
    Attributes,
    Dictionary,
    HeapValue,
    Opaque,
    Rest,
    Seq,
    absence_count,
    is_plain,
    leaf_count,
)
from k8slint.evaluate.values import Const, Origin, Reason

ITEMS, FLAGS = "\0items", "\0flags"  # places of a change that are no keys

MAX_ALTERNATIVES = 16
MAX_CONDITIONAL_ITEMS = 256  # of two lists that differ: each test on the way could double them


class _Journal:
    """What was there before the changes of one alternative. Objects made meanwhile need no entry."""

    __slots__ = ("saved", "start")

    def __init__(self) -> None:
        self.start = next(AGES)
        self.saved: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}


Changes: TypeAlias = "dict[tuple[int, Any], tuple[Any, Any, Any, Any]]"


class Heap:
    """The only code that changes things; it remembers what must be taken back."""

    def __init__(self) -> None:
        self.journals: list[_Journal] = []
        self.lowest = 1 << 62  # the oldest thing changed, for purity of calls

    def begin(self) -> None:
        """Remember the present state of everything made before, for ``rollback``."""
        self.journals.append(_Journal())

    def rollback(self) -> None:
        """Take back what was done since ``begin`` to things made before: modules of the project stay as imported."""
        for thing, key, old in self.journals.pop(0).saved.values():
            _restore(thing, key, old)

    def renew_journals(self) -> None:
        """Treat everything made until now as made before: a module of the project was loaded meanwhile."""
        start = next(AGES)
        for journal in self.journals:
            journal.start = start

    def put(self, thing: Any, key: Any, value: HeapValue) -> None:
        """Bind a name, key or attribute."""
        thing = thing.owner if type(thing) is Attributes else thing
        self._note(thing, key)
        old = thing.entries.get(key)
        if old is MISSING:
            del thing.entries[key]  # what comes back comes last
        elif type(old) is Alt and isinstance(thing, Dictionary) and not thing.shuffled:
            # Where it was missing it comes last, too; elsewhere it keeps its place.
            thing.shuffled = absence_count(old) > 0 and next(reversed(thing.entries)) != key
        thing.entries[key] = value

    def remove(self, thing: Any, key: Any) -> None:
        """Unbind a name, key or attribute that may be bound."""
        thing = thing.owner if type(thing) is Attributes else thing
        if self._note(thing, key):
            if key in thing.entries:
                thing.entries[key] = MISSING  # keeps the order of keys for the other alternative
        else:
            thing.entries.pop(key, None)

    def append(self, seq: Seq, item: HeapValue) -> None:
        self._note(seq, ITEMS)
        seq.items.append(item)
        if type(item) is Alt or type(item) is Rest:
            seq.plain = False

    def replace(self, seq: Seq, items: list[HeapValue]) -> None:
        self._note(seq, ITEMS)
        seq.items = items
        seq.plain = is_plain(items)

    def spoil(self, thing: Any, reason: Reason) -> None:
        """Mark that a thing may hold more than is known."""
        self._note(thing, FLAGS)
        thing.complete, thing.reason = False, reason
        if type(thing) is Attributes:
            self.spoil(thing.owner, reason)

    def _note(self, thing: Any, key: Any) -> bool:
        thing.version += 1
        serial = thing.serial
        if serial < self.lowest:
            self.lowest = serial
        if not self.journals:
            return False
        journal = self.journals[-1]
        if serial >= journal.start:
            return False
        place = (id(thing), key)
        if place not in journal.saved:
            journal.saved[place] = (thing, key, _content(thing, key, copy=True))
        return True

    def attempt(self, thunk: Callable[[], Any]) -> tuple[Any, Changes]:
        """Run ``thunk``, take its changes back, and return its result and the changes: thing, key, old, new."""
        journal = _Journal()
        self.journals.append(journal)
        depth = len(self.journals)
        try:
            result = thunk()
        finally:
            del self.journals[depth - 1 :]
            changes: Changes = {}
            for place, (thing, key, old) in journal.saved.items():
                changes[place] = (thing, key, old, _content(thing, key))
                _restore(thing, key, old)
        return result, changes

    def apply(self, changes: Changes) -> None:
        for thing, key, _, new in changes.values():
            self._write(thing, key, new)

    def merge(self, test: Key, text: str, yes: Changes, no: Changes, origin: Origin) -> None:
        """Make the state in which ``yes`` happened where the test holds, else ``no``."""
        for place in {**yes, **no}:
            thing, key, old, _ = yes[place] if place in yes else no[place]
            first = yes[place][3] if place in yes else old
            second = no[place][3] if place in no else old
            if key is ITEMS:
                new: Any = self._merge_items(test, text, first, second, origin)
            elif key is FLAGS:
                new = first if not first[0] else second
            else:
                new = self.choose(test, text, first, second, origin)
            self._write(thing, key, new)

    def _merge_items(
        self, test: Key, text: str, yes: list[HeapValue], no: list[HeapValue], origin: Origin
    ) -> list[HeapValue]:
        if len(yes) == len(no):
            return [self.choose(test, text, first, second, origin) for first, second in zip(yes, no, strict=False)]
        shared = min(len(yes), len(no))
        if yes[:shared] != no[:shared]:
            shared = next(i for i in range(shared) if yes[i] is not no[i])
        if len(yes) > shared < len(no) and len(yes) + len(no) - shared > MAX_CONDITIONAL_ITEMS:
            return [*yes[:shared], Rest(Opaque(Reason.LIMIT, origin, "too many alternatives"))]
        only_yes = [self.choose(test, text, item, MISSING, origin) for item in yes[shared:]]
        only_no = [self.choose(test, text, MISSING, item, origin) for item in no[shared:]]
        return yes[:shared] + only_yes + only_no

    def choose(self, test: Key, text: str, yes: HeapValue, no: HeapValue, origin: Origin) -> HeapValue:
        """``yes`` or ``no`` by a test; one of them where that makes no difference."""
        if yes is no:
            return yes
        if type(yes) is Const and type(no) is Const and type(yes.value) is type(no.value) and yes.value == no.value:
            return yes
        result = Alt(test, text, yes, no, origin)
        if leaf_count(result) > MAX_ALTERNATIVES:
            return Opaque(Reason.LIMIT, origin, "too many alternatives")
        return result

    def _write(self, thing: Any, key: Any, new: Any) -> None:
        if key is ITEMS:
            self.replace(thing, list(new))
        elif key is FLAGS:
            self._note(thing, FLAGS)
            thing.complete, thing.reason = new
        elif new is MISSING:
            self.remove(thing, key)
        else:
            self.put(thing, key, new)


def set_aside(journals: list[_Journal]) -> list[tuple[Any, Any, Any]]:
    """Take all changes back for a while; returns what ``bring_back`` needs."""
    changed = [(thing, key, _content(thing, key)) for journal in journals for thing, key, _ in journal.saved.values()]
    for journal in reversed(journals):
        for thing, key, old in journal.saved.values():
            _restore(thing, key, old)
    return changed


def bring_back(changed: list[tuple[Any, Any, Any]]) -> None:
    for thing, key, new in changed:
        _restore(thing, key, new)


def _content(thing: Any, key: Any, copy: bool = False) -> Any:
    if key is ITEMS:
        return list(thing.items) if copy else thing.items
    if key is FLAGS:
        return thing.complete, thing.reason
    return thing.entries.get(key, MISSING)


def _restore(thing: Any, key: Any, old: Any) -> None:
    thing.version += 1
    if key is ITEMS:
        thing.items = old
        thing.plain = is_plain(old)
    elif key is FLAGS:
        thing.complete, thing.reason = old
    elif old is MISSING:
        thing.entries.pop(key, None)
    else:
        thing.entries[key] = old
