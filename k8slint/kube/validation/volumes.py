"""Volumes: every source that a pod can mount, and the files that some of them hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from k8slint.kube.quantity import Quantity
from k8slint.kube.validation.constraints import (
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
from k8slint.kube.validation.declare import (
    BOOL,
    INT32,
    INT64,
    JUDGED,
    MILLI_QUANTITY,
    QUANTITY,
    REFUSED,
    TEXT,
    Field,
    ListOf,
    MapOf,
    Struct,
    label,
)
from k8slint.kube.validation.env import field_selectors
from k8slint.kube.validation.grammar import DNS_LABEL, DNS_SUBDOMAIN
from k8slint.kube.validation.judge import Judge, listed, quoted
from k8slint.kube.validation.metadata import TEMPLATE_META
from k8slint.kube.validation.node import UNKNOWN, Node
from k8slint.kube.validation.scheduling import label_selector

_MODE = Field(INT32, file_mode)
_LABEL_SELECTOR = label_selector("volumes")
_REQUIRED = Field(TEXT, absent=REFUSED)
_PARTITION = Field(INT32, between(0, 255))
_LUN = between(0, 255)


def _struct(noun: str, fields: dict[str, Field], *rules: object) -> Struct:
    return Struct(noun, "volumes", fields, {"volumes": rules})  # type: ignore[dict-item]


_ANY_SECRET_REF = _struct("a reference to a secret", {"name": Field(TEXT)})
_SECRET_REF = _struct("a reference to a secret", {"name": _REQUIRED})

KEY_TO_PATH = _struct(
    "an item",
    {
        "key": _REQUIRED,
        "path": Field(TEXT, local_path, absent=REFUSED),
        "mode": _MODE,
        "user": Field(INT64, since=(1, 37)),
    },
)

SECRET = _struct(
    "a secret volume",
    {
        "secretName": _REQUIRED,
        "items": Field(ListOf(KEY_TO_PATH)),
        "defaultMode": _MODE,
        "optional": Field(BOOL),
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

CONFIG_MAP = _struct(
    "a configMap volume",
    {
        "name": _REQUIRED,
        "items": Field(ListOf(KEY_TO_PATH)),
        "defaultMode": _MODE,
        "optional": Field(BOOL),
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

EMPTY_DIR = _struct(
    "an emptyDir",
    {
        "medium": Field(TEXT),
        "sizeLimit": Field(QUANTITY, not_negative("Forbidden")),
        "mode": Field(INT32, since=(1, 37)),
    },
)

CLAIM = _struct("a persistentVolumeClaim volume", {"claimName": _REQUIRED, "readOnly": Field(BOOL)})


def _host_path(node: Node, judge: Judge) -> None:
    """The server looks at the type only when there is a path."""
    kind = node.get("type")
    if node.text("path") and kind is not None and kind.known:
        _HOST_PATH_TYPE(kind, judge)


_HOST_PATH_TYPE = one_of(
    "", "DirectoryOrCreate", "Directory", "FileOrCreate", "File", "Socket", "CharDevice", "BlockDevice"
)


def _descends(node: Node, judge: Judge) -> None:
    no_backsteps(node, judge)


HOST_PATH = _struct(
    "a hostPath volume", {"path": Field(TEXT, _descends, absent=REFUSED), "type": Field(TEXT)}, _host_path
)


def _absolute(node: Node, judge: Judge) -> None:
    path = node.text("path")
    if path is not None and not path.startswith("/"):
        judge.refuse(
            "Invalid", node.get("path") or node, f"`path` {quoted(path)} of an NFS export must be absolute",
            path=f"{node.path}.path", suggestion=f"/{path}" if path else None, follows=not path,
        )  # fmt: skip


NFS = _struct("an nfs volume", {"server": _REQUIRED, "path": _REQUIRED, "readOnly": Field(BOOL)}, _absolute)


def _csi_driver(node: Node, judge: Judge) -> None:
    """A DNS subdomain in any case, at most 63 characters."""
    driver = node.value
    if len(driver) > 63:
        judge.refuse("TooLong", node, f"`driver` has {len(driver)} characters, at most 63 are allowed")
    if DNS_SUBDOMAIN.wrong(driver.lower()):
        refuse_spelling(node, DNS_SUBDOMAIN, judge, text=driver)


def _csi_secret(node: Node, judge: Judge) -> None:
    """The server names the volume's field, not the reference's."""
    reference = node.get("nodePublishSecretRef")
    name = reference.text("name") if reference is not None else None
    if reference is not None and name:
        refuse_spelling(reference.value["name"], DNS_SUBDOMAIN, judge)


CSI = _struct(
    "a csi volume",
    {
        "driver": Field(TEXT, _csi_driver, absent=REFUSED),
        "readOnly": Field(BOOL),
        "fsType": Field(TEXT),
        "volumeAttributes": Field(MapOf(TEXT)),
        "nodePublishSecretRef": Field(_SECRET_REF),
    },
    _csi_secret,
)


def _one_reference(node: Node, judge: Judge) -> None:
    """A file shows a field or a resource."""
    names = [name for name in ("fieldRef", "resourceFieldRef") if node.get(name) is not None]
    if not names:
        judge.refuse("Required", node, "a downwardAPI item needs `fieldRef` or `resourceFieldRef`")
    elif len(names) > 1 and all(node.has(name) for name in names):
        judge.refuse("Invalid", node, "a downwardAPI item has `fieldRef` or `resourceFieldRef`, not both")


DOWNWARD_FILE = _struct(
    "a downwardAPI item",
    {
        "path": Field(TEXT, local_path, absent=REFUSED),
        **field_selectors("volumes"),
        "mode": _MODE,
        "user": Field(INT64, since=(1, 37)),
    },
    _one_reference,
)

DOWNWARD_API = _struct(
    "a downwardAPI volume",
    {
        "items": Field(ListOf(DOWNWARD_FILE)),
        "defaultMode": _MODE,
        "defaultUser": Field(INT64, since=(1, 37)),
    },
)

SERVICE_ACCOUNT_TOKEN = _struct(
    "a serviceAccountToken",
    {
        "audience": Field(TEXT),
        "expirationSeconds": Field(INT64, between(600, 2**32)),
        "path": Field(TEXT, local_path, absent=REFUSED),
        "user": Field(INT64, since=(1, 37)),
    },
)

_CLUSTER_TRUST_BUNDLE = _struct(
    "a clusterTrustBundle",
    {
        "name": Field(TEXT),
        "signerName": Field(TEXT),
        "labelSelector": Field(_LABEL_SELECTOR),
        "optional": Field(BOOL),
        "path": Field(TEXT),
        "user": Field(INT64, since=(1, 37)),
    },
)

_POD_CERTIFICATE = _struct(
    "a podCertificate",
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

PROJECTION = _struct(
    "a projected source",
    {
        "secret": Field(_struct("a projected secret", _PROJECTED_ITEMS)),
        "configMap": Field(_struct("a projected configMap", _PROJECTED_ITEMS)),
        "downwardAPI": Field(_struct("a projected downwardAPI", {"items": Field(ListOf(DOWNWARD_FILE))})),
        "serviceAccountToken": Field(SERVICE_ACCOUNT_TOKEN),
        "clusterTrustBundle": Field(_CLUSTER_TRUST_BUNDLE, enforced=_NEVER),
        "podCertificate": Field(_POD_CERTIFICATE, since=(1, 34), enforced=_NEVER),
    },
)
_PROJECTIONS = ("secret", "configMap", "downwardAPI", "serviceAccountToken")


def _one_kind_each(node: Node, judge: Judge) -> None:
    for source in node.items("sources"):
        if source.value is UNKNOWN:
            continue
        names = [name for name in _PROJECTIONS if source.has(name)]
        if len(names) > 1:
            judge.refuse(
                "Forbidden", source, f"a projected source has {listed(names, 'and')}: make each an item of its own"
            )


def _projected_paths_differ(node: Node, judge: Judge) -> None:
    """Two items may not write the same file; the server names the volume."""
    contents = [
        content
        for source in node.items("sources")
        for name in ("secret", "configMap", "downwardAPI")
        if (content := source.get(name)) is not None
    ]
    paths = [path for content in contents for path in texts(content.items("items"), "path")]
    refuse_repeats(paths, "Invalid", "file", "this volume", judge, path=node.path)


PROJECTED = _struct(
    "a projected volume",
    {
        "sources": Field(ListOf(PROJECTION)),
        "defaultMode": _MODE,
        "defaultUser": Field(INT64, since=(1, 37)),
    },
    _one_kind_each,
    _projected_paths_differ,
)

IMAGE = _struct(
    "an image volume",
    {"reference": _REQUIRED, "pullPolicy": Field(TEXT, one_of("Always", "IfNotPresent", "Never"))},
)

_ACCESS_MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")


def _access_mode(node: Node, judge: Judge) -> None:
    """The server names the list, not the item."""
    if node.value not in _ACCESS_MODES:
        assert node.parent is not None
        begin = len(judge.refusals)
        one_of(*_ACCESS_MODES)(node, judge)
        from dataclasses import replace

        judge.refusals[begin:] = [replace(refusal, path=node.parent.path) for refusal in judge.refusals[begin:]]


def _access_modes_agree(node: Node, judge: Judge) -> None:
    known = [item.value for item in node.value if item.value in _ACCESS_MODES]
    if "ReadWriteOncePod" in known and len(set(known)) > 1:
        judge.refuse("Forbidden", node, "`ReadWriteOncePod` stands alone or not at all")


def _storage_is_asked_for(node: Node, judge: Judge) -> None:
    """A claim asks for storage, more than none; the server's path leaves out ``requests``."""
    resources = node.get("resources")
    requests = resources.entries("requests") if resources is not None else {}
    if resources is not None and not resources.whole("requests"):
        return
    storage = requests.get("storage")
    path = f"{node.path}.resources[storage]"
    if storage is None:
        if node.complete or resources is not None:
            judge.refuse(
                "Required", resources or node, "a claim template needs `resources.requests.storage`", path=path
            )
    elif isinstance(storage.value, Quantity) and (storage.value.is_negative or storage.value.is_zero):
        judge.refuse("Invalid", storage, f"storage {quoted(str(storage.value))} must be more than 0", path=path)


