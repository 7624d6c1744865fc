"""What a run imports: nothing that it doesn't need. Every module costs a hook's user time, on every commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from shell import CLEAN, DEAD_IMPORT, MEMORY, Shell, airflow_project

# What Python itself imports before it runs a module.
BASE = frozenset(
    subprocess.run(
        [sys.executable, "-c", "import sys; print('\\n'.join(sys.modules))"], capture_output=True, text=True, check=True
    ).stdout.split()
)


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return airflow_project(tmp_path)


def imported(shell: Shell, *arguments: str) -> set[str]:
    """The modules that a run imports beyond Python's own."""
    program = f"""if True:
        import os, sys
        del os.fork  # what a worker would import counts as well
        from k8slint.__main__ import main
        main({list(arguments)!r})
        print(*sys.modules, file=sys.stderr)"""
    done = subprocess.run([sys.executable, "-c", program], cwd=shell.folder, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split()) - BASE


NOTHING_TO_FIND = {
    "k8slint", "k8slint.__main__", "k8slint.version", "k8slint.cli", "k8slint.data", "k8slint.lint", "k8slint.run", "k8slint.settings", "k8slint.settings.options", "k8slint.settings.errors", "k8slint.cli.check", "k8slint.cli.output", "k8slint.settings.config", "k8slint.data.catalogue",
    "k8slint.run.runner", "k8slint.run.discovery", "k8slint.settings.gitignore", "k8slint.lint.prefilter", "k8slint.lint.report",
    "k8slint.formats", "k8slint.formats._text", "k8slint.lint.calls", "k8slint.data.operators", "k8slint.settings.files", "__future__", "errno", "gc",
}  # fmt: skip


def test_a_run_with_nothing_to_find_imports_next_to_nothing(shell: Shell) -> None:
    shell.write(dag_py=CLEAN)
    assert imported(shell, "check", "dag.py") <= NOTHING_TO_FIND


def test_settings_that_do_not_concern_k8slint_are_not_parsed(shell: Shell) -> None:
    shell.write(dag_py=CLEAN, pyproject_toml="[tool.other]\nx = 1\n")
    assert imported(shell, "check", "dag.py") <= NOTHING_TO_FIND


FOR_JUDGING = {
    "k8slint.lint.pipeline",
    "k8slint.rules",
    "k8slint.evaluate.evaluator",
    "k8slint.kube.client.schema",
    "click",
}


def test_a_remembered_outcome_needs_no_linter(shell: Shell) -> None:
    shell.write(dag_py=DEAD_IMPORT + MEMORY)
    imported(shell, "check", "dag.py")
    modules = imported(shell, "check", "dag.py")
    assert "k8slint.finding" in modules
    assert not modules & {*FOR_JUDGING, "json", "k8slint.settings.detection", "k8slint.airflow.moves.table.imports"}


def test_judging_needs_no_libcst_no_yaml_and_no_client(shell: Shell) -> None:
    shell.write(dag_py=MEMORY.replace("512MB", "512Mi"))
    modules = imported(shell, "check", "dag.py", "--no-cache")
    assert {"ast", "k8slint.lint.pipeline"} <= modules
    assert not modules & {"libcst", "yaml", "kubernetes", "click", "concurrent", "multiprocessing"}
    assert not modules & {"k8slint.airflow.moves.table.imports", "k8slint.data.removed_names"}
    assert not any(module.startswith("k8slint.edits") for module in modules)  # there is nothing to fix


@pytest.mark.parametrize(
    "module",
    "cli.commands settings.options settings.config run.runner run.cache lint.prefilter run.pool run.discovery".split(),
)
def test_modules_in_front_import_nothing_heavy(module: str) -> None:
    program = f"import sys; import k8slint.{module}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    heavy = {
        "libcst",
        "yaml",
        "kubernetes",
        "json",
        "tomllib",
        "concurrent.futures",
        "k8slint.lint.pipeline",
        "k8slint.rules",
    }
    assert not set(done.stdout.split()) & heavy
