"""Names that other files of the project import from a module, so that no fix removes them.

Looked up only when a fix depends on it: then every Python file of the repository is read once, for the words of its imports
and of strings that look like dotted names, and those that may mean the module are parsed.
"""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Callable, Iterator

from k8slint.dataclass import dataclass, field
from k8slint.patterns import pattern
from k8slint.settings.files import MAX_FILES, python_files, read_regular
from k8slint.source.nodes import walk
from k8slint.source.project import Project, repository

_MAX_BYTES = 2_000_000
_MENTIONS = pattern(
    rb"^[ \t]*((?:from|import)\b(?:(?:[^\n(#;]*\((?:[^)#]|#[^\n]*)*\))|[^\n#]*))|[\"']([A-Za-z_]\w*(?:\.\w+)+)[\"']",
    re.MULTILINE,
)
_FROM = pattern(r"from\s*(\.*)\s*([\w.]*)\s*import\b([^;\\]*)")
_IMPORT = pattern(r"import\s+([\w.]+(?:\s+as\s+\w+)?(?:\s*,\s*[\w.]+(?:\s+as\s+\w+)?)*)\s*")
_WORD = pattern(r"\w+")


@dataclass(frozen=True, slots=True)
class Taken:
    """The names of a module that other files use; ``anything`` if that is unknown, or if all may be used."""

    names: frozenset[str] = frozenset()
    anything: bool = False

    def __contains__(self, name: object) -> bool:
        return self.anything or name in self.names


def taken_from(project: Project, path: str) -> Taken:
    """What the other Python files of the repository take from the module at ``path``."""
    real = os.path.realpath(path)
    return project.once(("takers", real), lambda: _taken_from(project, real))


@dataclass(slots=True)
class _Other:
    """What a Python file says of other modules: as bytes, and as its tree says it once it is needed."""

    mentions: tuple[str, ...]
    imports: list[ast.ImportFrom | ast.Import] | None = None
    texts: list[str] = field(default_factory=list)
    attributes: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Index:
    """The Python files of a repository, by each word in what they say of other modules."""

    files: dict[str, _Other] = field(default_factory=dict)
    by_word: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str, data: bytes) -> None:
        found = [part.decode("utf-8", "surrogateescape") for each in _MENTIONS.findall(data) for part in each if part]
        self.files[path] = _Other(tuple(found))
        for word in {word for mention in found for word in _WORD.findall(mention)}:
            self.by_word.setdefault(word, []).append(path)


def taken_as(project: Project, path: str, module: str) -> frozenset[str]:
    """The names that other files import from the module at ``path`` by the absolute name ``module``."""
    index, word = _index_for(project, os.path.realpath(path))
    found: set[str] = set()
    if index is None:
        return frozenset()
    for other_path in index.by_word.get(word, ()):
        other = index.files[other_path]
        _open(project, other_path, other)
        for node in other.imports or ():
            if isinstance(node, ast.ImportFrom) and node.module == module and not node.level:
                found.update(alias.name for alias in node.names)
    return frozenset(found)


def _index_for(project: Project, real: str) -> tuple[_Index | None, str]:
    """The index of the repository, and the word by which files name the module in it."""
    folder, name = os.path.split(real)
    stem = name.removesuffix(".py")
    top = repository(folder)
    project.note_every_file(top)
    indexes: dict[str, _Index | None] = project.memory.setdefault("imports of every file", {})
    if top not in indexes:
        indexes[top] = _index(project, top)
    return indexes[top], os.path.basename(folder) if stem == "__init__" else stem


def _taken_from(project: Project, real: str) -> Taken:
    index, word = _index_for(project, real)
    if index is None:
        return Taken(anything=True)
    names: set[str] = set()
    for path in index.by_word.get(word, ()):
        other = index.files[path]
        if path == real or not _may_name(project, real, word, path, other):
            continue
        _open(project, path, other)
        for each in _taken_in(project, real, word, path, other):
            if each == "*":
                return Taken(anything=True)
            names.add(each)
    return Taken(frozenset(names))


