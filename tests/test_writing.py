"""Fixed files in their places: whatever a file's names, owners and other runs are, nothing is lost and nothing lies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from shell import DEAD_IMPORT, LIVE_IMPORT, Shell

from k8slint.lint.report import FileResult
from k8slint.run.writing import Writing

FIX = ("check", "--isolated", "--no-cache", "--airflow-version", "3.3", "--fix")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    folder = tmp_path / "project"
    folder.mkdir()
    return Shell(folder)


def test_a_file_and_a_link_to_it_are_fixed_once(shell: Shell) -> None:
    shell.put("dags/b.py", DEAD_IMPORT)
    (shell.folder / "dags" / "a.py").symlink_to("b.py")
    outcome = shell.run(*FIX, "dags")
    told = ["dags/a.py changed:", "  KE601 import from `airflow.providers.cncf.kubernetes.secret`"]
    assert (outcome.code, outcome.out) == (0, "")
    needs = "apache-airflow-providers-cncf-kubernetes 7.4.0 or later, which no file of the project requires"
    summary = ["Checked 2 files: nothing found, 1 fix applied.", f"The fixed files need {needs}."]
    assert outcome.err.splitlines() == [*told, *summary]
    assert shell.read("dags/b.py") == LIVE_IMPORT
    assert (shell.folder / "dags" / "a.py").is_symlink()


def test_a_link_that_leads_out_is_not_written_through(shell: Shell) -> None:
    outside = shell.folder.parent / "outside.py"
    outside.write_text(DEAD_IMPORT)
    shell.put("dags/good.py", DEAD_IMPORT)
    (shell.folder / "dags" / "link.py").symlink_to(outside)
    (shell.folder / "elsewhere").symlink_to(shell.folder.parent)
    for path in ("dags", "dags/link.py", "elsewhere/outside.py"):
        outcome = shell.run(*FIX, path)
        if path == "dags":  # a link that leads out is skipped unless it is named
            assert outcome.code == 0
        else:
            assert outcome.code == 2
            assert "the fixes were not written: it is a link to a file outside of" in outcome.err
            assert "KE601" in outcome.out  # what stays is still reported
        assert outside.read_text() == DEAD_IMPORT
    assert shell.read("dags/good.py") == LIVE_IMPORT


def test_a_link_inside_of_what_is_checked_is_written_through(shell: Shell) -> None:
    (shell.folder / ".git").mkdir()
    shell.put("lib/real.py", DEAD_IMPORT)
    (shell.folder / "dags").mkdir()
    (shell.folder / "dags" / "link.py").symlink_to("../lib/real.py")
    assert shell.run(*FIX, "dags").code == 0
    assert shell.read("lib/real.py") == LIVE_IMPORT


def test_two_runs_at_once_agree(shell: Shell) -> None:
    command = [sys.executable, "-m", "k8slint", *FIX, "."]
    for _ in range(2):
        for number in range(5):
            shell.put(f"dag_{number}.py", DEAD_IMPORT)
        runs = [
            subprocess.Popen(command, cwd=shell.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            for _ in range(3)
        ]
        for run in runs:
            _, told = run.communicate()
            assert run.returncode == 0, told.decode()
        assert {shell.read(f"dag_{number}.py") for number in range(5)} == {LIVE_IMPORT}
        assert sorted(os.listdir(shell.folder)) == [f"dag_{number}.py" for number in range(5)]


def test_a_file_that_changed_meanwhile_is_left_and_judged_as_it_is(shell: Shell) -> None:
    path = shell.put("dag.py", DEAD_IMPORT)
    now = FileResult(str(path), digest=b"now")
    writing = Writing(str(shell.folder), (), lambda path: now)
    assert writing.all([FileResult(str(path), fixed=b"old", digest=b"of another content")]) == [now]
    assert path.read_text() == DEAD_IMPORT
    assert writing.unwritten == [f"{path}: the fixes were not written: it was changed meanwhile"]


@pytest.mark.parametrize("length", [248, 255])
def test_the_longest_names_can_be_fixed(shell: Shell, length: int) -> None:
    name = "d" * (length - 3) + ".py"
    shell.put(name, DEAD_IMPORT)
    assert shell.run(*FIX, ".").code == 0
    assert shell.read(name) == LIVE_IMPORT
    assert os.listdir(shell.folder) == [name]


def test_owner_and_mode_are_kept_where_that_is_permitted(shell: Shell) -> None:
    path = shell.put("dag.py", DEAD_IMPORT)
    owner = 12345 if os.geteuid() == 0 else os.geteuid()
    os.chown(path, owner, -1)
    path.chmod(0o640)
    outcome = shell.run(*FIX, ".")
    assert (outcome.code, "Note:" in outcome.err) == (0, False)
    assert (path.stat().st_uid, path.stat().st_mode & 0o7777) == (owner, 0o640)


def test_what_could_not_be_kept_is_said(shell: Shell) -> None:
    path = shell.put("dag.py", DEAD_IMPORT)
    os.link(path, shell.folder / "other.txt")
    outcome = shell.run(*FIX, "dag.py")
    assert outcome.code == 0
    assert "Note: dag.py: its other names (hard links) keep the old content\n" in outcome.err
    assert (shell.read("dag.py"), shell.read("other.txt")) == (LIVE_IMPORT, DEAD_IMPORT)
