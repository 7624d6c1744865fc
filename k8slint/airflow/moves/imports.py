"""Finds imports from Airflow that were removed or are deprecated on the targets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from k8slint.airflow.moves import names as moves
from k8slint.airflow.moves.branches import runs
from k8slint.airflow.moves.names import Status, Verdict
from k8slint.airflow.moves.removed import reached
from k8slint.airflow.moves.rows import Change, Place, Since
from k8slint.airflow.moves.table.only_importable import ONLY_IMPORTABLE
from k8slint.dataclass import dataclass
from k8slint.settings.targets import Targets
from k8slint.source.bindings import Guard, GuardKind, Imported, Index, Use, dotted_name, index
from k8slint.source.nodes import parents_of

_MEANT = (GuardKind.TRY, GuardKind.FALLBACK, GuardKind.VERSION)


@dataclass(frozen=True, slots=True, eq=False)
class Outdated:
    """One import, or one use of a name through its module, that the targets don't have or will lose.

    ``node`` is where it is written, ``old`` its full name. ``use`` is set when the import itself is fine and a name
    behind it isn't. ``only_importable`` is the module that can still be imported, but not be read as an attribute of its
    package.
    """

    imported: Imported
    node: ast.AST
    old: str
    verdict: Verdict
    use: Use | None = None
    only_importable: str = ""

    @property
    def only_for_types(self) -> bool:
        return self.imported.guarded_by(GuardKind.TYPE_CHECKING)

    @property
    def can_move(self) -> bool:
        """Whether changing the import is enough. A name without a record may not exist at the new location."""
        known = self.verdict.move.recorded or self.verdict.place is None or self.verdict.place.name is None
        return self.verdict.place is not None and self.verdict.change is not Change.SHAPE and known


@lru_cache(maxsize=1)  # three rules ask for the same file in turn
def dead_imports(tree: ast.Module, targets: Targets) -> tuple[Outdated, ...]:
    """All imports of removed or deprecated names on the targets, in the order of the file."""
    if not _may_hold(tree, targets):
        return ()
    bound = index(tree)
    found = [outdated for imported in bound.imports for outdated in _outdated(imported, bound, tree, targets)]
    found += _dead_fallbacks(bound, targets)
    return tuple(found)


def _may_hold(tree: ast.Module, targets: Targets) -> bool:
    """Whether an import of the file is, or leads to, something that moved: reads statements only, so that the names of
    most files are never bound."""
    leads = moves.parents()
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            front = f"{node.module}." if isinstance(node, ast.ImportFrom) and node.module else ""
            names = [f"{front}{alias.name}" for alias in node.names]
            if any(name.startswith("airflow") and (name in leads or moves.verdict_of(name, targets)) for name in names):
                return True
            if any(name.startswith("airflow") and name.endswith("*") for name in names):
                return True
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, None)
            if isinstance(inner, list):
                stack.extend(inner)
    return False


def _outdated(imported: Imported, bound: Index, tree: ast.Module, targets: Targets) -> Iterator[Outdated]:
    if imported.level or imported.module.partition(".")[0] != "airflow":
        return
    if _is_meant(needed_guards(imported, bound), bound, targets):
        return
    verdict = moves.verdict_of(imported.dotted, targets)
    if verdict is not None:
        module = _only_importable(imported.dotted, targets) if _binds_the_package(imported) else ""
        if module and any(meant(imported, use) and _runs(use, bound, tree, targets) for use in bound.uses(imported)):
            verdict = _removed(verdict, module)
        else:
            module = ""
        found = _by_its_uses(imported, verdict, bound, targets)
        yield Outdated(imported, imported.alias, imported.dotted, found, only_importable=module)
        return
    if imported.name == "*":
        yield from _from_star(imported, bound, tree, targets)
        return
    for use in bound.uses(imported):
        if use.string is not None or not _runs(use, bound, tree, targets):
            continue
        found_behind = _behind(imported, use, bound, targets)
        if found_behind is not None:
            old, behind, module = found_behind
            yield Outdated(imported, use.nodes[old.count(".") - depth(imported)], old, behind, use, module)


def _from_star(imported: Imported, bound: Index, tree: ast.Module, targets: Targets) -> Iterator[Outdated]:
    """The uses of names that ``from module import *`` gave, of a module that is still there without them."""
    stars = [each for each in bound.imports if each.name == "*"]
    if any(each.level or each.module.partition(".")[0] != "airflow" for each in stars):
        return  # they may come from there
    for name, uses in bound.free.items():
        verdict = moves.verdict_of(f"{imported.module}.{name}", targets)
        if verdict is None or verdict.status is not Status.REMOVED or not verdict.move.recorded:
            continue
        for use in uses:
            if _runs(use, bound, tree, targets):
                yield Outdated(imported, use.name, f"{imported.module}.{name}", verdict, use)


def _behind(imported: Imported, use: Use, bound: Index, targets: Targets) -> tuple[str, Verdict, str] | None:
    """The name that a use reaches and that moved, what became of it, and the module that can only be imported."""
    reached_names = list(_reached(imported, use, bound))
    for number, old in enumerate(reached_names):
        behind = moves.verdict_of(old, targets)
        if behind is None:
            continue
        module = next((name for name in reached_names[: number + 1] if _only_importable(name, targets)), "")
        if behind.move.name is None and number + 1 < len(reached_names):
            inner = moves.verdict_of(reached_names[number + 1], targets)
            if inner is not None and inner.place is not None and inner.place.name is not None:
                old, behind = reached_names[number + 1], inner
        return old, _removed(behind, module) if module else behind, module
    return None


def _only_importable(dotted: str, targets: Targets) -> str:
    """The name, if it is a module that no attribute of its package leads to on the targets."""
    release = ONLY_IMPORTABLE.get(dotted)
    return dotted if release is not None and reached(("airflow", release), targets) else ""


def _removed(verdict: Verdict, module: str) -> Verdict:
    since = Since("airflow", ONLY_IMPORTABLE[module])
    return Verdict(Status.REMOVED, since, verdict.move, verdict.place, verdict.change, verdict.certain)


def _binds_the_package(imported: Imported) -> bool:
    """Whether it is ``import airflow.x``, which makes ``airflow`` a name of the file."""
    return imported.name is None and not imported.alias.asname


def _runs(use: Use, bound: Index, tree: ast.Module, targets: Targets) -> bool:
    """Whether a use is evaluated on the targets, and an error of it caught by nobody."""
    only_types = any(guard.kind is GuardKind.TYPE_CHECKING for guard in use.guards)
    if only_types or _is_meant(use.guards, bound, targets) or use.string is not None:
        return False
    later = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and node.names[0].name == "annotations"
        for node in tree.body
    )
    parents = parents_of(tree)
    child: ast.AST = use.name
    parent = parents.get(child)
    while parent is not None:
        match parent:
            case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=annotation) if annotation is child:
                return not later
            case ast.FunctionDef(returns=returns) | ast.AsyncFunctionDef(returns=returns) if returns is child:
                return not later
            case ast.Try(body=body, handlers=handlers) if child in body and any(map(_catches_attributes, handlers)):
                return False
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() if child in _body(parent):
                return True  # it runs later than what stands around it
        child, parent = parent, parents.get(parent)
    return True


def _body(function: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> list[ast.AST]:
    return [function.body] if isinstance(function, ast.Lambda) else [*function.body]


def _catches_attributes(handler: ast.ExceptHandler) -> bool:
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted_name(kind).rpartition(".")[2] == "AttributeError" for kind in kinds)


def _is_meant(guards: tuple[Guard, ...], bound: Index, targets: Targets) -> bool:
    """Whether something is meant not to work everywhere, or doesn't run on the targets."""
    return any(guard.kind in _MEANT and not runs(guard, bound, targets) for guard in guards)


