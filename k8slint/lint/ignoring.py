"""Writes suppression comments into a file, one for each finding."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Collection, Iterator
from token import tok_name

from k8slint.finding import Edit, Finding
from k8slint.lint.failures import CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED
from k8slint.lint.fixer import apply_edits
from k8slint.lint.suppression import UNREASONED, UNUSED, Directive, suppressions
from k8slint.settings.files import airflow_config
from k8slint.source.syntax import CannotParse, parse
from k8slint.source.text import Source, Span

# What a comment can't be the answer to: a file that wasn't checked, and what is said of comments.
NEVER = (CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED, UNUSED, UNREASONED)
YAML = (".yaml", ".yml")


def with_suppressions(source: Source, findings: Collection[Finding], reason: str) -> tuple[str, tuple[Finding, ...]]:
    """The text with comments that silence the findings, and the findings for which there is no place.

    The text means the same as before, or it is the text itself.
    """
    wanted = [finding for finding in findings if finding.code not in NEVER]
    if source.path.endswith(".py"):
        places: _Places = _PythonPlaces(source)
    elif source.path.endswith(YAML):
        places = _YamlPlaces(source)
    elif airflow_config(source.path) is not None:
        places = _Places(source)
    else:  # JSON
        return source.text, tuple(wanted)
    codes: dict[tuple[int, bool], set[str]] = {}
    left: list[Finding] = []
    for finding in wanted:
        place = places.of(finding)
        if place is None:
            left.append(finding)
        else:
            codes.setdefault(place, set()).add(finding.code)
    own: dict[tuple[int, bool], Directive] = {}
    for directive in suppressions(source).directives:
        if directive.word == "ignore" and directive.row is not None and directive.rules:
            own.setdefault((directive.row, source.lines.position(directive.span.start).row < directive.row), directive)
    edits = tuple(
        _extended(own[place], found) if place in own else _added(source, place, found, reason)
        for place, found in sorted(codes.items())
    )
    text = apply_edits(source.text, edits)
    if not edits or _same(source, text):
        return text, tuple(left)
    return source.text, tuple(wanted)


def _extended(directive: Directive, codes: Collection[str]) -> Edit:
    """More rules for a comment that is there; its reason stays."""
    listed, rules = directive.listed, directive.rules
    assert listed is not None
    assert rules is not None
    return Edit(listed, ", ".join((*rules, *sorted(code for code in codes if code not in rules))))


def _added(source: Source, place: tuple[int, bool], codes: Collection[str], reason: str) -> Edit:
    row, above = place
    lines = source.lines
    comment = f"# k8slint: ignore[{', '.join(sorted(codes))}]{f' {reason}' if reason else ''}"
    line = lines.line(row)
    start = lines.start(row)
    if above:
        blank = line[: len(line) - len(line.lstrip())]
        ending = source.text[start + len(line) : lines.start(row + 1)] or "\n"
        return Edit(Span(start, start), f"{blank}{comment}{ending}")
    end = len(line.rstrip())
    return Edit(Span(start + end, start + len(line)), f"  {comment}")


class _Places:
    """Where a comment can stand in a file: above a line, as in files that set Airflow's options."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def of(self, finding: Finding) -> tuple[int, bool] | None:
        """The row of the comment for a finding, and whether it stands alone above it."""
        return finding.start.row, True


class _PythonPlaces(_Places):
    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self._ends: set[int] = set()  # rows at whose end a comment can stand
        self._strings: list[tuple[int, int]] = []
        for row, first, last in _tokens(source):
            if row:
                self._ends.add(row)
            else:
                self._strings.append((first, last))

    def of(self, finding: Finding) -> tuple[int, bool] | None:
        rows = [finding.start.row, finding.end.row]
        rows += [last for row in rows for first, last in self._strings if first <= row <= last]
        for row in rows:
            if row in self._ends and self._source.lines.line(row).strip():
                return row, False
        row = finding.start.row
        if row == 1 or row - 1 in self._ends:
            return row, True
        return None


class _YamlPlaces(_Places):
    """Where a comment can stand in a YAML file: tried out, as blocks and quotes are what the parser says."""

    def of(self, finding: Finding) -> tuple[int, bool] | None:
        for row in dict.fromkeys((finding.start.row, finding.end.row)):
            for above in (False, True):
                place = (row, above)
                edit = _added(self._source, place, (finding.code,), "")
                text = apply_edits(self._source.text, (edit,))
                after = Source(self._source.path, text)
                if _same_yaml(self._source.text, text) and any(
                    directive.row == row + above for directive in suppressions(after).directives
                ):
                    return place
        return None


def _tokens(source: Source) -> Iterator[tuple[int, int, int]]:
    """The rows that end where Python may have a comment, as (row, 0, 0), and strings over several rows as (0, first, last)."""
    lines = source.lines
    rows = iter([lines.line(row) + "\n" for row in range(1, len(lines) + 1)])
    opened: list[int] = []
    try:
        for token in tokenize.generate_tokens(lambda: next(rows, "")):
            name = tok_name[token.type]
            if name in ("NL", "NEWLINE") and not opened:
                yield token.start[0], 0, 0
            elif name.endswith("STRING_START"):
                opened.append(token.start[0])
            elif name == "STRING" and token.end[0] > token.start[0]:
                yield 0, token.start[0], token.end[0]
            elif name.endswith("STRING_END") and opened:
                first = opened.pop()
                if token.end[0] > first:
                    yield 0, first, token.end[0]
    except (tokenize.TokenError, SyntaxError):  # newer than this interpreter: what was read so far counts
        return


def _same(source: Source, text: str) -> bool:
    """Whether a text means what the source does."""
    if source.path.endswith(YAML):
        return _same_yaml(source.text, text)
    if not source.path.endswith(".py"):
        return True  # lines that are comments were added
    try:
        return ast.dump(parse(source)) == ast.dump(parse(Source(source.path, text, source.encoding, source.bom)))
    except (CannotParse, RecursionError):
        return False


def _same_yaml(before: str, after: str) -> bool:
    import yaml

    def tokens(text: str) -> list[object]:
        return [
            (
                type(event).__name__,
                getattr(event, "value", None),
                getattr(event, "tag", None),
                getattr(event, "anchor", None),
            )
            for event in yaml.parse(text, Loader=yaml.SafeLoader)
        ]

    try:
        return tokens(before) == tokens(after)
    except (yaml.YAMLError, RecursionError):
        return False


def wrong_reason(reason: str) -> str | None:
    """What is wrong with a reason as part of a comment."""
    if re.search(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", reason) or not reason.isprintable():
        return "the reason must be one line of printable text"
    if "k8slint:" in reason or re.search(r"#\s|#\w+:", reason):
        return "the reason can't contain another comment"
    return None
