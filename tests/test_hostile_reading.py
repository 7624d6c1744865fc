"""What a stranger's tree may hold in the place of a file: reading it ends, stays inside, and is told in one line."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from shell import CLEAN, MEMORY, Shell

# Modules that may open files, and what for.
DOORS = {
    "cli/config.py": {"read_text"},  # the schema, which is a part of k8slint
    "cli/outputs.py": {"open"},  # writes to a device or a pipe that the command line names
    "settings/files.py": {"os.open"},
    "run/atomic.py": {"open", "os.open"},  # writes
    "run/revision.py": {"open"},  # writes what git keeps into a folder of its own
}
OPENING = {"open", "io.open", "os.open", "os.fdopen", "codecs.open", "tokenize.open"}
METHODS = {"read_text", "read_bytes", "write_text", "write_bytes"}


def opened(path: Path) -> set[str]:
    """The calls by which a module opens files; what stands in for a closed stream is none."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in OPENING and not (node.args and ast.unparse(node.args[0]) == "os.devnull"):
                found.add(name)
            elif isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
                found.add(node.func.attr)
    return found


def test_files_are_opened_in_one_place() -> None:
    for path in (ROOT / "k8slint").rglob("*.py"):
        name = path.relative_to(ROOT / "k8slint").as_posix()
        assert opened(path) <= DOORS.get(name, set()), f"{name}: read with settings.files.read_regular"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    inner = tmp_path / "tree"
    inner.mkdir()
    (inner / ".git").mkdir()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret").write_text("apache-airflow==2.2.2\ntop secret = hunter2\n")
    return Shell(inner)


def pipe(path: Path) -> None:
    os.mkfifo(path)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def itself(path: Path) -> None:
    path.symlink_to(path.name)


def nothing(path: Path) -> None:
    path.symlink_to("nowhere")


def endless(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(20_000_000_000)


def folder(path: Path) -> None:
    path.mkdir()


def stranger(path: Path) -> None:
    path.symlink_to("../" * (len(path.parts)) + str(path.parents[1] / "outside/secret").lstrip("/"))


KINDS: tuple[Callable[[Path], None], ...] = (pipe, device, itself, nothing, endless, folder, stranger)
WALKED = ("x.py", ".gitignore", "requirements.txt", "Dockerfile", "uv.lock", "setup.py", "helper.py", "pod.yaml")
PLACES = {
    "walked": (WALKED, []),
    "pyproject.toml": (("pyproject.toml",), []),
    "k8slint.toml": (("k8slint.toml",), []),
    "settings.toml": (("settings.toml",), ["--config", "settings.toml"]),
    "pod.yaml": (("pod.yaml",), ["--pod-template", "pod.yaml"]),
}
DAG = MEMORY + (
    "import yaml, pathlib, helper\n"
    "from airflow.providers.standard.operators.python import PythonOperator\n"
    "PythonOperator(task_id='t', python_callable=print, executor_config={'pod_override': helper.pod})\n"
    "PythonOperator(task_id='u', python_callable=print, executor_config={'pod_override': "
    "yaml.safe_load(pathlib.Path(__file__).with_name('pod.yaml').read_text())})\n"
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_reading_what_is_no_file_ends(shell: Shell, kind: Callable[[Path], None], place: str) -> None:
    shell.put("dag.py", DAG)
    names, named = PLACES[place]
    for name in names:
        kind(shell.folder / name)
    outcome = shell.run("check", ".", "--output-format", "full", "-v", *named)
    said = outcome.out + outcome.err
    assert outcome.code in (1, 2), said
    assert "Traceback" not in said
    assert "hunter2" not in said
    assert "2.2.2" not in said
    if outcome.code == 2:
        assert outcome.err.startswith("Error: ")
        assert place in outcome.err
    else:
        assert "dag.py:3:" in outcome.out  # the others are judged all the same


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_file_that_is_named_and_is_none_is_told(shell: Shell, kind: Callable[[Path], None]) -> None:
    shell.put("dag.py", CLEAN)
    kind(shell.folder / "x.py")
    outcome = shell.run("check", "x.py", "dag.py", "--output-format", "concise")
    assert "Traceback" not in outcome.err
    assert "hunter2" not in outcome.out + outcome.err
    assert (outcome.code, "x.py" in outcome.out + outcome.err) in ((1, True), (2, True)) or kind is folder


def test_a_link_inside_of_the_repository_is_followed(shell: Shell) -> None:
    shell.put("shared/dag.py", MEMORY)
    (shell.folder / "dags").mkdir()
    (shell.folder / "dags/dag.py").symlink_to("../shared/dag.py")
    outcome = shell.run("check", "dags", "--output-format", "concise")
    assert (outcome.code, outcome.out.startswith("dags/dag.py:3:")) == (1, True)
