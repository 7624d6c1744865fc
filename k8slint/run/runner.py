"""Checks many files: finds them, skips irrelevant ones, checks the others and collects the results."""

from __future__ import annotations

import gc
import os
import time

from k8slint.lint.prefilter import widest
from k8slint.lint.report import FileResult, Report, fixable
from k8slint.run.discovery import NOTEBOOK, discover, is_notebook, shown
from k8slint.settings.config import is_airflow_config, is_dag_file, is_template
from k8slint.settings.files import AIRFLOW_CFG, MAX_SOURCE, TooLarge, airflow_config, read_regular

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from k8slint.lint.prefilter import Plan
    from k8slint.run.cache import Cache
    from k8slint.run.progress import Progress
    from k8slint.settings.config import Config
    from k8slint.source.text import Source

    Earlier = Callable[[str, bytes, Config], FileResult | None]  # what is known of a file's content without judging it

MANY_FILES = 64  # from here on, asking for a file's status beats reading it
SIFT_TOGETHER = 200  # files; two forks cost as much as reading and searching some hundred files
WORTH_FORKING_FILES = 600
SETS_OPTIONS = b"AIRFLOW__"  # in a file outside of DAGs; airflow.cfg always does
TOO_LARGE = "this file was not checked: "


def run(
    paths: tuple[str, ...],
    config: Config,
    *,
    stdin: tuple[str, bytes] | None = None,
    progress: Progress | None = None,
    earlier: Earlier | None = None,
) -> Report:
    """Check the files of ``paths``; with ``stdin`` (its name and content) that one text instead. ``earlier`` knows outcomes.

    With ``fix`` (and not ``diff``) the files are rewritten, after all of them were judged as they were; the findings of
    the report are then those that remain.
    """
    collecting = gc.isenabled()
    gc.disable()  # going over what lives, again and again, makes large files quadratic
    try:
        file = config.text("baseline")
        if file is None:
            return _run(paths, config, stdin, progress, earlier)
        from k8slint.run import baseline

        known = baseline.read(file)
        report = _run(paths, config, stdin, progress, earlier)
        baseline.apply(report, known)
        return report
    finally:
        gc.unfreeze()
        if collecting:
            gc.enable()


def _run(
    paths: tuple[str, ...],
    config: Config,
    stdin: tuple[str, bytes] | None,
    progress: Progress | None,
    earlier: Earlier | None,
) -> Report:
    if stdin is not None:
        return _run_on_text(*stdin, config)
    notes: list[str] = []
    files, troubles = discover(paths, config, notes, settings=True)
    cache = _cache(config) if len(files) > MANY_FILES else None
    candidates, unreadable = _sift(files, config, cache, progress)
    files = _counted(files, candidates, unreadable)
    evidence: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    if candidates or config.pod_template is not None:
        cache = cache or _cache(config)
        from k8slint.run.deployed import with_template
        from k8slint.run.targeting import targeted

        config, evidence = targeted(config, paths, cache, (path for path, _, _ in candidates))
        config, told = with_template(config, paths)
    judged, cached = _judge(candidates, config, cache, progress, earlier)
    template = _judge_template(files, config, cache)
    if cache is not None:
        cache.save(files if len(files) > MANY_FILES else ())
    unwritten: list[str] = []
    if config.flag("fix") and not config.flag("diff") and any(result.fixed is not None for result in judged):
        from k8slint.run.judging import judge_again
        from k8slint.run.writing import Writing

        unfixed = config.replace(fix=False)
        writing = Writing(config.root, paths, lambda path: judge_again(path, unfixed))
        judged, unwritten, notes = writing.all(judged), writing.unwritten, [*notes, *writing.notes]
    return Report(
        (*unreadable, *judged, *template),
        config,
        files=len(files),
        checked=tuple(files),
        cached=cached,
        troubles=tuple(troubles),
        unwritten=tuple(unwritten),
        notes=tuple(notes),
        evidence=evidence,
        template=told,
        source=_Sources({result.path: result.fixed for result in judged if result.fixed is not None}),
        before=_Sources({}),
    )


def _run_on_text(name: str, data: bytes, config: Config) -> Report:
    results: tuple[FileResult, ...] = ()
    evidence: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    if is_notebook(name):
        return Report((), config, troubles=(NOTEBOOK.format(name),))
    if config.pod_template is not None:
        from k8slint.kube.template import named_template

        named_template(config.pod_template)
    if not is_dag_file(name, config) or widest(config).may_matter(data):
        from k8slint.run.deployed import with_template
        from k8slint.run.judging import judge_text
        from k8slint.run.targeting import targeted

        config, evidence = targeted(config, (name,), None, {name: data})
        config, told = with_template(config, (name,))
        results = (judge_text(name, data, config),)
    contents = {name: data, **{result.path: result.fixed for result in results if result.fixed is not None}}
    before = _Sources({name: data})
    return Report(results, config, files=1, source=_Sources(contents), before=before, evidence=evidence, template=told)


