"""The facts of a pod for the report: requests, owner, node placement, Secrets.

Each answer is a ``Fact`` or an ``Amount``: a text, or nothing, or why it can't be known. None holds a value of a Secret
or of an environment variable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from k8slint.evaluate.values import Absent, Const, Items, Mapping, Reason, Unknown, Value, get
from k8slint.kube.pod import Container, Pod
from k8slint.kube.quantity import Quantity, QuantityError, parse
from k8slint.kube.render import place, why

COMPUTE = ("cpu", "memory")
ELSEWHERE = "may be set where k8slint can't see it"
LARGEST = 10**30  # of thousandths of a core, or of bytes: beyond that a number says nothing


class Fact(NamedTuple):
    """``text`` is empty when there is nothing; ``unknown`` says why it, or a part of it, isn't known."""

    text: str = ""
    unknown: str = ""


class Amount(NamedTuple):
    """``number`` in thousandths of a core, or in bytes; the least that is certain when ``unknown`` isn't empty."""

    number: int | None = None
    text: str = ""
    unknown: str = ""


class Facts(NamedTuple):
    """Of one pod. ``secrets`` are ``name`` or ``name/key``."""

    image: Fact
    cpu_request: Amount
    cpu_limit: Amount
    memory_request: Amount
    memory_limit: Amount
    other_resources: Fact
    service_account: Fact
    nodes: Fact
    secrets: tuple[str, ...] = ()
    more_secrets: str = ""


def facts(value: Value, missing: str = "") -> Facts:
    """The facts of a pod. ``missing`` says what may set the fields that the pod doesn't: a template that isn't known."""
    pod = Pod(value)
    secrets, more = _secrets(pod)
    account = _fact(pod.get("spec", "serviceAccountName"), missing)
    nodes = _nodes(pod)
    return Facts(
        _fact(get(_first(pod), "image"), missing),
        _amount(pod, "requests", "cpu", missing),
        _amount(pod, "limits", "cpu", missing),
        _amount(pod, "requests", "memory", missing),
        _amount(pod, "limits", "memory", missing),
        _other_resources(pod),
        account,
        nodes if any(nodes) or not missing else Fact("", missing),
        secrets,
        more,
    )


def unknown_facts(reason: str) -> Facts:
    """The facts of a pod of which nothing is known."""
    fact, amount = Fact("", reason), Amount(None, "", reason)
    return Facts(fact, amount, amount, amount, amount, fact, fact, fact, (), reason)


def said(value: Value) -> str:
    """Why a value isn't known, in words."""
    if isinstance(value, Unknown) and value.reason is Reason.SUBSCRIPT and not value.detail:
        where = place(value.origin)  # a field of something that may have more fields
        return f"{ELSEWHERE} ({where})" if where else ELSEWHERE
    return why(value)


def _fact(value: Value, missing: str = "") -> Fact:
    match value:
        case Absent() | Const(value=None | ""):
            return Fact("", missing)
        case Const(value=constant):
            return Fact(str(constant))
        case _:
            return Fact("", said(value))


def _first(pod: Pod) -> Value:
    return pod.containers[0].value if pod.containers else get(pod.get("spec", "containers"), 0)


# --- resources


def _amount(pod: Pod, field: str, resource: str, missing: str) -> Amount:
    """What the whole pod requests, or is limited to: its containers together, or its largest init container."""
    whole = _of(pod.get("spec"), field, resource)
    if whole.number is not None:
        return whole
    main = [_of_container(each, field, resource) for each in pod.containers]
    first = [_of_container(each, field, resource) for each in pod.init_containers]
    beside = [found for found, each in zip(first, pod.init_containers, strict=True) if _stays(each)]
    total = _sum([*main, *beside])
    largest = max((found.number for found in first if found.number is not None), default=None)
    number, text = total.number, total.text
    if largest is not None and (number is None or largest > number):
        number, text = largest, next(found.text for found in first if found.number == largest)
    reasons = [total.unknown, *(found.unknown for found in first)]
    if not pod.containers_known:
        reasons.append(said(pod.get("spec", "containers")))
    if missing and not any(isinstance(each.get("resources"), Mapping) for each in pod.containers):
        reasons.append(missing)
    return Amount(number, text, next(filter(None, reasons), ""))


def _of_container(container: Container, field: str, resource: str) -> Amount:
    found = _of(container.value, field, resource)
    if field == "requests" and found == Amount():
        return _of(container.value, "limits", resource)  # the API server copies a limit
    return found


def _of(value: Value, field: str, resource: str) -> Amount:
    match get(value, "resources", field, resource):
        case Absent() | Const(value=None):
            return Amount()
        case Const(value=str() | int() | float() as written):
            return _measured(written, resource)
        case other:
            return Amount(None, "", said(other))


def _measured(written: str | int | float, resource: str) -> Amount:
    try:
        quantity = parse(written)
    except QuantityError as error:
        return Amount(None, "", f"`{str(written)[:60]}` isn't a quantity: {error.why}")
    number = _number(quantity, -3 if resource == "cpu" else 0)
    if number is None:
        return Amount(None, "", f"`{str(written)[:60]}` is too large")
    return Amount(number, quantity.canonical)


def _number(quantity: Quantity, scale: int) -> int | None:
    """Thousandths or whole ones, rounded up."""
    if quantity.scale > 30 or quantity.scale < -1_000 or abs(quantity.unscaled) > LARGEST:
        return None
    rounded = quantity.rounded_up(scale)
    return int(rounded.unscaled * 10 ** (rounded.scale - scale))


