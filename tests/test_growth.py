"""Work grows with what a file holds, not with its square: counted, as no clock can be trusted."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from growth import SHAPES, text

from k8slint.api import fix_text, lint_text

pytestmark = pytest.mark.slow

N = 50
MOST = 5.5  # times as many calls for four times as much, of each function and of all together
SLACK = 50 * N  # what a function may be called for other reasons
ONE_IN = 4  # of the shapes in the everyday run; K8SLINT_FUZZ=long takes all of them
# Shapes for which the functions of some files are called more often than the text grows.
KNOWN = {
    "added": ("objects.py",),  # `x = x + [...]` copies the list each time, as Python does
    "branches": ("variants.py", "conditions.py"),  # what each branch recorded is told apart from what the others did
}
SETTINGS = {"airflow-version": "3.1"}


def calls(name: str, n: int, fix: bool) -> Counter[str]:
    """How often each function is called, Python's own by their callers, to check a file, or to fix all that is in it."""
    written = text(name, n)
    counts: Counter[tuple[CodeType, str]] = Counter()

    def counted(frame: Any, event: str, argument: Any) -> None:
        if event == "call":
            counts[frame.f_code, ""] += 1
        elif event == "c_call":
            counts[frame.f_code, argument.__name__] += 1

    sys.setprofile(counted)
    try:
        if fix:
            fix_text(written, settings=SETTINGS, unsafe=True)
        else:
            lint_text(written, settings=SETTINGS)
    finally:
        sys.setprofile(None)
    found: Counter[str] = Counter()
    for (code, function), count in counts.items():
        found[f"{code.co_filename}:{code.co_firstlineno} {code.co_name} {function}"] += count
    return found


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
    grown = {
        each: (once[each], count)
        for each, count in four_times.items()
        if "/k8slint/" in each
        and once[each]
        and count > MOST * once[each] + SLACK
        and not each.partition(":")[0].endswith(KNOWN.get(name, ()))
    }
    assert not grown, f"{name}: calls for {N} and for {4 * N}: {grown}"
    assert four_times.total() <= MOST * once.total(), f"{name}: {once.total():,} and {four_times.total():,} calls"
