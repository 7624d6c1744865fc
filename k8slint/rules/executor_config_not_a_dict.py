from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Place, Site, for_kubernetes, is_attached, is_set
from k8slint.evaluate.values import Const, Items, Model
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation

INSTEAD = 'Write `{"pod_override": V1Pod(...)}`'


class ExecutorConfigNotADict(Rule):
    """An executor_config isn't a dict.

    Operators accept any value; the executor then looks up ``pod_override`` in it and fails the task.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config=pod)
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE107", "0.1", ERROR
    kinds = frozenset({Kind.EXECUTOR_CONFIG})
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if not is_attached(site) or not for_kubernetes(site):
            return
        value = site.value
        match value:
            case Model(name="V1Pod"):
                yield self.violation(
                    value.origin,
                    f"executor_config must be a dict, not the pod itself; the task will fail. {INSTEAD}",
                )
            case Model(name=name):
                yield self.violation(
                    value.origin,
                    f"executor_config must be a dict, not a {name}; the task will fail. {INSTEAD}",
                )
            case Items(kind=kind) if is_set(value):
                yield self.violation(
                    value.origin, f"executor_config must be one dict, not a {kind}; the task will fail. {INSTEAD}"
                )
            case Const(value=None) if any(use.place is Place.PARTIAL for use in site.uses):
                yield self.violation(
                    value.origin,
                    "executor_config=None on mapped tasks breaks their page in the web UI. Leave it out",
                    severity=WARNING,
                )
            case Const(value=constant) if is_set(value):
                kind = type(constant).__name__
                message = f"executor_config must be a dict, not a {kind}; the task will fail. {INSTEAD}"
                yield self.violation(value.origin, message)
            case _:
                return
