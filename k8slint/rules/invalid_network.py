from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidNetwork(Rule):
    """DNS, host aliases or the hostname of the pod aren't valid.

    Addresses are plain IP addresses, since Kubernetes 1.36 without leading zeros; a hostname is a DNS label;
    `dns_policy: None` needs nameservers. Otherwise the API server rejects the pod.

    Bad:
        k8s.V1HostAlias(ip="10.0.0.010", hostnames=["db"])
    Good:
        k8s.V1HostAlias(ip="10.0.0.10", hostnames=["db"])
    """

    code, since, severity = "KE519", "0.1", ERROR
    areas = frozenset({"network"})
    fixable = "unsafe"
