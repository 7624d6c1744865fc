"""Checks files: in this process, or in workers. Modules that are slow to import are imported here."""

from __future__ import annotations

import gc

from k8slint.lint.failures import INTERNAL_ERROR, cannot_parse, crashed, failed, left_out, limit_exceeded
from k8slint.lint.pipeline import lint
from k8slint.lint.prefilter import narrowed, widest
from k8slint.lint.report import FileResult, fixable
from k8slint.lint.surroundings import surroundings
from k8slint.run.cache import digest
from k8slint.run.pool import TOO_LONG, share
from k8slint.run.targeting import ByPath
from k8slint.settings.config import is_dag_file, is_template, matches
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_JUDGED, MAX_SOURCE, read_regular
from k8slint.source.project import Project
from k8slint.source.text import CannotDecode, Source, decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from k8slint.evaluate.values import Unknown
    from k8slint.finding import Finding
    from k8slint.lint.fixer import Fixed
    from k8slint.lint.prefilter import Plan
    from k8slint.lint.report import Gap, Packed
    from k8slint.run.pool import Tell
    from k8slint.run.progress import Progress
    from k8slint.settings.config import Config

COLLECT_BYTES = 500_000  # of files judged; their trees and values take some hundred times as much
MAX_MEMORY_PER_FILE = 2 << 30  # bytes, of address space
MAX_FINDINGS = 1_000  # that are shown of one file
WORTH_FORKING_BYTES = 50_000  # of files to judge, a tenth of a second and more

Candidate = tuple[str, bytes, int]  # path, digest of the content, size in bytes


def judge_all(todo: list[Candidate], config: Config, progress: Progress | None = None) -> list[FileResult]:
    """The results of files, in any order, with as many workers as save time."""
    aims = _Aims(config)
    for path, _, _ in todo:
        aims(path)  # before the workers share it
    todo = sorted(todo, key=lambda candidate: -candidate[2])  # the dearest first, lest one worker end alone
    collect = GarbageCollection()
    few = len(todo) < 2 or sum(size for _, _, size in todo) < WORTH_FORKING_BYTES

    def judged(number: int) -> FileResult:
        path, _, size = todo[number]
        return collect(judge_file(path, *aims(path)), size)

    def tell(done: int, at: int | None) -> None:
        if progress is not None:
            progress("Checking", done, len(todo), todo[at][0] if at is not None else "")

    told = tell if progress is not None else None
    return _limited([path for path, _, _ in todo], config, 1 if few else config.jobs, judged, told)


class _Aims:
    """What a file is judged with: its settings, the project, and the needles. Files for other versions share nothing."""

    def __init__(self, config: Config) -> None:
        self._of = ByPath(config)
        self._known: dict[int, tuple[Config, Project, Plan]] = {}

    def __call__(self, path: str) -> tuple[Config, Project, Plan]:
        config = self._of(path)
        aim = self._known.get(id(config))
        if aim is None:
            project = project_of(config)
            _read_inventory(config, project)
            aim = self._known[id(config)] = config, project, narrowed(config)
        return aim


def judge_again(path: str, config: Config) -> FileResult:
    """The result of one file as it is now."""
    config = ByPath(config)(path)
    project = project_of(config)
    _read_inventory(config, project)
    return _limited([path], config, 1, lambda _: judge_file(path, config, project, widest(config)))[0]


def judge_text(name: str, data: bytes, config: Config, others: Mapping[str, bytes] | None = None) -> FileResult:
    """The result of one text that isn't in a file; ``others`` replaces the text of other files of the project."""
    config = ByPath(config)(name)
    project = project_of(config, {**(others or {}), name: data})
    _read_inventory(config, project)
    return _limited([name], config, 1, lambda _: judge(name, data, config, project))[0]


def _read_inventory(config: Config, project: Project) -> None:
    """Once, before the workers share it. Raises UserError."""
    if config.items("inventory"):
        surroundings(config, project)


def _limited(
    paths: list[str], config: Config, jobs: int, judged: Callable[[int], FileResult], tell: Tell | None = None
) -> list[FileResult]:
    """The outcomes of files, each worked out within its time and memory: whatever a file holds, the run goes on.

    Only another process can be stopped whatever it does, so even one file is judged in one.
    """

    def work(number: int) -> Packed:
        try:
            return timed(number).pack()
        except MemoryError:
            pass  # what took the memory is free again when the handler is left
        message = f"this file was not checked: it takes more than {MAX_MEMORY_PER_FILE >> 30} GB of memory"
        return FileResult(paths[number], (limit_exceeded(paths[number], message),)).pack()

    def timed(number: int) -> FileResult:
        if not config.timings:
            return judged(number)
        from k8slint.run.timing import measured

        spent: dict[str, float] = {}
        with measured(spent):
            result = judged(number)
        result.timings = spent
        return result

    def died(number: int, cause: str) -> Packed:
        path = paths[number]
        if cause == TOO_LONG:
            advice = "--timeout-per-file sets the limit"
            message = f"this file was not checked: it took longer than {config.seconds} seconds; {advice}"
            return FileResult(path, (limit_exceeded(path, message),)).pack()
        return FileResult(path, (failed(path, f"the worker process died: {cause}"),)).pack()

    done = share(len(paths), jobs, work, died, seconds=config.seconds, memory=MAX_MEMORY_PER_FILE, tell=tell)
    return [FileResult.unpack(packed) for packed in done]


