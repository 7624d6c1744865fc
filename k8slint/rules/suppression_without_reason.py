"""KE005: a suppression without a reason."""

from __future__ import annotations

from k8slint.rules._base import WARNING, Rule


class SuppressionWithoutReason(Rule):
    """A comment suppresses findings and doesn't say why.

    Whoever reads it later can't tell whether it is still right. Write the reason behind the rules. Off by default: select
    this rule to demand reasons. Reported after all rules have run.

    Bad:
        limits = {"memory": "512m"}  # k8slint: ignore[KE304]
    Good:
        limits = {"memory": "512m"}  # k8slint: ignore[KE304] a test of the scheduler's rounding
    """

    code, since, severity = "KE005", "0.1", WARNING
    default = False
    judges = "names"
