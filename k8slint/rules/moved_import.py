from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.imports import dead_imports
from k8slint.airflow.moves.names import Status
from k8slint.rules._base import ERROR, Context, Rule, Violation
from k8slint.rules._imports import advice, consequence, fix_for, gone, origin, severity


class MovedImport(Rule):
    """An import names a place that the target no longer has, while another place has the same thing.

    The file can't be imported any more: the scheduler lists a broken DAG and none of its tasks run. The import is moved
    where it stands; its alias, its block and its comments stay. Imports that expect to fail (a ``try`` with an
    ``except`` for it, a check of the version around it) are left alone.

    Bad:
        from airflow.kubernetes.secret import Secret
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret
    """

    code, since, severity = "KE601", "0.1", ERROR
    fixable = "safe"
    judges = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        for dead in dead_imports(context.evaluation.tree, context.targets) if context.names_moved else ():
            if dead.verdict.status is Status.REMOVED and dead.can_move:
                yield self.violation(
                    origin(dead, context),
                    f"`{dead.old}` {gone(dead.verdict.since)}, {consequence(dead)}; {advice(dead)}",
                    severity=severity(dead),
                    fix=partial(fix_for, dead, context),
                )
