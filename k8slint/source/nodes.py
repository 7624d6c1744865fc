"""All nodes of a file's tree, gone through once however many ask."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import lru_cache


@lru_cache(maxsize=2)  # a file is looked at by many in turn, and by its fixer with its new text
def nodes_of(tree: ast.AST) -> tuple[ast.AST, ...]:
    """Each node, as ``ast.walk`` gives them."""
    return tuple(ast.walk(tree))


@lru_cache(maxsize=2)
def parents_of(tree: ast.AST) -> Mapping[ast.AST, ast.AST]:
    """Each node's parent."""
    return {child: node for node in nodes_of(tree) for child in ast.iter_child_nodes(node)}
