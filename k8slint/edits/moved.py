"""Chooses the fix of an outdated import: move it, or remove it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import lru_cache

from k8slint.airflow.moves import names as moves
from k8slint.airflow.moves.imports import Outdated, dead_imports, depth, meant
from k8slint.airflow.moves.names import Status, Verdict
from k8slint.airflow.moves.providers import OldCalls
from k8slint.airflow.moves.providers import calls_of as calls_of_old
from k8slint.airflow.moves.rows import Change
from k8slint.airflow.moves.table.arguments import NAMED_ARGUMENTS, Calls, calls_of
from k8slint.dataclass import dataclass
from k8slint.edits import imports as edits
from k8slint.edits.arguments import arguments_of, name_positional
from k8slint.edits.old_calls import rewritten
from k8slint.edits.stars import named
from k8slint.edits.successors import succeeded
from k8slint.edits.uses import is_private
from k8slint.evaluate.trace import Evaluation
from k8slint.finding import Edit
from k8slint.settings.targets import Targets
from k8slint.source.bindings import Imported, Use, index
from k8slint.source.nodes import nodes_of
from k8slint.source.text import Source, Span

DAYS_AGO = "airflow.utils.dates.days_ago"
PENDULUM = "use `pendulum.today`"


@dataclass(frozen=True, slots=True)
class Repair:
    """The edits of a repair, what they do, and whether the file means the same on the targets afterwards."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


