"""Replaces ``from module import *`` of a moved module with imports of the names that the file uses.

A name that the file uses and doesn't bind comes from a star, or is a builtin. Where the tables say of each such name what became
of it, the names are known that the star stands for.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from k8slint.airflow.moves import names as moves
from k8slint.airflow.moves.names import Status
from k8slint.airflow.moves.rows import Change
from k8slint.edits.imports import delete_statement, put_instead
from k8slint.finding import Edit
from k8slint.source.bindings import Imported, Use, index

if TYPE_CHECKING:
    from k8slint.airflow.moves.imports import Outdated
    from k8slint.airflow.moves.names import Verdict
    from k8slint.evaluate.trace import Evaluation
    from k8slint.settings.targets import Targets

_PROVIDED = frozenset(dir(builtins)) | {"__file__", "__name__", "__doc__", "__path__", "__builtins__"}
_REFLECTION = {"globals", "locals", "vars", "eval", "exec"}
Fits = Callable[
    [str, "Verdict", Sequence[Use]], bool | None
]  # whether all uses mean the same; None: they need other changes


def named(
    outdated: Outdated, evaluation: Evaluation, targets: Targets, fits: Fits
) -> tuple[str, tuple[Edit, ...], bool] | None:
    """What the fix is called, its edits, and whether the file means the same; None where a name isn't sure to be there."""
    tree, imported = evaluation.tree, outdated.imported
    bound, taken = index(tree), evaluation.taken()
    reflects = not _REFLECTION.isdisjoint(bound.free)
    if (
        imported.scope.parent is not None
        or taken.anything
        or reflects
        or evaluation.source.path.endswith("__init__.py")
    ):
        return None
    wanted = {*bound.free, *bound.exported, *taken.names} - bound.module.bound.keys() - _PROVIDED
    stars = [each for each in bound.imports if each.name == "*"]
    found = {name: verdict for name in sorted(wanted) if (verdict := _place_of(name, imported, targets)) is not None}
    unexplained = wanted - found.keys()
    for other in stars:
        if other is not imported and other.module.partition(".")[0] == "airflow" and not other.level:
            unexplained -= {name for name in unexplained if _place_of(name, other, targets) is not None}
    if unexplained and all(_is_dead(other, targets) for other in stars):
        return None  # they come from one of the stars, and the tables don't have them
    if any(_place_of(name, other, targets) for name in found for other in stars if _is_later(other, imported)):
        return None
    return _edits(outdated, found, not unexplained, evaluation, fits)


def _edits(
    outdated: Outdated, found: dict[str, Verdict], all_known: bool, evaluation: Evaluation, fits: Fits
) -> tuple[str, tuple[Edit, ...], bool] | None:
    source, imported, free = evaluation.source, outdated.imported, index(evaluation.tree).free
    if not found:
        deleted = delete_statement(source, imported.statement, imported.block.statements)
        return "delete the unused import", deleted, all_known
    by_module: dict[str, list[str]] = {}
    safe = all_known
    for name, verdict in found.items():
        place = verdict.place
        if place is None or place.name is None or "." in place.name or verdict.change is Change.SHAPE:
            return None
        by_module.setdefault(place.module, []).append(name if place.name == name else f"{place.name} as {name}")
        plain = fits(f"{imported.module}.{name}", verdict, free.get(name, ()))
        if plain is None:
            return None
        safe = safe and verdict.certain and plain
    parts = [f"from {module} import {', '.join(names)}" for module, names in sorted(by_module.items())]
    return "import by name what is used", put_instead(source, imported.statement, parts), safe


def _place_of(name: str, imported: Imported, targets: Targets) -> Verdict | None:
    """What became of a name of the module, as far as a row has it."""
    if name.startswith("_"):
        return None
    verdict = moves.verdict_of(f"{imported.module}.{name}", targets)
    return verdict if verdict is not None and verdict.move.recorded and verdict.place is not None else None


def _is_dead(imported: Imported, targets: Targets) -> bool:
    verdict = None if imported.level else moves.verdict_of(imported.module, targets)
    return verdict is not None and verdict.status is Status.REMOVED


def _is_later(other: Imported, imported: Imported) -> bool:
    return isinstance(other.statement, ast.ImportFrom) and other.statement.lineno > imported.statement.lineno
