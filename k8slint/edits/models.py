"""Writes kubernetes models as source code, formatted as black does.

Also the two edits that a model call as it stands may need: another keyword, names for its positional arguments.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from k8slint.dataclass import dataclass
from k8slint.edits.arguments import Arguments, arguments_of, name_positional, rename_keyword, span, text_of
from k8slint.edits.imports import add_import, swap_import
from k8slint.edits.uses import is_private
from k8slint.finding import Edit
from k8slint.source.bindings import index
from k8slint.source.nodes import parents_of
from k8slint.source.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from k8slint.evaluate.trace import Evaluation
    from k8slint.kube.client.schema import ModelSchema
    from k8slint.source.text import Source

WIDTH = 88  # black's line length


@dataclass(frozen=True, slots=True)
class Text:
    """Source text copied as it is.

    ``margin`` is the indentation of the line it came from, ``inside`` the numbers of its lines (from 0) that begin
    inside a string, where no blank may change.
    """

    text: str
    margin: str = ""
    inside: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One element between brackets: ``label`` is ``name=``, ``"key": `` or empty; comments stand above or beside it."""

    label: str
    value: Expression
    above: tuple[str, ...] = ()
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Bracket:
    """A call, list or dict: ``open`` is all up to its opening bracket.

    ``spread`` keeps one element per line even if all fit on one; comments of ``below`` stand after the last element.
    """

    open: str
    parts: tuple[Part, ...]
    close: str
    spread: bool = False
    below: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comprehension:
    """``[element clause]``; ``clause`` is ``for name in names``."""

    element: Expression
    clause: str


Expression: TypeAlias = Text | Bracket | Comprehension


@dataclass(frozen=True, slots=True)
class Layout:
    """How the file around is written: one level of indentation, the newline, the longest line."""

    unit: str = "    "
    newline: str = "\n"
    width: int = WIDTH


@dataclass(frozen=True, slots=True)
class Notes:
    """The comments of one element: above it, beside it."""

    above: tuple[str, ...] = ()
    beside: str = ""


def call(name: str, *parts: Part) -> Bracket:
    """``name(…)``."""
    return Bracket(f"{name}(", parts, ")")


def sequence(*values: Expression) -> Bracket:
    """``[…]`` without comments."""
    return Bracket("[", tuple(Part("", value) for value in values), "]")


def table(*parts: Part) -> Bracket:
    """``{…}``; the labels are ``"key": ``."""
    return Bracket("{", parts, "}")


def rewrite(
    source: Source,
    tree: ast.AST,
    swaps: Mapping[ast.expr, Expression],
    renames: Mapping[ast.keyword | ast.expr, str] | None = None,
) -> tuple[Edit, ...] | None:
    """The edits that put each expression in the place of its node, and each new name in the place of a keyword or key.

    Where a line becomes too long, the call, dict or list that stood on that line is laid out anew as a whole. None when
    a comment inside a node has no place in what replaces it: no comment may be lost.
    """
    renames = renames or {}
    parents = parents_of(tree)
    roots: dict[ast.expr, dict[ast.expr, Expression]] = {}
    for node, expression in swaps.items():
        roots.setdefault(_line_root(parents, node), {})[node] = expression
    names = {name: _line_around(parents, name) for name in renames}
    renamed: dict[ast.keyword | ast.expr, tuple[Edit, ...]] = {}
    for name, new in renames.items():
        change = rename_keyword(source, name, new)
        if change is None:
            return None
        renamed[name] = change
    edits: list[Edit] = []
    for root, inside in roots.items():
        shift = sum(_growth(source, node, swaps) for node in swaps if _left_of(node, root))
        shift += sum(_longer(change) for name, change in renamed.items() if _left_of(name, root))
        changes = [change for name, change in renamed.items() if names[name] is root]
        small = {node: flat(expression) for node, expression in inside.items()}
        width = len(source.lines.line(root.lineno)) + shift + sum(map(_longer, changes))
        width += sum(len(text or "") - len(text_of(source, node)) for node, text in small.items())
        if root not in inside and width <= WIDTH and all(small.values()):
            edits += (Edit(span(source, node), text) for node, text in small.items() if text)
            continue
        new_names = {name: renames[name] for name in renames if names[name] is root}
        text = _replacement(source, root, verbatim(source, root, inside, new_names), shift)
        if text is None:
            return None
        edits.append(Edit(span(source, root), text))
        renamed = {name: change for name, change in renamed.items() if name not in new_names}
    return (*edits, *(edit for change in renamed.values() for edit in change))


