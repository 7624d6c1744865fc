"""Findings that no rule makes: a file that can't be read, and an internal error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.finding import Finding, Severity
from k8slint.source.text import Position, Span

if TYPE_CHECKING:
    from k8slint.evaluate.values import Origin
    from k8slint.source.text import Source

CANNOT_PARSE, INTERNAL_ERROR, LIMIT_EXCEEDED = "KE001", "KE003", "KE004"


def cannot_parse(path: str, message: str, row: int = 1, column: int = 1, source: Source | None = None) -> Finding:
    """The finding of a file that can't be read as what it should be; ``source`` is its text, where that could be had."""
    place, span = Position(row, column), Span(0, 0)
    if source is not None:
        start = min(source.lines.start(row) + column - 1, len(source.text))
        place, span = source.lines.position(start), Span(start, start)
    return Finding(CANNOT_PARSE, "cannot-parse", Severity.ERROR, path, span, place, place, message)


def about(origin: Origin, message: str) -> Finding:
    """What a file says of itself, at its start: no finding that fails a run."""
    lines, start = origin.source.lines, origin.span.start
    place = lines.position(start)
    path = origin.source.path
    return Finding(CANNOT_PARSE, "cannot-parse", Severity.INFO, path, Span(start, start), place, place, message)


def crashed(path: str, error: Exception) -> Finding:
    """The finding of a file on which k8slint failed."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    return failed(path, f"{type(error).__name__}: {error}; {frame.name}, line {frame.lineno}")


def failed(path: str, what: str) -> Finding:
    start = Position(1, 1)
    message = f"k8slint failed on this file ({what}); please report it"
    return Finding(INTERNAL_ERROR, "internal-error", Severity.ERROR, path, Span(0, 0), start, start, message)


def limit_exceeded(path: str, message: str, origin: Origin | None = None) -> Finding:
    """The finding of a file, or of a part of it, that takes more than one may."""
    start, offset = Position(1, 1), 0
    if origin is not None:
        offset = origin.span.start
        start = origin.source.lines.position(offset)
    return Finding(LIMIT_EXCEEDED, "limit-exceeded", Severity.ERROR, path, Span(offset, offset), start, start, message)


def left_out(finding: Finding, title: str, reason: str) -> Finding:
    """Of a finding whose fix had to be dropped: it is a defect of the rule that proposed it."""
    message = f"the fix of {finding.code} ({title}) was left out: {reason}; please report it"
    place = finding.start
    return Finding(INTERNAL_ERROR, "internal-error", Severity.WARNING, finding.path, Span(0, 0), place, place, message)
