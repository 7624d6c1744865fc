from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Site, is_set
from k8slint.airflow.versions import EXECUTOR_ARGUMENT
from k8slint.evaluate.values import Const
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.settings.targets import at_least


class OverrideForAnotherExecutor(Rule):
    """A task has a pod_override and runs on an executor that doesn't read it.

    With several executors (Airflow 2.10 and later), `executor=` names the one that runs a task. Only the
    KubernetesExecutor, alone or as a part of another, makes a worker pod of a pod_override; for every other one it has no
    effect.

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
    judges = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if site.kind is not Kind.POD_OVERRIDE or not is_set(site.value) or not site.uses:
            return
        if not at_least(context.targets.airflow, EXECUTOR_ARGUMENT):
            return
        named = [use.call.keywords.get("executor") if use.call is not None else None for use in site.uses]
        names = [value.value for value in named if isinstance(value, Const) and isinstance(value.value, str)]
        if len(names) == len(named) and not any("kubernetes" in name.lower() for name in names):
            # An alias that the configuration gives to the KubernetesExecutor has a name of its own.
            known = [name for name in names if name.rpartition(".")[2] in OTHER_EXECUTORS]
            if len(known) == len(names):
                yield self.violation(
                    site.origin,
                    f"`{known[0]}` runs the task and ignores its pod_override: only the KubernetesExecutor reads it",
                )


OTHER_EXECUTORS = frozenset(
    {
        "AwsBatchExecutor", "AwsEcsExecutor", "AwsLambdaExecutor", "CeleryExecutor", "DaskExecutor", "EdgeExecutor",
        "LocalExecutor", "SequentialExecutor",
    }
)  # fmt: skip
