"""Volumes: all sources that a pod can mount, and the files in them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from itertools import takewhile

from k8slint.kube.api.claims import EPHEMERAL
from k8slint.kube.api.constraints import (
    between,
    file_mode,
    local_path,
    no_backsteps,
    not_negative,
    one_of,
    refuse_repeats,
    refuse_spelling,
    refuse_surplus,
    spelled,
    texts,
)
from k8slint.kube.api.declare import (
    BOOL,
    INT32,
    INT64,
    QUANTITY,
    REFUSED,
    TEXT,
    Field,
    ListOf,
    MapOf,
    Struct,
)
from k8slint.kube.api.env import field_selectors
from k8slint.kube.api.grammar import DNS_LABEL, DNS_SUBDOMAIN
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.scheduling import label_selector
from k8slint.kube.api.validator import Validator, listed, quoted
from k8slint.kube.api.vendor_volumes import REMOVED, SECRET_REFERENCE, VENDOR_SOURCES

_MODE = Field(INT32, file_mode)
_REQUIRED = Field(TEXT, absent=REFUSED)


KEY_TO_PATH = Struct(
    "an item",
    "volumes",
    {
        "key": _REQUIRED,
        "path": Field(TEXT, local_path, absent=REFUSED),
        "mode": _MODE,
        "user": Field(INT64, since=(1, 37)),
    },
)

SECRET = Struct(
    "a secret volume",
    "volumes",
    {
        "secretName": _REQUIRED,
        "items": Field(ListOf(KEY_TO_PATH)),
        "defaultMode": _MODE,
        "optional": Field(BOOL),
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

CONFIG_MAP = Struct(
    "a configMap volume",
    "volumes",
    {
        "name": _REQUIRED,
        "items": Field(ListOf(KEY_TO_PATH)),
        "defaultMode": _MODE,
        "optional": Field(BOOL),
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

EMPTY_DIR = Struct(
    "an emptyDir",
    "volumes",
    {
        "medium": Field(TEXT),
        "sizeLimit": Field(QUANTITY, not_negative("Forbidden")),
        "mode": Field(INT32, since=(1, 37)),
    },
)

CLAIM = Struct("a persistentVolumeClaim volume", "volumes", {"claimName": _REQUIRED, "readOnly": Field(BOOL)})


def _host_path(node: Node, validator: Validator) -> None:
    """The server looks at the type only when there is a path."""
    kind = node.get("type")
    if node.text("path") and kind is not None and kind.known:
        _HOST_PATH_TYPE(kind, validator)


_HOST_PATH_TYPE = one_of(
    "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"
)


def _descends(node: Node, validator: Validator) -> None:
    no_backsteps(node, validator)


HOST_PATH = Struct(
    "a hostPath volume", "volumes", {"path": Field(TEXT, _descends, absent=REFUSED), "type": Field(TEXT)}, _host_path
)


def _absolute(node: Node, validator: Validator) -> None:
    path = node.text("path")
    if path is not None and not path.startswith("/"):
        validator.refuse(
            "Invalid", node.get("path") or node, f"`path` {quoted(path)} of an NFS export must be absolute",
            path=f"{node.path}.path", suggestion=f"/{path}" if path else None, follows=not path,
        )  # fmt: skip


NFS = Struct("an nfs volume", "volumes", {"server": _REQUIRED, "path": _REQUIRED, "readOnly": Field(BOOL)}, _absolute)


def _csi_driver(node: Node, validator: Validator) -> None:
    """A DNS subdomain in any case, at most 63 characters."""
    driver = node.value
    if len(driver) > 63:
        validator.refuse("TooLong", node, f"`driver` has {len(driver)} characters, at most 63 are allowed")
    if DNS_SUBDOMAIN.wrong(driver.lower()):
        refuse_spelling(node, DNS_SUBDOMAIN, validator, text=driver)


def _csi_secret(node: Node, validator: Validator) -> None:
    """The server names the volume's field, not the reference's."""
    reference = node.get("nodePublishSecretRef")
    name = reference.text("name") if reference is not None else None
    if reference is not None and name:
        refuse_spelling(reference.value["name"], DNS_SUBDOMAIN, validator)


CSI = Struct(
    "a csi volume",
    "volumes",
    {
        "driver": Field(TEXT, _csi_driver, absent=REFUSED),
        "readOnly": Field(BOOL),
        "fsType": Field(TEXT),
        "volumeAttributes": Field(MapOf(TEXT)),
        "nodePublishSecretRef": Field(SECRET_REFERENCE),
    },
    _csi_secret,
)


def _one_reference(node: Node, validator: Validator) -> None:
    """A file shows a field or a resource."""
    names = [name for name in ("fieldRef", "resourceFieldRef") if node.get(name) is not None]
    if not names:
        validator.refuse("Required", node, "a downwardAPI item needs `fieldRef` or `resourceFieldRef`")
    elif len(names) > 1 and all(node.has(name) for name in names):
        validator.refuse("Invalid", node, "a downwardAPI item can have `fieldRef` or `resourceFieldRef`, not both")


DOWNWARD_FILE = Struct(
    "a downwardAPI item",
    "volumes",
    {
        "path": Field(TEXT, local_path, absent=REFUSED),
        **field_selectors("volumes"),
        "mode": _MODE,
        "user": Field(INT64, since=(1, 37)),
    },
    _one_reference,
)

DOWNWARD_API = Struct(
    "a downwardAPI volume",
    "volumes",
    {
        "items": Field(ListOf(DOWNWARD_FILE)),
        "defaultMode": _MODE,
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

SERVICE_ACCOUNT_TOKEN = Struct(
    "a serviceAccountToken",
    "volumes",
    {
        "audience": Field(TEXT),
        "expirationSeconds": Field(INT64, between(600, 2**32)),
        "path": Field(TEXT, local_path, absent=REFUSED),
        "user": Field(INT64, since=(1, 37)),
    },
)

_CLUSTER_TRUST_BUNDLE = Struct(
    "a clusterTrustBundle",
    "volumes",
    {
        "name": Field(TEXT),
        "signerName": Field(TEXT),
        "labelSelector": Field(label_selector("volumes")),
        "optional": Field(BOOL),
        "path": Field(TEXT),
        "user": Field(INT64, since=(1, 37)),
    },
)

_POD_CERTIFICATE = Struct(
    "a podCertificate",
    "volumes",
    {
        "signerName": Field(TEXT),
        "keyType": Field(TEXT),
        "maxExpirationSeconds": Field(INT32),
        "credentialBundlePath": Field(TEXT),
        "keyPath": Field(TEXT),
        "certificateChainPath": Field(TEXT),
        "userAnnotations": Field(MapOf(TEXT), since=(1, 35)),
        "user": Field(INT64, since=(1, 37)),
    },
)

_NEVER = (9,)  # a feature gate that is off in every supported version: the server drops the field unread

_PROJECTED_ITEMS = {"name": _REQUIRED, "items": Field(ListOf(KEY_TO_PATH)), "optional": Field(BOOL)}

PROJECTION = Struct(
    "a projected source",
    "volumes",
    {
        "secret": Field(Struct("a projected secret", "volumes", _PROJECTED_ITEMS)),
        "configMap": Field(Struct("a projected configMap", "volumes", _PROJECTED_ITEMS)),
        "downwardAPI": Field(Struct("a projected downwardAPI", "volumes", {"items": Field(ListOf(DOWNWARD_FILE))})),
        "serviceAccountToken": Field(SERVICE_ACCOUNT_TOKEN),
        "clusterTrustBundle": Field(_CLUSTER_TRUST_BUNDLE, enforced=_NEVER),
        "podCertificate": Field(_POD_CERTIFICATE, since=(1, 34), enforced=_NEVER),
    },
)
_PROJECTIONS = ("secret", "configMap", "downwardAPI", "serviceAccountToken")


def _one_kind_each(node: Node, validator: Validator) -> None:
    for source in node.items("sources"):
        if source.value is UNKNOWN:
            continue
        names = [name for name in _PROJECTIONS if source.has(name)]
        if len(names) > 1:
            validator.refuse(
                "Forbidden",
                source,
                f"a projected source can't have {listed(names, 'and')} together: write one item for each",
            )


def _projected_paths_differ(node: Node, validator: Validator) -> None:
    """Two items may not write the same file; the server names the volume."""
    contents = [
        content
        for source in node.items("sources")
        for name in ("secret", "configMap", "downwardAPI")
        if (content := source.get(name)) is not None
    ]
    paths = [path for content in contents for path in texts(content.items("items"), "path")]
    refuse_repeats(paths, "Invalid", "file", "this volume", validator, path=node.path)


PROJECTED = Struct(
    "a projected volume",
    "volumes",
    {
        "sources": Field(ListOf(PROJECTION)),
        "defaultMode": _MODE,
        "defaultUser": Field(INT64, since=(1, 37)),
    },
    _one_kind_each,
    _projected_paths_differ,
)

IMAGE = Struct(
    "an image volume",
    "volumes",
    {"reference": _REQUIRED, "pullPolicy": Field(TEXT, one_of("Always", "IfNotPresent", "Never"))},
)

SOURCES: dict[str, Struct] = {
    # in the order in which the server looks: what comes after the first one is refused
    "emptyDir": EMPTY_DIR,
    "hostPath": HOST_PATH,
    "gitRepo": VENDOR_SOURCES["gitRepo"],
    "gcePersistentDisk": VENDOR_SOURCES["gcePersistentDisk"],
    "awsElasticBlockStore": VENDOR_SOURCES["awsElasticBlockStore"],
    "secret": SECRET,
    "nfs": NFS,
    "iscsi": VENDOR_SOURCES["iscsi"],
    "glusterfs": VENDOR_SOURCES["glusterfs"],
    "flocker": VENDOR_SOURCES["flocker"],
    "persistentVolumeClaim": CLAIM,
    "rbd": VENDOR_SOURCES["rbd"],
    "cinder": VENDOR_SOURCES["cinder"],
    "cephfs": VENDOR_SOURCES["cephfs"],
    "quobyte": VENDOR_SOURCES["quobyte"],
    "downwardAPI": DOWNWARD_API,
    "fc": VENDOR_SOURCES["fc"],
    "flexVolume": VENDOR_SOURCES["flexVolume"],
    "configMap": CONFIG_MAP,
    "azureFile": VENDOR_SOURCES["azureFile"],
    "vsphereVolume": VENDOR_SOURCES["vsphereVolume"],
    "photonPersistentDisk": VENDOR_SOURCES["photonPersistentDisk"],
    "portworxVolume": VENDOR_SOURCES["portworxVolume"],
    "azureDisk": VENDOR_SOURCES["azureDisk"],
    "storageos": VENDOR_SOURCES["storageos"],
    "projected": PROJECTED,
    "scaleIO": VENDOR_SOURCES["scaleIO"],
    "csi": CSI,
    "ephemeral": EPHEMERAL,
    "image": IMAGE,
}


def _is_first_source(node: Node, name: str) -> bool:
    """The server looks into the first source only; what may be there already counts as that."""
    return all(node.get(other) is None for other in takewhile(lambda other: other != name, SOURCES))


def _at_most_one_source(node: Node, validator: Validator) -> None:
    if len(node.value) > 2:
        refuse_surplus(node, SOURCES, validator)


def _warn_of_gone_sources(node: Node, validator: Validator) -> None:
    for name in node.value:
        since = REMOVED.get(name)
        if since is not None and node.has(name):
            does = f"has no effect since Kubernetes {since}" if since else "is deprecated"
            validator.warn(node.value[name], f"a {name} volume {does}", origin=node.value[name].key)


def _file_paths(volume: Node) -> Iterator[tuple[str, Node]]:
    """The files that a volume is told to hold, by their paths."""
    for name in ("secret", "configMap", "downwardAPI"):
        source = volume.get(name)
        if source is not None:
            yield from _item_paths(source)
    projected = volume.get("projected")
    for source in projected.items("sources") if projected is not None else ():
        for name in ("secret", "configMap", "downwardAPI"):
            content = source.get(name)
            if content is not None:
                yield from _item_paths(content)
        token = source.get("serviceAccountToken")
        if token is not None and token.text("path"):
            yield str(token.text("path")), token.value["path"]


def _item_paths(source: Node) -> Iterator[tuple[str, Node]]:
    for item in source.items("items"):
        path = item.text("path")
        if path:
            yield path, item.value["path"]


def _warn_of_overlaps(node: Node, validator: Validator) -> None:
    """Two files of one volume at the same path, or one inside the other: which one is there is open."""
    if validator.version < (1, 32):
        return
    seen: list[tuple[str, Node]] = []
    for path, child in _file_paths(node):
        clean = posixpath.normpath(path)
        for other, first in seen:
            if clean == other or clean.startswith(f"{other}/") or other.startswith(f"{clean}/"):
                validator.warn(
                    child, f"the paths {quoted(other)} and {quoted(clean)} in one volume overlap",
                    related=((first.origin, "the other one"),),
                )  # fmt: skip
                break
        seen.append((clean, child))


def _warn_of_empty_projections(node: Node, validator: Validator) -> None:
    """A projected source that projects nothing."""
    projected = node.get("projected")
    if validator.version < (1, 32) or projected is None:
        return
    for source in projected.items("sources"):
        if source.known and source.complete and all(source.get(name) is None for name in _PROJECTIONS):
            validator.warn(source, "this source of a projected volume is empty")


VOLUME = Struct(
    "a volume",
    "volumes",
    {
        "name": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
        **{name: Field(source, only_if=_is_first_source) for name, source in SOURCES.items()},
        "image": Field(IMAGE, only_if=_is_first_source, since=(1, 31), enforced=(1, 35)),
    },
    _at_most_one_source,
    _warn_of_gone_sources,
    _warn_of_overlaps,
    _warn_of_empty_projections,
)


def volume_names_differ(spec: Node, validator: Validator) -> None:
    """Every name is taken once; the name of a volume that is refused itself isn't taken."""
    seen: dict[str, Node] = {}
    for item in spec.items("volumes"):
        name = item.text("name")
        if not name:
            continue
        first = seen.get(name)
        if first is not None:
            validator.refuse(
                "Duplicate", item.value["name"], f"volume name {quoted(name)} is used twice",
                related=((first.origin, "first used here"),),
            )  # fmt: skip
        elif not is_refused(item, validator):
            seen[name] = item.value["name"]


