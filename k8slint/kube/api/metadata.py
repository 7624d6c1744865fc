"""Metadata: names, labels, annotations, owner references, finalizers."""

from __future__ import annotations

import json
import re

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Value
from k8slint.kube.api.constraints import between, in_versions, labels_are_spelled, one_of, refuse_spelling, spelled
from k8slint.kube.api.declare import (
    ANYTHING,
    BOOL,
    INT64,
    JUDGED,
    TEXT,
    TIME,
    Field,
    ListOf,
    MapOf,
    Struct,
)
from k8slint.kube.api.grammar import DNS_LABEL, DNS_SUBDOMAIN, QUALIFIED_NAME
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.scheduling import TOLERATION
from k8slint.kube.api.validator import Undecodable, Validator, quoted

_ANNOTATIONS_LIMIT = 256 * 1024
_GENERATED = "xxxxx"  # stands for the five random characters that complete a generateName
_GENERATED_BASE = 58
_STANDARD_FINALIZERS = ("kubernetes", "foregroundDeletion", "orphan")

APPARMOR = "container.apparmor.security.beta.kubernetes.io/"
SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod"
SECCOMP_CONTAINER = "container.seccomp.security.alpha.kubernetes.io/"
_DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
_MIRROR = "kubernetes.io/config.mirror"
_TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
_DEPRECATED_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": "has no effect since 1.16: use `priorityClassName`",
    "security.alpha.kubernetes.io/sysctls": "has no effect since 1.11: use `sysctls` of the security context",
    "security.alpha.kubernetes.io/unsafe-sysctls": "has no effect since 1.11: use `sysctls` of the security context",
}


def annotation_keys_are_spelled(node: Node, validator: Validator) -> None:
    """Keys are qualified names in any case."""
    path = node.path
    for key, child in node.value.items():
        if QUALIFIED_NAME.wrong(key.lower()):
            refuse_spelling(child, QUALIFIED_NAME, validator, text=key, path=path, what="annotation key", key=True)


def annotations_are_small(node: Node, validator: Validator) -> None:
    size = 0
    for key, child in node.value.items():
        size += len(key.encode("utf-8", "surrogatepass"))
        if child.value is not UNKNOWN:
            size += len(child.value.encode("utf-8", "surrogatepass"))
    if size > _ANNOTATIONS_LIMIT:
        validator.refuse(
            "TooLong", node, f"the annotations have {size} bytes, at most {_ANNOTATIONS_LIMIT} are allowed"
        )


def _finalizers_are_spelled(node: Node, validator: Validator) -> None:
    for item in node.value:
        if item.value is UNKNOWN:
            continue
        refuse_spelling(item, QUALIFIED_NAME, validator, path=node.path)
        if "/" not in item.value and item.value not in _STANDARD_FINALIZERS:
            validator.refuse(
                "Invalid",
                item,
                f"finalizer {quoted(item.value)} must be a standard one or have a domain before a `/`",
            )
    values = {item.value for item in node.value}
    if {"orphan", "foregroundDeletion"} <= values:
        validator.refuse("Invalid", node, "the finalizers `orphan` and `foregroundDeletion` can't be combined")


def _owner_is_named(node: Node, validator: Validator) -> None:
    """Every part of an owner reference says something; the server's path lacks the index."""
    assert node.parent is not None
    for name in ("apiVersion", "kind", "name", "uid"):
        text = node.text(name)
        child = node.get(name)
        if text == "" or (name == "apiVersion" and text is not None and (text.count("/") > 1 or text.endswith("/"))):
            validator.refuse(
                "Invalid", child or node, f"an owner reference needs `{name}`", path=f"{node.parent.path}.{name}"
            )
    if node.text("apiVersion") == "v1" and node.text("kind") == "Event":
        validator.refuse("Invalid", node, "an Event can't be an owner", path=node.parent.path)


def _one_controller(node: Node, validator: Validator) -> None:
    controllers = [item for item in node.value if item.value is not UNKNOWN and item.flag("controller")]
    for item in controllers[1:]:
        validator.refuse(
            "Invalid", item, "only one owner reference can have `controller` set", path=node.path,
            related=((controllers[0].origin, "the first one"),),
        )  # fmt: skip


