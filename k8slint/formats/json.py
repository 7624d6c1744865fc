"""An array of findings, for programs. Its shape is a promise: keys are added, never changed."""

from __future__ import annotations

from json import dumps

from k8slint.formats._text import url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.finding import Finding
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report
    from k8slint.source.text import LineIndex, Position, Span


def render(report: Report, paint: Paint) -> Iterator[str]:
    rows = [dumps(row(finding, report)) for finding in report.findings]
    yield "[" + ",".join(f"\n  {row}" for row in rows) + ("\n]\n" if rows else "]\n")


def row(finding: Finding, report: Report) -> dict[str, object]:
    """One finding, as the formats json and json-lines show it."""
    fix: dict[str, object] | None = None
    source = report.source(finding.path) if finding.fix and not report.reveals(finding.fix) else None
    if finding.fix and source:
        fix = {
            "applicability": finding.fix.applicability.value,
            "message": finding.fix.title,
            "edits": [{"content": edit.text, **_places(edit.span, source.lines)} for edit in finding.fix.edits],
        }
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "filename": finding.path,
        "location": _place(finding.start),
        "end_location": _place(finding.end),
        "field": finding.field,
        "kind": finding.kind,
        "task": finding.task,
        "related": [
            {
                "message": related.message,
                "filename": related.path,
                "location": _place(related.start),
                "end_location": _place(related.end),
            }
            for related in finding.related
        ],
        "fix": fix,
        "url": url(finding),
        "assumed": bool(finding.assumed),
    }


def _place(position: Position) -> dict[str, int]:
    return {"row": position.row, "column": position.column}


def _places(span: Span, lines: LineIndex) -> dict[str, dict[str, int]]:
    return {"location": _place(lines.position(span.start)), "end_location": _place(lines.position(span.end))}
