"""Fixes one file: applies fixes that don't overlap and checks again, until nothing is left to fix.

A fix is applied whole or not at all. It stays only if every Python that took the file takes it still, and the finding is
gone. The interpreter that runs k8slint is asked itself; what older ones don't take is an f-string that holds its own
quotes, and that is told from the text.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate

from k8slint.dataclass import dataclass, replace
from k8slint.edits.order import names_in_order, sections_in_order
from k8slint.finding import Applicability, Edit, Finding, Fix
from k8slint.lint.fitting import fitted_edit, is_python
from k8slint.lint.report import Applied, Dropped
from k8slint.source.syntax import CannotParse, compiles, parse
from k8slint.source.text import Source, Span, encode

MAX_PASSES = 10
CANNOT_PARSE = "KE001"

Lint = Callable[[Source], Sequence[Finding]]
Identity = tuple[str, str, tuple[str, ...], str]  # code, title, new texts, line: the same fix when the text has moved


@dataclass(frozen=True, slots=True)
class Fixed:
    """The text after all fixes, the findings that remain in it, what was applied, and what was not and why."""

    source: Source
    findings: tuple[Finding, ...]
    applied: tuple[Applied, ...]
    dropped: tuple[Dropped, ...]


def fix(source: Source, findings: Sequence[Finding], lint: Lint, *, unsafe: bool) -> Fixed:
    """Apply the fixes of ``findings`` (what ``lint`` says of ``source``), then of what is found next, until stable.

    ``unsafe`` admits fixes that change meaning. Ends after ten passes at the latest. In the end, imports that were sorted
    are sorted again.
    """
    before = source
    applied: dict[tuple[str, str], int] = {}
    dropped: dict[Identity, str] = {}
    seen = {source.text}
    for _ in range(MAX_PASSES):
        chosen = _choose(source, findings, dropped, unsafe)
        if not chosen:
            break
        after, remaining, kept, refused = _apply(source, findings, chosen, lint)
        dropped |= refused
        if after.text in seen:
            if after.text != source.text:  # two fixes that undo each other
                dropped |= {_identity(source, finding, fix): "the fixes undo each other" for finding, fix in kept}
                break
            continue
        seen.add(after.text)
        for finding, done in kept:
            applied[finding.code, done.title] = applied.get((finding.code, done.title), 0) + 1
        source, findings = after, remaining
    ordered = _in_order(before, source)
    if ordered.text != source.text:
        remaining = tuple(lint(ordered))
        if sorted(map(_said, remaining)) == sorted(map(_said, findings)):
            source, findings = ordered, remaining
    return Fixed(
        source,
        tuple(findings),
        tuple((code, title, count) for (code, title), count in applied.items()),
        tuple(dict.fromkeys((code, title, reason) for (code, title, _, _), reason in dropped.items())),
    )


Chosen = list[tuple[Finding, Fix]]


def _choose(source: Source, findings: Sequence[Finding], dropped: dict[Identity, str], unsafe: bool) -> Chosen:
    """Fixes that don't touch each other, in the order of their places; what overlaps waits for the next pass."""
    admitted = {Applicability.SAFE, Applicability.UNSAFE} if unsafe else {Applicability.SAFE}
    candidates = [
        (finding, finding.fix)
        for finding in findings
        if finding.fix is not None
        and finding.path == source.path
        and finding.fix.applicability in admitted
        and finding.fix.edits
        and _identity(source, finding, finding.fix) not in dropped
    ]
    candidates.sort(key=lambda pair: (min(pair[1].edits), pair[0].code))
    taken: set[Edit] = set()
    places: list[tuple[int, int]] = []  # of the edits that are taken, in order; none touches another
    chosen: Chosen = []
    for finding, candidate in candidates:
        new = [edit for edit in candidate.edits if edit not in taken]
        if any(_touches(edit.span, places) for edit in new):
            continue
        taken.update(new)
        for edit in new:
            insort(places, (edit.span.start, edit.span.end))
        chosen.append((finding, candidate))
    return chosen


def _touches(one: Span, places: list[tuple[int, int]]) -> bool:
    """Whether an edit can't be made with those before it: it overlaps with one of them, or starts at the same place."""
    following = bisect_left(places, (one.start, -1))
    if following < len(places):
        start = places[following][0]
        if start == one.start or start < one.end:
            return True
    return following > 0 and places[following - 1][1] > one.start


