"""``k8slint baseline``: accept the current findings, so that only new ones are reported."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from k8slint.cli.output import CLEAN, FOUND, WRONG_USAGE, bounded, say
from k8slint.run import atomic
from k8slint.run.baseline import NAME, NEVER, Baseline, Key, keys_of, read, written
from k8slint.run.runner import run
from k8slint.settings.config import load
from k8slint.settings.errors import UserError

if TYPE_CHECKING:
    from k8slint.settings.options import Given


def baseline(given: Given, *, prune: bool) -> int:
    """Write the baseline of the files in ``given``; the exit code. 1 means that something can't be accepted."""
    return bounded(lambda: _baseline(given, prune), verbose=given.get("verbose") is True)


def _baseline(given: Given, prune: bool) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    config = load(given, paths)
    file = config.text("baseline") or os.path.relpath(os.path.join(config.root, NAME))
    before = read(file) if os.path.lexists(file) else None  # never in the place of anything else
    if prune and before is None:
        raise UserError(f"baseline: there is no file {file} to prune")
    old = before or Baseline(file, Counter())
    report = run(paths, config.replace(baseline=None))
    for line in report.troubles:
        say(f"Error: {line}")
    if report.troubles:
        return WRONG_USAGE
    findings = [finding for finding in report.findings if finding.code not in NEVER]
    found = Counter(keys_of(findings, report, old.seen))
    checked = {old.seen(path) for path in (*report.checked, *(result.path for result in report.results))}
    everything = old.covers_all(checked)
    if prune and not everything:
        missing = min(key.path for key in old.counts if key.path not in checked and old.exists(key.path))
        raise UserError(f"baseline: --prune needs a run over all files of {file}; {missing} is not among them")
    obsolete = old.obsolete(report, found)
    new: Counter[Key] = Counter() if prune else found - old.counts
    counts = old.counts + new - obsolete
    if before is None or counts != old.counts:
        try:
            atomic.write(file, written(counts))
        except OSError as error:
            raise UserError(f"baseline: {file} can't be written: {error.strerror or error}") from None
    if not config.flag("quiet"):
        _tell(file, counts, new, obsolete, everything)
        if config.text("baseline") is None:
            say(f'Set `baseline = "{os.path.basename(file)}"` in the settings, or use --baseline {file}.')
    left = len(report.findings) - len(findings)
    if left:
        what = "finding says" if left == 1 else "findings say"
        say(f"Note: {left} {what} that a file could not be checked ({', '.join(NEVER)}); a baseline can't accept that.")
    return FOUND if left else CLEAN


def _tell(file: str, counts: Counter[Key], new: Counter[Key], obsolete: Counter[Key], everything: bool) -> None:
    total, paths = counts.total(), len({key.path for key in counts})
    changes = [f"{number} {what}" for number, what in ((new.total(), "new"), (obsolete.total(), "removed")) if number]
    listed = ", ".join(changes) or "unchanged"
    say(f"{file}: {_count(total, 'finding')} in {_count(paths, 'file')} accepted ({listed}).")
    if not everything:
        say("Nothing was removed: not all of its files were checked.")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
