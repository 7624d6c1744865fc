"""Environment variables: their names and the sources of their values."""

from __future__ import annotations

import re

from k8slint.finding import Severity
from k8slint.kube.api.constraints import in_versions, local_path, refuse_spelling, spelled
from k8slint.kube.api.declare import (
    BOOL,
    JUDGED,
    QUANTITY,
    REFUSED,
    TEXT,
    Field,
    Struct,
)
from k8slint.kube.api.grammar import (
    DATA_KEY,
    DNS_SUBDOMAIN,
    ENV_NAME,
    QUALIFIED_NAME,
    STRICT_ENV_NAME,
)
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.validator import Validator, listed, quoted
from k8slint.kube.names import did_you_mean
from k8slint.kube.quantity import Quantity
from k8slint.patterns import pattern

_ENV_NAME = in_versions((1, 32), spelled(ENV_NAME), spelled(STRICT_ENV_NAME))

_ENV_FIELDS = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
_VOLUME_FIELDS = ("metadata.name", "metadata.namespace", "metadata.labels", "metadata.annotations", "metadata.uid")
# What the server understands of a pod's fields at all; of these it supports the ones above.
_CONVERTIBLE = {
    *_ENV_FIELDS,
    *_VOLUME_FIELDS,
    "spec.restartPolicy",
    "spec.schedulerName",
    "status.phase",
}
_SUBSCRIPT = pattern(r"(.+?)\['(.*)'\]", re.DOTALL)

_RESOURCES = tuple(
    f"{side}.{name}" for side in ("limits", "requests") for name in ("cpu", "memory", "ephemeral-storage")
)
_HUGEPAGES = ("limits.hugepages-", "requests.hugepages-")
_CPU_DIVISORS = ("1m", "1")
_SIZE_DIVISORS = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")


def _field_path(node: Node, validator: Validator) -> None:
    """A field of the pod that a variable or a file may hold; a whole map only in a file."""
    version, field = node.text("apiVersion"), node.text("fieldPath")
    if field is None or version is None or not field:
        return
    child = node.value["fieldPath"]
    supported = _VOLUME_FIELDS if node.parent is not None and node.parent.step != "valueFrom" else _ENV_FIELDS
    subscript = _SUBSCRIPT.fullmatch(field)
    base = subscript[1] if subscript else field
    if version not in ("", "v1"):
        message = f"apiVersion of a pod must be `v1`, not {quoted(version)}"
        validator.refuse("Invalid", node.value["apiVersion"], message, suggestion="v1")
    elif subscript and base in ("metadata.labels", "metadata.annotations"):
        key = subscript[2].lower() if base == "metadata.annotations" else subscript[2]
        refuse_spelling(child, QUALIFIED_NAME, validator, text=key, path=node.path, what=f"the key of {base}")
    elif subscript or (field not in _CONVERTIBLE and field != "spec.host"):
        suggestion = _nearest_field(field, supported)
        hint = f": did you mean `{suggestion}`?" if suggestion else ""
        validator.refuse(
            "Invalid", child, f"fieldPath {quoted(field)} is not a field of a pod{hint}", suggestion=suggestion
        )
    elif (field if field != "spec.host" else "spec.nodeName") not in supported:
        validator.refuse(
            "NotSupported", child, f"fieldPath {quoted(field)} isn't supported here, only {listed(supported)}"
        )


def _nearest_field(field: str, supported: tuple[str, ...]) -> str | None:
    dotted = re.fullmatch(r"metadata\.(labels|annotations)(?:\.|\[\"?)([^\]\"']+)\"?\]?", field)
    return f"metadata.{dotted[1]}['{dotted[2]}']" if dotted else did_you_mean(field, supported)


