"""The fix for most errors of the API server: replace the literal with the nearest valid value."""

from __future__ import annotations

import ast

from k8slint.evaluate.values import Origin
from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.api.refusal import Refusal

_PYTHON = {"true": "True", "false": "False"}


def nearest_value(refusal: Refusal) -> Fix | None:
    """Replace the invalid literal with the suggestion; None if it isn't a literal, or there is no suggestion.

    The value that was meant can only be guessed, so the fix is never safe.
    """
    origin, suggestion = refusal.origin, refusal.suggestion
    node = origin.node
    if suggestion is None or not isinstance(node, ast.Constant):
        return None
    # A text that is proposed in place of itself is a number in quotes.
    if isinstance(node.value, str) and refusal.kind != "Decode" and suggestion != node.value:
        return text_instead(origin, suggestion)
    written = _PYTHON.get(suggestion, suggestion)
    if not _is_literal(written):  # it belongs into the object that stands here instead of the value
        return None
    return Fix(f"write {suggestion}", (Edit(origin.span, written),), Applicability.UNSAFE)


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return False
    return True


def text_instead(origin: Origin, text: str) -> Fix | None:
    """Put ``text`` in place of the string literal at ``origin``, in its own quotes.

    None where a prefix, an escape or several pieces make it more than a plain literal.
    """
    node, written = origin.node, origin.text
    quote = written[:1]
    value = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(value, str) or quote not in "'\"" or written != f"{quote}{value}{quote}":
        return None
    return Fix(f"write {quote}{text}{quote}", (Edit(origin.span, f"{quote}{text}{quote}"),), Applicability.UNSAFE)
