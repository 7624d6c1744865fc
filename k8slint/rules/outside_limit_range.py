from __future__ import annotations

from collections.abc import Iterator

from k8slint.cluster.capacity import STORAGE, Amount, ContainerLimits, Taken, as_fraction, claims, ratio_of
from k8slint.cluster.model import Inventory
from k8slint.kube.pod import Container, Pod
from k8slint.rules._base import ERROR, Violation
from k8slint.rules._capacity import CapacityRule


class OutsideLimitRange(CapacityRule):
    """A request or limit is outside what a LimitRange of the namespace allows.

    The API server rejects the pod. A LimitRange sets a minimum, a maximum and a ratio of limit to request, and provides
    defaults for what a container leaves out: a default limit below the container's own request is an error too. A minimum
    or maximum for claims holds for the claim templates of ephemeral volumes: the claim is rejected when the pod exists
    already, which then stays Pending.

    Inventory: {namespaces: {airflow: {limitRanges: {caps: {limits: [{type: Container, max: {memory: 8Gi}}]}}}}}
    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"}, limits={"memory": "16Gi"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "4Gi"}, limits={"memory": "8Gi"})
    """

    code, since, severity = "KE820", "0.1", ERROR

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        taken = Taken(pod, inventory, namespace)
        for limits in taken.ranges:
            if limits.type == "Container":
                for container in pod.all_containers:
                    yield from self._container(container, limits, taken)
            elif limits.type == "Pod":
                yield from self._pod(taken, limits)
            elif limits.type == "PersistentVolumeClaim":
                yield from self._claims(pod, limits)

    def _container(self, container: Container, limits: ContainerLimits, taken: Taken) -> Iterator[Violation]:
        for resource in dict.fromkeys((*limits.max, *limits.min, *limits.ratio, *limits.default)):
            request, limit = taken.request(container, resource), taken.limit(container, resource)
            path = f"{container.path}.resources"
            told = set()
            for amount, field in ((limit, "limits"), (request, "requests")):
                if not isinstance(amount, Amount) or amount.source or amount.origin in told:
                    continue
                told.add(amount.origin)
                noun = "limit" if field == "limits" or amount is limit else "request"
                most, least = limits.max.get(resource), limits.min.get(resource)
                bound = None
                if most is not None and amount.quantity > most:
                    bound = f"is above the maximum {most}"
                elif least is not None and amount.quantity < least:
                    bound = f"is below the minimum {least}"
                if bound:
                    yield self.violation(
                        amount.origin,
                        f"the {resource} {noun} {amount} {bound} of LimitRange `{limits.name}`: "
                        "the API server rejects the pod",
                        field=f"{path}.{field}[{resource}]",
                        kind="Forbidden",
                    )
            if not isinstance(request, Amount) or not isinstance(limit, Amount):
                continue
            if limit.source and not request.source and request.quantity > limit.quantity:
                yield self.violation(
                    request.origin,
                    f"the {resource} request {request} is above the limit {limit.quantity} that LimitRange "
                    f"`{limits.name}` sets for a container without one: the API server rejects the pod. Set a limit",
                    field=f"{path}.requests[{resource}]",
                    kind="Invalid",
                )
                continue
            allowed, actual = limits.ratio.get(resource), ratio_of(limit.quantity, request.quantity)
            if allowed is not None and actual is not None and actual > as_fraction(allowed):
                at = limit if not limit.source else request
                if not at.source:
                    yield self.violation(
                        at.origin,
                        f"the {resource} limit {limit} is more than {allowed} times the request {request}, which "
                        f"LimitRange `{limits.name}` forbids: the API server rejects the pod",
                        field=f"{path}.limits[{resource}]",
                        kind="Forbidden",
                    )

    def _pod(self, taken: Taken, limits: ContainerLimits) -> Iterator[Violation]:
        for resource, most in limits.max.items():
            for field, noun in (("limits", "limits"), ("requests", "requests")):
                least = taken.least(field, resource)
                if least is not None and least[0] > most:
                    yield self.violation(
                        least[1].origin,
                        f"the pod's {resource} {noun} add up to {least[0].canonical}, above the maximum {most} for a "
                        f"pod of LimitRange `{limits.name}`: the API server rejects the pod",
                        kind="Forbidden",
                    )
                    break

    def _claims(self, pod: Pod, limits: ContainerLimits) -> Iterator[Violation]:
        most, least = limits.max.get(STORAGE), limits.min.get(STORAGE)
        for claim in claims(pod):
            worth = claim.amount.quantity
            if most is not None and worth > most:
                bound = f"above the maximum {most}"
            elif least is not None and worth < least:
                bound = f"below the minimum {least}"
            else:
                continue
            yield self.violation(
                claim.amount.origin,
                f"the ephemeral volume requests {worth}, {bound} of LimitRange `{limits.name}`: its claim is rejected and "
                "the pod stays Pending",
                field=claim.field,
                kind="Forbidden",
            )
