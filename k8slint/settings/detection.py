"""Which versions a project runs, read from the files that say so; without a single import that a run may not need.

What is read, most telling first: what the containers run (Dockerfile, compose files, chart values, ``.env``), lock
files, constraints and requirements, project metadata. The nearest folder that names a package decides for it; within a
folder an exact version goes before a bound. Of a range the lowest version admitted is the target: code must work there.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from k8slint.settings.compatibility import AIRFLOW_2, complete
from k8slint.settings.files import MAX_SETTINGS, MAX_VERSIONS, read_regular, repository
from k8slint.settings.targets import Targets, Version, at_least

PACKAGES = {
    "apache-airflow": "airflow",
    "apache-airflow-core": "airflow",
    "apache-airflow-providers-cncf-kubernetes": "provider",
    "kubernetes": "client",
}

# The Airflow of each major Astronomer Runtime for Airflow 2, from the parity table of Astronomer's page on the runtime
# image. The images for Airflow 3 carry Airflow's own number: runtime:3.0-4 runs 3.0.
ASTRO_RUNTIME: dict[int, Version] = {
    3: (2, 1),
    4: (2, 2),
    5: (2, 3),
    6: (2, 4),
    7: (2, 5),
    8: (2, 6),
    9: (2, 7),
    10: (2, 8),
    11: (2, 9),
    12: (2, 10),
    13: (2, 11),
}

_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?(?P<spec>[^;#@)]*)")
_SPECIFIER = re.compile(r"(===|==|~=|>=|<=|!=|>|<|\^|~)?\s*v?(\d+(?:\.\d+)*)(\.\*)?")
_CONSTRAINTS = re.compile(r"constraints-(\d+\.\d+(?:\.\d+)?)[/-]")
_INCLUDED = re.compile(r"\s*(?:-r|-c|--requirement|--constraint)[\s=]\s*(\S+)")
_IMAGE = re.compile(r"\bapache/airflow:(?:slim-)?(\d+(?:\.\d+)+)")
_ASTRO = re.compile(r"\bastro-runtime:(\d+)\.\d+|\bruntime:(3\.\d+)-\d+|\bap-airflow:(\d+\.\d+\.\d+)")
_VARIABLE = re.compile(r"\bAIRFLOW_VERSION[ =:]+[\"']?(\d+\.\d+(?:\.\d+)?)")
_CHART = re.compile(r"^\s*(?:airflowVersion|defaultAirflowTag):\s*[\"']?(\d+\.\d+(?:\.\d+)?)")
_QUOTED = re.compile(r"[\"']([^\"'\n]+)[\"']")
_MENTIONED = re.compile(r"airflow|kubernetes|astro|constraints-", re.IGNORECASE)


class Statement(NamedTuple):
    """One version that a file states. ``exact`` is False for the lower end of a range."""

    package: str
    version: Version
    exact: bool
    row: int
    text: str


@dataclass(frozen=True, slots=True)
class Detected:
    """``evidence`` says in words what was found and where; ``reads`` names every file and folder that was looked at."""

    targets: Targets
    evidence: tuple[str, ...]
    reads: tuple[str, ...]


def detect(start: str, stop: str, stated: dict[str, Version] | None = None) -> Detected:
    """The versions for the files in folder ``start``, from it and the folders above it up to ``stop``.

    ``stated`` holds what the user said, by name of the ``Targets`` field: it is never looked for. What nothing states
    is derived from what is, and is named in ``assumed``.
    """
    found: dict[str, Version] = dict(stated or {})
    evidence: list[str] = []
    reads: list[str] = []
    boundary = repository(os.path.abspath(start)) or os.path.abspath(stop)
    for folder in _upwards(start, stop):
        if all(package in found for package in ("airflow", "provider", "client")):
            break
        best: dict[str, tuple[Statement, str]] = {}
        for path, statement in _statements(folder, reads, boundary):
            known = best.get(statement.package)
            if known is None or (statement.exact and not known[0].exact):
                best[statement.package] = (statement, path)
        for package, (statement, path) in best.items():
            if package not in found:
                found[package] = statement.version
                evidence.append(f"{statement.text} from {_shown(path, stop)}:{statement.row}")
    return Detected(complete(found), tuple(evidence), tuple(dict.fromkeys(reads)))


def _upwards(start: str, stop: str) -> Iterator[str]:
    folder, stop = os.path.abspath(start), os.path.abspath(stop)
    while True:
        yield folder
        above = os.path.dirname(folder)
        if folder in (stop, above):
            return
        folder = above


def _shown(path: str, stop: str) -> str:
    return os.path.relpath(path, stop).replace(os.sep, "/")


def _statements(folder: str, reads: list[str], boundary: str) -> Iterator[tuple[str, Statement]]:
    """Every version that the files of a folder state, most telling file first."""
    names: list[tuple[int, str, Callable[[str], Iterator[Statement]]]] = []
    for inside in (folder, os.path.join(folder, "requirements"), os.path.join(folder, "docker")):
        if os.path.isdir(inside):
            reads.append(inside)
            try:
                found = [(_kind(name), os.path.join(inside, name)) for name in os.listdir(inside)]
            except OSError:  # its names are nobody's to know
                continue
            names += [(kind, path, _READERS[kind][1]) for kind, path in found if kind is not None]
    for _, path, reader in sorted(names, key=lambda item: item[:2]):
        yield from _read(path, reader, reads, set(), boundary)


def _read(
    path: str, reader: Callable[[str], Iterator[Statement]], reads: list[str], seen: set[str], boundary: str
) -> Iterator[tuple[str, Statement]]:
    if path in seen:
        return
    seen.add(path)
    reads.append(path)
    try:
        text = read_regular(path, MAX_VERSIONS, boundary).decode("utf-8", "replace")
    except OSError:
        return
    if _MENTIONED.search(text):
        for statement in reader(text):
            yield path, statement
    if reader is _requirements:
        for line in text.splitlines():
            included = _INCLUDED.match(line)
            if included and "://" not in included[1]:
                yield from _read(
                    os.path.normpath(os.path.join(os.path.dirname(path), included[1])), reader, reads, seen, boundary
                )


def _version(text: str) -> Version:
    return tuple(int(part[:9]) for part in text.split("."))  # nobody's version has thousands of digits


def _kind(name: str) -> int | None:
    return next((number for number, (pattern, _) in enumerate(_READERS) if pattern.fullmatch(name)), None)


def _package(name: str) -> str | None:
    return PACKAGES.get(re.sub(r"[-_.]+", "-", name).lower())


def _of(name: str, spec: str, row: int) -> Iterator[Statement]:
    """The statement of one requirement, if it is on a package that matters and says where its range starts."""
    package = _package(name)
    if package is None:
        return
    lower: Version | None = None
    below: Version | None = None
    for operator, digits, wildcard in _SPECIFIER.findall(spec):
        version = _version(digits)
        if operator in ("", "==", "==="):
            exact = not wildcard
            yield Statement(package, version, exact, row, f"{name} {digits}{wildcard}")
            return
        if operator in (">=", ">", "~=", "^", "~"):
            lower = max(version, lower or version)
        elif operator in ("<", "<="):
            below = version
    if lower is not None:
        shown = ".".join(map(str, lower))
        yield Statement(package, lower, False, row, f"{name} {shown} (the lowest that is admitted)")
    elif package == "airflow" and below is not None and not at_least(below, (3, 1)) and at_least(below, (3,)):
        yield Statement(package, AIRFLOW_2, False, row, f"{name} 2.11 (the newest that is admitted)")


def _exactly(text: str, package: str, row: int, name: str) -> Statement:
    return Statement(package, _version(text), True, row, f"{name} {text}")


def _container(text: str) -> Iterator[Statement]:
    """A Dockerfile, a compose file, an ``.env``: the image that runs. Arguments are taken at their default."""
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("#"):
            continue
        if (image := _IMAGE.search(line)) or (image := _VARIABLE.search(line)) or (image := _CHART.search(line)):
            yield _exactly(image[1], "airflow", row, "apache-airflow")
        elif astro := _ASTRO.search(line):
            if astro[1]:
                airflow = ASTRO_RUNTIME.get(_version(astro[1])[0])
                if airflow:
                    shown = ".".join(map(str, airflow))
                    yield Statement("airflow", airflow, True, row, f"apache-airflow {shown} (Astro Runtime {astro[1]})")
            else:
                yield _exactly(astro[2] or astro[3], "airflow", row, "apache-airflow")
        elif "pip install" in line or "uv pip" in line:
            yield from _constraint(line, row)
            for word in re.split(r"[\s\"']+", line):
                yield from _requirement(word, row)


def _constraint(line: str, row: int) -> Iterator[Statement]:
    if constraint := _CONSTRAINTS.search(line):
        yield _exactly(constraint[1], "airflow", row, "apache-airflow")


def _requirement(line: str, row: int) -> Iterator[Statement]:
    match = _REQUIREMENT.match(line)
    if match:
        yield from _of(match["name"], match["spec"], row)


def _requirements(text: str) -> Iterator[Statement]:
    for row, line in enumerate(text.splitlines(), 1):
        if line.lstrip().startswith("-"):
            yield from _constraint(line, row)
        else:
            yield from _requirement(line, row)


def _lock(text: str) -> Iterator[Statement]:
    """``uv.lock``, ``poetry.lock``, ``pdm.lock``, ``pylock.toml``: ``name = "x"`` and then ``version = "y"``; no parser
    of TOML, because a lock file is long."""
    name = ""
    for row, line in enumerate(text.splitlines(), 1):
        if line.startswith("name = "):
            name = line[7:].strip().strip("\"'")
        elif line.startswith("version = ") and name in PACKAGES:
            yield from _of(name, "==" + line[10:].strip().strip("\"'"), row)
            name = ""


def _json_lock(text: str) -> Iterator[Statement]:
    """``Pipfile.lock``: ``"apache-airflow": {... "version": "==2.10.5"}``."""
    name = ""
    for row, line in enumerate(text.splitlines(), 1):
        words = _QUOTED.findall(line)
        if len(words) == 1 and words[0] in PACKAGES:
            name = words[0]
        elif len(words) == 2 and words[0] == "version" and name:
            yield from _of(name, words[1], row)
            name = ""


def _toml(text: str) -> Iterator[Statement]:
    """``pyproject.toml`` and ``Pipfile``: every table that lists dependencies, whoever's it is."""
    import sys

    if len(text) > MAX_SETTINGS:
        return
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib

    try:
        data = tomllib.loads(text)
    except (ValueError, RecursionError):  # no TOML; numbers of thousands of digits; nested without end
        return
    for name, spec in _dependencies(data):
        if _package(name) is not None:
            yield from _of(name, spec, _row_of(text, name))


