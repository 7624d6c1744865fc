"""Reads Kubernetes manifests and dumps of them as the objects that they create: names, keys, limits, nodes.

Also objects from which a controller makes a Secret: SealedSecret, ExternalSecret, Certificate and their like. A resource
that may create others in a way that isn't known opens the kinds that it may create.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from k8slint.cluster.model import CLUSTER_WIDE, KINDS, NAMESPACED, WITH_KEYS, WITH_SPEC, Entry, Inventory
from k8slint.cluster.nodes import child, is_templated, items, key_names, plain, row, text
from k8slint.dataclass import dataclass, replace

_MOST_NESTED = 3  # Lists in Lists

# Groups of custom resources that create no objects that a pod refers to by name.
_HARMLESS = (
    "monitoring.coreos.com", "networking.istio.io", "security.istio.io", "telemetry.istio.io", "traefik.io",
    "traefik.containo.us", "keda.sh", "argoproj.io/v1alpha1/AppProject", "kueue.x-k8s.io", "karpenter.sh",
    "karpenter.k8s.aws", "cilium.io", "crd.projectcalico.org", "projectcalico.org", "constraints.gatekeeper.sh",
    "templates.gatekeeper.sh", "snapshot.storage.k8s.io", "gateway.networking.k8s.io", "metrics.k8s.io",
    "autoscaling.k8s.io", "cloud.google.com", "networking.gke.io", "iam.cnrm.cloud.google.com", "external-secrets.io",
    "secrets-store.csi.x-k8s.io", "generators.external-secrets.io", "config.openshift.io", "route.openshift.io",
)  # fmt: skip
_BUILT_IN = ("", "apps", "batch", "autoscaling", "policy", "extensions")  # groups without a dot


@dataclass(frozen=True, slots=True)
class Manifest:
    """One object of a file, not yet in the inventory: its node, and what a kustomization makes of it."""

    node: Any
    path: str
    kind: str
    group: str
    namespace: str | None
    prefix: str = ""
    suffix: str = ""
    patched: bool = False

    def placed(self, **changes: Any) -> Manifest:
        return replace(self, **changes)


def manifests(nodes: list[Any], path: str, depth: int = 0) -> Iterator[Manifest]:
    """The objects of some documents; those of a List one by one."""
    for node in nodes:
        kind, version = text(node, "kind"), text(node, "apiVersion")
        if kind is None or version is None:
            continue
        if kind.endswith("List") and child(node, "items") is not None:
            if depth < _MOST_NESTED:
                listed = [_typed(item, kind, version) for item in items(node, "items")]
                yield from manifests([item for item in listed if item is not None], path, depth + 1)
            continue
        namespace = text(node, "metadata", "namespace")
        yield Manifest(node, path, kind, version.rpartition("/")[0], None if is_templated(namespace) else namespace)


def lists_nodes(document: Any) -> bool:
    """Whether a document is a list of nodes, as ``kubectl get nodes`` writes it: nobody declares a Node."""
    listed = items(document, "items") if text(document, "kind") in ("List", "NodeList") else []
    return bool(listed) and all(text(item, "kind") == "Node" or text(document, "kind") == "NodeList" for item in listed)


def _typed(item: Any, list_kind: str, version: str) -> Any:
    """An item of a ``SecretList``, whose items don't say what they are when the API server lists them."""
    if item.id != "mapping":
        return None
    if text(item, "kind") is None and list_kind != "List":
        from yaml.nodes import MappingNode, ScalarNode

        marks = item.start_mark, item.end_mark
        said = [(ScalarNode(_TEXT, k, *marks), ScalarNode(_TEXT, v, *marks)) for k, v in
                (("kind", list_kind.removesuffix("List")), ("apiVersion", version))]  # fmt: skip
        return MappingNode(item.tag, [*said, *item.value], *marks)
    return item


_TEXT = "tag:yaml.org,2002:str"


