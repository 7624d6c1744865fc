from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.placeholders import placeholder
from k8slint.kube.api.refusal import Refusal
from k8slint.rules._base import ERROR, Context, Rule, Violation


class InvalidEnv(Rule):
    """An environment variable, or the source of its value, isn't valid.

    Every variable needs a name and at most one of ``value`` and ``value_from``; a source refers to one Secret,
    ConfigMap or field, by name and key. Otherwise the API server rejects the pod; it warns if a name is defined
    twice, which matters where the values differ.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        source = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="DB_Credentials", key="password"))
        main = k8s.V1Container(name="base", env=[k8s.V1EnvVar(name="DB_PASSWORD", value_from=source)])
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        source = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="db-credentials", key="password"))
        main = k8s.V1Container(name="base", env=[k8s.V1EnvVar(name="DB_PASSWORD", value_from=source)])
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE401", "0.1", ERROR
    areas = frozenset({"env"})

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        elsewhere = any(origin.source is not refusal.origin.source for origin, _ in refusal.related)
        if refusal.severity is not ERROR and elsewhere:
            return  # to define a template's or another module's variable anew is what an override is for
        if placeholder(refusal.origin.text.strip("'\"")) is None:  # that it is invalid is then the lesser news
            yield from super().check_refusal(refusal, context)
