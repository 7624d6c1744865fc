"""Requests and limits: resource names, amounts, and requests against limits."""

from __future__ import annotations

from functools import lru_cache

from k8slint.kube.api.constraints import spelled
from k8slint.kube.api.declare import MILLI_QUANTITY, TEXT, Field, ListOf, MapOf, Struct
from k8slint.kube.api.grammar import DNS_LABEL, QUALIFIED_NAME
from k8slint.kube.api.node import Node
from k8slint.kube.api.validator import Validator, listed, quoted
from k8slint.kube.names import did_you_mean
from k8slint.kube.quantity import Quantity, QuantityError, parse

_BYTES = ("memory", "ephemeral-storage")
_STANDARD = ("cpu", *_BYTES)
# Names that the server knows from quotas and volumes: standard, yet not for a container.
_QUOTA_ONLY = frozenset(
    {
        "storage", "pods", "services", "replicationcontrollers", "resourcequotas", "secrets", "configmaps",
        "persistentvolumeclaims", "services.nodeports", "services.loadbalancers", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage",
        "requests.ephemeral-storage",
    }
)  # fmt: skip
_HUGEPAGES = "hugepages-"
_MEANT = {
    "gpu": "nvidia.com/gpu", "nvidia-gpu": "nvidia.com/gpu", "nvidia/gpu": "nvidia.com/gpu", "mem": "memory",
    "ram": "memory", "cpus": "cpu", "vcpu": "cpu", "cores": "cpu", "disk": "ephemeral-storage",
    "storage": "ephemeral-storage", "ephemeral_storage": "ephemeral-storage", "ephemeralStorage": "ephemeral-storage",
    "requests.cpu": "cpu", "requests.memory": "memory", "limits.cpu": "cpu", "limits.memory": "memory",
}  # fmt: skip


def is_extended(name: str) -> bool:
    """Whether a resource is an extended one: ``nvidia.com/gpu`` and the like, counted in whole pieces."""
    if "/" not in name or "kubernetes.io/" in name or name.startswith("requests."):
        return False
    return QUALIFIED_NAME.wrong(f"requests.{name}") is None


def is_whole(name: str) -> bool:
    """Whether a resource can't be overcommitted: its request equals its limit."""
    return name.startswith(_HUGEPAGES) or ("/" in name and "kubernetes.io/" not in name)


@lru_cache(maxsize=1024)
def name_is_wrong(name: str) -> str | None:
    """Why a container can't ask for this resource; None when it can."""
    if name in _STANDARD:
        return None
    wrong = QUALIFIED_NAME.wrong(name)
    if wrong:
        return f"it is not a qualified name: {wrong}"
    if name in _QUOTA_ONLY:
        return "it is for quotas, not for containers"
    if name.startswith(_HUGEPAGES):
        return None
    if "/" not in name:
        return "it must be cpu, memory, ephemeral-storage or hugepages-<size>, or an extended resource with a domain"
    if "kubernetes.io/" in name or is_extended(name):
        return None
    return "an extended resource must not start with `requests.`, and must be a valid name after this prefix"


def _page_size(name: str) -> int | None:
    """The bytes of a page of ``hugepages-2Mi``; 0 when the text says nothing of use."""
    try:
        size = parse(name.removeprefix(_HUGEPAGES))
    except QuantityError:
        return 0
    if size.is_negative or size.is_zero or size.milli % 1000:
        return 0
    return size.unscaled * 10**size.scale if 0 <= size.scale < 30 else None


def check_names(node: Node, validator: Validator) -> None:
    """Every key of a limits or requests map is a resource that a container can ask for."""
    for name, child in node.value.items():
        wrong = name_is_wrong(name)
        if wrong is None:
            continue
        suggestion = _MEANT.get(name) or did_you_mean(name, _STANDARD)
        hint = f": did you mean `{suggestion}`?" if suggestion else ""
        message = f"a container can't request {quoted(name)}: {wrong}{hint}"
        validator.refuse("Invalid", child, message, origin=child.key, suggestion=suggestion)


