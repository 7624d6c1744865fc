from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Absent, Const, Items, Value
from k8slint.kube.pod import Container, Pod
from k8slint.patterns import pattern
from k8slint.rules._base import WARNING, Context, Rule, Violation

# Images of programs that serve until they are stopped.
SERVERS = pattern(
    r"(?:^|[/_-])(?:cloud-?sql-proxy|gce-proxy|alloydb-auth-proxy|envoy|proxyv2|linkerd|vault|vault-agent|fluent-?bit|fluentd|"
    r"filebeat|vector|telegraf|promtail|otel\w*|opentelemetry-collector\w*|statsd-exporter|redis|memcached|postgres|"
    r"postgresql|mysql|mariadb|mongo|mongodb|rabbitmq|kafka|zookeeper|elasticsearch|opensearch|minio|localstack|nginx|"
    r"httpd|haproxy|squid|pgbouncer|standalone-chrome|standalone-firefox)(?:[:@]|$)"
    r"|(?:^|/)datadog/agent(?:[:@]|$)|(?:^|/)docker:[\w.]*-?dind"
)
ENDLESS = pattern(r"\bsleep\s+(?:infinity|inf)\b|\btail\s+-[fF]\b|\bwhile\s+(?:true|:|\[ 1 \])")


class SidecarKeepsPodRunning(Rule):
    """A pod_override adds a regular container that never exits.

    A pod finishes when all its regular containers have exited. The task finishes, the sidecar continues, and the
    pod keeps running and keeps its resources until somebody deletes it. An init container with
    ``restart_policy="Always"`` runs beside the others and is stopped with them (Kubernetes 1.29 and later).

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base")
        proxy = k8s.V1Container(name="proxy", image="gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main, proxy]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        main = k8s.V1Container(name="base")
        image = "gcr.io/cloud-sql-connectors/cloud-sql-proxy:2.11"
        proxy = k8s.V1Container(name="proxy", image=image, restart_policy="Always")
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[main], init_containers=[proxy]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE209", "0.1", WARNING

    def check_override(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if not pod.containers_known:
            return
        for container in pod.containers[1:]:
            if _never_ends(container):
                instead = (
                    'Make it an init container with restart_policy="Always"'
                    if context.targets.kubernetes >= (1, 29)
                    else "It must exit when the worker has finished"
                )
                yield self.violation(
                    container.value.origin,
                    "this container never exits, so the pod keeps running after the task has finished. " + instead,
                    field=container.path,
                )


def _never_ends(container: Container) -> bool:
    """Whether it certainly never exits: by its command, else by its image if it has no command."""
    command, args = container.get("command"), container.get("args")
    words = _words(command), _words(args)
    if words[0] is None or words[1] is None:
        return False
    line = " ".join(words[0] + words[1])
    if line:
        return bool(ENDLESS.search(line)) and "trap" not in line and "break" not in line
    match container.get("image"):
        case Const(value=str(image)):
            return bool(SERVERS.search(image))
        case _:
            return False


def _words(value: Value) -> list[str] | None:
    """The words of a command; none when there is no command, None when it can't be known."""
    match value:
        case Absent() | Const(value=None):
            return []
        case Items(items=items, complete=True) if all(isinstance(item, Const) for item in items):
            return [str(item.value) for item in items if isinstance(item, Const)]
        case _:
            return None
