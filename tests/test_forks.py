"""Most tests run the command in a forked process (``forks``): it does what a process of its own does."""

from __future__ import annotations

import subprocess
from pathlib import Path

import forks
import pytest
from shell import CLEAN, DEAD_IMPORT, MEMORY, Shell

RUNS = {
    "a finding": ["check", "--no-cache", "."],
    "nothing to find": ["check", "--no-cache", "clean.py"],
    "several processes": ["check", "--no-cache", "--jobs", "2", ".", "--output-format", "json"],
    "standard input": ["check", "-", "--output-format", "concise"],
    "through click": ["rule", "KE301"],
    "the version": ["--version"],
    "help": ["check", "--help"],
    "wrong usage": ["check", "--no-such-option"],
    "a file that isn't there": ["check", "nothing.py"],
    "a page": ["report", ".", "--format", "csv"],
    "pods": ["render", "."],
    "settings": ["config"],
    "a fix": ["check", "--diff", "dead.py", "--airflow-version", "3.1"],
}


@pytest.mark.parametrize("run", RUNS)
def test_a_run_is_the_same(run: str, tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.write(memory_py=MEMORY, dead_py=DEAD_IMPORT, clean_py=CLEAN)
    words = RUNS[run]
    forked, started = (way(*words, stdin=MEMORY.encode(), FORCE_COLOR="1") for way in (shell.run, shell.start))
    assert forked == started


def test_what_python_reads_when_it_starts_gets_a_start_of_its_own(tmp_path: Path) -> None:
    assert not forks.may_fork({"PYTHONHASHSEED": "1"})
    assert not forks.may_fork({"LC_ALL": "C"})
    assert forks.may_fork({"NO_COLOR": "1"})


def test_a_run_that_hangs_is_ended(tmp_path: Path) -> None:
    Shell(tmp_path).write(clean_py=CLEAN)
    with pytest.raises(subprocess.TimeoutExpired):
        forks.run(tmp_path, ["check", "--watch", "clean.py"], b"", {}, 1)
