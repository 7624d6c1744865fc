from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Place, Site
from k8slint.rules._base import WARNING, Context, Rule, Violation


class ExecutorConfigIgnored(Rule):
    """executor_config is mapped with ``.expand_kwargs()``, where Airflow ignores it.

    There is no error message: every mapped task runs with the pod template alone.

    Bad:
        from airflow.operators.bash import BashOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))
        BashOperator.partial(task_id="train").expand_kwargs(
            [{"bash_command": "train", "executor_config": {"pod_override": pod}}]
        )
    Good:
        from airflow.operators.bash import BashOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))
        BashOperator.partial(task_id="train", executor_config={"pod_override": pod}).expand_kwargs(
            [{"bash_command": "train"}]
        )
    """

    code, since, severity = "KE105", "0.1", WARNING
    kinds = frozenset({Kind.EXECUTOR_CONFIG})
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        for use in site.uses:
            if use.place is Place.EXPAND_KWARGS:
                yield self.violation(
                    use.origin,
                    "Airflow ignores executor_config in `.expand_kwargs()`, so the mapped tasks run without it. Pass "
                    "it to `.partial()`",
                )
