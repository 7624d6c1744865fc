"""Shared by the rules on client models: each rule reports one kind of problem."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, ClassVar

from k8slint.evaluate.values import Choice, Items, Mapping, Model, Origin, Value
from k8slint.finding import Applicability, Edit, Fix
from k8slint.kube.client.fit import Kind, Problem
from k8slint.kube.client.models import problems
from k8slint.rules._base import Context, Rule, Violation
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.airflow.pods.sites import Site
    from k8slint.evaluate.trace import CallRecord


class ModelRule(Rule):
    """Presents the problems of one kind, each with the fix that ``fix_of`` makes."""

    kind: ClassVar[Kind]
    shadows = frozenset({"type", "unknown-field"})

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(problems(call, context.targets.client))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        place = (call.origin.source.path, call.origin.span)
        launched = place in only_launched(context.sites)
        for problem in problems(call, context.targets.client, launched):
            if problem.kind is self.kind:
                fix = self.fix_of(problem, call, context)
                yield self.violation(problem.origin, problem.message, severity=problem.severity, fix=fix)

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        """The fix of a problem, made when asked for; None when it has none."""
        return None


@lru_cache(maxsize=1)  # of one file
def only_launched(sites: tuple[Site, ...]) -> frozenset[tuple[str, Span]]:
    """The places of models that operators send to the API server and no executor_config contains."""
    launched: set[tuple[str, Span]] = set()
    others: set[tuple[str, Span]] = set()
    for site in sites:
        found = others if site.round_trips else launched
        found.update((each.source.path, each.span) for each in _models_in(site.pod or site.value))
    return frozenset(launched - others)


def _models_in(value: Value) -> Iterator[Origin]:
    match value:
        case Model(origin=origin, fields=fields, positional=positional):
            yield origin
            inner = (*fields.values(), *positional)
        case Mapping(entries=entries):
            inner = tuple(entries.values())
        case Items(items=inner):
            pass
        case Choice(options=options):
            inner = tuple(option for _, option in options)
        case _:
            return
    for each in inner:
        yield from _models_in(each)


def proposal(title: str, edits: tuple[Edit, ...] | None, applicability: Applicability) -> Fix | None:
    """A fix of these edits; None when there are none."""
    return Fix(title, edits, applicability) if edits else None


def call_node(call: CallRecord) -> ast.Call | None:
    """The call in the source; None when it has no node of its own."""
    node = call.origin.node
    return node if isinstance(node, ast.Call) else None


def other_class(problem: Problem, context: Context, applicability: Applicability) -> Callable[[], Fix | None] | None:
    """The fix that uses the right class of a problem, if the call is in this file."""
    right, name, evaluation = problem.replacement, problem.origin.node, context.evaluation
    if right is None or problem.origin.source is not evaluation.source or not isinstance(name, ast.expr):
        return None

    def make() -> Fix | None:
        from k8slint.edits.models import rename_model_class

        edits = rename_model_class(evaluation, name, right)
        return proposal(f"write `{right}`", edits, applicability)

    return make
