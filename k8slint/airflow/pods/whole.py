"""The pod that an operator launches, if it is known as a whole: from its arguments and the DAG's default_args."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from k8slint.airflow.pods.launched import (
    CONTAINER_ARGUMENTS,
    METADATA_ARGUMENTS,
    SPEC_ARGUMENTS,
    Rest,
    is_exact,
    may_render_natively,
    pod_over,
    rendered_natively,
    without_jinja,
)
from k8slint.airflow.pods.merge import AIRFLOW, Rules, reconcile_pods
from k8slint.airflow.pods.sites import dag_id, dag_made
from k8slint.airflow.secret import is_missing
from k8slint.dataclass import replace
from k8slint.evaluate.values import Const, Mapping, Model, Reason, Unknown, Value
from k8slint.evaluate.variants import variants
from k8slint.kube.client.readback import read_pod
from k8slint.kube.client.wire import to_wire
from k8slint.kube.render import why

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Targets

DEFAULTS = "what default_args, or the operator's own class, add isn't known, so it is missing here"
_WHOLE_PODS = ("full_pod_spec", "pod_template_file", "pod_template_dict")
_TELLING = frozenset(
    {*CONTAINER_ARGUMENTS, *SPEC_ARGUMENTS, *METADATA_ARGUMENTS, *_WHOLE_PODS, "secrets", "do_xcom_push"}
)
_ARGUMENTS = _TELLING | {"configmaps", "base_container_name", "name"}


def with_defaults(call: CallRecord, evaluation: Evaluation) -> CallRecord | None:
    """An operator's call with what the default_args of its DAG add to the pod; None when that can't be known, or when a
    class of the repository may add more."""
    defaults = defaults_of(call, evaluation)
    if defaults is None and _is_plain(call) and _stands_alone(call, evaluation):
        return call
    if defaults is None:
        return None
    added = {name: value for name, value in defaults.entries.items() if name in _ARGUMENTS}
    return replace(call, keywords={**added, **call.keywords})


def defaults_of(call: CallRecord, evaluation: Evaluation) -> Mapping | None:
    """The default_args of the DAG that an operator is called in; None when they can't be known, or when a class of the
    repository may change what they do."""
    dag = dag_id(call)
    if dag is None or not _is_plain(call) or ".default_args" in evaluation.source.text:
        return None
    return _defaults_by_dag(evaluation).get(dag)


def _is_plain(call: CallRecord) -> bool:
    """Whether a call makes an operator by a class of a package, with arguments that are all known."""
    return call.complete and not call.bases and call.receiver is None


def _stands_alone(call: CallRecord, evaluation: Evaluation) -> bool:
    """Whether an operator is surely made without a DAG: in a statement of the module's own, in no block."""
    if dag_id(call) is not None or "dag" in call.keywords or call.origin.source is not evaluation.source:
        return False
    return getattr(call.origin.node, "lineno", 0) in _rows_outside_of_blocks(evaluation.tree)


@lru_cache(maxsize=1)
def _rows_outside_of_blocks(tree: ast.Module) -> frozenset[int]:
    """The rows of expressions and assignments that are the module's own."""
    own = (each for each in tree.body if isinstance(each, ast.Expr | ast.Assign | ast.AnnAssign))
    return frozenset(row for each in own for row in range(each.lineno, (each.end_lineno or each.lineno) + 1))


@lru_cache(maxsize=1)
def _defaults_by_dag(evaluation: Evaluation) -> dict[str, Mapping | None]:
    """The default_args of each DAG of a file, None for those of which not all is known. What a TaskGroup's replace is unknown,
    as it isn't known here which tasks are in the group."""
    found: dict[str, Mapping | None] = {}
    of_groups: dict[Any, Value] = {}
    for other in evaluation.calls:
        given = other.keywords.get("default_args")
        last = other.qualified_name.rpartition(".")[2]
        if last in ("TaskGroup", "task_group") and given is not None:
            in_group = _entries(given, other)
            if in_group is None:
                return {}
            for name, value in in_group.entries.items():
                of_groups[name] = Unknown(Reason.EXTERNAL, value.origin, "default_args of a TaskGroup")
        if last in ("DAG", "dag") and (made := dag_made(other)) is not None:
            found[made] = _entries(given, other) if made not in found and other.complete else None
    if not of_groups:
        return found
    return {
        dag: None if given is None else replace(given, entries={**given.entries, **of_groups})
        for dag, given in found.items()
    }


