"""The hooks, run by pre-commit itself in a repository made for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from shell import CLEAN, DEAD_IMPORT, LIVE_IMPORT, Shell, airflow_project

CONFIG = """\
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: {hook}
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with this project's hooks, as pre-commit clones it.

    The environment that pre-commit would build from an index is taken from the one that runs the tests: the hooks are
    declared in the language of the system, everything else is as in the project's own file.
    """
    folder = tmp_path_factory.mktemp("hooks")
    declared = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    for hook in declared:
        assert hook["language"] == "python"
        hook["language"] = "system"
        hook["entry"] = hook["entry"].replace("k8slint", f"{sys.executable} -m k8slint", 1)
    (folder / ".pre-commit-hooks.yaml").write_text(yaml.safe_dump(declared), encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "hooks")
    return folder


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    git(tmp_path, "init", "-q")
    return airflow_project(tmp_path)


def commit_with(hook: str, shell: Shell, hooks: Path, home: Path, *arguments: str) -> tuple[int, str]:
    """Stage everything and run the hook as ``git commit`` would; its exit code and what it said."""
    shell.put(".pre-commit-config.yaml", CONFIG.format(hooks=hooks, rev=git(hooks, "rev-parse", "HEAD"), hook=hook))
    git(shell.folder, "add", ".")
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", *arguments],
        cwd=shell.folder,
        env={**os.environ, "PRE_COMMIT_HOME": str(home / "pre-commit")},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


def test_the_hook_judges_what_is_committed(shell: Shell, hooks: Path, home: Path) -> None:
    shell.write(dead_py=DEAD_IMPORT, clean_py=CLEAN, notes_txt="executor_config")
    code, said = commit_with("k8slint", shell, hooks, home)
    assert code == 1
    assert "error[KE601]" in said
    assert "Checked 2 files" in said
    assert shell.read("dead.py") == DEAD_IMPORT


def test_the_hook_passes_what_is_right(shell: Shell, hooks: Path, home: Path) -> None:
    shell.write(clean_py=CLEAN)
    code, said = commit_with("k8slint", shell, hooks, home)
    assert code == 0, said
    assert "Passed" in said


def test_the_fixing_hook_fixes_and_asks_to_stage_again(shell: Shell, hooks: Path, home: Path) -> None:
    shell.write(dead_py=DEAD_IMPORT)
    code, said = commit_with("k8slint-fix", shell, hooks, home)
    assert code == 1
    assert "files were modified by this hook" in said
    assert shell.read("dead.py") == LIVE_IMPORT
    code, said = commit_with("k8slint-fix", shell, hooks, home)
    assert code == 0, said


def test_settings_reach_the_hook(shell: Shell, hooks: Path, home: Path) -> None:
    shell.write(dead_py=DEAD_IMPORT, pyproject_toml='[tool.k8slint]\nairflow-version = "2.9"\n')
    code, said = commit_with("k8slint", shell, hooks, home, "--all-files")
    assert code == 0, said
