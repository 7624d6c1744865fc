"""What the settings of a stranger's branch may do: judge differently inside of the repository, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.settings.config import load
from k8slint.settings.options import OPTIONS, Option

OF_THE_USER = [option for option in OPTIONS if option.of_the_user]


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A repository in a folder that is nobody's repository, with something of somebody else's beside it."""
    for folder in ("tree/.git", "outside"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "outside/victim").write_text("mine")
    (tmp_path / "outside/helper.py").write_text(MEMORY)
    (tmp_path / "outside/requirements.txt").write_text("apache-airflow==2.2.2\n")
    return Shell(tmp_path / "tree")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_writes_or_hides_is_the_users() -> None:
    assert {option.key for option in OF_THE_USER} == {
        "fix", "unsafe-fixes", "diff", "output-file", "exit-zero", "cache-dir", "timeout-per-file",
    }  # fmt: skip


@pytest.mark.parametrize(
    "where", ["k8slint.toml", ".k8slint.toml", "pyproject.toml", "dags/k8slint.toml", "named.toml"]
)
@pytest.mark.parametrize("option", OF_THE_USER, ids=lambda option: option.key)
def test_a_file_of_the_repository_has_no_say_in_it(shell: Shell, option: Option, where: str) -> None:
    value = {"flag": "true", "number": "0"}.get(option.kind, '"../outside/victim"')
    table = "[tool.k8slint]\n" if where == "pyproject.toml" else ""
    shell.put("dags/dag.py", MEMORY)
    shell.put(where, f"{table}{option.key} = {value}\n")
    before = contents(shell.folder.parent)
    named = ("--config", where) if where == "named.toml" else ()
    outcome = shell.run("check", "dags", *named)
    assert (outcome.code, outcome.out) == (2, "")
    assert f"`{option.key}` can't be set by a file in the repository; use {option.flags[0]}" in outcome.err
    assert contents(shell.folder.parent) == before


WEAKER = [(option, value) for option in OPTIONS for value in option.weaker]


@pytest.mark.parametrize(("option", "value"), WEAKER, ids=lambda each: getattr(each, "key", each))
def test_a_file_of_the_repository_makes_no_run_weaker(shell: Shell, option: Option, value: str) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("k8slint.toml", f'{option.key} = "{value}"\n')
    outcome = shell.run("check")
    assert (outcome.code, outcome.out) == (2, "")
    use = f"use {option.flags[0]} on the command line"
    assert (
        outcome.err == f'Error: k8slint.toml: `{option.key}` can\'t be "{value}" in a file of the repository; {use}\n'
    )
    for stronger in {*option.choices} - {*option.weaker}:
        shell.put("k8slint.toml", f'{option.key} = "{stronger}"\n')
        assert shell.run("check").code == 1
    (shell.folder / "k8slint.toml").unlink()
    shell.put("../k8slint.toml", f'{option.key} = "{value}"\n')
    assert shell.run("check").code == 1


def test_what_is_weaker() -> None:
    assert {(option.key, value) for option, value in WEAKER} == {
        ("fail-on", "error"), ("min-severity", "warning"), ("min-severity", "error"),
    }  # fmt: skip


