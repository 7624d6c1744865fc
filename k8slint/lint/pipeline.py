"""The pipeline for one file: text in, findings out."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.evidence import oldest_for
from k8slint.airflow.pods.files import TemplateFiles
from k8slint.airflow.pods.gaps import gaps, understood
from k8slint.airflow.pods.sites import find_sites
from k8slint.dataclass import replace
from k8slint.finding import Finding
from k8slint.lint import suppression as suppress
from k8slint.lint.assumption import deciding, weigh
from k8slint.lint.checker import Checker, LintResult
from k8slint.lint.failures import (
    CANNOT_PARSE,
    INTERNAL_ERROR,
    LIMIT_EXCEEDED,
    cannot_parse,
    crashed,
    limit_exceeded,
)
from k8slint.lint.interest import as_bytes
from k8slint.lint.opened import OpenFile, selected_rules
from k8slint.lint.prefilter import of_rules
from k8slint.lint.surroundings import after_policies, pod_template, policy_of, surroundings
from k8slint.lint.unseen import unseen
from k8slint.rules._base import Context, Rule
from k8slint.settings.compatibility import alternatives
from k8slint.settings.config import is_airflow_config, is_dag_file, is_template
from k8slint.settings.errors import UserError
from k8slint.settings.targets import Targets
from k8slint.source.syntax import CannotParse
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.settings.config import Config
    from k8slint.source.project import Project
    from k8slint.source.text import Source


def lint(source: Source, config: Config, project: Project) -> LintResult:
    """Check one file: a DAG or helper module, or a pod template when its name says YAML or JSON.

    Never raises for what a file holds: a text that can't be read and a defect of k8slint are findings of the file.
    Findings that hold only on a version that nobody stated are marked.
    """
    file = OpenFile(source, config, project)
    result = _lint(file, config)
    targets = config.targets
    if not targets.others or not result.findings:
        return result

    matters = deciding(result.findings)

    def on(other: Targets) -> tuple[Finding, ...]:
        return _lint(file, _aimed(config, other), matters).findings

    others = _possible(file, config)
    return replace(result, findings=weigh(result.findings, targets, others, on, info_fails=config.fails("info")))


@lru_cache(maxsize=32)
def _aimed(config: Config, targets: Targets) -> Config:
    return config.replace(targets=targets)


def _possible(file: OpenFile, config: Config) -> tuple[Targets, ...]:
    """The other targets on which the file can run at all, by what it imports."""
    targets = config.targets
    if "airflow" not in targets.assumed or not is_dag_file(file.source.path, config):
        return targets.others
    try:
        tree = file.tree
    except CannotParse:
        return ()
    return alternatives(targets, oldest_for(tree))


def _lint(file: OpenFile, config: Config, only: frozenset[str] | None = None) -> LintResult:
    """One file on one version; ``only`` are codes that are asked for, beside those whose findings hide others."""
    rules, source = selected_rules(config), file.source
    if only is not None:
        rules = tuple(rule for rule in rules if rule.code in only or rule.shadows)
    try:
        if is_airflow_config(source.path, config):
            from k8slint.lint.documents import lint_settings

            result = lint_settings(source, config, file.project, rules)
        elif is_template(source.path, config):
            from k8slint.lint.documents import lint_document

            result = lint_document(source, config, file.project, rules)
        else:
            result = _lint_python(file, config, rules)
    except CannotParse as error:
        result = LintResult((cannot_parse(source.path, error.message, error.row, error.column, source),))
    except (UserError, MemoryError):
        raise
    except RecursionError:
        message = "this file was not checked: it is nested too deeply"
        result = LintResult((limit_exceeded(source.path, message),))
    except Exception as error:  # a defect of ours must not cost the other files their findings
        result = LintResult((crashed(source.path, error),))
    codes = frozenset(rule.code for rule in rules)
    if any(finding.code in (CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED) for finding in result.findings):
        codes -= {suppress.UNUSED}  # what a file holds that wasn't read to the end, no suppression of it is unused
    with file.project.recording() as looked_at:
        kept = suppress.apply(source, result.findings, codes, file.project)
    reads = tuple(dict.fromkeys((*result.reads, *sorted(looked_at))))
    return replace(result, findings=tuple(sorted(kept, key=_order)), reads=reads)


def _lint_python(file: OpenFile, config: Config, rules: tuple[Rule, ...]) -> LintResult:
    source, project, evaluation = file.source, file.project, file.evaluation
    template, reads = pod_template(config, project)
    named = TemplateFiles(source, project)
    with project.recording() as around:
        known = surroundings(config, project)
        sites = find_sites(evaluation, config.targets, named)
        outcome = after_policies(evaluation, sites, config, project, named)
    context = Context(
        config.targets,
        evaluation,
        of_rules(rules, config.targets).names_gone(as_bytes(source.text)),
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
    counts = {"sites": len(sites), "pods": len(evaluation.pods)}
    if config.flag("statistics"):
        counts |= understood(sites, config.targets.client)
    unknowns = gaps(evaluation, sites) if config.flag("show-unknown") else ()
    with project.recording() as looked_at:
        findings = (*checker.findings(), *unseen(evaluation))  # and their fixes, which may depend on more files
    reads = tuple(dict.fromkeys((*evaluation.reads, *reads, *sorted(around), *sorted(files), *sorted(looked_at))))
    return LintResult(findings, reads, unknowns, counts)


def _order(finding: Finding) -> tuple[object, ...]:
    return (finding.path, finding.span.start, finding.code, finding.span.end, finding.message)
