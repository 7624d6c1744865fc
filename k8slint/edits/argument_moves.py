"""Edits that rename or remove an argument, or a configuration option in ``conf.get``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import (
    BY_DEFAULT,
    Given,
    is_available,
    is_gone,
    owners_of,
    takes_default_args,
)
from k8slint.airflow.moves.table.arguments import Effect, Owner
from k8slint.edits import arguments as edits
from k8slint.edits.classes import container_resources
from k8slint.edits.uses import Mention, Way, follow, follow_parameter, function_called, is_dict_call
from k8slint.evaluate.values import Const
from k8slint.finding import Applicability, Edit, Fix
from k8slint.settings.targets import Targets, Version, at_least
from k8slint.source.bindings import index
from k8slint.source.nodes import parents_of

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.source.text import Source

# Options of the KubernetesExecutor that moved: (section, option) before and after, and since when. The section as a
# whole was renamed in Airflow 2.5; the old name raises from 3.0 on.
OLD_SECTION, NEW_SECTION = "kubernetes", "kubernetes_executor"
SECTION_SINCE: Version = (2, 5)
OPTION_MOVES: dict[str, tuple[str, str, Version]] = {
    "worker_pods_pending_timeout": ("scheduler", "task_queued_timeout", (2, 6)),
    "worker_pods_pending_timeout_check_interval": ("scheduler", "task_queued_timeout_check_interval", (2, 6)),
}
_CHANGING = frozenset(
    {"append", "extend", "insert", "add", "update", "pop", "popitem", "remove", "setdefault", "write"}
)
_MAX_DEPTH = 10  # functions that hand an argument on, one to the other


def fix_argument(given: Given, evaluation: Evaluation, targets: Targets) -> Fix | None:
    """The fix for a removed or deprecated argument: rename it, convert its value, or delete it.

    None when another file holds it, when the new name is given as well, or when only a person can say what to write.
    """
    move, source = given.move, evaluation.source
    node = given.name.node
    if given.name.source is not source or not isinstance(node, ast.keyword | ast.expr):
        return None
    arguments = edits.arguments_around(source, evaluation.tree, node, given.call.origin.node)
    slot = arguments.holding(node) if arguments else None
    if arguments is None or slot is None:
        return None
    safety = _safety(given, node, evaluation)
    if safety is None:
        return None
    siblings = given.call.keywords if not given.by_default else {}
    if move.new is None or (move.new in siblings and move.effect is Effect.IGNORED):
        if not move.drops and move.new is None:
            return None
        if not _does_nothing(slot.value, evaluation):
            safety = Applicability.UNSAFE
        return Fix(f"delete `{move.old}`", edits.delete_argument(arguments, slot), safety)
    if isinstance(given.value, Const) and given.value.value is None and move.new in siblings:
        if not _is_constant(slot.value, evaluation):
            safety = Applicability.UNSAFE
        if move.owner is Owner.DAG:
            safety = Applicability.UNSAFE  # of both, Airflow 2 took the old one: the DAG had no schedule
        return Fix(f"delete `{move.old}`", edits.delete_argument(arguments, slot), safety)
    if not is_available(move, targets) or move.new in siblings or arguments.slot(move.new) is not None:
        return None
    if move.value:
        return _convert(given, slot, arguments, evaluation, targets, safety)
    renamed = edits.rename_keyword(source, node, move.new)
    return None if renamed is None else Fix(f"rename it to `{move.new}`", renamed, safety)


def drop_none(call: CallRecord, name: str, instead: str, evaluation: Evaluation) -> Fix | None:
    """The fix for an argument that is None and may not be: leave it out; where a name stands for it, write ``instead`` for
    None. None when it isn't written as a keyword of the call itself, in this file."""
    source, node = evaluation.source, call.keys[name].node
    if call.keys[name].source is not source or not isinstance(node, ast.keyword) or call.origin.node is None:
        return None
    parent = parents_of(evaluation.tree).get(node)
    arguments = edits.arguments_around(source, evaluation.tree, node) if parent is call.origin.node else None
    slot = arguments.holding(node) if arguments is not None else None
    if arguments is None or slot is None:
        return None
    if isinstance(node.value, ast.Constant):
        return Fix(f"delete `{name}`", edits.delete_argument(arguments, slot), Applicability.SAFE)
    if not instead or not isinstance(node.value, ast.Name | ast.Attribute):
        return None
    text = f"{edits.text_of(source, node.value)} or {instead}"
    return Fix(f"write `{text}`", edits.replace_value(source, node.value, text), Applicability.SAFE)


