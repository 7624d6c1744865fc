"""Reads files safely: only regular files, within size limits and inside the allowed folder.

A tree may be a stranger's: a path in it can be a pipe, a device, a link out of the repository, or gigabytes of nothing.
"""

from __future__ import annotations

import errno
import os
from stat import S_ISDIR, S_ISREG

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_MB = 1_000_000
# What is read at most, by kind. Larger files of these kinds are not what they say they are.
MAX_SOURCE = 64 * _MB  # to see whether anything in it matters
MAX_JUDGED = 5 * _MB  # of them, to judge what may matter: its tree takes a hundred times as much
MAX_MODULE = 2 * _MB  # that a DAG imports
MAX_TEMPLATE = 1 * _MB  # the API server takes no larger object
MAX_SETTINGS = 1 * _MB
MAX_IGNORE = 1 * _MB
MAX_BASELINE = 16 * _MB  # of accepted findings
MAX_VERSIONS = 16 * _MB  # lock files
MAX_MEMORY = 512 * _MB  # the cache's tables

MAX_FILES = 20_000  # of a repository, to see what they import or mention
_NOT_SOURCES = frozenset({"node_modules", "site-packages", "__pycache__", "__pypackages__"})
_CODE = (
    ".bash", ".cfg", ".env", ".go", ".groovy", ".ini", ".j2", ".js", ".json", ".py", ".sh", ".template", ".tf", ".tfvars",
    ".toml", ".tpl", ".ts", ".yaml", ".yml",
)  # fmt: skip

# Files outside of DAGs that set Airflow's options, by how they are written.
AIRFLOW_CFG, DOCKERFILE, COMPOSE, DOT_ENV = "airflow.cfg", "Dockerfile", "compose", ".env"

_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_FIRST = 1 << 16


class TooLarge(OSError):
    """The file is larger than one of its kind may be."""


class Outside(OSError):
    """The path leads out of the folder that it must stay in."""


def read_regular(path: str, limit: int, boundary: str | None = None) -> bytes:
    """The bytes of a regular file of at most ``limit`` bytes that lies, links followed, below ``boundary``.

    Never blocks, never reads a device. Raises OSError whose ``strerror`` says why not, also for what is no path.
    """
    if boundary is not None and not inside(path, boundary):
        raise Outside(errno.EACCES, f"it is outside of {boundary}", path)
    try:
        descriptor = os.open(path, _READ)
    except ValueError:  # a NUL, half a surrogate pair
        raise OSError(errno.EINVAL, "no file can have this name", path) from None
    try:
        status = os.fstat(descriptor)
        if not S_ISREG(status.st_mode):
            if S_ISDIR(status.st_mode):
                raise IsADirectoryError(errno.EISDIR, "Is a directory", path)
            raise OSError(errno.EINVAL, "it is not a regular file", path)
        if status.st_size > limit:
            raise TooLarge(errno.EFBIG, f"it has {status.st_size:,} bytes, more than {limit:,}", path)
        data = os.read(descriptor, _FIRST)
        if len(data) < _FIRST:  # of a regular file a short read is the end
            return data
        parts = [data]
        left = limit + 1 - len(data)
        while left > 0 and (data := os.read(descriptor, min(left, 1 << 24))):
            parts.append(data)
            left -= len(data)
        if left <= 0:  # it grows while it is read
            raise TooLarge(errno.EFBIG, f"it has more than {limit:,} bytes", path)
        return b"".join(parts)
    finally:
        os.close(descriptor)


def python_files(top: str) -> Iterator[str]:
    """The Python files below a folder, in a fixed order, without hidden folders and environments."""
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _NOT_SOURCES
            and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        )
        yield from (os.path.join(folder, name) for name in sorted(files) if name.endswith(".py"))


def text_files(top: str) -> Iterator[str]:
    """The files below a folder that may name Airflow's options, of all kinds, in a fixed order."""
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(
            name
            for name in folders
            if (not name.startswith(".") or name in (".github", ".devcontainer", ".circleci"))
            and name not in _NOT_SOURCES
            and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        )
        for name in sorted(files):
            if name.lower().endswith(_CODE) or "." not in name or airflow_config(name):
                yield os.path.join(folder, name)


def airflow_config(path: str) -> str | None:
    """The format in which a file sets Airflow's options, by its name; None for other files."""
    name = path.rpartition("/")[2]
    if name.endswith("airflow.cfg"):
        return AIRFLOW_CFG
    lower = name.lower()
    if lower.startswith(("dockerfile", "containerfile")) or lower.endswith((".dockerfile", ".containerfile")):
        return DOCKERFILE
    if lower.startswith(("docker-compose", "compose.", "compose-")) and lower.endswith((".yml", ".yaml")):
        return COMPOSE
    return DOT_ENV if lower.endswith(".env") or lower.startswith(".env.") else None


def is_values(path: str) -> bool:
    """Whether a file is named like the values of a Helm chart: ``values.yaml``, ``values-prod.yml``."""
    name = path.rpartition("/")[2].lower()
    return "values" in name and name.endswith((".yaml", ".yml"))


def inside(path: str, boundary: str) -> bool:
    """Whether a path, with all links on its way followed, is ``boundary`` or lies below it."""
    try:
        real, top = os.path.realpath(path), os.path.realpath(boundary)
    except (OSError, ValueError):
        return False
    return real == top or real.startswith(os.path.join(top, ""))


def repository(folder: str) -> str | None:
    """The git repository that an absolute folder is in, None if it is in none."""
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder
