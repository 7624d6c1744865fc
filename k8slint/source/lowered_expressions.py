"""Converts libcst expressions to ``ast`` nodes with positions."""

from __future__ import annotations

import ast
import re
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange

_OPERATORS: dict[str, Any] = {
    "Add": ast.Add, "Subtract": ast.Sub, "Multiply": ast.Mult, "Divide": ast.Div, "FloorDivide": ast.FloorDiv,
    "Modulo": ast.Mod, "Power": ast.Pow, "LeftShift": ast.LShift, "RightShift": ast.RShift, "BitOr": ast.BitOr,
    "BitAnd": ast.BitAnd, "BitXor": ast.BitXor, "MatrixMultiply": ast.MatMult,
    "And": ast.And, "Or": ast.Or, "Not": ast.Not, "Plus": ast.UAdd, "Minus": ast.USub, "BitInvert": ast.Invert,
    "Equal": ast.Eq, "NotEqual": ast.NotEq, "LessThan": ast.Lt, "LessThanEqual": ast.LtE, "GreaterThan": ast.Gt,
    "GreaterThanEqual": ast.GtE, "Is": ast.Is, "IsNot": ast.IsNot, "In": ast.In, "NotIn": ast.NotIn,
}  # fmt: skip


class Unreadable(Exception):
    """A construct that no version of ast has."""