def _meaning(project: Project, real: str, other: str) -> Callable[[str, int], bool]:
    """Whether a module that another file names, after some dots, is the one at ``real``."""

    def means(module: str, level: int = 0) -> bool:
        found = project.resolve(module, other, level)
        return os.path.realpath(found.path) == real if found else not level and _may_mean(module, real)

    return means


def _may_name(project: Project, real: str, word: str, path: str, other: _Other) -> bool:
    """Whether one of the file's mentions may be of the module, as far as that can be told without its tree."""
    means = _meaning(project, real, path)
    for mention in other.mentions:
        if word not in mention:
            continue
        if found := _FROM.match(mention):
            dots, module, names = len(found[1]), found[2], found[3]
            front = f"{module}." if module else ""
            if found.end() < len(mention) or means(module, dots):
                return True
            if word in _WORD.findall(names) and means(front + word, dots):
                return True
        elif found := _IMPORT.fullmatch(mention):
            if any(
                _on_the_way(dotted, means) for dotted in re.findall(r"[\w.]+", found[1]) if word in dotted.split(".")
            ):
                return True
        elif mention.startswith(("from", "import")) or f"{word}." in mention:
            return True
    return False


def _open(project: Project, path: str, other: _Other) -> None:
    """Read what the tree of a file says of modules, once."""
    if other.imports is not None:
        return
    other.imports = []
    read = project.tree(path, path)
    attributes = set()
    for node in walk(read[1]) if read else ():
        if isinstance(node, (ast.ImportFrom, ast.Import)):
            other.imports.append(node)
        elif isinstance(node, ast.Attribute):
            attributes.add(node.attr)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
            other.texts.append(node.value)
    other.attributes = frozenset(attributes)


def _taken_in(project: Project, real: str, word: str, path: str, other: _Other) -> Iterator[str]:
    """The names that one file takes; ``*`` for all."""
    means = _meaning(project, real, path)
    whole = False
    for node in other.imports or ():
        if isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if means(module, node.level):
                yield from (alias.name for alias in node.names)
            front = f"{module}." if module else ""
            whole = whole or any(alias.name == word and means(front + word, node.level) for alias in node.names)
        else:
            whole = whole or any(
                word in alias.name.split(".") and _on_the_way(alias.name, means) for alias in node.names
            )
    for text in other.texts:
        if f"{word}." in text:
            for found in re.finditer(rf"\b((?:\w+\.)*{re.escape(word)})\.(\w+)", text):  # mock.patch("lib.name")
                if means(found[1], 0):
                    yield found[2]
    if whole:
        yield from other.attributes


def _may_mean(module: str, real: str) -> bool:
    """Whether a module that can't be found for certain may be the file, by the end of its path."""
    parts = module.split(".")
    own = real.removesuffix(".py").removesuffix(f"{os.sep}__init__").split(os.sep)
    if parts[0] in ("airflow", "kubernetes") or parts[0] in sys.stdlib_module_names:
        return parts == own[-len(parts) :]
    return parts[-2:] == own[-len(parts[-2:]) :]


def _on_the_way(dotted: str, means: Callable[[str, int], bool]) -> bool:
    parts = dotted.split(".")
    return any(means(".".join(parts[:end]), 0) for end in range(1, len(parts) + 1))


def _index(project: Project, top: str) -> _Index | None:
    """None when there are too many files."""
    index = _Index()
    for number, path in enumerate(python_files(top)):
        if number >= MAX_FILES:
            return None
        if path not in project.overlay:
            try:
                index.add(path, read_regular(path, _MAX_BYTES, top if os.path.islink(path) else None))
            except OSError:
                continue
    for path, text in project.overlay.items():
        index.add(path, text.encode("utf-8", "surrogatepass"))
    return index
