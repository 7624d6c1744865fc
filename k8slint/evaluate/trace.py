"""What evaluating one module leaves behind: its calls into the outside world, its names, what stayed unknown."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from collections.abc import Mapping as AbstractMapping
from functools import lru_cache

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Origin, Unknown, Value
from k8slint.source.lacking import Lacking
from k8slint.source.takers import Taken
from k8slint.source.text import Source


@dataclass(frozen=True, slots=True, eq=False)
class CallRecord:
    """One call of something that the evaluator doesn't look into, with its arguments as they are when the module is done.

    ``qualified_name`` is resolved through imports (``airflow.operators.python.PythonOperator``,
    ``kubernetes.client.V1Pod``, ``airflow.decorators.task.branch``; a method call on an instance is
    ``<class>.<method>``: ``airflow.operators.bash.BashOperator.partial``, ``….PythonOperator.override``,
    ``….expand``). ``bases`` are the qualified names of the external base classes when a class of the repository was
    instantiated or its ``super().__init__`` called, and ``?`` for those that can't be known. ``keywords`` holds keyword
    arguments, ``**known`` dicts unpacked; ``keys`` where each keyword was written. ``complete`` is False after
    ``*unknown`` or ``**unknown``.
    ``decorates`` is the function or class that the call, or bare reference, decorates.
    """

    qualified_name: str
    positional: tuple[Value, ...]
    keywords: AbstractMapping[str, Value]
    keys: AbstractMapping[str, Origin]
    complete: bool
    origin: Origin
    result: Value
    bases: tuple[str, ...] = ()
    decorates: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None = None
    receiver: Value | None = None  # the object, for a method call
    dag: str | None = None  # the dag_id of the enclosing ``with DAG(...)`` or @dag function, where known


@dataclass(frozen=True, slots=True, eq=False)
class AttributeRecord:
    """``target.attribute = value`` on an object that isn't one of the repository's: ``task.executor_config = …``."""

    target: Value
    attribute: str
    value: Value
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Evaluation:
    """The outcome of evaluating one file.

    ``names``: module-level names and what they are worth at the end. ``returns``: what each function of the file
    returns, called or not (parameters unknown when it is never called), by qualified name (``make``, ``Pods.small``);
    ``pods`` every V1Pod made while the file was evaluated, attached or not, in source order.
    ``unknowns``: every place where the evaluator gave up; ``missed``: what it didn't look at, or not to the end, for want of
    steps. ``reads``: paths of other files read, also those
    looked for and not found (for the cache). ``dicts``: every dict literal with a ``pod_override`` or ``KubernetesExecutor`` key.
    ``taken`` tells what other files of the project take from this one, ``lacking`` which names this one imports from
    modules of the project that don't have them.
    """

    source: Source
    tree: ast.Module
    calls: tuple[CallRecord, ...] = ()
    attributes: tuple[AttributeRecord, ...] = ()
    names: AbstractMapping[str, Value] | None = None
    returns: AbstractMapping[str, Value] | None = None
    dicts: tuple[Value, ...] = ()
    pods: tuple[Value, ...] = ()
    unknowns: tuple[Unknown, ...] = ()
    missed: tuple[Unknown, ...] = ()
    reads: tuple[str, ...] = ()
    taken: Callable[[], Taken] = Taken
    lacking: Callable[[], Iterable[Lacking]] = tuple

    def calls_at(self, node: ast.AST) -> tuple[CallRecord, ...]:
        """The records of the call that a node is, one for each time that it was evaluated."""
        return _by_node(self).get(id(node), ())


@lru_cache(maxsize=1)
def _by_node(evaluation: Evaluation) -> dict[int, tuple[CallRecord, ...]]:
    found: dict[int, list[CallRecord]] = {}
    for call in evaluation.calls:
        found.setdefault(id(call.origin.node), []).append(call)
    return {node: tuple(calls) for node, calls in found.items()}
