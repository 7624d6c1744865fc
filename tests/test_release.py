"""The command that makes a release, in a clone; and what a stranger does with the release: from the wheel to a green CI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import ROOT
from shell import DEAD_IMPORT
from test_contributing import copy_of_the_project
from test_packages import act

from k8slint.version import __version__
from tools import packages
from tools.release import USED

pytestmark = pytest.mark.slow

NEXT = "9.0.0"
ENTRY = f"# Changelog\n\n## {NEXT} (unreleased)\n\n- It does more.\n"
GIT = (
    "git",
    "-c",
    "user.name=x",
    "-c",
    "user.email=x@example.com",
    "-c",
    "commit.gpgsign=false",
    "-c",
    "tag.gpgsign=false",
)


@dataclass(frozen=True)
class Clone:
    """The project in a repository of its own."""

    folder: Path

    def run(self, *command: str, **more: str) -> tuple[int, str]:
        identity = {f"GIT_{who}_{what}": f"x@{who}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        environment = {**os.environ, **identity, "PYTHONPATH": str(self.folder), **more}
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    def git(self, *words: str) -> str:
        code, said = self.run(*GIT, *words)
        assert code == 0, said
        return said

    def release(self, *words: str) -> tuple[int, str]:
        return self.run(sys.executable, "-m", "tools.release", *words)

    def commit(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", path)

    @property
    def state(self) -> tuple[str, str, str]:
        return self.git("rev-parse", "HEAD"), self.git("status", "--porcelain"), self.git("tag")


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    clone = Clone(copy_of_the_project(tmp_path))
    clone.git("init", "-q")
    clone.git("add", "-A")
    clone.git("commit", "-qm", "everything")
    changelog = (clone.folder / "CHANGELOG.md").read_text(encoding="utf-8")
    clone.commit("CHANGELOG.md", changelog.replace("# Changelog\n", ENTRY, 1))
    return clone


def test_what_is_no_release_is_refused(clone: Clone) -> None:
    before = clone.state
    for words, message in [
        (("1.0",), "`1.0` is not a version like 0.2.0"),
        (("0.0.1",), f"0.0.1 is older than {__version__}"),
        (("9.0.1",), "CHANGELOG.md has no entry `## 9.0.1 (unreleased)`"),
    ]:
        assert clone.release(*words) == (2, f"Error: {message}\n")
    (clone.folder / "new.txt").write_text("x")
    assert clone.release(NEXT) == (2, "Error: the tree isn't clean:\n?? new.txt\n")
    (clone.folder / "new.txt").unlink()
    clone.git("tag", f"v{NEXT}")
    assert clone.release(NEXT) == (2, f"Error: the tag v{NEXT} exists already\n")
    clone.git("tag", "-d", f"v{NEXT}")
    assert clone.state == before
    clone.commit("CHANGELOG.md", f"# Changelog\n\n## {NEXT} (unreleased)\n\nSoon.\n\n## 0.0.1 (2020-01-01)\n\n- x\n")
    assert clone.release(NEXT) == (2, f"Error: CHANGELOG.md: the entry of {NEXT} says nothing\n")


def test_a_dry_run_changes_nothing(clone: Clone) -> None:
    before = clone.state
    code, said = clone.release(NEXT, "--dry-run")
    assert code == 0
    assert "would change k8slint/version.py\n" in said
    assert f"commit `Release {NEXT}` and tag it v{NEXT}" in said
    assert clone.state == before
    assert not (clone.folder / "dist").exists()


def test_a_release_that_cannot_be_built_leaves_everything_as_it_was(clone: Clone) -> None:
    pyproject = (clone.folder / "pyproject.toml").read_text(encoding="utf-8")
    clone.commit("pyproject.toml", pyproject.replace('readme = "README.md"', 'readme = "NOTHING.md"'))
    before = clone.state
    code, said = clone.release(NEXT)
    assert code == 1
    assert "Error: the packages can't be built, and nothing was changed: " in said
    assert clone.state == before


def test_the_contributing_page_names_the_command() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert re.findall(r"^\$ python -m tools\.(\S+)", text.partition("## Make a release")[2], re.MULTILINE) == [
        "packages", "release", "release",
    ]  # fmt: skip


def test_the_documentation_tells_to_use_this_version() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    used = {path.name: USED.findall(path.read_text(encoding="utf-8")) for path in pages}
    assert len(used["README.md"]) >= 2
    assert {version for versions in used.values() for version in versions} == {__version__}


def test_before_the_first_tag_the_newest_commit_is_used(clone: Clone, tmp_path: Path) -> None:
    """What the README says to somebody who has only the repository, where the tag of its snippet doesn't exist."""
    readme = (clone.folder / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"`pre-commit (autoupdate [^`]*)`", readme)
    stranger = Stranger(tmp_path / "project", clone, readme)
    stranger.write("dags/dag.py", DEAD_IMPORT)
    stranger.write("requirements.txt", "apache-airflow==3.1.0\n")
    code, said = stranger.pre_commit()
    assert code != 0
    assert f"v{__version__}" in said
    code, said = stranger.pre_commit(*command.split())
    assert code == 0, said
    head = clone.git("rev-parse", "HEAD").strip()
    written = yaml.safe_load((stranger.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    assert [repo["rev"] for repo in written["repos"]] == [head]
    code, said = stranger.pre_commit("run", "--all-files", again=True)
    assert (code, "--> dags/dag.py:1:" in said) == (1, True), said


def test_from_a_release_to_a_green_ci(clone: Clone, tmp_path: Path) -> None:
    """A maintainer releases; a stranger installs the wheel, sets up pre-commit and CI as the README says, and mends a DAG."""
    code, said = clone.release(NEXT)
    assert code == 0, said
    head, dirty, tags = clone.state
    assert (dirty, tags) == ("", f"v{NEXT}\n")
    assert clone.git("rev-parse", f"v{NEXT}^{{commit}}") == head
    assert clone.git("log", "-1", "--format=%s") == f"Release {NEXT}\n"
    assert "- It does more." in clone.git("tag", "-l", "--format=%(contents)", f"v{NEXT}")
    assert re.search(rf"^## {NEXT} \(\d{{4}}-\d\d-\d\d\)$", clone.git("show", "HEAD:CHANGELOG.md"), re.MULTILINE)
    assert clone.release(NEXT) == (2, f"Error: the tag v{NEXT} exists already\n")
    readme = (clone.folder / "README.md").read_text(encoding="utf-8")
    assert set(USED.findall(readme)) == {NEXT}
    recipes = (clone.folder / "docs/ci.md").read_text(encoding="utf-8")
    assert recipes.count(f"k8slint/archive/refs/tags/v{NEXT}.tar.gz") == recipes.count("/archive/refs/tags/v") > 2

    commands = packages.environment(sys.executable, tmp_path / "environment")
    wheel = clone.folder / "dist" / f"k8slint-{NEXT}-py3-none-any.whl"
    packages.run(commands / "python", "-m", "pip", "install", "--quiet", wheel)
    assert packages.run(commands / "k8slint", "--version") == f"k8slint, version {NEXT}\n"

    stranger = Stranger(tmp_path / "project", clone, readme)
    stranger.write("dags/dag.py", DEAD_IMPORT)
    stranger.write("requirements.txt", "apache-airflow==3.1.0\n")
    assert packages.run(commands / "k8slint", "check", "dags", "-q", cwd=stranger.folder, expect=1).count("KE601") == 1
    hook = stranger.pre_commit()
    assert (hook[0], "dags/dag.py:1:" in hook[1] or "--> dags/dag.py:1:" in hook[1]) == (1, True), hook[1]
    red = stranger.ci()
    assert (red[0], bool(re.search(r"::error .*file=dags/dag\.py,line=1,", red[1]))) == (1, True), red[1]
    packages.run(commands / "k8slint", "check", "dags", "--fix", cwd=stranger.folder)
    assert "providers.cncf.kubernetes" in (stranger.folder / "dags/dag.py").read_text()
    hook = stranger.pre_commit()
    assert (hook[0], "Passed" in hook[1]) == (0, True), hook[1]
    assert stranger.ci()[0] == 0


class Stranger:
    """Somebody with a repository of their own, the README, and the address of the project's repository."""

    def __init__(self, folder: Path, clone: Clone, readme: str) -> None:
        folder.mkdir()
        self.folder = folder
        self._clone = clone
        blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)]
        self._hooks = next(block for block in blocks if "repos" in block)
        self._workflow = next(block for block in blocks if "jobs" in block)
        self._git("init", "-q")

    def _git(self, *words: str) -> None:
        subprocess.run([*GIT, *words], cwd=self.folder, check=True, capture_output=True)

    def write(self, path: str, text: str) -> None:
        (self.folder / path).parent.mkdir(exist_ok=True)
        (self.folder / path).write_text(text, encoding="utf-8")

    def pre_commit(self, *words: str, again: bool = False) -> tuple[int, str]:
        """The README's hook, from the address that this project has here; ``again`` with the file that is there."""
        for repo in self._hooks["repos"]:
            assert repo["repo"] == "https://github.com/k8slint/k8slint"
        hooks = [{**repo, "repo": str(self._clone.folder)} for repo in self._hooks["repos"]]
        if not again:
            self.write(".pre-commit-config.yaml", yaml.safe_dump({"repos": hooks}))
        self._git("add", "-A")
        done = subprocess.run(
            [sys.executable, "-m", "pre_commit", *(words or ("run", "--all-files"))],
            cwd=self.folder, capture_output=True, text=True,
            env={**os.environ, "PRE_COMMIT_HOME": str(self.folder.parent / "pre-commit")},
        )  # fmt: skip
        return done.returncode, done.stdout + done.stderr

    def ci(self) -> tuple[int, str]:
        """The README's workflow, step by step, on a fresh checkout of what is committed."""
        self._git("add", "-A")
        self._git("commit", "-qm", "work", "--allow-empty")
        checkout = self.folder.parent / "runner" / "checkout"
        shutil.rmtree(checkout, ignore_errors=True)
        printed = ""
        (job,) = self._workflow["jobs"].values()
        for step in job["steps"]:
            code, said = self._step(step, checkout)
            printed += said
            if code:
                return code, printed
        return 0, printed

    def _step(self, step: dict[str, Any], checkout: Path) -> tuple[int, str]:
        name, _, revision = step["uses"].partition("@")
        if name == "actions/checkout":
            subprocess.run([*GIT, "clone", "-q", str(self.folder), str(checkout)], check=True, capture_output=True)
            return 0, ""
        assert name == "k8slint/k8slint"
        place = checkout.parent / f"action-{revision}"
        if not place.exists():
            clone = [*GIT, "clone", "-q", "--branch", revision, str(self._clone.folder), str(place)]
            subprocess.run(clone, check=True, capture_output=True)
        action = yaml.safe_load((place / "action.yml").read_text(encoding="utf-8"))
        return act(action, place, checkout, {**step.get("with", {}), "python": sys.executable})[:2]
