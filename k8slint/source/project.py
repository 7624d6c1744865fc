"""The modules of the repository: finds the file of an import, and records which files were read."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from k8slint.dataclass import dataclass
from k8slint.settings.files import MAX_MODULE, read_regular
from k8slint.source.text import Source

# Directories that Airflow puts on sys.path (``airflow.settings.prepare_syspath``).
AIRFLOW_DIRECTORIES = ("dags", "config", "plugins")
REPOSITORY_MARKS = (".git", "pyproject.toml", "setup.py", "setup.cfg", ".hg")
EVERY_FILE = "*"  # among what was read, before the path of a folder: all Python files in it
EVERY_KIND = "**"  # the same: its text files of all kinds

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """A module: its dotted name from its root, its real path; ``namespace`` is a directory without ``__init__.py``."""

    name: str
    path: str
    is_package: bool = False
    namespace: bool = False


class Project:
    """Reads files of the repository, and nothing else.

    ``roots`` are the source roots of the settings, in order of precedence. ``overlay`` maps absolute paths to text that
    is taken instead of the file's (open buffers, tests). ``memory`` is room for what others keep per repository.
    """

    def __init__(self, roots: Iterable[str | os.PathLike[str]] = (), overlay: dict[str, str] | None = None) -> None:
        self.roots = tuple(os.path.realpath(root) for root in roots)
        self.memory: dict[Any, Any] = {}
        self._overlay = {os.path.realpath(path): text for path, text in (overlay or {}).items()}
        self._overlay_directories = {parent for path in self._overlay for parent in _parents(path)}
        self._reads: set[str] = set()
        self._done: dict[tuple[object, ...], tuple[Any, frozenset[str]]] = {}
        self._missing_folders: dict[str, str | None] = {}
        self._real_folders: dict[str, str] = {}
        self._searched: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    @contextmanager
    def recording(self) -> Iterator[set[str]]:
        """Collect the paths that are read or looked for inside the block, also those that don't exist."""
        outer, inner = self._reads, set[str]()
        self._reads = inner
        try:
            yield inner
        finally:
            self._reads = outer
            outer |= inner

    def overlaid(self, path: str) -> str | None:
        """The text that is taken instead of a file's own, if there is one."""
        return self._overlay.get(self._real(path)) if self._overlay else None

    @property
    def overlay(self) -> dict[str, str]:
        """The texts that are taken instead of files, by real path."""
        return self._overlay

    def note_every_file(self, top: str, of_any_kind: bool = False) -> None:
        """Count all Python files below a folder as read, or all text files."""
        self._reads.add((EVERY_KIND if of_any_kind else EVERY_FILE) + top)

    def read(self, path: str | os.PathLike[str], from_path: str | None = None) -> str | None:
        """The text of a file inside the roots or the repository of ``from_path``; None if it has none in UTF-8."""
        real = self._real(os.fspath(path))
        self._reads.add(real)
        if real in self._overlay:
            return self._overlay[real]
        if not self._inside(real, from_path):
            return None
        try:
            return read_regular(real, MAX_MODULE).decode("utf-8-sig")
        except (OSError, ValueError):
            return None

    def note(self, path: str) -> None:
        """What somebody else reads of the file counts as read here."""
        self._reads.add(self._real(path))

    def tree(self, path: str, from_path: str | None = None) -> tuple[Source, ast.Module] | None:
        """A Python file of the repository, parsed; None if it can't be read or parsed."""
        from k8slint.source.syntax import CannotParse, parse

        text = self.read(path, from_path)
        if text is None:
            return None
        source = Source(self.shown(path), text)
        try:
            return source, parse(source)
        except CannotParse:
            return None

    def resolve(self, module_name: str, from_path: str, level: int = 0) -> ModuleFile | None:
        """The file that ``import module_name`` in ``from_path`` means; ``level`` is the number of leading dots.

        None if the repository has no such module, or several that could be meant and the order of the search path is
        not certain.
        """
        key = (os.path.dirname(from_path), module_name, level)
        return self.once(key, lambda: self._resolve(module_name, from_path, level))

    def is_sure(self, found: ModuleFile, from_path: str) -> bool:
        """Whether a module lies in a source root of the settings, or in a directory that Airflow puts on ``sys.path``."""
        sure, _ = self._search(os.path.dirname(os.path.realpath(from_path)))
        return any(_within(found.path, os.path.realpath(root)) for root in sure)

    def once(self, key: tuple[object, ...], work: Callable[[], T]) -> T:
        """The result of ``work``, which is done once; whoever asks for it has read what it read."""
        known = self._done.get(key)
        if known is None:
            with self.recording() as looked:
                known = self._done[key] = work(), frozenset(looked)
        self._reads |= known[1]
        result: T = known[0]
        return result

    def _resolve(self, module_name: str, from_path: str, level: int) -> ModuleFile | None:
        here = os.path.dirname(os.path.realpath(from_path))
        parts = module_name.split(".") if module_name else []
        if level:
            base = here
            for _ in range(level - 1):
                base = os.path.dirname(base)
            return self._module(base, parts, from_path, ".".join(_package_parts(base) + parts))
        if not parts:
            return None
        sure, guessed = self._search(here)
        for root in sure:
            found = self._module(root, parts, from_path, module_name)
            if found and not found.namespace:
                return found
        candidates: dict[str, ModuleFile] = {}
        for root in (*guessed, *sure):
            found = self._module(root, parts, from_path, module_name)
            if found:
                candidates.setdefault(found.path, found)
        files = [found for found in candidates.values() if not found.namespace]
        if len(files) == 1:
            return files[0]
        return None if files else next(iter(candidates.values()), None)

    def _search(self, here: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Where an absolute import is looked for: in a certain order, and where it only may be found."""
        if here not in self._searched:
            boundary = repository(here)
            sure = list(self.roots)
            guessed = [_package_root(here)]
            for parent in (here, *_parents(here)):
                if not _within(parent, boundary):
                    break
                guessed.append(parent)  # it may be on PYTHONPATH
                if os.path.basename(parent) in AIRFLOW_DIRECTORIES:
                    home = os.path.dirname(parent)
                    # Airflow's own order, when the directories are neighbours as in AIRFLOW_HOME.
                    sure.extend(
                        os.path.join(home, name)
                        for name in AIRFLOW_DIRECTORIES
                        if _within(home, boundary) or os.path.join(home, name) == parent
                    )
            guessed.extend(os.path.join(boundary, name) for name in (*AIRFLOW_DIRECTORIES, "src"))
            sure = list(dict.fromkeys(sure))
            self._searched[here] = (tuple(sure), tuple(root for root in dict.fromkeys(guessed) if root not in sure))
        return self._searched[here]

    def _module(self, root: str, parts: list[str], from_path: str, name: str) -> ModuleFile | None:
        path = os.path.join(root, *parts)
        initial = os.path.join(path, "__init__.py")
        if self._is_file(initial, from_path):
            return ModuleFile(name, self._real(initial), is_package=True)
        if parts and self._is_file(path + ".py", from_path):
            return ModuleFile(name, self._real(path + ".py"))
        real = self._real(path)
        if parts and (real in self._overlay_directories or (os.path.isdir(real) and self._inside(real, from_path))):
            return ModuleFile(name, real, is_package=True, namespace=True)
        return None

    def _is_file(self, path: str, from_path: str) -> bool:
        real = self._real(path)
        missing = self._missing(os.path.dirname(real))
        self._reads.add(missing or real)  # while that folder isn't there, nothing is in it
        return real in self._overlay or (not missing and os.path.isfile(real) and self._inside(real, from_path))

    def _missing(self, folder: str) -> str | None:
        """The first folder on the way to this one that isn't there; None if they all are."""
        if folder not in self._missing_folders:
            above = os.path.dirname(folder)
            missing = self._missing(above) if above != folder else None
            self._missing_folders[folder] = missing or (None if os.path.isdir(folder) else folder)
        return self._missing_folders[folder]

    def _real(self, path: str) -> str:
        """``os.path.realpath``, which asks for every folder on the way each time."""
        folder, name = os.path.split(path)
        if not folder or name in ("", ".", "..") or os.path.islink(path):
            return os.path.realpath(path)
        return os.path.join(self._real_folder(folder), name)

    def _real_folder(self, folder: str) -> str:
        known = self._real_folders.get(folder)
        if known is None:
            above, name = os.path.split(folder)
            if not above or name in ("", ".", ".."):
                known = os.path.realpath(folder)
            else:
                known = os.path.join(self._real_folder(above), name)
                if os.path.islink(known):
                    known = os.path.realpath(known)
            self._real_folders[folder] = known
        return known

    def _inside(self, real: str, from_path: str | None) -> bool:
        if any(_within(real, root) for root in self.roots):
            return True
        return from_path is not None and _within(real, repository(os.path.dirname(os.path.realpath(from_path))))

    def shown(self, path: str) -> str:
        """The path as messages show it: relative to the working directory where it lies below that."""
        relative = os.path.relpath(path)
        return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def _parents(path: str) -> list[str]:
    result = []
    while (parent := os.path.dirname(path)) != path:
        result.append(parent)
        path = parent
    return result


def _within(path: str, root: str) -> bool:
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def repository(directory: str) -> str:
    """The nearest directory above that looks like the top of a repository; else the working directory if the file lies
    below it; else the directory that Airflow would have on its path; else the top of the file's own package."""
    for parent in (directory, *_parents(directory)):
        if any(os.path.exists(os.path.join(parent, mark)) for mark in REPOSITORY_MARKS):
            return parent
    working = os.path.realpath(os.getcwd())
    if _within(directory, working) and working != os.path.dirname(working):
        return working
    for parent in (directory, *_parents(directory)):
        if os.path.basename(parent) in AIRFLOW_DIRECTORIES:
            return parent
    return _package_root(directory)


def _package_root(directory: str) -> str:
    """The first directory above that is no package: where the top package of a file is imported from."""
    while os.path.isfile(os.path.join(directory, "__init__.py")) and os.path.dirname(directory) != directory:
        directory = os.path.dirname(directory)
    return directory


def _package_parts(directory: str) -> list[str]:
    root = _package_root(directory)
    relative = os.path.relpath(directory, root)
    return [] if relative == "." else relative.split(os.sep)