def needed_guards(imported: Imported, bound: Index) -> tuple[Guard, ...]:
    """The guards around an import, but for a ``try`` in which the name is used and whose handlers don't bind it: without
    the import nothing takes its place, and what follows in the ``try`` doesn't run."""
    if not imported.guards or not imported.guarded_by(GuardKind.TRY) or not imported.local:
        return imported.guards
    if len(imported.scope.bound.get(imported.local, ())) != 1:
        return imported.guards
    used = {id(guard) for use in bound.uses(imported) for guard in use.guards}
    return tuple(guard for guard in imported.guards if guard.kind is not GuardKind.TRY or id(guard) not in used)


def _reached(imported: Imported, use: Use, bound: Index) -> Iterator[str]:
    """The full names that a use reaches one after the other. ``import airflow`` gives all that others imported below
    it, so ``airflow.utils.dates.days_ago`` may work behind it, as long as it is there at all."""
    if _binds_the_package(imported):
        if _owner(imported, use, bound) is imported:
            yield from (".".join((use.name.id, *use.path[:end])) for end in range(1, len(use.path) + 1))
        return
    old = meant(imported, use)
    if old is None:
        return
    yield old
    for part in use.path[old.count(".") - depth(imported) :]:
        old = f"{old}.{part}"
        yield old


