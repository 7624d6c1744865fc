from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.kube.client.fit import Kind, Problem
from k8slint.rules._base import ERROR, SAFE, Context, Fix
from k8slint.rules._models import ModelRule, other_class

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class WrongModelClass(ModelRule):
    """A model of another class, or a plain value, is used where a model is expected.

    Up to client 36 no constructor checks its values. When Airflow deserializes the pod, it reads the value into the
    declared class: fields that this class doesn't have are lost, and if a required field is missing, the scheduler
    can't load the DAG. A KubernetesPodOperator sends the value as it is, and the API server ignores or rejects it.
    From client 37 on importing the DAG fails.

    Bad:
        volume = k8s.V1Volume(name="logs", empty_dir=k8s.V1HostPathVolumeSource(path="/var/log"))
    Good:
        volume = k8s.V1Volume(name="logs", host_path=k8s.V1HostPathVolumeSource(path="/var/log"))
    """

    code, since, severity = "KE503", "0.1", ERROR
    kind = Kind.MODEL
    checks = "names"
    fixable = "unsafe"

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        """Only if the right class has the same fields."""
        return other_class(problem, context, SAFE)
