"""GitLab's Code Quality report."""

from __future__ import annotations

from json import dumps

from k8slint.formats._limits import most_severe, tell
from k8slint.formats._text import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from k8slint.finding import Finding
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

MAX_BYTES = 100_000_000  # of an artifact, unless the instance takes more
SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    rows = {
        id(finding): _row(finding, fingerprint)
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    }
    number = len(rows)
    while True:
        shown = [rows[id(finding)] for finding in most_severe(report.findings, number)]
        text = dumps(shown, indent=2)
        if len(text) < MAX_BYTES or not number:
            break
        number = min(number - 1, number * MAX_BYTES // len(text))
    tell(report, "gitlab", number, f"a report holds {MAX_BYTES // 1_000_000:,} MB")
    yield text + "\n"


def _row(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "description": f"{finding.code}: {finding.message}",
        "check_name": finding.name,
        "fingerprint": fingerprint,
        "severity": SEVERITIES[finding.severity.value],
        "location": {
            "path": finding.path,
            "positions": {
                "begin": {"line": finding.start.row, "column": finding.start.column},
                "end": {"line": finding.end.row, "column": finding.end.column},
            },
        },
    }
