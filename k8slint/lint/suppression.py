"""What the source silences: ``# k8slint: ignore[KE303]`` comments, and which of them silence nothing."""

from __future__ import annotations

import re
import tokenize
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from token import tok_name

from k8slint.data.catalogue import RULES
from k8slint.finding import Applicability, Edit, Finding, Fix, Severity
from k8slint.settings.config import known_selector, matches
from k8slint.settings.files import airflow_config
from k8slint.source.text import Source, Span

MARK = "k8slint:"  # no suppression without it, so most files are never searched for comments
UNUSED = "KE002"

_DIRECTIVE = re.compile(r"#\s*k8slint:\s*(?P<word>[\w-]+)(?:\s*\[(?P<rules>[^\]#]*)\])?(?P<rest>[^#]*)")
# What users of other linters write; any other word is prose.
_MEANT_AS_ONE = re.compile(r"(?:allow|disable|ignored?|noqa|off|skip|suppress)(?:[-_](?:file|line|next[-_]line))?")


@dataclass(slots=True)
class Directive:
    """One suppression. ``rules`` None silences every rule; ``row`` None means the whole file; ``used`` grows."""

    span: Span  # the comment, or the part of it that is ours
    word: str
    rules: tuple[str, ...] | None
    row: int | None
    used: set[str] = field(default_factory=set)


def apply(source: Source, findings: Collection[Finding], selected: Collection[str]) -> tuple[Finding, ...]:
    """The findings that the source doesn't silence, and one for each suppression that silences nothing.

    ``selected`` are the codes of the rules that ran: a suppression of a rule that didn't run may be needed otherwise.
    A comment silences findings that start or end on its line; alone on its line, those of the next line of code. In a
    string over several lines no comment can stand: the one after its end counts for all of it.
    """
    if MARK not in source.text:
        return tuple(findings)
    comments, strings = _comments(source)
    directives = [directive for start, comment in comments for directive in _directives(source, start, comment)]
    kept = [finding for finding in findings if not _silenced(finding, source, directives, strings)]
    if UNUSED in selected:
        kept += [finding for directive in directives for finding in _unused(source, directive, selected)]
    return tuple(kept)


def _silenced(finding: Finding, source: Source, directives: list[Directive], strings: list[tuple[int, int]]) -> bool:
    if finding.path != source.path:
        return False
    rows = {finding.start.row, finding.end.row}
    rows |= {last for row in tuple(rows) for first, last in strings if first <= row <= last}
    silenced = False
    for directive in directives:
        if directive.word not in ("ignore", "ignore-file") or not (directive.row is None or directive.row in rows):
            continue
        if directive.rules is None:
            directive.used.add("")
            silenced = True
        for rule in directive.rules or ():
            if matches(rule, finding.code):
                directive.used.add(rule)
                silenced = True
    return silenced


def _directives(source: Source, start: int, comment: str) -> Iterator[Directive]:
    row = source.lines.position(start).row
    alone = not source.text[source.lines.start(row) : start].strip()
    for match in _DIRECTIVE.finditer(comment):
        word, listed = match["word"], match["rules"]
        if word not in ("ignore", "ignore-file") and not _MEANT_AS_ONE.fullmatch(word):
            continue
        rules = None if listed is None else tuple(rule.strip() for rule in listed.split(",") if rule.strip())
        line = None if word == "ignore-file" else _next_code(source, row) if alone else row
        end = start + len(comment[: match.end()].rstrip())
        yield Directive(Span(start + match.start(), end), word, rules, line)


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
        return [(match.start(), match[0]) for match in found if MARK in match[0]], []
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
            if name == "COMMENT" and MARK in token.string:
                comments.append((lines.start(token.start[0]) + token.start[1], token.string))
            elif name.endswith("STRING_START"):
                opened.append(token.start[0])
            elif name == "STRING" or (name.endswith("STRING_END") and opened):
                first = opened.pop() if name != "STRING" else token.start[0]
                if token.end[0] > first:
                    strings.append((first, token.end[0]))
    except (tokenize.TokenError, SyntaxError):  # syntax newer than this interpreter: comments by their looks from here
        for row in range(last + 1, len(lines) + 1):
            match = re.search(r"#\s*k8slint:.*", lines.line(row))
            if match:
                comments.append((lines.start(row) + match.start(), match[0]))
    return comments, strings


def _unused(source: Source, directive: Directive, selected: Collection[str]) -> Iterator[Finding]:
    if directive.word not in ("ignore", "ignore-file"):
        message = f"`{directive.word}` suppresses nothing; write `# k8slint: ignore[KE303]` with the rule's code"
        yield _finding(source, directive.span, message, None)
        return
    if directive.rules is None:
        if not directive.used:
            message = "there is no finding here that this comment could suppress"
            yield _finding(source, directive.span, message, (), directive)
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
    yield _finding(source, directive.span, message, tuple(r for r in directive.rules if r not in idle), directive)


def _could_be_used(rule: str, selected: Collection[str]) -> bool:
    """False when the suppression may be right and its rule just didn't run."""
    codes = [code for code in RULES if matches(rule, code)]
    return all(code in selected for code in codes)


def _finding(
    source: Source, span: Span, message: str, keep: tuple[str, ...] | None, directive: Directive | None = None
) -> Finding:
    """``keep`` are the rules that the comment should go on naming; none of them: the comment goes; None: no fix."""
    fix = None
    if keep and directive is not None:
        text = source.text[span.start : span.end]
        before, _, rest = text.partition("[")
        fixed = f"{before}[{', '.join(keep)}]{rest.partition(']')[2]}"
        fix = Fix("keep only the rules that are reported", (Edit(span, fixed),), Applicability.SAFE)
    elif keep is not None:
        fix = Fix("remove the suppression", (Edit(_with_surroundings(source, span), ""),), Applicability.SAFE)
    start, end = source.lines.position(span.start), source.lines.position(span.end)
    return Finding(UNUSED, RULES[UNUSED][0], Severity.WARNING, source.path, span, start, end, message, fix=fix)


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
