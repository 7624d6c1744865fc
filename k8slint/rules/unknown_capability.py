from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Const
from k8slint.kube.names import did_you_mean
from k8slint.kube.pod import Container
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._nearest import text_instead
from k8slint.rules._wire import items

# capabilities(7) of Linux, without the prefix CAP_; ALL is Kubernetes' own.
_CAPABILITIES = frozenset(
    {
        "ALL", "AUDIT_CONTROL", "AUDIT_READ", "AUDIT_WRITE", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "CHOWN",
        "DAC_OVERRIDE", "DAC_READ_SEARCH", "FOWNER", "FSETID", "IPC_LOCK", "IPC_OWNER", "KILL", "LEASE",
        "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "MKNOD", "NET_ADMIN", "NET_BIND_SERVICE", "NET_BROADCAST",
        "NET_RAW", "PERFMON", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYSLOG", "SYS_ADMIN", "SYS_BOOT", "SYS_CHROOT",
        "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG",
        "WAKE_ALARM",
    }
)  # fmt: skip


class UnknownCapability(Rule):
    """A capability with this name doesn't exist.

    Kubernetes writes capabilities without the prefix ``CAP_``. The API server doesn't check the names; the
    container runtime doesn't start the container, or ignores the capability.

    Bad:
        k8s.V1SecurityContext(capabilities=k8s.V1Capabilities(add=["CAP_NET_ADMIN"]))
    Good:
        k8s.V1SecurityContext(capabilities=k8s.V1Capabilities(add=["NET_ADMIN"]))
    """

    code, since, severity = "KE533", "0.1", WARNING
    fixable = "unsafe"
    checks = "names"

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        for side in ("add", "drop"):
            for index, item in enumerate(items(container.get("securityContext", "capabilities", side))):
                match item:
                    case Const(value=str(name)) if name.upper() not in _CAPABILITIES:
                        path = f"{container.path}.securityContext.capabilities.{side}[{index}]"
                        yield self._unknown(item, name, path)

    def _unknown(self, item: Const, name: str, path: str) -> Violation:
        bare = name.upper().removeprefix("CAP_")
        right = bare if bare in _CAPABILITIES else did_you_mean(bare, _CAPABILITIES)
        hint = f": did you mean `{right}`?" if right else ""
        fix = text_instead(item.origin, right) if right else None
        message = f"there is no capability `{name}`, so the container doesn't start or runs without it{hint}"
        return self.violation(item.origin, message, fix=lambda: fix, field=path)
