"""Helpers for YAML nodes: keys, texts and small plain data.

Nodes are never turned into Python objects as a whole: an alias is a reference to the same node, so what a file says a
million times costs once, and the value of a Secret is never touched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from yaml.nodes import Node

DEEPEST = 100
MOST_ITEMS = 5_000  # of one list or mapping that is taken as plain data
TEMPLATED = re.compile(r"\{\{|\{%|\$\(|\$\{|<[A-Za-z_ -]+>")
_DEPTH = re.compile(r"[\[{\]}]|^ {1000,}[^ \r\n]|(?:[-?] ){100,}", re.MULTILINE)


class NotYaml(Exception):
    """The text can't be read as YAML; ``row`` and ``column`` are 1-based."""

    def __init__(self, why: str, row: int, column: int) -> None:
        super().__init__(f"{row}:{column}: {why}")
        self.why, self.row, self.column = why, row, column


def documents(text: str) -> list[Any]:
    """The root nodes of a YAML or JSON text, without empty documents. Raises NotYaml."""
    import yaml

    depth = 0
    for match in _DEPTH.finditer(text):
        depth = max(0, depth + (1 if match[0] in "[{" else -1 if match[0] in "]}" else DEEPEST + 1))
        if depth > DEEPEST:
            raise NotYaml("it is nested too deeply", text.count("\n", 0, match.start()) + 1, 1)
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return [node for node in yaml.compose_all(text, Loader=loader) if node is not None and node.tag != _NULL]
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        why = (error.problem or error.context or "unexpected text").strip()
        raise NotYaml(why, mark.line + 1 if mark else 1, mark.column + 1 if mark else 1) from None
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NotYaml(type(error).__name__, 1, 1) from None


_NULL = "tag:yaml.org,2002:null"
_MERGE = "tag:yaml.org,2002:merge"


def pairs(node: Node | None) -> list[tuple[str, Any]]:
    """The entries of a mapping, later ones winning, those behind ``<<`` first; nothing of what is no mapping."""
    found: dict[str, Any] = {}
    _collect(node, found, 0)
    return list(found.items())


def _collect(node: Any, found: dict[str, Any], depth: int) -> None:
    if node is None or node.id != "mapping" or depth > 5:
        return
    for key, value in node.value:
        if key.tag == _MERGE:
            for merged in value.value if value.id == "sequence" else (value,):
                _collect(merged, found, depth + 1)
    for key, value in node.value:
        if key.id == "scalar" and key.tag != _MERGE:
            found[key.value] = value


def child(node: Any, *path: str) -> Any:
    """The node under some keys; None when it isn't there."""
    for key in path:
        node = dict(pairs(node)).get(key)
        if node is None:
            return None
    return None if node.tag == _NULL else node


def text(node: Any, *path: str) -> str | None:
    """The scalar under some keys, as it is written; None when there is none."""
    node = child(node, *path)
    return node.value if node is not None and node.id == "scalar" else None


def items(node: Any, *path: str) -> list[Any]:
    """The items of the list under some keys."""
    node = child(node, *path)
    return list(node.value) if node is not None and node.id == "sequence" else []


def key_names(node: Any, *path: str) -> frozenset[str] | None:
    """The keys of the mapping under some keys; None when it isn't there."""
    node = child(node, *path)
    if node is None or node.id != "mapping":
        return None
    return frozenset(key for key, _ in pairs(node))


def plain(node: Any, depth: int = 8) -> Any:
    """Small data that holds no secrets: texts, lists and mappings, cut off where it is deep or long."""
    if node is None or depth == 0 or node.tag == _NULL:
        return None
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [plain(item, depth - 1) for item in node.value[:MOST_ITEMS]]
    return {key: plain(value, depth - 1) for key, value in pairs(node)[:MOST_ITEMS]}


def row(node: Any) -> int:
    line: int = node.start_mark.line
    return line + 1


def is_templated(value: str | None) -> bool:
    """Whether a text is made by Helm, envsubst or a person before it reaches the cluster."""
    return value is not None and TEMPLATED.search(value) is not None
