"""``k8slint config``: prints the effective settings of some paths with their sources, and the JSON schema."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from k8slint.cli.output import CLEAN, bounded, put
from k8slint.run.deployed import with_template
from k8slint.run.discovery import discover
from k8slint.run.targeting import ByPath, targeted
from k8slint.settings.config import found
from k8slint.settings.effective import Setting, Source, settings
from k8slint.settings.errors import UserError
from k8slint.version import __version__

if TYPE_CHECKING:
    from k8slint.settings.config import Config
    from k8slint.settings.options import Given

SCHEMA = Path(__file__).parents[1] / "data" / "settings.schema.json"


def show_schema() -> int:
    """Print the JSON schema of the settings; the exit code."""
    return bounded(_show_schema, verbose=False)


def _show_schema() -> int:
    put([SCHEMA.read_text(encoding="utf-8")], form="json")
    return CLEAN


def show_settings(given: Given, form: str) -> int:
    """Print the settings for the paths in ``given``, as TOML or as JSON; the exit code."""
    return bounded(lambda: _show(given, form), verbose=given.get("verbose") is True)


def _show(given: Given, form: str) -> int:
    named = given.get("paths")
    paths = named if isinstance(named, tuple) and named else (".",)
    config, layers = found(given, paths)
    files, troubles = discover(paths, config)[:2]
    if troubles:
        raise UserError(troubles[0])
    config, evidence = targeted(config, paths, None, files)
    config, template = with_template(config, paths)
    entries: tuple[int, ...] = ()
    if len(paths) == 1 and os.path.isfile(paths[0]):  # what holds for this file
        config, entries = ByPath(config)(paths[0]), config.entries_for(paths[0])
    listed = list(settings(config, layers, given, evidence, template, entries))
    read = [layer.file for layer in reversed(layers)]
    if form == "json":
        put([json.dumps(_document(listed, read, config, paths), indent=2) + "\n"], form="json")
    else:
        put(_lines(listed, read, paths), form="toml")
    return CLEAN


# --- JSON


def _document(listed: list[Setting], read: list[str], config: Config, paths: tuple[str, ...]) -> dict[str, Any]:
    return {
        "version": __version__,
        "paths": list(paths),
        "root": config.root,
        "files": read,
        "settings": [
            {"key": each.path[0], "path": list(each.path), "value": _plain(each), "from": list(map(_row, each.sources))}
            for each in listed
        ],
    }


def _row(source: Source) -> dict[str, Any]:
    row: dict[str, Any] = {"kind": source.kind}
    if source.kind == "file":
        return {**row, "file": source.file, "row": source.row or None}
    return {**row, "text": source.text} if source.text else row


def _plain(setting: Setting) -> Any:
    """A value as JSON and TOML can have it."""
    if setting.path == ("targets",):
        return [
            {"paths": list(paths), **{f"{name}-version": text for name, text in versions}}
            for paths, versions in setting.value
        ]
    return list(setting.value) if isinstance(setting.value, tuple) else setting.value


# --- text: a settings file


def _lines(listed: list[Setting], read: list[str], paths: tuple[str, ...]) -> Iterator[str]:
    yield f"# k8slint {__version__}: the settings for {', '.join(paths)}\n"
    yield f"# settings files: {', '.join(read) or 'none'}\n"
    rows = [(_assignment(each), _origin(each)) for each in listed]
    width = min(60, max(len(text) for text, _ in rows))
    yield from (f"{text:<{width}}  # {origin}\n" for text, origin in rows)


def _origin(setting: Setting) -> str:
    return ", ".join(map(str, setting.sources)) or "default"


def _assignment(setting: Setting) -> str:
    key = ".".join(
        part if part.replace("-", "").isalnum() and part.isascii() else _quoted(part) for part in setting.path
    )
    value = _plain(setting)
    if value is None:
        return f"# {key} is not set"
    # What the other file says is here already.
    return f"{'# ' if setting.path == ('extend',) else ''}{key} = {_toml(value)}"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_quoted(name)} = {_toml(each)}" for name, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    return str(value)


def _quoted(text: str) -> str:
    """A basic string of TOML, without characters that a terminal would act on."""
    from unicodedata import category

    return (
        '"'
        + "".join(
            f"\\{c}" if c in '\\"' else c if c.isprintable() and category(c) != "Cf" else _escape(ord(c)) for c in text
        )
        + '"'
    )


def _escape(number: int) -> str:
    return f"\\u{number:04X}" if number < 0x10000 else f"\\U{number:08X}"
