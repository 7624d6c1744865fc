"""``k8slint check``: reads the settings, runs the checks, prints the result and decides the exit code."""

from __future__ import annotations

import os
import sys
import time

from k8slint.cli.output import CLEAN, FOUND, INTERNAL, WRONG_USAGE, bounded, harmless, put, put_bytes, say
from k8slint.formats._text import Paint
from k8slint.run.runner import run
from k8slint.settings.config import Config, load
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE
from k8slint.settings.options import VERSIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from k8slint.cli.outputs import Output
    from k8slint.lint.report import FileResult, Report
    from k8slint.run.changes import Since
    from k8slint.run.progress import Progress
    from k8slint.settings.options import Given
    from k8slint.settings.targets import Targets

FOR_PEOPLE = ("full", "concise", "grouped")  # formats that other words may stand beside


def check(given: Given) -> int:
    """One run, as the command line asks for it; the exit code. Prints findings on stdout, all else on stderr."""
    return bounded(lambda: _check(given), verbose=given.get("verbose") is True)


def _check(given: Given) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    if not given.get("watch"):
        return _once(given, paths)[1]
    if "-" in paths:
        raise UserError("- (standard input) can't be watched")
    if "add-ignore" in given:
        raise UserError("--add-ignore can't be used with --watch")
    from k8slint.cli.watch import watch

    return watch(given, paths, lambda: _once(given, paths)[0])


def _once(given: Given, paths: tuple[str, ...]) -> tuple[Report, int]:
    """One run, and what it says; its exit code."""
    started = time.perf_counter()
    stdin = _stdin(paths, given)
    config = load(given, (stdin[0],) if stdin else paths)
    outputs = files(given, config)
    since = _since(given, config)
    reason = given.get("add-ignore")
    progress = _progress(config)
    try:
        if isinstance(reason, str):
            from k8slint.cli.ignoring import add

            report = add(paths, config, reason)
        else:
            report = run(paths, config, stdin=stdin, progress=progress)
            if since is not None:
                since.narrow(report, given, paths, config)
    finally:
        if progress is not None:
            progress.erase()
    show(report, config, outputs, stdin)
    if not config.flag("quiet") and (report.files or not report.troubles):
        _summary(report, config)
    if config.flag("verbose"):
        _say_all(_circumstances(report, config, time.perf_counter() - started))
    if config.timings:
        from k8slint.cli.tables import timings

        _say_all(timings(report))
    return report, exit_code(report, config)


def _progress(config: Config) -> Progress | None:
    """Somewhere to show how far the run is, if anybody looks."""
    if config.flag("quiet") or sys.stderr is None or not sys.stderr.isatty():
        return None
    from k8slint.run.progress import Progress

    return Progress(sys.stderr) or None


def _since(given: Given, config: Config) -> Since | None:
    """The revision that is compared with. Raises UserError before anything is checked."""
    revision = given.get("diff-base")
    if not isinstance(revision, str):
        return None
    for key in ("fix", "diff"):
        if config.flag(key):
            raise UserError(f"--diff-base can't be used with --{key}: fixes aren't limited to what is new")
    if "add-ignore" in given:
        raise UserError("--diff-base can't be used with --add-ignore")
    if "-" in (given.get("paths") or ()):  # type: ignore[operator]
        raise UserError("--diff-base can't be used with standard input")
    from k8slint.run.changes import Since

    return Since(revision)


def _stdin(paths: tuple[str, ...], given: Given) -> tuple[str, bytes] | None:
    if "-" not in paths:
        return None
    if len(paths) > 1:
        raise UserError("- (standard input) can't be mixed with other paths")
    name = given.get("stdin-filename")
    if sys.stdin is None:
        raise UserError("standard input is closed")
    data = sys.stdin.buffer.read(MAX_SOURCE + 1)
    if len(data) > MAX_SOURCE:
        raise UserError(f"standard input has more than {MAX_SOURCE:,} bytes")
    return (name if isinstance(name, str) else "stdin.py"), data


def exit_code(report: Report, config: Config) -> int:
    if any(finding.code == "KE003" and finding.severity.value == "error" for finding in report.findings):
        return INTERNAL
    if report.troubles or report.unwritten:
        return WRONG_USAGE
    changed = any(result.fixed is not None for result in report.results)
    left = report.failing or (changed and config.flag("exit-non-zero-on-fix"))
    failing = changed if config.flag("diff") else left
    return FOUND if failing and not config.flag("exit-zero") else CLEAN


# --- what is printed


def files(given: Given, config: Config) -> tuple[Output, ...]:
    """The reports that go elsewhere than in one format to standard output. Raises UserError."""
    if "output" not in given and config.text("output-file") is None:
        return ()
    from k8slint.cli.outputs import wanted

    return wanted(given, config)


