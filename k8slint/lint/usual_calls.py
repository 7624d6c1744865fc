"""Which calls surely have right arguments, told by two regular expressions.

Most calls of a repository pass the same arguments in the same few ways: what was found out about one answers for the
next. A call that isn't written in a usual way is left to ``lint.calls``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[[list[bytes]], bool]

# Each text can be read in one way only, so that none takes long. Strings with escapes and calls with comments aren't usual.
_STRING = rb"""(?:"(?!"")[^"\\\n]*"|'(?!'')[^'\\\n]*'|"{3}[^"\\]*"{3})"""
_OTHER = rb"[^()\[\]{}\"'#\\]*"
_INNER = _STRING
for _ in range(3):  # brackets in brackets
    _INNER = rb"(?:%b|[(\[{]%b(?:%b%b)*[)\]}])" % (_STRING, _OTHER, _INNER, _OTHER)
_OTHER_IN_VALUE = rb"[^()\[\]{}\"'#\\=,]*"
_VALUE = rb"(?!\s)%b(?:%b%b)*" % (_OTHER_IN_VALUE, _INNER, _OTHER_IN_VALUE)
_NAME = rb"\w+\s*=\s*"
# What counts of an argument: its name and how its value starts; of rules their whole text, of a usual task id nothing.
_GIST = (
    rb"""task_id(?=\s*=\s*["'][\w.-]{1,200}["']\s*[,)])|(?:trigger|weight)_rule\s*=\s*["']\w{1,40}["']|\w+\s*=\s*\S"""
)
_ARGUMENT = rb"%b%b(?:,|(?=\)))" % (_NAME, _VALUE)
_CALL = rb"(?:\s*%b\s*,)?((?:\s*%b)*)\s*\)" % (_STRING, _ARGUMENT)
# Whatever isn't an argument is found too, and is never right.
_GISTS = rb"\s*(?=(%b|\)|.))(?:%b|\)|.)" % (_GIST, _ARGUMENT)
_LONGEST = 4_000  # bytes of a call
_MOST = 5_000  # ways to write a call to remember


class UsualCalls:
    """Calls as they are usually written; remembers which of them are right."""

    __slots__ = ("_call", "_gists", "_right")

    def __init__(self) -> None:
        self._call = re.compile(_CALL).match
        self._gists = re.compile(_GISTS, re.DOTALL).findall
        self._right: set[tuple[object, ...]] = set()

    def has_right(self, data: bytes, opened: int, of: object, judge: Judge) -> bool:
        """Whether a call of a class, opened before an offset, is surely right.

        ``judge`` says so of the names of its arguments, each with ``=`` and how its value starts where that counts.
        """
        end = data.find(b")", opened, opened + _LONGEST)
        if end > 0 and data.find(b"(", opened, end) < 0 and self._has_right(data, opened, end, of, judge):
            return True
        call = self._call(data, opened, opened + _LONGEST)
        return call is not None and self._has_right(data, call.start(1), call.end() - 1, of, judge)

    def _has_right(self, data: bytes, start: int, end: int, of: object, judge: Judge) -> bool:
        gists = self._gists(data, start, end + 1)
        key = (of, *gists)
        if key in self._right:
            return True
        is_right = judge(gists[:-1] if gists[-1:] == [b")"] else gists)
        if is_right and len(self._right) < _MOST:
            self._right.add(key)
        return is_right
