from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidPort(Rule):
    """A container port isn't valid, or two ports conflict.

    Ports are between 1 and 65535; their names have at most 15 lower-case letters, digits and `-`; a host port can
    be used only once. Otherwise the API server rejects the pod; it warns if a port is declared twice.

    Bad:
        k8s.V1ContainerPort(container_port=8080, name="worker_metrics", protocol="TCP")
    Good:
        k8s.V1ContainerPort(container_port=8080, name="worker-metrics", protocol="TCP")
    """

    code, since, severity = "KE512", "0.1", ERROR
    areas = frozenset({"ports"})
    fixable = "unsafe"
