from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.sites import Kind
from k8slint.evaluate.values import Absent, Const, Items
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Rule, Violation


class PodTemplateWithoutContainers(Rule):
    """A pod template has no containers.

    The client can't make a pod of it: ValueError in the scheduler's main loop, which ends with it. A template needs one
    container at least; the first is the worker.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": {"restartPolicy": "Never"}})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        spec = {"containers": [{"name": "base", "image": "trainer:1"}], "restartPolicy": "Never"}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": spec})
    """

    code, since, severity = "KE203", "0.1", ERROR
    judges = "names"

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if pod.site is None or pod.site.kind not in (Kind.TEMPLATE, Kind.TEMPLATE_DICT):
            return
        containers = pod.get("spec", "containers")
        match containers:
            case Absent() | Const(value=None) | Items(items=(), complete=True):
                # The client accepts a pod without a spec, and an empty list.
                if isinstance(pod.get("spec"), Absent):
                    return
                effect = (
                    "the scheduler stops with a ValueError when it reads this template"
                    if pod.site.kind is Kind.TEMPLATE
                    else "the client refuses to make a pod of this dict, and the task fails"
                )
                if not isinstance(containers, Items):
                    yield self.violation(
                        pod.get("spec").origin, f"no `containers`: {effect}. The first one is the worker, `name: base`"
                    )
            case _:
                return