def _data_source(node: Node, judge: Judge) -> None:
    """A source is named, and one without an API group is a claim."""
    group = node.text("apiGroup")
    if group == "" and node.text("kind") not in (None, "PersistentVolumeClaim"):
        judge.refuse(
            "Invalid",
            node,
            "a data source without `apiGroup` must be a PersistentVolumeClaim",
            follows=node.empty("kind"),
        )


def _sources_agree(node: Node, judge: Judge) -> None:
    """The old and the new field for a claim's source say the same; the server names the claim."""
    old, new = node.get("dataSource"), node.get("dataSourceRef")
    if old is None or new is None or new.text("namespace") != "":
        return
    parts = [(side.text("apiGroup"), side.text("kind"), side.text("name")) for side in (old, new)]
    if all(None not in part for part in parts) and parts[0] != parts[1]:
        message = "`dataSource` and `dataSourceRef` must say the same"
        judge.refuse("Invalid", node, message, origin=old.origin, related=((new.origin, "`dataSourceRef`"),))


def _warn_of_storage_fractions(node: Node, judge: Judge) -> None:
    storage = node.at("resources", "requests", "storage")
    if storage is not None and isinstance(storage.value, Quantity) and storage.value.milli % 1000:
        judge.warn(storage, f"storage {quoted(str(storage.value))} is no whole number of bytes")


