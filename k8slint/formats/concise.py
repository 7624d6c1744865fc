"""One line for each finding: for a terminal that is read, and for editors that jump to ``file:row:column``."""

from __future__ import annotations

from k8slint.formats._text import SEVERITY_COLOUR, fixable, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        place = f"{paint(finding.path, 'bold')}:{finding.start.row}:{finding.start.column}:"
        code = paint(finding.code, SEVERITY_COLOUR[finding.severity.value], "bold")
        star = f"[{paint('*', 'cyan')}] " if fixable(finding) else ""
        yield f"{place} {code} {star}{one_line(finding.message)}\n"
