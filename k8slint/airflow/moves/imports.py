"""Finds imports from Airflow that were removed or are deprecated on the targets."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from k8slint.airflow.moves import names as moves
from k8slint.airflow.moves.branches import runs
from k8slint.airflow.moves.names import Status, Verdict
from k8slint.airflow.moves.rows import Change, Place
from k8slint.dataclass import dataclass
from k8slint.settings.targets import Targets
from k8slint.source.bindings import Guard, GuardKind, Imported, Index, Use, index

_MEANT = (GuardKind.TRY, GuardKind.FALLBACK, GuardKind.VERSION)


@dataclass(frozen=True, slots=True, eq=False)
class Outdated:
    """One import, or one use of a name through its module, that the targets don't have or will lose.

    ``node`` is where it is written, ``old`` its full name. ``use`` is set when the import itself is fine and a name
    behind it isn't.
    """

    imported: Imported
    node: ast.AST
    old: str
    verdict: Verdict
    use: Use | None = None

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
    found = [outdated for imported in bound.imports for outdated in _outdated(imported, bound, targets)]
    found += _dead_fallbacks(bound, targets)
    return tuple(found)


def _may_hold(tree: ast.Module, targets: Targets) -> bool:
    """Whether an import of the file is, or leads to, something that moved: reads statements only, so that the names of
    most files are never bound."""
    leads = moves.parents()
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
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


def _outdated(imported: Imported, bound: Index, targets: Targets) -> Iterator[Outdated]:
    if imported.level or imported.module.partition(".")[0] != "airflow":
        return
    if _is_meant(needed_guards(imported, bound), bound, targets):
        return
    verdict = moves.verdict_of(imported.dotted, targets)
    if verdict is not None:
        yield Outdated(imported, imported.alias, imported.dotted, _by_its_uses(imported, verdict, bound, targets))
        return
    for use in bound.uses(imported):
        if _is_meant(use.guards, bound, targets) or use.string is not None:
            continue
        for old in _reached(imported, use, bound):
            behind = moves.verdict_of(old, targets)
            if behind is None:
                continue
            yield Outdated(imported, use.nodes[old.count(".") - depth(imported)], old, behind, use)
            break


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
    old = meant(imported, use)
    if old is None:
        return
    yield old
    if imported.name is None and not imported.alias.asname:
        # Where several imports bind the top package, the deepest tell more of what was meant.
        others = (
            each for each in bound.imports if each.name is None and not each.alias.asname and each is not imported
        )
        if any(each.local == imported.local for each in others):
            return
    for part in use.path[old.count(".") - depth(imported) :]:
        old = f"{old}.{part}"
        yield old


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
