from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidProbe(Rule):
    """A probe or a lifecycle hook isn't valid.

    A probe has exactly one of `exec`, `http_get`, `tcp_socket` and `grpc`. Its port is a number or the name of a
    container port; a number in quotes is neither. Init containers have no probes. Otherwise the API server rejects
    the pod.

    Bad:
        k8s.V1Probe(http_get=k8s.V1HTTPGetAction(port="8080"))
    Good:
        k8s.V1Probe(http_get=k8s.V1HTTPGetAction(port=8080))
    """

    code, since, severity = "KE513", "0.1", ERROR
    areas = frozenset({"probes"})
    fixable = "unsafe"
