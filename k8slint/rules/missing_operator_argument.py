from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import default_args, defaulted
from k8slint.evaluate.values import Instance
from k8slint.rules._arguments import Way, taken
from k8slint.rules._base import ERROR, Context, Rule, Violation

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class MissingOperatorArgument(Rule):
    """An operator is called without a required argument.

    The operator raises an error when the file is imported, and the DAG doesn't load. An argument may also come from the
    `default_args` of the DAG, a TaskGroup or the operator itself, so this is reported only where all of them are known.

    Bad:
        from airflow.providers.standard.operators.bash import BashOperator
        from airflow.sdk import DAG

        with DAG("report"):
            BashOperator(task_id="print", executor_config={})
    Good:
        from airflow.providers.standard.operators.bash import BashOperator
        from airflow.sdk import DAG

        with DAG("report"):
            BashOperator(task_id="print", bash_command="date", executor_config={})
    """

    code, since, severity = "KE710", "0.1", ERROR
    checks = "names"

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return call.complete and not call.bases and not call.positional and call.decorates is None

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in taken(call, context):
            if each.method or each.way is not Way.CALL or not _is_task(each.signature.classes()):
                continue
            missing = sorted(each.signature.required() - call.keywords.keys())
            if missing and _in_known_dag(call):
                given, own = defaulted(context.evaluation), default_args(call)
                if given is None or own is None:
                    continue
                surely = [name for name in missing if name not in given and name not in own]
                if surely:
                    names = " and ".join(f"`{name}`" for name in surely)
                    yield self.violation(call.origin, f"{each.name} requires {names}, so {each.way.value}")


def _is_task(classes: frozenset[str]) -> bool:
    return "BaseOperator" in classes


def _in_known_dag(call: CallRecord) -> bool:
    dag = call.keywords.get("dag")
    if dag is None:
        return call.dag is not None
    return isinstance(dag, Instance) and dag.cls.startswith("airflow.") and dag.cls.endswith((".DAG", ".Dag"))
