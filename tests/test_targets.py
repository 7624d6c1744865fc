"""``targets``: other versions for the files of some paths, wherever versions matter."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from shell import Shell

# Fine on Airflow 2, removed in Airflow 3.
OLD = "from airflow.operators.bash_operator import BashOperator\n"
# Fine on Airflow 2.10, an error on 3, a warning where the version is assumed.
SCHEDULE = "from airflow import DAG\n\nDAG('d', schedule_interval='@daily')\n"
POD = """\
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

context = k8s.V1SecurityContext(run_as_user=1)
base = k8s.V1Container(name="base", args=["x"], security_context={"run_as_user": 1})
config = {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))}
BashOperator(task_id="t", bash_command="true", executor_config=config)
"""
LEGACY = '[[targets]]\npaths = ["dags/legacy/**"]\nairflow-version = "2.10"\n'


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("dags/new.py", SCHEDULE)
    shell.put("dags/legacy/old.py", SCHEDULE)
    return shell


def found(shell: Shell, *arguments: str) -> set[tuple[str, str, bool]]:
    outcome = shell.run("check", *arguments, "--output-format", "json")
    assert "Error" not in outcome.err
    return {(row["filename"], row["code"], row["assumed"]) for row in json.loads(outcome.out)}


@pytest.mark.parametrize("cache", ["--cache", "--no-cache"])
def test_each_file_is_judged_for_its_own_versions(shell: Shell, cache: str) -> None:
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY}')
    for arguments in (("dags",), ("dags/legacy/old.py", "dags/new.py"), (".", "-j", "2")):
        assert found(shell, cache, *arguments) == {("dags/new.py", "KE701", False)}
    assert found(shell, cache, "dags/legacy") == set()
    assert found(shell, cache, "-") == set()
    # what is remembered goes with the entries
    shell.put("k8slint.toml", 'airflow-version = "3.1"\n')
    assert found(shell, cache, "dags/legacy") == {("dags/legacy/old.py", "KE701", False)}
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY.replace("2.10", "3.0")}')
    assert found(shell, cache, "dags/legacy") == {("dags/legacy/old.py", "KE701", False)}
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY.replace("legacy", "other")}')
    assert found(shell, cache, "dags/legacy") == {("dags/legacy/old.py", "KE701", False)}


def test_standard_input_and_named_templates_have_a_path_too(shell: Shell) -> None:
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY}')
    for name, code in (("dags/legacy/x.py", 0), ("dags/x.py", 1)):
        assert shell.run("check", "-", "--stdin-filename", name, stdin=SCHEDULE.encode()).code == code


def test_the_command_line_goes_before_all(shell: Shell) -> None:
    shell.put("k8slint.toml", f'airflow-version = "2.10"\n{LEGACY}')
    assert found(shell, "dags") == set()
    both = {("dags/new.py", "KE701", False), ("dags/legacy/old.py", "KE701", False)}
    assert found(shell, "dags", "--airflow-version", "3.1") == both
    shell.put("k8slint.toml", 'airflow-version = "3.1"\n')
    shell.put("requirements.txt", "apache-airflow==2.10.1\n")
    assert found(shell, "dags", "--isolated", "--detect-versions") == set()


def checked_for(shell: Shell, *arguments: str) -> str:
    lines = shell.run("check", "dags", "-v", *arguments).err.splitlines()
    return next(line for line in lines if line.startswith("Checked dags/legacy/old.py")).partition(" for ")[2]


def test_what_entries_leave_open_is_what_fits(shell: Shell) -> None:
    """The provider and the client of the rest, stated or detected, are another installation's."""
    shell.put("requirements.txt", "apache-airflow-providers-cncf-kubernetes==10.20.0\nkubernetes==35.0.0\n")
    rest = 'airflow-version = "3.1"\nkubernetes-version = "1.33"\n'
    shell.put("k8slint.toml", rest + LEGACY)
    assert checked_for(shell) == "airflow 2.10, provider 10.10.0 (assumed), client 34 (assumed), kubernetes 1.33"
    shell.put("k8slint.toml", f'{rest}provider-version = "10.25.0"\nclient-version = "36"\n{LEGACY}')
    assert checked_for(shell) == "airflow 2.10, provider 10.10.0 (assumed), client 34 (assumed), kubernetes 1.33"
    shell.put("k8slint.toml", rest + LEGACY.replace('airflow-version = "2.10"', 'provider-version = "10.9.0"'))
    assert checked_for(shell) == "airflow 3.1, provider 10.9.0, client 33 (assumed), kubernetes 1.33"
    shell.put("k8slint.toml", rest + LEGACY.replace('airflow-version = "2.10"', 'client-version = "34"'))
    assert checked_for(shell) == "airflow 3.1, provider 10.20.0, client 34, kubernetes 1.33"
    shell.put("k8slint.toml", rest + LEGACY.replace('airflow-version = "2.10"', 'kubernetes-version = "1.31"'))
    assert checked_for(shell) == "airflow 3.1, provider 10.20.0, client 35.0.0, kubernetes 1.31"


