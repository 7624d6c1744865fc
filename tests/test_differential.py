"""The static pods against the recorded truth: what real Airflow made of the same DAG files, leaf by leaf.

``.ci/run`` records it anew with real Airflow and fails when the record differs.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import opaque
from oracle.compare import FIXTURES, committed
from oracle.dump_pods import sources
from oracle.leaves import MISSING, Outcome, compare
from oracle.programs import program
from oracle.random_programs import check
from oracle.run_programs import client_round_trip, run
from oracle.static import StaticFile

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.settings.targets import Targets
from k8slint.source.text import Source, Span

HERE = Origin(Source("here", ""), Span(0, 0))
RECORDED = committed()
PROGRAMS = 400  # as many as .ci/run runs inside real Airflow


@cache
def static(name: str) -> StaticFile:
    roots: dict[Path, tuple[Path, ...]] = dict(sources(FIXTURES))
    return StaticFile(FIXTURES / name, roots[FIXTURES / name], FIXTURES / "template.yaml", Targets())


def described(task: dict[str, Any]) -> str:
    return f"{task['file']}:{task['dag']}.{task['task']}"


@pytest.mark.parametrize("task", RECORDED, ids=described)
def test_no_leaf_is_wrong(task: dict[str, Any]) -> None:
    override, merged = static(task["file"]).check(task)
    assert not override.wrong
    assert not merged.wrong


def test_most_leaves_are_known_without_running_anything() -> None:
    by_file: dict[str, Outcome] = defaultdict(Outcome)
    for task in RECORDED:
        by_file[task["file"]] += static(task["file"]).check(task)[0]
    shares = {file: outcome.known / (outcome.known + outcome.unknown) for file, outcome in by_file.items()}
    external = shares.pop("externals.py")
    assert external > 0.5
    assert min(shares.values()) > 0.8, shares
    assert sum(shares.values()) / len(shares) > 0.95, shares


def test_the_record_is_as_wide_as_it_claims() -> None:
    assert len(RECORDED) >= 250
    assert len({(task["file"], task["dag"]) for task in RECORDED}) >= 60


@settings(max_examples=60, deadline=None, database=None)
@given(st.integers(0, PROGRAMS - 1))
def test_random_programs(number: int) -> None:
    text = program(number)
    outcome = check(text, run(text, opaque.make(number), client_round_trip))
    assert not outcome.wrong, "\n".join([*outcome.wrong, text])


def const(value: object) -> Const:
    return Const(value, HERE)


UNKNOWN = Unknown(Reason.CALL, HERE)


@pytest.mark.parametrize(
    ("value", "real", "known", "unknown", "wrong"),
    [
        (const("1"), "1", 1, 0, 0),
        (const("1"), 1, 0, 0, 1),
        (const(True), 1, 0, 0, 1),
        (const(None), MISSING, 1, 0, 0),
        (UNKNOWN, {"a": "1", "b": ["2", "3"]}, 0, 3, 0),
        (Mapping({"a": const("1")}, HERE), {"a": "1"}, 1, 0, 0),
        (Mapping({"a": const("1")}, HERE), {"a": "1", "b": "2"}, 1, 0, 1),
        (Mapping({"a": const("1")}, HERE, complete=False), {"a": "1", "b": "2"}, 1, 1, 0),
        (Mapping({"a": const("1")}, HERE, complete=False), {"b": "2"}, 0, 1, 1),
        (Items((const("1"),), HERE), ["1"], 1, 0, 0),
        (Items((const("1"),), HERE), ["1", "2"], 0, 0, 1),
        (Items((const("2"),), HERE, complete=False), ["1", "2"], 1, 1, 0),
        (Items((const("2"), const("1")), HERE, complete=False), ["1", "2"], 1, 1, 1),
        (Items((), HERE), MISSING, 0, 0, 1),
    ],
)
def test_the_comparison_itself(value: Value, real: object, known: int, unknown: int, wrong: int) -> None:
    outcome = compare(value, real)
    assert (outcome.known, outcome.unknown, len(outcome.wrong)) == (known, unknown, wrong)
