"""Work grows with what a file holds, not with its square: counted, as no clock can be trusted."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from growth import SHAPES, text

from k8slint.api import fix_text, lint_text

pytestmark = pytest.mark.slow

N = 50
MOST = 5.5  # times as many calls for four times as much
ONE_IN = 4  # of the shapes in the everyday run; K8SLINT_FUZZ=long takes all of them
SETTINGS = {"airflow-version": "3.1"}


def calls(name: str, n: int, fix: bool) -> int:
    """How many functions are called, Python's own included, to check a file, or to fix all that is in it."""
    written = text(name, n)
    count = 0

    def counted(frame: Any, event: str, argument: Any) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        if fix:
            fix_text(written, settings=SETTINGS, unsafe=True)
        else:
            lint_text(written, settings=SETTINGS)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("number", range(len(SHAPES)))
@pytest.mark.parametrize("fix", [False, True], ids=["check", "fix"])
def test_work_grows_with_the_file(
    number: int, fix: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, long_run: bool
) -> None:
    name = list(SHAPES)[number]
    if not long_run and (number + fix) % ONE_IN:
        return
    monkeypatch.delattr("os.fork")  # here, where it is counted
    monkeypatch.chdir(tmp_path)
    calls(name, 1, fix)  # what is made once
    once, four_times = calls(name, N, fix), calls(name, 4 * N, fix)
    assert four_times <= MOST * once, f"{name}: {once:,} calls for {N}, {four_times:,} for {4 * N}"
