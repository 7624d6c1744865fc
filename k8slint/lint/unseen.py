"""Pods that were not checked, because evaluating the file takes too many steps."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.launched import OPERATORS
from k8slint.evaluate.values import Mapping, Reason, Unknown, Value
from k8slint.lint.failures import limit_exceeded
from k8slint.source.nodes import walk

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.finding import Finding

_BODIES = (ast.Module, ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def unseen(evaluation: Evaluation) -> Iterator[Finding]:
    """A finding for the file, for each function with pods that were not judged, and for each executor_config that wasn't."""
    if not evaluation.missed:
        return
    source = evaluation.source
    given_up = [call for call in evaluation.calls if _given_up(call.keywords.get("executor_config"))]
    seen = {id(call.origin.node) for call in evaluation.calls} - {id(call.origin.node) for call in given_up}
    told: set[int] = set()
    for missed in sorted(evaluation.missed, key=lambda each: not isinstance(each.origin.node, ast.Module)):
        node = missed.origin.node
        if missed.origin.source is not source or not isinstance(node, _BODIES):
            continue
        what, were = _lost(node, seen, told)
        if what and isinstance(node, ast.Module):
            yield limit_exceeded(source.path, f"this file is too large to evaluate: {what} {were} not checked")
        elif what:
            message = f"this function takes too many steps to evaluate: {what} in it {were} not checked"
            yield limit_exceeded(source.path, message, missed.origin)
    for call in given_up:
        if id(call.origin.node) not in told and call.origin.source is source:
            told.add(id(call.origin.node))
            message = "this executor_config takes too many steps to evaluate, and was not checked"
            yield limit_exceeded(source.path, message, call.origin)


def _lost(body: ast.AST, seen: set[int], told: set[int]) -> tuple[str, str]:
    """What in a body was never seen, in words, with their verb; empty when there is nothing. Each is told once."""
    configs = pods = 0
    for call in walk(body):
        if isinstance(call, ast.Call) and id(call) not in seen and id(call) not in told:
            config = any(keyword.arg == "executor_config" for keyword in call.keywords)
            if config or _name(call.func).endswith(OPERATORS):
                told.add(id(call))
                configs, pods = configs + config, pods + (not config)
    counted = [
        f"{count:,} {what}{'s' if count > 1 else ''}"
        for count, what in ((configs, "executor_config"), (pods, "pod"))
        if count
    ]
    return " and ".join(counted), "was" if configs + pods == 1 else "were"


def _given_up(config: Value | None) -> bool:
    """Whether an executor_config, or the pod in it, is unknown only for want of steps."""
    if isinstance(config, Mapping):
        config = config.entries.get("pod_override")
    return isinstance(config, Unknown) and config.reason is Reason.LIMIT


def _name(function: ast.expr) -> str:
    return getattr(function, "attr", "") or getattr(function, "id", "")
