"""The Pod Security Standards ``baseline`` and ``restricted``, as the API server's admission plugin checks them.

One function for each control, by version of the cluster. What isn't known is allowed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Origin, Value, get

if TYPE_CHECKING:
    from k8slint.kube.pod import Container, Pod
    from k8slint.settings.targets import Version

BASELINE, RESTRICTED = "baseline", "restricted"
LEVELS = (BASELINE, RESTRICTED)


@dataclass(frozen=True, slots=True, eq=False)
class Breach:
    """One thing that a level forbids. ``control`` is the plugin's name for the check."""

    control: str
    path: str
    origin: Origin
    message: str


_CAPABILITIES = frozenset(
    {
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP",
        "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
    }
)  # fmt: skip
_VOLUMES = frozenset(
    {
        "configMap", "csi", "downwardAPI", "emptyDir", "ephemeral", "image", "persistentVolumeClaim", "projected",
        "secret",
    }
)  # fmt: skip
# The sysctls that are safe, by the version from which they are.
_SYSCTLS: dict[str, Version] = {
    "kernel.shm_rmid_forced": (1, 0),
    "net.ipv4.ip_local_port_range": (1, 0),
    "net.ipv4.tcp_syncookies": (1, 0),
    "net.ipv4.ping_group_range": (1, 0),
    "net.ipv4.ip_unprivileged_port_start": (1, 0),
    "net.ipv4.ip_local_reserved_ports": (1, 27),
    "net.ipv4.tcp_keepalive_time": (1, 29),
    "net.ipv4.tcp_fin_timeout": (1, 29),
    "net.ipv4.tcp_keepalive_intvl": (1, 29),
    "net.ipv4.tcp_keepalive_probes": (1, 29),
    "net.ipv4.tcp_rmem": (1, 32),
    "net.ipv4.tcp_wmem": (1, 32),
    "net.ipv4.tcp_slow_start_after_idle": (1, 37),
    "net.ipv4.tcp_notsent_lowat": (1, 37),
}
_HOST_PROBES: Version = (1, 34)
_CONTAINER_ENGINE: Version = (1, 31)
_USER_NAMESPACES: Version = (1, 35)
_APPARMOR = "container.apparmor.security.beta.kubernetes.io/"


def breaches(pod: Pod, level: str, version: Version) -> Iterator[Breach]:
    """What a level forbids of a pod, as the cluster's ``version`` does."""
    restricted = level == RESTRICTED
    relaxed = version >= _USER_NAMESPACES and _says(pod.get("spec", "hostUsers"), False)
    windows = _says(pod.get("spec", "os", "name"), "windows")
    yield from _host(pod, version)
    yield from _volumes(pod, restricted)
    yield from _profiles(pod, version)
    for container in pod.all_containers:
        yield from _container(container, version, restricted, relaxed, windows)
    if restricted:
        if not relaxed:
            yield from _must_not_be_root(pod)
        if not windows:
            yield from _must_have_seccomp(pod)


def _host(pod: Pod, version: Version) -> Iterator[Breach]:
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        value = pod.get("spec", field)
        if _says(value, True):
            yield Breach("hostNamespaces", f"spec.{field}", value.origin, f"`{field}: true` is forbidden")
    allowed = {name for name, since in _SYSCTLS.items() if version >= since}
    for index, sysctl in enumerate(_items(pod.get("spec", "securityContext", "sysctls"))):
        name = get(sysctl, "name")
        if isinstance(name, Const) and isinstance(name.value, str) and name.value not in allowed:
            path = f"spec.securityContext.sysctls[{index}].name"
            yield Breach("sysctls", path, name.origin, f"the sysctl `{name.value}` is not among the safe ones")


def _volumes(pod: Pod, restricted: bool) -> Iterator[Breach]:
    for index, volume in enumerate(pod.volumes):
        if not isinstance(volume, Mapping):
            continue
        for source, value in volume.entries.items():
            if source == "name" or isinstance(value, Absent) or (isinstance(value, Const) and value.value is None):
                continue
            if source == "hostPath" or (restricted and source not in _VOLUMES):
                control = "restrictedVolumes" if restricted else "hostPathVolumes"
                at = volume.keys.get(source, value.origin)
                yield Breach(control, f"spec.volumes[{index}].{source}", at, f"a `{source}` volume is forbidden")


def _contexts(pod: Pod) -> Iterator[tuple[str, Value]]:
    """The security contexts of the pod and of its containers, with their paths."""
    yield "spec.securityContext", pod.get("spec", "securityContext")
    for container in pod.all_containers:
        yield f"{container.path}.securityContext", container.get("securityContext")


def _profiles(pod: Pod, version: Version) -> Iterator[Breach]:
    """SELinux, AppArmor, seccomp and Windows, which pod and containers set alike."""
    types = ["", "container_t", "container_init_t", "container_kvm_t"]
    types += ["container_engine_t"] if version >= _CONTAINER_ENGINE else []
    for path, context in _contexts(pod):
        yield from _other(context, f"{path}.seLinuxOptions.type", types, "seLinuxOptions")
        for field in ("user", "role"):
            yield from _other(context, f"{path}.seLinuxOptions.{field}", [""], "seLinuxOptions")
        yield from _other(
            context, f"{path}.appArmorProfile.type", ["", "RuntimeDefault", "Localhost"], "appArmorProfile"
        )
        yield from _other(context, f"{path}.seccompProfile.type", ["RuntimeDefault", "Localhost"], "seccompProfile")
        yield from _other(context, f"{path}.windowsOptions.hostProcess", [False], "windowsHostProcess")
    annotations = pod.get("metadata", "annotations")
    for name, value in annotations.entries.items() if isinstance(annotations, Mapping) else ():
        if isinstance(name, str) and name.startswith(_APPARMOR) and isinstance(value, Const):
            text = str(value.value)
            if text not in ("", "runtime/default") and not text.startswith("localhost/"):
                path = f"metadata.annotations[{name}]"
                yield Breach("appArmorProfile", path, value.origin, f"the AppArmor profile `{text}` is forbidden")


