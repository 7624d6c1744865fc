"""The tables of ``--statistics`` and ``--timings``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from k8slint.data import catalogue

if TYPE_CHECKING:
    from k8slint.lint.report import Report

MOST_FILES = 10


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], left: Sequence[int]) -> Iterator[str]:
    """Lines of columns, numbers to the right, those in ``left`` to the left."""
    every = [heads, *rows]
    widths = [max(len(row[column]) for row in every) for column in range(len(heads))]
    for row in every:
        cells = [
            text.ljust(width) if column in left else text.rjust(width)
            for column, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield f"{'  '.join(cells).rstrip()}\n"


def statistics(report: Report, form: str) -> Iterator[str]:
    """How often each rule found something, most often first."""
    found: dict[str, list[tuple[str, bool]]] = {}
    severities: dict[str, set[str]] = {}
    names = {}
    for finding in report.findings:
        fixable = finding.fix is not None and finding.fix.applicability.value != "display"
        found.setdefault(finding.code, []).append((finding.path, fixable))
        severities.setdefault(finding.code, set()).add(finding.severity.value)
        names[finding.code] = finding.name
    codes = sorted(found, key=lambda code: (-len(found[code]), code))
    fixables = {code: sum(fixable for _, fixable in found[code]) for code in codes}
    files = {code: len({path for path, _ in found[code]}) for code in codes}
    if form == "json":
        from json import dumps

        rows = [
            {
                "code": code,
                "name": names[code],
                "count": len(found[code]),
                "fixable": fixables[code],
                "files": files[code],
                "severities": sorted(severities[code]),
            }
            for code in codes
        ]
        yield dumps(rows, indent=2) + "\n"
        return
    if codes:
        lines = [
            (
                f"{len(found[code]):,}",
                code,
                names[code],
                _severity(code, severities[code]),
                f"{fixables[code]:,}",
                f"{files[code]:,}",
            )
            for code in codes
        ]
        every = {path for places in found.values() for path, _ in places}
        total = (f"{len(report.findings):,}", "total", "", "", f"{sum(fixables.values()):,}", f"{len(every):,}")
        yield from table(("count", "code", "name", "severity", "fixable", "files"), [*lines, total], (1, 2, 3))
    configs = report.counts.get("executor configs", 0)
    if configs:
        structure, leaves = (100 * report.counts[name] / configs for name in ("structure known", "every leaf known"))
        known = f"structure known for {structure:.0f} %, every value for {leaves:.0f} %"
        yield f"{configs:,} executor_config{'' if configs == 1 else 's'}: {known}\n"


def _severity(code: str, found: set[str]) -> str:
    """The severity of a rule's findings, the worst first."""
    worst = [each for each in ("error", "warning", "info") if each in found]
    return ", ".join(worst) or catalogue.RULES[code][1]


def timings(report: Report) -> Iterator[str]:
    """The files that took longest, and what the time of all of them went to."""
    files = sorted(
        ((result.timings[""], result.path) for result in report.results if "" in result.timings),
        key=lambda row: (-row[0], row[1]),
    )
    spent: dict[str, float] = {}
    for result in report.results:
        for what, seconds in result.timings.items():
            if what:
                spent[what] = spent.get(what, 0.0) + seconds
    whole = sum(seconds for seconds, _ in files)
    if not files:
        yield f"No file was checked{_remembered(report)}.\n"
        return
    yield f"Time of {len(files):,} file{'' if len(files) == 1 else 's'}: {whole:.2f} s{_remembered(report)}\n"
    shown = [(f"{seconds:.3f}", path) for seconds, path in files[:MOST_FILES]]
    yield from table(("seconds", "slowest files"), shown, (1,))
    rows = sorted(spent.items(), key=lambda row: (-row[1], row[0]))
    if rows:
        every = sum(spent.values())
        lines = [(f"{seconds:.3f}", f"{100 * seconds / every:.0f} %", what) for what, seconds in rows]
        yield from table(("seconds", "share", "phases and rules"), lines, (2,))


def _remembered(report: Report) -> str:
    return f" ({report.cached:,} from the cache, not timed; use --no-cache to check them too)" if report.cached else ""