def _longer(change: tuple[Edit, ...]) -> int:
    return sum(len(edit.text) - (edit.span.end - edit.span.start) for edit in change)


def _line_root(parents: Mapping[ast.AST, ast.AST], node: ast.expr) -> ast.expr:
    """The outermost call, dict or list around ``node`` that stands on one line."""
    root, current = node, parents.get(node)
    while isinstance(current, ast.Call | ast.Dict | ast.List | ast.keyword):
        if current.lineno != current.end_lineno:
            break
        if isinstance(current, ast.Call) and root is current.func:
            break
        if not isinstance(current, ast.keyword):
            root = current
        current = parents.get(current)
    return root


def _line_around(parents: Mapping[ast.AST, ast.AST], name: ast.keyword | ast.expr) -> ast.expr | None:
    """The outermost call or dict around a keyword or key that stands on one line; None when there is none."""
    inner = name.value if isinstance(name, ast.keyword) else name
    root = _line_root(parents, inner)
    return None if root is inner else root


def _left_of(node: ast.expr | ast.keyword, root: ast.expr) -> bool:
    return node.lineno == node.end_lineno == root.lineno and node.col_offset < root.col_offset


def _growth(source: Source, node: ast.expr, swaps: Mapping[ast.expr, Expression]) -> int:
    return len(flat(swaps[node]) or "") - len(text_of(source, node))


def _replacement(source: Source, node: ast.expr, expression: Expression, shift: int) -> str | None:
    """The text of ``expression`` as it stands best in the place of ``node``, which other edits move by ``shift``."""
    place = span(source, node)
    line = source.lines.line(node.lineno)
    start = source.lines.start(node.lineno)
    end_of_line = source.text.find("\n", place.end)
    after = source.text[place.end : end_of_line if end_of_line != -1 else None].split("#")[0].strip()
    column = len(source.text[start : place.start].expandtabs(4)) + shift
    text = render(expression, layout_of(source), _margin(line), column, len(after))
    lost = Counter(comments(source.text[place.start : place.end])) - Counter(comments(text))
    return None if lost else text


def render(expression: Expression, layout: Layout, margin: str, column: int, after: int = 0) -> str:
    """The text of ``expression`` that begins at ``column`` of a line indented by ``margin``, with ``after`` characters
    to follow it on its last line.

    On one line if it fits; else all elements on one line of their own; else one element per line, with a comma after
    each if there are several.
    """
    one_line = flat(expression)
    if one_line is not None and column + len(one_line) + after <= layout.width:
        return one_line
    if isinstance(expression, Text):
        return _moved(expression, margin, layout.newline)
    if isinstance(expression, Comprehension):
        inner = margin + layout.unit
        element = render(expression.element, layout, inner, len(inner.expandtabs(4)))
        return layout.newline.join(("[", inner + element, inner + expression.clause, f"{margin}]"))
    if not expression.parts and not expression.below:
        return expression.open + expression.close
    inner = margin + layout.unit
    several = len(expression.parts) > 1
    body = ", ".join(part.label + (flat(part.value) or "") for part in expression.parts)
    if several and one_line is not None and len(inner.expandtabs(4)) + len(body) <= layout.width:
        lines = [inner + body]
    else:
        lines = []
        comma = "," if several or expression.spread or expression.below else ""
        for part in expression.parts:
            lines += [inner + comment for comment in part.above]
            start = inner + part.label
            value = render(part.value, layout, inner, len(start.expandtabs(4)), len(comma))
            separator = comma or ("," if part.beside else "")
            lines.append(f"{start}{value}{separator}{'  ' if part.beside else ''}{part.beside}")
        lines += [inner + comment for comment in expression.below]
    return layout.newline.join((expression.open, *lines, margin + expression.close))


