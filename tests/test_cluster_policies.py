"""``task_policy`` and ``task_instance_mutation_hook``: what real Airflow made of tasks, and what k8slint shows and finds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from oracle import policies
from shell import Shell

RECORDS = [record for record in policies.records() if "error" not in record]
REJECTED = [record for record in policies.records() if "error" in record]
# A hook that appends does so with each call, and one that looks at the try has two outcomes.
OPEN = {"instance_appends"}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record['policy']}-{record['task']}")
def test_a_policy_makes_of_a_task_what_the_real_one_made(record: dict[str, Any]) -> None:
    """One alternative is the recorded pod, leaf by leaf, and no more is unknown than without the policy."""
    found = policies.outcomes(record)
    assert [outcome.wrong for outcome in found] == [[] for _ in found]
    if record["policy"] not in OPEN:
        before = policies.outcomes(record, policy=None)
        assert [outcome.unknown for outcome in found] <= [outcome.unknown for outcome in before]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: f"{record['policy']}-{record['task']}")
def test_the_queue_is_the_one_that_the_policy_gives(record: dict[str, Any]) -> None:
    found = policies.queue(record)
    assert found in (None, record["queue"])
    if record["queue"] == "bash":
        assert found == "bash"


@pytest.mark.parametrize("record", REJECTED, ids=lambda record: record["policy"])
def test_a_dag_that_the_policy_rejects_is_rejected_here(record: dict[str, Any]) -> None:
    told = policies.rejected(record)
    assert len(told) == 1
    name = record["error"].split(":")[0].replace("AirflowClusterPolicyError", "AttributeError")
    assert name in told[0]


def test_there_are_enough_policies() -> None:
    assert len({record["policy"] for record in policies.records()}) >= 11


DAG = """\
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]))
with DAG("etl"):
    BashOperator(task_id="load", bash_command="true")
    BashOperator(task_id="train", bash_command="true", executor_config={"pod_override": pod}, owner="ml")
    KubernetesPodOperator(task_id="test", name="test", image="dbt:1")
"""
POLICY = """\
from airflow.exceptions import AirflowClusterPolicyViolation
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

BIG = k8s.V1ResourceRequirements(limits={"memory": "4GB"})


def task_policy(task):
    if isinstance(task, KubernetesPodOperator):
        task.service_account_name = "Pods"
    elif not task.executor_config:
        base = k8s.V1Container(name="base", resources=BIG)
        task.executor_config = {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]))}
"""
INSTANCE = """\
def task_instance_mutation_hook(ti):
    if ti.try_number and ti.executor_config.get("pod_override"):
        ti.executor_config["pod_override"].spec.priority_class_name = "High"