def _apply(
    source: Source, findings: Sequence[Finding], chosen: Chosen, lint: Lint
) -> tuple[Source, tuple[Finding, ...], Chosen, dict[Identity, str]]:
    """The text with all of ``chosen`` applied that hold what they promise, found by halving when not all do."""
    kept: Chosen = []
    refused: dict[Identity, str] = {}
    best = (source, tuple(findings))
    pending = [chosen]
    while pending:
        group = pending.pop()
        after, remaining, reason = _attempt(source, findings, [*kept, *group], lint)
        if reason is None:
            kept += group
            best = (after, remaining)
        elif len(group) == 1:
            refused[_identity(source, *group[0])] = reason
        else:
            half = len(group) // 2
            pending += (group[half:], group[:half])
    return *best, kept, refused


def _attempt(
    source: Source, findings: Sequence[Finding], chosen: Chosen, lint: Lint
) -> tuple[Source, tuple[Finding, ...], str | None]:
    """The text with ``chosen`` applied, what is found in it, and why that is no good, if it isn't."""
    edits = sorted({edit for _, fix in chosen for edit in fix.edits})
    text = _edited(source.text, edits)
    if text is None:
        return source, (), "its edits overlap"
    after = replace(source, text=text)
    try:
        encode(after, text)
    except UnicodeEncodeError:
        return source, (), f"the new text can't be written in {source.encoding}"
    if is_python(source) and (any(fitted_edit(source, edit) != edit for edit in edits) or _breaks(source, after)):
        return source, (), "the result could not be parsed"
    remaining = tuple(lint(after))
    if any(finding.code == CANNOT_PARSE for finding in remaining):
        return source, (), "the result could not be parsed"
    if _stay(findings, chosen, remaining, edits):
        return source, (), "the finding would remain"
    return after, remaining, None


def _breaks(before: Source, after: Source) -> bool:
    """Whether the interpreter made code of the text before and doesn't any more."""
    return not compiles(after) and compiles(before)


def _stay(before: Sequence[Finding], chosen: Chosen, after: Sequence[Finding], edits: list[Edit]) -> bool:
    """Whether a finding that was fixed is still there: at its place, and not just a neighbour's that moved there."""
    there = {(_said(finding), finding.span.start) for finding in after}
    now, expected = Counter(map(_said, after)), Counter(map(_said, before))
    expected.subtract(_said(finding) for finding, _ in chosen)
    moved = _Moved(edits)
    return any(
        (_said(finding), moved(finding.span.start)) in there and now[_said(finding)] > expected[_said(finding)]
        for finding, _ in chosen
    )


def _said(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _in_order(before: Source, after: Source) -> Source:
    """The fixed text with its imports in the order that they had."""
    if not is_python(before) or _import_lines(before) == _import_lines(after):
        return after
    ordered = after
    try:
        tree = parse(before)
        for sort in (names_in_order, sections_in_order):
            edits = sort(before, tree, ordered, parse(ordered))
            ordered = replace(ordered, text=apply_edits(ordered.text, edits)) if edits else ordered
    except CannotParse:
        return after
    return ordered


def _import_lines(source: Source) -> list[str]:
    return [line for line in source.text.splitlines() if "import" in line]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits made. Raises ValueError when they overlap or stand outside the text."""
    result = _edited(text, sorted(set(edits)))
    if result is None:
        raise ValueError("the edits overlap")
    return result


def _edited(text: str, edits: list[Edit]) -> str | None:
    out: list[str] = []
    done = 0
    for edit in edits:
        if not done <= edit.span.start <= edit.span.end <= len(text):
            return None
        out += (text[done : edit.span.start], edit.text)
        done = edit.span.end
    out.append(text[done:])
    return "".join(out)


class _Moved:
    """Where a place of the old text is in the new one; for a place inside an edit, where the edit starts."""

    def __init__(self, edits: list[Edit]) -> None:
        self._edits = edits
        self._starts = [edit.span.start for edit in edits]
        grown = (len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)
        self._shifts = [0, *accumulate(grown)]  # what the edits before each one added

    def __call__(self, offset: int) -> int:
        number = bisect_left(self._starts, offset)  # how many start before it
        last = self._edits[number - 1] if number else None
        if last is not None and last.span.end > offset:
            return last.span.start + self._shifts[number - 1]
        return offset + self._shifts[number]


def _identity(source: Source, finding: Finding, fix: Fix) -> Identity:
    line = source.lines.line(finding.start.row).strip()
    return finding.code, fix.title, tuple(edit.text for edit in fix.edits), line