def _owner(imported: Imported, use: Use, bound: Index) -> Imported:
    """Where several imports bind the top package, the one that tells most of what a use means."""

    def told(other: Imported) -> int:
        parts = other.module.split(".")
        return len(parts) if use.dotted.split(".")[: len(parts)] == parts else 0

    others = [
        each for each in bound.imports if each.local == imported.local and _binds_the_package(each) and not each.level
    ]
    return max(others, key=told)


def depth(imported: Imported) -> int:
    """How many parts of a full name the local name stands for, less one."""
    return 0 if imported.name is None and not imported.alias.asname else imported.dotted.count(".")


def meant(imported: Imported, use: Use) -> str | None:
    """The full name that ``module.name`` means; None for anything but a name behind the imported module."""
    if not use.path or imported.name == "*":
        return None
    if imported.name is None and not imported.alias.asname:
        inside = imported.module.split(".")[1:]
        if list(use.path[: len(inside)]) != inside or len(use.path) <= len(inside):
            return None
        return ".".join((use.name.id, *use.path[: len(inside) + 1]))
    return f"{imported.dotted}.{use.path[0]}"


def _by_its_uses(imported: Imported, verdict: Verdict, bound: Index, targets: Targets) -> Verdict:
    """A module that went without a place of its own may still be movable: by the places of the names used of it."""
    if verdict.place is not None or imported.name == "*":
        return verdict
    places: list[Verdict] = []
    for use in bound.uses(imported):
        old = meant(imported, use)
        if old is None and imported.name is None and not imported.alias.asname:
            continue  # ``import airflow.x`` binds ``airflow``, and this use goes elsewhere from there
        behind = moves.verdict_of(old, targets) if old else None
        if behind is None or behind.place is None or behind.change is Change.SHAPE:
            return verdict
        places.append(behind)
    if not places:
        return verdict
    change = Change.SAME if all(one.change is Change.SAME for one in places) else Change.ARGUMENTS
    first = places[0].place
    assert first is not None
    place = Place(first.module, first.package, first.since, first.before)
    return Verdict(verdict.status, verdict.since, verdict.move, place, change, all(one.certain for one in places))


def _dead_fallbacks(bound: Index, targets: Targets) -> Iterator[Outdated]:
    """The last resort of a ``try``: an import in a handler when every attempt at the same name is gone."""
    attempts: dict[tuple[int, str], list[Imported]] = {}
    for imported in bound.imports:
        kinds = {guard.kind for guard in imported.guards}
        if not imported.level and imported.local and kinds and kinds <= {GuardKind.TRY, GuardKind.FALLBACK}:
            attempts.setdefault((id(imported.guards[0].node), imported.local), []).append(imported)
    for group in attempts.values():
        last = group[-1]
        if len(group) < 2 or last.guards[-1].kind is not GuardKind.FALLBACK or bound.rebound(last):
            continue
        verdicts = [moves.verdict_of(imported.dotted, targets) for imported in group]
        verdict = verdicts[-1]
        if verdict is not None and all(one is not None and one.status is Status.REMOVED for one in verdicts):
            yield Outdated(last, last.alias, last.dotted, verdict)
