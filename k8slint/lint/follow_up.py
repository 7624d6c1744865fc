"""Notes after a fix: packages that new imports need, and defaults that Airflow changed."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from k8slint.airflow.moves.names import recorded_moves
from k8slint.airflow.moves.providers import distribution_of, first_with
from k8slint.settings.targets import PROVIDERS, Targets, Version, at_least
from k8slint.source.nodes import nodes_of
from k8slint.source.syntax import CannotParse, parse

if TYPE_CHECKING:
    from k8slint.finding import Finding
    from k8slint.lint.report import Applied
    from k8slint.source.text import Source

CHANGED_DEFAULT = "KE707"
AIRFLOW_3: Version = (3, 0)
_MIGRATES = ("KE6", "KE70", "KE101", "KE106")  # codes of fixes that bring a file to another version
_MOST_PLACES = 3
_KUBERNETES = "airflow.providers.cncf.kubernetes"
# What every Airflow 3 brings along.
_WITH_AIRFLOW_3 = frozenset(
    f"{PROVIDERS}{name}" for name in ("common-compat", "common-io", "common-sql", "smtp", "standard")
)


def migrates(applied: tuple[Applied, ...], targets: Targets) -> bool:
    """Whether fixes brought a file to Airflow 3."""
    return at_least(targets.airflow, AIRFLOW_3) and any(code.startswith(_MIGRATES) for code, _, _ in applied)


def defaults_told(findings: Sequence[Finding]) -> str:
    """One sentence on the DAGs of a file that rely on defaults which another Airflow has; empty if none does."""
    places = [
        f"`{finding.message.split('`')[1]}` in line {finding.start.row}"
        for finding in findings
        if finding.code == CHANGED_DEFAULT
    ]
    if not places:
        return ""
    shown = ", ".join(places[:_MOST_PLACES]) + (" ..." if len(places) > _MOST_PLACES else "")
    return f"relies on defaults that Airflow 3.0 changed: {shown} (see {CHANGED_DEFAULT})"


def needed_packages(before: Source, after: Source, targets: Targets) -> tuple[tuple[str, Version], ...]:
    """The provider packages that a file imports from since it was fixed, with the first version that has all of it."""
    try:
        new = _imports(parse(after)) - _imports(parse(before))
        known = {path.partition(":")[0] for path in _imports(parse(before))}
    except CannotParse:
        return ()
    found: dict[str, Version] = {}
    for path in new:
        module = path.partition(":")[0]
        distribution = _distribution(module)
        if distribution is None or (distribution in _WITH_AIRFLOW_3 and at_least(targets.airflow, AIRFLOW_3)):
            continue
        first = _first(path)
        if first == (1, 0, 0) and any(_distribution(each) == distribution for each in known):
            continue  # the file needed it before
        found[distribution] = max(first, found.get(distribution, first))
    return tuple(sorted(found.items()))


def _imports(tree: ast.Module) -> set[str]:
    """What a file imports from providers, wherever it does."""
    return set(_imported(tree))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in nodes_of(tree):
        if isinstance(node, ast.ImportFrom) and not node.level and (node.module or "").startswith("airflow.providers."):
            yield from (f"{node.module}:{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("airflow.providers."))


def _distribution(module: str) -> str | None:
    if module.startswith(f"{_KUBERNETES}."):
        return f"{PROVIDERS}cncf-kubernetes"
    return distribution_of(module)


def _first(path: str) -> Version:
    """The first version with a place; of the cncf.kubernetes provider as the table of moves has it."""
    if not path.startswith(_KUBERNETES):
        return first_with(path)
    places = (place for move in recorded_moves() for place in move.places if place.path == path)
    return min((place.since for place in places if place.package == "provider" and place.since), default=(1, 0, 0))
