"""One line for each finding as pylint writes it: ``file:line: [code(name), task] message``. Many tools read that."""

from __future__ import annotations

from k8slint.formats._text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        what = f"{finding.code}({finding.name}), {one_line(finding.task or '')}"
        yield f"{finding.path}:{finding.start.row}: [{what}] {one_line(finding.message)}\n"
