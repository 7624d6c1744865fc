"""Many files: find them, leave out what cannot matter, judge the rest, put the outcomes together."""

from __future__ import annotations

import gc
import os
import time

from k8slint.lint.prefilter import narrowed, widest
from k8slint.lint.report import FileResult, Report
from k8slint.run.discovery import discover, shown
from k8slint.settings.config import UserError, is_template
from k8slint.settings.files import MAX_SOURCE, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from k8slint.evaluate.values import Unknown
    from k8slint.finding import Finding, Severity
    from k8slint.lint.fixer import Fixed
    from k8slint.lint.prefilter import Plan
    from k8slint.lint.report import Gap, Packed
    from k8slint.run.cache import Cache
    from k8slint.settings.config import Config
    from k8slint.settings.targets import Targets, Version
    from k8slint.source.project import Project
    from k8slint.source.text import Source

MANY_FILES = 64  # from here on, asking for a file's status beats reading it
SIFT_TOGETHER = 200  # files; two forks cost as much as reading and searching some hundred files
WORTH_FORKING_FILES = 600
TIDY_BYTES = 500_000  # of files judged; their trees and values take some hundred times as much
WORTH_FORKING_BYTES = 50_000  # of files to judge, a tenth of a second and more


def run(paths: tuple[str, ...], config: Config, *, stdin: tuple[str, bytes] | None = None) -> Report:
    """Judge the files of ``paths``; with ``stdin`` (its name and content) that one text instead.

    With ``fix`` (and not ``diff``) the files are rewritten, after all of them were judged as they were; the findings of
    the report are then those that remain.
    """
    collecting = gc.isenabled()
    gc.disable()  # going over what lives, again and again, makes large files quadratic
    try:
        return _run(paths, config, stdin)
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


def _run(paths: tuple[str, ...], config: Config, stdin: tuple[str, bytes] | None) -> Report:
    if stdin is not None:
        return _run_on_text(*stdin, config)
    files, troubles = discover(paths, config)
    cache = _cache(config) if len(files) > MANY_FILES else None
    survivors, unreadable = _sift(files, config, cache)
    evidence: tuple[str, ...] = ()
    if survivors or config.pod_template is not None:
        cache = cache or _cache(config)
        config, evidence = targeted(config, paths, cache, (path for path, _, _ in survivors))
    judged, cached = _judge(survivors, config, cache)
    template = _judge_template(files, config, cache)
    if cache is not None:
        cache.save(files if len(files) > MANY_FILES else ())
    unwritten: list[str] = []
    notes: list[str] = []
    if config.flag("fix") and not config.flag("diff") and any(result.fixed is not None for result in judged):
        from k8slint.run.writing import Writing

        unfixed = config.replace(fix=False)
        writing = Writing(
            config.root, paths, lambda path: _judge_file(path, unfixed, _project(unfixed), widest(unfixed))
        )
        judged, unwritten, notes = writing.all(judged), writing.unwritten, writing.notes
    return Report(
        (*unreadable, *judged, *template),
        config,
        files=len(files),
        cached=cached,
        troubles=tuple(troubles),
        unwritten=tuple(unwritten),
        notes=tuple(notes),
        evidence=evidence,
        source=_Sources({result.path: result.fixed for result in judged if result.fixed is not None}),
        before=_Sources({}),
    )


def _run_on_text(name: str, data: bytes, config: Config) -> Report:
    results: tuple[FileResult, ...] = ()
    evidence: tuple[str, ...] = ()
    if config.pod_template is not None:
        _open_template(config.pod_template)
    if is_template(name, config) or widest(config).may_matter(data):
        config, evidence = targeted(config, (name,), None, {name: data})
        results = (judge(name, data, config, _project(config, {name: data})),)
    contents = {name: data, **{result.path: result.fixed for result in results if result.fixed is not None}}
    before = _Sources({name: data})
    return Report(results, config, files=1, source=_Sources(contents), before=before, evidence=evidence)


def targeted(
    config: Config, paths: tuple[str, ...], cache: Cache | None, files: Iterable[str] | Mapping[str, bytes] = ()
) -> tuple[Config, tuple[str, ...]]:
    """The settings with the versions that the project runs, as far as nobody stated them, and where they were found:
    in the project's files, else in what ``files`` (their contents, if they aren't on disk) import.
    """
    from dataclasses import replace

    from k8slint.settings.compatibility import alternatives

    targets, evidence = _detected(config, paths, cache) if config.flag("detect-versions") else (config.targets, ())
    if "airflow" in targets.assumed and config.flag("detect-versions"):
        targets, limits = _limited(targets, files, config)
        evidence = (*evidence, *limits)
    return config.replace(targets=replace(targets, others=alternatives(targets))), evidence


