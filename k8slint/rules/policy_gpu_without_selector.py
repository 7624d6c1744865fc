from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const, Mapping
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, is_absent


class PolicyGpuWithoutSelector(PolicyRule):
    """A container asks for a GPU and the pod selects no nodes, where the policy requires it.

    Without a node selector or a node affinity the pod takes any GPU there is, of the largest kind too.
    ``gpu-needs-node-selector`` of ``[tool.k8slint.policy]`` turns the check on. What the pod template provides counts, so
    this is reported only if the template is known.

    Template: {spec: {containers: [{name: base}]}}
    Policy: {gpu-needs-node-selector = true}
    Bad:
        gpu = k8s.V1ResourceRequirements(limits={"nvidia.com/gpu": "1"})
        spec = k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=gpu)])
        PythonOperator(task_id="train", python_callable=print, executor_config={"pod_override": k8s.V1Pod(spec=spec)})
    Good:
        gpu = k8s.V1ResourceRequirements(limits={"nvidia.com/gpu": "1"})
        spec = k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=gpu)], node_selector={"gpu": "t4"})
        PythonOperator(task_id="train", python_callable=print, executor_config={"pod_override": k8s.V1Pod(spec=spec)})
    """

    code, since, severity = "KE911", "0.1", ERROR
    keys = ("gpu-needs-node-selector",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        affinity = pod.get("spec", "affinity")
        node = pod.get("spec", "affinity", "nodeAffinity")
        if not is_absent(pod.get("spec", "nodeSelector")) or not (is_absent(affinity) or is_absent(node)):
            return
        for container in pod.all_containers:
            for field in ("limits", "requests"):
                table = container.get("resources", field)
                for name, value in table.entries.items() if isinstance(table, Mapping) else ():
                    if "gpu" in str(name) and isinstance(value, Const) and value.value not in (0, "0", None):
                        yield self.violation(
                            value.origin,
                            f"the policy requires a node selector for a pod with `{name}`: add one, or a node affinity",
                            field=f"{container.path}.resources.{field}[{name}]",
                        )
