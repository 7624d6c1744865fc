from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class RefusedByCluster(Rule):
    """The cluster rejects a worker pod.

    Only ``k8slint verify`` reports it, which posts each pod with ``dryRun=All``: the API server, its admission webhooks,
    quotas, Pod Security and other checks validate it, and nothing is created.

    Bad:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="nobody"))
    Good:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], service_account_name="airflow-worker"))
    """

    code, since, severity = "KE839", "0.1", ERROR
