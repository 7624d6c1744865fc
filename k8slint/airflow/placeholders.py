"""Recognizes placeholders from documentation: ``<release-name>``, ``<SECRET_KEY>``."""

from __future__ import annotations

from k8slint.patterns import pattern

_PLACEHOLDER = pattern(r"<[A-Za-z][A-Za-z0-9]*(?:[-_ .][A-Za-z0-9]+)*>")


def placeholder(text: str) -> str | None:
    """The first placeholder in a name; None if it has none."""
    found = _PLACEHOLDER.search(text)
    return found[0] if found else None
