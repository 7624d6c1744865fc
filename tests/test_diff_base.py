"""Only what changed since a git revision: on its lines, or elsewhere because of it."""

from __future__ import annotations

import json
import os
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shell import DEAD_IMPORT, MEMORY, Outcome, Shell

from k8slint.run.lines import alike, changed

COMMON = """\
from kubernetes.client import models as k8s


def limits(memory):
    return k8s.V1ResourceRequirements(limits={"memory": memory})
"""
DAG = """\
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator
from common import limits
from kubernetes.client import models as k8s

MOUNTS = [k8s.V1VolumeMount(name="data", mount_path="/data")]
base = k8s.V1Container(name="base", resources=limits("512M"), volume_mounts=MOUNTS)
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))
with DAG("etl"):
    BashOperator(task_id="load", bash_command="true", executor_config={"pod_override": pod})
"""
OLD = """\
from kubernetes.client import models as k8s

x = k8s.V1ResourceRequirements(limits={"memory": "1x"})
"""
TEMPLATE = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: Never
  containers:
    - name: base
      image: etl:1
  volumes:
    - name: {}
      emptyDir: {{}}
"""


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false", *arguments]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A branch of a repository that has an old finding."""
    shell = Shell(tmp_path / "repository")
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    shell.put("dags/common.py", COMMON)
    shell.put("dags/etl.py", DAG)
    shell.put("dags/old.py", OLD)
    shell.put("template.yaml", TEMPLATE.format("data"))
    git(shell.folder, "init", "-q", "-b", "main")
    git(shell.folder, "add", "-A")
    git(shell.folder, "commit", "-qm", "one")
    git(shell.folder, "checkout", "-qb", "topic")
    return shell


def run(shell: Shell, *arguments: str) -> Outcome:
    return shell.run("check", "--output-format", "concise", "--diff-base", "main", *arguments)


def found(shell: Shell, *arguments: str) -> list[str]:
    """Where something new is found, and the code."""
    done = run(shell, *arguments)
    assert done.code == bool(done.out), done.err
    return [" ".join(line.split(" ")[:2]).replace(": ", " ") for line in done.out.splitlines()]


def edit(shell: Shell, path: str, old: str, new: str) -> None:
    text = shell.read(path)
    assert old in text
    shell.put(path, text.replace(old, new))


def commit(shell: Shell) -> None:
    git(shell.folder, "add", "-A")
    git(shell.folder, "commit", "-qm", "more")


def test_what_was_there_is_not_reported_but_counted(shell: Shell) -> None:
    done = run(shell)
    assert (done.code, done.out, done.err) == (
        0,
        "",
        "Checked 3 files: nothing found, 1 older than the base revision.\n",
    )
    shell.put("dags/old.py", '"""Moved."""\n\n' + OLD)
    assert found(shell) == []
    commit(shell)
    assert found(shell) == []


@pytest.mark.parametrize("committed", [False, True])
def test_what_is_on_changed_lines_is_reported(shell: Shell, committed: bool) -> None:
    shell.put("dags/old.py", OLD + OLD.splitlines()[2] + "\n")  # one more of the same
    edit(shell, "dags/etl.py", "512M", "512MB")
    shell.put("dags/new.py", OLD)
    if committed:
        commit(shell)
    assert found(shell) == ["dags/etl.py:7:54 KE301", "dags/new.py:3:50 KE301", "dags/old.py:4:50 KE301"]
    edit(shell, "dags/old.py", "x = k8s", "y = k8s")  # the same mistake on a line that somebody touched
    assert [each for each in found(shell) if "old" in each] == ["dags/old.py:3:50 KE301", "dags/old.py:4:50 KE301"]


def test_what_main_got_meanwhile_is_not_the_branch_s(shell: Shell) -> None:
    git(shell.folder, "checkout", "-q", "main")
    shell.put("dags/old.py", OLD.replace("1x", "1Gi"))
    commit(shell)
    git(shell.folder, "checkout", "-q", "topic")
    assert found(shell) == []  # it was wrong where the branch began


