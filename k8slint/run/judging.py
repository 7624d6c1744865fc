"""Judging files: one after the other, or shared among workers. Everything that takes time to import is imported here."""

from __future__ import annotations

import gc

from k8slint.lint.failures import INTERNAL_ERROR, cannot_parse, crashed, failed, left_out
from k8slint.lint.pipeline import lint
from k8slint.lint.prefilter import narrowed
from k8slint.lint.report import FileResult, fixable
from k8slint.lint.surroundings import surroundings
from k8slint.run.cache import digest
from k8slint.settings.config import is_template, matches
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.source.project import Project
from k8slint.source.text import CannotDecode, decode, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from k8slint.evaluate.values import Unknown
    from k8slint.finding import Finding
    from k8slint.lint.fixer import Fixed
    from k8slint.lint.prefilter import Plan
    from k8slint.lint.report import Gap, Packed
    from k8slint.settings.config import Config

COLLECT_BYTES = 500_000  # of files judged; their trees and values take some hundred times as much
WORTH_FORKING_BYTES = 50_000  # of files to judge, a tenth of a second and more

Candidate = tuple[str, bytes, int]  # path, digest of the content, size in bytes


def judge_all(todo: list[Candidate], config: Config) -> list[FileResult]:
    """The outcomes of files, in any order, by as many workers as are worth it."""
    project = project_of(config)
    if config.items("inventory"):
        surroundings(config, project)  # once, before the workers share it
    plan = narrowed(config)
    todo = sorted(todo, key=lambda candidate: -candidate[2])  # the dearest first, lest one worker end alone
    collect = GarbageCollection()
    if config.jobs < 2 or len(todo) < 2 or sum(size for _, _, size in todo) < WORTH_FORKING_BYTES:
        return [collect(judge_file(path, config, project, plan), size) for path, _, size in todo]
    from k8slint.run.pool import share

    def work(number: int) -> Packed:
        path, _, size = todo[number]
        return collect(judge_file(path, config, project, plan), size).pack()

    def died(number: int, cause: str) -> Packed:
        path = todo[number][0]
        return FileResult(path, (failed(path, f"a worker died of it: {cause}"),)).pack()

    return [FileResult.unpack(packed) for packed in share(len(todo), config.jobs, work, died)]


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
    if not is_template(path, config) and not plan.may_matter(data):
        return FileResult(path, digest=digest(data))
    return judge(path, data, config, project)


def judge(path: str, data: bytes, config: Config, project: Project) -> FileResult:
    """One file's outcome: decode, lint, and with ``fix`` or ``diff`` everything that follows.

    Never raises for what a file holds; writes nothing.
    """
    content = digest(data)
    try:
        source = decode(path, data)
    except CannotDecode as error:
        finding = cannot_parse(path, error.message, error.row, error.column)
        return FileResult(path, (finding,), digest=content)
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
        return outcome
    from k8slint.lint.fixer import fix

    try:
        fixed = fix(
            source,
            findings,
            lambda text: _without_ignored(lint(text, config, project).findings, config),
            unsafe=config.flag("unsafe-fixes"),
        )
    except UserError:
        raise
    except Exception as error:  # a defect of ours must not cost the other files their findings
        return FileResult(path, (crashed(path, error),), digest=content)
    outcome.findings = (*fixed.findings, *_left_out(fixed, config))
    outcome.applied, outcome.dropped = fixed.applied, fixed.dropped
    if fixed.source.text != source.text:
        outcome.fixed = encode(source, fixed.source.text)
    return outcome


def _left_out(fixed: Fixed, config: Config) -> Iterator[Finding]:
    """A finding for each fix that had to be dropped."""
    for code, title, reason in fixed.dropped if config.selected(INTERNAL_ERROR) else ():
        for finding in fixed.findings:
            if finding.code == code and finding.fix is not None and finding.fix.title == title:
                yield left_out(finding, title, reason)
                break


def _without_ignored(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """The findings without those that ``per-file-ignores`` silence."""
    ignored = {path: config.ignored_for(path) for path in {finding.path for finding in findings}}
    return tuple(f for f in findings if not any(matches(selector, f.code) for selector in ignored[f.path]))


def _gaps(unknowns: Iterable[Unknown]) -> Iterator[Gap]:
    for unknown in unknowns:
        source = unknown.origin.source
        start = source.lines.position(unknown.origin.span.start)
        yield source.path, start.row, start.column, unknown.reason.value, unknown.detail or unknown.origin.text
