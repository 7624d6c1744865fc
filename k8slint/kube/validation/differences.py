"""Where our field path says more than the API server's own, and why. Everything else is word for word the server's."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """``ours`` is a pattern of our path, ``server`` what the server writes instead."""

    ours: str
    server: str
    reason: str


DIFFERENCES = (
    Difference(
        r"(volumeMounts)\[\d+\](\.(?:subPath|subPathExpr|mountPropagation|recursiveReadOnly))$",
        r"\1\2",
        "the server doesn't say which mount",
    ),
    Difference(r"(\.downwardAPI)\.items\[\d+\]", r"\1", "the server doesn't say which item"),
    Difference(r"(\.tolerations\[\d+\])\.value$", r"\1.operator", "the value is at fault, not the operator"),
    Difference(
        r"(\.projected)\.sources\[\d+\]\.serviceAccountToken(\.path)$", r"\1\2", "the server doesn't say which source"
    ),
    Difference(r"^spec(\.shareProcessNamespace)$", r"spec.securityContext\1", "the field doesn't stand there"),
    Difference(r"^spec\.h(ostPID|ostIPC)$", r"spec.H\1", "the field is spelled otherwise"),
    Difference(r"(\.volumes\[\d+\])\.downwardAPI$", r"\1.downwarAPI", "the field is spelled otherwise"),
    Difference(r"(\.volumes\[\d+\])\.gcePersistentDisk\.", r"\1.persistentDisk.", "the field has another name"),
    Difference(r"(\.iscsi)\.initiatorName$", r"\1.initiatorname", "the field is spelled otherwise"),
    Difference(r"\.cephfs$", r".cephFS", "the field is spelled otherwise"),
    Difference(r"\.matchLabelKeys(\[\d+\])$", r"\1", "the server leaves out the list"),
    Difference(r"\.namespaces\[\d+\]$", r".namespace", "the field has another name, and an index"),
    Difference(r"(\.csi)\.nodePublishSecretRef\.name$", r"\1.name", "the name is the secret's"),
    Difference(r"(\.claims\[\d+\])\.name$", r"\1", "the name is what lacks"),
)


def server_path(path: str) -> str:
    """Our path as the server writes it."""
    for difference in DIFFERENCES:
        said, changed = re.subn(difference.ours, difference.server, path)
        if changed:
            return said
    return path