def _detected(config: Config, paths: tuple[str, ...], cache: Cache | None) -> tuple[Targets, tuple[str, ...]]:
    from k8slint.settings.config import common_folder

    start = common_folder(paths)
    stated = config.stated_versions
    question = repr((start, sorted(stated.items())))
    known = cache.detected(question) if cache is not None else None
    if known is not None:
        return known
    from k8slint.settings.detection import detect

    inside = f"{start}{os.sep}".startswith(os.path.join(os.path.abspath(config.root), ""))
    found = detect(start, config.root if inside else start, stated)
    if cache is not None:
        cache.put_detected(question, found)
    return found.targets, found.evidence


def _limited(
    targets: Targets, files: Iterable[str] | Mapping[str, bytes], config: Config
) -> tuple[Targets, tuple[str, ...]]:
    """The targets, no newer than what the files import exists; as they are if other files need a newer Airflow."""
    from k8slint.airflow.moves.evidence import Limit, imports_of_bytes, limits, needs_at_least
    from k8slint.settings.compatibility import limited
    from k8slint.settings.targets import at_least

    lowest: dict[str, tuple[Limit, str]] = {}
    needed: Version = ()
    for path in files:
        data = files[path] if isinstance(files, dict) else _content(path)
        needed = max(needed, needs_at_least(imports_of_bytes(data)))
        for found in limits(data):
            if found.package not in lowest or found.version < lowest[found.package][0].version:
                lowest[found.package] = found, path
    versions = {package: found.version for package, (found, _) in lowest.items()}
    narrowed_targets = limited(targets, versions.get("airflow"), versions.get("provider"))
    if not at_least(narrowed_targets.airflow, needed):
        return targets, ()
    return narrowed_targets, tuple(
        f"{path}:{found.imported.row} imports `{found.imported.dotted}`, which was removed in {found.removed}"
        for _, (found, path) in sorted(lowest.items(), reverse=True)
    )


def _content(path: str) -> bytes:
    try:
        return read_regular(path, MAX_SOURCE)
    except OSError:
        return b""


def _cache(config: Config) -> Cache | None:
    if not config.flag("cache"):
        return None
    from k8slint.run.cache import Cache

    return Cache(config.cache_folder, config, time.time_ns())


# --- which files can matter

Survivor = tuple[str, bytes, int]  # path, digest of the content, size in bytes
Sifted = tuple[bytes, int] | str  # the digest (empty when nothing can matter) and size; or why it can't be read


def _sift(files: list[str], config: Config, cache: Cache | None) -> tuple[list[Survivor], list[FileResult]]:
    """The files whose bytes say that something may be found, and the findings of those that can't be read."""
    known: dict[str, Sifted] = {}
    statuses = {}
    if cache is not None:
        from k8slint.run.cache import signature

        for path in files:
            try:
                status = signature(os.stat(path))
            except OSError:
                continue
            content = cache.known(path, status)
            if content is None:
                statuses[path] = status
            else:
                known[path] = (content, status[0])
    unknown = [path for path in files if path not in known] if known else files
    for path, sifted in zip(unknown, _sift_contents(unknown, config), strict=True):
        known[path] = sifted
        if cache is not None and path in statuses and not isinstance(sifted, str):
            cache.learn(path, statuses[path], sifted[0])
    survivors: list[Survivor] = []
    unreadable: list[FileResult] = []
    for path in files:
        outcome = known[path]
        if isinstance(outcome, str):
            unreadable.append(FileResult(path, (cannot_parse(path, outcome),)))
        elif outcome[0]:
            survivors.append((path, *outcome))
    return survivors, unreadable


def _sift_contents(files: list[str], config: Config) -> list[Sifted]:
    plan = widest(config)
    if len(files) < WORTH_FORKING_FILES:
        return [_sift_one(path, plan, config) for path in files]
    from k8slint.run.pool import share

    plan.for_many()
    chunks = [files[start : start + SIFT_TOGETHER] for start in range(0, len(files), SIFT_TOGETHER)]

    def sift(number: int) -> list[Sifted]:
        return [_sift_one(path, plan, config) for path in chunks[number]]

    return [
        sifted
        for chunk in share(len(chunks), config.jobs, sift, lambda number, cause: sift(number))
        for sifted in chunk
    ]


