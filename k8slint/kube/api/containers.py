"""Containers: names, images, policies, and the fields below them."""

from __future__ import annotations

from k8slint.kube.api.constraints import in_versions, one_of, refuse_repeats, spelled, texts
from k8slint.kube.api.declare import BOOL, INT32, JUDGED, REFUSED, TEXT, Check, Field, ListOf, Struct
from k8slint.kube.api.env import ENV_FROM_SOURCE, ENV_VAR, warn_of_repeated_names
from k8slint.kube.api.grammar import BLANKS, DNS_LABEL
from k8slint.kube.api.mounts import (
    VOLUME_DEVICE,
    VOLUME_MOUNT,
    devices_differ,
    mount_paths_differ,
    mounts_and_devices_differ,
)
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.ports import CONTAINER_PORT, port_names_differ
from k8slint.kube.api.probes import LIFECYCLE, PROBE
from k8slint.kube.api.resources import CONTAINER_RESOURCES
from k8slint.kube.api.security import SECURITY_CONTEXT
from k8slint.kube.api.validator import Validator, listed, quoted


def _no_padding(node: Node, validator: Validator) -> None:
    """Of an image the server only asks that no blank surrounds it."""
    image = node.value
    if image != image.strip(BLANKS):
        suggestion = image.strip(BLANKS) or None
        validator.refuse("Invalid", node, f"image {quoted(image)} has spaces around it", suggestion=suggestion)


def _probed(node: Node, name: str = "") -> bool:
    """Whether a container may be probed and hooked into: it runs beside others, not before them."""
    where = node.parent.step if node.parent is not None else None
    return where == "containers" or (where == "initContainers" and node.text("restartPolicy") == "Always")


def _resize_policy(node: Node, validator: Validator) -> None:
    """Each of cpu and memory once; the server names the list, not the item."""
    seen: set[str] = set()
    spec = node.root.get("spec") or node.root
    never = spec.text("restartPolicy") == "Never"
    path = node.path
    for item in node.value:
        if item.value is UNKNOWN:
            continue
        resource, policy = item.text("resourceName"), item.text("restartPolicy")
        if resource is not None:
            if resource in seen:
                validator.refuse("Duplicate", item, f"{quoted(resource)} has two resize policies")
            seen.add(resource)
            _resize_word(item, "resourceName", resource, ("cpu", "memory"), path, validator)
        if policy is None:
            continue
        _resize_word(item, "restartPolicy", policy, ("NotRequired", "RestartContainer"), path, validator)
        if never and policy != "NotRequired":
            validator.refuse(
                "Invalid", item, "with `restartPolicy: Never` a resize can't restart a container", path=path,
                follows=policy != "RestartContainer",
            )  # fmt: skip


def _resize_word(item: Node, name: str, word: str, words: tuple[str, ...], path: str, validator: Validator) -> None:
    if not word:
        validator.refuse("Required", item, f"a resize policy needs `{name}`", path=path)
    elif word not in words:
        validator.refuse(
            "NotSupported", item.value[name], f"`{name}` {quoted(word)} must be {listed(words)}", path=path
        )


def _init_is_not_restarted_on_resize(container: Node, validator: Validator) -> None:
    """An init container that isn't a sidecar ends anyway, so no resize restarts it."""
    if container.ancestor(1).step != "initContainers" or container.text("restartPolicy") in (None, "Always"):
        return
    for item in container.items("resizePolicy"):
        if item.known and item.text("restartPolicy") == "RestartContainer":
            validator.refuse("Invalid", item.value["restartPolicy"], "a resize can't restart an init container")


RESIZE_POLICY = Struct("a resize policy", "resources", {"resourceName": Field(TEXT), "restartPolicy": Field(TEXT)})

_ACTIONS = in_versions((1, 36), one_of("Restart", "RestartAllContainers"), one_of("Restart"))


def _at_most_255(node: Node, validator: Validator) -> None:
    if len(node.value) > 255:
        validator.refuse("TooMany", node, f"{len(node.value)} exit codes are more than 255")


RESTART_RULE = Struct(
    "a restart rule",
    "containers",
    {
        "action": Field(TEXT, _ACTIONS, absent=JUDGED),
        "exitCodes": Field(
            Struct(
                "exitCodes",
                "containers",
                {
                    "operator": Field(TEXT, one_of("In", "NotIn"), absent=JUDGED),
                    "values": Field(ListOf(INT32), _at_most_255),
                },
            ),
            absent=REFUSED,
        ),
    },
)


def _at_most_20_rules(node: Node, validator: Validator) -> None:
    if len(node.value) > 20:
        validator.refuse("TooMany", node, f"{len(node.value)} restart rules are more than 20")


def _rules_need_a_policy(container: Node, validator: Validator) -> None:
    if container.items("restartPolicyRules") and container.get("restartPolicy") is None:
        validator.required(container, "restartPolicy", "`restartPolicyRules` need `restartPolicy`")


