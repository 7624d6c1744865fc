"""``required-version``: the versions of k8slint that a settings file accepts: ``>=0.2,<1``."""

from __future__ import annotations

from k8slint.patterns import pattern
from k8slint.settings.targets import Version, at_least, parse_version

_CLAUSE = pattern(r"\s*(===?|!=|~=|<=?|>=?)?\s*([0-9.]+?)(\.\*)?\s*")

Clause = tuple[str, Version, bool]  # operator, version, whether it ends in ``.*``


def parse_specifier(text: str) -> tuple[Clause, ...]:
    """The parts of a specifier, all of which must hold. Raises ValueError with the end of a sentence."""
    clauses: list[Clause] = []
    for part in text[:200].split(","):
        found = _CLAUSE.fullmatch(part)
        try:
            version = parse_version(found[2]) if found else ()
        except ValueError:
            version = ()
        operator, wildcard = (found[1] or "==", bool(found[3])) if found else ("", False)
        if not version or (wildcard and operator not in ("==", "!=")) or (operator == "~=" and len(version) < 2):
            raise ValueError(f'must be versions like ">=0.2,<1" or "0.2.1", not the string "{text[:40]}"')
        clauses.append((operator.replace("===", "=="), version, wildcard))
    return tuple(clauses)


def admits(text: str, version: Version) -> bool:
    """Whether a specifier admits a version."""
    return all(_holds(clause, version) for clause in parse_specifier(text))


def _holds(clause: Clause, version: Version) -> bool:
    operator, wanted, wildcard = clause
    width = len(wanted)
    padded = version + (0,) * (width - len(version))
    equal = padded[:width] == wanted if wildcard else at_least(version, wanted) and at_least(wanted, version)
    if operator == "~=":
        return at_least(version, wanted) and padded[: width - 1] == wanted[: width - 1]
    return {
        "==": equal,
        "!=": not equal,
        ">=": at_least(version, wanted),
        "<=": at_least(wanted, version),
        ">": not at_least(wanted, version),
        "<": not at_least(version, wanted),
    }[operator]
