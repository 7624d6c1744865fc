from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidPodResources(Rule):
    """A resource claim, a resize policy, the overhead or the pod-level resources aren't valid.

    A container uses claims that the pod declares; resize policies name cpu and memory, each once, and a pod that
    never restarts can't restart a container to resize it. Otherwise the API server rejects the pod.

    Bad:
        k8s.V1Container(
            name="base", resize_policy=[k8s.V1ContainerResizePolicy(resource_name="cpu", restart_policy="Restart")]
        )
    Good:
        k8s.V1Container(
            name="base", resize_policy=[k8s.V1ContainerResizePolicy(resource_name="cpu", restart_policy="NotRequired")]
        )
    """

    code, since, severity = "KE514", "0.1", ERROR
    areas = frozenset({"resources"})
    fixable = "unsafe"
