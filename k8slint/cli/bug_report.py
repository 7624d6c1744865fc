"""``k8slint bug-report``: a report of a finding without the names and literals of the user's file."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from k8slint.cli.output import CLEAN, bounded, put, say
from k8slint.dataclass import replace
from k8slint.lint.pipeline import lint
from k8slint.run.anonymous import Anonymous, anonymous
from k8slint.run.discovery import discover
from k8slint.run.judging import judge_text
from k8slint.run.targeting import ByPath, targeted
from k8slint.settings.compatibility import known
from k8slint.settings.config import found, from_mapping
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_JUDGED, read_regular
from k8slint.settings.options import BY_KEY, VERSIONS
from k8slint.settings.targets import format_version
from k8slint.source.project import Project
from k8slint.source.text import CannotDecode, Source, decode
from k8slint.version import __version__

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given
    from k8slint.settings.reading import Layer

NAME = "dag.py"  # of the file in the report
HARMLESS = ("flag", "number", "choice", "version")
Key = tuple[str, str, str, str]


def bug_report(given: Given, rule: str | None, output: str | None) -> int:
    """Write the report on a file; the exit code."""
    return bounded(lambda: _bug_report(given, rule, output), verbose=given.get("verbose") is True)


def _bug_report(given: Given, rule: str | None, output: str | None) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) else ()
    config, layers = found(given, paths)
    files, troubles = discover(paths, config)[:2]
    if troubles or len(files) != 1 or not files[0].endswith(".py") or os.path.isdir(paths[0]):
        raise UserError(troubles[0] if troubles else "bug-report takes one Python file")
    path = files[0]
    config = ByPath(targeted(config, paths, None, files)[0])(path)
    try:
        text = decode(path, read_regular(path, MAX_JUDGED)).text
    except CannotDecode as error:
        raise UserError(f"{path}:{error.row}:{error.column}: {error.message}") from None
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror or error}") from None
    in_project = [each for each in _findings(path, text, config) if _matches(each, rule)]
    if rule is not None and not in_project:
        raise UserError(f"--rule: {path} has no finding of {rule}")
    wanted = {_key(each) for each in in_project}
    with _nowhere():
        alone = _alone(config, in_project)
        here = {_key(each) for each in _findings(NAME, text, alone) if _matches(each, rule)}
        result = _result(text, alone, wanted, rule) if wanted == here else None
        lines = "".join(_lines(config, layers, alone, in_project, result, rule))
    _write(lines, output)
    if result is not None and result.kept:
        say(
            "Note: these could not be replaced without losing the finding; check that you may publish them: "
            f"{', '.join(result.kept)}"
        )
    say("Read it before you publish it.")
    return CLEAN


@contextmanager
def _nowhere() -> Iterator[None]:
    """In an empty folder, where a file finds nothing to import."""
    before = os.getcwd()
    with TemporaryDirectory(prefix="k8slint-") as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def _result(text: str, alone: Config, wanted: set[Key], rule: str | None) -> Anonymous | None:
    for_one = alone.replace(targets=replace(alone.targets, others=()))
    nothing = Project(())

    def holds(candidate: str) -> bool:
        findings = lint(Source(NAME, candidate), for_one, nothing).findings
        keys = {_key(each) for each in findings if each.path == NAME and _matches(each, rule)}
        return wanted == keys if not wanted else wanted <= keys

    try:
        return anonymous(text, holds, reduce=bool(wanted))
    except (SyntaxError, ValueError, RecursionError):
        return None


def _alone(config: Config, findings: list[Finding]) -> Config:
    """The settings for the report's file: the same versions and rules, and nothing of the project."""
    codes = sorted({each.code for each in findings if each.code in _rules()})
    settings: dict[str, object] = {"extend-select": codes, "jobs": 1}
    return from_mapping(settings, (), isolated=True).replace(targets=config.targets)


def _rules() -> frozenset[str]:
    from k8slint.data.catalogue import RULES

    return frozenset(RULES)


def _findings(path: str, text: str, config: Config) -> list[Finding]:
    result = judge_text(path, text.encode("utf-8", "surrogatepass"), config)
    return [each for each in result.findings if each.path == path]


def _matches(finding: Finding, rule: str | None) -> bool:
    return rule is None or finding.code.startswith(rule) or finding.name == rule


def _key(finding: Finding) -> Key:
    """What makes two findings the same, whatever things are called."""
    said = re.sub(r"`[^`]*`|[0-9]+", "", re.split("[Dd]id you mean|; import", finding.message)[0])
    return finding.code, re.sub(r"\[[^\]0-9][^\]]*\]", "[]", finding.field or ""), finding.kind or "", said


def _write(text: str, output: str | None) -> None:
    if output is None:
        put([text], form="report")
        return
    from k8slint.run import atomic

    try:
        atomic.write(output, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UserError(f"{output} can't be written: {error.strerror or error}") from None


# --- what is written


def _lines(
    config: Config,
    layers: tuple[Layer, ...],
    alone: Config,
    findings: list[Finding],
    result: Anonymous | None,
    rule: str | None,
) -> Iterator[str]:
    yield "<!-- Made by `k8slint bug-report`. Please say here what you expected, and why. -->\n\n## Versions\n\n"
    yield f"- k8slint {__version__}, Python {platform.python_version()}, {platform.system()}\n"
    for name in VERSIONS:
        assumed = " (assumed)" if name in config.targets.assumed else ""
        yield f"- {name}: {format_version(known(name, getattr(config.targets, name)))}{assumed}\n"
    yield "\n## Settings\n\n"
    yield from list(_settings(layers)) or ["None.\n"]
    yield "\n## Findings\n\n"
    if result is None:
        yield from (f"- {each.code} {each.name} ({each.severity.value})\n" for each in findings)
        yield "\n## File\n\nThe finding depends on other files or settings of the project, so one file can't show it.\n"
        return
    shown = [each for each in _findings(NAME, result.text, alone) if _matches(each, rule)]
    for each in shown:
        yield f"- `{NAME}:{each.start.row}:{each.start.column}` {each.code} {each.name} ({each.severity.value}): {each.message}\n"
    yield from [] if shown else ["None.\n"]
    yield f"\n## File\n\n{_fenced(result.text, 'python')}"
    difference = _difference(result.text, alone)
    if difference:
        yield f"\n## Fix\n\n{_fenced(difference, 'diff')}"


def _settings(layers: tuple[Layer, ...]) -> Iterator[str]:
    """The keys that are set; values of those that name nothing of the project."""
    for layer in layers:
        for key, value in sorted(layer.values.items()):
            option = BY_KEY.get(key)
            harmless = option is not None and (option.kind in HARMLESS or key in ("select", "extend-select", "ignore"))
            yield f"- `{key}`{f' = {_plain(value)}' if harmless else ' is set'}\n"


def _plain(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (tuple, list)) else str(value)


def _fenced(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip(chr(10))}\n{fence}\n"


def _difference(text: str, alone: Config) -> str:
    from k8slint.formats._diff import unified

    fixing = alone.replace(fix=True, unsafe_fixes=True)
    result = judge_text(NAME, text.encode("utf-8", "surrogatepass"), fixing)
    if result.fixed is None:
        return ""
    return "".join(unified(NAME, text, result.fixed.decode("utf-8", "replace")))
