"""Edits that rewrite calls of a removed provider class for the class that replaces it.

The old class handed its arguments on under other names. All that is known of them is read from its constructor: see
``airflow/moves/providers.py``. A fix needs to see every place that may give, read or replace one of the arguments.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.providers import OldCalls
from k8slint.edits import arguments as edits
from k8slint.edits.uses import stays_itself
from k8slint.evaluate.values import Mapping
from k8slint.finding import Edit
from k8slint.source.bindings import Use, index
from k8slint.source.nodes import nodes_of, parents_of, walk
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation


def rewritten(
    uses: Sequence[Use], old: OldCalls, evaluation: Evaluation, steps: int = 0
) -> tuple[tuple[Edit, ...], bool] | None:
    """The edits of all calls among the uses of an old class, and whether they mean the same afterwards; None when a use
    can't follow. ``steps`` are the attributes that lead to the class: 1 behind its module, ``module.Class``."""
    calls: list[ast.Call] = []
    for use in uses:
        path = use.path[steps:]
        node = use.nodes[steps] if use.string is None else None
        if use.call is not None and path in ((), ("partial",)) and node is not None:
            calls.append(use.call)
        elif path or node is None:
            return None
        elif not stays_itself(use, node, evaluation.tree):
            derived = _of_subclass(node, _names(old), evaluation)
            if derived is None:
                return None
            calls += derived
    known = {id(call) for call in calls}
    if _named_elsewhere(evaluation.tree, _names(old), known):
        return None
    changed: list[Edit] = []
    safe = not old.differs
    for call in calls:
        record = next(iter(evaluation.calls_at(call)), None)
        if not _is_plain(call, record) and not _passes_kwargs_on(call, evaluation.tree):
            return None
        made = _call(call, old, evaluation)
        if made is None:
            return None
        given, needs_default = made
        changed += given
        safe = safe and not (needs_default and not _defaults_known(evaluation))
    return tuple(changed), safe


