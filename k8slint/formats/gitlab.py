"""GitLab's Code Quality report."""

from __future__ import annotations

from json import dumps

from k8slint.formats._text import fingerprints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

SEVERITIES = {"error": "critical", "warning": "major", "info": "info"}


def render(report: Report, paint: Paint) -> Iterator[str]:
    rows = [
        {
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
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    yield dumps(rows, indent=2) + "\n"
