"""Finds the pod template of a deployment in the files that configure it.

Looked at are ``airflow.cfg``, environment variables in Dockerfiles, compose and ``.env`` files, and the values of Helm
charts, in the folder of the DAGs and the folders above it. A template counts only when all that is found means one file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from k8slint.patterns import pattern
from k8slint.settings.files import MAX_SETTINGS, inside, read_regular

_FOLDERS = ("", "chart", "charts", "config", "deploy", "docker", "helm", "k8s", "kubernetes")
_CONFIGURATION = pattern(r"airflow\.cfg")
_ENVIRONMENT = pattern(r"(?:[\w.-]*\.)?env|Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml")
_VALUES = pattern(r"[\w.-]*values[\w.-]*\.ya?ml")
# Between a variable and its value: in a shell, a Dockerfile, YAML, and a list of names and values in YAML.
_IS = r"[\"']?(?:[ \t]*[:=]|[ \t]*\r?\n[ \t]*value:|[ \t])[ \t]*[\"']?"
_VARIABLE = pattern(rf"\bAIRFLOW__KUBERNETES(?:_EXECUTOR)?__POD_TEMPLATE_FILE{_IS}([^\s\"'#]+)")
_SECTION = pattern(r"^\s*\[([^\]\n]+)\]", re.MULTILINE)
_OPTION = pattern(r"^\s*pod_template_file\s*[=:]\s*(\S+)", re.MULTILINE)
# What a chart's values have where they say something of its pod template: a sieve, before the file is parsed.
_OF_CHART = pattern(r"^[ \t]*(?:podTemplate:|stringOverride:|executor:.*KubernetesExecutor)", re.MULTILINE)


class InValues(Protocol):
    """What the values of a chart say of its pod template."""

    @property
    def row(self) -> int: ...
    @property
    def taken(self) -> tuple[str, ...]: ...


ReadValues = Callable[[str], "InValues | None"]


class Said(NamedTuple):
    """The template that a deployment names: its file, and where it is said. A chart's values may hold the pod itself."""

    path: str
    evidence: str


def find(start: str, stop: str, read_values: ReadValues) -> tuple[Said | None, tuple[str, ...]]:
    """The pod template for the DAGs in folder ``start``, and what is to be said of what was found.

    ``read_values`` says what the values of a chart in a file say of its template, if anything.
    The nearest folder that names one decides. Nothing outside of ``stop`` is read.
    """
    folder, stop = os.path.abspath(start), os.path.abspath(stop)
    while inside(folder, stop):
        found = {said.path: said for said in _said_in(folder, stop, read_values)}
        if len(found) == 1:
            said = next(iter(found.values()))
            return said, (said.evidence,)
        if found:
            names = ", ".join(sorted(os.path.relpath(path, stop).replace(os.sep, "/") for path in found))
            return None, (f"no pod template: the deployment names several, {names}",)
        if folder == stop:
            break
        folder = os.path.dirname(folder)
    return None, ()


def _said_in(folder: str, stop: str, read_values: ReadValues) -> Iterator[Said]:
    for name in _FOLDERS:
        where = os.path.join(folder, name) if name else folder
        try:
            with os.scandir(where) as entries:
                files = sorted(entry.name for entry in entries if entry.is_file())
        except OSError:
            continue
        for file in files:
            path = os.path.join(where, file)
            for value, row in _statements(path, file, stop, read_values):
                target = path if isinstance(value, tuple) else _file_of(value, where, stop)
                if target is not None:
                    evidence = _evidence(value, target, stop, _place(path, row, stop))
                    yield Said(os.path.relpath(target).replace(os.sep, "/"), evidence)


def _evidence(value: str | tuple[str, ...], target: str, stop: str, said: str) -> str:
    if isinstance(value, str):
        return f"pod template {os.path.relpath(target, stop).replace(os.sep, '/')} from {said}"
    if not value:
        return f"pod template from {said}"
    return f"the chart's own pod template from {said}, with {', '.join(value)}"


def _statements(
    path: str, name: str, stop: str, read_values: ReadValues
) -> Iterator[tuple[str | tuple[str, ...], int]]:
    """Each path that a file says with its row; for a chart's values instead of a path the values that the chart's own
    template takes, none when they hold the template."""
    kinds = [kind for kind in (_CONFIGURATION, _ENVIRONMENT, _VALUES) if kind.fullmatch(name)]
    if not kinds:
        return
    try:
        text = read_regular(path, MAX_SETTINGS, stop).decode("utf-8", "replace")
    except OSError:
        return
    if kinds[0] is _CONFIGURATION:
        for match in _OPTION.finditer(text):
            section = [each[1] for each in _SECTION.finditer(text, 0, match.start())][-1:]
            if section in (["kubernetes"], ["kubernetes_executor"]):
                yield match[1], _row(text, match.start(1))
        return
    for match in _set(_VARIABLE, text):
        yield match[1], _row(text, match.start(1))
    if kinds[0] is _VALUES and _OF_CHART.search(text) and (in_values := read_values(path)) is not None:
        yield in_values.taken, in_values.row


