"""All settings of a run with their sources: a file and line, an option, a default, or detection."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from k8slint.dataclass import dataclass
from k8slint.settings.config import Config
from k8slint.settings.files import MAX_SETTINGS, read_regular
from k8slint.settings.options import OPTIONS, VERSIONS, Given
from k8slint.settings.places import Places
from k8slint.settings.reading import ADDED_UP, MERGED, Layer
from k8slint.settings.targets import format_version
from k8slint.settings.version_files import package_named


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value comes from. ``kind``: ``file`` (with ``file`` and ``row``), ``option`` and ``variable`` (named in
    ``text``), ``default``, ``found`` and ``assumed`` (why, in ``text``)."""

    kind: str
    text: str = ""
    file: str = ""
    row: int = 0

    def __str__(self) -> str:
        if self.kind == "file":
            return f"{self.file}:{self.row}" if self.row else self.file
        return f"{self.kind}: {self.text}" if self.kind in ("found", "assumed") else self.text or self.kind


@dataclass(frozen=True, slots=True)
class Setting:
    """One value. ``path`` is its key, and the key in that for an entry of a table; ``value`` None is one that isn't set."""

    path: tuple[str, ...]
    value: Any
    sources: tuple[Source, ...]


def settings(
    config: Config,
    layers: tuple[Layer, ...],
    given: Given,
    evidence: tuple[str, ...],
    template: tuple[str, ...],
    entries: tuple[int, ...] = (),
) -> Iterator[Setting]:
    """Each setting of ``config``, whose targets and pod template are those of the run, in the order of the options.

    ``layers`` are the files that were read, ``given`` is the command line; ``evidence`` and ``template`` say what was found.
    ``entries`` are the numbers of the entries of ``targets`` that hold for the one file that is asked about.
    """
    files = _Files(layers)
    for option in OPTIONS:
        key = option.key
        if not option.in_settings:
            continue
        value = config.value(key)
        name = key.removesuffix("-version")
        if key in given:
            flag = option.negative if value is False and option.negative else option.flags[0]
            yield Setting((key,), value, (Source("option", flag), *files.added_to(key)))
        elif name in VERSIONS:
            version = format_version(getattr(config.targets, name))
            yield Setting((key,), version, (_of_version(config, name, files, evidence, entries),))
        elif key == "cache-dir" and value is not None and not files.say(key):
            yield Setting((key,), value, (Source("variable", "K8SLINT_CACHE_DIR"),))
        elif key == "executor" and value is not None and not files.say(key):
            yield Setting((key,), value, (Source("found", template[0] if template else ""),))
        elif key == "worker-image" and value is not None and not files.say(key):
            yield Setting(
                (key,), value, (Source("found", next(each for each in template if each.startswith("worker image"))),)
            )
        elif key == "pod-template" and value is not None and not files.say(key):
            yield Setting((key,), value, (Source("found", template[-1] if template else ""),))
        elif isinstance(value, Mapping) and value:
            yield from (_entry(path, each, files) for path, each in _leaves((key,), value))
        elif not files.say(key):
            if key == "detect-versions" and given.get("isolated"):
                yield Setting((key,), value, (Source("option", "--isolated"),))
            else:
                yield Setting((key,), value, (Source("default"),))
        else:
            yield Setting((key,), value, files.sources(key))


def _of_version(
    config: Config, name: str, files: _Files, evidence: tuple[str, ...], entries: tuple[int, ...]
) -> Source:
    key = f"{name}-version"
    stated = files.entries()
    for number in reversed(entries):
        if name in stated[number][1]:
            return stated[number][0]
    if name in config.targets.assumed:
        if name == "airflow":
            return Source("assumed", evidence[-1] if evidence else "no version found")
        return Source("assumed", "what fits the others" if name != "kubernetes" else "the newest")
    if files.say(key):
        return files.sources(key)[-1]
    return Source("found", next((each for each in evidence if package_named(each) == name), "in the project's files"))


def _leaves(path: tuple[str, ...], table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping) and value and path[0] == "policy":
            yield from _leaves((*path, key), value)
        else:
            yield (*path, key), value


def _entry(path: tuple[str, ...], value: Any, files: _Files) -> Setting:
    return Setting(path, value, files.sources(*path))


class _Files:
    """The settings files that were read, the furthest first, and the places of the keys in them."""

    def __init__(self, layers: tuple[Layer, ...]) -> None:
        self._layers = layers
        self._places = {layer.file: Places(_text(layer.file)) for layer in layers}

    def say(self, key: str) -> bool:
        return any(key in layer.values for layer in self._layers)

    def sources(self, key: str, *inner: str) -> tuple[Source, ...]:
        """The places that say what a key, or an entry in it, is: of lists that are added up all, else the last."""
        layers = [layer for layer in self._layers if key in layer.values]
        if inner and key in MERGED:
            layers = [layer for layer in layers if _has(layer.values[key], inner[0])]
        return tuple(
            Source("file", file=layer.file, row=self._places[layer.file].row((key, *inner)))
            for layer in (layers if key in ADDED_UP else layers[-1:])
        )

    def added_to(self, key: str) -> tuple[Source, ...]:
        """The places to whose values an option adds its own."""
        return self.sources(key) if key.startswith("extend-") else ()

    def entries(self) -> list[tuple[Source, tuple[str, ...]]]:
        """The place of each entry of ``targets``, and the versions that it states."""
        found = []
        for layer in self._layers:
            entries = layer.values.get("targets", ())
            rows = self._places[layer.file].rows(("targets",))
            for number, (_, versions) in enumerate(entries if isinstance(entries, tuple) else ()):
                row = rows[number] if number < len(rows) else rows[0] if rows else 0
                found.append((Source("file", file=layer.file, row=row), tuple(name for name, _ in versions)))
        return found


def _has(table: object, key: str) -> bool:
    return isinstance(table, Mapping) and key in table


def _text(file: str) -> str:
    try:
        return read_regular(file, MAX_SETTINGS).decode()
    except (OSError, ValueError):  # gone since it was read
        return ""
