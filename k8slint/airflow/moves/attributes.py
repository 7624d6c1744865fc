"""Finds reads of removed attributes of Airflow's classes, by the generated table.

A DAG is known by the name that it is given (one that ends in ``dag``), a hook by its class, an operator as the ``self`` of a
class that derives from one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from k8slint.airflow.moves.branches import runs
from k8slint.settings.targets import Targets, Version, at_least
from k8slint.source.bindings import Index, Use, index
from k8slint.source.nodes import parents_of, walk
from k8slint.source.text import Source, words_of

DAGS = frozenset({"airflow.DAG", "airflow.models.DAG", "airflow.models.dag.DAG", "airflow.sdk.DAG"})
# Classes of constants, by all the places that they are imported from.
CONSTANTS = {
    "airflow.utils.state.State": "State",
    "airflow.utils.state.TaskInstanceState": "TaskInstanceState",
    "airflow.sdk.TaskInstanceState": "TaskInstanceState",
    "airflow.utils.types.DagRunType": "DagRunType",
}
OF_EVERY_OPERATOR = frozenset({"xcom_push", "xcom_pull"})  # what no operator has an own one of


class Gone(NamedTuple):
    """A use of a removed attribute: its node, its class, the version that removed it, and whether it is set."""

    node: ast.AST
    owner: str
    name: str
    since: Version
    is_set: bool = False


def removed(source: Source, tree: ast.Module, targets: Targets) -> Iterator[Gone]:
    """Each attribute that a file reads and the targets' classes lack."""
    words = words_of(source.text)
    mentioned = {owner: not names.isdisjoint(words) for owner, names in _names().items()}
    if not any(mentioned.values()):
        return
    bound = index(tree)
    read_of_names = {use.path[0] for use in bound.every_use() if use.path}
    mentioned["DAG"] = not _names()["DAG"].isdisjoint(read_of_names)  # a DAG has one: ``dag.concurrency``
    for imported in bound.imports:
        if imported.level or not imported.dotted.startswith("airflow.") or imported.name in (None, "*"):
            continue
        owner = _owner(imported.dotted)
        if owner is None or not mentioned[owner]:
            continue
        for use in bound.uses(imported):
            if _is_guarded(use, bound, targets):
                continue
            for node, name in _reads(use, owner, tree, bound, targets):
                since = table(owner).get(name)
                if since is not None and at_least(targets.airflow, since):
                    yield Gone(node, owner, name, since, isinstance(getattr(node, "ctx", None), ast.Store))


def _owner(dotted: str) -> str | None:
    if dotted in DAGS:
        return "DAG"
    if dotted in CONSTANTS:
        return CONSTANTS[dotted]
    last = dotted.rpartition(".")[2]
    if last == "AirflowPlugin":
        return last
    if last.endswith("Hook"):
        return "BaseHook"
    return "BaseOperator" if last.endswith(("Operator", "Sensor")) else None


def _is_guarded(use: Use, bound: Index, targets: Targets) -> bool:
    return any(not runs(guard, bound, targets) for guard in use.guards)


def _reads(use: Use, owner: str, tree: ast.Module, bound: Index, targets: Targets) -> Iterator[tuple[ast.AST, str]]:
    """The attributes that are read of what one use of a class makes, derives or is."""
    parents = parents_of(tree)
    if (owner == "BaseHook" or owner in CONSTANTS.values()) and use.path and use.string is None:
        yield use.nodes[1], use.path[0]
    if use.call is not None and not use.path:
        parent = parents.get(use.call)
        if owner == "BaseHook" and isinstance(parent, ast.Attribute):
            yield parent, parent.attr
        name = _named(parent)
        if name is not None and (owner == "BaseHook" or (owner == "DAG" and name.endswith("dag"))):
            yield from _of_name(name, use, bound, targets, owner)
    parent = parents.get(use.name)
    if isinstance(parent, ast.ClassDef) and not use.path and owner in ("BaseOperator", "AirflowPlugin"):
        yield from _of_class(parent, owner)


def _named(parent: ast.AST | None) -> str | None:
    """The name that an object gets where it is made: ``x = DAG(...)``, ``with DAG(...) as x``."""
    match parent:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.withitem(optional_vars=ast.Name(id=name)):
            return name
    return None


def _of_name(name: str, use: Use, bound: Index, targets: Targets, owner: str) -> Iterator[tuple[ast.AST, str]]:
    scope = use.scope.resolve(name)
    if scope is None or len(scope.bound.get(name, ())) != 1:
        return
    uses = [each for each in bound.uses_of(scope, name) if each.path and each.string is None]
    own = {each.path[0] for each in uses if isinstance(getattr(each.nodes[1], "ctx", None), ast.Store)}
    for each in uses:
        node = each.nodes[1]
        if not isinstance(node, ast.Attribute) or _is_guarded(each, bound, targets):
            continue
        is_set = isinstance(node.ctx, ast.Store)
        if (is_set and owner == "DAG") or (isinstance(node.ctx, ast.Load) and each.path[0] not in own):
            yield node, each.path[0]


def _of_class(node: ast.ClassDef, owner: str) -> Iterator[tuple[ast.AST, str]]:
    """What a class reads of itself and doesn't have, of an operator; what a plugin sets."""
    own = {each.name for each in node.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef))}
    targets = [
        target
        for each in node.body
        if isinstance(each, (ast.Assign, ast.AnnAssign)) and not _is_empty(each.value)
        for target in (each.targets if isinstance(each, ast.Assign) else [each.target])
        if isinstance(target, ast.Name)
    ]
    if owner == "AirflowPlugin":
        yield from ((target, target.id) for target in targets)
        return
    inner = [each for each in walk(node) if isinstance(each, ast.Attribute)]
    own |= {target.id for target in targets}
    own |= {each.attr for each in inner if isinstance(each.ctx, ast.Store)}
    single = len(node.bases) == 1
    for each in inner:
        itself = isinstance(each.value, ast.Name) and each.value.id == "self" and isinstance(each.ctx, ast.Load)
        if itself and single and each.attr not in own and each.attr in OF_EVERY_OPERATOR:
            yield each, each.attr


def _is_empty(value: ast.expr | None) -> bool:
    """Whether nothing is set: what plugins copy from a template."""
    return value is None or (isinstance(value, (ast.List, ast.Tuple)) and not value.elts)


@cache
def _names() -> dict[str, frozenset[str]]:
    """The names of all removed attributes, by class."""
    from k8slint.data.removed_attributes import ATTRIBUTES

    names = {owner: frozenset(table(owner)) for owner in ATTRIBUTES}
    names["BaseOperator"] &= OF_EVERY_OPERATOR
    return names


def table(owner: str) -> dict[str, Version]:
    """The attributes that a class of Airflow 2 has and later ones lack, with the first release without each."""
    from k8slint.data.removed_attributes import ATTRIBUTES

    return {name: since for since, names in ATTRIBUTES[owner] for name in names.split()}
