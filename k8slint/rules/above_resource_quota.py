from __future__ import annotations

from collections.abc import Iterator

from k8slint.cluster.capacity import Taken, claimed, claims, counted, quotas, storage_quotas
from k8slint.cluster.model import Inventory
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Violation
from k8slint.rules._capacity import CapacityRule


class AboveResourceQuota(CapacityRule):
    """One pod alone asks for more than the namespace's ResourceQuota.

    The API server rejects the pod (``exceeded quota``), even when nothing else runs. How much of the quota other pods use
    isn't known to k8slint. A quota with scopes counts only pods that surely are in all of them. The claims of ephemeral
    volumes count for ``requests.storage``: a claim above the quota is never made, and the pod stays Pending.

    Inventory: {namespaces: {airflow: {resourceQuotas: {team: {hard: {requests.cpu: "16"}}}}}}
    Bad:
        k8s.V1ResourceRequirements(requests={"cpu": "32"})
    Good:
        k8s.V1ResourceRequirements(requests={"cpu": "8"})
    """

    code, since, severity = "KE821", "0.1", ERROR

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        taken = Taken(pod, inventory, namespace)
        for name, hard in quotas(inventory, namespace, pod):
            for key, most in hard.items():
                what = counted(key)
                least = taken.least(*what) if what else None
                if what and least is not None and least[0] > most:
                    yield self.violation(
                        least[1].origin,
                        f"the pod's {what[1]} {what[0]} ({least[0].canonical}) exceed `{key}: {most}` of ResourceQuota "
                        f"`{name}`: the API server rejects the pod",
                        kind="Forbidden",
                    )
        of_volumes = claims(pod)
        for name, hard in storage_quotas(inventory, namespace) if of_volumes else ():
            for key, most in hard.items():
                total = claimed(key, of_volumes)
                if total is not None and total[0] > most:
                    yield self.violation(
                        total[1].amount.origin,
                        f"the pod's ephemeral volumes request {total[0].canonical}, which exceeds `{key}: {most}` of "
                        f"ResourceQuota `{name}`: a claim is rejected and the pod stays Pending",
                        field=total[1].field,
                        kind="Forbidden",
                    )
