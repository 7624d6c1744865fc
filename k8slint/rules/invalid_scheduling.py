from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidScheduling(Rule):
    """What says where a pod may run isn't valid: affinity, tolerations, node selector, topology spread.

    Operators and effects are words in exactly one case; keys are qualified names and values label values; `Exists`
    takes no value and `In` at least one. The API server refuses the pod otherwise, and warns of labels that nodes no
    longer carry and of selectors that match nothing.

    Bad:
        k8s.V1Toleration(key="dedicated", operator="equal", value="ml", effect="NoSchedule")
    Good:
        k8s.V1Toleration(key="dedicated", operator="Equal", value="ml", effect="NoSchedule")
    """

    code, since, severity = "KE518", "0.1", ERROR
    areas = frozenset({"scheduling"})
    fixable = "unsafe"
