"""What operators take, by version, as a user sees it; the record itself is compared with real packages in ``.ci/run``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from shell import Shell

from tools import operators

IMPORTS = """\
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.operators.spark_kubernetes import SparkKubernetesOperator

with DAG("a", catchup=False):
    """


def codes(folder: Path, call: str, airflow: str, provider: str) -> list[str]:
    shell = Shell(folder)
    shell.put("dag.py", IMPORTS + call + "\n")
    flags = ("--isolated", "--no-cache", "--select=KE709,KE710,KE711,KE712", "--output-format=json")
    done = shell.run("check", *flags, f"--airflow-version={airflow}", f"--provider-version={provider}", "dag.py")
    return [finding["code"] for finding in json.loads(done.out)]


KPO = 'KubernetesPodOperator(task_id="t", image="i", {})'
BY_VERSION = [
    # An argument that came: refused up to the last version without it, known from the first with it.
    (KPO.format("durable=True"), "3.3", "10.19.0", ["KE709"]),
    (KPO.format("durable=True"), "3.3", "10.20.0", []),
    (KPO.format("on_kill_action=None"), "3.0", "10.13.0", ["KE709"]),
    # ... and between two recorded versions nothing is claimed.
    (KPO.format("on_finish_action='x'"), "2.6", "7.1.0", ["KE709"]),
    (KPO.format("on_finish_action='keep_pod'"), "2.6", "7.2.0", []),
    # An argument of every operator depends on Airflow.
    (KPO.format("retry_policy=None"), "3.2", "10.25.0", ["KE709"]),
    (KPO.format("retry_policy=None"), "3.3", "10.25.0", []),
    ('BashOperator(task_id="t", bash_command="b", executor="a")', "2.9", "8.0.0", ["KE709"]),
    ('BashOperator(task_id="t", bash_command="b", executor="a")', "2.10", "8.0.0", []),
    # Versions newer than the recorded ones may have more, and Airflow 1.10 took everything.
    (KPO.format("of_next_year=True"), "3.3", "11.0.0", []),
    (KPO.format("of_next_year=True"), "1.10", "1.0.0", []),
    # Required in some versions only.
    ('SparkKubernetesOperator(task_id="t")', "2.8", "7.12.0", ["KE710"]),
    ('SparkKubernetesOperator(task_id="t")', "2.8", "7.14.0", []),
    # Values and types that a constructor compares with.
    (KPO.format("on_finish_action='delete_active_pod'"), "2.10", "10.10.0", ["KE712"]),
    (KPO.format("on_finish_action='delete_active_pod'"), "2.10", "10.12.0", []),
    ('BashOperator(task_id="t", bash_command="b", queue=1)', "2.9", "8.0.0", []),
    ('BashOperator(task_id="t", bash_command="b", queue=1)', "2.11", "8.0.0", ["KE712"]),
    ('BashOperator(task_id="t", bash_command="b", trigger_rule="all_skipped")', "2.2", "8.0.0", ["KE712"]),
    ('BashOperator(task_id="t", bash_command="b", trigger_rule="all_skipped")', "2.3", "8.0.0", []),
]


@pytest.mark.parametrize(("call", "airflow", "provider", "expected"), BY_VERSION)
def test_what_a_version_takes(tmp_path: Path, call: str, airflow: str, provider: str, expected: list[str]) -> None:
    assert codes(tmp_path, call, airflow, provider) == expected


def package(folder: Path, version: str, code: str) -> None:
    module = folder / "cncf.kubernetes" / version / "airflow/providers/cncf/kubernetes/operators/pod.py"
    module.parent.mkdir(parents=True)
    module.write_text(code, encoding="utf-8")


def test_a_record_says_from_where_to_where(tmp_path: Path) -> None:
    package(tmp_path, "1.0.0", "class BaseOperator:\n    def __init__(self, task_id, **kwargs): ...\n")
    old = "class BaseOperator: ...\nclass AOperator(BaseOperator):\n    def __init__(self, *, a, b=1, **kwargs): kwargs.pop('x')\n"
    new = "class BaseOperator: ...\nclass AOperator(BaseOperator):\n    template_fields = ('a',)\n    def __init__(self, *, a=1, c): ...\n"
    package(tmp_path, "2.0.0", old)
    package(tmp_path, "3.0.0", new)
    (record,) = operators.read_packages(tmp_path).values()
    assert record.versions == ["1.0.0", "2.0.0", "3.0.0"]
    assert record.classes["AOperator"] == (
        ["@>1.0.0", "BaseOperator<3.0.0"],
        ["a", "b<3.0.0", "c!>2.0.0", "x<3.0.0"],
        ["a>2.0.0"],
        ["a=<required><3.0.0"],
    )
