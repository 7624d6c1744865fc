from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidPodSpec(Rule):
    """A field of the pod's spec isn't valid: restart policy, deadline, service account, operating system.

    Names of other objects are DNS subdomains; policies are words in exactly one case; a deadline is at least one
    second. The API server refuses the pod otherwise.

    Bad:
        k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow_worker")
    Good:
        k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow-worker")
    """

    code, since, severity = "KE520", "0.1", ERROR
    areas = frozenset({"pod"})
    fixable = "unsafe"
