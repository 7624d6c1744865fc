"""The whole pod that an operator launches, where nothing else can add to it: its arguments, and the DAG's default_args."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from dataclasses import replace
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import CONTAINER_ARGUMENTS, SPEC_ARGUMENTS, pod_over
from k8slint.airflow.pods.sites import dag_id, dag_made
from k8slint.evaluate.values import Const, Mapping, Value

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Targets

_WHOLE_PODS = ("full_pod_spec", "pod_template_dict", "pod_template_file")
_ARGUMENTS = frozenset({*CONTAINER_ARGUMENTS, *SPEC_ARGUMENTS, *_WHOLE_PODS, "secrets", "configmaps"})


def with_defaults(call: CallRecord, evaluation: Evaluation) -> CallRecord | None:
    """An operator's call with what the default_args of its DAG add to the pod; None when that can't be known, or when a
    class of the repository may add more."""
    if not call.complete or call.bases or call.receiver is not None:
        return None
    dag = dag_id(call)
    defaults: AbstractMapping[str, Value] | None = None
    for other in evaluation.calls:
        given = other.keywords.get("default_args")
        last = other.qualified_name.rpartition(".")[2]
        if last in ("TaskGroup", "task_group") and given is not None:
            return None
        if last in ("DAG", "dag") and dag is not None and dag_made(other) == dag:
            if defaults is not None or not other.complete:
                return None
            defaults = _entries(given)
            if defaults is None:
                return None
    if defaults is None:
        return None
    added = {name: value for name, value in defaults.items() if name in _ARGUMENTS}
    return replace(call, keywords={**added, **call.keywords})


def _entries(given: Value | None) -> AbstractMapping[str, Value] | None:
    match given:
        case None | Const(value=None):
            return {}
        case Mapping(entries=entries, complete=True):
            return entries
        case _:
            return None


def whole_pod(call: CallRecord, targets: Targets, read: Callable[[Value], Value | None]) -> Value | None:
    """The pod that a call ``with_defaults`` launches; None when a pod that it starts from isn't known."""
    if any(name in call.keywords for name in _WHOLE_PODS[:2]):
        return None
    template: Value | None = Mapping({}, call.origin)
    if "pod_template_file" in call.keywords:
        template = read(call.keywords["pod_template_file"])
    return None if template is None else pod_over(template, call, targets)
