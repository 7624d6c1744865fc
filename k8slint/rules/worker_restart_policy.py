from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, overrides
from k8slint.evaluate.values import Absent, Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation


class WorkerRestartPolicy(Rule):
    """A worker pod's restart policy isn't ``Never``.

    A worker runs one try of one task and exits. With ``Always`` Kubernetes restarts the container, so the task runs
    again and again; with ``OnFailure`` it restarts a failed try, outside Airflow's own retries. Airflow sets no
    policy, and Kubernetes defaults to ``Always``: the pod template must set ``Never``.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], restart_policy="Always"))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], restart_policy="Never"))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE210", "0.1", ERROR

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        is_template = pod.site is not None and pod.site.kind is Kind.TEMPLATE
        if not is_template and not overrides(pod.site):
            return
        policy = pod.get("spec", "restartPolicy")
        match policy:
            case Const(value="Always"):
                yield self.violation(
                    policy.origin,
                    "`Always` restarts the worker after the task finishes, so the task runs again and again. Use "
                    "`Never`",
                    field="spec.restartPolicy",
                )
            case Const(value="OnFailure"):
                yield self.violation(
                    policy.origin,
                    "`OnFailure` restarts a failed task in the same pod, outside Airflow's own retries. Use `Never`",
                    severity=WARNING,
                    field="spec.restartPolicy",
                )
            case Absent() if is_template and not isinstance(pod.get("spec"), Absent):
                yield self.violation(
                    pod.get("spec").origin,
                    "without restartPolicy Kubernetes uses `Always` and restarts the worker after the task finishes. "
                    "Add `restartPolicy: Never`",
                    severity=WARNING,
                    field="spec.restartPolicy",
                )
            case _:
                return