def _set(variable: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Where a variable is set, and not in a comment."""
    for match in variable.finditer(text):
        if "#" not in text[text.rfind("\n", 0, match.start()) + 1 : match.start()]:
            yield match


def _place(path: str, row: int, stop: str) -> str:
    return f"{os.path.relpath(path, stop)}:{row}".replace(os.sep, "/")


def _row(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def _file_of(path: str, folder: str, stop: str) -> str | None:
    """The file of the repository that a path of the deployment means: the one with the longest equal end."""
    parts = [part for part in path.split("/") if part not in ("", ".", "..")]
    if not parts or "$" in path or not parts[-1].endswith((".yaml", ".yml", ".json")):
        return None
    for start in range(len(parts)):
        for base in dict.fromkeys((folder, stop)):
            candidate = os.path.join(base, *parts[start:])
            if os.path.isfile(candidate) and inside(candidate, stop):
                return candidate
    return None


# --- the executor

_EXECUTOR = pattern(rf"\bAIRFLOW__CORE__EXECUTOR{_IS}([\w.,: ]*Executor)")
_EXECUTOR_OPTION = pattern(r"^executor\s*[=:]\s*([\w.,: ]*Executor)", re.MULTILINE)
# What sends tasks to an executor that isn't the one by name.
_ROUTES = pattern(r"kubernetes_queue|default_queue", re.IGNORECASE)
_POLICY = pattern(r"\b(?:queue|executor)\b")
_LOCAL_SETTINGS = "airflow_local_settings.py"
KUBERNETES = "KubernetesExecutor"


class Named(NamedTuple):
    """What a deployment's files name, as Airflow's configuration has it, and where."""

    name: str
    evidence: str


def find_executor(start: str, stop: str, read_values: Callable[[str], tuple[str, int] | None]) -> Named | None:
    """The executor for the DAGs in folder ``start``, if all that is found means one; None if a file may send tasks elsewhere.

    Composed services, ``airflow.cfg`` and ``.env`` files often describe somebody's own machine, so of them only an executor
    is believed that has the KubernetesExecutor in it. ``read_values`` gives what a chart's values say, and the row.
    """
    found: dict[str, Named] = {}
    from_chart: set[str] = set()
    for path, name, text in _texts(start, stop):
        if _ROUTES.search(text) or (name == _LOCAL_SETTINGS and _POLICY.search(text)):
            return None
        said: tuple[str, int] | None = None
        if _CONFIGURATION.fullmatch(name):
            option = _EXECUTOR_OPTION.search(text)
            said = None if option is None else (option[1], _row(text, option.start()))
        elif match := next(_set(_EXECUTOR, text), None):
            said = match[1], _row(text, match.start())
        if _VALUES.fullmatch(name) and "executor" in text and (stated := read_values(path)) is not None:
            said = stated
            from_chart.add(stated[0])
        if said is not None:
            found.setdefault(said[0], Named(said[0], f"executor {said[0]} from {_place(path, said[1], stop)}"))
    if len(found) != 1:
        return None
    executor = next(iter(found.values()))
    return executor if KUBERNETES in executor.name or executor.name in from_chart else None


# --- the image of workers

_PARTS = tuple(f"worker_container_{part}" for part in ("repository", "tag"))
_IMAGE_VARIABLE = pattern(
    rf"\bAIRFLOW__KUBERNETES(?:_EXECUTOR)?__(WORKER_CONTAINER_(?:REPOSITORY|TAG)){_IS}([^\s\"'#]+)"
)
_IMAGE_OPTION = pattern(r"^(worker_container_(?:repository|tag))\s*[=:][ \t]*(\S+)", re.MULTILINE)


def find_image(start: str, stop: str, read_values: Callable[[str], tuple[str, int] | None]) -> Named | None:
    """The image that a deployment's files configure for workers, and where, if all that is found means one.

    ``read_values`` gives what a chart's values say, and the row.
    """
    found: dict[str, Named] = {}
    for path, name, text in _texts(start, stop):
        matches = _IMAGE_OPTION.finditer(text) if _CONFIGURATION.fullmatch(name) else _set(_IMAGE_VARIABLE, text)
        parts = {match[1].lower(): match for match in matches}
        said: tuple[str, int] | None = None
        if len(parts) == len(_PARTS):
            said = ":".join(parts[part][2] for part in _PARTS), _row(text, parts[_PARTS[0]].start())
        elif parts:
            return None  # the other half is somewhere else
        elif _VALUES.fullmatch(name) and "repository" in text:
            said = read_values(path)
        if said is not None and not _COMPUTED.search(said[0]):
            found.setdefault(said[0], Named(said[0], f"worker image {said[0]} from {_place(path, said[1], stop)}"))
    return next(iter(found.values())) if len(found) == 1 else None


_COMPUTED = pattern(r"[${}<>]")


def _texts(start: str, stop: str) -> Iterator[tuple[str, str, str]]:
    """The files that may configure a deployment, with their names and texts: of a folder, then of those above it."""
    folder, stop = os.path.abspath(start), os.path.abspath(stop)
    while inside(folder, stop):
        yield from _texts_in(folder, stop)
        if folder == stop:
            return
        folder = os.path.dirname(folder)


def _texts_in(folder: str, stop: str) -> Iterator[tuple[str, str, str]]:
    for name in (*_FOLDERS, "plugins"):
        where = os.path.join(folder, name) if name else folder
        try:
            with os.scandir(where) as entries:
                files = sorted(entry.name for entry in entries if entry.is_file())
        except OSError:
            continue
        for file in files:
            kinds = (_CONFIGURATION, _ENVIRONMENT, _VALUES)
            if file == _LOCAL_SETTINGS or any(kind.fullmatch(file) for kind in kinds):
                path = os.path.join(where, file)
                try:
                    yield path, file, read_regular(path, MAX_SETTINGS, stop).decode("utf-8", "replace")
                except OSError:
                    continue
