"""Which functions of a file can have anything to do with a pod or with Airflow, told from the words in them.

A function that nothing calls is evaluated for what it makes: operators, models, DAGs. One that mentions none of them, and
nothing that leads to them, makes none; most functions of most files are such, and evaluating them would take most of the
time.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator

from k8slint.source import Source

# Words that matter whoever is called: keys and arguments of executor_config, models by any name.
_MATTERS = re.compile(r"executor_config|pod_override|KubernetesExecutor|\bV1|V1[A-Z]|PodOperator|\bimport\b|\bsuper\b")
_WORD = re.compile(r"[^\W\d]\w*")
# Parts of Airflow whose names make nothing that is judged; functions are full of them.
_HARMLESS = ("airflow.exceptions", "airflow.utils.log", "airflow.version", "airflow.typing_compat", "typing_extensions")

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
InRepository = Callable[[str, int], bool]


def relevance(source: Source, tree: ast.Module, in_repository: InRepository) -> Callable[[ast.AST], bool]:
    """Whether a function of the file is worth evaluating on its own.

    ``in_repository`` says whether a module (its name, and the number of leading dots) is one that evaluation follows.
    """
    text = source.text
    units = [_Unit(source, node) for node in _statements(tree.body)]
    names: set[str] = set()
    for node in tree.body:
        for imported in _imports(node):
            if isinstance(imported, ast.ImportFrom) and any(alias.name == "*" for alias in imported.names):
                return lambda function: True
            names |= _names(imported, in_repository)
    known = {id(unit.node) for unit in units}
    relevant: set[int] = set()
    grown = True
    while grown:
        grown = False
        for unit in units:
            if id(unit.node) not in relevant and (unit.matters or not names.isdisjoint(unit.words)):
                relevant.add(id(unit.node))
                grown = grown or not unit.binds <= names
                names |= unit.binds

    def is_relevant(function: ast.AST) -> bool:
        if id(function) in known:
            return id(function) in relevant
        inner = _text(source, text, function)
        return _MATTERS.search(inner) is not None or not names.isdisjoint(_WORD.findall(inner))

    return is_relevant


class _Unit:
    """A function, or another statement that binds names: its words, and the names that it binds."""

    __slots__ = ("binds", "matters", "node", "words")

    def __init__(self, source: Source, node: ast.stmt) -> None:
        text = _text(source, source.text, node)
        self.node = node
        self.matters = _MATTERS.search(text) is not None
        self.words = frozenset(_WORD.findall(text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.binds: frozenset[str] = frozenset({node.name})
        else:
            bound = (inner for target in _targets(node) for inner in ast.walk(target))
            self.binds = frozenset(inner.id for inner in bound if isinstance(inner, ast.Name))


def _targets(node: ast.stmt) -> Iterator[ast.expr]:
    """What a statement binds, but for what the blocks in it do."""
    match node:
        case ast.Assign(targets=targets):
            yield from targets
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target) | ast.For(target=target):
            yield target
        case ast.With(items=items):
            yield from (item.optional_vars for item in items if item.optional_vars is not None)


def _text(source: Source, text: str, node: ast.AST) -> str:
    lines = source.lines
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
    return text[lines.start(first) : lines.start(last + 1)]


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The functions of a file, those of its classes, and the statements that bind names; not what is in functions.

    A loop or a ``with`` stands for what it binds, with the words of all that is in it: that errs on the safe side.
    """
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or any(True for _ in _targets(node)):
            yield node
        for block in () if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else _blocks(node):
            yield from _statements(block)


def _blocks(node: ast.AST) -> list[list[ast.stmt]]:
    """The blocks of a compound statement."""
    blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
    blocks += [handler.body for handler in getattr(node, "handlers", [])]
    blocks += [case.body for case in getattr(node, "cases", [])]
    return [block for block in blocks if block]


def _imports(node: ast.stmt) -> Iterator[ast.Import | ast.ImportFrom]:
    """The imports of a statement of the module, under conditions too; functions have their own."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield node
    elif not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for block in _blocks(node):
            for inner in block:
                yield from _imports(inner)


def _names(node: ast.Import | ast.ImportFrom, in_repository: InRepository) -> set[str]:
    """The names that an import binds, if they can lead to anything that is judged."""
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        if _may_lead(module, node.level, in_repository):
            return {alias.asname or alias.name for alias in node.names}
        return set()
    return {
        alias.asname or alias.name.partition(".")[0] for alias in node.names if _may_lead(alias.name, 0, in_repository)
    }


def _may_lead(module: str, level: int, in_repository: InRepository) -> bool:
    root = module.partition(".")[0]
    if level == 0 and root in sys.stdlib_module_names:
        return False
    if level == 0 and root in ("airflow", "kubernetes"):
        return not module.startswith(_HARMLESS)
    return in_repository(module, level)
