from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.cluster.capacity import Amount, quantities, written
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule


class PolicyResourceBounds(PolicyRule):
    """A request or limit is outside the bounds of the policy.

    ``max-requests``, ``min-requests``, ``max-limits`` and ``min-limits`` of ``[tool.k8slint.policy]`` hold for each
    container. A limit without a request counts as the request too, as the API server sets it.

    Policy: {max-requests = {memory = "16Gi"}}
    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "32Gi"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "16Gi"})
    """

    code, since, severity = "KE901", "0.1", ERROR
    keys = ("max-requests", "min-requests", "max-limits", "min-limits")

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        bound, _, field = key.partition("-")
        for resource, limit in quantities(wanted).items():
            for container in pod.all_containers:
                found = written(container.value, field, resource)
                if found is None and field == "requests":
                    found = written(container.value, "limits", resource)
                if not isinstance(found, Amount):
                    continue
                beyond = found.quantity > limit if bound == "max" else found.quantity < limit
                if beyond:
                    word, most = ("above", "most") if bound == "max" else ("below", "least")
                    yield self.violation(
                        found.origin,
                        f"the {resource} {field.removesuffix('s')} {found} is {word} the policy's bound: write at {most} `{limit}`",
                        field=f"{container.path}.resources.{field}[{resource}]",
                    )