def check_amounts(node: Node, validator: Validator) -> None:
    """Amounts are zero or more; pieces are whole, as far as 64 bits count them; huge pages are whole pages."""
    for name, child in node.value.items():
        value = child.value
        if not isinstance(value, Quantity):
            continue
        if value.is_negative:
            validator.refuse("Invalid", child, f"{name} {quoted(str(value))} is negative")
        if is_extended(name) and value.milli % 1000:
            validator.refuse("Invalid", child, f"{name} {quoted(str(value))} must be a whole number")
        elif name.startswith(_HUGEPAGES):
            size = _page_size(name)
            if size == 0:
                validator.refuse("Invalid", child, f"{quoted(name)} has no valid page size", origin=child.key)
            elif size is not None and not value.rounded_up(0).is_multiple_of(size):
                validator.refuse("Invalid", child, f"{name} {quoted(str(value))} is not a multiple of the page size")


def _limits(node: Node) -> dict[str, Node]:
    return node.entries("limits")


def check_fit(node: Node, validator: Validator) -> None:
    """A request is at most its limit; of what can't be overcommitted exactly its limit."""
    limits, whole = _limits(node), node.whole("limits")
    for name, request in node.entries("requests").items():
        limit = limits.get(name)
        path = f"{node.path}.requests"
        if limit is None:
            if whole and is_whole(name):
                validator.refuse(
                    "Required", request, f"{name} can't be overcommitted: its limit must equal its request",
                    path=f"{node.path}.limits", suggestion=str(request.value) if request.known else None,
                )  # fmt: skip
            continue
        asked, most = request.value, limit.value
        if not isinstance(asked, Quantity) or not isinstance(most, Quantity):
            continue
        related = ((limit.origin, "the limit"),)
        if asked != most and is_whole(name):
            message = (
                f"{name} can't be overcommitted: request {quoted(str(asked))} must equal limit {quoted(str(most))}"
            )
            validator.refuse("Invalid", request, message, path=path, related=related, suggestion=str(most))
        elif asked > most:
            message = f"{name} request {quoted(str(asked))} is greater than its limit {quoted(str(most))}"
            validator.refuse("Invalid", request, message, path=path, related=related)


def check_defaulted_requests(node: Node, validator: Validator) -> None:
    """Where there is no request the limit is taken, so what is wrong with a limit is wrong with it too."""
    if not node.whole("requests"):
        return
    requests = node.entries("requests")
    begin = len(validator.refusals)
    whole_pod = node.parent is not None and node.parent.step == "spec"
    limits = {
        name: child
        for name, child in _limits(node).items()
        if name not in requests and not (whole_pod and _not_for_pods(name))
    }
    if not limits:
        return
    copy = Node(node, "requests", node.origin, {})
    for name, child in limits.items():
        twin = copy.value[name] = Node(copy, child.step, child.origin, child.value)
        twin.key = child.key
    if not whole_pod:
        check_names(copy, validator)
    check_amounts(copy, validator)
    warn_of_fractions(copy, validator)
    validator.amend(begin, follows=True)


def check_hugepages(node: Node, validator: Validator) -> None:
    """Huge pages alone don't make a container schedulable: cpu or memory must be asked for too."""
    names = [*_limits(node), *node.entries("requests")]
    pages = next((name for name in names if name.startswith(_HUGEPAGES)), None)
    if pages is None or "cpu" in names or "memory" in names or not (node.whole("limits") and node.whole("requests")):
        return
    validator.refuse("Forbidden", node, f"{quoted(pages)} needs cpu or memory as well")


def warn_of_fractions(node: Node, validator: Validator) -> None:
    """Bytes are whole: ``512m`` is half a byte, and surely ``512M`` or ``512Mi`` was meant."""
    for name in _BYTES:
        child = node.value.get(name)
        if child is None or not isinstance(child.value, Quantity) or child.value.milli % 1000 == 0:
            continue
        text = str(child.value)
        suggestion = f"{text[:-1]}M" if text.endswith("m") and text[:-1].isdecimal() else None
        hint = f": did you mean `{suggestion}` or `{suggestion}i`?" if suggestion else ""
        validator.warn(
            child, f"{name} {quoted(text)} is not a whole number of bytes{hint}", suggestion=suggestion, area="quantity"
        )


RESOURCE_CLAIM = Struct(
    "a claim",
    "resources",
    {"name": Field(TEXT), "request": Field(TEXT, spelled(DNS_LABEL), since=(1, 31))},
)

