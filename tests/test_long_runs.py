"""What a long run shows: how far it is, on a terminal; where its time goes; and a run that goes on with every change."""

from __future__ import annotations

import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from shell import DEAD_IMPORT, MEMORY, Shell, airflow_project

from k8slint.run.progress import PATIENCE, Progress

COMMAND = str(Path(sys.executable).with_name("k8slint"))
# The command, with files that take a while.
SLOW = """
import sys, time
from k8slint.run import judging
judge_file = judging.judge_file
def slowly(path, *rest):
    time.sleep({seconds})
    return judge_file(path, *rest)
judging.judge_file = slowly
from k8slint.__main__ import main
sys.exit(main({arguments!r}))
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return airflow_project(tmp_path)


def environment(**more: str) -> dict[str, str]:
    return {**{key: value for key, value in os.environ.items() if key != "CI"}, "TERM": "xterm", **more}


class Terminal:
    """A command whose standard error is a terminal, and what that terminal got."""

    def __init__(self, shell: Shell, seconds: float, *arguments: str, **more: str) -> None:
        self._ours, theirs = pty.openpty()
        program = SLOW.format(seconds=seconds, arguments=["check", *arguments])
        self.process = subprocess.Popen(
            [sys.executable, "-c", program],
            cwd=shell.folder,
            stdout=subprocess.PIPE,
            stderr=theirs,
            env=environment(**more),
        )
        os.close(theirs)
        self.got = ""

    def read(self) -> bool:
        try:
            data = os.read(self._ours, 4096)
        except OSError:  # Linux says so when the other side has closed
            data = b""
        self.got += data.decode()
        return bool(data)

    def until(self, text: str) -> None:
        while text not in self.got:
            assert self.read(), self.got

    def end(self) -> int:
        while self.read():
            pass
        os.close(self._ours)
        self.process.communicate()
        return self.process.returncode

    @property
    def screen(self) -> list[str]:
        """What is left to see."""
        lines = []
        for line in self.got.replace("\r\n", "\n").split("\n"):
            shown = ""
            for part in re.split(r"(\r|\x1b\[K)", line):
                if part == "\r":
                    column = 0
                elif part == "\x1b[K":
                    shown = shown[:column]
                else:
                    column = 0 if not shown else column
                    shown = shown[:column] + part + shown[column + len(part) :]
                    column += len(part)
            lines.append(shown)
        return [line for line in lines if line]


def test_a_terminal_shows_how_far_the_run_is_and_then_no_longer(shell: Shell) -> None:
    shell.write(a_py=MEMORY, b_py=DEAD_IMPORT)
    terminal = Terminal(shell, 0.9, "--no-cache")
    assert terminal.end() == 1
    assert re.search(r"\r\x1b\[KChecking 1/2 files, \d+ s  [ab]\.py", terminal.got)
    assert terminal.screen == [
        "Checked 2 files: 2 findings, 1 fixable with --fix, 1 fixable with --fix --unsafe-fixes."
    ]


@pytest.mark.parametrize("way", ["quiet", "CI", "dumb", "short"])
def test_nothing_is_drawn_where_it_would_be_in_the_way(shell: Shell, way: str) -> None:
    shell.write(a_py=MEMORY)
    arguments = ("--no-cache", *(("-q",) if way == "quiet" else ()))
    more = {"CI": {"CI": "true"}, "dumb": {"TERM": "dumb"}}.get(way, {})
    terminal = Terminal(shell, 0 if way == "short" else 1.3, *arguments, **more)
    assert terminal.end() == 1
    if way != "short" or "Checking" not in terminal.got:  # a very slow machine may take its second anyway
        assert "\r\x1b" not in terminal.got
        assert "files, " not in terminal.got


def test_nothing_is_drawn_into_a_pipe(shell: Shell) -> None:
    shell.write(a_py=MEMORY)
    program = SLOW.format(seconds=1.3, arguments=["check", "--no-cache"])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=shell.folder, capture_output=True, text=True, env=environment()
    )
    assert done.stderr == "Checked 1 file: 1 finding, 1 fixable with --fix --unsafe-fixes.\n"


def test_an_interrupted_run_leaves_a_clean_line(shell: Shell) -> None:
    shell.write(a_py=MEMORY)
    terminal = Terminal(shell, 60, "--no-cache")
    terminal.until("Checking 0/1 files")
    terminal.process.send_signal(signal.SIGINT)
    assert terminal.end() == 130
    assert terminal.screen == ["Interrupted."]


def test_names_on_the_line_are_harmless_and_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    ours, theirs = pty.openpty()
    now = 100.0
    monkeypatch.setattr("k8slint.run.progress.time.monotonic", lambda: now)
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    with os.fdopen(theirs, "w") as stream:
        progress = Progress(stream)
        assert progress
        progress("Checking", 1, 3, "never shown")  # in the first second
        now += PATIENCE + 0.01
        progress("Checking", 2, 3, "evil\x1b[2J\n\u202e" + "x" * 200 + "/dag.py")
        progress("Checking", 3, 3, "too soon")
        progress.erase()
        progress.erase()
        got = os.read(ours, 4096).decode()
        while got.count("\x1b[K") < 2:
            got += os.read(ours, 4096).decode()
    os.close(ours)
    first, line, last = got.split("\r\x1b[K")
    assert (first, last) == ("", "")
    assert line.startswith("Checking 2/3 files, 1 s  ...")
    assert line.endswith("xxx/dag.py")
    assert len(line) < 80
    assert line.isprintable()


# --- where the time goes

LOOPS = """
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