_TYPED_REFERENCE = {
    "apiGroup": Field(TEXT, spelled(DNS_SUBDOMAIN)),
    "kind": _REQUIRED,
    "name": _REQUIRED,
}

CLAIM_SPEC = _struct(
    "a claim template",
    {
        "accessModes": Field(ListOf(TEXT, _access_mode), _access_modes_agree, absent=REFUSED),
        "selector": Field(_LABEL_SELECTOR),
        "resources": Field(
            _struct(
                "resources of a claim",
                {"limits": Field(MapOf(MILLI_QUANTITY)), "requests": Field(MapOf(MILLI_QUANTITY))},
            )
        ),
        "volumeName": Field(TEXT),
        "storageClassName": Field(TEXT, spelled(DNS_SUBDOMAIN)),
        "volumeMode": Field(TEXT, one_of("Filesystem", "Block")),
        "dataSource": Field(_struct("a data source", _TYPED_REFERENCE, _data_source)),
        "dataSourceRef": Field(_struct("a data source", {**_TYPED_REFERENCE, "namespace": Field(TEXT)}, _data_source)),
        "volumeAttributesClassName": Field(TEXT, spelled(DNS_SUBDOMAIN), enforced=(1, 34)),
    },
    _storage_is_asked_for,
    _sources_agree,
    _warn_of_storage_fractions,
)