"""
PLACE = "config/airflow_local_settings.py"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("dags/etl.py", DAG)
    return shell


def found(shell: Shell, *arguments: str) -> list[tuple[str, str]]:
    return sorted(shell.places(*arguments))


def test_findings_that_a_policy_causes_stand_in_the_policy(shell: Shell) -> None:
    assert found(shell) == []
    shell.put(PLACE, POLICY)
    assert found(shell) == [(PLACE, "KE301"), (PLACE, "KE520")]
    shell.put(PLACE, POLICY.replace("4GB", "4Gi").replace('"Pods"', '"pods"'))
    assert found(shell) == []
    shell.put(PLACE, INSTANCE)
    outcome = shell.run("check", "dags", "-q")
    assert f"{PLACE}:3" in outcome.out
    assert "(when ti.try_number and" in outcome.out


INVENTORY = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: worker, namespace: airflow}\n"


def test_what_a_policy_writes_is_checked_against_the_inventory(shell: Shell) -> None:
    shell.put("inventory/accounts.yaml", INVENTORY)
    shell.put("k8slint.toml", 'inventory = ["inventory"]\nnamespace = "airflow"\n')
    shell.put("dags/etl.py", DAG.replace('[k8s.V1Container(name="base")]', '[], service_account_name="old"'))
    assert found(shell, "--select", "KE8") == [("dags/etl.py", "KE807")]
    accounts = "def task_policy(task):\n    for pod in task.executor_config.values():\n        pod.spec.service_account_name = 'worker'\n"
    shell.put(PLACE, accounts)
    assert found(shell, "--select", "KE8") == []  # nothing runs as `old`
    shell.put(PLACE, accounts.replace("worker", "jobs"))
    assert found(shell, "--select", "KE8") == [(PLACE, "KE807")]


def test_render_shows_the_pods_after_the_policies(shell: Shell) -> None:
    shell.put(PLACE, POLICY + "\n\n" + INSTANCE)
    out = shell.run("render", "dags").out
    both = f"# changed by task_policy in {PLACE} and task_instance_mutation_hook in {PLACE}\n"
    documents = {each.splitlines()[0].rpartition("# dags/etl.py: ")[2]: each for each in out.split("---\n") if each}
    kept = 'when not (ti.try_number and ti.executor_config.get("pod_override"))'
    assert both in documents[f"task load of DAG etl, {kept}"]
    assert 'memory: "4GB"' in documents[f"task load of DAG etl, {kept}"]
    changed = documents['task load of DAG etl, when ti.try_number and ti.executor_config.get("pod_override")']
    assert "priorityClassName: High" in changed
    launched = documents["the pod that task test of DAG etl launches"]
    assert "serviceAccountName: Pods" in launched
    assert f"# changed by task_policy in {PLACE}\n" in launched


def test_a_dag_that_a_policy_rejects_has_no_pods(shell: Shell) -> None:
    shell.put(
        PLACE, POLICY.replace("    if isinstance", '    if task.owner == "ml":\n        raise ERROR\n    if isinstance')
    )
    shell.put(PLACE, shell.read(PLACE).replace("ERROR", "AirflowClusterPolicyViolation(task.owner)"))
    out = shell.run("render", "dags").out
    told = f"# this DAG is not loaded: task_policy in {PLACE} raises AirflowClusterPolicyViolation\n"
    assert out.count(told) == 2
    assert "kind: Pod" not in out
    shell.put(PLACE, shell.read(PLACE).replace('task.owner == "ml"', "task.retries == 3"))  # not known
    assert "kind: Pod" in shell.run("render", "dags").out


def test_the_task_that_a_policy_rejects_is_reported(shell: Shell) -> None:
    policy = "def task_policy(task):\n    if task.owner == 'ml':\n        raise ValueError(task.task_id)\n"
    shell.put(PLACE, policy)
    outcome = shell.run("check", "dags", "--output-format", "concise")
    told = f"KE840 task_policy in {PLACE} raises ValueError for this task: Airflow doesn't load the DAG"
    assert outcome.out == f"dags/etl.py:9:5: {told}\n"
    shell.put(PLACE, policy.replace("'ml'", "'ops'"))
    assert found(shell) == []
    shell.put(PLACE, policy.replace("task.owner == 'ml'", "task.retries == 3"))
    assert found(shell) == []  # it may have three
    shell.put(PLACE, "def task_policy(task):\n    task.executor_config = {}\n")
    assert found(shell) == []
    shell.put("dags/etl.py", DAG.replace('BashOperator(task_id="load", ', 'BashOperator.partial(task_id="load", '))
    assert found(shell) == [("dags/etl.py", "KE840")]


def test_airflow_3_does_not_know_the_old_name(shell: Shell) -> None:
    shell.put(PLACE, POLICY.replace("def task_policy", "def policy"))
    assert found(shell, "--airflow-version", "2.11") == [(PLACE, "KE301"), (PLACE, "KE520")]
    assert found(shell, "--airflow-version", "3.3") == []


@pytest.mark.parametrize("decorator", ["@hookimpl", "@hookimpl()", "@hookimpl(tryfirst=True)"])
def test_a_policy_may_be_marked_for_the_plugin_manager(shell: Shell, decorator: str) -> None:
    shell.put(
        PLACE,
        "from airflow.policies import hookimpl\n" + POLICY.replace("def task_policy", f"{decorator}\ndef task_policy"),
    )
    assert found(shell) == [(PLACE, "KE301"), (PLACE, "KE520")]
    hook = f"from airflow.policies import hookimpl\n\n\n{decorator}\ndef pod_mutation_hook(pod):\n    pod.spec.priority_class_name = 'High'\n"
    shell.put(PLACE, hook)
    assert found(shell) == [(PLACE, "KE518")]


def test_a_policy_that_moves_tasks_to_another_queue_counts(shell: Shell) -> None:
    shell.put("k8slint.toml", 'executor = "CeleryKubernetesExecutor"\n')
    assert found(shell, "--airflow-version", "2.11") == [("dags/etl.py", "KE110")]
    shell.put(PLACE, "def task_policy(task):\n    if task.owner == 'ml':\n        task.queue = 'kubernetes'\n")
    assert found(shell, "--airflow-version", "2.11") == []
    shell.put(PLACE, "def task_policy(task):\n    if task.owner == 'ops':\n        task.queue = 'kubernetes'\n")
    assert found(shell, "--airflow-version", "2.11") == [("dags/etl.py", "KE110")]


def test_dag_factory_tasks_get_the_policy_too(shell: Shell) -> None:
    shell.put(
        "dags/factory.yml",
        """\
