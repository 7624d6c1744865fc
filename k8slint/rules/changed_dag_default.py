from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Const, Origin
from k8slint.rules._base import INFO, UNSAFE, Context, Edit, Fix, Needles, Rule, Violation
from k8slint.settings.targets import Targets, at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

SCHEDULES = ("schedule", "schedule_interval", "timetable")
SINCE = (3, 0)


class ChangedDagDefault(Rule):
    """A DAG relies on a default that Airflow 3.0 changed: ``schedule`` or ``catchup``.

    Before 3.0 a DAG without a schedule ran daily; now it runs only when triggered. Before 3.0 a DAG without
    ``catchup`` ran all missed intervals since its start date; now it runs only the latest. Nothing fails, so nobody
    notices. Off by default: a DAG written for Airflow 3 means the new defaults.

    Bad:
        from airflow.sdk import DAG

        dag = DAG("report", schedule="@daily")
    Good:
        from airflow.sdk import DAG

        dag = DAG("report", schedule="@daily", catchup=True)
    """

    code, since, severity = "KE707", "0.1", INFO
    default = False
    fixable = "unsafe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        words = (b"DAG", b"dag") if at_least(targets.airflow, SINCE) else ()
        return frozenset((word, b"airflow") for word in words)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        is_dag = Owner.DAG in owners_of(call, context.evaluation.tree)
        if not is_dag or not call.complete or not at_least(context.targets.airflow, SINCE):
            return
        schedules = [call.keywords[name] for name in SCHEDULES if name in call.keywords]
        if not schedules:
            message = (
                "`schedule` defaults to None since Airflow 3.0: this DAG no longer runs daily, only when triggered. "
                "Set `schedule`"
            )
            yield self.violation(_name(call), message, fix=lambda: _add(call, context, "schedule", "{0}(days=1)"))
            return
        scheduled = not any(isinstance(each, Const) and each.value is None for each in schedules)
        if scheduled and "catchup" not in call.keywords:
            message = (
                "`catchup` defaults to False since Airflow 3.0: missed runs are no longer backfilled. Set `catchup`"
            )
            yield self.violation(_name(call), message, fix=lambda: _add(call, context, "catchup", "True"))


def _name(call: CallRecord) -> Origin:
    """The class or decorator alone: the call goes over many lines."""
    node = call.origin.node
    return Origin(call.origin.source, node.func) if isinstance(node, ast.Call) else call.origin


def _add(call: CallRecord, context: Context, name: str, value: str) -> Fix | None:
    from k8slint.edits import arguments as edits
    from k8slint.edits.imports import add_import

    node, source = call.origin.node, context.evaluation.source
    if call.origin.source is not source or not isinstance(node, ast.Call):
        return None
    imports: tuple[Edit, ...] = ()
    if name == "schedule":
        imports, local = add_import(source, context.evaluation.tree, "from datetime import timedelta")
        value = value.format(local)
    arguments = edits.arguments_of(source, node)
    if arguments is None:
        return None
    text = f"{name}={value}"
    return Fix(f"write `{text}`", (*imports, *edits.add_keyword(arguments, text)), UNSAFE)
