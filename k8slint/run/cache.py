"""The cache: results of earlier runs, so that unchanged files are not checked again.

An outcome is remembered under the file's content, the settings, the targets, k8slint's own code, and the state of every
other file that the evaluation looked at. Nothing here can make a run fail or lie: what can't be read, was damaged, or
written by anybody else counts as not remembered; what can't be written is not kept.

The tables lie in the user's cache folder, not in the tree, which may be a stranger's. Each is sealed with a key that
only the user can read: bytes that somebody else could have written are never unmarshalled, wherever they lie.
"""

from __future__ import annotations

import marshal
import os
import sys
from _blake2 import blake2b  # hashlib would load OpenSSL first

from k8slint.lint.report import RESULT, FileResult
from k8slint.settings.files import (
    MAX_FILES,
    MAX_MEMORY,
    MAX_SETTINGS,
    MAX_SOURCE,
    inside,
    python_files,
    read_regular,
    repository,
    text_files,
)
from k8slint.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from k8slint.settings.config import Config
    from k8slint.settings.detection import Detected
    from k8slint.settings.targets import Targets

# Among what was read, before the path of a folder: its Python files; its text files (``source.project`` says so).
EVERY_FILE, EVERY_KIND = "*", "**"
FOLDER = ".k8slint_cache"  # where it was before it moved to the user's cache folder; some still state it
MAGIC = b"k8slint2"
KEY_BYTES = 32
SEAL_BYTES = 16
KEPT_TABLES = 16  # of one project: of other settings, versions and branches; the oldest go
KEPT_DAYS = 60  # that a project's tables outlive their last use
TABLES = ("files", "versions", "results")
# A file may be written twice within one tick of its file system's clock: what was changed just now is read again.
SETTLED_NS = 2_000_000_000
TICK_NS = 10_000_000
NOT_REMEMBERED = (
    "KE001",
    "KE003",
    "KE004",
)  # depends on more than we know: other parsers' versions, memory, permissions

CASE_MATTERS = sys.platform == "linux"

Signature = tuple[int, int, int, int]


def digest(data: bytes) -> bytes:
    """A digest of 16 bytes."""
    return blake2b(data, digest_size=16).digest()


def signature(stat: os.stat_result) -> Signature:
    """What of a file's status changes whenever its content does."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


class Cache:
    """The remembered outcomes of one project under one set of settings.

    ``contents`` knows files by their status, for runs over so many that reading them all would take the time: path ->
    (status, digest of the content; empty when nothing could matter in it). ``results`` knows outcomes by content.
    """

    def __init__(self, config: Config, now_ns: int) -> None:
        self.folder = config.cache_folder or os.path.join(user_folder(), digest(_bytes(_top(config))).hex())
        self._stated = config.cache_folder is not None
        self._key = _key(config)
        # Projects may share a folder: a path means what it means where this one is, and what was read for it lies there.
        self._where = _bytes(f"{os.path.abspath(config.root)}\0{os.getcwd()}")
        self._engine = _engine()
        self._now = now_ns
        self._contents = self._table("files", b"")
        self._detected = self._table("versions", b"")
        self._results: _Table | None = None
        self._states: dict[str, bytes] = {}
        self._pairs: dict[str, tuple[str, bytes]] = {}  # one pair for each path, that all outcomes share: written once
        self._names: dict[str, frozenset[str] | None] = {}
        self._change: dict[str, bool] = {}
        self._every: dict[str, tuple[bytes, int]] = {}

    def _table(self, kind: str, settings: bytes) -> _Table:
        name = digest(b"\0".join((self._engine, self._where, settings))).hex()
        return _Table(self.folder, f"{kind}-{name}", self._key)

    # The cheap question: has the file's status changed?

    def known(self, path: str, status: Signature) -> bytes | None:
        """The digest of a file whose status is as it was, ``b""`` when nothing in it mattered; None if not known."""
        entry = self._contents.get(path)
        if not (isinstance(entry, tuple) and len(entry) == 2 and entry[0] == status):
            return None
        content = entry[1]
        return content if isinstance(content, bytes) and len(content) in (0, 16) else None

    def learn(self, path: str, status: Signature, content: bytes) -> None:
        if max(status[1], status[2]) < self._now - SETTLED_NS:
            self._contents.put(path, (status, content))

    # The sure question: were this content and all that it leads to judged before?

    def detected(self, question: str) -> tuple[Targets, tuple[str, ...]] | None:
        """The versions that a question was answered with, and the evidence, if no file or folder behind it changed."""
        entry = self._detected.get(question)
        if not fits(entry, DETECTED) or any(self._listing(path) != known for path, known in entry[0]):
            return None
        from k8slint.settings.targets import Targets

        airflow, provider, client, kubernetes, assumed, others = entry[1]
        return Targets(airflow, provider, client, kubernetes, frozenset(assumed), distributions=others), entry[2]

    def put_detected(self, question: str, detected: Detected) -> None:
        if any(self._changing(read) for read in detected.reads):
            return
        targets = detected.targets
        versions = (
            targets.airflow, targets.provider, targets.client, targets.kubernetes, tuple(targets.assumed),
            targets.distributions,
        )  # fmt: skip
        states = tuple((read, self._listing(read)) for read in detected.reads)
        self._detected.put(question, (states, versions, detected.evidence))

    def _listing(self, path: str) -> bytes:
        """The state of a path; of a folder, which files are in it."""
        try:
            names = sorted(name for name in os.listdir(path) if name != FOLDER)
            return digest("\0".join(names).encode("utf-8", "surrogateescape"))
        except OSError:
            return self.state(path)

    def settings(self, config: Config) -> None:
        """Remember under these settings from now on; the targets must be known."""
        self._results = self._table("results", outside(config))

    def get(self, path: str, content: bytes) -> FileResult | None:
        entry = self._results.get(path) if self._results is not None else None
        if entry is None:
            return None
        try:
            return self._got(path, content, entry)
        except (TypeError, ValueError, EOFError, IndexError):  # it isn't what was put there
            return None

    def _got(self, path: str, content: bytes, entry: Any) -> FileResult | None:
        known_content, reads, packed = entry
        if known_content != content:
            return None
        states = self._states
        for read, known in reads:  # some ten thousand in a run
            if (states[read] if read in states else self.state(read)) != known:
                return None
        packed = marshal.loads(packed)
        if not fits(packed, RESULT) or packed[0] != path:
            return None
        result = FileResult.unpack(packed)
        result.reads = tuple(read for read, _ in reads)
        others = {finding.path for finding in result.findings} - {path}
        if others and not others <= {place for read in result.reads for place in (read, _seen_from_here(read))}:
            return None  # a finding is of the file itself, or of one that was read for it
        return result

    def put(self, result: FileResult) -> None:
        """Store a result, unless a file that it read was written during the run."""
        if self._results is None or result.fixed is not None:
            return
        if any(finding.code in NOT_REMEMBERED for finding in result.findings):
            return
        if any(self._changing(read) for read in result.reads):
            return
        states = tuple(self._pairs.setdefault(read, (read, self.state(read))) for read in result.reads)
        self._results.put(result.path, (result.digest, states, marshal.dumps(result.pack(to_remember=True))))

    def _changing(self, path: str) -> bool:
        found = self._change.get(path)
        if found is None:
            try:
                if path.startswith(EVERY_FILE):
                    return self._state_of_all(path)[1] >= self._now - SETTLED_NS
                found = os.stat(path).st_ctime_ns >= self._now - TICK_NS
            except OSError:
                found = False
            self._change[path] = found
        return found

    def state(self, path: str) -> bytes:
        """What is at a path: the digest of the file, ``b"/"`` for a folder, ``b""`` for nothing. Once in a run."""
        found = self._states.get(path)
        if found is None:
            if path.startswith(EVERY_FILE):
                return self._state_of_all(path)[0]
            found = self._states[path] = state(path) if self._may_exist(path) else b""
        return found

    def _state_of_all(self, path: str) -> tuple[bytes, int]:
        """What stands for the status of all files in a folder, and when the newest of them changed, in ns."""
        if path not in self._every:
            self._every[path] = _state_of_all(path)
        return self._every[path]

    def _may_exist(self, path: str) -> bool:
        """Most of what was looked for isn't there: the listing of a folder answers for all that was looked for in it."""
        folder, _, name = path.rpartition(os.sep)
        if not (name and folder and CASE_MATTERS):
            return True
        if folder not in self._names:
            self._names[folder] = self._listed(folder)
        names = self._names[folder]
        return names is None or name in names

    def _listed(self, folder: str) -> frozenset[str] | None:
        """The names in a folder; None if it doesn't say."""
        if not self._may_exist(folder):
            return frozenset()
        try:
            return frozenset(os.listdir(folder))
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()
        except OSError:
            return None

    def save(self, files: Iterable[str] = ()) -> None:
        """Write down what was learned. ``files`` are all that exist, when the run saw them all."""
        present = frozenset(files)
        new_project = not self._stated and not os.path.isdir(self.folder)
        for table in (self._contents, self._detected, self._results):
            if table is not None:
                table.save(present)
        try:
            if new_project:
                _sweep(user_folder())
        except OSError:
            return  # gone meanwhile, or not ours


