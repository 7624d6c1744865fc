"""What ``--show-unknown`` lists: the unknowns in what is judged and what was given up, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

HEAD = """\
import logging
from datetime import datetime
from airflow import DAG
from airflow.operators.bash import BashOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.secret import Secret
from kubernetes.client import models as k8s
from elsewhere import make, use

log = logging.getLogger(__name__)
dag = DAG("d", start_date=datetime(2023, 2, 14), tags=make("tags"))
"""
FIRST = HEAD.count("\n") + 1


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def unknowns(shell: Shell, text: str) -> list[tuple[int, str]]:
    """The rows, counted from the first one after the head, and what is said there."""
    shell.put("dag.py", HEAD + text)
    lines = shell.run("check", "dag.py", "--show-unknown", "--no-cache", "--output-format", "concise").out.splitlines()
    found = [line.split(":", 3) for line in lines if ": unknown: " in line]
    return [(int(row) - FIRST + 1, what.removeprefix(" unknown: ")) for _, row, _, what in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("use(make('a'), retries=make('b'))\n", []),
        ("BashOperator(task_id=make('t'), bash_command=make('c'), retries=make('r'))\n", []),
        ("BashOperator(task_id='t', executor_config={'pod_override': k8s.V1Pod(spec=make())})\n", [(1, "call of unknown code: make()")]),
        ("pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[*make()]))\n", [(1, "unpacking of an unknown value: *make()")]),
        ("config = {'pod_override': k8s.V1Pod()}\nuse(config)\n", [(1, "changed by unknown code: {'pod_override': k8s.V1Pod()}"), (1, "changed by unknown code: k8s.V1Pod()")]),
        ("BashOperator(task_id='t', executor_config=make())\n", [(1, "call of unknown code: make()")]),
        ("BashOperator(task_id='t', **make())\n", [(1, "unpacking of an unknown value: make()")]),
        ("BashOperator(task_id='t', trigger_rule=make())\n", [(1, "call of unknown code: make()")]),
        ("DAG('e', default_args={'retries': make(), 'executor_config': {'pod_override': make()}})\n", [(1, "call of unknown code: make()")]),
        ("from airflow.utils.trigger_rule import TriggerRule\nBashOperator(task_id='t', trigger_rule=TriggerRule.ALL_DONE)\n", []),
        ("DAG('e', default_args={'retries': make()})\n", []),
        ("k8s.V1ResourceRequirements(limits={'memory': make('m'), 'cpu': 1})\n", [(1, "call of unknown code: make('m')")]),
        ("k8s.V1PodSpec(containers=[], **make())\n", [(1, "unpacking of an unknown value: make()")]),
        ("k8s.V1Pod(**make())\n", [(1, "unpacking of an unknown value: make()")]),
        ("Secret('env', make(), 'a')\n", [(1, "call of unknown code: make()")]),
        ("KubernetesPodOperator(task_id='t', image=make('i'), start_date=make('d'))\n", [(1, "call of unknown code: make('i')")]),
        ("value = make('1') if log else 1\nk8s.V1ResourceRequirements(limits={'cpu': value})\n", [(1, "call of unknown code: make('1')")]),
    ],
)  # fmt: skip
def test_only_what_reaches_something_judged_is_listed(shell: Shell, text: str, expected: list[tuple[int, str]]) -> None:
    assert unknowns(shell, text) == expected


SLOW = "    for a in range(9000):\n        for b in range(9000):\n            c = a\n"
WRONG = "k8s.V1ResourceRequirements(limits={'memory': '512MB'})\n"


def test_a_function_that_was_given_up_is_listed(shell: Shell) -> None:
    function = f"def slow():\n{SLOW}    return {WRONG}"
    assert unknowns(shell, function) == [(1, "evaluation limit: slow takes too many steps")]
    assert unknowns(shell, function.replace(SLOW, "")) == []


def test_a_call_that_was_given_up_is_listed(shell: Shell) -> None:
    shell.put("helper.py", f"def slow():\n{SLOW}")
    text = "from helper import slow\nslow()\nexecutor_config = {}\n"
    assert unknowns(shell, text) == [(2, "evaluation limit: slow() takes too many steps")]


def test_a_file_that_was_given_up_is_listed(shell: Shell) -> None:
    text = f"if log:\n{SLOW}{WRONG}"
    found = unknowns(shell, text)
    assert (2 - FIRST, "evaluation limit: the file takes too many steps") in [(row, what) for row, what in found]


def test_the_list_is_remembered_with_the_outcome(shell: Shell) -> None:
    shell.put("helper.py", "from elsewhere import make\nmemory = make('a')\n")
    shell.put("dag.py", f"{HEAD}from helper import memory\nk8s.V1ResourceRequirements(limits={{'memory': memory}})\n")
    command = "check", "--show-unknown", "--output-format", "concise"
    shell.run("check")
    first = shell.run(*command).out
    assert first == "helper.py:2:10: unknown: call of unknown code: make('a')\n"
    assert shell.run(*command).out == first
    shell.put("helper.py", "from elsewhere import make\n\nmemory = make('b')\n")
    assert shell.run(*command).out == "helper.py:3:10: unknown: call of unknown code: make('b')\n"
    assert shell.run("check").out == ""
