"""Text edits on arguments of calls, entries of dicts and items of lists: the only code that knows about their commas.

Every function returns edits of the original text, and touches nothing else: comments, layout, quotes and trailing
commas of the neighbours stay. What can't be edited without losing something is ``None``.
"""

from __future__ import annotations

import ast
import re

from k8slint.dataclass import dataclass
from k8slint.finding import Edit
from k8slint.patterns import pattern
from k8slint.source.nodes import parents_of
from k8slint.source.text import Source, Span

_SIMPLE_STRING = pattern(r"""(?P<quote>["'])(?P<text>[^"'\\\n]*)(?P=quote)""")


@dataclass(frozen=True, slots=True)
class Slot:
    """One argument or entry: ``text[start:end]`` with its parentheses and stars, without its comma.

    ``name`` is the ``ast.keyword`` of a keyword argument, the key of an entry, None for positional arguments and
    ``**unpacked`` entries. ``comma`` is the offset of the comma that follows, None when there is none.
    """

    start: int
    end: int
    comma: int | None
    name: ast.keyword | ast.expr | None
    value: ast.expr

    @property
    def label(self) -> str | None:
        """The keyword or the literal key; None for everything else."""
        if isinstance(self.name, ast.keyword):
            return self.name.arg
        if isinstance(self.name, ast.Constant) and isinstance(self.name.value, str):
            return self.name.value
        return None


@dataclass(frozen=True, slots=True)
class Arguments:
    """The arguments of a call or the entries of a dict or list as they are written. ``open`` and ``close`` are the
    offsets just after the opening and at the closing bracket."""

    source: Source
    node: ast.Call | ast.Dict | ast.List
    open: int
    close: int
    slots: tuple[Slot, ...]

    def slot(self, label: str) -> Slot | None:
        """The argument called ``label``, or the last entry with that key, as Python would take it."""
        return next((slot for slot in reversed(self.slots) if slot.label == label), None)

    def holding(self, node: ast.AST) -> Slot | None:
        """The argument whose name, key or value is ``node``."""
        return next((slot for slot in self.slots if slot.name is node or slot.value is node), None)


def span(source: Source, node: ast.AST) -> Span:
    """The code points of a node that has a position."""
    lines = source.lines
    start = lines.offset_of_bytes(node.lineno, node.col_offset)  # type: ignore[attr-defined]
    end = lines.offset_of_bytes(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]
    return Span(start, end)


def text_of(source: Source, node: ast.AST) -> str:
    """A node as it is written, without the parentheses around it."""
    place = span(source, node)
    return source.text[place.start : place.end]


def arguments_of(source: Source, node: ast.Call | ast.Dict | ast.List) -> Arguments | None:
    """The arguments of a call, the entries of a dict or list; None for a call whose only argument is a bare generator,
    whose brackets serve both."""
    whole = span(source, node)
    close = whole.end - 1
    parts: list[tuple[ast.keyword | ast.expr | None, ast.expr, Span]] = []
    if isinstance(node, ast.Dict):
        opening = whole.start + 1
        for key, value in zip(node.keys, node.values, strict=True):
            first = span(source, key or value)
            parts.append((key, value, Span(first.start, span(source, value).end)))
    elif isinstance(node, ast.List):
        opening = whole.start + 1
        parts = [(None, item, span(source, item)) for item in node.elts]
    else:
        if len(node.args) == 1 and isinstance(node.args[0], ast.GeneratorExp) and not node.keywords:
            return None
        opening = _skip(source.text, span(source, node.func).end, ")") + 1
        parts += [(None, argument, span(source, argument)) for argument in node.args]
        parts += [(keyword, keyword.value, span(source, keyword)) for keyword in node.keywords]
        parts.sort(key=lambda part: part[2])
    slots = []
    position = opening
    for name, value, place in parts:
        start = _skip(source.text, position, "")
        end, comma = _end_of_slot(source.text, place.end, close)
        slots.append(Slot(start, end, comma, name, value))
        position = end if comma is None else comma + 1
    return Arguments(source, node, opening, close, tuple(slots))


