from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidVolume(Rule):
    """A volume isn't valid.

    A volume has a name that is a DNS label, at most one source, and what that source requires. Paths of its files
    are relative. File modes go up to `0o777`, so decimal digits that were meant as octal are rejected. The API
    server rejects the pod.

    Bad:
        k8s.V1Volume(name="keys", secret=k8s.V1SecretVolumeSource(secret_name="keys", default_mode=644))
    Good:
        k8s.V1Volume(name="keys", secret=k8s.V1SecretVolumeSource(secret_name="keys", default_mode=0o644))
    """

    code, since, severity = "KE515", "0.1", ERROR
    areas = frozenset({"volumes"})
    fixable = "unsafe"
