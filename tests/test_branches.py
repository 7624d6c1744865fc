"""Tests of Airflow's version: the side that runs on the target is judged and fixed, the other one is left alone."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from shell import Shell

from k8slint.airflow.moves.branches import holds
from k8slint.settings.targets import Targets, Version
from k8slint.source.bindings import index

HEAD = """
import airflow
import airflow as af
import importlib.metadata
from airflow import __version__
from airflow.version import version
from airflow.providers.amazon.version_compat import AIRFLOW_V_3_0_PLUS, get_base_airflow_version_tuple
from packaging import version as packaging_version
from packaging.version import Version, parse
from somewhere import other

FIRST = Version(version)
AT_LEAST_3 = FIRST >= Version("3.0.0")
WANTED = (2, 9)
"""
TESTS: list[tuple[str, Version, bool | None]] = [
    ('Version(version) >= Version("2.4")', (3, 3), True),
    ('Version(airflow.__version__) >= Version("3.0.0")', (3, 3), True),
    ('Version(af.__version__) >= Version("3.0.0")', (2, 11), False),
    ('parse(__version__) < packaging_version.parse("3")', (3, 0), False),
    ('Version(Version(version).base_version) < Version("2.10")', (2, 9), True),
    ('Version(version) >= Version("3.3.1")', (3, 3), None),
    ('Version(version) >= Version("3.3.1")', (3, 3, 2), True),
    ('Version(version) == Version("3.3.1")', (3, 3), None),
    ('Version(version) != Version("2.9.1")', (3, 3), True),
    ('Version(version) > Version("3.2.9")', (3, 3), True),
    ('Version(version) >= Version("3.0.0rc1")', (3, 3), None),
    ("get_base_airflow_version_tuple() >= (3, 0, 0)", (2, 11), False),
    ("get_base_airflow_version_tuple() >= WANTED", (2, 11), True),
    ("AIRFLOW_V_3_0_PLUS", (3, 0), True),
    ("not AIRFLOW_V_3_0_PLUS", (3, 0), False),
    ("AT_LEAST_3", (2, 11), False),
    ("AT_LEAST_3 and other", (2, 11), False),
    ("AT_LEAST_3 or other", (2, 11), None),
    ("AT_LEAST_3 or other", (3, 1), True),
    ("FIRST.major >= 3", (3, 1), True),
    ("FIRST.minor >= 9", (2, 7), False),
    ("FIRST.release >= (2, 5)", (2, 7), True),
    ('int(version.split(".")[0]) >= 3', (2, 11), False),
    ("int(__version__[0]) == 2", (2, 11), True),
    ('tuple(map(int, version.split(".")[:2])) >= (2, 3)', (2, 1, 4), False),
    ('version.startswith("2.")', (2, 11), True),
    ('version.startswith("2.1")', (2, 11), None),
    ('Version(importlib.metadata.version("apache-airflow")) >= Version("3")', (3, 3), True),
    ('Version(importlib.metadata.version("pandas")) >= Version("3")', (3, 3), None),
    ("Version(other) >= Version('3')", (3, 3), None),
    ("other", (3, 3), None),
    ("FIRST.major >= (3,)", (3, 3), None),
]


@pytest.mark.parametrize(("test", "airflow", "expected"), TESTS)
def test_a_test_of_the_version_comes_out_as_on_the_target(test: str, airflow: Version, expected: bool | None) -> None:
    bound = index(ast.parse(HEAD))
    assert holds(ast.parse(test, mode="eval").body, bound, Targets(airflow=airflow)) is expected


def test_a_name_that_means_itself_ends() -> None:
    bound = index(ast.parse("A = B\nB = A\nC = C"))
    for name in "ABC":
        assert holds(ast.Name(name), bound, Targets()) is None


BRANCHES = """\
from airflow import __version__
from packaging.version import Version

if Version(__version__) >= Version("3.0"):
    from airflow.hooks.base_hook import BaseHook
else:
    from airflow.operators.bash_operator import BashOperator


def hook():
    if Version(__version__) < Version("3.0"):
        from airflow.contrib.kubernetes.secret import Secret

        return Secret
    from airflow.kubernetes.secret import Secret

    return Secret
"""


def found(folder: Path, airflow: str) -> list[str]:
    shell = Shell(folder)
    shell.put("dag.py", BRANCHES)
    arguments = ("--isolated", "--airflow-version", airflow, "--select", "KE6", "--ignore", "KE603", "--fix", "dag.py")
    outcome = shell.run("check", "--no-cache", "--output-format", "concise", *arguments)
    assert outcome.code == 0, outcome.err
    return [
        f"{number}: {new.strip()}"
        for number, (old, new) in enumerate(
            zip(BRANCHES.splitlines(), shell.read("dag.py").splitlines(), strict=True), 1
        )
        if old != new
    ]


def test_the_branch_that_runs_is_fixed_and_the_other_left_alone(tmp_path: Path) -> None:
    assert found(tmp_path, "3.3") == [
        "5: from airflow.sdk import BaseHook",
        "15: from airflow.providers.cncf.kubernetes.secret import Secret",
    ]
    assert found(tmp_path, "2.11") == ["12: from airflow.providers.cncf.kubernetes.secret import Secret"]


def test_an_argument_of_the_branch_that_runs_is_judged(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put(
        "dag.py",
        "from airflow import DAG, __version__\nfrom packaging.version import Version\n\n"
        'if Version(__version__) >= Version("3.0"):\n    dag = DAG("a", fail_stop=True)\n'
        'else:\n    dag = DAG("a", schedule_interval=None)\n',
    )
    outcome = shell.run("check", "--isolated", "--no-cache", "--airflow-version", "3.3", "--output-format", "concise")
    assert [line.split(" ")[:2] for line in outcome.out.splitlines()] == [["dag.py:5:20:", "KE701"]]
