"""Which functions of a file can have anything to do with what is judged, told from the words in them.

A function that nothing calls is evaluated for what it makes: pods, operators, DAGs. Nothing that it makes can be found
fault with unless it mentions one of the words that rules look for, or something that leads to one; most functions of most
files don't, and evaluating them would take most of the time.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator

from k8slint.source import Source

# What brings names into a function that its own words don't show: imports of its own, the base class's arguments.
_OPENING = ("import ", "super(")
_WORD = re.compile(r"[^\W\d]\w*")

InRepository = Callable[[str, int], bool]


def relevance(
    source: Source, tree: ast.Module, words: Iterable[str], in_repository: InRepository
) -> Callable[[ast.AST], bool]:
    """Whether a function of the file is worth evaluating on its own.

    ``words`` are those that something judged holds. ``in_repository`` says whether a module (its name, and the number of
    leading dots) is one that evaluation follows: what comes from there may be anything.
    """
    wanted = (*words, *_OPENING)

    def matters(text: str) -> bool:
        return any(word in text for word in wanted)

    units = [_Unit(source, node) for node in _statements(tree.body)]
    names: set[str] = set()
    for node in tree.body:
        for imported in _imports(node):
            if _may_lead(imported, in_repository) or any(word in _text(source, imported) for word in words):
                if any(alias.name == "*" for alias in imported.names):
                    return lambda function: True
                names |= {alias.asname or alias.name.partition(".")[0] for alias in imported.names}
    known = {id(unit.node) for unit in units}
    relevant: set[int] = set()
    grown = True
    while grown:
        grown = False
        for unit in units:
            if id(unit.node) not in relevant and (matters(unit.text) or not names.isdisjoint(unit.words)):
                relevant.add(id(unit.node))
                grown = grown or not unit.binds <= names
                names |= unit.binds

    def is_relevant(function: ast.AST) -> bool:
        if id(function) in known:
            return id(function) in relevant
        text = _text(source, function)
        return matters(text) or not names.isdisjoint(_WORD.findall(text))

    return is_relevant


class _Unit:
    """A function, or another statement that binds names: its words, and the names that it binds."""

    __slots__ = ("binds", "node", "text", "words")

    def __init__(self, source: Source, node: ast.stmt) -> None:
        self.node = node
        self.text = _text(source, node)
        self.words = frozenset(_WORD.findall(self.text))
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


def _text(source: Source, node: ast.AST) -> str:
    """The lines of a node."""
    lines = source.lines
    first, last = getattr(node, "lineno", 1), getattr(node, "end_lineno", None) or 1
    return source.text[lines.start(first) : lines.start(last + 1)]


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


def _may_lead(node: ast.Import | ast.ImportFrom, in_repository: InRepository) -> bool:
    """Whether an import is of a module that evaluation follows."""
    level = node.level if isinstance(node, ast.ImportFrom) else 0
    names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    foreign = sys.stdlib_module_names | {"airflow", "kubernetes"}
    return any((level or name.partition(".")[0] not in foreign) and in_repository(name, level) for name in names)
