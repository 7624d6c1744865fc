"""Pod templates as users name them: with ``--pod-template``, in the settings, wherever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import FIXTURES
from shell import CLEAN, Shell

DAG = (FIXTURES / "mistakes/77_lists_that_the_template_has_too.py").read_bytes()
TEMPLATE = (FIXTURES / "mistakes/template.yaml").read_bytes()
TARGETS = "airflow-version = '2.10'\nprovider-version = '10.10'\n"
FOUND = ["KE516", "KE516", "KE511", "KE515"]
BROKEN = """\
apiVersion: v1
kind: Pod
spec:
  containers:
    - name: base
      image: airflow:3
      resources: {limits: {memory: 1GB}}
  restartPolicy: Never
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path / "work")


@pytest.mark.parametrize("where", ["pod.yaml", "files/pod.yaml", "../elsewhere/pod.yaml", "pod.template"])
def test_a_template_counts_wherever_it_is(shell: Shell, where: str) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put(where, TEMPLATE)
    shell.put("k8slint.toml", TARGETS)
    assert shell.codes("dags", "--pod-template", where) == FOUND
    assert shell.codes("dags", "--pod-template", str(shell.folder / where)) == FOUND
    if where.startswith(".."):  # settings reach no file outside of the project
        return
    shell.put("k8slint.toml", f'{TARGETS}pod-template = "{where}"\n')
    assert shell.codes("dags") == FOUND
    remembered = [shell.run("check", "--output-format", "concise", "dags").out for _ in range(2)]
    assert remembered[0] == remembered[1] == shell.run("check", "-", "--output-format", "concise",
        "--stdin-filename", "dags/dag.py", stdin=DAG).out  # fmt: skip


def test_what_is_wrong_with_the_template_itself_is_said_once(shell: Shell) -> None:
    shell.put("dags/a.py", DAG)
    shell.put("dags/b.py", DAG)
    shell.put("pod.yaml", BROKEN)
    for paths in (["dags"], ["dags", "pod.yaml"], ["dags", "./pod.yaml"]):
        for _ in range(2):
            outcome = shell.run("check", *paths, "--pod-template", "./pod.yaml", "--output-format", "concise")
            assert outcome.out.count("pod.yaml:7:") == 1, outcome.out
            assert outcome.code == 1


def test_a_template_is_judged_though_no_dag_matters(shell: Shell) -> None:
    shell.put("dag.py", CLEAN)
    shell.put("pod.yaml", BROKEN)
    assert shell.codes("dag.py", "--pod-template", "pod.yaml") == shell.codes("pod.yaml") != []


def test_a_template_that_is_not_among_the_files_is_not_rewritten(shell: Shell) -> None:
    shell.put("dag.py", CLEAN)
    shell.put("pod.yaml", BROKEN)
    shell.run("check", "dag.py", "--pod-template", "pod.yaml", "--fix", "--unsafe-fixes")
    assert shell.read("pod.yaml") == BROKEN


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe\xff", "pod.yaml:1:1: "),
        (b"a: b: c\n", "pod.yaml:1:5: "),
        (b"", "empty"),
        (b"kind: Pod\n#" + b"x" * 2_000_000, "more than 1,000,000"),
    ],
)
@pytest.mark.parametrize("flags", [["dag.py"], ["-"], ["dag.py", "pod.yaml"]])
def test_a_template_that_can_not_be_read_ends_the_run(
    shell: Shell, content: bytes, words: str, flags: list[str]
) -> None:
    shell.put("dag.py", DAG)
    shell.put("pod.yaml", content)
    outcome = shell.run("check", *flags, "--pod-template", "pod.yaml", stdin=DAG)
    assert outcome.code == 2
    [line] = outcome.err.splitlines()
    assert line.startswith("Error: pod-template: ")
    assert words in line


@pytest.mark.parametrize("path", ["nowhere.yaml", "folder", "/dev/zero"])
def test_a_template_that_is_no_file_ends_the_run(shell: Shell, path: str) -> None:
    shell.put("folder/dag.py", DAG)
    outcome = shell.run("check", "folder", "--pod-template", path)
    assert (outcome.code, outcome.out, len(outcome.err.splitlines())) == (2, "", 1)
    assert f"pod-template: there is no file {path}" in outcome.err


# --- templates that a DAG names itself

