"""The rules of a .gitignore file as a predicate over paths. A test compares it with git.

Plain names and ``*.suffix``, which most lines are, cost a set lookup; only the others become regular expressions, which are
tried in one. What a ``*`` has passed over is never reconsidered (the nearest place where the text after it stands is the
best one), so a line that a stranger wrote costs no more than its length times that of the path.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from re import Pattern


MAX_PATTERNS = 10_000  # of one file or setting
MAX_EXPRESSIONS = 1_000  # of them, those with wildcards, which each path is held against
MAX_PATTERN = 1_000  # characters


class Ignore:
    """The patterns of one file, or of one setting. Paths are relative to the folder that holds it, with ``/``.

    ``left_out`` says, as the end of a sentence, why some of them don't count; empty when all do.
    """

    __slots__ = (
        "_exact",
        "_expressions",
        "_name_like",
        "_names",
        "_path_like",
        "_python",
        "_rules",
        "_suffixes",
        "left_out",
    )

    def __init__(self, lines: Iterable[str]) -> None:
        rules: list[Rule] = []
        expressions = 0
        self.left_out = ""
        for line in lines:
            if len(line) > MAX_PATTERN and not line.startswith("#") and line.strip():
                self.left_out = f"a pattern has more than {MAX_PATTERN:,} characters and is left out"
                continue
            rule = _rule(line)
            if rule is None:
                continue
            expressions += rule[3] in ("names", "paths")
            if len(rules) == MAX_PATTERNS or expressions > MAX_EXPRESSIONS:
                most = f"{MAX_PATTERNS:,} patterns, or {MAX_EXPRESSIONS:,} with wildcards,"
                self.left_out = f"it has more than {most} and the others are left out"
                break
            rules.append(rule)
        self._of(rules)
        self._python: Ignore | None = None

    def of_python_files(self) -> Ignore:
        """The same lines without those that can't match a file whose name ends in ``.py``."""
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
        self._name_like = _any_of(rule[1] for rule in self._rules if rule[3] == "names")
        self._path_like = _any_of(rule[1] for rule in self._rules if rule[3] == "paths")
        self._expressions: dict[str, Pattern[str]] = {}  # of the single lines, once one of all has matched

    def says(self, path: str, folder: bool) -> bool | None:
        """True if ignored, False if a ``!`` line includes it again, None if no line matches."""
        name = path.rpartition("/")[2]
        if not (
            name in self._names
            or path in self._exact
            or (self._suffixes and name.endswith(self._suffixes))
            or (self._name_like is not None and self._name_like.match(name))
            or (self._path_like is not None and self._path_like.match(path))
        ):
            return None
        for negated, text, only_folders, kind in reversed(self._rules):
            if only_folders and not folder:
                continue
            if (
                (kind == "name" and name == text)
                or (kind == "path" and path == text)
                or (kind == "suffix" and name.endswith(text))
                or (kind == "names" and self._matches(text, name))
                or (kind == "paths" and self._matches(text, path))
            ):
                return not negated
        return None

    def _matches(self, pattern: str, text: str) -> bool:
        expression = self._expressions.get(pattern)
        if expression is None:
            expression = self._expressions[pattern] = _any_of((pattern,))  # type: ignore[assignment]
        return expression.match(text) is not None  # type: ignore[union-attr]

    def covers(self, path: str) -> bool:
        """Whether a file, or a folder that it is in, is ignored by these lines alone."""
        parts = path.split("/")
        return any(self.says("/".join(parts[: i + 1]), i + 1 < len(parts)) is True for i in range(len(parts)))


def pattern_covers(pattern: str, path: str) -> bool:
    """``Ignore.covers`` for a single pattern, which is read once however many paths there are."""
    return patterns_cover((pattern,), path)


def patterns_cover(patterns: tuple[str, ...], path: str) -> bool:
    """The same for several, the last one that speaks of a path deciding."""
    ignore = _known.get(patterns)
    if ignore is None:
        ignore = _known[patterns] = Ignore(patterns)
    return ignore.covers(path)


def refuse_too_many(patterns: Iterable[str]) -> None:
    """Raise ValueError, with the end of a sentence, for more patterns of one setting, or longer ones, than are looked at."""
    for count, pattern in enumerate(patterns):
        if len(pattern) > MAX_PATTERN:
            raise ValueError(f"has a pattern of more than {MAX_PATTERN:,} characters")
        if count == MAX_EXPRESSIONS:
            raise ValueError(f"has more than {MAX_EXPRESSIONS:,} patterns")


_known: dict[tuple[str, ...], Ignore] = {}


# negated, text, folders only, kind ("name", "path", "suffix", or for what becomes an expression "names" or "paths")
Rule = tuple[bool, str, bool, str]


def _may_be_python(rule: Rule) -> bool:
    _, text, only_folders, _ = rule
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
        return negated, pattern, only_folders, "name"
    if not any(character in pattern for character in "*?[\\"):
        return negated, pattern.removeprefix("/"), only_folders, "path"
    if pattern.startswith("*") and not any(character in pattern[1:] for character in "/*?[\\"):
        return negated, pattern[1:], only_folders, "suffix"
    return negated, pattern, only_folders, "paths" if "/" in pattern else "names"


def _any_of(patterns: Iterable[str]) -> Pattern[str] | None:
    """One expression that matches what any of the patterns matches."""
    expressions = [_expression(pattern, f"p{number}_") for number, pattern in enumerate(patterns)]
    if not expressions:
        return None
    import re

    return re.compile("|".join(f"(?:{one})" for one in expressions), re.DOTALL)


def _expression(pattern: str, group: str) -> str:
    """A pattern as an expression whose groups have names that begin with ``group``.

    With a slash (not at its end) it is one for paths from the folder of its file; without one it is for names.
    """
    blocks: list[list[str]] = [[""]]  # between ``**/``: the texts between the stars
    for piece in _pieces(pattern):
        if piece == ACROSS:
            blocks.append([""])
        elif piece == STAR:
            blocks[-1].append("")
        else:
            blocks[-1][-1] += piece
    blocks[-1][-1] += r"\Z"
    count = 0

    def once(expression: str) -> str:
        """What the expression matches first, for good: an atomic group, as Python 3.10 can write one."""
        nonlocal count
        count += 1
        return f"(?=(?P<{group}{count}>{expression}))(?P={group}{count})"

    out = ""
    for number, (first, *others) in enumerate(blocks):
        block = first + "".join(once(f"[^/]*?{text}") for text in others)
        out += block if number == 0 else once(f"(?:.*?/)??{block}")
    return out


STAR, ACROSS = "*", "**/"


def _pieces(pattern: str) -> Iterator[str]:
    """``STAR``, ``ACROSS`` (any folders, or none), and expressions that match a given number of characters, or to the end."""
    from re import escape

    anchored = "/" in pattern
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
                yield ACROSS
                end += 1
            elif across and end == len(pattern):
                yield ".*"
            else:
                yield STAR
            i = end
        elif pattern[i] == "?":
            yield "[^/]"
            i += 1
        elif pattern[i] == "[":
            bracket, i = _bracket(pattern, i)
            yield bracket
        elif pattern[i] == "\\" and i + 1 < len(pattern):
            yield escape(pattern[i + 1])
            i += 2
        else:
            yield escape(pattern[i])
            i += 1


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
