"""What git ignores: the lines of a .gitignore as a predicate over paths, exact by test against git itself.

Plain names and ``*.suffix``, which most lines are, cost a set lookup; only the others become regular expressions, which are
tried in one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from re import Pattern


class Ignore:
    """The patterns of one file, or of one setting. Paths are relative to the folder that holds it, with ``/``."""

    __slots__ = ("_exact", "_name_like", "_names", "_path_like", "_python", "_rules", "_suffixes")

    def __init__(self, lines: Iterable[str]) -> None:
        self._of([rule for rule in map(_rule, lines) if rule is not None])
        self._python: Ignore | None = None

    def of_python_files(self) -> Ignore:
        """The same lines without those that can't speak of a file whose name ends in ``.py``."""
        if self._python is None:
            self._python = Ignore(())
            self._python._of([rule for rule in self._rules if _may_be_python(rule)])
        return self._python

    def __bool__(self) -> bool:
        """Whether there is a line at all."""
        return bool(self._rules)

    def _of(self, rules: list[Rule]) -> None:
        self._rules = rules
        # Which line speaks last matters only for the few paths that any line speaks of.
        self._names = frozenset(rule[1] for rule in self._rules if rule[3] == "name")
        self._exact = frozenset(rule[1] for rule in self._rules if rule[3] == "path")
        self._suffixes = tuple(rule[1] for rule in self._rules if rule[3] == "suffix")
        self._name_like = _any_of([rule[4] for rule in self._rules if rule[3] == "names"])
        self._path_like = _any_of([rule[4] for rule in self._rules if rule[3] == "paths"])

    def says(self, path: str, folder: bool) -> bool | None:
        """True when ignored, False when a ``!`` line brings it back, None when no line speaks of it."""
        name = path.rpartition("/")[2]
        if not (
            name in self._names
            or path in self._exact
            or (self._suffixes and name.endswith(self._suffixes))
            or (self._name_like is not None and self._name_like.match(name))
            or (self._path_like is not None and self._path_like.match(path))
        ):
            return None
        for negated, text, only_folders, kind, expression in reversed(self._rules):
            if only_folders and not folder:
                continue
            if (
                (kind == "name" and name == text)
                or (kind == "path" and path == text)
                or (kind == "suffix" and name.endswith(text))
                or (expression is not None and expression.match(name if kind == "names" else path) is not None)
            ):
                return not negated
        return None

    def covers(self, path: str) -> bool:
        """Whether a file, or a folder that it is in, is ignored by these lines alone."""
        parts = path.split("/")
        return any(self.says("/".join(parts[: i + 1]), i + 1 < len(parts)) is True for i in range(len(parts)))


# negated, text, folders only, kind ("name", "path", "suffix", or for an expression "names" or "paths"), expression
Rule = tuple[bool, str, bool, str, "Pattern[str] | None"]


def _may_be_python(rule: Rule) -> bool:
    _, text, only_folders, _, _ = rule
    tail = text[max(map(text.rfind, "*?[]\\")) + 1 :]  # what every path that matches ends in
    return not only_folders and (".py".endswith(tail) or tail.endswith(".py"))


def _rule(line: str) -> Rule | None:
    line = line.rstrip("\r\n")
    while line.endswith(" ") and not line.endswith("\\ "):
        line = line[:-1]
    if not line or line.startswith("#"):
        return None
    negated = line.startswith("!")
    pattern = line[1:] if negated else line
    only_folders = pattern.endswith("/")
    pattern = pattern.removesuffix("/")
    if not pattern:
        return None
    if not any(character in pattern for character in "/*?[\\"):
        return negated, pattern, only_folders, "name", None
    if not any(character in pattern for character in "*?[\\"):
        return negated, pattern.removeprefix("/"), only_folders, "path", None
    if pattern.startswith("*") and not any(character in pattern[1:] for character in "/*?[\\"):
        return negated, pattern[1:], only_folders, "suffix", None
    import re

    try:
        expression = re.compile(_expression(pattern), re.DOTALL)
    except re.error:  # git matches nothing by a broken bracket either
        return None
    return negated, pattern, only_folders, "paths" if "/" in pattern else "names", expression


def _any_of(expressions: list[Pattern[str] | None]) -> Pattern[str] | None:
    if not expressions:
        return None
    import re

    return re.compile("|".join(f"(?:{one.pattern})" for one in expressions if one is not None), re.DOTALL)


def _expression(pattern: str) -> str:
    """A pattern with a slash (not at its end) is one for paths from the folder of its file; without one it is for names."""
    from re import escape

    anchored = "/" in pattern
    out = ""
    pattern = pattern.removeprefix("/")
    # git compares what stands before the first wildcard by itself: a ``**`` right after it counts as one at the start.
    plain = next((i for i, character in enumerate(pattern) if character in "*?[\\"), len(pattern))
    i = 0
    while i < len(pattern):
        if pattern[i] == "*":
            end = i
            while pattern[end : end + 1] == "*":
                end += 1
            across = anchored and end - i > 1 and (i in (0, plain) or pattern[i - 1] == "/")
            if across and pattern[end : end + 1] == "/":
                out += "(?:.*/)?"
                end += 1
            elif across and end == len(pattern):
                out += ".*"
            else:
                out += "[^/]*"
            i = end
        elif pattern[i] == "?":
            out += "[^/]"
            i += 1
        elif pattern[i] == "[":
            bracket, i = _bracket(pattern, i)
            out += bracket
        elif pattern[i] == "\\" and i + 1 < len(pattern):
            out += escape(pattern[i + 1])
            i += 2
        else:
            out += escape(pattern[i])
            i += 1
    return out + r"\Z"


_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \\t", "digit": "0-9", "lower": "a-z", "upper": "A-Z",
    "punct": "!-/:-@\\[-`{-~", "space": "\\s", "xdigit": "0-9a-fA-F", "word": "a-zA-Z0-9_",
}  # fmt: skip


def _bracket(pattern: str, start: int) -> tuple[str, int]:
    """``[a-z]`` of fnmatch as one of ``re``, and where it ends. An unclosed one can match nothing."""
    from re import escape

    i = start + 1
    negated = pattern[i : i + 1] in ("!", "^")
    i += negated
    out, first = "", True
    while i < len(pattern) and (first or pattern[i] != "]"):
        first = False
        named = pattern.find(":]", i) if pattern.startswith("[:", i) else -1
        if named > 0 and pattern[i + 2 : named] in _CLASSES:
            out += _CLASSES[pattern[i + 2 : named]]
            i = named + 2
            continue
        low, i = _character(pattern, i)
        if pattern[i : i + 1] == "-" and i + 1 < len(pattern) and pattern[i + 1] != "]":
            high, i = _character(pattern, i + 1)
            out += f"{escape(low)}-{escape(high)}" if low <= high else ""
        else:
            out += escape(low)
    if i >= len(pattern):
        return r"(?!)", len(pattern)
    if not out:
        return ("[^/]" if negated else "(?!)"), i + 1
    return f"(?!/)[{'^' if negated else ''}{out}]", i + 1


def _character(pattern: str, i: int) -> tuple[str, int]:
    if pattern[i] == "\\" and i + 1 < len(pattern):
        return pattern[i + 1], i + 2
    return pattern[i], i + 1
