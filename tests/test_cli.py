"""The command line: the same reading with and without click, and what each option does."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shell import CLEAN, DEAD_IMPORT, LIVE_IMPORT, MEMORY, Shell, airflow_project

from k8slint.cli.commands import given_by, group
from k8slint.settings.options import OPTIONS, read_plain, takes_value


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return airflow_project(tmp_path)


def read_with_click(argv: list[str]) -> Any:
    command = group().commands["check"]
    try:
        return given_by(command.make_context("check", list(argv)).params)
    except click.UsageError:
        return None


LINES = [
    "",
    "dags",
    "a.py b.py",
    "--fix a.py",
    "--no-fix --fix",
    "--fix --no-fix",
    "--select KE1,KE2 --select KE3 .",
    "--select=KE1",
    "--select= a.py",
    "--select , a.py",
    "--ignore KE101 -- --fix",
    "-q -v -j 4 x.py",
    "-j 0",
    "--jobs=3",
    "--no-cache",
    "--output-format json",
    "--output-file out.txt -",
    "--src a,b --src c",
    "--color never",
    "--isolated",
    "--stdin-filename x.py -",
    "--airflow-version 2.10",
    "--select --fix a.py",
]


@pytest.mark.parametrize("line", LINES)
def test_a_plain_line_is_read_as_click_reads_it(line: str) -> None:
    argv = line.split()
    plain = read_plain(["check", *argv])
    assert plain is not None
    assert plain == read_with_click(argv)


UNUSUAL = [
    "--help",
    "--fixx",
    "--jobs many",
    "--jobs=-1",
    "-j4",
    "-qv",
    "--output-format xml",
    "--select",
    "--fix=1",
    "-x",
]


@pytest.mark.parametrize("line", UNUSUAL)
def test_an_unusual_line_is_left_to_click(line: str) -> None:
    assert read_plain(["check", *line.split()]) is None


WORDS = [
    *(flag for option in OPTIONS for flag in (*option.flags, option.negative) if flag),
    *(f"{option.flags[0]}=KE1,x" for option in OPTIONS if option.flags and takes_value(option)),
    "a.py", "dags", "-", "--", "3", "json", "always", "KE1,KE2", "", "-q", "--fi", "-jj", "--=x",
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=6))
def test_both_readings_are_one(argv: list[str]) -> None:
    plain = read_plain(["check", *argv])
    if plain is not None:
        assert plain == read_with_click(argv)


def test_no_other_command_is_read_plainly() -> None:
    assert read_plain([]) is None
    assert read_plain(["rule", "KE101"]) is None
    assert read_plain(["--version"]) is None


def test_exit_codes(shell: Shell) -> None:
    shell.write(clean_py=CLEAN, dead_py=DEAD_IMPORT)
    assert shell.run("check", "clean.py").code == 0
    assert shell.run("check", "dead.py").code == 1
    assert shell.run("check", "dead.py", "--exit-zero").code == 0
    assert shell.run("check", "nowhere.py").code == 2
    assert shell.run("check", "--fixx").code == 2
    assert shell.run("check", "--select", "KE9999").code == 2
    assert shell.run("--version").code == 0
    assert shell.run("check", "--help").code == 0


def test_information_is_shown_and_fails_nothing(shell: Shell) -> None:
    pod = 'k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="main")]))'
    imports = "from airflow.operators.bash import BashOperator\nfrom kubernetes.client import models as k8s\n"
    task = f'BashOperator(task_id="t", bash_command="true", executor_config={{"pod_override": {pod}}})\n'
    shell.put("dag.py", imports + task)
    outcome = shell.run("check", "dag.py", "--provider-version", "7.9", "--output-format", "json")
    assert {finding["severity"] for finding in json.loads(outcome.out)} == {"info"}
    assert outcome.code == 0


def test_a_missing_path_is_said_and_the_others_are_judged(shell: Shell) -> None:
    shell.write(dead_py=DEAD_IMPORT)
    outcome = shell.run("check", "nowhere.py", "dead.py", "--output-format", "concise")
    assert outcome.code == 2
    assert "there is no file or folder nowhere.py" in outcome.err
    assert "dead.py:1:39: KE601" in outcome.out


def test_fix_applies_what_is_safe(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT + MEMORY)
    outcome = shell.run("check", "--fix", "dag.py")
    assert shell.read("dag.py") == LIVE_IMPORT + MEMORY
    assert outcome.code == 1
    assert "KE301" in outcome.out
    assert "KE601" not in outcome.out
    assert "dag.py changed:\n  KE601 import from" in outcome.err
    outcome = shell.run("check", "--fix", "--unsafe-fixes", "dag.py")
    assert outcome.code == 0
    assert shell.read("dag.py") == LIVE_IMPORT + MEMORY.replace("512MB", "512Mi")


def test_exit_non_zero_on_fix(shell: Shell) -> None:
    shell.write(one_py=DEAD_IMPORT, two_py=DEAD_IMPORT)
    assert shell.run("check", "--fix", "one.py").code == 0
    assert shell.run("check", "--fix", "--exit-non-zero-on-fix", "two.py").code == 1
    assert shell.run("check", "--fix", "--exit-non-zero-on-fix", "two.py").code == 0


def test_diff_writes_nothing(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT + MEMORY)
    outcome = shell.run("check", "--diff", "dag.py")
    assert shell.read("dag.py") == DEAD_IMPORT + MEMORY
    assert outcome.code == 1
    assert f"-{DEAD_IMPORT}+{LIVE_IMPORT}" in outcome.out
    assert "512Mi" not in outcome.out
    assert "512Mi" in shell.run("check", "--diff", "--unsafe-fixes", "dag.py").out
    shell.put("dag.py", MEMORY)
    assert shell.run("check", "--diff", "dag.py").code == 0


def test_a_diff_can_be_applied(shell: Shell) -> None:
    shell.put("dags/dag.py", DEAD_IMPORT + "x = 1")
    outcome = shell.run("check", "--diff", "dags")
    subprocess.run(["git", "apply", "-"], cwd=shell.folder, input=outcome.out.encode(), check=True)
    assert shell.read("dags/dag.py") == LIVE_IMPORT + "x = 1"


def test_standard_input(shell: Shell) -> None:
    text = DEAD_IMPORT.encode()
    outcome = shell.run("check", "-", "--stdin-filename", "dags/x.py", "--output-format", "concise", stdin=text)
    assert outcome.out.startswith("dags/x.py:1:39: KE601")
    fixed = shell.run("check", "--fix", "-", stdin=text)
    assert (fixed.out, fixed.code) == (LIVE_IMPORT, 0)
    assert shell.run("check", "--fix", "-", stdin=CLEAN.encode()).out == CLEAN
    template = b"kind: Pod\nspec:\n  containers:\n    - name: main\n"
    assert "KE" in shell.run("check", "-", "--stdin-filename", "pod.yaml", stdin=template).out
    assert shell.run("check", "-", "x.py", stdin=text).code == 2


def test_selection_by_code_prefix_and_name(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT + MEMORY)
    assert shell.codes() == ["KE601", "KE301"]
    assert shell.codes("--select", "KE3") == ["KE301"]
    assert shell.codes("--select", "moved-import") == ["KE601"]
    assert shell.codes("--ignore", "KE601") == ["KE301"]
    assert shell.codes("--select", "KE301", "--ignore", "KE3") == ["KE301"]
    assert shell.codes("--select", "KE3", "--ignore", "KE301") == []
    assert shell.codes("--select", "KE3", "--extend-select", "KE601") == ["KE601", "KE301"]


def test_rules_off_by_default_run_when_asked_for(shell: Shell) -> None:
    shell.put("dag.py", "from airflow.operators.bash import BashOperator\n")
    assert shell.codes() == []
    assert shell.codes("--extend-select", "deprecated-import") == ["KE603"]
    assert shell.codes("--select", "KE603") == ["KE603"]
    assert shell.codes("--select", "ALL") == ["KE603"]


def test_targets(shell: Shell) -> None:
    shell.put("dag.py", DEAD_IMPORT)
    assert shell.codes("--airflow-version", "2.10") == []
    assert shell.codes("--airflow-version", "3.0") == ["KE601"]
    outcome = shell.run("check", "--airflow-version", "new", "dag.py")
    assert outcome.code == 2
    assert "airflow-version" in outcome.err


def test_statistics(shell: Shell) -> None:
    shell.write(a_py=DEAD_IMPORT + MEMORY, b_py=DEAD_IMPORT)
    assert shell.run("check", "--statistics").out.splitlines() == [
        "count  code   name              severity  fixable  files",
        "    2  KE601  moved-import      error           2      2",
        "    1  KE301  invalid-quantity  error           1      1",
        "    3  total                                    3      2",
    ]
    rows = json.loads(shell.run("check", "--statistics", "--output-format", "json").out)
    assert [(row["code"], row["count"]) for row in rows] == [("KE601", 2), ("KE301", 1)]


def test_show_unknown(shell: Shell) -> None:
    call = 'PythonOperator(task_id="t", executor_config={"pod_override": k8s.V1Pod(spec=make())})'
    imports = "from airflow.operators.python import PythonOperator\nfrom kubernetes.client import models as k8s\n"
    shell.put("dag.py", f"{imports}from elsewhere import make\n{call}\n")
    outcome = shell.run("check", "dag.py", "--show-unknown")
    assert "dag.py:4:77: unknown: " in outcome.out
    report = shell.run("check", "dag.py", "--show-unknown", "--output-format", "json")
    assert json.loads(report.out) == []
    assert "dag.py:4:77: unknown: " in report.err


def test_output_file(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    outcome = shell.run("check", "--output-file", "out.json", "--output-format", "json", "dag.py")
    assert outcome.out == ""
    assert [finding["code"] for finding in json.loads(shell.read("out.json"))] == ["KE601"]
    assert shell.run("check", "--output-file", "no/where.txt", "dag.py").code == 2


def test_quiet_and_verbose(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    assert shell.run("check", "-q", "dag.py").err == ""
    assert "Checked for airflow 2.9\n" in shell.run("check", "-v", "--airflow-version", "2.9", "dag.py").err


def test_colour(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT)
    assert "\x1b[" not in shell.run("check", "dag.py").out
    assert "\x1b[" in shell.run("check", "dag.py", "--color", "always").out
    assert "\x1b[" in shell.run("check", "dag.py", FORCE_COLOR="1").out
    assert "\x1b[" not in shell.run("check", "dag.py", FORCE_COLOR="1", NO_COLOR="1").out
    assert "\x1b[" not in shell.run("check", "dag.py", "--color", "never", FORCE_COLOR="1").out


def test_output_survives_any_encoding_of_the_terminal(shell: Shell) -> None:
    shell.put("dag.py", "# préfixe\n" + DEAD_IMPORT.replace("import Secret", "import Secret  # 内存"))
    assert shell.run("check", "dag.py", PYTHONIOENCODING="ascii").code == 1


def test_a_closed_pipe_is_no_crash(shell: Shell) -> None:
    for number in range(300):
        shell.put(f"dag{number}.py", DEAD_IMPORT)
    command = f"{sys.executable} -m k8slint check --no-cache . 2> err | head -1"
    subprocess.run(["bash", "-c", command], cwd=shell.folder, check=True, stdout=subprocess.DEVNULL)
    assert "Traceback" not in shell.read("err")


def test_what_must_be_kept_is_kept(shell: Shell) -> None:
    text = "\ufeff# -*- coding: utf-8 -*-\r\n" + DEAD_IMPORT.replace("\n", "\r\n") + "name = 'ü'\r\n"
    path = shell.put("dag.py", text)
    path.chmod(0o750)
    assert shell.run("check", "--fix", "dag.py").code == 0
    assert shell.read("dag.py") == text.replace("airflow.kubernetes", "airflow.providers.cncf.kubernetes")
    assert stat.S_IMODE(path.stat().st_mode) == 0o750


def test_other_encodings_are_written_back(shell: Shell) -> None:
    text = f"# coding: latin-1\n{DEAD_IMPORT}name = 'ü'\n"
    path = shell.put("dag.py", text.encode("latin-1"))
    assert shell.run("check", "--fix", "dag.py").code == 0
    assert path.read_bytes() == text.replace("airflow.k", "airflow.providers.cncf.k").encode("latin-1")


def test_a_link_stays_a_link(shell: Shell) -> None:
    shell.put("real/dag.py", DEAD_IMPORT)
    (shell.folder / "link.py").symlink_to("real/dag.py")
    assert shell.run("check", "--fix", "link.py").code == 0
    assert (shell.folder / "link.py").is_symlink()
    assert shell.read("real/dag.py") == LIVE_IMPORT


def test_a_read_only_file_stays_as_it_is(shell: Shell) -> None:
    path = shell.put("dag.py", DEAD_IMPORT)
    path.chmod(0o444)
    folder = shell.put("shut/dag.py", DEAD_IMPORT).parent
    folder.chmod(0o555)
    if os.access(folder, os.W_OK):  # root may write anywhere: then writing is right
        expected = LIVE_IMPORT
        code = 0
    else:
        expected, code = DEAD_IMPORT, 2
    outcome = shell.run("check", "--fix", "--no-cache", "dag.py", "shut/dag.py", "--output-format", "concise")
    folder.chmod(0o755)
    assert shell.read("dag.py") == shell.read("shut/dag.py") == expected
    assert outcome.code == code
    assert not [name for name in os.listdir(folder) if name != "dag.py"]


def test_rule_explains(shell: Shell) -> None:
    text = shell.run("rule", "KE601")
    assert text.code == 0
    assert text.out.startswith("KE601 moved-import (error, since 0.1)")
    assert shell.run("rule", "moved-import").out == text.out
    row = json.loads(shell.run("rule", "KE601", "--output-format", "json").out)
    assert (row["code"], row["name"], row["fix"]) == ("KE601", "moved-import", "safe")
    every = json.loads(shell.run("rule", "--all", "--output-format", "json").out)
    assert [row["code"] for row in every] == sorted(row["code"] for row in every)
    assert len(json.loads(shell.run("rule", "KE60", "--output-format", "json").out)) > 1
    wrong = shell.run("rule", "moved-imports")
    assert wrong.code == 2
    assert "did you mean `moved-import`?" in wrong.err
    assert shell.run("rule").code == 2
