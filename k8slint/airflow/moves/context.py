"""Finds names of the task context that Airflow 3 removed: in templates, parameters and subscripts."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from k8slint.airflow.moves.arguments import owners_of, takes_default_args
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.airflow.moves.table.context import ATTRIBUTES, REMOVED
from k8slint.airflow.moves.templates import read_in
from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Reference, Unknown, Value
from k8slint.patterns import pattern
from k8slint.source.bindings import index
from k8slint.source.nodes import nodes_of, parents_of, walk
from k8slint.source.syntax import statements
from k8slint.source.text import Span, words_of

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation


WENT = REMOVED | ATTRIBUTES
LAST_PARTS = frozenset({*REMOVED, *(name.partition(".")[2] for name in ATTRIBUTES)})
FILLED = REMOVED.keys() | {name.partition(".")[0] for name in ATTRIBUTES}
ENTRIES = frozenset(name.partition(".")[0] for name in ATTRIBUTES)
EVENTS = "inlet_events"  # which take no text as a key any more
# Arguments that Airflow shows and never renders.
PROSE = frozenset({"doc", "doc_md", "doc_json", "doc_yaml", "doc_rst", "description", "task_display_name"})
NOTIFIES = frozenset({"notify", "async_notify"})
EXECUTES = frozenset({"execute", "poke", "pre_execute", "post_execute", "execute_complete"})
CURRENT = frozenset(
    f"airflow.{module}.get_current_context"
    for module in ("operators.python", "providers.standard.operators.python", "sdk", "sdk.execution_time.context")
)
CALLABLES = pattern(r"python_callable|on_\w+_callback|condition_fun|execution_date_fn|pre_execute|post_execute")


class Kind(Enum):
    """How a name is read. The values are the words that messages use."""

    TEMPLATE = "this template"
    PARAMETER = "this parameter"
    KEY = "this entry of the context"
    ATTRIBUTE = "this line"
    EVENT = "this key"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One reading of a dropped name. ``place`` is the span of the name, with the quotes of a key.

    ``whole`` says that a template's expression is nothing but the name, and ``text`` is the template; ``function`` has the
    parameter; ``owner`` is what Python code reads the attribute of, and ``within`` the function that reads.
    """

    name: str
    place: Span
    kind: Kind
    whole: bool = False
    function: ast.FunctionDef | ast.AsyncFunctionDef | None = None
    owner: ast.expr | None = None
    text: ast.expr | None = None
    within: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | None = None


class _Given(NamedTuple):
    """What a function gets: whether the context alone fills its parameters by their names, and whether the one
    parameter that it has is the context."""

    parameters: bool
    context: bool


_Function: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"


def mentions(evaluation: Evaluation) -> Iterator[Mention]:
    """Every reading of a dropped name that surely means a task's context, in this file."""
    text, lines = evaluation.source.text, evaluation.source.lines
    present = (LAST_PARTS | {EVENTS}) & words_of(text)
    if not present:
        return

    def may_read(function: _Function) -> bool:
        own = text[lines.start(function.lineno) : lines.start((function.end_lineno or 0) + 1)]
        return any(name in own for name in present)

    functions: dict[_Function, _Given] = {}
    for call in evaluation.calls:
        owners = owners_of(call, evaluation.tree)
        if Owner.OPERATOR in owners:
            yield from _in_templates(call, evaluation)
        if Owner.OPERATOR in owners or takes_default_args(call):
            for function, given in _called_functions(call, evaluation, may_read):
                known = functions.get(function, given)
                functions[function] = _Given(known.parameters and given.parameters, known.context or given.context)
    for node in statements(evaluation.tree):
        if isinstance(node, ast.ClassDef):
            functions.update(dict.fromkeys(_methods(node), _Given(True, True)))
            yield from _in_defaults(node, evaluation)
    if "get_current_context" in text:
        for each in nodes_of(evaluation.tree):
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
                functions.setdefault(each, _Given(False, False))
    for function, given in functions.items():
        if may_read(function):
            yield from _in_function(function, evaluation, given)


