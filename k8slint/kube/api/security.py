"""Security contexts: users and groups, profiles, capabilities, sysctls, Windows options."""

from __future__ import annotations

import re

from k8slint.kube.api.constraints import between, in_versions, local_path, one_of, refuse_repeats, spelled, texts
from k8slint.kube.api.declare import BOOL, INT64, REFUSED, TEXT, Check, Field, ListOf, Struct, label
from k8slint.kube.api.grammar import BLANKS, DNS_SUBDOMAIN, SYSCTL_NAME
from k8slint.kube.api.metadata import APPARMOR, SECCOMP_CONTAINER, SECCOMP_POD
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.validator import Validator, quoted
from k8slint.patterns import pattern

_ID = between(0, 2**31 - 1)
_PROFILES = one_of("RuntimeDefault", "Unconfined", "Localhost")
_GMSA_LIMIT = 64 * 1024
_NET_SYSCTLS = ("net.",)
_IPC_SYSCTLS = ("kernel.shm", "kernel.msg", "fs.mqueue.")


def _seccomp_file(node: Node, validator: Validator) -> None:
    """A profile file belongs to type Localhost, lies below the kubelet's folder, and only there."""
    kind, file = node.text("type"), node.get("localhostProfile")
    if kind is None:
        return
    if kind == "Localhost":
        if file is None:
            validator.required(node, "localhostProfile", "seccomp type `Localhost` needs `localhostProfile`")
        elif file.known:
            local_path(file, validator, dots=False)
    elif file is not None and file.known:
        validator.refuse("Invalid", file, f"`localhostProfile` is only for type `Localhost`, not {quoted(kind)}")


def _apparmor_file(node: Node, validator: Validator) -> None:
    kind, file = node.text("type"), node.get("localhostProfile")
    if kind == "Localhost":
        if file is None or file.value == "":
            validator.required(node, "localhostProfile", "AppArmor type `Localhost` needs `localhostProfile`")
        elif file.known and file.value != file.value.strip(BLANKS):
            validator.refuse("Invalid", file, f"`localhostProfile` {quoted(file.value)} has spaces around it")
        if file is not None and file.known and len(file.value) > 4095:
            validator.refuse("TooLong", file, "`localhostProfile` has more than 4095 characters")
    elif kind in ("RuntimeDefault", "Unconfined") and file is not None and file.known:
        validator.refuse("Invalid", file, f"`localhostProfile` is only for type `Localhost`, not {quoted(kind)}")


def _profile(noun: str, rule: Check) -> Struct:
    fields = {"type": Field(TEXT, _PROFILES, absent=REFUSED), "localhostProfile": Field(TEXT)}
    return Struct(noun, "security", fields, rule)


SECCOMP_PROFILE = _profile("a seccompProfile", _seccomp_file)
APPARMOR_PROFILE = _profile("an appArmorProfile", _apparmor_file)

SELINUX_OPTIONS = Struct(
    "seLinuxOptions",
    "security",
    {"user": Field(TEXT), "role": Field(TEXT), "type": Field(TEXT), "level": Field(TEXT)},
)


def _gmsa_spec(node: Node, validator: Validator) -> None:
    size = len(node.value.encode("utf-8", "surrogatepass"))
    if not size or size > _GMSA_LIMIT:
        validator.refuse("Invalid", node, f"`gmsaCredentialSpec` has {size} bytes; it must have 1 to {_GMSA_LIMIT}")


_NETBIOS = pattern(r"[^\\/:*?\"<>|.][^\\/:*?\"<>|]{0,14}")
_WINDOWS_LABEL = r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?"
_WINDOWS_DOMAIN = pattern(rf"{_WINDOWS_LABEL}(?:\.{_WINDOWS_LABEL})*", re.ASCII)


def _windows_user(node: Node, validator: Validator) -> None:
    """``user`` or ``DOMAIN\\user`` as Windows takes them."""
    name = node.value
    wrong = None
    domain, slash, user = name.rpartition("\\")
    if not name:
        wrong = "it is empty"
    elif any(ord(c) < 32 or ord(c) == 127 for c in name):
        wrong = "it contains control characters"
    elif "\\" in domain:
        wrong = "it contains more than one backslash"
    elif len(domain) >= 256 or (slash and not (_NETBIOS.fullmatch(domain) or _WINDOWS_DOMAIN.fullmatch(domain))):
        wrong = "its domain is neither a NetBIOS nor a DNS name"
    elif not user or len(user) > 104:
        wrong = "its user must have 1 to 104 characters"
    elif not user.strip(". "):
        wrong = "its user contains only dots and spaces"
    elif set(user) & set('"/\\:;|=,+*?<>@[]'):
        wrong = 'its user contains one of "/\\:;|=,+*?<>@[]'
    if wrong:
        validator.refuse("Invalid", node, f"`runAsUserName` {quoted(name)}: {wrong}")