def arguments_around(source: Source, tree: ast.AST, node: ast.AST, call: object = None) -> Arguments | None:
    """The call or dict of which ``node`` is a keyword argument, a positional argument, a key or a value; most are of
    ``call``."""
    if isinstance(call, ast.Call) and any(keyword is node for keyword in call.keywords):
        return arguments_of(source, call)
    parents = parents_of(tree)
    parent = parents.get(node)
    if isinstance(parent, ast.keyword):
        parent = parents.get(parent)
    if isinstance(parent, ast.Dict) or (isinstance(parent, ast.Call) and parent.func is not node):
        return arguments_of(source, parent)
    return None


def rename_keyword(source: Source, name: ast.keyword | ast.expr, new: str) -> tuple[Edit, ...] | None:
    """Call a keyword argument, or a literal key, ``new``. A key keeps its quotes; None for a key of another form."""
    place = span(source, name)
    if isinstance(name, ast.keyword):
        if name.arg is None or not source.text.startswith(name.arg, place.start):
            return None
        return (Edit(Span(place.start, place.start + len(name.arg)), new),)
    literal = _SIMPLE_STRING.fullmatch(source.text, place.start, place.end)
    return (Edit(Span(*literal.span("text")), new),) if literal else None


def replace_value(source: Source, value: ast.expr, text: str) -> tuple[Edit, ...]:
    """Replace a value with ``text``; parentheses around it stay."""
    return (Edit(span(source, value), text),)


def delete_argument(arguments: Arguments, slot: Slot) -> tuple[Edit, ...]:
    """Take an argument out with its comma, and with its lines when it has them to itself. Comments beside it stay."""
    text = arguments.source.text
    index = arguments.slots.index(slot)
    before = arguments.slots[index - 1] if index else None
    after = arguments.slots[index + 1] if index + 1 < len(arguments.slots) else None
    if before is None and after is None and "#" not in _outside(arguments, slot):
        return (Edit(Span(arguments.open, arguments.close), ""),)
    edits = []
    if after is None and before is not None and slot.comma is None and before.comma is not None:
        edits.append(Edit(Span(before.comma, before.comma + 1), ""))  # the last argument keeps the style: no comma
    if slot.comma is not None and "#" in text[slot.end : slot.comma]:
        return (*edits, Edit(Span(slot.start, slot.end), ""), Edit(Span(slot.comma, slot.comma + 1), ""))
    end = _end(slot)
    line_start, line_end = _line_start(text, slot.start), _line_end(text, end)
    rest = text[end:line_end].strip()
    if not text[line_start : slot.start].strip():
        if not rest:
            return (*edits, Edit(Span(line_start, _after_newline(text, line_end)), ""))
        if rest.startswith("#"):
            return (*edits, Edit(Span(slot.start, line_end - len(text[end:line_end].lstrip())), ""))
    if after is not None and after.start < line_end:
        return (*edits, Edit(Span(slot.start, after.start), ""))
    if before is not None and not text[_end(before) : slot.start].strip():
        first = before.comma if edits and before.comma is not None else _end(before)
        return (Edit(Span(first, end), ""),)
    if after is not None and not text[end : after.start].strip():
        return (*edits, Edit(Span(slot.start, after.start), ""))
    return (*edits, Edit(Span(slot.start, end), ""))


def add_keyword(arguments: Arguments, text: str) -> tuple[Edit, ...]:
    """Add ``text`` (``name=value`` or ``"key": value``) as the last argument, on its own line where the others are."""
    source = arguments.source.text
    if not arguments.slots:
        return (Edit(Span(arguments.open, arguments.open), text),)
    last = arguments.slots[-1]
    line_start = _line_start(source, last.start)
    margin = source[line_start : last.start]
    end = _end(last)
    line_end = _line_end(source, end)
    rest = source[end:line_end].strip()
    if (margin.isspace() or not margin) and (not rest or rest.startswith("#")):
        newline = source[line_end : _after_newline(source, line_end)] or "\n"
        added = f"{newline}{margin}{text}"
        if last.comma is not None:
            return (Edit(Span(line_end, line_end), f"{added},"),)
        if last.end == line_end:
            return (Edit(Span(line_end, line_end), f",{added}"),)
        return Edit(Span(last.end, last.end), ","), Edit(Span(line_end, line_end), added)
    if last.comma is None:
        return (Edit(Span(last.end, last.end), f", {text}"),)
    return (Edit(Span(last.comma + 1, last.comma + 1), f" {text},"),)


