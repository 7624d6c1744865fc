"""Which pod template a deployment says that its workers start from, read from the files that configure it.

Looked at are ``airflow.cfg``, environment variables in Dockerfiles, compose and ``.env`` files, and the values of Helm
charts, in the folder of the DAGs and the folders above it. A template counts only when all that is found means one file.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

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
_INLINE = re.compile(r"^\s*(?:podTemplate|stringOverride):\s*\|", re.MULTILINE)


class Said(NamedTuple):
    """The template that a deployment names: its file, and where it is said. A chart's values may hold the pod itself."""

    path: str
    evidence: str


def find(start: str, stop: str) -> tuple[Said | None, tuple[str, ...]]:
    """The pod template for the DAGs in folder ``start``, and what is to be said of what was found.

    The nearest folder that names one decides. Nothing outside of ``stop`` is read.
    """
    folder, stop = os.path.abspath(start), os.path.abspath(stop)
    while inside(folder, stop):
        found = {said.path: said for said in _said_in(folder, stop)}
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


def _said_in(folder: str, stop: str) -> Iterator[Said]:
    for name in _FOLDERS:
        where = os.path.join(folder, name) if name else folder
        try:
            with os.scandir(where) as entries:
                files = sorted(entry.name for entry in entries if entry.is_file())
        except OSError:
            continue
        for file in files:
            path = os.path.join(where, file)
            for value, offset, text in _statements(path, file, stop):
                target = path if value is None else _file_of(value, where, stop)
                if target is not None:
                    row = text.count("\n", 0, offset) + 1
                    said = f"{os.path.relpath(path, stop)}:{row}".replace(os.sep, "/")
                    shown = os.path.relpath(target, stop).replace(os.sep, "/")
                    what = "pod template" if value is None else f"pod template {shown}"
                    yield Said(os.path.relpath(target).replace(os.sep, "/"), f"{what} from {said}")


def _statements(path: str, name: str, stop: str) -> Iterator[tuple[str | None, int, str]]:
    """Each path that a file says (None for a pod that the file holds itself), with its place."""
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
                yield match[1], match.start(1), text
        return
    for match in _VARIABLE.finditer(text):
        line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        if "#" not in line:
            yield match[1], match.start(1), text
    if kinds[0] is _VALUES:
        for match in _INLINE.finditer(text):
            yield None, match.start(), text


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
