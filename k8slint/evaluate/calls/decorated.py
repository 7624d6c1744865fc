"""Calls of functions decorated with Airflow's ``@task``, ``@dag`` and ``@task_group``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import with_copied_defaults
from k8slint.evaluate.machine.objects import Arguments, Decorated, Frame, Function, HeapValue, Method, Object, Partial
from k8slint.evaluate.values import Const

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def decorator_call(
    interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any
) -> HeapValue:
    """``task(…)``, ``dag(…)`` and the like: with a function, what it becomes; without, the decorator that waits for one."""
    function = arguments.positional[0] if arguments.positional else arguments.keywords.get("python_callable")
    if name.rpartition(".")[2] in ("dag", "task_group"):
        arguments = with_copied_defaults(arguments)
    callable_ = function if isinstance(function, (Function, Decorated, Method, Partial)) else None
    result = Decorated(name, dict(arguments.keywords), callable_, frame.origin(node))
    if name.rpartition(".")[2] == "dag" and arguments.positional and callable_ is None:
        result.entries["dag_id"] = arguments.positional[0]
    interp.record(name, arguments, frame, node, result, decorates=decorates)
    return result


def remember_dag(interp: Interpreter, decorated: Decorated, value: HeapValue) -> None:
    if decorated.qualified.rpartition(".")[2] == "dag" and isinstance(value, Function):
        interp.session.dag_functions[value.node] = _decorated_dag_id(decorated)


def _decorated_dag_id(decorated: Decorated) -> str | None:
    given = decorated.entries.get("dag_id")
    if given is not None:
        return given.value if type(given) is Const and isinstance(given.value, str) else None
    function = decorated.function
    if isinstance(function, Function) and not isinstance(function.node, ast.Lambda):
        return function.node.name
    return None


def call_decorated(
    interp: Interpreter, callee: Decorated, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
) -> HeapValue:
    """A call of a task (makes a task), a DAG or task group function (runs its body), or of a waiting decorator."""
    last = callee.qualified.rpartition(".")[2]
    if callee.function is None:
        function = arguments.positional[0] if arguments.positional else None
        made = Decorated(callee.qualified, dict(callee.entries), function, frame.origin(node))
        if function is not None:
            remember_dag(interp, made, function)
            _apply(interp, callee, function, frame, node, made)
        return made
    if last in ("dag", "task_group") and isinstance(callee.function, Function):
        return _run_body(interp, callee, arguments, frame, node)
    result = Object("airflow.models.xcom_arg.XComArg", frame.origin(node))
    interp.record(f"{callee.qualified}.__call__", arguments, frame, node, result, receiver=callee)
    return result


def _apply(
    interp: Interpreter, decorator: Decorated, function: HeapValue, frame: Frame, node: ast.AST, made: Decorated
) -> None:
    """``task(…)(function)``: the record of the decorator says which function it decorates."""
    definition = function.node if isinstance(function, Function) and not isinstance(function.node, ast.Lambda) else None
    for raw in interp.records.calls:
        if raw.result is decorator and raw.decorates is None:
            raw.decorates, raw.result = definition, made
            return
    interp.record(decorator.qualified, Arguments([], dict(decorator.entries)), frame, node, made, decorates=definition)


def _run_body(interp: Interpreter, callee: Decorated, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    dags, groups = interp.dags, interp.groups
    if callee.qualified.rpartition(".")[2] == "dag":
        interp.dags = (*interp.dags, _decorated_dag_id(callee))
    else:
        interp.groups += 1
    try:
        assert isinstance(callee.function, Function)
        interp.call_function(callee.function, arguments, frame, node)
    finally:
        interp.dags, interp.groups = dags, groups
    return Object("airflow.models.dag.DAG", frame.origin(node))


def call_decorated_method(
    interp: Interpreter, receiver: Decorated, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """``.override(…)``, ``.partial(…)``, ``.expand(…)`` of a decorated function."""
    result: HeapValue
    if name in ("override", "partial"):
        entries = {**receiver.entries, **arguments.keywords} if name == "override" else dict(receiver.entries)
        result = Decorated(receiver.qualified, entries, receiver.function, frame.origin(node))
    else:
        result = Object("airflow.models.xcom_arg.XComArg", frame.origin(node))
    interp.record(f"{receiver.qualified}.{name}", arguments, frame, node, result, receiver=receiver)
    return result
