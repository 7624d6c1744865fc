"""The result of a run as plain data: of one file, and of all files."""

from __future__ import annotations

from k8slint.settings.files import airflow_config

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from k8slint.finding import Finding, Fix
    from k8slint.settings.config import Config
    from k8slint.source.text import Source

    Packed = tuple[Any, ...]

Applied = tuple[str, str, int]  # code, title of the fix, how often
Dropped = tuple[str, str, str]  # code, title, why it was not applied
Need = tuple[str, tuple[int, ...]]  # a package, and the first version that has what is imported of it
Gap = tuple[str, int, int, str, str]  # path, row, column, reason, detail: an expression that stayed unknown


class FileResult:
    """What one file gave. Crosses processes and is cached, packed as texts and numbers.

    ``digest`` is that of the content that was judged. ``fixed`` is the file's new content when fixes were applied, and
    the findings are what remains in it; ``reads`` are the other files that the outcome depends on, found or not;
    ``counts`` are statistics (sites, pods, …); ``timings`` are seconds, by what took them, where that was asked for.
    ``needs`` are the packages that the fixed file needs, ``told`` a sentence on what fixes leave to be decided.
    """

    __slots__ = (
        "applied",
        "counts",
        "digest",
        "dropped",
        "findings",
        "fixed",
        "gaps",
        "needs",
        "path",
        "reads",
        "timings",
        "told",
    )

    def __init__(
        self,
        path: str,
        findings: tuple[Finding, ...] = (),
        *,
        digest: bytes = b"",
        fixed: bytes | None = None,
        applied: tuple[Applied, ...] = (),
        dropped: tuple[Dropped, ...] = (),
        reads: tuple[str, ...] = (),
        gaps: tuple[Gap, ...] = (),
        counts: dict[str, int] | None = None,
        timings: dict[str, float] | None = None,
        needs: tuple[Need, ...] = (),
        told: str = "",
    ) -> None:
        self.path = path
        self.findings = findings
        self.digest = digest
        self.fixed = fixed
        self.applied = applied
        self.dropped = dropped
        self.reads = reads
        self.gaps = gaps
        self.counts = counts or {}
        self.timings = timings or {}
        self.needs = needs
        self.told = told

    def pack(self, *, to_remember: bool = False) -> Packed:
        """As nested tuples that ``marshal`` knows. What is to be remembered is without what the cache knows by itself, or
        what holds for this run alone."""
        findings = tuple(_pack(finding) for finding in self.findings)
        reads, timings = ((), {}) if to_remember else (self.reads, self.timings)
        return (
            self.path, findings, self.digest, self.fixed, self.applied, self.dropped, reads, self.gaps, self.counts, timings,
            self.needs, self.told,
        )  # fmt: skip

    @classmethod
    def unpack(cls, packed: Packed) -> FileResult:
        path, findings, digest, fixed, applied, dropped, reads, gaps, counts, timings, needs, told = packed
        return cls(
            path, tuple(_unpack(finding) for finding in findings), digest=digest, fixed=fixed, applied=applied,
            dropped=dropped, reads=reads, gaps=gaps, counts=counts, timings=timings, needs=needs,
            told=told,
        )  # fmt: skip


SECRET = "KE405"

# What ``pack`` gives, as the cache checks it.
_PLACE = (int, int)
_TEXT = ("or", str, type(None))
_FIX = (str, str, [(int, int, str)])
_RELATED = (str, _PLACE, _PLACE, _PLACE, str)
_FINDING = (
    str, str, str, str, _PLACE, _PLACE, _PLACE, str, _TEXT, _TEXT, _TEXT, _TEXT, [_RELATED], ("or", _FIX, type(None)), object,
)  # fmt: skip
RESULT = (
    str, [_FINDING], bytes, ("or", bytes, type(None)), [(str, str, int)], [(str, str, str)], [str],
    [(str, int, int, str, str)], {str: int}, {str: float}, [(str, [int])], str,
)  # fmt: skip


