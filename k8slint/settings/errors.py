"""Errors that the user can correct, in one line."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class UserError(Exception):
    """Wrong usage or settings: said in one line on stderr, exit code 2."""


def nearest(word: str, words: Iterable[str], alike: float = 0.6) -> str | None:
    """The word that is most like another, if it is at least so much alike (0 to 1)."""
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(words), 1, alike)), None)


def did_you_mean(word: str, words: list[str]) -> str:
    """``"; did you mean `select`?"``, or nothing when no word is near."""
    near = nearest(word, words)
    return f"; did you mean `{near}`?" if near else ""
