"""KE002: a suppression comment that suppresses nothing."""

from __future__ import annotations

from k8slint.rules._base import WARNING, Rule


class UnusedSuppression(Rule):
    """A ``# k8slint: ignore`` comment suppresses no finding.

    It would hide the next mistake on that line. The mistake that it was written for was fixed, or its code is
    misspelled. Reported after all rules have run.

    Bad:
        cpu = "500m"  # k8slint: ignore[KE301]
    Good:
        cpu = "500m"
    """

    code, since, severity = "KE002", "0.1", WARNING
    fixable = "safe"
    checks = "names"
