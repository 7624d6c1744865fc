from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes, is_set, key_origin
from k8slint.evaluate.values import Mapping
from k8slint.rules._base import ERROR, Context, Rule, Violation


class LegacyAndPodOverride(Rule):
    """An executor_config has both ``pod_override`` and the old ``KubernetesExecutor`` dict.

    The executor accepts only one of them: AirflowConfigException in the scheduler, and the task fails.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        both = {"KubernetesExecutor": {"image": "airflow:3"}, "pod_override": pod}
        PythonOperator(task_id="train", executor_config=both)
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE102", "0.1", ERROR
    kinds = frozenset({Kind.EXECUTOR_CONFIG})
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        config = site.value
        if not isinstance(config, Mapping) or not for_kubernetes(site):
            return
        if is_set(config, "pod_override") and is_set(config, "KubernetesExecutor"):
            yield self.violation(
                key_origin(config, "KubernetesExecutor", config),
                "executor_config has both `KubernetesExecutor` and `pod_override`; the task will fail. Keep "
                "`pod_override`",
                related=((key_origin(config, "pod_override", config), "the other one"),),
            )
