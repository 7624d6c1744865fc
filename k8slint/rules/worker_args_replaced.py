from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.airflow.pods.sites import overrides
from k8slint.evaluate.values import Items
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation


class WorkerArgsReplaced(Rule):
    """A pod_override sets ``args`` of the worker container.

    Airflow hands the worker its task through ``args``. Since provider 7.10.0 the override wins: the container runs
    these arguments instead and the task's own code never runs. Before, the override's args were lost.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", image="trainer:1", args=["python", "train.py"])
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", image="trainer:1")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE204", "0.1", ERROR
    judges = "names"

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if not overrides(pod.site) or not pod.containers_known or not pod.containers:
            return
        worker = pod.containers[0]
        args = worker.get("args")
        if not isinstance(args, Items) or not args.items:
            return
        if versions.override_wins(context.targets):
            yield self.violation(
                args.origin,
                "these args replace the command that runs the task: the pod runs them, and the task's own code never "
                "runs. Leave `args` of the first container out",
                field=f"{worker.path}.args",
            )
        else:
            yield self.violation(
                args.origin,
                "Airflow puts its own args here, these have no effect; from provider 7.10.0 on they would replace "
                "the task's command. Leave `args` of the first container out",
                severity=WARNING,
                field=f"{worker.path}.args",
            )
