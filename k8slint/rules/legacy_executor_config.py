from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow import versions
from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes, is_set, key_origin
from k8slint.evaluate.values import Mapping, Model
from k8slint.rules._base import ERROR, WARNING, Context, Fix, Rule, Violation
from k8slint.settings.targets import at_least, format_version

if TYPE_CHECKING:
    from k8slint.evaluate.values import Value


class LegacyExecutorConfig(Rule):
    """The executor_config uses the Airflow 1.10 format: ``{"KubernetesExecutor": {...}}``.

    Since provider 10.0.0 the scheduler can't read it: the task fails before a pod is created, with only "Invalid
    executor_config" in the scheduler's log. Before that, it was converted with a deprecation warning.

    Bad:
        from airflow.operators.python import PythonOperator

        PythonOperator(task_id="train", executor_config={"KubernetesExecutor": {"request_memory": "2Gi"}})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        requests = {"memory": "2Gi"}
        base = k8s.V1Container(name="base", resources=k8s.V1ResourceRequirements(requests=requests))
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE101", "0.1", ERROR
    kinds = frozenset({Kind.LEGACY})
    fixable = "unsafe"
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if not is_set(site.value) or not for_kubernetes(site):
            return
        if not at_least(context.targets.airflow, versions.POD_OVERRIDE):
            return  # the only format that it reads
        if site.config is not None and is_set(site.config, "pod_override"):
            return  # both keys: another rule's
        at = key_origin(site.config, "KubernetesExecutor", site.value)
        if isinstance(site.value, Model):
            yield self.violation(
                at,
                f"the key of a {site.value.name} is `pod_override`; under the old key `KubernetesExecutor` the "
                "task will fail",
            )
            return
        gone = context.targets.provider >= versions.LEGACY_DICT_GONE
        provider = format_version(context.targets.provider)
        effect = (
            ('provider 10.0.0 dropped the `KubernetesExecutor` dict: the task fails with "Invalid executor_config"')
            if gone
            else f"provider {provider} still converts the `KubernetesExecutor` dict; provider 10.0.0 no longer does"
        )
        yield self.violation(
            at,
            f"{effect}. Use a V1Pod under `pod_override`",
            fix=lambda: _convert(site.value, context),
            severity=ERROR if gone else WARNING,
        )


def _convert(value: Value, context: Context) -> Fix | None:
    from k8slint.edits.legacy import convert_legacy

    return convert_legacy(context.evaluation, value, context.targets) if isinstance(value, Mapping) else None
