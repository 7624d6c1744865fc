"""``pod_mutation_hook``: what real hooks made of real pods, and what k8slint shows and finds because of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from oracle import hooks
from oracle.leaves import compare
from shell import Shell

RECORDS = hooks.records()
WORKERS = hooks.workers()
# What only a run knows of a pod: a hook that adds two labels leaves the rest as it is.
UNCHANGED = {
    record["task"]: compare(WORKERS[record["task"]], record["pod"]).unknown
    for record in RECORDS
    if record["hook"] == "labels"
}
RUN_TIME = {"runtime"}  # hooks that copy what only a run knows


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record['hook']}-{record['task']}")
def test_a_hook_makes_of_a_pod_what_the_real_one_made(record: dict[str, Any]) -> None:
    """One alternative is the recorded pod, leaf by leaf, and the hook leaves nothing unknown that was known before."""
    before = UNCHANGED[record["task"]]
    found = [outcome for _, outcome in hooks.outcomes(record, WORKERS) if not outcome.wrong]
    assert found
    assert min(outcome.unknown for outcome in found) <= before + (record["hook"] in RUN_TIME)


def test_there_are_enough_hooks() -> None:
    assert len({record["hook"] for record in RECORDS}) >= 15


DAG = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

with DAG("etl"):
    pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]))
    BashOperator(task_id="load", bash_command="true", executor_config={"pod_override": pod})
"""
HOOK = """\
from kubernetes.client import models as k8s


def pod_mutation_hook(pod):
    pod.spec.tolerations = [k8s.V1Toleration(key="spot", operator="Exist")]
    pod.spec.containers[0].resources = k8s.V1ResourceRequirements(limits={"memory": "4GB"})
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("dags/etl.py", DAG)
    return shell


def found(shell: Shell, *arguments: str) -> list[tuple[str, str]]:
    return shell.places(*arguments)


@pytest.mark.parametrize("folder", ["config", "plugins", "dags", "."])
def test_a_finding_that_the_hook_causes_stands_in_the_hook(shell: Shell, folder: str) -> None:
    assert found(shell) == []
    shell.put(f"{folder}/airflow_local_settings.py", HOOK)
    place = "airflow_local_settings.py" if folder == "." else f"{folder}/airflow_local_settings.py"
    assert sorted(found(shell)) == [(place, "KE301")]  # a pod that can't be read is refused for that alone
    shell.put(place, HOOK.replace("4GB", "4Gi"))
    assert found(shell) == [(place, "KE518")]


def test_what_is_remembered_follows_the_hook(shell: Shell) -> None:
    assert found(shell) == []
    shell.put("config/airflow_local_settings.py", HOOK)
    first = found(shell)
    assert ("config/airflow_local_settings.py", "KE301") in first
    assert found(shell) == first
    shell.put("config/airflow_local_settings.py", HOOK.replace("4GB", "4Gi").replace('"Exist"', '"Exists"'))
    assert found(shell) == []
    shell.put("config/airflow_local_settings.py", HOOK.replace("4GB", "4Gi"))
    assert found(shell) == [("config/airflow_local_settings.py", "KE518")]


def test_a_condition_of_the_hook_is_told(shell: Shell) -> None:
    hook = "def pod_mutation_hook(pod):\n    if pod.metadata.namespace == 'prod':\n        pod.spec.priority_class_name = 'High'\n"
    shell.put("config/airflow_local_settings.py", hook)
    outcome = shell.run("check", "dags", "-q")
    assert "(when pod.metadata.namespace == 'prod')" in outcome.out
    shell.put("dags/etl.py", DAG.replace('"base")', '"base", image_pull_policy="always")'))
    assert "image_pull_policy" in shell.run("check", "dags", "-q").out
    assert "`always` (when" not in shell.run("check", "dags", "-q").out  # that is wrong whatever the hook does


def test_the_settings_may_name_the_file(shell: Shell) -> None:
    shell.put("deploy/hooks.py", HOOK)
    assert found(shell) == []
    assert ("deploy/hooks.py", "KE301") in found(shell, "--local-settings", "deploy/hooks.py")
    shell.put("k8slint.toml", 'local-settings = "deploy/hooks.py"\n')
    assert ("deploy/hooks.py", "KE301") in found(shell)
    shell.put("k8slint.toml", 'local-settings = "nothing.py"\n')
    outcome = shell.run("check", "dags")
    assert (outcome.code, outcome.err) == (2, "Error: local-settings: there is no file nothing.py\n")


def test_what_the_hook_provides_satisfies_the_policy(shell: Shell) -> None:
    shell.put("worker.yaml", "kind: Pod\nmetadata: {name: w}\nspec: {containers: [{name: base, image: x}]}\n")
    shell.put("k8slint.toml", 'pod-template = "worker.yaml"\n[policy]\nrequired-labels = ["team"]\n')
    assert ("dags/etl.py", "KE908") in found(shell)
    hook = "def pod_mutation_hook(pod):\n    pod.metadata.labels['team'] = 'data'\n"
    shell.put("config/airflow_local_settings.py", hook)
    assert found(shell, "--select", "KE9") == []


def test_render_shows_the_pod_after_the_hook(shell: Shell) -> None:
    shell.put(
        "config/airflow_local_settings.py", "def pod_mutation_hook(pod):\n    pod.spec.scheduler_name = 'volcano'\n"
    )
    outcome = shell.run("render", "dags")
    assert "schedulerName: volcano" in outcome.out
    assert "changed by pod_mutation_hook in config/airflow_local_settings.py" in outcome.out


MAPPED = """\
from airflow import DAG
from airflow.decorators import task, task_group
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

