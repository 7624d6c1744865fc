"""Quotas that are only for some pods."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

DAG = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from kubernetes.client import models as k8s
from settings import ANYTHING

base = k8s.V1Container(name="base", resources=k8s.V1ResourceRequirements(requests={{"cpu": "8"}}))
with DAG("d"):
    pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[base]{more}))
    BashOperator(task_id="t", bash_command="x", executor_config={{"pod_override": pod}})
"""
TEMPLATE = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: Never
  containers: [{name: base, image: airflow}]
"""
QUOTA = """\
apiVersion: v1
kind: ResourceQuota
metadata: {{name: team, namespace: airflow}}
spec: {{hard: {{requests.cpu: "4"}}, {scope}}}
"""
SELECTED = "scopeSelector: {{matchExpressions: [{{scopeName: {}, operator: {}{}}}]}}"
HIGH = ", priority_class_name='high'"
DEADLINE = ", active_deadline_seconds=60"


@pytest.mark.parametrize(
    ("scope", "more", "counts"),
    [
        ("scopes: [Terminating]", DEADLINE, True),
        ("scopes: [Terminating]", "", False),
        ("scopes: [NotTerminating]", "", True),
        ("scopes: [NotTerminating]", DEADLINE, False),
        ("scopes: [NotTerminating]", ", active_deadline_seconds=ANYTHING", False),
        ("scopes: [NotBestEffort]", "", True),
        ("scopes: [BestEffort]", "", False),
        ("scopes: [NotBestEffort, Terminating]", "", False),
        ("scopes: [NotBestEffort, Terminating]", DEADLINE, True),
        ("scopes: [CrossNamespacePodAffinity]", "", False),
        (SELECTED.format("PriorityClass", "In", ", values: [high]"), HIGH, True),
        (SELECTED.format("PriorityClass", "In", ", values: [low]"), HIGH, False),
        (SELECTED.format("PriorityClass", "NotIn", ", values: [low]"), HIGH, True),
        (SELECTED.format("PriorityClass", "Exists", ""), HIGH, True),
        (SELECTED.format("PriorityClass", "Exists", ""), "", False),
        (SELECTED.format("PriorityClass", "DoesNotExist", ""), HIGH, False),
        (SELECTED.format("PriorityClass", "DoesNotExist", ""), "", False),
        (SELECTED.format("NotTerminating", "Exists", ""), "", True),
    ],
)
def test_a_quota_counts_the_pods_in_its_scopes(tmp_path: Path, scope: str, more: str, counts: bool) -> None:
    shell = Shell(tmp_path)
    shell.put("dags/dag.py", DAG.format(more=more))
    shell.put("template.yaml", TEMPLATE)
    shell.put("k8s/quota.yaml", QUOTA.format(scope=scope))
    flags = (
        "--inventory",
        "k8s",
        "--namespace",
        "airflow",
        "--pod-template",
        "template.yaml",
        "--airflow-version",
        "2.10",
    )
    assert ("KE821" in shell.run("check", "dags", "--output-format", "concise", *flags).out) is counts


def test_without_the_template_nobody_knows_whether_a_pod_ends(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put("dags/dag.py", DAG.format(more=""))
    shell.put("k8s/quota.yaml", QUOTA.format(scope="scopes: [NotTerminating]"))
    flags = ("--inventory", "k8s", "--namespace", "airflow", "--airflow-version", "2.10")
    assert "KE821" not in shell.run("check", "dags", "--output-format", "concise", *flags).out
