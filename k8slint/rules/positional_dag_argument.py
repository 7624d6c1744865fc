from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Mapping
from k8slint.rules._base import ERROR, SAFE, Context, Fix, Needles, Row, Rule, Violation
from k8slint.settings.targets import Targets, at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

SINCE = (3, 1)
ASSETS_SINCE = (3, 0)
ASSETS = frozenset({"airflow.sdk.Asset", "airflow.sdk.definitions.asset.Asset"})
PARAMETERS = ("dag_id", "description", "schedule")  # in this order on every Airflow that took them so


class PositionalDagArgument(Rule):
    """A DAG gets more than its id, or an Asset its `extra`, as positional arguments.

    Since Airflow 3.1 `DAG` takes keyword arguments only after the id and raises a TypeError when the file is imported.
    The fix names the description and the schedule. The second argument of `Dataset` was `extra`, that of `Asset` is the
    URI: a dict becomes the URI of the asset.

    Bad:
        from airflow.sdk import DAG

        dag = DAG("report", "Sends the report", "@daily")
    Good:
        from airflow.sdk import DAG

        dag = DAG("report", description="Sends the report", schedule="@daily")
    """

    code, since, severity = "KE730", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        """A preset as a positional schedule. In a file that is read for another reason the others are seen too; to read
        each file with a DAG for them alone would not be worth it."""
        dags = ((word, b"DAG(") for word in (b'", "@', b"', '@", b"', \"@"))
        return frozenset({*dags, (b"Asset(", b"airflow", b"{")})

    def shape(self, row: Row) -> bytes | None:
        return rb"\bAsset\(\s*[^,()\n]+,\s*\{" if row[0] == b"Asset(" else None

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return len(call.positional) > 1 and at_least(context.targets.airflow, ASSETS_SINCE)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        if call.qualified_name in ASSETS and isinstance(call.positional[1], Mapping):
            yield self.violation(
                call.positional[1].origin if _is_written_here(call) else call.origin,
                "the second argument of Asset is its URI, so this dict becomes the URI; name it `extra`",
                fix=lambda: _name_them(call, context, ("name", "extra")),
            )
        if not at_least(context.targets.airflow, SINCE):
            return
        is_class = call.qualified_name.rpartition(".")[2] == "DAG" and not call.bases and call.decorates is None
        if is_class and Owner.DAG in owners_of(call, context.evaluation.tree):
            yield self.violation(
                call.positional[1].origin if _is_written_here(call) else call.origin,
                "DAG accepts keyword arguments only after its id, so importing this file fails. Name the arguments",
                fix=lambda: _name_them(call, context, PARAMETERS),
            )


def _is_written_here(call: CallRecord) -> bool:
    first, around = call.positional[1].origin, call.origin
    return first.source is around.source and around.span.start <= first.span.start < around.span.end


def _name_them(call: CallRecord, context: Context, parameters: tuple[str, ...]) -> Fix | None:
    from k8slint.edits import arguments as edits

    node, source = call.origin.node, context.evaluation.source
    arguments = (
        edits.arguments_of(source, node) if isinstance(node, ast.Call) and call.origin.source is source else None
    )
    named = edits.name_positional(arguments, parameters, 1) if arguments is not None else None
    return Fix("name the arguments", named, SAFE) if named else None
