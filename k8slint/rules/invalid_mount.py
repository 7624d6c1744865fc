from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidMount(Rule):
    """A volume mount or a volume device isn't valid.

    A mount names a volume of the pod and a path that no other mount of the container has; a `sub_path` is relative and
    stays inside the volume. The API server refuses the pod otherwise.

    Bad:
        k8s.V1VolumeMount(name="data", mount_path="/data", sub_path="/input")
    Good:
        k8s.V1VolumeMount(name="data", mount_path="/data", sub_path="input")
    """

    code, since, severity = "KE516", "0.1", ERROR
    areas = frozenset({"mounts"})
    fixable = "unsafe"