def test_a_helper_that_was_edited_changes_what_others_get(shell: Shell) -> None:
    shell.put("dags/common.py", COMMON.replace("memory})", "memory, **EXTRA})") + '\n\nEXTRA = {"cpu": "2"}\n')
    assert found(shell) == []
    edit(shell, "dags/common.py", '"2"', '"2 cores"')
    assert found(shell) == ["dags/common.py:8:17 KE301"]
    shell.put(
        "dags/common.py",
        COMMON.replace('"memory": memory', "**sized(memory)") + "\n\ndef sized(memory):\n    return {'cpu': memory}\n",
    )
    assert found(shell) == ["dags/etl.py:7:54 KE306"]  # where nothing was edited


def test_a_template_that_was_edited_changes_what_others_get(shell: Shell) -> None:
    flags = ("--pod-template", "template.yaml")
    assert found(shell, *flags) == []
    shell.put("template.yaml", TEMPLATE.format("other"))
    assert [each.partition(":")[0] for each in found(shell, *flags)] == ["dags/etl.py"]
    assert found(shell) == []
    git(shell.folder, "rm", "-q", "--cached", "template.yaml")
    git(shell.folder, "commit", "-qm", "gone")
    git(shell.folder, "checkout", "-qB", "main")
    assert [each.partition(":")[0] for each in found(shell, *flags)] == ["dags/etl.py"]  # there was none


def test_settings_that_were_edited_change_what_others_get(shell: Shell) -> None:
    shell.put("dags/dead.py", DEAD_IMPORT)
    shell.put("requirements.txt", "apache-airflow==2.9.0\n")
    git(shell.folder, "add", "-A")
    git(shell.folder, "commit", "-qm", "two")
    git(shell.folder, "branch", "-qf", "main")
    assert found(shell) == []
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")  # what the upgrade breaks
    assert found(shell) == ["dags/dead.py:1:39 KE601"]
    shell.put("requirements.txt", "apache-airflow==2.9.0\n")
    shell.put("k8slint.toml", 'airflow-version = "3.1"\n')
    assert found(shell) == ["dags/dead.py:1:39 KE601"]
    commit(shell)
    git(shell.folder, "branch", "-qf", "main")
    assert found(shell) == []
    shell.put("k8slint.toml", 'airflow-version = "3.1"\nunknown-key = 1\n')
    assert run(shell).code == 2
    git(shell.folder, "commit", "-qam", "broken settings")
    git(shell.folder, "branch", "-qf", "main")
    shell.put("k8slint.toml", 'airflow-version = "3.1"\n')
    done = run(shell)
    assert (done.code, done.out) == (0, "")
    assert (
        "Note: the settings of the base revision can't be used, so the current settings apply: k8slint.toml: unknown key"
        in done.err
    )


def test_a_renamed_file_is_the_old_one(shell: Shell) -> None:
    git(shell.folder, "mv", "dags/old.py", "dags/renamed.py")
    assert found(shell) == []
    assert found(shell, "dags/renamed.py") == []
    shell.put("dags/renamed.py", '"""Renamed."""\n' + OLD)
    assert found(shell) == []
    commit(shell)
    assert found(shell) == []
    shell.put("dags/renamed.py", OLD.replace("x = k8s", "# another text\nother = k8s").replace("\n\n", "\n" * 9))
    assert found(shell) == ["dags/renamed.py:11:54 KE301"]
    shell.put("dags/old.py", OLD)
    assert len(found(shell, "dags/old.py")) == 0


