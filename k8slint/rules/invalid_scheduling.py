from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidScheduling(Rule):
    """A scheduling field is invalid: affinity, tolerations, node selector or topology spread.

    Operators and effects are case-sensitive words; keys are qualified names and values are label values; `Exists`
    takes no value and `In` at least one. Otherwise the API server rejects the pod; it warns about labels that nodes
    no longer have and selectors that match nothing.

    Bad:
        k8s.V1Toleration(key="dedicated", operator="equal", value="ml", effect="NoSchedule")
    Good:
        k8s.V1Toleration(key="dedicated", operator="Equal", value="ml", effect="NoSchedule")
    """

    code, since, severity = "KE518", "0.1", ERROR
    areas = frozenset({"scheduling"})
    fixable = "unsafe"
