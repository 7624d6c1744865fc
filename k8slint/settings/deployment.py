"""Which pod template a deployment says that its workers start from, read from the files that configure it.

Looked at are ``airflow.cfg``, environment variables in Dockerfiles, compose and ``.env`` files, and the values of Helm
charts, in the folder of the DAGs and the folders above it. A template counts only when all that is found means one file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from k8slint.settings.files import MAX_SETTINGS, inside, read_regular

_FOLDERS = ("", "chart", "charts", "config", "deploy", "docker", "helm", "k8s", "kubernetes")
_CONFIGURATION = re.compile(r"airflow\.cfg")
_ENVIRONMENT = re.compile(r"(?:[\w.-]*\.)?env|Dockerfile[\w.-]*|(?:docker-)?compose[\w.-]*\.ya?ml")
_VALUES = re.compile(r"[\w.-]*values[\w.-]*\.ya?ml")
_VARIABLE = re.compile(
    r"\bAIRFLOW__KUBERNETES(?:_EXECUTOR)?__POD_TEMPLATE_FILE[\"']?"
    r"(?:[ \t]*[:=]|[ \t]*\r?\n[ \t]*value:|[ \t])[ \t]*[\"']?([^\s\"'#]+)"
)
_SECTION = re.compile(r"^\s*\[([^\]\n]+)\]", re.MULTILINE)
_OPTION = re.compile(r"^\s*pod_template_file\s*[=:]\s*(\S+)", re.MULTILINE)
# What a chart's values have where they say something of its pod template: a sieve, before the file is parsed.
_OF_CHART = re.compile(r"^[ \t]*(?:podTemplate:|stringOverride:|executor:.*KubernetesExecutor)", re.MULTILINE)


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
                    said = f"{os.path.relpath(path, stop)}:{row}".replace(os.sep, "/")
                    yield Said(os.path.relpath(target).replace(os.sep, "/"), _evidence(value, target, stop, said))


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
    for match in _VARIABLE.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "#" not in line:
            yield match[1], _row(text, match.start(1))
    if kinds[0] is _VALUES and _OF_CHART.search(text) and (in_values := read_values(path)) is not None:
        yield in_values.taken, in_values.row


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
