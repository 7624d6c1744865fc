from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.rules._base import ERROR, Context, Rule, Violation

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class DagRejectedByPolicy(Rule):
    """The project's ``task_policy`` raises an exception for a task, so Airflow doesn't load its DAG.

    ``task_policy`` is a function of ``airflow_local_settings.py``. Airflow calls it with each task of a DAG when it loads the
    DAG; an exception, ``AirflowClusterPolicyViolation`` or any other, is an import error. This is reported if the function
    certainly raises one, whatever isn't known of the task, in files that k8slint reads because of their pods. In this example
    the function rejects tasks of the owner ``airflow``.

    Bad:
        PythonOperator(task_id="load", python_callable=print, executor_config={}, owner="airflow")
    Good:
        PythonOperator(task_id="load", python_callable=print, executor_config={}, owner="data")
    """

    code, since, severity = "KE840", "0.1", ERROR

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return id(call) in context.rejections

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        yield self.violation(call.origin, f"{context.rejections[id(call)]} for this task: Airflow doesn't load the DAG")
