"""The fix that most refusals of the API server share: put the nearest right value where the wrong one stands."""

from __future__ import annotations

import ast

from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.validation.refusal import Refusal

_PYTHON = {"true": "True", "false": "False"}


def nearest_value(refusal: Refusal) -> Fix | None:
    """Replace the literal that is refused by the suggestion; None where no literal stands, or no suggestion is known.

    The value that was meant can only be guessed, so the fix is never safe.
    """
    origin, suggestion = refusal.origin, refusal.suggestion
    node = origin.node
    if suggestion is None or not isinstance(node, ast.Constant):
        return None
    text = origin.text
    # A text that is proposed in place of itself is a number in quotes.
    if isinstance(node.value, str) and refusal.kind != "Decode" and suggestion != node.value:
        quote = text[:1]
        if quote not in "'\"" or text != f"{quote}{node.value}{quote}":
            return None  # a prefix, an escape or several pieces: not to be guessed at
        suggestion = f"{quote}{suggestion}{quote}"
    return Fix(f"write {suggestion}", (Edit(origin.span, _PYTHON.get(suggestion, suggestion)),), Applicability.UNSAFE)
