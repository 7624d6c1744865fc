"""Selects the functions of a file that can affect a checked pod, by the words in them.

A function that nothing calls is evaluated for what it makes: pods, operators, DAGs. Nothing that it makes can be found
fault with unless it mentions one of the words that rules look for, or something that leads to one; most functions of most
files don't, and evaluating them would take most of the time.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern
from k8slint.source.nodes import walk
from k8slint.source.project import Project
from k8slint.source.text import Source

_WORD = pattern(r"[^\W\d]\w*")
_IMPORT = pattern(
    r"^[ \t]*(?:from[ \t]+(?P<dots>\.*)(?P<module>[\w.]*)[ \t]+import[ \t(]+(?P<names>[\w, ]+)|import[ \t]+(?P<plain>[\w.]+))",
    re.MULTILINE,
)
_FOREIGN = sys.stdlib_module_names | {"airflow", "kubernetes"}

Matters = Callable[[str], bool]
Leads = Callable[[str, int], bool]


@dataclass(frozen=True, slots=True)
class Interest:
    """Whether a text of this file, and of another one, has something that rules look for."""

    here: Matters
    elsewhere: Matters


def relevance(source: Source, tree: ast.Module, matters: Matters, leads: Leads) -> Callable[[ast.AST], bool]:
    """Whether a function of the file is worth evaluating on its own: it has something to judge, or leads to it.

    ``leads`` says whether a module (its name, and the number of leading dots) of the repository may have such a thing.
    """
    names: set[str] = set()
    for node in tree.body:
        for imported in _imports(node):
            if _leads(imported, leads) or matters(_text(source, imported)):
                if any(alias.name == "*" for alias in imported.names):
                    return lambda function: True
                names |= {alias.asname or alias.name.partition(".")[0] for alias in imported.names}
    units = list(_units(source, tree.body))
    relevant = {id(unit.node) for unit in units if matters(unit.text) or _imports_such(unit, leads)}
    waiting = [unit for unit in units if id(unit.node) not in relevant]
    names.update(*(unit.binds for unit in units if id(unit.node) in relevant))
    grown = True
    while grown:
        grown = False
        left = []
        for unit in waiting:
            if not unit.mentions(names):
                left.append(unit)
            else:
                relevant.add(id(unit.node))
                grown = grown or not unit.binds <= names
                names |= unit.binds
        waiting = left
    known = {id(unit.node) for unit in units}

    def is_relevant(function: ast.AST) -> bool:
        if id(function) in known:
            return id(function) in relevant
        text = _text(source, function)
        return matters(text) or _mentions(text, names)

    return is_relevant


def leads(project: Project, interest: Interest, path: str, name: str, level: int, far: int = 1) -> bool:
    """Whether a module of the repository, as the file at ``path`` imports it, or one that it imports itself, has something
    to judge."""
    if not level and name.partition(".")[0] in _FOREIGN:
        return False
    found = project.resolve(name, path, level)
    if found is None or found.namespace:
        return False

    def look() -> bool:
        text = project.read(found.path, path) or ""
        if interest.elsewhere(text):
            return True
        return far > 0 and any(
            leads(project, interest, found.path, each, dots, far - 1)
            for match in _IMPORT.finditer(text)
            for each, dots in _modules(match)
        )

    return project.once(("leads", found.path, far), look)


def _modules(match: re.Match[str]) -> Iterator[tuple[str, int]]:
    """The modules that an import line may mean, with their leading dots."""
    if match["plain"]:
        yield match["plain"], 0
        return
    dots, module = len(match["dots"]), match["module"]
    yield module, dots
    for name in match["names"].replace(",", " ").split():
        yield f"{module}.{name}" if module else name, dots


class _Unit:
    """A function, or another statement that binds names: its text, and the names that it binds.

    A method mentions what its class's head does too, for the base class may have what matters, and with the method the
    class is worth calling.
    """

    __slots__ = ("bases", "binds", "node", "text")

    def __init__(self, source: Source, node: ast.stmt, owner: ast.ClassDef | None) -> None:
        self.node = node
        self.text = _text(source, node)
        self.bases: frozenset[str] = frozenset()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.binds: frozenset[str] = frozenset({node.name})
            if owner is not None:
                self.binds |= {owner.name}
                if "super(" in self.text:
                    self.bases = frozenset(name for base in owner.bases for name in _WORD.findall(ast.unparse(base)))
        else:
            bound = (inner for target in _targets(node) for inner in walk(target))
            self.binds = frozenset(inner.id for inner in bound if isinstance(inner, ast.Name))

    def mentions(self, names: set[str]) -> bool:
        return not self.bases.isdisjoint(names) or _mentions(self.text, names)


def _mentions(text: str, names: set[str]) -> bool:
    """Whether one of the names is a word of a text."""
    likely = [name for name in names if name in text]
    return bool(likely) and not frozenset(likely).isdisjoint(_WORD.findall(text))


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


def _units(source: Source, body: list[ast.stmt], owner: ast.ClassDef | None = None) -> Iterator[_Unit]:
    """The functions of a file, those of its classes, and the statements that bind names; not what is in functions.

    A loop or a ``with`` stands for what it binds, with the words of all that is in it: that errs on the safe side.
    """
    pending = [(node, owner) for node in reversed(body)]
    while pending:  # no recursion: a chain of ``elif`` is as deep as it is long
        node, owner = pending.pop()
        is_function = isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        if is_function or any(True for _ in _targets(node)):
            yield _Unit(source, node, owner)
        if not is_function:
            inside = node if isinstance(node, ast.ClassDef) else owner
            statements = [each for block in _blocks(node) for each in block]
            pending += [(each, inside) for each in reversed(statements)]


def _imports_such(unit: _Unit, leads: Leads) -> bool:
    """Whether a function has an import of its own that leads to something."""
    return "import " in unit.text and any(
        _leads(node, leads) for node in walk(unit.node) if isinstance(node, (ast.Import, ast.ImportFrom))
    )


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


def _leads(node: ast.Import | ast.ImportFrom, leads: Leads) -> bool:
    """Whether an import is of a module that leads to something."""
    if isinstance(node, ast.Import):
        return any(leads(alias.name, 0) for alias in node.names)
    module = node.module or ""
    inner = (f"{module}.{alias.name}" if module else alias.name for alias in node.names)
    return any(leads(name, node.level) for name in (module, *inner))
