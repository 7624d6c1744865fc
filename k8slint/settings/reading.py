"""Reads a settings file and the files that it extends."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from k8slint.settings.checks import checked, short
from k8slint.settings.errors import UserError, did_you_mean
from k8slint.settings.files import MAX_SETTINGS, inside, read_regular, repository
from k8slint.settings.options import BY_KEY, OPTIONS
from k8slint.version import __version__

try:
    import tomllib
except ImportError:  # Python 3.10
    import tomli as tomllib  # type: ignore[import-not-found,no-redef,unused-ignore]

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_DEPTH = 20  # of a table in a table in the settings
MAX_EXTENDED = 10  # files, one extending the next
ADDED_UP = ("extend-select", "extend-exclude", "targets")  # lists to which an extending file adds
MERGED = ("per-file-ignores", "environment")  # tables in which its entries win


class Layer(NamedTuple):
    """One settings file: what it says, checked, its paths as seen from where the command runs."""

    file: str
    values: dict[str, object]


def table_of(path: str, data: bytes) -> dict[str, object] | None:
    """k8slint's table in the text of a settings file; None when a pyproject.toml has none. Raises ``UserError``."""
    try:
        document = tomllib.loads(data.decode())
        _refuse_monsters(document)
    except ValueError as error:  # no TOML, no UTF-8, a number of thousands of digits
        raise UserError(f"{path}: {error}") from None
    except RecursionError:
        raise UserError(f"{path}: tables and lists are nested too deeply") from None
    if os.path.basename(path) != "pyproject.toml":
        return dict(document)
    tool = document.get("tool", {})
    table = tool.get("k8slint") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise UserError(f"{path}: [tool.k8slint] must be a table")
    return table


def layers(file: str, table: Mapping[str, object], start: str) -> tuple[Layer, ...]:
    """A settings file and those that it extends, the furthest first. Raises ``UserError``.

    ``start`` is the folder that is judged: whose a file is, and so what it may set, depends on it.
    """
    found = [_layer(file, table, start)]
    seen = {os.path.realpath(file): file}
    while (extended := found[0].values.get("extend")) is not None:
        path = str(extended)
        chain = " -> ".join([*(layer.file for layer in reversed(found)), path])
        if os.path.realpath(path) in seen:
            raise UserError(f"{found[0].file}: `extend` leads back to {seen[os.path.realpath(path)]}: {chain}")
        if len(found) > MAX_EXTENDED:
            raise UserError(f"{file}: `extend`: more than {MAX_EXTENDED} files extend each other")
        seen[os.path.realpath(path)] = path
        found.insert(0, _extended(path, found[0].file, start))
    return tuple(found)


def _extended(path: str, by: str, start: str) -> Layer:
    boundary = None if is_of_the_user(by, start) else _boundary(by)
    try:
        data = read_regular(path, MAX_SETTINGS, boundary)
    except OSError as error:
        raise UserError(f"{by}: `extend`: {short(path)} can't be read: {error.strerror or error}") from None
    table = table_of(path, data)
    if table is None:
        raise UserError(f"{by}: `extend`: {path} has no table [tool.k8slint]")
    return _layer(path, table, start)


def merged(found: tuple[Layer, ...]) -> tuple[dict[str, object], dict[str, str]]:
    """What layers say together, and for each key the file that says it last: an extending file goes before what it extends."""
    values: dict[str, object] = {}
    files: dict[str, str] = {}
    for layer in found:
        for key, value in layer.values.items():
            before = values.get(key)
            if key in ADDED_UP and isinstance(before, tuple) and isinstance(value, tuple):
                values[key] = (*before, *value)
            elif key in MERGED and isinstance(before, dict) and isinstance(value, dict):
                values[key] = {**before, **value}
            else:
                values[key] = value
            files[key] = layer.file
    return values, files


def _refuse_monsters(document: object) -> None:
    """Raise ValueError for what TOML may hold and nobody means: numbers beyond 64 bits, tables in tables without end."""
    level = [document]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for value in level:
            if isinstance(value, int) and not -(2**63) <= value < 2**63:
                raise ValueError("a number has more than 64 bits")
            inner += value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if not inner:
            return
        level = inner
    raise ValueError("tables and lists are nested too deeply")


def is_of_the_user(file: str, start: str) -> bool:
    """Whether a settings file is the user's own, and not part of what is judged: nobody's branch can change it.

    It lies outside of the repository that is judged; where there is none, outside of the folder that is judged or
    that the command runs in, and not above it.
    """
    judged = (start, os.getcwd())
    for folder in (os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.realpath(file))):
        home = repository(folder)
        for place in judged:
            if home is not None:
                apart = not inside(place, home)
            else:
                apart = repository(place) is not None or not (inside(place, folder) or inside(folder, place))
            if not apart:
                return False
    return True


def _boundary(file: str) -> str:
    """The folder that what a settings file of the repository names must lie in."""
    folder = os.path.abspath(os.path.dirname(file))
    return repository(folder) or folder


def _layer(file: str, table: Mapping[str, object], start: str) -> Layer:
    _check_required(file, table.get("required-version"))  # before all else: keys of another version are unknown
    keys = [option.key for option in OPTIONS if option.in_settings]
    folder = os.path.dirname(file)
    trusted = not table or is_of_the_user(file, start)
    boundary = _boundary(file)
    values: dict[str, object] = {}
    for key, value in table.items():
        option = BY_KEY.get(key)
        if option is not None and option.flags and not option.in_settings:
            raise UserError(f"{file}: `{key}` isn't a setting; use {option.flags[0]} on the command line")
        if option is None or not option.in_settings:
            raise UserError(f"{file}: unknown key `{short(key)}`{did_you_mean(short(key), keys)}")
        try:
            values[key] = checked(option, value)
        except ValueError as error:
            raise UserError(f"{file}: `{key}` {error}") from None
        use = f"use {option.flags[0]} on the command line" if option.flags else "only your own settings may"
        if option.of_the_user and not trusted:
            raise UserError(f"{file}: `{key}` can't be set by a file in the repository; {use}")
        if option.weaker and value in option.weaker and not trusted:
            raise UserError(f'{file}: `{key}` can\'t be "{value}" in a file of the repository; {use}')
        if option.kind in ("path", "settings"):
            values[key] = _placed(folder, str(value))
        elif option.kind == "paths":
            values[key] = tuple(_placed(folder, item) for item in value)  # type: ignore[attr-defined]
        if not trusted and option.kind in ("path", "paths", "settings"):
            found = values[key]
            for path in found if isinstance(found, tuple) else (found,):
                if not inside(str(path), boundary):
                    raise UserError(f"{file}: `{key}`: {short(str(path))} is outside of the repository; {use}")
    return Layer(file, values)


def _check_required(file: str, required: object) -> None:
    if required is None:
        return
    from k8slint.settings.required import admits
    from k8slint.settings.targets import parse_version

    try:
        admitted = admits(str(checked(BY_KEY["required-version"], required)), parse_version(__version__))
    except ValueError as error:
        raise UserError(f"{file}: `required-version` {error}") from None
    if not admitted:
        raise UserError(f"{file}: `required-version` is {short(str(required))}, but this is k8slint {__version__}")


def _placed(folder: str, path: str) -> str:
    """A path of a settings file, which is meant from that file's folder, as seen from where the command runs."""
    return os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")
