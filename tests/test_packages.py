"""What is published: the wheel and the sdist, the GitHub Action, the container file."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT, tomllib
from shell import DEAD_IMPORT, MEMORY, Shell
from test_contributing import copy_of_the_project

from k8slint.version import __version__
from tools import packages

pytestmark = pytest.mark.slow


def test_the_wheel_and_the_sdist_hold_what_they_should_and_work(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)
    wheel, sdist = packages.build(project, tmp_path / "dist")
    assert (wheel.name, sdist.name) == (f"k8slint-{__version__}-py3-none-any.whl", f"k8slint-{__version__}.tar.gz")
    sources = {
        path.relative_to(project).as_posix()
        for path in (project / "k8slint").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        inside = {name for name in archive.namelist() if not name.startswith(f"k8slint-{__version__}.dist-info/")}
        metadata = archive.read(f"k8slint-{__version__}.dist-info/METADATA").decode()
    assert inside == sources
    assert {"k8slint/data/settings.schema.json", "k8slint/py.typed"} <= inside
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert sources | {"README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "tools/generate.py"} <= names
    assert not {name for name in names if name.startswith(("tests/", "fixtures/", "."))} - {".gitignore"}
    assert metadata.count("Project-URL: ") >= 4
    (tmp_path / "there").mkdir()
    packages.try_out(sys.executable, wheel, tmp_path / "there")  # .ci/run tries both on every Python


def test_the_classifiers_name_the_supported_pythons() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = {(3, int(minor)) for each in project["classifiers"] for minor in re.findall(r"Python :: 3\.(\d+)$", each)}
    assert min(named) == packages.OLDEST == tuple(map(int, project["requires-python"].removeprefix(">=").split(".")))
    assert {(3, minor) for minor in range(min(named)[1], max(named)[1] + 1)} == named
    assert sys.version_info[:2] in packages.pythons()


# --- the GitHub Action

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def act(action: dict[str, Any], place: Path, folder: Path, inputs: dict[str, str]) -> tuple[int, str, str]:
    """Run a composite action as a runner does: exit code, what is printed, what is written to GITHUB_OUTPUT."""
    given = {name: inputs.get(name, each.get("default", "")) for name, each in action["inputs"].items()}
    assert set(inputs) <= set(given)
    known = {f"inputs.{name}": value for name, value in given.items()} | {"github.action_path": str(place)}
    output = folder / ".github-output"
    output.touch()
    printed = ""
    for step in action["runs"]["steps"]:
        assert step["shell"] == "bash"
        environment = {
            name: re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], value)
            for name, value in step["env"].items()
        }
        assert "${{" not in step["run"]  # a value must not be part of a script
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
            cwd=folder, capture_output=True, text=True,
            env={**os.environ, **environment, "GITHUB_OUTPUT": str(output), "RUNNER_TEMP": str(folder.parent)},
        )  # fmt: skip
        printed += done.stdout + done.stderr
        if done.returncode:
            return done.returncode, printed, output.read_text()
    return 0, printed, output.read_text()


def test_the_action_checks_what_its_inputs_name(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path)
    shell = Shell(tmp_path / "work")
    shell.write(dags__dag_py=DEAD_IMPORT, other__memory_py=MEMORY, requirements_txt="apache-airflow==3.1.0\n")
    shell.put("odd name/--exit-zero.py", MEMORY)
    python = {"python": sys.executable}
    code, printed, output = act(
        ACTION, project, shell.folder, {"paths": "dags\n\n  odd name/--exit-zero.py \n", **python}
    )
    assert (code, output) == (1, "exit-code=1\n")
    assert re.search(r"^::error .*file=dags/dag\.py,line=1,", printed, re.MULTILINE)
    assert "file=odd name/--exit-zero.py,line=3," in printed
    assert "memory.py" not in printed
    attack = {
        "paths": "$(touch evil)\n`touch evil`; touch evil\n*\n--exit-zero",
        "options": "--isolated\n-q;touch evil",
        **python,
    }
    code, printed, output = act(ACTION, project, shell.folder, attack)
    assert (code, output.endswith("exit-code=2\n")) == (2, True)
    code, printed, _ = act(ACTION, project, shell.folder, {"paths": "$(touch evil)\n*", **python})
    assert (code, "there is no file or folder $(touch evil)" in printed) == (2, True)
    assert not list(tmp_path.rglob("evil"))
    options = {"options": "--airflow-version=2.10\n--select=KE6", "output-format": "concise", **python}
    code, printed, output = act(ACTION, project, shell.folder, options)
    assert (code, output.endswith("exit-code=0\n")) == (0, True)
    assert list((tmp_path / "work").glob("k8slint-*")) == list(tmp_path.glob("k8slint-*")) == []


LINTERS = {
    "hadolint": ["hadolint", "Containerfile"],
    "schema of actions": ["check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"],
    "zizmor": ["zizmor", "--offline", "--no-progress", "--persona", "pedantic", "action.yml"],
    "bash": ["bash", "-n", ".github/action.sh"],
}


def installed(program: str) -> str:
    """Where a package of this environment has put its command."""
    for package in distributions():
        for file in package.files or ():
            if file.name == program and file.parent.name in ("bin", "Scripts"):
                return str(file.locate())
    return program


@pytest.mark.parametrize("linter", LINTERS)
def test_linters_have_nothing_to_say(linter: str) -> None:
    program, *arguments = LINTERS[linter]
    done = subprocess.run([installed(program), *arguments], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


YAML = [
    pytest.param(yaml.safe_load(block), id=f"{page.name} {number + 1}")
    for page in (ROOT / "README.md", ROOT / "docs/ci.md", ROOT / "docs/pre-commit.md")
    for number, block in enumerate(re.findall(r"```yaml[^\n]*\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL))
]


@pytest.mark.parametrize("document", YAML)
def test_the_snippets_are_what_their_readers_take(document: Any, tmp_path: Path) -> None:
    """Workflows, steps of one, jobs of GitLab and hooks, by the schemas of those who read them."""
    if isinstance(document, list) and "uses" in {key for step in document for key in step}:
        document = {"on": "push", "jobs": {"job": {"runs-on": "ubuntu-latest", "steps": document}}}
    elif isinstance(document, list):
        document = {"repos": [{"repo": "https://example.com", "rev": "v1", "hooks": document}]}
    if True in document:  # YAML 1.1 has its own idea of `on`
        document["on"] = document.pop(True)
    file = tmp_path / "snippet.yml"
    file.write_text(yaml.safe_dump(document), encoding="utf-8")
    if "repos" in document:
        command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    else:
        schema = "vendor.github-workflows" if "jobs" in document else "vendor.gitlab-ci"
        command = [installed("check-jsonschema"), "--builtin-schema", schema, str(file)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    for job in document.get("jobs", {}).values():
        for step in job["steps"]:
            if step.get("uses", "").startswith("k8slint/k8slint@"):
                assert set(step["with"]) <= set(ACTION["inputs"])


def test_the_snippets_are_found() -> None:
    assert len(YAML) >= 8


def test_the_container_file_copies_what_it_installs_and_its_command_works(tmp_path: Path) -> None:
    """What its build does is done here, with folders in place of an image's."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8")
    steps = re.findall(r"^(FROM|COPY|RUN|ENV|WORKDIR|USER|ENTRYPOINT|CMD) (.+)$", text, re.MULTILINE)
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] == "!"]
    source, installed = tmp_path / "src", tmp_path / "opt"
    source.mkdir()
    project = copy_of_the_project(tmp_path)
    for name in kept:
        (project / name).rename(source / name)
    for kind, words in steps:
        if kind == "RUN":
            command = words.replace("/opt/k8slint", str(installed)).replace("/src", str(source))
            command = command.replace("python -m venv", f"{sys.executable} -m venv")
            subprocess.run(command, shell=True, check=True, capture_output=True)
    shell = Shell(tmp_path / "work")
    shell.write(dag_py=MEMORY)
    entry, arguments = (yaml.safe_load(words) for kind, words in steps if kind in ("ENTRYPOINT", "CMD"))
    environment = {"PATH": f"{installed}/bin:{os.environ['PATH']}", "HOME": "/nonexistent"}  # the user has none
    done = subprocess.run([*entry, *arguments], cwd=shell.folder, env=environment, capture_output=True, text=True)
    assert (done.returncode, "KE301" in done.stdout) == (1, True), done.stderr
    assert dict(steps)["USER"] not in ("root", "0")