for first in range(12):
    for second in range(12):
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", image=f"a:{first}{second}")]))
        BashOperator(task_id=f"t{first}_{second}", bash_command="true", executor_config={"pod_override": pod})
"""


def test_timings_name_the_slowest_files_and_what_took_the_time(shell: Shell) -> None:
    shell.write(dags__slow_py=LOOPS, dags__quick_py=MEMORY)
    outcome = shell.run("check", "dags", "--timings")
    assert outcome.code == 1
    lines = outcome.err.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("Time of 2 files: "))
    assert lines[start + 1] == "seconds  slowest files"
    assert [line.split()[1] for line in lines[start + 2 : start + 4]] == ["dags/slow.py", "dags/quick.py"]
    assert lines[start + 4] == "seconds  share  phases and rules"
    rows = [re.fullmatch(r" +[\d.]+ +\d+ %  (.+)", line) for line in lines[start + 5 :]]
    assert all(rows)
    named = {row[1] for row in rows if row}
    assert "evaluating" in named
    assert all(re.fullmatch(r"KE\d{3} [a-z-]+|[a-z][A-Za-z' ]+", name) for name in named)
    assert outcome.out == shell.run("check", "dags").out  # the findings are what they were


def test_what_is_remembered_takes_no_time(shell: Shell) -> None:
    shell.write(dag_py=MEMORY)
    assert shell.run("check").code == 1
    remembered = "(1 from the cache, not timed; use --no-cache to check them too)"
    assert f"No file was checked {remembered}.\n" in shell.run("check", "--timings").err
    assert "Time of 1 file: " in shell.run("check", "--timings", "--no-cache").err
    shell.write(new_py=DEAD_IMPORT)
    outcome = shell.run("check", "--timings")
    assert re.search(rf"Time of 1 file: [\d.]+ s {re.escape(remembered)}\n", outcome.err)
    assert "new.py" in outcome.err


def test_statistics_are_a_table(shell: Shell) -> None:
    both = (
        'from airflow.providers.cncf.kubernetes.secret import Secret\n\nSecret("env", "password", "db", "password")\n'
    )
    shell.write(a_py=DEAD_IMPORT + MEMORY, b_py=DEAD_IMPORT * 10, c_py=both)
    assert shell.run("check", "--statistics").out.splitlines() == [
        "count  code   name                       severity  fixable  files",
        "   11  KE601  moved-import               error          11      2",
        "    1  KE301  invalid-quantity           error           1      1",
        "    1  KE410  secret-target-upper-cased  info            1      1",
        "   13  total                                            13      3",
    ]


# --- watching


class Watching:
    """``k8slint check --watch`` in a folder, and what it says, line by line."""

    def __init__(self, shell: Shell, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [COMMAND, "check", "--watch", "--output-format", "concise", *arguments],
            cwd=shell.folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment(PYTHONUNBUFFERED="1"),
        )  # fmt: skip

        self._patience = threading.Timer(120, self.process.kill)  # for a change that it never sees
        self._patience.daemon = True
        self._patience.start()

    def until_it_waits(self) -> str:
        """All that is said until it waits for the next change."""
        said = ""
        assert self.process.stdout
        for line in self.process.stdout:
            if line.startswith("Watching "):
                return said
            said += line
        raise AssertionError(f"it ended: {said}")

    def interrupt(self) -> tuple[int, str]:
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate()
        self._patience.cancel()
        return self.process.returncode, said


@pytest.fixture
def watching(shell: Shell) -> Iterator[Watching]:
    shell.write(dags__dag_py="from helper import limits\n", dags__helper_py="limits = {}\n")
    watching = Watching(shell, "dags")
    yield watching
    if watching.process.poll() is None:
        watching.process.kill()
        watching.process.communicate()


def test_each_change_is_checked(shell: Shell, watching: Watching) -> None:
    assert watching.until_it_waits() == "Checked 2 files: nothing found.\n"
    shell.write(dags__dag_py=MEMORY)
    said = watching.until_it_waits()
    assert said.startswith("Changed: dags/dag.py\n")
    assert "dags/dag.py:3:55: KE301 " in said
    shell.write(dags__new_py=DEAD_IMPORT)  # a file that comes
    assert "Changed: dags/new.py\n" in (said := watching.until_it_waits())
    assert "dags/new.py:1:" in said
    (shell.folder / "dags/new.py").unlink()  # and goes
    assert "KE601" not in watching.until_it_waits()
    shell.write(k8slint_toml='ignore = ["KE301"]\n')  # settings that come
    assert watching.until_it_waits() == "Changed: k8slint.toml\nChecked 2 files: nothing found.\n"
    shell.write(k8slint_toml="ignore = [\n")  # are half-written
    assert "Error: k8slint.toml: " in watching.until_it_waits()
    shell.write(k8slint_toml="")
    assert "KE301" in watching.until_it_waits()
    assert watching.interrupt() == (130, "Interrupted.\n")


def test_what_a_file_depends_on_is_watched(shell: Shell, watching: Watching) -> None:
    uses = MEMORY.replace('{"memory": "512MB"}', "limits").replace(
        "models as k8s\n", "models as k8s\nfrom sizes import limits\n"
    )
    watching.until_it_waits()
    shell.write(k8slint_toml='src = ["lib"]\n', lib__sizes_py="limits = {}\n")
    watching.until_it_waits()
    shell.write(dags__dag_py=uses)
    watching.until_it_waits()
    shell.write(lib__sizes_py='limits = {"memory": "512MB"}\n')
    said = watching.until_it_waits()
    assert said.startswith("Changed: lib/sizes.py\n")
    assert "KE301" in said
    shell.write(requirements_txt="apache-airflow==2.9.0\n")  # which versions run
    assert watching.until_it_waits().startswith("Changed: requirements.txt\n")
    assert watching.interrupt()[0] == 130


def test_fixes_of_its_own_are_no_change(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    watching = Watching(shell, "--fix")
    assert "1 fix applied" in watching.until_it_waits()
    time.sleep(1)  # it looks again in this time
    assert watching.interrupt() == (130, "Interrupted.\n")


def test_what_is_wrong_at_first_ends_it(shell: Shell) -> None:
    shell.write(k8slint_toml="selct = []\n")
    outcome = shell.run("check", "--watch")
    assert (outcome.code, outcome.err.startswith("Error: k8slint.toml: unknown key")) == (2, True)