WINDOWS_OPTIONS = Struct(
    "windowsOptions",
    "security",
    {
        "gmsaCredentialSpecName": Field(TEXT, spelled(DNS_SUBDOMAIN), pointer=True),
        "gmsaCredentialSpec": Field(TEXT, _gmsa_spec, pointer=True),
        "runAsUserName": Field(TEXT, _windows_user, pointer=True),
        "hostProcess": Field(BOOL),
    },
)

CAPABILITIES = Struct("capabilities", "security", {"add": Field(ListOf(TEXT)), "drop": Field(ListOf(TEXT))})


def _escalation_is_consistent(node: Node, validator: Validator) -> None:
    """A container that may not gain rights can't have them all; the server takes only ``CAP_SYS_ADMIN`` literally."""
    if node.flag("allowPrivilegeEscalation", True) is not False:
        return
    escalation = node.value["allowPrivilegeEscalation"]
    related = ((escalation.origin, "`allowPrivilegeEscalation: false`"),)
    if node.flag("privileged"):
        validator.refuse(
            "Invalid",
            node,
            "`privileged: true` and `allowPrivilegeEscalation: false` can't be combined",
            related=related,
        )
    capabilities = node.get("capabilities")
    for item in capabilities.items("add") if capabilities is not None else ():
        if item.value == "CAP_SYS_ADMIN":
            validator.refuse(
                "Invalid",
                node,
                "capability CAP_SYS_ADMIN and `allowPrivilegeEscalation: false` can't be combined",
                related=related,
            )


def _proc_mount_is_allowed(node: Node, validator: Validator) -> None:
    """An unmasked /proc needs a user namespace of the pod's own."""
    if node.text("procMount") != "Unmasked":
        return
    spec = node.root.get("spec") or node.root
    if spec.flag("hostUsers", True):
        validator.refuse(
            "Invalid", node.value["procMount"], "`procMount: Unmasked` needs `hostUsers: false` in the pod"
        )


SECURITY_CONTEXT = Struct(
    "a security context",
    "security",
    {
        "capabilities": Field(CAPABILITIES),
        "privileged": Field(BOOL),
        "seLinuxOptions": Field(SELINUX_OPTIONS),
        "windowsOptions": Field(WINDOWS_OPTIONS),
        "runAsUser": Field(INT64, _ID),
        "runAsGroup": Field(INT64, _ID),
        "runAsNonRoot": Field(BOOL),
        "readOnlyRootFilesystem": Field(BOOL),
        "allowPrivilegeEscalation": Field(BOOL),
        "procMount": Field(TEXT, one_of("Default", "Unmasked"), pointer=True, enforced=(1, 33)),
        "seccompProfile": Field(SECCOMP_PROFILE),
        "appArmorProfile": Field(APPARMOR_PROFILE, since=(1, 30)),
    },
    _escalation_is_consistent,
    _proc_mount_is_allowed,
)


def _sysctls_differ(node: Node, validator: Validator) -> None:
    names = [name for name in texts(node.value, "name") if not SYSCTL_NAME.wrong(name.value)]
    refuse_repeats(names, "Duplicate", "sysctl", "this pod", validator)


SYSCTL = Struct(
    "a sysctl",
    "security",
    {"name": Field(TEXT, spelled(SYSCTL_NAME), absent=REFUSED), "value": Field(TEXT)},
)

