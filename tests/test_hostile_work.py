"""Files that take time or memory without end: each has one finding, and the run goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.run.pool import share


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


# A run of k8slint in which judging a file whose text has a word does what the word stands for.
RUN = """
import os, sys, time
from k8slint.lint import pipeline
plain = pipeline.lint
def lint(source, config, project):
    if "SLEEP" in source.text:
        time.sleep(1000)
    if "SPIN" in source.text:
        while True:
            pass
    if "STUCK" in source.text:
        10 ** 10 ** 10
    if "FILL" in source.text:
        held = []
        while True:
            held.append(bytearray(100_000_000))
    if "DIE" in source.text:
        os.kill(os.getpid(), 11)
    if "SAY" in source.text:
        print(os.getpid(), file=open("worker", "w"), flush=True)
        time.sleep(1000)
    return plain(source, config, project)
pipeline.lint = lint
from k8slint.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def started(shell: Shell, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", RUN, "check", "--no-cache", "--output-format", "concise", *arguments]
    return subprocess.Popen(command, cwd=shell.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize(
    ("word", "finding"),
    [
        ("SLEEP", "KE004 this file was not checked: it took longer than 2 seconds; --timeout-per-file sets the limit"),
        ("STUCK", "KE004 this file was not checked: it took longer than 2 seconds"),
        ("FILL", "KE004 this file was not checked: it takes more than 2 GB of memory"),
        ("DIE", "KE003 k8slint failed on this file (the worker process died: signal 11); please report it"),
    ],
)
def test_one_finding_and_the_run_goes_on(shell: Shell, word: str, finding: str, jobs: str) -> None:
    shell.write(a_py=MEMORY, c_py=MEMORY)
    shell.put("b.py", f"{MEMORY}# {word}\n")
    run = started(shell, "--timeout-per-file", "30" if word == "FILL" else "2", "--jobs", jobs)
    out, err = run.communicate(timeout=100)
    lines = out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["a.py", "b.py", "c.py"]
    assert lines[1].startswith(f"b.py:1:1: {finding}")
    assert (run.returncode, "Traceback" in err) == (3 if word == "DIE" else 1, False)


def test_standard_input_is_limited_too(shell: Shell) -> None:
    command = [sys.executable, "-c", RUN, "check", "-", "--output-format", "concise", "--timeout-per-file", "1"]
    run = subprocess.run(
        command, input=MEMORY + "# SPIN\n", cwd=shell.folder, capture_output=True, text=True, timeout=100, check=False
    )
    assert (run.returncode, "KE004" in run.stdout) == (1, True)


def test_a_file_of_many_megabytes_is_told_when_it_could_matter(shell: Shell) -> None:
    shell.put("data.py", "x = 1\n" * 1_000_000)
    shell.put("large.py", MEMORY + "x = 1\n" * 1_000_000)
    outcome = shell.run("check", "--output-format", "concise")
    assert outcome.out == "large.py:1:1: KE004 this file was not checked: it has 6,000,206 bytes, more than 5,000,000\n"


# --- processes


def worker_of(shell: Shell) -> int:
    file = shell.folder / "worker"
    for _ in range(600):
        if file.exists() and file.read_text().strip():
            return int(file.read_text())
        time.sleep(0.05)
    raise AssertionError("no worker began")


def gone(pid: int) -> bool:
    """Whether a process ends soon: it isn't there, or only waits for somebody to ask how it ended."""
    for _ in range(200):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -9), (signal.SIGTERM, 143), (signal.SIGINT, 130)], ids=str
)
def test_workers_end_with_their_parent(shell: Shell, number: int, code: int) -> None:
    for name in "abcd":
        shell.put(f"{name}.py", f"{MEMORY}# SAY\n{'x = 1' * 1}\n" * 100)
    run = started(shell, "--jobs", "2")
    worker = worker_of(shell)
    run.send_signal(number)
    out, err = run.communicate(timeout=100)
    assert run.returncode == code
    assert gone(worker)
    assert out == ""
    assert err in ("", "Terminated.\n", "Interrupted.\n")


def test_an_item_that_takes_too_long_costs_one_worker() -> None:
    def work(item: int) -> int:
        if item % 7 == 3:
            time.sleep(1000)
        return item

    expected = [item if item % 7 != 3 else -1 for item in range(20)]
    assert share(20, 3, work, lambda item, cause: -1 if cause == "time" else -2, seconds=1) == expected


def test_no_worker_holds_the_end_that_its_parent_reads() -> None:
    def work(item: int) -> list[str]:
        return sorted(os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if int(name) > 2
                      if os.path.lexists(f"/proc/self/fd/{name}"))  # fmt: skip

    pipes = [
        [name for name in held if name.startswith("pipe:")] for held in share(4, 4, work, lambda *_: [], seconds=9)
    ]
    assert all(len(held) == len(before) + 2 for held, before in zip(pipes, [_pipes()] * 4, strict=True))


def _pipes() -> list[str]:
    held = (f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd") if int(name) > 2)
    return [name for path in held if os.path.lexists(path) and (name := os.readlink(path)).startswith("pipe:")]
