"""The inputs of a check besides the file: the inventory, the namespace of the workers, the policy."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from k8slint.airflow.pods.sites import Site, find_sites
from k8slint.dataclass import dataclass, field
from k8slint.kube.client.readback import read_pod
from k8slint.patterns import pattern
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_MODULE, read_regular
from k8slint.source.text import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.airflow.pods.policies import Governed, TaskPolicies
    from k8slint.airflow.pods.sites import TemplateFile
    from k8slint.cluster.model import Inventory
    from k8slint.evaluate.trace import Evaluation
    from k8slint.evaluate.values import Value
    from k8slint.settings.config import Config
    from k8slint.settings.policy import Policies, Policy
    from k8slint.source.project import Project


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``inventory`` None means that nothing is said of what exists."""

    inventory: Inventory | None = None
    namespace: str | None = None
    policies: Policies | None = None


def surroundings(config: Config, project: Project) -> Surroundings:
    """What the settings say; read once for all files. Raises UserError when an inventory file can't be used."""
    key = ("surroundings", config.items("inventory"), config.namespace, config.boundary, repr(config.table("policy")))
    return project.once(key, lambda: _read(config, project))


# The functions of airflow_local_settings.py that get a task, or a try of one, before the executor does.
_POLICIES = pattern(
    r"^(?:def|from\b.*\bimport\b.*?)\s+\(?(policy|task_policy|task_instance_mutation_hook)\b", re.MULTILINE
)


def policy_of(source: Source, config: Config, known: Surroundings) -> Policy | None:
    """What the policy says of one file."""
    if known.policies is None:
        return None
    return known.policies.of(os.path.relpath(source.path, config.root))


def pod_template(config: Config, project: Project) -> tuple[Value | None, tuple[str, ...]]:
    """The pod template that the settings name, as the client reads it, and the files read for it.

    It may lie anywhere. One that can't be read ends the run before it comes here; its own findings are its own file's.
    """
    path = config.pod_template
    if path is None:
        return None, ()
    from k8slint.kube.template import TemplateError, load_template, open_template

    key = ("pod template", path, config.targets.client)
    if key not in project.memory:
        try:
            text = project.overlaid(path)
            named = open_template(path).value if text is None else load_template(Source(path, text))
            project.memory[key] = read_pod(named, config.targets.client)
        except TemplateError:
            project.memory[key] = None
    return project.memory[key], (path,)


def mutation(config: Config, project: Project, path: str) -> PodMutation | None:
    """The pod_mutation_hook that changes the pods of a DAG file: of the file that the settings name, else of the
    airflow_local_settings.py that Airflow would import beside these DAGs. None when there is none, or two."""
    named = _local_settings(config, project, path)
    if named is None:
        return None
    return project.once(("mutation", os.path.realpath(named), config.digest), lambda: _hook(named, config, project))


def governed(evaluation: Evaluation, config: Config, project: Project) -> Governed:
    """A file after the task_policy and the task_instance_mutation_hook that apply to it, where they can be read."""
    from k8slint.airflow.pods.policies import NAMES, Governed

    named = _local_settings(config, project, evaluation.source.path)
    written = None if named is None else _text(named, config, project)
    if named is None or written is None or not any(name in written for name in NAMES):
        return Governed(evaluation)
    key = ("policies", os.path.realpath(named), config.targets.airflow < (3,))  # all that they ask of the versions
    policies = project.once(key, lambda: _policies(Source(project.shown(named), written), config, project))
    return Governed(evaluation) if policies is None else policies.govern(evaluation)


@dataclass(frozen=True, slots=True)
class AfterPolicies:
    """``sites`` are those that the cluster policies leave, ``replaced`` those as written that no task has any more, and
    ``unsure`` those of the first that a policy may change in a way that isn't known. ``rejections`` says why task_policy
    rejects a task, by the id of its call."""

    sites: tuple[Site, ...]
    replaced: tuple[Site, ...] = ()
    unsure: tuple[Site, ...] = ()
    hook: PodMutation | None = None
    rejections: Mapping[int, str] = field(default_factory=dict)


def after_policies(
    evaluation: Evaluation, sites: tuple[Site, ...], config: Config, project: Project, read: TemplateFile
) -> AfterPolicies:
    """What the functions of airflow_local_settings.py make of the sites of a file."""
    policies = governed(evaluation, config, project)
    final, replaced, unsure = sites, tuple[Site, ...](), tuple[Site, ...]()
    if policies.new:
        final, replaced = policies.sites(sites, find_sites(policies.evaluation, config.targets, read))
    if not any(site.pod is not None for site in (*sites, *final)):
        return AfterPolicies(final, replaced, rejections=policies.rejections)
    if rewriter(config, project, evaluation.source.path) is not None:
        unsure = tuple(site for site in final if not policies.knows(site))
    hook = mutation(config, project, evaluation.source.path)
    return AfterPolicies(final, replaced, unsure, hook, policies.rejections)


def rewriter(config: Config, project: Project, path: str) -> str | None:
    """The policy that may change the executor_config of the tasks of a DAG file, with its place; None if none does."""
    named = _local_settings(config, project, path)
    written = None if named is None else _text(named, config, project)
    if named is None or written is None or "executor_config" not in written:
        return None
    found = _POLICIES.search(written)
    return None if found is None else f"{found[1]} in {project.shown(named)}"


def _local_settings(config: Config, project: Project, path: str) -> str | None:
    from k8slint.airflow.pods.mutation import MODULE

    named = config.text("local-settings")
    if named is None:
        found = project.resolve(MODULE, path)
        if found is None or found.is_package:
            return None
        named = found.path
    return None if os.path.realpath(named) == os.path.realpath(path) else named


def _text(named: str, config: Config, project: Project) -> str | None:
    project.note(named)
    written = project.overlaid(named)
    if written is None:
        try:
            boundary = None if "local-settings" in config.commanded else config.top
            written = read_regular(named, MAX_MODULE, boundary).decode("utf-8-sig")
        except (OSError, ValueError):
            return None
    return written


def _policies(source: Source, config: Config, project: Project) -> TaskPolicies | None:
    from k8slint.airflow.pods.policies import TaskPolicies
    from k8slint.evaluate.hook import HookModule
    from k8slint.source.syntax import CannotParse, parse

    try:
        module = HookModule(source, parse(source), project, config.runtime)
    except CannotParse:
        return None
    return TaskPolicies(module, config.targets)


def _hook(named: str, config: Config, project: Project) -> PodMutation | None:
    from k8slint.airflow.pods.mutation import HOOK, PodMutation
    from k8slint.source.syntax import CannotParse, parse

    written = _text(named, config, project)
    if written is None or HOOK not in written:
        return None
    source = Source(project.shown(named), written)
    try:
        hook = PodMutation(source, parse(source), project, config.targets, config.runtime)
    except CannotParse:
        return None  # its own run says what is wrong with it
    return hook if hook else None


def _read(config: Config, project: Project) -> Surroundings:
    policies = config.policies
    stated = config.file_of("policy")
    if policies is not None and stated is not None:
        project.note(stated)  # findings name its lines
    if not config.items("inventory"):
        return Surroundings(None, config.namespace, policies)
    from k8slint.cluster.files import InventoryError, load

    def overlaid(path: str) -> str | None:
        project.note(path)
        return project.overlaid(path)

    try:
        inventory = load(config.items("inventory"), config.boundary, overlaid)
    except InventoryError as error:
        raise UserError(str(error)) from None
    return Surroundings(inventory, config.namespace or inventory.only_namespace, policies)