def _convert(
    given: Given,
    slot: edits.Slot,
    arguments: edits.Arguments,
    evaluation: Evaluation,
    targets: Targets,
    safety: Applicability,
) -> Fix | None:
    """A rename that also changes the value."""
    source, move = evaluation.source, given.move
    if move.new is None or slot.name is None:
        return None
    if move.value == "resources":
        changed = container_resources(slot, given.value, evaluation, targets)
        return None if changed is None else Fix(f"rename it to `{move.new}`", changed, safety)
    renamed = edits.rename_keyword(source, slot.name, move.new)
    if renamed is None:
        return None
    text: str | None = None
    match move.value, given.value if _is_constant(slot.value, evaluation) else None:
        case "serializer", Const(value=False):
            return Fix(f"delete `{move.old}`", edits.delete_argument(arguments, slot), safety)
        case "serializer", Const(value=True):
            text = edits.quoted(source, slot.value, "dill")
        case "on_finish_action", Const(value=bool() as deletes):
            text = edits.quoted(source, slot.value, "delete_pod" if deletes else "keep_pod")
            if not deletes and is_gone(move, targets):
                safety = Applicability.UNSAFE  # today the target deletes the pod
        case "on_finish_action", Const(value=None):
            return Fix(f"delete `{move.old}`", edits.delete_argument(arguments, slot), safety)
        case "on_finish_action", _:
            condition = edits.text_of(source, slot.value)
            if "\n" in condition:
                return None
            delete, keep = (edits.quoted(source, slot.value, text) for text in ("delete_pod", "keep_pod"))
            text = f"{delete} if {condition} else {keep}"
            safety = Applicability.UNSAFE
    if text is None:
        return None
    value = edits.replace_value(source, slot.value, text)
    return Fix(f"write `{move.new}={text}`", (*renamed, *value), safety)


def _does_nothing(node: ast.expr, evaluation: Evaluation) -> bool:
    """Whether evaluating an expression changes nothing, as far as the file tells: it binds no name, calls no function of
    the file, and no method that changes what it is called on."""
    for each in ast.walk(node):
        if isinstance(each, ast.NamedExpr | ast.Await | ast.Yield | ast.YieldFrom):
            return False
        if not isinstance(each, ast.Call):
            continue
        function = function_called(each, evaluation.tree)
        if function is not None and function.name != "__init__":
            return False
        if isinstance(each.func, ast.Attribute) and each.func.attr in _CHANGING:
            return False
    return True


def _is_constant(node: ast.expr, evaluation: Evaluation) -> bool:
    """Whether an expression always has the value that it had when the file was evaluated: a literal, or a name of the
    module that is bound to one and nothing else. A parameter may have another one in the next call."""
    if isinstance(node, ast.Name):
        bound = index(evaluation.tree)
        binders = bound.module.bound.get(node.id, [])
        binder = binders[0] if len(binders) == 1 else None
        own = any(node.id in scope.bound for scope in bound.scopes if scope.parent is not None)
        parent = parents_of(evaluation.tree).get(binder) if isinstance(binder, ast.Name) else None
        if own or not isinstance(parent, ast.Assign) or len(parent.targets) != 1 or parent.targets[0] is not binder:
            return False
        node = parent.value
    return isinstance(node, ast.Constant)


