"""What stopped to be importable, computed from real Airflow installations: ``k8slint/data/removed_names.py``.

``records/names.json`` holds what ``compare`` made of the probes of several installations, oldest first.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

from k8slint.airflow.moves.table.imports import IMPORTS
from tools import earlier
from tools.text import laid_out, literal, module

RECORD = Path(__file__).parent / "records" / "names.json"
PROBE = Path(__file__).parent / "probe.py"
PROVIDERS = "airflow.providers"  # what is in it depends on which packages are installed
ADVISED = re.compile(r"[Uu]se `?'?(airflow[\w.]+?)'?`?(?: instead)?\.?$")

Described = dict[str, dict[str, tuple[str, str]] | None]


class Probe(NamedTuple):
    """What one installation has."""

    versions: dict[str, str]
    names: Described

    @property
    def release(self) -> str:
        return ".".join(self.versions["airflow"].split(".")[:2])

    def has(self, dotted: str) -> bool:
        """Whether a module, or a name in one, can be imported; True as well for what can't be told here."""
        if self.names.get(dotted) is not None:
            return True
        above, _, name = dotted.rpartition(".")
        inner = self.names.get(above, {}) if above in self.names else {name: ("", "")}
        return inner is not None and name in inner


class Row(NamedTuple):
    """What was there and isn't any more, or warns: since which release, and the place where the same thing is.

    ``path`` is ``module`` or ``module:name``, as is ``place`` (empty: none is known). ``there`` says that the later
    installations have the place.
    """

    path: str
    since: str
    place: str
    there: bool


class Record(NamedTuple):
    """What the comparison found, and the versions of what was compared."""

    versions: list[dict[str, str]]
    removed: list[Row]
    deprecated: list[Row]


def probe(pythons: list[str]) -> list[Probe]:
    """Probes installations, by their interpreters, with the names of all of them, and with what those of the first are
    elsewhere."""
    with ThreadPoolExecutor(2) as pool:
        listed = list(pool.map(lambda python: _run(python, "list", {}), pythons))
    names: dict[str, set[str]] = {}
    for one in listed:
        for name, inner in one.items():
            names.setdefault(name, set()).update(inner)
    first = Probe(**_run(pythons[0], "check", names))
    for inner in first.names.values():
        for stands_for, _ in (inner or {}).values():
            above, colon, name = stands_for.partition(":")
            if colon:
                names.setdefault(above, set()).add(name)
    with ThreadPoolExecutor(2) as pool:
        return [first, *(Probe(**each) for each in pool.map(lambda python: _run(python, "check", names), pythons[1:]))]


