"""What releases of provider packages dropped, and what each release named in its stead: ``k8slint/data/provider_names.py``.

``records/providers.json`` holds what ``read_packages`` found in the first and the last release of every major version: the
classes and functions that an earlier release defines and the newest lacks; the place that the class's own deprecation names,
as far as the newest releases have it; and what the old constructor passed on to it, read from its code.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from k8slint.airflow.moves.table.imports import IMPORTS
from tools.operators import Version, dotted
from tools.text import laid_out, literal, module

RECORD = Path(__file__).parent / "records" / "providers.json"
PREFIX = "apache-airflow-providers-"
_NAMED = re.compile(r"airflow\.(?:providers\.)?[a-z_][\w.]*\w")
_QUOTED = re.compile(r"[`'\"]+~?([A-Z]\w+)[`'\"]+")
_DEPRECATES = re.compile(r"deprecat|use_instead", re.IGNORECASE)
_LEFT_OUT = ("auth_manager", "example_dags", "fab", "get_provider_info", "openlineage", "tests", "version_compat")
_MOST_METHODS = 3  # of its own, for a class that is another one under an old name
Definition = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Release:
    """One release of one distribution: what its modules define, and what it needs."""

    version: Version
    modules: dict[str, dict[str, Definition]] = field(default_factory=dict)
    bound: dict[str, set[str]] = field(default_factory=dict)  # what can be imported besides; ``*`` for anything
    texts: dict[str, str] = field(default_factory=dict)  # the code of modules, for their imports
    said: dict[str, str] = field(default_factory=dict)  # what a module as a whole says of its deprecation
    requires: set[str] = field(default_factory=set)

    def has(self, path: str) -> bool:
        name, _, inner = path.partition(":")
        return inner in self.modules.get(name, {}) if inner else name in self.modules

    def may_have(self, path: str) -> bool:
        """Whether it may be imported from there, wherever it is defined."""
        name, _, inner = path.partition(":")
        return self.has(path) or not self.bound.get(name, set()).isdisjoint({inner, "*"})


Releases = dict[str, list[Release]]


def read_packages(directory: Path) -> dict[str, Any]:
    """``directory`` has one folder a distribution and in it one a version, as ``pip install --no-deps --target`` leaves it."""
    everything = {
        folder.name: sorted((read_release(each) for each in folder.iterdir()), key=lambda release: release.version)
        for folder in sorted(directory.iterdir())
        if folder.is_dir() and folder.name.startswith(PREFIX)
    }
    everything = {name: releases for name, releases in everything.items() if releases and _package_of(releases[-1])}
    record: dict[str, Any] = {"newest": {}, "modules": {}, "firsts": {}, "gone": {}, "removed": []}
    for distribution, releases in everything.items():
        record["newest"][distribution] = dotted(releases[-1].version)
        record["modules"][distribution] = _package_of(releases[-1])
        record["gone"] |= _gone(releases)
        record["removed"] += list(_removed(distribution, releases, everything))
    places = {place.path for move in IMPORTS for place in move.places if place.module.startswith("airflow.providers.")}
    for place in sorted(places):
        _, since, _ = _origin(place, everything)
        if since and since > (1, 0, 0):
            record["firsts"][place] = dotted(since)
    return record


def read_release(root: Path) -> Release:
    release = Release(tuple(map(int, root.name.split("."))))
    top = root / "airflow" / "providers"
    for path in sorted(top.rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        if (
            any(part in _LEFT_OUT or (part.startswith("_") and part != "__init__") for part in parts)
            or "_vendor" in parts[2]
        ):
            continue
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        release.modules[name] = {each.name: each for each in defined_in(tree.body) if not each.name.startswith("_")}
        release.bound[name] = set(bound_in(tree.body))
        release.texts[name] = text
        release.said[name] = " ".join(_said(tree.body, deep=False))
    for metadata in root.glob("*.dist-info/METADATA"):
        for line in metadata.read_text(encoding="utf-8").splitlines():
            if line.startswith("Requires-Dist:") and "extra ==" not in line:
                needed = re.match(r"Requires-Dist: *([\w.-]+)", line)
                release.requires.update([needed[1]] if needed else [])
    return release


def _package_of(release: Release) -> str:
    """The package that a distribution brings: the longest that all of its modules are in."""
    names = [name.split(".") for name in release.modules if name.count(".") > 1]
    common: list[str] = []
    for parts in zip(*names, strict=False):
        if len(set(parts)) > 1:
            break
        common.append(parts[0])
    return ".".join(common)


def defined_in(body: list[ast.stmt]) -> Iterator[Definition]:
    for node in body:
        if isinstance(node, Definition):
            yield node
        elif isinstance(node, ast.If) and "TYPE_CHECKING" not in ast.unparse(node.test):
            yield from defined_in([*node.body, *node.orelse])
        elif isinstance(node, ast.Try):
            yield from defined_in([*node.body, *(each for handler in node.handlers for each in handler.body)])


def bound_in(body: list[ast.stmt]) -> Iterator[str]:
    """What else the statements of a module bind; ``*`` where that can't be told."""
    for node in body:
        match node:
            case ast.ImportFrom(names=names) | ast.Import(names=names):
                yield from (alias.asname or alias.name.partition(".")[0] for alias in names)
            case ast.FunctionDef(name="__getattr__"):
                yield "*"
            case ast.Assign() | ast.AnnAssign():
                targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))
            case ast.Expr(value=ast.Call()):
                yield "*"  # airflow.utils.deprecation_tools.add_deprecated_classes(...)
            case ast.If() | ast.Try() | ast.With():
                for part in ("body", "orelse", "finalbody"):
                    yield from bound_in(getattr(node, part, []))
                for handler in getattr(node, "handlers", []):
                    yield from bound_in(handler.body)


