from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidPort(Rule):
    """A container port isn't valid, or two ports get in each other's way.

    Ports lie between 1 and 65535, are named by at most 15 lower-case letters, digits and `-`, and a host port can be
    taken only once. The API server refuses the pod otherwise, and warns of ports that are declared twice.

    Bad:
        k8s.V1ContainerPort(container_port=8080, name="worker_metrics", protocol="TCP")
    Good:
        k8s.V1ContainerPort(container_port=8080, name="worker-metrics", protocol="TCP")
    """

    code, since, severity = "KE512", "0.1", ERROR
    areas = frozenset({"ports"})
    fixable = "unsafe"
