from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.names import Status
from k8slint.evaluate.values import Origin
from k8slint.rules._base import ERROR, Context, Needles, Row, Rule, Violation
from k8slint.rules._imports import (
    advice,
    brings_helpers,
    fix_for_removed,
    needles_of_attributes,
    origin,
    outdated_imports,
    problem,
    severity,
    shape_of_attributes,
)
from k8slint.settings.targets import Targets


class RemovedImport(Rule):
    """An import uses a name that was removed without a replacement that can be imported.

    Importing the file fails. Either the name was removed for good, or its replacement works differently, so the
    code that uses it must be rewritten; the message says which. If nothing uses the name, the fix removes the
    import; if the rewrite is certain (``apply_defaults``, ``days_ago``), the fix makes it.

    A name that a module of the project itself doesn't have is reported where a file that k8slint reads imports it:
    ``from common.dates import days_ago`` after ``common/dates.py`` lost its own import of it.

    Bad:
        from airflow import DAG
        from airflow.utils.dates import days_ago

        dag = DAG("report", start_date=days_ago(2))
    Good:
        import pendulum
        from airflow import DAG

        dag = DAG("report", start_date=pendulum.today("UTC").add(days=-2))
    """

    code, since, severity = "KE602", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return needles_of_attributes(targets)

    def shape(self, row: Row) -> bytes | None:
        return shape_of_attributes(row)

    def check_module(self, context: Context) -> Iterator[Violation]:
        yield from self._of_airflow(context)
        for lacking in context.evaluation.lacking():
            imported = lacking.imported
            effect = "importing this file fails" if imported.scope.parent is None else "this import fails when it runs"
            yield self.violation(
                Origin(context.evaluation.source, imported.alias),
                f"`{lacking.path}` has no name `{imported.name}`, so {effect}; import it from where it is defined",
            )

    def _of_airflow(self, context: Context) -> Iterator[Violation]:
        for outdated in outdated_imports(context):
            if brings_helpers(outdated, context):
                continue  # another rule's
            if outdated.verdict.status is Status.REMOVED and not outdated.can_move:
                yield self.violation(
                    origin(outdated, context),
                    f"{problem(outdated, context)}; {advice(outdated)}",
                    severity=severity(outdated, context),
                    fix=partial(fix_for_removed, outdated, context),
                )
