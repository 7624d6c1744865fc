"""The effective worker pod of every task of some files, as text whose difference between two revisions can be read."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.launched import attribute_calls, is_exact, launches_pods
from k8slint.airflow.pods.mapped import may_be_mapped
from k8slint.airflow.pods.merge import effective_pod
from k8slint.airflow.pods.sites import (
    Kind,
    Place,
    Site,
    Use,
    dag_id,
    find_sites,
    makes_task,
    task_id,
)
from k8slint.airflow.pods.whole import launches
from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Absent, Const, Mapping, Model, Origin, Unknown, Value, get
from k8slint.kube.client.wire import to_wire
from k8slint.kube.render import SET_BY_AIRFLOW, place, to_json, to_yaml, why
from k8slint.kube.shown import MORE, manifest, without_places

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Targets, Version

NO_TEMPLATE = "no pod template is set, so the values that it adds are missing here"
OWN_TEMPLATE = "the task has its own pod template"
LAUNCHED = "the operator adds labels, a namespace and a suffix of the name when it runs"
NO_CONFIG = "no executor_config"
LAUNCHES = "launched"
PLACEHOLDER, OMIT = "placeholder", "omit"


@dataclass(frozen=True, slots=True)
class Rendered:
    """One document: whose pod it is, the pod (None when Airflow makes none), and what a reader must know.

    ``client`` is the kubernetes client of its file, where that isn't the one of the run.
    """

    path: str
    dag: str | None
    task: str | None
    where: str
    when: str | None
    pod: Value | None
    notes: tuple[str, ...]
    origin: Origin
    client: Version | None = None
    call: CallRecord | None = None

    @property
    def order(self) -> tuple[object, ...]:
        return (self.path, self.dag or "", self.task or "", self.where, self.origin.span, self.when or "")

    @property
    def key(self) -> tuple[str, ...]:
        """Whose pod it is, whatever its place in the file."""
        return (self.path, self.dag or "", self.task or "", self.where, self.when or "")

    @property
    def title(self) -> str:
        return f"{self.path}: {_whose(self)}"


def documents(
    evaluation: Evaluation,
    targets: Targets,
    template: Value | None,
    *,
    every: bool = False,
    read: Callable[[Value], Value | None] = lambda path: None,
) -> Iterator[Rendered]:
    """The pods of a file's tasks: worker pods with an executor_config, with a ``template`` (a wire value, None when none is
    named) or with ``every`` the worker pods of all tasks, and the pods that operators launch. Alternatives come one by one
    with their condition. ``read`` gives the pod template that a task names itself, where it can be read.
    """
    path = evaluation.source.path
    told: set[int] = set()
    inherited: dict[str, list[tuple[Site, Use]]] = {}
    for call in (*evaluation.calls, *attribute_calls(evaluation)):
        if launches_pods(call):
            yield from _launched(call, evaluation, targets, read)
    for site in find_sites(evaluation, targets):
        if site.kind is not Kind.EXECUTOR_CONFIG:
            continue
        for use in site.uses:
            if use.place in (Place.WRAPPER, Place.EXPAND, Place.EXPAND_KWARGS):
                continue
            if use.call is not None:
                told.add(id(use.call))
            if use.place is Place.DEFAULT_ARGS and use.dag is not None and _makes_dag(use):
                inherited.setdefault(use.dag, []).append((site, use))
                continue
            pod, notes = _pod(evaluation, site, use, targets, template, read)
            yield Rendered(path, use.dag, use.task, use.place.value, site.when, pod, notes, use.origin, call=use.call)
    heirs: set[str] = set()
    for call in evaluation.calls:
        task, dag = task_id(call), dag_id(call)
        if id(call) in told and dag is not None and "executor_config" not in call.keys:
            heirs.add(dag)  # a policy changed what the task took from default_args
        if task is None or id(call) in told or not makes_task(call):
            continue
        defaults = inherited.get(dag or "", [])
        heirs.update({dag} if dag is not None and defaults else ())
        for site, use in defaults:
            pod, notes = _pod(evaluation, site, replace(use, task=task, dag=dag), targets, template, read)
            yield Rendered(path, dag, task, use.place.value, site.when, pod, notes, call.origin, call=call)
        if not defaults and (template is not None or every):
            base = Absent(call.origin) if template is None else template
            pod = effective_pod(
                Absent(call.origin), base, targets, dag=dag, task=task, mapped=may_be_mapped((call,), evaluation)
            )
            notes = () if template is not None else (NO_TEMPLATE,)
            yield Rendered(path, dag, task, NO_CONFIG, None, pod, notes, call.origin, call=call)
    for dag, uses in inherited.items():
        for site, use in uses if dag not in heirs else ():
            pod_, notes = _pod(evaluation, site, use, targets, template, read)
            yield Rendered(path, use.dag, use.task, use.place.value, site.when, pod_, notes, use.origin, call=use.call)


def _makes_dag(use: Use) -> bool:
    return use.call is not None and use.call.qualified_name.rpartition(".")[2] in ("DAG", "dag")


def _launched(
    call: CallRecord, evaluation: Evaluation, targets: Targets, read: Callable[[Value], Value | None]
) -> Iterator[Rendered]:
    """The pod that an operator launches."""
    path = evaluation.source.path
    for when, pod, _, notes in launches(call, evaluation, targets, read):
        shown = (*notes, LAUNCHED)
        yield Rendered(path, dag_id(call), task_id(call), LAUNCHES, when, pod, shown, call.origin, call=call)


def template_document(path: str, template: Value, targets: Targets) -> Rendered:
    """The worker pod of a task without an executor_config, made of a pod template file."""
    pod = effective_pod(Absent(template.origin), template, targets)
    return Rendered(path, None, None, "pod template", None, pod, (), template.origin)


def as_text(found: Iterable[Rendered], targets: Targets, output_format: str = "yaml", unknown: str = OMIT) -> str:
    """Documents as text. ``output_format`` is "yaml" (one document for each pod) or "json" (a List of pods, with what is
    to know of them beside). ``unknown`` says whether unknown values are left out, or stand there as a placeholder.
    """
    listed = sorted(found, key=lambda rendered: rendered.order)
    if output_format == "json":
        return json.dumps(_as_list(listed, targets, unknown), indent=2, ensure_ascii=False) + "\n"
    return "".join(
        f"---\n{''.join(f'{line}{chr(10)}' for line in as_lines(each, targets, unknown))}" for each in listed
    )


def as_lines(rendered: Rendered, targets: Targets, unknown: str, *, places: bool = True) -> list[str]:
    """The lines of one document. ``places`` says whether comments tell rows and columns."""
    notes = rendered.notes if places else without_places(rendered.notes)
    lines = [f"# {rendered.title}", *(f"# {note}" for note in notes)]
    if rendered.pod is None:
        return lines
    if unknown == PLACEHOLDER:
        return [*lines, *to_yaml(rendered.pod)]
    pod, left_out = _manifest(rendered, targets)
    left_out = left_out if places else without_places(left_out)
    return [*lines, *(f"# {each}" for each in _summed_up(left_out)), *to_yaml(pod)]


def _summed_up(left_out: Iterable[str]) -> Iterator[str]:
    """What is left out, a line for each; what is another value in every run in one line."""
    of_each_run = []
    for line in left_out:
        path, found, what = line.partition(f": {SET_BY_AIRFLOW}")
        if found and not what.startswith("["):  # an option has the same value in every run
            of_each_run.append(path)
        else:
            yield f"left out: {line}"
    if of_each_run:
        yield f"left out, because Airflow sets it when the task runs: {', '.join(of_each_run)}"


def _manifest(rendered: Rendered, targets: Targets) -> tuple[Value, tuple[str, ...]]:
    assert rendered.pod is not None
    pod, left_out = manifest(rendered.pod, (rendered.dag, rendered.task), rendered.client or targets.client)
    open_anyway = rendered.call is not None and not is_exact(rendered.call)
    if LAUNCHED in rendered.notes and open_anyway:
        left_out = tuple(line for line in left_out if not line.startswith(MORE))
    if LAUNCHED in rendered.notes:
        left_out = tuple(line for line in left_out if not line.startswith("metadata.name:"))
    return pod, left_out


def _as_list(listed: list[Rendered], targets: Targets, unknown: str) -> dict[str, Any]:
    items: list[Any] = []
    about = []
    for rendered in listed:
        row, index = _about(rendered), None
        if rendered.pod is not None:
            index = len(items)
            pod, left_out = rendered.pod, tuple[str, ...]()
            if unknown != PLACEHOLDER:
                pod, left_out = _manifest(rendered, targets)
            items.append(to_json(pod))
            row["left_out"] = list(left_out)
        about.append({**row, "item": index})
    return {"apiVersion": "v1", "kind": "List", "items": items, "k8slint": about}


def _pod(
    evaluation: Evaluation,
    site: Site,
    use: Use,
    targets: Targets,
    template: Value | None,
    read: Callable[[Value], Value | None],
) -> tuple[Value | None, tuple[str, ...]]:
    """The effective pod of one use of an executor_config, and the notes that go with it."""
    config = site.value
    if isinstance(config, Unknown):
        return None, (f"executor_config is unknown: {why(config)}",)
    if not isinstance(config, (Mapping, Const)):
        return None, ("executor_config is not a dict: the task fails",)
    notes = []
    base: Value = Absent(config.origin) if template is None else template
    if template is None:
        notes.append(NO_TEMPLATE)
    own = get(config, "pod_template_file")
    if not isinstance(own, Absent):
        named = own.value if isinstance(own, Const) else why(own)
        found = read(own)
        notes = [f"{OWN_TEMPLATE}: {named}"] if found is None else []
        base = Absent(config.origin) if found is None else found
    override = get(config, "pod_override")
    match override:
        case Absent() | Const(value=None):
            wire: Value = Absent(config.origin)
        case Model(name="V1Pod"):
            wire = to_wire(override, "V1Pod", client=targets.client, round_trip=True)
        case Unknown():
            notes.append(f"pod_override is unknown: {why(override)}")
            return None, tuple(notes)
        case _:
            return None, ("pod_override is not a V1Pod: the task fails",)
    pod = effective_pod(wire, base, targets, dag=use.dag, task=use.task, mapped=may_be_mapped((use.call,), evaluation))
    return pod, tuple(notes)


def _whose(rendered: Rendered) -> str:
    dag = f" of DAG {rendered.dag}" if rendered.dag is not None else ""
    when = f", when {rendered.when}" if rendered.when else ""
    if rendered.where == "pod template":
        return "a worker pod made of this pod template"
    if rendered.where == LAUNCHES:
        task = f"task {rendered.task}" if rendered.task is not None else "a task"
        return f"the pod that {task}{dag} launches{when}"
    task = f"task {rendered.task}" if rendered.task is not None else f"tasks that take it from {rendered.where}"
    return f"{task}{dag}{when}"


def _about(rendered: Rendered) -> dict[str, Any]:
    return {
        "path": rendered.path,
        "place": place(rendered.origin),
        "dag": rendered.dag,
        "task": rendered.task,
        "where": rendered.where,
        "when": rendered.when,
        "notes": list(rendered.notes),
    }
