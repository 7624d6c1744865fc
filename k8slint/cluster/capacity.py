"""Applies LimitRanges, ResourceQuotas and the size of nodes to a pod's requests and limits.

Follows the LimitRanger and ResourceQuota admission plugins and the scheduler's filters. A pod of which parts are unknown
is judged by what is certain: the sum of what is known is the least that it takes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from k8slint.cluster.model import Coverage, Entry, Inventory
from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Absent, Const, Items, Origin, Value, get
from k8slint.kube.quantity import Quantity, QuantityError, parse

if TYPE_CHECKING:
    from k8slint.kube.pod import Container, Pod

COMPUTE = ("cpu", "memory")


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A request or limit: as written, or as ``source`` (a LimitRange) provides it."""

    quantity: Quantity
    origin: Origin
    source: str = ""

    def __str__(self) -> str:
        return f"{self.quantity} (from {self.source})" if self.source else str(self.quantity)


class Uncertain:
    """There may be a value."""


UNCERTAIN = Uncertain()
Found = Amount | Uncertain | None  # None: certainly none


def quantity(value: object) -> Quantity | None:
    """A quantity of a manifest; None if it isn't a quantity."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        return parse(value)
    except QuantityError:
        return None


def quantities(table: object) -> dict[str, Quantity]:
    """The quantities of a map of resources."""
    found = {name: quantity(value) for name, value in table.items()} if isinstance(table, dict) else {}
    return {name: worth for name, worth in found.items() if worth is not None}


def written(container: Value, field: str, resource: str) -> Found:
    """A request or limit as the pod says it."""
    match get(container, "resources", field, resource):
        case Absent() | Const(value=None):
            return None
        case Const(value=value, origin=origin):
            worth = quantity(value)
            return UNCERTAIN if worth is None else Amount(worth, origin)
        case _:
            return UNCERTAIN


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """One entry of type Container, Pod or PersistentVolumeClaim of a LimitRange, with the API server's own defaults."""

    name: str
    type: str
    max: dict[str, Quantity]
    min: dict[str, Quantity]
    default: dict[str, Quantity]
    default_request: dict[str, Quantity]
    ratio: dict[str, Quantity]


def limit_ranges(inventory: Inventory, namespace: str) -> list[ContainerLimits]:
    """The entries of a namespace's LimitRanges."""
    return [
        _limits(entry, item)
        for entry in inventory.entries("LimitRange", namespace)
        if (entry.namespace or namespace) == namespace
        for item in _list(entry.spec.get("limits"))
        if isinstance(item, dict)
    ]


def _limits(entry: Entry, item: dict[str, Any]) -> ContainerLimits:
    most, least = quantities(item.get("max")), quantities(item.get("min"))
    default, request = quantities(item.get("default")), quantities(item.get("defaultRequest"))
    if item.get("type") == "Container":
        default = {**most, **default}
        request = {**least, **default, **request}
    ratio = quantities(item.get("maxLimitRequestRatio"))
    return ContainerLimits(entry.name, str(item.get("type")), most, least, default, request, ratio)


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


class Taken:
    """What a pod takes in a namespace: its requests and limits with what the API server and LimitRanges add."""

    def __init__(self, pod: Pod, inventory: Inventory, namespace: str) -> None:
        self.pod = pod
        self.ranges = limit_ranges(inventory, namespace)
        self._all_known = inventory.covers("LimitRange", namespace) is Coverage.ALL

    def limit(self, container: Container, resource: str) -> Found:
        found = written(container.value, "limits", resource)
        return self._provided(container, "default", resource) if found is None else found

    def request(self, container: Container, resource: str) -> Found:
        found = written(container.value, "requests", resource)
        if found is None:
            found = written(container.value, "limits", resource)  # the API server copies a limit first
        return self._provided(container, "default_request", resource) if found is None else found

    def _provided(self, container: Container, field: str, resource: str) -> Found:
        for each in self.ranges:
            worth = getattr(each, field).get(resource) if each.type == "Container" else None
            if worth is not None:
                return Amount(worth, container.value.origin, f"LimitRange `{each.name}`")
        return None if self._all_known else UNCERTAIN

    def least(self, field: str, resource: str) -> tuple[Quantity, Amount] | None:
        """The least that the whole pod requests (or has as limits), and its largest part that is written in it."""
        asked = self.request if field == "requests" else self.limit
        main = [found for each in self.pod.containers if isinstance(found := asked(each, resource), Amount)]
        first = [found for each in self.pod.init_containers if isinstance(found := asked(each, resource), Amount)]
        total = _sum(amount.quantity for amount in main)
        sums = [total] if total is not None else []
        sums += [amount.quantity for amount in first]
        if not sums:
            return None
        told = [amount for amount in (*main, *first) if not amount.source]
        if not told:
            return None
        return max(sums), max(told, key=lambda amount: amount.quantity)

    def resources(self) -> tuple[str, ...]:
        """The resources that any container asks for, in order."""
        found: dict[str, None] = {}
        for container in self.pod.all_containers:
            for field in ("requests", "limits"):
                table = get(container.value, "resources", field)
                entries = getattr(table, "entries", {})
                found.update((name, None) for name in entries if isinstance(name, str))
        return tuple(found)


def _sum(quantities: Iterable[Quantity]) -> Quantity | None:
    total: Quantity | None = None
    for each in quantities:
        total = each if total is None else total + each
    return total


def ratio_of(limit: Quantity, request: Quantity) -> Fraction | None:
    """Limit over request; None where there is nothing to divide by."""
    if request.is_zero or request.is_negative or max(abs(limit.scale), abs(request.scale)) > 40:
        return None
    return as_fraction(limit) / as_fraction(request)