def _cache(config: Config) -> Cache | None:
    if not config.flag("cache"):
        return None
    from k8slint.run.cache import Cache

    return Cache(config, time.time_ns())


def _counted(files: list[str], candidates: list[Candidate], unreadable: list[FileResult]) -> list[str]:
    """The files that a run is about: those outside of DAGs only if they set anything."""
    of_interest = {path for path, _, _ in candidates} | {result.path for result in unreadable}
    return [path for path in files if path in of_interest or airflow_config(path) is None]


# --- which files can matter

Candidate = tuple[str, bytes, int]  # path, digest of the content, size in bytes
Sifted = tuple[bytes, int] | str  # the digest (empty when nothing can matter) and size; or why it can't be read


def _sift(
    files: list[str], config: Config, cache: Cache | None, progress: Progress | None = None
) -> tuple[list[Candidate], list[FileResult]]:
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
    for path, sifted in zip(unknown, _sift_contents(unknown, config, progress), strict=True):
        known[path] = sifted
        if cache is not None and path in statuses and not isinstance(sifted, str):
            cache.learn(path, statuses[path], sifted[0])
    candidates: list[Candidate] = []
    unreadable: list[FileResult] = []
    for path in files:
        outcome = known[path]
        if isinstance(outcome, str):
            from k8slint.lint.failures import cannot_parse, limit_exceeded

            large = outcome.startswith(TOO_LARGE)
            unreadable.append(FileResult(path, ((limit_exceeded if large else cannot_parse)(path, outcome),)))
        elif outcome[0]:
            candidates.append((path, *outcome))
    return candidates, unreadable


def _sift_contents(files: list[str], config: Config, progress: Progress | None) -> list[Sifted]:
    plan = widest(config)
    if len(files) < WORTH_FORKING_FILES:
        return [_sift_one(path, plan, config) for path in files]
    from k8slint.run.pool import share

    plan.for_many()
    chunks = [files[start : start + SIFT_TOGETHER] for start in range(0, len(files), SIFT_TOGETHER)]

    def sift(number: int) -> list[Sifted]:
        return [_sift_one(path, plan, config) for path in chunks[number]]

    def tell(done: int, at: int | None) -> None:
        if progress is not None:
            progress("Reading", min(done * SIFT_TOGETHER, len(files)), len(files))

    told = tell if progress is not None else None
    sifted = share(len(chunks), config.jobs, sift, lambda number, cause: sift(number), tell=told)
    return [each for chunk in sifted for each in chunk]


def _sift_one(path: str, plan: Plan, config: Config) -> Sifted:
    try:
        data = read_regular(path, MAX_SOURCE)
    except TooLarge as error:
        return f"{TOO_LARGE}{error.strerror}"
    except OSError as error:
        if is_airflow_config(path, config):
            return b"", 0  # an .env that is its owner's alone
        return f"the file can't be read: {error.strerror or error}"
    if is_airflow_config(path, config):
        if SETS_OPTIONS not in data and airflow_config(path) != AIRFLOW_CFG:
            return b"", len(data)
    elif not (is_template(path, config) or plan.may_matter(data)):
        return b"", len(data)
    from k8slint.run.cache import digest

    return digest(data), len(data)


# --- judging them


def _judge(
    candidates: list[Candidate], config: Config, cache: Cache | None, progress: Progress | None, earlier: Earlier | None
) -> tuple[list[FileResult], int]:
    """The outcomes of the files that can matter, in their order, and how many of them were remembered."""
    results: dict[str, FileResult] = {}
    if cache is not None:
        cache.settings(config)
        for path, content, _ in candidates:
            remembered = cache.get(path, content)
            if remembered is not None and not fixable(remembered, config):
                results[path] = remembered
    if earlier is not None:
        for path, content, _ in candidates:
            remembered = earlier(path, content, config)
            if remembered is not None:
                results[path] = remembered
    cached = len(results)
    todo = [candidate for candidate in candidates if candidate[0] not in results]
    if todo:
        from k8slint.run.judging import judge_all

        for result in judge_all(todo, config, progress):
            results[result.path] = result
            if cache is not None:
                cache.put(result)
    return [results[path] for path, _, _ in candidates], cached


def _judge_template(files: list[str], config: Config, cache: Cache | None) -> list[FileResult]:
    """The outcome of the pod template that the settings name, unless it is among the files.

    It is never rewritten: only what the command line names is. Raises ``UserError`` when there is no pod in it.
    """
    if config.pod_template is None:
        return []
    from k8slint.kube.template import named_template
    from k8slint.run.cache import state
    from k8slint.run.judging import judge_again

    path = shown(config.pod_template)
    own = config.replace(fix=False, diff=False)
    remembered = cache.get(path, state(path)) if cache is not None else None  # never what can't be read
    if remembered is None:
        named_template(path)
    real = os.path.realpath(path)
    if any(os.path.basename(file) == os.path.basename(path) and os.path.realpath(file) == real for file in files):
        return []
    result = remembered or judge_again(path, own)
    if remembered is None and cache is not None:
        cache.put(result)
    return [result]


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
