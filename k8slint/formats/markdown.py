"""A Markdown table, for a comment on a pull request or the summary of a job. Nothing in it is markup but the table's own."""

from __future__ import annotations

from k8slint.formats._limits import most_severe, tell
from k8slint.formats._text import one_line, printable, url

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from k8slint.finding import Finding
    from k8slint.formats._text import Paint
    from k8slint.lint.report import Report

MAX_CHARACTERS = 65_000  # GitHub takes comments of 65,536
MAX_ROWS = 1_000
SEVERITIES = ("error", "warning", "info")


def render(report: Report, paint: Paint) -> Iterator[str]:
    if not report.findings:
        yield "k8slint found nothing.\n"
        return
    rows = _fitting(report)
    counts = [(sum(f.severity.value == severity for f in report.findings), severity) for severity in SEVERITIES]
    total = len(report.findings)
    listed = ", ".join(f"{count:,} {severity}" for count, severity in counts if count)
    yield f"k8slint: {total:,} finding{'' if total == 1 else 's'} ({listed})\n"
    yield "\n"
    yield "| severity | place | rule | message |\n"
    yield "| --- | --- | --- | --- |\n"
    yield from rows
    if len(rows) < total:
        yield "\n"
        yield f"{total - len(rows):,} more are not shown, none of them more severe.\n"
        tell(report, "markdown", len(rows), f"a comment holds {MAX_CHARACTERS:,} characters")


def _fitting(report: Report) -> list[str]:
    """As many rows as a comment takes, the most severe."""
    number = min(len(report.findings), MAX_ROWS)
    while True:
        rows = [_row(finding) for finding in most_severe(report.findings, number)]
        size = sum(map(len, rows))
        if size <= MAX_CHARACTERS or number <= 1:
            return rows
        number = min(number - 1, number * MAX_CHARACTERS // size)


def _row(finding: Finding) -> str:
    place = code(f"{finding.path}:{finding.start.row}:{finding.start.column}")
    rule = f"[{finding.code}]({url(finding)}) {finding.name}"
    return f"| {finding.severity.value} | {place} | {rule} | {prose(one_line(finding.message))} |\n"


def code(text: str) -> str:
    """A text as code in a table: nothing in it is markup, nobody is mentioned, no issue linked."""
    text = printable(text)
    if any(c in text for c in "`\\|") or text != text.strip():
        return f"<code>{''.join(c if c.isalnum() or c == ' ' else f'&#{ord(c)};' for c in text)}</code>"
    return f"`{text}`"


def prose(message: str) -> str:
    """A message, with what it quotes in backticks as code and all else as plain text."""
    parts = message.split("`")
    if len(parts) % 2 == 0:  # a backtick without a partner
        return escaped(message)
    return "".join(code(part) if number % 2 and part else escaped(part) for number, part in enumerate(parts))


def escaped(text: str) -> str:
    """Text in which no character is markup, no name is a mention, no number an issue and no address a link."""
    return "".join(
        "&lt;" if c == "<" else "&gt;" if c == ">" else "&amp;" if c == "&" else f"\\{c}<!-- -->" if c in "@#"
        else f"\\{c}" if c in "\\`*_{}[]()!|~:$" else c
        for c in printable(text)
    )  # fmt: skip
