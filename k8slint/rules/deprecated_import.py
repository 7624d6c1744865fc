from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.imports import dead_imports
from k8slint.airflow.moves.names import Status
from k8slint.rules._base import INFO, Context, Rule, Violation
from k8slint.rules._imports import advice, fix_for, origin


class DeprecatedImport(Rule):
    """An import still works, with a deprecation warning, and will be removed in a later version.

    Off by default: nothing is wrong yet. Select this rule to migrate a repository early.

    Bad:
        from airflow.operators.bash import BashOperator
    Good:
        from airflow.providers.standard.operators.bash import BashOperator
    """

    code, since, severity = "KE603", "0.1", INFO
    default = False
    fixable = "safe"
    checks = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        for outdated in dead_imports(context.evaluation.tree, context.targets) if context.names_moved else ():
            if outdated.verdict.status is Status.DEPRECATED:
                yield self.violation(
                    origin(outdated, context),
                    f"`{outdated.old}` is deprecated since {outdated.verdict.since}; {advice(outdated)}",
                    fix=partial(fix_for, outdated, context) if outdated.can_move else None,
                )
