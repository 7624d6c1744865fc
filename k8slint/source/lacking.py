"""Finds imports of names that a module of the project doesn't have.

Reported is only what is certain: the module is that file, and nothing can give it the name. A file that says
``__getattr__``, ``globals()``, ``import *`` or the like can have any name.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern
from k8slint.source.bindings import GuardKind, Imported, index
from k8slint.source.nodes import walk
from k8slint.source.takers import taken_as

if TYPE_CHECKING:
    from k8slint.source.project import ModuleFile, Project

_ANY_NAME = pattern(
    r"__getattr__|__path__|__dict__|__class__|__import__|\bimport\s*\(?\s*\*|\b(?:exec|eval|globals|locals|vars|setattr)\b"
    r"|\bimportlib\b|\bmodules\b|\blazy|\battach\b"
)
_NEVER_OWN = frozenset({"airflow", "kubernetes"}) | sys.stdlib_module_names
_MEANT = (GuardKind.TRY, GuardKind.FALLBACK, GuardKind.VERSION, GuardKind.TYPE_CHECKING)


@dataclass(frozen=True, slots=True, eq=False)
class Lacking:
    """One imported name that its module lacks; ``path`` is the module's file as messages show it."""

    imported: Imported
    path: str


def lacking(project: Project, path: str, tree: ast.Module) -> Iterator[Lacking]:
    """The names that the file at ``path`` imports from modules of the project which don't have them."""
    missing: dict[ast.alias, ModuleFile] = {}
    for statement in () if path.endswith(".pyi") else _statements(tree):
        module = statement.module or ""
        if not statement.level and module.partition(".")[0] in _NEVER_OWN:
            continue
        file = project.resolve(module, path, statement.level)
        if file is None or file.namespace or os.path.realpath(path) == file.path:
            continue
        missing.update((each, file) for each in statement.names if _lacks(project, path, file, each.name))
    if not missing:
        return  # without the names and guards of the file, which take time
    for imported in index(tree).imports:
        file = missing.get(imported.alias)
        if file is None or imported.guarded_by(*_MEANT) or not _is_that_file(project, path, imported, file):
            continue
        yield Lacking(imported, project.shown(file.path))


def _statements(tree: ast.Module) -> Iterator[ast.ImportFrom]:
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, ast.ImportFrom):
            yield node
        for block in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, block, None)
            if isinstance(inner, list):
                stack.extend(inner)


def _lacks(project: Project, path: str, file: ModuleFile, name: str) -> bool:
    """Whether nothing can give the name to the module."""
    if name == "*" or (file.is_package and not name[:1].isupper()):
        return False  # a module of the package that is generated, or kept out of the repository
    text = _text(project, path, file)
    if text is None or _ANY_NAME.search(text) or _binds_plainly(text, name):
        return False
    if file.is_package and project.resolve(name, file.path, 1) is not None:
        return False
    return not re.search(rf"\b{re.escape(name)}\b", text) or not project.once(
        ("binds", file.path, name), lambda: _binds(project, path, file, name)
    )


def _text(project: Project, path: str, file: ModuleFile) -> str | None:
    return project.once(("text", file.path), lambda: project.read(file.path, path))


def _binds_plainly(text: str, name: str) -> bool:
    """Whether a definition, an assignment or an import of the name shows in the text."""
    if name not in text:
        return False
    word = re.escape(name)
    return bool(
        re.search(
            rf"\b(?:def|class|for|as)\s+{word}\b|\b{word}\b\s*(?:[,)\]]|:[^=\n]+=|=(?!=)|\+=|\|=)|\bimport\b[^#\n]*\b{word}\b",
            text,
        )
    )


def _binds(project: Project, path: str, file: ModuleFile, name: str) -> bool:
    """Whether anything in the module binds the name, in whatever scope; True if it can't be parsed."""
    read = project.tree(file.path, path)
    if read is None:
        return True
    for node in walk(read[1]):
        if isinstance(node, ast.Name) and node.id == name and not isinstance(node.ctx, ast.Load):
            return True
        if isinstance(node, ast.alias) and name in (node.asname, node.name.partition(".")[0]):
            return True
        if name in (getattr(node, "name", None), getattr(node, "rest", None)) or name in getattr(node, "names", ()):
            return True
    return False


def _is_that_file(project: Project, path: str, imported: Imported, file: ModuleFile) -> bool:
    """Whether the import certainly means the file, and not an installed package of the same name: it is relative, leads
    through a package of the project, or a file takes from it, by the same name, what it has."""
    if imported.level or (imported.module.count(".") and project.is_sure(file, path)):
        return True
    text = _text(project, path, file) or ""
    return any(_defines(text, each) for each in taken_as(project, file.path, imported.module))


def _defines(text: str, name: str) -> bool:
    """Whether the module itself makes what it has by that name."""
    word = re.escape(name)
    return bool(re.search(rf"^(?:(?:async\s+)?def|class)\s+{word}\b|^{word}\s*(?::[^=\n]+)?=(?!=)", text, re.MULTILINE))