def _entries(given: Value | None, call: CallRecord) -> Mapping | None:
    match given:
        case None | Const(value=None):
            return Mapping({}, call.origin)
        case Mapping(complete=True):
            return given
        case _:
            return None


class Launch(NamedTuple):
    """A pod that an operator launches, as a wire value, and what a reader must know of it. ``whole`` says that nothing may
    add to it but the operator itself when it runs: no subclass, decorator, or argument that is mapped."""

    when: str | None
    pod: Value
    whole: bool
    notes: tuple[str, ...]


def launches(
    call: CallRecord, evaluation: Evaluation, targets: Targets, read: Callable[[Value], Value | None]
) -> Iterator[Launch]:
    """The pod that a call launches, one for each alternative: the pod that it starts from, its arguments and those of its
    DAG's default_args merged over that. Nothing when none of them says anything of the pod.

    ``read`` gives the pod template at a path, where it is known. As ``build_pod_request_obj`` does it in
    apache-airflow-providers-cncf-kubernetes 7.4 to 10.25.
    """
    full = with_defaults(call, evaluation)
    given = call if full is None else full
    named = Mapping(
        {name: value for name, value in given.keywords.items() if name in _TELLING and not is_missing(value)},
        call.origin,
    )
    if not named.entries:
        return
    native = may_render_natively(evaluation)
    closed = full is not None and is_exact(call)
    for when, arguments in variants(named):
        assert isinstance(arguments, Mapping)
        notes = [] if full is not None else [DEFAULTS]
        base, missing = _started_from(arguments, targets, read)
        if missing:
            notes.append(missing)
        start = Mapping({}, call.origin, complete=closed and not missing) if base is None else base
        entries = rendered_natively(arguments.entries) if native else arguments.entries
        if call.decorates is not None:
            entries = {**entries, "cmds": Unknown(Reason.EXTERNAL, AIRFLOW, "the command that runs the function")}
        others = {name: value for name, value in given.keywords.items() if name not in _TELLING}
        own = replace(given, keywords={**others, **entries})
        pod = pod_over(start, own, targets, Rest.NOTHING if closed else Rest.ANYTHING)
        yield Launch(when, pod, closed and not missing, tuple(notes))


def _started_from(
    arguments: Mapping, targets: Targets, read: Callable[[Value], Value | None]
) -> tuple[Value | None, str]:
    """The pod that the arguments are merged over, None when none is given; or why it isn't known."""
    spec, path, table = (arguments.entries.get(name) for name in _WHOLE_PODS)
    base: Value | None = None
    if path is not None:
        base = read(path)
        if base is None:
            return (
                None,
                f"its pod_template_file isn't known, so the values that it adds are missing here: {named_by(path)}",
            )
        base = read_pod(base, targets.client)
    elif isinstance(table, Mapping):
        base = read_pod(without_jinja(table), targets.client)
    elif table is not None:
        return (
            None,
            f"its pod_template_dict isn't known, so the values that it adds are missing here: {named_by(table)}",
        )
    if spec is None:
        return base, ""
    if not (isinstance(spec, Model) and spec.name == "V1Pod"):
        return None, f"its full_pod_spec isn't known, so the values that it adds are missing here: {named_by(spec)}"
    wire = to_wire(without_jinja(spec), "V1Pod", client=targets.client, round_trip=False)
    return (wire if base is None else reconcile_pods(base, wire, Rules.of(targets))), ""


def named_by(value: Value) -> str:
    """A value in the words of its text, or why it isn't known."""
    return str(value.value) if isinstance(value, Const) else why(value)