def test_a_file_outside_of_the_repository_is_the_users_own(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("../k8slint.toml", "exit-zero = true\n")
    assert shell.run("check").code == 0
    (shell.folder.parent / "k8slint.toml").unlink()
    shell.put("../outside/k8slint.toml", "exit-zero = true\n")
    assert shell.run("check", "--config", "../outside/k8slint.toml").code == 0
    (shell.folder / "k8slint.toml").symlink_to("../outside/k8slint.toml")  # what the branch leads to is no word of mine
    outcome = shell.run("check")
    assert (outcome.code, "is outside of" in outcome.err) == (2, True)
    assert shell.run("check", "--config", "k8slint.toml").code == 2


def test_without_a_repository_the_folder_counts_as_one(shell: Shell) -> None:
    (shell.folder / ".git").rmdir()
    shell.put("dags/dag.py", MEMORY)
    shell.put("k8slint.toml", "exit-zero = true\n")
    for arguments in (("dags",), ("dags", "--config", "k8slint.toml")):
        assert "can't be set by a file in the repository" in shell.run("check", *arguments).err


@pytest.mark.parametrize("path", ["/etc", "..", "../outside", "dags/../../outside", "link", "a\\u0000b"])
@pytest.mark.parametrize("key", ["src", "pod-template"])
def test_paths_stay_inside(shell: Shell, key: str, path: str) -> None:
    shell.put("dag.py", "from helper import limits\n" + MEMORY)
    (shell.folder / "link").symlink_to("../outside")
    shell.put("k8slint.toml", f'src = ["{path}"]\n' if key == "src" else f'pod-template = "{path}"\n')
    outcome = shell.run("check")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(f"Error: k8slint.toml: `{key}`")
    assert outcome.err.count("\n") == 1


def test_requirements_are_not_followed_outside(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("requirements.txt", "-r ../outside/requirements.txt\n-c more.txt\n")
    shell.put("more.txt", "-r /etc/passwd\n")
    outcome = shell.run("check", "-v", "--output-format", "concise")
    assert "2.2.2" not in outcome.err
    assert outcome.out.startswith("dag.py:3:")


@pytest.mark.parametrize("jobs", ["100", "9999"])
def test_workers_are_bounded(shell: Shell, jobs: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shell.folder)
    shell.put("k8slint.toml", f"jobs = {jobs}\n")
    assert load({}).jobs <= max(8, 2 * (os.cpu_count() or 1))


MONSTERS = {
    "a NUL": 'output-format = "a\\u0000b"',
    "a NUL in a path": 'src = ["a\\u0000b"]',
    "a NUL in a key": '"a\\u0000b" = 1',
    "a million workers": "jobs = 1000000",
    "a number of 5,000 digits": f"jobs = {'9' * 5000}",
    "a number of 5,000 hexadecimal digits": f"jobs = 0x{'f' * 5000}",
    "the same where nothing looks": f"[rules.invalid-quantity]\nx = 0x{'f' * 5000}",
    "a version of 5,000 digits": f'airflow-version = "{"9" * 5000}.1"',
    "a version of other digits": 'airflow-version = "²"',
    "lists in lists": f"select = {'[' * 50_000}{']' * 50_000}",
    "tables in tables": f"rules.{'a.' * 20_000}b = 1",
    "tables in tables, inline": f"rules = {'{a = ' * 5000}1{'}' * 5000}",
    "a megabyte of text": f'output-format = "{"x" * 900_000}"',
    "more than a megabyte": f'output-format = "{"x" * 1_100_000}"',
    "a date": "jobs = 1979-05-27",
    "not a number": "jobs = nan",
    "no UTF-8": b"select = ['\xff']",
}


@pytest.mark.parametrize("monster", MONSTERS)
def test_settings_that_nobody_means_are_one_line(shell: Shell, monster: str) -> None:
    shell.put("dag.py", MEMORY)
    shell.put("k8slint.toml", MONSTERS[monster])
    outcome = shell.run("check")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith(("Error: k8slint.toml: ", "Error: airflow-version: "))
    assert outcome.err.count("\n") == 1
    assert len(outcome.err) < 500


VERSION_FILES = {
    "requirements.txt": "apache-airflow=={0}\n-c https://example.com/constraints-{0}.{0}/x\n",
    "constraints.txt": "kubernetes=={0}\n",
    "Dockerfile": "FROM apache/airflow:{0}.1\nFROM astro-runtime:{0}.1\n",
    "compose.yaml": "AIRFLOW_VERSION: {0}.{0}\n",
    "uv.lock": 'name = "apache-airflow"\nversion = "{0}"\n',
    "Pipfile.lock": '"apache-airflow": {{\n"version": "=={0}"\n',
    "pyproject.toml": '[project]\ndependencies = ["apache-airflow=={0}"]\n',
    "Pipfile": "x = {0}\n",
    "setup.py": 'install_requires=["apache-airflow=={0}"]\n',
    "setup.cfg": "  apache-airflow=={0}\n",
}


@pytest.mark.parametrize("content", ["9" * 5000, "[" * 50_000, "(" * 50_000, "\0", "'" * 50_000])
def test_files_that_state_versions_are_survived(shell: Shell, content: str) -> None:
    shell.put("dag.py", MEMORY)
    for name, text in VERSION_FILES.items():
        shell.put(name, text.format(content))
    outcome = shell.run("check", "--output-format", "concise")
    assert (outcome.code, "Traceback" in outcome.err) == (1, False)
    assert outcome.out.startswith("dag.py:3:")
