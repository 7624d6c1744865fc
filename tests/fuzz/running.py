"""Runs of k8slint as processes that start at once, as everything is imported already; and what went wrong in them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

HANGS = 120  # seconds after which a run counts as one that never ends


class Run(NamedTuple):
    """What a run left: its exit code (negative: the signal that ended it, None: it hung) and what it printed."""

    code: int | None
    out: str
    err: str

    def findings(self) -> list[dict[str, Any]]:
        try:
            return list(json.loads(self.out))
        except ValueError:
            return []


@dataclass
class Kind:
    """What was tried of one kind, how much of it was rewritten, and what failed, each with its file."""

    name: str
    tried: int = 0
    rewritten: int = 0
    failed: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)

    def fail(self, why: str, example: str) -> None:
        self.failed[why] += 1
        self.examples.setdefault(why, example)


def load_all() -> None:
    """Import what runs import, so that each begins with it."""
    from k8slint.api import fix_text

    fork = os.fork
    del os.fork
    try:
        fix_text(
            "from airflow.operators.bash_operator import BashOperator\nBashOperator(task_id='a', provide_context=True)\n"
        )
    finally:
        os.fork = fork


@contextmanager
def folder() -> Iterator[Path]:
    """A repository of its own, gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="fuzz-"))
    (made / ".git").mkdir()
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def start(arguments: list[str], where: Path, files: tuple[int, int]) -> int:
    """Begin a run of the command in a folder; its process, which never goes back into the code that called this: that
    would remove the folder. So it is interrupted only inside of ``_run``."""
    held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    pid = os.fork()
    if pid:
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        return pid
    code = 70
    try:
        signal.signal(signal.SIGTERM, lambda *_: os._exit(143))  # as a shell sees it, until the command has its own
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        code = _run(arguments, where, files)
    finally:
        os._exit(code)


def _run(arguments: list[str], where: Path, files: tuple[int, int]) -> int:
    try:
        os.setsid()  # so that all of its processes can be found
        os.chdir(where)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(files[0], 1)
        os.dup2(files[1], 2)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ["XDG_CACHE_HOME"] = str(where / ".git" / "caches")
        from k8slint.__main__ import main

        return main(arguments)
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else 70
    except KeyboardInterrupt:  # before the command could take it, or after its end
        return 130
    except BaseException:
        traceback.print_exc()
        return 70
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def run(arguments: list[str], where: Path) -> Run:
    """One run to its end, or until it has hung for too long."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        pid = start(arguments, where, (out.fileno(), err.fileno()))
        until = time.monotonic() + HANGS
        status = None
        while status is None and time.monotonic() < until:
            done, told = os.waitpid(pid, os.WNOHANG)
            if done:
                status = told
            else:
                time.sleep(0.005)
        if status is None:
            os.killpg(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        out.seek(0)
        err.seek(0)
        code = None if status is None else os.waitstatus_to_exitcode(status)
        return Run(code, out.read().decode("utf-8", "replace"), err.read().decode("utf-8", "replace"))


def check(where: Path, *options: str) -> Run:
    plain = ["check", "--isolated", "--no-cache", "--jobs=1", "--output-format=json", "--airflow-version=3.1", "."]
    return run([*plain, *options], where)


def wrong_with(done: Run, *, fixed: bool = False) -> Iterator[tuple[str, str]]:
    """What no run may do, whatever the files hold: why, and the name of the file where one is to blame."""
    if done.code is None:
        yield "it hangs", ""
        return
    if "Traceback" in done.err:
        yield "a traceback: " + (done.err.strip().splitlines() or [""])[-1][:200], ""
    for finding in done.findings():
        if finding["code"] == "KE003":
            yield f"KE003 {finding['message'][:200]}", finding["filename"]
    failing = [each for each in done.findings() if each["severity"] != "info" and not each.get("assumed")]
    if done.code not in (0, 1, 3) or (done.code == 0 and failing) or (done.code == 1 and not done.findings()):
        yield f"exit code {done.code} with {len(failing)} findings: {done.err[-200:]}", ""
