"""``[tool.k8slint.policy]``: what pods may do, for all files or by path, with exemptions that give a reason.

Plain data, checked when the settings are loaded; the rules of group KE9 read it. Each key knows its line, so that a
finding can name the line that forbids it.
"""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Iterable, Mapping
from typing import Any

from k8slint.dataclass import dataclass
from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.files import MAX_SETTINGS, read_regular
from k8slint.settings.gitignore import pattern_covers, refuse_too_many
from k8slint.settings.places import Places

QUANTITY = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[numkMGTPE]|[KMGTPE]i|[eE][0-9]+)?")

# key -> what its value must be
KEYS = {
    "max-requests": "quantities",
    "min-requests": "quantities",
    "max-limits": "quantities",
    "min-limits": "quantities",
    "required-requests": "texts",
    "required-limits": "texts",
    "max-limit-request-ratio": "numbers",
    "registries": "texts",
    "forbidden-tags": "texts",
    "require-digest": "flag",
    "service-accounts": "texts",
    "namespaces": "texts",
    "required-labels": "patterns",
    "required-annotations": "patterns",
    "forbidden-fields": "fields",
    "tolerations-with-node-selector": "flag",
    "gpu-needs-node-selector": "flag",
    "pod-security": "level",
}
LEVELS = ("baseline", "restricted")
SHORT_FIELDS = {
    "hostNetwork": ("spec.hostNetwork",),
    "hostPID": ("spec.hostPID",),
    "hostIPC": ("spec.hostIPC",),
    "hostPath": ("spec.volumes[*].hostPath",),
    "hostPort": ("spec.containers[*].ports[*].hostPort", "spec.initContainers[*].ports[*].hostPort"),
    "privileged": (
        "spec.containers[*].securityContext.privileged",
        "spec.initContainers[*].securityContext.privileged",
    ),
}
_EXEMPTION = ("path", "task", "checks", "reason")


@dataclass(frozen=True, slots=True)
class Exemption:
    """Pods of some files (and tasks) that some checks pass over."""

    path: str
    checks: tuple[str, ...]
    task: str = "*"


@dataclass(frozen=True, slots=True)
class Policy:
    """The checks of one file: ``values`` by key, ``rows`` the lines of ``file`` (whose text is ``text``) where each is
    written, ``exemptions`` that apply to the file."""

    values: Mapping[str, Any]
    rows: Mapping[str, int]
    file: str = ""
    text: str = ""
    exemptions: tuple[Exemption, ...] = ()

    def get(self, key: str, task: str | None) -> Any:
        """The value of a key for a task; None where it isn't set or the task is exempt."""
        for exemption in self.exemptions:
            if key in exemption.checks and fnmatch.fnmatchcase(task or "", exemption.task):
                return None
        return self.values.get(key)


def _refuse_too_many(patterns: Iterable[str], where: str) -> None:
    try:
        refuse_too_many(patterns)
    except ValueError as error:
        raise UserError(f"{where} {error}") from None


class Policies:
    """The whole table. Raises UserError when it is wrong."""

    def __init__(self, table: Mapping[str, Any], file: str | None) -> None:
        self._file = file
        where = file or "policy"
        self._common = {key: value for key, value in table.items() if key not in ("paths", "exempt")}
        _check(self._common, where, "policy")
        paths, exempt = table.get("paths", {}), table.get("exempt", [])
        if not isinstance(paths, dict) or not all(isinstance(value, dict) for value in paths.values()):
            raise UserError(f"{where}: `policy.paths` must contain a table for each path pattern")
        _refuse_too_many(paths, f"{where}: `policy.paths`")
        for pattern, values in paths.items():
            _check(values, where, f'policy.paths."{pattern}"')
        self._paths: dict[str, dict[str, Any]] = paths
        if not isinstance(exempt, list):
            raise UserError(f"{where}: `policy.exempt` must be a list of tables: [[tool.k8slint.policy.exempt]]")
        self._exempt = tuple(_exemption(each, where) for each in exempt)
        _refuse_too_many([each.path for each in self._exempt], f"{where}: `policy.exempt`")
        self._text = ""
        self._places: Places | None = None

    def of(self, path: str) -> Policy | None:
        """The checks of a file, by its path from the project's folder; None when there are none."""
        path = path.replace(os.sep, "/")
        values = dict(self._common)
        named: dict[str, tuple[str, ...]] = {key: (key,) for key in self._common}
        for pattern, more in self._paths.items():
            if pattern_covers(pattern, path):
                values.update(more)
                named.update({key: ("paths", pattern, key) for key in more})
        if not values:
            return None
        exemptions = tuple(each for each in self._exempt if pattern_covers(each.path, path))
        rows = {key: self._row(("policy", *keys)) for key, keys in named.items()}
        return Policy(values, rows, self._file or "", self._text, exemptions)

    def _row(self, path: tuple[str, ...]) -> int:
        """The line of a key: where it, or the innermost table that holds it, is written; 0 when it is in no file."""
        if self._places is None:
            self._text = _read(self._file)
            self._places = Places(self._text)
        return self._places.row(path)


