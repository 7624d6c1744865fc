from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import is_deprecated, name_span
from k8slint.rules._arguments import ArgumentRule, advice, given, old_names, repair, will_go
from k8slint.rules._base import INFO, Context, Needles, Violation
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class DeprecatedArgument(ArgumentRule):
    """A DAG or an operator gets a deprecated argument.

    Off by default: code that works needs no change until you upgrade. Select this rule to prepare for an upgrade.

    Target: airflow 2.10

    Bad:
        from airflow import DAG

        dag = DAG("report", schedule_interval="@daily")
    Good:
        from airflow import DAG

        dag = DAG("report", schedule="@daily")
    """

    code, since, severity = "KE702", "0.1", INFO
    default = False
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return old_names(targets, is_deprecated)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in given(call, context):
            if will_go(each, context.targets):
                move = each.move
                later = f", {move.gone} drops it" if move.gone else ""
                yield self.violation(
                    name_span(each),
                    f"`{move.old}` is deprecated since {move.deprecated}{later}; {advice(move, context.targets)}",
                    fix=repair(each, context),
                )
