"""Which versions a project runs, read from the files that say so; without a single import that a run may not need.

What is read, most telling first: what the containers run (Dockerfile, compose files, chart values, ``.env``), Terraform,
lock files, constraints and requirements, project metadata, conda's environment, tools, workflows, other manifests. The
nearest folder that names a package decides for it, then its neighbours; within a folder an exact version goes before a
bound. Of a range the lowest version admitted is the target: code must work there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from k8slint.dataclass import dataclass
from k8slint.settings.compatibility import complete
from k8slint.settings.files import MAX_VERSIONS, read_regular, repository
from k8slint.settings.targets import PROVIDERS, Targets, Version
from k8slint.settings.version_files import ANY_MANIFEST, READERS, WORKFLOW, Statement, included, kind_of, statements

INSIDE = ("requirements", "docker")  # folders that belong to the one that they are in
WORKFLOWS = os.path.join(".github", "workflows")
# Where the description of a deployment lies a folder deeper: infra/terraform/mwaa.tf, charts/airflow/values.yaml.
DEEPER = frozenset(
    "infra infrastructure terraform deploy deployment deployments helm chart charts k8s kubernetes cloudformation cdk ops "
    "environments envs gitops".split()
)
SKIPPED = frozenset({"node_modules", "venv", "site-packages", "dist", "build", "target", "tests", "test", "docs"})
MOST_FOLDERS = 60  # beside each folder on the way up
MOST_MANIFESTS = 40  # in one folder, of those whose name says nothing


@dataclass(frozen=True, slots=True)
class Detected:
    """``evidence`` says in words what was found and where; ``reads`` names every file and folder that was looked at."""

    targets: Targets
    evidence: tuple[str, ...]
    reads: tuple[str, ...]


def detect(start: str, stop: str, stated: dict[str, Version] | None = None, *, moving: bool = False) -> Detected:
    """The versions for the files in folder ``start``, from it and the folders above it up to ``stop``.

    ``stated`` holds what the user said, by name of the ``Targets`` field: it is never looked for. What nothing states
    is derived from what is, and is named in ``assumed``. When the project is ``moving`` to another Airflow, its files say
    which other providers it has, and nothing of their versions then.
    """
    found: dict[str, Version] = dict(stated or {})
    evidence: list[str] = []
    reads: list[str] = []
    boundary = repository(os.path.abspath(start)) or os.path.abspath(stop)
    for folder in _upwards(start, stop):
        for look in (_own, _neighbours):
            if all(package in found for package in ("airflow", "provider", "client")):
                break
            for package, (statement, path) in look(folder, reads, boundary).items():
                if package in found:
                    continue
                found[package] = () if moving and package.startswith(PROVIDERS) else statement.version
                if not package.startswith(PROVIDERS):
                    evidence.append(f"{statement.text} from {_shown(path, stop)}:{statement.row}")
    return Detected(complete(found), tuple(evidence), tuple(dict.fromkeys(reads)))


def _upwards(start: str, stop: str) -> Iterator[str]:
    folder, stop = os.path.abspath(start), os.path.abspath(stop)
    while True:
        yield folder
        above = os.path.dirname(folder)
        if folder in (stop, above):
            return
        folder = above


def _shown(path: str, stop: str) -> str:
    return os.path.relpath(path, stop).replace(os.sep, "/")


Best = dict[str, tuple[Statement, str]]  # by package what counts, and the file that says it


def _own(folder: str, reads: list[str], boundary: str) -> Best:
    """What the files of a folder state: exact before bounds, then the most telling file."""
    best: Best = {}
    for _, path, statement in _stated([folder, *(os.path.join(folder, name) for name in INSIDE)], reads, boundary):
        known = best.get(statement.package)
        if known is None or (statement.exact and not known[0].exact) or not known[0].version:
            best[statement.package] = (statement, path)
    return best


def _neighbours(folder: str, reads: list[str], boundary: str) -> Best:
    """What the folders in it that may describe a deployment state of Airflow, and its workflows: a chart's values, Terraform.

    Where they differ the lowest version counts. Of the client they say nothing: others use it too.
    """
    inside = sorted(name for name, is_folder in _entries(folder) if is_folder and _may_tell(name))[:MOST_FOLDERS]
    folders = [os.path.join(folder, name) for name in inside if name not in INSIDE]
    for name in inside:
        if name in DEEPER:
            outer = os.path.join(folder, name)
            reads.append(outer)
            deeper = sorted(each for each, is_folder in _entries(outer) if is_folder and _may_tell(each))
            folders += [os.path.join(outer, each) for each in deeper[:MOST_FOLDERS]]
    found = list(_stated([*folders, os.path.join(folder, WORKFLOWS)], reads, boundary))
    found.sort(key=lambda each: (not each[2].exact, each[0], each[2].version))
    best: Best = {}
    for _, path, statement in found:
        if statement.package != "client" and not statement.package.startswith(PROVIDERS):
            best.setdefault(statement.package, (statement, path))
    return best


def _may_tell(name: str) -> bool:
    return not name.startswith((".", "__")) and name not in SKIPPED


def _entries(folder: str) -> list[tuple[str, bool]]:
    """The names in a folder, and whether each is a folder; links to folders are not followed."""
    try:
        with os.scandir(folder) as entries:
            return [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        return []


def _stated(folders: list[str], reads: list[str], boundary: str) -> Iterator[tuple[int, str, Statement]]:
    """Every statement of the files in some folders: the kind of the file, its path, what it says."""
    names: list[tuple[int, str]] = []
    for folder in folders:
        if os.path.isdir(folder):
            reads.append(folder)
            manifests = 0
            for name, is_folder in sorted(_entries(folder)):
                kind = None if is_folder else WORKFLOW if _is_workflow(folder, name) else kind_of(name)
                if kind is not None and READERS[kind][0] is ANY_MANIFEST:
                    manifests += 1
                    kind = None if manifests > MOST_MANIFESTS else kind
                if kind is not None:
                    names.append((kind, os.path.join(folder, name)))
    for kind, path in sorted(names):
        yield from ((kind, where, statement) for where, statement in _read(path, kind, reads, set(), boundary))


def _is_workflow(folder: str, name: str) -> bool:
    return folder.endswith(WORKFLOWS) and name.endswith((".yml", ".yaml"))


def _read(path: str, kind: int, reads: list[str], seen: set[str], boundary: str) -> Iterator[tuple[str, Statement]]:
    if path in seen:
        return
    seen.add(path)
    reads.append(path)
    try:
        text = read_regular(path, MAX_VERSIONS, boundary).decode("utf-8", "replace")
    except OSError:
        return
    for statement in statements(text, kind):
        yield path, statement
    for other in included(text, kind):
        yield from _read(os.path.normpath(os.path.join(os.path.dirname(path), other)), kind, reads, seen, boundary)