made:
  default_args: {start_date: 2024-01-01}
  tasks:
    load: {operator: airflow.providers.standard.operators.bash.BashOperator, bash_command: "true"}
""",
    )
    shell.put("dags/etl.py", "import dagfactory\n\ndagfactory.DagFactory('factory.yml')\n")
    shell.put(PLACE, POLICY)
    assert found(shell, "dags/factory.yml") == [(PLACE, "KE301")]


OPEN_DEFAULTS = """\
from airflow import DAG
from airflow.providers.standard.operators.bash import BashOperator
from airflow.models import Variable

with DAG("etl", default_args=Variable.get("defaults")):
    BashOperator.partial(task_id="mapped").expand(bash_command=["a", "b"])
    BashOperator(task_id="load", bash_command="true", executor_config={})
"""


def test_what_is_set_under_a_condition_is_otherwise_what_it_was(shell: Shell) -> None:
    """The default_args may hold an executor_config."""
    shell.put("dags/etl.py", OPEN_DEFAULTS)
    policy = "def task_policy(task):\n    if not task.executor_config:\n        task.executor_config = {'pod_override': None}\n"
    shell.put(PLACE, policy + "\n\ndef task_instance_mutation_hook(ti):\n    ti.queue = 'x'\n")
    assert found(shell) == []
    assert "executor_config is unknown" in shell.run("render", "dags").out


STRANGE = [
    "def task_policy(task):\n    while True:\n        task.executor_config = {**task.executor_config, 'a': 1}\n",
    "def task_policy(task):\n    task_policy(task)\n",
    "def task_policy():\n    pass\n",
    "def task_policy(task, more):\n    task.executor_config = None\n",
    "def task_policy(task):\n    task.executor_config = task\n",
    "def task_policy(task):\n    task.executor_config['pod_override'].spec.containers[0] = task.executor_config\n",
    "def task_policy(task):\n    del task.executor_config\n",
    "def task_policy(task):\n    vars(task).clear()\n    task.__dict__['executor_config'] = open('x').read()\n",
    "def task_policy(task):\n    for name in dir(task):\n        setattr(task, name, None)\n",
    "class task_policy:\n    pass\n",
    "task_policy = lambda task: setattr(task, 'executor_config', {})\n",
    "def task_instance_mutation_hook(ti):\n    ti.executor_config = ti\n    ti.task.executor_config = ti.executor_config\n",
    "def task_instance_mutation_hook(ti, dag_run, more):\n    ti.executor_config.clear()\n",
    "def task_instance_mutation_hook(ti, dag_run):\n    ti.executor_config = dag_run.conf\n",
    "def task_policy(task:\n",
    "\x00task_policy",
]


@pytest.mark.parametrize("policy", STRANGE, ids=range(len(STRANGE)))
def test_strange_policies_cause_no_error_and_no_alarm_about_the_dag(shell: Shell, policy: str) -> None:
    """But that they fail."""
    shell.put(PLACE, policy)
    outcome = shell.run("check", "dags", "--output-format", "concise")
    assert outcome.code in (0, 1)
    assert "KE003" not in outcome.out
    assert {line.split()[1] for line in outcome.out.splitlines() if line.startswith("dags/etl.py")} <= {"KE840"}
    rendered = shell.run("render", "dags")
    assert (rendered.code, "Traceback" in rendered.err) == (0, False)