def enter(manifest: Manifest, inventory: Inventory) -> None:
    """Put what an object is, or makes, into the inventory."""
    if manifest.kind in KINDS and _is_built_in(manifest.group):
        _enter_own(manifest, inventory)
    elif maker := _MAKERS.get(manifest.kind):
        for made in maker(manifest):
            _put(manifest, made, inventory)
    elif manifest.kind == "StatefulSet":
        for claim in items(manifest.node, "spec", "volumeClaimTemplates"):
            name, owner = text(claim, "metadata", "name"), text(manifest.node, "metadata", "name")
            prefix = "" if name is None or owner is None else f"{name}-{manifest.prefix}{owner}"
            inventory.open_names("PersistentVolumeClaim", manifest.namespace, prefix)
    elif manifest.kind in _DEPLOYS:
        inventory.open(tuple(NAMESPACED), None)
    elif not _is_built_in(manifest.group) and not manifest.group.startswith(_HARMLESS):
        inventory.open(("Secret", "ConfigMap", "ServiceAccount", "PersistentVolumeClaim"), manifest.namespace)


# What deploys other manifests than those that can be read here.
_DEPLOYS = frozenset({"HelmRelease", "HelmChart", "HelmChartConfig", "Application", "ApplicationSet", "Kustomization"})


def _is_built_in(group: str) -> bool:
    return group in _BUILT_IN or group.endswith(".k8s.io")


def _enter_own(manifest: Manifest, inventory: Inventory) -> None:
    node, kind = manifest.node, manifest.kind
    keys = None
    if kind == "Secret":
        keys = _union(key_names(node, "data"), key_names(node, "stringData"))
        if text(node, "type") == "kubernetes.io/service-account-token":
            keys = frozenset({"token", "ca.crt", "namespace", *(keys or ())})
    elif kind == "ConfigMap":
        keys = _union(key_names(node, "data"), key_names(node, "binaryData"))
    _put(manifest, _Made(kind, text(node, "metadata", "name"), keys), inventory)


@dataclass(frozen=True, slots=True)
class _Made:
    kind: str
    name: str | None
    keys: frozenset[str] | None = None


def _put(manifest: Manifest, made: _Made, inventory: Inventory) -> None:
    namespace = None if made.kind in CLUSTER_WIDE else manifest.namespace
    if made.name is None or is_templated(made.name):
        generated = text(manifest.node, "metadata", "generateName")
        if made.name is None and generated and not is_templated(generated):
            inventory.open_names(made.kind, namespace, f"{manifest.prefix}{generated}")
        else:
            inventory.open((made.kind,), namespace)
        return
    keys = made.keys
    if keys is not None and (manifest.patched or any(is_templated(key) for key in keys)):
        keys = None
    spec = _spec(manifest.node, made.kind) if made.kind in WITH_SPEC else {}
    inventory.add(
        Entry(
            made.kind,
            f"{manifest.prefix}{made.name}{manifest.suffix}",
            namespace,
            f"{manifest.path}:{row(manifest.node)}",
            keys,
            spec,
            made.kind in WITH_KEYS and _is_copied(manifest.node),
        )
    )


def _is_copied(node: Any) -> bool:
    """Whether reflector, replicator or the like copies the object to other namespaces."""
    names = key_names(node, "metadata", "annotations") or ()
    return any("reflect" in name or "replicat" in name for name in names)


def _spec(node: Any, kind: str) -> dict[str, Any]:
    if kind != "Node":
        spec = plain(child(node, "spec"))
        return spec if isinstance(spec, dict) else {}
    return {
        "labels": plain(child(node, "metadata", "labels")) or {},
        "taints": plain(child(node, "spec", "taints")) or [],
        "allocatable": plain(child(node, "status", "allocatable")) or {},
        "unschedulable": text(node, "spec", "unschedulable") == "true",
    }


def _union(*keys: frozenset[str] | None) -> frozenset[str] | None:
    """The keys of both; None when neither says any, as in a placeholder that is filled in the cluster."""
    known = frozenset(key for each in keys if each is not None for key in each)
    return known or None


# --- what controllers make of custom resources


def _sealed(manifest: Manifest) -> Iterator[_Made]:
    node = manifest.node
    name = text(node, "spec", "template", "metadata", "name") or text(node, "metadata", "name")
    keys = _union(key_names(node, "spec", "encryptedData"), key_names(node, "spec", "template", "data"))
    yield _Made("Secret", name, keys)