def _said(body: list[ast.stmt], deep: bool = True) -> Iterator[str]:
    """The texts of warnings, and docstrings, that speak of a deprecation."""
    for statement in body:
        if not deep and isinstance(statement, Definition):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Call) and re.search(r"warn|deprecated", ast.unparse(node.func)):
                text = ast.unparse(node)
                if _DEPRECATES.search(text):
                    yield " ".join(str(each.value) for each in ast.walk(node) if isinstance(each, ast.Constant))
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        if re.search(r"(?:class|module|operator|hook|sensor|function) is deprecated", first.value.value, re.IGNORECASE):
            yield first.value.value


def _gone(releases: list[Release]) -> dict[str, str]:
    """The modules that held something and are not in the newest release, with the first release that lacks them."""
    found = {}
    for name in sorted({name for release in releases for name in release.modules if release.modules[name]}):
        if name not in releases[-1].modules:
            having = max(number for number, release in enumerate(releases) if name in release.modules)
            found[name] = dotted(releases[having + 1].version)
    return found


def _removed(distribution: str, releases: list[Release], everything: Releases) -> Iterator[dict[str, Any]]:
    newest = releases[-1]
    for name in sorted({name for release in releases for name in release.modules}):
        if name not in newest.modules and not any(release.modules.get(name) for release in releases):
            continue  # nothing was in it
        for inner in sorted({inner for release in releases for inner in release.modules.get(name, ())}):
            path = f"{name}:{inner}"
            if not newest.may_have(path):
                having = max(number for number, release in enumerate(releases) if release.may_have(path))
                defining = max(number for number, release in enumerate(releases) if release.has(path))
                row = {"path": path, "distribution": distribution, "since": dotted(releases[having + 1].version)}
                yield row | _replaced(path, releases[defining], releases, everything)


def _replaced(path: str, last: Release, releases: list[Release], everything: Releases) -> dict[str, Any]:
    """The place that the last release which had a name points to, if the newest releases have it."""
    name, _, inner = path.partition(":")
    node = last.modules[name][inner]
    decorators = [ast.Expr(each) for each in node.decorator_list]
    texts = [*_said([*decorators, *node.body]), last.said[name]]
    place = next((found for text in texts for found in _places_in(text, path, releases, everything)), "")
    if not place and inner[:1].isupper():
        there = [each for each, names in releases[-1].modules.items() if inner in names]
        place = f"{there[0]}:{inner}" if len(there) == 1 else ""
    if not place:
        return {}
    owner, since, first = _origin(place, everything)
    near = owner in last.requires or owner in releases[-1].requires
    row: dict[str, Any] = {"place": place, "in": owner, "first": dotted(since)}
    row["near"] = near or everything[owner] is releases
    return row | _calls(node, last.texts[name], place, first)


