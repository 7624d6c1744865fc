"""The findings of each file below its name: for a terminal, when there are many."""

from __future__ import annotations

from itertools import groupby

from k8slint.formats._text import SEVERITY_COLOUR, fixable, one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report


def render(report: Report, paint: Paint) -> Iterator[str]:
    for path, group in groupby(report.findings, key=lambda finding: finding.path):
        found = list(group)
        places = [f"{finding.start.row}:{finding.start.column}" for finding in found]
        width = max(map(len, places))
        yield f"{paint(path, 'bold')}:\n"
        for place, finding in zip(places, found, strict=True):
            code = paint(finding.code, SEVERITY_COLOUR[finding.severity.value], "bold")
            star = f"[{paint('*', 'cyan')}] " if fixable(finding) else ""
            yield f"  {place.ljust(width)}  {code} {star}{one_line(finding.message)}\n"
        yield "\n"
