"""Keeps sorted blocks of imports sorted after a fix.

A moved import keeps its place in the file, so a list that an import sorter had left is out of order afterwards. How it was
sorted is read from the text before: as isort and ruff do it (``import`` before ``from``), by module alone, or by line.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from k8slint.dataclass import dataclass
from k8slint.edits.imports import line_around, span_of
from k8slint.finding import Edit
from k8slint.source.text import Source, Span

Statement: TypeAlias = ast.Import | ast.ImportFrom
Key: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """Imports on lines of their own, one below the other, with the comment lines above each but the first."""

    statements: tuple[Statement, ...]
    spans: tuple[Span, ...]  # whole lines, line ends included
    commented: bool  # a comment stands above the first: it may speak of that one or of all

    @property
    def names(self) -> list[str]:
        return [name for statement in self.statements for name in _bound(statement)]


def names_in_order(before: Source, tree: ast.Module, after: Source, tree_after: ast.Module) -> tuple[Edit, ...]:
    """The edits of ``after`` that sort the names of each one-line import which got more, and had its names sorted."""
    old = _sections(before, tree)
    origins = _Origins(old)
    found: list[Edit] = []
    for section in _sections(after, tree_after):
        origin = origins.of(section)
        if origin is not None:
            found += _with_sorted_names(after, section, origin)
    return tuple(found)


def sections_in_order(before: Source, tree: ast.Module, after: Source, tree_after: ast.Module) -> tuple[Edit, ...]:
    """The edits of ``after`` that sort each of its sections which was sorted before, and got out of order since."""
    old = _sections(before, tree)
    ways = sorted(_WAYS, key=lambda way: -sum(len(each.statements) > 1 and _follows(each, way) for each in old))
    origins = _Origins(old)
    found: list[Edit] = []
    for section in _sections(after, tree_after):
        origin = origins.of(section)
        way = next((way for way in ways if _follows(origin, way)), None) if origin is not None else None
        if way is not None:
            found += _sorted(after, section, way)
    return tuple(found)


class _Origins:
    """The section before that most of a section's names come from: a moved import keeps the name that it binds."""

    def __init__(self, old: Sequence[_Section]) -> None:
        self._old = old
        self._of_name = _numbers_of(old)
        self._known: dict[frozenset[str], _Section | None] = {}  # thousands of functions may import the same

    def of(self, section: _Section) -> _Section | None:
        names = frozenset(section.names)
        if names not in self._known:
            self._known[names] = self._found(names)
        return self._known[names]

    def _found(self, names: frozenset[str]) -> _Section | None:
        shared: dict[int, int] = {}
        for name in names:
            for number in self._of_name.get(name, ()):
                shared[number] = shared.get(number, 0) + 1
        return self._old[max(sorted(shared), key=lambda number: shared[number])] if shared else None


def _numbers_of(sections: Sequence[_Section]) -> dict[str, list[int]]:
    """The numbers of the sections that bind each name."""
    found: dict[str, list[int]] = {}
    for number, section in enumerate(sections):
        for name in dict.fromkeys(section.names):
            found.setdefault(name, []).append(number)
    return found


def _sections(source: Source, tree: ast.Module) -> list[_Section]:
    return [section for block in _blocks(tree) for section in _of_block(source, block)]


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, name, None)
            if isinstance(inner, list):
                if name not in ("handlers", "cases"):
                    yield inner
                waiting += inner


def _of_block(source: Source, block: Sequence[ast.stmt]) -> Iterator[_Section]:
    run: list[Statement] = []
    spans: list[Span] = []
    commented = False
    for statement in block:
        own = _own_lines(source, statement) if isinstance(statement, ast.Import | ast.ImportFrom) else None
        between = source.text[spans[-1].end : own.start] if own and spans else ""
        if run and (own is None or not all(line.lstrip().startswith("#") for line in between.splitlines())):
            yield _Section(tuple(run), tuple(spans), commented)
            run, spans = [], []
        if own is None or not isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        if run:
            own = Span(spans[-1].end, own.end)
        else:
            row = source.lines.position(own.start).row
            commented = source.lines.line(row - 1).lstrip().startswith("#")
        run.append(statement)
        spans.append(own)
    if run:
        yield _Section(tuple(run), tuple(spans), commented)


