"""Finds the places that a text written in a file goes to, so that it may get other words.

A text that stands where it is used goes nowhere else. One that has a name goes wherever the name is used: to another argument,
into a comparison, to a dict as its key.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from k8slint.edits.uses import is_dict_call
from k8slint.source.bindings import Use, index
from k8slint.source.nodes import parents_of

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation

# Methods whose result is the same text for this purpose.
_SAME_TEXT = frozenset({"format", "strip", "lstrip", "rstrip", "dedent", "join"})
_MAX_STEPS = 500  # names of names


class Way(Enum):
    """How a text is used in a place."""

    ARGUMENT = "an argument of a call, by itself or in a list or dict"
    ENTRY = "the value of a key in a dict"
    PART = "a part of a longer text"
    COMPARED = "compared, or a key that something is looked up by"
    OTHER = "something else"


class Place(NamedTuple):
    """One place that a text goes to; ``name`` is the keyword, or the key of the dict."""

    way: Way
    name: str = ""


def places_of(node: ast.expr, evaluation: Evaluation) -> Iterator[Place]:
    """All places that the text of an expression goes to, names followed inside the file."""
    bound, parents = index(evaluation.tree), parents_of(evaluation.tree)
    scopes = {id(binder): scope for scope in bound.scopes for each in scope.bound.values() for binder in each}
    waiting: list[ast.AST] = [node]
    seen: set[tuple[int, str]] = set()
    while waiting:
        child = waiting.pop()
        parent = parents.get(child)
        match parent:
            case ast.keyword(arg=str(name)):
                call = parents.get(parent)
                if isinstance(call, ast.Call) and is_dict_call(call):
                    yield Place(Way.ENTRY, name)
                    waiting.append(call)
                else:
                    yield Place(Way.ARGUMENT, name)
            case ast.Call(args=arguments) if child in arguments:
                if isinstance(parent.func, ast.Attribute | ast.Name) and _last(parent.func) in _SAME_TEXT:
                    waiting.append(parent)
                else:
                    yield Place(Way.ARGUMENT)
            case ast.Call() | ast.List() | ast.Tuple() | ast.Set() | ast.Starred() | ast.IfExp() | ast.BoolOp():
                waiting.append(parent)
            case ast.keyword():
                pass  # **dict: its entries were told
            case ast.Dict(keys=keys, values=values):
                if child in values:
                    key = keys[values.index(child)]
                    known = isinstance(key, ast.Constant) and isinstance(key.value, str)
                    if key is not None:
                        yield Place(Way.ENTRY, key.value if known and isinstance(key, ast.Constant) else "")  # type: ignore[arg-type]
                    waiting.append(parent)
                else:
                    yield Place(Way.COMPARED)
            case ast.FormattedValue() | ast.JoinedStr() | ast.BinOp():
                yield Place(Way.PART)
                waiting.append(parent)
            case ast.Attribute(attr=attribute):
                if attribute in _SAME_TEXT:
                    waiting.append(parent)
                else:
                    yield Place(Way.OTHER, attribute)
            case ast.Subscript(value=value):
                if value is child:
                    waiting.append(parent)
                else:
                    yield Place(Way.COMPARED)
            case ast.Compare():
                yield Place(Way.COMPARED)
            case ast.Assign(targets=[ast.Name() as target]) | ast.AnnAssign(target=ast.Name() as target):
                scope = scopes.get(id(target))
                if scope is None or (id(scope), target.id) in seen or len(seen) > _MAX_STEPS:
                    continue
                seen.add((id(scope), target.id))
                waiting += [use.name for use in bound.uses_of(scope, target.id) if _reads(use)]
            case _:
                pass  # a function's result, a loop: what reads it isn't known to be anything else


def _reads(use: Use) -> bool:
    return use.string is None and isinstance(use.name.ctx, ast.Load)


def _last(function: ast.Attribute | ast.Name) -> str:
    return function.attr if isinstance(function, ast.Attribute) else function.id
