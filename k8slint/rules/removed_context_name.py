from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.context import EVENTS, WENT, Kind, Mention, mentions
from k8slint.airflow.moves.table.context import ATTRIBUTES, REMOVED
from k8slint.evaluate.values import Origin
from k8slint.rules._base import ERROR, Context, Fix, Needles, Row, Rule, Violation
from k8slint.settings.targets import Targets, at_least

SINCE = (3, 0)
# A word that stands in most files is only looked for where it may mean the context.
COMMON = ("conf",)
COMMON_FORMS = (b'"%s"', b"'%s'", b"{{ %s", b"{{%s", b"(%s,", b"(%s)", b", %s,", b", %s)")


class RemovedContextName(Rule):
    """A task reads a name that was removed from its context: ``execution_date``, ``next_ds``, ``tomorrow_ds`` and others.

    Airflow 3.0 removed them. A template raises UndefinedError and a subscript KeyError when the task runs; a
    parameter keeps its default, or the task fails because it has none. ``execution_date`` is named ``logical_date``
    since 2.2, with the same value; the names of other dates have no exact replacement, so their fix is only a
    proposal. ``dag_run.execution_date`` and ``ti.execution_date`` were removed too.

    Bad:
        from airflow.providers.standard.operators.bash import BashOperator

        BashOperator(task_id="report", bash_command="report --day {{ execution_date }}")
    Good:
        from airflow.providers.standard.operators.bash import BashOperator

        BashOperator(task_id="report", bash_command="report --day {{ logical_date }}")
    """

    code, since, severity = "KE706", "0.1", ERROR
    fixable = "safe"

    def needles(self, targets: Targets) -> Needles:
        if not at_least(targets.airflow, SINCE):
            return frozenset()
        plain = (name.encode() for name in (*REMOVED, EVENTS) if name not in COMMON)
        common = (form % name.encode() for name in COMMON for form in COMMON_FORMS)
        attributes = (b"." + name.partition(".")[2].encode() for name in ATTRIBUTES)
        return frozenset((word, b"airflow") for word in (*plain, *common, *attributes))

    def shape(self, row: Row) -> bytes | None:
        """In a template, as a parameter, as a key, as an attribute of the run or the task's instance."""
        if row[0].startswith(b".") or not re.fullmatch(rb"\w+", row[0]):
            return re.escape(row[0])
        name = re.escape(row[0])
        in_template = rb"\{[{%%](?:(?![}%%]\}).){0,2000}?\b%s\b" % name
        as_parameter = rb"\b%s\s*[,):]|\bdef\b(?:(?!\bdef\b|\breturn\b).){1,600}?\b%s\s*=" % (name, name)
        as_attribute = rb"[\w\])]\s*\.\s*%s\b" % name
        return rb"(?s:%s)|(?s:%s)|[\[(]\s*[\"']%s[\"']|%s" % (in_template, as_parameter, name, as_attribute)

    def check_module(self, context: Context) -> Iterator[Violation]:
        if not at_least(context.targets.airflow, SINCE):
            return
        for mention in mentions(context.evaluation):
            if mention.kind is Kind.EVENT:
                message = "`inlet_events` doesn't accept a string since Airflow 3.0, so this line fails; pass the asset"
                yield self.violation(Origin(context.evaluation.source, mention.place), message)
                continue
            yield self.violation(
                Origin(context.evaluation.source, mention.place),
                f"{mention.kind.value} uses `{mention.name}`, which Airflow 3.0 removed from the task context"
                + _advice(mention),
                fix=partial(_fix, mention, context),
            )


def _advice(mention: Mention) -> str:
    new = WENT[mention.name]
    if new.key or (mention.name in ATTRIBUTES and new.template):
        code = mention.kind is Kind.ATTRIBUTE and new.template == "logical_date"
        return "; read `logical_date` from the context" if code else f"; write `{new.key or new.template}`"
    if new.advice:
        return f"; {new.advice}"
    return f"; in a template use `{new.template}`" if new.template else "; there is no replacement"


def _fix(mention: Mention, context: Context) -> Fix | None:
    from k8slint.edits.context import fix_mention

    return fix_mention(mention, context.evaluation)
