"""Limits on the steps of an evaluation, so that no file takes unbounded time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from k8slint.source.text import Source


# A step is one expression or statement; they grow with the text, so that large honest files are evaluated whole.
STEPS = 60_000
STEPS_PER_CHARACTER = 3
STEPS_FOR_MODULES = 200_000  # at most, one for each character of modules whose functions are called
STEPS_PER_TASK = 1_000  # for each task that is made: what a file makes says how much it has to do, as its text does
STEPS_FOR_TASKS = 500_000  # at most
STEPS_FOR_LEAF = 0.25  # of a name or a constant: most expressions are, and take little of the time
FORK_STEPS = 4  # what copying and merging two states costs, measured in expressions
RECORD_STEPS = 10  # what a call costs those who look at it later
MAX_DEPTH = 250  # nested expressions and statements, over all calls
MAX_MODULE_DEPTH = 25
MAX_MODULES = 400


def budget(source: Source) -> int:
    return STEPS + STEPS_PER_CHARACTER * len(source.text)
