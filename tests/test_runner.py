"""Many files: which are found, what becomes of those that are broken, and that workers change nothing but the time."""

from __future__ import annotations

import gc
import json
import os
import signal
import subprocess
import weakref
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell import CLEAN, DEAD_IMPORT, LIVE_IMPORT, MEMORY, Shell, airflow_project

from k8slint.lint.report import FileResult
from k8slint.run import atomic, judging, runner
from k8slint.run.discovery import discover
from k8slint.run.pool import can_fork, share
from k8slint.settings.config import Config
from k8slint.settings.gitignore import Ignore


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    return airflow_project(tmp_path)


def found(shell: Shell, *paths: str, **values: object) -> list[str]:
    return discover(paths or (".",), Config(values, root=str(shell.folder)))[0]


def touch(shell: Shell, *paths: str) -> None:
    for path in paths:
        shell.put(path, CLEAN)


# --- discovery


def test_folders_give_their_python_files_in_order(shell: Shell) -> None:
    touch(shell, "b.py", "a.py", "sub/c.py", "sub/deep/d.py", "README.md", "pod.yaml", "x.pyi", "y.py.txt")
    assert found(shell) == ["a.py", "b.py", "sub/c.py", "sub/deep/d.py", "x.pyi"]
    assert found(shell, "sub", "a.py", "./a.py", "sub/c.py") == ["a.py", "sub/c.py", "sub/deep/d.py"]
    assert found(shell, str(shell.folder / "sub/deep")) == [str(shell.folder / "sub/deep/d.py")]


def test_a_file_that_is_named_counts_whatever_it_is_called(shell: Shell) -> None:
    touch(shell, "pod.yaml", "script", ".venv/x.py", "ignored.py")
    shell.put(".gitignore", "ignored.py\n")
    (shell.folder / ".git").mkdir()
    assert found(shell, "pod.yaml", "script", ".venv/x.py", "ignored.py") == [
        ".venv/x.py",
        "ignored.py",
        "pod.yaml",
        "script",
    ]
    assert found(shell) == []


def test_environments_and_caches_are_nobodys_dags(shell: Shell) -> None:
    touch(
        shell, ".venv/a.py", "venv/a.py", "node_modules/a.py", "x/__pycache__/a.py", ".git/a.py", "x/site-packages/a.py"
    )
    touch(shell, ".github/a.py", "x/b.py")
    assert found(shell) == [".github/a.py", "x/b.py"]


def test_exclude(shell: Shell) -> None:
    touch(shell, "a.py", "gen/b.py", "x/gen/c.py", "x/c_pb2.py", "venv/d.py")
    assert found(shell, **{"extend-exclude": ("/gen", "*_pb2.py")}) == ["a.py", "x/gen/c.py"]
    assert found(shell, exclude=("gen/",)) == ["a.py", "venv/d.py", "x/c_pb2.py"]
    assert found(shell, "gen/b.py", exclude=("gen/",)) == ["gen/b.py"]
    assert found(shell, "gen/b.py", exclude=("gen/",), **{"force-exclude": True}) == []
    assert found(shell, "x", **{"extend-exclude": ("/x/gen",)}) == ["x/c_pb2.py"]


def test_links_to_folders_are_not_followed_and_loops_end(shell: Shell) -> None:
    touch(shell, "a/b.py")
    (shell.folder / "a/loop").symlink_to("..")
    (shell.folder / "other").symlink_to("a")
    (shell.folder / "link.py").symlink_to("a/b.py")
    (shell.folder / "dangling.py").symlink_to("nowhere.py")
    assert found(shell) == ["a/b.py", "link.py"]
    assert found(shell, "other") == ["other/b.py"]


def test_paths_that_do_not_exist(shell: Shell) -> None:
    touch(shell, "a.py")
    assert discover(("a.py", "b.py", "c"), Config(root=str(shell.folder))) == (
        ["a.py"],
        ["there is no file or folder b.py", "there is no file or folder c"],
    )