def outside(config: Config) -> bytes:
    """What stands for all that outcomes depend on beside the files that are read for each."""
    found = config.digest
    if config.items("inventory"):  # a file that comes to one of its folders changes what exists
        from k8slint.cluster.files import names

        listed = "\0".join(names(config.items("inventory"), config.boundary))
        found += listed.encode("utf-8", "surrogateescape")
    return found


def state(path: str) -> bytes:
    """What is at a path: the digest of the file, ``b"/"`` for a folder, ``b"?"`` for what can't be read, ``b""`` for
    nothing."""
    try:
        return digest(read_regular(path, MAX_SOURCE))
    except IsADirectoryError:
        return b"/"
    except OSError:
        return b"/" if os.path.isdir(path) else b"?" if os.path.lexists(path) else b""


def every_file(read: str) -> Iterator[str]:
    """The files that ``EVERY_FILE`` or ``EVERY_KIND`` before a folder stands for."""
    if read.startswith(EVERY_KIND):
        return text_files(read.removeprefix(EVERY_KIND))
    return python_files(read.removeprefix(EVERY_FILE))


def _state_of_all(read: str) -> tuple[bytes, int]:
    """What stands for the status of all these files, and when the newest of them changed, in ns."""
    seen, newest = blake2b(digest_size=16), 0
    for number, path in enumerate(every_file(read)):
        if number >= MAX_FILES:
            return b"many", 0
        try:
            status = signature(os.stat(path))
        except OSError:
            continue
        newest = max(newest, status[1], status[2])
        seen.update(f"{path}\0{status}\0".encode("utf-8", "surrogateescape"))
    return seen.digest(), newest


def fits(value: object, shape: Any) -> bool:
    """Whether a value has a shape: a type; a tuple of shapes; ``[shape]`` for a tuple of any number; ``("or", ...)`` for
    one of several; ``{key: value}`` for a dict."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if isinstance(shape, list):
        return isinstance(value, tuple) and (not value or all(fits(one, shape[0]) for one in value))
    if isinstance(shape, dict):
        if not value:
            return isinstance(value, dict)
        ((key, of_it),) = shape.items()
        return isinstance(value, dict) and all(fits(k, key) and fits(v, of_it) for k, v in value.items())
    if shape[0] == "or":
        return any(fits(value, one) for one in shape[1:])
    return isinstance(value, tuple) and len(value) == len(shape) and all(map(fits, value, shape))


DETECTED = ([(str, bytes)], ([int], [int], [int], [int], [str], [(str, [int])]), [str])


class _Table:
    """A dict in a file, read when first asked, written whole. Two runs may share it: the later adds to the earlier."""

    __slots__ = ("_entries", "_key", "_name", "_new", "_path")

    def __init__(self, folder: str, name: str, key: bytes | None) -> None:
        self._path = os.path.join(folder, f"{name}.bin")
        self._name = name.encode()
        self._key = key
        self._entries: dict[str, Any] | None = None
        self._new: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        if self._entries is None:
            self._entries = self.read()
        return self._entries.get(key)

    def put(self, key: str, value: Any) -> None:
        self._new[key] = value

    def read(self) -> dict[str, Any]:
        """What is in the file; nothing when it isn't ours."""
        if self._key is None:
            return {}
        try:
            data = read_regular(self._path, MAX_MEMORY)
        except OSError:
            return {}
        from _operator import _compare_digest

        start = len(MAGIC) + SEAL_BYTES
        body = memoryview(data)[start:]
        if data[: len(MAGIC)] != MAGIC or not _compare_digest(data[len(MAGIC) : start], self._seal(body)):
            return {}
        try:
            entries = marshal.loads(body)
        except (ValueError, EOFError, TypeError):
            return {}
        return entries if isinstance(entries, dict) else {}

    def _seal(self, body: memoryview | bytes) -> bytes:
        """What nobody can tell who doesn't know the key. A table under another's name isn't that table."""
        seal = blake2b(self._name, digest_size=SEAL_BYTES, key=self._key or b"")
        seal.update(body)
        return seal.digest()

    def save(self, present: frozenset[str]) -> None:
        if not self._new or self._key is None:
            return
        entries = self.read()  # another run may have written meanwhile
        if present:
            entries = {key: value for key, value in entries.items() if key in present or os.path.exists(key)}
        entries |= self._new
        body = marshal.dumps(entries)
        folder = os.path.dirname(self._path)
        try:
            first = not os.path.exists(self._path)
            _make_folder(folder)
            from k8slint.run import atomic

            atomic.write(self._path, MAGIC + self._seal(body) + body)
            if first:
                _prune(folder, KEPT_TABLES)
        except OSError:
            pass  # read-only, full, or gone: the next run does the work again


# --- where it lies, and whose it is


