from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Mapping
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, is_absent


class PolicySelectorWithoutToleration(PolicyRule):
    """A pod selects nodes and tolerates no taint, where the policy requires both.

    In clusters where every node pool is tainted, a pod with a node selector and no toleration stays Pending.
    ``tolerations-with-node-selector`` of ``[tool.k8slint.policy]`` requires them together. What the pod template provides
    counts, so this is reported only if the template is known.

    Template: {spec: {containers: [{name: base}]}}
    Policy: {tolerations-with-node-selector = true}
    Bad:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], node_selector={"pool": "gpu"}))
    Good:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(
                containers=[k8s.V1Container(name="base")],
                node_selector={"pool": "gpu"},
                tolerations=[k8s.V1Toleration(key="pool", value="gpu")],
            )
        )
    """

    code, since, severity = "KE910", "0.1", ERROR
    checks = "names"
    keys = ("tolerations-with-node-selector",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        selector = pod.get("spec", "nodeSelector")
        if isinstance(selector, Mapping) and selector.entries and is_absent(pod.get("spec", "tolerations")):
            yield self.violation(
                selector.origin,
                "the policy requires tolerations with a node selector, and the pod has none: tolerate the nodes' taint",
                field="spec.nodeSelector",
            )
