"""Looks up Airflow's names: removed or deprecated on the targets, and the new location."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache

from k8slint.airflow.moves import providers
from k8slint.airflow.moves.removed import reached, target_of
from k8slint.airflow.moves.rows import PACKAGE_NAMES, Change, Move, Place, Since
from k8slint.dataclass import dataclass
from k8slint.settings.targets import Targets, Version, at_least

NO_REPLACEMENT = providers.NO_REPLACEMENT


class Status(Enum):
    """The effect of importing the old name on the targets. FINE is also the status of names without a record."""

    FINE = "fine"
    DEPRECATED = "deprecated"
    REMOVED = "removed"


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
def _rows() -> dict[str, Move]:
    """The rows by dotted name. Their 7,000 lines are only read for a file that imports something which moved."""
    from k8slint.airflow.moves.table.imports import IMPORTS

    return {move.dotted: _callable(move) for move in IMPORTS}


def _callable(move: Move) -> Move:
    """A row whose old class passed its arguments on to another: its calls can be rewritten."""
    if move.change is not Change.SHAPE or not move.places or not move.places[-1].path.startswith(providers.COMMON_SQL):
        return move
    known = providers.calls_of(move.path, move.places[-1].path) is not None
    return move._replace(change=Change.ARGUMENTS, advice="") if known else move


def lookup(dotted: str) -> Move | None:
    """The move of a module or of a name in a module, by its full dotted name: as a row says, or the real packages."""
    return _rows().get(dotted) or _computed(dotted)


def recorded_moves() -> tuple[Move, ...]:
    """The rows of the table."""
    return tuple(_rows().values())


def known_moves() -> tuple[Move, ...]:
    """Every move of a module or a name, from rows or computed."""
    rows = _rows()
    computed = (_computed(dotted) for dotted in computed_names() if dotted not in rows)
    return (*rows.values(), *(move for move in computed if move is not None))


def computed_names() -> Iterator[str]:
    """What the comparison of the real packages found, by dotted name."""
    from k8slint.data import removed_names

    yield from removed_names.MODULES
    for module, releases in removed_names.NAMES.items():
        yield from (f"{module}.{name}" for _, names in releases for name in names.split())
    yield from (path.replace(":", ".") for path in removed_names.WARNED)
    yield from providers.names()


@lru_cache(maxsize=2048)
def _computed(dotted: str) -> Move | None:
    """What the comparison of the real packages found of a name."""
    from k8slint.data import removed_names

    release = removed_names.MODULES.get(dotted)
    if release is not None:
        return Move(dotted, removed=(Since("airflow", release),), advice=NO_REPLACEMENT)
    module, _, name = dotted.rpartition(".")
    path = f"{module}:{name}"
    for since, names in removed_names.NAMES.get(module, ()):
        if name in names.split():
            return _own_place(path, removed_names.PLACES.get(path, ""), removed=(Since("airflow", since),))
    if path in removed_names.WARNED:
        since, place = removed_names.WARNED[path]
        return _own_place(path, place, deprecated=Since("airflow", since))
    return providers.removed(dotted) if dotted.startswith("airflow.providers.") else None


def _own_place(path: str, place: str, *, deprecated: Since | None = None, removed: tuple[Since, ...] = ()) -> Move:
    """The move of a name to the place of its own that it stands for, and on from there."""
    if not place:
        return Move(path, (), deprecated, removed, advice=NO_REPLACEMENT)
    own = _rows().get(place.replace(":", "."))
    places = (Place(place, *_package_of(place)), *(own.places if own else ()))
    return Move(path, places, deprecated, removed, own.change if own else Change.SAME, own.advice if own else "")


def _package_of(place: str) -> tuple[str, Version]:
    """The package that brings a place, and since when, as rows write it."""
    top = place.partition(":")[0].partition(".")[0]
    if top in sys.stdlib_module_names:
        return "python", ()
    if place.startswith("airflow.providers.cncf.kubernetes"):
        return "provider", ()
    if top != "airflow":
        return top, ()
    return "airflow", (3, 0) if place.startswith(("airflow.sdk", "airflow.providers.standard")) else ()


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
    for dotted in (*_rows(), *computed_names()):
        above = dotted.rpartition(".")[0]
        while above and above not in found:
            found.add(above)
            above = above.rpartition(".")[0]
    return frozenset(found)


def verdict_of(dotted: str, targets: Targets) -> Verdict | None:
    """The verdict on importing ``dotted`` on the targets; None if it works or nothing is known."""
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
    verdict = verdict_of(dotted, targets)
    return verdict.place if verdict else None


def _destination(move: Move, targets: Targets) -> tuple[Place | None, Change]:
    """The newest place on the targets; the oldest one without an end in sight where nobody stated the Airflow version,
    because that works on the widest range."""
    last = move.changes[-1] if move.changes else Change.SAME
    there = [(place, change) for place, change in zip(move.places, move.changes, strict=True) if exists(place, targets)]
    if not there:
        onward = providers.removed(move.places[-1].dotted) if move.places else None
        if onward is None or not onward.places:
            return None, last
        place, change = _destination(onward, targets)
        return place, change if last is Change.SAME else last
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
    named = place.package == since.package or place.package in dict(targets.distributions)
    if place.package not in PACKAGE_NAMES and not named:
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
    places = tuple(place._replace(path=f"{place.path}:{name}") for place in row.places) if together else ()
    return Move(
        f"{module}:{name}", places, None, row.removed, Change.THROUGHOUT if places else Change.SAME, row.advice, False
    )


def _under_gone(module: str) -> Move | None:
    """The verdict on a module in a removed package: it was removed with it."""
    while module:
        row = lookup(module)
        if row is not None and row.name is None and not row.places:
            return row
        module = module.rpartition(".")[0]
    return None
