"""What other files of the project take from a module: names that a fix may not drop, however unused they look.

Looked up only when a fix depends on it: then every Python file of the repository is read once, for the words of its imports
and of strings that look like dotted names, and those that may mean the module are parsed.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from k8slint.settings.files import read_regular
from k8slint.source.project import Project, repository

_MAX_FILES = 20_000  # beyond, nobody waits for it, and every name counts as taken
_MAX_BYTES = 2_000_000
_SKIPPED = frozenset({"node_modules", "site-packages", "__pycache__", "__pypackages__"})
_MENTIONS = re.compile(
    rb"^[ \t]*(?:from|import)\b((?:[^\n(#;]*\((?:[^)#]|#[^\n]*)*\))|[^\n#]*)|[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']",
    re.MULTILINE,
)
_WORD = re.compile(rb"\w+")


@dataclass(frozen=True, slots=True)
class Taken:
    """The names of a module that others use; ``anything`` when that can't be told, or all of them are."""

    names: frozenset[str] = frozenset()
    anything: bool = False

    def __contains__(self, name: object) -> bool:
        return self.anything or name in self.names


def taken_from(project: Project, path: str) -> Taken:
    """What the other Python files of the repository take from the module at ``path``."""
    real = os.path.realpath(path)
    return project.once(("takers", real), lambda: _taken_from(project, real))


def _taken_from(project: Project, real: str) -> Taken:
    project.note_every_file()
    folder, name = os.path.split(real)
    stem = name.removesuffix(".py")
    word = (os.path.basename(folder) if stem == "__init__" else stem).encode("utf-8", "surrogateescape")
    top = repository(folder)
    if top not in project.memory.setdefault("words of imports", {}):
        project.memory["words of imports"][top] = _words(project, top)
    words: dict[bytes, list[str]] | None = project.memory["words of imports"][top]
    if words is None:
        return Taken(anything=True)
    names: set[str] = set()
    for other in words.get(word, ()):
        if other == real:
            continue
        read = project.tree(other, other)
        for each in _taken_in(project, real, word.decode("utf-8", "surrogateescape"), other, read[1]) if read else ():
            if each == "*":
                return Taken(anything=True)
            names.add(each)
    return Taken(frozenset(names))


def _taken_in(project: Project, real: str, word: str, other: str, tree: ast.Module) -> Iterator[str]:
    """The names that one file takes; ``*`` for all."""

    def means(module: str, level: int = 0) -> bool:
        found = project.resolve(module, other, level)
        return os.path.realpath(found.path) == real if found else not level and _may_mean(module, real)

    whole = False
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if means(module, node.level):
                yield from (alias.name for alias in node.names)
            front = f"{module}." if module else ""
            whole = whole or any(alias.name == word and means(front + word, node.level) for alias in node.names)
        elif isinstance(node, ast.Import):
            whole = whole or any(
                word in alias.name.split(".") and _on_the_way(alias.name, means) for alias in node.names
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and f"{word}." in node.value:
            for found in re.finditer(rf"\b((?:\w+\.)*{re.escape(word)})\.(\w+)", node.value):  # mock.patch("lib.name")
                if means(found[1]):
                    yield found[2]
    if whole:
        yield from (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))


def _may_mean(module: str, real: str) -> bool:
    """Whether a module that can't be found for certain may be the file, by the end of its path."""
    parts = module.split(".")
    own = real.removesuffix(".py").removesuffix(f"{os.sep}__init__").split(os.sep)
    if parts[0] in ("airflow", "kubernetes") or parts[0] in sys.stdlib_module_names:
        return parts == own[-len(parts) :]
    return parts[-2:] == own[-len(parts[-2:]) :]


def _on_the_way(dotted: str, means: Callable[[str], bool]) -> bool:
    parts = dotted.split(".")
    return any(means(".".join(parts[:end])) for end in range(1, len(parts) + 1))


def _words(project: Project, top: str) -> dict[bytes, list[str]] | None:
    """By each word in an import or a dotted string, the files that have it; None when there are too many files."""
    found: dict[bytes, list[str]] = {}
    for number, path in enumerate(_files(top)):
        if number >= _MAX_FILES:
            return None
        for word in _words_of(path, top):
            found.setdefault(word, []).append(path)
    for path, text in project.overlay.items():
        for word in _words_in(text.encode("utf-8", "surrogatepass")):
            if path not in found.setdefault(word, []):
                found[word].append(path)
    return found


def _files(top: str) -> Iterator[str]:
    for folder, folders, files in os.walk(top):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".")
            and name not in _SKIPPED
            and not os.path.exists(os.path.join(folder, name, "pyvenv.cfg"))
        )
        yield from (os.path.join(folder, name) for name in sorted(files) if name.endswith(".py"))


def _words_of(path: str, top: str) -> set[bytes]:
    try:
        return _words_in(read_regular(path, _MAX_BYTES, top))
    except OSError:
        return set()


def _words_in(data: bytes) -> set[bytes]:
    return {
        word for found in _MENTIONS.finditer(data) for part in found.groups() if part for word in _WORD.findall(part)
    }