def _pack(finding: Finding) -> Packed:
    fix = finding.fix
    return (
        finding.code, finding.name, finding.severity.value, finding.path, (finding.span.start, finding.span.end),
        (finding.start.row, finding.start.column), (finding.end.row, finding.end.column), finding.message,
        finding.field, finding.kind, finding.task, finding.when,
        tuple(
            (r.path, (r.span.start, r.span.end), (r.start.row, r.start.column), (r.end.row, r.end.column), r.message)
            for r in finding.related
        ),
        fix and (fix.title, fix.applicability.value, tuple((e.span.start, e.span.end, e.text) for e in fix.edits)),
        finding.assumed,
    )  # fmt: skip


def _unpack(packed: Packed) -> Finding:
    from k8slint.finding import Applicability, Edit, Finding, Fix, Related, Severity
    from k8slint.source.text import Position, Span

    code, name, severity, path, span, start, end, message, field, kind, task, when, related, fix, assumed = packed
    return Finding(
        code, name, Severity(severity), path, Span(*span), Position(*start), Position(*end), message, field, kind, task,
        when,
        tuple(Related(where, Span(*at), Position(*first), Position(*last), text)
              for where, at, first, last, text in related),
        fix
        and Fix(fix[0], tuple(Edit(Span(first, last), text) for first, last, text in fix[2]), Applicability(fix[1])),
        assumed,
    )  # fmt: skip


def _nowhere(path: str) -> Source | None:
    return None


