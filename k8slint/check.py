"""``k8slint check``: settings, a run, and what the user gets to see of it. The exit code is decided here."""

from __future__ import annotations

import os
import sys

from k8slint.config import Config, UserError, load

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from k8slint.options import Given
    from k8slint.report import Report

CLEAN, FOUND, WRONG_USAGE, INTERNAL = 0, 1, 2, 3


def check(given: Given) -> int:
    """One run, as the command line asks for it; the exit code. Prints findings on stdout, all else on stderr."""
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    try:
        stdin = _stdin(paths, given)
        config = load(given, (stdin[0],) if stdin else paths)
        from k8slint.runner import run

        report = run(paths, config, stdin=stdin)
        _show(report, config)
    except UserError as error:
        sys.stderr.write(f"Error: {error}\n")
        return WRONG_USAGE
    return _exit_code(report, config)


def _stdin(paths: tuple[str, ...], given: Given) -> tuple[str, bytes] | None:
    if "-" not in paths:
        return None
    if len(paths) > 1:
        raise UserError("- (standard input) can't be mixed with other paths")
    name = given.get("stdin-filename")
    return (name if isinstance(name, str) else "stdin.py"), sys.stdin.buffer.read()


def _exit_code(report: Report, config: Config) -> int:
    if report.missing:
        return WRONG_USAGE
    failing = report.failing and not config.flag("exit-zero")
    return FOUND if failing else CLEAN


def _show(report: Report, config: Config) -> None:
    from k8slint.formats import load as load_format
    from k8slint.formats._text import Paint

    for path in report.missing:
        sys.stderr.write(f"Error: there is no file or folder {path}\n")
    render = load_format(config.text("output-format") or "full")
    target = config.text("output-file")
    if target:
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.writelines(render(report, Paint(False)))
    else:
        sys.stdout.writelines(render(report, Paint(_coloured(config, sys.stdout))))
    _summary(report, config)


def _coloured(config: Config, stream: TextIO) -> bool:
    wish = config.text("color")
    if wish != "auto":
        return wish == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def _summary(report: Report, config: Config) -> None:
    if config.flag("quiet"):
        return
    if not report.findings:
        sys.stderr.write(f"Checked {_count(report.files, 'file')}: nothing found.\n")
        return
    fixable = [f.fix.applicability.value for f in report.findings if f.fix]
    safe, unsafe = fixable.count("safe"), fixable.count("unsafe")
    text = f"Checked {_count(report.files, 'file')}: {_count(len(report.findings), 'finding')}"
    if safe:
        text += f", {safe} fixable with --fix"
    if unsafe:
        text += f", {unsafe} with --unsafe-fixes"
    sys.stderr.write(f"{text}.\n")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
