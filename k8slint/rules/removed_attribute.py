from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.moves.attributes import CONSTANTS, OF_EVERY_OPERATOR, removed, table
from k8slint.evaluate.values import Origin
from k8slint.rules._base import ERROR, WARNING, Context, Needles, Rule, Violation
from k8slint.settings.targets import Targets, at_least, format_version

ADVICE = {
    ("DAG", "concurrency"): "use `max_active_tasks`",
    ("DAG", "fail_stop"): "use `fail_fast`",
    ("DAG", "schedule_interval"): "use `schedule`",
    ("DAG", "normalized_schedule_interval"): "use `schedule`",
    ("DAG", "filepath"): "use `relative_fileloc`",
    ("DAG", "full_filepath"): "use `fileloc`",
    ("DAG", "create_dagrun"): "trigger runs with `TriggerDagRunOperator` or the REST API",
    ("DAG", "run"): "use `test()`",
    ("DagRunType", "DATASET_TRIGGERED"): "use `ASSET_TRIGGERED`",
    ("BaseHook", "get_connections"): "use `get_connection`",
    ("BaseOperator", "xcom_push"): 'use `context["ti"].xcom_push`',
    ("BaseOperator", "xcom_pull"): 'use `context["ti"].xcom_pull`',
}


class RemovedAttribute(Rule):
    """Code reads an attribute of a DAG, a hook, an operator or `State` that Airflow 3 removed, or a plugin sets one.

    Reading it raises AttributeError; what a plugin or ``dag.concurrency = 4`` sets is ignored. A DAG is known by a name
    that ends in `dag`.

    Bad:
        from airflow.sdk import DAG

        with DAG("report", schedule="@daily") as dag:
            print(dag.concurrency)
    Good:
        from airflow.sdk import DAG

        with DAG("report", schedule="@daily") as dag:
            print(dag.max_active_tasks)
    """

    code, since, severity = "KE715", "0.1", ERROR
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        def gone(owner: str) -> Iterator[str]:
            return (name for name, since in table(owner).items() if at_least(targets.airflow, since))

        rows = {(b"dag." + name.encode(), b"airflow") for name in gone("DAG")}
        rows |= {(b"." + name.encode(), b"airflow") for name in gone("BaseHook")}
        rows |= {(b"self." + name.encode(), b"airflow") for name in gone("BaseOperator") if name in OF_EVERY_OPERATOR}
        rows |= {(f"{owner}.{name}".encode(), b"airflow") for owner in CONSTANTS.values() for name in gone(owner)}
        rows |= {(b"AirflowPlugin", name.encode()) for name in gone("AirflowPlugin")}
        return frozenset(rows)

    def check_module(self, context: Context) -> Iterator[Violation]:
        for each in removed(context.evaluation.source, context.evaluation.tree, context.targets):
            at = Origin(context.evaluation.source, each.node)
            since = f"was removed in Airflow {format_version(each.since)}"
            if each.owner == "AirflowPlugin":
                message = f"`{each.name}` of a plugin {since}, so it is ignored; remove it"
                yield self.violation(at, message, severity=WARNING)
                continue
            if each.is_set:
                advice = ADVICE.get((each.owner, each.name))
                message = f"`{each.name}` of a DAG {since}, so setting it does nothing" + (
                    f"; {advice}" if advice else ""
                )
                yield self.violation(at, message, severity=WARNING)
                continue
            what = {"DAG": "a DAG", "BaseHook": "hooks", "BaseOperator": "operators"}.get(each.owner, f"`{each.owner}`")
            advice = ADVICE.get((each.owner, each.name))
            hint = f"; {advice}" if advice else ""
            yield self.violation(at, f"`{each.name}` of {what} {since}, so this line fails{hint}")
