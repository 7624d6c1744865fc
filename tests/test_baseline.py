"""Findings that were accepted: what stays accepted, what is new, what nothing needs any more."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from conftest import ROOT
from shell import DEAD_IMPORT, Outcome, Shell, airflow_project

NAME = ".k8slint-baseline.json"
CODE = """\
from airflow.sdk import DAG
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s


def sized(memory):
    return k8s.V1ResourceRequirements(limits={"memory": memory}, requests={"memory": "2GB"})


def load():
    return k8s.V1ResourceRequirements(limits={"memory": "512MB"})


limits = k8s.V1ResourceRequirements(
    limits={"memory": "512MB", "cpu": "1x"},
)
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = airflow_project(tmp_path)
    shell.put("k8slint.toml", f'baseline = "{NAME}"\nairflow-version = "3.1"\n')
    shell.put("dags/etl.py", CODE)
    done = shell.run("baseline")
    assert (done.code, done.out, done.err) == (0, "", f"{NAME}: 4 findings in 1 file accepted (4 new).\n")
    return shell


def found(shell: Shell, *arguments: str) -> list[str]:
    done = shell.run("check", "--output-format", "concise", *arguments)
    assert done.code == bool(done.out), done.err
    return [" ".join(line.split(" ")[:2]) for line in done.out.splitlines()]


def test_what_is_accepted_is_not_reported_and_is_counted(shell: Shell) -> None:
    done = shell.run("check")
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Checked 1 file: nothing found, 4 accepted by {NAME}.\n"
    assert len(found(shell, "--no-baseline")) == 4
    assert len(found(shell, "--isolated")) == 4


def test_the_file_is_sorted_names_no_lines_and_is_stable(shell: Shell) -> None:
    text = shell.read(NAME)
    entries = json.loads(text)["findings"]["dags/etl.py"]
    assert entries == [
        {"code": "KE301", "in": "limits", "text": '"1x"', "count": 1},
        {"code": "KE301", "in": "limits", "text": '"512MB"', "count": 1},
        {"code": "KE301", "in": "load", "text": '"512MB"', "count": 1},
        {"code": "KE301", "in": "sized", "text": '"2GB"', "count": 1},
    ]
    assert sum('"code"' in line for line in text.splitlines()) == 4  # one on each line
    assert shell.run("baseline").err == f"{NAME}: 4 findings in 1 file accepted (unchanged).\n"
    assert shell.read(NAME) == text


def test_code_may_move_and_be_formatted(shell: Shell) -> None:
    head, _, tail = CODE.partition("\n\ndef load")
    moved = f'"""Text."""\nimport os\n\n\ndef load{tail}\n\n{head}\n'.replace('"512MB", ', "'512MB',\n      ")
    shell.put("dags/etl.py", moved)
    assert found(shell) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ('"1x"', '"1y"', ["dags/etl.py:15:39: KE301"]),  # another text
        ('"cpu": "1x"', '"cpu": "1x", "storage": "1x"', ["dags/etl.py:15:56: KE301"]),  # one more of the same
        ("def load", "def fetch", ["dags/etl.py:11:57: KE301"]),  # another place
        ("limits = k8s", "other = k8s", ["dags/etl.py:15:23: KE301", "dags/etl.py:15:39: KE301"]),
        ('memory": "512MB"})', 'memory": "512MB"}, claims=1)', ["dags/etl.py:11:74: KE508"]),  # another rule
    ],
)
def test_what_is_new_is_reported(shell: Shell, old: str, new: str, expected: list[str]) -> None:
    assert old in CODE
    shell.put("dags/etl.py", CODE.replace(old, new))
    assert found(shell) == expected


