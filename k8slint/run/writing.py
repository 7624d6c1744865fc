"""Writes fixed files: each real file once, and none through a link that points outside."""

from __future__ import annotations

import os

from k8slint.run import atomic
from k8slint.run.cache import digest, state

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from k8slint.lint.report import FileResult


class Writing:
    """Writes what a run fixed.

    ``again`` judges a file as it is, without fixing it. ``root`` is the project's folder and ``paths`` are what the run
    was asked for: a link is written through only where it leads to something below the outermost of them that it is in.
    ``unwritten`` and ``notes`` collect a line for each file that could not be written, or not without a loss.
    """

    def __init__(
        self, root: str, paths: Iterable[str], again: Callable[[str], FileResult], what: str = "fixes"
    ) -> None:
        folders = (path if os.path.isdir(path) else os.path.dirname(path) for path in paths)
        self._bounds = tuple(dict.fromkeys(os.path.abspath(folder) for folder in (root, *folders)))
        self._again = again
        self._what = what
        self._written: dict[str, str] = {}  # real path -> the path under which it was fixed
        self.unwritten: list[str] = []
        self.notes: list[str] = []

    def all(self, judged: list[FileResult]) -> list[FileResult]:
        """The outcomes, after writing: of a file that could not be written, and of one whose judgement rested on a file
        that was fixed since, as it is now."""
        results = [self._put(result) for result in judged]
        for number, result in enumerate(results):
            real = os.path.realpath(result.path)
            changed = any(read in self._written and read != real for read in result.reads)
            if changed or self._written.get(real, result.path) != result.path:
                findings = self._again(result.path).findings
                results[number].findings = findings
        return results

    @property
    def written(self) -> set[str]:
        """The paths under which files were written."""
        return set(self._written.values())

    def _put(self, result: FileResult) -> FileResult:
        if result.fixed is None:
            return result
        real = os.path.realpath(result.path)
        if real in self._written:  # another name of a file that was fixed under its first
            result.fixed, result.applied = None, ()
            return result
        try:
            bound = self._left(result.path, real)
            if bound is not None:
                raise OSError(f"it is a link to a file outside of {bound}")
            there = state(real)
            if there == digest(result.fixed):
                self._written[real] = result.path  # another run made the same of it
                return result
            if there != result.digest:
                raise OSError("it was changed meanwhile")
            note = atomic.write(real, result.fixed)
        except OSError as error:
            self.unwritten.append(f"{result.path}: the {self._what} were not written: {error.strerror or error}")
            return self._again(result.path)
        self._written[real] = result.path
        if note:
            self.notes.append(f"{result.path}: {note}")
        return result

    def _left(self, path: str, real: str) -> str | None:
        """The folder that a link leads out of, if it does."""
        absolute = os.path.abspath(path)
        around = [bound for bound in self._bounds if _below(absolute, bound)]
        outermost = min(around, key=len, default=os.path.dirname(absolute))
        return None if _below(real, os.path.realpath(outermost)) else outermost


def _below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)
