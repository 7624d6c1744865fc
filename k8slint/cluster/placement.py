"""Decides whether a pod fits on a node, as the scheduler does: node selector, required node affinity, tolerations.

What isn't known of the pod counts as fitting, and so does a well-known label that no node of the inventory has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Value, get

if TYPE_CHECKING:
    from k8slint.cluster.capacity import Node
    from k8slint.kube.pod import Pod

_REQUIRED = ("affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
_TEMPORARY = "node.kubernetes.io/"  # taints that come and go with a node's condition


def selector(pod: Pod) -> list[tuple[str, str, Origin]]:
    """The entries of the node selector that are known."""
    match pod.get("spec", "nodeSelector"):
        case Mapping(entries=entries):
            return [
                (key, value.value, value.origin)
                for key, value in entries.items()
                if isinstance(value, Const) and isinstance(key, str) and isinstance(value.value, str)
            ]
        case _:
            return []


def has_label(node: Node, key: str, value: str, nodes: list[Node]) -> bool:
    return node.labels.get(key) == value or _unlisted(key, nodes)


def _unlisted(key: str, nodes: list[Node]) -> bool:
    """Whether it is a label that every node has, and an inventory written by hand left out."""
    domain = key.partition("/")[0]
    return domain.endswith(("kubernetes.io", "k8s.io")) and not any(key in node.labels for node in nodes)


def terms(pod: Pod) -> tuple[Value, ...] | None:
    """The terms of the required node affinity, of which one must match; None when there are none, or may be others."""
    match pod.get("spec", *_REQUIRED):
        case Items(items=items, complete=True) if items:
            return items
        case _:
            return None


def fits_term(term: Value, node: Node, nodes: list[Node]) -> bool:
    """Whether a node satisfies all known requirements of a term."""
    for requirement in _items(term, "matchExpressions"):
        if not _fits(requirement, node.labels.get(_text(requirement, "key") or ""), nodes):
            return False
    return all(_fits(requirement, node.name, nodes) for requirement in _items(term, "matchFields"))


def _fits(requirement: Value, actual: str | None, nodes: list[Node]) -> bool:
    key, operator = _text(requirement, "key"), _text(requirement, "operator")
    if key is None or operator is None or _unlisted(key, nodes):
        return True
    if operator in ("Exists", "DoesNotExist"):
        return (actual is not None) == (operator == "Exists")
    match get(requirement, "values"):
        case Items(items=items, complete=True):
            values = [item.value if isinstance(item, Const) else None for item in items]
        case _:
            return True
    if None in values:
        return True
    if operator == "In":
        return actual in values
    if operator == "NotIn":
        return actual not in values
    if operator in ("Gt", "Lt") and len(values) == 1:
        try:
            left, right = int(actual or ""), int(str(values[0]))
        except ValueError:
            return False
        return left > right if operator == "Gt" else left < right
    return True


def untolerated(pod: Pod, node: Node) -> dict[str, Any] | None:
    """The first taint of a node that the pod certainly doesn't tolerate."""
    tolerations = pod.get("spec", "tolerations")
    if isinstance(tolerations, Items):
        known, complete = tolerations.items, tolerations.complete
    else:
        known, complete = (), type(tolerations).__name__ == "Absent"
    if not complete:
        return None
    for taint in node.taints:
        if taint.get("effect") not in ("NoSchedule", "NoExecute") or str(taint.get("key")).startswith(_TEMPORARY):
            continue
        if not any(_tolerates(toleration, taint) for toleration in known):
            return taint
    return None


def _tolerates(toleration: Value, taint: dict[str, Any]) -> bool:
    said = {field: get(toleration, field) for field in ("key", "operator", "value", "effect")}
    if any(type(value).__name__ not in ("Const", "Absent") for value in said.values()):
        return True
    key, operator, value, effect = (each.value if isinstance(each, Const) else None for each in said.values())
    if effect and effect != taint.get("effect"):
        return False
    if operator == "Exists":
        return not key or key == taint.get("key")
    return key == taint.get("key") and (value or "") == (taint.get("value") or "")


def shown(taint: dict[str, Any]) -> str:
    """``gpu=true:NoSchedule``."""
    value = f"={taint['value']}" if taint.get("value") else ""
    return f"{taint.get('key')}{value}:{taint.get('effect')}"


def origins(pod: Pod) -> Iterator[Origin]:
    """Where the pod says on which nodes it may run: the selector, else the affinity, else the tolerations."""
    for path in (("nodeSelector",), _REQUIRED, ("tolerations",)):
        value = pod.get("spec", *path)
        if isinstance(value, Mapping | Items):
            yield value.origin


def _items(value: Value, *path: str) -> tuple[Value, ...]:
    match get(value, *path):
        case Items(items=items):
            return items
        case _:
            return ()


def _text(value: Value, *path: str) -> str | None:
    match get(value, *path):
        case Const(value=str(text)):
            return text
        case _:
            return None
