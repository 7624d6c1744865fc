"""Edits and new texts as people read them: what a line was, and what it becomes."""

from __future__ import annotations

from difflib import unified_diff

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.finding import Edit
    from k8slint.source.text import Source


def changed_lines(source: Source, edits: tuple[Edit, ...]) -> Iterator[tuple[str, int, str]]:
    """``("-", row, line)`` and ``("+", row, line)`` for the lines that edits change, in order."""
    if not edits:
        return
    ordered = sorted(edits)
    lines = source.lines
    for group in _by_lines(source, ordered):
        first = lines.position(group[0].span.start).row
        last = lines.position(max(edit.span.end for edit in group)).row
        begin, end = lines.start(first), lines.start(last + 1)
        before = source.text[begin:end]
        after, done = "", begin
        for edit in group:
            after += source.text[done : edit.span.start] + edit.text
            done = edit.span.end
        after += source.text[done:end]
        old, new = before.splitlines(), after.splitlines()
        same = 0
        while old[-1 - same :] == new[-1 - same :] and same < min(len(old), len(new)):
            same += 1
        head = 0
        while head < min(len(old), len(new)) - same and old[head] == new[head]:
            head += 1
        for i, line in enumerate(old[head : len(old) - same]):
            yield "-", first + head + i, line
        for line in new[head : len(new) - same]:
            yield "+", first + head, line


def _by_lines(source: Source, edits: list[Edit]) -> Iterator[list[Edit]]:
    """Edits that touch the same or the next line belong together."""
    group: list[Edit] = []
    last = 0
    for edit in edits:
        row = source.lines.position(edit.span.start).row
        if group and row > last + 1:
            yield group
            group = []
        group.append(edit)
        last = max(last, source.lines.position(edit.span.end).row)
    if group:
        yield group


def unified(path: str, before: str, after: str) -> Iterator[str]:
    """A unified diff as git writes it, each piece with its line end."""
    for line in unified_diff(_lines(before), _lines(after), f"a/{path.lstrip('/')}", f"b/{path.lstrip('/')}"):
        yield line if line.endswith("\n") else f"{line}\n"
        if not line.endswith("\n"):
            yield "\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    """Lines as git has them: only LF ends one."""
    *whole, rest = text.split("\n")
    return [f"{line}\n" for line in whole] + ([rest] if rest else [])