EPHEMERAL = _struct(
    "an ephemeral volume",
    {
        "volumeClaimTemplate": Field(
            _struct("a claim template", {"metadata": Field(TEMPLATE_META), "spec": Field(CLAIM_SPEC, absent=JUDGED)}),
            absent=REFUSED,
        )
    },
)

_IQN = re.compile(r"iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)\Z", re.ASCII)
_EUI = re.compile(r"eui.[A-Za-z0-9]{16}", re.ASCII)
_NAA = re.compile(r"naa.[A-Za-z0-9]{32}", re.ASCII)


def _iscsi_name(node: Node, judge: Judge) -> None:
    text = node.value
    right = text.startswith("iqn") and _IQN.search(text)
    if not (right or _EUI.fullmatch(text) or _NAA.fullmatch(text)):
        judge.refuse("Invalid", node, f"{label(node)} {quoted(text)} is no iqn, eui or naa name")


def _iscsi_initiator(node: Node, judge: Judge) -> None:
    """The server spells this field in lower case."""
    name = node.get("initiatorName")
    if name is not None and name.known:
        _iscsi_name(name, judge)


def _iscsi_portal(node: Node, judge: Judge) -> None:
    """With an initiator of its own a volume's interface is called after volume and portal."""
    volume = node.ancestor(1)
    name, portal = volume.text("name"), node.text("targetPortal")
    if node.has("initiatorName") and name and portal is not None and len(f"{name}:{portal}") > 64:
        message = f"with `initiatorName`, {quoted(f'{name}:{portal}')} (name and portal) may have at most 64 characters"
        judge.refuse("Invalid", volume.value["name"], message)


def _iscsi_secret(node: Node, judge: Judge) -> None:
    if (node.flag("chapAuthDiscovery") or node.flag("chapAuthSession")) and node.get("secretRef") is None:
        judge.required(node, "secretRef", "CHAP authentication needs `secretRef`")


ISCSI = _struct(
    "an iscsi volume",
    {
        "targetPortal": _REQUIRED,
        "iqn": Field(TEXT, _iscsi_name, absent=REFUSED),
        "lun": Field(INT32, _LUN),
        "iscsiInterface": Field(TEXT),
        "fsType": Field(TEXT),
        "readOnly": Field(BOOL),
        "portals": Field(ListOf(TEXT)),
        "chapAuthDiscovery": Field(BOOL),
        "chapAuthSession": Field(BOOL),
        "secretRef": Field(_ANY_SECRET_REF),
        "initiatorName": Field(TEXT, pointer=True),
    },
    _iscsi_initiator,
    _iscsi_portal,
    _iscsi_secret,
)