RESOURCES = Struct(
    "resources",
    "resources",
    {
        "limits": Field(MapOf(MILLI_QUANTITY)),
        "requests": Field(MapOf(MILLI_QUANTITY)),
        "claims": Field(ListOf(RESOURCE_CLAIM), enforced=(1, 34)),
    },
)


def _sides(node: Node) -> list[Node]:
    return [child for name in ("limits", "requests") if (child := node.get(name)) and type(child.value) is dict]


def container_resource_names(node: Node, validator: Validator) -> None:
    for side in _sides(node):
        check_names(side, validator)


def container_resource_amounts(node: Node, validator: Validator) -> None:
    for side in _sides(node):
        check_amounts(side, validator)


def container_byte_fractions(node: Node, validator: Validator) -> None:
    for side in _sides(node):
        warn_of_fractions(side, validator)


CONTAINER_RESOURCES = Struct(
    "resources",
    "resources",
    RESOURCES.fields,
    others={
        "resource-names": (container_resource_names,),
        "quantity": (container_resource_amounts, container_byte_fractions),
        "requests-limits": (check_fit, check_hugepages, check_defaulted_requests),
    },
)


def claims_are_declared(node: Node, validator: Validator) -> None:
    """The claims that a container uses are those of the pod, each once."""
    spec = node.root.get("spec")
    if spec is None:
        return
    declared = {item.text("name") for item in spec.items("resourceClaims")}
    for where in [*spec.items("containers"), *spec.items("initContainers"), spec]:
        resources = where.get("resources")
        if resources is not None:
            _check_claims(resources, declared, spec.whole("resourceClaims") and None not in declared, validator)


def _check_claims(resources: Node, declared: set[str | None], whole: bool, validator: Validator) -> None:
    seen: set[tuple[str, str]] = set()
    names: dict[str, set[str]] = {}
    for item in resources.items("claims"):
        name, request = item.text("name"), item.text("request")
        if name is None:
            continue
        if name == "":
            validator.required(item, "name", "a claim needs `name`")
            continue
        if whole and name not in declared:
            validator.refuse("NotFound", item, f"the pod has no resource claim named {quoted(name)}")
        if request is None:
            continue
        others = names.setdefault(name, set())
        if (name, request) in seen or (others and (not request or "" in others)):
            validator.refuse("Duplicate", item, f"resource claim {quoted(name)} is used twice")
        seen.add((name, request))
        others.add(request)


def _not_for_pods(name: str) -> bool:
    return name not in ("cpu", "memory") and not name.startswith(_HUGEPAGES)


def _pod_names(node: Node, validator: Validator) -> None:
    for side in _sides(node):
        for name, child in side.value.items():
            if _not_for_pods(name):
                validator.refuse(
                    "NotSupported", child,
                    f"pod-level resources can be {listed(('cpu', 'memory', 'hugepages-<size>'))}, not {quoted(name)}",
                    origin=child.key,
                )  # fmt: skip


def _no_claims(node: Node, validator: Validator) -> None:
    claims = node.get("claims")
    if claims is not None and claims.known:
        validator.refuse("Forbidden", claims, "pod-level resources can't have `claims`: they belong to a container")


POD_RESOURCES = Struct(
    "resources",
    "resources",
    RESOURCES.fields,
    others={
        "resources": (_pod_names, _no_claims),
        "quantity": (container_resource_amounts, container_byte_fractions),
        "requests-limits": (check_fit, check_hugepages, check_defaulted_requests),
    },
)