def _of_subclass(node: ast.expr, names: frozenset[str], evaluation: Evaluation) -> list[ast.Call] | None:
    """The calls that give arguments to the class that ``node`` names as the base of a class of this file: those of the
    subclass, or of ``super().__init__`` in it. None when not all of them are known, or ``node`` is no base."""
    tree = evaluation.tree
    cls = parents_of(tree).get(node)
    bound = index(tree)
    if not isinstance(cls, ast.ClassDef) or node not in cls.bases or cls not in tree.body or cls.decorator_list:
        return None
    if cls.name in bound.exported or cls.name in evaluation.taken() or len(bound.module.bound[cls.name]) != 1:
        return None
    inner = [each for statement in cls.body for each in walk(statement)]
    if any(isinstance(each, ast.Attribute) and _is_self(each) and each.attr in names for each in inner):
        return None
    if any(isinstance(each, ast.Constant) and each.value in names for each in inner):
        return None  # among its template fields
    uses = bound.uses_of(bound.module, cls.name)
    init = next((each for each in cls.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"), None)
    if init is not None:
        own = {each.arg for each in (*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs)}
        given = {keyword.arg for use in uses if use.call is not None for keyword in use.call.keywords}
        if not given.isdisjoint(names - own):
            return None  # it comes to the base by ``**kwargs``
        return [each for each in inner if isinstance(each, ast.Call) and _is_super_init(each)]
    calls: list[ast.Call] = []
    for use in uses:
        if use.call is not None and use.path in ((), ("partial",)) and use.string is None:
            calls.append(use.call)
        elif use.path or use.string is not None:
            return None
        elif not stays_itself(use, use.name, tree):
            derived = _of_subclass(use.name, names, evaluation)
            if derived is None:
                return None
            calls += derived
    return calls


def _is_super_init(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=ast.Call(func=ast.Name(id="super"), args=[]), attr="__init__"):
            return True
    return False


def _names(old: OldCalls) -> frozenset[str]:
    return frozenset({name for name, _ in old.renamed} | {name for name, _, _ in old.held} | old.lost)


def _named_elsewhere(tree: ast.Module, names: frozenset[str], known: set[int]) -> bool:
    """Whether anything but a keyword of the calls themselves names one of the arguments: a key of a dict that may be
    unpacked or be among the DAG's defaults, an attribute of the task, ``.expand()``."""
    parents = parents_of(tree)
    for node in nodes_of(tree):
        match node:
            case ast.keyword(arg=str() as name) if name in names and id(parents.get(node)) not in known:
                if _may_reach(parents.get(node)):
                    return True
            case ast.Dict(keys=keys) if not _is_argument(parents.get(node)):
                if any(isinstance(key, ast.Constant) and key.value in names for key in keys):
                    return True
            case ast.Attribute(attr=name) if name in names and not _is_self(node):
                return True
    return False


def _may_reach(node: ast.AST | None) -> bool:
    """Whether keywords may come to the class: those of ``dict()`` and ``.expand()``; those of another class are its own."""
    if isinstance(node, ast.Call):
        last = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        return not last[:1].isupper()
    return True


def _is_argument(parent: ast.AST | None) -> bool:
    """Whether a dict is the value of an argument by itself, so that its keys come to no operator as arguments."""
    return isinstance(parent, ast.keyword) and parent.arg not in (None, "default_args")


def _is_self(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self"


def _is_plain(call: ast.Call, record: CallRecord | None) -> bool:
    """Whether all arguments of a call are keywords, those that are unpacked known."""
    if call.args:
        return False
    unpacks = any(keyword.arg is None for keyword in call.keywords)
    return not unpacks or (record is not None and record.complete)


def _passes_kwargs_on(call: ast.Call, tree: ast.Module) -> bool:
    """Whether ``super().__init__`` gets, besides keywords, just what ``__init__`` itself got as ``**kwargs``."""
    if call.args or not _is_super_init(call):
        return False
    function: ast.AST | None = call
    while function is not None and not isinstance(function, ast.FunctionDef):
        function = parents_of(tree).get(function)
    unpacked = [keyword.value for keyword in call.keywords if keyword.arg is None]
    kwarg = function.args.kwarg if isinstance(function, ast.FunctionDef) else None
    if kwarg is None or len(unpacked) != 1:
        return False
    uses = [each for each in walk(function) if isinstance(each, ast.Name) and each.id == kwarg.arg]  # type: ignore[arg-type]
    return len(uses) == 1 and uses[0] is unpacked[0]


def _call(call: ast.Call, old: OldCalls, evaluation: Evaluation) -> tuple[list[Edit], bool] | None:
    source = evaluation.source
    arguments = edits.arguments_of(source, call)
    if arguments is None:
        return None
    given = {keyword.arg: keyword for keyword in call.keywords if keyword.arg is not None}
    if not old.lost.isdisjoint(given):
        return None
    changed: list[Edit] = []
    for name, new in old.renamed:
        if name in given:
            renamed = edits.rename_keyword(source, given[name], new) if new not in given else None
            if renamed is None:
                return None
            changed += renamed
    held = [(name, holder, key) for name, holder, key in old.held if name in given]
    if held:
        moved = _into_dict(held, arguments, given, source)
        if moved is None:
            return None
        changed += moved
    renamed_to = {new for name, new in old.renamed if name in given}
    missing = [(new, value) for new, value in old.defaults if new not in given and new not in renamed_to]
    added = [f"{new}={edits.quoted(source, call, value)}" for new, value in missing]
    added += [f"{name}={value}" for name, value in old.always if name not in given]
    if added:
        if any(keyword.arg is None for keyword in call.keywords):
            return None  # what is unpacked may hold it
        changed += edits.add_keyword(arguments, ", ".join(added))
    return changed, bool(missing)


def _into_dict(
    held: list[tuple[str, str, str]], arguments: edits.Arguments, given: dict[str, ast.keyword], source: Source
) -> list[Edit] | None:
    """``database=x`` as ``hook_params={"schema": x}``: in the place of the first such argument, the others go."""
    holder = held[0][1]
    if holder in given:
        return None
    entries = [(key, edits.text_of(source, given[name].value)) for name, _, key in held]
    if any("\n" in text for _, text in entries):
        return None
    first = given[held[0][0]]
    inner = ", ".join(f"{edits.quoted(source, first, key)}: {text}" for key, text in entries)
    span = edits.span(source, first)
    changed = [Edit(Span(span.start, span.end), f"{holder}={{{inner}}}")]
    for name, _, _ in held[1:]:
        slot = arguments.holding(given[name])
        if slot is None:
            return None
        changed += edits.delete_argument(arguments, slot)
    return changed


@lru_cache(maxsize=1)
def _defaults_known(evaluation: Evaluation) -> bool:
    """Whether the default_args of the file's DAGs are known, so that none of them gives the argument."""
    dags = [each for each in evaluation.calls if each.qualified_name.rpartition(".")[2] in ("DAG", "dag")]
    given = [
        each.keywords["default_args"]
        for each in evaluation.calls
        if each.qualified_name.startswith("airflow.") and "default_args" in each.keywords
    ]
    return (
        bool(dags)
        and all(each.complete for each in dags)
        and all(isinstance(each, Mapping) and each.complete for each in given)
    )
