"""The same output, to the byte, whatever the number of workers, the order of the paths, the cache and the hash seed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import FIXTURES
from shell import Shell, airflow_project

from k8slint.run.judging import WORTH_FORKING_BYTES

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A file of many findings for each of some rules, in two folders: enough for workers to be worth it."""
    folder = tmp_path_factory.mktemp("project")
    for number, path in enumerate(sorted((FIXTURES / "rules").glob("*[!d].py"))):
        target = folder / ("dags", "more")[number % 2] / path.name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(path.read_bytes())
    assert sum(path.stat().st_size for path in folder.rglob("*.py")) > WORTH_FORKING_BYTES
    return airflow_project(folder)


@pytest.fixture(scope="module")
def expected(project: Shell) -> str:
    out = project.run("check", "--no-cache", "--jobs", "1", "--output-format", "json").out
    assert out.count('"code"') > 50
    return out


def test_workers_change_nothing(project: Shell, expected: str) -> None:
    assert project.run("check", "--no-cache", "--jobs", "3", "--output-format", "json").out == expected


def test_the_order_of_the_paths_changes_nothing(project: Shell, expected: str) -> None:
    paths = ("more/", "dags", "./dags", "more")
    assert project.run("check", "--no-cache", *paths, "--output-format", "json").out == expected


def test_the_hash_seed_changes_nothing(project: Shell, expected: str) -> None:
    arguments = ("check", "--no-cache", "--jobs", "1", "--output-format", "json")
    assert project.run(*arguments, PYTHONHASHSEED="77").out == expected


def test_the_cache_changes_nothing(project: Shell, expected: str) -> None:
    for _ in range(2):
        assert project.run("check", "--output-format", "json").out == expected
    again = project.run("check", "--output-format", "json", "-v", PYTHONHASHSEED="5")
    assert again.out == expected
    assert " 0 of them from the cache" not in again.err


def test_fixing_gives_the_same_whatever_the_number_of_workers(project: Shell, tmp_path: Path) -> None:
    folders = []
    for jobs in ("1", "3"):
        folder = tmp_path / jobs
        shutil.copytree(project.folder, folder, ignore=shutil.ignore_patterns(".k8slint_cache"))
        Shell(folder).run("check", "--fix", "--unsafe-fixes", "--no-cache", "--jobs", jobs)
        folders.append({path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.py")})
    assert folders[0] == folders[1]
    assert folders[0] != {path.relative_to(project.folder): path.read_bytes() for path in project.folder.rglob("*.py")}
