from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import takes_default_args
from k8slint.airflow.moves.table.arguments import ARGUMENTS
from k8slint.airflow.signatures import every_argument, signature_of
from k8slint.evaluate.values import Const, Items, Mapping, Value
from k8slint.rules._arguments import Taken, is_guarded, taken
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.settings.errors import nearest
from k8slint.settings.targets import at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

OPERATOR = ("airflow.models.baseoperator.BaseOperator",)
INIT_LOGS_IN_TRIGGERS = (10, 26)  # the first provider that nothing is known of
MOVED = frozenset(move.old for move in ARGUMENTS)


class ArgumentWithoutEffect(Rule):
    """An argument of an operator has no effect, and no error message says so.

    Either another argument replaces it: `pod_template_dict` beside `pod_template_file`, `init_container_logs` where
    `deferrable=True` leaves the logs to the triggerer. Or it is an entry of `default_args` that no operator takes: Airflow
    drops those silently.

    Bad:
        KubernetesPodOperator(task_id="train", image="trainer:1", deferrable=True, init_container_logs=True)
    Good:
        KubernetesPodOperator(task_id="train", image="trainer:1", init_container_logs=True)
    """

    code, since, severity = "KE713", "0.1", WARNING
    checks = "names"

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return "airflow." in call.qualified_name or bool(call.bases)

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in taken(call, context):
            if "KubernetesPodOperator" in each.signature.classes() and not each.method:
                yield from self._of_pods(each, context)
        if takes_default_args(call):
            yield from self._defaults(call.keywords.get("default_args"), context)

    def _of_pods(self, each: Taken, context: Context) -> Iterator[Violation]:
        given = each.arguments
        deferrable, logs = given.get("deferrable"), given.get("init_container_logs")
        known = not at_least(context.targets.provider, INIT_LOGS_IN_TRIGGERS)
        if known and isinstance(deferrable, Const) and deferrable.value is True and logs is not None and _is_true(logs):
            yield self.violation(
                each.keys.get("init_container_logs", logs.origin),
                "`init_container_logs` has no effect with `deferrable=True`, because the triggerer waits for the pod and "
                "reads no logs of init containers. Remove one of them",
            )
        template, other = given.get("pod_template_file"), given.get("pod_template_dict")
        if template is not None and other is not None and _is_true(template) and _is_true(other):
            yield self.violation(
                each.keys.get("pod_template_dict", other.origin),
                "`pod_template_dict` has no effect beside `pod_template_file`: remove one of them",
            )

    def _defaults(self, defaults: Value | None, context: Context) -> Iterator[Violation]:
        """Only what is nearly the name of an argument that every operator takes: other names may be a team's own."""
        signature = signature_of(OPERATOR, context.targets)
        if signature is None or not isinstance(defaults, Mapping):
            return
        own = signature.names()
        for name in defaults.entries:
            if not isinstance(name, str) or name in own or name in MOVED or name in every_argument():
                continue
            near = nearest(name, sorted(own), 0.85)
            at = defaults.keys.get(name)
            if near and near not in defaults.entries and at and not is_guarded(at, context):
                yield self.violation(
                    at,
                    f"no operator of Airflow has the argument `{name}`, so it has no effect: did you mean `{near}`?",
                )


def _is_true(value: Value) -> bool:
    match value:
        case Const(value=constant):
            return bool(constant)
        case Items(items=items):
            return bool(items)
        case Mapping(entries=entries):
            return bool(entries)
    return False
