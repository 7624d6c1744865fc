from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import callee, is_gone, name_span
from k8slint.rules._arguments import ArgumentRule, advice, fails, given, old_names, repair
from k8slint.rules._base import ERROR, Context, Needles, Violation
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class RemovedArgument(ArgumentRule):
    """A DAG or an operator gets an argument that was removed.

    The constructor raises an error when the file is imported: a broken DAG, and none of its tasks run. If the
    argument was renamed, or its value has a new form, the fix writes that; arguments that have no effect any more
    are deleted.

    Bad:
        from airflow.sdk import DAG

        dag = DAG("report", schedule_interval="@daily")
    Good:
        from airflow.sdk import DAG

        dag = DAG("report", schedule="@daily")
    """

    code, since, severity = "KE701", "0.1", ERROR
    fixable = "safe"
    judges = "names"

    def needles(self, targets: Targets) -> Needles:
        return old_names(targets, is_gone)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in given(call, context):
            if fails(each, context.targets):
                move = each.move
                yield self.violation(
                    name_span(each),
                    f"`{move.old}` of {callee(call)} was removed in {move.gone}, so importing this file fails; "
                    + advice(move, context.targets),
                    fix=repair(each, context),
                )
