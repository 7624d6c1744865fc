"""Finds removed context names in the Jinja templates of a file: in literals, and in the parts of an expression."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from k8slint.airflow.moves.table.context import ATTRIBUTES, REMOVED
from k8slint.evaluate.values import Const, Origin, Unknown
from k8slint.patterns import pattern
from k8slint.source import fstrings
from k8slint.source.text import Source, Span

_EXPRESSION = pattern(r"\{\{(?P<value>.*?)\}\}|\{%(?P<block>.*?)%\}", re.DOTALL)
_CLOSING = {"{{": "}}", "{%": "%}"}
# The same in an f-string and in what ``str.format`` fills in, where two braces stand for one.
_DOUBLED = pattern(r"\{\{\{\{(?P<value>.*?)\}\}\}\}|\{\{%(?P<block>.*?)%\}\}", re.DOTALL)
_CLOSING_DOUBLED = {"{{{{": "}}}}", "{{%": "%}}"}
_STRING = pattern(r"\"[^\"]*\"|'[^']*'")
_KEEP = frozenset({"dedent", "format", "lstrip", "rstrip", "strip"})  # what leaves a template what it is
_MOST_PIECES = 500


def _any_of(names: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(names, key=len, reverse=True)))


@cache  # compiled when a template is read: it takes as long as importing ten modules
def _name() -> re.Pattern[str]:
    return re.compile(
        rf"(?<![\w.\"'])(?P<name>(?:{_any_of(ATTRIBUTES)})(?![\w\"'=])|(?:{_any_of(REMOVED)})(?![\w\"'(=]))"
    )


# Of which a template has one that has a name; few have.
_SIGNS = (*REMOVED, *dict.fromkeys(f"{name.partition('.')[0]}." for name in ATTRIBUTES))
# What a template binds itself: by ``set`` and ``for``, as a macro's or a call's parameters, by ``import ... as``, by ``with``.
_BOUND = pattern(r"\b(?:set|for)\s+([\w\s,]*)|\b(?:macro\s+\w+|call)\s*\(([^)]*)\)|\b(?:import|as)\s+([\w\s,]*)")


class Piece(NamedTuple):
    """Some text of a file that becomes part of a string; in ``doubled`` two braces stand for one."""

    text: str
    start: int
    doubled: bool = False


def read_in(text: Const | Unknown, source: Source) -> Iterator[tuple[str, Span, bool]]:
    """The dropped names in the expressions of a template, each with its place in the file, and whether it is all of its
    expression. Found in the text of the file: so escapes don't shift them."""
    node = text.origin.node
    if not isinstance(node, ast.expr) or text.origin.source is not source:
        return
    if isinstance(node, ast.Constant):
        known = isinstance(node.value, str) and any(opening in node.value for opening in _CLOSING)
        pieces = [Piece(text.origin.text, text.origin.span.start)] if known else []
    else:
        pieces = list(_pieces(node, source))
    pieces = [piece for piece in pieces if "{{" in piece.text or "{%" in piece.text]
    bound = {name for piece in pieces for name in _bound_in(piece.text)}
    for piece in pieces:
        yield from _names(piece, bound | _macros(source.text))


def _bound_in(text: str) -> Iterator[str]:
    """The names that a template binds itself, in its blocks."""
    end = 0
    while (start := text.find("{%", end)) >= 0 and (end := text.find("%}", start)) >= 0:
        block = text[start + 2 : end].strip("-+ \t\r\n")
        for found in _BOUND.finditer(block):
            yield from re.findall(r"\w+", found[1] or found[2] or found[3] or "")
        if block.startswith("with"):
            yield from re.findall(r"(\w+)\s*=(?!=)", block)


def _pieces(node: ast.expr, source: Source) -> Iterator[Piece]:
    """The texts that an expression joins, as far as they are written in it."""
    waiting: list[tuple[ast.expr, bool]] = [(node, False)]
    for _ in range(_MOST_PIECES):
        if not waiting:
            return
        node, doubled = waiting.pop()
        match node:
            case ast.Constant(value=str()):
                origin = Origin(source, node)
                yield Piece(origin.text, origin.span.start, doubled)
            case ast.JoinedStr():
                yield from _of_fstring(node, source)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                waiting += [(right, doubled), (left, doubled)]
            case ast.BinOp(left=left, op=ast.Mod()):
                waiting.append((left, doubled))
            case ast.IfExp(body=body, orelse=other):
                waiting += [(other, doubled), (body, doubled)]
            case ast.Call(
                func=ast.Attribute(attr="join", value=between), args=[ast.List(elts=items) | ast.Tuple(elts=items)]
            ):
                waiting += [(item, doubled) for item in (*reversed(items), between)]
            case ast.Call(func=ast.Attribute(attr="dedent") | ast.Name(id="dedent"), args=[inner]):
                waiting.append((inner, doubled))
            case ast.Call(func=ast.Attribute(attr=method, value=inner)) if method in _KEEP:
                waiting.append((inner, method == "format"))


def _of_fstring(node: ast.JoinedStr, source: Source) -> Iterator[Piece]:
    """The text of f-strings between their fields, and that of other literals beside them."""
    span = Origin(source, node).span
    inside = [part for part in fstrings.parts(source.text) if span.start <= part.start and part.end <= span.end]
    depth = min((len(part.quotes) for part in inside), default=0)
    position = span.start
    for part in inside:
        if len(part.quotes) != depth:
            continue
        if part.start > position:
            yield Piece(source.text[position : part.start], position)
        if not part.is_code:
            yield Piece(source.text[part.start : part.end], part.start, doubled=True)
        position = max(position, part.end)
    yield Piece(source.text[position : span.end], position)


def _names(piece: Piece, bound: frozenset[str] | set[str]) -> Iterator[tuple[str, Span, bool]]:
    for expression in _expressions(piece):
        part = "value" if expression["value"] is not None else "block"
        inner, first = expression[part], expression.start(part)
        masked = _STRING.sub(lambda found: '"' * len(found[0]), inner)
        for found in _name().finditer(masked) if any(sign in masked for sign in _SIGNS) else ():
            name = found["name"]
            if name.partition(".")[0] in bound:
                continue
            place = Span(piece.start + first + found.start("name"), piece.start + first + found.end("name"))
            yield name, place, part == "value" and inner.strip() == name


def _expressions(piece: Piece) -> Iterator[re.Match[str]]:
    """What stands between braces. An opening without its closing is passed over at once, were there thousands."""
    text = piece.text
    pattern, closings = (_DOUBLED, _CLOSING_DOUBLED) if piece.doubled else (_EXPRESSION, _CLOSING)
    last = {opening: text.rfind(closing) for opening, closing in closings.items()}
    places = {opening: text.find(opening) for opening in closings}
    while starts := [place for opening, place in places.items() if 0 <= place <= last[opening]]:
        found = pattern.match(text, min(starts))
        at = min(starts) + 1 if found is None else found.end()
        places = {opening: text.find(opening, at) if 0 <= place < at else place for opening, place in places.items()}
        if found is not None:
            yield found


@lru_cache(maxsize=1)  # each template of a file asks
def _macros(text: str) -> frozenset[str]:
    """The names that a file gives to templates itself, or may give."""
    if "user_defined_macros" not in text:
        return frozenset()
    return frozenset(
        name for name in REMOVED if name in text and re.search(rf"[\"']{name}[\"']\s*:|\b{name}\s*=", text)
    )