config = {"pod_override": k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "data"}))}
with DAG("etl"):
    BashOperator(task_id="single", bash_command="true", executor_config=config)
    BashOperator.partial(task_id="operator", executor_config=config).expand(bash_command=["a", "b"])

    @task(executor_config=config)
    def once(): ...

    @task(executor_config=config)
    def many(number): ...

    @task(executor_config=config)
    def partly(number, other): ...

    once()
    many.expand(number=[1, 2])
    partly.partial(other=1).expand(number=[1, 2])
"""


def test_the_pod_of_a_mapped_task_has_a_map_index(shell: Shell) -> None:
    shell.put("dags/etl.py", MAPPED)
    shell.put(
        "config/airflow_local_settings.py",
        "def pod_mutation_hook(pod):\n    if 'map_index' in pod.metadata.labels:\n        pod.spec.hostname = 'mapped'\n",
    )
    documents = [each.splitlines() for each in shell.run("render", "dags").out.split("---\n") if each]
    mapped = {lines[0].split()[3] for lines in documents if any("metadata.labels.map_index" in line for line in lines)}
    assert mapped == {"operator", "many", "partly"}
    assert {lines[0].split()[3] for lines in documents if "  hostname: mapped" in lines} == mapped
    assert len(documents) == 5


STRANGE = [
    "def pod_mutation_hook(pod):\n    while True:\n        pod.spec.tolerations = (pod.spec.tolerations or []) + [1]\n",
    "def pod_mutation_hook(pod):\n    pod_mutation_hook(pod)\n",
    "def pod_mutation_hook(pod):\n    raise RuntimeError\n",
    "def pod_mutation_hook(pod, more):\n    pod.spec = None\n",
    "def pod_mutation_hook():\n    pass\n",
    "from elsewhere import change\n\ndef pod_mutation_hook(pod):\n    change(pod)\n",
    "from elsewhere import pod_mutation_hook\n",
    "pod_mutation_hook = lambda pod: setattr(pod.spec, 'hostname', 'x')\n",
    "def pod_mutation_hook(pod):\n    pod.spec.containers[0] = pod\n    pod.spec.containers.append(pod.spec)\n",
    "def pod_mutation_hook(pod):\n    pod.spec = {'containers': 1}\n    del pod.metadata\n",
    "def pod_mutation_hook(pod):\n    for c in pod.spec.containers:\n        pod.spec.containers.append(c)\n",
    "def pod_mutation_hook(pod:\n",
    "class pod_mutation_hook:\n    pass\n",
    "\x00pod_mutation_hook",
]


@pytest.mark.parametrize("hook", STRANGE, ids=range(len(STRANGE)))
def test_strange_hooks_cause_no_error_and_no_alarm_about_the_dag(shell: Shell, hook: str) -> None:
    shell.put("config/airflow_local_settings.py", hook)
    outcome = shell.run("check", "dags", "--output-format", "concise")
    assert outcome.code in (0, 1)
    assert "KE003" not in outcome.out
    assert "dags/etl.py" not in outcome.out
    rendered = shell.run("render", "dags")
    assert (rendered.code, "Traceback" in rendered.err) == (0, False)


TWICE = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s

again = k8s.V1VolumeMount(name="dags", mount_path="/opt/airflow/dags")
with DAG("etl"):
    pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", volume_mounts=[again])]))
    BashOperator(task_id="load", bash_command="true", executor_config={"pod_override": pod})
"""
TEMPLATE = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: Never
  containers:
    - {name: base, image: airflow, volumeMounts: [{name: dags, mountPath: /opt/airflow/dags}]}
  volumes: [{name: dags, emptyDir: {}}]
"""
POLICIES = [
    "def task_policy(task):\n    task.executor_config = {}\n",
    "def task_instance_mutation_hook(ti):\n    ti.executor_config.pop('pod_override', None)\n",
    "from company.policies import executor_config_policy as x, task_policy\n",
    "from company.policies import (task_policy)  # sets executor_config\n",
]


@pytest.mark.parametrize("policy", POLICIES)
def test_what_a_policy_may_change_is_judged_for_what_is_wrong_in_any_pod(shell: Shell, policy: str) -> None:
    shell.put("dags/etl.py", TWICE)
    shell.put("template.yaml", TEMPLATE)
    flags = ("--pod-template", "template.yaml")
    assert found(shell, *flags) == [("dags/etl.py", "KE516")]
    place = "config/airflow_local_settings.py"
    shell.put(place, policy)
    assert found(shell, *flags) == []
    name = "task_instance_mutation_hook" if "ti." in policy else "task_policy"
    told = f"changed by {name} in {place}" if "def " in policy else f"{name} in {place} may change its executor_config"
    assert f"# {told}\n" in shell.run("render", "dags", *flags).out
    shell.put("dags/etl.py", TWICE.replace('"/opt/airflow/dags"', '"/opt:dags"'))
    assert [code for _, code in found(shell, *flags)] == ["KE535"]  # no pod may have a colon there


def test_a_policy_that_changes_other_things_leaves_the_pods_alone(shell: Shell) -> None:
    shell.put("dags/etl.py", TWICE)
    shell.put("template.yaml", TEMPLATE)
    for text in ("def task_policy(task):\n    task.retries = 2\n", "def other(task):\n    task.executor_config = {}\n"):
        shell.put("config/airflow_local_settings.py", text)
        assert found(shell, "--pod-template", "template.yaml") == [("dags/etl.py", "KE516")]
