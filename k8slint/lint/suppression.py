"""Reads ``# k8slint: ignore[KE303]`` and ``# noqa: KE303`` comments, and finds those that suppress nothing."""

from __future__ import annotations

import ast
import re
import tokenize
from bisect import bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property
from itertools import accumulate
from token import tok_name

from k8slint.data.catalogue import RULES
from k8slint.dataclass import dataclass, field
from k8slint.finding import Applicability, Edit, Finding, Fix, Severity
from k8slint.patterns import pattern
from k8slint.settings.config import known_selector, matches
from k8slint.settings.files import airflow_config
from k8slint.source.nodes import walk
from k8slint.source.project import Project
from k8slint.source.syntax import CannotParse, parse
from k8slint.source.takers import taken_from
from k8slint.source.text import Source, Span

MARK = "k8slint:"
UNUSED, UNREASONED = "KE002", "KE005"

# What may follow in the same comment: its reason, up to the next comment.
_REST = r"(?P<rest>(?:(?!\s*\#(?:\s|k8slint:|noqa|nosec|type:|fmt:|isort:|pragma:|pylint:|mypy:|ruff:)).)*)"
_DIRECTIVE = pattern(r"#\s*k8slint:\s*(?P<word>[\w-]+)(?:\s*\[(?P<rules>[^\]#]*)\])?" + _REST)
_CODE = r"[A-Z]+[0-9]+"
_NOQA = pattern(rf"#\s*(?i:noqa)\s*:\s*(?P<rules>{_CODE}(?:(?:\s*,\s*|\s+){_CODE})*)\b{_REST}")
_OURS = pattern(r"KE[0-9]+")
# No suppression without one of these, so most files are never searched for comments.
_MARKS = pattern(rf"{MARK}|(?i:noqa)\s*:[^\n]*\bKE[0-9]")
# What users of other linters write; any other word is prose.
_MEANT_AS_ONE = pattern(r"(?:allow|disable|ignored?|noqa|off|skip|suppress)(?:[-_](?:file|line|next[-_]line))?")


@dataclass(slots=True)
class Directive:
    """One suppression. ``rules`` None silences every rule; ``row`` None means the whole file; ``used`` grows.

    ``listed`` is where its rules are written, and ``others`` are the codes of other linters among them.
    """

    span: Span  # the comment, or the part of it that is ours
    word: str
    rules: tuple[str, ...] | None
    row: int | None
    listed: Span | None = None
    others: tuple[str, ...] = ()
    reason: str = ""
    used: set[str] = field(default_factory=set)

    @property
    def silences(self) -> bool:
        return self.word in ("ignore", "ignore-file", "noqa:")


@dataclass(frozen=True)
class Suppressions:
    """Those of one file, and the rows of its strings that span several lines, in which no comment can stand."""

    directives: tuple[Directive, ...] = ()
    strings: tuple[tuple[int, int], ...] = ()

    def silence(self, finding: Finding) -> bool:
        """Whether one of them silences a finding of the file: that on the line where it starts or ends, or after the
        string that it lies in."""
        rows: set[int | None] = {None, finding.start.row, finding.end.row}
        rows |= {last for row in (finding.start.row, finding.end.row) for last in self._ends_of_strings(row)}
        silenced = False
        for directive in (each for row in rows for each in self._by_row.get(row, ())):
            if directive.rules is None:
                directive.used.add("")
                silenced = True
            for rule in directive.rules or ():
                if matches(rule, finding.code):
                    directive.used.add(rule)
                    silenced = True
        return silenced

    @cached_property
    def _by_row(self) -> dict[int | None, list[Directive]]:
        found: dict[int | None, list[Directive]] = {}
        for directive in self.directives:
            if directive.silences:
                found.setdefault(directive.row, []).append(directive)
        return found

    @cached_property
    def _furthest(self) -> list[int]:
        """How far each string goes, or one before it: those in f-strings lie in others."""
        return list(accumulate((last for _, last in self.strings), max))

    def _ends_of_strings(self, row: int) -> Iterator[int]:
        """The last rows of the strings that go over this row and others."""
        before = bisect_right(self.strings, (row, row)) - 1
        while before + 1 < len(self.strings) and self.strings[before + 1][0] == row:
            before += 1
        while before >= 0 and self._furthest[before] >= row:
            if self.strings[before][1] >= row:
                yield self.strings[before][1]
            before -= 1


