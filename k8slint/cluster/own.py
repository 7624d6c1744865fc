"""Reads k8slint's inventory file, which ``k8slint inventory`` writes and users may write by hand.

A kind that it lists for a namespace is listed whole; a kind that it leaves out, or calls ``unknown``, isn't known.
"""

from __future__ import annotations

from typing import Any

from k8slint.cluster.model import CLUSTER_WIDE, NAMESPACED, WITH_KEYS, WITH_SPEC, Entry, Inventory
from k8slint.cluster.nodes import items, pairs, plain, row, text

API_VERSION = "k8slint/v1"
KIND = "Inventory"
UNKNOWN = "unknown"
_TOP = ("apiVersion", "kind", "cluster", "namespaces")


class WrongInventory(Exception):
    """The file says it is an inventory and isn't one. ``row`` is 1-based."""

    def __init__(self, why: str, row: int) -> None:
        super().__init__(f"{row}: {why}")
        self.why, self.row = why, row


def is_own(node: Any) -> bool:
    version = text(node, "apiVersion")
    return text(node, "kind") == KIND and version is not None and version.startswith("k8slint/")


def enter(node: Any, path: str, inventory: Inventory) -> None:
    """Put an inventory file's document into the inventory. Raises WrongInventory."""
    if text(node, "apiVersion") != API_VERSION:
        raise WrongInventory(f"this k8slint reads `apiVersion: {API_VERSION}`, not `{text(node, 'apiVersion')}`", 1)
    for key, value in pairs(node):
        if key == "cluster":
            _group(value, CLUSTER_WIDE, None, path, inventory)
        elif key == "namespaces":
            for namespace, kinds in _entries(value, "namespaces"):
                _group(kinds, NAMESPACED, namespace, path, inventory)
        elif key not in _TOP:
            raise WrongInventory(f"`{key}` is not a key of an inventory; the keys are {', '.join(_TOP)}", row(value))


def _group(node: Any, kinds: dict[str, str], namespace: str | None, path: str, inventory: Inventory) -> None:
    by_key = {key: kind for kind, key in kinds.items()}
    if namespace is not None:
        inventory.namespaces.add(namespace)
    for key, value in _entries(node, namespace or "cluster"):
        kind = by_key.get(key)
        if kind is None:
            raise WrongInventory(
                f"`{key}` is not a kind of an inventory; the kinds are {', '.join(by_key)}", row(value)
            )
        if value.id == "scalar" and value.value == UNKNOWN:
            continue
        inventory.complete(kind, namespace)
        for name, said in _named(value, key, kind):
            keys = None
            if kind in WITH_KEYS and said is not None and said.id == "sequence":
                keys = frozenset(item.value for item in said.value if item.id == "scalar")
            spec = plain(said) if kind in WITH_SPEC else {}
            place = f"{path}:{row(said if said is not None else value)}"
            inventory.add(Entry(kind, name, namespace, place, keys, spec if isinstance(spec, dict) else {}))


def _entries(node: Any, key: str) -> list[tuple[str, Any]]:
    if node.id != "mapping":
        raise WrongInventory(f"`{key}` must be a mapping", row(node))
    return pairs(node)


def _named(node: Any, key: str, kind: str) -> list[tuple[str, Any]]:
    """The objects of a kind: names alone in a list, or with what is said of each in a mapping."""
    if node.id == "sequence" and kind not in WITH_SPEC:
        if any(item.id != "scalar" for item in node.value):
            raise WrongInventory(f"`{key}` must be a list of names", row(node))
        return [(item.value, None) for item in items(node)]
    if node.id == "mapping":
        return pairs(node)
    raise WrongInventory(f"`{key}` must be a mapping by name, or `{UNKNOWN}`", row(node))