def _generate_name_is_spelled(node: Node, validator: Validator) -> None:
    """A trailing ``-`` is fine: five characters follow. The server tests it with ``a`` in place of the last two."""
    text = node.value
    tested = f"{text[:-2]}a" if len(text) > 1 and text.endswith("-") else text
    wrong = DNS_SUBDOMAIN.wrong(tested)
    if wrong:
        validator.refuse("Invalid", node, f"generateName {quoted(text)} is not the start of a DNS subdomain: {wrong}")


def _pod_is_named(node: Node, validator: Validator) -> None:
    """A name that is written must be right. Without any there is no mistake: Airflow names every pod."""
    name, prefix = node.text("name"), node.text("generateName")
    if name is None or prefix is None:
        return
    if name:
        if not refuse_spelling(node.value["name"], DNS_SUBDOMAIN, validator) and DNS_LABEL.wrong(name):
            _warn_of_hostname(node.value["name"], validator)
    elif not prefix:
        if "name" in node.value:
            validator.required(node, "name", "the pod's `name` is empty")
    elif DNS_SUBDOMAIN.wrong(prefix[:_GENERATED_BASE] + _GENERATED):
        child = node.value["generateName"]
        validator.refuse(
            "Invalid", child, f"generateName {quoted(prefix)} doesn't give a valid pod name: {DNS_SUBDOMAIN.rule}",
            path="metadata.name",
        )  # fmt: skip
    elif DNS_LABEL.wrong(prefix[:_GENERATED_BASE] + _GENERATED):
        _warn_of_hostname(node.value["generateName"], validator)


def _warn_of_hostname(node: Node, validator: Validator) -> None:
    """The name becomes the pod's hostname, which takes neither dots nor more than 63 characters."""
    wrong = DNS_LABEL.wrong(node.value.rstrip("-"))
    message = f"the pod name {quoted(node.value)} becomes its hostname, which is not a DNS label: {wrong}"
    validator.warn(node, message, path="metadata.name")


OWNER_REFERENCE = Struct(
    "an owner reference",
    "metadata",
    {
        "apiVersion": Field(TEXT),
        "kind": Field(TEXT),
        "name": Field(TEXT),
        "uid": Field(TEXT),
        "controller": Field(BOOL),
        "blockOwnerDeletion": Field(BOOL),
    },
    _owner_is_named,
)

MANAGED_FIELDS = Struct(
    "a managed fields entry",
    "metadata",
    {
        "manager": Field(TEXT),
        "operation": Field(TEXT, one_of("Apply", "Update", kind="Invalid"), absent=JUDGED),
        "apiVersion": Field(TEXT),
        "time": Field(TIME),
        "fieldsType": Field(TEXT, one_of("FieldsV1", kind="Invalid")),
        "fieldsV1": Field(ANYTHING),
        "subresource": Field(TEXT),
    },
)

_META_FIELDS = {
    "creationTimestamp": Field(TIME),
    "deletionGracePeriodSeconds": Field(INT64),
    "deletionTimestamp": Field(TIME),
    "finalizers": Field(ListOf(TEXT), _finalizers_are_spelled),
    "generateName": Field(TEXT, _generate_name_is_spelled),
    "generation": Field(INT64, in_versions((1, 33), None, between(0, None))),
    "labels": Field(MapOf(TEXT), labels_are_spelled),
    "annotations": Field(MapOf(TEXT), annotation_keys_are_spelled, annotations_are_small),
    "managedFields": Field(ListOf(MANAGED_FIELDS)),
    "name": Field(TEXT),
    "namespace": Field(TEXT, spelled(DNS_LABEL)),
    "ownerReferences": Field(ListOf(OWNER_REFERENCE), _one_controller),
    "resourceVersion": Field(TEXT),
    "selfLink": Field(TEXT),
    "uid": Field(TEXT),
}

OBJECT_META = Struct("metadata", "metadata", _META_FIELDS, _pod_is_named)


def _only_labels(node: Node, validator: Validator) -> None:
    """The metadata of a claim template holds labels and annotations; the rest is made when the claim is."""
    for name, child in node.value.items():
        if name not in ("labels", "annotations") and child.value not in (None, UNKNOWN, "", 0, [], {}):
            validator.refuse("Forbidden", child, f"the metadata of a claim template can't have `{name}`")


