"""Finds the files of a run: those that git would list in the given folders, and all files that are named."""

from __future__ import annotations

import os

from k8slint.settings.errors import UserError
from k8slint.settings.files import (
    MAX_IGNORE,
    MAX_SETTINGS,
    TooLarge,
    airflow_config,
    inside,
    is_values,
    read_regular,
    repository,
)
from k8slint.settings.gitignore import Ignore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from k8slint.settings.config import Config

# Never anybody's DAGs: version control, environments, caches.
USUALLY_EXCLUDED = (
    ".bzr", ".direnv", ".eggs", ".git", ".hg", ".ipynb_checkpoints", ".k8slint_cache", ".mypy_cache", ".nox",
    ".pants.d", ".pytest_cache", ".pytype", ".ruff_cache", ".svn", ".tox", ".venv", "__pycache__", "__pypackages__",
    "node_modules", "site-packages", "venv",
)  # fmt: skip


NOTEBOOK = "{} is a notebook, which k8slint does not read: convert it first, with `jupyter nbconvert --to script`"


def discover(
    paths: tuple[str, ...], config: Config, told: list[str] | None = None, *, settings: bool = False
) -> tuple[list[str], list[str]]:
    """The files to check, sorted and without duplicates, and a sentence for each path that can't be used.

    ``told`` gets a sentence for what was left out and may be missed.

    A folder gives its ``.py`` and ``.pyi`` files (and with ``settings`` those that set Airflow's options), without what .gitignore
    files, .git/info/exclude and the settings leave out. A file that is named counts whatever it is called (``.yaml`` and
    ``.json`` are pod templates), unless ``force-exclude`` is set. Links to folders are not followed, as git doesn't, and
    none out of the repository.
    """
    notes = Notes()
    excluded = Ignore((*(config.items("exclude") or USUALLY_EXCLUDED), *config.items("extend-exclude")))
    if excluded.left_out:
        raise UserError(f"exclude, extend-exclude: {excluded.left_out}")
    root = os.path.abspath(config.root)
    files: set[str] = set()
    troubles: list[str] = []
    repositories: dict[str, str | None] = {}
    for path in paths:
        name, absolute = shown(path), os.path.abspath(path)
        folder = os.path.dirname(absolute)
        if folder not in repositories:
            repositories[folder] = repository(folder)
        boundary = repositories[folder]
        if not os.path.exists(path):
            troubles.append(f"there is no file or folder {path}")
        elif boundary is not None and not inside(absolute, boundary):
            troubles.append(f"{path} is a link out of its repository; name its target instead")
        elif os.path.isdir(path):
            files.update(_walk(name, root, excluded, notes, settings))
        elif not (config.flag("force-exclude") and excluded.covers(_relative(absolute, root))):
            if is_notebook(name):
                troubles.append(NOTEBOOK.format(path))
            else:
                files.add(name)
    if told is not None:
        told += notes.lines()
    return sorted(files), troubles


class Notes:
    """What a walk left out that its reader may miss: links that lead out, ignore files that ask for too much."""

    def __init__(self) -> None:
        self.links: list[str] = []
        self._lines: dict[str, None] = {}

    def of(self, path: str, note: str) -> None:
        self._lines[f"{shown(os.path.relpath(path))}: {note}"] = None

    def lines(self) -> list[str]:
        links = sorted(self.links)
        if len(links) == 1:
            return [*self._lines, f"{links[0]} points outside of its repository and is not checked"]
        if links:
            more = f"{links[0]} and {len(links) - 1:,} other links"
            return [*self._lines, f"{more} point outside of their repository and are not checked"]
        return list(self._lines)


def is_notebook(path: str) -> bool:
    return path.endswith(".ipynb")


def shown(path: str) -> str:
    """A path as findings show it: ``/`` as separator, without ``./`` and without needless steps."""
    return os.path.normpath(path).replace(os.sep, "/")


def _relative(path: str, root: str) -> str:
    return os.path.relpath(path, root).replace(os.sep, "/")


