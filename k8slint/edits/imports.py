"""Edits of import statements: move names, remove names, add an import.

A moved name keeps its local name, its block, its guard, its comments and its place. The statement alone is read with
libcst, changed and printed; what comes back are text edits trimmed to what differs.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.finding import Edit
from k8slint.patterns import pattern
from k8slint.source.bindings import Block, GuardKind, Imported, Index, Use, index
from k8slint.source.text import Source, Span

if TYPE_CHECKING:
    import libcst

_LINE = 88  # a line that a merged import must not outgrow; formatters break those that do
_FROM = pattern(r"from[ \t]+(?P<module>[\w.]+)[ \t]+import\b")
# A comment of this kind speaks to a tool about every name of its line, so each part of a split statement needs it.
_PRAGMAS = ("# noqa", "# type:", "# ruff:", "# pylint:", "# isort:", "# pyright:", "# mypy:")
# Modules that hold the same names: who has bound one needs no import of the other.
_EQUAL_MODULES = {"kubernetes.client.models": "kubernetes.client"}


@dataclass(frozen=True, slots=True)
class NewName:
    """Where a name comes from now: ``from module import name``; ``import module`` when ``name`` is None."""

    module: str
    name: str | None


def span_of(source: Source, node: ast.AST) -> Span:
    """The place of a node in the text; empty at the start for a node that has none."""
    lines = source.lines
    row, end_row = getattr(node, "lineno", 0), getattr(node, "end_lineno", 0)
    if not row or not end_row:
        return Span(0, 0)
    start = lines.offset_of_bytes(row, getattr(node, "col_offset", 0))
    return Span(start, lines.offset_of_bytes(end_row, getattr(node, "end_col_offset", 0)))


def relocate(
    source: Source,
    statement: ast.ImportFrom,
    moves: Mapping[ast.alias, NewName | None],
    block: Block,
    added: Sequence[str] = (),
) -> tuple[Edit, ...] | None:
    """The edits that import the names in ``moves`` from their new places (None: not at all) and leave the others.

    ``block`` is the block that it stands in. ``added`` are modules to import below. None when the statement can't be
    printed back faithfully.
    """
    span = span_of(source, statement)
    groups = _groups(statement, moves)
    if not groups:
        return delete_statement(source, statement, block.statements)
    if len(groups) == 1 and len(groups[0][1]) == len(statement.names):
        merged = None if added else _merged_into_another(source, statement, *groups[0], block)
        if merged is not None:
            return merged
        edits = _in_place(source, statement, *groups[0])
        if edits is not None:
            return (*edits, *import_below(source, statement, added))
    printer = _read(source.text[span.start : span.end])
    if printer is None:
        return None
    parts = [printer.subset(kept, module, first=number == 0) for number, (module, kept) in enumerate(groups)]
    return _spliced(source, span, [*parts, *(f"import {module}" for module in added)])


def _groups(
    statement: ast.ImportFrom, moves: Mapping[ast.alias, NewName | None]
) -> list[tuple[str | None, dict[int, tuple[str, str | None]]]]:
    """What is imported from where: (module, {position: (name, local or None)}); module None is the old one, and first.

    A module that moves is imported from its new parent.
    """
    groups: dict[str | None, dict[int, tuple[str, str | None]]] = {}
    for position, alias in enumerate(statement.names):
        if alias not in moves:
            groups.setdefault(None, {})[position] = (alias.name, alias.asname)
            continue
        new = moves[alias]
        if new is None:
            continue
        module, name = (new.module, new.name) if new.name else _split(new.module)
        local = alias.asname or alias.name
        keep_as = alias.asname == alias.name == name
        groups.setdefault(module, {})[position] = (name, local if name != local or keep_as else None)
    return sorted(groups.items(), key=lambda group: group[0] is not None)


def _in_place(
    source: Source, statement: ast.ImportFrom, module: str | None, kept: Mapping[int, tuple[str, str | None]]
) -> tuple[Edit, ...] | None:
    """The edits for a statement all of whose names go to one module: only names are touched. None when in doubt."""
    start = span_of(source, statement).start
    written = _FROM.match(source.text, start)
    if not module or written is None or written["module"] != statement.module:
        return None
    edits = [*trimmed(source.text, Span(*written.span("module")), module)]
    for position, (name, local) in kept.items():
        alias = statement.names[position]
        if name == alias.name and local == alias.asname:
            continue
        span = span_of(source, alias)
        if local == alias.asname:
            span = Span(span.start, span.start + len(alias.name))
            local = None
        edits += trimmed(source.text, span, f"{name} as {local}" if local else name)
    return tuple(edits)


def _merged_into_another(
    source: Source,
    statement: ast.ImportFrom,
    module: str | None,
    kept: Mapping[int, tuple[str, str | None]],
    block: Block,
) -> tuple[Edit, ...] | None:
    """The edits that let another import of the same module, in the same block, import the names too.

    Only where nothing is lost or gets harder to read: no comment speaks of the statement, both stand on lines of their
    own, the other fits on its line, and nothing but imports stands between them when the other comes later.
    """
    other = block.sources.get(module or "")
    if other is None or other is statement:
        return None
    span, into = span_of(source, statement), span_of(source, other)
    first, last = block.positions[statement], block.positions[other]
    between = block.statements[first + 1 : last] if first < last else ()
    if not all(isinstance(node, (ast.Import, ast.ImportFrom)) for node in between):
        return None
    lines = source.text[slice(*line_around(source, span))]
    above = source.lines.line(source.lines.position(span.start).row - 1).strip()
    if "#" in lines or above.startswith("#") or _shares_line(source, span) or _shares_line(source, into):
        return None
    text = source.text[into.start : into.end]
    known = {(alias.name, alias.asname) for alias in other.names}
    names = [f"{name} as {local}" if local else name for name, local in kept.values() if (name, local) not in known]
    if len(text.splitlines()) > 1 or text.endswith(")") or len(text) + len(", ".join(names)) > _LINE:
        return None
    joined = (Edit(Span(into.end, into.end), "".join(f", {name}" for name in names)),) if names else ()
    return (*delete_statement(source, statement, block.statements), *joined)


def _split(module: str) -> tuple[str, str]:
    parent, _, name = module.rpartition(".")
    return parent, name


@dataclass(frozen=True, slots=True)
class _Printer:
    """One ``from ... import ...`` statement, read by libcst, and able to print parts of itself in its own layout."""

    module: libcst.Module
    node: libcst.ImportFrom

    def subset(self, kept: Mapping[int, tuple[str, str | None]], module: str | None, *, first: bool) -> str:
        """The statement with only the names at ``kept``, from ``module`` (None: as it was).

        Only the first part keeps what stands before the first and after the last name.
        """
        import libcst as cst

        if module == "":
            return "; ".join(f"import {name}" + (f" as {local}" if local else "") for name, local in kept.values())
        if len(kept) == 1 and not first and not self._comments(next(iter(kept))):
            ((name, local),) = kept.values()
            return f"from {module} import {name}" + (f" as {local}" if local else "")
        names = list(self.node.names) if not isinstance(self.node.names, cst.ImportStar) else []
        gaps = self._gaps(first)
        order = sorted(kept)
        printed = []
        for number, position in enumerate(order):
            follows = order[number + 1] if number + 1 < len(order) else len(names)
            gap = _merged(gaps[position + 1], gaps[follows])
            alias = names[position]
            last = follows == len(names)
            comma: cst.Comma | cst.MaybeSentinel = cst.MaybeSentinel.DEFAULT
            if not last or isinstance(names[-1].comma, cst.Comma):
                before = alias.comma if isinstance(alias.comma, cst.Comma) else cst.Comma()
                comma = before.with_changes(whitespace_after=gap)
            printed.append(_renamed(alias, kept[position]).with_changes(comma=comma))
        changes: dict[str, object] = {"names": printed}
        if self.node.lpar is not None and self.node.rpar is not None:
            start = gaps[0] if order[0] == 0 else _opened(gaps[0], gaps[order[0]])
            changes["lpar"] = self.node.lpar.with_changes(whitespace_after=start)
            if not isinstance(names[-1].comma, cst.Comma):
                changes["rpar"] = self.node.rpar.with_changes(whitespace_before=_merged(gaps[order[-1] + 1], gaps[-1]))
        if module is not None:
            changes["module"] = cst.parse_expression(module)
        return self.module.code_for_node(self.node.with_changes(**changes))

    def _gaps(self, first: bool) -> list[libcst.BaseParenthesizableWhitespace]:
        """The white space, with its comments, before each name, and after the last one."""
        import libcst as cst

        names = self.node.names
        assert not isinstance(names, cst.ImportStar)
        opening: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace("")
        closing: cst.BaseParenthesizableWhitespace = cst.SimpleWhitespace("")
        if self.node.lpar is not None and self.node.rpar is not None:
            opening, closing = self.node.lpar.whitespace_after, self.node.rpar.whitespace_before
        between = [alias.comma.whitespace_after for alias in names if isinstance(alias.comma, cst.Comma)]
        if len(between) == len(names):
            closing = between.pop()
        gaps = [opening, *between, closing]
        if not first:
            gaps[0] = _without_remark(gaps[0], head=True)
            gaps[-1] = _without_remark(gaps[-1], head=False)
        return gaps

    def _comments(self, position: int) -> bool:
        """Whether a comment belongs to the name at ``position``: on its line, or on lines of its own above it."""
        import libcst as cst

        gaps = self._gaps(first=True)
        before, after = gaps[position], gaps[position + 1]
        above = isinstance(before, cst.ParenthesizedWhitespace) and any(line.comment for line in before.empty_lines)
        beside = isinstance(after, cst.ParenthesizedWhitespace) and after.first_line.comment is not None
        return above or beside


def _read(text: str) -> _Printer | None:
    import libcst as cst

    try:
        module = cst.parse_module(text)
    except cst.ParserSyntaxError:
        return None
    if module.code != text or len(module.body) != 1:
        return None  # form feeds and lone carriage returns don't come back as they were
    line = module.body[0]
    if not isinstance(line, cst.SimpleStatementLine) or not isinstance(line.body[0], cst.ImportFrom):
        return None
    if isinstance(line.body[0].names, cst.ImportStar):
        return None
    return _Printer(module, line.body[0])


def _renamed(alias: libcst.ImportAlias, to: tuple[str, str | None]) -> libcst.ImportAlias:
    import libcst as cst

    name, local = to
    if alias.evaluated_name != name:
        alias = alias.with_changes(name=cst.Name(name))
    if alias.evaluated_alias != local:
        alias = alias.with_changes(asname=cst.AsName(cst.Name(local)) if local else None)
    return alias


def _merged(
    after: libcst.BaseParenthesizableWhitespace, before: libcst.BaseParenthesizableWhitespace
) -> libcst.BaseParenthesizableWhitespace:
    """The gap between two names when those between them go: the remark beside the one, the lines above the other."""
    import libcst as cst

    if after is before:
        return after
    if isinstance(before, cst.ParenthesizedWhitespace):
        beside = after.first_line if isinstance(after, cst.ParenthesizedWhitespace) else cst.TrailingWhitespace()
        return before.with_changes(first_line=beside)
    if isinstance(after, cst.ParenthesizedWhitespace) and after.first_line.comment is not None:
        return after.with_changes(empty_lines=[])
    return before


def _opened(
    opening: libcst.BaseParenthesizableWhitespace, above: libcst.BaseParenthesizableWhitespace
) -> libcst.BaseParenthesizableWhitespace:
    """What follows the bracket when the first names go: its own remark, and the lines above the first one to stay."""
    import libcst as cst

    lines = above.empty_lines if isinstance(above, cst.ParenthesizedWhitespace) else []
    if isinstance(opening, cst.ParenthesizedWhitespace):
        return opening.with_changes(empty_lines=lines)
    if lines and isinstance(above, cst.ParenthesizedWhitespace):
        return above.with_changes(first_line=cst.TrailingWhitespace())
    return opening


def _without_remark(gap: libcst.BaseParenthesizableWhitespace, *, head: bool) -> libcst.BaseParenthesizableWhitespace:
    """The gap without the comment that speaks of the statement as a whole: beside ``(``, or on lines above ``)``."""
    import libcst as cst

    if not isinstance(gap, cst.ParenthesizedWhitespace):
        return gap
    if not head:
        return gap.with_changes(empty_lines=[line for line in gap.empty_lines if line.comment is None])
    comment = gap.first_line.comment
    if comment is None or comment.value.startswith(_PRAGMAS):
        return gap
    return gap.with_changes(first_line=cst.TrailingWhitespace())


@dataclass(frozen=True, slots=True)
class ModulePlan:
    """How to import a module from its new place: ``new`` for its alias, ``added`` modules to import besides, and the
    edits of its uses."""

    new: NewName
    added: tuple[str, ...]
    uses: tuple[Edit, ...]


def plan_module(
    source: Source, bound: Index, imported: Imported, new: Callable[[str], NewName | None], whole: NewName | None
) -> ModulePlan | None:
    """How to import a module from its new place and make every ``module.name`` in the file say the new one.

    ``new`` tells where a name of the module is now (None: nowhere, or it can't be moved); ``whole`` where the module
    itself is. None when some use can't be moved, or what it means isn't certain.
    """
    members: list[tuple[Use, int, NewName]] = []
    depth = 0 if imported.name or imported.alias.asname else imported.module.count(".")
    path = tuple(imported.module.split(".")[1:]) if depth else ()
    for use in bound.uses(imported):
        if use.path[:depth] != path:
            continue
        place = new(use.path[depth]) if len(use.path) > depth else whole
        if place is None:
            return None
        members.append((use, depth, place))
    named = [place for _, _, place in members if place.name]
    module = named[0].module if named else whole.module if whole else None
    if module is None or (imported.local in bound.exported and whole is None):
        return None
    return _Relocation(source, bound, imported, module, members).plan()


@dataclass(frozen=True, slots=True)
class _Relocation:
    """One module import that becomes an import of ``module``, with the uses that lead elsewhere."""

    source: Source
    bound: Index
    imported: Imported
    module: str
    members: Sequence[tuple[Use, int, NewName]]

    def plan(self) -> ModulePlan | None:
        plain = self.imported.name is None and self.imported.alias.asname is None
        root_kept = self.module.partition(".")[0] == self.imported.local
        if plain and not root_kept and len(self.members) < len(self.bound.uses(self.imported)):
            return None  # other uses of ``airflow`` would lose their import
        rewritten: list[Edit] = []
        added: list[str] = []
        for use, depth, place in self.members:
            if place.name is None and place.module != self.module:
                return None
            text = self.text_of(place, plain)
            if place.name and place.module != self.module and place.module not in added:
                added.append(place.module)
            old = ".".join((use.name.id, *use.path[: depth + 1]))
            if text == old:
                continue
            edits = replaced_use(self.source, use, old, text)
            if edits is None or self.bound.rebound(self.imported):
                return None
            rewritten += edits
        if any(not self.root_is_free(module) for module in added + [self.module] * plain):
            return None
        return ModulePlan(NewName(self.module, None), tuple(added), tuple(rewritten))

    def text_of(self, place: NewName, plain: bool) -> str:
        if plain or place.module != self.module:
            return f"{place.module}.{place.name}" if place.name else place.module
        return f"{self.imported.local}.{place.name}" if place.name else self.imported.local

    def root_is_free(self, module: str) -> bool:
        """Whether the first part of a dotted name means the package wherever a use stands."""
        root = module.partition(".")[0]
        for use, _, _ in self.members:
            scope = use.scope.resolve(root)
            if scope is not None and any(
                not isinstance(other, Imported) or other.dotted.partition(".")[0] != root or other.local != root
                for other in scope.bound.get(root, ())
                if other is not self.imported
            ):
                return False
        return True


def replaced_use(source: Source, use: Use, old: str, new: str) -> tuple[Edit, ...] | None:
    """The edits that make a use of the dotted name ``old`` say ``new``, in an annotation's string too.

    None where the string doesn't show the name plainly, just once.
    """
    if use.string is None:
        node = use.nodes[old.count(".")]
        return trimmed(source.text, Span(span_of(source, use.name).start, span_of(source, node).end), new)
    span = span_of(source, use.string)
    places = [
        found.start() for found in re.finditer(rf"(?<![\w.]){re.escape(old)}(?!\w)", source.text[span.start : span.end])
    ]
    if len(places) != 1:
        return None
    start = span.start + places[0]
    return trimmed(source.text, Span(start, start + len(old)), new)


def relocate_import(source: Source, statement: ast.Import, moves: Mapping[ast.alias, str]) -> tuple[Edit, ...]:
    """The edits that let the aliases of ``import a.b, c.d as e`` name other modules."""
    edits: list[Edit] = []
    for alias, module in moves.items():
        text = f"{module} as {alias.asname}" if alias.asname else module
        edits += trimmed(source.text, span_of(source, alias), text)
    return tuple(edits)


def import_below(source: Source, statement: ast.stmt, modules: Sequence[str]) -> tuple[Edit, ...]:
    """``import`` statements for more modules, right below a statement."""
    return _below(source, span_of(source, statement), [f"import {module}" for module in modules]) if modules else ()


def put_instead(source: Source, statement: ast.stmt, parts: Sequence[str]) -> tuple[Edit, ...]:
    """Other simple statements in the place of one, each on a line of its own."""
    return _spliced(source, span_of(source, statement), parts)


def _spliced(source: Source, span: Span, parts: Sequence[str]) -> tuple[Edit, ...]:
    """Put the first part where the statement stood and the others on lines of their own below it.

    Where other code shares the line, the others join it after a semicolon. The statement is replaced as one: trimmed
    edits of two fixes, each for some of its names, would seem to go together.
    """
    first, *others = parts
    if others and _shares_line(source, span):
        return (Edit(span, "; ".join(parts)),)
    return (Edit(span, first), *(_below(source, span, others) if others else ()))


def _shares_line(source: Source, span: Span) -> bool:
    start, end = line_around(source, span)
    rest = source.text[span.end : end].lstrip()
    return bool(source.text[start : span.start].strip()) or bool(rest and not rest.startswith("#"))


def _below(source: Source, span: Span, statements: Sequence[str]) -> tuple[Edit, ...]:
    """Statements on lines of their own below the one at ``span``; after a semicolon where code shares its line."""
    if _shares_line(source, span):
        return (Edit(Span(span.end, span.end), "".join(f"; {statement}" for statement in statements)),)
    start, end = line_around(source, span)
    indent, rest = source.text[start : span.start], source.text[span.end : end]
    remark = rest if rest.strip().startswith(_PRAGMAS) else ""
    added = "".join(f"{_newline(source)}{indent}{statement}{remark}" for statement in statements)
    return (Edit(Span(end, end), added),)


def trimmed(text: str, span: Span, new: str) -> tuple[Edit, ...]:
    """The smallest edit that puts ``new`` at ``span``: what both have in common at their ends is left alone."""
    old = text[span.start : span.end]
    if old == new:
        return ()
    limit = min(len(old), len(new))
    head = 0
    while head < limit and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < limit - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return (Edit(Span(span.start + head, span.end - tail), new[head : len(new) - tail]),)


def delete_statement(source: Source, statement: ast.stmt, block: Sequence[ast.stmt]) -> tuple[Edit, ...]:
    """Delete one simple statement, and its line if nothing else is on it; an empty block gets ``pass``."""
    span = span_of(source, statement)
    if len(block) == 1:
        return (Edit(span, "pass"),)
    start, end = line_around(source, span)
    before, after = source.text[start : span.start], source.text[span.end : end]
    if not before.strip() and (not after.strip() or after.lstrip().startswith("#")):
        row, next_row = source.lines.position(start).row, source.lines.position(end).row + 1
        alone = not source.lines.line(row - 1).strip() and not source.lines.line(next_row).strip()
        if alone and next_row < len(source.lines):
            next_row += 1  # of the empty lines above and below, one is enough
        return (Edit(Span(start, source.lines.start(next_row)), ""),)
    if after.lstrip().startswith(";"):
        skipped = len(after) - len(after.lstrip().removeprefix(";").lstrip())
        return (Edit(Span(span.start, span.end + skipped), ""),)
    kept = before.rstrip().removesuffix(";").rstrip()
    return (Edit(Span(start + len(kept), span.end), ""),)


def delete_line(source: Source, decorator: ast.expr) -> Edit | None:
    """Take one decorator's line out; None when it shares the line with anything but a comment."""
    span = span_of(source, decorator)
    start, end = line_around(source, span)
    before, after = source.text[start : span.start], source.text[span.end : end]
    if before.strip() != "@" or (after.strip() and not after.lstrip().startswith("#")):
        return None
    return Edit(Span(start, source.lines.start(source.lines.position(end).row + 1)), "")


def line_around(source: Source, span: Span) -> tuple[int, int]:
    """From the start of the line on which ``span`` starts to the end of the one on which it ends, line end excluded."""
    lines = source.lines
    first, last = lines.position(span.start).row, lines.position(span.end).row
    return lines.start(first), lines.start(last) + len(lines.line(last))


def _newline(source: Source) -> str:
    """The line end that the file uses: its first one."""
    at = source.lines.start(2)
    ending = source.text[max(at - 2, 0) : at] if len(source.lines) > 1 else "\n"
    return "\r\n" if ending == "\r\n" else ending[-1:] or "\n"


def drop(source: Source, *unwanted: Imported) -> tuple[Edit, ...] | None:
    """Stop importing names of one statement; it goes when none is left. None when that can't be printed faithfully."""
    statement, block = unwanted[0].statement, unwanted[0].block
    aliases = [imported.alias for imported in unwanted]
    if isinstance(statement, ast.ImportFrom):
        return relocate(source, statement, dict.fromkeys(aliases), block)
    names = [alias for alias in statement.names if alias not in aliases]
    if not names:
        return delete_statement(source, statement, block.statements)
    texts = [source.text[span.start : span.end] for span in (span_of(source, alias) for alias in names)]
    span = Span(span_of(source, statement.names[0]).start, span_of(source, statement).end)
    return trimmed(source.text, span, ", ".join(texts))


def add_import(source: Source, tree: ast.Module, statement: str) -> tuple[tuple[Edit, ...], str]:
    """Make what ``statement`` imports usable at module level: the edits, and the expression that names it.

    ``statement`` is one absolute import of one name. No edit when the module has it already, under whatever name; when
    its local name means something else in this file, the new import gets another one.
    """
    wanted = _wanted(tree, statement)
    if wanted.bound is not None:
        return (), wanted.bound
    return (_inserted(source, tree, wanted.statement, wanted.dotted),), wanted.local


def swap_import(
    source: Source, tree: ast.Module, imported: Imported, statement: str
) -> tuple[tuple[Edit, ...], str] | None:
    """Import something else in the stead of one name: the edits, and the expression that names the new thing.

    It takes the old statement's place when nothing else stands in it. None when the old one can't be printed back.
    """
    wanted = _wanted(tree, statement)
    alone = len(imported.statement.names) == 1 and imported.statement in tree.body
    if wanted.bound is None and alone:
        return trimmed(source.text, span_of(source, imported.statement), wanted.statement), wanted.local
    dropped = drop(source, imported)
    if dropped is None:
        return None
    added, local = add_import(source, tree, statement)
    return (*dropped, *added), local


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An import that a fix needs: ``bound`` names it when the file has it; else ``statement`` would bind ``local``."""

    dotted: str
    bound: str | None
    statement: str
    local: str


def _wanted(tree: ast.Module, statement: str) -> _Wanted:
    (node,) = ast.parse(statement).body
    assert isinstance(node, (ast.Import, ast.ImportFrom))
    found = index(tree)
    alias = node.names[0]
    dotted = f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
    local = alias.asname or alias.name
    for imported in found.imports:
        if _serves(imported, found.module, dotted) and not found.rebound(imported):
            bound = imported.local if imported.name or imported.alias.asname else imported.dotted
            return _Wanted(dotted, bound, statement, local)
    if found.mentions(local.partition(".")[0]):
        local = local.replace(".", "_") + "_"
        while found.mentions(local):
            local += "_"
        statement = f"{statement.partition(' as ')[0]} as {local}"
    return _Wanted(dotted, None, statement, local)


def _serves(imported: Imported, module: object, dotted: str) -> bool:
    at_run_time = not imported.guarded_by(GuardKind.TYPE_CHECKING, GuardKind.TRY, GuardKind.FALLBACK, GuardKind.VERSION)
    same = imported.dotted in (dotted, _EQUAL_MODULES.get(dotted))
    return same and imported.scope is module and at_run_time and imported.name != "*" and not imported.level


def _inserted(source: Source, tree: ast.Module, statement: str, dotted: str) -> Edit:
    """One line among the imports at the top of the file, where an import sorter would leave it."""
    newline = _newline(source)
    imports = _leading_imports(tree)
    before = [node for node in imports if _sort_key(node) <= (_section(dotted), dotted.lower())]
    if before:
        last = before[-1]
        new_section = _sort_key(last)[0] != _section(dotted) and _sort_key(last)[0] != 0
        _, end = line_around(source, span_of(source, last))
        blank = newline if new_section and not any(_sort_key(node)[0] == _section(dotted) for node in imports) else ""
        return Edit(Span(end, end), f"{newline}{blank}{statement}")
    if imports:
        start, _ = line_around(source, span_of(source, imports[0]))
        return Edit(Span(start, start), f"{statement}{newline}")
    docstring = ast.get_docstring(tree, clean=False) is not None
    if docstring:
        _, end = line_around(source, span_of(source, tree.body[0]))
        return Edit(Span(end, end), f"{newline}{newline}{statement}")
    start = line_around(source, span_of(source, tree.body[0]))[0] if tree.body else len(source.text)
    return Edit(Span(start, start), f"{statement}{newline}{newline}" if tree.body else f"{statement}{newline}")


def _leading_imports(tree: ast.Module) -> list[ast.Import | ast.ImportFrom]:
    """The import statements at the top of the module, up to the first statement that is neither import nor guard."""
    found: list[ast.Import | ast.ImportFrom] = []
    for number, node in enumerate(tree.body):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found.append(node)
        elif number == 0 and isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        elif not isinstance(node, (ast.Try, ast.If)):
            break
    return found


def _sort_key(node: ast.Import | ast.ImportFrom) -> tuple[int, str]:
    relative = isinstance(node, ast.ImportFrom) and node.level > 0
    name = (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
    return (3 if relative else _section(name)), name.lower()


def _section(dotted: str) -> int:
    """0 the future, 1 the standard library, 2 everything else that is absolute."""
    root = dotted.partition(".")[0]
    return 0 if root == "__future__" else 1 if root in sys.stdlib_module_names else 2
