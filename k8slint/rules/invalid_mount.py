from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidMount(Rule):
    """A volume mount or a volume device isn't valid.

    A mount refers to a volume of the pod and has a path that no other mount of the container has; a `sub_path` is
    relative and stays inside the volume. Otherwise the API server rejects the pod.

    Bad:
        k8s.V1VolumeMount(name="data", mount_path="/data", sub_path="/input")
    Good:
        k8s.V1VolumeMount(name="data", mount_path="/data", sub_path="input")
    """

    code, since, severity = "KE516", "0.1", ERROR
    areas = frozenset({"mounts"})
    fixable = "unsafe"
