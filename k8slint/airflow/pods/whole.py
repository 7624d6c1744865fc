"""The pod that an operator launches, if it is known as a whole: from its arguments and the DAG's default_args."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import CONTAINER_ARGUMENTS, SPEC_ARGUMENTS, pod_over
from k8slint.airflow.pods.sites import dag_id, dag_made
from k8slint.dataclass import replace
from k8slint.evaluate.values import Const, Mapping, Value

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Targets

_WHOLE_PODS = ("full_pod_spec", "pod_template_dict", "pod_template_file")
_ARGUMENTS = frozenset({*CONTAINER_ARGUMENTS, *SPEC_ARGUMENTS, *_WHOLE_PODS, "secrets", "configmaps"})


def with_defaults(call: CallRecord, evaluation: Evaluation) -> CallRecord | None:
    """An operator's call with what the default_args of its DAG add to the pod; None when that can't be known, or when a
    class of the repository may add more."""
    defaults = defaults_of(call, evaluation)
    if defaults is None:
        return None
    added = {name: value for name, value in defaults.entries.items() if name in _ARGUMENTS}
    return replace(call, keywords={**added, **call.keywords})


def defaults_of(call: CallRecord, evaluation: Evaluation) -> Mapping | None:
    """The default_args of the DAG that an operator is called in; None when they can't be known, or when a class of the
    repository may change what they do."""
    if not call.complete or call.bases or call.receiver is not None:
        return None
    dag = dag_id(call)
    return None if dag is None else _defaults_by_dag(evaluation).get(dag)


@lru_cache(maxsize=1)
def _defaults_by_dag(evaluation: Evaluation) -> dict[str, Mapping | None]:
    """The default_args of each DAG of a file, None for those of which not all is known."""
    found: dict[str, Mapping | None] = {}
    for other in evaluation.calls:
        given = other.keywords.get("default_args")
        last = other.qualified_name.rpartition(".")[2]
        if last in ("TaskGroup", "task_group") and given is not None:
            return {}
        if last in ("DAG", "dag") and (made := dag_made(other)) is not None:
            found[made] = _entries(given, other) if made not in found and other.complete else None
    return found


def _entries(given: Value | None, call: CallRecord) -> Mapping | None:
    match given:
        case None | Const(value=None):
            return Mapping({}, call.origin)
        case Mapping(complete=True):
            return given
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