POD_SECURITY_CONTEXT = Struct(
    "the pod's security context",
    "security",
    {
        "seLinuxOptions": Field(SELINUX_OPTIONS),
        "windowsOptions": Field(WINDOWS_OPTIONS),
        "runAsUser": Field(INT64, _ID),
        "runAsGroup": Field(INT64, _ID),
        "runAsNonRoot": Field(BOOL),
        "supplementalGroups": Field(ListOf(INT64, _ID)),
        "supplementalGroupsPolicy": Field(
            TEXT, one_of("Merge", "Strict"), pointer=True, since=(1, 31), enforced=(1, 33)
        ),
        "fsGroup": Field(INT64, _ID),
        "fsGroupChangePolicy": Field(TEXT, one_of("OnRootMismatch", "Always"), pointer=True),
        "sysctls": Field(ListOf(SYSCTL), _sysctls_differ),
        "seccompProfile": Field(SECCOMP_PROFILE),
        "appArmorProfile": Field(APPARMOR_PROFILE, since=(1, 30)),
        "seLinuxChangePolicy": Field(
            TEXT,
            in_versions((1, 37), one_of("Recursive", "MountOption"), one_of("Recursive")),
            pointer=True,
            since=(1, 32),
            enforced=(1, 33),
        ),
    },
)


def host_namespaces_agree(spec: Node, validator: Validator) -> None:
    """What the pod shares with the host excludes what it keeps for itself."""
    if spec.flag("hostPID") and spec.flag("shareProcessNamespace"):
        validator.refuse(
            "Invalid", spec.value["shareProcessNamespace"], "`shareProcessNamespace` and `hostPID` can't be combined",
            related=((spec.value["hostPID"].origin, "`hostPID`"),),
        )  # fmt: skip
    if spec.flag("hostUsers", True) is False:
        for name in ("hostNetwork", "hostPID", "hostIPC"):
            if spec.flag(name):
                validator.refuse(
                    "Forbidden", spec.value[name], f"`{name}` and `hostUsers: false` can't be combined",
                    related=((spec.value["hostUsers"].origin, "`hostUsers`"),),
                )  # fmt: skip


def sysctls_are_the_pods_own(spec: Node, validator: Validator) -> None:
    """A sysctl of a namespace that the pod shares with the host would be the host's."""
    security = spec.get("securityContext")
    for item in security.items("sysctls") if security is not None else ():
        name = (item.text("name") or "").replace("/", ".")
        for host, prefixes in (("hostNetwork", _NET_SYSCTLS), ("hostIPC", _IPC_SYSCTLS)):
            if (name.startswith(prefixes) or (host == "hostIPC" and name == "kernel.sem")) and spec.flag(host):
                validator.refuse(
                    "Invalid", item.value["name"], f"with `{host}`, sysctl {quoted(name)} would be set on the host"
                )


def _containers(spec: Node) -> list[Node]:
    return [
        item
        for name in ("initContainers", "containers", "ephemeralContainers")
        for item in spec.items(name)
        if item.known
    ]


def host_processes_are_whole(spec: Node, validator: Validator) -> None:
    """Windows host processes: all containers or none, and on the host's network."""
    options = spec.at("securityContext", "windowsOptions")
    own = options.get("hostProcess") if options is not None else None
    if own is not None and not own.known:
        return
    hosted: list[Node] = []
    containers = _containers(spec)
    for container in containers:
        theirs = container.at("securityContext", "windowsOptions", "hostProcess")
        if theirs is not None and not theirs.known:
            return
        if own is not None and theirs is not None and own.value != theirs.value:
            validator.refuse("Invalid", theirs, "`hostProcess` differs from that of the pod")
        decisive = theirs if theirs is not None else own
        if decisive is not None and decisive.value:
            hosted.append(decisive)
    if not hosted:
        return
    if len(hosted) != len(containers):
        validator.refuse(
            "Invalid", spec, "either all containers of a pod or none are host processes", origin=hosted[0].origin
        )
    if spec.flag("hostNetwork") is False:
        validator.refuse(
            "Invalid", spec.get("hostNetwork") or hosted[0], "host processes need `hostNetwork: true` in the pod",
            path="spec.hostNetwork",
        )  # fmt: skip


_NOT_ON_WINDOWS_POD = (
    "appArmorProfile", "seLinuxOptions", "seccompProfile", "fsGroup", "fsGroupChangePolicy", "sysctls", "runAsUser",
    "runAsGroup", "supplementalGroups", "supplementalGroupsPolicy", "seLinuxChangePolicy",
)  # fmt: skip
_NOT_ON_WINDOWS_SPEC = ("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace", "resources")
_NOT_ON_WINDOWS_CONTAINER = (
    "appArmorProfile", "seLinuxOptions", "seccompProfile", "capabilities", "readOnlyRootFilesystem", "privileged",
    "allowPrivilegeEscalation", "procMount", "runAsUser", "runAsGroup",
)  # fmt: skip


