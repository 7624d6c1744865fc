from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Const, Origin
from k8slint.patterns import pattern
from k8slint.rules._base import ERROR, SAFE, Context, Edit, Fix, Needles, Rule, Violation
from k8slint.settings.targets import Targets, at_least
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

_OPENING = pattern(r"\s*\((?:\s|#[^\r\n]*[\r\n])*")  # the bracket of a call, and comments


class PositionalOperatorArgument(Rule):
    """An operator gets a positional argument.

    Since Airflow 2.0 operators accept keyword arguments only and raise an error when the file is imported. The fix
    names the argument if it is the only one and the operator could only mean the task id.

    Bad:
        from airflow.providers.standard.operators.empty import EmptyOperator

        start = EmptyOperator("start")
    Good:
        from airflow.providers.standard.operators.empty import EmptyOperator

        start = EmptyOperator(task_id="start")
    """

    code, since, severity = "KE708", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        """A first argument that is a string, right behind the bracket: nearly all there are. In a file that is read for
        another reason the others are seen too; to read each file with an operator for them alone would not be worth it.
        """
        return frozenset((name + start, b"airflow") for name in (b"Operator", b"Sensor") for start in (b'("', b"('"))

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(call.positional) and at_least(context.targets.airflow, (2, 0))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        name = call.qualified_name.rpartition(".")[2]
        is_class = name[:1].isupper() and Owner.OPERATOR in owners_of(call, context.evaluation.tree)
        if not is_class or call.bases or call.decorates is not None:
            return
        first = call.positional[0]
        yield self.violation(
            first.origin,
            f"{name} accepts keyword arguments only, so importing this file fails. Name the argument",
            fix=lambda: _name_it(call, context),
        )


def _name_it(call: CallRecord, context: Context) -> Fix | None:
    first = call.positional[0]
    alone = len(call.positional) == 1 and "task_id" not in call.keywords
    if not alone or not isinstance(first, Const) or not isinstance(first.value, str):
        return None
    if first.origin.source is not context.evaluation.source or call.origin.source is not first.origin.source:
        return None
    node, text = call.origin.node, first.origin.source.text
    if not isinstance(node, ast.Call) or node.args[0] is not first.origin.node:
        return None  # a constant that is written elsewhere, or a part of an expression
    start = first.origin.span.start
    if not _OPENING.fullmatch(text, Origin(first.origin.source, node.func).span.end, start):
        return None  # in brackets of its own
    return Fix("name it `task_id`", (Edit(Span(start, start), "task_id="),), SAFE)