def name_positional(arguments: Arguments, names: tuple[str, ...], first: int = 0) -> tuple[Edit, ...] | None:
    """Write ``name=`` before each positional argument from ``first`` on; ``names`` is the callable's parameter order.

    None when an argument has no name, is a ``*splat``, or its name is already given as a keyword.
    """
    if not isinstance(arguments.node, ast.Call):
        return None
    given = {keyword.arg for keyword in arguments.node.keywords}
    edits = []
    positional = [slot for slot in arguments.slots if slot.name is None]
    for index, slot in enumerate(positional):
        if isinstance(slot.value, ast.Starred):
            return None
        if index < first:
            continue
        if index >= len(names) or names[index] in given:
            return None
        edits.append(Edit(Span(slot.start, slot.start), f"{names[index]}="))
    return tuple(edits)


def stringify_number(source: Source, value: ast.expr) -> tuple[Edit, ...] | None:
    """Quote a number literal, so that client 37 takes it: ``1`` to ``"1"``, ``0.5`` to ``"0.5"``.

    The text inside the quotes is what the classic client's ``str`` makes of the number, so the pod stays the same.
    """
    number = number_as_text(value)
    if number is None:
        return None
    return replace_value(source, value, quoted(source, value, number))


def number_as_text(value: ast.expr) -> str | None:
    """``str`` of a literal number or boolean, signed or not: what a classic client sends for it; else None."""
    match value:
        case ast.Constant(value=bool() | int() | float() as number):
            return str(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return str(-number)
        case _:
            return None


def quoted(source: Source, near: ast.AST, content: str) -> str:
    """``content`` as a string literal with the quotes that the file prefers around ``near``."""
    literal = repr(content)
    if prefers_single_quotes(source, near) or not literal.startswith("'") or '"' in content:
        return literal
    return f'"{literal[1:-1]}"'


def prefers_single_quotes(source: Source, near: ast.AST) -> bool:
    """Whether the strings around ``near``, or else those of the whole file, are mostly written with single quotes."""
    lines = source.lines
    row = getattr(near, "lineno", 1)
    around = source.text[lines.start(max(1, row - 10)) : lines.start(row + 10)]
    for text in (around, source.text):
        single, double = len(re.findall(r"'[^'\"\n]*'", text)), len(re.findall(r"\"[^'\"\n]*\"", text))
        if single != double:
            return single > double
    return False


def _end(slot: Slot) -> int:
    """The end of an argument with its comma."""
    return slot.end if slot.comma is None else slot.comma + 1


def _outside(arguments: Arguments, slot: Slot) -> str:
    """What stands between the brackets besides the argument itself."""
    text = arguments.source.text
    return text[arguments.open : slot.start] + text[slot.end : arguments.close]


def _skip(text: str, position: int, closers: str) -> int:
    """The offset of the next character that is no blank, comment, line continuation or one of ``closers``."""
    while position < len(text):
        character = text[position]
        if character == "#":
            position = _line_end(text, position)
        elif character.isspace() or character == "\\" or (closers and character in closers):
            position += 1
        else:
            break
    return position


def _end_of_slot(text: str, position: int, close: int) -> tuple[int, int | None]:
    """Where an argument ends, parentheses around it included, and where its comma stands, before ``close``."""
    end = position
    while True:
        position = _skip(text, position, "")
        if position >= close:
            return end, None
        if text[position] == ",":
            return end, position
        position += 1  # a parenthesis around the value: the closing bracket itself stands at ``close``
        end = position


def _line_start(text: str, position: int) -> int:
    return max(text.rfind("\n", 0, position), text.rfind("\r", 0, position)) + 1


def _line_end(text: str, position: int) -> int:
    ends = [end for end in (text.find("\n", position), text.find("\r", position)) if end != -1]
    return min(ends, default=len(text))


def _after_newline(text: str, position: int) -> int:
    return position + 2 if text.startswith("\r\n", position) else min(position + 1, len(text))