def flat(expression: Expression) -> str | None:
    """The expression on one line; None when it has comments or must stand on several."""
    if isinstance(expression, Text):
        return None if "\n" in expression.text or "\r" in expression.text else expression.text
    if isinstance(expression, Comprehension):
        element = flat(expression.element)
        return None if element is None else f"[{element} {expression.clause}]"
    if expression.spread or expression.below:
        return None
    words = []
    for part in expression.parts:
        value = flat(part.value)
        if value is None or part.above or part.beside:
            return None
        words.append(part.label + value)
    return expression.open + ", ".join(words) + expression.close


def verbatim(
    source: Source,
    node: ast.expr,
    swaps: Mapping[ast.expr, Expression] | None = None,
    renames: Mapping[ast.keyword | ast.expr, str] | None = None,
) -> Expression:
    """The source text of ``node``, with the expressions of ``swaps`` and the names of ``renames`` in it.

    Dict and list literals come element by element, so that they can be laid out again; calls when something in them
    changes.
    """
    swaps, renames = swaps or {}, renames or {}
    if node in swaps:
        return swaps[node]
    inside = node if isinstance(node, ast.Dict | ast.List | ast.Call) else None
    if isinstance(node, ast.Call) and not any(child in swaps or child in renames for child in ast.walk(node)):
        inside = None
    arguments = arguments_of(source, inside) if inside is not None else None
    if arguments is None:
        text = _text(source, node)
        if isinstance(node, ast.NamedExpr | ast.Yield | ast.YieldFrom):
            return Text(f"({text.text})", text.margin, text.inside)
        return text
    notes, below = notes_of(arguments)
    parts = []
    for slot, note in zip(arguments.slots, notes, strict=True):
        label = ""
        if isinstance(slot.name, ast.keyword):
            label = f"{renames.get(slot.name, slot.name.arg)}=" if slot.name.arg else "**"
        elif slot.name is not None:
            key = text_of(source, slot.name)
            label = f"{key[-1]}{renames[slot.name]}{key[-1]}: " if slot.name in renames else f"{key}: "
        elif isinstance(node, ast.Dict):
            label = "**"
        parts.append(Part(label, verbatim(source, slot.value, swaps, renames), note.above, note.beside))
    place = span(source, node)
    text_before = source.text[place.start : arguments.open]
    return Bracket(text_before, tuple(parts), source.text[arguments.close : place.end], _spread(arguments), below)


def items(arguments: Arguments, values: list[Expression]) -> Bracket:
    """A list with the comments and the layout of the one that ``arguments`` describe."""
    notes, below = notes_of(arguments)
    parts = tuple(Part("", value, note.above, note.beside) for value, note in zip(values, notes, strict=True))
    return Bracket("[", parts, "]", _spread(arguments), below)


def _spread(arguments: Arguments) -> bool:
    """Whether black would keep one element per line: there is a comma after the last, and more than one line."""
    text = arguments.source.text[arguments.open : arguments.close]
    return bool(arguments.slots) and arguments.slots[-1].comma is not None and "\n" in text


def notes_of(arguments: Arguments) -> tuple[list[Notes], tuple[str, ...]]:
    """The comments above and beside each argument or entry, and those after the last."""
    text = arguments.source.text
    above: list[list[str]] = [[] for _ in range(len(arguments.slots) + 1)]
    beside = ["" for _ in arguments.slots]
    position = arguments.open
    for number in range(len(arguments.slots) + 1):
        end = arguments.slots[number].start if number < len(arguments.slots) else arguments.close
        for row, line in enumerate(text[position:end].replace("\r\n", "\n").split("\n")):
            comment = line[line.index("#") :].rstrip() if "#" in line else ""
            if not comment:
                continue
            if row == 0 and number and not beside[number - 1]:
                beside[number - 1] = comment
            else:
                above[number].append(comment)
        position = arguments.slots[number].end if number < len(arguments.slots) else end
    return [Notes(tuple(above[i]), beside[i]) for i in range(len(beside))], tuple(above[-1])