class Expressions:
    """One function per libcst node class, found by name; ``needs`` is raised as newer syntax is met."""

    def __init__(self, text: str, positions: Any) -> None:
        self.needs = (3, 10)
        self._lines = re.split(r"\r\n|\r|\n", text)
        self._positions = positions

    def _newer(self, version: tuple[int, int]) -> None:
        self.needs = max(self.needs, version)

    # places

    def _column(self, row: int, column: int) -> int:
        line = self._lines[row - 1]
        return column if line.isascii() else len(line[:column].encode("utf-8", "surrogatepass"))

    def _range(self, node: cst.CSTNode) -> CodeRange:
        return self._positions[node]  # type: ignore[no-any-return]

    def _place(self, node: cst.CSTNode, end: cst.CSTNode | None = None) -> dict[str, int]:
        first, last = self._range(node), self._range(end or node)
        return self._between(first.start.line, first.start.column, last.end.line, last.end.column)

    def _between(self, row: int, column: int, end_row: int, end_column: int) -> dict[str, int]:
        return {
            "lineno": row,
            "col_offset": self._column(row, column),
            "end_lineno": end_row,
            "end_col_offset": self._column(end_row, end_column),
        }

    def _slice(self, start: CodeRange) -> str:
        lines = self._lines[start.start.line - 1 : start.end.line]
        if not lines:
            return ""
        lines[-1] = lines[-1][: start.end.column]
        lines[0] = lines[0][start.start.column :]
        return "\n".join(lines)

    def _with_parentheses(self, node: cst.CSTNode) -> dict[str, int]:
        """The place of a node with the parentheses that stand around it, as ast places tuples and generators.

        White space and comment lines may stand between; without parentheses on both sides it is the node's own place.
        """
        place = self._range(node)
        row, column = place.start.line, place.start.column
        before = self._lines[row - 1][:column].rstrip()
        while not before and row > 1:
            row -= 1
            before = self._lines[row - 1].split("#")[0].rstrip(" \t\\")
        end_row, end_column = place.end.line, place.end.column
        after = self._lines[end_row - 1][end_column:]
        while end_row < len(self._lines) and not after.split("#")[0].strip(" \t\\"):
            end_row, end_column = end_row + 1, 0
            after = self._lines[end_row - 1]
        closing = re.match(r"\s*,?\s*\)", after)
        if before.endswith("(") and closing:
            return self._between(row, len(before) - 1, end_row, end_column + closing.end())
        return self._place(node)

    def _dispatch(self, group: str, node: cst.CSTNode, *context: Any) -> Any:
        method = getattr(self, f"_{group}_{type(node).__name__}", None)
        if method is None:
            raise Unreadable(type(node).__name__)
        return method(node, *context)

    def _parameter(self, node: cst.Param) -> ast.arg:
        annotation = self.expr(node.annotation.annotation) if node.annotation else None
        end = node.annotation.annotation if node.annotation else node.name
        return ast.arg(arg=node.name.value, annotation=annotation, type_comment=None, **self._place(node.name, end))

    def _arguments(self, node: cst.Parameters) -> ast.arguments:
        positional = [*node.posonly_params, *node.params]
        star, double = node.star_arg, node.star_kwarg
        return ast.arguments(
            posonlyargs=[self._parameter(parameter) for parameter in node.posonly_params],
            args=[self._parameter(parameter) for parameter in node.params],
            vararg=self._parameter(star) if isinstance(star, cst.Param) else None,
            kwonlyargs=[self._parameter(parameter) for parameter in node.kwonly_params],
            kw_defaults=[self.expr(p.default) if p.default else None for p in node.kwonly_params],
            kwarg=self._parameter(double) if double else None,
            defaults=[self.expr(parameter.default) for parameter in positional if parameter.default],
        )

    def expr(self, node: Any, context: ast.expr_context | None = None) -> Any:
        return self._dispatch("expr", node, context or ast.Load())

    def _expr_Name(self, node: cst.Name, context: Any) -> ast.expr:
        if node.value in ("None", "True", "False"):
            constant = {"None": None, "True": True, "False": False}[node.value]
            return ast.Constant(value=constant, kind=None, **self._place(node))
        return ast.Name(id=node.value, ctx=context, **self._place(node))

    def _number(self, node: Any, _context: Any) -> ast.expr:
        return ast.Constant(value=ast.literal_eval(node.value), kind=None, **self._place(node))

    _expr_Integer = _expr_Float = _expr_Imaginary = _number  # noqa: N815 - found by libcst's names

    def _expr_Ellipsis(self, node: cst.Ellipsis, _context: Any) -> ast.expr:
        return ast.Constant(value=..., kind=None, **self._place(node))

    def _expr_SimpleString(self, node: cst.SimpleString, _context: Any) -> ast.expr:
        kind = "u" if node.value[0] in "uU" else None
        return ast.Constant(value=ast.literal_eval(node.value), kind=kind, **self._place(node))

    def _string_parts(self, node: Any) -> list[Any]:
        if isinstance(node, cst.ConcatenatedString):
            return [*self._string_parts(node.left), *self._string_parts(node.right)]
        if isinstance(node, (cst.FormattedString, cst.TemplatedString)):
            return self._formatted(node)
        return [self._expr_SimpleString(node, None)]

    def _formatted(self, node: Any) -> list[Any]:
        quote = node.end
        raw = "r" in node.start[: -len(quote)].lower()
        if isinstance(node, cst.TemplatedString):
            self._newer((3, 14))
        return self._parts(node.parts, quote, raw)

    def _parts(self, parts: Any, quote: str, raw: bool) -> list[Any]:
        made: list[Any] = []
        for part in parts:
            if isinstance(part, (cst.FormattedStringText, cst.TemplatedStringText)):
                text = part.value.replace("{{", "{").replace("}}", "}")
                value = text if raw else ast.literal_eval(f"{quote}{text}{quote}")
                made.append(ast.Constant(value=value, kind=None, **self._place(part)))
            else:
                if part.equal:
                    made.append(ast.Constant(value=self._debug_text(part), kind=None, **self._place(part)))
                made.append(self._replacement(part, quote, raw))
        return made

    def _debug_text(self, node: Any) -> str:
        """What ``{name = }`` prints in front of the value: the source up to and with the equals sign's white space."""
        text, inner = self._slice(self._range(node)), self._slice(self._range(node.expression))
        end = text.index(inner, 1) + len(inner)
        equals = re.match(r"\s*\)*\s*=\s*", text[end:])
        return text[1:end] + (equals.group() if equals else "=")

    def _replacement(self, node: Any, quote: str, raw: bool) -> ast.expr:
        inner = self._slice(self._range(node.expression))
        if quote in inner or "\\" in inner or "#" in inner or ("\n" in inner and len(quote) == 1):
            self._newer((3, 12))
        specification = None
        if node.format_spec is not None:
            parts = _merge_constants(self._parts(node.format_spec, quote, raw))
            specification = ast.JoinedStr(values=parts, **self._place(node))
        conversion = ord(node.conversion) if node.conversion else ord("r") if node.equal and not specification else -1
        return ast.FormattedValue(
            value=self.expr(node.expression), conversion=conversion, format_spec=specification, **self._place(node)
        )

    def _expr_FormattedString(self, node: Any, _context: Any) -> ast.expr:
        return ast.JoinedStr(values=_merge_constants(self._string_parts(node)), **self._place(node))

    _expr_TemplatedString = _expr_FormattedString  # noqa: N815 - found by libcst's names

    def _expr_ConcatenatedString(self, node: cst.ConcatenatedString, _context: Any) -> ast.expr:
        parts = self._string_parts(node)
        place = self._place(node)
        if all(isinstance(part, ast.Constant) for part in parts) and not _has_formatted(node):
            joined = parts[0].value[:0].join(part.value for part in parts)
            return ast.Constant(value=joined, kind=parts[0].kind, **place)
        return ast.JoinedStr(values=_merge_constants(parts), **place)

    def _expr_Attribute(self, node: cst.Attribute, context: Any) -> ast.expr:
        return ast.Attribute(value=self.expr(node.value), attr=node.attr.value, ctx=context, **self._place(node))

    def _keyword(self, node: cst.Arg) -> ast.keyword:
        name = node.keyword.value if node.keyword else None
        return ast.keyword(arg=name, value=self.expr(node.value), **self._place(node))

    def _starred(self, node: cst.Arg) -> Any:
        if node.star == "*":
            return ast.Starred(value=self.expr(node.value), ctx=ast.Load(), **self._place(node))
        return self.expr(node.value)

    def _expr_Call(self, node: cst.Call, _context: Any) -> ast.expr:
        function = self.expr(node.func)
        positional = [a for a in node.args if a.keyword is None and a.star != "**"]
        named = [a for a in node.args if a.keyword is not None or a.star == "**"]
        arguments = [self._starred(argument) for argument in positional]
        return ast.Call(func=function, args=arguments, keywords=[self._keyword(a) for a in named], **self._place(node))

    def _expr_Subscript(self, node: cst.Subscript, context: Any) -> ast.expr:
        elements = node.slice
        if (
            len(elements) == 1
            and not isinstance(elements[0].comma, cst.Comma)
            and not getattr(elements[0].slice, "star", None)
        ):
            index = self._index(elements[0].slice)
        else:
            if any(getattr(element.slice, "star", None) for element in elements):
                self._newer((3, 11))
            made = [self._index(element.slice) for element in elements]
            place = self._place(elements[0].slice, elements[-1].slice)
            if isinstance(elements[-1].comma, cst.Comma):
                end = self._range(elements[-1].comma).end
                place["end_lineno"], place["end_col_offset"] = end.line, self._column(end.line, end.column)
            index = ast.Tuple(elts=made, ctx=ast.Load(), **place)
        return ast.Subscript(value=self.expr(node.value), slice=index, ctx=context, **self._place(node))

    def _index(self, node: cst.BaseSlice) -> Any:
        if isinstance(node, cst.Slice):
            lower, upper, step = (self.expr(part) if part else None for part in (node.lower, node.upper, node.step))
            return ast.Slice(lower=lower, upper=upper, step=step, **self._place(node))
        assert isinstance(node, cst.Index)
        value = self.expr(node.value)
        return ast.Starred(value=value, ctx=ast.Load(), **self._place(node)) if node.star else value

    def _elements(self, elements: Any, context: Any) -> list[Any]:
        return [
            ast.Starred(value=self.expr(element.value, context), ctx=context, **self._place(element))
            if isinstance(element, cst.StarredElement)
            else self.expr(element.value, context)
            for element in elements
        ]

    def _expr_List(self, node: cst.List, context: Any) -> ast.expr:
        return ast.List(elts=self._elements(node.elements, context), ctx=context, **self._place(node))

    def _expr_Tuple(self, node: cst.Tuple, context: Any) -> ast.expr:
        return ast.Tuple(elts=self._elements(node.elements, context), ctx=context, **self._tuple(node))

    def _tuple(self, node: Any) -> dict[str, int]:
        return self._with_parentheses(node) if node.lpar else self._place(node)

    def _expr_Set(self, node: cst.Set, context: Any) -> ast.expr:
        return ast.Set(elts=self._elements(node.elements, context), **self._place(node))

    def _expr_Dict(self, node: cst.Dict, _context: Any) -> ast.expr:
        keys = [self.expr(e.key) if isinstance(e, cst.DictElement) else None for e in node.elements]
        return ast.Dict(keys=keys, values=[self.expr(e.value) for e in node.elements], **self._place(node))

    def _expr_StarredElement(self, node: cst.StarredElement, context: Any) -> ast.expr:
        return ast.Starred(value=self.expr(node.value, context), ctx=context, **self._place(node))

    def _generators(self, node: cst.CompFor | None) -> list[ast.comprehension]:
        made = []
        while node is not None:
            made.append(
                ast.comprehension(
                    target=self.expr(node.target, ast.Store()),
                    iter=self.expr(node.iter),
                    ifs=[self.expr(condition.test) for condition in node.ifs],
                    is_async=int(node.asynchronous is not None),
                )
            )
            node = node.inner_for_in
        return made

    def _expr_ListComp(self, node: cst.ListComp, _context: Any) -> ast.expr:
        return ast.ListComp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **self._place(node))

    def _expr_SetComp(self, node: cst.SetComp, _context: Any) -> ast.expr:
        return ast.SetComp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **self._place(node))

    def _expr_GeneratorExp(self, node: cst.GeneratorExp, _context: Any) -> ast.expr:
        # A generator that is a call's only argument has no parentheses of its own: ast gives it the call's.
        place = self._with_parentheses(node)
        return ast.GeneratorExp(elt=self.expr(node.elt), generators=self._generators(node.for_in), **place)

    def _expr_DictComp(self, node: cst.DictComp, _context: Any) -> ast.expr:
        key, value = self.expr(node.key), self.expr(node.value)
        return ast.DictComp(key=key, value=value, generators=self._generators(node.for_in), **self._place(node))

    def _expr_BinaryOperation(self, node: cst.BinaryOperation, _context: Any) -> ast.expr:
        operator = _OPERATORS[type(node.operator).__name__]()
        return ast.BinOp(left=self.expr(node.left), op=operator, right=self.expr(node.right), **self._place(node))

    def _expr_BooleanOperation(self, node: cst.BooleanOperation, _context: Any) -> ast.expr:
        operator = _OPERATORS[type(node.operator).__name__]
        values: list[Any] = []
        rest: Any = node
        while isinstance(rest, cst.BooleanOperation) and isinstance(rest.operator, type(node.operator)):
            values.insert(0, rest.right)
            if rest.left.lpar:
                rest = rest.left
                break
            rest = rest.left
        values.insert(0, rest)
        return ast.BoolOp(op=operator(), values=[self.expr(value) for value in values], **self._place(node))

    def _expr_UnaryOperation(self, node: cst.UnaryOperation, _context: Any) -> ast.expr:
        operator = _OPERATORS[type(node.operator).__name__]()
        return ast.UnaryOp(op=operator, operand=self.expr(node.expression), **self._place(node))

    def _expr_Comparison(self, node: cst.Comparison, _context: Any) -> ast.expr:
        return ast.Compare(
            left=self.expr(node.left),
            ops=[_OPERATORS[type(target.operator).__name__]() for target in node.comparisons],
            comparators=[self.expr(target.comparator) for target in node.comparisons],
            **self._place(node),
        )

    def _expr_IfExp(self, node: cst.IfExp, _context: Any) -> ast.expr:
        test, body, orelse = self.expr(node.test), self.expr(node.body), self.expr(node.orelse)
        return ast.IfExp(test=test, body=body, orelse=orelse, **self._place(node))

    def _expr_Lambda(self, node: cst.Lambda, _context: Any) -> ast.expr:
        return ast.Lambda(args=self._arguments(node.params), body=self.expr(node.body), **self._place(node))

    def _expr_NamedExpr(self, node: cst.NamedExpr, _context: Any) -> ast.expr:
        return ast.NamedExpr(
            target=self.expr(node.target, ast.Store()), value=self.expr(node.value), **self._place(node)
        )

    def _expr_Await(self, node: cst.Await, _context: Any) -> ast.expr:
        return ast.Await(value=self.expr(node.expression), **self._place(node))

    def _expr_Yield(self, node: cst.Yield, _context: Any) -> ast.expr:
        if isinstance(node.value, cst.From):
            return ast.YieldFrom(value=self.expr(node.value.item), **self._place(node))
        return ast.Yield(value=self.expr(node.value) if node.value else None, **self._place(node))


def dotted(node: Any) -> str:
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return str(node.value)


def _has_formatted(node: Any) -> bool:
    if isinstance(node, cst.ConcatenatedString):
        return _has_formatted(node.left) or _has_formatted(node.right)
    return not isinstance(node, cst.SimpleString)


def _merge_constants(parts: list[Any]) -> list[Any]:
    """Adjacent text parts as one, empty ones gone, as ast has them."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, ast.Constant) and merged and isinstance(merged[-1], ast.Constant):
            last: Any = merged[-1]
            last.value += part.value
            last.end_lineno, last.end_col_offset = part.end_lineno, part.end_col_offset
        elif not (isinstance(part, ast.Constant) and part.value == ""):
            merged.append(part)
    return merged