def test_the_last_entry_that_states_a_version_decides(shell: Shell) -> None:
    more = '[[targets]]\npaths = ["dags/legacy", "!x"]\nprovider-version = "8.4.1"\n'
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY}{more}')
    assert checked_for(shell) == "airflow 2.10, provider 8.4.1, client 30.1 (assumed), kubernetes 1.36 (assumed)"
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{more}{LEGACY}')
    assert checked_for(shell).startswith("airflow 2.10, provider 10.10.0 (assumed)")
    again = LEGACY.replace("2.10", "2.9")
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY}{again}')
    assert checked_for(shell).startswith("airflow 2.9, provider 10.4")
    assert checked_for(shell, "--provider-version", "9.0.0").startswith(
        "airflow 2.9, provider 9.0.0, client 31 (assumed)"
    )
    shell.put("k8slint.toml", f'{LEGACY}provider-version = "8.4.1"\n')
    asked = shell.run("check", "dags/legacy", "-v", "--airflow-version", "3.0").err
    assert "Checked for airflow 3.0\nChecked for provider 10.25.0 (assumed)\n" in asked


def test_files_for_another_airflow_say_nothing_of_the_rest(shell: Shell) -> None:
    """That a file imports what Airflow 3 removed bounds the assumed version, unless its own is stated."""
    shell.put("dags/legacy/old.py", OLD)
    assert found(shell, "dags") == set()  # all of it taken for Airflow 2.11
    shell.put("k8slint.toml", LEGACY)
    assert found(shell, "dags") == {("dags/new.py", "KE701", True)}
    assert "Target: Airflow 3.3 (assumed: no version found)" in shell.run("check", "dags").err
    assert "= assumed: applies to Airflow 3.3, but not to every version" in shell.run("check", "dags").out
    assert "Target:" not in shell.run("check", "dags/legacy").err


def test_an_assumed_version_stays_one_where_an_entry_states_another(shell: Shell) -> None:
    shell.put("dags/legacy/zz.py", OLD)
    shell.put("k8slint.toml", LEGACY.replace('airflow-version = "2.10"', 'kubernetes-version = "1.31"'))
    assert checked_for(shell).startswith("airflow 2.11 (assumed), ")
    shell.put("k8slint.toml", LEGACY.replace('airflow-version = "2.10"', 'provider-version = "10.5.0"'))
    assert checked_for(shell).startswith("airflow 2.11 (assumed), provider 10.5.0, ")


def test_fixes_are_for_the_versions_of_the_file(shell: Shell) -> None:
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY}')
    shell.put("dags/new.py", OLD)
    shell.put("dags/legacy/old.py", OLD)
    outcome = shell.run("check", "dags", "--fix", "--extend-select", "KE603")
    assert outcome.code == 0
    assert shell.read("dags/new.py") == "from airflow.providers.standard.operators.bash import BashOperator\n"
    assert shell.read("dags/legacy/old.py") == "from airflow.operators.bash import BashOperator\n"


def test_a_module_is_judged_for_each_file_that_imports_it(shell: Shell) -> None:
    shutil.rmtree(shell.folder / "dags")
    helper = "from airflow import DAG\n\n\ndef make(name):\n    return DAG(name, schedule_interval=None)\n"
    shell.put("lib/helper.py", helper)
    shell.put("dags/legacy/old.py", "from helper import make\n\ndag = make('old')\n")
    shell.put("dags/new.py", "from helper import make\n\ndag = make('new')\n")
    shell.put("k8slint.toml", f'airflow-version = "2.10"\nsrc = ["lib"]\n{LEGACY.replace("2.10", "2.9")}')
    assert found(shell, ".") == set()
    shell.put("k8slint.toml", f'airflow-version = "2.10"\nsrc = ["lib"]\n{LEGACY.replace("2.10", "3.0")}')
    assert {path for path, _, _ in found(shell, "dags", "lib")} <= {"lib/helper.py"}


def test_render_goes_by_the_same_versions(shell: Shell) -> None:
    shell.put("dags/new.py", POD)
    shell.put("dags/legacy/old.py", POD)
    old = LEGACY.replace('"2.10"', '"2.6"\nprovider-version = "7.9.0"\nclient-version = "23"')
    shell.put("k8slint.toml", f'airflow-version = "3.1"\nclient-version = "37"\n{old}')
    for form in ("yaml", "json"):
        together = shell.run("render", "dags", "--output-format", form).out
        legacy = shell.run("render", "dags/legacy", "--output-format", form).out
        assert legacy != shell.run("render", "dags/legacy", "--isolated", "--output-format", form).out
        if form == "yaml":
            new = shell.run("render", "dags/new.py").out
            assert together == legacy + new
            assert ("runAsUser" in legacy, "runAsUser" in new) == (False, True)
        else:
            listed = json.loads(together)["items"]
            assert listed[0] == json.loads(legacy)["items"][0]
            assert "runAsUser" in json.dumps(listed[1])


def test_render_compares_with_a_revision_by_the_same_versions(shell: Shell) -> None:
    (shell.folder / ".git").rmdir()
    shell.put("dags/new.py", POD)
    shell.put("dags/legacy/old.py", POD)
    old = LEGACY.replace('"2.10"', '"2.6"\nprovider-version = "7.9.0"\nclient-version = "23"')
    shell.put("k8slint.toml", f'airflow-version = "3.1"\nclient-version = "37"\n{old}')
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], cwd=shell.folder, check=True, capture_output=True)
    outcome = shell.run("render", "--diff", "HEAD", "dags")
    assert (outcome.code, outcome.out, outcome.err) == (0, "", "")


def test_patterns_are_those_of_a_gitignore_from_the_projects_folder(shell: Shell) -> None:
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY.replace("dags/legacy/**", "old.py")}')
    assert found(shell, "dags") == {("dags/new.py", "KE701", False)}
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY.replace("dags/legacy/**", "legacy/**")}')
    assert len(found(shell, "dags")) == 2
    shell.put("k8slint.toml", f'airflow-version = "3.1"\n{LEGACY.replace("dags/legacy/**", "/dags/*")}')
    assert found(shell, "dags") == set()