def _in_defaults(node: ast.ClassDef, evaluation: Evaluation) -> Iterator[Mention]:
    """The templates in the defaults of an operator's, or a notifier's, template fields."""
    fields: set[str] = set()
    for each in node.body if _is_operator(node) or _is_notifier(node) else ():
        match each:
            case (
                ast.Assign(targets=[ast.Name(id="template_fields")], value=ast.Tuple(elts=items) | ast.List(elts=items))
                | ast.AnnAssign(
                    target=ast.Name(id="template_fields"), value=ast.Tuple(elts=items) | ast.List(elts=items)
                )
            ):
                fields.update(str(item.value) for item in items if isinstance(item, ast.Constant))
    for each in node.body if fields else ():
        if isinstance(each, ast.FunctionDef) and each.name == "__init__":
            positional = [*each.args.posonlyargs, *each.args.args]
            given = zip(reversed(positional), reversed(each.args.defaults), strict=False)
            for parameter, default in (*given, *zip(each.args.kwonlyargs, each.args.kw_defaults, strict=True)):
                if parameter.arg in fields and default is not None:
                    yield from _in_expression(default, evaluation)
            for name, value in _set_on_self(each):
                if name in fields:
                    yield from _in_expression(value, evaluation)
        elif isinstance(each, ast.Assign) and len(each.targets) == 1 and isinstance(each.targets[0], ast.Name):
            if each.targets[0].id in fields:
                yield from _in_expression(each.value, evaluation)


def _in_expression(node: ast.expr, evaluation: Evaluation) -> Iterator[Mention]:
    """The templates in an expression, by itself or as what a name is bound to in one place of the file."""
    if isinstance(node, ast.BoolOp):
        for each in node.values:
            yield from _in_expression(each, evaluation)
        return
    if isinstance(node, ast.Name):
        scopes = [scope for scope in index(evaluation.tree).scopes if node.id in scope.bound]
        binders = [each for scope in scopes for each in scope.bound[node.id] if not isinstance(each, ast.arg)]
        parent = (
            parents_of(evaluation.tree).get(binders[0])
            if len(binders) == 1 and isinstance(binders[0], ast.Name)
            else None
        )
        if len(scopes) != 1 or not isinstance(parent, ast.Assign):
            return
        node = parent.value
    yield from _in_template(Unknown(Reason.PARAMETER, Origin(evaluation.source, node)), evaluation)


def _set_on_self(function: ast.FunctionDef) -> Iterator[tuple[str, ast.expr]]:
    for node in walk(function):
        match node:
            case ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=value):
                yield name, value


def _in_templates(call: CallRecord, evaluation: Evaluation) -> Iterator[Mention]:
    for name, value in call.keywords.items():
        if name not in PROSE and name != "executor_config":
            for text in _strings(value):
                if text.origin.source is evaluation.source:
                    yield from _in_template(text, evaluation)


def _in_template(text: Const | Unknown, evaluation: Evaluation) -> Iterator[Mention]:
    for name, place, whole in read_in(text, evaluation.source):
        node = text.origin.node
        yield Mention(name, place, Kind.TEMPLATE, whole, text=node if isinstance(node, ast.expr) else None)


def _strings(value: Value, depth: int = 0) -> Iterator[Const | Unknown]:
    """The strings in a value, those too of which only parts are known."""
    if depth > 10:
        return
    match value:
        case Const(value=str()) | Unknown():
            yield value
        case Items(items=items):
            for item in items:
                yield from _strings(item, depth + 1)
        case Mapping(entries=entries):
            for entry in entries.values():
                yield from _strings(entry, depth + 1)


def _called_functions(
    call: CallRecord, evaluation: Evaluation, may_read: Callable[[_Function], bool]
) -> Iterator[tuple[_Function, _Given]]:
    """The functions of this file that a task or a DAG runs, and whether its context is all that may fill their
    parameters."""
    decorated = call.decorates
    if isinstance(decorated, (ast.FunctionDef, ast.AsyncFunctionDef)) and may_read(decorated):
        passed = _passing(evaluation.tree).isdisjoint((decorated.name, "expand", "partial"))
        yield decorated, _Given(passed, False)
    alone = "op_args" not in call.keywords and not _gives(call.keywords.get("op_kwargs"))
    for name, value in _callables(call):
        last = value.qualified_name.rpartition(".")[2]
        for each in _functions(evaluation.tree).get(last, ()):
            if may_read(each):
                yield each, _Given(alone and last not in _passing(evaluation.tree), name != "python_callable")
    node = call.origin.node
    for keyword in node.keywords if isinstance(node, ast.Call) and call.origin.source is evaluation.source else ():
        if keyword.arg is not None and CALLABLES.fullmatch(keyword.arg):
            given = keyword.value.elts if isinstance(keyword.value, (ast.List, ast.Tuple)) else [keyword.value]
            own = _Given(alone, keyword.arg != "python_callable")
            yield from ((each, own) for each in given if isinstance(each, ast.Lambda))


