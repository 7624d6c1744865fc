from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingStorageClass(ReferenceRule):
    """An ephemeral volume names a StorageClass that the cluster doesn't have.

    No provisioner creates a volume for the claim: the pod stays Pending.

    Inventory: {cluster: {storageClasses: [fast-ssd]}}
    Bad:
        claim = k8s.V1PersistentVolumeClaimTemplate(
            spec=k8s.V1PersistentVolumeClaimSpec(
                access_modes=["ReadWriteOnce"],
                storage_class_name="fast-sdd",
                resources=k8s.V1VolumeResourceRequirements(requests={"storage": "10Gi"}),
            )
        )
        scratch = k8s.V1Volume(
            name="scratch", ephemeral=k8s.V1EphemeralVolumeSource(volume_claim_template=claim)
        )
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], volumes=[scratch]))
        PythonOperator(task_id="t", python_callable=print, executor_config={"pod_override": pod})
    Good:
        claim = k8s.V1PersistentVolumeClaimTemplate(
            spec=k8s.V1PersistentVolumeClaimSpec(
                access_modes=["ReadWriteOnce"],
                storage_class_name="fast-ssd",
                resources=k8s.V1VolumeResourceRequirements(requests={"storage": "10Gi"}),
            )
        )
        scratch = k8s.V1Volume(
            name="scratch", ephemeral=k8s.V1EphemeralVolumeSource(volume_claim_template=claim)
        )
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], volumes=[scratch]))
        PythonOperator(task_id="t", python_callable=print, executor_config={"pod_override": pod})
    """

    code, since, severity = "KE812", "0.1", ERROR
    kind = "StorageClass"