def pod_resources_suffice(spec: Node, validator: Validator) -> None:
    """What the pod asks for covers what its containers ask for, and no container may use more than the pod."""
    resources = spec.get("resources")
    if resources is None or type(resources.value) is not dict:
        return
    limits, requests = resources.entries("limits"), resources.entries("requests")
    for name in {**limits, **requests}:
        total = _total_request(spec, name)
        own = requests.get(name)
        most = own or (limits[name] if resources.whole("requests") else None)
        if total is None or most is None or not isinstance(most.value, Quantity) or total <= most.value:
            continue
        # Without a request the pod is given the sum of its containers', which is then too much for its limit.
        path = f"{resources.path}.requests[{name}]" if own else f"{resources.path}.requests"
        asked, has = quoted(total.canonical), quoted(str(most.value))
        validator.refuse(
            "Invalid", most, f"the containers request {asked} of {name}, more than the pod's {has}", path=path
        )
    for container in spec.items("containers"):
        own_resources = container.get("resources")
        for name, limit in own_resources.entries("limits").items() if own_resources else ():
            most = limits.get(name)
            if most is None or not isinstance(limit.value, Quantity) or not isinstance(most.value, Quantity):
                continue
            if limit.value > most.value:
                validator.refuse(
                    "Invalid", limit,
                    f"{name} limit {quoted(str(limit.value))} is greater than the pod's {quoted(str(most.value))}",
                    path=f"{resources.path}.containers[{container.step}][{name}].limits",
                    related=((most.origin, "the pod's limit"),),
                )  # fmt: skip


def defaulted_hugepages(spec: Node, validator: Validator) -> None:
    """A pod with resources of its own is given the huge pages of its containers, and their mistakes with them."""
    resources = spec.get("resources")
    if resources is None or not (resources.entries("limits") or resources.entries("requests")):
        return
    for container in spec.items("containers"):
        own = container.get("resources")
        for name, child in own.entries("limits").items() if own is not None else ():
            size = _page_size(name) if name.startswith(_HUGEPAGES) else None
            if size is None or not isinstance(child.value, Quantity) or name in resources.entries("limits"):
                continue
            if size == 0 or child.value.is_negative or not child.value.rounded_up(0).is_multiple_of(size):
                for side in ("limits", "requests"):
                    path = f"{resources.path}.{side}[{name}]"
                    validator.refuse(
                        "Invalid", child, f"the pod inherits this amount of {name}", path=path, follows=True
                    )


def _request(container: Node, name: str) -> Quantity | None:
    """What a container asks for of a resource; None when it can't be known."""
    resources = container.get("resources")
    if resources is None:
        return parse("0")
    for side in ("requests", "limits"):
        child = resources.entries(side).get(name)
        if child is not None:
            return child.value if isinstance(child.value, Quantity) else None
        if not resources.whole(side):
            return None
    return parse("0")


def _states(container: Node, name: str) -> bool:
    """Whether a container says anything of a resource."""
    resources = container.get("resources")
    return resources is not None and (name in resources.entries("requests") or name in resources.entries("limits"))


def _total_request(spec: Node, name: str) -> Quantity | None:
    """What the containers of a pod ask for together: sidecars count with them, init containers when they need more.

    None when it can't be known, or when no container says anything of the resource.
    """
    if not (spec.whole("containers") and spec.whole("initContainers")):
        return None
    total = parse("0")
    if not any(_states(container, name) for container in [*spec.items("containers"), *spec.items("initContainers")]):
        return None
    for container in spec.items("containers"):
        request = _request(container, name)
        if request is None:
            return None
        total = total + request
    sidecars, peak = parse("0"), parse("0")
    for container in spec.items("initContainers"):
        request, policy = _request(container, name), container.text("restartPolicy")
        if request is None or policy is None:
            return None
        if policy == "Always":
            sidecars = sidecars + request
            peak = max(peak, sidecars)
        else:
            peak = max(peak, sidecars + request)
    return max(total + sidecars, peak)


OVERHEAD = MapOf(MILLI_QUANTITY)


def overhead_is_limits(spec: Node, validator: Validator) -> None:
    """Overhead is judged as if it were the limits of a container, and the server says so in its path."""
    overhead = spec.get("overhead")
    if overhead is None or type(overhead.value) is not dict:
        return
    limits = Node(overhead, "limits", overhead.origin, {})
    for name, child in overhead.value.items():
        twin = limits.value[name] = Node(limits, child.step, child.origin, child.value)
        twin.key = child.key
    check_names(limits, validator)
    check_amounts(limits, validator)
    pages = next((name for name in limits.value if name.startswith(_HUGEPAGES)), None)
    if pages and "cpu" not in limits.value and "memory" not in limits.value and overhead.complete:
        validator.refuse("Forbidden", overhead, f"{quoted(pages)} needs cpu or memory as well")
    warn_of_fractions(overhead, validator)