def _fc_target(node: Node, judge: Judge) -> None:
    """A fibre channel volume is found by its target and lun, or by its world-wide id."""
    targets, ids = node.items("targetWWNs"), node.items("wwids")
    if not targets and not ids:
        if node.whole("targetWWNs") and node.whole("wwids"):
            judge.required(node, "targetWWNs", "an fc volume needs `targetWWNs` or `wwids`")
        return
    if targets and ids:
        judge.refuse("Invalid", node.value["targetWWNs"], "an fc volume has `targetWWNs` or `wwids`, not both")
    lun = node.get("lun")
    if targets and lun is None:
        judge.required(node, "lun", "`targetWWNs` needs `lun`")
    elif targets and lun is not None and lun.known:
        _LUN(lun, judge)


def _flocker_dataset(node: Node, judge: Judge) -> None:
    name, uuid = node.text("datasetName"), node.text("datasetUUID")
    if name == "" and uuid == "":
        judge.refuse("Required", node, "a flocker volume needs `datasetName` or `datasetUUID`")
    elif name and uuid:
        judge.refuse("Invalid", node, "a flocker volume has `datasetName` or `datasetUUID`, not both")
    if name and "/" in name:
        judge.refuse("Invalid", node.value["datasetName"], f"`datasetName` {quoted(name)} must not hold `/`")


def _quobyte_registry(node: Node, judge: Judge) -> None:
    registry, tenant = node.text("registry"), node.text("tenant")
    if not registry:
        return
    if tenant is not None and len(tenant) >= 65:
        judge.refuse("Required", node.value["tenant"], "`tenant` is a UUID of at most 64 characters")
    elif any(pair.count(":") != 1 and not re.fullmatch(r"\[[^\]]*\]:[^:]*", pair) for pair in registry.split(",")):
        judge.refuse("Invalid", node.value["registry"], f"`registry` {quoted(registry)} must be host:port pairs")


def _flex_options(node: Node, judge: Judge) -> None:
    for key, child in node.entries("options").items():
        namespace = f".{key.partition('/')[0].lower()}"
        if namespace.endswith((".kubernetes.io", ".k8s.io")):
            judge.refuse("Invalid", child, f"option {quoted(key)}: its domain is reserved", origin=child.key)


def _azure_disk(node: Node, judge: Judge) -> None:
    """A managed disk is named by its resource id, any other by its URL. Without a kind it is Shared."""
    kind, uri = node.text("kind", "Shared"), node.text("diskURI")
    if kind is None or uri is None:
        return
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if not uri.startswith(start):
        judge.refuse(
            "NotSupported", node.get("diskURI") or node,
            f"`diskURI` {quoted(uri)} of a {kind} disk must start with {start}",
            path=f"{node.path}.diskURI", follows=not uri,
        )  # fmt: skip


_FS = {"fsType": Field(TEXT), "readOnly": Field(BOOL)}

