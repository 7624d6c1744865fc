from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidPodSpec(Rule):
    """A field of the pod spec isn't valid: restart policy, deadline, service account, operating system.

    Names of other objects are DNS subdomains; policies are case-sensitive words; a deadline is at least one second.
    Otherwise the API server rejects the pod.

    Bad:
        k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow_worker")
    Good:
        k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow-worker")
    """

    code, since, severity = "KE520", "0.1", ERROR
    areas = frozenset({"pod"})
    fixable = "unsafe"
