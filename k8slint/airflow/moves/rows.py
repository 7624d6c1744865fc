"""The types of the rows in the table of moves."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from k8slint.settings.targets import Version, format_version

PACKAGE_NAMES = {
    "airflow": "Airflow",
    "provider": "the cncf.kubernetes provider",
    "client": "the kubernetes client",
    "python": "Python",
}


class Since(NamedTuple):
    """A version of a package: ``airflow``, ``provider`` (cncf.kubernetes), or a distribution's own name."""

    package: str
    version: Version

    def __str__(self) -> str:
        return f"{PACKAGE_NAMES.get(self.package, self.package)} {format_version(self.version)}"


class Change(Enum):
    """What else changes on the way to the new place.

    SAME: nothing. ARGUMENTS: it takes other arguments, so calls need a look; THROUGHOUT: already on the way to the
    first of several places. SHAPE: it is another thing altogether; to import it under the old name would be wrong.
    """

    SAME = "same"
    ARGUMENTS = "arguments"
    THROUGHOUT = "arguments throughout"
    SHAPE = "shape"


class Place(NamedTuple):
    """Where something may be imported from: ``module`` or ``module:name`` (``airflow.configuration:conf.get`` for a
    method of an object), and which versions of ``package`` have it (``before`` empty: no end is known)."""

    path: str
    package: str
    since: Version = ()
    before: Version = ()

    @property
    def module(self) -> str:
        return self.path.partition(":")[0]

    @property
    def name(self) -> str | None:
        """The name in the module; None for the module itself."""
        return self.path.partition(":")[2] or None

    @property
    def dotted(self) -> str:
        return self.path.replace(":", ".")


class Move(NamedTuple):
    """A module (``module``) or a name in one (``module:name``): the versions that deprecate and remove it, and where it
    went.

    ``places`` are all valid places in the order in which they came; ``change`` is what else changes on the way to the
    last one. ``advice`` says what a person must do where no place exists, or where the place holds another thing.
    ``recorded`` is False for a name that only its module's row covers: its places are where to look for it.
    """

    path: str
    places: tuple[Place, ...] = ()
    deprecated: Since | None = None
    removed: tuple[Since, ...] = ()
    change: Change = Change.SAME
    advice: str = ""
    recorded: bool = True

    @property
    def module(self) -> str:
        return self.path.partition(":")[0]

    @property
    def name(self) -> str | None:
        return self.path.partition(":")[2] or None

    @property
    def dotted(self) -> str:
        return self.path.replace(":", ".")

    @property
    def changes(self) -> tuple[Change, ...]:
        """What changes on the way to each place: only the last step changes more than the place, or all do."""
        if self.change is Change.THROUGHOUT:
            return (Change.ARGUMENTS,) * len(self.places)
        return (Change.SAME,) * (len(self.places) - 1) + (self.change,) * bool(self.places)


def airflow(*version: int) -> Since:
    """A version of Airflow."""
    return Since("airflow", version)


def provider(*version: int) -> Since:
    """A version of the cncf.kubernetes provider."""
    return Since("provider", version)
