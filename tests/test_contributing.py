"""What CONTRIBUTING.md tells a newcomer to do is done, step by step, in a copy of the project."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
SECTIONS = {
    part.partition("\n")[0]: part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE) if part.startswith("Add a")
}
STEP = re.compile(
    r"<!-- file: (?P<path>\S+) -->\n```\w+\n(?P<text>.*?)```|```diff\n(?P<diff>.*?)```|```console\n(?P<commands>.*?)```",
    re.DOTALL,
)


def copy_of_the_project(folder: Path) -> Path:
    unwanted = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info")
    shutil.copytree(ROOT, folder / "k8slint", ignore=unwanted)
    return folder / "k8slint"


def change(project: Path, diff: str) -> None:
    """Apply a diff without line numbers: its lines of before stand once in the file, wherever they are now."""
    path = project / re.findall(r"^\+\+\+ b/(\S+)$", diff, re.MULTILINE)[0]
    lines = diff.partition("\n@@\n")[2].splitlines(keepends=True)
    before, after = ("".join(line[1:] for line in lines if line[0] in kinds) for kinds in (" -", " +"))
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, before
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(project: Path, command: str) -> str:
    command = re.sub(r"^(python|pytest)\b", lambda word: PROGRAMS[word[0]], command)
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run(
        command, shell=True, cwd=project, env=environment, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


PROGRAMS = {"python": f'"{sys.executable}"', "pytest": f'"{sys.executable}" -m pytest -p no:cacheprovider'}


@pytest.mark.parametrize("section", SECTIONS)
def test_the_steps_work(section: str, tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)
    printed = ""
    for step in STEP.finditer(SECTIONS[section]):
        if step["path"]:
            (project / step["path"]).write_text(step["text"], encoding="utf-8")
        elif step["diff"]:
            change(project, step["diff"])
        else:
            for command in step["commands"].splitlines():
                printed += run(project, command.removeprefix("$ "))
    if section == "Add a rule":
        fixture = (project / "fixtures/rules/latest_image.py").read_text(encoding="utf-8")
        assert "^ KE299 the image tag `latest` moves" in fixture
        assert "KE299 latest-image" in printed
    elif section == "Add a move":
        assert printed.endswith('from airflow.sdk import Widget\n\nwidget = Widget("w")\n')
        assert re.search(r"^fixtures/migrate/widget\.py:1:\d+: KE601 ", printed, re.MULTILINE)
    elif section == "Add an output format":
        assert re.search(r"^\S+\.py\t\d+\tKE\d{3}\t", printed, re.MULTILINE)


def test_every_task_is_here() -> None:
    assert list(SECTIONS) == [
        "Add a rule", "Add a move", "Add an output format", "Add a Python builtin or library function",
    ]  # fmt: skip
