from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingVolumeClaim(ReferenceRule):
    """A pod mounts a PersistentVolumeClaim that its namespace doesn't have.

    The scheduler can't place the pod: it stays Pending until Airflow gives up.

    Inventory: {namespaces: {airflow: {persistentVolumeClaims: [shared-data]}}}
    Bad:
        k8s.V1Volume(
            name="data",
            persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="shared-date"),
        )
    Good:
        k8s.V1Volume(
            name="data",
            persistent_volume_claim=k8s.V1PersistentVolumeClaimVolumeSource(claim_name="shared-data"),
        )
    """

    code, since, severity = "KE809", "0.1", ERROR
    kind = "PersistentVolumeClaim"
