"""All nodes of a tree, collected once."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache

# What holds no node: names, numbers, and the marks that say whether a name is read or written.
_PLAIN = frozenset({
    "arg", "asname", "attr", "conversion", "ctx", "id", "is_async", "kind", "level", "module", "rest", "simple",
    "type_comment",
})  # fmt: skip


class _Fields(dict[type, tuple[str, ...]]):
    """The fields of each kind of node that may hold nodes."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        fields: tuple[str, ...] = getattr(kind, "_fields", ())
        found = self[kind] = () if kind is ast.Constant else tuple(name for name in fields if name not in _PLAIN)
        return found


_fields = _Fields()


def walk(tree: ast.AST) -> list[ast.AST]:
    """Each node, in the order of ``ast.walk``, but for the marks that say whether a name is read or written."""
    found = [tree]
    for node in found:  # it grows meanwhile
        for name in _fields[type(node)]:
            value = getattr(node, name, None)
            if type(value) is list:
                found += [each for each in value if isinstance(each, ast.AST)]
            elif isinstance(value, ast.AST):
                found.append(value)
    return found


def children(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes in a node, as ``ast.iter_child_nodes`` gives them, but for those marks."""
    for name in _fields[type(node)]:
        value = getattr(node, name, None)
        if type(value) is list:
            for each in value:
                if isinstance(each, ast.AST):
                    yield each
        elif isinstance(value, ast.AST):
            yield value


@lru_cache(maxsize=2)  # a file is looked at by many in turn, and by its fixer with its new text
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """The nodes of a whole file, collected once."""
    return tuple(walk(tree))


@lru_cache(maxsize=2)
def parents_of(tree: ast.AST) -> Mapping[ast.AST, ast.AST]:
    """The parent of each of these nodes."""
    return {child: node for node in nodes_of(tree) for child in children(node)}
