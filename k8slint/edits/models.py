"""Writes kubernetes models as source text: an expression of calls, lists and dicts, laid out as black would lay it out.

Also the two edits that a model call as it stands may need: another keyword, names for its positional arguments.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from k8slint.edits.arguments import Arguments, arguments_of, name_positional, rename_keyword, span, text_of

if TYPE_CHECKING:
    from k8slint.finding import Edit
    from k8slint.kube.schema import ModelSchema
    from k8slint.source import Source

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


Expression: TypeAlias = Text | Bracket


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


def replacement(source: Source, node: ast.expr, expression: Expression, shift: int = 0) -> str | None:
    """The text of ``expression`` as it stands best in the place of ``node``; ``shift`` is by how much other edits move
    that place along its line.

    None when a comment inside ``node`` has no place in it: no comment may be lost.
    """
    place = span(source, node)
    row = node.lineno
    line = source.lines.line(row)
    start = source.lines.start(row)
    margin = _margin(line)
    end_of_line = source.text.find("\n", place.end)
    after = source.text[place.end : end_of_line if end_of_line != -1 else None].split("#")[0].strip()
    layout = layout_of(source, node)
    before = len(source.text[start : place.start].expandtabs(4)) + shift
    text = render(expression, layout, margin, before, len(after))
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
    if expression.spread or expression.below:
        return None
    words = []
    for part in expression.parts:
        value = flat(part.value)
        if value is None or part.above or part.beside:
            return None
        words.append(part.label + value)
    return expression.open + ", ".join(words) + expression.close


def verbatim(source: Source, node: ast.expr) -> Expression:
    """The source text of ``node``; dict and list literals element by element, so that they can be laid out again."""
    if isinstance(node, ast.Dict):
        arguments = arguments_of(source, node)
        if arguments is not None:
            notes, below = notes_of(arguments)
            parts = []
            for slot, note in zip(arguments.slots, notes, strict=True):
                label = "**" if slot.name is None else f"{text_of(source, slot.name)}: "
                parts.append(Part(label, verbatim(source, slot.value), note.above, note.beside))
            return Bracket("{", tuple(parts), "}", _spread(arguments), below)
    if isinstance(node, ast.List):
        arguments = arguments_of(source, node)
        if arguments is not None:
            return items(arguments, [verbatim(source, slot.value) for slot in arguments.slots])
    text = _text(source, node)
    if isinstance(node, ast.NamedExpr | ast.Yield | ast.YieldFrom):
        return Text(f"({text.text})", text.margin, text.inside)
    return text


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
    for index in range(len(arguments.slots) + 1):
        end = arguments.slots[index].start if index < len(arguments.slots) else arguments.close
        for number, line in enumerate(text[position:end].replace("\r\n", "\n").split("\n")):
            comment = line[line.index("#") :].rstrip() if "#" in line else ""
            if not comment:
                continue
            if number == 0 and index and not beside[index - 1]:
                beside[index - 1] = comment
            else:
                above[index].append(comment)
        position = arguments.slots[index].end if index < len(arguments.slots) else end
    return [Notes(tuple(above[i]), beside[i]) for i in range(len(beside))], tuple(above[-1])


def comments(text: str) -> list[str]:
    """The comments in a piece of source text, in order; strings are not searched."""
    import io
    import tokenize

    found: list[str] = []
    try:
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        found.extend(token.string.rstrip() for token in tokens if token.type == tokenize.COMMENT)
    except (tokenize.TokenError, IndentationError):
        pass  # the end of a piece that isn't a whole statement: all its comments came before
    return found


def layout_of(source: Source, node: ast.AST) -> Layout:
    """The indentation and newline of the file, as the lines after ``node``'s first show them."""
    newline = re.search(r"\r\n|\r|\n", source.text)
    units = re.findall(r"^([ \t]+)\S", source.text, re.MULTILINE)
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
    first = node.lineno
    inside: set[int] = set()
    for child in ast.walk(node):
        is_text = isinstance(child, ast.Constant) and isinstance(child.value, str | bytes)
        if (is_text or isinstance(child, ast.JoinedStr)) and isinstance(child, ast.expr):
            inside.update(range(child.lineno - first + 1, (child.end_lineno or child.lineno) - first + 1))
    return Text(text, _margin(source.lines.line(first)), frozenset(inside))


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
