"""Many files: find them, leave out what cannot matter, judge the rest, put the outcomes together."""

from __future__ import annotations

import os

from k8slint.discovery import TEMPLATE_SUFFIXES, discover
from k8slint.needles import may_matter
from k8slint.report import FileResult, Report

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.config import Config
    from k8slint.finding import Finding
    from k8slint.project import Project
    from k8slint.source import Source


def run(paths: tuple[str, ...], config: Config, *, stdin: tuple[str, bytes] | None = None) -> Report:
    """Judge the files of ``paths``; with ``stdin`` (its name and content) that one text instead.

    Nothing is written: fixed contents stand in the report.
    """
    if stdin is not None:
        name, data = stdin
        results = (judge(name, data, config),) if may_matter(data) else ()
        return Report(results, files=1, source=_Sources({name: data}))
    files, missing = discover(paths, config)
    results = tuple(result for path in files if (result := _one(path, config)) is not None)
    contents = {result.path: result.fixed for result in results if result.fixed is not None}
    return Report(results, files=len(files), missing=tuple(missing), source=_Sources(contents))


def _one(path: str, config: Config) -> FileResult | None:
    try:
        with open(path, "rb", buffering=0) as file:
            data = file.read()
    except OSError as error:
        return FileResult(path, (cannot_parse(path, f"can't be read: {error.strerror or error}"),))
    if path.endswith(TEMPLATE_SUFFIXES) or may_matter(data):
        return judge(path, data, config)
    return None


def judge(path: str, data: bytes, config: Config) -> FileResult:
    """One file's outcome: decode, lint, and with ``fix`` everything that follows. Never raises for what a file holds."""
    from k8slint.linter import lint
    from k8slint.project import Project
    from k8slint.source import CannotDecode, decode

    try:
        source = decode(path, data)
    except CannotDecode as error:
        return FileResult(path, (cannot_parse(path, error.message, error.row, error.column),))
    result = lint(source, config, Project(config.src))
    return FileResult(path, tuple(result.findings), reads=tuple(result.reads))


def cannot_parse(path: str, message: str, row: int = 1, column: int = 1) -> Finding:
    """The finding of a file that can't be read as what it should be."""
    from k8slint.finding import Finding, Severity
    from k8slint.source import Position, Span

    place = Position(row, column)
    return Finding("KE001", "cannot-parse", Severity.ERROR, path, Span(0, 0), place, place, message)


class _Sources:
    """Texts by path, read when a format asks for them; what this run made of a file goes before what is on disk."""

    def __init__(self, contents: dict[str, bytes]) -> None:
        self._contents = contents
        self._read: dict[str, Source | None] = {}

    def __call__(self, path: str) -> Source | None:
        from k8slint.source import CannotDecode, decode

        if path not in self._read:
            try:
                data = self._contents.get(path)
                if data is None:
                    with open(path, "rb") as file:
                        data = file.read()
                self._read[path] = decode(path, data)
            except (OSError, CannotDecode):
                self._read[path] = None
        return self._read[path]
