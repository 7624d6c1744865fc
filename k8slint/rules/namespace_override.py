from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow import versions
from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import INFO, Context, Rule, Violation


class NamespaceOverride(Rule):
    """A pod_override sets a namespace.

    Since provider 7.10.0 the pod is created there. The executor watches only its own namespace unless
    ``multi_namespace_mode`` is on, so it doesn't see such a pod finish; and the service accounts, Secrets and
    ConfigMaps of the executor's namespace don't exist there. Before 7.10.0 the namespace had no effect.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(namespace="research"))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "research"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE207", "0.1", INFO

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        match pod.get("metadata", "namespace"):
            case Const(value=str(namespace), origin=at) if namespace:
                message = (
                    f"the pod runs in namespace `{namespace}`, but the executor watches only its own unless "
                    "`multi_namespace_mode` is on. Remove the namespace, or turn the mode on"
                    if versions.override_wins(context.targets)
                    else "Airflow sets the namespace itself, so this value has no effect before provider 7.10.0. Remove it"
                )
                yield self.violation(at, message, field="metadata.namespace")