def _container(
    container: Container, version: Version, restricted: bool, relaxed: bool, windows: bool
) -> Iterator[Breach]:
    context, path = container.get("securityContext"), f"{container.path}.securityContext"
    yield from _other(context, f"{path}.privileged", [False], "privileged")
    if restricted or not relaxed:
        yield from _other(context, f"{path}.procMount", ["Default"], "procMount")
    for index, port in enumerate(_items(container.get("ports"))):
        host = get(port, "hostPort")
        if isinstance(host, Const) and isinstance(host.value, int) and host.value:
            where = f"{container.path}.ports[{index}].hostPort"
            yield Breach("hostPorts", where, host.origin, f"the host port {host.value} is forbidden")
    if version >= _HOST_PROBES:
        for handler in _HANDLERS:
            for action in ("httpGet", "tcpSocket"):
                where = f"{container.path}.{handler}.{action}.host"
                yield from _other(container.value, where, [""], "hostProbesAndHostLifecycle")
    allowed = {"NET_BIND_SERVICE"} if restricted and not windows else _CAPABILITIES
    for index, added in enumerate(_items(get(context, "capabilities", "add"))):
        if isinstance(added, Const) and added.value not in allowed:
            where = f"{path}.capabilities.add[{index}]"
            yield Breach("capabilities", where, added.origin, f"adding the capability `{added.value}` is forbidden")
    if not restricted:
        return
    escalation = get(context, "allowPrivilegeEscalation")
    if not windows and (_says(escalation, True) or _is_absent(escalation)):
        at, where = _nearest(escalation, context, container.value), f"{path}.allowPrivilegeEscalation"
        yield Breach("allowPrivilegeEscalation", where, at, "the container must set `allowPrivilegeEscalation: false`")
    drop = get(context, "capabilities", "drop")
    dropped = _items(drop)
    whole = _is_absent(drop) or (isinstance(drop, Items) and drop.complete)
    if not windows and whole and all(isinstance(each, Const) and each.value != "ALL" for each in dropped):
        at = _nearest(drop, context, container.value)
        yield Breach("capabilities", f"{path}.capabilities.drop", at, "the container must drop the capabilities `ALL`")


_HANDLERS = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop")


def _must_not_be_root(pod: Pod) -> Iterator[Breach]:
    whole = pod.get("spec", "securityContext", "runAsNonRoot")
    if _says(whole, False):
        yield Breach("runAsNonRoot", "spec.securityContext.runAsNonRoot", whole.origin, "`runAsNonRoot` must be true")
    for path, context in _contexts(pod):
        yield from _other(context, f"{path}.runAsUser", None, "runAsUser", zero="running as root is forbidden")
    for container in pod.all_containers:
        path, own = f"{container.path}.securityContext.runAsNonRoot", container.get("securityContext", "runAsNonRoot")
        if _says(own, False):
            yield Breach("runAsNonRoot", path, own.origin, "`runAsNonRoot` must be true")
        elif _is_absent(own) and _is_absent(whole):
            at = _nearest(own, container.get("securityContext"), container.value)
            yield Breach("runAsNonRoot", path, at, "the pod or the container must set `runAsNonRoot: true`")


def _must_have_seccomp(pod: Pod) -> Iterator[Breach]:
    whole = pod.get("spec", "securityContext", "seccompProfile", "type")
    for container in pod.all_containers:
        own = container.get("securityContext", "seccompProfile", "type")
        if _is_absent(own) and _is_absent(whole):
            at = _nearest(own, container.get("securityContext"), container.value)
            yield Breach(
                "seccompProfile",
                f"{container.path}.securityContext.seccompProfile",
                at,
                "the pod or the container must set a seccomp profile: `type: RuntimeDefault` or `Localhost`",
            )


def _other(
    value: Value, path: str, allowed: Sequence[object] | None, control: str, *, zero: str = ""
) -> Iterator[Breach]:
    """A field that is set to something else than what is allowed; with ``zero``, one that is 0."""
    steps = path.rpartition("securityContext.")[2] if "securityContext." in path else path.partition("].")[2]
    found = get(value, *steps.split("."))
    if not isinstance(found, Const) or found.value is None:
        return
    if allowed is None:
        if found.value == 0 and type(found.value) is int:
            yield Breach(control, path, found.origin, zero)
    elif found.value not in allowed:
        shown = str(found.value).lower() if isinstance(found.value, bool) else found.value
        yield Breach(control, path, found.origin, f"`{steps.rpartition('.')[2]}: {shown}` is forbidden")


def _says(value: Value, wanted: object) -> bool:
    return isinstance(value, Const) and value.value == wanted and type(value.value) is type(wanted)


def _is_absent(value: Value) -> bool:
    return isinstance(value, Absent) or (isinstance(value, Const) and value.value is None)


def _nearest(value: Value, context: Value, container: Value) -> Origin:
    """Where something is wrong, else where it should stand."""
    if not _is_absent(value):
        return value.origin
    return context.origin if isinstance(context, Mapping) else container.origin


def _items(value: Value) -> tuple[Value, ...]:
    return value.items if isinstance(value, Items) else ()
