"""Claims that live with their pod: the template of an ephemeral volume."""

from __future__ import annotations

from k8slint.kube.api.constraints import one_of, spelled
from k8slint.kube.api.declare import JUDGED, MILLI_QUANTITY, REFUSED, TEXT, Field, ListOf, MapOf, Struct
from k8slint.kube.api.grammar import DNS_SUBDOMAIN
from k8slint.kube.api.metadata import TEMPLATE_META
from k8slint.kube.api.node import Node
from k8slint.kube.api.scheduling import label_selector
from k8slint.kube.api.validator import Validator, quoted
from k8slint.kube.quantity import Quantity

_LABEL_SELECTOR = label_selector("volumes")
_REQUIRED = Field(TEXT, absent=REFUSED)
_ACCESS_MODES = ("ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod")


def _access_mode(node: Node, validator: Validator) -> None:
    """The server names the list, not the item."""
    begin = len(validator.refusals)
    one_of(*_ACCESS_MODES)(node, validator)
    validator.amend(begin, path=node.ancestor(1).path)


def _access_modes_agree(node: Node, validator: Validator) -> None:
    known = [item.value for item in node.value if item.value in _ACCESS_MODES]
    if "ReadWriteOncePod" in known and len(set(known)) > 1:
        validator.refuse("Forbidden", node, "`ReadWriteOncePod` can't be combined with other access modes")


def _storage_is_asked_for(node: Node, validator: Validator) -> None:
    """A claim asks for storage, more than none; the server's path leaves out ``requests``."""
    resources = node.get("resources")
    requests = resources.entries("requests") if resources is not None else {}
    if resources is not None and not resources.whole("requests"):
        return
    storage = requests.get("storage")
    path = f"{node.path}.resources[storage]"
    if storage is None:
        if node.complete or resources is not None:
            validator.refuse(
                "Required", resources or node, "a claim template needs `resources.requests.storage`", path=path
            )
    elif isinstance(storage.value, Quantity) and (storage.value.is_negative or storage.value.is_zero):
        validator.refuse("Invalid", storage, f"storage {quoted(str(storage.value))} must be greater than 0", path=path)


def _data_source(node: Node, validator: Validator) -> None:
    """A source is named, and one without an API group is a claim."""
    group = node.text("apiGroup")
    if group == "" and node.text("kind") not in (None, "PersistentVolumeClaim"):
        validator.refuse(
            "Invalid",
            node,
            "a data source without `apiGroup` must be a PersistentVolumeClaim",
            follows=node.empty("kind"),
        )


def _sources_agree(node: Node, validator: Validator) -> None:
    """The old and the new field for a claim's source say the same; the server names the claim."""
    old, new = node.get("dataSource"), node.get("dataSourceRef")
    if old is None or new is None or new.text("namespace") != "":
        return
    parts = [(side.text("apiGroup"), side.text("kind"), side.text("name")) for side in (old, new)]
    if all(None not in part for part in parts) and parts[0] != parts[1]:
        message = "`dataSource` and `dataSourceRef` must be equal"
        validator.refuse("Invalid", node, message, origin=old.origin, related=((new.origin, "`dataSourceRef`"),))


def _warn_of_storage_fractions(node: Node, validator: Validator) -> None:
    storage = node.at("resources", "requests", "storage")
    if storage is not None and isinstance(storage.value, Quantity) and storage.value.milli % 1000:
        validator.warn(storage, f"storage {quoted(str(storage.value))} is not a whole number of bytes")


_TYPED_REFERENCE = {
    "apiGroup": Field(TEXT, spelled(DNS_SUBDOMAIN)),
    "kind": _REQUIRED,
    "name": _REQUIRED,
}

CLAIM_SPEC = Struct(
    "a claim template",
    "volumes",
    {
        "accessModes": Field(ListOf(TEXT, _access_mode), _access_modes_agree, absent=REFUSED),
        "selector": Field(_LABEL_SELECTOR),
        "resources": Field(
            Struct(
                "resources of a claim",
                "volumes",
                {"limits": Field(MapOf(MILLI_QUANTITY)), "requests": Field(MapOf(MILLI_QUANTITY))},
            )
        ),
        "volumeName": Field(TEXT),
        "storageClassName": Field(TEXT, spelled(DNS_SUBDOMAIN)),
        "volumeMode": Field(TEXT, one_of("Filesystem", "Block")),
        "dataSource": Field(Struct("a data source", "volumes", _TYPED_REFERENCE, _data_source)),
        "dataSourceRef": Field(
            Struct("a data source", "volumes", {**_TYPED_REFERENCE, "namespace": Field(TEXT)}, _data_source)
        ),
        "volumeAttributesClassName": Field(TEXT, spelled(DNS_SUBDOMAIN), enforced=(1, 34)),
    },
    _storage_is_asked_for,
    _sources_agree,
    _warn_of_storage_fractions,
)

EPHEMERAL = Struct(
    "an ephemeral volume",
    "volumes",
    {
        "volumeClaimTemplate": Field(
            Struct(
                "a claim template",
                "volumes",
                {"metadata": Field(TEMPLATE_META), "spec": Field(CLAIM_SPEC, absent=JUDGED)},
            ),
            absent=REFUSED,
        )
    },
)