def _sift_one(path: str, plan: Plan, config: Config) -> Sifted:
    try:
        data = read_regular(path, MAX_SOURCE)
    except OSError as error:
        return f"the file can't be read: {error.strerror or error}"
    if not (is_template(path, config) or plan.may_matter(data)):
        return b"", len(data)
    from k8slint.run.cache import digest

    return digest(data), len(data)


# --- judging them


def _judge(survivors: list[Survivor], config: Config, cache: Cache | None) -> tuple[list[FileResult], int]:
    """The outcomes of the files that can matter, in their order, and how many of them were remembered."""
    results: dict[str, FileResult] = {}
    if cache is not None:
        cache.settings(config)
        for path, content, _ in survivors:
            remembered = cache.get(path, content)
            if remembered is not None and not _fixable(remembered, config):
                results[path] = remembered
    cached = len(results)
    todo = [survivor for survivor in survivors if survivor[0] not in results]
    for result in _judge_anew(todo, config):
        results[result.path] = result
        if cache is not None:
            cache.put(result)
    return [results[path] for path, _, _ in survivors], cached


def _judge_template(files: list[str], config: Config, cache: Cache | None) -> list[FileResult]:
    """The outcome of the pod template that the settings name, unless it is among the files.

    It is never rewritten: only what the command line names is. Raises ``UserError`` when there is no pod in it.
    """
    if config.pod_template is None:
        return []
    from k8slint.run.cache import state

    path = shown(config.pod_template)
    own = config.replace(fix=False, diff=False)
    remembered = cache.get(path, state(path)) if cache is not None else None  # never what can't be read
    if remembered is None:
        _open_template(path)
    real = os.path.realpath(path)
    if any(os.path.basename(file) == os.path.basename(path) and os.path.realpath(file) == real for file in files):
        return []
    result = remembered or _judge_file(path, own, _project(own), widest(own))
    if remembered is None and cache is not None:
        cache.put(result)
    return [result]


def _open_template(path: str) -> None:
    from k8slint.kube.template import TemplateError, open_template
    from k8slint.settings.config import UserError

    try:
        open_template(path)
    except TemplateError as error:
        raise UserError(f"pod-template: {path}:{error.row}:{error.column}: {error.message}") from None


def _fixable(result: FileResult, config: Config) -> bool:
    """Whether this run would fix something in the file, so that remembering what is wrong isn't enough."""
    if not (config.flag("fix") or config.flag("diff")):
        return False
    wanted = ("safe", "unsafe") if config.flag("unsafe-fixes") else ("safe",)
    return any(finding.fix is not None and finding.fix.applicability.value in wanted for finding in result.findings)


def _judge_anew(todo: list[Survivor], config: Config) -> list[FileResult]:
    if not todo:
        return []
    project = _project(config)
    if config.items("inventory"):
        from k8slint.lint.surroundings import surroundings

        surroundings(config, project)  # once, before the workers share it
    plan = narrowed(config)
    todo = sorted(todo, key=lambda survivor: -survivor[2])  # the dearest first, lest one worker end alone
    tidy = _Tidy()
    if config.jobs < 2 or len(todo) < 2 or sum(size for _, _, size in todo) < WORTH_FORKING_BYTES:
        return [tidy(_judge_file(path, config, project, plan), size) for path, _, size in todo]
    import k8slint.lint.pipeline  # noqa: F401 - once, before the workers share it
    from k8slint.run.pool import share

    def work(number: int) -> Packed:
        path, _, size = todo[number]
        return tidy(_judge_file(path, config, project, plan), size).pack()

    def died(number: int, cause: str) -> Packed:
        path = todo[number][0]
        return FileResult(path, (_crashed(path, f"a worker died of this file ({cause})"),)).pack()

    return [FileResult.unpack(packed) for packed in share(len(todo), config.jobs, work, died)]


class _Tidy:
    """Frees what files leave behind in cycles, now and then, so that many files take no more memory than a few."""

    def __init__(self) -> None:
        gc.freeze()  # what is there already stays: nobody needs to look at it again
        self._judged = 0

    def __call__(self, result: FileResult, size: int) -> FileResult:
        self._judged += size
        if self._judged > TIDY_BYTES:
            self._judged = 0
            gc.collect()
            gc.freeze()  # what is left is remembered for the other files
        return result


def _project(config: Config, overlay: dict[str, bytes] | None = None) -> Project:
    from k8slint.source.project import Project

    return Project(config.src, {path: data.decode("utf-8", "replace") for path, data in (overlay or {}).items()})