def _resource(node: Node, validator: Validator) -> None:
    """The container's request or limit of one resource; a file must say of which container."""
    resource = node.text("resource")
    in_file = node.parent is not None and node.parent.step != "valueFrom"
    name = node.text("containerName") if in_file else "-"
    if name == "":
        validator.required(node, "containerName", "a resourceFieldRef in a volume needs `containerName`")
    elif name is not None and resource == "":
        validator.required(node, "resource", "`resourceFieldRef` needs `resource`")
    elif name and resource and resource not in _RESOURCES and not resource.startswith(_HUGEPAGES):
        suggestion = did_you_mean(resource, _RESOURCES)
        hint = f"did you mean `{suggestion}`?" if suggestion else f"it must be {listed(_RESOURCES)} or a hugepages size"
        validator.refuse(
            "NotSupported", node.value["resource"], f"resource {quoted(resource)}: {hint}", suggestion=suggestion
        )


def _divisor(node: Node, validator: Validator) -> None:
    """What the shown number is divided by: a unit, spelled in the one way that the server keeps it."""
    child, resource = node.get("divisor"), node.text("resource")
    if child is None or not isinstance(child.value, Quantity) or child.value.is_zero or resource is None:
        return
    side, _, kind = resource.partition(".")
    if side not in ("limits", "requests"):
        return
    if kind != "cpu" and kind not in ("memory", "ephemeral-storage") and not kind.startswith("hugepages-"):
        return
    allowed = _CPU_DIVISORS if kind == "cpu" else _SIZE_DIVISORS
    if child.value.canonical not in allowed:
        validator.refuse("Invalid", child, f"divisor {quoted(str(child.value))} of {kind} must be {listed(allowed)}")


def _no_field(node: Node, name: str) -> bool:
    """Of a file with both references the server looks into the first only."""
    return node.step == "valueFrom" or node.get("fieldRef") is None


def field_selectors(area: str) -> dict[str, Field]:
    """``fieldRef`` and ``resourceFieldRef``, of a variable or of a file in a volume."""
    return {
        "fieldRef": Field(
            Struct(
                "`fieldRef`",
                area,
                {"apiVersion": Field(TEXT), "fieldPath": Field(TEXT, absent=REFUSED)},
                _field_path,
            )
        ),
        "resourceFieldRef": Field(
            Struct(
                "`resourceFieldRef`",
                area,
                {"containerName": Field(TEXT), "resource": Field(TEXT), "divisor": Field(QUANTITY)},
                _resource,
                _divisor,
            ),
            only_if=_no_field,
        ),
    }


def _key_selector(noun: str) -> Struct:
    return Struct(
        noun,
        "env",
        {
            "name": Field(TEXT, spelled(DNS_SUBDOMAIN), absent=JUDGED),
            "key": Field(TEXT, spelled(DATA_KEY), absent=REFUSED),
            "optional": Field(BOOL),
        },
    )


FILE_KEY_SELECTOR = Struct(
    "`fileKeyRef`",
    "env",
    {
        "volumeName": Field(TEXT, absent=REFUSED),
        "path": Field(TEXT, local_path, absent=REFUSED),
        "key": Field(TEXT, spelled(ENV_NAME), absent=REFUSED),
        "optional": Field(BOOL),
    },
)

ENV_VAR_SOURCE = Struct(
    "`valueFrom`",
    "env",
    {
        **field_selectors("env"),
        "configMapKeyRef": Field(_key_selector("`configMapKeyRef`")),
        "secretKeyRef": Field(_key_selector("`secretKeyRef`")),
        "fileKeyRef": Field(FILE_KEY_SELECTOR, since=(1, 34), enforced=(1, 35)),
    },
)


def _one_source(node: Node, validator: Validator) -> None:
    """A variable has a value or one source of it."""
    source = node.get("valueFrom")
    if source is None or type(source.value) is not dict:
        return
    names = [name for name in ENV_VAR_SOURCE.view(validator.version).fields if source.get(name) is not None]
    known = [name for name in names if name in source.value and source.value[name].value is not UNKNOWN]
    value = node.text("value")
    if not names:
        validator.refuse(
            "Invalid", source, "`valueFrom` needs one of fieldRef, resourceFieldRef, configMapKeyRef or secretKeyRef"
        )
    elif value and known:
        validator.refuse(
            "Invalid", source, "an environment variable can have `value` or `valueFrom`, not both",
            related=((node.value["value"].origin, "the value"),),
        )  # fmt: skip
    elif len(known) > 1:
        validator.refuse("Invalid", source, f"`valueFrom` can have only one source, not {listed(known, 'and')}")


