"""Source text and positions in it.

Offsets everywhere in k8slint are code points into ``Source.text``, whose newlines are never translated.
"""

from __future__ import annotations

import re
import tokenize
from bisect import bisect_right
from functools import cached_property, lru_cache
from io import BytesIO
from itertools import accumulate

from k8slint.dataclass import dataclass, field
from k8slint.patterns import pattern

_NEWLINE = pattern(r"\r\n|\r|\n")
_WORD = pattern(r"\w+")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Position:
    """A place as people write it: 1-based row, 1-based column in characters."""

    row: int
    column: int


_STRETCH = 256  # characters of a long line that are counted at once


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class LineIndex:
    """Turns rows and columns into offsets and back. Lines end at LF, CRLF or a lone CR, as Python's tokenizer has it."""

    __slots__ = ("_ascii", "_marks", "_starts", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._ascii = text.isascii()
        self._marks: dict[int, list[int]] = {}  # of long lines: the bytes before each stretch of characters
        self._starts = [0, *(match.end() for match in _NEWLINE.finditer(text))]

    def __len__(self) -> int:
        return len(self._starts)

    def line(self, row: int) -> str:
        """The text of 1-based line ``row`` without its line end; empty beyond the last line."""
        if not 1 <= row <= len(self._starts):
            return ""
        end = self._starts[row] if row < len(self._starts) else len(self._text)
        return self._text[self._starts[row - 1] : end].rstrip("\r\n")

    def start(self, row: int) -> int:
        """The offset at which 1-based line ``row`` starts; the end of the text beyond the last line."""
        return self._starts[row - 1] if row <= len(self._starts) else len(self._text)

    def position(self, offset: int) -> Position:
        """The row and column of an offset."""
        row = bisect_right(self._starts, offset)
        return Position(row, offset - self._starts[row - 1] + 1)

    def offset_of_bytes(self, row: int, utf8_column: int) -> int:
        """The offset of a 1-based row and a 0-based column in UTF-8 bytes, as the stdlib ``ast`` counts them."""
        start = self.start(row)
        if self._ascii:
            return start + utf8_column
        if utf8_column <= _STRETCH:
            at, before, end = start, 0, min(start + utf8_column, start + len(self.line(row)))
        else:
            marks = self._marks.get(row)
            if marks is None:
                line = self.line(row)
                sizes = (len(_bytes(line[at : at + _STRETCH])) for at in range(0, len(line), _STRETCH))
                marks = self._marks[row] = [0, *accumulate(sizes)]
            number = bisect_right(marks, min(utf8_column, marks[-1] - 1)) - 1
            at, before = start + number * _STRETCH, marks[number]
            end = at + min(_STRETCH, utf8_column - before)
        stretch = self._text[at:end]
        if stretch.isascii():
            return at + min(utf8_column - before, len(stretch))
        return at + len(_bytes(stretch)[: utf8_column - before].decode("utf-8", "ignore"))


@lru_cache(maxsize=2)  # a file is looked at by many in turn, and by its fixer with its new text
def words_of(text: str) -> frozenset[str]:
    """The names, keywords and numbers in a text."""
    return frozenset(_WORD.findall(text))


@dataclass(frozen=True)
class Source:
    """One file's text, decoded, and what is needed to write it back byte for byte.

    ``path`` is as the user gave or found it, with ``/`` separators. ``bom`` says that the file starts with a UTF-8
    byte order mark, which is not part of ``text``.
    """

    path: str
    text: str = field(repr=False)
    encoding: str = "utf-8"
    bom: bool = field(default=False)

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self.text)


class CannotDecode(Exception):
    """A file's bytes are not the text that they claim to be. ``row`` and ``column`` are 1-based."""

    def __init__(self, message: str, row: int, column: int) -> None:
        super().__init__(message)
        self.message, self.row, self.column = message, row, column


_BOM = b"\xef\xbb\xbf"


def decode(path: str, data: bytes) -> Source:
    """A file's bytes as Python reads them: by byte order mark, then by coding line, else UTF-8. Newlines stay.

    Raises ``CannotDecode`` for an unknown encoding, a coding line that contradicts the mark, and bytes that are
    not text in that encoding.
    """
    bom = data.startswith(_BOM)
    encoding = "utf-8"
    if any(b"coding" in line for line in data.split(b"\n", 2)[:2]):
        try:
            encoding = tokenize.detect_encoding(BytesIO(data).readline)[0].removesuffix("-sig")
        except SyntaxError as error:
            raise CannotDecode(str(error.msg), 1, 1) from None
    try:
        return Source(path, data[len(_BOM) if bom else 0 :].decode(encoding), encoding, bom)
    except LookupError as error:  # a codec that isn't one of text: rot13
        raise CannotDecode(str(error), 1, 1) from None
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(encoding, "replace")
        where = LineIndex(before).position(len(before))
        byte = error.object[error.start]
        raise CannotDecode(f"byte 0x{byte:02x} is not {encoding}: {error.reason}", where.row, where.column) from None


def encode(source: Source, text: str) -> bytes:
    """A new text of the file, as bytes in the file's own encoding and with its byte order mark. Raises UnicodeEncodeError."""
    return (_BOM if source.bom else b"") + text.encode(source.encoding)


_NESTING = pattern(r"[\[{\]}]|^ {1000,}[^ \r\n]|(?:[-?] ){100,}", re.MULTILINE)
_DEEPEST = 200


def deep_yaml(text: str) -> int | None:
    """Where a YAML text is nested more deeply than one may be; None when it isn't.

    Its readers are recursive, partly in C, and the one in Python takes the square of the depth.
    """
    depth = 0
    for match in _NESTING.finditer(text):
        depth += 1 if match[0] in "[{" else -1 if match[0] in "]}" else _DEEPEST + 1
        if depth > _DEEPEST:
            return match.start()
        depth = max(depth, 0)
    return None
