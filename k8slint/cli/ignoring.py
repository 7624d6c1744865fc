"""``k8slint check --add-ignore``: write suppressions, and report the remaining findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.cli.output import say
from k8slint.lint.ignoring import wrong_reason
from k8slint.run import ignoring
from k8slint.run.runner import run
from k8slint.settings.errors import UserError

if TYPE_CHECKING:
    from k8slint.lint.report import Report
    from k8slint.settings.config import Config


ROUNDS = 20  # of runs: of a file with very many findings, each shows only so many


def add(paths: tuple[str, ...], config: Config, reason: str) -> Report:
    """Write suppressions for what a run finds; the report of a run afterwards.

    Raises UserError for a reason that no comment can give, and for what can't be combined.
    """
    wrong = wrong_reason(reason)
    if wrong is not None:
        raise UserError(f"--add-ignore: {wrong}")
    for key in ("fix", "diff"):
        if config.flag(key):
            raise UserError(f"--add-ignore can't be used with --{key}: fix first, then suppress what remains")
    if "-" in paths:
        raise UserError("--add-ignore can't be used with standard input")
    report = run(paths, config)
    unwritten: list[str] = []
    notes: list[str] = []
    number = 0
    files: set[str] = set()
    for _ in range(ROUNDS):
        changes, left = ignoring.suppressed(report, reason.strip())
        if not changes or unwritten:
            break
        writing = ignoring.write(changes, report, paths)
        unwritten += writing.unwritten
        notes += writing.notes
        number += sum(change.silenced for change in changes if change.before.path in writing.written)
        files |= writing.written
        report = run(paths, config)
    for finding in left:
        place = f"{finding.path}:{finding.start.row}:{finding.start.column}"
        notes.append(f"{place}: no comment can suppress {finding.code} here")
    if not config.flag("quiet"):
        what = "finding" if number == 1 else "findings"
        say(f"Suppressed {number:,} {what} in {len(files):,} {'file' if len(files) == 1 else 'files'}.")
    report.notes += tuple(notes)
    report.unwritten += tuple(unwritten)
    return report
