from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.cluster.capacity import written
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, place_of


class PolicyRequiredResources(PolicyRule):
    """A container has no request or limit that the policy requires.

    ``required-requests`` and ``required-limits`` of ``[tool.k8slint.policy]`` list resources. What the pod template
    provides counts, so this is reported only if the template is known or the container is replaced as a whole.

    Template: {spec: {containers: [{name: base}]}}
    Policy: {required-limits = ["memory"]}
    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"}, limits={"memory": "4Gi"})
    """

    code, since, severity = "KE902", "0.1", ERROR
    checks = "names"
    keys = ("required-requests", "required-limits")

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        field = key.removeprefix("required-")
        for container in pod.all_containers:
            for resource in wanted:
                found = written(container.value, field, resource)
                if found is None and field == "requests":
                    found = written(container.value, "limits", resource)  # the API server copies it
                if found is None:
                    yield self.violation(
                        place_of(container, "resources", field),
                        f"the policy requires a {resource} {field.removesuffix('s')}, and this container has none: set it",
                        field=f"{container.path}.resources.{field}",
                    )
