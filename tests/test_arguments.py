"""Arguments are judged by the versions that took them away, and only where they surely are Airflow's."""

from __future__ import annotations

import pytest
from conftest import check

from k8slint.airflow.moves.arguments import is_available, is_deprecated, is_gone
from k8slint.airflow.moves.table.arguments import ARGUMENTS, ArgumentMove, Effect, Owner
from k8slint.edits.argument_moves import move_config_option
from k8slint.lint.fixer import apply_edits
from k8slint.settings.config import Config
from k8slint.settings.targets import Targets, Version
from k8slint.source.text import Source


def test_a_move_without_a_new_name_says_what_to_do() -> None:
    for move in ARGUMENTS:
        assert move.new or move.advice, move
        assert move.deprecated or move.gone, move


def move(owner: Owner, old: str) -> ArgumentMove:
    return next(each for each in ARGUMENTS if (each.owner, each.old) == (owner, old))


VERSIONS: list[tuple[Owner, str, Version, Version, bool, bool]] = [
    (Owner.DAG, "schedule_interval", (2, 3), (4, 4), False, False),
    (Owner.DAG, "schedule_interval", (2, 4), (7, 6), True, False),
    (Owner.DAG, "schedule_interval", (3, 0), (10, 8), True, True),
    (Owner.POD, "is_delete_operator_pod", (2, 6), (7, 1), False, False),
    (Owner.POD, "is_delete_operator_pod", (2, 6), (7, 2), True, False),
    (Owner.POD, "is_delete_operator_pod", (2, 8), (9, 0, 1), True, False),
    (Owner.POD, "is_delete_operator_pod", (2, 8), (10, 0, 1), True, True),
    (Owner.POD, "reattach_on_restart", (2, 11), (10, 25), False, False),
    (Owner.POD, "reattach_on_restart", (3, 3), (10, 25), True, False),
]


@pytest.mark.parametrize(("owner", "old", "airflow", "provider", "deprecated", "gone"), VERSIONS)
def test_versions(owner: Owner, old: str, airflow: Version, provider: Version, deprecated: bool, gone: bool) -> None:
    targets = Targets(airflow=airflow, provider=provider)
    assert (is_deprecated(move(owner, old), targets), is_gone(move(owner, old), targets)) == (deprecated, gone)
    assert is_available(move(owner, old), targets) or not (deprecated or gone)


def test_what_is_ignored_is_no_error() -> None:
    ignored = {(each.owner, each.old) for each in ARGUMENTS if each.effect is Effect.IGNORED}
    assert (Owner.POD, "is_delete_operator_pod") in ignored
    assert (Owner.DAG, "schedule_interval") not in ignored


def codes(text: str, airflow: Version = (3, 0)) -> list[str]:
    config = Config({"select": ("KE7",)}, root=".", targets=Targets(airflow=airflow))
    return [finding.code for finding in check(Source("dag.py", text), config)]


IMPORT = "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator as Pod\n"
SILENT = [
    "from theirs import DAG\nDAG('a', schedule_interval=None)\n",
    "from theirs.operators import KubernetesPodOperator\nKubernetesPodOperator(task_id='a', node_selectors={})\n",
    f"{IMPORT}def make(**arguments):\n    return Pod(task_id='a', **arguments)\n",
    f"{IMPORT}class Own(Pod):\n    def __init__(self, node_selectors): ...\nOwn(node_selectors={{}})\n",
    f"{IMPORT}from theirs import Base\nclass Own(Base, Pod): ...\nBase(node_selectors={{}})\n",
    f"{IMPORT}Pod(task_id='a', resources=unknown())\n",
    f"{IMPORT}Pod(task_id='a', resources={{'cpus': 1}})\n",
    "from airflow import DAG\nDAG('a', schedule=None, default_args={'provide_context': True})\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silence(text: str) -> None:
    assert codes(text) == []


LOUD = [
    f"{IMPORT}arguments = {{'node_selectors': {{}}}}\nPod(task_id='a', **arguments)\n",
    f"{IMPORT}class Own(Pod): ...\nOwn(task_id='a', node_selectors={{}})\n",
    f"{IMPORT}class Own(Pod):\n  def __init__(self, **k): super().__init__(node_selectors={{}}, **k)\nOwn()\n",
    f"{IMPORT}Pod.partial(task_id='a', node_selectors={{}}).expand(cmds=[[]])\n",
    "from airflow.sdk import task\n@task.kubernetes(image='a', node_selectors={})\ndef work(): ...\nwork()\n",
    "from airflow.decorators import dag\n@dag(schedule_interval=None)\ndef made(): ...\nmade()\n",
    "import airflow\nairflow.DAG('a', schedule_interval=None)\n",
]


@pytest.mark.parametrize("text", LOUD)
def test_every_way_to_give_it(text: str) -> None:
    assert codes(text) == ["KE701"]


OPTIONS = [
    ('conf.get("kubernetes", "namespace")', (3, 0), 'conf.get("kubernetes_executor", "namespace")'),
    ("conf.get('kubernetes', 'namespace')", (2, 5), "conf.get('kubernetes_executor', 'namespace')"),
    ('conf.get("kubernetes", "namespace")', (2, 4), None),
    (
        'conf.getint("kubernetes", "worker_pods_pending_timeout")',
        (3, 0),
        'conf.getint("scheduler", "task_queued_timeout")',
    ),
    (
        'conf.get(key="namespace", section="kubernetes")',
        (3, 0),
        'conf.get(key="namespace", section="kubernetes_executor")',
    ),
    ('conf.get(section, "namespace")', (3, 0), None),
    ('conf.get("kubernetes_executor", "namespace")', (3, 0), None),
    ('conf.get("core", "executor")', (3, 0), None),
]


@pytest.mark.parametrize(("text", "airflow", "expected"), OPTIONS)
def test_options_of_the_executor(text: str, airflow: Version, expected: str | None) -> None:
    import ast

    node = ast.parse(text, mode="eval").body
    assert isinstance(node, ast.Call)
    fix = move_config_option(Source("dag.py", text), node, Targets(airflow=airflow))
    assert (None if fix is None else apply_edits(text, fix.edits)) == expected
