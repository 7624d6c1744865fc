from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.evaluate.values import Const, Instance, Items, Value
from k8slint.rules._arguments import taken
from k8slint.rules._base import ERROR, Context, Rule, Violation
from k8slint.settings.targets import at_least

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

# BaseOperator.partial fills these in by itself, in every version, so that expand() finds them given already. One more,
# executor_config, has a rule of its own.
FILLED_IN = frozenset(
    {
        "allow_nested_operators", "dag", "depends_on_past", "execution_timeout", "ignore_first_depends_on_past",
        "inlets", "map_index_template", "max_retry_delay", "on_execute_callback", "on_failure_callback",
        "on_retry_callback", "on_skipped_callback", "on_success_callback", "outlets", "owner", "pool_slots",
        "priority_weight", "queue", "retries", "retry_delay", "retry_exponential_backoff", "task_group", "task_id",
        "trigger_rule", "wait_for_downstream", "wait_for_past_depends_before_skipping", "weight_rule",
    }
)  # fmt: skip


class UnmappableArgument(Rule):
    """`.expand()` gets an argument that can't be mapped, or a value that isn't a list or dict.

    Arguments that every task has (`retries`, `queue`, `pool_slots`, ...) are the same for all mapped tasks, as are those
    that `.partial()` has already. A single value belongs in `.partial()`. Airflow raises an error when the file is
    imported, and the DAG doesn't load.

    Bad:
        KubernetesPodOperator.partial(task_id="train", image="trainer:1").expand(retries=[1, 2])
    Good:
        KubernetesPodOperator.partial(task_id="train", image="trainer:1").expand(arguments=[["a"], ["b"]])
    """

    code, since, severity = "KE711", "0.1", ERROR
    checks = "names"

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return call.qualified_name.endswith(".expand") and at_least(context.targets.airflow, (2, 3))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for each in taken(call, context):
            if "BaseOperator" not in each.signature.classes():
                continue
            given = call.receiver.fields if isinstance(call.receiver, Instance) else {}
            for name, value in each.arguments.items():
                at = each.keys.get(name, value.origin)
                if name == "executor_config" or each.signature.is_unknown(name):
                    continue
                if name in FILLED_IN:
                    yield self.violation(
                        at,
                        f"`{name}` can't be mapped, so {each.way.value}: pass it to `.partial()`, for all mapped tasks",
                    )
                elif name in given:
                    yield self.violation(at, f"`{name}` is passed to `.partial()` too, so {each.way.value}: remove one")
                elif _is_single(value):
                    yield self.violation(
                        at,
                        f"`.expand()` needs a list or dict to map `{name}` over, so {each.way.value}: "
                        "pass a single value to `.partial()`",
                    )


def _is_single(value: Value) -> bool:
    """Whether a value is surely neither a list nor a dict, nor what a task returns."""
    if isinstance(value, Items):
        return value.kind in ("set", "frozenset")
    return isinstance(value, Const)
