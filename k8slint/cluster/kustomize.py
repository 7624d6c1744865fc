"""Applies kustomizations to the manifests that they list: namespaces, name prefixes, generated objects.

Generated names are known where the hash is switched off. What comes from elsewhere (a URL, a chart, a component, a plugin)
opens the namespace: nothing is missing there for certain.
"""

from __future__ import annotations

import os
from typing import Any

from k8slint.cluster.manifests import Manifest, enter
from k8slint.cluster.model import NAMESPACED, Entry, Inventory
from k8slint.cluster.nodes import child, is_templated, items, row, text

FILE_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902", "replacements", "vars")
_ELSEWHERE = ("helmCharts", "helmChartInflationGenerator", "generators", "transformers", "components", "crds")
_DEEPEST = 20
_MOST_OBJECTS = 50_000


class Kustomizations:
    """The kustomizations among some files, and which manifests they list.

    ``manifests`` holds the objects by the path of their file; what no kustomization lists stands for itself.
    """

    def __init__(self, files: dict[str, tuple[str, Any]], manifests: dict[str, list[Manifest]]) -> None:
        self._files = files  # real folder -> shown path of the kustomization, its root node
        self._manifests = manifests  # real path -> objects
        self._listed: set[str] = set()
        self._bases: set[str] = set()
        self._made = 0
        for folder, (_, node) in files.items():
            for path in _resources(node, folder):
                (self._bases if path in files else self._listed).add(path)
            self._listed |= _patch_files(node, folder)

    def enter(self, inventory: Inventory) -> None:
        for path, objects in self._manifests.items():
            if path not in self._listed:
                for manifest in objects:
                    enter(manifest, inventory)
        tops = [folder for folder in self._files if folder not in self._bases]
        for folder in tops or list(self._files):
            for manifest in self._made_by(folder, inventory, 0):
                enter(manifest, inventory)

    def _made_by(self, folder: str, inventory: Inventory, depth: int) -> list[Manifest]:
        """The objects of a kustomization, of its bases too, as it changes them."""
        shown, node = self._files[folder]
        namespace = text(node, "namespace")
        if namespace is not None and is_templated(namespace):
            namespace = None
        found: list[Manifest] = []
        for path in _resources(node, folder):
            if depth < _DEEPEST and self._made < _MOST_OBJECTS:
                found += self._made_by(path, inventory, depth + 1) if path in self._files else self._of(path)
                self._made += len(found)
            if path not in self._files and path not in self._manifests:
                inventory.open(tuple(NAMESPACED), namespace)
                inventory.notes.append(f"{shown}: {os.path.basename(path)} is not among the files that were read")
        if any(child(node, key) is not None for key in _ELSEWHERE):
            inventory.open(tuple(NAMESPACED), namespace)
        prefix, suffix = text(node, "namePrefix") or "", text(node, "nameSuffix") or ""
        patched = any(child(node, key) is not None for key in _PATCHES)
        found = [
            manifest.placed(
                namespace=namespace or manifest.namespace,
                prefix=f"{prefix}{manifest.prefix}",
                suffix=f"{manifest.suffix}{suffix}",
                patched=manifest.patched or patched,
            )
            for manifest in found
        ]
        self._generate(node, shown, namespace, (prefix, suffix), inventory)
        return found

    def _of(self, path: str) -> list[Manifest]:
        return self._manifests.get(path, [])

    def _generate(
        self, node: Any, shown: str, namespace: str | None, around: tuple[str, str], inventory: Inventory
    ) -> None:
        for key, kind in (("secretGenerator", "Secret"), ("configMapGenerator", "ConfigMap")):
            for generator in items(node, key):
                name = text(generator, "name")
                where = text(generator, "namespace") or namespace
                if name is None or is_templated(name):
                    inventory.open((kind,), where)
                    continue
                name = f"{around[0]}{name}{around[1]}"
                fixed = "true" in (
                    text(generator, "options", "disableNameSuffixHash"),
                    text(node, "generatorOptions", "disableNameSuffixHash"),
                )
                if not fixed:
                    inventory.open_names(kind, where, name)
                    continue
                # An overlay above may rename it, or merge into it: then its keys and names aren't these alone.
                renamed = text(generator, "behavior") in ("merge", "replace")
                keys = None if renamed else _generated_keys(generator)
                inventory.add(Entry(kind, name, where, f"{shown}:{row(generator)}", keys))
                inventory.open_names(kind, where, name)


def _generated_keys(generator: Any) -> frozenset[str] | None:
    """The keys of ``literals`` and ``files``; None when an env file, which isn't read, adds some."""
    if any(child(generator, key) is not None for key in ("envs", "env")):
        return None
    keys = []
    for literal in items(generator, "literals"):
        name, found, _ = (literal.value if literal.id == "scalar" else "").partition("=")
        keys.append(name if found else None)
    for file in items(generator, "files"):
        name, found, _ = (file.value if file.id == "scalar" else "").partition("=")
        keys.append(name if found else os.path.basename(name))
    known = [key for key in keys if key]
    return frozenset(known) if len(known) == len(keys) else None


def _resources(node: Any, folder: str) -> list[str]:
    """What a kustomization lists, as real paths; a URL becomes a path that no file has."""
    named = [*items(node, "resources"), *items(node, "bases")]
    return [os.path.realpath(os.path.join(folder, item.value)) for item in named if item.id == "scalar"]


def _patch_files(node: Any, folder: str) -> set[str]:
    """Files that look like manifests and are patches of some."""
    found = [item.value for item in items(node, "patchesStrategicMerge") if item.id == "scalar"]
    for key in ("patches", "patchesJson6902", "replacements"):
        found += [path for item in items(node, key) if item.id == "mapping" for path in [text(item, "path")] if path]
    found += [item.value for item in items(node, "configurations") if item.id == "scalar"]
    return {os.path.realpath(os.path.join(folder, path)) for path in found if "\n" not in path}