class GarbageCollection:
    """Frees what files leave behind in cycles, now and then, so that many files take no more memory than a few."""

    def __init__(self) -> None:
        gc.freeze()  # what is there already stays: nobody needs to look at it again
        self._judged = 0

    def __call__(self, result: FileResult, size: int) -> FileResult:
        self._judged += size
        if self._judged > COLLECT_BYTES:
            self._judged = 0
            gc.collect()
            gc.freeze()  # what is left is remembered for the other files
        return result


def project_of(config: Config, overlay: dict[str, bytes] | None = None) -> Project:
    return Project(config.src, {path: data.decode("utf-8", "replace") for path, data in (overlay or {}).items()})


def unreadable(path: str, message: str) -> FileResult:
    return FileResult(path, (cannot_parse(path, message),))


def judge_file(path: str, config: Config, project: Project, plan: Plan) -> FileResult:
    try:
        data = read_regular(path, MAX_SOURCE)
    except OSError as error:  # gone since it was sifted
        return unreadable(path, f"the file can't be read: {error.strerror or error}")
    if is_dag_file(path, config) and not plan.may_matter(data):
        return FileResult(path, digest=digest(data))
    return judge(path, data, config, project)


def judge(path: str, data: bytes, config: Config, project: Project) -> FileResult:
    """One file's outcome: decode, lint, and with ``fix`` or ``diff`` everything that follows.

    Never raises for what a file holds; writes nothing.
    """
    content = digest(data)
    if len(data) > MAX_JUDGED:
        message = f"this file was not checked: it has {len(data):,} bytes, more than {MAX_JUDGED:,}"
        return FileResult(path, (limit_exceeded(path, message),), digest=content)
    try:
        source = decode(path, data)
    except CannotDecode as error:
        if is_dag_file(path, config) or is_template(path, config):
            finding = cannot_parse(path, error.message, error.row, error.column)
            return FileResult(path, (finding,), digest=content)
        source = Source(path, data.decode("latin-1"), "latin-1")  # of a Dockerfile only the names matter
    result = lint(source, config, project)
    findings = _without_ignored(result.findings, config)
    outcome = FileResult(
        path,
        findings,
        digest=content,
        reads=tuple(result.reads),
        gaps=tuple(_gaps(result.unknowns)),
        counts=result.counts,
    )
    if not fixable(outcome, config):
        outcome.findings = _not_too_many(path, findings)
        return outcome
    from k8slint.lint.fixer import fix

    try:
        fixed = fix(
            source,
            findings,
            lambda text: _without_ignored(lint(text, config, project).findings, config),
            unsafe=config.flag("unsafe-fixes"),
        )
    except (UserError, MemoryError):
        raise
    except Exception as error:  # a defect of ours must not cost the other files their findings
        return FileResult(path, (crashed(path, error),), digest=content)
    outcome.findings = _not_too_many(path, (*fixed.findings, *_left_out(fixed, config)))
    outcome.applied, outcome.dropped = fixed.applied, fixed.dropped
    if fixed.source.text != source.text:
        outcome.fixed = encode(source, fixed.source.text)
        _follow_up(outcome, source, fixed.source, config, project)
    return outcome


def _follow_up(outcome: FileResult, before: Source, after: Source, config: Config, project: Project) -> None:
    """Notes about the fixes of a file."""
    if not is_dag_file(before.path, config):
        return
    from k8slint.lint.follow_up import CHANGED_DEFAULT, defaults_told, migrates, needed_packages

    outcome.needs = needed_packages(before, after, config.targets)
    if migrates(outcome.applied, config.targets) and not config.selected(CHANGED_DEFAULT):
        own = config.replace(select=(CHANGED_DEFAULT,), extend_select=(), ignore=(), extend_ignore=(), fix=False)
        outcome.told = defaults_told(lint(after, own, project).findings)


def _not_too_many(path: str, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """As many as anybody reads, and one that says how many there are."""
    if len(findings) <= MAX_FINDINGS:
        return findings
    message = f"only the first {MAX_FINDINGS:,} of {len(findings):,} findings in this file are shown"
    return (*findings[:MAX_FINDINGS], limit_exceeded(path, message))


def _left_out(fixed: Fixed, config: Config) -> Iterator[Finding]:
    """A finding for each fix that had to be dropped."""
    for code, title, reason in fixed.dropped if config.selected(INTERNAL_ERROR) else ():
        for finding in fixed.findings:
            if finding.code == code and finding.fix is not None and finding.fix.title == title:
                yield left_out(finding, title, reason)
                break


def _without_ignored(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """The findings without those that ``per-file-ignores`` or ``min-severity`` silence."""
    shown = [finding for finding in findings if config.shows(finding.severity.value)]
    ignored = {path: config.ignored_for(path) for path in {finding.path for finding in shown}}
    return tuple(f for f in shown if not any(matches(selector, f.code) for selector in ignored[f.path]))


def _gaps(unknowns: Iterable[Unknown]) -> Iterator[Gap]:
    for unknown in unknowns:
        source = unknown.origin.source
        start = source.lines.position(unknown.origin.span.start)
        yield source.path, start.row, start.column, unknown.reason.value, unknown.detail or unknown.origin.text