def test_the_folder_and_the_paths_do_not_matter(shell: Shell) -> None:
    edit(shell, "dags/etl.py", "512M", "512MB")
    expected = ["etl.py:7:54 KE301"]
    inner = Shell(shell.folder / "dags")
    assert found(inner) == expected
    assert found(inner, ".", "../template.yaml") == expected
    assert [each.rpartition("/")[2] for each in found(shell, str(shell.folder / "dags"))] == expected
    assert found(shell, "dags/old.py") == []
    for flags in (["--no-cache"], ["--jobs", "2"], ["--isolated", "--airflow-version", "3.1"]):
        assert found(shell, "dags", *flags) == [f"dags/{each}" for each in expected]


def test_a_helper_outside_of_the_folder_is_the_same_file(shell: Shell) -> None:
    shell.put("lib/sizes.py", COMMON.replace('"memory": memory', '"memory": "1x"'))
    shell.put("dags/etl.py", DAG.replace("from common", "from sizes"))
    commit(shell)
    git(shell.folder, "branch", "-qf", "main")
    inner = Shell(shell.folder / "dags")
    assert len(inner.codes("--src", "../lib")) == 2
    assert found(inner, "--src", "../lib") == []
    edit(shell, "lib/sizes.py", '"1x"', '"2x"')
    assert [each.rpartition("/")[2] for each in found(inner, "--src", "../lib")] == ["sizes.py:5:57 KE301"]


def test_links_are_followed_as_in_the_present_tree(shell: Shell) -> None:
    shell.put("shared/sizes.py", COMMON.replace('"memory": memory', '"memory": "1x"'))
    (shell.folder / "dags/sizes.py").symlink_to("../shared/sizes.py")
    shell.put("dags/etl.py", DAG.replace("from common", "from sizes"))
    commit(shell)
    git(shell.folder, "branch", "-qf", "main")
    assert "KE301" in shell.codes("dags/etl.py")
    assert found(shell, "dags/etl.py") == []


def test_with_a_baseline_and_in_every_format(shell: Shell) -> None:
    edit(shell, "dags/etl.py", "512M", "512MB")
    shell.put("dags/new.py", MEMORY)
    shell.run("baseline", "dags/etl.py")
    done = shell.run(
        "check",
        "--diff-base",
        "main",
        "--baseline",
        ".k8slint-baseline.json",
        "--output",
        "sarif",
        "--output",
        "json:x.json",
    )
    assert [row["filename"] for row in json.loads(shell.read("x.json"))] == ["dags/new.py"]
    assert len(json.loads(done.out)["runs"][0]["results"]) == 1
    assert "1 accepted by .k8slint-baseline.json, 1 older than the base revision" in done.err


