from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes, is_attached, key_origin
from k8slint.evaluate.values import Mapping
from k8slint.rules._base import UNSAFE, WARNING, Context, Rule, Violation
from k8slint.rules._literals import reworded
from k8slint.settings.errors import nearest

KNOWN = ("pod_override", "pod_template_file", "KubernetesExecutor")
# Spellings that are near in meaning rather than in letters; `pod_template_override` is what 2.0.0 and 2.0.1 read.
NEAR = {
    "pod_template_override": "pod_template_file",
    "pod_template": "pod_template_file",
    "podOverride": "pod_override",
}
ALIKE, SURELY_ALIKE = 0.75, 0.85  # other executors read `overrides`
# What only someone who thinks of a pod writes. Any other key may belong to another executor, and isn't judged.
MEANT_FOR_A_POD = frozenset(
    {
        "affinity", "annotations", "container", "container_resources", "containers", "cpu", "env", "env_vars",
        "envs", "full_pod_spec", "image", "image_pull_policy", "image_pull_secrets", "init_containers", "k8s",
        "kubernetes", "labels", "limit_cpu", "limit_memory", "limits", "memory", "metadata", "node_selector",
        "node_selectors", "nodeSelector", "namespace", "pod", "pod_spec", "request_cpu", "request_memory",
        "requests", "resources", "secrets", "security_context", "service_account_name", "serviceAccountName",
        "spec", "tolerations", "V1Pod", "volume_mounts", "volumeMounts", "volumes",
    }
)  # fmt: skip


class UnknownExecutorConfigKey(Rule):
    """An executor_config has a key that the KubernetesExecutor ignores.

    It reads only ``pod_override`` and ``pod_template_file``. Every other key is ignored silently: the task runs
    with the pod template's resources, image and volumes.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_overide": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE103", "0.1", WARNING
    kinds = frozenset({Kind.EXECUTOR_CONFIG})
    fixable = "unsafe"
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        config = site.value
        if not isinstance(config, Mapping):
            return
        if not is_attached(site) or not for_kubernetes(site):
            return
        for key in config.entries:
            if not isinstance(key, str) or key in KNOWN:
                continue
            at = key_origin(config, key, config)
            alike = ALIKE if "pod" in key.lower() else SURELY_ALIKE
            meant = NEAR.get(key) or nearest(key, KNOWN, alike)
            if meant is not None:
                yield self.violation(
                    at,
                    f"the KubernetesExecutor ignores the key `{key}`: did you mean `{meant}`?",
                    fix=partial(reworded, at, key, meant, f"write `{meant}`", UNSAFE),
                )
            elif key in MEANT_FOR_A_POD:
                yield self.violation(
                    at,
                    f"the KubernetesExecutor ignores the key `{key}` and reads only `pod_override` and "
                    "`pod_template_file`. Move it into a V1Pod under `pod_override`",
                )
