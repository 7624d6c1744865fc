"""Recognizes placeholders from documentation: ``<release-name>``, ``<SECRET_KEY>``."""

from __future__ import annotations

import re

_PLACEHOLDER = re.compile(r"<[A-Za-z][A-Za-z0-9]*(?:[-_ .][A-Za-z0-9]+)*>")


def placeholder(text: str) -> str | None:
    """The first placeholder in a name; None if it has none."""
    found = _PLACEHOLDER.search(text)
    return found[0] if found else None