def options_fit_the_system(spec: Node, validator: Validator) -> None:
    """Linux knows no Windows options, Windows none of Linux."""
    system = spec.at("os", "name")
    if system is None or system.value not in ("linux", "windows"):
        return
    contexts = [context for item in [spec, *_containers(spec)] if (context := item.get("securityContext"))]
    for context in contexts:
        own = context.parent is spec
        names: tuple[str, ...] = ("windowsOptions",)
        if system.value == "windows":
            names = _NOT_ON_WINDOWS_POD if own else _NOT_ON_WINDOWS_CONTAINER
        for name in names:
            _refuse_on(system.value, context.get(name), validator)
    if system.value == "windows":
        for name in _NOT_ON_WINDOWS_SPEC:
            child = spec.get(name)
            if name in ("hostPID", "hostIPC") and not spec.flag(name):
                continue
            if name == "resources" and validator.version < (1, 34):
                continue
            _refuse_on("windows", child, validator)


def _refuse_on(system: str, child: Node | None, validator: Validator) -> None:
    if child is not None and child.known and child.value != []:
        validator.refuse("Forbidden", child, f"{label(child)} can't be set when the pod's `os` is {system}")


def annotations_agree(pod: Node, validator: Validator) -> None:
    """An old annotation and the field that replaced it say the same; without the field the annotation does nothing."""
    annotations = pod.at("metadata", "annotations")
    spec = pod.get("spec")
    if annotations is None or spec is None or type(annotations.value) is not dict:
        return
    relevant = [key for key in annotations.value if key.startswith((APPARMOR, SECCOMP_CONTAINER, SECCOMP_POD))]
    if not relevant:
        return
    windows = spec.at("os", "name")
    context = spec.get("securityContext")
    _seccomp_agrees(annotations.value.get(SECCOMP_POD), context, validator)
    for container in _containers(spec):
        name = container.text("name")
        own = container.get("securityContext")
        _seccomp_agrees(annotations.value.get(f"{SECCOMP_CONTAINER}{name}"), own, validator)
        profile = own.get("appArmorProfile") if own is not None else None
        if profile is None and context is not None:
            profile = context.get("appArmorProfile")
        annotation = annotations.value.get(f"{APPARMOR}{name}")
        if annotation is not None and not (windows is not None and windows.value == "windows"):
            _apparmor_agrees(annotation, profile, container, validator)


def _seccomp_agrees(annotation: Node | None, context: Node | None, validator: Validator) -> None:
    if annotation is None or not annotation.known:
        return
    profile = context.get("seccompProfile") if context is not None else None
    if profile is None:
        validator.warn(
            annotation,
            "this annotation has no effect since 1.27: use the `seccompProfile` field",
            origin=annotation.key,
        )
        return
    kind = profile.text("type")
    text = annotation.value
    fits = {
        "Unconfined": text == "unconfined",
        "RuntimeDefault": text in ("runtime/default", "docker/default"),
        "Localhost": text.startswith("localhost/"),
    }.get(kind or "", True)
    if not fits:
        validator.refuse("Forbidden", profile.value["type"], f"the pod's annotation says {quoted(text)}")
    elif kind == "Localhost" and profile.text("localhostProfile") not in (None, text.removeprefix("localhost/")):
        validator.refuse(
            "Forbidden", profile, f"the pod's annotation says {quoted(text)}", path=f"{profile.path}.localhostProfile"
        )


def _apparmor_agrees(annotation: Node, profile: Node | None, container: Node, validator: Validator) -> None:
    if profile is None:
        validator.warn(
            annotation,
            "this annotation is deprecated since 1.30: use the `appArmorProfile` field",
            origin=annotation.key,
        )
        return
    kind, text = profile.text("type"), annotation.value
    if text is UNKNOWN:
        return
    fits = {
        "Unconfined": text == "unconfined",
        "RuntimeDefault": text == "runtime/default",
        "Localhost": text.startswith("localhost/"),
    }.get(kind or "", True)
    path = f"{container.path}.securityContext.appArmorProfile"
    if not fits:
        validator.refuse("Forbidden", profile, f"the pod's annotation says {quoted(text)}", path=f"{path}.type")
    elif kind == "Localhost" and profile.text("localhostProfile") not in (None, text.removeprefix("localhost/")):
        validator.refuse(
            "Forbidden", profile, f"the pod's annotation says {quoted(text)}", path=f"{path}.localhostProfile"
        )
