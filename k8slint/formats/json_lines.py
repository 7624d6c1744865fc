"""JSON Lines: the objects of the format json, one on each line, for programs that read a stream."""

from __future__ import annotations

from json import dumps

from k8slint.formats.json import row

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        yield dumps(row(finding, report)) + "\n"
