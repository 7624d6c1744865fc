"""What provider packages dropped: judged by the version of each package that the project states."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

from k8slint.airflow.moves.providers import calls_of, distribution_of, names, removed
from k8slint.data import provider_names

HTTP = "from airflow.providers.http.operators.http import SimpleHttpOperator\n\nSimpleHttpOperator(task_id='h', endpoint='/')\n"
SQL = "airflow.providers.common.sql.operators.sql:SQLExecuteQueryOperator"


@pytest.fixture
def project(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.put("dag.py", HTTP)
    return shell


@pytest.mark.parametrize(
    ("requirements", "found"),
    [
        ("apache-airflow==2.11.0\n", ""),
        ("apache-airflow==2.11.0\napache-airflow-providers-http==4.13.3\n", ""),
        ("apache-airflow==2.11.0\napache-airflow-providers-http==5.0.0\n", "error"),
        ("apache-airflow==2.11.0\napache_airflow_providers_http~=5.0\n", "error"),
        ("apache-airflow==3.1.0\napache-airflow-providers-http==4.13.3\n", ""),
        ("apache-airflow==3.1.0\napache-airflow-providers-http\n", "warning"),
        ("apache-airflow==3.1.0\n", "warning"),
    ],
)
def test_the_version_of_the_package_decides(project: Shell, requirements: str, found: str) -> None:
    project.put("requirements.txt", requirements)
    done = project.run("check", "--no-cache")
    assert done.out.partition("[KE601]")[0] == found
    assert project.run("check").out == project.run("check").out == done.out  # from the cache too


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("uv.lock", '[[package]]\nname = "apache-airflow-providers-http"\nversion = "5.1.0"\n'),
        ("constraints.txt", "apache-airflow-providers-http==5.1.0\n"),
        ("Pipfile.lock", '{"default": {\n"apache-airflow-providers-http": {\n"version": "==5.1.0"\n}}}\n'),
        ("pyproject.toml", '[project]\nname = "x"\ndependencies = ["apache-airflow-providers-http==5.1.0"]\n'),
    ],
)
def test_lock_files_and_projects_state_it(project: Shell, name: str, text: str) -> None:
    project.put("requirements.txt", "apache-airflow==2.11.0\n")
    assert project.codes() == []
    project.put(name, text)
    assert project.codes() == ["KE601"]


def test_who_asks_for_another_airflow_leaves_its_providers_behind(project: Shell) -> None:
    project.put("requirements.txt", "apache-airflow==2.9.0\napache-airflow-providers-http==4.13.3\n")
    assert project.codes() == []
    assert project.codes("--airflow-version", "3.0") == ["KE601"]


def test_the_fix_is_made_where_the_new_name_is_there(project: Shell) -> None:
    project.put("requirements.txt", "apache-airflow==3.1.0\napache-airflow-providers-http==5.0.0\n")
    assert project.run("check", "--no-cache", "--fix").code == 0
    assert project.read("dag.py").startswith("from airflow.providers.http.operators.http import HttpOperator as Simple")


def test_the_table_is_whole() -> None:
    """Every name has a package and a release, and what replaces it is no name that is gone too."""
    for dotted in names():
        move = removed(dotted)
        assert move is not None
        assert move.removed
        assert distribution_of(move.module) == move.removed[0].package
        assert move.places or move.advice
        assert not any(removed(place.dotted) for place in move.places), dotted
    for path in provider_names.CALLS:
        assert calls_of(path, provider_names.PLACES[path][0]) is not None


def test_what_the_old_constructor_passed_on_is_read_from_its_code() -> None:
    old = calls_of("airflow.providers.postgres.operators.postgres:PostgresOperator", SQL)
    assert old is not None
    assert old.renamed == (("postgres_conn_id", "conn_id"),)
    assert old.held == (("database", "hook_params", "database"),)
    assert old.defaults == (("conn_id", "postgres_default"),)
    assert (old.lost, old.differs) == (frozenset({"runtime_parameters"}), False)
    snowflake = calls_of("airflow.providers.snowflake.operators.snowflake:SnowflakeOperator", SQL)
    assert snowflake is not None
    assert snowflake.differs
