"""What the last runs found, so that unchanged files need not be judged again.

An outcome is remembered under the file's content, the settings, the targets, k8slint's own code, and the state of every
other file that the evaluation looked at. Nothing here can make a run fail or lie: what can't be read, or was damaged,
counts as not remembered; what can't be written is not kept.
"""

from __future__ import annotations

import marshal
import os
import sys
from _blake2 import blake2b  # hashlib would load OpenSSL first

from k8slint.lint.report import FileResult
from k8slint.settings.files import MAX_MEMORY, MAX_SETTINGS, MAX_SOURCE, read_regular
from k8slint.version import __version__

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from k8slint.settings.config import Config
    from k8slint.settings.detection import Detected
    from k8slint.settings.targets import Targets

EVERY_FILE = "*"  # among what was read (``source.project`` says so): too much to remember an outcome by
FOLDER = ".k8slint_cache"
MAGIC = b"k8slint1"
KEPT_TABLES = 16  # of other settings, versions and branches; the oldest go
# A file may be written twice within one tick of its file system's clock: what was changed just now is read again.
SETTLED_NS = 2_000_000_000
TICK_NS = 10_000_000
NOT_REMEMBERED = ("KE001", "KE003")  # depends on more than we know: other parsers' versions, memory, permissions

CASE_MATTERS = sys.platform == "linux"

Signature = tuple[int, int, int, int]


def digest(data: bytes) -> bytes:
    """16 bytes that stand for a content."""
    return blake2b(data, digest_size=16).digest()


def signature(stat: os.stat_result) -> Signature:
    """What of a file's status changes whenever its content does."""
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


class Cache:
    """The remembered outcomes of one project under one set of settings.

    ``contents`` knows files by their status, for runs over so many that reading them all would take the time: path ->
    (status, digest of the content; empty when nothing could matter in it). ``results`` knows outcomes by content.
    """

    def __init__(self, folder: str, config: Config, now_ns: int) -> None:
        self.folder = folder
        # Projects may share a folder: a path means what it means where this one is, and what was read for it lies there.
        self._where = f"{os.path.abspath(config.root)}\0{os.getcwd()}".encode("utf-8", "surrogateescape")
        self._engine = _engine()
        self._now = now_ns
        self._contents = _Table(folder, f"files-{self._key(b'')}")
        self._detected = _Table(folder, f"versions-{self._key(b'')}")
        self._results: _Table | None = None
        self._states: dict[str, bytes] = {}
        self._pairs: dict[str, tuple[str, bytes]] = {}  # one pair for each path, that all outcomes share: written once
        self._names: dict[str, frozenset[str] | None] = {}
        self._change: dict[str, bool] = {}

    def _key(self, settings: bytes) -> str:
        return digest(b"\0".join((self._engine, self._where, settings))).hex()

    # The cheap question: has the file's status changed?

    def known(self, path: str, status: Signature) -> bytes | None:
        """The digest of a file whose status is as it was, ``b""`` when nothing in it mattered; None if not known."""
        entry = self._contents.get(path)
        return entry[1] if entry is not None and entry[0] == status else None

    def learn(self, path: str, status: Signature, content: bytes) -> None:
        if max(status[1], status[2]) < self._now - SETTLED_NS:
            self._contents.put(path, (status, content))

    # The sure question: were this content and all that it leads to judged before?

    def detected(self, question: str) -> tuple[Targets, tuple[str, ...]] | None:
        """The versions that a question was answered with, and the evidence, if no file or folder behind it changed."""
        entry = self._detected.get(question)
        if entry is None or any(self._listing(path) != known for path, known in entry[0]):
            return None
        from k8slint.settings.targets import Targets

        airflow, provider, client, kubernetes, assumed = entry[1]
        return Targets(airflow, provider, client, kubernetes, frozenset(assumed)), entry[2]

    def put_detected(self, question: str, detected: Detected) -> None:
        if any(self._changing(read) for read in detected.reads):
            return
        targets = detected.targets
        versions = (targets.airflow, targets.provider, targets.client, targets.kubernetes, tuple(targets.assumed))
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
        outside = config.digest
        if config.items("inventory"):  # a file that comes to one of its folders changes what exists
            from k8slint.cluster.files import names

            listed = "\0".join(names(config.items("inventory"), config.boundary))
            outside += listed.encode("utf-8", "surrogateescape")
        self._results = _Table(self.folder, f"results-{self._key(outside)}")

    def get(self, path: str, content: bytes) -> FileResult | None:
        entry = self._results.get(path) if self._results is not None else None
        if entry is None or entry[0] != content:
            return None
        states = self._states
        for read, known in entry[1]:  # some ten thousand in a run
            if (states[read] if read in states else self.state(read)) != known:
                return None
        result = FileResult.unpack(marshal.loads(entry[2]))
        result.reads = tuple(read for read, _ in entry[1])
        return result

    def put(self, result: FileResult) -> None:
        """Remember an outcome, unless a file that it read was written while the run went on."""
        if self._results is None or result.fixed is not None:
            return
        if any(finding.code in NOT_REMEMBERED for finding in result.findings) or EVERY_FILE in result.reads:
            return
        if any(self._changing(read) for read in result.reads):
            return
        states = tuple(self._pairs.setdefault(read, (read, self.state(read))) for read in result.reads)
        self._results.put(result.path, (result.digest, states, marshal.dumps(result.pack(with_reads=False))))

    def _changing(self, path: str) -> bool:
        found = self._change.get(path)
        if found is None:
            try:
                found = os.stat(path).st_ctime_ns >= self._now - TICK_NS
            except OSError:
                found = False
            self._change[path] = found
        return found

    def state(self, path: str) -> bytes:
        """What is at a path: the digest of the file, ``b"/"`` for a folder, ``b""`` for nothing. Once in a run."""
        found = self._states.get(path)
        if found is None:
            found = self._states[path] = state(path) if self._may_exist(path) else b""
        return found

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
        for table in (self._contents, self._detected, self._results):
            if table is not None:
                table.save(present)


