"""Which names are gone on the targets, for the byte filter; imports next to nothing."""

from __future__ import annotations

from k8slint.data.airflow_moves import ROWS
from k8slint.settings.targets import at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.settings.targets import Targets, Version


def target_of(package: str, targets: Targets) -> Version | None:
    """The target's version of a package as the rows name it; None for a package that no target states."""
    if package == "airflow":
        return targets.airflow
    if package == "provider":
        return targets.provider
    return targets.client if package == "client" else None


def reached(since: tuple[str, Version], targets: Targets) -> bool:
    """Whether the targets have come to a version: ``("airflow", (3, 0))``."""
    version = target_of(since[0], targets)
    return version is not None and at_least(version, since[1])


def gone_names(targets: Targets, include_deprecated: bool = False) -> frozenset[bytes]:
    """The full dotted names, modules and what is in them, that are gone on the targets (and going, if asked for)."""
    found = set()
    for kind, old, deprecated, removed, *_ in ROWS:
        if kind == "argument":
            continue
        gone = any(reached(since, targets) for since in removed)
        if gone or (include_deprecated and deprecated is not None and reached(deprecated, targets)):
            found.add(old.replace(":", ".").encode())
    return frozenset(found)
