"""Writes an inventory file of a live cluster: names and keys, limits and nodes, sorted, never values of Secrets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from k8slint.cluster.live import ClusterError, Refused
from k8slint.cluster.model import CLUSTER_WIDE, NAMESPACED, WITH_KEYS, WITH_SPEC
from k8slint.cluster.own import API_VERSION, KIND, UNKNOWN

if TYPE_CHECKING:
    from k8slint.cluster.live import Cluster

# kind -> the API that lists it
_APIS = {
    "Secret": "api/v1",
    "ConfigMap": "api/v1",
    "ServiceAccount": "api/v1",
    "PersistentVolumeClaim": "api/v1",
    "ResourceClaimTemplate": "apis/resource.k8s.io/v1",
    "LimitRange": "api/v1",
    "ResourceQuota": "api/v1",
    "PriorityClass": "apis/scheduling.k8s.io/v1",
    "RuntimeClass": "apis/node.k8s.io/v1",
    "StorageClass": "apis/storage.k8s.io/v1",
    "Node": "api/v1",
}
_KEYS = {"Secret": ("data",), "ConfigMap": ("data", "binaryData")}
_HEAD = "# Written by `k8slint inventory`: names and keys, never a value.\n"


def written(cluster: Cluster, namespaces: tuple[str, ...]) -> tuple[str, list[str]]:
    """The text of the inventory file, and a line for each kind that can't be listed. Raises ClusterError."""
    import yaml

    troubles: list[str] = []
    document = {
        "apiVersion": API_VERSION,
        "kind": KIND,
        "cluster": {key: _listed(cluster, kind, key, None, troubles) for kind, key in CLUSTER_WIDE.items()},
        "namespaces": {
            namespace: {key: _listed(cluster, kind, key, namespace, troubles) for kind, key in NAMESPACED.items()}
            for namespace in sorted(set(namespaces))
        },
    }
    text = yaml.safe_dump(document, sort_keys=True, default_flow_style=False, allow_unicode=True, width=120)
    return _HEAD + text, troubles


def _listed(cluster: Cluster, kind: str, key: str, namespace: str | None, troubles: list[str]) -> Any:
    within = f"/namespaces/{namespace}" if namespace is not None else ""
    path = f"/{_APIS[kind]}{within}/{key.lower()}"
    found: dict[str, Any] = {}
    try:
        for item in cluster.listed(path, metadata_only=kind not in (*WITH_KEYS, *WITH_SPEC)):
            name = _table(item, "metadata").get("name")
            if isinstance(name, str):
                found[name] = _said(kind, item)
            item.clear()  # what it held is dropped as it comes
    except Refused as refused:
        where = f" in namespace {namespace}" if namespace is not None else ""
        if refused.status in (403, 404, 405, 406):
            why = "not allowed (403)" if refused.status == 403 else f"the cluster doesn't list them ({refused.status})"
            troubles.append(f"{kind}{where}: {why}; written as {UNKNOWN}")
            return UNKNOWN
        raise ClusterError(f"{cluster.host} answers {refused.status} when asked for {kind}{where}") from None
    if kind in (*WITH_KEYS, *WITH_SPEC):
        return found
    return sorted(found)


def _said(kind: str, item: dict[str, Any]) -> Any:
    """What is kept of an object."""
    if kind in WITH_KEYS:
        return sorted({key for field in _KEYS[kind] for key in _table(item, field) if isinstance(key, str)})
    if kind == "Node":
        taints = _table(item, "spec").get("taints")
        return {
            "labels": _texts(_table(item, "metadata").get("labels")),
            "taints": [_texts(each, ("key", "value", "effect")) for each in taints if isinstance(each, dict)]
            if isinstance(taints, list)
            else [],
            "allocatable": _texts(_table(item, "status").get("allocatable")),
        }
    if kind == "LimitRange":
        limits = _table(item, "spec").get("limits")
        return {
            "limits": [_limit(each) for each in limits if isinstance(each, dict)] if isinstance(limits, list) else []
        }
    if kind == "ResourceQuota":
        spec = _table(item, "spec")
        kept: dict[str, Any] = {"hard": _texts(spec.get("hard"))}
        if spec.get("scopes"):
            kept["scopes"] = sorted(str(scope) for scope in spec["scopes"])
        if spec.get("scopeSelector"):
            kept["scopes"] = [*kept.get("scopes", []), "selected"]  # nobody can tell which pods it is for
        return kept
    return None


def _limit(item: dict[str, Any]) -> dict[str, Any]:
    fields = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
    return {"type": str(item.get("type")), **{field: _texts(item[field]) for field in fields if item.get(field)}}


def _table(item: dict[str, Any], field: str) -> dict[str, Any]:
    value = item.get(field)
    return value if isinstance(value, dict) else {}


def _texts(table: Any, only: tuple[str, ...] = ()) -> dict[str, str]:
    if not isinstance(table, dict):
        return {}
    return {str(key): str(value) for key, value in table.items() if not only or key in only}
