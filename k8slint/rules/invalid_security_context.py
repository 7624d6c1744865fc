from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidSecurityContext(Rule):
    """A security context isn't valid.

    User and group ids are between 0 and 2147483647; profiles and policies are words that the API server knows; some
    settings exclude each other, such as sharing the host's namespaces and having a user namespace. Otherwise the
    API server rejects the pod.

    Bad:
        k8s.V1SecurityContext(seccomp_profile=k8s.V1SeccompProfile(type="runtime/default"))
    Good:
        k8s.V1SecurityContext(seccomp_profile=k8s.V1SeccompProfile(type="RuntimeDefault"))
    """

    code, since, severity = "KE517", "0.1", ERROR
    areas = frozenset({"security"})
    fixable = "unsafe"