_RESTART_POLICIES = one_of("Always", "OnFailure", "Never")


def _restart_policy(node: Node, validator: Validator) -> None:
    """Until 1.33 only an init container had one, Always; 1.34 reads and forgets it; since then there are three."""
    assert node.parent is not None
    init = node.parent.ancestor(1).step == "initContainers"
    if validator.version >= (1, 35):
        _RESTART_POLICIES(node, validator)
    elif validator.version >= (1, 34):
        return
    elif init:
        one_of("Always")(node, validator)
    else:
        validator.refuse("Forbidden", node, "before Kubernetes 1.35 only an init container can have `restartPolicy`")


def _container(rules: dict[str, tuple[Check, ...]]) -> Struct:
    return Struct(
        "a container",
        "containers",
        {
            "name": Field(TEXT, spelled(DNS_LABEL), absent=REFUSED),
            "image": Field(TEXT, _no_padding, absent=REFUSED),
            "command": Field(ListOf(TEXT)),
            "args": Field(ListOf(TEXT)),
            "workingDir": Field(TEXT),
            "ports": Field(ListOf(CONTAINER_PORT), port_names_differ, area="ports"),
            "envFrom": Field(ListOf(ENV_FROM_SOURCE)),
            "env": Field(ListOf(ENV_VAR), warn_of_repeated_names, area="env"),
            "resources": Field(CONTAINER_RESOURCES),
            "resizePolicy": Field(ListOf(RESIZE_POLICY), _resize_policy, area="resources", enforced=(1, 33)),
            "restartPolicy": Field(TEXT, _restart_policy, pointer=True),
            "restartPolicyRules": Field(ListOf(RESTART_RULE), _at_most_20_rules, since=(1, 34), enforced=(1, 35)),
            "volumeMounts": Field(ListOf(VOLUME_MOUNT), mount_paths_differ, area="mounts"),
            "volumeDevices": Field(ListOf(VOLUME_DEVICE), devices_differ, area="mounts"),
            "livenessProbe": Field(PROBE, only_if=_probed),
            "readinessProbe": Field(PROBE, only_if=_probed),
            "startupProbe": Field(PROBE, only_if=_probed),
            "lifecycle": Field(LIFECYCLE, only_if=_probed),
            "terminationMessagePath": Field(TEXT),
            "terminationMessagePolicy": Field(TEXT, one_of("File", "FallbackToLogsOnError")),
            "imagePullPolicy": Field(TEXT, one_of("Always", "IfNotPresent", "Never")),
            "securityContext": Field(SECURITY_CONTEXT),
            "stdin": Field(BOOL),
            "stdinOnce": Field(BOOL),
            "tty": Field(BOOL),
        },
        others=rules,
    )


_RULES: dict[str, tuple[Check, ...]] = {
    "mounts": (mounts_and_devices_differ,),
    "resources": (_init_is_not_restarted_on_resize,),
    "containers": (_rules_need_a_policy,),
}

CONTAINER = _container(_RULES)

_NOT_EPHEMERAL = (
    "ports", "resources", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resizePolicy",
    "restartPolicy", "restartPolicyRules",
)  # fmt: skip


def _ephemeral_is_simple(container: Node, validator: Validator) -> None:
    """An ephemeral container looks into a running pod: it takes no part in its work."""
    for name in _NOT_EPHEMERAL:
        child = container.get(name)
        if child is not None and child.known and child.value != ({} if name == "resources" else []):
            validator.refuse("Forbidden", child, f"an ephemeral container can't have `{name}`")
    for mount in container.items("volumeMounts"):
        for name in ("subPath", "subPathExpr"):
            if mount.text(name):
                validator.refuse("Forbidden", mount.value[name], f"an ephemeral container can't have `{name}`")
    target = container.text("targetContainerName")
    spec = container.ancestor(2)
    names = [item.text("name") for name in ("containers", "initContainers") for item in spec.items(name)]
    whole = spec.whole("containers") and spec.whole("initContainers") and None not in names
    if target and target not in names and whole:
        validator.refuse(
            "NotFound", container.value["targetContainerName"], f"the pod has no container named {quoted(target)}"
        )


EPHEMERAL_CONTAINER = Struct(
    "an ephemeral container",
    "containers",
    {**CONTAINER.fields, "targetContainerName": Field(TEXT)},
    others={**_RULES, "containers": (_ephemeral_is_simple,)},
)


def container_names_differ(spec: Node, validator: Validator) -> None:
    """Containers, init containers and ephemeral ones share one set of names."""
    names = [
        name
        for kind in ("containers", "initContainers", "ephemeralContainers")
        for name in texts(spec.items(kind), "name")
    ]
    refuse_repeats(names, "Duplicate", "container name", "this pod", validator)
