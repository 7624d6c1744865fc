"""Writes suppression comments into the files of a run."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from k8slint.lint.ignoring import with_suppressions
from k8slint.lint.report import FileResult
from k8slint.run.cache import digest
from k8slint.run.writing import Writing
from k8slint.source.text import encode

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import Report
    from k8slint.source.text import Source


class Change(NamedTuple):
    """A file with the suppressions it lacks. ``silenced`` is how many findings they silence."""

    before: Source
    text: str
    silenced: int


def suppressed(report: Report, reason: str) -> tuple[list[Change], list[Finding]]:
    """What would silence the findings of a report, file by file, and the findings that no comment can silence."""
    by_path: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_path.setdefault(finding.path, []).append(finding)
    changes: list[Change] = []
    left: list[Finding] = []
    for path, findings in by_path.items():
        source = report.source(path)
        if source is None:
            left += findings
            continue
        text, remaining = with_suppressions(source, findings, reason)
        left += remaining
        if text != source.text:
            silenced = [each for each in findings if each not in remaining]
            changes.append(Change(source, text, len(silenced)))
    return changes, left


def write(changes: list[Change], report: Report, paths: tuple[str, ...]) -> Writing:
    """Put the changed files in their places; what could not be written is told by the result."""
    results = []
    unencodable = []
    for change in changes:
        source = change.before
        try:
            fixed = encode(source, change.text)
        except UnicodeEncodeError:
            unencodable.append(f"{source.path}: the suppressions were not written: the reason is not {source.encoding}")
            continue
        results.append(FileResult(source.path, digest=digest(encode(source, source.text)), fixed=fixed))
    writing = Writing(report.config.root, paths, FileResult, what="suppressions")
    writing.all(results)
    writing.unwritten += unencodable
    return writing
