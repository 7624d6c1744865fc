from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidNetwork(Rule):
    """DNS, host aliases or the hostname of the pod aren't valid.

    Addresses are plain IP addresses, without leading zeros since Kubernetes 1.36; a hostname is a DNS label;
    `dns_policy: None` needs nameservers. The API server refuses the pod otherwise.

    Bad:
        k8s.V1HostAlias(ip="10.0.0.010", hostnames=["db"])
    Good:
        k8s.V1HostAlias(ip="10.0.0.10", hostnames=["db"])
    """

    code, since, severity = "KE519", "0.1", ERROR
    areas = frozenset({"network"})
    fixable = "unsafe"
