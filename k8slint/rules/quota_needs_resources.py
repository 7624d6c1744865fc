from __future__ import annotations

from collections.abc import Iterator

from k8slint.cluster.capacity import COMPUTE, Taken, counted, quotas
from k8slint.cluster.model import Inventory
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Violation
from k8slint.rules._capacity import CapacityRule


class QuotaNeedsResources(CapacityRule):
    """A container leaves out a request or limit that the namespace's ResourceQuota counts.

    The API server rejects the pod (``failed quota: must specify limits.cpu``), unless a LimitRange provides a default.
    This is reported if the inventory lists all LimitRanges of the namespace and the container is known as a whole, so
    that a pod template provides nothing else.

    Template: {spec: {containers: [{name: base}]}}
    Inventory: {namespaces: {airflow: {limitRanges: {}, resourceQuotas: {team: {hard: {limits.memory: 64Gi}}}}}}
    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"}, limits={"memory": "4Gi"})
    """

    code, since, severity = "KE822", "0.1", ERROR
    checks = "names"

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        taken = Taken(pod, inventory, namespace)
        for name, hard in quotas(inventory, namespace, pod):
            for key in hard:
                field, resource = counted(key) or ("", "")
                if resource not in COMPUTE:
                    continue
                for container in pod.all_containers:
                    asked = taken.request if field == "requests" else taken.limit
                    if asked(container, resource) is None:
                        resources = container.get("resources")
                        known = resources if type(resources).__name__ == "Mapping" else container.value
                        yield self.violation(
                            known.origin,
                            f"ResourceQuota `{name}` counts {field}.{resource}, and this container has no {resource} "
                            f"{field.removesuffix('s')}: the API server rejects the pod. Set one",
                            field=f"{container.path}.resources.{field}",
                            kind="Forbidden",
                        )
