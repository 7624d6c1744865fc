"""KE005: a suppression without a reason."""

from __future__ import annotations

from k8slint.rules._base import WARNING, Rule


class SuppressionWithoutReason(Rule):
    """A comment suppresses findings and doesn't say why.

    A later reader can't tell whether it is still needed. Write the reason after the rules. Off by default: select this rule
    to require reasons. Reported after all rules have run.

    Bad:
        limits = {"memory": "512m"}  # k8slint: ignore[KE304]
    Good:
        limits = {"memory": "512m"}  # k8slint: ignore[KE304] a test of the scheduler's rounding
    """

    code, since, severity = "KE005", "0.1", WARNING
    default = False
    checks = "names"
