"""Logging commands of Azure Pipelines: findings as errors and warnings of the run. It knows no third level, so information
is a plain line of the log."""

from __future__ import annotations

from k8slint.formats._text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

COMMAND = "##vso[task.logissue "  # every other one is escaped on the way out


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        start = finding.start
        if finding.severity.value == "info":
            message = one_line(finding.message)
            yield f"info: {finding.path}:{start.row}:{start.column}: {finding.code} {message}\n"
            continue
        properties = {
            "type": finding.severity.value,
            "sourcepath": finding.path,
            "linenumber": str(start.row),
            "columnnumber": str(start.column),
            "code": finding.code,
        }
        listed = "".join(f"{name}={_property(value)};" for name, value in properties.items())
        yield f"{COMMAND}{listed}]{escaped(f'{finding.code} {finding.message} ({finding.name})')}\n"


def escaped(text: str) -> str:
    """A text as a message of a command holds it."""
    return text.replace("%", "%AZP25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return escaped(text).replace("]", "%5D").replace(";", "%3B")