def show(
    report: Report, config: Config, outputs: tuple[Output, ...] = (), stdin: tuple[str, bytes] | None = None
) -> None:
    """The findings where they are wanted; for standard input with ``--fix``, the fixed text goes there instead."""
    for line in (*report.troubles, *report.unwritten):
        say(f"Error: {line}")
    for line in report.notes:
        say(f"Note: {line}")
    stream = sys.stdout
    if stdin is not None and config.flag("fix") and not config.flag("diff"):
        fixed = report.results[0].fixed if report.results else None
        put_bytes(stdin[1] if fixed is None else fixed)
        stream = sys.stderr
    if not outputs:
        _print(report, config, config.text("output-format") or "full", stream)
    else:
        from k8slint.cli.outputs import write

        failed: list[UserError] = []
        for output in outputs:
            if output.file is None:
                _print(report, config, output.form, stream)
                continue
            paint = _paint(config, None)
            form = _form(config, output.form, output.main)
            lines = _lines(report, config, output.form, paint, output.main)
            text = "".join(harmless(lines, form, paint, report.secrets()))
            try:
                write(output, text.encode("utf-8", "backslashreplace"))
            except UserError as error:
                failed.append(error)
        for each in failed[:-1]:
            say(f"Error: {each}")
        if failed:
            raise failed[-1]
    for line in report.left_out:
        say(f"Note: {line}.")


def _print(report: Report, config: Config, name: str, stream: TextIO) -> None:
    paint = _paint(config, stream)
    lines = _lines(report, config, name, paint, True)
    put(lines, form=_form(config, name, True), paint=paint, stream=stream, secrets=report.secrets())


def _paint(config: Config, stream: TextIO | None) -> Paint:
    wish = config.text("color")
    if stream is None or wish == "never":
        return Paint(False)
    if wish == "always":
        return Paint(True)
    if os.environ.get("NO_COLOR"):
        return Paint(False)
    return Paint(bool(os.environ.get("FORCE_COLOR")) or stream.isatty())


def _form(config: Config, name: str, main: bool) -> str:
    """How what is printed must be escaped: by the name of the format."""
    return "diff" if main and config.flag("diff") else name


def _say_all(lines: Iterable[str]) -> None:
    for line in lines:
        say(line.removesuffix("\n"))


def _lines(report: Report, config: Config, name: str, paint: Paint, main: bool) -> Iterator[str]:
    """The report in a format. ``main`` is the one that options like ``--diff`` put something else in the place of."""
    if main and config.flag("diff"):
        yield from _diff(report)
        return
    if main and config.flag("statistics"):
        from k8slint.cli.tables import statistics

        yield from statistics(report, name)
    elif report.findings or name not in FOR_PEOPLE:
        from k8slint.formats import load as load_format

        yield from load_format(name)(report, paint)
    if main and config.flag("show-unknown"):
        gaps = (
            f"{path}:{row}:{column}: unknown: {reason}: {what}\n" for path, row, column, reason, what in report.gaps
        )
        if name in FOR_PEOPLE:
            yield from gaps
        else:
            _say_all(gaps)


def _diff(report: Report) -> Iterator[str]:
    from k8slint.formats._diff import unified
    from k8slint.source.text import decode

    for result in report.results:
        before = report.before(result.path) if result.fixed is not None else None
        if before is not None and result.fixed is not None:
            yield from unified(result.path, before.text, decode(result.path, result.fixed).text)


def _summary(report: Report, config: Config) -> None:
    """One line that says how it went, after a line for each file that was changed."""
    changed = [result for result in report.results if result.applied or result.dropped]
    for result in changed:
        _say_all(_changes(result, config))
    found = _count(len(report.findings), "finding") if report.findings else "nothing found"
    text = f"Checked {_count(report.files, 'file')}: {found}"
    resting = sum(bool(finding.assumed) for finding in report.findings)
    fixes = [finding.fix.applicability.value for finding in report.findings if finding.fix]
    ways = [
        f"{fixes.count(kind)} fixable with {flag}"
        for kind, flag in (("safe", "--fix"), ("unsafe", "--fix --unsafe-fixes"))
        if fixes.count(kind)
    ]
    done = sum(count for result in report.results for _, _, count in result.applied)
    fixed = [f"{_count(done, 'fix', 'fixes')} {'shown' if config.flag('diff') else 'applied'}"] if done else []
    remains = ["nothing more is fixable"] if done and report.findings and not ways else []
    accepted = [f"{len(report.accepted):,} accepted by {config.text('baseline')}"] if report.accepted else []
    older = [f"{report.older:,} older than the base revision"] if report.older else []
    rests = [f"{resting} of them only for the assumed version"] if resting else []
    say(f"{', '.join([text, *accepted, *older, *rests, *fixed, *ways, *remains])}.")
    if report.obsolete:
        entries = f"{_count(report.obsolete, 'entry', 'entries')} of {config.text('baseline')}"
        say(f"No finding matches {entries} any more: run `k8slint baseline --prune` to remove what is obsolete.")
    if any(result.needs or result.told for result in report.results):
        _say_all(_left_to_know(report))
    if report.results:
        _say_all(_told_of_versions(report))


