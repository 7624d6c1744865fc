from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods import launched
from k8slint.airflow.pods.sites import Kind, Site
from k8slint.evaluate.values import Absent, Const, Items, Unknown, Value, get
from k8slint.rules._base import INFO, WARNING, Context, Rule, Violation

# Field of the worker's container -> the operator's argument for the launched pod.
ARGUMENT = {
    "image": "image",
    "command": "cmds",
    "args": "arguments",
    "resources": "container_resources",
    "env": "env_vars",
    "volume_mounts": "volume_mounts",
}


class ExecutorConfigOnPodOperator(Rule):
    """A KubernetesPodOperator's executor_config describes the pod that the operator launches, not its worker.

    executor_config configures the worker pod that runs the operator, not the pod that the operator launches. The
    launched pod gets none of it, and the small worker pod gets an image or resources that were meant for the real
    work.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base", image="trainer:1")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        KubernetesPodOperator(task_id="train", image="trainer:1", executor_config={"pod_override": pod})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        KubernetesPodOperator(task_id="train", image="trainer:1", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE109", "0.1", WARNING
    kinds = frozenset({Kind.POD_OVERRIDE})

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if not site.uses:
            return
        calls = [use.call for use in site.uses if use.call is not None and launched.launches_pods(use.call)]
        if len(calls) != len(site.uses):
            return  # other tasks use the pod too: it is meant for workers
        container = get(site.value, "spec", "containers", 0)
        for call in calls:
            image, launched_image = get(container, "image"), call.keywords.get("image")
            if _same(image, launched_image):
                yield self._violation("image", image, "the image of the launched pod")
            for name in ("command", "args"):
                value = get(container, name)
                if isinstance(value, Items) and value.items:
                    yield self._violation(name, value, "the command of the launched pod")
            resources = get(container, "resources")
            if (
                not isinstance(resources, (Absent, Unknown))
                and "container_resources" not in call.keywords
                and call.complete
            ):
                yield self._violation("resources", resources, "the resources of the launched pod", info=True)

    def _violation(self, name: str, value: Value, meant: str, *, info: bool = False) -> Violation:
        return self.violation(
            value.origin,
            "executor_config configures the worker pod that runs the operator, not the pod that it launches. "
            f"If this is {meant}, pass it as `{ARGUMENT[name]}=`",
            severity=INFO if info else None,
        )


def _same(first: Value, second: Value | None) -> bool:
    match first, second:
        case Const(value=str(one)), Const(value=str(other)):
            return one == other
        case _:
            return False
