"""Which executor a deployment's own files name, and what that makes of a pod_override."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

DAG = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={{"size": "small"}}))
with DAG("d", default_args={defaults}):
    BashOperator(task_id="t", bash_command="x", executor_config={{"pod_override": pod}}{more})
"""
HYBRID = "CeleryKubernetesExecutor"
VALUES = "executor: {}\nworkers: {{replicas: 2}}\n"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "work")
    (shell.folder / ".git").mkdir(parents=True)
    dag(shell)
    return shell


def dag(shell: Shell, more: str = "", defaults: str = "{}") -> None:
    shell.put("dags/dag.py", DAG.format(more=more, defaults=defaults))


def found(shell: Shell, *flags: str, airflow: str = "2.10.5") -> list[str]:
    """What is said of the override."""
    options = ("--airflow-version", airflow, "--no-cache", "--output-format", "concise")
    lines = shell.run("check", "dags", *options, *flags).out.splitlines()
    return [line.partition(" KE110 ")[2] for line in lines if " KE110 " in line]


def told(shell: Shell) -> list[str]:
    lines = shell.run("check", "dags", "--verbose", "--no-cache", "--airflow-version", "2.10.5").err.splitlines()
    return [line.strip() for line in lines if line.strip().startswith("executor ")]


@pytest.mark.parametrize(
    ("file", "text", "row"),
    [
        ("helm/values.yaml", VALUES.format(HYBRID), 1),
        ("chart/values.yaml", f"airflow:\n  executor: {HYBRID}\n  workers: {{}}\n", 2),
        ("values.yaml", f"airflow:\n  image: {{tag: 2}}\n  executor: {HYBRID}\n", 3),
        ("airflow.cfg", f"[core]\nexecutor = {HYBRID}\n", 2),
        (".env", f"AIRFLOW__CORE__EXECUTOR={HYBRID}\n", 1),
        ("docker-compose.yaml", f"x:\n  environment:\n    AIRFLOW__CORE__EXECUTOR: {HYBRID}\n", 3),
        ("Dockerfile", f"FROM apache/airflow:2.10.5\nENV AIRFLOW__CORE__EXECUTOR={HYBRID}\n", 2),
    ],
)
def test_a_hybrid_executor_is_found_wherever_it_is_named(shell: Shell, file: str, text: str, row: int) -> None:
    assert found(shell) == []
    shell.put(file, text)
    [message] = found(shell)
    assert message.startswith("the CeleryExecutor runs the task, which is in the default queue and not in `kubernetes`")
    assert told(shell) == [f"executor {HYBRID} from {file}:{row}"]
    assert found(shell, "--no-detect-versions") == []


@pytest.mark.parametrize(
    ("more", "defaults", "expected"),
    [
        (', queue="kubernetes"', "{}", 0),
        (', queue="gpu"', "{}", 1),
        (", queue=QUEUE", "{}", 0),
        ("", '{"queue": "kubernetes"}', 0),
        ("", "DEFAULTS", 0),
        (', executor="KubernetesExecutor"', "{}", 0),
        (', executor="my_alias"', "{}", 0),
        (', executor="CeleryExecutor"', "{}", 1),
        (", **MORE", "{}", 0),
    ],
)
def test_what_the_task_says_goes_first(shell: Shell, more: str, defaults: str, expected: int) -> None:
    shell.put("helm/values.yaml", VALUES.format(HYBRID))
    dag(shell, more, defaults)
    assert len(found(shell)) == expected


@pytest.mark.parametrize(
    ("executor", "expected"),
    [
        ("KubernetesExecutor", 0),
        ("CeleryExecutor", 1),
        ("LocalKubernetesExecutor", 1),
        ('"CeleryExecutor,KubernetesExecutor"', 1),
        ('"KubernetesExecutor,CeleryExecutor"', 0),
        ("company.executors.OwnExecutor", 0),
    ],
)
def test_executors_of_a_chart(shell: Shell, executor: str, expected: int) -> None:
    shell.put("helm/values.yaml", VALUES.format(executor))
    assert len(found(shell)) == expected


def test_somebodys_own_machine_says_nothing_of_the_deployment(shell: Shell) -> None:
    shell.put("docker-compose.yaml", "x:\n  environment:\n    AIRFLOW__CORE__EXECUTOR: CeleryExecutor\n")
    shell.put("airflow.cfg", "[core]\nexecutor = CeleryExecutor\n")
    assert found(shell) == []
    shell.put("helm/values.yaml", VALUES.format("CeleryExecutor"))
    assert len(found(shell)) == 1
    shell.put("helm/values-prod.yaml", VALUES.format("KubernetesExecutor"))
    assert (found(shell), told(shell)) == ([], [])


def test_where_tasks_may_be_sent_elsewhere_nothing_is_said(shell: Shell) -> None:
    shell.put("helm/values.yaml", VALUES.format(HYBRID) + "config:\n  operators: {default_queue: kubernetes}\n")
    assert found(shell) == []
    shell.put("helm/values.yaml", VALUES.format(HYBRID))
    shell.put("config/airflow_local_settings.py", "def task_policy(task):\n    task.queue = 'kubernetes'\n")
    assert found(shell) == []
    shell.put("config/airflow_local_settings.py", "def task_policy(task):\n    task.retries = 1\n")
    assert len(found(shell)) == 1


def test_the_setting_goes_before_the_files(shell: Shell) -> None:
    shell.put("helm/values.yaml", VALUES.format("KubernetesExecutor"))
    shell.put("k8slint.toml", f'executor = "{HYBRID}"\n')
    assert len(found(shell)) == 1
    assert told(shell) == []