@lru_cache(maxsize=1)  # each task of a file asks
def _functions(tree: ast.Module) -> dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]]:
    """The functions at the top of a module, by name."""
    found: dict[str, list[ast.FunctionDef | ast.AsyncFunctionDef]] = {}
    for each in tree.body:
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            found.setdefault(each.name, []).append(each)
    return found


def _callables(call: CallRecord) -> Iterator[tuple[str, Reference]]:
    """The functions that get a context: as an argument, in a list of them, or in the defaults of a DAG's tasks."""
    defaults = call.keywords.get("default_args")
    entries = defaults.entries if isinstance(defaults, Mapping) else {}
    for name, value in (*call.keywords.items(), *entries.items()):
        if isinstance(name, str) and CALLABLES.fullmatch(name):
            for each in value.items if isinstance(value, Items) else (value,):
                if isinstance(each, Reference):
                    yield name, each


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


@lru_cache(maxsize=1)  # each task of a file asks
def _passing(tree: ast.AST) -> frozenset[str]:
    """The names of what calls in the file may fill parameters of, that the context fills too."""
    return frozenset(_last(node.func) for node in nodes_of(tree) if isinstance(node, ast.Call) and _passes(node))


def _passes(call: ast.Call) -> bool:
    """Whether a call may fill a parameter that the context fills, or filled, by its name."""
    return bool(call.args) or any(keyword.arg is None or keyword.arg in FILLED for keyword in call.keywords)


def _gives(op_kwargs: Value | None) -> bool:
    """Whether ``op_kwargs`` may fill a parameter that the context fills, or filled, by its name."""
    if op_kwargs is None:
        return False
    return not isinstance(op_kwargs, Mapping) or not op_kwargs.complete or not FILLED.isdisjoint(op_kwargs.entries)


def _is_operator(node: ast.ClassDef) -> bool:
    return any(_last(base).endswith(("Operator", "Sensor")) for base in node.bases)


def _is_notifier(node: ast.ClassDef) -> bool:
    return any(_last(base).endswith("Notifier") for base in node.bases)


