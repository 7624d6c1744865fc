"""An error or warning of the API server about a pod."""

from __future__ import annotations

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Origin
from k8slint.finding import Severity

AREAS = frozenset(
    {
        "metadata",  # names, labels, annotations, owner references, finalizers
        "containers",  # list, names, image, pull policy, termination message, restart policy and rules
        "ports",
        "probes",  # probes and lifecycle
        "env",  # env, envFrom, valueFrom and what it refers to
        "quantity",  # the text of a quantity, its sign, fractions of a byte
        "requests-limits",  # a request against its limit, extended resources and hugepages that must be equal
        "resource-names",  # which resources may stand where
        "resources",  # claims, resize policy, pod-level resources, overhead
        "volumes",  # volumes, sources, items
        "mounts",  # volumeMounts, volumeDevices
        "security",  # security contexts, sysctls, profiles, host namespaces
        "scheduling",  # nodeSelector, affinity, tolerations, topology spread, gates, priority, scheduler
        "network",  # DNS, host aliases, hostname, subdomain
        "pod",  # restartPolicy, deadlines, service account, os, the rest of the spec
        "type",  # the wrong JSON type: the request isn't even decoded
        "unknown-field",  # a field that doesn't exist there
        "unreadable",  # not the server's word: the client raises when it reads a template
        "changed",  # not the server's word: the client makes another value of it
    }
)


_OTHER_EFFECT = frozenset({"unknown-field", "unreadable", "changed"})  # their messages say what happens


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error (the pod is refused) or a warning (accepted, and it hurts).

    ``kind`` is the API server's word without its prefix: Required, Invalid, NotSupported, Forbidden, Duplicate,
    NotFound, TooLong, TooMany, Decode, Strict; Warning for what it accepts with a warning; None for a trap that the
    server doesn't check. ``path`` is the field
    (``spec.containers[0].resources.requests``); ``origin`` where the offending value was written, or for something
    missing, the thing that lacks it. ``suggestion`` is the nearest right value as text, when there is one.
    ``follows`` marks what the API server adds because of another refusal (the mount of a volume that is itself refused,
    a request that it derived from a bad limit): true, and no second mistake, so not worth a second finding.
    ``assumed`` marks what other supported versions accept, where nobody states the version.
    """

    kind: str | None
    path: str
    origin: Origin
    message: str
    area: str
    severity: Severity = Severity.ERROR
    related: tuple[tuple[Origin, str], ...] = ()
    suggestion: str | None = None
    follows: bool = False
    assumed: bool = False

    def message_with_effect(self, note: str = "") -> str:
        """The message with ``note`` at its end and, unless it says what happens itself, with the consequence."""
        message = self.message + note
        if self.severity is not Severity.ERROR or self.area in _OTHER_EFFECT or "API server" in message:
            return message
        return f"{message}{'' if message.endswith('?') else '.'} The API server rejects the pod"


def repeated_key(key: str, first: Origin, second: Origin) -> Refusal:
    """A key that stands twice in one mapping, which a decoded pod no longer shows: a strict server refuses it."""
    message = f"the key `{key}` is duplicated in this mapping: the first value is lost"
    return Refusal("Strict", key, second, message, "unknown-field", related=((first, "the value that is lost"),))
