from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes, is_attached, is_set
from k8slint.evaluate.values import Const, Items, Mapping, Model, Reference, Value
from k8slint.rules._base import ERROR, Context, Fix, Rule, Violation

WRAP = {
    "V1PodSpec": "write `V1Pod(spec=...)` around it",
    "V1Container": "write `V1Pod(spec=V1PodSpec(containers=[...]))` around it",
    "V1PodTemplateSpec": "write `V1Pod` instead: the arguments are the same",
    "V1ObjectMeta": "write `V1Pod(metadata=...)` around it",
}


class PodOverrideNotAPod(Rule):
    """A ``pod_override`` isn't a V1Pod.

    The executor checks the type in the scheduler, when the task is due: TypeError, "Invalid executor_config" in the
    scheduler's log, and the task fails. Importing the file raises no error.

    Bad:
        from airflow.operators.python import PythonOperator

        PythonOperator(task_id="train", executor_config={"pod_override": {"spec": {"nodeSelector": {"disk": "ssd"}}}})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"disk": "ssd"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE106", "0.1", ERROR
    kinds = frozenset({Kind.POD_OVERRIDE})
    fixable = "unsafe"
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if not is_set(site.value) or not for_kubernetes(site):
            return
        value = site.value
        match value:
            case Mapping() if is_attached(site):
                yield self.violation(
                    value.origin,
                    'pod_override must be a V1Pod, not a dict; the task fails with "Invalid executor_config". '
                    "Write `V1Pod(...)`",
                    fix=lambda: _convert(value, context),
                )
            case Model(name=name) if name != "V1Pod":
                yield self.violation(
                    value.origin,
                    f'pod_override must be a V1Pod, not a {name}; the task fails with "Invalid executor_config": '
                    + WRAP.get(name, "this model belongs inside a V1Pod"),
                )
            case Items(kind=kind) if is_attached(site):
                message = f"pod_override must be one V1Pod, not a {kind}; the task will fail. Write `V1Pod(...)`"
                yield self.violation(value.origin, message)
            case Const(value=constant) if is_attached(site):
                yield self.violation(
                    value.origin,
                    f"pod_override must be a V1Pod, not a {type(constant).__name__}; the task will fail. Write `V1Pod(...)`",
                )
            case Reference(qualified_name=name) if name.startswith("kubernetes.") and name.endswith(".V1Pod"):
                yield self.violation(
                    value.origin, "this is the class V1Pod, not a pod; the task will fail. Call it: `V1Pod(...)`"
                )
            case _:
                return


def _convert(value: Value, context: Context) -> Fix | None:
    from k8slint.edits.legacy import convert_plain_pod

    return convert_plain_pod(context.evaluation, value, context.targets)
