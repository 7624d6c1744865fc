from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingConfigMap(ReferenceRule):
    """A pod uses a ConfigMap that its namespace doesn't have.

    The API server accepts the pod, and the task hangs in CreateContainerConfigError or ContainerCreating. This is reported
    if an ``inventory`` is set that covers the ConfigMaps of the pod's namespace; ``optional=True`` is respected.

    Inventory: {namespaces: {airflow: {configMaps: {etl-settings: [stage]}}}}
    Bad:
        k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="etl-setings"))
    Good:
        k8s.V1EnvFromSource(config_map_ref=k8s.V1ConfigMapEnvSource(name="etl-settings"))
    """

    code, since, severity = "KE805", "0.1", ERROR
    kind = "ConfigMap"