def _judge_file(path: str, config: Config, project: Project, plan: Plan) -> FileResult:
    from k8slint.run.cache import digest

    try:
        data = read_regular(path, MAX_SOURCE)
    except OSError as error:  # gone since it was sifted
        return FileResult(path, (cannot_parse(path, f"the file can't be read: {error.strerror or error}"),))
    if not is_template(path, config) and not plan.may_matter(data):
        return FileResult(path, digest=digest(data))
    return judge(path, data, config, project)


def judge(path: str, data: bytes, config: Config, project: Project) -> FileResult:
    """One file's outcome: decode, lint, and with ``fix`` or ``diff`` everything that follows.

    Never raises for what a file holds; writes nothing.
    """
    from k8slint.lint.pipeline import lint
    from k8slint.run.cache import digest
    from k8slint.source.text import CannotDecode, decode, encode

    content = digest(data)
    try:
        source = decode(path, data)
    except CannotDecode as error:
        finding = cannot_parse(path, error.message, error.row, error.column)
        return FileResult(path, (finding,), digest=content)
    try:
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
        if not _fixable(outcome, config):
            return outcome
        from k8slint.lint.fixer import fix

        fixed = fix(
            source,
            findings,
            lambda text: _without_ignored(lint(text, config, project).findings, config),
            unsafe=config.flag("unsafe-fixes"),
        )
    except UserError:
        raise
    except Exception as error:  # a defect of ours must not cost the other files their findings
        return FileResult(path, (_crashed(path, f"{type(error).__name__}: {error}"),), digest=content)
    outcome.findings = (*fixed.findings, *_left_out(fixed, config))
    outcome.applied, outcome.dropped = fixed.applied, fixed.dropped
    if fixed.source.text != source.text:
        outcome.fixed = encode(source, fixed.source.text)
    return outcome


def _left_out(fixed: Fixed, config: Config) -> Iterator[Finding]:
    """A finding for each fix that had to be dropped: it is a defect of the rule that proposed it."""
    from k8slint.finding import Severity

    for code, title, reason in fixed.dropped if config.selected("KE003") else ():
        for finding in fixed.findings:
            if finding.code == code and finding.fix is not None and finding.fix.title == title:
                message = f"the fix of {code} ({title}) was left out: {reason}; please report it"
                row, column = finding.start.row, finding.start.column
                yield _of_the_run("KE003", "internal-error", finding.path, message, row, column, Severity.WARNING)
                break


def _without_ignored(findings: Iterable[Finding], config: Config) -> tuple[Finding, ...]:
    """The findings without those that ``per-file-ignores`` silence."""
    from k8slint.settings.config import matches

    ignored = {path: config.ignored_for(path) for path in {finding.path for finding in findings}}
    return tuple(f for f in findings if not any(matches(selector, f.code) for selector in ignored[f.path]))


def _gaps(unknowns: Iterable[Unknown]) -> Iterator[Gap]:
    for unknown in unknowns:
        source = unknown.origin.source
        start = source.lines.position(unknown.origin.span.start)
        yield source.path, start.row, start.column, unknown.reason.value, unknown.detail or unknown.origin.text


# --- findings of the run itself


def cannot_parse(path: str, message: str, row: int = 1, column: int = 1) -> Finding:
    """The finding of a file that can't be read as what it should be."""
    return _of_the_run("KE001", "cannot-parse", path, message, row, column)


def _crashed(path: str, what: str) -> Finding:
    return _of_the_run("KE003", "internal-error", path, f"k8slint failed on this file: {what}; please report it", 1, 1)


def _of_the_run(
    code: str, name: str, path: str, message: str, row: int, column: int, severity: Severity | None = None
) -> Finding:
    from k8slint.finding import Finding, Severity
    from k8slint.source.text import Position, Span

    place = Position(row, column)
    return Finding(code, name, severity or Severity.ERROR, path, Span(0, 0), place, place, message)


class _Sources:
    """Texts by path, read when a format asks for them; what this run made of a file goes before what is on disk."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._contents = contents
        self._read: dict[str, Source | None] = {}

    def __call__(self, path: str) -> Source | None:
        from k8slint.source.text import CannotDecode, decode

        if path not in self._read:
            try:
                data = self._contents.get(path)
                if data is None:
                    data = read_regular(path, MAX_SOURCE)
                self._read[path] = decode(path, data)
            except (OSError, CannotDecode):
                self._read[path] = None
        return self._read[path]