def repair(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """How to import it from its place: its whole statement at once, as far as that is as safe as this one name."""
    source, tree = evaluation.source, evaluation.tree
    if outdated.imported.name == "*" and outdated.use is None:
        return _by_name(outdated, evaluation, targets)
    if outdated.use is not None:
        return _repair_use(outdated, outdated.use, evaluation, targets)
    if _is_method(outdated):
        return _repair_function(outdated, evaluation)
    if (old := _old_calls(outdated)) is not None:
        return _repair_calls(outdated, old, evaluation, targets)
    own = _part(outdated, evaluation, targets)
    if own is None:
        return None
    key = (outdated.imported.statement, outdated.verdict.status, own.safe)
    together = _together(evaluation)
    if key not in together:  # every name of it proposes the same edits
        parts = [own]
        for other in _of_statement(tree, targets).get(outdated.imported.statement, ()):
            if other.verdict.status is not outdated.verdict.status:
                continue
            part = _part(other, evaluation, targets) if other is not outdated and other.use is None else None
            if part is not None and (part.safe or not own.safe):
                parts.append(part)
        order = {id(alias): number for number, alias in enumerate(outdated.imported.statement.names)}
        parts.sort(key=lambda part: order[id(part.imported.alias)])
        together[key] = _moved_together(parts, source)
    changed = together[key]
    return Repair(_title(outdated), changed, own.safe) if changed else None


_Together = dict[tuple[object, ...], "tuple[Edit, ...] | None"]
_last: list[tuple[Evaluation, _Together]] = []


def _together(evaluation: Evaluation) -> _Together:
    """The edits of statements that were moved as a whole, of the file at hand."""
    if not _last or _last[0][0] is not evaluation:
        _last[:] = [(evaluation, {})]
    return _last[0][1]


@lru_cache(maxsize=1)
def _of_statement(tree: ast.Module, targets: Targets) -> dict[ast.stmt, list[Outdated]]:
    found: dict[ast.stmt, list[Outdated]] = {}
    for outdated in dead_imports(tree, targets):
        found.setdefault(outdated.imported.statement, []).append(outdated)
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """What one alias of a statement becomes, with what its uses need."""

    imported: Imported
    new: edits.NewName
    added: tuple[str, ...]
    uses: tuple[Edit, ...]
    safe: bool


def _part(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> _Part | None:
    place = outdated.verdict.place
    if (
        place is None
        or not outdated.can_move
        or outdated.imported.name == "*"
        or _is_method(outdated)
        or _old_calls(outdated)
    ):
        return None
    if outdated.imported.name is not None and place.name is not None:
        named = _named_arguments(outdated, evaluation) if place.dotted in NAMED_ARGUMENTS else ()
        if named is None:
            return None
        safe = _is_safe(outdated, evaluation)
        return _Part(outdated.imported, edits.NewName(place.module, place.name), (), named, safe)
    return _module_part(outdated, evaluation, targets)


def _named_arguments(outdated: Outdated, evaluation: Evaluation) -> tuple[Edit, ...] | None:
    """The edits that name the positional arguments which mean something else at the new place."""
    place = outdated.verdict.place
    changed: list[Edit] = []
    parameters = NAMED_ARGUMENTS[place.dotted] if place else ()
    for use in index(evaluation.tree).uses(outdated.imported):
        if use.call is None or use.path or len(use.call.args) < 2:
            continue
        arguments = arguments_of(evaluation.source, use.call)
        named = name_positional(arguments, parameters, 1) if arguments is not None else None
        if named is None:
            return None
        changed += named
    return tuple(changed)


def _module_part(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> _Part | None:
    imported, used = outdated.imported, []

    def new(name: str) -> edits.NewName | None:
        verdict = moves.verdict_of(f"{imported.dotted}.{name}", targets)
        if verdict is None or verdict.place is None or verdict.change is Change.SHAPE or verdict.place.name is None:
            return None
        used.append(verdict)
        return edits.NewName(verdict.place.module, verdict.place.name)

    row, place = moves.lookup(outdated.old), outdated.verdict.place
    whole = edits.NewName(place.module, None) if place and row and row.places else None
    plan = edits.plan_module(evaluation.source, index(evaluation.tree), imported, new, whole)
    if plan is None or (whole is None and not is_private(imported, evaluation)):
        return None
    calls = _calls_behind(imported, evaluation, targets)
    if calls is None:
        return None
    # What the names say that are used decides, not what the module's row says of all its names.
    safe = all(one.certain for one in used) if used else _is_safe(outdated, evaluation)
    return _Part(
        imported, plan.new, plan.added, (*plan.uses, *calls[0]), safe and calls[1] and outdated.verdict.certain
    )


def _calls_behind(imported: Imported, evaluation: Evaluation, targets: Targets) -> tuple[tuple[Edit, ...], bool] | None:
    """The edits of the calls of classes that take other arguments now, used through one import of their module, and
    whether all that is used means the same afterwards; None when a call can't follow."""
    behind: dict[str, list[Use]] = {}
    for use in index(evaluation.tree).uses(imported):
        old = meant(imported, use)
        if old is not None:
            behind.setdefault(old, []).append(use)
    changed: list[Edit] = []
    safe = True
    for old, uses in behind.items():
        verdict = moves.verdict_of(old, targets)
        if verdict is None or verdict.change is Change.SAME:
            continue
        calls = _old_calls_of(old, verdict)
        made = rewritten(uses, calls, evaluation, old.count(".") - depth(imported)) if calls else ((), False)
        if made is None:
            return None
        changed += made[0]
        safe = safe and made[1]
    return tuple(changed), safe


def _moved_together(parts: list[_Part], source: Source) -> tuple[Edit, ...] | None:
    statement, block = parts[0].imported.statement, parts[0].imported.block
    added = list(dict.fromkeys(module for part in parts for module in part.added))
    uses = [edit for part in parts for edit in part.uses]
    if isinstance(statement, ast.Import):
        moved = {part.imported.alias: part.new.module for part in parts}
        return (*edits.relocate_import(source, statement, moved), *edits.import_below(source, statement, added), *uses)
    names = {part.imported.alias: part.new for part in parts}
    return _with(edits.relocate(source, statement, names, block, added), uses)


def _with(changed: tuple[Edit, ...] | None, others: list[Edit]) -> tuple[Edit, ...] | None:
    return None if changed is None else (*changed, *others)


def _repair_use(outdated: Outdated, use: Use, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """``module.name`` behind a module that stays: an object of the module has it, or another module."""
    source, tree = evaluation.source, evaluation.tree
    place, old, bound = outdated.verdict.place, use.dotted, index(tree)
    if (
        place is None
        or place.name is None
        or outdated.verdict.change is Change.SHAPE
        or outdated.imported.name == "*"
        or bound.rebound(outdated.imported)
    ):
        return None
    steps = outdated.old.count(".") - depth(outdated.imported)
    if not isinstance(getattr(use.nodes[steps], "ctx", None), ast.Load):
        return None
    old = ".".join(old.split(".")[: steps + 1])
    calls: tuple[Edit, ...] = ()
    safe = _is_safe(outdated, evaluation)
    if (renamed := _old_calls(outdated)) is not None:
        made = rewritten(_alike(outdated, evaluation, targets), renamed, evaluation, steps)
        if made is None:
            return None
        calls, safe = made[0], made[1] and outdated.verdict.certain
    added: tuple[Edit, ...] = ()
    if place.module == outdated.old.rpartition(".")[0]:
        text = f"{old.rpartition('.')[0]}.{place.name}"
    else:
        added, text = edits.add_import(source, tree, f"from {place.module} import {place.name}")
    changed = edits.replaced_use(source, use, old, text)
    if changed is None:
        return None
    own = [edit for edit in calls if use.call is not None and _is_in(edit.span, edits.span_of(source, use.call))]
    return Repair(f"use `{place.dotted}`", (*added, *changed, *own), safe)


def _alike(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> list[Use]:
    """All uses of the same name through the same import."""
    every = dead_imports(evaluation.tree, targets)
    return [
        other.use
        for other in every
        if other.use is not None and other.imported is outdated.imported and other.old == outdated.old
    ]


def _is_in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _repair_function(outdated: Outdated, evaluation: Evaluation) -> Repair | None:
    """``from airflow.configuration import get``: the functions became methods of an object in the same module."""
    source, tree = evaluation.source, evaluation.tree
    place, bound = outdated.verdict.place, index(tree)
    if place is None or place.name is None or not is_private(outdated.imported, evaluation):
        return None
    owner, _, method = place.name.partition(".")
    swapped = edits.swap_import(source, tree, outdated.imported, f"from {place.module} import {owner}")
    if swapped is None:
        return None
    changed, local = swapped
    uses: list[Edit] = []
    for use in bound.uses(outdated.imported):
        replaced = edits.replaced_use(source, use, use.name.id, f"{local}.{method}")
        if replaced is None:
            return None
        uses += replaced
    return Repair(f"call `{owner}.{method}`", (*changed, *uses), _is_safe(outdated, evaluation))


def _old_calls(outdated: Outdated) -> OldCalls | None:
    """What the class that a provider dropped gave to the one in its place, where that isn't the same."""
    return _old_calls_of(outdated.old, outdated.verdict)


def _old_calls_of(old: str, verdict: Verdict) -> OldCalls | None:
    place = verdict.place
    if place is None or place.name is None or verdict.change is not Change.ARGUMENTS:
        return None
    above, _, name = old.rpartition(".")
    return calls_of_old(f"{above}:{name}", place.path)


def _repair_calls(outdated: Outdated, old: OldCalls, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """The class takes other arguments at its place: all its calls are rewritten, or nothing is."""
    place, source, tree = outdated.verdict.place, evaluation.source, evaluation.tree
    if place is None or outdated.imported.name is None:
        return None
    swapped = edits.swap_import(source, tree, outdated.imported, f"from {place.module} import {place.name}")
    if swapped is None:
        return None
    changed, local = swapped
    made = _renamed_calls(outdated, old, local, evaluation)
    if made is None:
        return None
    used, safe = made
    leader = _leader(outdated, safe, local, evaluation, targets)
    if leader is None:
        return Repair(f"use `{place.name}`", (*changed, *used), safe)
    dropped = edits.drop(source, outdated.imported)
    return Repair(f"use `{place.name}`", (*leader.edits, *dropped, *used), safe) if dropped else None


def _renamed_calls(
    outdated: Outdated, old: OldCalls, local: str, evaluation: Evaluation
) -> tuple[list[Edit], bool] | None:
    """The edits of all uses of the class, under its new name, and whether they are safe."""
    uses = index(evaluation.tree).uses(outdated.imported)
    calls = rewritten(uses, old, evaluation)
    if calls is None or not is_private(outdated.imported, evaluation):
        return None
    changed = list(calls[0])
    for use in uses:
        replaced = edits.replaced_use(evaluation.source, use, use.name.id, local)
        if replaced is None:
            return None
        changed += replaced
    return changed, calls[1] and outdated.verdict.certain


def _leader(outdated: Outdated, safe: bool, local: str, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """The repair of the first class of the file that becomes the same one, as safe as this: only it imports that."""
    for other in dead_imports(evaluation.tree, targets):
        if other is outdated:
            return None
        old = _old_calls(other) if other.use is None else None
        same = (
            other.verdict.place == outdated.verdict.place
            and other.imported.statement is not outdated.imported.statement
        )
        made = _renamed_calls(other, old, local, evaluation) if old is not None and same else None
        if old is not None and made is not None and (made[1] or not safe):
            return _repair_calls(other, old, evaluation, targets)
    return None


def _by_name(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """``from module import *``: the names that the file uses, by name."""

    def fits(old: str, verdict: Verdict, uses: Sequence[Use]) -> bool | None:
        if verdict.change is Change.SAME:
            return True
        calls = calls_of(verdict.place) if verdict.place else None
        if _old_calls_of(old, verdict) is not None:
            return None
        return calls is not None and all(_call_fits(use, evaluation, calls) for use in uses)

    found = named(outdated, evaluation, targets, fits)
    return Repair(*found) if found else None


def _title(outdated: Outdated) -> str:
    place = outdated.verdict.place
    return f"import from `{place.module}`" if place and place.name else f"import `{place.module if place else ''}`"


def _is_method(outdated: Outdated) -> bool:
    place = outdated.verdict.place
    return place is not None and place.name is not None and "." in place.name


def _is_safe(outdated: Outdated, evaluation: Evaluation) -> bool:
    """Whether the file means the same with the new place: the same thing, or no call of it that could tell."""
    place = outdated.verdict.place
    if not outdated.verdict.certain or place is None or outdated.verdict.change is Change.SHAPE:
        return False
    if outdated.verdict.change is Change.SAME:
        return True
    calls = calls_of(place)
    if calls is None or outdated.use is not None or not is_private(outdated.imported, evaluation):
        return False
    return all(_call_fits(use, evaluation, calls) for use in index(evaluation.tree).uses(outdated.imported))


def _call_fits(use: Use, evaluation: Evaluation, calls: Calls) -> bool:
    """Whether a call gives nothing that changed. A dict that it unpacks counts by its keys, where all of them are known."""
    call = use.call
    if call is None or use.path:
        return False
    if any(isinstance(argument, ast.Starred) for argument in call.args) or len(call.args) > calls.positional:
        return False
    if any(keyword.arg in calls.keywords for keyword in call.keywords):
        return False
    if all(keyword.arg is not None for keyword in call.keywords):
        return True
    records = evaluation.calls_at(call)
    return bool(records) and all(record.complete and calls.keywords.isdisjoint(record.keywords) for record in records)


def replacement(outdated: Outdated, evaluation: Evaluation, targets: Targets) -> Repair | None:
    """How to do without an import that has no place any more: drop it where nothing uses it, or write what it did."""
    source, tree = evaluation.source, evaluation.tree
    imported, bound = outdated.imported, index(tree)
    if imported.name == "*" and outdated.use is None:
        return _by_name(outdated, evaluation, targets)
    if not outdated.verdict.certain or bound.rebound(imported):
        return None
    if outdated.use is not None:
        imported_too = any(other.old == DAYS_AGO and other.use is None for other in dead_imports(tree, targets))
        if outdated.old != DAYS_AGO or imported_too:  # whose repair brings pendulum along: this one comes after it
            return None
        return _pendulum_days_of_module(outdated.use, source, tree)
    if not is_private(imported, evaluation):
        return None
    if _is_unused(outdated, evaluation):
        statement = imported.statement
        gone = [o for o in _of_statement(tree, targets)[statement] if o.verdict.status is Status.REMOVED]
        unused = [o.imported for o in gone if not o.can_move and _is_unused(o, evaluation)]
        dropped = edits.drop(source, *unused)
        return Repair("delete the unused import", dropped, True) if dropped else None
    uses = bound.uses(imported)
    if outdated.old == "airflow.utils.decorators.apply_defaults":
        return _without_decorator(imported, uses, source, tree)
    if outdated.old == DAYS_AGO:
        return _pendulum_days(imported, uses, source, tree)
    found = succeeded(outdated, evaluation)
    return Repair(*found) if found else None


def _is_unused(outdated: Outdated, evaluation: Evaluation) -> bool:
    if outdated.use is not None or not outdated.verdict.certain or index(evaluation.tree).uses(outdated.imported):
        return False
    return is_private(outdated.imported, evaluation)


def _without_decorator(imported: Imported, uses: tuple[Use, ...], source: Source, tree: ast.Module) -> Repair | None:
    """``@apply_defaults`` did what operators do by themselves since Airflow 2.1."""
    decorators = {
        id(decorator): node
        for node in nodes_of(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        for decorator in node.decorator_list
    }
    if any(id(use.name) not in decorators for use in uses):
        return None
    dropped = edits.drop(source, imported)
    lines = [edits.delete_line(source, use.name) for use in uses]
    if dropped is None or any(line is None for line in lines):
        return None
    return Repair("delete the decorator", (*dropped, *(line for line in lines if line is not None)), True)


def _pendulum_days(imported: Imported, uses: tuple[Use, ...], source: Source, tree: ast.Module) -> Repair | None:
    """``days_ago(n)`` was midnight UTC, n days back; pendulum, which Airflow itself needs, says the same."""
    swapped = edits.swap_import(source, tree, imported, "import pendulum")
    if swapped is None:
        return None
    swap, local = swapped
    changes = [_days_back(use, source, local) for use in uses]
    done = tuple(change for change in changes if change is not None)
    return Repair(PENDULUM, (*swap, *done), True) if len(done) == len(uses) else None


def _pendulum_days_of_module(use: Use, source: Source, tree: ast.Module) -> Repair | None:
    """The same for ``dates.days_ago(n)``: one call, behind an import that stays."""
    added, local = edits.add_import(source, tree, "import pendulum")
    change = _days_back(use, source, local)
    return Repair(PENDULUM, (*added, change), True) if change else None


def _days_back(use: Use, source: Source, pendulum: str) -> Edit | None:
    call = use.call
    if call is None or use.string is not None or len(call.args) + len(call.keywords) != 1:
        return None
    value = call.args[0] if call.args else call.keywords[0].value
    if isinstance(value, ast.Starred) or (call.keywords and call.keywords[0].arg != "n"):
        return None
    span = edits.span_of(source, value)
    days = source.text[span.start : span.end]
    plain = isinstance(value, (ast.Constant, ast.Name, ast.Attribute, ast.Call, ast.Subscript))
    negative = isinstance(value, ast.UnaryOp) and isinstance(value.op, ast.USub)
    today = f'{pendulum}.today("UTC")'
    back = days.removeprefix("-").lstrip() if negative else f"-{days}" if plain else f"-({days})"
    return Edit(edits.span_of(source, call), today if days == "0" else f"{today}.add(days={back})")
