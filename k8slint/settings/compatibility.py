"""Which versions fit together: defaults for versions that aren't set, and their alternatives."""

from __future__ import annotations

from k8slint.dataclass import replace
from k8slint.settings.options import VERSIONS
from k8slint.settings.targets import (
    NEWEST_AIRFLOW,
    NEWEST_CLIENT,
    NEWEST_KUBERNETES,
    NEWEST_PROVIDER,
    PROVIDERS,
    Targets,
    at_least,
    format_version,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.settings.targets import Version

OLDEST_AIRFLOW: Version = (2, 0)  # that somebody may run without saying so
AIRFLOW_2: Version = (2, 11)  # the last of Airflow 2
# Providers before this one know nothing of Airflow 3.
FIRST_PROVIDER_FOR_AIRFLOW_3: Version = (10, 4)

# The newest cncf.kubernetes provider that admits an Airflow, from the metadata of its wheels.
NEWEST_PROVIDER_FOR: tuple[tuple[Version, Version], ...] = (
    ((2, 11), NEWEST_PROVIDER),
    ((2, 10), (10, 10, 0)),
    ((2, 9), (10, 4, 3)),
    ((2, 8), (10, 0, 1)),
    ((2, 7), (8, 3, 4)),
    ((2, 6), (8, 1, 1)),
    ((2, 5), (7, 10, 0)),
    ((2, 4), (7, 6, 0)),
    ((2, 3), (6, 1, 0)),
    ((2, 1), (3, 1, 2)),
    ((2, 0), (1, 2, 0)),
    ((0,), (1, 0, 0)),
)
# The provider that was the newest when an Airflow came, which its constraints and images have: from the package index.
OLDEST_PROVIDER_FOR: tuple[tuple[Version, Version], ...] = (
    ((3, 1), (10, 8, 1)),
    ((3, 0), (10, 4, 3)),
    ((2, 11), (10, 5, 0)),
    ((2, 10), (8, 3, 4)),
    ((2, 9), (8, 0, 1)),
    ((2, 8), (7, 11, 0)),
    ((2, 7), (7, 4, 2)),
    ((2, 6), (6, 1, 0)),
    ((2, 5), (5, 0, 0)),
    ((2, 4), (4, 3, 0)),
    ((2, 3), (4, 0, 1)),
    ((2, 2), (2, 0, 3)),
    ((2, 1), (1, 2, 0)),
    ((0,), (1, 0, 0)),
)
# The newest kubernetes client that a provider admits, from the same metadata.
NEWEST_CLIENT_FOR: tuple[tuple[Version, Version], ...] = (
    ((10, 18), NEWEST_CLIENT),
    ((10, 12, 4), (35,)),
    ((10, 10), (34,)),
    ((10, 9), (33,)),
    ((10, 6), (32,)),
    ((9,), (31,)),
    ((8, 3, 4), (30, 1)),
    ((8,), (29,)),
    ((4,), (23,)),
    ((0,), (11,)),
)
# The newest of each that k8slint knows; as many parts as tell one behaviour from the next.
KNOWN: dict[str, Version] = {
    "airflow": NEWEST_AIRFLOW,
    "provider": NEWEST_PROVIDER[:2],
    "client": (37,),
    "kubernetes": NEWEST_KUBERNETES,
}


def complete(found: dict[str, Version], worker_image: str = "") -> Targets:
    """Targets from the versions that are known: the others are the newest that fit them, and assumed."""
    provider = found.get("provider")
    airflow = found.get("airflow")
    if airflow is None:
        old = provider is not None and not at_least(provider, FIRST_PROVIDER_FOR_AIRFLOW_3)
        airflow = AIRFLOW_2 if old else NEWEST_AIRFLOW
    targets = _completed(found, airflow, provider or _fitting(NEWEST_PROVIDER_FOR, airflow))
    return replace(targets, worker_image=worker_image)


def _completed(found: dict[str, Version], airflow: Version, provider: Version) -> Targets:
    client = found.get("client") or _fitting(NEWEST_CLIENT_FOR, provider)
    assumed = frozenset(VERSIONS).difference(found)
    distributions = tuple(sorted((name, version) for name, version in found.items() if name.startswith(PROVIDERS)))
    kubernetes = found.get("kubernetes", NEWEST_KUBERNETES)
    return Targets(airflow, provider, client, kubernetes, assumed, distributions=distributions)


def _fitting(table: tuple[tuple[Version, Version], ...], version: Version) -> Version:
    return next(fitting for first, fitting in table if at_least(version, first))


def alternatives(targets: Targets, oldest: Version = OLDEST_AIRFLOW) -> tuple[Targets, ...]:
    """The other end of what may run where versions are assumed: the oldest Airflow (``oldest`` or later) with the provider
    that it came with; and the oldest client, apart from that, because a file that needs a newer client says so.

    What is wrong on the targets and on these is wrong on all versions between them: what was removed doesn't come back.
    """
    stated = {name: getattr(targets, name) for name in VERSIONS if name not in targets.assumed}
    airflow = targets.airflow
    if "airflow" in targets.assumed and at_least(targets.airflow, oldest):
        airflow = oldest
        if "provider" in stated:  # an Airflow that admits it
            fits = [first for first, newest in NEWEST_PROVIDER_FOR if at_least(newest, stated["provider"])]
            airflow = max(oldest, min(fits, default=oldest))
    provider = stated.get("provider") or min(targets.provider, _fitting(OLDEST_PROVIDER_FOR, airflow))
    client = stated.get("client") or min(targets.client, _fitting(NEWEST_CLIENT_FOR, provider))
    old = replace(targets, airflow=airflow, provider=provider, others=())
    old_client = replace(targets, client=client, others=())
    this = _versions(targets)
    return tuple(other for other in (old, old_client) if _versions(other) != this)


def _versions(targets: Targets) -> tuple[Version, ...]:
    return tuple(getattr(targets, name) for name in VERSIONS)


def limited(targets: Targets, airflow: Version | None, provider: Version | None) -> Targets:
    """Targets of which the Airflow is assumed, no newer than the DAGs' own code admits."""
    found = {name: getattr(targets, name) for name in VERSIONS if name not in targets.assumed}
    if provider is not None and "provider" in targets.assumed:
        found["provider"] = provider
    newest = complete(found)
    if airflow is not None and not at_least(airflow, newest.airflow):
        newest = complete({**found, "airflow": airflow})
    return replace(newest, assumed=targets.assumed, distributions=targets.distributions)


_WORDS = {
    "airflow": "Airflow",
    "provider": "the cncf.kubernetes provider",
    "client": "the kubernetes client",
    "kubernetes": "Kubernetes",
}


def assumption(targets: Targets, name: str) -> str:
    """A version in words: ``Airflow 3.3``. ``name`` is its field."""
    return f"{_WORDS[name]} {format_version(getattr(targets, name))}"


def first_assumed(targets: Targets) -> str:
    """The field of the version that decides the others, among those that nobody stated."""
    return next(name for name in VERSIONS if name in targets.assumed)


def known(name: str, version: Version) -> Version:
    """The version to check against: the given one, or the newest known one if it is newer."""
    newest = KNOWN[name]
    return newest if version[: len(newest)] > newest else version


def too_new(targets: Targets) -> tuple[str, ...]:
    """In words, each version that is newer than what k8slint knows."""
    versions = ((name, getattr(targets, name)) for name in VERSIONS)
    return tuple(
        f"{name} {format_version(version)} is newer than any that k8slint knows; checked for {format_version(judged)}"
        for name, version in versions
        if (judged := known(name, version)) != version
    )
