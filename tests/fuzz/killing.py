"""Runs that are killed at random moments: no file is torn, nothing stays behind, no process lives on."""

from __future__ import annotations

import os
import random
import signal
import tempfile
import time
from pathlib import Path

from attacks import HEAD
from growth import SHAPES

from fuzz.running import Kind, check, folder, run, start

SIGNALS = {signal.SIGKILL: {-9}, signal.SIGTERM: {143}, signal.SIGINT: {130}}
FILES = 30


def living(group: int) -> list[int]:
    """The processes of a group that haven't ended."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] not in "ZX" and int(fields[2]) == group:
                found.append(int(entry.name))
    return found


def ends(group: int) -> bool:
    for _ in range(200):
        if not living(group):
            return True
        time.sleep(0.05)
    return False


def kill(kind: Kind, chance: random.Random, before: dict[str, bytes], after: dict[str, bytes], seconds: float) -> None:
    """One run over a tree, killed at some moment of the ``seconds`` that it takes."""
    number = chance.choice(list(SIGNALS))
    kind.tried += 1
    with folder() as where, tempfile.TemporaryFile() as said:
        for name, data in before.items():
            (where / name).write_bytes(data)
        options = ["check", "--isolated", "--fix", "--unsafe-fixes", "--airflow-version=3.1", "--output-format=json", f"--jobs={chance.choice((1, 3))}", "--output-file=report.json", "."]  # fmt: skip
        pid = start(options, where, (said.fileno(), said.fileno()))
        if chance.random() < 0.5:
            time.sleep(chance.random() * seconds * 1.2)
        else:
            _await_writing(where, before, seconds * 3)
            time.sleep(chance.random() ** 3 * 0.1)
        os.kill(pid, number)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if code not in SIGNALS[number] | {0, 1}:
            said.seek(0)
            kind.fail(f"{number.name}: exit code {code}", said.read().decode("utf-8", "replace"))
        if not ends(pid):
            kind.fail(f"{number.name}: processes live on", str(living(pid)))
            os.killpg(pid, signal.SIGKILL)
        for name, data in before.items():
            there = (where / name).read_bytes() if (where / name).exists() else b"(gone)"
            if there not in (data, after[name]):
                kind.fail(f"{number.name}: a torn file", there.decode("utf-8", "replace"))
        left = _left(where, before)
        if left and number is not signal.SIGKILL:
            kind.fail(f"{number.name}: left behind", " ".join(left))
        for path in where.iterdir():  # a minute later
            if path.name.endswith(".tmp"):
                os.utime(path, (time.time() - 60, time.time() - 60))
        again = run(options, where)
        if again.code not in (0, 1) or {name: (where / name).read_bytes() for name in before} != after:
            kind.fail(f"{number.name}: the run after it does not finish the work", again.err)
        left = _left(where, before)
        if left:
            kind.fail(f"{number.name}: left behind by the run after it, too", " ".join(left))


def _await_writing(where: Path, before: dict[str, bytes], seconds: float) -> None:
    """Wait until the first file is written, or is about to be."""
    first = _state(where, before)
    until = time.monotonic() + seconds
    while time.monotonic() < until and _state(where, before) == first:
        time.sleep(0.0005)


def _state(where: Path, before: dict[str, bytes]) -> tuple[bool, list[int]]:
    """Whether a temporary file is there, and when the files were written."""
    names = os.listdir(where)
    times = [(where / name).stat().st_mtime_ns for name in before if name in names]
    return any(name.endswith(".tmp") for name in names), times


def _left(where: Path, known: dict[str, bytes]) -> list[str]:
    """What a run left that it should not have."""
    caches = [path for path in (where / ".git/caches").rglob("*") if path.name.endswith(".tmp")]
    return sorted(
        [path.name for path in where.iterdir() if path.name not in (*known, ".git", "report.json")]
        + [path.name for path in caches]
    )


def tree() -> tuple[dict[str, bytes], dict[str, bytes], float]:
    """Files with much to fix, what becomes of them, and how long that takes."""
    shapes = [name for name in SHAPES if "import" in name or "tasks with" in name or "moved" in name]
    before = {f"f{number:02}.py": (HEAD + SHAPES[shapes[number % len(shapes)]](8)).encode() for number in range(FILES)}
    with folder() as where:
        for name, data in before.items():
            (where / name).write_bytes(data)
        began = time.monotonic()
        check(where, "--fix", "--unsafe-fixes")
        return before, {name: (where / name).read_bytes() for name in before}, time.monotonic() - began