def as_fraction(worth: Quantity) -> Fraction:
    return Fraction(worth.unscaled) * Fraction(10) ** worth.scale


# --- quotas


def quotas(inventory: Inventory, namespace: str, pod: Pod) -> Iterator[tuple[str, dict[str, Quantity]]]:
    """The ResourceQuotas of a namespace that surely count a pod: their name and hard limits."""
    for entry in inventory.entries("ResourceQuota", namespace):
        if (entry.namespace or namespace) == namespace and all(each is True for each in _scopes(entry.spec, pod)):
            yield entry.name, quantities(entry.spec.get("hard"))


def _scopes(spec: Mapping[str, Any], pod: Pod) -> Iterator[bool | None]:
    """Whether a pod is in each of the scopes that a quota is for; None where that isn't known."""
    for scope in _list(spec.get("scopes")):
        yield _is_in(str(scope), pod)
    selector = spec.get("scopeSelector")
    for each in _list(selector.get("matchExpressions")) if isinstance(selector, dict) else ():
        yield _is_selected(each, pod) if isinstance(each, dict) else None


def _is_in(scope: str, pod: Pod) -> bool | None:
    match scope:
        case "Terminating" | "NotTerminating":
            ends = _is_there(get(pod.value, "spec", "activeDeadlineSeconds"))
            return ends if scope == "Terminating" or ends is None else not ends
        case "BestEffort" | "NotBestEffort":
            asks = any(
                isinstance(written(each.value, field, resource), Amount)
                for each in pod.all_containers
                for field in ("requests", "limits")
                for resource in COMPUTE
            )
            return scope == "NotBestEffort" if asks else None
    return None


def _is_selected(expression: dict[str, Any], pod: Pod) -> bool | None:
    operator, names = expression.get("operator"), _list(expression.get("values"))
    if expression.get("scopeName") != "PriorityClass":
        return _is_in(str(expression.get("scopeName")), pod) if operator == "Exists" else None
    match get(pod.value, "spec", "priorityClassName"):
        case Const(value=str(name)) if name:
            return {"Exists": True, "DoesNotExist": False, "In": name in names, "NotIn": name not in names}.get(
                str(operator)
            )
    return None  # the cluster may have a default class


def _is_there(value: Value) -> bool | None:
    match value:
        case Absent() | Const(value=None):
            return False
        case Const():
            return True
    return None


def counted(key: str) -> tuple[str, str] | None:
    """What a quota's key counts: ``("requests", "cpu")`` for ``cpu`` and ``requests.cpu``; None for other things."""
    field, dot, resource = key.partition(".")
    if key in (*COMPUTE, "ephemeral-storage"):
        return "requests", key
    if dot and field in ("requests", "limits") and resource != "storage":
        return field, resource
    return None


# --- claims of ephemeral volumes

STORAGE = "storage"


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """The PersistentVolumeClaim that is made of an ephemeral volume: what it requests, its StorageClass, None if none is
    known, and the field of the volume."""

    amount: Amount
    storage_class: str | None
    field: str


def claims(pod: Pod) -> tuple[Claim, ...]:
    """The claims of a pod's ephemeral volumes whose size is known. The controller makes each when the pod exists."""
    volumes = get(pod.value, "spec", "volumes")
    found = []
    for index, volume in enumerate(volumes.items if isinstance(volumes, Items) else ()):
        spec = get(volume, "ephemeral", "volumeClaimTemplate", "spec")
        value = get(spec, "resources", "requests", STORAGE)
        worth = quantity(value.value) if isinstance(value, Const) else None
        if worth is not None:
            named = get(spec, "storageClassName")
            path = f"spec.volumes[{index}].ephemeral.volumeClaimTemplate.spec.resources.requests[{STORAGE}]"
            known = isinstance(named, Const) and isinstance(named.value, str)
            found.append(Claim(Amount(worth, value.origin), named.value if known else None, path))  # type: ignore[union-attr]
    return tuple(found)


def claimed(key: str, found: Iterable[Claim]) -> tuple[Quantity, Claim] | None:
    """What a quota's key counts of some claims: ``requests.storage``, or that of a StorageClass; and the largest of them."""
    name, dot, rest = key.partition(".storageclass.storage.k8s.io/")
    counted_ = [
        each
        for each in found
        if key == "requests.storage" or (dot and rest == "requests.storage" and each.storage_class == name)
    ]
    total = _sum(each.amount.quantity for each in counted_)
    return None if total is None else (total, max(counted_, key=lambda each: each.amount.quantity))


def storage_quotas(inventory: Inventory, namespace: str) -> Iterator[tuple[str, dict[str, Quantity]]]:
    """The ResourceQuotas of a namespace that count claims: those for pods of a scope don't."""
    for entry in inventory.entries("ResourceQuota", namespace):
        scoped = entry.spec.get("scopes") or entry.spec.get("scopeSelector")
        if (entry.namespace or namespace) == namespace and not scoped:
            yield entry.name, quantities(entry.spec.get("hard"))


# --- nodes


@dataclass(frozen=True, slots=True)
class Node:
    name: str
    labels: dict[str, str]
    taints: tuple[dict[str, Any], ...]
    allocatable: dict[str, Quantity]


def nodes(inventory: Inventory) -> list[Node]:
    """The nodes, when the inventory knows all of them."""
    if inventory.covers("Node", None) is not Coverage.ALL:
        return []
    found = []
    for entry in inventory.entries("Node"):
        labels = entry.spec.get("labels")
        labels = {str(key): str(value) for key, value in labels.items()} if isinstance(labels, dict) else {}
        taints = tuple(taint for taint in _list(entry.spec.get("taints")) if isinstance(taint, dict))
        found.append(Node(entry.name, labels, taints, quantities(entry.spec.get("allocatable"))))
    return found