class Report:
    """What a run gave.

    ``files`` is how many were looked at, ``cached`` how many of the outcomes were remembered; ``troubles`` are sentences
    on paths that can't be used, ``unwritten`` one line for each file whose fixes could not be written, ``notes`` one for each that
    lost something else on the way. ``source`` gives the text that a path's findings stand in, ``before`` the text before
    fixes, None when it can't be read. ``config`` are the settings with the versions judged for, ``evidence`` says where
    those were found, and ``template`` where the pod template was. ``left_out`` are sentences that a format adds when it
    shows less than there is. ``checked`` are the paths of all files that were looked at. ``accepted`` are findings that a
    baseline accepts, which are not among ``findings``, and ``obsolete`` says how many of its entries nothing needs;
    ``older`` how many findings are older than the revision that the user compares with.
    """

    __slots__ = (
        "_secrets",
        "accepted",
        "before",
        "cached",
        "checked",
        "config",
        "counts",
        "evidence",
        "files",
        "findings",
        "gaps",
        "left_out",
        "notes",
        "obsolete",
        "older",
        "results",
        "source",
        "template",
        "troubles",
        "unwritten",
    )  # fmt: skip

    def __init__(
        self,
        results: tuple[FileResult, ...],
        config: Config,
        *,
        files: int = 0,
        checked: tuple[str, ...] = (),
        cached: int = 0,
        troubles: tuple[str, ...] = (),
        unwritten: tuple[str, ...] = (),
        notes: tuple[str, ...] = (),
        source: Callable[[str], Source | None] = _nowhere,
        before: Callable[[str], Source | None] = _nowhere,
        evidence: tuple[str, ...] = (),
        template: tuple[str, ...] = (),
    ) -> None:
        self._secrets: tuple[str, ...] | None = None
        self.results = results
        self.files = files
        self.cached = cached
        self.troubles = troubles
        self.unwritten = unwritten
        self.notes = notes
        self.source = source
        self.before = before
        self.config = config
        self.evidence = evidence
        self.template = template
        self.left_out: list[str] = []
        self.checked = checked
        self.accepted: tuple[Finding, ...] = ()
        self.obsolete = 0
        self.older = 0
        self.findings = _merged(results)
        self.gaps = tuple(sorted({gap for result in results for gap in result.gaps}))
        self.counts: dict[str, int] = {}
        for result in results:
            for name, count in result.counts.items():
                self.counts[name] = self.counts.get(name, 0) + count

    def accept(self, kept: tuple[Finding, ...], accepted: tuple[Finding, ...], obsolete: int) -> None:
        """Keep only some findings, as a baseline says."""
        self.secrets()  # those of accepted findings are secrets still
        self.findings, self.accepted, self.obsolete = kept, accepted, obsolete

    def narrow(self, new: tuple[Finding, ...], older: int) -> None:
        """Keep only the findings that are new."""
        self.secrets()
        self.findings, self.older = new, older

    def secrets(self) -> tuple[str, ...]:
        """The texts that rule KE405 found, as they are written, and the secrets among Airflow's options: what shows the source
        must not show them. The longest first."""
        if self._secrets is not None:
            return self._secrets
        found: set[str] = set()
        for finding in self.findings:
            source = self.source(finding.path) if finding.code == SECRET else None
            if source is not None:
                import re

                literal = source.text[finding.span.start : finding.span.end]
                found.update(one or other for one, other in re.findall(r"'([^'\n]{4,})'|\"([^\"\n]{4,})\"", literal))
        found |= self._secret_settings()
        self._secrets = tuple(sorted(found, key=lambda text: (-len(text), text)))
        return self._secrets

    def _secret_settings(self) -> set[str]:
        """The passwords and keys in files that set Airflow's options, as far as they aren't words of the findings."""
        paths = {finding.path for finding in self.findings} | {
            each.path for each in self.results if each.fixed is not None
        }
        paths = {path for path in paths if airflow_config(path) is not None}
        if not paths:
            return set()
        from k8slint.source.airflow_config import secrets

        sources = (source for path in sorted(paths) for source in (self.source(path), self.before(path)))
        found = {secret for source in sources if source is not None for secret in secrets(source)}
        said = "\n".join(f"{finding.path} {finding.message}" for finding in self.findings)
        return {secret for secret in found if secret not in said}

    def reveals(self, fix: Fix) -> bool:
        """Whether the new text of a fix holds a secret, so that it can't be shown."""
        return any(secret in edit.text for secret in self.secrets() for edit in fix.edits)

    def fails(self, finding: Finding) -> bool:
        """Whether a finding fails the run: its severity is one to fail on, and it doesn't rest on an assumption."""
        return not finding.assumed and self.config.fails(finding.severity.value)

    @property
    def failing(self) -> bool:
        """Whether anything was found that fails the run."""
        return any(map(self.fails, self.findings))


def _merged(results: tuple[FileResult, ...]) -> tuple[Finding, ...]:
    """All findings by file, place and code. What several DAGs say of one place in a shared module is said once."""
    seen: dict[tuple[object, ...], Finding] = {}
    for result in results:
        for finding in result.findings:
            key = (
                finding.path, finding.start.row, finding.start.column, finding.code,
                finding.end.row, finding.end.column, finding.message,
            )  # fmt: skip
            before = seen.get(key)
            if before is None or _tells_more(finding, before, result.path):
                seen[key] = finding
    return tuple(sorted(seen.values(), key=_order))


def _tells_more(finding: Finding, before: Finding, path: str) -> bool:
    """Whether an equal finding says more: what is sure goes before what rests on an assumption, then what has a fix."""
    if bool(finding.assumed) != bool(before.assumed):
        return bool(before.assumed)
    return finding.path == path and finding.fix is not None


def _order(finding: Finding) -> tuple[object, ...]:
    start, end = finding.start, finding.end
    return finding.path, start.row, start.column, finding.code, end.row, end.column, finding.message


def fixable(result: FileResult, config: Config) -> bool:
    """Whether this run would fix something in the file, so that remembering what is wrong isn't enough."""
    if not (config.flag("fix") or config.flag("diff")):
        return False
    wanted = ("safe", "unsafe") if config.flag("unsafe-fixes") else ("safe",)
    return any(finding.fix is not None and finding.fix.applicability.value in wanted for finding in result.findings)
