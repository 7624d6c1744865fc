"""What a file is judged against beside its own text: the inventory, the namespace of the workers, the policy."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_MODULE, read_regular

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.cluster.model import Inventory
    from k8slint.settings.config import Config
    from k8slint.settings.policy import Policies
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


def mutation(config: Config, project: Project, path: str) -> PodMutation | None:
    """The pod_mutation_hook that changes the pods of a DAG file: of the file that the settings name, else of the
    airflow_local_settings.py that Airflow would import beside these DAGs. None when there is none, or two."""
    from k8slint.airflow.pods.mutation import MODULE

    named = config.text("local-settings")
    if named is None:
        found = project.resolve(MODULE, path)
        if found is None or found.is_package:
            return None
        named = found.path
    if os.path.realpath(named) == os.path.realpath(path):
        return None
    return project.once(
        ("mutation", os.path.realpath(named), config.digest), lambda: _hook(named, config, project, path)
    )


def _hook(named: str, config: Config, project: Project, path: str) -> PodMutation | None:
    from k8slint.airflow.pods.mutation import HOOK, PodMutation
    from k8slint.source.syntax import CannotParse, parse
    from k8slint.source.text import Source

    project.note(named)
    written = project.overlaid(named)
    if written is None:
        try:
            boundary = None if "local-settings" in config.commanded else config.top
            written = read_regular(named, MAX_MODULE, boundary).decode("utf-8-sig")
        except (OSError, ValueError):
            return None
    if HOOK not in written:
        return None
    source = Source(project.shown(named), written)
    try:
        hook = PodMutation(source, parse(source), project, config.targets, config.runtime)
    except CannotParse:
        return None  # its own run says what is wrong with it
    return hook if hook else None


def _read(config: Config, project: Project) -> Surroundings:
    from k8slint.cluster.files import InventoryError, load

    policies = config.policies
    stated = config.file_of("policy")
    if policies is not None and stated is not None:
        project.note(stated)  # findings name its lines
    if not config.items("inventory"):
        return Surroundings(None, config.namespace, policies)

    def overlaid(path: str) -> str | None:
        project.note(path)
        return project.overlaid(path)

    try:
        inventory = load(config.items("inventory"), config.boundary, overlaid)
    except InventoryError as error:
        raise UserError(str(error)) from None
    return Surroundings(inventory, config.namespace or inventory.only_namespace, policies)
