"""Looks up options of Airflow's configuration: unchanged, renamed or removed, by the packages' own tables."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from k8slint.airflow.moves.names import Status
from k8slint.airflow.options import (
    CORE_SECTIONS,
    NEW_SECTION,
    OLD_SECTION,
    PREFIX,
    SUFFIXES,
    comes_later,
    known_options,
)
from k8slint.airflow.versions import SECTION_GONE, SECTION_RENAMED
from k8slint.settings.targets import at_least

if TYPE_CHECKING:
    from k8slint.settings.targets import Targets

# Words at the end of names whose values don't mean the same: days aren't minutes.
_UNITS = ("_days", "_minutes", "_hours", "_seconds", "_sec")


class Option(NamedTuple):
    """An option by its section and name, both in lower case."""

    section: str
    name: str

    @property
    def variable(self) -> str:
        return f"{PREFIX}{self.section}__{self.name}".upper()

    def __str__(self) -> str:
        return f"[{self.section}] {self.name}"


class OptionChange(NamedTuple):
    """REMOVED: the targets don't read the name. DEPRECATED: they do, and tell people to write ``place``. ``same`` is False
    where the new option's value means something else."""

    status: Status
    place: Option | None
    same: bool = True


@lru_cache(maxsize=512)
def change_of(option: Option, targets: Targets) -> OptionChange | None:
    """How an option changed on the targets; None if it exists there, or no known version of Airflow has it."""
    if not at_least(targets.airflow, (2, 0)):
        return None
    suffix = next((each.lower() for each in SUFFIXES if option.name.endswith(each.lower())), "")
    bare = Option(option.section, option.name.removesuffix(suffix))
    for each, end in ((option, ""), (bare, suffix)):
        if _was_known(each):
            return _change(each, end, targets)
    return None


def _change(option: Option, suffix: str, targets: Targets) -> OptionChange | None:
    readable = _reads(option, targets)
    place = _place(option, targets)
    if readable and place is None:
        return None
    if not readable and place is None and not _is_core(option):
        return None
    if not readable and comes_later(option.section, option.name, targets):
        return None  # an Airflow that is to come reads it: harmless until then
    found = None if place is None else Option(place.section, place.name + suffix)
    status = Status.DEPRECATED if readable else Status.REMOVED
    return OptionChange(status, found, place is None or _unit(place.name) == _unit(option.name))


def _unit(name: str) -> str:
    return next((unit for unit in _UNITS if name.endswith(unit)), "")


def _reads(option: Option, targets: Targets) -> bool:
    """Whether the targets may read an option, under an old name too."""
    known = known_options(targets)
    if option.name in known.get(option.section, ()):
        return True
    if option.section != OLD_SECTION or at_least(targets.airflow, SECTION_GONE):
        return False
    return at_least(targets.airflow, SECTION_RENAMED) and option.name in known.get(NEW_SECTION, ())


def _place(option: Option, targets: Targets) -> Option | None:
    """The newest name of an option on the targets, None if it has no other. A provider's section is believed from Airflow 3
    on, which left the option to it."""
    known = known_options(targets)
    own = left = option
    seen, waiting = {option}, [option]
    while waiting:
        for later in _later(waiting.pop()):
            if later not in seen:
                seen.add(later)
                waiting.append(later)
                if later.name in known.get(later.section, ()):
                    own = later
                elif later.section not in known_options(None) and at_least(targets.airflow, SECTION_GONE):
                    left = later
    found = own if own != option else left
    return None if found == option else found


def _later(option: Option) -> tuple[Option, ...]:
    names = _moves().get(f"{option.section}.{option.name}", "").split()
    renamed = (Option(NEW_SECTION, option.name),) if option.section == OLD_SECTION else ()
    return (*renamed, *(Option(*name.split(".", 1)) for name in names))


def _was_known(option: Option) -> bool:
    """Whether any version has, or had, the option; in the old section under the names that the new one has, too."""
    sections = (option.section, NEW_SECTION) if option.section == OLD_SECTION else (option.section,)
    every = known_options(None)
    return any(option.name in every.get(section, ()) for section in sections)


def _is_core(option: Option) -> bool:
    """Whether surely no provider or plugin reads it."""
    section = NEW_SECTION if option.section == OLD_SECTION else option.section
    return section in CORE_SECTIONS or _moves().get(f"{option.section}.{option.name}") == ""


@lru_cache(maxsize=1)
def _moves() -> dict[str, str]:
    from k8slint.data.airflow_options import MOVES  # late: only a file that sets options needs it

    return MOVES
