"""The options of Airflow's configuration: ``k8slint/data/airflow_options.py``.

``records/options.json`` holds what ``read_packages`` found in released packages: for Airflow and the cncf.kubernetes provider
the recorded versions, and by section its options with the versions that have them, as words like those of the operators. An
option under an old name that the version still reads counts as one that it has. ``moves`` holds what became of old names, as
any version says it: in what its parser still reads, and in what ``airflow config lint`` knows.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tools.operators import Version, dotted, interval
from tools.text import laid_out, module

RECORD = Path(__file__).parent / "records" / "options.json"
Options = dict[str, set[str]]  # section -> its options


def read_packages(packages: Path) -> dict[str, Any]:
    """``packages`` is the folder that the operators are read from: ``airflow/2.11.0``, ``cncf.kubernetes/10.25.0``."""
    record: dict[str, Any] = {}
    for package, read in (("airflow", read_airflow), ("cncf.kubernetes", read_provider)):
        found = {
            tuple(map(int, each.name.split("."))): read(each / "airflow") for each in (packages / package).iterdir()
        }
        versions = sorted(version for version, options in found.items() if options)
        sections: dict[str, list[str]] = {}
        for section in sorted({section for version in versions for section in found[version]}):
            names = sorted({name for version in versions for name in found[version].get(section, ())})
            sections[section] = [
                name + interval([version for version in versions if name in found[version].get(section, ())], versions)
                for name in names
            ]
        record[package] = {"versions": [dotted(version) for version in versions], "sections": sections}
    record["moves"] = read_moves(packages / "airflow")
    return record


def read_moves(releases: Path) -> dict[str, list[str]]:
    """By ``section.option`` its later names, the last one at the end; none for what was removed."""
    found: dict[str, dict[str, Version]] = {}
    removed: set[str] = set()
    for release in sorted(releases.iterdir(), key=lambda each: tuple(map(int, each.name.split(".")))):
        root = release / "airflow"
        version = tuple(map(int, release.name.split(".")))
        for code in _parsers(root):
            for old, new, since in _renamed(ast.parse(code.read_text(encoding="utf-8"))):
                found.setdefault(old, {}).setdefault(new, since or version)
        command = root / "cli" / "commands" / "config_command.py"
        for old, later in _changes(ast.parse(command.read_text(encoding="utf-8"))) if command.exists() else ():
            if later is None:
                removed.add(old)
            elif later != old:
                found.setdefault(old, {}).setdefault(later, version)
    moves = {old: sorted(places, key=lambda new: (places[new], new)) for old, places in found.items()}
    return dict(sorted((moves | {old: [] for old in removed - moves.keys()}).items()))


def _parsers(root: Path) -> Iterator[Path]:
    for code in (root / "configuration.py", root / "_shared" / "configuration" / "parser.py"):
        if code.exists():
            yield code


def _renamed(tree: ast.AST) -> Iterator[tuple[str, str, Version]]:
    """``deprecated_options``: the old name, the new one, and since when, if that is said."""
    for table in _tables(tree, "deprecated_options"):
        for key, value in zip(table.keys, table.values, strict=True):
            if key is not None:
                section, option, *since = ast.literal_eval(value)
                version = tuple(map(int, since[0].split("."))) if since else ()
                yield f"{section}.{option}", ".".join(ast.literal_eval(key)), version


def _changes(tree: ast.AST) -> Iterator[tuple[str, str | None]]:
    """What ``airflow config lint`` says of an option: its new name, None when it was removed."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and ast.unparse(node.func) == "ConfigChange"):
            continue
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        old, later = _parameter(given["config"]), given.get("renamed_to")
        stays = any(isinstance(given.get(name), ast.Constant) for name in ("was_removed",)) and not ast.literal_eval(
            given["was_removed"]
        )
        conditional = "remove_if_equals" in given or "is_invalid_if" in given or "default_change" in given
        if later is not None:
            yield old, _parameter(later)
        elif not stays and not conditional:
            yield old, None


def _parameter(node: ast.expr) -> str:
    assert isinstance(node, ast.Call)
    return ".".join(ast.literal_eval(each) for each in (*node.args, *(keyword.value for keyword in node.keywords)))


def read_airflow(root: Path) -> Options:
    file = root / "config_templates" / "config.yml"
    options = _of_document(yaml.safe_load(file.read_text(encoding="utf-8"))) if file.exists() else {}
    for code in _parsers(root) if options else ():
        for section, option in _old_names(ast.parse(code.read_text(encoding="utf-8"))):
            options.setdefault(section, set()).add(option)
    return options


def read_provider(root: Path) -> Options:
    file = root / "providers" / "cncf" / "kubernetes" / "get_provider_info.py"
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))) if file.exists() else ():
        if isinstance(node, ast.Return) and node.value is not None:
            return _of_document(ast.literal_eval(node.value).get("config", {}))
    return {}


def _of_document(document: Any) -> Options:
    """Up to Airflow 2.3 a list of sections with their names, from then on a mapping."""
    if isinstance(document, list):
        return {each["name"]: {option["name"] for option in each["options"]} for each in document}
    return {section: set(content["options"]) for section, content in document.items()}


def _old_names(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """What a version still reads under an old section or name: ``deprecated_options`` and its relatives."""
    for table in _tables(tree, "deprecated_options", "many_to_one_deprecated_options"):
        for value in table.values:
            for each in value.elts if isinstance(value, ast.List) else [value]:
                old = ast.literal_eval(each)
                yield old[0], old[1]


def _tables(tree: ast.AST, *names: str) -> Iterator[ast.Dict]:
    """The dicts that a module or class keeps under one of the names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.Dict):
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            if ast.unparse(target).rpartition(".")[2] in names:
                yield node.value


def write_record(record: dict[str, Any]) -> None:
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def text() -> str:
    """The module that is made of the record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    lines = ["Version = tuple[int, ...]", "VERSIONS: dict[str, tuple[Version, ...]] = {"]
    moves = record.pop("moves")
    for package, each in record.items():
        versions = tuple(tuple(map(int, version.split("."))) for version in each["versions"])
        lines += laid_out(versions, before=f'"{package}": ')
    lines += ["}", "SECTIONS: dict[str, dict[str, str]] = {"]
    for package, each in record.items():
        lines.append(f'    "{package}": {{')
        for section, words in each["sections"].items():
            lines += laid_out(" ".join(words), 8, f'"{section}": ')
        lines.append("    },")
    lines += ["}", "MOVES: dict[str, str] = {"]
    for old, places in moves.items():
        lines += laid_out(" ".join(places), before=f'"{old}": ')
    return module(SUMMARY, *lines, "}")


SUMMARY = """The options of Airflow's configuration, by version.

For each package its recorded versions, and by section the options, old names that are still read among them. ``>2.4.3`` says
that versions up to and including 2.4.3 don't have it, ``<3.0.6`` that versions from 3.0.6 on don't. By old
name the later ones, oldest first; none for what was removed."""
