"""All nodes of a tree, collected once."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=2)  # a file is looked at by many in turn, and by its fixer with its new text
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Each node, in the order of ``ast.walk``, but for the marks that say whether a name is read or written."""
    found = [tree]
    for node in found:  # it grows meanwhile
        for name in node._fields:
            if name == "ctx":
                continue
            value = getattr(node, name, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found += [each for each in value if isinstance(each, ast.AST)]
    return tuple(found)


@lru_cache(maxsize=2)
def parents_of(tree: ast.AST) -> Mapping[ast.AST, ast.AST]:
    """Each node's parent."""
    return {child: node for node in nodes_of(tree) for child in ast.iter_child_nodes(node)}
