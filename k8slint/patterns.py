"""Regular expressions that are compiled when they are first used.

A run over one file imports about a hundred of them and uses a third; compiling all takes a sixth of its time.
"""

from __future__ import annotations

__all__ = ["pattern"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from re import compile as pattern
else:
    import re

    _METHODS = ("findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub", "subn")

    class _Pattern:
        """Has what a compiled pattern has, from the first use on."""

        __slots__ = ("_flags", "_text", *_METHODS)

        def __init__(self, text, flags):
            self._text, self._flags = text, flags

        def __getattr__(self, name):
            compiled = re.compile(self._text, self._flags)
            for each in _METHODS:
                setattr(self, each, getattr(compiled, each))
            return getattr(compiled, name)

    def pattern(text, flags=0):
        """The pattern of an expression. An error in it shows when it is first used."""
        return _Pattern(text, flags)
