"""Which findings are shown and which fail a run: ``--min-severity`` and ``--fail-on``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Shell

SEVERITIES = ("info", "warning", "error")
# An error, a warning and an information, each with a fix.
THREE = """\
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
requests = k8s.V1ResourceRequirements(requests={"cpu": "0.0001"})
Secret("env", "password", "db", "password")
"""
LINES = {"error": 5, "warning": 6, "info": 7}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    shell.put("dag.py", THREE)
    return shell


def only(severity: str) -> str:
    """A file with one finding of a severity."""
    imports, lines = THREE.splitlines(keepends=True)[:4], THREE.splitlines(keepends=True)
    return "".join((*imports, lines[LINES[severity] - 1]))


def rows(out: str) -> list[tuple[str, int]]:
    return [(row["severity"], row["location"]["row"]) for row in json.loads(out)]


@pytest.mark.parametrize("least", SEVERITIES)
@pytest.mark.parametrize("cache", ["--cache", "--no-cache"])
def test_what_is_less_severe_is_not_reported(shell: Shell, least: str, cache: str) -> None:
    expected = [(each, LINES[each]) for each in reversed(SEVERITIES[SEVERITIES.index(least) :])]
    everything = shell.run("check", cache, "--output-format", "json")  # and what it remembers
    assert rows(everything.out) == [(each, LINES[each]) for each in reversed(SEVERITIES)]
    outcome = shell.run("check", cache, "--min-severity", least, "--output-format", "json")
    assert rows(outcome.out) == expected
    counted = f"{len(expected)} finding{'s' if len(expected) > 1 else ''}"
    assert f"Checked 1 file: {counted}, " in outcome.err
    statistics = shell.run("check", cache, "--min-severity", least, "--statistics")
    assert sum(line.lstrip().startswith("1  KE") for line in statistics.out.splitlines()) == len(expected)


def test_what_is_not_reported_is_not_fixed(shell: Shell) -> None:
    outcome = shell.run("check", "--fix", "--unsafe-fixes", "--min-severity", "error")
    assert outcome.code == 0
    fixed = shell.read("dag.py").splitlines()
    assert fixed[5:] == THREE.splitlines()[5:]
    assert fixed[4] != THREE.splitlines()[4]


def test_a_comment_that_suppresses_what_is_not_reported_is_used(shell: Shell) -> None:
    shell.put("dag.py", only("info").rstrip("\n") + "  # k8slint: ignore[KE410]\n")
    outcome = shell.run("check", "--min-severity", "warning")
    assert (outcome.code, outcome.out) == (0, "")


@pytest.mark.parametrize("found", SEVERITIES)
@pytest.mark.parametrize("least", SEVERITIES)
def test_what_fails_a_run(shell: Shell, found: str, least: str) -> None:
    shell.put("dag.py", only(found))
    fails = SEVERITIES.index(found) >= SEVERITIES.index(least)
    outcome = shell.run("check", "--fail-on", least, "--output-format", "concise")
    assert (outcome.code, outcome.out.count("\n")) == (int(fails), 1)
    junit = shell.run("check", "--fail-on", least, "--output-format", "junit").out
    assert f'tests="1" failures="{int(fails)}"' in junit
    assert shell.run("check", "--fail-on", least, "--exit-zero").code == 0


def test_by_default_warnings_fail_a_run(shell: Shell) -> None:
    codes = []
    for severity in SEVERITIES:
        shell.put("dag.py", only(severity))
        codes.append(shell.run("check").code)
    assert codes == [0, 1, 1]


def test_a_settings_file_says_what_fails(shell: Shell) -> None:
    shell.put("dag.py", only("info"))
    shell.put("k8slint.toml", 'fail-on = "info"\n')
    assert shell.run("check").code == 1
    assert shell.run("check", "--fail-on", "warning").code == 0


def test_what_rests_on_an_assumed_version_fails_no_run(shell: Shell) -> None:
    """Information too: whether it holds on every version that may run is found out by judging it there."""
    (shell.folder / "requirements.txt").unlink()
    shell.put("dag.py", "from airflow import DAG\n\nDAG('d', schedule='@daily')\n")
    select = ("--extend-select", "KE707", "--fail-on", "info", "--output-format", "json")
    outcome = shell.run("check", *select)
    assert [(row["severity"], row["assumed"]) for row in json.loads(outcome.out)] == [("info", True)]
    assert outcome.code == 0
    assert shell.run("check", *select, "--airflow-version", "3.1").code == 1
