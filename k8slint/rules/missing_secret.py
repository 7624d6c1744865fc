from __future__ import annotations

from k8slint.airflow.pods.references import Reference
from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingSecret(ReferenceRule):
    """A pod uses a Secret that its namespace doesn't have.

    The API server accepts the pod, and the kubelet then waits for the Secret: the task hangs in
    CreateContainerConfigError or ContainerCreating until it times out. This is reported if an ``inventory`` is set that
    covers the Secrets of the pod's namespace. It is an error when the inventory lists all of them, and a warning when it
    is made of manifests, since a Secret may have been created in another way. ``optional=True`` is respected.

    Inventory: {namespaces: {airflow: {secrets: {db-credentials: [password]}}}}
    Bad:
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="db-credentails"))
    Good:
        k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name="db-credentials"))
    """

    code, since, severity = "KE803", "0.1", ERROR
    kind = "Secret"

    def concerns_reference(self, reference: Reference) -> bool:
        return reference.waits != "pull"
