"""The table of moves: sound in itself, and right about what to import on which target."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from k8slint.airflow.moves.imports import dead_imports
from k8slint.airflow.moves.names import Status, destination, exists, known_moves, lookup, verdict_of
from k8slint.airflow.moves.removed import reached
from k8slint.airflow.moves.rows import Change, Move
from k8slint.lint.prefilter import Plan, gone_names
from k8slint.rules._imports import needles_of_attributes, shape_of_attributes
from k8slint.settings.targets import Targets, Version

ROOT = Path(__file__).parent.parent
ALL = frozenset({"airflow", "provider", "client", "kubernetes"})


def target(airflow: Version, provider: Version = (10, 25, 0), *, assumed: frozenset[str] = frozenset()) -> Targets:
    return Targets(airflow=airflow, provider=provider, assumed=assumed)


AIRFLOW_2_3 = target((2, 3), (4, 0, 0))
AIRFLOW_2_6 = target((2, 6), (8, 1, 1))
AIRFLOW_2_10 = target((2, 10), (10, 1, 0))
AIRFLOW_3_0 = target((3, 0), (10, 8, 0))
AIRFLOW_3_3 = target((3, 3))
UNSTATED = target((3, 3), assumed=ALL)
TARGETS = [AIRFLOW_2_3, AIRFLOW_2_6, AIRFLOW_2_10, AIRFLOW_3_0, AIRFLOW_3_3, UNSTATED]


PLACES: list[tuple[str, Targets, str | None]] = [
    ("airflow.kubernetes.secret.Secret", AIRFLOW_2_3, None),
    ("airflow.kubernetes.secret.Secret", AIRFLOW_2_10, "airflow.providers.cncf.kubernetes.secret.Secret"),
    ("airflow.kubernetes.secret.Secret", AIRFLOW_3_3, "airflow.providers.cncf.kubernetes.secret.Secret"),
    ("airflow.contrib.kubernetes.secret.Secret", AIRFLOW_2_3, "airflow.kubernetes.secret.Secret"),
    ("airflow.contrib.kubernetes.secret.Secret", AIRFLOW_3_0, "airflow.providers.cncf.kubernetes.secret.Secret"),
    ("airflow.operators.bash_operator.BashOperator", AIRFLOW_2_10, "airflow.operators.bash.BashOperator"),
    (
        "airflow.operators.bash_operator.BashOperator",
        AIRFLOW_3_0,
        "airflow.providers.standard.operators.bash.BashOperator",
    ),
    ("airflow.operators.bash_operator.BashOperator", UNSTATED, "airflow.operators.bash.BashOperator"),
    ("airflow.operators.bash.BashOperator", AIRFLOW_2_10, None),
    ("airflow.operators.bash.BashOperator", AIRFLOW_3_0, "airflow.providers.standard.operators.bash.BashOperator"),
    ("airflow.operators.dummy.DummyOperator", AIRFLOW_2_3, "airflow.operators.empty.EmptyOperator"),
    ("airflow.operators.dummy_operator.DummyOperator", UNSTATED, "airflow.operators.empty.EmptyOperator"),
    ("airflow.operators.DummyOperator", target((2, 2), (2, 0, 2)), "airflow.operators.dummy.DummyOperator"),
    (
        "airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator",
        AIRFLOW_2_3,
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator",
    ),
    (
        "airflow.contrib.operators.kubernetes_pod_operator.KubernetesPodOperator",
        AIRFLOW_3_0,
        "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator",
    ),
    (
        "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator",
        AIRFLOW_2_10,
        "airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator",
    ),
    ("airflow.hooks.base_hook.BaseHook", AIRFLOW_3_0, "airflow.hooks.base.BaseHook"),
    ("airflow.hooks.base_hook.BaseHook", AIRFLOW_3_3, "airflow.sdk.BaseHook"),
    ("airflow.models.baseoperator.BaseOperatorLink", AIRFLOW_3_0, "airflow.sdk.BaseOperatorLink"),
    ("airflow.kubernetes.volume.Volume", AIRFLOW_2_10, "kubernetes.client.models.V1Volume"),
    ("airflow.utils.dates.days_ago", AIRFLOW_2_10, None),
    ("airflow.utils.dates.days_ago", AIRFLOW_3_0, None),
    (
        "airflow.contrib.kubernetes.pod_generator.PodGenerator",
        AIRFLOW_3_0,
        "airflow.providers.cncf.kubernetes.pod_generator.PodGenerator",
    ),
    # Names that nobody recorded go along with a module that moved as one, and nowhere with one that only went.
    ("airflow.operators.bash_operator.Unheard", AIRFLOW_3_0, "airflow.providers.standard.operators.bash.Unheard"),
    ("airflow.contrib.unheard.Of", AIRFLOW_3_0, None),
    ("airflow.models.DAG", AIRFLOW_3_3, None),
    ("airflow.models.Unheard", AIRFLOW_3_3, None),
]


@pytest.mark.parametrize(("old", "targets", "place"), PLACES)
def test_destination(old: str, targets: Targets, place: str | None) -> None:
    found = destination(old, targets)
    assert (found.dotted if found else None) == place


STATUS: list[tuple[str, Targets, Status]] = [
    ("airflow.kubernetes.secret.Secret", AIRFLOW_2_3, Status.FINE),
    ("airflow.kubernetes.secret.Secret", AIRFLOW_2_10, Status.DEPRECATED),
    ("airflow.kubernetes.secret.Secret", AIRFLOW_3_0, Status.REMOVED),
    ("airflow.kubernetes.secret.Secret", target((3,)), Status.REMOVED),
    ("airflow.kubernetes.volume.Volume", AIRFLOW_2_3, Status.DEPRECATED),
    ("airflow.kubernetes.volume.Volume", target((2, 3), (5, 0, 0)), Status.REMOVED),
    ("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", target((2, 9), (9, 0, 1)), Status.DEPRECATED),
    ("airflow.providers.cncf.kubernetes.operators.kubernetes_pod", AIRFLOW_2_10, Status.REMOVED),
    ("airflow.contrib.anything.at.All", AIRFLOW_2_10, Status.FINE),
    ("airflow.contrib.anything.at.All", AIRFLOW_3_0, Status.REMOVED),
    ("airflow.utils.dates.days_ago", AIRFLOW_2_10, Status.FINE),
    ("airflow.utils.dates.days_ago", AIRFLOW_3_0, Status.REMOVED),
    ("airflow.utils.helpers.prune_dict", AIRFLOW_3_3, Status.FINE),
    ("airflow.utils.file.open_maybe_zipped", AIRFLOW_3_3, Status.FINE),
    ("airflow.utils.context.Context", AIRFLOW_3_3, Status.DEPRECATED),
    ("airflow.models.variable.Variable", AIRFLOW_3_3, Status.FINE),
]


@pytest.mark.parametrize(("old", "targets", "status"), STATUS)
def test_status(old: str, targets: Targets, status: Status) -> None:
    verdict = verdict_of(old, targets)
    assert (verdict.status if verdict else Status.FINE) is status


def test_a_provider_that_nobody_stated_makes_no_certainty_before_airflow_3() -> None:
    old = "airflow.providers.cncf.kubernetes.operators.kubernetes_pod.KubernetesPodOperator"
    for airflow, certain in (((2, 9), False), ((3, 0), True)):
        verdict = verdict_of(old, target(airflow, assumed=frozenset({"provider"})))
        assert verdict is not None
        assert verdict.certain is certain


def test_another_provider_may_not_be_installed() -> None:
    verdict = verdict_of("airflow.hooks.S3_hook.S3Hook", AIRFLOW_3_0)
    assert verdict is not None
    assert verdict.place is not None
    assert not verdict.certain


@pytest.mark.parametrize("targets", TARGETS)
def test_no_place_is_itself_gone(targets: Targets) -> None:
    for move in known_moves():
        verdict = verdict_of(move.dotted, targets)
        if verdict and verdict.place:
            assert exists(verdict.place, targets), move.dotted
            again = verdict_of(verdict.place.dotted, targets)
            assert again is None or again.status is not Status.REMOVED, move.dotted


def test_rows_are_in_order() -> None:
    for move in known_moves():
        assert lookup(move.dotted) == move
        assert len(move.places) == len(move.changes)
        for since in move.removed:
            if move.deprecated and since.package == move.deprecated.package:
                assert move.deprecated.version <= since.version, move.dotted
        if move.removed and Change.SHAPE in move.changes:
            assert move.places, move.dotted
        if move.removed and not move.places:
            assert move.advice, f"nobody says what to do about {move.dotted}"


def test_moving_twice_is_moving_once() -> None:
    """What a fix writes on a target is nothing that the same target complains of, step by step to the newest."""
    for move in known_moves():
        name, seen = move.dotted, {move.dotted}
        while place := destination(name, AIRFLOW_3_3):
            name = place.dotted
            assert name not in seen, move.dotted
            seen.add(name)


def filter_for(targets: Targets, deprecated: bool = False) -> Plan:
    rows = needles_of_attributes(targets)
    return Plan(rows, gone_names(targets, deprecated), {row: [shape_of_attributes(row)] for row in rows})


def statement(move: Move) -> str:
    return f"from {move.module} import {move.name}" if move.name else f"import {move.module}"


def is_gone(move: Move, targets: Targets) -> bool:
    return any(reached(since, targets) for since in move.removed)


@pytest.mark.parametrize("targets", TARGETS)
def test_the_bytes_of_every_row_are_seen(targets: Targets) -> None:
    plan, wide = filter_for(targets), filter_for(targets, deprecated=True)
    for move in known_moves():
        texts = [statement(move)]
        if move.name is None:
            parent, _, name = move.module.rpartition(".")
            texts.append(f"from {parent} import {name}")
        if move.name is not None and "." not in move.name:
            texts.append(f"from {move.module} import (\n    other,  # not this one :)\n    {move.name} as x,\n)")
            texts.append(f"from {move.module} import other, \\\r\n    {move.name}\r\n")
            texts.append(f"import {move.module}\r\n{move.module}.{move.name}()")
        for text in texts:
            dead = dead_imports(ast.parse(text), targets)
            for chosen, status in ((plan, {Status.REMOVED}), (wide, {Status.REMOVED, Status.DEPRECATED})):
                if any(one.verdict.status in status for one in dead):
                    assert chosen.may_matter(text.encode()), text


@pytest.mark.parametrize(
    "text",
    [
        "from airflow import DAG\nfrom airflow.models import Variable\nfrom airflow.sdk import dag, task\n",
        "from airflow.configuration import conf\nconf.get('core', 'dags_folder')  # get, set\n",
        "from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n",
        "from airflow.utils.db import provide_session\nimport airflow\nprint(airflow.__version__)\n",
        "# airflow is a scheduler. Airflow's own words, airflow\n'airflow'\n",
        "from airflow.models.baseoperator import (BaseOperator,  # BaseOperatorLink)\n    chain)\n",
        "import airflow\n",
        "airflow",
        "from airflow import (",
    ],
)
def test_files_whose_imports_are_fine_are_passed_over(text: str) -> None:
    assert not filter_for(AIRFLOW_3_3).may_matter(text.encode())


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures").rglob("*.py")), ids=lambda path: path.name)
def test_the_bytes_hide_nothing_in_the_fixtures(path: Path) -> None:
    data = path.read_bytes()
    try:
        tree = ast.parse(data)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for targets in (AIRFLOW_2_10, AIRFLOW_3_3):
        for deprecated in (False, True):
            dead = [d for d in dead_imports(tree, targets) if deprecated or d.verdict.status is Status.REMOVED]
            assert not dead or filter_for(targets, deprecated).may_matter(data)


@settings(deadline=None)
@given(
    st.binary(max_size=60),
    st.binary(max_size=60),
    st.sampled_from(["", ".", " import ", " import (", ".operators import "]),
)
def test_any_bytes_can_be_asked(before: bytes, after: bytes, middle: str) -> None:
    assert filter_for(AIRFLOW_3_3).may_matter(before + b"airflow" + middle.encode() + after) in (True, False)
