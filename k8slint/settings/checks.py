"""What a setting's value may be: each kind of option checks, and turns into its right type, what a file or a flag says."""

from __future__ import annotations

from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.options import MAX_NUMBER, VERSIONS, Option

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

# An entry of ``targets``: the patterns of its paths, and the versions that it states, as texts by name.
TargetsEntry = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
TARGETS_KEYS = ("paths", *(f"{name}-version" for name in VERSIONS))


def checked(option: Option, value: object) -> object:
    """A value of the settings file in its right type. Raises ValueError with the end of a sentence."""
    kind = option.kind
    if kind == "flag":
        if isinstance(value, bool):
            return value
        raise ValueError(f"must be true or false, not {shown(value)}")
    if kind in ("list", "paths"):
        strings = _strings(value)
        if option.key in ("exclude", "extend-exclude"):
            _refuse_too_many(strings)
        return strings
    if kind == "number":
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_NUMBER:
            return value
        raise ValueError(f"must be an integer from 0 to {MAX_NUMBER}, not {shown(value)}")
    if kind == "table":
        return _table(option, value)
    if kind == "targets":
        if not isinstance(value, list):
            raise ValueError(f"must be a list of tables ([[targets]]), not {shown(value)}")
        entries = tuple(_targets_entry(each, number) for number, each in enumerate(value, 1))
        _refuse_too_many(pattern for paths, _ in entries for pattern in paths)
        return entries
    if not isinstance(value, str):
        quoted = f'; write "{value}" in quotes' if kind == "version" and isinstance(value, (int, float)) else ""
        raise ValueError(f"must be a string, not {shown(value)}{quoted}")
    return from_text(option, value)


def from_text(option: Option, value: object) -> object:
    """A value of the command line, or a text of the settings file. Raises ``ValueError`` or ``UserError``."""
    if option.kind == "choice" and value not in option.choices:
        raise ValueError(f"must be one of {', '.join(option.choices)}, not {shown(value)}")
    if option.kind == "version":
        from k8slint.settings.targets import parse_version

        try:
            parse_version(str(value))
        except ValueError as error:
            raise UserError(f"{option.key}: {error}") from None
    if option.kind == "specifier":
        from k8slint.settings.required import parse_specifier

        parse_specifier(str(value))
    return value


def _table(option: Option, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"must be a table, not {shown(value)}")
    if option.key == "per-file-ignores":
        _refuse_too_many(value)
        return {glob: _strings(rules) for glob, rules in value.items()}
    if option.key == "environment":
        wrong = next((name for name, text in value.items() if not isinstance(text, str)), None)
        if wrong is not None:
            raise ValueError(f"must contain strings; `{wrong}` is {shown(value[wrong])}")
    return value


def _targets_entry(entry: object, number: int) -> TargetsEntry:
    from k8slint.settings.targets import parse_version

    where = f"entry {number}"
    if not isinstance(entry, dict):
        raise ValueError(f"must be a list of tables ([[targets]]); {where} is {shown(entry)}")
    for key in entry:
        if key not in TARGETS_KEYS:
            raise ValueError(f"{where}: unknown key `{short(key)}`{did_you_mean(short(key), list(TARGETS_KEYS))}")
    try:
        paths = _strings(entry.get("paths"))
    except ValueError as error:
        if "paths" in entry:
            raise ValueError(f"{where}: `paths` {error}") from None
        paths = ()
    if not paths:
        raise ValueError(f"{where}: `paths` is missing: list the files that it applies to")
    versions = []
    for name in VERSIONS:
        text = entry.get(f"{name}-version")
        if text is None:
            continue
        if not isinstance(text, str):
            raise ValueError(f"{where}: `{name}-version` must be a string, not {shown(text)}")
        try:
            parse_version(text)
        except ValueError as error:
            raise ValueError(f"{where}: `{name}-version`: {error}") from None
        versions.append((name, text))
    if not versions:
        raise ValueError(f"{where}: it sets no version; set {', '.join(f'`{key}`' for key in TARGETS_KEYS[1:])}")
    return paths, tuple(versions)


def _refuse_too_many(patterns: Iterable[str]) -> None:
    from k8slint.settings.gitignore import refuse_too_many

    refuse_too_many(patterns)


def _strings(value: object) -> tuple[str, ...]:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise ValueError(f"must be a list of strings, not {shown(value)}")


def shown(value: object) -> str:
    """A value in a message."""
    if isinstance(value, (dict, list)):
        return "a table" if isinstance(value, dict) else "a list with other values"
    text = short(str(value))
    return text.lower() if isinstance(value, bool) else f'the string "{text}"' if isinstance(value, str) else text


def short(text: str) -> str:
    """A text of a settings file, as much of it as a message needs."""
    return text if len(text) <= 60 else f"{text[:60]}..."
