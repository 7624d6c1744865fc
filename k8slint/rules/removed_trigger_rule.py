from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.arguments import Owner, owners_of
from k8slint.evaluate.values import Const, Mapping, Reference, Value, get
from k8slint.rules._base import ERROR, SAFE, Context, Fix, Rule, Violation, replace
from k8slint.targets import Targets, at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

RULES = {"dummy": "always", "none_failed_or_skipped": "none_failed_min_one_success"}
CLASS = "airflow.utils.trigger_rule.TriggerRule"
GONE = (3, 0)


class RemovedTriggerRule(Rule):
    """An operator gets a trigger rule by a name that Airflow 3 dropped: ``dummy`` or ``none_failed_or_skipped``.

    The operator raises ValueError while the file is read. Both have had another name, with the same meaning, since
    Airflow 2.2.

    Bad:
        from airflow.providers.standard.operators.empty import EmptyOperator

        EmptyOperator(task_id="join", trigger_rule="none_failed_or_skipped")
    Good:
        from airflow.providers.standard.operators.empty import EmptyOperator

        EmptyOperator(task_id="join", trigger_rule="none_failed_min_one_success")
    """

    code, since, severity = "KE705", "0.1", ERROR
    fixable = "safe"

    def needles(self, targets: Targets) -> frozenset[bytes]:
        return frozenset({b"dummy", b"DUMMY", b"none_failed_or_skipped", b"NONE_FAILED_OR_SKIPPED"})

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        if not at_least(context.targets.airflow, GONE):
            return
        for value in _trigger_rules(call, context):
            match value:
                case Const(value=str(old)) if old in RULES:
                    pass
                case Reference(qualified_name=name) if name.startswith(f"{CLASS}."):
                    old = name.removeprefix(f"{CLASS}.").lower()
                    if old not in RULES:
                        continue
                case _:
                    continue
            yield self.violation(
                value.origin,
                f"the trigger rule `{old}` is gone since Airflow 3.0, so reading the file raises; write "
                f"`{RULES[old]}`, its name since 2.2",
                fix=partial(_rename, value, old),
            )


def _trigger_rules(call: CallRecord, context: Context) -> Iterator[Value]:
    if Owner.OPERATOR in owners_of(call, context.evaluation.tree) and "trigger_rule" in call.keywords:
        yield call.keywords["trigger_rule"]
    defaults = call.keywords.get("default_args")
    if isinstance(defaults, Mapping) and call.qualified_name.startswith("airflow."):
        yield get(defaults, "trigger_rule")


def _rename(value: Value, old: str) -> Fix | None:
    text, new = value.origin.text, RULES[old]
    if text[1:-1] == old and text[0] in "\"'":
        return Fix(f"write `{new}`", (replace(value.origin, f"{text[0]}{new}{text[0]}"),), SAFE)
    if text.endswith(f".{old.upper()}"):
        return Fix(f"write `{new.upper()}`", (replace(value.origin, text[: -len(old)] + new.upper()),), SAFE)
    return None