def _left_to_know(report: Report) -> Iterator[str]:
    """What fixes leave for somebody to know: packages that the fixed files need, and what means something else now."""
    from k8slint.settings.targets import PROVIDERS, format_version

    needs: dict[str, tuple[int, ...]] = {}
    for result in report.results:
        for package, version in result.needs:
            needs[package] = max(version, needs.get(package, version))
    targets = report.config.targets
    stated = dict(targets.distributions)
    if "provider" not in targets.assumed:
        stated[f"{PROVIDERS}cncf-kubernetes"] = targets.provider
    for package, version in sorted(needs.items()):
        least = f" {format_version(version)} or later" if version > (1, 0, 0) else ""
        known = "which the project already requires" if package in stated else "which no file of the project requires"
        yield f"The fixed files need {package}{least}, {known}.\n"
    for result in report.results:
        if result.told:
            yield f"Note: {result.path} {result.told}.\n"


def _told_of_versions(report: Report) -> Iterator[str]:
    """What the user should know of the versions that the files were checked for: assumed ones, and unknown ones."""
    from k8slint.settings.compatibility import assumption, too_new

    aims = _aims(report)
    targets = next((each for each in aims if "airflow" in each.assumed), aims[0])
    named = {finding.assumed for finding in report.findings} | ({"airflow"} & targets.assumed)
    missing = [name for name in VERSIONS if name in named]
    if missing:
        why = report.evidence[-1] if report.evidence and missing == ["airflow"] else "no version found"
        what = " and ".join(assumption(targets, name) for name in missing)
        settings = " and ".join(f"{name}-version" for name in missing)
        options = " and ".join(f"--{name}-version" for name in missing)
        yield f"Target: {what} (assumed: {why}). Set {settings} in the settings or with {options}.\n"
    for line in dict.fromkeys(line for each in aims for line in too_new(each)):
        yield f"Warning: {line}.\n"


def _aims(report: Report) -> list[Targets]:
    """The versions that the files of a report were checked for, each once."""
    from k8slint.run.targeting import ByPath

    of = ByPath(report.config)
    return list(dict.fromkeys(of(result.path).targets for result in report.results)) or [report.config.targets]


def _changes(result: FileResult, config: Config) -> Iterable[str]:
    verb = "would change" if config.flag("diff") else "changed"
    if result.applied:
        yield f"{result.path} {verb}:\n"
    for code, title, count in result.applied:
        yield f"  {code} {title}{f' ({count} x)' if count > 1 else ''}\n"
    for code, title, reason in result.dropped:
        yield f"  {code} not fixed ({title}): {reason}\n"


def _circumstances(report: Report, config: Config, seconds: float) -> Iterable[str]:
    yield f"Settings: {config.file or 'none'}\n"
    for version in _versions(report.config.targets):
        yield f"Checked for {version}\n"
    yield from _by_path(report)
    for evidence in (*report.evidence, *report.template):
        yield f"  {evidence}\n"
    yield from _inventory(report.config)
    counts = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in sorted(report.counts.items()))
    yield f"Evaluated: {counts or 'nothing'}\n"
    matter = f"{len(report.results):,} with code to check, {report.cached:,} of them from the cache"
    yield f"{_count(report.files, 'file')}, {matter}, {seconds:.2f} s\n"


def _versions(targets: Targets) -> Iterator[str]:
    from k8slint.settings.compatibility import known
    from k8slint.settings.targets import format_version

    for name in VERSIONS:
        assumed = " (assumed)" if name in targets.assumed else ""
        yield f"{name} {format_version(known(name, getattr(targets, name)))}{assumed}"


def _by_path(report: Report) -> Iterable[str]:
    """The files that were checked for other versions than the rest."""
    if not report.config.by_path:
        return
    from k8slint.run.targeting import ByPath

    of = ByPath(report.config)
    groups: dict[Targets, list[str]] = {}
    for result in report.results:
        groups.setdefault(of(result.path).targets, []).append(result.path)
    for targets, paths in groups.items():
        if targets is not report.config.targets:
            more = f" and {_count(len(paths) - 1, 'other file')}" if len(paths) > 1 else ""
            yield f"Checked {paths[0]}{more} for {', '.join(_versions(targets))}\n"


def _inventory(config: Config) -> Iterable[str]:
    """What the inventory knows, and what was left out of it."""
    if not config.items("inventory"):
        return
    from k8slint.lint.surroundings import surroundings
    from k8slint.source.project import Project

    known = surroundings(config, Project(config.src))
    if known.inventory is not None:
        where = "unknown (set `namespace`)" if known.namespace is None else known.namespace or "the only one"
        yield f"Inventory: worker pods run in namespace {where}\n"
        yield from (f"  {line}\n" for line in (*known.inventory.summary(), *known.inventory.notes))


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"