def suppressions(source: Source) -> Suppressions:
    """The suppressions of a file."""
    text = source.text
    if MARK not in text and ("noqa" not in text.lower() or _MARKS.search(text) is None):
        return Suppressions()
    comments, strings = _comments(source)
    directives = tuple(directive for start, comment in comments for directive in _directives(source, start, comment))
    return Suppressions(directives, tuple(strings))


def apply(
    source: Source, findings: Collection[Finding], selected: Collection[str], project: Project | None = None
) -> tuple[Finding, ...]:
    """The findings that no suppression silences, and one for each suppression of the file that silences nothing.

    ``selected`` are the codes of the rules that ran: a suppression of a rule that didn't run may be needed otherwise.
    A comment silences findings that start or end on its line; alone on its line, those of the next line of code. In a
    string over several lines no comment can stand: the one after its end counts for all of it. A finding in another
    file, which ``project`` reads, is silenced there.
    """
    own = suppressions(source)
    by_path = {source.path: own}
    kept: list[Finding] = []
    for finding in findings:
        if finding.path not in by_path:
            text = project.read(finding.path, source.path) if project is not None else None
            by_path[finding.path] = suppressions(Source(finding.path, text or ""))
        if not by_path[finding.path].silence(finding):
            kept.append(finding)
    if UNREASONED in selected:
        kept += [_without_reason(source, each) for each in own.directives if each.silences and not each.reason]
    if UNUSED in selected:
        idle = [(each, found) for each in own.directives for found in _unused(source, each, selected)]
        serves = bool(idle) and _may_serve_others(source, project)
        kept += [found for each, found in idle if not (serves and _names_a_rule(each))]
    return tuple(kept)


def _names_a_rule(directive: Directive) -> bool:
    return directive.silences and any(known_selector(rule) for rule in directive.rules or ("ALL",))


def _may_serve_others(source: Source, project: Project | None) -> bool:
    """Whether suppressions may silence what is found in this file for one that imports it: DAGs that call a function."""
    if project is None or not source.path.endswith(".py"):
        return False
    taken = taken_from(project, source.path)
    return taken.anything or any(name in taken for name in _defined(source))


def _defined(source: Source) -> Iterator[str]:
    """The names of what is written in a module: functions, classes, variables."""
    try:
        tree = parse(source)
    except CannotParse:
        return
    for node in walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def _directives(source: Source, start: int, comment: str) -> Iterator[Directive]:
    row = source.lines.position(start).row
    alone = not source.text[source.lines.start(row) : start].strip()
    for match in sorted((*_DIRECTIVE.finditer(comment), *_NOQA.finditer(comment)), key=lambda match: match.start()):
        word = match["word"] if match.re.pattern == _DIRECTIVE.pattern else "noqa:"
        listed = match["rules"]
        if word not in ("ignore", "ignore-file", "noqa:") and not _MEANT_AS_ONE.fullmatch(word):
            continue
        rules = None if listed is None else tuple(rule for rule in re.split(r"[\s,]+", listed) if rule)
        others: tuple[str, ...] = ()
        if word == "noqa:" and rules is not None:
            others = tuple(rule for rule in rules if not _OURS.fullmatch(rule))
            rules = tuple(rule for rule in rules if _OURS.fullmatch(rule))
            if not rules:
                continue
        next_line = alone and word != "noqa:"  # other linters' comments speak of their own line only
        line = None if word == "ignore-file" else _next_code(source, row) if next_line else row
        end = start + len(comment[: match.end()].rstrip())
        places = None if listed is None else Span(start + match.start("rules"), start + match.end("rules"))
        reason = match["rest"].strip(" \t-:,.–—")
        yield Directive(Span(start + match.start(), end), word, rules, line, places, others, reason)


def _next_code(source: Source, row: int) -> int:
    """The first line below that holds more than a comment."""
    row += 1
    while row < len(source.lines) and source.lines.line(row).lstrip()[:1] in ("", "#"):
        row += 1
    return row


