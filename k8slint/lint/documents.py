"""Checks files outside of Python code: pod templates, other Kubernetes objects, dag-factory, Airflow's configuration."""

from __future__ import annotations

import ast
import os
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow import dag_factory
from k8slint.airflow.pods.files import TemplateFiles
from k8slint.airflow.pods.sites import find_sites
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Mapping, Value
from k8slint.finding import Finding
from k8slint.kube import manifest
from k8slint.kube.chart_options import options_of
from k8slint.kube.template import (
    RenderedFirst,
    TemplateError,
    inline_template,
    read_documents,
    read_template,
)
from k8slint.lint.checker import Checker, LintResult
from k8slint.lint.failures import (
    about,
)
from k8slint.lint.surroundings import after_policies, mutation, pod_template, policy_of, surroundings
from k8slint.rules._base import Context, Rule
from k8slint.settings.files import is_values
from k8slint.source import airflow_config
from k8slint.source.mentions import read_elsewhere
from k8slint.source.syntax import CannotParse
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.kube.template import Template
    from k8slint.settings.config import Config
    from k8slint.source.project import Project
    from k8slint.source.text import Source


def lint_document(source: Source, config: Config, project: Project, rules: tuple[Rule, ...]) -> LintResult:
    """Check a YAML or JSON file: a pod template as Airflow reads it, any other Kubernetes object as Kubernetes does."""
    try:
        is_named = config.pod_template is not None and os.path.normpath(config.pod_template) == source.path
        documents = (read_template(source),) if is_named else read_documents(source)
        whole = read_documents(source) if is_named and is_values(source.path) else documents
        options = (
            tuple(options_of(whole[0].value)) if len(whole) == 1 and (not is_named or whole is not documents) else ()
        )
        inline = inline_template(source, documents[0].value) if len(documents) == 1 else None
        documents = documents if inline is None else (inline,)
    except RenderedFirst as error:
        if not is_named:
            return LintResult((about(error.at, f"{error.message}: nothing in it is checked"),), ())
        raise CannotParse(error.message, error.row, error.column) from None
    except TemplateError as error:
        raise CannotParse(error.message, error.row, error.column) from None
    with project.recording() as around:
        known = surroundings(config, project)
        hook = mutation(config, project, source.path)
    if documents[0].of_dags:
        return _lint_dag_factory(source, documents[0], config, project, rules)
    evaluation = Evaluation(source, ast.Module([], []))
    context = Context(
        config.targets,
        evaluation,
        inventory=known.inventory,
        namespace=known.namespace,
        policy=policy_of(source, config, known),
        settings=options,
        mentioned=partial(read_elsewhere, project, source.path),
    )
    checker = Checker(rules, context, None, None, hook)
    if options:
        checker.settings()
    others: list[Finding] = []
    pods = 0
    for document in documents:
        value = document.value
        what = manifest.other_kind(value)
        found = manifest.workloads(value) if what is not None or len(documents) > 1 else None
        if found is not None:
            pods += len(found)
            checker.manifests(found, document.duplicates)
        elif what is None:
            pods += 1
            checker.template(value, document.duplicates)
        elif not options and not _is_of_airflow(source.path, value):
            others.append(about(value.origin, f"this is {what}, not a pod: nothing in it is checked"))
    return LintResult((*checker.findings(), *others), tuple(sorted(around)), counts={"sites": pods, "pods": pods})


def _is_of_airflow(path: str, value: Value) -> bool:
    """Whether a document is the values of Airflow's chart, of which at least the options are checked."""
    if not is_values(path) or not isinstance(value, Mapping):
        return False
    return any(isinstance(each, Mapping) and "executor" in each.entries for each in (value, *value.entries.values()))


def lint_settings(source: Source, config: Config, project: Project, rules: tuple[Rule, ...]) -> LintResult:
    """Check a file that sets Airflow's options: airflow.cfg, a Dockerfile, a compose file, an ``.env``."""
    settings = airflow_config.read(source)
    evaluation = Evaluation(source, ast.Module([], []))
    mentioned = partial(read_elsewhere, project, source.path)
    context = Context(config.targets, evaluation, False, settings=settings, mentioned=mentioned)
    checker = Checker(rules, context, None, None)
    with project.recording() as files:
        checker.settings()
        findings = checker.findings()
    return LintResult(findings, tuple(sorted(files)), counts={"settings": len(settings)})


def _lint_dag_factory(
    source: Source, document: Template, config: Config, project: Project, rules: tuple[Rule, ...]
) -> LintResult:
    """Check the tasks that dag-factory makes of a YAML file, as those of a DAG file."""
    evaluation = dag_factory.evaluate(source, document.value)
    template, reads = pod_template(config, project)
    named = TemplateFiles(source, project)
    with project.recording() as around:
        known = surroundings(config, project)
        sites = find_sites(evaluation, config.targets, named)
        outcome = after_policies(evaluation, sites, config, project, named)
    context = Context(
        config.targets,
        evaluation,
        False,
        known.inventory,
        known.namespace,
        template.origin.source if template is not None else None,
        policy_of(source, config, known),
        sites,
        config.text("executor"),
        outcome.rejections,
    )
    checker = Checker(rules, context, template, named, outcome.hook, outcome.replaced, outcome.unsure)
    with project.recording() as files:
        checker.file((*outcome.sites, *outcome.replaced))
    reads = tuple(dict.fromkeys((*reads, *sorted(around), *sorted(files))))
    return LintResult(checker.findings(), reads, counts={"sites": len(sites), "pods": len(evaluation.pods)})
