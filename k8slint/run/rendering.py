"""The pods of one file for ``k8slint render``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow import dag_factory
from k8slint.airflow.pods.after_hook import after_hook
from k8slint.airflow.pods.files import TemplateFiles
from k8slint.airflow.pods.merge import written_pod
from k8slint.airflow.pods.render import LAUNCHED, Rendered, documents, template_document
from k8slint.dataclass import replace
from k8slint.evaluate.evaluator import evaluate
from k8slint.kube.template import load_template, read_documents
from k8slint.lint.surroundings import governed, mutation, rewriter
from k8slint.settings.config import is_template
from k8slint.source.project import Project
from k8slint.source.syntax import parse

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.evaluate.values import Value
    from k8slint.settings.config import Config
    from k8slint.source.text import Source


def rendered(source: Source, config: Config, template: Value | None) -> Iterator[Rendered]:
    """A document for each pod of a DAG file or of a YAML file of dag-factory, after the cluster policies and the
    ``pod_mutation_hook``; or the worker pod of a template.

    ``template`` is the one that the settings name. Raises CannotParse, TemplateError and UserError.
    """
    project = Project(config.src)
    if is_template(source.path, config):
        first = read_documents(source)[0]
        if not first.of_dags:
            yield template_document(source.path, load_template(source), config.targets)
            return
        evaluation = dag_factory.evaluate(source, first.value)
    else:
        evaluation = evaluate(source, parse(source), project, config.runtime)
    hook = mutation(config, project, source.path)
    policies = governed(evaluation, config, project)
    policy = rewriter(config, project, source.path)
    read = TemplateFiles(source, project)
    for document in documents(policies.evaluation, config.targets, template, read=read):
        if document.call is not None and document.dag is not None and document.dag in policies.rejected:
            note = f"this DAG is not loaded: {policies.rejected[document.dag]}"
            yield replace(document, pod=None, notes=(note,))
            continue
        changed = policies.changed.get(id(document.call))
        if changed is not None:
            document = replace(document, notes=(*document.notes, f"changed by {changed}"))
        elif id(document.call) in policies.settled:
            pass
        elif policy is not None and document.pod is not None and LAUNCHED not in document.notes:
            pod = written_pod(document.pod, config.targets)
            document = replace(document, pod=pod, notes=(*document.notes, f"{policy} may change its executor_config"))
        yield from _after(hook, document)


def _after(hook: PodMutation | None, document: Rendered) -> Iterator[Rendered]:
    """A document as the hook leaves it, one for each alternative."""
    if hook is None or document.pod is None:
        yield document
        return
    for when, changed in after_hook(hook, document.pod, document.when):
        yield replace(document, pod=changed, when=when, notes=(*document.notes, f"changed by {hook.place}"))