SOURCES: dict[str, Struct] = {
    # in the order in which the server looks: what comes after the first one is refused
    "emptyDir": EMPTY_DIR,
    "hostPath": HOST_PATH,
    "gitRepo": _struct(
        "a gitRepo volume",
        {
            "repository": _REQUIRED,
            "revision": Field(TEXT),
            "directory": Field(TEXT, lambda n, j: local_path(n, j, dots=False)),
        },
    ),
    "gcePersistentDisk": _struct("a gcePersistentDisk", {"pdName": _REQUIRED, "partition": _PARTITION, **_FS}),
    "awsElasticBlockStore": _struct("an awsElasticBlockStore", {"volumeID": _REQUIRED, "partition": _PARTITION, **_FS}),
    "secret": SECRET,
    "nfs": NFS,
    "iscsi": ISCSI,
    "glusterfs": _struct("a glusterfs volume", {"endpoints": _REQUIRED, "path": _REQUIRED, "readOnly": Field(BOOL)}),
    "flocker": _struct("a flocker volume", {"datasetName": Field(TEXT), "datasetUUID": Field(TEXT)}, _flocker_dataset),
    "persistentVolumeClaim": CLAIM,
    "rbd": _struct(
        "an rbd volume",
        {
            "monitors": Field(ListOf(TEXT), absent=REFUSED),
            "image": _REQUIRED,
            "pool": Field(TEXT),
            "user": Field(TEXT),
            "keyring": Field(TEXT),
            "secretRef": Field(_ANY_SECRET_REF),
            **_FS,
        },
    ),
    "cinder": _struct("a cinder volume", {"volumeID": _REQUIRED, "secretRef": Field(_SECRET_REF), **_FS}),
    "cephfs": _struct(
        "a cephfs volume",
        {
            "monitors": Field(ListOf(TEXT), absent=REFUSED),
            "path": Field(TEXT),
            "user": Field(TEXT),
            "secretFile": Field(TEXT),
            "secretRef": Field(_ANY_SECRET_REF),
            "readOnly": Field(BOOL),
        },
    ),
    "quobyte": _struct(
        "a quobyte volume",
        {
            "registry": _REQUIRED,
            "volume": _REQUIRED,
            "readOnly": Field(BOOL),
            "user": Field(TEXT),
            "group": Field(TEXT),
            "tenant": Field(TEXT),
        },
        _quobyte_registry,
    ),
    "downwardAPI": DOWNWARD_API,
    "fc": _struct(
        "an fc volume",
        {"targetWWNs": Field(ListOf(TEXT)), "lun": Field(INT32), "wwids": Field(ListOf(TEXT)), **_FS},
        _fc_target,
    ),
    "flexVolume": _struct(
        "a flexVolume",
        {"driver": _REQUIRED, "secretRef": Field(_ANY_SECRET_REF), "options": Field(MapOf(TEXT)), **_FS},
        _flex_options,
    ),
    "configMap": CONFIG_MAP,
    "azureFile": _struct(
        "an azureFile volume", {"secretName": _REQUIRED, "shareName": _REQUIRED, "readOnly": Field(BOOL)}
    ),
    "vsphereVolume": _struct(
        "a vsphereVolume",
        {
            "volumePath": _REQUIRED,
            "fsType": Field(TEXT),
            "storagePolicyName": Field(TEXT),
            "storagePolicyID": Field(TEXT),
        },
    ),
    "photonPersistentDisk": _struct("a photonPersistentDisk", {"pdID": _REQUIRED, "fsType": Field(TEXT)}),
    "portworxVolume": _struct("a portworxVolume", {"volumeID": _REQUIRED, **_FS}),
    "azureDisk": _struct(
        "an azureDisk",
        {
            "diskName": _REQUIRED,
            "diskURI": _REQUIRED,
            "cachingMode": Field(TEXT, one_of("None", "ReadOnly", "ReadWrite"), pointer=True),
            "kind": Field(TEXT, one_of("Shared", "Dedicated", "Managed"), pointer=True),
            **_FS,
        },
        _azure_disk,
    ),
    "storageos": _struct(
        "a storageos volume",
        {
            "volumeName": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
            "volumeNamespace": Field(TEXT, spelled(DNS_LABEL)),
            "secretRef": Field(_SECRET_REF),
            **_FS,
        },
    ),
    "projected": PROJECTED,
    "scaleIO": _struct(
        "a scaleIO volume",
        {
            "gateway": _REQUIRED,
            "system": _REQUIRED,
            "secretRef": Field(_ANY_SECRET_REF),
            "sslEnabled": Field(BOOL),
            "protectionDomain": Field(TEXT),
            "storagePool": Field(TEXT),
            "storageMode": Field(TEXT),
            "volumeName": _REQUIRED,
            **_FS,
        },
    ),
    "csi": CSI,
    "ephemeral": EPHEMERAL,
    "image": IMAGE,
}

_GONE = {
    "photonPersistentDisk": "1.16",
    "gitRepo": "",
    "scaleIO": "1.22",
    "flocker": "1.25",
    "storageos": "1.25",
    "quobyte": "1.25",
    "glusterfs": "1.26",
    "cephfs": "1.31",
    "rbd": "1.31",
}


def _is_first_source(node: Node, name: str) -> bool:
    """The server looks into the first source only; what may be there already counts as that."""
    return all(node.get(other) is None for other in takewhile(lambda other: other != name, SOURCES))


