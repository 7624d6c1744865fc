from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Items
from k8slint.kube.pod import Container
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation


class WorkerArgsReplaced(Rule):
    """A pod_override sets ``args`` of the worker container.

    Airflow passes the task's command to the worker in ``args``. Since provider 7.10.0 the override wins: the
    container runs these arguments instead, and the task's own code never runs. Before that, the override's args had
    no effect.

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
    checks = "names"

    def check_worker(self, worker: Container, context: Context) -> Iterator[Violation]:
        args = worker.get("args")
        if not isinstance(args, Items) or not args.items:
            return
        if versions.override_wins(context.targets):
            yield self.violation(
                args.origin,
                "`args` replaces the command that runs the task, so the task's code never runs. Remove `args` "
                "from the first container",
                field=f"{worker.path}.args",
            )
        else:
            yield self.violation(
                args.origin,
                "Airflow overwrites `args`; from provider 7.10.0 on they replace the task's command. Remove "
                "`args` from the first container",
                severity=WARNING,
                field=f"{worker.path}.args",
            )
