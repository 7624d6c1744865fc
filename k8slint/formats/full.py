"""Each finding with the code that it is about: the span, the places that explain it, and its fix as a diff."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

from k8slint.dataclass import dataclass
from k8slint.formats._diff import changed_lines
from k8slint.formats._text import SEVERITY_COLOUR, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.finding import Finding
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report
    from k8slint.source.text import Position, Source

TAB = "    "
WIDTH = 160  # longer lines are shown around what is marked in them


@dataclass(frozen=True, slots=True)
class Mark:
    """Something to underline: where, what to say of it, and whether it is the finding itself."""

    start: Position
    end: Position
    label: str
    primary: bool


def render(report: Report, paint: Paint) -> Iterator[str]:
    for finding in report.findings:
        yield from _finding(finding, report, paint)
        yield "\n"


def _finding(finding: Finding, report: Report, paint: Paint) -> Iterator[str]:
    colour = SEVERITY_COLOUR[finding.severity.value]
    head = paint(f"{finding.severity.value}[{finding.code}]", colour, "bold")
    yield f"{head}: {paint(finding.message, 'bold')}\n"
    marks = {finding.path: [Mark(finding.start, finding.end, "", True)]}
    for related in finding.related:
        marks.setdefault(related.path, []).append(Mark(related.start, related.end, related.message, False))
    gutter = max(len(str(mark.end.row)) for found in marks.values() for mark in found)
    for path, found in marks.items():
        first = found[0].start
        arrow = "-->" if path == finding.path else ":::"
        yield f"{' ' * gutter}{paint(arrow, 'blue')} {path}:{first.row}:{first.column}\n"
        source = report.source(path)
        if source is not None:
            yield from _frame(source, found, gutter, colour, paint)
    notes = [("field", finding.field), ("task", finding.task), ("assumed", _assumption(finding, report))]
    for name, text in notes:
        if text:
            yield f"{' ' * gutter} {paint('=', 'blue')} {name}: {text}\n"
    yield from _fix(finding, report, gutter, paint)
    yield f"{' ' * gutter} {paint('=', 'blue')} {finding.name}: {url(finding)}\n"


def _assumption(finding: Finding, report: Report) -> str | None:
    if not finding.assumed:
        return None
    from k8slint.run.targeting import ByPath
    from k8slint.settings.compatibility import assumption

    targets = ByPath(report.config)(finding.path).targets
    return f"applies to {assumption(targets, finding.assumed)}, but not to every version that you may run"


def _fix(finding: Finding, report: Report, gutter: int, paint: Paint) -> Iterator[str]:
    source = report.source(finding.path)
    if finding.fix is None or source is None:
        return
    how = {"safe": "fix", "unsafe": "unsafe fix", "display": "suggestion"}[finding.fix.applicability.value]
    yield f"{' ' * gutter} {paint('=', 'blue')} {paint(how, 'green')}: {finding.fix.title}\n"
    for sign, row, line in changed_lines(source, finding.fix.edits):
        number = str(row) if sign == "-" else ""
        line = line if len(line) <= 4 * WIDTH else f"{line[: 4 * WIDTH]} ..."
        text = paint(f"{sign} {line}".rstrip(), "red" if sign == "-" else "green")
        yield f"{paint(number.rjust(gutter), 'blue')} {paint('|', 'blue')} {text}\n"


def _frame(source: Source, marks: list[Mark], gutter: int, colour: str, paint: Paint) -> Iterator[str]:
    """The marked lines in order, ``...`` where lines are left out between them."""
    bar = paint("|", "blue")
    yield f"{' ' * gutter} {bar}\n"
    last = 0
    for row in sorted({mark.start.row for mark in marks}):
        if last and row > last + 2:
            yield f"{paint('...', 'blue')}\n"
        for between in range(last + 1, row) if last and row == last + 2 else ():
            yield _line(between, source.lines.line(between), gutter, bar, paint)
        here = sorted((mark for mark in marks if mark.start.row == row), key=lambda mark: mark.start.column)
        line, shift = _window(source.lines.line(row), here)
        yield _line(row, line, gutter, bar, paint)
        for mark in here:
            yield f"{' ' * gutter} {bar} {_underline(line, mark, shift, colour, paint)}\n"
        last = row


def _line(row: int, line: str, gutter: int, bar: str, paint: Paint) -> str:
    return f"{paint(str(row).rjust(gutter), 'blue')} {bar} {line.replace(chr(9), TAB)}".rstrip() + "\n"


def _window(line: str, marks: list[Mark]) -> tuple[str, int]:
    """The part of a line worth showing, and how many columns of it were cut off in front."""
    if len(line) <= WIDTH:
        return line, 0
    start = max(0, min(mark.start.column for mark in marks) - 1 - WIDTH // 3)
    return line[start : start + WIDTH], start


def _underline(line: str, mark: Mark, shift: int, colour: str, paint: Paint) -> str:
    start = min(max(mark.start.column - 1 - shift, 0), len(line))
    over = mark.end.row > mark.start.row
    end = len(line) if over else min(mark.end.column - 1 - shift, len(line))
    marked = line[start:end].rstrip() if over else line[start:end]
    sign = "^" if mark.primary else "-"
    under = sign * max(1, _columns(marked))
    if over:
        under += ">"
    label = f" {mark.label}" if mark.label else ""
    return " " * _columns(line[:start]) + paint(under + label, colour if mark.primary else "cyan")


def _columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text) + text.count("\t") * (len(TAB) - 1)
    wide = sum(2 if east_asian_width(c) in "WF" else 0 if combining(c) else 1 for c in text)
    return wide + text.count("\t") * (len(TAB) - 1)