def _read(file: str | None) -> str:
    if file is None:
        return ""
    try:
        return read_regular(file, MAX_SETTINGS).decode()
    except (OSError, ValueError):
        return ""


def _exemption(table: object, where: str) -> Exemption:
    if not isinstance(table, dict):
        raise UserError(f"{where}: `policy.exempt` must be a list of tables: [[tool.k8slint.policy.exempt]]")
    for key in table:
        if key not in _EXEMPTION:
            raise UserError(f"{where}: policy.exempt: unknown key `{key}`{did_you_mean(key, list(_EXEMPTION))}")
    path, task, checks, reason = (table.get(key) for key in _EXEMPTION)
    if not isinstance(path, str) or not path:
        raise UserError(f"{where}: policy.exempt: `path` must say which files are exempt")
    if not isinstance(reason, str) or not reason.strip():
        raise UserError(f'{where}: policy.exempt: the exemption of "{path}" needs a `reason`')
    if not isinstance(checks, list) or not checks:
        raise UserError(f"{where}: policy.exempt: `checks` must be a list of keys of the policy")
    for check in checks:
        if check not in KEYS:
            raise UserError(
                f"{where}: policy.exempt: there is no check `{check}`{did_you_mean(str(check), list(KEYS))}"
            )
    if task is not None and not isinstance(task, str):
        raise UserError(f"{where}: policy.exempt: `task` must be a pattern of task ids")
    return Exemption(path, tuple(checks), task or "*")


def _check(values: Mapping[str, Any], where: str, table: str) -> None:
    for key, value in values.items():
        kind = KEYS.get(key)
        if kind is None:
            known = [*KEYS, "paths", "exempt"] if table == "policy" else list(KEYS)
            raise UserError(f"{where}: {table}: unknown key `{key}`{did_you_mean(key, known)}")
        problem = _problem(kind, value)
        if problem:
            raise UserError(f"{where}: {table}: `{key}` {problem}")


def _problem(kind: str, value: object) -> str | None:
    """The end of a sentence that says what is wrong with a value; None when it is right."""
    if kind == "flag":
        return None if isinstance(value, bool) else "must be true or false"
    if kind == "level":
        return None if value in LEVELS else f"must be one of {', '.join(LEVELS)}"
    if kind in ("texts", "fields"):
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            return "must be a list of strings"
        wrong = [item for item in value if kind == "fields" and not _is_field(item)]
        known = ", ".join(SHORT_FIELDS)
        return (
            f"must contain field paths like `spec.hostNetwork`, or {known}; `{wrong[0]}` is neither" if wrong else None
        )
    if kind == "patterns" and isinstance(value, list):
        return None if all(isinstance(item, str) and item for item in value) else "must be a list of keys"
    if not isinstance(value, dict):
        return "must be a table"
    for name, item in value.items():
        if kind == "patterns":
            try:
                re.compile(item)
            except (re.error, TypeError) as error:
                return f"must contain regular expressions; `{name}` is not valid ({error})"
        elif kind == "quantities" and not (_is_number(item) or (isinstance(item, str) and QUANTITY.fullmatch(item))):
            return f'must contain quantities like "500m" or "4Gi"; `{name}` is {item!r}'
        elif kind == "numbers" and not (_is_number(item) and item >= 1):
            return f"must contain integers of at least 1; `{name}` is {item!r}"
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_field(text: str) -> bool:
    return text in SHORT_FIELDS or re.fullmatch(r"(?:spec|metadata)(?:\.[A-Za-z0-9]+(?:\[\*\])?)+", text) is not None
