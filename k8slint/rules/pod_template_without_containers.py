from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import TEMPLATES, Kind, Site
from k8slint.evaluate.values import Absent, Const, Mapping, get
from k8slint.rules._base import ERROR, Context, Rule, Violation


class PodTemplateWithoutContainers(Rule):
    """A pod template has no containers.

    The client can't create a pod from it: a ValueError ends the scheduler's main loop. A template needs at least
    one container; the first is the worker.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": {"restartPolicy": "Never"}})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        spec = {"containers": [{"name": "base", "image": "trainer:1"}], "restartPolicy": "Never"}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": spec})
    """

    code, since, severity = "KE203", "0.1", ERROR
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        spec = get(site.value, "spec")
        if site.kind not in TEMPLATES or not isinstance(spec, Mapping):
            return  # the client accepts a pod without a spec
        match get(spec, "containers"):
            case Absent() | Const(value=None):
                effect = (
                    "the scheduler fails with a ValueError when it reads this template"
                    if site.kind is Kind.TEMPLATE
                    else "the kubernetes client can't create a pod from this dict, and the task fails"
                )
                at = site.value.keys.get("spec", spec.origin) if isinstance(site.value, Mapping) else spec.origin
                yield self.violation(
                    at,
                    f"the template has no `containers`: {effect}. Add the worker container, `name: base`",
                    field="spec.containers",
                )
            case _:
                return
