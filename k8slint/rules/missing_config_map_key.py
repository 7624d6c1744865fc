from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._missing_keys import KeyRule


class MissingConfigMapKey(KeyRule):
    """A pod takes a key from a ConfigMap that has no such key.

    The task hangs in CreateContainerConfigError, or in ContainerCreating for a volume. This is reported if the inventory
    knows the ConfigMap and all of its keys; ``optional=True`` is respected.

    Inventory: {namespaces: {airflow: {configMaps: {etl-settings: [stage, region]}}}}
    Bad:
        k8s.V1ConfigMapKeySelector(name="etl-settings", key="regoin")
    Good:
        k8s.V1ConfigMapKeySelector(name="etl-settings", key="region")
    """

    code, since, severity = "KE806", "0.1", ERROR
    kind = "ConfigMap"
