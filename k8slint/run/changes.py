"""Selects the findings that are new since a git revision.

The files of the revision are checked too, with their own settings, so that what changes elsewhere because of a helper, a
template or a setting counts. They are taken out of git as they are stored: nothing that the repository configures runs.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from k8slint.run.baseline import Key, keys_of
from k8slint.run.cache import EVERY_FILE, outside, state
from k8slint.run.lines import alike, changed
from k8slint.run.revision import Repository
from k8slint.run.runner import run
from k8slint.settings.config import load
from k8slint.settings.errors import UserError
from k8slint.settings.files import MAX_SOURCE, read_regular
from k8slint.settings.options import BY_KEY

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import FileResult, Report
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given

MAX_RENAMED = 200  # files that are compared with those that are gone
SIMILAR = 0.5  # of its lines must be the same for a file to be a renamed one, as git has it
NOT_THERE = ("output", "output-file", "baseline", "fix", "diff", "diff-base", "watch")

_Known = tuple[Key, str]  # what a finding is known by, and its message


class Since:
    """A revision, and what changed since what is checked out went apart from it. Raises UserError when git doesn't know."""

    def __init__(self, revision: str) -> None:
        self._here = os.path.realpath(os.getcwd())
        self._repository = Repository(self._here, "--diff-base")
        self._top = self._repository.top()
        self._commit = self._repository.merge_base(revision)

    def narrow(self, report: Report, given: Given, paths: tuple[str, ...], config: Config) -> None:
        """Keep the findings of a run that are new. ``given``, ``paths`` and ``config`` are what it was asked for."""
        with TemporaryDirectory(prefix="k8slint-") as made:
            folder = os.path.realpath(made)
            try:
                stored = frozenset(self._repository.check_out(self._commit, folder, everything=True))
            except OSError as error:  # a full disk, a name that this system doesn't have
                place = os.path.relpath(error.filename, folder) if isinstance(error.filename, str) else "the files"
                raise UserError(f"--diff-base: {place} can't be written: {error.strerror or error}") from None
            os.mkdir(os.path.join(folder, ".git"))  # what is read stays below it
            old = _OldTree(self._top, folder, stored)
            old.find_renamed(report)
            before = self._before(report, given, paths, config, old)
            report.notes += tuple(old.notes)
            findings = report.findings
            kept: set[int] = set()
            seen: Counter[_Known] = Counter()
            keys = keys_of(findings, report, old.seen_now)
            for number, (finding, key) in enumerate(zip(findings, keys, strict=True)):
                if old.touched(finding, report):
                    kept.add(number)
                    continue
                known = (key, finding.message)
                seen[known] += 1
                if seen[known] > before[known]:
                    kept.add(number)
        new = tuple(finding for number, finding in enumerate(findings) if number in kept)
        report.narrow(new, len(findings) - len(new))

    def _before(
        self, report: Report, given: Given, paths: tuple[str, ...], config: Config, old: _OldTree
    ) -> Counter[_Known]:
        """What is found in the files of the revision."""
        earlier = _Earlier(report, old, self._here)
        place = os.path.join(old.folder, os.path.relpath(self._here, self._top))
        os.makedirs(place, exist_ok=True)
        there = _given_there(given, config, old, place)
        try:
            os.chdir(place)  # so that paths mean in the old tree what they mean in the new one
            named = old.paths(paths, self._here)
            if not named:
                return Counter()
            try:
                settings = load(there, named)
            except UserError as error:
                old.notes.append(
                    f"the settings of the base revision can't be used, so the current settings apply: {error}"
                )
                settings = config.replace(cache=False, baseline=None)
            before = run(named, settings, earlier=earlier.get)
            keys = keys_of(before.findings, before, old.seen_then)
            messages = (finding.message.replace(old.folder, self._top) for finding in before.findings)
            return Counter(zip(keys, messages, strict=True))
        finally:
            os.chdir(self._here)


