"""The effective worker pod of every task of some files, as text whose difference between two revisions can be read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.merge import effective_pod
from k8slint.airflow.pods.sites import Kind, Place, Site, Use, find_sites
from k8slint.evaluate.values import Absent, Const, Mapping, Model, Origin, Unknown, Value, get
from k8slint.kube.client.wire import to_wire
from k8slint.kube.render import place, to_json, to_yaml, why

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.settings.targets import Targets

NO_TEMPLATE = "no pod template is set: what it would add is missing here"


@dataclass(frozen=True, slots=True)
class _Rendered:
    """One document: whose pod it is, the pod (None when Airflow makes none), and what a reader must know."""

    path: str
    dag: str | None
    task: str | None
    where: str
    when: str | None
    pod: Value | None
    notes: tuple[str, ...]
    origin: Origin

    @property
    def order(self) -> tuple[object, ...]:
        return (self.path, self.dag or "", self.task or "", self.where, self.origin.span, self.when or "")


def render_tasks(
    evaluations: Iterable[Evaluation],
    targets: Targets,
    template: Value | None = None,
    task: str | None = None,
    output_format: str = "yaml",
) -> str:
    """The worker pods of all tasks that have an executor_config, or of the task with the id ``task`` alone.

    ``template`` is the pod template as a wire value, None when none is named. ``output_format`` is "yaml" (one document
    for each pod) or "json" (one array). Alternatives are rendered one by one with their condition.
    """
    documents = [
        rendered
        for evaluation in evaluations
        for rendered in _documents(evaluation, targets, template)
        if task is None or rendered.task == task
    ]
    documents.sort(key=lambda rendered: rendered.order)
    if output_format == "json":
        return json.dumps([_as_json(each) for each in documents], indent=2, ensure_ascii=False) + "\n"
    return "".join(
        f"---\n{line}" if index == 0 else line for each in documents for index, line in enumerate(_as_yaml(each))
    )


def _documents(evaluation: Evaluation, targets: Targets, template: Value | None) -> Iterator[_Rendered]:
    for site in find_sites(evaluation, targets):
        if site.kind is not Kind.EXECUTOR_CONFIG:
            continue
        for use in site.uses:
            if use.place in (Place.WRAPPER, Place.EXPAND, Place.EXPAND_KWARGS):
                continue
            pod, notes = _pod(site, use, targets, template)
            path = evaluation.source.path
            yield _Rendered(path, use.dag, use.task, use.place.value, site.when, pod, notes, use.origin)


def _pod(site: Site, use: Use, targets: Targets, template: Value | None) -> tuple[Value | None, tuple[str, ...]]:
    """The effective pod of one use of an executor_config, and the notes that go with it."""
    config = site.value
    if isinstance(config, Unknown):
        return None, (f"executor_config is unknown: {why(config)}",)
    if not isinstance(config, Mapping | Const):
        return None, ("executor_config is not a dict: the task fails",)
    notes = []
    base: Value = Absent(config.origin) if template is None else template
    if template is None:
        notes.append(NO_TEMPLATE)
    own = get(config, "pod_template_file")
    if not isinstance(own, Absent):
        named = own.value if isinstance(own, Const) else why(own)
        notes = [f"the task has its own pod template: {named}"]
        base = Absent(config.origin)
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
    return effective_pod(wire, base, targets, dag=use.dag, task=use.task), tuple(notes)


def _as_yaml(rendered: _Rendered) -> Iterator[str]:
    yield f"# {rendered.path}: {_whose(rendered)}\n"
    for note in rendered.notes:
        yield f"# {note}\n"
    if rendered.pod is not None:
        for line in to_yaml(rendered.pod):
            yield f"{line}\n"


def _whose(rendered: _Rendered) -> str:
    task = f"task {rendered.task}" if rendered.task is not None else f"tasks that take it from {rendered.where}"
    dag = f" of DAG {rendered.dag}" if rendered.dag is not None else ""
    return f"{task}{dag}{f', when {rendered.when}' if rendered.when else ''}"


def _as_json(rendered: _Rendered) -> dict[str, Any]:
    return {
        "path": rendered.path,
        "place": place(rendered.origin),
        "dag": rendered.dag,
        "task": rendered.task,
        "where": rendered.where,
        "when": rendered.when,
        "notes": list(rendered.notes),
        "pod": None if rendered.pod is None else to_json(rendered.pod),
    }
