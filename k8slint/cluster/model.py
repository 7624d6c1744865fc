"""The objects of a cluster as an inventory lists them: names and keys, limits and nodes, never values of Secrets.

Three answers to "does it exist": it does, it doesn't, or the inventory can't say. What isn't listed is missing only where
the inventory covers its kind and namespace.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

from k8slint.dataclass import dataclass, field

# kind -> its key in k8slint's own inventory file
NAMESPACED = {
    "Secret": "secrets",
    "ConfigMap": "configMaps",
    "ServiceAccount": "serviceAccounts",
    "PersistentVolumeClaim": "persistentVolumeClaims",
    "ResourceClaimTemplate": "resourceClaimTemplates",
    "LimitRange": "limitRanges",
    "ResourceQuota": "resourceQuotas",
}
CLUSTER_WIDE = {
    "PriorityClass": "priorityClasses",
    "RuntimeClass": "runtimeClasses",
    "StorageClass": "storageClasses",
    "Node": "nodes",
}
KINDS = {**NAMESPACED, **CLUSTER_WIDE}
WITH_KEYS = ("Secret", "ConfigMap")
WITH_SPEC = ("LimitRange", "ResourceQuota", "Node")

# What every cluster, or every namespace of it, has without anybody's doing.
_ALWAYS = {
    "ServiceAccount": frozenset({"default"}),
    "ConfigMap": frozenset({"kube-root-ca.crt"}),
    "PriorityClass": frozenset({"system-cluster-critical", "system-node-critical"}),
}


class Coverage(IntEnum):
    """How much of a kind the inventory knows in a namespace. SOME: what manifests declare; others may have been created
    otherwise. ALL: the cluster was asked."""

    NONE = 0
    SOME = 1
    ALL = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One object. ``keys`` are those of a Secret or ConfigMap, None when they aren't known; ``spec`` is plain data of a
    LimitRange, a ResourceQuota or a Node. ``place`` is where it is declared (``k8s/db.yaml:3``). ``everywhere`` says
    that a controller copies it to other namespaces."""

    kind: str
    name: str
    namespace: str | None
    place: str
    keys: frozenset[str] | None = None
    spec: dict[str, Any] = field(default_factory=dict)
    everywhere: bool = False


class Inventory:
    """All objects of all files. Made by ``add``, ``open`` and ``complete``; asked by the rules."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[str, list[Entry]]] = {kind: {} for kind in KINDS}
        self._open: set[tuple[str, str | None]] = set()  # something unreadable may add objects of the kind
        self._prefixes: dict[str, list[tuple[str | None, str]]] = {}
        self._complete: set[tuple[str, str | None]] = set()
        self.namespaces: set[str] = set()
        self.notes: list[str] = []  # what was left out, for --verbose

    # --- made by the readers

    def add(self, entry: Entry) -> None:
        self._entries[entry.kind].setdefault(entry.name, []).append(entry)
        if entry.namespace is not None:
            self.namespaces.add(entry.namespace)

    def open(self, kinds: Iterator[str] | tuple[str, ...] | frozenset[str], namespace: str | None) -> None:
        """There may be more objects of these kinds; ``namespace`` None means in any."""
        self._open.update((kind, None if kind in CLUSTER_WIDE else namespace) for kind in kinds if kind in KINDS)

    def open_names(self, kind: str, namespace: str | None, prefix: str) -> None:
        """There may be objects whose name starts with ``prefix``."""
        self._prefixes.setdefault(kind, []).append((namespace, prefix))

    def complete(self, kind: str, namespace: str | None) -> None:
        """All objects of the kind in the namespace (None for cluster-wide kinds) are listed."""
        self._complete.add((kind, namespace))
        if namespace is not None:
            self.namespaces.add(namespace)

    # --- asked by the rules

    def covers(self, kind: str, namespace: str | None) -> Coverage:
        """How much is known of a kind in a namespace. Objects without a namespace count for each."""
        if kind in CLUSTER_WIDE:
            namespace = None
        if (kind, namespace) in self._complete:
            return Coverage.ALL
        if (kind, None) in self._open or (kind, namespace) in self._open:
            return Coverage.NONE
        known = any(_is_in(entry, namespace) for entry in self.entries(kind))
        return Coverage.SOME if known else Coverage.NONE

    def find(self, kind: str, name: str, namespace: str | None) -> tuple[Entry, ...]:
        """The objects of that name that are, or may be, in the namespace."""
        return tuple(entry for entry in self._entries[kind].get(name, ()) if _is_in(entry, namespace))

    def missing(self, kind: str, name: str, namespace: str | None) -> Coverage:
        """How surely there is no object of that name: NONE when there is, or may be."""
        covered = self.covers(kind, namespace)
        if covered is Coverage.NONE or name in _ALWAYS.get(kind, ()) or self.find(kind, name, namespace):
            return Coverage.NONE
        if covered is Coverage.SOME and any(
            name.startswith(prefix) and where in (None, namespace) for where, prefix in self._prefixes.get(kind, ())
        ):
            return Coverage.NONE
        return covered

    def keys(self, kind: str, name: str, namespace: str | None) -> frozenset[str] | None:
        """The keys that a Secret or ConfigMap has, wherever it is declared; None when they aren't known."""
        found = self.find(kind, name, namespace)
        keys: set[str] = set()
        for entry in found:
            if entry.keys is None:
                return None
            keys |= entry.keys
        return frozenset(keys) if found else None

    def elsewhere(self, kind: str, name: str) -> tuple[str, ...]:
        """The namespaces that have an object of that name."""
        return tuple(sorted({e.namespace for e in self._entries[kind].get(name, ()) if e.namespace is not None}))

    def names(self, kind: str, namespace: str | None) -> tuple[str, ...]:
        """The names that are known in a namespace, sorted."""
        return tuple(sorted({entry.name for entry in self.entries(kind) if _is_in(entry, namespace)}))

    def entries(self, kind: str, namespace: str | None = None) -> tuple[Entry, ...]:
        """The objects of a kind, by name; of one namespace when it is named."""
        return tuple(
            entry
            for name in sorted(self._entries[kind])
            for entry in self._entries[kind][name]
            if namespace is None or _is_in(entry, namespace)
        )

    @property
    def only_namespace(self) -> str | None:
        """The only namespace of the inventory; None if there are several, empty if it names none."""
        if len(self.namespaces) > 1:
            return None
        return next(iter(self.namespaces), "")

    def summary(self) -> Iterator[str]:
        """One line for each namespace, for ``--verbose``."""
        for namespace in [*sorted(self.namespaces), None]:
            kinds = CLUSTER_WIDE if namespace is None else NAMESPACED
            counted = [
                f"{len(self.names(kind, namespace))} {kind}"
                for kind in kinds
                if self.covers(kind, namespace) is not Coverage.NONE
            ]
            if counted:
                yield f"{'the cluster' if namespace is None else f'namespace {namespace}'}: {', '.join(counted)}"


def _is_in(entry: Entry, namespace: str | None) -> bool:
    return entry.everywhere or entry.namespace is None or namespace is None or entry.namespace == namespace
