"""What a reader of a report takes at most: which findings are shown then, and how it is told that there are more."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from k8slint.finding import Finding
    from k8slint.lint.report import Report

_RANK = {"error": 0, "warning": 1, "info": 2}


def most_severe(findings: Sequence[Finding], number: int) -> list[Finding]:
    """At most ``number`` findings, the most severe, in their own order."""
    ranked = sorted(range(len(findings)), key=lambda i: (_RANK[findings[i].severity.value], i))
    return [findings[i] for i in sorted(ranked[:number])]


def tell(report: Report, name: str, shown: int, why: str) -> None:
    """Leave word of the findings that a format leaves out."""
    missing = len(report.findings) - shown
    if missing:
        more = f"{missing:,} less severe finding{' is' if missing == 1 else 's are'}"
        report.left_out.append(f"{name}: {more} left out: {why}")
