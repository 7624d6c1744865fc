"""Where the names of Airflow went: what is gone or going on the targets, and the place to import it from instead.

The rows stand in ``moves_data.py``; they were probed in real Airflow environments from 1.10.15 to 3.3.2 and in the
wheels of the cncf.kubernetes provider from 1.0.0 to 10.25.0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from k8slint.airflow.moves.removed import reached, target_of
from k8slint.data.airflow_moves import ROWS
from k8slint.settings.targets import Targets, Version, at_least, format_version

PACKAGE_NAMES = {
    "airflow": "Airflow",
    "provider": "the cncf.kubernetes provider",
    "client": "the kubernetes client",
    "python": "Python",
}


_Row: TypeAlias = tuple[
    str,
    str,
    "tuple[str, Version] | None",
    tuple[tuple[str, Version], ...],
    tuple[tuple[str, str, Version, Version], ...],
    str,
    str,
]


class Since(NamedTuple):
    """A version of a package: ``airflow``, ``provider`` (cncf.kubernetes), or a distribution's own name."""

    package: str
    version: Version

    def __str__(self) -> str:
        return f"{PACKAGE_NAMES.get(self.package, self.package)} {format_version(self.version)}"


class Place(NamedTuple):
    """Where something may be imported from: ``module``, ``name`` in it (None for the module itself; ``conf.get`` for a
    method of an object in it), and which versions of ``package`` have it (``before`` empty: no end is known)."""

    module: str
    name: str | None
    package: str
    since: Version
    before: Version

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


class Status(Enum):
    """What importing the old name does on the targets. FINE also stands for: nobody recorded otherwise."""

    FINE = "fine"
    DEPRECATED = "deprecated"
    REMOVED = "removed"


class Change(Enum):
    """What else changes on the way to the new place.

    SAME: nothing. ARGUMENTS: it takes other arguments, so calls need a look. SHAPE: it is another thing altogether; to
    import it under the old name would be wrong.
    """

    SAME = "same"
    ARGUMENTS = "arguments"
    SHAPE = "shape"


@dataclass(frozen=True, slots=True)
class Move:
    """One row: a module or a name in a module, the versions that deprecate and remove it, and where it went.

    ``places`` are all valid places in the order in which they came. ``advice`` says what a person must do where no
    place exists, or where the place holds another thing. ``recorded`` is False for a name that only its module's row
    covers: its places are where to look for it.
    """

    module: str
    name: str | None
    deprecated: Since | None
    removed: tuple[Since, ...]
    places: tuple[Place, ...]
    changes: tuple[Change, ...]
    advice: str
    recorded: bool = True

    @property
    def dotted(self) -> str:
        return f"{self.module}.{self.name}" if self.name else self.module


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to say of one import on the targets.

    ``since`` is the version that removed (or deprecated) it. ``place`` is None when nothing on the targets takes its
    place. ``certain`` is False when the verdict or the place rests on a version that nobody stated, or on a package
    that may not be installed.
    """

    status: Status
    since: Since
    move: Move
    place: Place | None
    change: Change
    certain: bool


@lru_cache(maxsize=1)
def _rows() -> dict[str, _Row]:
    """The rows that an import can meet, by dotted name."""
    return {row[1].replace(":", "."): row for row in ROWS if row[0] != "argument"}


@lru_cache(maxsize=2048)
def lookup(dotted: str) -> Move | None:
    """The row of a module or of a name in a module, by its full dotted name."""
    row = _rows().get(dotted)
    if row is None:
        return None
    _, old, deprecated, removed, steps, change, advice = row
    module, _, name = old.partition(":")
    return Move(
        module,
        name or None,
        Since(*deprecated) if deprecated else None,
        tuple(Since(*entry) for entry in removed),
        tuple(_place(*step) for step in steps),
        _changes(change, len(steps)),
        advice,
    )


# How many positional arguments mean the same in a class whose parameters changed.
_POSITIONAL = {
    "airflow.sdk.Asset": 1,
    "airflow.sdk.AssetAlias": 1,
    "airflow.sdk.AssetAll": 255,
    "airflow.sdk.AssetAny": 255,
}


@lru_cache(maxsize=1)
def _changed_keywords() -> dict[str, frozenset[str]]:
    """By class name, the keywords of the rows on arguments: ``KubernetesPodOperator(resources=...)``.

    Those that the class still takes have findings of their own, and don't keep it from being imported. Airflow's own
    classes as values are rewritten where they are imported.
    """
    from k8slint.airflow.moves.arguments import MOVES, Effect

    taken = {move.old for move in MOVES if move.effect is Effect.IGNORED or move.gone is None}
    found: dict[str, set[str]] = {}
    for kind, old, *_ in ROWS:
        call = re.match(r"(?:[\w.]+\.)?(\w+)\((.*)\)$", old) if kind == "argument" else None
        if call is not None:
            keywords = set(re.findall(r"(\w+)=(?!\[?airflow )", call[2]))
            found.setdefault(call[1], set()).update(keywords - taken)
    return {name: frozenset(keywords) for name, keywords in found.items()}


def changed_arguments(place: Place) -> tuple[frozenset[str], int] | None:
    """What a call must do without to mean the same at a place whose parameters changed: the keywords that changed, and
    how many positional arguments are the same. None when nobody recorded that."""
    keywords = _changed_keywords().get(place.name or "")
    positional = _POSITIONAL.get(place.dotted)
    if keywords is None and positional is None:
        return None
    return keywords or frozenset(), positional or 0


def known_moves() -> tuple[Move, ...]:
    """Every row that an import can meet."""
    return tuple(move for move in map(lookup, _rows()) if move is not None)


def _place(place: str, package: str, since: Version, before: Version) -> Place:
    module, _, name = place.partition(":")
    return Place(module, name or None, package, since, before)


def _changes(change: str, places: int) -> tuple[Change, ...]:
    """Only the last step may change more than the place, unless the row says that the first did."""
    if change == "arguments throughout":
        return (Change.ARGUMENTS,) * places
    return (Change.SAME,) * (places - 1) + (Change(change),) * (places > 0)


def exists(place: Place, targets: Targets) -> bool:
    """Whether the place can be imported on the targets. Another provider's package is taken to be there."""
    version = target_of(place.package, targets)
    if version is not None:
        if not at_least(version, place.since) or (place.before and at_least(version, place.before)):
            return False
        if place.module.startswith("airflow.sdk") and not at_least(targets.airflow, (3, 0)):
            return False
    own = lookup(place.dotted) or _from_module(place.dotted)
    return own is None or not any(reached(since, targets) for since in own.removed)


