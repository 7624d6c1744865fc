"""Kubernetes' rules for names, and the nearest name for a misspelled one.

The grammars are those of the API server (``k8slint.kube.api.grammar``). Each function takes a name and returns
why it is wrong, or None when it is right.
"""

from __future__ import annotations

from collections.abc import Iterable

from k8slint.kube.api.grammar import (
    DATA_KEY,
    DNS_LABEL,
    DNS_SUBDOMAIN,
    ENV_NAME,
    LABEL_VALUE,
    PORT_NAME,
    QUALIFIED_NAME,
    STRICT_ENV_NAME,
    Grammar,
)
from k8slint.settings.errors import nearest
from k8slint.settings.targets import NEWEST_KUBERNETES, Version

RELAXED_ENV_NAMES: Version = (1, 32)
"""From here on an environment variable may be called almost anything."""


def dns_label(name: str) -> str | None:
    """Containers, volumes, namespaces."""
    return DNS_LABEL.wrong(name)


def dns_subdomain(name: str) -> str | None:
    """Pods, Secrets, ConfigMaps, service accounts, classes."""
    return DNS_SUBDOMAIN.wrong(name)


def qualified_name(name: str) -> str | None:
    """Keys of labels, resources, topologies."""
    return QUALIFIED_NAME.wrong(name)


def label_value(text: str) -> str | None:
    """Values of labels and node selectors."""
    return LABEL_VALUE.wrong(text)


def env_name(name: str, kubernetes: Version = NEWEST_KUBERNETES) -> str | None:
    """Environment variables, and the prefix of ``envFrom``."""
    return (ENV_NAME if kubernetes >= RELAXED_ENV_NAMES else STRICT_ENV_NAME).wrong(name)


def data_key(key: str) -> str | None:
    """Keys of Secrets and ConfigMaps."""
    return DATA_KEY.wrong(key)


def port_name(name: str) -> str | None:
    return PORT_NAME.wrong(name)


def suggest(name: str, grammar: Grammar = DNS_LABEL) -> str | None:
    """The nearest right name; None when there is none that still says something."""
    return grammar.repair(name)


def did_you_mean(word: str, candidates: Iterable[str], cutoff: float = 0.7) -> str | None:
    """The candidate that ``word`` is most probably a slip of, case and separators aside; None when none is near."""
    plain = {_plain(candidate): candidate for candidate in candidates}
    if _plain(word) in plain:
        return plain[_plain(word)]

    near = nearest(_plain(word), plain, cutoff)
    return plain[near] if near else None


def _plain(word: str) -> str:
    return word.lower().replace("_", "").replace("-", "").replace(" ", "")
