"""The pods of one file that can be tried on a cluster: worker pods, and pods that operators launch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow import dag_factory
from k8slint.airflow.pods.after_hook import after_hook
from k8slint.airflow.pods.files import TemplateFiles, template_under
from k8slint.airflow.pods.mapped import may_be_mapped
from k8slint.airflow.pods.merge import AIRFLOW, effective_pod, worker_of
from k8slint.airflow.pods.references import namespace_of
from k8slint.airflow.pods.sites import Kind, Site, find_sites, for_kubernetes
from k8slint.airflow.pods.whole import launches
from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Absent, Items, Mapping, Unknown, Value
from k8slint.kube import manifest
from k8slint.kube.client.readback import read_pod
from k8slint.kube.client.wire import to_wire
from k8slint.kube.pod import Pod
from k8slint.kube.template import read_documents, read_template
from k8slint.lint.surroundings import governed, mutation, pod_template
from k8slint.settings.config import is_template
from k8slint.source.syntax import parse

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.evaluate.trace import Evaluation
    from k8slint.settings.config import Config
    from k8slint.source.project import Project
    from k8slint.source.text import Source

_LAUNCHED = (Kind.OPERATOR, Kind.FULL_POD_SPEC, Kind.TEMPLATE_DICT, Kind.OPERATOR_TEMPLATE)


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """One pod to try. ``pod`` is what is known of it, ``left_out`` the paths of unknown values, ``open`` those of objects and
    lists that may hold more. ``namespace`` is None when that isn't known, or when another cluster may run the pod."""

    site: Site
    pod: Value
    namespace: str | None
    left_out: tuple[str, ...] = ()
    open: tuple[str, ...] = ()

    @property
    def whole(self) -> bool:
        """Whether all is known but what Airflow adds for a run."""
        return not self.open


def trials(source: Source, config: Config, project: Project, namespace: str) -> Iterator[Trial]:
    """The pods of a file, after the cluster policies and the ``pod_mutation_hook``. ``namespace`` is the workers'.

    Raises CannotParse, TemplateError and UserError.
    """
    if is_template(source.path, config):
        yield from _of_document(source, config, project, namespace)
        return
    yield from _of_tasks(evaluate(source, parse(source), project, config.runtime), config, project, namespace)


def worker_template(source: Source, config: Config, project: Project, namespace: str) -> Iterator[Trial]:
    """The worker pod of a task that says nothing of its pod, made of a pod template."""
    value = read_template(source).value
    site = Site(Kind.TEMPLATE, value, value.origin, pod=value)
    wire = read_pod(value, config.targets.client)
    made = worker_of(wire, config.targets)
    hook = mutation(config, project, source.path)
    for when, pod in after_hook(hook, made):
        yield _trial(replace(site, when=when), pod, namespace)


def _of_document(source: Source, config: Config, project: Project, namespace: str) -> Iterator[Trial]:
    documents = read_documents(source)
    if documents[0].of_dags:
        yield from _of_tasks(dag_factory.evaluate(source, documents[0].value), config, project, namespace)
    elif len(documents) == 1 and manifest.other_kind(documents[0].value) is None:
        yield from worker_template(source, config, project, namespace)


def _of_tasks(evaluation: Evaluation, config: Config, project: Project, namespace: str) -> Iterator[Trial]:
    policies = governed(evaluation, config, project)
    evaluation = policies.evaluation
    named = TemplateFiles(evaluation.source, project)
    hook = mutation(config, project, evaluation.source.path)
    default, _ = pod_template(config, project)
    launching: set[int] = set()
    for site in find_sites(evaluation, config.targets, named):
        if site.pod is None or not for_kubernetes(site) or (site.dag is not None and site.dag in policies.rejected):
            continue
        if site.kind is Kind.POD_OVERRIDE:
            made = _worker(site, evaluation, config, named, default)
        elif site.kind in _LAUNCHED and site.call is not None and id(site.call) not in launching:
            launching.add(id(site.call))
            for launch in launches(site.call, evaluation, config.targets, named):
                launched = replace(site, kind=Kind.OPERATOR, when=launch.when)
                yield from _mutated(hook, launched, launch.pod, evaluation, namespace)
            continue
        else:
            continue
        yield from _mutated(hook, site, made, evaluation, namespace)


def _mutated(
    hook: PodMutation | None, site: Site, made: Value, evaluation: Evaluation, namespace: str
) -> Iterator[Trial]:
    for when, pod in after_hook(hook, made, site.when):
        yield _trial(replace(site, when=when), pod, namespace_of(Pod(pod, site), evaluation, namespace))


def _worker(site: Site, evaluation: Evaluation, config: Config, named: TemplateFiles, default: Value | None) -> Value:
    """The worker pod of a task with a pod_override."""
    wire = to_wire(site.pod, "V1Pod", client=config.targets.client, round_trip=True)  # type: ignore[arg-type]
    base = template_under(site.config, default, named, config.targets.client)
    mapped = may_be_mapped((use.call for use in site.uses), evaluation)
    return effective_pod(wire, base, config.targets, dag=site.dag, task=site.task, mapped=mapped)


def _trial(site: Site, pod: Value, namespace: str | None) -> Trial:
    left_out: list[str] = []
    more: list[str] = []
    return Trial(site, _known(pod, "", left_out, more), namespace, tuple(left_out), tuple(more))


def _known(value: Value, path: str, left_out: list[str], more: list[str]) -> Value:
    """The value without what isn't known, whose paths are noted; ``more`` gets the paths of what may hold more, which
    isn't said of what Airflow itself adds in each run."""
    match value:
        case Mapping(entries=entries):
            if not value.complete:
                more.append(path)
            kept = {}
            for key, each in entries.items():
                inner = f"{path}.{key}".lstrip(".")
                if isinstance(each, Unknown):
                    left_out.append(inner)
                    if each.origin.source is not AIRFLOW.source:
                        more.append(inner)
                elif not isinstance(each, Absent) and isinstance(key, str):
                    kept[key] = _known(each, inner, left_out, more)
            return Mapping(kept, value.origin, True, value.keys)
        case Items(items=items):
            parts = [each for each in items if not isinstance(each, Unknown | Absent)]
            if len(parts) < len(items):
                left_out.append(path)
            if not value.complete or len(parts) < len(items):
                more.append(path)
            return Items(
                tuple(_known(each, f"{path}[{i}]", left_out, more) for i, each in enumerate(parts)), value.origin
            )
        case _:
            return value