def _row_of(text: str, name: str) -> int:
    found = re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _dependencies(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """(name, specifier) of each dependency: PEP 621, dependency groups, poetry, pdm, uv, hatch, pipenv."""
    project, tool = _table(data, "project"), _table(data, "tool")
    poetry, pdm, hatch = _table(tool, "poetry"), _table(tool, "pdm"), _table(_table(tool, "hatch"), "envs")
    uv = _table(tool, "uv")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += [*_table(data, "dependency-groups").values(), *_table(pdm, "dev-dependencies").values()]
    lists += [uv.get("dev-dependencies"), uv.get("constraint-dependencies"), uv.get("override-dependencies")]
    for environment in hatch.values():
        if isinstance(environment, dict):
            lists += [environment.get("dependencies"), environment.get("extra-dependencies")]
    for entries in lists:
        for entry in entries if isinstance(entries, list) else ():
            match = _REQUIREMENT.match(entry) if isinstance(entry, str) else None
            if match:
                yield match["name"], match["spec"]
    tables = [_table(poetry, "dependencies"), _table(poetry, "dev-dependencies")]
    tables += [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    tables += [_table(data, "packages"), _table(data, "dev-packages")]
    for table in tables:
        for name, value in table.items():
            spec = value.get("version", "") if isinstance(value, dict) else value
            if isinstance(spec, str):
                yield name, spec


def _table(data: dict[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _indented(text: str) -> Iterator[Statement]:
    """``setup.cfg`` and conda's ``environment.yml``: one requirement a line, after white space and a dash or a key."""
    for row, line in enumerate(text.splitlines(), 1):
        plain = re.sub(r"^\s*(?:-\s*)?(?:install_requires\s*=\s*)?[\"']?", "", line).rstrip("\"' ")
        spec = re.sub(r"^([\w.-]+)=(\d[\w.]*)(?:=\w+)?$", r"\1==\2", plain)  # conda writes one equals sign
        yield from _constraint(line, row) if "constraints-" in line else _requirement(spec, row)


def _literals(text: str) -> Iterator[Statement]:
    """``setup.py``: the strings in it that are requirements on a package that matters."""
    for row, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#"):
            for word in _QUOTED.findall(line):
                yield from _requirement(word, row)


_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Iterator[Statement]]], ...] = (
    (re.compile(r"(?:.*[.-])?(?:Dockerfile|Containerfile)(?:[.-].*)?", re.IGNORECASE), _container),
    (re.compile(r"(?:docker-)?compose[\w.-]*\.ya?ml|\.env|values[\w.-]*\.ya?ml"), _container),
    (re.compile(r"uv\.lock|poetry\.lock|pdm\.lock|pylock(?:\.[\w-]+)?\.toml"), _lock),
    (re.compile(r"Pipfile\.lock"), _json_lock),
    (re.compile(r"constraints[\w.-]*\.txt"), _requirements),
    (re.compile(r"[\w.-]*requirements[\w.-]*\.txt|(?:base|prod|main|common|airflow)\.txt"), _requirements),
    (re.compile(r"[\w.-]*requirements[\w.-]*\.in"), _requirements),
    (re.compile(r"pyproject\.toml|Pipfile"), _toml),
    (re.compile(r"setup\.cfg|environment[\w.-]*\.ya?ml"), _indented),
    (re.compile(r"setup\.py"), _literals),
)