def _sum(found: list[Amount]) -> Amount:
    known = [amount for amount in found if amount.number is not None]
    reason = next((amount.unknown for amount in found if amount.unknown), "")
    if not known:
        return Amount(None, "", reason)
    if len(known) == 1:
        return Amount(known[0].number, known[0].text, reason)
    total = parse(known[0].text)
    for amount in known[1:]:
        total = total + parse(amount.text)
    return Amount(sum(amount.number or 0 for amount in known), total.canonical, reason)


def _stays(init: Container) -> bool:
    """Whether an init container runs beside the others: a native sidecar."""
    policy = init.get("restartPolicy")
    return isinstance(policy, Const) and policy.value == "Always"


def _other_resources(pod: Pod) -> Fact:
    """GPUs, storage and whatever else is asked for, container by container."""
    found: dict[str, str] = {}
    for container in pod.all_containers:
        for field in ("limits", "requests"):
            table = container.get("resources", field)
            for name in table.entries if isinstance(table, Mapping) else ():
                if isinstance(name, str) and name not in COMPUTE:
                    fact = _fact(container.get("resources", field, name))
                    found[name] = fact.text or "unknown"
    return Fact(", ".join(f"{name}: {found[name]}" for name in sorted(found)))


# --- where it runs


def _nodes(pod: Pod) -> Fact:
    parts: list[str] = []
    reasons: list[str] = []
    selector = pod.get("spec", "nodeSelector")
    if isinstance(selector, Mapping):
        for key, value in sorted(selector.entries.items(), key=lambda entry: str(entry[0])):
            fact = _fact(value)
            parts.append(f"{key}={fact.text or ('unknown' if fact.unknown else '')}")
            reasons.append(fact.unknown)
    elif isinstance(selector, Unknown):
        reasons.append(said(selector))
    parts += [f"node {name}" for name in [_fact(pod.get("spec", "nodeName")).text] if name]
    affinity = pod.get("spec", "affinity")
    for field in ("nodeAffinity", "podAffinity", "podAntiAffinity"):
        if isinstance(get(affinity, field), Mapping):
            parts.append(_affinity(get(affinity, field), field))
    if isinstance(affinity, Unknown):
        reasons.append(said(affinity))
    parts += [f"tolerates {_toleration(each)}" for each in _items(pod.get("spec", "tolerations"))]
    return Fact(", ".join(parts), next(filter(None, reasons), ""))


def _affinity(affinity: Value, field: str) -> str:
    terms = get(affinity, "requiredDuringSchedulingIgnoredDuringExecution")
    words = []
    for term in _items(get(terms, "nodeSelectorTerms")):
        for each in _items(get(term, "matchExpressions")):
            values = "|".join(_fact(value).text or "unknown" for value in _items(get(each, "values")))
            words.append(f"{_fact(get(each, 'key')).text} {_fact(get(each, 'operator')).text} {values}".strip())
    return f"{field} ({'; '.join(words)})" if words else field


def _toleration(toleration: Value) -> str:
    parts = [_fact(get(toleration, name)) for name in ("key", "value", "effect")]
    key, value, effect = (fact.text or ("unknown" if fact.unknown else "") for fact in parts)
    return (f"{key or 'any taint'}{f'={value}' if value else ''}") + (f":{effect}" if effect else "")


# --- secrets


def _secrets(pod: Pod) -> tuple[tuple[str, ...], str]:
    """The Secrets that the pod reads, as names and keys, and why there may be more."""
    found: set[str] = set()
    reasons: list[str] = []
    for name, key in _selected(pod):
        if isinstance(name, Absent):
            continue
        fact, inner = _fact(name), _fact(key)
        if fact.text:
            found.add(f"{fact.text}/{inner.text}" if inner.text else fact.text)
        elif fact.unknown:
            reasons.append(fact.unknown)
    for container in pod.all_containers:
        for field in ("env", "envFrom"):
            value = container.get(field)
            if isinstance(value, Unknown) and not isinstance(container.value, Unknown):
                reasons.append(said(value))
    return tuple(sorted(found)), next(iter(reasons), "")


def _selected(pod: Pod) -> Iterator[tuple[Value, Value]]:
    none = Absent(pod.value.origin)
    for container in pod.all_containers:
        for each in _items(container.get("env")):
            reference = get(each, "valueFrom", "secretKeyRef")
            if isinstance(reference, Mapping):
                yield get(reference, "name"), get(reference, "key")
        for each in _items(container.get("envFrom")):
            if isinstance(get(each, "secretRef"), Mapping):
                yield get(each, "secretRef", "name"), none
    for volume in pod.volumes:
        if isinstance(get(volume, "secret"), Mapping):
            yield from _of_source(get(volume, "secret"), "secretName")
        for source in _items(get(volume, "projected", "sources")):
            if isinstance(get(source, "secret"), Mapping):
                yield from _of_source(get(source, "secret"), "name")
        if isinstance(get(volume, "csi", "nodePublishSecretRef"), Mapping):
            yield get(volume, "csi", "nodePublishSecretRef", "name"), none
    for each in _items(pod.get("spec", "imagePullSecrets")):
        yield get(each, "name"), none


def _of_source(source: Value, name: str) -> Iterator[tuple[Value, Value]]:
    keys = [get(item, "key") for item in _items(get(source, "items"))]
    for key in keys or [Absent(source.origin)]:
        yield get(source, name), key


def _items(value: Value) -> Iterable[Value]:
    return value.items if isinstance(value, Items) else ()
