from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Site
from k8slint.evaluate.values import Absent, Const, Mapping, get
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

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        spec = get(site.value, "spec")
        if site.kind not in (Kind.TEMPLATE, Kind.TEMPLATE_DICT) or not isinstance(spec, Mapping):
            return  # the client accepts a pod without a spec
        match get(spec, "containers"):
            case Absent() | Const(value=None):
                effect = (
                    "the scheduler stops with a ValueError when it reads this template"
                    if site.kind is Kind.TEMPLATE
                    else "the client refuses to make a pod of this dict, and the task fails"
                )
                at = site.value.keys.get("spec", spec.origin) if isinstance(site.value, Mapping) else spec.origin
                yield self.violation(
                    at, f"no `containers`: {effect}. The first one is the worker, `name: base`", field="spec.containers"
                )
            case _:
                return
