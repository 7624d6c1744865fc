from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Const, Mapping, Origin, Value, get
from k8slint.rules._base import ERROR, SAFE, UNSAFE, Context, Fix, Needles, Row, Rule, Violation, replace
from k8slint.settings.targets import Targets, at_least
from k8slint.source.bindings import index

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

RULES = {"dummy": "always", "none_failed_or_skipped": "none_failed_min_one_success"}
CLASSES = frozenset({"airflow.utils.trigger_rule.TriggerRule", "airflow.task.trigger_rule.TriggerRule"})
REMOVED = (3, 0)


class RemovedTriggerRule(Rule):
    """An operator uses a trigger rule that Airflow 3 removed: ``dummy`` or ``none_failed_or_skipped``.

    The operator raises ValueError when the file is imported. Both rules have new names, with the same meaning,
    since Airflow 2.2.

    Bad:
        from airflow.providers.standard.operators.empty import EmptyOperator

        EmptyOperator(task_id="join", trigger_rule="none_failed_or_skipped")
    Good:
        from airflow.providers.standard.operators.empty import EmptyOperator

        EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")
    """

    code, since, severity = "KE705", "0.1", ERROR
    fixable = "safe"

    def needles(self, targets: Targets) -> Needles:
        """The shorter names are words that any DAG may use, so the thing that they are a value of must be named too."""
        if not at_least(targets.airflow, REMOVED):
            return frozenset()
        longer = {(b"none_failed_or_skipped", b"airflow"), (b"NONE_FAILED_OR_SKIPPED", b"airflow")}
        return frozenset({*longer, (b"rigger", b"dummy", b"airflow"), (b"rigger", b"DUMMY", b"airflow")})

    def shape(self, row: Row) -> bytes | None:
        """The short names as what a trigger rule is set to: in so many words, by name, or as a member of the enum."""
        if b"dummy" in row:
            return rb"rigger_rule[\"']?\s*[=:]\s*(?:[\"']dummy|(?!TriggerRule)[A-Za-z_(])"
        return rb"\.DUMMY\b" if b"DUMMY" in row else None

    def check_module(self, context: Context) -> Iterator[Violation]:
        """The members of TriggerRule, whatever reads them."""
        text = context.evaluation.source.text
        if not at_least(context.targets.airflow, REMOVED) or not any(rule.upper() in text for rule in RULES):
            return
        bound = index(context.evaluation.tree)
        for imported in bound.imports:
            if imported.dotted not in CLASSES:
                continue
            for use in bound.uses(imported):
                old = use.path[0].lower() if use.path else ""
                if old in RULES and use.path[0].isupper() and use.string is None:
                    yield self._violation(Origin(context.evaluation.source, use.nodes[1]), old, context)

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        named = "trigger_rule" in call.keywords or "default_args" in call.keywords
        return named and at_least(context.targets.airflow, REMOVED)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for value in _trigger_rules(call, context):
            if isinstance(value, Const) and value.value in RULES:
                yield self._violation(value.origin, value.value, context)

    def _violation(self, at: Origin, old: str, context: Context) -> Violation:
        return self.violation(
            at,
            f"the trigger rule `{old}` was removed in Airflow 3.0, so importing this file fails. Use "
            f"`{RULES[old]}`, its name since 2.2",
            fix=partial(_rename, at, old, context),
        )


def _trigger_rules(call: CallRecord, context: Context) -> Iterator[Value]:
    if "trigger_rule" in call.keywords and Owner.OPERATOR in owners_of(call, context.evaluation.tree):
        yield call.keywords["trigger_rule"]
    defaults = call.keywords.get("default_args")
    if isinstance(defaults, Mapping) and call.qualified_name.startswith("airflow."):
        yield get(defaults, "trigger_rule")


def _rename(at: Origin, old: str, context: Context) -> Fix | None:
    text, new = at.text, RULES[old]
    if text[1:-1] == old and text[0] in "\"'":
        safety = SAFE if _is_trigger_rule(at, context) else UNSAFE
        return Fix(f"write `{new}`", (replace(at, f"{text[0]}{new}{text[0]}"),), safety)
    if text.endswith(f".{old.upper()}"):
        return Fix(f"write `{new.upper()}`", (replace(at, text[: -len(old)] + new.upper()),), SAFE)
    return None


def _is_trigger_rule(at: Origin, context: Context) -> bool:
    """Whether the text is nothing but a trigger rule wherever it goes: a name may be used for other things too."""
    from k8slint.edits.texts import Way, places_of

    if at.source is not context.evaluation.source or not isinstance(at.node, ast.expr):
        return False
    ways = (Way.ARGUMENT, Way.ENTRY)
    found = list(places_of(at.node, context.evaluation))
    named = any(each.name == "trigger_rule" for each in found)
    return named and all(each.way in ways and each.name in ("trigger_rule", "default_args") for each in found)
