"""What releases of Airflow 2 dropped before the last one, which ``tools.names`` compares with Airflow 3: part of
``k8slint/data/removed_names.py``.

``records/earlier.json`` holds what ``read_releases`` found in the code of one release of every minor version: the names that
an earlier one defines, and no later one can have. A name counts as gone from the first minor version without it.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path

from tools.operators import Version
from tools.providers import Release, bound_in, defined_in

RECORD = Path(__file__).parent / "records" / "earlier.json"
_LEFT_OUT = frozenset(
    {"_vendor", "api_connexion", "cli", "example_dags", "migrations", "mypy", "providers", "tests", "www"}
)
_MIN_NAME = 3  # characters: type variables have one or two


def read_releases(releases: Path) -> dict[str, str]:
    """``releases`` is the folder of Airflow that the operators are read from. The first minor version without each name."""
    folders = {tuple(map(int, each.name.split("."))): each for each in releases.iterdir()}
    read = [_read(version, folders[version]) for version in sorted(folders)]
    found: dict[str, str] = {}
    for number, release in enumerate(read[:-1]):
        later = read[number + 1 :]
        if later[0].version >= (3,):
            break
        for module, names in release.modules.items():
            for name in names:
                path = f"{module}:{name}"
                if not any(each.may_have(path) for each in later):
                    found[path] = ".".join(map(str, later[0].version[:2]))
    return dict(sorted(found.items()))


def _read(version: Version, folder: Path) -> Release:
    release = Release(version)
    for path in sorted((folder / "airflow").rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if not _LEFT_OUT.isdisjoint(parts):
            continue
        module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        release.modules[module] = {each.name: each for each in defined_in(tree.body) if _is_public(each.name)}
        release.bound.setdefault(module, set()).update(bound_in(tree.body))
        for lazy in _made_by(tree) if parts[-1] == "__init__" else ():
            release.bound.setdefault(f"{module}.{lazy}", set()).add("*")
    return release


def _made_by(tree: ast.Module) -> Iterator[str]:
    """The modules that a package makes of a table when they are asked for."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            yield from (
                key.value for key in node.value.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
            )


def _is_public(name: str) -> bool:
    return not name.startswith("_") and len(name) >= _MIN_NAME


def write_record(record: dict[str, str]) -> None:
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def rows() -> Iterator[tuple[str, str]]:
    """Each path with the version since which it is gone."""
    yield from json.loads(RECORD.read_text(encoding="utf-8")).items()