def test_tasks_are_places(shell: Shell) -> None:
    task = """BashOperator(task_id="{}", bash_command="true", executor_config={{"pod_overide": 1}})\n"""
    shell.put("dags/tasks.py", CODE.partition("\n\ndef sized")[0] + "\n" + task.format("a") * 2)
    shell.run("baseline")
    assert found(shell) == []
    text = shell.read("dags/tasks.py")
    shell.put("dags/tasks.py", text.replace(task.format("a"), task.format("b"), 1))
    assert [line.partition(":")[0] for line in found(shell)] == ["dags/tasks.py"]


def test_another_file_is_new(shell: Shell) -> None:
    (shell.folder / "dags/etl.py").rename(shell.folder / "dags/new.py")
    done = shell.run("check", "-q", "--output-format", "concise")
    assert len(done.out.splitlines()) == 4


def test_the_cache_the_workers_and_the_folder_change_nothing(shell: Shell) -> None:
    shell.put("dags/more.py", CODE + DEAD_IMPORT)
    outcomes = {
        shell.run("check", "--output-format", "json", *flags).out
        for flags in ([], [], ["--no-cache"], ["--jobs", "1"], ["--jobs", "2", "--no-cache"])
    }
    assert len(outcomes) == 1
    assert len(json.loads(outcomes.pop())) == 5
    inner = Shell(shell.folder / "dags")
    assert found(inner) == [line.removeprefix("dags/") for line in found(shell)]
    assert found(inner, "etl.py") == []
    assert found(shell, "-") == []


@pytest.mark.parametrize("form", ["full", "github", "gitlab", "json", "junit", "sarif", "markdown", "rdjson"])
def test_no_format_shows_what_is_accepted(shell: Shell, form: str) -> None:
    shell.put("dags/etl.py", CODE.replace('"1x"', '"3x"'))
    out = shell.run("check", "--output-format", form).out
    assert "3x" in out or "KE301" in out
    assert "512MB" not in out.replace('"512MB", "cpu"', "")  # the line of the new one is shown by `full`
    if form == "sarif":
        (result,) = json.loads(out)["runs"][0]["results"]
        assert result["baselineState"] == "new"


def test_fixes_are_made_whether_accepted_or_not(shell: Shell) -> None:
    shell.put("dags/etl.py", CODE + DEAD_IMPORT)
    shell.run("baseline")
    assert found(shell) == []
    done = shell.run("check", "--fix")
    assert "airflow.providers.cncf.kubernetes.secret" in shell.read("dags/etl.py")
    assert (done.code, done.out) == (0, "")
    assert (
        f"No finding matches 1 entry of {NAME} any more: run `k8slint baseline --prune` to remove what is obsolete.\n"
        in done.err
    )


# --- what nothing needs any more


def test_obsolete_entries_are_told_and_pruned(shell: Shell) -> None:
    text = CODE.replace('"2GB"', '"2Gi"').replace('"1x"', '"1y"')
    shell.put("dags/etl.py", text)
    done = shell.run("check", "--exit-zero")
    assert f"No finding matches 2 entries of {NAME}" in done.err
    done = shell.run("baseline", "--prune")
    assert (done.code, done.err) == (0, f"{NAME}: 2 findings in 1 file accepted (2 removed).\n")
    assert found(shell) == ["dags/etl.py:15:39: KE301"]  # pruning accepts nothing
    assert "No finding matches" not in shell.run("check").err
    assert shell.run("baseline").err == f"{NAME}: 3 findings in 1 file accepted (1 new).\n"


def test_a_run_over_a_part_says_nothing_of_the_rest(shell: Shell) -> None:
    shell.put("dags/other.py", CODE)
    shell.run("baseline")
    shell.put("dags/other.py", "")
    assert "No finding matches" not in shell.run("check", "dags/etl.py").err
    assert "No finding matches" not in shell.run("check", "--select", "KE6").err
    assert "No finding matches" not in shell.run("check", "--min-severity", "error").err
    before = shell.read(NAME)
    done = shell.run("baseline", "dags/other.py")
    assert done.err.endswith("Nothing was removed: not all of its files were checked.\n")
    assert shell.read(NAME) == before
    done = shell.run("baseline", "--prune", "dags/other.py")
    assert done.code == 2
    assert done.err.startswith(f"Error: baseline: --prune needs a run over all files of {NAME}; dags/etl.py is not")
    assert shell.run("baseline", "--prune").err == f"{NAME}: 4 findings in 1 file accepted (4 removed).\n"


