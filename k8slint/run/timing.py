"""Measures the time of checking files: the duration of each file, and samples of the running phase and rule.

A look costs next to nothing, and the code that is looked at needs no stopwatch in it.
"""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from k8slint.data import catalogue

EVERY = 0.001  # seconds of processor time between two looks
WHOLE = ""  # the key of a file's own seconds
_RULES = "k8slint.rules."
_CODES = {rule[0]: code for code, rule in catalogue.RULES.items()}
# What is at work, by the outermost function that tells.
PHASES = (
    ("k8slint.lint.fixer", "fixing"),
    ("k8slint.source.syntax", "parsing"),
    ("k8slint.evaluate", "evaluating"),
    ("k8slint.airflow.pods.sites", "finding pods"),
    ("k8slint.airflow.pods", "making Airflow's pods"),
    ("k8slint.kube.client", "making the client's models"),
    ("k8slint.kube.api", "validating as the API server does"),
    ("k8slint.source.project", "reading other files"),
)
OTHER = "everything else"


@contextmanager
def measured(spent: dict[str, float]) -> Iterator[None]:
    """Add to ``spent`` the seconds of what happens meanwhile, in all and by what was at work."""
    looks: dict[str, int] = {}

    def look(number: int, frame: FrameType | None) -> None:
        what = at_work(frame)
        looks[what] = looks.get(what, 0) + 1

    stop = _look_now_and_then(look)
    start = time.perf_counter()
    try:
        yield
    finally:
        stop()
        seconds = time.perf_counter() - start
        spent[WHOLE] = spent.get(WHOLE, 0.0) + seconds
        every = sum(looks.values())
        for what, count in looks.items():
            spent[what] = spent.get(what, 0.0) + seconds * count / every


def at_work(frame: FrameType | None) -> str:
    """What a stack of calls is there for: a rule by its code, or a phase."""
    names: list[str] = []
    while frame is not None:
        names.append(frame.f_globals.get("__name__", ""))
        frame = frame.f_back
    for name in reversed(names):
        if name.startswith(_RULES) and not name.startswith(f"{_RULES}_"):
            rule = name[len(_RULES) :].replace("_", "-")
            return f"{_CODES[rule]} {rule}" if rule in _CODES else OTHER
        for prefix, phase in PHASES:
            if name == prefix or name.startswith(f"{prefix}."):
                return phase
    return OTHER


def _look_now_and_then(look: Callable[[int, FrameType | None], Any]) -> Callable[[], object]:
    """Have ``look`` called while the program works, where the system can do that; the function that ends it."""
    if sys.platform == "win32":
        return lambda: None
    try:
        before = signal.signal(signal.SIGPROF, look)
    except ValueError:  # not the main thread
        return lambda: None
    signal.setitimer(signal.ITIMER_PROF, EVERY, EVERY)

    def stop() -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)

    return stop