HEAD = """\
import os

from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

HERE = os.path.dirname(os.path.abspath(__file__))
logs = k8s.V1VolumeMount(name="logs", mount_path="/logs")
"""
OWN = """\
apiVersion: v1
kind: Pod
metadata: {name: worker_template}
spec:
  restartPolicy: Always
  containers:
    - name: Base
      image: a:1
      image_pull_policy: Always
      env: [{name: A, value: 1}]
      volumeMounts: [{name: logs, mountPath: /logs}]
  volumes: [{name: logs, emptyDir: {}}]
"""


def found_in(shell: Shell, task: str, template: str = OWN) -> list[str]:
    """Place and code of what is found for one task, whose template is beside its file."""
    shell.put("dags/pods/pod.yaml", template)
    shell.put("dags/team/dag.py", f"{HEAD}{task}\n")
    outcome = shell.run("check", "--no-cache", "dags", "--output-format", "concise", "--airflow-version", "3.1")
    return [f"{line.split(':')[0].rpartition('/')[2]} {line.split(' ')[1]}" for line in outcome.out.splitlines()]


PATHS = ['os.path.join(HERE, "..", "pods", "pod.yaml")', '"/opt/airflow/dags/pods/pod.yaml"']


@pytest.mark.parametrize("path", PATHS)
def test_an_operator_keeps_the_name_of_its_template(shell: Shell, path: str) -> None:
    (shell.folder / ".git").mkdir(parents=True)
    keeps = found_in(shell, f"KubernetesPodOperator(task_id='t', pod_template_file={path})")
    assert keeps == ["pod.yaml KE510", "pod.yaml KE522"]
    named = found_in(shell, f"KubernetesPodOperator(task_id='t', name='x', pod_template_file={path})")
    assert named == ["pod.yaml KE522"]


@pytest.mark.parametrize("path", PATHS)
def test_the_executor_replaces_the_name_and_not_the_restart_policy(shell: Shell, path: str) -> None:
    (shell.folder / ".git").mkdir(parents=True)
    task = f"BashOperator(task_id='t', bash_command='x', executor_config={{'pod_template_file': {path}}})"
    assert found_in(shell, task) == ["pod.yaml KE210", "pod.yaml KE522"]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_merged_over_a_template_of_the_task(shell: Shell, path: str) -> None:
    (shell.folder / ".git").mkdir(parents=True)
    right = OWN.replace("worker_template", "worker").replace("image_pull_policy", "imagePullPolicy")
    right = right.replace("restartPolicy: Always", "restartPolicy: Never")
    operator = f"KubernetesPodOperator(task_id='t', pod_template_file={path}, volume_mounts=[logs])"
    assert found_in(shell, operator, right) == ["dag.py KE516"]
    container = "k8s.V1Container(name='base', volume_mounts=[logs])"
    config = f"{{'pod_template_file': {path}, 'pod_override': k8s.V1Pod(spec=k8s.V1PodSpec(containers=[{container}]))}}"
    task = f"BashOperator(task_id='t', bash_command='x', executor_config={config})"
    assert found_in(shell, task, right) == ["dag.py KE516"]
    elsewhere = task.replace(path, "'/somewhere/else.yaml'")
    shell.put("settings.yaml", right)
    shell.put("k8slint.toml", "pod-template = 'settings.yaml'\n")
    assert found_in(shell, elsewhere, right) == []  # not the one of the settings


def test_what_an_argument_gives_is_not_the_templates(shell: Shell) -> None:
    (shell.folder / ".git").mkdir(parents=True)
    wrong = OWN.replace("worker_template", "worker").replace("image_pull_policy: Always", "imagePullPolicy: Often")
    call = f"KubernetesPodOperator(task_id='t', pod_template_file={PATHS[0]}"
    assert found_in(shell, f"{call})", wrong) == ["pod.yaml KE511"]
    assert found_in(shell, f"{call}, image_pull_policy='Always')", wrong) == []
    assert found_in(shell, f"{call}, image_pull_policy=os.environ['P'])", wrong) == []


def test_a_template_outside_of_the_repository_is_not_read(shell: Shell) -> None:
    (shell.folder / ".git").mkdir(parents=True)
    shell.put("../pod.yaml", OWN)
    path = str(shell.folder.parent / "pod.yaml")
    assert found_in(shell, f"KubernetesPodOperator(task_id='t', pod_template_file={path!r})") == []
