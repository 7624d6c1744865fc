"""Secrets in the source don't land in a log, and nobody gets more output than can be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.settings.options import format_names

SECRET = "s3cr3t-Pa55w0rd-9x"
ODD = "p<a&\\u0022s3cr3t9x"
DAG = (
    "from kubernetes.client import models as k8s\n"
    f'env = [k8s.V1EnvVar(name="DB_PASSWORD", value="{SECRET}"), k8s.V1EnvVar(name="db password", value="{SECRET}")]\n'
    f'bad = k8s.V1Container(name="base", env=env, imagee="{SECRET}", image="{SECRET} x")\n'
    f'limits = k8s.V1ResourceRequirements(limits={{"memory": "{SECRET}"}})\n'
    f'odd = k8s.V1Container(name="b", resources=limits, env=[k8s.V1EnvVar(name="ODD_PASSWORD", value="{ODD}")])\n'
    "pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[bad, odd]))\n"
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


@pytest.mark.parametrize(
    "flags", [["--output-format", name] for name in format_names()] + [["--diff"], ["--show-unknown"]]
)
def test_a_secret_is_masked_wherever_it_is_shown(shell: Shell, flags: list[str]) -> None:
    shell.put("dag.py", DAG)
    assert "KE405" in shell.codes()
    for extra in ([], ["--output-file", "out.txt"]):
        outcome = shell.run("check", "-v", "--unsafe-fixes", *flags, *extra)
        written = shell.read("out.txt") if extra else ""
        assert SECRET not in outcome.out + outcome.err + written
        if flags[-1] == "full":
            assert 'value="***"' in outcome.out + written
        if flags[-1] in ("json", "gitlab", "sarif"):
            json.loads(outcome.out or written)


@pytest.mark.parametrize(
    "arguments",
    [*(["report", "--format", form] for form in ("html", "markdown", "csv")), ["bug-report", "dag.py"]],
    ids=" ".join,
)
def test_nor_on_a_page_that_is_handed_on(shell: Shell, arguments: list[str]) -> None:
    """The report on all pods, and what is sent to a maintainer."""
    task = (
        "from airflow.providers.standard.operators.bash import BashOperator\n"
        "from airflow.sdk import DAG\nwith DAG('d', schedule=None):\n"
        "    BashOperator(task_id='task', bash_command='x', executor_config={'pod_override': pod})\n"
    )
    shell.put("dag.py", DAG + task)
    for extra in ([], ["-o", "out.txt"]):
        outcome = shell.run(*arguments, *extra)
        written = outcome.out or shell.read("out.txt")
        assert outcome.code == 0
        assert "KE405" in written
        assert SECRET not in written + outcome.err


def test_fixing_does_not_mask(shell: Shell) -> None:
    shell.put("dag.py", DAG)
    shell.run("check", "--fix", "--unsafe-fixes", "--airflow-version", "3.1")
    assert shell.read("dag.py").count(SECRET) == 5
    assert "***" not in shell.read("dag.py")


def test_messages_have_a_length(shell: Shell) -> None:
    name = "x" * 90_000
    shell.put(
        "dag.py", f'{MEMORY}k8s.V1Container(name="{name}", {name}=1)\nk8s.V1EnvVar(name="a", value={"9" * 4000})\n'
    )
    rows = json.loads(shell.run("check", "--output-format", "json").out)
    assert len(rows) > 1
    assert max(len(row["message"]) for row in rows) < 1_100
    assert max(map(len, shell.run("check").out.splitlines())) < 1_500


def test_findings_of_one_file_have_a_number(shell: Shell) -> None:
    wrong = 'k8s.V1ResourceRequirements(limits={"memory": "1MB"})\n'
    shell.put("dag.py", f"from kubernetes.client import models as k8s\n{wrong * 1_200}")
    lines = shell.run("check", "--output-format", "concise").out.splitlines()
    assert len(lines) == 1_001
    assert sum("KE004 only the first 1,000 of 1,200 findings in this file are shown" in line for line in lines) == 1