TEMPLATE_META = Struct(
    "metadata of a claim template",
    "volumes",
    {
        **{name: Field(field.type) for name, field in _META_FIELDS.items()},
        "labels": Field(MapOf(TEXT), labels_are_spelled),
        "annotations": Field(MapOf(TEXT), annotation_keys_are_spelled, annotations_are_small),
    },
    _only_labels,
)


def special_annotations(pod: Node, validator: Validator) -> None:
    """The annotations that mean something to the server itself."""
    spec = pod.get("spec") or pod
    annotations = pod.at("metadata", "annotations")
    if annotations is None or type(annotations.value) is not dict:
        return
    for key, child in annotations.value.items():
        text = child.value
        if key in _DEPRECATED_ANNOTATIONS:
            validator.warn(child, f"annotation {quoted(key)} {_DEPRECATED_ANNOTATIONS[key]}", origin=child.key)
        if text is UNKNOWN:
            continue
        if key == _DELETION_COST and not _is_deletion_cost(text):
            validator.refuse("Invalid", child, f"annotation {quoted(key)} must be a 32-bit integer, not {quoted(text)}")
        elif key == _MIRROR and spec.empty("nodeName"):
            validator.refuse(
                "Invalid", child, f"annotation {quoted(key)} needs `nodeName`: only a kubelet creates mirror pods"
            )
        elif key == SECCOMP_POD or key.startswith(SECCOMP_CONTAINER):
            _seccomp_annotation(child, annotations, key, validator)
        elif key.startswith(APPARMOR):
            _apparmor_annotation(child, spec, key, validator)
        elif key == _TOLERATIONS and text:
            _tolerations_annotation(child, annotations, validator)


def _is_deletion_cost(text: str) -> bool:
    if not re.fullmatch(r"0|[1-9][0-9]*|-[0-9]+", text, re.ASCII):
        return False
    return len(text) < 4000 and -(2**31) <= int(text) < 2**31


def _seccomp_annotation(node: Node, annotations: Node, key: str, validator: Validator) -> None:
    profile = node.value
    path = f"{annotations.path}.{key}"
    if profile in ("runtime/default", "docker/default", "unconfined"):
        return
    local = profile.removeprefix("localhost/")
    if local == profile or local.startswith("/") or ".." in local.split("/"):
        validator.refuse("Invalid", node, f"{quoted(profile)} is not a seccomp profile", path=path)


def _apparmor_annotation(node: Node, spec: Node, key: str, validator: Validator) -> None:
    container = key.removeprefix(APPARMOR)
    lists = ("containers", "initContainers", "ephemeralContainers")
    names = [item.text("name") for name in lists for item in spec.items(name)]
    if container not in names and None not in names and all(spec.whole(name) for name in lists):
        validator.refuse("Invalid", node, f"the pod has no container named {quoted(container)}", origin=node.key)
    profile = node.value
    if profile not in ("", "runtime/default", "unconfined") and not profile.startswith("localhost/"):
        validator.refuse("Invalid", node, f"{quoted(profile)} is not an AppArmor profile")


def _tolerations_annotation(node: Node, annotations: Node, validator: Validator) -> None:
    """The annotation holds a JSON list of tolerations, which are judged like those of the spec."""
    tolerations = ListOf(TOLERATION)
    child = Node(annotations, _TOLERATIONS, node.origin)
    try:
        tolerations.decode(child, _from_json(json.loads(node.value), node.origin), Validator(validator.version))
    except (ValueError, Undecodable):
        validator.refuse(
            "Invalid",
            node,
            f"annotation {quoted(_TOLERATIONS)} is not a JSON list of tolerations",
            path=annotations.path,
        )
        return
    if type(child.value) is list:
        tolerations.check(child, validator)


def _from_json(value: object, origin: Origin) -> Value:
    if isinstance(value, dict):
        return Mapping({key: _from_json(item, origin) for key, item in value.items()}, origin)
    if isinstance(value, list):
        return Items(tuple(_from_json(item, origin) for item in value), origin)
    return Const(value, origin)