def comments(text: str) -> list[str]:
    """The comments in a piece of source text, in order; strings are not searched."""
    return [token.string.rstrip() for token in _tokens(text) if token.type == tokenize.COMMENT]


def layout_of(source: Source) -> Layout:
    """The indentation and newline of the file."""
    return _layout(source.text)


@lru_cache(maxsize=1)  # every fix of a file asks
def _layout(text: str) -> Layout:
    newline = re.search(r"\r\n|\r|\n", text)
    units = re.findall(r"^([ \t]+)\S", text, re.MULTILINE)
    tabs = sum(unit.startswith("\t") for unit in units)
    unit = "    "
    if tabs * 2 > len(units):
        unit = "\t"
    elif units and min(len(each) for each in units) == 2 and all(len(each) % 2 == 0 for each in units):
        unit = "  "
    return Layout(unit, newline[0] if newline else "\n")


def rename_model_keyword(source: Source, keyword: ast.keyword, new: str) -> tuple[Edit, ...] | None:
    """Call a model's keyword ``new``: camelCase to snake_case, or a keyword that the target client calls otherwise."""
    return rename_keyword(source, keyword, new)


def rename_model_class(evaluation: Evaluation, name: ast.expr, new: str) -> tuple[Edit, ...] | None:
    """Make another class of the one that a call names: ``k8s.V1Handler`` or, imported by itself, ``V1Handler``.

    The import of a class that nothing else uses becomes one of the new class.
    """
    source, tree = evaluation.source, evaluation.tree
    if isinstance(name, ast.Attribute):
        end = span(source, name).end
        return (Edit(Span(end - len(name.attr), end), new),)
    if not isinstance(name, ast.Name):
        return None
    bound = index(tree)
    for imported in bound.imports:
        uses = bound.uses(imported)
        if imported.name is None or not any(use.name is name for use in uses) or bound.rebound(imported):
            continue
        statement = f"from {imported.module} import {new}"
        if len(uses) == 1 and is_private(imported, evaluation):
            swapped = swap_import(source, tree, imported, statement)
            return None if swapped is None else (*swapped[0], Edit(span(source, name), swapped[1]))
        added, local = add_import(source, tree, statement)
        return (*added, Edit(span(source, name), local))
    return None


def name_positional_arguments(source: Source, node: ast.Call, model: ModelSchema) -> tuple[Edit, ...] | None:
    """Name a model's positional arguments by the classic client's parameter order, as client 37 demands.

    None when there are more arguments than parameters, a ``*splat`` among them, or a name given twice.
    """
    arguments = arguments_of(source, node)
    return name_positional(arguments, tuple(model.fields)) if arguments else None


def _text(source: Source, node: ast.expr) -> Text:
    """The text of a node as it is."""
    place = span(source, node)
    text = source.text[place.start : place.end]
    if "\n" not in text and "\r" not in text:
        return Text(text)
    return Text(text, _margin(source.lines.line(node.lineno)), _lines_inside_strings(text))


def _lines_inside_strings(text: str) -> frozenset[int]:
    """The numbers (from 0) of the lines that begin inside a string literal, or the text of an f-string."""
    inside: set[int] = set()
    for token in _tokens(f"({text})"):
        if token.start[0] < token.end[0] and tokenize.tok_name[token.type] in ("STRING", "FSTRING_MIDDLE"):
            inside.update(range(token.start[0], token.end[0]))
    return frozenset(inside)


def _tokens(text: str) -> Iterator[tokenize.TokenInfo]:
    """The tokens of a piece of source text, up to where it makes no sense any more."""
    try:
        yield from tokenize.generate_tokens(io.StringIO(text).readline)
    except (tokenize.TokenError, IndentationError):
        return  # the end of a piece that isn't a whole statement


def _moved(text: Text, margin: str, newline: str) -> str:
    """A multi-line text under another indentation."""
    lines = re.split(r"\r\n|\r|\n", text.text)
    moved = [
        margin + line.removeprefix(text.margin)
        if number and number not in text.inside and line.startswith(text.margin) and line.strip()
        else line
        for number, line in enumerate(lines)
    ]
    return newline.join(moved)


def _margin(line: str) -> str:
    return line[: len(line) - len(line.lstrip())]