def _methods(node: ast.ClassDef) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The methods of an operator, sensor or notifier that get the context."""
    names = EXECUTES if _is_operator(node) else frozenset()
    if _is_notifier(node):
        names = NOTIFIES
    yield from (
        each for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and each.name in names
    )


class _Reader:
    """What a function reads of the context, by the names that hold it or an entry of it."""

    def __init__(self, function: _Function, evaluation: Evaluation, given: _Given) -> None:
        arguments = function.args
        self.named = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        self.contexts = {arguments.kwarg.arg} if arguments.kwarg else set()
        name = "" if isinstance(function, ast.Lambda) else function.name
        if name in EXECUTES | NOTIFIES and len(self.named) > 1:
            self.contexts.add(self.named[1].arg)
        elif len(self.named) == 1 and given.context:
            self.contexts.add(self.named[0].arg)  # a callback
        self.asked = {alias for alias, meant in _imported(evaluation.tree).items() if meant in CURRENT}
        assigned = _assigned(function)
        # What is assigned, or given another entry, isn't the context any more; an inner function may have the same name.
        self.contexts -= assigned.keys()
        self.changed = _changed(function)
        self.entries = {each.arg: each.arg for each in self.named if given.parameters and each.arg not in assigned}
        for local, value in _assigned_once(function, assigned).items():
            if self.is_current(value):
                self.contexts.add(local)
        self.shadowed = _shadowed(function, self.contexts)
        for local, value in _assigned_once(function, assigned).items():
            entry = self.entry(value)
            if entry is not None:
                self.entries[local] = entry[0]

    def is_current(self, node: ast.AST) -> bool:
        """Whether it is a call of ``get_current_context``."""
        return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in self.asked

    def is_context(self, node: ast.AST) -> bool:
        own = isinstance(node, ast.Name) and node.id in self.contexts and id(node) not in self.shadowed
        return own or self.is_current(node)

    def entry(self, node: ast.AST) -> tuple[str, ast.Constant] | None:
        """The key of ``context["key"]`` or ``context.get("key")``, with its node."""
        match node:
            case ast.Subscript(value=context, slice=ast.Constant(value=str(name)) as key):
                pass
            case ast.Call(
                func=ast.Attribute(value=context, attr="get"), args=[ast.Constant(value=str(name)) as key, *_]
            ):
                pass
            case _:
                return None
        if isinstance(context, ast.Name) and not self.changed.isdisjoint(((context.id, name), (context.id, None))):
            return None
        return (name, key) if self.is_context(context) else None

    def meant(self, node: ast.expr) -> str | None:
        """The entry of the context that an expression is."""
        if isinstance(node, ast.Name):
            return self.entries.get(node.id)
        entry = self.entry(node)
        return entry[0] if entry else None


def _in_function(function: _Function, evaluation: Evaluation, given: _Given) -> Iterator[Mention]:
    reader = _Reader(function, evaluation, given)
    for parameter in reader.named:
        if parameter.arg in REMOVED and given.parameters:
            start = Origin(evaluation.source, parameter).span.start
            place = Span(start, start + len(parameter.arg))
            owner = None if isinstance(function, ast.Lambda) else function
            yield Mention(parameter.arg, place, Kind.PARAMETER, function=owner)
    for node in walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            name = f"{reader.meant(node.value)}.{node.attr}"
            if name in ATTRIBUTES:
                place = Origin(evaluation.source, node).span
                yield Mention(name, place, Kind.ATTRIBUTE, owner=node.value, within=function)
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
            if isinstance(node.slice.value, str) and reader.meant(node.value) == EVENTS:
                yield Mention(EVENTS, Origin(evaluation.source, node.slice).span, Kind.EVENT)
        read = reader.entry(node)
        if read and read[0] in REMOVED and isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
            yield Mention(read[0], Origin(evaluation.source, read[1]).span, Kind.KEY, within=function)


@lru_cache(maxsize=1)
def _imported(tree: ast.Module) -> dict[str, str]:
    """What names of ``from`` imports mean, anywhere in the file."""
    return {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in nodes_of(tree)
        if isinstance(node, ast.ImportFrom) and not node.level
        for alias in node.names
    }


def _assigned_once(function: _Function, assigned: Counter[str]) -> dict[str, ast.expr]:
    """The values of the names that a function assigns in one place."""
    return {
        node.targets[0].id: node.value
        for node in walk(function)
        if isinstance(node, ast.Assign)
        and len(node.targets) == 1
        and isinstance(node.targets[0], ast.Name)
        and assigned[node.targets[0].id] == 1
    }


def _changed(function: _Function) -> set[tuple[str, object]]:
    """What a function writes into dicts: their names with the key, or with None where the key isn't told."""
    found: set[tuple[str, object]] = set()
    for node in ast.walk(function):
        match node:
            case ast.Subscript(value=ast.Name(id=name), slice=key, ctx=ast.Store() | ast.Del()):
                found.add((name, key.value if isinstance(key, ast.Constant) else None))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="setdefault"), args=[key, *_]):
                found.add((name, key.value if isinstance(key, ast.Constant) else None))
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr="update")):
                found.update((name, each.arg) for each in node.keywords)
                found.update((name, None) for _ in node.args)
    return found


def _shadowed(function: _Function, names: set[str]) -> set[int]:
    """The uses of names in inner functions that have parameters of these names."""
    found: set[int] = set()
    for inner in ast.walk(function):
        if inner is function or not isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        arguments = inner.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        own = {each.arg for each in every if each is not None} & names
        found.update(id(node) for node in ast.walk(inner) if own and isinstance(node, ast.Name) and node.id in own)
    return found


def _assigned(function: _Function) -> Counter[str]:
    return Counter(
        node.id for node in walk(function) if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load)
    )
