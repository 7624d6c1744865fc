"""Finds the line of a key in a settings file, because a TOML parser gives no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.patterns import pattern

# What a line may end inside of, or what looks like something else inside of it: strings, comments, brackets.
_TOKEN = pattern(
    r"\"\"\"(?:\\.|[^\\])*?\"\"\"|'''.*?'''|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|#[^\n]*|[\[\]{}]|\n", re.DOTALL
)
_PART = r"\"(?:\\.|[^\"\\])*\"|'[^']*'"
_HEADER = pattern(rf"\s*\[\[?((?:{_PART}|[^\[\]\"'])+?)\]\]?\s*(?:#.*)?$")
_KEY = pattern(rf"\s*((?:{_PART}|[A-Za-z0-9_.\- \t])+?)\s*=")

Key = tuple[str, ...]


class Places:
    """The keys of one settings file with their lines, as seen from k8slint's table."""

    def __init__(self, text: str) -> None:
        self._rows = [
            (keys[2:] if keys[:2] == ("tool", "k8slint") else keys, row)
            for keys, row in _keys_by_row(text)
            if keys != ("tool", "k8slint")
        ]

    def row(self, path: Key) -> int:
        """The line of a key: where it, or the innermost table that holds it, is written; 0 when it isn't there."""
        best, row = 0, 0
        for keys, at in self._rows:
            shared = min(len(keys), len(path))
            if shared > best and path[:shared] == keys[:shared]:
                best, row = shared, at
        return row

    def rows(self, path: Key) -> list[int]:
        """Every line at which exactly this key is written: one for each table of ``[[path]]``."""
        return [at for keys, at in self._rows if keys == path]


def _keys_by_row(text: str) -> Iterator[tuple[Key, int]]:
    """Every key of a TOML text with its line: tables, and the keys inside them."""
    table: Key = ()
    for row, line in _beginnings(text):
        header = _HEADER.match(line)
        if header:
            table = _dotted(header[1])
            yield table, row
        elif key := _KEY.match(line):
            yield (*table, *_dotted(key[1])), row


def _beginnings(text: str) -> Iterator[tuple[int, str]]:
    """The lines that don't go on with what the line before began."""
    lines = text.split("\n")
    row, depth = 1, 0
    yield row, lines[0]
    for token in _TOKEN.finditer(text):
        found = token[0]
        if found == "\n":
            row += 1
            if depth == 0:
                yield row, lines[row - 1]
        elif found in "[{":
            depth += 1
        elif found in "]}":
            depth = max(0, depth - 1)
        else:
            row += found.count("\n")


def _dotted(text: str) -> Key:
    return tuple(part.strip().strip("\"'") for part in re.findall(rf"{_PART}|[^.\s]+", text))
