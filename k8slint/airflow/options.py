"""Names of environment variables that set Airflow's options: ``AIRFLOW__SECTION__OPTION``, by version."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.signatures import Span, parse_word, version_of
from k8slint.airflow.versions import SECTION_GONE
from k8slint.dataclass import dataclass
from k8slint.settings.errors import nearest
from k8slint.settings.targets import at_least

if TYPE_CHECKING:
    from k8slint.settings.targets import Targets

PREFIX = "AIRFLOW__"
SUFFIXES = ("_CMD", "_SECRET")  # the value is what a command prints, or what a secrets backend has
OLD_SECTION, NEW_SECTION = "kubernetes", "kubernetes_executor"
PROVIDERS_CONFIGURE = (2, 7)  # since when Airflow reads the options that its providers declare
# Sections whose options no provider took over under the same name.
CORE_SECTIONS = frozenset({"core", "database", "logging", "metrics", "scheduler", NEW_SECTION})


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why nothing reads a name, and the nearest that is read."""

    why: str
    nearest: str | None = None


def mistake_in(name: str, targets: Targets) -> Wrong | None:
    """The mistake in a variable's name; None if it may be right, or belongs to a plugin or another provider."""
    if not name.startswith(PREFIX) or not at_least(targets.airflow, (2, 0)):
        return None
    known = _known(targets)
    section, separator, option = name[len(PREFIX) :].partition("__")
    if not separator:
        return _joined(section, known)
    if "__" in option:
        return None
    if name != name.upper():
        is_known = option.lower() in known.get(section.lower(), ())
        return Wrong("Airflow reads names in upper case only", _variable(section, option)) if is_known else None
    return _named(section.lower(), option.lower(), known, targets)


def _joined(rest: str, known: dict[str, frozenset[str]]) -> Wrong | None:
    """One underscore where two belong: ``AIRFLOW__CORE_DAGS_FOLDER``."""
    for section, options in known.items():
        option = rest[len(section) + 1 :]
        if rest.startswith(f"{section.upper()}_") and option.lower() in options:
            return Wrong("section and option are separated by two underscores", _variable(section, option))
    return None


def _named(section: str, key: str, known: dict[str, frozenset[str]], targets: Targets) -> Wrong | None:
    options = known.get(section, frozenset())
    bare = next((key.removesuffix(suffix.lower()) for suffix in SUFFIXES if key.endswith(suffix.lower())), key)
    if key in options or bare in options:
        return None
    if section == OLD_SECTION:
        return _old_section(key, known, targets)
    if not options:
        near = nearest(section, [name for name in known if key in known[name]], 0.8)
        return Wrong(f"there is no section `{section}`", _variable(near, key)) if near else None
    near = nearest(key, sorted(options), 0.85)
    if near:
        return Wrong(f"the section `{section}` has no option `{key}`", _variable(section, near))
    if section in CORE_SECTIONS and key in _every_option().get(section, ()):
        return Wrong(f"the section `{section}` has no option `{key}` in this version", _elsewhere(key, known))
    if section == NEW_SECTION:  # nobody but Airflow reads it
        return Wrong(f"the section `{section}` has no option `{key}`", _elsewhere(key, known))
    return None


def _old_section(key: str, known: dict[str, frozenset[str]], targets: Targets) -> Wrong | None:
    right = _variable(NEW_SECTION, key) if key in known.get(NEW_SECTION, ()) else None
    if at_least(targets.airflow, SECTION_GONE):
        return Wrong("the section `kubernetes` was renamed to `kubernetes_executor` in Airflow 2.5", right)
    if right is not None:
        return None  # both names are read
    section = NEW_SECTION if NEW_SECTION in known else OLD_SECTION
    near = nearest(key, sorted(known.get(section, ())), 0.85)
    return Wrong(f"the section `{OLD_SECTION}` has no option `{key}`", _variable(section, near) if near else None)


def _elsewhere(key: str, known: dict[str, frozenset[str]]) -> str | None:
    """The variable of the only other section that has the option."""
    found = [section for section, options in known.items() if key in options]
    return _variable(found[0], key) if len(found) == 1 else None


def _variable(section: str, option: str) -> str:
    return f"{PREFIX}{section}__{option}".upper()


def known_options(targets: Targets | None) -> dict[str, frozenset[str]]:
    """The options by section that the targets may have; those of any version without targets."""
    return _every_option() if targets is None else _known(targets)


def comes_later(section: str, option: str, targets: Targets) -> bool:
    """Whether only versions later than the targets have an option."""
    of_providers = at_least(targets.airflow, PROVIDERS_CONFIGURE)
    later = [
        sections[section][option].begins_after(version_of(package, targets))
        or (package != "airflow" and not of_providers)
        for package, sections in _sections().items()
        if option in sections.get(section, ())
    ]
    return bool(later) and all(later)


@lru_cache(maxsize=16)
def _known(targets: Targets) -> dict[str, frozenset[str]]:
    """The options by section that the targets may have."""
    found: dict[str, frozenset[str]] = {}
    for package, sections in _sections().items():
        version = version_of(package, targets)
        if package != "airflow" and not at_least(targets.airflow, PROVIDERS_CONFIGURE):
            continue
        for section, options in sections.items():
            names = frozenset(name for name, span in options.items() if not span.surely_without(version))
            if names:
                found[section] = found.get(section, frozenset()) | names
    return found


@lru_cache(maxsize=1)
def _every_option() -> dict[str, frozenset[str]]:
    """Those of any version."""
    found: dict[str, frozenset[str]] = {}
    for sections in _sections().values():
        for section, options in sections.items():
            found[section] = found.get(section, frozenset()) | options.keys()
    return found


@lru_cache(maxsize=1)
def _sections() -> dict[str, dict[str, dict[str, Span]]]:
    from k8slint.data.airflow_options import SECTIONS  # late: only a file with such a name needs it

    return {
        package: {section: dict(map(parse_word, words.split())) for section, words in sections.items()}
        for package, sections in SECTIONS.items()
    }