class _OldTree:
    """The files of the revision in ``folder``, beside those in ``top``. ``renamed`` says where a file's old text is."""

    def __init__(self, top: str, folder: str, stored: frozenset[str]) -> None:
        self.top = top
        self.folder = folder
        self.renamed: dict[str, str] = {}  # by the new name
        self.notes: list[str] = []
        self._stored = stored
        self._changed: dict[str, frozenset[int] | None] = {}

    def seen_now(self, path: str) -> str:
        """A path as it is seen from the repository's top."""
        return os.path.relpath(path, self.top).replace(os.sep, "/")

    def seen_then(self, path: str) -> str:
        """The same of a path in the old tree, by its present name."""
        real = os.path.abspath(path)
        below = real == self.folder or real.startswith(self.folder + os.sep)
        name = os.path.relpath(real, self.folder if below else self.top).replace(os.sep, "/")
        return next((new for new, old in self.renamed.items() if old == name), name)

    def moved(self, path: str) -> str:
        """The place in the old tree of a real path."""
        below = path == self.top or path.startswith(self.top + os.sep)
        return os.path.join(self.folder, os.path.relpath(path, self.top)) if below else path

    def paths(self, paths: Iterable[str], here: str) -> tuple[str, ...]:
        """The paths of a run that are there in the old tree, the working directory."""
        found: list[str] = []
        for path in paths:
            absolute = os.path.normpath(os.path.join(here, path))
            place = self.moved(absolute)
            if place != absolute and os.path.exists(place):
                found.append(place if os.path.isabs(path) else path)
        found += (os.path.relpath(os.path.join(self.folder, old)) for old in self.renamed.values())
        return tuple(dict.fromkeys(found))

    def find_renamed(self, report: Report) -> None:
        """Find out which files with findings are old ones under new names."""
        names = dict.fromkeys(finding.path for finding in report.findings)
        new = [(path, name) for path in names if (name := self.seen_now(path)) not in self._stored]
        gone = [name for name in sorted(self._stored) if not os.path.lexists(os.path.join(self.top, name))]
        for path, name in new[:MAX_RENAMED]:
            source = report.source(path)
            lines = source.text.splitlines() if source is not None else []
            best, of_it = SIMILAR, ""
            for other in gone[:MAX_RENAMED]:
                if other in self.renamed.values() or os.path.splitext(other)[1] != os.path.splitext(name)[1]:
                    continue
                ratio = alike(self._lines(other), lines)
                if ratio >= best and (ratio > best or not of_it):
                    best, of_it = ratio, other
            if of_it:
                self.renamed[name] = of_it

    def touched(self, finding: Finding, report: Report) -> bool:
        """Whether a finding is on a line that changed."""
        if finding.path not in self._changed:
            self._changed[finding.path] = self._changed_lines(finding.path, report)
        lines = self._changed[finding.path]
        return lines is None or any(row in lines for row in range(finding.start.row, finding.end.row + 1))

    def _changed_lines(self, path: str, report: Report) -> frozenset[int] | None:
        """The rows of a file that changed; None for all of them."""
        name = self.seen_now(path)
        name = self.renamed.get(name, name)
        source = report.source(path)
        if name not in self._stored or source is None:
            return None
        return changed(self._lines(name), source.text.splitlines())

    def _lines(self, name: str) -> list[str]:
        try:
            return read_regular(os.path.join(self.folder, name), MAX_SOURCE).decode("utf-8", "replace").splitlines()
        except OSError:
            return []


class _Earlier:
    """The outcomes of the run over the present files: those of files that are the same in the old tree, with all that
    was read for them, hold there too."""

    def __init__(self, report: Report, old: _OldTree, here: str) -> None:
        self._here = here
        self._results = {result.path: result for result in report.results if result.fixed is None}
        self._outside = outside(report.config)
        self._old = old
        self._same: dict[str, bool] = {}
        self._settings: bool | None = None

    def get(self, path: str, content: bytes, config: Config) -> FileResult | None:
        result = self._results.get(path)
        if result is None or result.digest != content or any(read.startswith(EVERY_FILE) for read in result.reads):
            return None
        if self._settings is None:
            self._settings = outside(config) == self._outside
        return result if self._settings and all(map(self._is_same, result.reads)) else None

    def _is_same(self, read: str) -> bool:
        if read not in self._same:
            path = os.path.join(self._here, read)  # some are as the command line names them
            place = self._old.moved(path)
            self._same[read] = place == path or state(path) == state(place)
        return self._same[read]


def _given_there(given: Given, config: Config, old: _OldTree, place: str) -> Given:
    """The command line of the run, for the old tree: what lies in the repository is what it was there, if it was there."""
    there: Given = {"cache": False, "no-baseline": True}
    for key, value in given.items():
        option = BY_KEY.get(key)
        if key in NOT_THERE or option is None:
            continue
        if option.kind in ("path", "paths") or key == "config":
            many = value if isinstance(value, tuple) else (value,)
            moved = [found for each in many if (found := _there(str(each), old, place)) is not None]
            if moved:
                there[key] = tuple(moved) if isinstance(value, tuple) else moved[0]
        elif key not in there:
            there[key] = value
    own = None if config.file is None else os.path.abspath(config.file)
    if own is not None and "config" not in given and old.moved(own) == own:
        there["config"] = own  # the user's own, which is not in the repository
    return there


def _there(path: str, old: _OldTree, place: str) -> str | None:
    """A path of the command line as it is said in the old tree; None if nothing was there."""
    absolute = os.path.abspath(path)
    moved = old.moved(absolute)
    if moved == absolute:
        return absolute
    if not os.path.exists(moved):
        return None
    return moved if os.path.isabs(path) else os.path.relpath(moved, place)
