"""Volume mounts and volume devices."""

from __future__ import annotations

from k8slint.kube.api.constraints import local_path, no_backsteps, one_of, refuse_repeats, texts
from k8slint.kube.api.declare import BOOL, REFUSED, TEXT, Field, ListOf, Struct
from k8slint.kube.api.node import Node
from k8slint.kube.api.validator import Validator, quoted
from k8slint.kube.api.volumes import is_refused
from k8slint.kube.names import did_you_mean

_PROPAGATIONS = ("None", "HostToContainer", "Bidirectional")


def _relative(node: Node, validator: Validator) -> None:
    local_path(node, validator, dots=False)


def _one_sub_path(node: Node, validator: Validator) -> None:
    if node.text("subPath") and node.text("subPathExpr"):
        validator.refuse("Invalid", node.value["subPathExpr"], "a mount can have `subPath` or `subPathExpr`, not both")


def _propagation_is_allowed(node: Node, validator: Validator) -> None:
    """Mounts that the container makes reach the host only from a privileged container."""
    if node.text("mountPropagation") != "Bidirectional":
        return
    container = node.ancestor(2)
    security = container.get("securityContext")
    if security is None or security.flag("privileged") is False:
        validator.refuse(
            "Forbidden",
            node.value["mountPropagation"],
            "`mountPropagation: Bidirectional` needs a privileged container",
        )


def _recursion_is_allowed(node: Node, validator: Validator) -> None:
    """A mount that is read-only all the way down is read-only, and spreads nothing."""
    mode = node.text("recursiveReadOnly")
    if mode not in ("Enabled", "IfPossible"):
        return
    child = node.value["recursiveReadOnly"]
    if node.flag("readOnly") is False:
        validator.refuse("Forbidden", child, f"`recursiveReadOnly: {mode}` needs `readOnly: true`")
    if node.text("mountPropagation", "None") in ("HostToContainer", "Bidirectional", ""):
        validator.refuse("Forbidden", child, f"`recursiveReadOnly: {mode}` and `mountPropagation` can't be combined")


VOLUME_MOUNT = Struct(
    "a volume mount",
    "mounts",
    {
        "name": Field(TEXT, absent=REFUSED),
        "mountPath": Field(TEXT, absent=REFUSED),
        "readOnly": Field(BOOL),
        "recursiveReadOnly": Field(
            TEXT, one_of("Disabled", "IfPossible", "Enabled"), pointer=True, since=(1, 30), enforced=(1, 31)
        ),
        "subPath": Field(TEXT, _relative),
        "subPathExpr": Field(TEXT, _relative),
        "mountPropagation": Field(TEXT, one_of(*_PROPAGATIONS), pointer=True),
        "bindMountOptions": Field(ListOf(TEXT), since=(1, 37)),
    },
    _one_sub_path,
    _propagation_is_allowed,
    _recursion_is_allowed,
)


def _device_path(node: Node, validator: Validator) -> None:
    no_backsteps(node, validator)


VOLUME_DEVICE = Struct(
    "a volume device",
    "mounts",
    {"name": Field(TEXT, absent=REFUSED), "devicePath": Field(TEXT, _device_path, absent=REFUSED)},
)


def mount_paths_differ(node: Node, validator: Validator) -> None:
    """In one container every path is mounted once, letter by letter."""
    refuse_repeats(texts(node.value, "mountPath"), "Invalid", "`mountPath`", "this container", validator)


def devices_differ(node: Node, validator: Validator) -> None:
    """In one container every device is used once, at one path."""
    for name in ("name", "devicePath"):
        refuse_repeats(texts(node.value, name), "Invalid", f"`{name}`", "this container", validator)


def mounts_and_devices_differ(container: Node, validator: Validator) -> None:
    """A volume is mounted or used as a device, not both, and no path is both."""
    mounts, devices = container.items("volumeMounts"), container.items("volumeDevices")
    if not mounts or not devices:
        return
    for field, other_field in (("name", "name"), ("mountPath", "devicePath")):
        for items, others, own, other in (
            (mounts, devices, field, other_field),
            (devices, mounts, other_field, field),
        ):
            taken = {text for item in others if (text := item.text(other))}
            for item in items:
                text = item.text(own)
                if text and text in taken:
                    validator.refuse("Invalid", item.value[own], f"{quoted(text)} is both mounted and used as a device")


def mounts_have_volumes(spec: Node, validator: Validator) -> None:
    """What a container mounts is a volume of the pod, and one that isn't refused itself."""
    volumes: dict[str, Node] = {}
    refused: set[str] = set()
    for volume in spec.items("volumes"):
        volume_name = volume.text("name")
        if volume_name and volume_name not in volumes:
            if validator.refusals and is_refused(volume, validator):
                refused.add(volume_name)
            else:
                volumes[volume_name] = volume
    refused -= set(volumes)
    unknown = not spec.whole("volumes") or any(item.text("name") is None for item in spec.items("volumes"))
    for name in ("containers", "initContainers", "ephemeralContainers"):
        for container in spec.items(name):
            for field in ("volumeMounts", "volumeDevices"):
                for item in container.items(field):
                    if item.known:
                        _has_volume(item, volumes, refused, unknown, validator)


def _has_volume(item: Node, volumes: dict[str, Node], refused: set[str], unknown: bool, validator: Validator) -> None:
    name = item.text("name")
    if name is None:
        return
    volume = volumes.get(name)
    if name == "":
        validator.refuse("NotFound", item, "a mount needs the name of a volume", path=f"{item.path}.name", follows=True)
    elif name in refused and not unknown:
        validator.refuse("NotFound", item.value["name"], f"volume {quoted(name)} is itself rejected", follows=True)
    elif volume is None:
        if not unknown:
            suggestion = did_you_mean(name, volumes)
            hint = f": did you mean `{suggestion}`?" if suggestion else ""
            validator.refuse(
                "NotFound",
                item.value["name"],
                f"the pod has no volume named {quoted(name)}{hint}",
                suggestion=suggestion,
            )
    elif (
        item.ancestor(1).step == "volumeDevices"
        and volume.get("persistentVolumeClaim") is None
        and volume.get("ephemeral") is None
    ):
        validator.refuse(
            "Invalid",
            item.value["name"],
            f"volume {quoted(name)} isn't a persistentVolumeClaim, so it can't be a device",
        )
