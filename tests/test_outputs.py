"""Several reports of one run: what goes where, and what can't be written."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from shell import DEAD_IMPORT, MEMORY, Shell, airflow_project

BOTH = DEAD_IMPORT + MEMORY


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = airflow_project(tmp_path)
    shell.put("dags/etl.py", BOTH)
    return shell


def test_several_reports_of_one_run(shell: Shell) -> None:
    done = shell.run("check", "dags", "--output", "concise", "--output=sarif:out.sarif", "--output", "json:a:b.json")
    assert done.code == 1
    assert [line.split(" ")[1] for line in done.out.splitlines()] == ["KE601", "KE301"]
    results = json.loads(shell.read("out.sarif"))["runs"][0]["results"]
    assert [row["ruleId"] for row in results] == ["KE601", "KE301"]
    assert [row["code"] for row in json.loads(shell.read("a:b.json"))] == ["KE601", "KE301"]
    for form, file in (("sarif", "out.sarif"), ("json", "a:b.json")):  # the same as one at a time
        assert shell.run("check", "dags", "--output-format", form).out == shell.read(file)


def test_reports_in_files_only(shell: Shell) -> None:
    done = shell.run("check", "dags", "--output", "github:log.txt")
    assert (done.code, done.out) == (1, "")
    assert "Checked 1 file: 2 findings" in done.err
    assert shell.read("log.txt").count("::error title=") == 2
    assert "\x1b" not in shell.run("check", "dags", "--output", "full:f.txt", "--color", "auto").out + shell.read(
        "f.txt"
    )


def test_the_settings_say_the_format_until_the_command_line_does(shell: Shell) -> None:
    shell.put("k8slint.toml", 'output-format = "json"\n')
    assert json.loads(shell.run("check", "dags").out)
    assert shell.run("check", "dags", "--output", "pylint").out.startswith("dags/etl.py:1: [KE601(moved-import), ] ")


def test_a_setting_of_the_tree_writes_no_report(shell: Shell) -> None:
    shell.put("k8slint.toml", 'output = ["json:x.json"]\n')
    done = shell.run("check", "dags")
    assert done.code == 2
    assert done.err.startswith("Error: k8slint.toml: `output` isn't a setting")
    assert not (shell.folder / "x.json").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--output", "sarif:x", "--output", "json:./x"), "output: the file ./x can't hold two reports"),
        (("--output", "sarif:x", "--output", "json:link"), "output: the file link can't hold two reports"),
        (("--output", "json", "--output", "full:-"), "output: standard output can't hold two reports"),
        (("--output", "json:none/x"), "output: none/x can't be written: there is no folder none"),
        (("--output", "json:dags"), "output: dags can't be written: it is a folder"),
        (("--output", "json:dags/etl.py"), "output: dags/etl.py can't be written: it is a Python file"),
        (("--output-file", "dags/etl.py"), "output-file: dags/etl.py can't be written: it is a Python file"),
        (("--output", "sarf"), "output: there is no format `sarf`; did you mean `sarif`?"),
        (("--output", "sarif:"), "output: `sarif:` names no file after the colon"),
        (("--output", "sarif", "--output-format", "json"), "--output-format can't be used with --output"),
        (("--output", "sarif", "--output-file", "x"), "--output-file can't be used with --output"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(shell: Shell, arguments: tuple[str, ...], message: str) -> None:
    (shell.folder / "link").symlink_to("x")
    done = shell.run("check", "dags", *arguments)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: {message}")
    assert len(done.err.splitlines()) == 1
    assert shell.read("dags/etl.py") == BOTH
    assert not (shell.folder / "x").exists()


def test_the_reports_that_can_be_written_are(shell: Shell) -> None:
    done = shell.run("check", "dags", "--output", "json:/dev/full", "--output", "pylint:x.txt")
    assert done.code == 2
    assert "Error: output: /dev/full can't be written: No space left on device" in done.err
    assert shell.read("x.txt").count("\n") == 2
    assert os.path.exists("/dev/full")


def test_streams_are_written_to_and_not_replaced(shell: Shell) -> None:
    command = f'"{sys.executable}" -m k8slint check -q dags'
    done = subprocess.run(
        [
            "bash",
            "-c",
            f"{command} --output pylint:/dev/stdout --output pylint:>(cat > piped.txt) > all.txt; sleep 0.2",
        ],
        cwd=shell.folder,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    assert shell.read("all.txt") == shell.read("piped.txt") != ""


def test_a_patch_and_a_table_go_to_standard_output_beside_the_reports(shell: Shell) -> None:
    done = shell.run("check", "dags", "--diff", "--output", "json:x.json")
    assert "+from airflow.providers.cncf.kubernetes.secret import Secret" in done.out
    assert [row["code"] for row in json.loads(shell.read("x.json"))] == ["KE301"]
    done = shell.run("check", "dags", "--statistics", "--output", "json:x.json")
    assert "1  KE601  moved-import" in done.out
    assert [row["code"] for row in json.loads(shell.read("x.json"))] == ["KE601", "KE301"]


def test_a_fixed_text_on_standard_output_leaves_it_alone(shell: Shell) -> None:
    done = shell.run("check", "-", "--fix", "--output", "concise", "--output", "json:x.json", stdin=BOTH.encode())
    assert done.out.startswith("from airflow.providers.cncf.kubernetes.secret import Secret\n")
    assert "KE301" in done.err
    assert [row["code"] for row in json.loads(shell.read("x.json"))] == ["KE301"]


def test_what_a_report_leaves_out_is_told(shell: Shell) -> None:
    shell.put("dags/etl.py", MEMORY + 'k8s.V1ResourceRequirements(limits={"memory": "1x"})\n' * 12)
    done = shell.run("check", "dags", "--output", "github")
    assert done.out.count("::error ") == 10
    assert done.out.count("error: dags/etl.py:") == 3
    assert "Note: github: 3 findings are in the log only: a step has 10 annotations of each level.\n" in done.err


def test_the_page_on_formats_shows_commands_that_run(shell: Shell) -> None:
    """The console blocks of the page are run, up to a pipe into another tool."""
    text = (ROOT / "docs/output-formats.md").read_text(encoding="utf-8")
    (shell.folder / "reports").mkdir()
    lines = [line[2:] for line in text.splitlines() if line.startswith("$ k8slint ")]
    lines += [
        line.partition(": ")[2] for line in text.splitlines() if line.lstrip().startswith(("script: k8s", "- run: k8s"))
    ]
    assert len(lines) == 4
    for line in lines:
        words = line.partition(" | ")[0].split()[1:]
        done = shell.run(*words)
        assert done.code == 1, (line, done.err)
    assert json.loads(shell.read("k8slint.sarif"))["runs"][0]["results"]
    assert shell.read("reports/k8slint.xml").startswith("<?xml")
    assert shell.read("summary.md").startswith("k8slint: 2 findings")
    assert len(json.loads(shell.read("gl-code-quality-report.json"))) == 2


@pytest.mark.parametrize(
    "command",
    [
        ("report", "dags", "--format", "csv", "-o", "-"),
        ("bug-report", "dags/etl.py", "-o", "-"),
        ("check", "dags", "--output-format", "concise", "--output-file", "-"),
    ],
    ids=lambda command: command[0],
)
def test_a_dash_is_standard_output(shell: Shell, command: tuple[str, ...]) -> None:
    outcome = shell.run(*command)
    assert "KE301" in outcome.out or outcome.out.startswith("path,line,dag,task,")
    assert not (shell.folder / "-").exists()
