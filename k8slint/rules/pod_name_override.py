from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import INFO, WARNING, Context, Rule, Violation


class PodNameOverride(Rule):
    """A pod_override sets the pod name.

    Airflow generates a unique name for every try of every task. Since provider 7.10.0 the override's name is used
    unchanged, without a suffix: as long as one such pod exists, the next one fails with 409 Conflict.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(name="trainer"))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"app": "trainer"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE206", "0.1", WARNING

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        match pod.get("metadata", "name"):
            case Const(value=str(name), origin=at) if name:
                wins = versions.override_wins(context.targets)
                effect = (
                    f"every run creates a pod named `{name}`; two at the same time fail with 409 Conflict"
                    if wins
                    else "Airflow gives the pod a unique name; this one has no effect"
                )
                yield self.violation(
                    at,
                    f"{effect}. Remove the name, and use a label to find the pods",
                    severity=None if wins else INFO,
                    field="metadata.name",
                )
