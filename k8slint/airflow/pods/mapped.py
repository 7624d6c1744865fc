"""Tells which tasks are mapped: only their pods have a ``map_index``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation

_MAPS = ("expand", "expand_kwargs", "partial")
_GROUPS = ("task_group", "TaskGroup")


def may_be_mapped(calls: Iterable[CallRecord | None], evaluation: Evaluation) -> bool:
    """Whether one of the tasks that some calls make may be mapped: by ``.partial()``, by ``.expand()`` of a decorated
    function, or with the task group that it is in."""
    expanded, in_groups = _expanded(evaluation)
    return in_groups or any(
        call is not None and (call.qualified_name.endswith(".partial") or id(call.origin.node) in expanded)
        for call in calls
    )


@lru_cache(maxsize=1)  # each pod of a file asks
def _expanded(evaluation: Evaluation) -> tuple[frozenset[int], bool]:
    """The nodes of the decorators whose functions are mapped, and whether a task group is."""
    nodes: set[int] = set()
    in_groups = False
    for call in evaluation.calls:
        owner, _, last = call.qualified_name.rpartition(".")
        if last in _MAPS:
            in_groups = in_groups or owner.rpartition(".")[2] in _GROUPS
            if call.receiver is not None:
                nodes.add(id(call.receiver.origin.node))
    return frozenset(nodes), in_groups