def _run(python: str, what: str, names: dict[str, set[str]]) -> Any:
    given = json.dumps({name: sorted(inner) for name, inner in sorted(names.items())})
    done = subprocess.run([python, str(PROBE), what], input=given, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def compare(probes: list[Probe]) -> Record:
    """What installations differ in, oldest first."""
    return Record([probe.versions for probe in probes], list(_removed(probes)), list(_deprecated(probes)))


def _removed(probes: list[Probe]) -> Iterator[Row]:
    """What the first installation has and the last one lacks: modules, and names unless nothing is to be said of them
    but that their module is gone."""
    first, last = probes[0], probes[-1]
    gone: set[str] = set()
    for name, inner in sorted(first.names.items()):
        if inner is None or name == PROVIDERS:
            continue
        if not last.has(name):
            gone.add(name)
            if name.rpartition(".")[0] not in gone:
                yield Row(name, _since(name, probes), "", False)
        for each, (stands_for, _) in sorted(inner.items()):
            dotted = f"{name}.{each}"
            if not last.has(dotted) and dotted not in first.names:
                place, there = _place(dotted, stands_for, probes)
                if place or name not in gone:
                    yield Row(f"{name}:{each}", _since(dotted, probes), place, there)


def _place(dotted: str, stands_for: str, probes: list[Probe]) -> tuple[str, bool]:
    """The place of its own that a name stands for, and whether all later installations have it."""
    same = stands_for.replace(":", ".")
    if ":" not in stands_for or "._" in f".{same}" or same == dotted or same.startswith("builtins."):
        return "", False
    return stands_for, all(probe.has(same) for probe in probes[1:])


def _since(dotted: str, probes: list[Probe]) -> str:
    """The release from which on it is missing."""
    missing = probes[-1].release
    for probe in reversed(probes):
        if probe.has(dotted):
            break
        missing = probe.release
    return missing


def _deprecated(probes: list[Probe]) -> Iterator[Row]:
    """The names of Airflow's own that warn in the last installation, with the place that the warning names."""
    last = probes[-1]
    for name, inner in sorted(last.names.items()):
        for each, (stands_for, said) in sorted((inner or {}).items()):
            advised = ADVISED.search(said)
            own = stands_for.startswith("airflow") or (not stands_for and each.isupper())
            if advised is None or not own:
                continue
            place = advised[1] if last.has(advised[1]) and "._" not in advised[1] else ""
            if place.rpartition(".")[2] == each:
                path = ":".join((place.rpartition(".")[0], each))
                yield Row(f"{name}:{each}", _warns_since(name, each, probes), path, True)


def _warns_since(name: str, each: str, probes: list[Probe]) -> str:
    since = probes[-1].release
    for probe in reversed(probes):
        if not ((probe.names.get(name) or {}).get(each) or ("", ""))[1]:
            break
        since = probe.release
    return since


def write_record(record: Record) -> None:
    """One line a name, so that a diff can be read."""
    parts = [f'"versions": {json.dumps(record.versions)}']
    for field, rows in (("removed", record.removed), ("deprecated", record.deprecated)):
        parts.append(f'"{field}": [\n' + ",\n".join(json.dumps(row) for row in rows) + "\n]")
    RECORD.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8", newline="\n")


def read_record() -> Record:
    data = json.loads(RECORD.read_text(encoding="utf-8"))
    return Record(data["versions"], [Row(*row) for row in data["removed"]], [Row(*row) for row in data["deprecated"]])


SUMMARY = """What imports on Airflow 2 and not on 3, and what warns there.

Found in the packages themselves. ``MODULES`` and ``NAMES`` say since which release it is gone (of Airflow 2 too), ``WARNED``
since which it warns. ``PLACES`` has what a name stands for, where that still can be imported."""


def text() -> str:
    """The text of ``k8slint/data/removed_names.py``."""
    record = read_record()
    names: dict[str, dict[str, list[str]]] = {}
    for row in record.removed:
        above, colon, name = row.path.partition(":")
        if colon:
            names.setdefault(above, {}).setdefault(row.since, []).append(name)
    recorded = {move.path for move in IMPORTS} | {row.path for row in record.removed}
    for path, since in earlier.rows():
        above, _, name = path.partition(":")
        if path not in recorded and not any(move.path == above and not move.places for move in IMPORTS):
            names.setdefault(above, {}).setdefault(since, []).append(name)
    names = dict(sorted(names.items()))
    lines = [f"VERSIONS = {literal(tuple(versions['airflow'] for versions in record.versions))}"]
    lines += ["", "MODULES: dict[str, tuple[int, ...]] = {"]
    lines += [
        f"    {literal(row.path)}: {literal(_version(row.since))}," for row in record.removed if ":" not in row.path
    ]
    lines += ["}", "", "# by module", "NAMES: dict[str, tuple[tuple[tuple[int, ...], str], ...]] = {"]
    for above, by_release in names.items():
        held = tuple((_version(since), " ".join(inner)) for since, inner in sorted(by_release.items()))
        lines += laid_out(held, before=f"{literal(above)}: ")
    lines += ["}", "", "PLACES: dict[str, str] = {"]
    moved = {move.path for move in IMPORTS if move.places}
    for row in record.removed:
        if row.place and (row.there or row.place in moved):
            lines += laid_out(row.place, before=f"{literal(row.path)}: ")
    lines += ["}", "", "WARNED: dict[str, tuple[tuple[int, ...], str]] = {"]
    for row in record.deprecated:
        lines += laid_out((_version(row.since), row.place), before=f"{literal(row.path)}: ")
    return module(SUMMARY, *lines, "}")


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