def _external(manifest: Manifest) -> Iterator[_Made]:
    yield _external_spec(child(manifest.node, "spec"), text(manifest.node, "metadata", "name"))


def _external_spec(spec: Any, name: str | None) -> _Made:
    if child(spec, "backendType") is not None:  # kubernetes-external-secrets, the predecessor
        pulled = [text(item, "name") for item in items(spec, "data")]
        open_ended = child(spec, "dataFrom") is not None or child(spec, "dataFromWithOptions") is not None
        return _Made("Secret", name, None if open_ended else _all_known(pulled))
    name = text(spec, "target", "name") or name
    pulled = [text(item, "secretKey") for item in items(spec, "data")]
    template = child(spec, "target", "template")
    if template is not None and (child(template, "templateFrom") is not None or child(template, "data") is None):
        plain_template = child(template, "templateFrom") is None and child(spec, "dataFrom") is None
        return _Made("Secret", name, _all_known(pulled) if plain_template else None)
    if template is not None:
        own = key_names(template, "data")
        if text(template, "mergePolicy") != "Merge":
            return _Made("Secret", name, own)
        return _Made("Secret", name, None if child(spec, "dataFrom") is not None else _with(own, pulled))
    return _Made("Secret", name, None if child(spec, "dataFrom") is not None else _all_known(pulled))


def _all_known(names: list[str | None]) -> frozenset[str] | None:
    known = frozenset(name for name in names if name is not None)
    return known if known and len(known) == len(set(names)) else None


def _with(keys: frozenset[str] | None, more: list[str | None]) -> frozenset[str] | None:
    added = _all_known(more) if more else frozenset()
    return None if keys is None or added is None else keys | added


def _cluster_external(manifest: Manifest) -> Iterator[_Made]:
    spec = child(manifest.node, "spec")
    name = text(spec, "externalSecretName") or text(manifest.node, "metadata", "name")
    yield _external_spec(child(spec, "externalSecretSpec"), name)


def _certificate(manifest: Manifest) -> Iterator[_Made]:
    more = child(manifest.node, "spec", "keystores") or child(manifest.node, "spec", "additionalOutputFormats")
    keys = None if more is not None else frozenset({"tls.crt", "tls.key", "ca.crt"})
    yield _Made("Secret", text(manifest.node, "spec", "secretName"), keys)


def _provider_class(manifest: Manifest) -> Iterator[_Made]:
    for secret in items(manifest.node, "spec", "secretObjects"):
        yield _Made("Secret", text(secret, "secretName"), _all_known([text(i, "key") for i in items(secret, "data")]))


def _sops(manifest: Manifest) -> Iterator[_Made]:
    for secret in items(manifest.node, "spec", "secretTemplates"):
        keys = _union(key_names(secret, "data"), key_names(secret, "stringData"))
        yield _Made("Secret", text(secret, "name"), keys)


def _vault(manifest: Manifest) -> Iterator[_Made]:
    yield _Made("Secret", text(manifest.node, "spec", "destination", "name"))


_MAKERS: dict[str, Callable[[Manifest], Iterator[_Made]]] = {
    "SealedSecret": _sealed,
    "ExternalSecret": _external,
    "ClusterExternalSecret": _cluster_external,
    "Certificate": _certificate,
    "SecretProviderClass": _provider_class,
    "SopsSecret": _sops,
    "VaultStaticSecret": _vault,
    "VaultDynamicSecret": _vault,
    "VaultPKISecret": _vault,
}


def kinds_mentioned(written: str) -> frozenset[str]:
    """The kinds that a text that can't be read may create; all of them when one is made by a template."""
    found = set(re.findall(r"^\s*[\"']?kind[\"']?:\s*[\"']?([^\s\"',]+)", written, re.MULTILINE))
    if not found or any(is_templated(kind) for kind in found):
        return frozenset(KINDS)
    if any(kind in _MAKERS for kind in found):
        found.add("Secret")
    return frozenset(KINDS) if found & _DEPLOYS else frozenset(found & KINDS.keys())
