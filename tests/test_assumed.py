"""What k8slint says where nobody states the version: it names its assumption, and fails nobody for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Shell

SCHEDULE_INTERVAL = "from airflow import DAG\n\nDAG('d', schedule_interval='@daily')\n"
POD = """\
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

limits = k8s.V1ResourceRequirements(limits={"memory": "512MB"})
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", resources=limits)]))
KubernetesPodOperator(task_id="t", executor_config={"pod_override": pod})
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def found(shell: Shell, *arguments: str) -> list[tuple[str, str, bool]]:
    outcome = shell.run("check", "--no-cache", "--output-format", "json", *arguments)
    return [(row["code"], row["severity"], row["assumed"]) for row in json.loads(outcome.out)]


def test_what_only_the_assumed_version_breaks_is_a_warning_that_fails_no_run(shell: Shell) -> None:
    shell.write(dag_py=SCHEDULE_INTERVAL)
    outcome = shell.run("check")
    assert outcome.code == 0
    assert "warning[KE701]" in outcome.out
    assert "= assumed: applies to Airflow 3.3, but not to every version that you may run" in outcome.out
    assert outcome.err == (
        "Checked 1 file: 1 finding, 1 of them only for the assumed version, 1 fixable with --fix --unsafe-fixes.\n"
        "Target: Airflow 3.3 (assumed: no version found). Set airflow-version in the settings or with --airflow-version.\n"
    )
    assert '<testsuites name="k8slint" tests="1" failures="0"' in shell.run("check", "--output-format", "junit").out
    assert shell.run("check", "--fix").code == 0
    assert shell.read("dag.py") == SCHEDULE_INTERVAL
    assert shell.run("check", "--fix", "--unsafe-fixes").code == 0
    assert "schedule='@daily'" in shell.read("dag.py")


@pytest.mark.parametrize("way", ["flag", "setting", "requirement"])
def test_what_a_stated_version_breaks_is_an_error(shell: Shell, way: str) -> None:
    shell.write(dag_py=SCHEDULE_INTERVAL)
    flags = ("--airflow-version", "3.0") if way == "flag" else ()
    if way == "setting":
        shell.write(k8slint_toml='airflow-version = "3.0"\n')
    if way == "requirement":
        shell.write(requirements_txt="apache-airflow==3.0.2\n")
    assert found(shell, *flags) == [("KE701", "error", False)]
    outcome = shell.run("check", *flags, "--fix")
    assert (outcome.code, "Target:" in outcome.err) == (0, False)
    assert "schedule='@daily'" in shell.read("dag.py")


def test_what_every_version_refuses_stays_an_error_with_its_fix(shell: Shell) -> None:
    shell.write(dag_py=POD)
    assert ("KE301", "error", False) in found(shell)
    outcome = shell.run("check")
    assert (outcome.code, "Target: Airflow 3.3 (assumed" in outcome.err) == (1, True)


def test_imports_of_a_newer_airflow_bound_the_version_from_below(shell: Shell) -> None:
    old = "DAG('d', schedule_interval='@daily')\n"
    shell.put("sdk.py", f"from airflow.sdk import DAG\n\n{old}")
    assert found(shell, "sdk.py") == [("KE701", "error", False)]
    shell.put(
        "guarded.py",
        f"try:\n    from airflow.sdk import DAG\nexcept ImportError:\n    from airflow import DAG\n\n{old}",
    )
    assert found(shell, "guarded.py") == [("KE701", "warning", True)]


def test_imports_of_what_was_removed_bound_the_version_from_above(shell: Shell) -> None:
    shell.write(
        dag_py=SCHEDULE_INTERVAL, old_py="import os\nfrom airflow.operators.bash_operator import BashOperator\n"
    )
    outcome = shell.run("check", "-v", "--no-cache")
    assert (outcome.code, outcome.out) == (0, "")
    removed = "old.py:2 imports `airflow.operators.bash_operator.BashOperator`, which was removed in Airflow 3.0"
    assert f"Target: Airflow 2.11 (assumed: {removed}). Set airflow-version" in outcome.err
    assert f"  {removed}\n" in outcome.err
    assert [code for code, _, _ in found(shell, "--airflow-version", "3.0")] == ["KE701", "KE601"]
    shell.put("new.py", "from airflow.sdk import DAG\n\nDAG('e', schedule_interval=None)\n")
    assert found(shell) == [("KE701", "warning", True), ("KE701", "error", False), ("KE601", "warning", True)]


def test_standard_input_is_evidence_too(shell: Shell) -> None:
    text = b"from airflow.operators.bash_operator import BashOperator\n"
    outcome = shell.run("check", "-", "--stdin-filename", "dags/old.py", stdin=text)
    assert (outcome.code, "Target: Airflow 2.11 (assumed: dags/old.py:1 imports" in outcome.err) == (0, True)


@pytest.mark.parametrize("flag", ["--isolated", "--no-detect-versions"])
def test_a_stated_airflow_brings_the_provider_and_client_that_fit(shell: Shell, flag: str) -> None:
    shell.write(dag_py=POD)
    told = shell.run("check", "-v", "--airflow-version", "2.3", flag).err
    assert "Checked for provider 6.1.0 (assumed)\nChecked for client 23 (assumed)\n" in told


def test_a_provider_that_nobody_states_is_an_assumption_too(shell: Shell) -> None:
    """Airflow 2.10 may run with a provider that still has what 10.0 removed."""
    gone = "from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator\n"
    shell.write(dag_py=gone)
    stated = ("--airflow-version", "2.10")
    assert found(shell, *stated) == [("KE601", "warning", True)]
    told = shell.run("check", *stated).err
    assert "Target: the cncf.kubernetes provider 10.10.0 (assumed: no version found). Set provider-version" in told
    assert found(shell, *stated, "--provider-version", "10.1.0") == [("KE601", "error", False)]
    assert found(shell, "--airflow-version", "3.0") == [("KE601", "error", False)]


