"""A pod and its containers for rules: thin views of a wire value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Items, Value, get

if TYPE_CHECKING:
    from k8slint.airflow.pods.sites import Site


@dataclass(frozen=True, slots=True, eq=False)
class Container:
    """One container: ``value`` is its wire mapping, ``path`` its field path (``spec.initContainers[0]``)."""

    value: Value
    pod: Pod
    index: int
    is_init: bool = False

    @property
    def path(self) -> str:
        return f"spec.{'initContainers' if self.is_init else 'containers'}[{self.index}]"

    def get(self, *path: str | int) -> Value:
        """The value under wire names inside the container: a value, Absent, or Unknown."""
        return get(self.value, *path)

    def request(self, resource: str) -> Value:
        """What is requested of ``resource``, as written: text or a number, not yet a quantity."""
        return get(self.value, "resources", "requests", resource)

    def limit(self, resource: str) -> Value:
        """The limit of ``resource``, as written."""
        return get(self.value, "resources", "limits", resource)


@dataclass(frozen=True, slots=True, eq=False)
class Pod:
    """A pod as written or after the merge. ``value`` is a wire mapping (camelCase), ``site`` where it comes from."""

    value: Value
    site: Site | None = None

    def get(self, *path: str | int) -> Value:
        """The value under wire names: ``get("spec", "nodeSelector")``."""
        return get(self.value, *path)

    @property
    def containers(self) -> tuple[Container, ...]:
        """The containers that are known to be there, in order; ``containers_known`` says whether there may be more."""
        return tuple(self._containers("containers", is_init=False))

    @property
    def init_containers(self) -> tuple[Container, ...]:
        return tuple(self._containers("initContainers", is_init=True))

    @property
    def all_containers(self) -> tuple[Container, ...]:
        """Init containers first, as they run."""
        return self.init_containers + self.containers

    @property
    def containers_known(self) -> bool:
        """Whether the list of ordinary containers is known as a list: position 0 is then the worker."""
        match self.get("spec", "containers"):
            case Items(complete=True):
                return True
            case _:
                return False

    @property
    def worker(self) -> Container | None:
        """The container that runs the task: the first one, where the list is known."""
        return next(iter(self.containers), None) if self.containers_known else None

    @property
    def volumes(self) -> tuple[Value, ...]:
        """The volumes that are known to be there."""
        match self.get("spec", "volumes"):
            case Items(items=items):
                return items
            case _:
                return ()

    def _containers(self, field: str, *, is_init: bool) -> Iterator[Container]:
        match self.get("spec", field):
            case Items(items=items):
                for index, item in enumerate(items):
                    yield Container(item, self, index, is_init)
            case _:
                return
