"""The edits that make a class or a function its successor under another name, with all its uses: see
``airflow/moves/table/successors.py``. One use that can't follow, and nothing is changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.moves.table.successors import SUCCESSORS, Successor
from k8slint.edits import imports as edits
from k8slint.edits.arguments import arguments_of, rename_keyword
from k8slint.edits.uses import Way, follow, is_private, stays_itself
from k8slint.finding import Edit
from k8slint.source.bindings import Use, index
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.airflow.moves.imports import Outdated
    from k8slint.evaluate.trace import Evaluation


class _CantFollow(Exception):
    """A use means something that the successor lacks."""


def succeeded(outdated: Outdated, evaluation: Evaluation) -> tuple[str, tuple[Edit, ...], bool] | None:
    """What the fix is called, its edits, and whether the file means the same; None when a use can't follow."""
    place, imported = outdated.verdict.place, outdated.imported
    successor = SUCCESSORS.get(place.path) if place is not None else None
    if place is None or successor is None or imported.name is None or not is_private(imported, evaluation):
        return None
    uses = index(evaluation.tree).uses(imported)
    swapped = edits.swap_import(
        evaluation.source, evaluation.tree, imported, f"from {place.module} import {place.name}"
    )
    if swapped is None or not uses:
        return None
    changed, local = swapped
    try:
        used = [edit for use in uses for edit in _use(use, local, successor, evaluation)]
    except _CantFollow:
        return None
    return f"use `{place.name}`", (*changed, *used), successor.same and outdated.verdict.certain


def _use(use: Use, new: str, successor: Successor, evaluation: Evaluation) -> Iterator[Edit]:
    old = use.name.id
    if use.path and use.path[0] in successor.constants and use.string is None:
        attribute = use.nodes[1]
        if isinstance(getattr(attribute, "ctx", None), ast.Load):
            yield from _replaced(use, f"{old}.{use.path[0]}", f"{new}.{use.path[0]}{successor.suffix}", evaluation)
            return
    called = use.call is not None and not use.path and use.string is None
    if called and use.call is not None and successor.parameters:
        yield from _call(use.call, successor, evaluation)
        if successor.methods and not _only(successor.methods, use.call, evaluation):
            raise _CantFollow
    elif use.path or (use.string is None and not stays_itself(use, use.name, evaluation.tree)) or called:
        raise _CantFollow
    yield from _replaced(use, old, new, evaluation)


def _replaced(use: Use, old: str, new: str, evaluation: Evaluation) -> tuple[Edit, ...]:
    replaced = edits.replaced_use(evaluation.source, use, old, new)
    if replaced is None:
        raise _CantFollow
    return replaced


def _call(call: ast.Call, successor: Successor, evaluation: Evaluation) -> Iterator[Edit]:
    """Give all arguments by the names that they have now."""
    arguments = arguments_of(evaluation.source, call)
    names = dict(successor.parameters)
    given = {keyword.arg for keyword in call.keywords} | {name for name, _ in successor.parameters[: len(call.args)]}
    if (
        arguments is None
        or not given <= names.keys()
        or not successor.needed <= given
        or len(call.args) > len(names)
        or any(isinstance(each, ast.Starred) for each in call.args)
    ):
        raise _CantFollow
    for slot, (_, name) in zip(arguments.slots, successor.parameters, strict=False):
        if slot.name is None:
            yield Edit(Span(slot.start, slot.start), f"{name}=")
    for keyword in call.keywords:
        if keyword.arg is not None and names[keyword.arg] != keyword.arg:
            renamed = rename_keyword(evaluation.source, keyword, names[keyword.arg])
            if renamed is None:
                raise _CantFollow
            yield from renamed


def _only(methods: frozenset[str], call: ast.Call, evaluation: Evaluation) -> bool:
    """Whether a file uses only these methods of the object that a call makes."""
    return all(each.way is Way.ATTRIBUTE and each.key in methods for each in follow(call, evaluation))