def test_unchanged_files_are_not_judged_twice(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their outcome is taken over where everything that was read for them is the same."""
    from k8slint.run import judging, runner
    from k8slint.run.changes import Since
    from k8slint.settings.config import load

    monkeypatch.setenv("K8SLINT_CACHE_DIR", str(shell.folder.parent / "cache"))
    monkeypatch.chdir(shell.folder)
    judged: list[str] = []
    whole = judging.judge_all

    def recorded(todo: list[judging.Candidate], *rest: object) -> object:
        judged.extend(path for path, _, _ in todo)
        return whole(todo, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(judging, "judge_all", recorded)
    for text, again in ((COMMON, []), (COMMON + "# x\n", ["dags/common.py", "dags/etl.py"])):
        shell.put("dags/common.py", text)
        config = load({}, ("dags",))
        report = runner.run(("dags",), config)
        judged.clear()
        Since("main").narrow(report, {}, ("dags",), config)
        assert sorted(judged) == again
        assert not report.findings


def test_a_text_that_a_dag_reads_is_what_it_was(shell: Shell) -> None:
    shell.put("dags/limit.txt", "512M")
    shell.put(
        "dags/etl.py",
        DAG.replace('"512M"', 'Path(__file__).with_name("limit.txt").read_text()').replace(
            "from airflow.sdk", "from pathlib import Path\n\nfrom airflow.sdk"
        ),
    )
    commit(shell)
    git(shell.folder, "branch", "-qf", "main")
    assert found(shell) == []
    shell.put("dags/limit.txt", "512MB")
    assert [each.partition(" ")[2] for each in found(shell)] == ["KE301"]


# --- what git doesn't know


def refused(done: Outcome, message: str) -> None:
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: --diff-base{message}"), done.err
    assert len(done.err.splitlines()) == 1


def test_what_git_does_not_know_is_one_line(shell: Shell, tmp_path: Path) -> None:
    refused(shell.run("check", "--diff-base", "nope"), ": there is no revision `nope` in a git repository here\n")
    refused(shell.run("check", "--diff-base=--output=x"), ": `--output=x` is not a revision\n")
    refused(shell.run("check", "--diff-base="), ": there is no revision `` in a git repository here\n")
    outside = Shell(tmp_path / "outside")
    outside.put("dag.py", OLD)
    refused(outside.run("check", "--diff-base", "main"), ": this is not a git repository\n")
    refused(
        shell.run("check", "--diff-base", "main", PATH=str(tmp_path)), ": git can't be run: No such file or directory\n"
    )
    git(shell.folder, "checkout", "-q", "--orphan", "other")
    git(shell.folder, "commit", "-qm", "alone")
    refused(run(shell), ": HEAD and `main` have no commit in common\n")
    empty = Shell(tmp_path / "empty")
    empty.put("dag.py", OLD)
    git(empty.folder, "init", "-q")
    refused(empty.run("check", "--diff-base", "HEAD"), ": there is no revision `HEAD` in a git repository here\n")


def test_a_shallow_clone_is_told(shell: Shell, tmp_path: Path) -> None:
    shell.put("dags/new.py", OLD)
    commit(shell)
    git(tmp_path, "clone", "-q", "--depth", "1", "--branch", "topic", f"file://{shell.folder}", "clone")
    clone = Shell(tmp_path / "clone")
    advice = "; this is a shallow clone: fetch the history (`git fetch --unshallow`, `fetch-depth: 0`)\n"
    refused(
        clone.run("check", "--diff-base", "origin/main"),
        f": there is no revision `origin/main` in a git repository here{advice}",
    )
    git(clone.folder, "fetch", "-q", "--depth", "1", "origin", "main:main")
    git(clone.folder, "checkout", "-q", "topic")
    refused(run(clone), f": HEAD and `main` have no commit in common{advice}")
    git(clone.folder, "fetch", "-q", "--unshallow")
    assert found(clone) == ["dags/new.py:3:50 KE301"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--fix",), " can't be used with --fix"),
        (("--diff",), " can't be used with --diff"),
        (("--add-ignore",), " can't be used with --add-ignore"),
        (("-",), " can't be used with standard input"),
    ],
)
def test_wrong_usage(shell: Shell, arguments: tuple[str, ...], message: str) -> None:
    refused(shell.run("check", "--diff-base", "main", *arguments), message)


# --- a stranger's repository


def test_nothing_of_the_repository_runs(shell: Shell) -> None:
    """Hooks, filters, text converters, external diffs and monitors that the repository and its configuration name."""
    marker = shell.folder / "ran"
    script = shell.put("evil.sh", f"#!/bin/sh\ntouch {marker}\ncat\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    shell.put(".gitattributes", "*.py filter=evil diff=evil\n")
    shell.put("dags/old.py", OLD + "# more\n")
    git(shell.folder, "add", "-A")
    git(shell.folder, "commit", "-qm", "two")
    for key in ("filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "diff.evil.textconv", "diff.evil.command",
                "diff.external", "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "uploadpack.packObjectsHook"):  # fmt: skip
        git(shell.folder, "config", key, str(script))
    hooks = shell.folder / ".git/hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction", "fsmonitor-watchman", "pre-commit"):
        (hooks / name).write_text(script.read_text())
        (hooks / name).chmod(0o755)
    shell.put("dags/new.py", OLD)
    before = sorted(path.relative_to(shell.folder) for path in shell.folder.rglob("*") if "cache" not in str(path))
    assert found(shell) == ["dags/new.py:3:50 KE301"]
    assert not marker.exists()
    assert before == sorted(
        path.relative_to(shell.folder) for path in shell.folder.rglob("*") if "cache" not in str(path)
    )


def test_links_and_names_of_a_revision_lead_nowhere(shell: Shell, tmp_path: Path) -> None:
    """A tree that git would not check out: a link and a file below it, links out of the tree, and .git itself."""
    victim = tmp_path / "victim"
    victim.mkdir()
    (victim / "secret.py").write_text(OLD)

    def blob(text: str) -> str:
        done = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"],
            cwd=shell.folder,
            input=text,
            text=True,
            capture_output=True,
            check=True,
        )
        return done.stdout.strip()

    def tree(*entries: tuple[str, str, str]) -> str:
        text = "".join(
            f"{mode} {kind} {name}\n"
            for mode, kind, name in (
                (m, f"{'tree' if m == '040000' else 'blob'} {sha}", f"\t{n}") for m, sha, n in entries
            )
        )
        lines = text.replace(" \t", "\t")
        return subprocess.run(
            ["git", "mktree", "--missing"], cwd=shell.folder, input=lines, text=True, capture_output=True, check=True
        ).stdout.strip()

    inner = tree(("100644", blob("x = 1\n"), "planted.py"))
    top = tree(
        ("120000", blob(str(victim)), "out"),
        ("120000", blob("../victim"), "up"),
        (
            "040000",
            tree(("120000", blob("../../victim/secret.py"), "deep.py"), ("120000", blob("\0"), "nul.py")),
            "dags",
        ),
        ("040000", inner, ".git"),
        ("100644", blob("from kubernetes.client import models\n"), "ok.py"),
    )
    made = git(shell.folder, "commit-tree", "-p", "main", "-m", "evil", top).strip()
    git(shell.folder, "branch", "-f", "topic2", made)
    git(shell.folder, "symbolic-ref", "HEAD", "refs/heads/topic2")
    shell.put("dags/new.py", OLD)
    done = shell.run("check", "--output-format", "concise", "--diff-base", made, "dags/new.py")
    assert done.out.startswith("dags/new.py:3:50: KE301 ")
    assert sorted(os.listdir(victim)) == ["secret.py"]


def test_nothing_is_left_behind(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    shell.run("check", "--diff-base", "main", TMPDIR=str(tmp_path / "temporary"))
    shell.run("check", "--diff-base", "nope", TMPDIR=str(tmp_path / "temporary"))
    assert os.listdir(tmp_path / "temporary") == []


# --- lines


@given(st.lists(st.sampled_from("abcdef"), max_size=14), st.lists(st.sampled_from("abcdefg"), max_size=14))
def test_what_is_not_changed_is_there_in_the_same_order(old: list[str], new: list[str]) -> None:
    rows = changed(old, new)
    kept = [line for row, line in enumerate(new, 1) if row not in rows]
    rest = iter(old)
    assert all(line in rest for line in kept)
    assert rows <= set(range(1, len(new) + 1))
    assert changed(new, new) == frozenset()
    assert changed([], new) == frozenset(range(1, len(new) + 1))


def test_lines_that_were_added_edited_and_moved() -> None:
    old = list("abcdefgh")
    assert changed(old, list("abXcdefgh")) == {3}
    assert changed(old, list("abcdefg")) == frozenset()
    assert changed(old, list("abXdeYgh")) == {3, 6}
    assert changed(["x", "", "y", "", "z"], ["x", "", "n", "", "y", "", "z"]) in ({3, 4}, {2, 3})


def test_long_texts_of_few_lines_take_no_time() -> None:
    old = [str(number % 50) for number in range(200_000)]
    assert len(changed(old, [*old[1:], "new"])) >= 1
    assert alike(old, old[::-1]) == 1.0
