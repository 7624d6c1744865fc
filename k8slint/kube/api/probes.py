"""Probes and lifecycle hooks."""

from __future__ import annotations

from k8slint.kube.api.constraints import between, exactly_one, one_of, refuse_spelling
from k8slint.kube.api.declare import (
    INT32,
    INT64,
    INT_OR_STRING,
    JUDGED,
    REFUSED,
    TEXT,
    Field,
    ListOf,
    Struct,
)
from k8slint.kube.api.grammar import HEADER_NAME, PORT_NAME
from k8slint.kube.api.node import Node
from k8slint.kube.api.validator import Validator, quoted


def _port_number_or_name(node: Node, validator: Validator) -> None:
    """A port to ask: a number, or the name of a container port. A number written as text is no name."""
    value = node.value
    if type(value) is int:
        if not 1 <= value <= 65535:
            validator.refuse("Invalid", node, f"`port` {quoted(value)} must be between 1 and 65535")
    elif value.isdecimal() and value.isascii():
        validator.refuse(
            "Invalid",
            node,
            f"`port` {quoted(value)} is a string and so a port name: write the number {value}",
            suggestion=value,
        )
    else:
        refuse_spelling(node, PORT_NAME, validator)


def _header_is_spelled(node: Node, validator: Validator) -> None:
    """The server names the list of headers, not the one at fault."""
    name = node.text("name")
    if name is not None and HEADER_NAME.wrong(name):
        assert node.parent is not None
        validator.refuse(
            "Invalid", node.get("name") or node,
            f"{quoted(name)} is not {HEADER_NAME.name}: {HEADER_NAME.wrong(name)}", path=node.parent.path,
        )  # fmt: skip


EXEC_ACTION = Struct("an exec action", "probes", {"command": Field(ListOf(TEXT), absent=REFUSED)})

HTTP_HEADER = Struct(
    "an HTTP header",
    "probes",
    {"name": Field(TEXT), "value": Field(TEXT)},
    _header_is_spelled,
)

HTTP_GET_ACTION = Struct(
    "an httpGet action",
    "probes",
    {
        "path": Field(TEXT),
        "port": Field(INT_OR_STRING, _port_number_or_name, absent=JUDGED),
        "host": Field(TEXT),
        "scheme": Field(TEXT, one_of("HTTP", "HTTPS")),
        "httpHeaders": Field(ListOf(HTTP_HEADER)),
        "protocol": Field(TEXT, since=(1, 37)),
    },
)

TCP_SOCKET_ACTION = Struct(
    "a tcpSocket action",
    "probes",
    {"port": Field(INT_OR_STRING, _port_number_or_name, absent=JUDGED), "host": Field(TEXT)},
)

GRPC_ACTION = Struct(
    "a grpc action",
    "probes",
    {
        "port": Field(INT32, between(1, 65535), absent=JUDGED),
        "service": Field(TEXT),
        "mode": Field(TEXT, since=(1, 37)),
    },
)


def _sleep_fits(node: Node, validator: Validator) -> None:
    """A hook sleeps no longer than the pod is given to stop; a negative time to stop counts as 1."""
    spec = node.root.get("spec")
    grace = spec.number("terminationGracePeriodSeconds", 30) if spec is not None else 30
    seconds = node.number("seconds")
    least = 0 if validator.version >= (1, 33) else 1
    if grace is None or seconds is None or least <= seconds <= (grace if grace >= 0 else 1):
        return
    message = f"a hook can't sleep {seconds} s: `terminationGracePeriodSeconds` of the pod allows {least} to {grace} s"
    validator.refuse("Invalid", node, message, origin=(node.get("seconds") or node).origin)


SLEEP_ACTION = Struct("a sleep action", "probes", {"seconds": Field(INT64)}, _sleep_fits)

_PROBE_HANDLERS = ("exec", "httpGet", "tcpSocket", "grpc")
_HOOK_HANDLERS = ("exec", "httpGet", "tcpSocket", "sleep")


def _only_handler(node: Node, name: str) -> bool:
    """The server looks into the first handler only."""
    order = ("exec", "httpGet", "tcpSocket")
    return all(node.get(other) is None for other in order[: order.index(name) if name in order else len(order)])


_HANDLERS = {
    "exec": Field(EXEC_ACTION),
    "httpGet": Field(HTTP_GET_ACTION, only_if=_only_handler),
    "tcpSocket": Field(TCP_SOCKET_ACTION, only_if=_only_handler),
}


def _probe_stops_in_time(node: Node, validator: Validator) -> None:
    grace = node.get("terminationGracePeriodSeconds")
    if grace is not None and grace.known and node.step == "readinessProbe":
        validator.refuse(
            "Invalid",
            grace,
            "a readinessProbe never stops a container, so it can't have `terminationGracePeriodSeconds`",
        )


def _succeeds_at_once(node: Node, validator: Validator) -> None:
    if node.step == "readinessProbe":
        return
    times = node.number("successThreshold")
    if times is not None and times not in (0, 1):
        validator.refuse(
            "Invalid", node.value["successThreshold"],
            f"`successThreshold` {quoted(times)} must be 1 for a {node.step}", suggestion="1",
        )  # fmt: skip


PROBE = Struct(
    "a probe",
    "probes",
    {
        **_HANDLERS,
        "grpc": Field(GRPC_ACTION, only_if=_only_handler),
        "initialDelaySeconds": Field(INT32, between(0, None)),
        "timeoutSeconds": Field(INT32, between(0, None)),
        "periodSeconds": Field(INT32, between(0, None)),
        "successThreshold": Field(INT32, between(0, None)),
        "failureThreshold": Field(INT32, between(0, None)),
        "terminationGracePeriodSeconds": Field(INT64, between(1, None)),
    },
    exactly_one(_PROBE_HANDLERS),
    _probe_stops_in_time,
    _succeeds_at_once,
)

LIFECYCLE_HANDLER = Struct(
    "a lifecycle hook",
    "probes",
    {**_HANDLERS, "sleep": Field(SLEEP_ACTION, only_if=_only_handler)},
    exactly_one(_HOOK_HANDLERS),
)

LIFECYCLE = Struct(
    "a lifecycle",
    "probes",
    {
        "postStart": Field(LIFECYCLE_HANDLER),
        "preStop": Field(LIFECYCLE_HANDLER),
        "stopSignal": Field(TEXT, since=(1, 33), enforced=(9,)),
    },
)

PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def init_containers_end(spec: Node, validator: Validator) -> None:
    """An init container that isn't a sidecar runs to its end: nothing probes it, nothing hooks into it."""
    for container in spec.items("initContainers"):
        policy = container.text("restartPolicy")
        if policy is None or policy == "Always":
            continue
        for name in ("lifecycle", *PROBES):
            child = container.get(name)
            if child is not None and child.known:
                validator.refuse(
                    "Forbidden",
                    child,
                    f"an init container can't have `{name}` unless `restartPolicy: Always` makes it a sidecar",
                )
