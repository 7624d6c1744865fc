from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Const, Mapping
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation

IDENTITY = ("dag_id", "task_id", "try_number", "run_id", "map_index", "execution_date", "logical_date")
RESERVED = {
    "labels": frozenset({*IDENTITY, "airflow-worker", "kubernetes_executor"}),
    "annotations": frozenset(IDENTITY),
}


class ReservedPodLabel(Rule):
    """A pod_override sets a label or annotation that Airflow uses to identify its pods.

    Airflow finds the pod of a task by these labels and reads these annotations to identify the task. Since provider
    7.10.0 the override's value wins, and the executor takes the pod for another task's pod, or ignores it.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(annotations={"task_id": "training", "team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(annotations={"step": "training", "team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE208", "0.1", ERROR

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        wins = versions.override_wins(context.targets)
        for field, reserved in RESERVED.items():
            values = pod.get("metadata", field)
            if not isinstance(values, Mapping):
                continue
            for name, value in values.entries.items():
                if name not in reserved or not isinstance(value, Const):
                    continue
                site = pod.site
                if (
                    site is not None
                    and len(site.uses) == 1
                    and value.value == {"dag_id": site.dag, "task_id": site.task}.get(name, ...)
                ):
                    continue  # what Airflow would have written
                kind = field.removesuffix("s")
                effect = (
                    "this value replaces Airflow's own, and the executor loses track of the task"
                    if wins
                    else "Airflow overwrites it, so this value has no effect"
                )
                yield self.violation(
                    values.keys.get(name, value.origin),
                    f"Airflow identifies its pods by the {kind} `{name}`: {effect}. Use another name",
                    severity=None if wins else WARNING,
                    field=f"metadata.{field}",
                )
