"""The versions that the user runs, as plain data: what is judged and rewritten depends on them. And what the user says of
values that only the run time knows.
"""

from __future__ import annotations

from collections.abc import Mapping

from k8slint.dataclass import dataclass, field

Version = tuple[int, ...]

PROVIDERS = "apache-airflow-providers-"  # what their packages' names start with
NEWEST_AIRFLOW: Version = (3, 3)
NEWEST_PROVIDER: Version = (10, 25, 0)
NEWEST_CLIENT: Version = (36,)  # what the newest provider admits; 37 is pydantic and comes next
NEWEST_KUBERNETES: Version = (1, 36)


@dataclass(frozen=True, slots=True)
class Targets:
    """``airflow``: (3, 1); ``provider``: apache-airflow-providers-cncf-kubernetes; ``client``: the kubernetes package;
    ``kubernetes``: the API server. ``assumed`` names the fields that nobody stated: they hold the newest version (or
    the newest that fits the others), and a fix must not rely on them beyond what works on the widest range.
    ``others`` are targets that may run as well: what doesn't hold on them rests on the assumption. ``distributions`` are the
    versions of other provider packages, by their names, as far as somebody states them; empty for one that is only named.
    ``worker_image`` is the image of workers by Airflow's configuration, empty where that isn't known.
    """

    airflow: Version = NEWEST_AIRFLOW
    provider: Version = NEWEST_PROVIDER
    client: Version = NEWEST_CLIENT
    kubernetes: Version = NEWEST_KUBERNETES
    assumed: frozenset[str] = frozenset({"airflow", "provider", "client", "kubernetes"})
    others: tuple[Targets, ...] = ()
    distributions: tuple[tuple[str, Version], ...] = ()
    worker_image: str = ""


@dataclass(frozen=True, slots=True)
class RuntimeEnvironment:
    """What the user says of values from outside the code: ``environment`` holds environment variables of the scheduler;
    with ``defaults`` a variable that it doesn't hold isn't set, so that a default given in the code is the value."""

    environment: Mapping[str, str] = field(default_factory=dict)
    defaults: bool = False


def parse_version(text: str) -> Version:
    """``"2.10.5"`` to ``(2, 10, 5)``. Raises ValueError with the text when it is no dotted number."""
    parts = text.strip().split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts) or len(parts) > 9:
        raise ValueError(f"{text[:40]!r} is not a version like 2.10 or 10.25.0")
    return tuple(int(part) for part in parts)


def format_version(version: Version) -> str:
    """``(2, 10)`` to ``"2.10"``."""
    return ".".join(str(part) for part in version)


def at_least(version: Version, since: Version) -> bool:
    """``(3,)`` is at least ``(3, 0)``: missing parts count as zero."""
    width = max(len(version), len(since))
    return version + (0,) * (width - len(version)) >= since + (0,) * (width - len(since))