def is_refused(node: Node, validator: Validator) -> bool:
    """Whether something is wrong with a value or inside it."""
    path = node.path
    return any(
        refusal.path == path or refusal.path.startswith((f"{path}.", f"{path}["))
        for refusal in validator.refusals
        if refusal.kind not in (None, "Warning", "Strict")
    )


def claims_fit_the_pod(spec: Node, validator: Validator) -> None:
    """An ephemeral volume's claim is named after pod and volume; nothing else may refer to it."""
    pod = spec.root.get("metadata")
    name = pod.text("name") if pod is not None else ""
    if not name:
        return
    made = {
        f"{name}-{volume}" for item in spec.items("volumes") if item.has("ephemeral") and (volume := item.text("name"))
    }
    for item in spec.items("volumes"):
        claim, volume = item.at("persistentVolumeClaim"), item.text("name")
        if claim is not None and claim.text("claimName") in made:
            validator.refuse(
                "Invalid",
                claim.value["claimName"],
                "this claim belongs to an ephemeral volume of the pod: mount that one",
            )
        if volume and f"{name}-{volume}" in made and item.has("ephemeral"):
            wrong = DNS_SUBDOMAIN.wrong(f"{name}-{volume}")
            if wrong:
                validator.refuse(
                    "Invalid", item.value["name"],
                    f"the claim of this volume would be named {quoted(f'{name}-{volume}')}, which is not a DNS "
f"subdomain: {wrong}",
                )  # fmt: skip


def tokens_have_an_account(spec: Node, validator: Validator) -> None:
    """A token belongs to the service account that the pod names."""
    if not (spec.empty("serviceAccountName") and spec.empty("serviceAccount")):
        return
    for volume in spec.items("volumes"):
        projected = volume.get("projected")
        for source in projected.items("sources") if projected is not None else ():
            token = source.get("serviceAccountToken")
            if token is not None and token.known:
                validator.refuse("Forbidden", token, "a serviceAccountToken needs `serviceAccountName` in the pod")
