"""Looks up names that provider packages removed, in the tables made from their releases."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from k8slint.airflow.moves.rows import Change, Move, Place, Since
from k8slint.dataclass import dataclass
from k8slint.settings.targets import Version

COMMON_SQL = "airflow.providers.common.sql."  # comes with every Airflow since 2.4
COMMON_SQL_SINCE: Version = (2, 4)
NO_REPLACEMENT = "k8slint knows no replacement"


@dataclass(frozen=True, slots=True)
class OldCalls:
    """The arguments that the constructor of a removed class passed to the class that replaces it.

    ``renamed`` are its arguments with their new names, ``held`` those that became entries of a dict: (argument, key).
    ``defaults`` are values that the new class needs to be given, ``always`` what the old one gave in any case, as code.
    ``lost`` has no successor, and ``differs`` says that the old class did more.
    """

    renamed: tuple[tuple[str, str], ...] = ()
    held: tuple[tuple[str, str, str], ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    always: tuple[tuple[str, str], ...] = ()
    lost: frozenset[str] = frozenset()
    differs: bool = False


def names() -> Iterator[str]:
    """What providers dropped, by dotted name."""
    from k8slint.data import provider_names

    yield from provider_names.MODULES
    for module, releases in provider_names.NAMES.items():
        yield from (f"{module}.{name}" for _, inner in releases for name in inner.split())


def distribution_of(module: str) -> str | None:
    """The package that brings a module of a provider, as far as it is known."""
    from k8slint.data import provider_names

    parts = module.split(".")
    found = (provider_names.DISTRIBUTIONS.get(".".join(parts[:end])) for end in range(len(parts), 2, -1))
    return next((each for each in found if each is not None), None)


def first_with(path: str) -> Version:
    """The first release of a provider package that is known to have a place."""
    from k8slint.data import provider_names

    return provider_names.FIRSTS.get(path, (1, 0, 0))


@lru_cache(maxsize=512)
def removed(dotted: str) -> Move | None:
    """The move of a name, or a module, that a provider dropped."""
    from k8slint.data import provider_names

    if dotted in provider_names.MODULES:
        since = Since(distribution_of(dotted) or "", provider_names.MODULES[dotted])
        return Move(dotted, removed=(since,), advice=NO_REPLACEMENT)
    module, _, name = dotted.rpartition(".")
    distribution = distribution_of(module) if module in provider_names.NAMES else None
    for release, inner in provider_names.NAMES.get(module, ()) if distribution else ():
        if distribution and name in inner.split():
            path = f"{module}:{name}"
            gone = (Since(distribution, release),)
            if path not in provider_names.PLACES:
                return Move(path, removed=gone, advice=NO_REPLACEMENT)
            place, kind = provider_names.PLACES[path]
            change = Change.SHAPE if kind == "other" else Change.ARGUMENTS if calls_of(path, place) else Change.SAME
            return Move(path, (place_of(place, distribution),), removed=gone, change=change)
    return None


def place_of(path: str, distribution: str) -> Place:
    """A place in a provider's package."""
    if path.startswith(COMMON_SQL):
        return Place(path, "airflow", COMMON_SQL_SINCE)
    return Place(path, distribution_of(path.partition(":")[0]) or distribution, first_with(path))


def calls_of(path: str, place: str) -> OldCalls | None:
    """What calls of a class that went gave to the one in its place; None where nothing else changes than the name.

    The class may go by the name of an older module: ``airflow.operators.postgres_operator:PostgresOperator``.
    """
    return _calls().get((path.rpartition(":")[2], place))


@lru_cache(maxsize=1)
def _calls() -> dict[tuple[str, str], OldCalls]:
    from k8slint.data import provider_names

    return {
        (path.rpartition(":")[2], provider_names.PLACES[path][0]): _read(words)
        for path, words in provider_names.CALLS.items()
    }


def _read(words: str) -> OldCalls:
    renamed, held, defaults, always, lost = [], [], [], [], []
    differs = False
    for word in words.split():
        old, _, rest = word.partition("=")
        if word.startswith("!"):
            differs = True
        elif word.startswith("+"):
            always.append((old[1:], rest))
        elif not rest:
            lost.append(old)
        elif "[" in rest:
            holder, _, key = rest.rstrip("]").partition("[")
            held.append((old, holder, key))
        else:
            new, _, default = rest.partition(":")
            renamed.append((old, new))
            if default:
                defaults.append((new, default))
    return OldCalls(tuple(renamed), tuple(held), tuple(defaults), tuple(always), frozenset(lost), differs)
