from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import INFO, UNSAFE, WARNING, Context, Rule, Violation
from k8slint.rules._literals import reworded


class WorkerContainerName(Rule):
    """The first container of a pod_override isn't named ``base``.

    Airflow uses the first container as the worker, whatever its name. Since provider 7.10.0 the name in the
    override wins: the task runs, but Airflow reads live logs from a container named ``base`` and finds none.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="trainer", image="trainer:1")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", image="trainer:1")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE201", "0.1", WARNING
    fixable = "unsafe"

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        names = [container.get("name") for container in pod.containers] if pod.containers_known else []
        if not names or any(not isinstance(name, Const) or name.value == "base" for name in names):
            return
        match names[0]:
            case Const(value=str(name), origin=at) if name:
                wins = versions.override_wins(context.targets)
                effect = (
                    "but reads live logs from a container named `base`"
                    if wins
                    else "which this provider renames to `base`; from 7.10.0 on the name stays and live logs are lost"
                )
                yield self.violation(
                    at,
                    f"Airflow runs the task in the first container, named `{name}` here, {effect}. Rename it to `base`",
                    fix=lambda: reworded(at, name, "base", "rename it to `base`", UNSAFE),
                    severity=None if wins else INFO,
                )
