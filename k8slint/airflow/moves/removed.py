"""Tests whether the targets have reached a version. Kept small, because start-up imports it."""

from __future__ import annotations

from k8slint.settings.targets import PROVIDERS, at_least

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.settings.targets import Targets, Version


NEWEST = (9999,)  # of a provider


def target_of(package: str, targets: Targets) -> Version | None:
    """The target's version of a package as the rows name it; None for a package that no target states. On Airflow 3 the
    other providers count as the newest."""
    if package == "airflow":
        return targets.airflow
    if package == "provider":
        return targets.provider
    if package == "client":
        return targets.client
    if not package.startswith(PROVIDERS):
        return None
    stated = dict(targets.distributions).get(package)
    return stated or (NEWEST if at_least(targets.airflow, (3, 0)) else None)


def reached(since: tuple[str, Version], targets: Targets) -> bool:
    """Whether the targets have come to a version: ``("airflow", (3, 0))``."""
    version = target_of(since[0], targets)
    return version is not None and at_least(version, since[1])