def git_shows(folder: Path) -> list[str]:
    command = ["git", "-c", "core.excludesFile=/dev/null", "ls-files", "-c", "-o", "--exclude-standard", "-z"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    return sorted(name for name in done.stdout.decode().split("\0") if name.endswith(".py"))


def test_ignore_files_are_read_as_git_reads_them(shell: Shell) -> None:
    subprocess.run(["git", "init", "-q", "."], check=True)
    shell.put(".gitignore", "*.gen.py\n/top.py\nbuild/\nlogs\n!keep.gen.py\n# no\n\\#odd.py\ntrail.py   \n")
    shell.put("sub/.gitignore", "*.py\n!yes.py\n/deep/*\n!/deep/kept/\n")
    shell.put(".git/info/exclude", "private.py\n")
    touch(
        shell, "a.gen.py", "top.py", "sub/top.py", "build/x.py", "x/build/y.py", "logs/z.py", "keep.gen.py", "#odd.py"
    )
    touch(
        shell, "sub/no.py", "sub/yes.py", "sub/deep/x/yes.py", "sub/deep/kept/yes.py", "private.py", "trail.py", "ok.py"
    )
    shell.put("build2/build", "a file of that name")
    assert found(shell) == git_shows(shell.folder)
    assert found(shell, "sub") == [path for path in git_shows(shell.folder) if path.startswith("sub/")]


def test_without_a_repository_nothing_is_ignored(shell: Shell) -> None:
    shell.put(".gitignore", "*.py\n")
    touch(shell, "a.py")
    assert found(shell) == ["a.py"]


PIECES = [
    "a",
    "b",
    "ab",
    "*",
    "**",
    "?",
    "/",
    "[ab]",
    "[!a]",
    ".py",
    "\\*",
    "!",
    "[a-c]",
    " ",
    "#",
    "**/",
    "/**",
    "[[:alpha:]]",
]
PATHS = [
    "a",
    "b",
    "ab",
    "c",
    "a.py",
    "ab.py",
    "a/b",
    "a/b/c",
    "b/a.py",
    "c/a/b.py",
    "a/c/b/a.py",
    "*",
    "#a",
    "a b",
    "x b",
]


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map("".join), min_size=1, max_size=12))
def test_patterns_mean_what_they_mean_to_git(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("git")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("\n".join(lines) + "\n")
    command = ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-v", "-n", "--stdin"]
    done = subprocess.run(command, cwd=folder, input="\n".join(PATHS), capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        pattern, _, path = line.partition("\t")
        expected = pattern != "::" and not pattern.split(":", 2)[2].startswith("!")
        ignore = Ignore(lines)
        assert ignore.covers(path) == expected, (lines, path)
        if path.endswith(".py"):
            assert ignore.of_python_files().says(path, False) == ignore.says(path, False), (lines, path)


# --- files that are broken


BROKEN = {
    "syntax": (b"def (:\n", 1, 5),
    "bytes": (b"# kubernetes\nx = 'V1\xff'\n", 2, 8),
    "unknown_encoding": (b"# coding: klingon\n" + DEAD_IMPORT.encode(), 1, 1),
    "no_text_encoding": (b"# coding: rot13\n" + DEAD_IMPORT.encode(), 1, 1),
    "contradiction": (b"\xef\xbb\xbf# coding: latin-1\n" + DEAD_IMPORT.encode(), 1, 1),
    "null_byte": (DEAD_IMPORT.encode() + b"x = '\0'\n", 2, 6),
    "brackets": (DEAD_IMPORT.encode() + b"x = " + b"[" * 2000 + b"]" * 2000 + b"\n", None, None),
    "template": (b"{{ imports }}\n" + DEAD_IMPORT.encode() + b"{% for x in y %}\n", 3, None),
    "unclosed": (DEAD_IMPORT.encode() + b"x = (\n", 2, 5),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_one_finding_and_the_others_are_judged(shell: Shell, name: str) -> None:
    data, row, column = BROKEN[name]
    data = data.rstrip(b"\n") + b"  # executor_config={}\n"
    shell.put("broken.py", data)
    shell.put("dead.py", DEAD_IMPORT)
    outcome = shell.run("check", "--fix", "--unsafe-fixes", "--output-format", "json")
    broken, *rest = json.loads(outcome.out)
    assert (broken["code"], broken["filename"], rest) == ("KE001", "broken.py", [])
    assert row in (None, broken["location"]["row"])
    assert column in (None, broken["location"]["column"])
    assert outcome.code == 1
    assert (shell.folder / "broken.py").read_bytes() == data
    assert shell.read("dead.py") == LIVE_IMPORT


def test_an_unreadable_file_is_a_finding(shell: Shell) -> None:
    shell.put("dead.py", DEAD_IMPORT)
    results = runner._sift([".", "dead.py"], Config(), None)
    assert [result.findings[0].code for result in results[1]] == ["KE001"]
    assert [path for path, _, _ in results[0]] == ["dead.py"]


FINE = {
    "empty": b"",
    "chain": DEAD_IMPORT.encode() + b"x = " + b" + ".join([b"1"] * 500) + b"\n",
    "nested": DEAD_IMPORT.encode() + b"x = " + b"(" * 60 + b"1" + b")" * 60 + b"\n",
    "form_feed": b"x = 1\n\f" + DEAD_IMPORT.encode(),
    "lone_cr": b"x = 1\r" + DEAD_IMPORT.encode(),
    "crlf": b"x = 1\r\n" + DEAD_IMPORT.replace("\n", "\r\n").encode(),
    "bom": b"\xef\xbb\xbf" + DEAD_IMPORT.encode(),
    "bom_and_coding": b"\xef\xbb\xbf# coding: utf-8\n" + DEAD_IMPORT.encode(),
    "latin": b"# -*- coding: latin-1 -*-\nx = '\xe9'\n" + DEAD_IMPORT.encode(),
    "tabs": b"if True:\n\t" + DEAD_IMPORT.encode(),
    "no_newline": DEAD_IMPORT.rstrip().encode(),
    "wide": "x = '中文'\n".encode() + DEAD_IMPORT.encode(),
}


@pytest.mark.parametrize("name", FINE)
def test_odd_files_are_judged_and_fixed_byte_by_byte(shell: Shell, name: str) -> None:
    data = FINE[name]
    shell.put("dag.py", data)
    shell.run("check", "--fix")
    assert (shell.folder / "dag.py").read_bytes() == data.replace(b"airflow.kub", b"airflow.providers.cncf.kub")


def test_settings_of_the_wrong_type_stop_the_run(shell: Shell) -> None:
    shell.put("dag.py", DEAD_IMPORT)
    shell.put("pyproject.toml", "[tool.k8slint]\nfix = 'always'\n")
    outcome = shell.run("check")
    assert (outcome.code, outcome.out) == (2, "")
    assert shell.read("dag.py") == DEAD_IMPORT


def test_writing_is_all_or_nothing(shell: Shell) -> None:
    path = shell.put("dag.py", "before")
    with pytest.raises(TypeError):
        atomic.write(str(path), "no bytes")  # type: ignore[arg-type]
    assert sorted(os.listdir(shell.folder)) == ["dag.py", "requirements.txt"]
    assert path.read_text() == "before"
    atomic.write(str(path), b"after")
    assert sorted(os.listdir(shell.folder)) == ["dag.py", "requirements.txt"]
    assert path.read_text() == "after"


# --- workers


def test_work_is_shared_and_comes_back_in_order() -> None:
    assert share(500, 3, lambda item: (item, os.getpid() if item < 0 else item * item), lambda item, cause: None) == [
        (item, item * item) for item in range(500)
    ]
    assert share(0, 3, lambda item: item, lambda item, cause: None) == []
    assert len({share(1, 1, lambda item: os.getpid(), lambda item, cause: None)[0], os.getpid()}) == 1


def test_big_answers_and_many_items_pass() -> None:
    assert share(9000, 2, lambda item: item, lambda item, cause: None) == list(range(9000))
    assert [len(part) for part in share(5, 2, lambda item: b"x" * 3_000_000, lambda item, cause: None)] == [
        3_000_000
    ] * 5


@pytest.mark.parametrize("how", ["killed", "ended", "raised"])
def test_a_dead_worker_costs_one_item(how: str) -> None:
    assert can_fork()

    def work(item: int) -> int:
        if item in (3, 40):
            if how == "killed":
                os.kill(os.getpid(), signal.SIGKILL)
            if how == "ended":
                os._exit(7)
            raise RuntimeError
        return item

    expected: list[object] = list(range(60))
    cause = {"killed": "signal 9", "ended": "exit code 7", "raised": "exit code 1"}[how]
    expected[3] = expected[40] = cause
    assert share(60, 2, work, lambda item, cause: cause) == expected


def test_workers_without_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork")
    here = os.getpid()
    assert share(5, 4, lambda item: os.getpid(), lambda item, cause: None) == [here] * 5


# --- one finding for one place


def test_what_several_dags_say_of_a_shared_place_is_said_once(shell: Shell) -> None:
    shell.put("common.py", MEMORY)
    for name in ("a", "b"):
        task = 'BashOperator(task_id="t", bash_command="", executor_config={"pod_override": pod})\n'
        shell.put(f"{name}.py", f"from airflow.operators.bash import BashOperator\nfrom common import pod\n{task}")
    outcome = shell.run("check", "--output-format", "concise", "--no-cache")
    assert [line.split()[0] for line in outcome.out.splitlines()] == ["common.py:3:55:"]


@pytest.mark.parametrize("cache", ["--cache", "--no-cache"])
def test_after_a_fix_nothing_is_told_from_the_text_before_it(shell: Shell, cache: str) -> None:
    shell.write(
        helper_py="from airflow import DAG\n\n\ndef make(name):\n    return DAG(name, schedule_interval=None)\n",
        dag_py="from helper import make\n\nwith make('a') as dag:\n    executor_config = {}\n",
    )
    before = shell.run("check", "--airflow-version", "3.0", cache, "--output-format", "concise")
    assert "helper.py:5:22: KE701" in before.out
    after = shell.run("check", "--airflow-version", "3.0", cache, "--output-format", "concise", "--fix")
    assert (after.out, after.code) == ("", 0)


@pytest.mark.parametrize("flag", ["--show-unknown", "--statistics"])
def test_what_is_remembered_answers_what_is_asked(shell: Shell, flag: str) -> None:
    pod = "from kubernetes.client import V1Pod\n\nexecutor_config = {'pod_override': V1Pod(kind=input())}\n"
    shell.write(dag_py=f"{pod}BashOperator(executor_config=executor_config)\n")
    shell.run("check")
    remembered = shell.run("check", flag)
    assert remembered.out == shell.run("check", "--no-cache", flag).out


def test_what_files_leave_in_cycles_is_freed_while_the_run_goes_on() -> None:
    class Left:
        pass

    gc.disable()
    try:
        tidy = judging.GarbageCollection()
        left = Left()
        left.itself = left  # type: ignore[attr-defined]
        alive = weakref.ref(left)
        del left
        tidy(FileResult("dag.py"), judging.COLLECT_BYTES)
        assert alive() is not None
        tidy(FileResult("dag.py"), 1)
        assert alive() is None
    finally:
        gc.unfreeze()
        gc.enable()


def test_a_function_without_a_telling_word_may_lead_to_a_pod_through_another_module(shell: Shell) -> None:
    pod = 'V1ResourceRequirements(limits={"memory": memory})'
    shell.write(
        pods_py=f"from kubernetes.client import V1ResourceRequirements\n\n\ndef make(memory):\n    return {pod}\n",
        dag_py="import pods\n\nexecutor_config = {}\n\n\ndef build():\n    return pods.make('512MB')\n",
    )
    assert "dag.py:7:" in shell.run("check", "dag.py", "--no-cache", "--output-format", "concise").out


def test_a_method_is_worth_what_the_base_of_its_class_is(shell: Shell) -> None:
    """The words that tell stand in the head of the class; the method hands its arguments on to the base."""
    shell.write(
        pods_py="from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n\nBase = KubernetesPodOperator\n",
        dag_py=(
            "from pods import Base\n\nexecutor_config = {}\n\n\n"
            "class Small(Base):\n    def __init__(self, **kwargs):\n"
            "        super().__init__(ports=[{'containerPort': 70000}], **kwargs)\n"
        ),
    )
    assert "dag.py:8:" in shell.run("check", "dag.py", "--no-cache", "--output-format", "concise").out


def test_stubs_are_walked_and_only_mislead_type_checkers(tmp_path: Path) -> None:
    shell = airflow_project(tmp_path)
    shell.put("lib/own.pyi", DEAD_IMPORT + "def make() -> Secret: ...\n")
    shell.put(".gitignore", "generated.pyi\n")
    shell.put(".git/HEAD", "ref: refs/heads/main\n")
    shell.put("lib/generated.pyi", DEAD_IMPORT)
    done = shell.run("check", "--no-cache", "--output-format", "concise")
    assert "so type checkers don't know it" in done.out
    assert [line.split(":")[0] for line in done.out.splitlines()] == ["lib/own.pyi"]
    assert shell.run("check", "--no-cache", "--fix").code == 0
    assert shell.read("lib/own.pyi") == LIVE_IMPORT + "def make() -> Secret: ...\n"


def test_a_notebook_is_refused_by_name(tmp_path: Path) -> None:
    shell = airflow_project(tmp_path)
    shell.put("a.ipynb", '{"cells": []}')
    shell.put("dag.py", DEAD_IMPORT)
    done = shell.run("check", "--no-cache", "a.ipynb", "dag.py")
    assert done.code == 2
    assert done.err.startswith(
        "Error: a.ipynb is a notebook, which k8slint does not read: convert it first, with `jupyter"
    )
    assert "KE601" in done.out  # the other file is checked all the same
    piped = shell.run("check", "--no-cache", "-", "--stdin-filename", "b.ipynb", stdin=b"{}")
    assert (piped.code, piped.out) == (2, "")
    assert piped.err.startswith("Error: b.ipynb is a notebook")
    assert "notebook" not in shell.run("check", "--no-cache").err  # a folder may hold what it likes
