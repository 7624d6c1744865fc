"""The outcome of a run, as plain data: what one file gave, and what all of them gave."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint.finding import Finding
    from k8slint.source import Source

Applied = tuple[str, str, int]  # code, title of the fix, how often
Dropped = tuple[str, str, str]  # code, title, why it was not applied
Gap = tuple[str, int, int, str, str]  # path, row, column, reason, detail: an expression that stayed unknown


class FileResult:
    """What one file gave. Only texts and numbers, and findings made of them: it crosses processes and is cached.

    ``fixed`` is the file's new content when fixes were applied; ``reads`` are the other files that the outcome depends
    on, found or not; ``counts`` are statistics (sites, pods, …).
    """

    __slots__ = ("applied", "counts", "dropped", "findings", "fixed", "gaps", "path", "reads")

    def __init__(
        self,
        path: str,
        findings: tuple[Finding, ...] = (),
        *,
        fixed: bytes | None = None,
        applied: tuple[Applied, ...] = (),
        dropped: tuple[Dropped, ...] = (),
        reads: tuple[str, ...] = (),
        gaps: tuple[Gap, ...] = (),
        counts: dict[str, int] | None = None,
    ) -> None:
        self.path = path
        self.findings = findings
        self.fixed = fixed
        self.applied = applied
        self.dropped = dropped
        self.reads = reads
        self.gaps = gaps
        self.counts = counts or {}


class Report:
    """What a run gave. ``source`` gives the text that a path's findings stand in, None when it can't be read."""

    __slots__ = ("counts", "files", "findings", "gaps", "missing", "results", "source")

    def __init__(
        self,
        results: tuple[FileResult, ...] = (),
        *,
        files: int = 0,
        missing: tuple[str, ...] = (),
        source: Callable[[str], Source | None] = lambda path: None,
    ) -> None:
        self.results = results
        self.files = files
        self.missing = missing
        self.source = source
        self.findings = _merged(results)
        self.gaps = tuple(sorted({gap for result in results for gap in result.gaps}))
        self.counts: dict[str, int] = {}
        for result in results:
            for name, count in result.counts.items():
                self.counts[name] = self.counts.get(name, 0) + count

    @property
    def failing(self) -> bool:
        """Whether anything was found that should fail a run: information doesn't."""
        return any(finding.severity.value != "info" for finding in self.findings)


def _merged(results: tuple[FileResult, ...]) -> tuple[Finding, ...]:
    """All findings by file, place and code. What several DAGs say of one place in a shared module is said once."""
    seen: dict[tuple[object, ...], Finding] = {}
    for result in results:
        for finding in result.findings:
            key = (
                finding.path, finding.start.row, finding.start.column, finding.code,
                finding.end.row, finding.end.column, finding.message,
            )  # fmt: skip
            if key not in seen or (finding.path == result.path and finding.fix is not None):
                seen[key] = finding
    return tuple(sorted(seen.values(), key=_order))


def _order(finding: Finding) -> tuple[object, ...]:
    start, end = finding.start, finding.end
    return finding.path, start.row, start.column, finding.code, end.row, end.column, finding.message
