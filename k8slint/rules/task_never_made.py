from __future__ import annotations

import ast
from collections.abc import Container, Iterator

from k8slint.airflow.moves.arguments import TASK_DECORATORS
from k8slint.evaluate.values import Origin
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.source.nodes import nodes_of, walk
from k8slint.source.text import Span


class TaskNeverMade(Rule):
    """A `@task` function is never called, so there is no task.

    A task is added to the DAG only when the function is called. `load.override(...)` alone returns another function, so its
    arguments have no effect. A function that is defined inside a DAG and never used makes no task either.

    Bad:
        from airflow.sdk import dag, task

        @dag
        def report():
            @task
            def load(): ...

            load.override(executor_config={})
    Good:
        from airflow.sdk import dag, task

        @dag
        def report():
            @task
            def load(): ...

            load.override(executor_config={})()
    """

    code, since, severity = "KE714", "0.1", WARNING
    checks = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        evaluation = context.evaluation
        calls = {id(call.origin.node): call for call in evaluation.calls if call.origin.source is evaluation.source}
        tasks = {
            id(call.decorates)
            for call in evaluation.calls
            if call.decorates is not None and _is_task(call.qualified_name)
        }
        if not tasks and not any(name.endswith(".override") for name in _names(context)):
            return
        for node in nodes_of(evaluation.tree):
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                call = calls.get(id(node.value))
                if (
                    call is not None
                    and call.qualified_name.endswith(".override")
                    and _is_task(call.qualified_name[:-9])
                ):
                    yield self.violation(
                        call.origin,
                        "`.override()` alone creates no task and its arguments have no effect: call what it returns, "
                        "`.override(...)(...)`",
                    )
        yield from self._unused(tasks, context)

    def _unused(self, tasks: Container[int], context: Context) -> Iterator[Violation]:
        evaluation = context.evaluation
        used = {node.id for node in nodes_of(evaluation.tree) if isinstance(node, ast.Name)}
        texts = {node.value for node in nodes_of(evaluation.tree) if isinstance(node, ast.Constant)}
        for function in _inside_dags(evaluation.tree, context):
            if id(function) in tasks and function.name not in used and function.name not in texts:
                at = Origin(evaluation.source, function)
                start = at.span.start
                name = evaluation.source.text.find(function.name, start)
                span = Span(name, name + len(function.name)) if name >= 0 else at.span
                yield self.violation(
                    Origin(evaluation.source, span),
                    f"`{function.name}` is never called, so the DAG has no such task: call it, `{function.name}()`",
                )


def _is_task(name: str) -> bool:
    return any(name == each or name.startswith(f"{each}.") for each in TASK_DECORATORS)


def _names(context: Context) -> Iterator[str]:
    return (call.qualified_name for call in context.evaluation.calls)


def _inside_dags(tree: ast.Module, context: Context) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that are local to the function of a DAG or a group: nothing else can call them."""
    owners = {
        id(call.decorates)
        for call in context.evaluation.calls
        if call.decorates is not None
        and call.qualified_name.startswith("airflow.")
        and call.qualified_name.rpartition(".")[2] in ("dag", "task_group")
    }
    for node in nodes_of(tree):
        if id(node) in owners and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for each in node.body:
                for inner in walk(each):
                    if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                        yield inner