def user_folder() -> str:
    """k8slint's folder among the user's caches."""
    environment, home = os.environ, os.path.expanduser("~")
    if sys.platform == "win32":
        caches = environment.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local")
    elif sys.platform == "darwin":
        caches = os.path.join(home, "Library", "Caches")
    else:
        caches = os.path.join(home, ".cache")
    stated = environment.get("XDG_CACHE_HOME", "")
    return os.path.join(stated if os.path.isabs(stated) else caches, "k8slint")


def _top(config: Config) -> str:
    """What is judged as a whole, which may be a stranger's."""
    root = os.path.abspath(config.root)
    return repository(root) or root


def _key(config: Config) -> bytes | None:
    """The key that seals the tables, made when there is none; None when nobody but the user must know it and that can't be.

    It lies beside the tables that it seals, or where the tree can't bring its own: in the user's cache folder.
    """
    stated = config.cache_folder
    folder = user_folder() if stated is None or inside(stated, _top(config)) else stated
    path = os.path.join(folder, "key")
    try:
        _make_folder(folder)
        if not _private(os.lstat(folder), 0o022):
            return None
        if not os.path.lexists(path):
            from k8slint.run import atomic

            atomic.create_private(path, os.urandom(KEY_BYTES))  # if another run was first, it is that run's
        if not _private(os.lstat(path), 0o077):
            return None
        key = read_regular(path, KEY_BYTES)
    except OSError:
        return None
    return key if len(key) == KEY_BYTES else None


def _private(status: os.stat_result, others: int) -> bool:
    """Whether it is the user's own, and others can't do what these bits of the mode say."""
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & others


def _make_folder(folder: str) -> None:
    if os.path.isdir(folder):
        return
    os.makedirs(folder, 0o700)
    if os.path.dirname(folder) == user_folder():  # a project's own, in one that says what it is
        return
    from k8slint.run import atomic

    atomic.write(os.path.join(folder, ".gitignore"), b"*\n")
    atomic.write(os.path.join(folder, "CACHEDIR.TAG"), b"Signature: 8a477f597d28d172789f06886806bc55\n")


def _prune(folder: str, kept: int) -> None:
    """Leave the newest tables; each was written for other settings, another version of k8slint, or another branch.

    Nothing goes that isn't called as one of them; what a killed run left goes after an hour.
    """
    from k8slint.run.atomic import is_temporary

    tables: list[tuple[int, str]] = []
    with os.scandir(folder) as scan:
        for entry in scan:
            status = entry.stat(follow_symlinks=False)
            if _is_table(entry.name):
                tables.append((status.st_mtime_ns, entry.path))
            elif is_temporary(entry.name) and status.st_mtime < _now() - 3600:
                os.unlink(entry.path)
    for _, path in sorted(tables, reverse=True)[kept:]:
        os.unlink(path)


def _is_table(name: str) -> bool:
    kind, _, rest = name.partition("-")
    return kind in TABLES and rest.endswith(".bin") and _is_digest(rest[:-4])


def _is_digest(name: str) -> bool:
    return len(name) == 32 and all(character in "0123456789abcdef" for character in name)


def _sweep(folder: str) -> None:
    """Remove the tables of projects that were not checked for long."""
    with os.scandir(folder) as scan:
        folders = [entry for entry in scan if _is_digest(entry.name) and entry.is_dir(follow_symlinks=False)]
    for entry in folders:
        if entry.stat().st_mtime < _now() - KEPT_DAYS * 86_400:
            _prune(entry.path, 0)
            os.rmdir(entry.path)


def _now() -> float:
    import time

    return time.time()


def _seen_from_here(path: str) -> str:
    return os.path.relpath(path).replace(os.sep, "/")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _engine() -> bytes:
    """What stands for k8slint's own code and the interpreter.

    Of an installed wheel, the hashes that its RECORD lists, so that a fresh installation of the same version finds what
    an earlier one left (CI). Of a checkout, the status of each of its files.
    """
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    version = f"{sys.version_info[:3]}{sys.implementation.name}".encode()
    record = os.path.join(os.path.dirname(package), f"k8slint-{__version__}.dist-info", "RECORD")
    try:
        rows = read_regular(record, MAX_SETTINGS).splitlines(keepends=True)
        lines = [line for line in rows if line.startswith(b"k8slint/") and b"sha256=" in line]
    except OSError:
        lines = []
    if lines:
        return digest(version + b"".join(sorted(lines)))
    found: list[tuple[str, int, int]] = []
    pending = [package]
    while pending:
        with os.scandir(pending.pop()) as scan:
            for entry in scan:
                if entry.name == "__pycache__":
                    continue
                if entry.is_dir():
                    pending.append(entry.path)
                else:
                    stat = entry.stat()
                    found.append((entry.path, stat.st_size, stat.st_mtime_ns))
    return digest(version + repr(sorted(found)).encode("utf-8", "surrogateescape"))