def _at_most_one_source(node: Node, judge: Judge) -> None:
    if len(node.value) > 2:
        refuse_surplus(node, (*SOURCES, "image"), judge)


def _warn_of_gone_sources(node: Node, judge: Judge) -> None:
    for name in node.value:
        since = _GONE.get(name)
        if since is not None and node.has(name):
            does = f"does nothing since Kubernetes {since}" if since else "is deprecated"
            judge.warn(node.value[name], f"a {name} volume {does}", origin=node.value[name].key)


VOLUME = Struct(
    "a volume",
    "volumes",
    {
        "name": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
        **{name: Field(source, only_if=_is_first_source) for name, source in SOURCES.items()},
        "image": Field(IMAGE, only_if=_is_first_source, since=(1, 31), enforced=(1, 35)),
    },
    {"volumes": (_at_most_one_source, _warn_of_gone_sources)},
)


def volume_names_differ(spec: Node, judge: Judge) -> None:
    """Every name is taken once; the name of a volume that is refused itself isn't taken."""
    seen: dict[str, Node] = {}
    for item in spec.items("volumes"):
        name = item.text("name")
        if not name:
            continue
        first = seen.get(name)
        if first is not None:
            judge.refuse(
                "Duplicate", item.value["name"], f"volume name {quoted(name)} is used twice",
                related=((first.origin, "first used here"),),
            )  # fmt: skip
        elif not is_refused(item, judge):
            seen[name] = item.value["name"]


def is_refused(node: Node, judge: Judge) -> bool:
    """Whether something is wrong with a value or inside it."""
    path = node.path
    return any(
        refusal.path == path or refusal.path.startswith((f"{path}.", f"{path}["))
        for refusal in judge.refusals
        if refusal.kind not in (None, "Warning", "Strict")
    )


def claims_fit_the_pod(spec: Node, judge: Judge) -> None:
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
            judge.refuse(
                "Invalid",
                claim.value["claimName"],
                "this claim is made for an ephemeral volume of the pod: mount that one",
            )
        if volume and f"{name}-{volume}" in made and item.has("ephemeral"):
            wrong = DNS_SUBDOMAIN.wrong(f"{name}-{volume}")
            if wrong:
                judge.refuse(
                    "Invalid", item.value["name"],
                    f"the claim of this volume would be called {quoted(f'{name}-{volume}')}, no DNS subdomain: {wrong}",
                )  # fmt: skip


def tokens_have_an_account(spec: Node, judge: Judge) -> None:
    """A token belongs to the service account that the pod names."""
    if not (spec.empty("serviceAccountName") and spec.empty("serviceAccount")):
        return
    for volume in spec.items("volumes"):
        projected = volume.get("projected")
        for source in projected.items("sources") if projected is not None else ():
            token = source.get("serviceAccountToken")
            if token is not None and token.known:
                judge.refuse("Forbidden", token, "a serviceAccountToken needs the pod's `serviceAccountName`")


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


def warn_of_overlaps(node: Node, judge: Judge) -> None:
    """Two files of one volume at the same path, or one inside the other: which one is there is open."""
    if judge.version < (1, 32):
        return
    import posixpath

    seen: list[tuple[str, Node]] = []
    for path, child in _file_paths(node):
        clean = posixpath.normpath(path)
        for other, first in seen:
            if clean == other or clean.startswith(f"{other}/") or other.startswith(f"{clean}/"):
                judge.warn(
                    child, f"the files {quoted(other)} and {quoted(clean)} of one volume overlap",
                    related=((first.origin, "the other one"),),
                )  # fmt: skip
                break
        seen.append((clean, child))


def warn_of_empty_projections(node: Node, judge: Judge) -> None:
    """A projected source that projects nothing."""
    projected = node.get("projected")
    if judge.version < (1, 32) or projected is None:
        return
    for source in projected.items("sources"):
        if source.known and source.complete and all(source.get(name) is None for name in _PROJECTIONS):
            judge.warn(source, "this source of a projected volume projects nothing")


VOLUME.rules += [("volumes", warn_of_overlaps), ("volumes", warn_of_empty_projections)]
