from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Place, Site, Use, is_set
from k8slint.airflow.pods.whole import defaults_of
from k8slint.airflow.versions import EXECUTOR_ARGUMENT
from k8slint.evaluate.values import Const
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.settings.targets import at_least


class OverrideForAnotherExecutor(Rule):
    """A task has a pod_override and runs on an executor that doesn't read it.

    With several executors (Airflow 2.10 and later), `executor=` names the one that runs a task, and the first one of the
    configuration runs the others. The CeleryKubernetesExecutor and the LocalKubernetesExecutor run the tasks whose queue
    is `kubernetes` on Kubernetes. Only the KubernetesExecutor makes a worker pod of a pod_override; for every other one it
    has no effect. What the configuration says is taken from the setting `executor`, or from the files of the project.

    Bad:
        from airflow.providers.standard.operators.bash import BashOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))
        BashOperator(
            task_id="train", bash_command="train", executor="CeleryExecutor", executor_config={"pod_override": pod}
        )
    Good:
        from airflow.providers.standard.operators.bash import BashOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))
        BashOperator(
            task_id="train", bash_command="train", executor="KubernetesExecutor", executor_config={"pod_override": pod}
        )
    """

    code, since, severity = "KE110", "0.1", WARNING
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if site.kind is not Kind.POD_OVERRIDE or not is_set(site.value) or not site.uses:
            return
        runs = [_runs(use, context) for use in site.uses]
        if runs[0] is not None and None not in runs:
            yield self.violation(
                site.origin,
                f"{runs[0]} and ignores its pod_override. Remove it, or run the task with the KubernetesExecutor",
            )


def _runs(use: Use, context: Context) -> str | None:
    """What surely runs a task, and isn't the KubernetesExecutor, in words; None otherwise."""
    if use.call is None:
        return None
    named = use.call.keywords.get("executor")
    if at_least(context.targets.airflow, EXECUTOR_ARGUMENT) and named is not None:
        # An alias that the configuration gives to the KubernetesExecutor has a name of its own.
        match named:
            case Const(value=str(name)) if name.rpartition(".")[2] in OTHER_EXECUTORS:
                return f"`{name}` runs the task"
            case Const(value=None):
                pass
            case _:
                return None
    return None if context.executor is None else _runs_by_default(context.executor, use, context)


def _runs_by_default(configured: str, use: Use, context: Context) -> str | None:
    """The same of a task that names no executor."""
    first = re.split(r"[.:]", configured.split(",")[0].strip())[-1]
    if first not in OTHER_EXECUTORS and first not in HYBRID_EXECUTORS:
        return None
    call = use.call
    if call is None or use.place not in (Place.ARGUMENT, Place.DECORATOR) or not call.complete:
        return None
    defaults = defaults_of(call, context.evaluation)
    if defaults is None or not {"executor", "queue"}.isdisjoint(defaults.entries):
        return None
    if first in OTHER_EXECUTORS:
        return f"`{first}`, the configured executor, runs the task"
    match call.keywords.get("queue"):
        case None | Const(value=None):
            queue = "the default queue"
        case Const(value=str(name)) if name != KUBERNETES_QUEUE:
            queue = f"the queue `{name}`"
        case _:
            return None
    other = first.removesuffix("KubernetesExecutor")
    return f"the {other}Executor runs the task, which is in {queue} and not in `{KUBERNETES_QUEUE}`,"


KUBERNETES_QUEUE = "kubernetes"
HYBRID_EXECUTORS = frozenset({"CeleryKubernetesExecutor", "LocalKubernetesExecutor"})
OTHER_EXECUTORS = frozenset(
    {
        "AwsBatchExecutor", "AwsEcsExecutor", "AwsLambdaExecutor", "CeleryExecutor", "DaskExecutor", "EdgeExecutor",
        "LocalExecutor", "SequentialExecutor",
    }
)  # fmt: skip
