"""The baseline: findings that were accepted earlier and are not reported.

A baseline names no lines, so that code may move. A finding is known by its file, its rule, the function, task or
variable that it is in, and the text that it marks; a number says how many such there are. One more is new.
"""

from __future__ import annotations

import ast
import json
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from k8slint.formats._text import as_json
from k8slint.lint.failures import CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_BASELINE, read_regular
from k8slint.source.syntax import CannotParse, parse

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import Report
    from k8slint.source.text import Source

NAME = ".k8slint-baseline.json"
VERSION = 1
MAX_TEXT = 80  # characters of the marked text; what stands further behind may change
NEVER = (CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED)  # a file that wasn't checked can't be accepted


class Key(NamedTuple):
    """What stays the same of a finding when lines move. ``path`` is seen from the baseline's folder."""

    path: str
    code: str
    scope: str
    text: str


class Baseline:
    """A file of accepted findings. ``counts`` says how many there are of each kind."""

    def __init__(self, file: str, counts: Counter[Key]) -> None:
        self.file = file
        self.counts = counts

    def seen(self, path: str) -> str:
        """A path as the baseline writes it."""
        return os.path.relpath(path, os.path.dirname(self.file) or ".").replace(os.sep, "/")

    def exists(self, path: str) -> bool:
        return os.path.lexists(os.path.join(os.path.dirname(self.file), path))

    def covers_all(self, checked: Collection[str]) -> bool:
        """Whether all its files that are still there were checked: a finding may be found through any of them."""
        return all(path in checked or not self.exists(path) for path in {key.path for key in self.counts})

    def obsolete(self, report: Report, found: Counter[Key]) -> Counter[Key]:
        """What it accepts and isn't found any more, by a run that could have found it."""
        checked = {self.seen(path) for path in (*report.checked, *(result.path for result in report.results))}
        config = report.config
        if config.text("min-severity") != "info" or not self.covers_all(checked):
            return Counter()
        less = self.counts - found
        return Counter({key: count for key, count in less.items() if config.selected(key.code)})


def read(file: str) -> Baseline:
    """Raises UserError if the file is missing or isn't a baseline."""
    try:
        data = read_regular(file, MAX_BASELINE)
    except FileNotFoundError:
        raise UserError(f"baseline: there is no file {file}; `k8slint baseline` writes one") from None
    except OSError as error:
        raise UserError(f"baseline: {file} can't be read: {error.strerror or error}") from None
    try:
        return Baseline(file, _counts(json.loads(data)))
    except (ValueError, RecursionError) as error:
        what = str(error) if type(error) is ValueError else "it is not JSON"
        raise UserError(f"baseline: {file} is not a baseline of k8slint: {what}") from None


def _counts(document: object) -> Counter[Key]:
    if not isinstance(document, dict) or not isinstance(document.get("findings"), dict):
        raise ValueError("it must contain an object with `version` and `findings`")
    if document.get("version") != VERSION:
        raise ValueError(f"its `version` must be {VERSION}")
    counts: Counter[Key] = Counter()
    for path, entries in document["findings"].items():
        for entry in entries if isinstance(entries, list) else [None]:
            if not isinstance(entry, dict):
                raise ValueError("each file must have a list of objects")
            code, scope, text, count = (entry.get(name) for name in ("code", "in", "text", "count"))
            if not (isinstance(code, str) and isinstance(scope, str) and isinstance(text, str)):
                raise ValueError("an entry must have `code`, `in` and `text`, which are strings")
            if not isinstance(count, int) or isinstance(count, bool) or not 0 < count < 1_000_000:
                raise ValueError("an entry's `count` must be a positive integer")
            counts[Key(path, code, scope, text)] += count
    return counts


