from __future__ import annotations

from collections.abc import Iterator

from k8slint.cluster.capacity import Taken, nodes
from k8slint.cluster.model import Inventory
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Violation
from k8slint.rules._capacity import CapacityRule


class LargerThanAnyNode(CapacityRule):
    """A pod requests more than any node of the cluster can give.

    The pod stays Pending until Airflow gives up. What counts is a node's ``allocatable``, which is less than the machine
    has. It is a warning, because an autoscaler may have larger machines than those that run at the moment.

    Inventory: {cluster: {nodes: {a: {allocatable: {cpu: "7910m", memory: 28Gi}}}}}
    Bad:
        k8s.V1ResourceRequirements(requests={"cpu": "8"})
    Good:
        k8s.V1ResourceRequirements(requests={"cpu": "7500m"})
    """

    code, since, severity = "KE831", "0.1", WARNING
    cluster_wide = True

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        known = [node for node in nodes(inventory) if node.allocatable]
        if not known:
            return
        taken = Taken(pod, inventory, namespace)
        for resource in taken.resources():
            offered = [node.allocatable[resource] for node in known if resource in node.allocatable]
            if not offered and resource in ("cpu", "memory", "ephemeral-storage"):
                continue  # an inventory that says nothing of it
            least = taken.least("requests", resource)
            if least is None or least[0].is_zero or any(least[0] <= each for each in offered):
                continue
            most = f"the largest node offers {max(offered)}" if offered else "no node offers any"
            yield self.violation(
                least[1].origin,
                f"the pod requests {least[0].canonical} of {resource} and {most}: the pod stays Pending",
                field=None,
            )
