from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Place, Site
from k8slint.rules._base import ERROR, Context, Rule, Violation

INSTEAD = {
    Place.EXPAND: "executor_config can't be mapped: `.expand()` raises an error. Pass it to `.partial()`",
    Place.TASKFLOW_PARTIAL: "`.partial()` of a @task function takes only the function's own arguments and raises an error. "
    "Use `.override(executor_config=...)`",
    Place.TASK_GROUP: "`@task_group` doesn't accept executor_config and raises an error. Use `default_args`",
    Place.SETUP: "`@setup` and `@teardown` accept no task arguments and raise an error. Put them above "
    "`@task(executor_config=...)`",
    Place.DAG: "a DAG or TaskGroup doesn't accept executor_config and raises an error. Use `default_args`",
}


class ExecutorConfigNotAccepted(Rule):
    """executor_config is passed where Airflow doesn't accept it.

    The call raises TypeError when the file is imported, so the DAG doesn't load.

    Bad:
        from airflow.decorators import task
        from kubernetes.client import models as k8s

        pods = [{"pod_override": k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))}]

        @task
        def train(): ...

        train.expand(executor_config=pods)
    Good:
        from airflow.decorators import task
        from kubernetes.client import models as k8s

        small = {"pod_override": k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": "small"}))}

        @task
        def train(): ...

        train.override(executor_config=small)()
    """

    code, since, severity = "KE104", "0.1", ERROR
    kinds = frozenset({Kind.EXECUTOR_CONFIG})
    checks = "names"

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        for use in site.uses:
            if use.place in INSTEAD:
                at = use.origin if use.call is None else use.call.keys.get("executor_config", use.origin)
                yield self.violation(at, INSTEAD[use.place])
