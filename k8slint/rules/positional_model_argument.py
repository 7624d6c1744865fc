from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.kube.client.fit import Kind, Problem
from k8slint.kube.client.schema import PYDANTIC, Schema
from k8slint.rules._base import ERROR, INFO, SAFE, UNSAFE, Context, Edit, Fix
from k8slint.rules._models import ModelRule, call_node, proposal
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


CLASSIC = range(24, PYDANTIC)  # the clients of Airflow 2.4 and later


class PositionalModelArgument(ModelRule):
    """A model gets positional arguments.

    The parameters of every model are in alphabetical order: the first of V1Pod is `api_version`, the first of
    V1VolumeMount is `mount_path`. A value in the wrong position is sent under the wrong name. From client 37 on
    positional arguments raise an error when the DAG is imported.

    Bad:
        k8s.V1Pod(k8s.V1ObjectMeta(labels={"team": "etl"}))
    Good:
        k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"team": "etl"}))
    """

    code, since, severity = "KE506", "0.1", ERROR
    kind = Kind.POSITIONAL
    checks = "names"
    fixable = "unsafe"

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        node = call_node(call)
        if node is None:
            return None
        if problem.replacement is not None:
            return lambda: _name(problem, node)
        if problem.severity is not INFO and not Schema.for_client(context.targets.client).checks:
            return None
        return lambda: _name_all(node, call, context)


def _name_all(node: ast.Call, call: CallRecord, context: Context) -> Fix | None:
    """Name all arguments by the order that the classic clients have. It is unsafe where they don't agree on it."""
    from k8slint.edits.models import name_positional_arguments

    name, count = call.qualified_name.rpartition(".")[2], len(node.args)
    newest = min(context.targets.client[0], PYDANTIC - 1)
    models = [Schema.for_client((major,)).model(name) for major in (newest, *CLASSIC)]
    first = models[0]
    if first is None:
        return None
    orders = {model.parameters[:count] for model in models if model is not None}
    safety = SAFE if len(orders) == 1 else UNSAFE
    return proposal("name the arguments", name_positional_arguments(call.origin.source, node, first), safety)


def _name(problem: Problem, node: ast.Call) -> Fix | None:
    """Give one argument the name of the slot where it belongs."""
    if not any(argument is problem.origin.node for argument in node.args[-1:]):
        return None  # what follows it would be positional after a keyword
    start = problem.origin.span.start
    return Fix(f"name it `{problem.replacement}`", (Edit(Span(start, start), f"{problem.replacement}="),), UNSAFE)
