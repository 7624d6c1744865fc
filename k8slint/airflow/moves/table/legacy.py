"""The keys of the old ``KubernetesExecutor`` dict, and the field of the pod for each of them.

The keys and what they meant are those of ``airflow.kubernetes.pod_generator.PodGenerator`` in Airflow 1.10.15 and of
``pod_generator_deprecated`` in 2.0 to provider 9.0.1.
"""

from __future__ import annotations

LEGACY_KEY = "KubernetesExecutor"
OVERRIDE_KEY = "pod_override"
# Airflow's own classes for parts of a pod, which provider 5.0.0 removed, and the models that replace them.
HELPER_PACKAGES = ("airflow.contrib.kubernetes", "airflow.kubernetes", "airflow.providers.cncf.kubernetes.backcompat")
_HELPERS = {
    "pod.Port": "V1ContainerPort",
    "pod.Resources": "V1ResourceRequirements",
    "volume.Volume": "V1Volume",
    "volume_mount.VolumeMount": "V1VolumeMount",
    "pod_runtime_info_env.PodRuntimeInfoEnv": "V1EnvVar",
}
HELPER_MODELS = {
    **{f"{package}.{name}": model for package in HELPER_PACKAGES for name, model in _HELPERS.items()},
    "airflow.contrib.kubernetes.pod.Pod": "V1Pod",
}
HELPER_MODULES = frozenset(name.rpartition(".")[0] for name in HELPER_MODELS)
SERVICE_ACCOUNT = "iam.cloud.google.com/service-account"

# Legacy key: the keyword of V1Container, V1PodSpec or V1ObjectMeta that it became.
CONTAINER_KEYS = {
    "image": "image",
    "image_pull_policy": "image_pull_policy",
    "cmds": "command",
    "args": "args",
    "ports": "ports",
    "volume_mounts": "volume_mounts",
    "resources": "resources",
}
SPEC_KEYS = {
    "volumes": "volumes",
    "node_selectors": "node_selector",
    "affinity": "affinity",
    "tolerations": "tolerations",
    "service_account_name": "service_account_name",
    "init_containers": "init_containers",
    "restart_policy": "restart_policy",
    "security_context": "security_context",
    "hostnetwork": "host_network",
    "dnspolicy": "dns_policy",
    "schedulername": "scheduler_name",
    "priority_class_name": "priority_class_name",
}
METADATA_KEYS = {"name": "name", "labels": "labels", "annotations": "annotations", "namespace": "namespace"}
# Shortcut for one quantity: the tables of V1ResourceRequirements that hold it, and the resource.
RESOURCE_KEYS = {
    "request_cpu": (("requests",), "cpu"),
    "request_memory": (("requests",), "memory"),
    "request_ephemeral_storage": (("requests",), "ephemeral-storage"),
    "limit_cpu": (("limits",), "cpu"),
    "limit_memory": (("limits",), "memory"),
    "limit_gpu": (("limits",), "nvidia.com/gpu"),
    "limit_ephemeral_storage": (("limits",), "ephemeral-storage"),
    "ephemeral-storage": (("requests", "limits"), "ephemeral-storage"),
}
# Left out of a worker on purpose: Airflow gives it its name (a fixed one would collide) and its args, and the executor
# reads no XCom sidecar.
DROPPED_KEYS = frozenset({"name", "args", "extract_xcom"})
