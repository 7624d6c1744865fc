"""Errors that the user can correct, in one line."""

from __future__ import annotations


class UserError(Exception):
    """Wrong usage or settings: said in one line on stderr, exit code 2."""


def did_you_mean(word: str, words: list[str]) -> str:
    """``"; did you mean `select`?"``, or nothing when no word is near."""
    from difflib import get_close_matches

    near = get_close_matches(word, words, 1)
    return f"; did you mean `{near[0]}`?" if near else ""
