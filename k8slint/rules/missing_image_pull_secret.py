from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.references import Reference
from k8slint.cluster.model import Inventory
from k8slint.dataclass import replace
from k8slint.rules._base import WARNING, Context, Violation
from k8slint.rules._references import ReferenceRule


class MissingImagePullSecret(ReferenceRule):
    """A pod names an image pull secret that its namespace doesn't have.

    The kubelet pulls the image without it. That works for a public image. A private image gives ImagePullBackOff, and the
    task never starts.

    Inventory: {namespaces: {airflow: {secrets: {registry: [.dockerconfigjson]}}}}
    Bad:
        k8s.V1LocalObjectReference(name="registry-key")
    Good:
        k8s.V1LocalObjectReference(name="registry")
    """

    code, since, severity = "KE808", "0.1", WARNING
    kind = "Secret"

    def concerns_reference(self, reference: Reference) -> bool:
        return reference.waits == "pull"

    def check_reference(
        self, reference: Reference, inventory: Inventory, namespace: str, context: Context
    ) -> Iterator[Violation]:
        waits = "a private image can't be pulled" if reference.waits == "pull" else reference.waits
        for violation in super().check_reference(reference, inventory, namespace, context):
            message = violation.message.replace(": pull", f": {waits}", 1)
            yield replace(violation, message=message, severity=WARNING)
