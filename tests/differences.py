"""Where our field path says more than the API server's own, and why. Everything else is word for word the server's."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """``ours`` is the end of our path, ``server`` what the server writes there; ``[i]`` is an index, ``…`` any rest."""

    ours: str
    server: str
    reason: str

    def apply(self, path: str) -> str | None:
        """The path as the server writes it; None when it isn't one of these."""
        pattern = re.escape(self.ours).replace(r"\[i\]", r"(\[\d+\])")
        pattern = (
            rf"(?:^|(?<=\.)){pattern.removesuffix('…')}" + ("(?P<rest>.*)" if self.ours.endswith("…") else "") + "$"
        )
        match = re.search(pattern, path)
        if match is None:
            return None
        indexes = iter(match.groups())
        said = re.sub(r"\[[i0]\]", lambda sign: _index(sign[0], next(indexes)), self.server.removesuffix("…"))
        start = path[: match.start()]
        if said.startswith("["):
            start = start.removesuffix(".")
        return start + said + (match["rest"] if self.ours.endswith("…") else "")


def _index(sign: str, index: str) -> str:
    return index if sign == "[i]" else sign


_WHICH = "the server doesn't say which one"
_SPELLED = "the server spells the field differently"

DIFFERENCES = (
    Difference("volumeMounts[i].subPath", "volumeMounts.subPath", _WHICH),
    Difference("volumeMounts[i].subPathExpr", "volumeMounts.subPathExpr", _WHICH),
    Difference("volumeMounts[i].mountPropagation", "volumeMounts.mountPropagation", _WHICH),
    Difference("volumeMounts[i].recursiveReadOnly", "volumeMounts.recursiveReadOnly", _WHICH),
    Difference("downwardAPI.items[i]…", "downwardAPI…", _WHICH),
    Difference("projected.sources[i].serviceAccountToken.path", "projected.path", _WHICH),
    Difference("matchLabelKeys[i]", "[i]", "the server leaves out the list"),
    Difference("tolerations[i].value", "tolerations[i].operator", "the error is in the value, not in the operator"),
    Difference("fieldRef.apiVersion", "fieldRef.fieldPath", "the error is in the version, not in the field"),
    Difference("claims[i].name", "claims[i]", "the name is missing"),
    Difference("csi.nodePublishSecretRef.name", "csi.name", "the name is the secret's"),
    Difference(
        "spec.shareProcessNamespace", "spec.securityContext.shareProcessNamespace", "the field is in another object"
    ),
    Difference("spec.hostPID", "spec.HostPID", _SPELLED),
    Difference("spec.hostIPC", "spec.HostIPC", _SPELLED),
    Difference("volumes[i].downwardAPI", "volumes[i].downwarAPI", _SPELLED),
    Difference("volumes[i].cephfs", "volumes[i].cephFS", _SPELLED),
    Difference("iscsi.initiatorName", "iscsi.initiatorname", _SPELLED),
    Difference("initContainers[i].ports[i].hostPort", "initContainers[0].ports[i].hostPort", _WHICH),
    Difference("gcePersistentDisk.…", "persistentDisk.…", "the field has another name"),
    Difference("namespaces[i]", "namespace", "the field has another name, and is a list"),
)


def server_path(path: str) -> str:
    """Our path as the server writes it."""
    for difference in DIFFERENCES:
        said = difference.apply(path)
        if said is not None:
            return said
    return path
