from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.kube.client.fit import Kind, Problem
from k8slint.rules._base import INFO, SAFE, Context, Fix
from k8slint.rules._models import ModelRule, proposal

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class StrictScalarType(ModelRule):
    """A number is used where the client expects a string, or the reverse.

    Up to client 36 Airflow's serialization converts the values of a pod_override: `1` becomes `"1"`, `0.5` becomes
    `"0.5"`, `True` becomes `"True"`. From client 37 on the models check their arguments and importing the DAG
    fails; then this is an error.

    Bad:
        k8s.V1ResourceRequirements(requests={"cpu": 0.5})
    Good:
        k8s.V1ResourceRequirements(requests={"cpu": "0.5"})
    """

    code, since, severity = "KE505", "0.1", INFO
    kind = Kind.STRICT
    fixable = "safe"

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        node, right = problem.origin.node, problem.replacement
        if right is None or not isinstance(node, ast.expr) or not _is_inside(problem, call):
            return None
        return lambda: _rewrite(problem, node, right)


def _is_inside(problem: Problem, call: CallRecord) -> bool:
    """Whether the value is written in the call: a variable may be a number to somebody else."""
    value, whole = problem.origin.span, call.origin.span
    return problem.origin.source is call.origin.source and whole.start <= value.start and value.end <= whole.end


def _rewrite(problem: Problem, node: ast.expr, right: str) -> Fix | None:
    """Write the value as its type has it. A boolean as text is left to people: `"true"` may have been meant."""
    from k8slint.edits.arguments import replace_value, stringify_number

    source = problem.origin.source
    if right.startswith('"'):
        is_boolean = isinstance(node, ast.Constant) and isinstance(node.value, bool)
        return None if is_boolean else proposal(f"write {right}", stringify_number(source, node), SAFE)
    if not isinstance(node, ast.Constant):
        return None
    return proposal(f"write {right}", replace_value(source, node, right), SAFE)
