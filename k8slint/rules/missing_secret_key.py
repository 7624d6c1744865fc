from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._missing_keys import KeyRule


class MissingSecretKey(KeyRule):
    """A pod takes a key from a Secret that has no such key.

    The task hangs in CreateContainerConfigError, or in ContainerCreating for a volume. This is reported if the inventory
    knows the Secret and all of its keys; ``optional=True`` is respected.

    Inventory: {namespaces: {airflow: {secrets: {db: [username, password]}}}}
    Bad:
        k8s.V1SecretKeySelector(name="db", key="pasword")
    Good:
        k8s.V1SecretKeySelector(name="db", key="password")
    """

    code, since, severity = "KE804", "0.1", ERROR
    kind = "Secret"