def removed_since(move: Move, targets: Targets) -> Since | None:
    """The version that took it away, if the targets have reached one; Airflow's own before the provider's."""
    found = [since for since in move.removed if reached(since, targets)]
    return min(found, key=lambda since: since.package, default=None)


@lru_cache(maxsize=1)
def parents() -> frozenset[str]:
    """The packages and modules that something which moved stands in, at any depth: ``airflow``, ``airflow.utils``."""
    found: set[str] = set()
    for row in ROWS:
        if row[0] != "argument":
            parts = row[1].replace(":", ".").split(".")
            found.update(".".join(parts[:end]) for end in range(1, len(parts)))
    return frozenset(found)


def judge(dotted: str, targets: Targets) -> Verdict | None:
    """What to say of importing ``dotted`` on the targets; None when it is fine there or nothing is known about it."""
    move = lookup(dotted) or _from_module(dotted)
    if move is None:
        return None
    since = removed_since(move, targets)
    status = Status.REMOVED
    if since is None:
        since = move.deprecated
        if since is None or not reached(since, targets):
            return None
        status = Status.DEPRECATED
    place, change = _destination(move, targets)
    if status is Status.DEPRECATED and place is None:
        return None
    return Verdict(status, since, move, place, change, _certain(status, since, place, targets))


def destination(dotted: str, targets: Targets) -> Place | None:
    """The place to import ``dotted`` from on the targets: None when it is fine where it is, or has no place there."""
    verdict = judge(dotted, targets)
    return verdict.place if verdict else None


def _destination(move: Move, targets: Targets) -> tuple[Place | None, Change]:
    """The newest place on the targets; the oldest one without an end in sight where nobody stated the Airflow version,
    because that works on the widest range."""
    last = move.changes[-1] if move.changes else Change.SAME
    there = [(place, change) for place, change in zip(move.places, move.changes, strict=True) if exists(place, targets)]
    if not there:
        return None, last
    place, change = there[-1]
    if "airflow" in targets.assumed:
        place, change = next((entry for entry in there if _stays(entry[0])), there[-1])
    own = lookup(place.dotted)
    if own is not None and own.deprecated is not None and reached(own.deprecated, targets):
        change = last  # what is deprecated forwards to the last place, with all that changed on the way
    return place, change


def _stays(place: Place) -> bool:
    own = lookup(place.dotted)
    return not place.before and (own is None or not own.removed)


def _certain(status: Status, since: Since, place: Place | None, targets: Targets) -> bool:
    """A provider that nobody stated is certain enough on Airflow 3, none of which admits one before 10."""
    assumed_provider = "provider" in targets.assumed and not at_least(targets.airflow, (3, 0))
    if status is Status.REMOVED and since.package == "provider" and assumed_provider:
        return False
    if place is None:
        return True
    if place.package not in PACKAGE_NAMES:
        return False
    # The forwarding module of Airflow 2.7 and later imports from the provider's new place itself.
    relies = place.package == "provider" and assumed_provider and at_least(place.since, (7, 4))
    return not (relies and status is Status.DEPRECATED and not at_least(targets.airflow, (2, 7)))


@lru_cache(maxsize=256)
def _from_module(dotted: str) -> Move | None:
    """The row for a name, or a submodule, that only the row of a module above it covers.

    A module that moved as one takes names along that nobody recorded; under one that only went, nothing is left.
    """
    module, _, name = dotted.rpartition(".")
    if not module:
        return None
    row = lookup(module)
    if row is None or row.name is not None:
        return _under_gone(module)
    together = all(change is Change.SAME for change in row.changes)
    places = tuple(place._replace(name=name) for place in row.places) if together else ()
    return Move(module, name, None, row.removed, places, (Change.ARGUMENTS,) * len(places), row.advice, recorded=False)


def _under_gone(module: str) -> Move | None:
    """A module below one that has no place any more: gone with it."""
    while module:
        row = lookup(module)
        if row is not None and row.name is None and not row.places:
            return row
        module = module.rpartition(".")[0]
    return None
