from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, either, matches


class PolicyNamespace(PolicyRule):
    """A pod names a namespace that the policy doesn't allow.

    ``namespaces`` of ``[tool.k8slint.policy]`` lists names or patterns.

    Policy: {namespaces = ["airflow", "team-*"]}
    Bad:
        KubernetesPodOperator(task_id="load", namespace="kube-system", image="etl:1.4")
    Good:
        KubernetesPodOperator(task_id="load", namespace="team-a", image="etl:1.4")
    """

    code, since, severity = "KE907", "0.1", ERROR
    keys = ("namespaces",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        value = pod.get("metadata", "namespace")
        if isinstance(value, Const) and isinstance(value.value, str) and value.value:
            if not matches(value.value, wanted):
                yield self.violation(
                    value.origin,
                    f"the policy doesn't allow the namespace `{value.value}`: use {either(wanted)}",
                    field="metadata.namespace",
                )