def state(path: str) -> bytes:
    """What is at a path: the digest of the file, ``b"/"`` for a folder, ``b"?"`` for what can't be read, ``b""`` for
    nothing."""
    try:
        return digest(read_regular(path, MAX_SOURCE))
    except IsADirectoryError:
        return b"/"
    except OSError:
        return b"/" if os.path.isdir(path) else b"?" if os.path.lexists(path) else b""


class _Table:
    """A dict in a file, read when first asked, written whole. Two runs may share it: the later adds to the earlier."""

    __slots__ = ("_entries", "_new", "_path")

    def __init__(self, folder: str, name: str) -> None:
        self._path = os.path.join(folder, f"{name}.bin")
        self._entries: dict[str, Any] | None = None
        self._new: dict[str, Any] = {}

    def get(self, key: str) -> Any:
        if self._entries is None:
            self._entries = _read(self._path)
        return self._entries.get(key)

    def put(self, key: str, value: Any) -> None:
        self._new[key] = value

    def save(self, present: frozenset[str]) -> None:
        if not self._new:
            return
        entries = _read(self._path)  # another run may have written meanwhile
        if present:
            entries = {key: value for key, value in entries.items() if key in present or os.path.exists(key)}
        entries |= self._new
        body = marshal.dumps(entries)
        try:
            first = not os.path.exists(self._path)
            _make_folder(os.path.dirname(self._path))
            from k8slint.run import atomic

            atomic.write(self._path, MAGIC + digest(body) + body)
            if first:
                _prune(os.path.dirname(self._path))
        except OSError:
            pass  # read-only, full, or gone: the next run does the work again


def _read(path: str) -> dict[str, Any]:
    try:
        data = read_regular(path, MAX_MEMORY)
    except OSError:
        return {}
    start = len(MAGIC) + 16
    body = memoryview(data)[start:]
    if data[: len(MAGIC)] != MAGIC or data[len(MAGIC) : start] != digest(body):  # type: ignore[arg-type]
        return {}
    entries = marshal.loads(body)
    return entries if isinstance(entries, dict) else {}


def _make_folder(folder: str) -> None:
    if os.path.isdir(folder):
        return
    os.makedirs(folder)
    from k8slint.run import atomic

    atomic.write(os.path.join(folder, ".gitignore"), b"*\n")
    atomic.write(os.path.join(folder, "CACHEDIR.TAG"), b"Signature: 8a477f597d28d172789f06886806bc55\n")


def _prune(folder: str) -> None:
    """Leave the newest tables; each was written for other settings, another version of k8slint, or another branch."""
    with os.scandir(folder) as scan:
        tables = [(entry.stat().st_mtime_ns, entry.path) for entry in scan if entry.name.endswith(".bin")]
    for _, path in sorted(tables, reverse=True)[KEPT_TABLES:]:
        os.unlink(path)


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