def _walk(top: str, root: str, excluded: Ignore, notes: Notes, settings: bool) -> list[str]:
    """The files below one folder. Each pending folder carries the ignore files that apply, with the path from each."""
    absolute = os.path.abspath(top)
    boundary = repository(absolute) or absolute
    in_repository, ignores = _above(absolute, notes)
    prefix = "" if top == "." else top if top.endswith("/") else f"{top}/"
    base = _relative(absolute, root)
    pending = [(absolute, prefix, "" if base == "." else f"{base}/", ignores, in_repository)]
    found: list[str] = []
    of_excluded = excluded.of_python_files()
    while pending:
        folder, prefix, below_root, ignores, in_repository = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = list(scan)
        except OSError:  # unreadable, or gone meanwhile
            continue
        names = {entry.name for entry in entries}
        if ".git" in names and prefix:
            ignores, in_repository = _of_repository(folder, notes), True
        if ".gitignore" in names and in_repository and not (ignores and ignores[-1][2] == folder):
            ignores = [*ignores, (_read_ignore(os.path.join(folder, ".gitignore"), notes), "", folder)]
        of_files = [(files, path, where) for ignore, path, where in ignores if (files := ignore.of_python_files())]
        for entry in entries:
            name = entry.name
            is_folder = entry.is_dir(follow_symlinks=False)
            if is_folder:
                if excluded.says(below_root + name, True) or _ignored(ignores, name, True):
                    continue
                inner = [(ignore, f"{path}{name}/", where) for ignore, path, where in ignores]
                pending.append((entry.path, f"{prefix}{name}/", f"{below_root}{name}/", inner, in_repository))
            elif name.endswith(".py") and not (
                (of_excluded and of_excluded.says(below_root + name, False)) or _ignored(of_files, name, False)
            ):
                if entry.is_symlink() and not inside(entry.path, boundary):
                    notes.links.append(prefix + name)
                    continue
                if _is_file(entry):
                    found.append(prefix + name)
            elif (
                (name.endswith(".pyi") or (settings and _sets_options(entry.path, name)))
                and not excluded.says(below_root + name, False)
                and not _ignored(ignores, name, False)
                and not (entry.is_symlink() and not inside(entry.path, boundary))
                and _is_file(entry)
            ):
                found.append(prefix + name)
    return found


def _sets_options(path: str, name: str) -> bool:
    """Whether a file may set Airflow's options: by its name, and the values of a Helm chart by their text too."""
    if airflow_config(name) is not None:
        return True
    if not is_values(name):
        return False
    try:
        data = read_regular(path, MAX_SETTINGS)
    except OSError:
        return False
    return b"executor:" in data and (b"AIRFLOW__" in data or b"config:" in data) and _of_airflow(data)


def _of_airflow(data: bytes) -> bool:
    import re

    return re.search(rb"^\s*executor:\s*[\"']?\w+Executor\b", data, re.MULTILINE) is not None


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is worth opening: not for a folder or a pipe; a link to itself raises."""
    try:
        return entry.is_file()
    except OSError:
        return False


Ignores = list[tuple[Ignore, str, str]]  # the lines, the path from their folder to here, their folder


def _ignored(ignores: Ignores, name: str, folder: bool) -> bool:
    """The nearest ignore file that says anything decides."""
    for ignore, path, _ in reversed(ignores):
        verdict = ignore.says(path + name, folder)
        if verdict is not None:
            return verdict
    return False


def _above(folder: str, notes: Notes) -> tuple[bool, Ignores]:
    """The ignore files of the git repository that a folder is in, outermost first, without the folder's own."""
    parents = [folder]
    while not os.path.exists(os.path.join(parents[-1], ".git")):
        above = os.path.dirname(parents[-1])
        if above == parents[-1]:
            return False, []
        parents.append(above)
    ignores = [(ignore, _path(parents[-1], folder), where) for ignore, _, where in _of_repository(parents[-1], notes)]
    for parent in reversed(parents[1:]):
        lines = os.path.join(parent, ".gitignore")
        if os.path.isfile(lines) and not (ignores and ignores[-1][2] == parent):
            ignores.append((_read_ignore(lines, notes), _path(parent, folder), parent))
    return True, ignores


def _path(parent: str, folder: str) -> str:
    path = _relative(folder, parent)
    return "" if path == "." else f"{path}/"


def _of_repository(folder: str, notes: Notes) -> Ignores:
    """``.git/info/exclude`` and then the repository's own .gitignore."""
    return [
        (_read_ignore(path, notes), "", folder)
        for path in (os.path.join(folder, ".git", "info", "exclude"), os.path.join(folder, ".gitignore"))
        if os.path.isfile(path)
    ]


def _read_ignore(path: str, notes: Notes) -> Ignore:
    try:
        ignore = Ignore(read_regular(path, MAX_IGNORE).decode("utf-8", "surrogateescape").split("\n"))
    except TooLarge as error:
        notes.of(path, f"{error.strerror}, and is left out")
        return Ignore(())
    except OSError:
        return Ignore(())
    if ignore.left_out:
        notes.of(path, ignore.left_out)
    return ignore
