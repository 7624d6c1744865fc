"""What the rules on calls of client models share: each presents one kind of problem."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, ClassVar

from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.client.models import Kind, Problem, problems
from k8slint.rules._base import Context, Rule, Violation

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class ModelRule(Rule):
    """Presents the problems of one kind, each with the fix that ``fix_of`` makes."""

    kind: ClassVar[Kind]
    shadows = frozenset({"type", "unknown-field"})

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(problems(call, context.targets.client))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for problem in problems(call, context.targets.client):
            if problem.kind is self.kind:
                fix = self.fix_of(problem, call, context)
                yield self.violation(problem.origin, problem.message, severity=problem.severity, fix=fix)

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        """The fix of a problem, made when asked for; None when it has none."""
        return None


def proposal(title: str, edits: tuple[Edit, ...] | None, applicability: Applicability) -> Fix | None:
    """A fix of these edits; None when there are none."""
    return Fix(title, edits, applicability) if edits else None


def call_node(call: CallRecord) -> ast.Call | None:
    """The call in the source; None when it has no node of its own."""
    node = call.origin.node
    return node if isinstance(node, ast.Call) else None


def other_class(problem: Problem, context: Context, applicability: Applicability) -> Callable[[], Fix | None] | None:
    """The fix that calls the class which a problem names instead, where the call stands in this file."""
    right, name, evaluation = problem.replacement, problem.origin.node, context.evaluation
    if right is None or problem.origin.source is not evaluation.source or not isinstance(name, ast.expr):
        return None

    def make() -> Fix | None:
        from k8slint.edits.models import rename_model_class

        edits = rename_model_class(evaluation, name, right)
        return proposal(f"write `{right}`", edits, applicability)

    return make
