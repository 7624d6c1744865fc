"""Finds the files of the repository that mention a name. Reads all text files once, only if a fix needs it."""

from __future__ import annotations

import os
import re

from k8slint.patterns import pattern
from k8slint.settings.files import MAX_FILES, airflow_config, read_regular, text_files
from k8slint.source.airflow_config import Setting
from k8slint.source.project import Project, repository

_MAX_BYTES = 1_000_000
_VARIABLE = pattern(rb"AIRFLOW__\w+")
_NOT_SET = pattern(rb"\$\{?(AIRFLOW__\w+)|(AIRFLOW__\w+)(?![\w\"' \t]*[=:])")
_REMARKS = pattern(rb"^[ \t]*#[^\n]*", re.MULTILINE)
_QUOTED = pattern(rb"[\"'](\w+)[\"']")


def read_elsewhere(project: Project, path: str, setting: Setting) -> bool:
    """Whether another file than the one at ``path`` reads what a setting of it sets: names the variable and does more than
    set it, or, of an option in ``airflow.cfg``, is Python that may ask the configuration for it."""
    if setting.variable is not None:
        return _elsewhere(project, path, {setting.variable.encode()})
    return _elsewhere(project, path, {setting.section.encode(), setting.option.encode()})


def _elsewhere(project: Project, path: str, words: set[bytes]) -> bool:
    real = os.path.realpath(path)
    top = repository(os.path.dirname(real))
    project.note_every_file(top, of_any_kind=True)
    known = project.memory.setdefault("mentions", {})
    if top not in known:
        known[top] = _mentions(top)
    mentions: dict[str, frozenset[bytes]] | None = known[top]
    return mentions is None or any(words <= found for file, found in mentions.items() if file != real)


def _mentions(top: str) -> dict[str, frozenset[bytes]] | None:
    """By file, the variables that it names, and the quoted words of one that asks for options; None for too many files."""
    found: dict[str, frozenset[bytes]] = {}
    for number, path in enumerate(text_files(top)):
        if number >= MAX_FILES:
            return None
        try:
            data = read_regular(path, _MAX_BYTES, top if os.path.islink(path) else None)
        except OSError:
            continue
        words = _variables(data, airflow_config(path) is not None) if b"AIRFLOW__" in data else set()
        if path.endswith(".py") and b"conf" in data and b"get" in data:
            words.update(_QUOTED.findall(data))
        if words:
            found[path] = frozenset(words)
    return found


def _variables(data: bytes, sets: bool) -> set[bytes]:
    if not sets:
        return set(_VARIABLE.findall(data))
    return {one or other for one, other in _NOT_SET.findall(_REMARKS.sub(b"", data))}
