from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.kube.pod import Pod
from k8slint.kube.pod_security import breaches
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule


class PolicyPodSecurity(PolicyRule):
    """A pod breaks the level of the Pod Security Standards that the policy names.

    ``pod-security`` of ``[tool.k8slint.policy]`` is ``baseline`` or ``restricted``, and the checks are those of the API
    server's admission plugin for the ``kubernetes-version`` of the cluster. A namespace that enforces the level rejects
    the pod.

    Policy: {pod-security = "baseline"}
    Bad:
        k8s.V1Container(name="base", security_context=k8s.V1SecurityContext(privileged=True))
    Good:
        k8s.V1Container(name="base", security_context=k8s.V1SecurityContext(run_as_user=50000))
    """

    code, since, severity = "KE912", "0.1", ERROR
    keys = ("pod-security",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        for breach in breaches(pod, wanted, context.targets.kubernetes):
            yield self.violation(
                breach.origin,
                f"{breach.message} by the Pod Security Standard `{wanted}` ({breach.control})"
                if breach.message.endswith("forbidden")
                else f"{breach.message} for the Pod Security Standard `{wanted}` ({breach.control})",
                field=breach.path,
                kind="Forbidden",
            )
