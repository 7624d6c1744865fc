from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import callee, is_gone, name_span
from k8slint.airflow.moves.none_values import NOT_NONE, SINCE, none_given
from k8slint.airflow.moves.removed import reached
from k8slint.rules._arguments import ArgumentRule, advice, fails, given, old_names, repair
from k8slint.rules._base import ERROR, Context, Fix, Needles, Violation
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class RemovedArgument(ArgumentRule):
    """A DAG or an operator gets an argument that was removed.

    The constructor raises an error when the file is imported: a broken DAG, and none of its tasks run. If the
    argument was renamed, or its value has a new form, the fix writes that; arguments that have no effect any more
    are deleted. So are `default_args`, `owner_links` and `dag_display_name` of a DAG where they are None, which Airflow 3
    doesn't take.

    Bad:
        from airflow.sdk import DAG

        dag = DAG("report", schedule_interval="@daily")
    Good:
        from airflow.sdk import DAG

        dag = DAG("report", schedule="@daily")
    """

    code, since, severity = "KE701", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        if not reached(SINCE, targets):
            return old_names(targets, is_gone)
        none = {(f"{name}{sign}None".encode(),) for name in NOT_NONE for sign in ("=", " = ")}
        return old_names(targets, is_gone) | none

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
        for name in none_given(call, context.evaluation, context.targets):
            yield self.violation(
                call.keys[name],
                f"`{name}` of {callee(call)} must not be None since {SINCE}, so importing this file fails; leave it out",
                fix=partial(_without_none, call, name, context),
            )


def _without_none(call: CallRecord, name: str, context: Context) -> Fix | None:
    from k8slint.edits.argument_moves import drop_none

    return drop_none(call, name, NOT_NONE[name], context.evaluation)
