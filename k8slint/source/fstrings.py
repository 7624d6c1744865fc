"""Finds f-strings in a text, and the characters that every Python accepts inside one.

Until Python 3.12 the expressions inside an f-string may hold neither its own quotes nor a backslash, a comment or, between
single quotes, a line end. Newer interpreters take all of that, so asking the one that runs k8slint is not enough: the text
is read here, alike on all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern

_OPENS_ONE = pattern(r"(?:[fFtT](?<![A-Za-z0-9_].)[rR]?|[rR](?<![A-Za-z0-9_].)[fFtT])[\"']", re.DOTALL)
_OPENING = pattern(r"(?P<prefix>[A-Za-z]{0,2})(?P<quote>\"\"\"|'''|\"|')")
_STRING = pattern(r"(?P<prefix>(?<![A-Za-z0-9_])[rRbBuU]{0,2})(?P<quote>[\"'])(?P<text>[^\"'\\\n{}]*)(?P=quote)")
_MAX_DEPTH = 50  # of f-strings inside f-strings; no one writes more, and each level costs a call


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of an f-string: an expression between its braces, or (``is_code`` False) the text around them.

    ``quotes`` are the quotes of the f-string and of those around it, outermost first. ``is_shown`` says that the
    expression itself becomes part of the text: ``f"{day=}"``.
    """

    start: int
    end: int
    quotes: tuple[str, ...]
    is_code: bool
    is_shown: bool = False


@lru_cache(maxsize=1)  # every fix of a file asks
def parts(text: str) -> tuple[Part, ...]:
    """The pieces of all f-strings in a Python text, those inside of others after what holds them."""
    if _OPENS_ONE.search(text) is None:
        return ()
    reader = _Reader(text)
    reader.code(0, ())
    return tuple(sorted(reader.found, key=lambda part: (part.start, -part.end)))


def fitted(known: tuple[Part, ...], start: int, end: int, new: str) -> str | None:
    """``new`` as it may replace ``text[start:end]`` of the text with these f-strings; None when no form of it may.

    Strings in it change their quotes where the f-string has the same.
    """
    around: Part | None = None
    for part in known:
        if part.start <= start and end <= part.end:
            around = part  # the innermost comes last
        elif part.start < end and start < part.end and not (start <= part.start and part.end <= end):
            return None  # it begins inside an expression and ends outside
    if around is None:
        return new
    if any(part.is_shown and part.start <= start and end <= part.end for part in known):
        return None
    kinds = {quote[0] for quote in around.quotes}
    if around.is_code and len(kinds) == 1:
        other = "'" if '"' in kinds else '"'
        new = _STRING.sub(lambda found: f"{found['prefix']}{other}{found['text']}{other}", new)
    forbidden = kinds | {"\\"}
    if not around.is_code or any(len(quote) == 1 for quote in around.quotes):
        forbidden |= {"\n", "\r"}
    forbidden |= {"#"} if around.is_code else {"{", "}"}
    opens_text = around.is_code and start == around.start and new.startswith("{")  # two braces are a brace's text
    return None if opens_text or any(character in new for character in forbidden) else new


class _Reader:
    """Reads code and f-strings in turn, as each holds the other."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Part] = []

    def code(self, position: int, quotes: tuple[str, ...]) -> int:
        """Read code from ``position``: to the end of the text, or inside an f-string to what ends the expression."""
        text, depth = self.text, 0
        while position < len(text):
            character = text[position]
            if character == "#" and not quotes:
                ends = [end for end in (text.find("\n", position), text.find("\r", position)) if end >= 0]
                position = min(ends, default=len(text))
            elif character in "([{":
                depth += 1
                position += 1
            elif quotes and depth <= 0 and (character in "}:" or self._converts(position)):
                return position
            elif character in ")]}":
                depth -= 1
                position += 1
            elif character in "\"'":
                position = self._string("", position, quotes)
            elif character.isidentifier():
                position = self._word(position, quotes)
            else:
                position += 1
        return position

    def _converts(self, position: int) -> bool:
        """Whether ``!r`` follows, and not ``!=``."""
        return self.text[position] == "!" and self.text[position + 1 : position + 2] != "="

    def _word(self, position: int, quotes: tuple[str, ...]) -> int:
        end = position
        while end < len(self.text) and (self.text[end].isalnum() or self.text[end] == "_"):
            end += 1
        end = max(end, position + 1)
        word = self.text[position:end]
        is_prefix = len(word) <= 2 and self.text[end : end + 1] in ("'", '"') and word.isascii()
        return self._string(word.lower(), end, quotes) if is_prefix else end

    def _string(self, prefix: str, position: int, quotes: tuple[str, ...]) -> int:
        """Read one string literal, which opens at ``position``."""
        opening = _OPENING.match(self.text, position)
        assert opening is not None
        quote = opening["quote"]
        position = opening.end()
        formatted = ("f" in prefix or "t" in prefix) and len(quotes) < _MAX_DEPTH
        if formatted:
            return self._literal(position, (*quotes, quote), raw="r" in prefix)
        while position < len(self.text):
            if self.text[position] == "\\":
                position = min(position + 2, len(self.text))
            elif self.text.startswith(quote, position):
                return position + len(quote)
            elif len(quote) == 1 and self.text[position] in "\r\n":
                return position  # it was never closed
            else:
                position += 1
        return position

    def _literal(self, position: int, quotes: tuple[str, ...], *, raw: bool, spec: bool = False) -> int:
        """Read the text of an f-string up to its closing quote, or of a format up to the brace that closes it."""
        text, quote, start = self.text, quotes[-1], position
        while position < len(text):
            character = text[position]
            if spec and character == "}":
                self._keep(start, position, quotes, is_code=False)
                return position
            if text.startswith(quote, position):
                self._keep(start, position, quotes, is_code=False)
                return position if spec else position + len(quote)
            if character == "\\":
                named = not raw and text.startswith("\\N{", position)
                braced = text[position + 1 : position + 2] in ("{", "}")  # which a backslash doesn't escape
                after = text.find("}", position) + 1 or len(text) if named else position + (1 if braced else 2)
                position = min(after, len(text))
            elif character in "{}" and text[position + 1 : position + 2] == character and not spec:
                position = min(position + 2, len(self.text))
            elif character == "{":
                self._keep(start, position, quotes, is_code=False)
                position = start = self._field(position + 1, quotes, raw=raw)
            else:
                position += 1
        self._keep(start, position, quotes, is_code=False)
        return position

    def _field(self, position: int, quotes: tuple[str, ...], *, raw: bool) -> int:
        """Read what stands between two braces; the offset after the closing one."""
        end = self.code(position, quotes)
        shown = re.search(r"(?<![=!<>])=\s*\Z", self.text[position:end]) is not None
        self._keep(position, end, quotes, is_code=True, is_shown=shown)
        while end < len(self.text) and self.text[end] not in ":}" and not self.text.startswith(quotes[-1], end):
            end += 1  # a conversion
        if self.text[end : end + 1] == ":":
            end = self._literal(end + 1, quotes, raw=raw, spec=True)
        return end + 1 if self.text[end : end + 1] == "}" else end

    def _keep(self, start: int, end: int, quotes: tuple[str, ...], *, is_code: bool, is_shown: bool = False) -> None:
        if end >= start:
            self.found.append(Part(start, min(end, len(self.text)), quotes, is_code, is_shown))
