"""Names of a task's context that Airflow 3 dropped, wherever a DAG file reads them: templates, parameters, subscripts.

The names and what replaces them are those of ``airflow/utils/context.py`` in 2.11.2 and of the task SDK 1.3.2.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reference, Value
from k8slint.source.syntax import statements
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation


@dataclass(frozen=True, slots=True)
class ContextName:
    """``key`` is the context's entry with the same value (None: there is none), ``template`` what a template may say
    instead (empty: nothing). ``same`` says that it means the same in every run."""

    key: str | None
    template: str = ""
    same: bool = False


GONE = {
    "execution_date": ContextName("logical_date", "logical_date", True),
    "next_execution_date": ContextName("data_interval_end", "data_interval_end"),
    "prev_execution_date": ContextName(None),
    "prev_execution_date_success": ContextName(
        "prev_data_interval_start_success", "prev_data_interval_start_success", True
    ),
    "next_ds": ContextName(None, "data_interval_end | ds"),
    "next_ds_nodash": ContextName(None, "data_interval_end | ds_nodash"),
    "prev_ds": ContextName(None),
    "prev_ds_nodash": ContextName(None),
    "tomorrow_ds": ContextName(None, "macros.ds_add(ds, 1)"),
    "tomorrow_ds_nodash": ContextName(None),
    "yesterday_ds": ContextName(None, "macros.ds_add(ds, -1)"),
    "yesterday_ds_nodash": ContextName(None),
    "triggering_dataset_events": ContextName("triggering_asset_events", "triggering_asset_events", True),
}
# Attributes of entries that stayed: the run and the task's instance had the date, and the run has it still.
ATTRIBUTES = {
    "dag_run.execution_date": ContextName(None, "dag_run.logical_date", True),
    "task_instance.execution_date": ContextName(None, "logical_date", True),
    "ti.execution_date": ContextName(None, "logical_date", True),
}
WENT = GONE | ATTRIBUTES
FILLED = GONE.keys() | {name.partition(".")[0] for name in ATTRIBUTES}
# Arguments that Airflow shows and never renders.
PROSE = frozenset({"doc", "doc_md", "doc_json", "doc_yaml", "doc_rst", "description", "task_display_name"})
EXECUTES = frozenset({"execute", "poke", "pre_execute", "post_execute", "execute_complete"})
CALLABLES = re.compile(r"python_callable|on_\w+_callback|condition_fun|execution_date_fn|pre_execute|post_execute")

_EXPRESSION = re.compile(r"\{\{(?P<value>.*?)\}\}|\{%(?P<block>.*?)%\}", re.DOTALL)
_STRING = re.compile(r"\"[^\"]*\"|'[^']*'")
_NAME = re.compile(
    r"(?<![\w.\"'])(?P<name>" + "|".join(map(re.escape, sorted(WENT, key=len, reverse=True))) + r")(?![\w\"'(=])"
)


class Kind(Enum):
    """How a name is read. The values are the words that messages use."""

    TEMPLATE = "this template"
    PARAMETER = "this parameter"
    KEY = "this entry of the context"
    ATTRIBUTE = "this line"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One reading of a dropped name. ``place`` is the span of the name, with the quotes of a key.

    ``whole`` says that a template's expression is nothing but the name; ``function`` has the parameter; ``owner`` is
    what Python code reads the attribute of.
    """

    name: str
    place: Span
    kind: Kind
    whole: bool = False
    function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    owner: ast.expr | None = None


def mentions(evaluation: Evaluation) -> Iterator[Mention]:
    """Every reading of a dropped name that surely means a task's context, in this file."""
    if not any(name in evaluation.source.text for name in GONE):
        return
    functions: dict[ast.FunctionDef | ast.AsyncFunctionDef, bool] = {}
    for call in evaluation.calls:
        owners = owners_of(call, evaluation.tree)
        if Owner.OPERATOR in owners:
            yield from _in_templates(call, evaluation)
            for function, by_context in _called_functions(call, evaluation):
                functions[function] = functions.get(function, True) and by_context
    for node in statements(evaluation.tree):
        if isinstance(node, ast.ClassDef):
            functions.update(dict.fromkeys(_methods(node), True))
    lines = evaluation.source.lines
    for function, by_context in functions.items():
        text = evaluation.source.text[lines.start(function.lineno) : lines.start((function.end_lineno or 0) + 1)]
        if any(name in text for name in GONE):
            yield from _in_function(function, evaluation, by_context)


def _in_templates(call: CallRecord, evaluation: Evaluation) -> Iterator[Mention]:
    for name, value in call.keywords.items():
        if name not in PROSE and name != "executor_config":
            for text in _strings(value):
                if text.origin.source is evaluation.source:
                    yield from _in_template(text, evaluation)


