from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.names import Status
from k8slint.rules._base import ERROR, Context, Needles, Row, Rule, Violation
from k8slint.rules._imports import (
    advice,
    fix_for,
    needles_of_attributes,
    origin,
    outdated_imports,
    problem,
    severity,
    shape_of_attributes,
)
from k8slint.settings.targets import Targets


class MovedImport(Rule):
    """An import uses a location that was removed; another location has the same name.

    Importing the file fails: the scheduler shows a broken DAG, and none of its tasks run. The fix changes the
    import in place; its alias, its block and its comments stay. Imports that expect to fail (a ``try`` with an
    ``except`` for it, inside a version check) are left alone.

    Some modules can still be imported but are no attributes of their package: from Airflow 3.1, ``import airflow``
    followed by ``airflow.hooks.base.BaseHook`` raises AttributeError. The fix imports the name.

    Bad:
        from airflow.kubernetes.secret import Secret
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret
    """

    code, since, severity = "KE601", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return needles_of_attributes(targets)

    def shape(self, row: Row) -> bytes | None:
        return shape_of_attributes(row)

    def check_module(self, context: Context) -> Iterator[Violation]:
        for outdated in outdated_imports(context):
            if outdated.verdict.status is Status.REMOVED and outdated.can_move:
                yield self.violation(
                    origin(outdated, context),
                    f"{problem(outdated, context)}; {advice(outdated)}",
                    severity=severity(outdated, context),
                    fix=partial(fix_for, outdated, context),
                )
