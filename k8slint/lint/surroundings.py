"""What a file is judged against beside its own text: the inventory, the namespace of the workers, the policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from k8slint.settings.errors import UserError

if TYPE_CHECKING:
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
    return project.once(("surroundings", config.digest), lambda: _read(config, project))


def _read(config: Config, project: Project) -> Surroundings:
    from k8slint.cluster.files import InventoryError, load

    policies = config.policies
    if policies is not None and config.file is not None:
        project.note(config.file)  # findings name its lines
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
