"""Container ports, and host ports of a whole pod."""

from __future__ import annotations

from k8slint.kube.api.constraints import between, one_of, refuse_repeats, spelled, texts
from k8slint.kube.api.declare import INT32, REFUSED, TEXT, Field, Struct
from k8slint.kube.api.grammar import PORT_NAME
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.validator import Validator, quoted

CONTAINER_PORT = Struct(
    "a container port",
    "ports",
    {
        "name": Field(TEXT, spelled(PORT_NAME)),
        "containerPort": Field(INT32, between(1, 65535), absent=REFUSED),
        "hostPort": Field(INT32, between(0, 65535)),
        "protocol": Field(TEXT, one_of("TCP", "UDP", "SCTP")),
        "hostIP": Field(TEXT),
    },
)


def port_names_differ(node: Node, validator: Validator) -> None:
    """In one container every port name is used once. A name that is misspelt doesn't count as used."""
    names = [name for name in texts(node.value, "name") if not PORT_NAME.wrong(name.value)]
    refuse_repeats(names, "Duplicate", "port name", "this container", validator)


def _host_port(port: Node, host_network: bool | None) -> int | None:
    """The host port after defaulting: on the host's network it is the container's; None when not known."""
    number = port.number("hostPort")
    if number == 0 and host_network is not False:
        return port.number("containerPort") if host_network else None
    return number


def host_ports_differ(spec: Node, validator: Validator) -> None:
    """Containers run together, so their host ports must differ; init containers run one by one."""
    host_network = spec.flag("hostNetwork")
    together: dict[tuple[object, ...], Node] = {}
    for name in ("containers", "initContainers"):
        for container in spec.items(name):
            seen = together if name == "containers" else {}
            for port in container.items("ports"):
                if port.value is UNKNOWN:
                    continue
                number = _host_port(port, host_network)
                key = (number, port.text("protocol", "TCP") or "TCP", port.text("hostIP"))
                if (
                    number
                    and key[2] is not None
                    and (port.get("protocol") is None or port.text("protocol") is not None)
                ):
                    _note_host_port(port, key, seen, validator)
                if host_network and name == "containers":
                    _must_match(port, validator)


def _note_host_port(
    port: Node, key: tuple[object, ...], seen: dict[tuple[object, ...], Node], validator: Validator
) -> None:
    first = seen.setdefault(key, port)
    if first is not port:
        child = port.get("hostPort") or port.get("containerPort") or port
        validator.refuse(
            "Duplicate", child, f"host port {quoted(key[0])} is used twice in this pod", path=f"{port.path}.hostPort",
            related=((first.origin, "first used here"),),
        )  # fmt: skip


def _must_match(port: Node, validator: Validator) -> None:
    host, container = port.number("hostPort"), port.number("containerPort")
    if host and container is not None and host != container:
        validator.refuse(
            "Invalid", port.value["hostPort"],
            f"with hostNetwork, hostPort {quoted(host)} must equal containerPort {quoted(container)}",
            suggestion=str(container),
        )  # fmt: skip


def _all_ports(spec: Node) -> list[Node]:
    containers = [*spec.items("initContainers"), *spec.items("containers"), *spec.items("ephemeralContainers")]
    return [port for container in containers for port in container.items("ports") if port.value is not UNKNOWN]


def warn_of_ports(spec: Node, validator: Validator) -> None:
    """Ports that say the same twice, or contradict each other, over all containers."""
    host_network = spec.flag("hostNetwork")
    seen: dict[tuple[int, str], _Seen] = {}
    for port in _all_ports(spec):
        number, protocol = port.number("containerPort"), port.text("protocol", "TCP")
        host = _host_port(port, host_network)
        address = port.text("hostIP")
        if address and host == 0:
            validator.warn(port, "`hostIP` has no effect without `hostPort`", origin=port.value["hostIP"].origin)
        if number is None or protocol is None or host is None or address is None:
            continue
        before = seen.setdefault((number, protocol or "TCP"), _Seen())
        before.compare(port, host, address, validator)
        before.add(port, host, address)


class _Seen:
    """The ports of one number and protocol so far: the first of each kind, as there may be thousands."""

    def __init__(self) -> None:
        self._same: dict[tuple[int, str], Node] = {}
        self._unbound: Node | None = None  # without a host port
        self._of_host: dict[tuple[int, bool], Node] = {}

    def add(self, port: Node, host: int, address: str) -> None:
        self._same.setdefault((host, address), port)
        self._of_host.setdefault((host, bool(address)), port)
        if not host:
            self._unbound = self._unbound or port

    def compare(self, port: Node, host: int, address: str, validator: Validator) -> None:
        """Warn of what a port says twice, or against another one."""
        number = port.number("containerPort")
        same = self._same.get((host, address))
        if same is not None:
            validator.warn(port, f"port {number} is declared twice", related=((same.origin, "the other one"),))
        others = (each for key, each in self._same.items() if key != (host, address))
        other = self._unbound if host else next(others, None)
        if other is not None:
            message = f"port {number} is declared twice, once with a host port"
            validator.warn(port, message, related=((other.origin, "the other one"),))
        opposite = self._of_host.get((host, not bool(address))) if host else None
        if opposite is not None:
            message = f"host port {host} is used with and without `hostIP`: which one wins is undefined"
            validator.warn(port, message, related=((opposite.origin, "the other one"),))


def warn_of_port_names(spec: Node, validator: Validator) -> None:
    """A name that two containers give to their ports means only one of them to a Service or a probe."""
    seen: dict[str, Node] = {}
    for port in _all_ports(spec):
        name = port.text("name")
        if not name:
            continue
        first = seen.setdefault(name, port)
        if first is not port:
            message = f"port name {quoted(name)} is used twice in this pod"
            refused = first.parent is port.parent  # in one container it is an error already
            validator.warn(port.value["name"], message, related=((first.origin, "first used here"),), follows=refused)
