"""Hold the table of moves against a real Airflow: ``python tests/oracle/check_moves.py``, run by that Airflow's Python.

Every row says of an old name whether it can be imported with the installed versions, and where it is instead; this
imports all of them. Prints what differs as JSON and fails when anything does.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from k8slint.airflow.moves.names import exists, known_moves, verdict_of
from k8slint.airflow.moves.providers import COMMON_SQL
from k8slint.airflow.moves.removed import reached
from k8slint.airflow.moves.rows import Change, Move
from k8slint.airflow.moves.table.only_importable import ONLY_IMPORTABLE
from k8slint.settings.targets import Targets, Version

PACKAGES = {"airflow": "apache-airflow", "provider": "apache-airflow-providers-cncf-kubernetes", "client": "kubernetes"}


def installed(package: str) -> Version | None:
    """The version of a package as the rows name it, by its first numbers; None when it isn't installed."""
    try:
        text = version(PACKAGES.get(package, package))
    except PackageNotFoundError:
        return None
    return tuple(int(part) for part in text.split(".")[:3] if part.isdigit())


def importable(module: str, name: str | None) -> bool:
    """Whether ``from module import name`` works here, without regard to warnings."""
    try:
        found = importlib.import_module(module)
        for part in (name or "").split("."):
            found = getattr(found, part) if part else found
    except Exception:  # whatever a module raises while it is imported, it can't be imported
        return False
    return True


def targets_here() -> Targets:
    airflow, provider, client = (installed(package) for package in PACKAGES)
    assert airflow is not None
    return Targets(airflow, provider or (), client or (), assumed=frozenset())


def differences(targets: Targets) -> Iterator[dict[str, str]]:
    """What the table says otherwise than this installation: the old name, what the table says, what is true."""
    for move in known_moves():
        yield from _old(move, targets)
        yield from _new(move, targets)
    for dotted, release in ONLY_IMPORTABLE.items():
        if reached(("airflow", release), targets) and importable(dotted, None) == is_attribute(dotted):
            yield {"old": dotted, "table": "only importable", "here": "an attribute, or can't be imported"}


def is_attribute(dotted: str) -> bool:
    """Whether ``airflow.x.y`` works after its import."""
    found = importlib.import_module("airflow")
    for part in dotted.split(".")[1:]:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def _old(move: Move, targets: Targets) -> Iterator[dict[str, str]]:
    gone = any(reached(since, targets) for since in move.removed)
    there = importable(move.module, move.name)
    if gone and there:
        yield {"old": move.dotted, "table": "removed", "here": "can be imported"}
    promised = move.deprecated is not None and reached(move.deprecated, targets) and not gone
    if promised and not there and _kept_by_airflow(move):
        yield {"old": move.dotted, "table": "deprecated", "here": "can't be imported"}


def _kept_by_airflow(move: Move) -> bool:
    """Whether the old name works without another provider: a forwarder needs a release that has what it forwards to.

    Where ``SQLExecuteQueryOperator`` took the place of a class with other arguments, as of ``MySqlOperator``, the old name
    still forwards to that class.
    """
    forwards_elsewhere = move.change is Change.ARGUMENTS and any(p.path.startswith(COMMON_SQL) for p in move.places)
    return (
        bool(move.places)
        and all(place.package in PACKAGES for place in move.places)
        and Change.SHAPE not in move.changes
        and not forwards_elsewhere
    )


def _new(move: Move, targets: Targets) -> Iterator[dict[str, str]]:
    verdict = verdict_of(move.dotted, targets)
    if verdict is not None and verdict.place is not None and verdict.change is not Change.SHAPE:
        place = verdict.place
        known = place.package in (*PACKAGES, "python") or installed(place.package)
        if known and exists(place, targets) and not importable(place.module, place.name):
            yield {"old": move.dotted, "table": f"is {place.dotted}", "here": "can't be imported"}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    here = targets_here()
    found = list(differences(here))
    for difference in found:
        print(json.dumps(difference))
    print(f"{len(known_moves())} moves, {len(found)} differ, on {here}", file=sys.stderr)
    sys.exit(bool(found))