def _safety(given: Given, node: ast.keyword | ast.expr, evaluation: Evaluation) -> Applicability | None:
    """How sure it is that an argument may get another name where it is written: safe when every place that it goes to is
    a call which takes the new one; None when one is known that needs the old one."""
    parent = parents_of(evaluation.tree).get(node)
    if isinstance(node, ast.keyword) and isinstance(parent, ast.Call) and not is_dict_call(parent):
        if any(given.move.owner in owners_of(record, evaluation.tree) for record in evaluation.calls_at(parent)):
            return Applicability.SAFE  # its own keyword
        return _of_unpacked(parent, given, node, evaluation, 0)
    if not isinstance(parent, ast.Dict | ast.Call):
        return Applicability.UNSAFE
    return _of_mentions(follow(parent, evaluation), given, node, evaluation, 0)


def _of_mentions(
    mentions: tuple[Mention, ...], given: Given, node: ast.AST, evaluation: Evaluation, depth: int
) -> Applicability | None:
    """The same, for a dict that holds the argument, or the ``**kwargs`` that it arrives in."""
    worst = Applicability.SAFE
    for mention in mentions:
        found: Applicability | None = Applicability.UNSAFE
        match mention:
            case Mention(way=Way.UNPACKED, call=ast.Call() as call):
                found = _of_unpacked(call, given, node, evaluation, depth)
            case Mention(way=Way.GIVEN, call=ast.Call() as call, path=("default_args",)):
                takes = given.move.owner in BY_DEFAULT and any(
                    takes_default_args(record) for record in evaluation.calls_at(call)
                )
                found = Applicability.SAFE if takes else Applicability.UNSAFE
            case Mention(way=Way.HELD | Way.FETCHED):
                found = Applicability.SAFE  # where the other dict goes is followed too
            case Mention(way=Way.READ | Way.WRITTEN, key=str() as key):
                if key == given.move.old:
                    return None
                found = Applicability.SAFE if key != given.move.new else Applicability.UNSAFE
        if found is None:
            return None
        worst = found if found is Applicability.UNSAFE else worst
    return worst


def _of_unpacked(
    call: ast.Call, given: Given, node: ast.AST, evaluation: Evaluation, depth: int
) -> Applicability | None:
    """The same, for one call that gets the argument by its name, among others."""
    function = function_called(call, evaluation.tree)
    if function is not None:
        arguments = function.args
        named = {each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)}
        if not named.isdisjoint({given.move.old, given.move.new}) or arguments.kwarg is None or depth > _MAX_DEPTH:
            return None
        return _of_mentions(follow_parameter(function, arguments.kwarg, evaluation), given, node, evaluation, depth + 1)
    records = evaluation.calls_at(call)
    takes = all(given.move.owner in owners_of(record, evaluation.tree) for record in records)
    seen = any(each.node is node for record in records for each in record.keys.values())
    return Applicability.SAFE if seen and takes else Applicability.UNSAFE


def move_config_option(source: Source, call: ast.Call, targets: Targets) -> Fix | None:
    """The fix for ``conf.get("kubernetes", option)`` and its sisters: the section and option as the target has them.

    None unless both are literal strings, in this order or as ``section=`` and ``key=``.
    """
    places = {keyword.arg: keyword.value for keyword in call.keywords}
    section = call.args[0] if call.args else places.get("section")
    option = call.args[1] if len(call.args) > 1 else places.get("key")
    match section, option:
        case ast.Constant(value=str() as old_section), ast.Constant(value=str() as old_option):
            pass
        case _:
            return None
    assert section is not None
    assert option is not None
    if old_section not in (OLD_SECTION, NEW_SECTION) or not at_least(targets.airflow, SECTION_SINCE):
        return None
    new_section, new_option = NEW_SECTION, old_option
    if old_option in OPTION_MOVES and at_least(targets.airflow, OPTION_MOVES[old_option][2]):
        new_section, new_option, _ = OPTION_MOVES[old_option]
    changes: list[Edit] = []
    for node, old, new in ((section, old_section, new_section), (option, old_option, new_option)):
        if old != new:
            changes += edits.replace_value(source, node, edits.quoted(source, node, new))
    if not changes:
        return None
    # From 2.5 on the old section gave what the call says to take instead.
    safety = Applicability.UNSAFE if "fallback" in places or None in places else Applicability.SAFE
    return Fix(f"read it from [{new_section}] {new_option}", tuple(changes), safety)
