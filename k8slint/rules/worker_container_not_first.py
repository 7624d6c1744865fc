from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Rule, Violation


class WorkerContainerNotFirst(Rule):
    """A pod_override has a container ``base``, but it isn't the first one.

    Airflow merges containers by position and ignores their names. The first container gets the task's command,
    image and environment; the container named ``base`` gets nothing.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        proxy = k8s.V1Container(name="proxy", image="proxy:2")
        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[proxy, main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        proxy = k8s.V1Container(name="proxy", image="proxy:2")
        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main, proxy]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE202", "0.1", ERROR

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if not pod.containers_known:
            return
        names = [container.get("name") for container in pod.containers]
        match names:
            case [Const(value=str(first), origin=taken), *others] if first != "base":
                for name in others:
                    if isinstance(name, Const) and name.value == "base":
                        effect = (
                            f"`{first}` is first, so it gets the task's command and `base` runs without it"
                            if versions.override_wins(context.targets)
                            else (
                                f"Airflow renames the first container, `{first}`, to `base`, and the API server rejects duplicate "
                                "names"
                            )
                        )
                        yield self.violation(
                            name.origin,
                            f"Airflow merges containers by position: {effect}. Move `base` to the front",
                            related=((taken, "this container becomes the worker"),),
                        )
            case _:
                return
