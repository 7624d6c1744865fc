"""Volume sources of single vendors, and removed ones."""

from __future__ import annotations

import re

from k8slint.kube.api.constraints import between, local_path, one_of, spelled
from k8slint.kube.api.declare import BOOL, INT32, REFUSED, TEXT, Field, ListOf, MapOf, Struct, label
from k8slint.kube.api.grammar import DNS_LABEL
from k8slint.kube.api.node import Node
from k8slint.kube.api.validator import Validator, quoted
from k8slint.patterns import pattern

_REQUIRED = Field(TEXT, absent=REFUSED)
_PARTITION = Field(INT32, between(0, 255))
_LUN = between(0, 255)
_ANY_SECRET_REFERENCE = Struct("a reference to a secret", "volumes", {"name": Field(TEXT)})
SECRET_REFERENCE = Struct("a reference to a secret", "volumes", {"name": _REQUIRED})

_IQN = pattern(r"iqn\.\d{4}-\d{2}\.([A-Za-z0-9.-]+)(:[^,;*&$|\s]+)\Z", re.ASCII)
_EUI = pattern(r"eui.[A-Za-z0-9]{16}", re.ASCII)
_NAA = pattern(r"naa.[A-Za-z0-9]{32}", re.ASCII)


def _iscsi_name(node: Node, validator: Validator) -> None:
    text = node.value
    right = text.startswith("iqn") and _IQN.search(text)
    if not (right or _EUI.fullmatch(text) or _NAA.fullmatch(text)):
        validator.refuse("Invalid", node, f"{label(node)} {quoted(text)} is not an iqn, eui or naa name")


def _iscsi_initiator(node: Node, validator: Validator) -> None:
    """The server spells this field in lower case."""
    name = node.get("initiatorName")
    if name is not None and name.known:
        _iscsi_name(name, validator)


def _iscsi_portal(node: Node, validator: Validator) -> None:
    """With an initiator of its own a volume's interface is called after volume and portal."""
    volume = node.ancestor(1)
    name, portal = volume.text("name"), node.text("targetPortal")
    if node.has("initiatorName") and name and portal is not None and len(f"{name}:{portal}") > 64:
        message = f"with `initiatorName`, {quoted(f'{name}:{portal}')} (name and portal) can have at most 64 characters"
        validator.refuse("Invalid", volume.value["name"], message)


def _iscsi_secret(node: Node, validator: Validator) -> None:
    if (node.flag("chapAuthDiscovery") or node.flag("chapAuthSession")) and node.get("secretRef") is None:
        validator.required(node, "secretRef", "CHAP authentication needs `secretRef`")


ISCSI = Struct(
    "an iscsi volume",
    "volumes",
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
        "secretRef": Field(_ANY_SECRET_REFERENCE),
        "initiatorName": Field(TEXT, pointer=True),
    },
    _iscsi_initiator,
    _iscsi_portal,
    _iscsi_secret,
)


def _fc_target(node: Node, validator: Validator) -> None:
    """A fibre channel volume is found by its target and lun, or by its world-wide id."""
    targets, ids = node.items("targetWWNs"), node.items("wwids")
    if not targets and not ids:
        if node.whole("targetWWNs") and node.whole("wwids"):
            validator.required(node, "targetWWNs", "an fc volume needs `targetWWNs` or `wwids`")
        return
    if targets and ids:
        validator.refuse("Invalid", node.value["targetWWNs"], "an fc volume can have `targetWWNs` or `wwids`, not both")
    lun = node.get("lun")
    if targets and lun is None:
        validator.required(node, "lun", "`targetWWNs` needs `lun`")
    elif targets and lun is not None and lun.known:
        _LUN(lun, validator)


def _flocker_dataset(node: Node, validator: Validator) -> None:
    name, uuid = node.text("datasetName"), node.text("datasetUUID")
    if name == "" and uuid == "":
        validator.refuse("Required", node, "a flocker volume needs `datasetName` or `datasetUUID`")
    elif name and uuid:
        validator.refuse("Invalid", node, "a flocker volume can have `datasetName` or `datasetUUID`, not both")
    if name and "/" in name:
        validator.refuse("Invalid", node.value["datasetName"], f"`datasetName` {quoted(name)} must not contain `/`")


def _quobyte_registry(node: Node, validator: Validator) -> None:
    registry, tenant = node.text("registry"), node.text("tenant")
    if not registry:
        return
    if tenant is not None and len(tenant) >= 65:
        validator.refuse("Required", node.value["tenant"], "`tenant` must be a UUID of at most 64 characters")
    elif any(pair.count(":") != 1 and not re.fullmatch(r"\[[^\]]*\]:[^:]*", pair) for pair in registry.split(",")):
        validator.refuse(
            "Invalid", node.value["registry"], f"`registry` {quoted(registry)} must be a list of host:port pairs"
        )


def _flex_options(node: Node, validator: Validator) -> None:
    for key, child in node.entries("options").items():
        namespace = f".{key.partition('/')[0].lower()}"
        if namespace.endswith((".kubernetes.io", ".k8s.io")):
            validator.refuse("Invalid", child, f"option {quoted(key)}: its domain is reserved", origin=child.key)


