"""``k8slint check --watch``: runs again when a file changes that the last run read."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from k8slint.cli.output import say
from k8slint.run.cache import EVERY_FILE, every_file
from k8slint.run.discovery import discover
from k8slint.settings.config import SETTINGS_FILES, common_folder, found
from k8slint.settings.errors import UserError
from k8slint.settings.version_files import kind_of

if TYPE_CHECKING:
    from k8slint.lint.report import Report
    from k8slint.settings.options import Given

PAUSE = 0.3  # seconds between two looks
SHARE = 10  # looking takes no more than one part in so many of the time
State = dict[str, tuple[int, int, int] | None]


def watch(given: Given, paths: tuple[str, ...], once: Callable[[], Report]) -> int:
    """Run ``once``, now and after each change, until the user interrupts it. Raises what the first run raises."""
    before, _ = _look(given, paths, None)
    report = once()
    while True:
        state, seconds = _look(given, paths, report)
        changed = _changed(before, state, report)  # while it ran
        if not changed:
            count = sum(each is not None for each in state.values())
            say(f"Watching {count:,} files and folders; press Ctrl-C to stop.")
        while not changed:
            time.sleep(max(PAUSE, SHARE * seconds))
            now, seconds = _look(given, paths, report)
            changed = sorted(path for path in {*state, *now} if state.get(path) != now.get(path))
            state = now
        before = state
        _clear()
        say(f"Changed: {changed[0]}{f' and {len(changed) - 1:,} more' if len(changed) > 1 else ''}")
        try:
            report = once()
        except UserError as error:  # half-written settings; they will change again
            say(f"Error: {error}")


def _changed(before: State, after: State, report: Report) -> list[str]:
    """What others changed between two looks, as far as both saw it."""
    own = {result.path for result in report.results if result.fixed is not None}
    return sorted(path for path in before if path in after and path not in own and before[path] != after[path])


def _look(given: Given, paths: tuple[str, ...], report: Report | None) -> tuple[State, float]:
    """The state of every file that the run depends on, or would if it were there; and how long looking took."""
    start = time.monotonic()
    state = {path: _state(path) for path in sorted({*_files(given, paths, report)})}
    return state, time.monotonic() - start


def _files(given: Given, paths: tuple[str, ...], report: Report | None) -> Iterator[str]:
    yield from map(os.path.normpath, paths)
    for result in report.results if report is not None else ():
        yield result.path
        for read in result.reads:
            every = read.startswith(EVERY_FILE)
            yield from map(_from_here, every_file(read) if every else (read,))
    folder = common_folder(paths)
    while True:  # what may come to be the settings
        yield from (_from_here(os.path.join(folder, name)) for name in SETTINGS_FILES)
        if os.path.dirname(folder) == folder:
            break
        folder = os.path.dirname(folder)
    try:
        config, layers = found(given, paths)
    except UserError:
        return
    yield from discover(paths, config, [], settings=True)[0]
    yield from (os.path.normpath(layer.file) for layer in layers)
    with os.scandir(config.root) as entries:  # what states versions
        yield from (_from_here(entry.path) for entry in entries if kind_of(entry.name) is not None)


def _from_here(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")


def _state(path: str) -> tuple[int, int, int] | None:
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if os.path.isdir(path):
        return 0, 0, status.st_ino  # what is in it is looked at itself
    return status.st_mtime_ns, status.st_size, status.st_ino


def _clear() -> None:
    """Let the next run begin at the top of a terminal."""
    if sys.stdout is not None and sys.stdout.isatty():
        sys.stdout.write("\x1b[2J\x1b[3J\x1b[H")
        sys.stdout.flush()
