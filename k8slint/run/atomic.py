"""Writing a file so that nobody ever sees half of it."""

from __future__ import annotations

import os


def write(path: str, data: bytes) -> None:
    """Replace a file's content at once, keeping its mode; a link keeps pointing to it. Raises OSError, and then
    nothing has changed."""
    real = os.path.realpath(path)
    folder, name = os.path.split(real)
    try:
        mode: int | None = os.stat(real).st_mode & 0o7777
    except FileNotFoundError:
        mode = None
    if mode is not None and not os.access(real, os.W_OK):
        raise PermissionError(13, "Permission denied", path)  # a read-only file in a writable folder says: leave me
    temporary = os.path.join(folder, f".{name}.{os.getpid()}.k8slint")
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with open(descriptor, "wb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) or 0 :]
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, real)
    except BaseException:
        os.unlink(temporary)
        raise
