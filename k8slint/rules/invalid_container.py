from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidContainer(Rule):
    """A container's name, image or policy isn't valid, or two containers share a name.

    Names are DNS labels (lower-case letters, digits and `-`) and unique in the pod. Policies are case-sensitive
    words. Otherwise the API server rejects the pod.

    Bad:
        k8s.V1Container(name="base", image_pull_policy="always")
    Good:
        k8s.V1Container(name="base", image_pull_policy="Always")
    """

    code, since, severity = "KE511", "0.1", ERROR
    areas = frozenset({"containers"})
    fixable = "unsafe"
