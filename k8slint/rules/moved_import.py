from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.imports import dead_imports
from k8slint.airflow.moves.names import Status
from k8slint.rules._base import ERROR, Context, Rule, Violation
from k8slint.rules._imports import advice, consequence, fix_for, gone, origin, severity


class MovedImport(Rule):
    """An import uses a location that was removed; another location has the same name.

    Importing the file fails: the scheduler shows a broken DAG, and none of its tasks run. The fix changes the
    import in place; its alias, its block and its comments stay. Imports that expect to fail (a ``try`` with an
    ``except`` for it, inside a version check) are left alone.

    Bad:
        from airflow.kubernetes.secret import Secret
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret
    """

    code, since, severity = "KE601", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        for outdated in dead_imports(context.evaluation.tree, context.targets) if context.names_moved else ():
            if outdated.verdict.status is Status.REMOVED and outdated.can_move:
                yield self.violation(
                    origin(outdated, context),
                    f"`{outdated.old}` {gone(outdated.verdict.since)}, {consequence(outdated, context)}; {advice(outdated)}",
                    severity=severity(outdated, context),
                    fix=partial(fix_for, outdated, context),
                )
