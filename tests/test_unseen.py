"""What was not judged because evaluating it takes too many steps is told, where the pods are that nobody saw."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import MEMORY, Shell

HEAD = "from airflow.operators.bash import BashOperator\nfrom kubernetes.client import models as k8s\n"
TASK = 'BashOperator(task_id="{}", bash_command="a", executor_config={{"pod_override": k8s.V1Pod()}})\n'
LATER = "BashOperator(task_id='b', bash_command='a', executor_config=make())\n"
LAUNCHED = "KubernetesPodOperator(task_id='p', image='a')\n"
WORK = "".join(f"{'    ' * i}for i{i} in range(90):\n" for i in range(4)) + "    " * 4 + "print(i0, i1, i2, i3)\n"


def indented(text: str) -> str:
    return "".join(f"    {line}" for line in text.splitlines(keepends=True))


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


FILES = {
    "file": (
        HEAD + TASK.format("a") + WORK + TASK.format("b") + TASK.format("c"),
        "1:1: KE004 this file is too large to evaluate: 3 executor_configs were not checked",
    ),
    "launched": (
        HEAD + WORK + TASK.format("a") + LAUNCHED,
        "1:1: KE004 this file is too large to evaluate: 1 executor_config and 1 pod were not checked",
    ),
    "function": (
        HEAD + TASK.format("a") + "def make(n):\n" + indented(WORK + TASK.format("b")) + "def other():\n    " + TASK.format("c"),
        "4:1: KE004 this function takes too many steps to evaluate: 1 executor_config in it was not checked",
    ),
    "value": (
        HEAD + "def make():\n" + indented(WORK) + "    return {'pod_override': k8s.V1Pod()}\n" + TASK.format("a") + LATER,
        "11:1: KE004 this executor_config takes too many steps to evaluate, and was not checked",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FILES)
def test_pods_that_were_never_seen_are_told(shell: Shell, kind: str) -> None:
    text, expected = FILES[kind]
    shell.put("dag.py", text)
    outcome = shell.run("check", "--no-cache", "--output-format", "concise")
    assert (outcome.code, outcome.out.splitlines()) == (1, [f"dag.py:{expected}"])


NOTHING_LOST = {
    "no pods": HEAD + WORK,
    "no pods in the function": HEAD + TASK.format("a") + "def make(n):\n" + indented(WORK),
    "a call that was given up, of a function that is seen by itself": HEAD
    + "def make(n):\n"
    + indented(TASK.format("a") + "for i in n:\n" + indented("for j in range(40):\n    print(i, j)\n"))
    + "make(range(900))\n",
    "unknown for another reason": HEAD
    + "def make(n):\n"
    + indented(WORK)
    + "BashOperator(task_id='b', bash_command='a', executor_config=use())\n",
}


@pytest.mark.parametrize("kind", NOTHING_LOST)
def test_nothing_is_told_where_no_pod_was_lost(shell: Shell, kind: str) -> None:
    shell.put("dag.py", NOTHING_LOST[kind])
    outcome = shell.run("check", "--no-cache", "--output-format", "concise", "--airflow-version", "3.1")
    assert "KE004" not in outcome.out


def test_it_can_be_accepted_in_the_file(shell: Shell) -> None:
    shell.put("dag.py", FILES["function"][0].replace("def make(n):", "def make(n):  # k8slint: ignore[KE004]"))
    assert shell.run("check").code == 0
    shell.put("dag.py", "# k8slint: ignore-file[KE004]\n" + FILES["file"][0] + MEMORY)
    outcome = shell.run("check", "--output-format", "concise")
    assert "KE004" not in outcome.out
