from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from k8slint.cluster.capacity import Amount, ratio_of, written
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule


class PolicyLimitRatio(PolicyRule):
    """A limit is more times its request than the policy allows.

    A node is filled by requests, so containers that may use much more than they request starve each other.
    ``max-limit-request-ratio`` of ``[tool.k8slint.policy]`` says how many times, by resource.

    Policy: {max-limit-request-ratio = {memory = 2}}
    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "1Gi"}, limits={"memory": "8Gi"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"}, limits={"memory": "8Gi"})
    """

    code, since, severity = "KE903", "0.1", ERROR
    keys = ("max-limit-request-ratio",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        for resource, most in wanted.items():
            for container in pod.all_containers:
                request = written(container.value, "requests", resource)
                limit = written(container.value, "limits", resource)
                if not isinstance(request, Amount) or not isinstance(limit, Amount):
                    continue
                ratio = ratio_of(limit.quantity, request.quantity)
                if ratio is not None and ratio > Fraction(str(most)):
                    yield self.violation(
                        limit.origin,
                        f"the {resource} limit {limit} is more than {most} times the request {request}, which the "
                        "policy forbids: lower the limit or raise the request",
                        field=f"{container.path}.resources.limits[{resource}]",
                    )