def _strings(value: Value, depth: int = 0) -> Iterator[Const]:
    if depth > 10:
        return
    match value:
        case Const(value=str()):
            yield value
        case Items(items=items):
            for item in items:
                yield from _strings(item, depth + 1)
        case Mapping(entries=entries):
            for entry in entries.values():
                yield from _strings(entry, depth + 1)


def _in_template(text: Const, evaluation: Evaluation) -> Iterator[Mention]:
    """The names in the expressions of a template, found in the literal's own text: so escapes don't shift them."""
    node = text.origin.node
    if not isinstance(node, ast.Constant):
        return
    start = text.origin.span.start
    for expression in _EXPRESSION.finditer(text.origin.text):
        part = "value" if expression["value"] is not None else "block"
        inner, first = expression[part], expression.start(part)
        masked = _STRING.sub(lambda found: '"' * len(found[0]), inner)
        for found in _NAME.finditer(masked):
            name = found["name"]
            place = Span(start + first + found.start("name"), start + first + found.end("name"))
            whole = part == "value" and inner.strip() == name
            yield Mention(name, place, Kind.TEMPLATE, whole)


def _called_functions(
    call: CallRecord, evaluation: Evaluation
) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, bool]]:
    """The functions of this file that a task runs, and whether its context is all that may fill their parameters."""
    decorated = call.decorates
    if isinstance(decorated, ast.FunctionDef | ast.AsyncFunctionDef):
        yield decorated, _passing(evaluation.tree).isdisjoint((decorated.name, "expand", "partial"))
    for name, value in call.keywords.items():
        if isinstance(value, Reference) and CALLABLES.fullmatch(name):
            last = value.qualified_name.rpartition(".")[2]
            alone = "op_args" not in call.keywords and not _gives(call.keywords.get("op_kwargs"))
            for each in evaluation.tree.body:
                if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef) and each.name == last:
                    yield each, alone


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@lru_cache(maxsize=1)  # each task of a file asks
def _passing(tree: ast.AST) -> frozenset[str]:
    """The names of what calls in the file may fill parameters of, that the context fills too."""
    return frozenset(_last(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call) and _passes(node))


def _passes(call: ast.Call) -> bool:
    """Whether a call may fill a parameter that the context fills, or filled, by its name."""
    return bool(call.args) or any(keyword.arg is None or keyword.arg in FILLED for keyword in call.keywords)


def _gives(op_kwargs: Value | None) -> bool:
    """Whether ``op_kwargs`` may fill a parameter that the context fills, or filled, by its name."""
    if op_kwargs is None:
        return False
    return not isinstance(op_kwargs, Mapping) or not op_kwargs.complete or not FILLED.isdisjoint(op_kwargs.entries)


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef]:
    """The methods of an operator or sensor that get the context."""
    bases = [_last(base) for base in node.bases]
    if any(base.endswith(("Operator", "Sensor")) for base in bases):
        yield from (each for each in node.body if isinstance(each, ast.FunctionDef) and each.name in EXECUTES)


def _in_function(
    function: ast.FunctionDef | ast.AsyncFunctionDef, evaluation: Evaluation, by_context: bool
) -> Iterator[Mention]:
    arguments = function.args
    named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
    contexts = {arguments.kwarg.arg} if arguments.kwarg else set()
    if function.name in EXECUTES and len(named) > 1:
        contexts.add(named[1].arg)
    elif len(named) == 1 and named[0].arg == "context":
        contexts.add("context")  # a callback
    for parameter in named:
        if parameter.arg in GONE and by_context:
            start = Origin(evaluation.source, parameter).span.start
            place = Span(start, start + len(parameter.arg))
            yield Mention(parameter.arg, place, Kind.PARAMETER, function=function)
    given = {each.arg for each in named} - _assigned(function) if by_context else set()
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr == "execution_date" and isinstance(node.ctx, ast.Load):
            entry = _entry(node.value, contexts)
            of = node.value.id if isinstance(node.value, ast.Name) and node.value.id in given else entry and entry[0]
            if f"{of}.execution_date" in ATTRIBUTES:
                place = Origin(evaluation.source, node).span
                yield Mention(f"{of}.execution_date", place, Kind.ATTRIBUTE, owner=node.value)
        read = _entry(node, contexts)
        if read and read[0] in GONE:
            yield Mention(read[0], Origin(evaluation.source, read[1]).span, Kind.KEY)


def _entry(node: ast.AST, contexts: set[str]) -> tuple[str, ast.Constant] | None:
    """The key of ``context["key"]`` or ``context.get("key")``, with its node."""
    match node:
        case ast.Subscript(value=ast.Name(id=context), slice=ast.Constant(value=str(name)) as key):
            pass
        case ast.Call(
            func=ast.Attribute(value=ast.Name(id=context), attr="get"),
            args=[ast.Constant(value=str(name)) as key, *_],
        ):
            pass
        case _:
            return None
    return (name, key) if context in contexts else None


def _assigned(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)}