def _places_in(text: str, path: str, releases: list[Release], everything: Releases) -> Iterator[str]:
    name, _, inner = path.partition(":")
    for found in _NAMED.findall(text):
        above, _, last = found.rpartition(".")
        for place in (f"{above}:{last}", f"{found}:{inner}"):
            if place != path and _origin(place, everything)[0]:
                yield place
    for short in _QUOTED.findall(text):
        if short == inner:
            continue
        there = [each for each, names in releases[-1].modules.items() if short in names]
        if name in there or len(there) == 1:
            yield f"{name if name in there else there[0]}:{short}"


def _origin(place: str, everything: Releases) -> tuple[str, Version, Definition | None]:
    """The distribution whose newest release has a place, and since which release it has."""
    name, _, inner = place.partition(":")
    for distribution, releases in everything.items():
        if releases[-1].may_have(place) and name in releases[-1].modules:
            since = releases[-1].version
            for release in reversed(releases):
                if not release.may_have(place):
                    break
                since = release.version
            return distribution, since, releases[-1].modules[name].get(inner)
    return "", (), None


def _calls(node: Definition, text: str, place: str, new: Definition | None) -> dict[str, Any]:
    """Whether the old class was the new one with other arguments, and which: ``old=new`` for those that it passed on under
    another name, with the default that it gave, ``old=hook_params[key]`` for those that it put into a dict."""
    if not isinstance(node, ast.ClassDef) or not isinstance(new, ast.ClassDef):
        return {"kind": "same" if type(node) is type(new) and _same(node, new) else "other"}
    target = place.partition(":")[2]
    imported = {
        alias.asname or alias.name: f"{each.module}:{alias.name}"
        for each in ast.walk(ast.parse(text))
        if isinstance(each, ast.ImportFrom) and each.module
        for alias in each.names
    }
    bases = [ast.unparse(base) for base in node.bases]
    if not any(base == target or imported.get(base, "").endswith(f":{target}") for base in bases):
        return {"kind": "same" if _same(node, new) else "other"}
    methods = [each for each in node.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
    own = sorted(each.name for each in methods if each.name != "__init__")
    if len(own) > _MOST_METHODS:
        return {"kind": "other"}
    init = next((each for each in methods if each.name == "__init__"), None)
    row: dict[str, Any] = {"kind": "derived"} | ({"methods": own} if own else {})
    if init is None:
        return row
    if any(not _is_plain(each) for each in init.body):
        row["methods"] = ["__init__", *own]
    parameters = [
        each.arg for each in (*init.args.posonlyargs, *init.args.args, *init.args.kwonlyargs) if each.arg != "self"
    ]
    passed = _passed_on(init)
    words = []
    defaults = dict(zip([each.arg for each in init.args.kwonlyargs], init.args.kw_defaults, strict=True))
    defaults |= dict(zip([each.arg for each in reversed(init.args.args)], reversed(init.args.defaults), strict=False))
    for parameter in parameters:
        default = defaults.get(parameter)
        plain = default.value if isinstance(default, ast.Constant) and isinstance(default.value, str) else None
        words.append({"old": parameter, "new": passed.get(parameter, ""), "default": plain})
    row["arguments"] = words
    given = {name[1:]: value for name, value in passed.items() if name.startswith("=")}
    row |= {"given": given} if given else {}
    if init.args.vararg is None and any(each.arg != "self" for each in init.args.args):
        row["positional"] = True
    return row


def _is_plain(statement: ast.stmt) -> bool:
    """Whether a statement of a constructor only warns, calls the base's, or puts parameters into ``hook_params``."""
    match statement:
        case ast.Expr(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=function)):
            return "warn" in ast.unparse(function) or ast.unparse(function) == "super().__init__"
        case ast.If(body=body, orelse=[]):
            return all(_is_plain(each) for each in body)
        case ast.Assign(targets=[target]):
            return "hook_params" in ast.unparse(target) or ast.unparse(target) == "options"
    return False


def _passed_on(init: ast.FunctionDef | ast.AsyncFunctionDef) -> dict[str, str]:
    """What becomes of parameters: the keyword of ``super().__init__()``, or the key of a dict that goes there."""
    found: dict[str, str] = {}
    for node in ast.walk(init):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="super")), attr="__init__")):
                for keyword in node.keywords:
                    if keyword.arg is not None and isinstance(keyword.value, ast.Name):
                        found[keyword.value.id] = keyword.arg
                    elif keyword.arg is not None:
                        found[f"={keyword.arg}"] = ast.unparse(keyword.value)
            case ast.Assign(
                targets=[ast.Subscript(value=ast.Name(id="kwargs"), slice=ast.Constant(value=str(name)))],
                value=ast.Dict(keys=keys, values=values),
            ):
                for key, value in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(value, ast.Name):
                        found.setdefault(value.id, f"{name}[{key.value!s}]")
    return found


