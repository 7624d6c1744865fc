"""GitHub Actions workflow commands: findings as annotations of a pull request. A step may have ten errors, ten warnings and
ten notices; the findings beyond those are plain lines of the log."""

from __future__ import annotations

from k8slint.formats._text import one_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

ANNOTATIONS = 10  # of each level that GitHub shows of a step
MAX_MESSAGE = 4096  # characters that a runner passes on
LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    counts = dict.fromkeys(LEVELS, 0)
    for finding in report.findings:
        start, end = finding.start, finding.end
        place = f"{finding.path}:{start.row}:{start.column}"  # what the log shows, where annotations aren't
        severity = finding.severity.value
        counts[severity] += 1
        if counts[severity] > ANNOTATIONS:
            yield f"{severity}: {place}: {finding.code} {one_line(finding.message)}\n"
            continue
        properties = {
            "title": f"k8slint {finding.code} ({finding.name})",
            "file": finding.path,
            "line": str(start.row),
            "endLine": str(end.row),
        }
        if start.row == end.row:  # GitHub knows columns only within one line
            properties |= {"col": str(start.column), "endColumn": str(end.column)}
        listed = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
        message = f"{finding.code} {finding.message}"
        if len(place) + len(message) < MAX_MESSAGE:
            message = f"{place}: {message}"
        yield f"::{LEVELS[severity]} {listed}::{escaped(message)}\n"
    more = sum(max(0, count - ANNOTATIONS) for count in counts.values())
    if more:
        told = f"{more:,} finding{' is' if more == 1 else 's are'} in the log only"
        report.left_out.append(f"github: {told}: a step has {ANNOTATIONS} annotations of each level")


def escaped(text: str) -> str:
    """A text as a message of a command holds it."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return escaped(text).replace(":", "%3A").replace(",", "%2C")