def written(counts: Counter[Key]) -> bytes:
    """A baseline as it is written: an entry on each line, in an order that changes only where entries do."""
    lines = ["{", f'  "version": {VERSION},', '  "findings": {']
    paths = sorted({key.path for key, count in counts.items() if count > 0})
    for path in paths:
        rows = [
            json.dumps({"code": key.code, "in": key.scope, "text": key.text, "count": count})
            for key, count in sorted(counts.items())
            if key.path == path and count > 0
        ]
        lines.append(f"    {json.dumps(path)}: [")
        lines += [f"      {row}{',' if row is not rows[-1] else ''}" for row in rows]
        lines.append(f"    ]{',' if path != paths[-1] else ''}")
    return as_json("\n".join([*lines, "  }", "}", ""])).encode("ascii")


def apply(report: Report, baseline: Baseline) -> None:
    """Take the accepted findings out of a report."""
    keys = keys_of(report.findings, report, baseline.seen)
    seen: Counter[Key] = Counter()
    kept: list[Finding] = []
    accepted: list[Finding] = []
    for finding, key in zip(report.findings, keys, strict=True):
        seen[key] += 1
        known = finding.code not in NEVER and seen[key] <= baseline.counts[key]
        (accepted if known else kept).append(finding)
    report.accept(tuple(kept), tuple(accepted), len(baseline.obsolete(report, seen)))


def keys_of(findings: Sequence[Finding], report: Report, seen: Callable[[str], str]) -> list[Key]:
    """What the findings are known by; ``seen`` says how a path is written."""
    secrets = report.secrets()
    scopes: dict[str, Callable[[int], str]] = {}
    keys = []
    for finding in findings:
        source = report.source(finding.path)
        if finding.path not in scopes:
            scopes[finding.path] = scopes_of(source)
        scope = scopes[finding.path](finding.span.start)
        if not scope and finding.field is not None and not finding.path.endswith(".py"):
            scope = re.sub(r"\[\d+\]", "[]", finding.field)
        text = "" if source is None else source.text[finding.span.start : finding.span.end]
        for secret in secrets:
            text = text.replace(secret, "***")
        keys.append(Key(seen(finding.path), finding.code, scope, normal(text or finding.message)))
    return keys


def normal(text: str) -> str:
    """A text without what a formatter changes."""
    text = re.sub(r"\s+", "", text).replace("'", '"')
    return re.sub(r",(?=[)\]}])", "", text)[:MAX_TEXT]


NAMED = ("task_id", "dag_id", "group_id")  # arguments that say what a call makes


def scopes_of(source: Source | None) -> Callable[[int], str]:
    """A function that says in what an offset of a Python file is: functions, classes, tasks and variables, outermost first."""
    places: list[tuple[int, int, str]] = []
    if source is not None and source.path.endswith(".py"):
        try:
            places = [place for node in ast.walk(parse(source)) for place in _place(node, source)]
        except (CannotParse, RecursionError):
            places = []

    def scope(offset: int) -> str:
        around = sorted((start, -end, name) for start, end, name in places if start <= offset < end)
        names = [name for _, _, name in around]
        return ".".join(name for number, name in enumerate(names) if number == 0 or name != names[number - 1])

    return scope


def _place(node: ast.AST, source: Source) -> Iterable[tuple[int, int, str]]:
    name: str | None = None
    first: ast.AST = node
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        name = node.name
        first = min((node, *node.decorator_list), key=lambda each: each.lineno)
    elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
        name = node.targets[0].id
    elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        name = node.target.id
    elif isinstance(node, ast.Call):
        values = [keyword.value for keyword in node.keywords if keyword.arg in NAMED]
        name = next((v.value for v in values if isinstance(v, ast.Constant) and isinstance(v.value, str)), None)
    if name is None or not isinstance(node, (ast.stmt, ast.expr)) or not isinstance(first, (ast.stmt, ast.expr)):
        return
    start = source.lines.offset_of_bytes(first.lineno, first.col_offset)
    end = source.lines.offset_of_bytes(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
    yield start, end, name