def _same(old: Definition, new: Definition | None) -> bool:
    """Whether calls of the one are calls of the other, by their parameters."""
    return (
        new is not None and old.name == new.name and _parameters(old) <= _parameters(new) and _bases(old) == _bases(new)
    )


def _bases(node: Definition) -> list[str]:
    return [ast.unparse(base).rpartition(".")[2] for base in node.bases] if isinstance(node, ast.ClassDef) else []


def _parameters(node: Definition) -> set[str]:
    if isinstance(node, ast.ClassDef):
        init = next((each for each in node.body if isinstance(each, Definition) and each.name == "__init__"), None)
        return _parameters(init) if init is not None else set()
    return {each.arg for each in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}


def write_record(record: dict[str, Any]) -> None:
    """One line a name, so that a diff can be read."""
    rows = ",\n".join(json.dumps(row) for row in record["removed"])
    head = ", ".join(f'"{name}": {json.dumps(record[name])}' for name in ("newest", "modules", "firsts", "gone"))
    RECORD.write_text(f'{{{head}, "removed": [\n{rows}\n]}}\n', encoding="utf-8")


SUMMARY = """What releases of provider packages dropped, and what replaces it.

``MODULES`` are the modules that are gone as a whole. ``NAMES`` has by module the names that are gone, with the release since
which they are (a later one where only the last of a major version was
looked at). ``PLACES`` has the place that took over, and how: ``same`` thing, ``derived`` (the old class was the new one with
other arguments) or ``other``. ``CALLS`` says for the derived ones what the old constructor passed on: ``old=new:default``,
``old=dict[key]``, ``old=`` for what has no successor, ``+new=value`` for what it always gave; ``!method`` names what it did
differently. ``FIRSTS`` tells since when a package has a place, where that isn't 1.0.0."""


def text() -> str:
    """The module that is made of the record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    lines = ["Version = tuple[int, ...]", "DISTRIBUTIONS: dict[str, str] = {"]
    for distribution, package in record["modules"].items():
        lines += laid_out(distribution, before=f"{literal(package)}: ")
    lines += ["}", "MODULES: dict[str, Version] = {"]
    for name, since in sorted(record["gone"].items()):
        lines += laid_out(_version(since), before=f"{literal(name)}: ")
    names: dict[str, dict[str, list[str]]] = {}
    for row in record["removed"]:
        above, _, name = row["path"].partition(":")
        names.setdefault(above, {}).setdefault(row["since"], []).append(name)
    lines += ["}", "NAMES: dict[str, tuple[tuple[Version, str], ...]] = {"]
    for above, by_release in names.items():
        held = tuple((_version(since), " ".join(inner)) for since, inner in by_release.items())
        lines += laid_out(held, before=f"{literal(above)}: ")
    lines += ["}", "PLACES: dict[str, tuple[str, str]] = {"]
    replaced = [row for row in record["removed"] if row.get("place") and row["near"]]
    for row in replaced:
        lines += laid_out((row["place"], row["kind"]), before=f"{literal(row['path'])}: ")
    lines += ["}", "CALLS: dict[str, str] = {"]
    for row in replaced:
        words = list(_words(row))
        if words:
            lines += laid_out(" ".join(words), before=f"{literal(row['path'])}: ")
    lines += ["}", "FIRSTS: dict[str, Version] = {"]
    firsts = record["firsts"] | {row["place"]: row["first"] for row in replaced}
    for place, since in sorted(firsts.items()):
        if _version(since) > (1, 0, 0):
            lines += laid_out(_version(since), before=f"{literal(place)}: ")
    return module(SUMMARY, *lines, "}")


def _version(text: str) -> Version:
    return tuple(map(int, text.split(".")))


def _words(row: dict[str, Any]) -> Iterator[str]:
    for each in row.get("arguments", ()):
        default = "" if each["default"] is None or not each["new"] else ":" + each["default"]
        yield f"{each['old']}={each['new']}{default}"
    for name, value in row.get("given", {}).items():
        yield f"+{name}={value}" if " " not in value else f"!{name}"
    yield from (f"!{name}" for name in row.get("methods", ()))