ENV_VAR = Struct(
    "an environment variable",
    "env",
    {
        "name": Field(TEXT, _ENV_NAME, absent=REFUSED),
        "value": Field(TEXT),
        "valueFrom": Field(ENV_VAR_SOURCE),
    },
    _one_source,
)


def _named_from(node: Node, validator: Validator) -> None:
    """The object's name; as in a prefix, one trailing ``-`` passes."""
    text = node.value
    tested = f"{text[:-2]}a" if len(text) > 1 and text.endswith("-") else text
    if DNS_SUBDOMAIN.wrong(tested):
        refuse_spelling(node, DNS_SUBDOMAIN, validator)


def _env_source(noun: str) -> Struct:
    return Struct(noun, "env", {"name": Field(TEXT, _named_from, absent=REFUSED), "optional": Field(BOOL)})


def _one_reference(node: Node, validator: Validator) -> None:
    """One of the two; the server names the list, not the item."""
    assert node.parent is not None
    names = [name for name in ("configMapRef", "secretRef") if node.get(name) is not None]
    known = [name for name in names if name in node.value and node.value[name].value is not UNKNOWN]
    if not names:
        validator.refuse(
            "Invalid", node, "an item of `envFrom` needs `configMapRef` or `secretRef`", path=node.parent.path
        )
    elif len(known) > 1:
        validator.refuse(
            "Invalid", node, "an item of `envFrom` can have `configMapRef` or `secretRef`, not both: write two items",
            path=node.parent.path,
        )  # fmt: skip


ENV_FROM_SOURCE = Struct(
    "an item of `envFrom`",
    "env",
    {
        "prefix": Field(TEXT, _ENV_NAME),
        "configMapRef": Field(_env_source("`configMapRef`")),
        "secretRef": Field(_env_source("`secretRef`")),
    },
    _one_reference,
)


def warn_of_repeated_names(node: Node, validator: Validator) -> None:
    """The last of several variables with one name wins, unless it builds on the earlier one."""
    seen: dict[str, Node] = {}
    for item in node.value:
        if item.value is UNKNOWN:
            continue
        name = item.text("name")
        if name is None:
            continue
        first = seen.setdefault(name, item)
        if first is item:
            continue
        value = item.text("value")
        reference = f"$({name})"
        source = item.has("valueFrom")
        if source is None or (not source and (value is None or (reference in value and value != reference))):
            continue
        same = value is not None and value == first.text("value")
        effect = "set twice, to the same value" if same else "set twice; the last value wins"
        validator.warn(
            item,
            f"environment variable {quoted(name)} is {effect}",
            related=((first.origin, "overridden by the later one"),),
            severity=Severity.INFO if same else Severity.WARNING,
        )


def files_are_mounted(spec: Node, validator: Validator) -> None:
    """``fileKeyRef`` reads a file of an emptyDir of this pod."""
    volumes = {name: item for item in spec.items("volumes") if (name := item.text("name"))}
    whole = spec.whole("volumes") and all(item.text("name") is not None for item in spec.items("volumes"))
    for name in ("containers", "initContainers"):
        for container in spec.items(name):
            for variable in container.items("env"):
                reference = variable.at("valueFrom", "fileKeyRef")
                volume = reference.text("volumeName") if reference is not None else None
                if reference is None or not volume:
                    continue
                child = reference.value["volumeName"]
                if volume not in volumes:
                    if whole:
                        validator.refuse("NotFound", child, f"the pod has no volume named {quoted(volume)}")
                elif volumes[volume].get("emptyDir") is None and _has_other_source(volumes[volume]):
                    validator.refuse(
                        "Invalid",
                        child,
                        f"`fileKeyRef` must refer to an emptyDir volume, and {quoted(volume)} isn't one",
                    )


def _has_other_source(volume: Node) -> bool:
    return any(name != "name" and child.value is not None and child.known for name, child in volume.value.items())