def _comments(source: Source) -> tuple[list[tuple[int, str]], list[tuple[int, int]]]:
    """The comments that hold the mark, with their offsets, and the rows of the strings that span several lines."""
    if source.path.endswith((".yaml", ".yml")) or airflow_config(source.path) is not None:
        found = re.finditer(r"(?:(?<=\s)|^)#[^\r\n]*", source.text, re.MULTILINE)
        return [(match.start(), match[0]) for match in found if _MARKS.search(match[0])], []
    lines = source.lines
    rows = iter([lines.line(row) + "\n" for row in range(1, len(lines) + 1)])
    comments: list[tuple[int, str]] = []
    strings: list[tuple[int, int]] = []
    opened: list[int] = []
    last = 0
    try:
        for token in tokenize.generate_tokens(lambda: next(rows, "")):
            last = token.end[0]
            name = tok_name[token.type]
            if name == "COMMENT" and _MARKS.search(token.string):
                comments.append((lines.start(token.start[0]) + token.start[1], token.string))
            elif name.endswith("STRING_START"):
                opened.append(token.start[0])
            elif name == "STRING" or (name.endswith("STRING_END") and opened):
                first = opened.pop() if name != "STRING" else token.start[0]
                if token.end[0] > first:
                    strings.append((first, token.end[0]))
    except (tokenize.TokenError, SyntaxError):  # syntax newer than this interpreter: comments by their looks from here
        for row in range(last + 1, len(lines) + 1):
            match = re.search(r"#\s*(?:k8slint:|(?i:noqa)\s*:).*", lines.line(row))
            if match and _MARKS.search(match[0]):
                comments.append((lines.start(row) + match.start(), match[0]))
    return comments, strings


def _without_reason(source: Source, directive: Directive) -> Finding:
    comment = "# noqa: KE303" if directive.word == "noqa:" else f"# k8slint: {directive.word}[KE303]"
    return _finding(source, directive.span, UNREASONED, f"this suppression has no reason; write `{comment} the reason`")


def _unused(source: Source, directive: Directive, selected: Collection[str]) -> Iterator[Finding]:
    span = directive.span
    if not directive.silences:
        message = f"`{directive.word}` suppresses nothing; write `# k8slint: ignore[KE303]` with the rule's code"
        yield _finding(source, span, UNUSED, message)
        return
    if directive.rules is None:
        if not directive.used:
            message = "there is no finding here that this comment could suppress"
            yield _finding(source, span, UNUSED, message, _removal(source, directive, ()))
        return
    idle = [rule for rule in directive.rules if rule not in directive.used and _could_be_used(rule, selected)]
    if not idle and directive.rules:
        return
    unknown = [rule for rule in idle if not known_selector(rule)]
    if unknown:
        message = f"there is no rule {_list(unknown)}"
    elif idle:
        message = f"{_list(idle)} {'is' if len(idle) == 1 else 'are'} not reported here: the suppression is not needed"
    else:
        message = "the brackets contain no rule"
    yield _finding(source, span, UNUSED, message, _removal(source, directive, idle))


def _could_be_used(rule: str, selected: Collection[str]) -> bool:
    """False when the suppression may be right and its rule just didn't run."""
    codes = [code for code in RULES if matches(rule, code)]
    return all(code in selected for code in codes)


def _removal(source: Source, directive: Directive, idle: Collection[str]) -> Fix:
    """The fix that takes rules out of a comment: with the last of them goes the comment, and its reason."""
    if directive.rules is not None and directive.listed is not None:
        span = directive.listed
        written = [rule for rule in re.split(r"[\s,]+", source.text[span.start : span.end]) if rule]
        left = [rule for rule in written if rule not in idle]
        if left:
            text = ", ".join(left)
            return Fix("keep only the rules that are reported", (Edit(span, text),), Applicability.SAFE)
    span = _with_surroundings(source, directive.span)
    return Fix("remove the suppression", (Edit(span, ""),), Applicability.SAFE)


def _finding(source: Source, span: Span, code: str, message: str, fix: Fix | None = None) -> Finding:
    start, end = source.lines.position(span.start), source.lines.position(span.end)
    return Finding(code, RULES[code][0], Severity.WARNING, source.path, span, start, end, message, fix=fix)


def _with_surroundings(source: Source, span: Span) -> Span:
    """The comment with the blanks before it; with its whole line when nothing else stands there."""
    row = source.lines.position(span.start).row
    line_start, next_line = source.lines.start(row), source.lines.start(row + 1)
    start = span.start
    while start > line_start and source.text[start - 1] in " \t\f":
        start -= 1
    rest = source.text[span.end : next_line]
    if rest.strip():  # another comment follows
        return Span(span.start, span.end + len(rest) - len(rest.lstrip(" \t")))
    return Span(line_start, next_line) if start == line_start else Span(start, span.end)


def _list(rules: list[str]) -> str:
    return ", ".join(f"`{rule}`" for rule in rules)