def _own_lines(source: Source, statement: ast.stmt) -> Span | None:
    """The lines of a statement, when nothing but a comment shares them."""
    span = span_of(source, statement)
    start, end = line_around(source, span)
    rest = source.text[span.end : end].strip()
    if source.text[start : span.start].strip() or (rest and not rest.startswith("#")):
        return None
    return Span(start, source.lines.start(source.lines.position(end).row + 1))


def _bound(statement: Statement) -> list[str]:
    plain = isinstance(statement, ast.Import)
    return [alias.asname or (alias.name.partition(".")[0] if plain else alias.name) for alias in statement.names]


# --- the ways to sort


def _module(statement: Statement) -> str:
    return statement.names[0].name if isinstance(statement, ast.Import) else statement.module or ""


def _natural(text: str) -> Key:
    """Numbers in a text by their value, as import sorters compare them."""
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text))


def _as_isort(statement: Statement) -> Key:
    return isinstance(statement, ast.ImportFrom), _natural(_module(statement).lower())


def _by_module(statement: Statement) -> Key:
    return _natural(_module(statement).lower()), isinstance(statement, ast.ImportFrom)


def _by_case(statement: Statement) -> Key:
    return isinstance(statement, ast.ImportFrom), _module(statement)


def _by_line(statement: Statement) -> Key:
    return ("from" if isinstance(statement, ast.ImportFrom) else "import", _module(statement))


_WAYS: tuple[Callable[[Statement], Key], ...] = (_as_isort, _by_module, _by_case, _by_line)


def _follows(section: _Section, way: Callable[[Statement], Key]) -> bool:
    keys = [way(statement) for statement in section.statements]
    return keys == sorted(keys)


def _sorted(source: Source, section: _Section, way: Callable[[Statement], Key]) -> tuple[Edit, ...]:
    """The edit that puts a section in order; none where the order may matter, or a comment would lose its place."""
    order = sorted(range(len(section.statements)), key=lambda number: way(section.statements[number]))
    names = section.names
    if order == list(range(len(order))) or len(set(names)) < len(names):
        return ()
    if any(name == "*" for name in names) or (section.commented and order[0] != 0):
        return ()
    if any(
        isinstance(each, ast.ImportFrom) and (each.level or each.module == "__future__") for each in section.statements
    ):
        return ()
    texts = [source.text[span.start : span.end] for span in section.spans]
    newline = next((end for end in ("\r\n", "\n", "\r") if texts[0].endswith(end)), "\n")
    ended = texts[-1].endswith(("\n", "\r"))
    texts[-1] += "" if ended else newline
    new = "".join(texts[number] for number in order)
    whole = Span(section.spans[0].start, section.spans[-1].end)
    return (Edit(whole, new if ended else new[: -len(newline)]),)


# --- the names of one statement


def _by_type(name: str) -> Key:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return kind, _natural(name.lower())


def _by_name(name: str) -> Key:
    return (_natural(name.lower()),)


def _with_sorted_names(source: Source, section: _Section, origin: _Section) -> Iterator[Edit]:
    before = {
        (node.module, node.level): [alias.name for alias in node.names]
        for node in origin.statements
        if isinstance(node, ast.ImportFrom)
    }
    for node in section.statements:
        old = before.get((node.module, node.level)) if isinstance(node, ast.ImportFrom) else None
        new = [alias.name for alias in node.names]
        if old is None or set(new) <= set(old) or node.lineno != node.end_lineno:
            continue
        for way in (_by_type, _by_name):
            if [*map(way, old)] == sorted(map(way, old)):
                order = sorted(node.names, key=lambda alias: way(alias.name))
                spans = [span_of(source, alias) for alias in node.names]
                for span, alias in zip(spans, order, strict=True):
                    own = span_of(source, alias)
                    yield Edit(span, source.text[own.start : own.end])
                break
