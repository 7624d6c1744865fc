from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingResourceClaimTemplate(ReferenceRule):
    """A pod names a ResourceClaimTemplate that its namespace doesn't have.

    Kubernetes waits for it: the pod stays Pending.

    Inventory: {namespaces: {airflow: {resourceClaimTemplates: [single-gpu]}}}
    Bad:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(
                containers=[k8s.V1Container(name="base")],
                resource_claims=[k8s.V1PodResourceClaim(name="gpu", resource_claim_template_name="gpu-single")],
            )
        )
    Good:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(
                containers=[k8s.V1Container(name="base")],
                resource_claims=[k8s.V1PodResourceClaim(name="gpu", resource_claim_template_name="single-gpu")],
            )
        )
    """

    code, since, severity = "KE813", "0.1", ERROR
    kind = "ResourceClaimTemplate"
