"""GitHub Actions workflow commands: findings as annotations of a pull request."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        start, end = finding.start, finding.end
        properties = {
            "title": f"k8slint {finding.code} ({finding.name})",
            "file": finding.path,
            "line": str(start.row),
            "endLine": str(end.row),
        }
        if start.row == end.row:  # GitHub knows columns only within one line
            properties |= {"col": str(start.column), "endColumn": str(end.column)}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        place = f"{finding.path}:{start.row}:{start.column}"  # what the log shows, where annotations aren't
        yield f"::{LEVELS[finding.severity.value]} {listed}::{_data(f'{place}: {finding.code} {finding.message}')}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
