"""Reads the files and folders that the ``inventory`` setting names. They are a stranger's as much as the DAGs are: only
regular files inside the boundary are read, up to a size, a number and a depth."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

from k8slint.cluster import own
from k8slint.cluster.kustomize import FILE_NAMES, Kustomizations
from k8slint.cluster.manifests import Manifest, kinds_mentioned, lists_nodes, manifests
from k8slint.cluster.model import KINDS, Inventory
from k8slint.cluster.nodes import NotYaml, child, documents, text
from k8slint.settings.files import inside, read_regular

SUFFIXES = (".yaml", ".yml", ".json")
MOST_FILES = 5_000
MOST_BYTES = 16_000_000  # of one file
MOST_BYTES_TOGETHER = 100_000_000
_DEEPEST = 30


class InventoryError(Exception):
    """A path of the ``inventory`` setting can't be used: said in one line, exit code 2."""


def load(paths: tuple[str, ...], boundary: str | None, read: Callable[[str], str | None] | None = None) -> Inventory:
    """The inventory that some files and folders make. ``boundary`` is the folder that they must lie in; ``read`` gives
    the text of a path that isn't to be taken from the disk. Raises InventoryError."""
    inventory = Inventory()
    found: dict[str, list[Manifest]] = {}
    kustomizations: dict[str, tuple[str, Any]] = {}
    together = 0
    for path, named in listed(paths, boundary, read):
        written = read(path) if read is not None else None
        if written is None:
            written = _text(path)
        real, path = os.path.realpath(path), _shown(path)
        together += len(written)
        if together > MOST_BYTES_TOGETHER:
            raise InventoryError(f"inventory: the files hold more than {MOST_BYTES_TOGETHER // 1_000_000} MB")
        try:
            nodes = documents(written)
        except NotYaml as error:
            kinds = kinds_mentioned(written)
            if named and "{{" not in written:
                raise InventoryError(f"inventory: {path}:{error}") from None
            inventory.open(kinds, None)
            inventory.notes.append(
                f"{path}:{error}: the file is ignored, and findings about its kinds are not reported"
            )
            continue
        if os.path.basename(path) in FILE_NAMES and nodes:
            kustomizations[os.path.dirname(real)] = (path, nodes[0])
            continue
        if os.path.basename(path) == "Chart.yaml" and nodes and child(nodes[0], "dependencies") is not None:
            inventory.open(tuple(KINDS), None)  # what a chart's dependencies create isn't in these files
        for node in nodes:
            if own.is_own(node):
                try:
                    own.enter(node, path, inventory)
                except own.WrongInventory as error:
                    raise InventoryError(f"inventory: {path}:{error}") from None
            elif named and (text(node, "kind") is None or text(node, "apiVersion") is None):
                raise InventoryError(
                    f"inventory: {path} is neither a Kubernetes manifest nor an inventory file: it has no apiVersion and kind"
                )
            elif lists_nodes(node):
                inventory.complete("Node", None)
        found[real] = list(manifests([node for node in nodes if not own.is_own(node)], path))
    Kustomizations(kustomizations, found).enter(inventory)
    return inventory


def listed(
    paths: tuple[str, ...], boundary: str | None, read: Callable[[str], str | None] | None = None
) -> Iterator[tuple[str, bool]]:
    """The files to read, folders searched, each once and in order, and whether it is named itself."""
    seen: set[str] = set()
    for path in paths:
        if read is not None and read(path) is not None:
            yield path, True
            continue
        if not (boundary is None or inside(path, boundary)):
            raise InventoryError(f"inventory: {path} is outside of the project, so it isn't read")
        if os.path.isdir(path):
            files = _walk(path, boundary)
        elif os.path.exists(path):
            files = [path]
        else:
            raise InventoryError(f"inventory: there is no file or folder {path}")
        for file in files:
            if file not in seen:
                seen.add(file)
                yield file, file == path
        if len(seen) > MOST_FILES:
            raise InventoryError(f"inventory: {path} holds more than {MOST_FILES:,} files")


def names(paths: tuple[str, ...], boundary: str | None) -> list[str]:
    """The files that an inventory is made of, for the cache; empty where ``load`` will say what is wrong."""
    try:
        return [path for path, _ in listed(paths, boundary)]
    except InventoryError:
        return []


def _walk(top: str, boundary: str | None) -> list[str]:
    """The YAML and JSON files below a folder; hidden folders and links to folders are left out."""
    found: list[str] = []
    pending = [(top, 0)]
    while pending and len(found) <= MOST_FILES:
        folder, depth = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = f"{folder.rstrip('/')}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                if not entry.name.startswith(".") and entry.name != "node_modules" and depth < _DEEPEST:
                    pending.append((path, depth + 1))
            elif (entry.name.endswith(SUFFIXES) or entry.name in FILE_NAMES) and (
                boundary is None or inside(path, boundary)
            ):
                if os.path.isfile(path):  # a link to itself isn't
                    found.append(path)
    return sorted(found)


def _shown(path: str) -> str:
    """A path as messages show it: seen from the working directory where it lies below that."""
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def _text(path: str) -> str:
    """The text of one file. Raises InventoryError when it is no regular file, too large or no text."""
    try:
        data = read_regular(path, MOST_BYTES)
    except OSError as error:
        raise InventoryError(f"inventory: {path} can't be read: {error.strerror or error}") from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InventoryError(f"inventory: {path} is not UTF-8") from None