def test_a_file_that_is_gone_is_obsolete(shell: Shell) -> None:
    (shell.folder / "dags/etl.py").unlink()
    shell.put("dags/x.py", "")
    assert "No finding matches 4 entries" in shell.run("check").err


# --- what can't be accepted, and what isn't a baseline


def test_a_file_that_cannot_be_checked_cannot_be_accepted(shell: Shell) -> None:
    shell.put("dags/broken.py", DEAD_IMPORT + "def f(:\n")
    done = shell.run("baseline")
    assert done.code == 1
    assert "that a file could not be checked (KE001, KE003, KE004); a baseline can't accept that" in done.err
    assert found(shell) == ["dags/broken.py:2:7: KE001"]
    forged = '{"version": 1, "findings": {"dags/broken.py": [{"code": "KE001", "in": "", "text": ":", "count": 9}]}}'
    shell.put(NAME, forged)
    assert "dags/broken.py:2:7: KE001" in found(shell)


WRONG = [
    ("", "it is not JSON"),
    ("[]", "it must contain an object with `version` and `findings`"),
    ("{}", "it must contain an object with `version` and `findings`"),
    ("[" * 100_000, "it is not JSON"),
    ('{"version": 2, "findings": {}}', "its `version` must be 1"),
    ('{"version": 1, "findings": {"a": 1}}', "each file must have a list of objects"),
    ('{"version": 1, "findings": {"a": [{}]}}', "an entry must have `code`, `in` and `text`, which are strings"),
    (
        '{"version": 1, "findings": {"a": [{"code": "KE301", "in": "", "text": "", "count": 0}]}}',
        "an entry's `count` must be a positive integer",
    ),
    (
        '{"version": 1, "findings": {"a": [{"code": "KE301", "in": "", "text": "", "count": true}]}}',
        "an entry's `count`",
    ),
]


@pytest.mark.parametrize("command", ["check", "baseline"])
@pytest.mark.parametrize(("text", "why"), WRONG, ids=range(len(WRONG)))
def test_what_is_no_baseline_is_wrong_usage_and_stays(shell: Shell, command: str, text: str, why: str) -> None:
    shell.put(NAME, text)
    done = shell.run(command)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"Error: baseline: {NAME} is not a baseline of k8slint: {why}")
    assert len(done.err.splitlines()) == 1
    assert shell.read(NAME) == text


def refused(done: Outcome, message: str) -> None:
    assert (done.code, done.err.splitlines()[0]) == (2, f"Error: {message}")


def test_where_a_baseline_can_lie(shell: Shell) -> None:
    refused(
        shell.run("check", "--baseline", "none.json"),
        "baseline: there is no file none.json; `k8slint baseline` writes one",
    )
    refused(shell.run("check", "--baseline", "dags"), "baseline: dags can't be read: Is a directory")
    refused(
        shell.run("baseline", "--prune", "--baseline", "none.json"), "baseline: there is no file none.json to prune"
    )
    refused(
        shell.run("baseline", "--baseline", "none/x.json"),
        "baseline: none/x.json can't be written: No such file or directory",
    )
    done = shell.run("baseline", "--baseline", "dags/etl.py")
    assert done.code == 2
    assert shell.read("dags/etl.py") == CODE
    shell.put("k8slint.toml", 'baseline = "../mine.json"\n')
    done = shell.run("check")
    assert done.code == 2
    assert "`baseline`: ../mine.json is outside of the repository; use --baseline on the command line" in done.err
    shell.put("sub/.keep", "")
    shell.put("k8slint.toml", 'baseline = "sub/mine.json"\n')
    shell.run("baseline")
    assert list(json.loads(shell.read("sub/mine.json"))["findings"]) == ["../dags/etl.py"]
    assert found(shell) == []


