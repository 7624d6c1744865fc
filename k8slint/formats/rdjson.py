"""Reviewdog's diagnostics, which it turns into comments of a review, with the fixes as suggestions."""

from __future__ import annotations

from json import dumps

from k8slint.formats._text import fixable, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from k8slint.finding import Edit, Finding, Related
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report
    from k8slint.source.text import Position, Source

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
HOMEPAGE = "https://github.com/k8slint/k8slint"
MAX_LINES = 30  # of a suggestion; a longer one is a diff that nobody reviews in a comment


def render(report: Report, paint: Paint) -> Iterator[str]:
    diagnostics = [_diagnostic(finding, report) for finding in report.findings]
    document = {"source": {"name": "k8slint", "url": HOMEPAGE}, "diagnostics": diagnostics}
    yield dumps(document, indent=2) + "\n"


def _diagnostic(finding: Finding, report: Report) -> dict[str, Any]:
    row: dict[str, Any] = {
        "message": finding.message,
        "location": _location(finding, report),
        "severity": SEVERITIES[finding.severity.value],
        "code": {"value": finding.code, "url": url(finding)},
    }
    source = report.source(finding.path)
    if finding.fix is not None and source is not None and fixable(finding) and not report.reveals(finding.fix):
        suggestion = _suggestion(finding.fix.edits, source)
        if suggestion is not None:
            row["suggestions"] = [suggestion]
    if finding.related:
        row["relatedLocations"] = [
            {"message": related.message, "location": _location(related, report)} for related in finding.related
        ]
    return row


def _location(place: Finding | Related, report: Report) -> dict[str, Any]:
    source = report.source(place.path)
    return {"path": place.path, "range": _range(place.start, place.end, source)}


def _range(start: Position, end: Position, source: Source | None) -> dict[str, Any]:
    return {"start": _position(start, source), "end": _position(end, source)}


def _position(position: Position, source: Source | None) -> dict[str, int]:
    """A place as reviewdog counts: columns are bytes of UTF-8."""
    column = position.column
    if source is not None and position.row <= len(source.lines):
        column = len(source.lines.line(position.row)[: column - 1].encode("utf-8", "surrogatepass")) + 1
    return {"line": position.row, "column": column}


def _suggestion(edits: tuple[Edit, ...], source: Source) -> dict[str, Any] | None:
    """The edits of a fix as one: a suggestion has a single range, and several of them would be alternatives."""
    ordered = sorted(edits, key=lambda edit: (edit.span.start, edit.span.end))
    first, last = ordered[0].span.start, max(edit.span.end for edit in ordered)
    start, end = source.lines.position(first), source.lines.position(last)
    if end.row - start.row >= MAX_LINES:
        return None
    parts: list[str] = []
    at = first
    for edit in ordered:
        parts += source.text[at : edit.span.start], edit.text
        at = edit.span.end
    return {"range": _range(start, end, source), "text": "".join(parts)}
