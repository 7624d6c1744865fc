"""Shows the progress of a long run in one line of the terminal, and removes it at the end."""

from __future__ import annotations

import os
import time

from k8slint.formats._text import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

PATIENCE = 1.0  # seconds before anything is shown
STEP = 0.1  # between two changes of the line


class Progress:
    """Draws on ``stream``; on nothing but a terminal, and not in CI, where each change would be a line of the log."""

    def __init__(self, stream: TextIO | None) -> None:
        self._stream = stream if stream is not None and _is_terminal(stream) else None
        self._started = self._next = time.monotonic() + PATIENCE
        self._started -= PATIENCE
        self._drawn = False

    def __bool__(self) -> bool:
        """Whether there is anybody to see it."""
        return self._stream is not None

    def __call__(self, what: str, done: int, total: int, path: str = "") -> None:
        """``done`` of ``total`` files are done, and ``path`` is at work."""
        now = time.monotonic()
        if self._stream is None or now < self._next:
            return
        self._next = now + STEP
        width = _width(self._stream)
        line = f"{what} {done:,}/{total:,} files, {now - self._started:.0f} s"
        if path and len(line) + 12 < width:
            left = width - len(line) - 3
            shown = printable(path)
            line += f"  {shown if len(shown) <= left else '...' + shown[3 - left :]}"
        self._draw(f"\r\x1b[K{line[: width - 1]}")

    def erase(self) -> None:
        """Leave the line as it was found."""
        if self._drawn:
            self._drawn = False
            self._draw("\r\x1b[K")
            self._drawn = False

    def _draw(self, text: str) -> None:
        if self._stream is None:
            return
        self._drawn = True  # before it is drawn: an interrupt may come between the two
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # the terminal is gone
            self._stream = None


def _is_terminal(stream: TextIO) -> bool:
    environment = os.environ
    if environment.get("CI") or environment.get("TERM") == "dumb":
        return False
    try:
        return stream.isatty()
    except (OSError, ValueError):
        return False


def _width(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