def test_a_version_that_k8slint_does_not_know_is_told(shell: Shell) -> None:
    shell.write(dag_py=SCHEDULE_INTERVAL)
    outcome = shell.run("check", "-v", "--airflow-version", "4")
    assert "Warning: airflow 4 is newer than any that k8slint knows; checked for 3.3.\n" in outcome.err
    assert (outcome.code, "Checked for airflow 3.3\n" in outcome.err) == (1, True)
    wrong = shell.run("check", "--airflow-version", "banana")
    assert (wrong.code, wrong.err) == (2, "Error: airflow-version: 'banana' is not a version like 2.10 or 10.25.0\n")


def test_a_comment_that_silences_something_on_another_version_fails_nobody(shell: Shell) -> None:
    shell.write(dag_py="from airflow.operators.bash_operator import BashOperator  # k8slint: ignore[KE601]\n")
    outcome = shell.run("check")
    assert outcome.code == 0
    assert shell.run("check", "--airflow-version", "3.0").code == 0


def test_what_was_remembered_says_the_same(shell: Shell) -> None:
    shell.write(dag_py=SCHEDULE_INTERVAL)
    first, second = shell.run("check"), shell.run("check")
    assert (first.out, first.err, first.code) == (second.out, second.err, second.code)


def test_a_path_that_is_missing_is_all_that_is_said(shell: Shell) -> None:
    outcome = shell.run("check", "nothere")
    assert (outcome.code, outcome.out, outcome.err) == (2, "", "Error: there is no file or folder nothere\n")


LEGACY = """\
from airflow.operators.python import PythonOperator

PythonOperator(task_id="t", python_callable=print, executor_config={"KubernetesExecutor": {"request_memory": "2Gi"}})
"""


@pytest.mark.parametrize(
    ("requirements", "expected"),
    [
        (
            "apache-airflow==2.9.0\n",
            ("KE101", "warning", True),
        ),  # its image has provider 8.0.1, which converts the dict
        ("apache-airflow==2.9.0\napache-airflow-providers-cncf-kubernetes==10.1.0\n", ("KE101", "error", False)),
        ("apache-airflow==2.9.0\napache-airflow-providers-cncf-kubernetes==8.0.1\n", ("KE101", "warning", False)),
        ("apache-airflow==1.10.10\n", None),  # knows no other format
        ("apache-airflow==1.10.14\n", ("KE101", "warning", False)),
    ],
)
def test_what_is_milder_on_a_version_that_may_run_is_no_error(
    shell: Shell, requirements: str, expected: tuple[str, str, bool] | None
) -> None:
    shell.write(dag_py=LEGACY, requirements_txt=requirements)
    assert [each for each in found(shell) if each[0] == "KE101"] == ([] if expected is None else [expected])


TWICE = """\
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from kubernetes.client import models as k8s

env = [k8s.V1EnvVar(name="CONFIG", value="a.yaml"), k8s.V1EnvVar(name="CONFIG", value="a.yaml")]
KubernetesPodOperator(task_id="t", image="etl:1.4", env_vars=env)
"""


def test_a_variable_set_twice_to_one_value_fails_no_run(shell: Shell) -> None:
    shell.write(dag_py=TWICE)
    assert found(shell, "--airflow-version", "3.1") == [("KE401", "info", False)]
    assert shell.run("check", "--airflow-version", "3.1").code == 0
    shell.write(dag_py=TWICE.replace('"a.yaml")]', '"b.yaml")]'))
    assert found(shell, "--airflow-version", "3.1") == [("KE401", "warning", False)]


CLAIM = """\
from kubernetes.client import V1PersistentVolumeClaimSpec, V1ResourceRequirements
from somewhere import adjusted

needs = V1ResourceRequirements(requests={"storage": "5Gi"})
claim = V1PersistentVolumeClaimSpec(access_modes=["ReadWriteOnce"], resources=needs)
adjusted(needs)
V1PersistentVolumeClaimSpec(resources=needs)
"""


def test_the_old_class_of_the_same_fields_is_right_whatever_else_is_set_on_it(shell: Shell) -> None:
    shell.write(claim_py=CLAIM)
    assert found(shell, "--airflow-version", "2.10") == []
    assert ("KE503", "error", False) in found(shell, "--client-version", "37", "--airflow-version", "3.3")


def test_what_only_the_assumed_kubernetes_refuses_is_a_warning(shell: Shell) -> None:
    """A nameserver with a leading zero: 1.32 takes it, 1.36 doesn't."""
    dns = 'dns_config=k8s.V1PodDNSConfig(nameservers=["010.0.0.1"])'
    shell.write(dag_py=POD.replace('"512MB"', '"512Mi"').replace("V1PodSpec(", f"V1PodSpec({dns}, "))
    airflow = ("--airflow-version", "3.3", "--select", "KE519")
    outcome = shell.run("check", *airflow)
    assert (outcome.code, found(shell, *airflow)) == (0, [("KE519", "warning", True)])
    assert "= assumed: applies to Kubernetes 1.36, but not to every version that you may run" in outcome.out
    assert "Target: Kubernetes 1.36 (assumed: no version found). Set kubernetes-version in the settings" in outcome.err
    stated = (*airflow, "--kubernetes-version", "1.36")
    assert shell.run("check", *stated).code == 1
    assert found(shell, *stated) == [("KE519", "error", False)]
    assert found(shell, *airflow, "--kubernetes-version", "1.31") == []
