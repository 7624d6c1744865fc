from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import Given, is_gone, name_span
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Const
from k8slint.rules._arguments import ArgumentRule, advice, given, is_lost, old_names, repair
from k8slint.rules._base import INFO, WARNING, Context, Needles, Violation
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class IgnoredArgument(ArgumentRule):
    """An operator or a DAG accepts an argument but ignores it.

    There is no error when the file is imported or the task runs. Since provider 10.0.0
    ``is_delete_operator_pod=False`` no longer keeps the pod: it is deleted, and its logs with it. The same is true
    of ``default_args`` entries that operators no longer have: Airflow drops them.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", image="train:1", is_delete_operator_pod=False)
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", image="train:1", on_finish_action="keep_pod")
    """

    code, since, severity = "KE703", "0.1", WARNING
    fixable = "unsafe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return old_names(targets, is_gone)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in given(call, context):
            if is_lost(each, context.targets) and not _says_nothing(each):
                move = each.move
                harmless = _is_harmless(each)
                yield self.violation(
                    name_span(each),
                    f"`{move.old}` is ignored since {move.gone}{_effect(each)}; {advice(move, context.targets)}",
                    fix=repair(each, context),
                    severity=INFO if harmless else None,
                )


def _says_nothing(each: Given) -> bool:
    """Whether the value is the default, so that ignoring it changes nothing."""
    return isinstance(each.value, Const) and each.value.value is None


def _is_harmless(each: Given) -> bool:
    """Whether the target does what the argument asked for anyhow."""
    asks_deletion = (
        each.move.old == "is_delete_operator_pod" and isinstance(each.value, Const) and each.value.value is True
    )
    return asks_deletion or each.move.owner is Owner.SPARK or (each.by_default and each.move.drops)


def _effect(each: Given) -> str:
    if each.move.old == "is_delete_operator_pod" and isinstance(each.value, Const) and each.value.value is False:
        return ", so the pod is deleted"
    return ""
