"""The other commands on a stranger's tree: their errors are harmless, and no file costs them more than it may."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from shell import DEAD_IMPORT, LIVE_IMPORT, MEMORY, Shell

NASTY = "a\x1b[31m\n::error ::b\u202ec"
TASK = (
    "from airflow.operators.bash import BashOperator\n"
    "from kubernetes.client import models as k8s\n"
    "BashOperator(task_id='{}', bash_command='a', executor_config={{'pod_override': k8s.V1Pod()}})\n"
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", f"--{NASTY}"),
        ("check", "--output-format", NASTY),
        ("check", "--jobs", NASTY),
        ("check", NASTY),
        ("rule", NASTY),
        ("render", f"--{NASTY}"),
        ("render", NASTY),
        ("report", "--format", NASTY),
        ("report", NASTY),
        ("inventory", "--kubeconfig", NASTY),
        ("inventory", "--timeout", NASTY),
        ("verify", "--kubeconfig", NASTY, "."),
        (NASTY,),
    ],
    ids=lambda arguments: f"{arguments[0][:9]} {arguments[-1][:9]!r}".encode("ascii", "replace").decode(),
)
def test_what_stands_on_the_command_line_is_shown_as_escapes(shell: Shell, arguments: tuple[str, ...]) -> None:
    outcome = shell.run(*arguments)
    assert outcome.code == 2
    assert "Traceback" not in outcome.err
    assert not any(character in outcome.err + outcome.out for character in "\x1b\u202e")
    assert not any(line.startswith("::error") for line in (outcome.err + outcome.out).splitlines())


def test_errors_of_the_command_line_are_as_they_were(shell: Shell) -> None:
    outcome = shell.run("check", "--output-format", "none")
    assert outcome.code == 2
    assert outcome.err.startswith(
        "Usage: k8slint check [OPTIONS] [PATHS]...\nTry 'k8slint check --help' for help.\n\nError: "
    )
    assert (shell.run("--help").code, shell.run("check", "--help").code, shell.run("--version").code) == (0, 0, 0)


RUN = """
import sys, time
from k8slint.run import rendering
plain = rendering.evaluate
def evaluate(source, *others, **named):
    if "SLEEP" in source.text:
        time.sleep(1000)
    if "FILL" in source.text:
        held = []
        while True:
            held.append(bytearray(100_000_000))
    if "DIE" in source.text:
        import os
        os.kill(os.getpid(), 11)
    return plain(source, *others, **named)
rendering.evaluate = evaluate
from k8slint.settings.config import Config
Config.seconds = property(lambda self: 2)
from k8slint.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("SLEEP", "it took longer than 2 seconds"),
        ("FILL", "it takes more than 2 GB of memory"),
        ("DIE", "a worker died of it: signal 11"),
    ],
)
def test_a_file_that_takes_too_much_is_not_rendered_and_the_others_are(shell: Shell, word: str, why: str) -> None:
    shell.put("a.py", TASK.format("first"))
    shell.put("b.py", f"{TASK.format('second')}# {word}\n")
    shell.put("c.py", TASK.format("third"))
    run = subprocess.run(
        [sys.executable, "-c", RUN.replace("2)", "30)") if word == "FILL" else RUN, "render", "."],
        cwd=shell.folder, capture_output=True, text=True, timeout=100, check=False,
    )  # fmt: skip
    assert (run.returncode, "Traceback" in run.stderr) == (1, False)
    assert f"Error: b.py: it was not rendered: {why}\n" in run.stderr
    assert [word in run.stdout for word in ("task first", "task second", "task third")] == [True, False, True]


def test_a_link_that_leads_out_is_told_by_render_too(shell: Shell) -> None:
    outside = shell.folder.parent / f"{shell.folder.name}-outside.py"
    outside.write_text(MEMORY)
    (shell.folder / "link.py").symlink_to(outside)
    outcome = shell.run("render", ".")
    assert (outcome.code, "Note: link.py points outside of its repository" in outcome.err) == (0, True)


# --- temporary files of runs that were killed


def gone() -> int:
    """The number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


def left(shell: Shell, name: str, age: float) -> Path:
    path = shell.put(name, "half of a fi")
    os.utime(path, (time.time() - age, time.time() - age))
    return path


def test_what_killed_runs_left_is_removed_by_the_next_that_writes_there(shell: Shell) -> None:
    shell.put("dags/dag.py", DEAD_IMPORT)
    stale = [left(shell, f"dags/.k8slint-{gone()}-0.tmp", 60), left(shell, f"dags/.k8slint-{os.getpid()}-1.tmp", 7200)]
    kept = [
        left(shell, f"dags/.k8slint-{os.getpid()}-0.tmp", 60),  # of a run that may still write
        left(shell, f"dags/.k8slint-{gone()}-1.tmp", 0),  # of a run on another machine, perhaps
        left(shell, f"dags/.k8slint-{gone()}-x.tmp", 7200),
        left(shell, "dags/k8slint-1-0.tmp", 7200),
        left(shell, f"other/.k8slint-{gone()}-0.tmp", 60),  # nothing is written there
    ]
    link = shell.folder / f"dags/.k8slint-{gone()}-2.tmp"
    link.symlink_to("dag.py")
    shell.run("check", ".")
    assert all(path.exists() for path in stale)  # a run that writes nothing removes nothing
    assert shell.run("check", ".", "--fix", "--airflow-version", "3.1").code == 0
    assert not any(path.exists() for path in stale)
    assert all(path.exists() for path in kept)
    assert link.is_symlink()
    assert shell.read("dags/dag.py") != DEAD_IMPORT


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=str)
def test_a_signal_between_making_a_file_and_writing_it_leaves_nothing(shell: Shell, number: signal.Signals) -> None:
    """The moment after the temporary file is there: nothing else knows of it yet."""
    shell.put("dag.py", DEAD_IMPORT)
    program = f"""if True:
        import os, sys
        from k8slint.run import atomic
        from k8slint.__main__ import main
        plain = atomic._temporary
        def temporary(folder, mode=0o666):
            made = plain(folder, mode)
            os.kill(os.getpid(), {int(number)})
            return made
        atomic._temporary = temporary
        sys.exit(main(["check", "--no-cache", "--fix", "--airflow-version=3.1", "."]))"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=shell.folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == (130 if number is signal.SIGINT else 143)
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in shell.folder.iterdir()) == [".git", "dag.py"]
    assert shell.read("dag.py") == LIVE_IMPORT  # whole, as what was begun was finished
