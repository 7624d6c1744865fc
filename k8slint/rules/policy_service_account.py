from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, either, is_absent, matches


class PolicyServiceAccount(PolicyRule):
    """A pod runs as a service account that the policy doesn't allow.

    ``service-accounts`` of ``[tool.k8slint.policy]`` lists names or patterns. A pod that names none runs as ``default``.

    Policy: {service-accounts = ["airflow-*"]}
    Bad:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="admin"))
    Good:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow-etl"))
    """

    code, since, severity = "KE906", "0.1", ERROR
    keys = ("service-accounts",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        account, old = pod.get("spec", "serviceAccountName"), pod.get("spec", "serviceAccount")
        value = old if is_absent(account) else account
        if is_absent(value):
            name, at, runs = "default", pod.get("spec").origin, ", which a pod without one uses"
        elif isinstance(value, Const) and isinstance(value.value, str):
            name, at, runs = value.value, value.origin, ""
        else:
            return
        if not matches(name, wanted):
            yield self.violation(
                at,
                f"the policy doesn't allow the service account `{name}`{runs}: use {either(wanted)}",
                field="spec.serviceAccountName",
            )
