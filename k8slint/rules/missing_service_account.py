from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingServiceAccount(ReferenceRule):
    """A pod names a service account that its namespace doesn't have.

    The API server rejects the pod (``serviceaccount not found``), so the task fails before it starts.

    Inventory: {namespaces: {airflow: {serviceAccounts: [airflow-worker]}}}
    Bad:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(
                containers=[k8s.V1Container(name="base")], service_account_name="airflow-workers"
            )
        )
    Good:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow-worker")
        )
    """

    code, since, severity = "KE807", "0.1", ERROR
    kind = "ServiceAccount"
