"""The answers of the language server for open files: findings, fixes, pods.

Open buffers count as they are, everything else as it is on disk. Each file is judged in a process of its own, within its
time and memory, so that no file stops the server.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass, field
from k8slint.kube.facts import Amount
from k8slint.overview.rows import LAUNCHED, TEMPLATE, Row, clean
from k8slint.run.deployed import with_template
from k8slint.run.judging import judge_text
from k8slint.run.overview import Shown, described
from k8slint.run.targeting import ByPath, targeted
from k8slint.settings.config import Config, from_mapping
from k8slint.source.project import EVERY_FILE
from k8slint.source.text import CannotDecode, Source, decode

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import FileResult


@dataclass
class Buffer:
    """An open file: its text, and what was last found out about it."""

    path: str
    text: str
    result: FileResult | None = None
    rows: tuple[Row, ...] | None = None
    shown: tuple[Shown, ...] = ()
    source: Source | None = field(default=None, repr=False)

    def forget(self) -> None:
        self.result, self.rows, self.shown, self.source = None, None, (), None


class Session:
    """The open files of one editor. ``settings`` go before those of the project's files."""

    def __init__(self, settings: Mapping[str, object] | None = None) -> None:
        self._settings = dict(settings or {})
        self._buffers: dict[str, Buffer] = {}
        self._configs: dict[str, Config] = {}

    def put(self, path: str, text: str) -> list[str]:
        """A file is opened or changed; the open files whose outcome may change with it, itself first."""
        real = os.path.realpath(path)
        touched = [path]
        for other in self._buffers.values():
            reads = other.result.reads if other.result is not None else ()
            if other.path != path and any(
                each.startswith(EVERY_FILE) or os.path.realpath(each) == real for each in reads
            ):
                other.forget()
                touched.append(other.path)
        self._buffers[path] = Buffer(path, text)
        return touched

    def drop(self, path: str) -> None:
        """A file is closed."""
        self._buffers.pop(path, None)

    def reload(self) -> list[str]:
        """Drop everything that was read, because files on disk changed. Returns all open files."""
        self._configs.clear()
        for buffer in self._buffers.values():
            buffer.forget()
        return list(self._buffers)

    def source(self, path: str) -> Source | None:
        """The text of an open file, as findings count in it."""
        buffer = self._buffers.get(path)
        if buffer is None:
            return None
        if buffer.source is None:
            try:
                buffer.source = decode(path, _bytes(buffer.text))
            except CannotDecode:
                buffer.source = Source(path, buffer.text)
        return buffer.source

    def findings(self, path: str) -> tuple[Finding, ...]:
        """What is wrong in an open file, or in others because of it. Raises UserError."""
        buffer = self._buffers.get(path)
        if buffer is None:
            return ()
        if buffer.result is None:
            buffer.result = judge_text(path, _bytes(buffer.text), self._config(buffer), self._overlay(path))
        return buffer.result.findings

    def fixed(self, path: str) -> str | None:
        """The text of an open file with all safe fixes, if they change it. Raises UserError."""
        buffer = self._buffers.get(path)
        if buffer is None:
            return None
        config = self._config(buffer).replace(fix=True, unsafe_fixes=False)
        result = judge_text(path, _bytes(buffer.text), config, self._overlay(path))
        return None if result.fixed is None else decode(path, result.fixed).text

    def lenses(self, path: str) -> Iterator[tuple[int, str]]:
        """The code lens of each task: its line and text."""
        for row in self._described(path).rows or ():
            if row.path == path:
                yield row.line, lens(row)

    def hover(self, path: str, offset: int) -> tuple[Shown, ...]:
        """The pods that a place of an open file is about: an executor_config, or the operator's name."""
        found = [each for each in self._described(path).shown if each.start <= offset < each.end]
        least = min((each.end - each.start for each in found), default=0)
        return tuple(each for each in found if each.end - each.start == least)

    def _described(self, path: str) -> Buffer:
        buffer = self._buffers.get(path) or Buffer(path, "")
        if buffer.rows is None and buffer.text:
            found = described(path, _bytes(buffer.text), self._config(buffer), self._overlay(path))
            buffer.rows, buffer.shown = found
        return buffer

    def _overlay(self, path: str) -> dict[str, bytes]:
        """The other open files."""
        return {each.path: _bytes(each.text) for each in self._buffers.values() if each.path != path}

    def _config(self, buffer: Buffer) -> Config:
        folder = os.path.dirname(buffer.path)
        if folder not in self._configs:
            config = from_mapping(self._settings, (buffer.path,)).replace(fix=False, diff=False)
            config = targeted(config, (buffer.path,), None, {buffer.path: _bytes(buffer.text)})[0]
            self._configs[folder] = with_template(config, (buffer.path,))[0]
        return ByPath(self._configs[folder])(buffer.path)


def lens(row: Row) -> str:
    """``worker pod: 500m / 1Gi, pod template files/pod.yaml``."""
    kind = {LAUNCHED: "launched pod", TEMPLATE: "pod of this template"}.get(row.kind, "worker pod")
    parts = [f"{kind}: {_amount(row.facts.cpu_request)} / {_amount(row.facts.memory_request)}"]
    if row.kind not in (LAUNCHED, TEMPLATE):
        parts.append(
            f"base pod of template {row.template.text}" if row.template.text else clean(row.template.unknown, ())
        )
    return f"{', '.join(part for part in parts if part)}{f', when {row.when}' if row.when else ''}"


def _amount(amount: Amount) -> str:
    if amount.unknown:
        return f"{amount.text} or more" if amount.text else "?"
    return amount.text or "none"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
