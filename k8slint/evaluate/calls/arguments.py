"""Arguments of a call, and how they bind to a function's parameters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.endings import Raised
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Dictionary,
    Frame,
    Function,
    HeapValue,
    Opaque,
    Rest,
    Scope,
    Seq,
    now,
)
from k8slint.evaluate.operations.containers import iterate, merge_into
from k8slint.evaluate.operations.convert import decided_type
from k8slint.evaluate.operations.copy import duplicate
from k8slint.evaluate.values import Origin, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


STEPS_PER_CALL = 10_000  # what a call may take at least, before it is given up to leave something to the others
SHARE_OF_CALL = 2 / 3  # of what is left: often one call makes all
MAX_CALLS = 60  # functions of the repository inside each other
MAX_RECURSION = 20  # the same function inside itself
MAX_OPEN_RECURSION = 2  # ... where what stops it isn't known
MAX_SIGNATURE = 120  # things whose change would invalidate a memoised call
MAX_READS = 100  # names that it looks up outside
MAX_MEMO_MISSES = 8  # calls of a function in succession that could not be remembered

_DISPLAYS = (ast.List, ast.Dict, ast.Tuple, ast.Set)


def arguments_of(interp: Interpreter, frame: Frame, node: ast.Call) -> Arguments:
    """The arguments of a call, evaluated in order."""
    arguments = Arguments(start=now())
    fresh: set[int | str] = set()
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = interp.eval(argument.value, frame)
            items = iterate(interp, value, frame, argument)
            if items is None or any(type(item) in (Rest, Alt) for item in items):
                arguments.complete = False
                break
            arguments.positional.extend(items)
        else:
            if isinstance(argument, _DISPLAYS):
                fresh.add(len(arguments.positional))
            arguments.positional.append(interp.eval(argument, frame))
    for keyword in node.keywords:
        value = interp.eval(keyword.value, frame)
        if keyword.arg is not None:
            if isinstance(keyword.value, _DISPLAYS):
                fresh.add(keyword.arg)
            arguments.keywords[keyword.arg] = value
            arguments.keys[keyword.arg] = Origin(frame.module.source, keyword)
        else:
            _unpack_keywords(interp, arguments, value, frame, keyword)
    arguments.fresh = frozenset(fresh)
    return arguments


def _unpack_keywords(interp: Interpreter, arguments: Arguments, value: HeapValue, frame: Frame, node: ast.AST) -> None:
    """``**value`` in a call."""
    if type(value) is Alt:
        # Which keywords there are depends on a test: merge the alternatives key by key.
        joined = Dictionary({}, frame.origin(node))
        merge_into(interp, joined, value, frame, node)
        value = joined
    if not isinstance(value, Dictionary):
        arguments.complete = False
        return
    if not value.complete:
        arguments.complete = False
    for key, item in value.entries.items():
        if isinstance(key, str) and item is not MISSING:
            arguments.keywords[key] = item
            if key in value.keys:
                arguments.keys[key] = value.keys[key]


def with_first(arguments: Arguments, first: HeapValue) -> Arguments:
    return Arguments(
        [first, *arguments.positional],
        arguments.keywords,
        arguments.keys,
        arguments.complete,
        arguments.start,
        frozenset(place + 1 if isinstance(place, int) else place for place in arguments.fresh),
    )


def bind_parameters(
    interp: Interpreter, function: Function, arguments: Arguments, scope: Scope, frame: Frame, node: ast.AST
) -> None:
    """Give each parameter its argument, its default, or an unknown."""
    parameters = function.node.args
    positional = [*parameters.posonlyargs, *parameters.args]
    given = arguments.positional
    keywords = dict(arguments.keywords)
    if interp.try_depth and arguments.complete and not _fits(function, arguments):
        raise Raised("TypeError")
    entries = scope.entries
    origin = frame.origin(node)
    defaults = function.defaults
    first_default = len(positional) - len(defaults)
    for index, parameter in enumerate(positional):
        name = parameter.arg
        if index < len(given):
            entries[name] = given[index]
        else:
            default = defaults[index - first_default] if index >= first_default else None
            entries[name] = _argument(interp, name, keywords, default, arguments, function, parameter)
    if parameters.vararg is not None:
        extra = given[len(positional) :]
        if not arguments.complete:
            extra = [*extra, Rest(_missing(interp, parameters.vararg, arguments, function))]
        entries[parameters.vararg.arg] = Seq(extra, origin, "tuple")
    for parameter, default in zip(parameters.kwonlyargs, function.kw_defaults, strict=False):
        entries[parameter.arg] = _argument(interp, parameter.arg, keywords, default, arguments, function, parameter)
    if parameters.kwarg is not None:
        table = Dictionary(keywords, origin, {key: arguments.keys[key] for key in keywords if key in arguments.keys})
        if not arguments.complete:
            table.complete, table.reason = False, Reason.PARAMETER
        entries[parameters.kwarg.arg] = table


def _fits(function: Function, arguments: Arguments) -> bool:
    """Whether a call gives each parameter without a default one argument, and no others."""
    parameters = function.node.args
    names = [parameter.arg for parameter in [*parameters.posonlyargs, *parameters.args]]
    given = len(arguments.positional)
    left = set(arguments.keywords)
    needed = names[given : len(names) - len(function.defaults)]
    needed += [
        parameter.arg
        for parameter, default in zip(parameters.kwonlyargs, function.kw_defaults, strict=True)
        if default is None
    ]
    known = {*names[max(given, len(parameters.posonlyargs)) :], *(parameter.arg for parameter in parameters.kwonlyargs)}
    return (
        (given <= len(names) or parameters.vararg is not None)
        and left.issuperset(needed)
        and (known.issuperset(left) or parameters.kwarg is not None)
    )


def _argument(
    interp: Interpreter,
    name: str,
    keywords: dict[str, HeapValue],
    default: HeapValue | None,
    arguments: Arguments,
    function: Function,
    node: ast.arg,
) -> HeapValue:
    if name in keywords:
        value = keywords.pop(name)
        if type(value) is Alt:
            value = _with_default(interp, value, default if default is not None else MISSING)
        return value
    if default is not None and arguments.complete:
        return default
    return _missing(interp, node, arguments, function, default)


_SCALARS = frozenset({"str", "int", "float", "bool"})  # annotations that are believed of a parameter nobody fills


def _with_default(interp: Interpreter, value: HeapValue, default: HeapValue) -> HeapValue:
    """An argument that is passed only under a condition."""
    value = interp.resolve(value)
    if type(value) is not Alt:
        return default if value is MISSING else value
    yes, no = _with_default(interp, value.yes, default), _with_default(interp, value.no, default)
    if yes is MISSING or no is MISSING:
        return no if yes is MISSING else yes
    return interp.choose(value.key, value.text, yes, no, value.origin)


def _missing(
    interp: Interpreter, node: ast.arg, arguments: Arguments, function: Function, default: HeapValue | None = None
) -> Unknown:
    annotation = node.annotation
    kind = annotation.id if isinstance(annotation, ast.Name) and annotation.id in _SCALARS else None
    if default is not None and decided_type(default) != kind:
        kind = None  # as None often is
    unknown = Opaque(Reason.PARAMETER, function.module.origin(node), node.arg, kind)
    interp.records.unknowns.append(unknown)
    return unknown


def with_copied_defaults(arguments: Arguments) -> Arguments:
    """A DAG deep-copies its default_args when it is made (``DAG.__init__``, all versions): later changes don't reach it."""
    if "default_args" not in arguments.keywords:
        return arguments
    keywords = {**arguments.keywords, "default_args": duplicate(arguments.keywords["default_args"], {})}
    return Arguments(arguments.positional, keywords, arguments.keys, arguments.complete)