def test_secrets_are_masked(shell: Shell) -> None:
    shell.put(
        "dags/secret.py",
        "from kubernetes.client import models as k8s\n\n"
        'env = [k8s.V1EnvVar(name="DB_PASSWORD", value="Tr0ub4dor&3")]\n'
        'bad = k8s.V1ResourceRequirements(limits={"memory": "Tr0ub4dor&3"})\n'
        'base = k8s.V1Container(name="base", env=env, resources=bad)\n'
        "pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))\n",
    )
    assert "KE405" in shell.run("check", "--output-format", "concise").out
    shell.run("baseline")
    assert "Tr0ub" not in shell.read(NAME)
    assert '"***"' in json.dumps(json.loads(shell.read(NAME))).replace('\\"', "")
    assert found(shell) == []
    shell.put("dags/secret.py", shell.read("dags/secret.py").replace("bad", "new"))
    done = shell.run("check")
    assert "KE301" in done.out
    assert "Tr0ub" not in done.out


def test_a_template_and_a_file_of_settings_have_findings_too(shell: Shell) -> None:
    template = "kind: Pod\nspec:\n  containers:\n    - name: base\n      image: etl:1\n      imagePullPolicy: {}\n"
    shell.put("template.yaml", template.format("Sometimes"))
    shell.put("k8slint.toml", f'baseline = "{NAME}"\npod-template = "template.yaml"\nairflow-version = "3.1"\n')
    assert any("template.yaml:6" in line for line in found(shell))
    shell.run("baseline")
    assert found(shell) == []
    shell.put("template.yaml", "# moved\n" + template.format("Sometimes"))
    assert found(shell) == []
    shell.put("template.yaml", template.format("Seldom"))
    assert any("template.yaml:6" in line for line in found(shell))


def test_a_library_of_many_dags_is_accepted_once(shell: Shell) -> None:
    shell.put(
        "dags/common.py",
        'from kubernetes.client import models as k8s\n\n\ndef limits(memory):\n    return k8s.V1ResourceRequirements(limits={"memory": memory + "B"})\n',
    )
    for name in "ab":
        shell.put(
            f"dags/{name}.py",
            'from common import limits\nfrom kubernetes.client import models as k8s\npod = k8s.V1Container(name="base", resources=limits("5M"))\n',
        )
    shell.run("baseline")
    assert found(shell) == []
    assert found(shell, "dags/a.py") == []


def test_the_page_on_old_code_is_true(tmp_path: Path) -> None:
    """Its commands print what it says, its settings are accepted, and its baseline is the one that is written."""
    text = (ROOT / "docs/old-code.md").read_text(encoding="utf-8")
    shell = airflow_project(tmp_path)
    bad = 'k8s.V1ResourceRequirements(limits={{"memory": "{}"}})'
    load = f"def load():\n    return {bad.format('512MB')}\n"
    shell.put("dags/etl.py", f"from kubernetes.client import models as k8s\n\nsizes = {bad.format('2GB')}\n{load}")
    for words in ("init -q", "add -A", "commit -qm one", "update-ref refs/remotes/origin/main HEAD"):
        command = [
            "git",
            "-c",
            "user.name=x",
            "-c",
            "user.email=x@example.com",
            "-c",
            "commit.gpgsign=false",
            *words.split(),
        ]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    consoles = re.findall(r"```console\n\$ k8slint (.*?)\n(.*?)```", text, re.DOTALL)
    assert len(consoles) == 3
    (settings,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (written,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    for number, (command, expected) in enumerate(consoles):
        done = shell.run(*command.split())
        assert (done.code, done.out + done.err) == (0, expected)
        if number == 0:
            assert shell.read(NAME) == written
            shell.put("k8slint.toml", settings)