def _azure_disk(node: Node, validator: Validator) -> None:
    """A managed disk is named by its resource id, any other by its URL. Without a kind it is Shared."""
    kind, uri = node.text("kind", "Shared"), node.text("diskURI")
    if kind is None or uri is None:
        return
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if not uri.startswith(start):
        validator.refuse(
            "NotSupported", node.get("diskURI") or node,
            f"`diskURI` {quoted(uri)} of a {kind} disk must start with {start}",
            path=f"{node.path}.diskURI", follows=not uri,
        )  # fmt: skip


_FS = {"fsType": Field(TEXT), "readOnly": Field(BOOL)}

VENDOR_SOURCES: dict[str, Struct] = {
    "gitRepo": Struct(
        "a gitRepo volume",
        "volumes",
        {
            "repository": _REQUIRED,
            "revision": Field(TEXT),
            "directory": Field(TEXT, lambda n, j: local_path(n, j, dots=False)),
        },
    ),
    "gcePersistentDisk": Struct(
        "a gcePersistentDisk", "volumes", {"pdName": _REQUIRED, "partition": _PARTITION, **_FS}
    ),
    "awsElasticBlockStore": Struct(
        "an awsElasticBlockStore", "volumes", {"volumeID": _REQUIRED, "partition": _PARTITION, **_FS}
    ),
    "iscsi": ISCSI,
    "glusterfs": Struct(
        "a glusterfs volume", "volumes", {"endpoints": _REQUIRED, "path": _REQUIRED, "readOnly": Field(BOOL)}
    ),
    "flocker": Struct(
        "a flocker volume", "volumes", {"datasetName": Field(TEXT), "datasetUUID": Field(TEXT)}, _flocker_dataset
    ),
    "rbd": Struct(
        "an rbd volume",
        "volumes",
        {
            "monitors": Field(ListOf(TEXT), absent=REFUSED),
            "image": _REQUIRED,
            "pool": Field(TEXT),
            "user": Field(TEXT),
            "keyring": Field(TEXT),
            "secretRef": Field(_ANY_SECRET_REFERENCE),
            **_FS,
        },
    ),
    "cinder": Struct(
        "a cinder volume", "volumes", {"volumeID": _REQUIRED, "secretRef": Field(SECRET_REFERENCE), **_FS}
    ),
    "cephfs": Struct(
        "a cephfs volume",
        "volumes",
        {
            "monitors": Field(ListOf(TEXT), absent=REFUSED),
            "path": Field(TEXT),
            "user": Field(TEXT),
            "secretFile": Field(TEXT),
            "secretRef": Field(_ANY_SECRET_REFERENCE),
            "readOnly": Field(BOOL),
        },
    ),
    "quobyte": Struct(
        "a quobyte volume",
        "volumes",
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
    "fc": Struct(
        "an fc volume",
        "volumes",
        {"targetWWNs": Field(ListOf(TEXT)), "lun": Field(INT32), "wwids": Field(ListOf(TEXT)), **_FS},
        _fc_target,
    ),
    "flexVolume": Struct(
        "a flexVolume",
        "volumes",
        {"driver": _REQUIRED, "secretRef": Field(_ANY_SECRET_REFERENCE), "options": Field(MapOf(TEXT)), **_FS},
        _flex_options,
    ),
    "azureFile": Struct(
        "an azureFile volume", "volumes", {"secretName": _REQUIRED, "shareName": _REQUIRED, "readOnly": Field(BOOL)}
    ),
    "vsphereVolume": Struct(
        "a vsphereVolume",
        "volumes",
        {
            "volumePath": _REQUIRED,
            "fsType": Field(TEXT),
            "storagePolicyName": Field(TEXT),
            "storagePolicyID": Field(TEXT),
        },
    ),
    "photonPersistentDisk": Struct("a photonPersistentDisk", "volumes", {"pdID": _REQUIRED, "fsType": Field(TEXT)}),
    "portworxVolume": Struct("a portworxVolume", "volumes", {"volumeID": _REQUIRED, **_FS}),
    "azureDisk": Struct(
        "an azureDisk",
        "volumes",
        {
            "diskName": _REQUIRED,
            "diskURI": _REQUIRED,
            "cachingMode": Field(TEXT, one_of("None", "ReadOnly", "ReadWrite"), pointer=True),
            "kind": Field(TEXT, one_of("Shared", "Dedicated", "Managed"), pointer=True),
            **_FS,
        },
        _azure_disk,
    ),
    "storageos": Struct(
        "a storageos volume",
        "volumes",
        {
            "volumeName": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
            "volumeNamespace": Field(TEXT, spelled(DNS_LABEL)),
            "secretRef": Field(SECRET_REFERENCE),
            **_FS,
        },
    ),
    "scaleIO": Struct(
        "a scaleIO volume",
        "volumes",
        {
            "gateway": _REQUIRED,
            "system": _REQUIRED,
            "secretRef": Field(_ANY_SECRET_REFERENCE),
            "sslEnabled": Field(BOOL),
            "protectionDomain": Field(TEXT),
            "storagePool": Field(TEXT),
            "storageMode": Field(TEXT),
            "volumeName": _REQUIRED,
            **_FS,
        },
    ),
}

REMOVED = {
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
