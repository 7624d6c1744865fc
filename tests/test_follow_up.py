"""What a run that migrates says beside its findings: packages that the fixed files need, and defaults that changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

DAG = """\
from airflow import DAG
from airflow.contrib.operators.kubernetes_pod_operator import KubernetesPodOperator
from airflow.hooks.postgres_hook import PostgresHook
from airflow.operators.bash_operator import BashOperator
from airflow.operators.http_operator import SimpleHttpOperator

with DAG("d", schedule_interval="@daily") as dag:
    SimpleHttpOperator(task_id="h", endpoint="/")
    BashOperator(task_id="b", bash_command=PostgresHook().get_uri())
    KubernetesPodOperator(task_id="k", name="k", image="k:1")
"""
ALL = ("check", "--no-cache", "--airflow-version", "3.1", "--fix", "--unsafe-fixes")


@pytest.fixture
def project(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.put("dag.py", DAG)
    return shell


def needed(err: str) -> dict[str, str]:
    lines = [line for line in err.splitlines() if line.startswith("The fixed files need apache-airflow-providers-")]
    found = {}
    for line in lines:
        name, _, rest = line.removeprefix("The fixed files need apache-airflow-providers-").partition(", which ")
        found[name] = rest.removesuffix(".")
    return found


def test_the_packages_that_the_fixed_files_need_are_told(project: Shell) -> None:
    project.put("requirements.txt", "apache-airflow==2.9.0\napache-airflow-providers-postgres\n")
    states, missing = "the project already requires", "no file of the project requires"
    assert needed(project.run(*ALL).err) == {
        "cncf-kubernetes 5.3.0 or later": missing,
        "http 4.7.0 or later": missing,
        "postgres": states,
    }
    assert needed(project.run(*ALL).err) == {}  # nothing is left to be fixed


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("requirements.txt", "apache-airflow[postgres, http,cncf.kubernetes]==2.9.0\n"),
        ("Dockerfile", "FROM python\nRUN pip install 'apache-airflow[postgres,http,cncf-kubernetes]==2.9.0'\n"),
        (
            "pyproject.toml",
            """[project]\nname = "x"
dependencies = ["apache-airflow[postgres,http]", "apache-airflow-providers-cncf-kubernetes"]
""",
        ),
        (
            "pyproject.toml",
            """[tool.poetry.dependencies]
apache-airflow = {version = "2.9.0", extras = ["postgres", "http", "cncf.kubernetes"]}
""",
        ),
    ],
)
def test_extras_are_packages_too(project: Shell, name: str, text: str) -> None:
    project.put(name, text)
    done = project.run("check", "--no-cache", "--airflow-version", "3.1", "--fix")
    assert set(needed(done.err).values()) == {"the project already requires"}
    assert len(needed(done.err)) == 3
    assert done.code == 0  # what is named is installed, so the imports are safely moved there


def test_what_is_shown_as_a_diff_needs_the_same(project: Shell) -> None:
    shown = project.run("check", "--no-cache", "--airflow-version", "3.1", "--diff", "--unsafe-fixes")
    assert needed(shown.err) == needed(project.run(*ALL).err)


def test_changed_defaults_are_told_once_for_each_file(project: Shell) -> None:
    told = "Note: dag.py relies on defaults that Airflow 3.0 changed: `catchup` in line 7 (see KE707)."
    assert told in project.run(*ALL).err.splitlines()
    assert "Note:" not in project.run(*ALL).err
    project.put("dag.py", DAG)
    done = project.run(*ALL, "--extend-select", "KE707", "--output-format", "concise")
    assert "Note:" not in done.err  # it is fixed, or found
    project.put("dag.py", DAG.replace('@daily"', '@daily", catchup=False'))
    assert "Note:" not in project.run(*ALL).err


def test_a_run_for_airflow_2_says_nothing_of_defaults(project: Shell) -> None:
    done = project.run(
        "check", "--no-cache", "--airflow-version", "2.10", "--fix", "--unsafe-fixes", "--extend-select", "KE603"
    )
    assert "changed:" in done.err
    assert "Note:" not in done.err
