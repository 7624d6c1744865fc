"""Writes a file in one step, so that no other program can read a half-written file."""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # ``signal`` costs an import of enum
import os
import re
import time
from stat import S_ISREG

_OWN = re.compile(r"\.k8slint-(\d+)-\d+\.tmp")
_STALE = 3600  # seconds after which a temporary file is nobody's, whatever process has its number now
_ENDED = 5  # seconds after which that of a process that is gone is nobody's: another machine may share the folder
_TRIES = 100  # names for the temporary file; another run beside this one may have taken some


def write(path: str, data: bytes) -> str:
    """Replace a file's content at once, keeping its mode, and its owner where that is permitted; a link keeps pointing
    to it. Raises OSError, and then nothing has changed.

    Returns what else changed for the file, in words: empty when nothing did.
    """
    real = os.path.realpath(path)
    folder = os.path.dirname(real)
    try:
        before: os.stat_result | None = os.stat(real)
    except FileNotFoundError:
        before = None
    if before is not None and not os.access(real, os.W_OK):
        raise PermissionError(13, "Permission denied", path)  # a read-only file in a writable folder says: leave me
    sweep(folder)
    said = ""
    with _undisturbed():
        descriptor, temporary = _temporary(folder)
        try:
            with open(descriptor, "wb", buffering=0) as file:
                view = memoryview(data)
                while view:
                    view = view[file.write(view) or 0 :]
                if before is not None:
                    said = _like(before, file.fileno(), temporary)
            os.replace(temporary, real)
        except BaseException:
            os.unlink(temporary)
            raise
    return said


def create_private(path: str, data: bytes) -> None:
    """A new file that only its owner may read, there at once with all its content. One that is there
    already stays."""
    with _undisturbed():
        descriptor, temporary = _temporary(os.path.dirname(path), 0o600)
        try:
            with open(descriptor, "wb", buffering=0) as file:
                file.write(data)
            (os.link if hasattr(os, "link") else os.rename)(temporary, path)
        except FileExistsError:
            return
        finally:
            if os.path.lexists(temporary):
                os.unlink(temporary)


class _undisturbed:  # noqa: N801 - contextlib costs an import
    """Whoever asks the process to end waits until a file is whole, and nothing is left of it beside: there is always a
    moment between making a file and remembering that it was made."""

    def __enter__(self) -> None:
        if hasattr(_signal, "pthread_sigmask"):
            self._before = _signal.pthread_sigmask(_signal.SIG_BLOCK, (_signal.SIGINT, _signal.SIGTERM))

    def __exit__(self, *error: object) -> None:
        if hasattr(_signal, "pthread_sigmask"):
            _signal.pthread_sigmask(_signal.SIG_SETMASK, self._before)


def sweep(folder: str) -> None:
    """Remove from a folder, once in a run, what earlier ones left that were killed while they wrote: only regular files
    of this user, with the name of such a file, of a process that is gone."""
    if folder in _swept:
        return
    _swept.add(folder)
    try:
        with os.scandir(folder) as scan:
            found = [entry for entry in scan if is_temporary(entry.name)]
        for entry in found:
            own = _OWN.fullmatch(entry.name)
            status = entry.stat(follow_symlinks=False)
            age = time.time() - status.st_mtime
            mine = S_ISREG(status.st_mode) and (not hasattr(os, "getuid") or status.st_uid == os.getuid())
            if own and mine and (age > _STALE or (age > _ENDED and not _lives(int(own[1])))):
                os.unlink(entry.path)
    except OSError:  # another run was faster, or may not
        return


_swept: set[str] = set()


def _lives(process: int) -> bool:
    if os.name == "nt":
        return True  # there, asking would end it
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def is_temporary(name: str) -> bool:
    """Whether a file of this name is one that a run left behind that was killed."""
    return name.startswith(".k8slint-") and name.endswith(".tmp")


def _temporary(folder: str, mode: int = 0o666) -> tuple[int, str]:
    """A new file in a folder. Its name is short, as the file's own may be as long as names can be."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    for number in range(_TRIES):
        temporary = os.path.join(folder, f".k8slint-{os.getpid()}-{number}.tmp")
        try:
            return os.open(temporary, flags, mode), temporary
        except FileExistsError:
            continue
    raise FileExistsError(17, "temporary files of other runs are in the way", folder)


def _like(before: os.stat_result, descriptor: int, path: str) -> str:
    """Give the new file the owner and the mode of the one whose place it takes; what could not be kept."""
    said = []
    if hasattr(os, "fchown"):
        now = os.fstat(descriptor)
        if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
            try:
                os.fchown(descriptor, before.st_uid, before.st_gid)
            except OSError:
                said.append("its owner is now the user who ran k8slint")
    os.chmod(path, before.st_mode & 0o7777)  # after the owner: a change of that may take bits away
    if before.st_nlink > 1:
        said.append("its other names (hard links) keep the old content")
    return " and ".join(said)
