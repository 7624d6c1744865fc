"""Fixes that replace a plain string literal."""

from __future__ import annotations

from k8slint.evaluate.values import Origin
from k8slint.finding import Applicability
from k8slint.rules._base import Fix, replace


def reworded(at: Origin, old: str, new: str, title: str, applicability: Applicability) -> Fix | None:
    """The fix that writes ``new`` for the literal ``old``, in its own quotes; None for any other expression."""
    quote = at.text[:1]
    if quote not in ("'", '"') or at.text != f"{quote}{old}{quote}" or quote in new:
        return None
    return Fix(title, (replace(at, f"{quote}{new}{quote}"),), applicability)


def inside(at: Origin, outer: Origin) -> bool:
    """Whether something is written inside something else: it is then used there alone, not by a name elsewhere too."""
    inner, around = at.span, outer.span
    return at.source is outer.source and around.start <= inner.start and inner.end <= around.end
