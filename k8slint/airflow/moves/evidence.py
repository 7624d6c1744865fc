"""Narrows the Airflow version by a file's own imports, if the version isn't set.

Only what is imported at the top level, without a guard around it, says something: without it the file can't be imported.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from k8slint.airflow.moves import names as moves
from k8slint.airflow.moves.names import Status
from k8slint.airflow.moves.rows import Since
from k8slint.patterns import pattern
from k8slint.settings.compatibility import AIRFLOW_2, OLDEST_AIRFLOW
from k8slint.settings.targets import Targets, Version, at_least
from k8slint.source.nodes import nodes_of

# Packages that came with, or need, a version of Airflow; the table of moves knows of single names.
_FIRST = {
    "airflow.sdk": (3, 0),
    "airflow.providers.standard": (2, 8),
    "airflow.datasets": (2, 4),
    "airflow.io": (2, 8),
}
SCHEDULE: Version = (2, 4)  # DAG(schedule=...)
# The last provider before one that removed what DAGs import.
_LAST_PROVIDER_BEFORE: dict[Version, Version] = {
    (10, 0, 0): (9, 0, 1),
    (7, 10, 0): (7, 9, 0),
    (5, 0, 0): (4, 4, 0),
}

_IMPORT = pattern(
    rb"^(?:from[ \t]+(?P<module>airflow[\w.]*)[ \t]+import[ \t]*(?P<names>\([^)]*\)|(?:\\\r?\n|[^\\\r\n])*)"
    rb"|import[ \t]+(?P<modules>airflow[^\r\n]*))",
    re.MULTILINE,
)


class Imported(NamedTuple):
    """One name that a file imports, and in which row."""

    dotted: str
    row: int


class Limit(NamedTuple):
    """The last version of a package that a file can run on, and the import that says so."""

    package: str  # "airflow" or "provider"
    version: Version
    imported: Imported
    removed: Since


def imports_of_bytes(data: bytes) -> Iterator[Imported]:
    """What a file imports from Airflow in its first column, read without parsing it."""
    for match in _IMPORT.finditer(data) if b"airflow" in data else ():
        row = data.count(b"\n", 0, match.start()) + 1
        front = f"{match['module'].decode()}." if match["module"] else ""
        listed = re.sub(rb"#[^\n]*", b"", match["names"] or match["modules"])
        for part in listed.strip(b"() \t\r\n").split(b","):
            words = part.replace(b"\\", b" ").split()
            if words:
                name = words[0].decode("utf-8", "replace")
                yield Imported(front[:-1] if name == "*" else front + name, row)


def limits(data: bytes) -> Iterator[Limit]:
    """For each package the last version that has everything which a file imports, where not all of it is still there."""
    found: dict[str, Limit] = {}
    for imported in imports_of_bytes(data):
        known = _limit_of(imported.dotted)
        if known is not None and (known[0] not in found or known[1] < found[known[0]].version):
            found[known[0]] = Limit(known[0], known[1], imported, known[2])
    yield from found.values()


@lru_cache(maxsize=2048)
def _limit_of(dotted: str) -> tuple[str, Version, Since] | None:
    verdict = moves.verdict_of(dotted, Targets())
    if verdict is None or verdict.status is not Status.REMOVED:
        return None
    since = verdict.since
    if since.package == "provider":
        last = _LAST_PROVIDER_BEFORE.get(since.version)
        return None if last is None else ("provider", last, since)
    if since.package != "airflow" or not since.version:
        return None
    major, minor = (*since.version, 0)[:2]
    version: Version = (major, minor - 1) if minor else AIRFLOW_2 if major == 3 else (0,)
    # What no Airflow has that anybody may run unsaid is broken everywhere: it says nothing of the version.
    return ("airflow", version, since) if at_least(version, OLDEST_AIRFLOW) else None


def needs_at_least(imported: Iterable[Imported]) -> Version:
    """The first Airflow that has everything which a file imports."""
    return max((_first_of(each.dotted) for each in imported), default=OLDEST_AIRFLOW)


def oldest_for(tree: ast.Module) -> Version:
    """The first Airflow that a file can run on, by what it imports and how it calls ``DAG``."""
    imported = [each for statement in tree.body for each in _imports_of(statement)]
    first = needs_at_least(imported)
    return max(first, SCHEDULE) if _gives_schedule(tree, imported) else first


def _imports_of(statement: ast.stmt) -> Iterator[Imported]:
    if isinstance(statement, ast.Import):
        yield from (Imported(alias.name, statement.lineno) for alias in statement.names)
    elif isinstance(statement, ast.ImportFrom) and statement.module and not statement.level:
        for alias in statement.names:
            yield Imported(f"{statement.module}.{alias.name}", statement.lineno)


def _gives_schedule(tree: ast.Module, imported: list[Imported]) -> bool:
    """Whether Airflow's ``DAG`` or ``dag`` is given ``schedule=``."""
    own = {each.dotted.rpartition(".")[2] for each in imported if each.dotted.startswith("airflow.")}
    return any(
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("DAG", "dag")
        and node.func.id in own
        and any(keyword.arg == "schedule" for keyword in node.keywords)
        for node in nodes_of(tree)
    )


@lru_cache(maxsize=2048)
def _first_of(dotted: str) -> Version:
    if not dotted.startswith("airflow."):
        return OLDEST_AIRFLOW
    package = next((first for name, first in _FIRST.items() if f"{dotted}.".startswith(f"{name}.")), OLDEST_AIRFLOW)
    return max(package, _firsts().get(dotted, OLDEST_AIRFLOW))


@lru_cache(maxsize=1)
def _firsts() -> dict[str, Version]:
    """Since when Airflow has a place that something moved to, by its dotted name."""
    found: dict[str, Version] = {}
    for move in moves.recorded_moves():
        for place in move.places:
            if place.package == "airflow" and not place.module.startswith("airflow.providers."):
                found[place.dotted] = min(place.since, found.get(place.dotted, place.since))
    return found
