"""A libcst tree as the stdlib's ``ast``: how k8slint reads Python newer than the interpreter that runs it.

Positions are those of ``ast``: rows from 1, columns in UTF-8 bytes. Constructs that this interpreter's ``ast`` has no
node for become the nearest older one (``except*`` a ``try``, a ``type`` statement an assignment), which is all that
the evaluator needs. ``needs`` is the Python version that the newest syntax in the text asks for.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from typing import Any

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

_OPERATORS: dict[str, Any] = {
    "Add": ast.Add, "Subtract": ast.Sub, "Multiply": ast.Mult, "Divide": ast.Div, "FloorDivide": ast.FloorDiv,
    "Modulo": ast.Mod, "Power": ast.Pow, "LeftShift": ast.LShift, "RightShift": ast.RShift, "BitOr": ast.BitOr,
    "BitAnd": ast.BitAnd, "BitXor": ast.BitXor, "MatrixMultiply": ast.MatMult,
    "And": ast.And, "Or": ast.Or, "Not": ast.Not, "Plus": ast.UAdd, "Minus": ast.USub, "BitInvert": ast.Invert,
    "Equal": ast.Eq, "NotEqual": ast.NotEq, "LessThan": ast.Lt, "LessThanEqual": ast.LtE, "GreaterThan": ast.Gt,
    "GreaterThanEqual": ast.GtE, "Is": ast.Is, "IsNot": ast.IsNot, "In": ast.In, "NotIn": ast.NotIn,
}  # fmt: skip

_LONE_CR = re.compile(r"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Lowered:
    """``tree`` as ``ast.parse`` would give it; ``needs`` the Python version of its newest syntax, (3, 10) at least."""

    tree: ast.Module
    needs: tuple[int, int]


def lower_text(text: str) -> Lowered | None:
    """Read ``text`` with libcst. None when libcst can't read it either, or it is too deeply nested to be walked."""
    # libcst doesn't give back form feeds and lone CRs; replaced one for one, offsets stay true.
    normal = _LONE_CR.sub("\n", text.replace("\f", " "))
    try:
        wrapper = MetadataWrapper(cst.parse_module(normal), unsafe_skip_copy=True)
        positions = wrapper.resolve(PositionProvider)
        lowering = _Lowering(normal, positions)
        tree = ast.Module(body=lowering.block(wrapper.module.body), type_ignores=[])
    except (cst.ParserSyntaxError, RecursionError, _Unreadable):
        return None
    except (TypeError, SyntaxError):  # libcst's own defects on rare valid code, and texts it can't encode
        return None
    except BaseException as error:  # a panic of the native parser arrives as a BaseException of its own
        if type(error).__name__ == "PanicException":
            return None
        raise
    return Lowered(tree, lowering.needs)


class _Unreadable(Exception):
    """A construct that no version of ast has."""


class _Lowering:
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

    # statements

    def block(self, body: Any) -> list[ast.stmt]:
        statements: list[ast.stmt] = []
        for statement in getattr(body, "body", body):
            if isinstance(statement, cst.SimpleStatementLine):
                statements.extend(self._simple(small) for small in statement.body)
            elif isinstance(statement, cst.BaseSmallStatement):
                statements.append(self._simple(statement))
            else:
                statements.append(self._dispatch("stmt", statement))
        return statements

    def _simple(self, node: cst.CSTNode) -> ast.stmt:
        return self._dispatch("stmt", node)  # type: ignore[no-any-return]

    def _dispatch(self, group: str, node: cst.CSTNode, *context: Any) -> Any:
        method = getattr(self, f"_{group}_{type(node).__name__}", None)
        if method is None:
            raise _Unreadable(type(node).__name__)
        return method(node, *context)

    def _compound(self, node: Any, last: list[ast.stmt]) -> dict[str, int]:
        """From the keyword to the end of the last statement inside: libcst's own end includes trailing lines."""
        start = self._range(node).start
        end = last[-1]
        place = self._between(start.line, start.column, start.line, start.column)
        place["end_lineno"], place["end_col_offset"] = end.end_lineno or 0, end.end_col_offset or 0
        return place

    def _stmt_Expr(self, node: cst.Expr) -> ast.stmt:
        value = self.expr(node.value)
        return ast.Expr(value=value, **self._place(node))

    def _stmt_Assign(self, node: cst.Assign) -> ast.stmt:
        targets = [self.expr(target.target, ast.Store()) for target in node.targets]
        return ast.Assign(targets=targets, value=self.expr(node.value), type_comment=None, **self._place(node))

    def _stmt_AnnAssign(self, node: cst.AnnAssign) -> ast.stmt:
        simple = int(isinstance(node.target, cst.Name) and not node.target.lpar)
        value = self.expr(node.value) if node.value else None
        return ast.AnnAssign(
            target=self.expr(node.target, ast.Store()),
            annotation=self.expr(node.annotation.annotation),
            value=value,
            simple=simple,
            **self._place(node),
        )

    def _stmt_AugAssign(self, node: cst.AugAssign) -> ast.stmt:
        operator = _OPERATORS[type(node.operator).__name__.removesuffix("Assign")]()
        target = self.expr(node.target, ast.Store())
        return ast.AugAssign(target=target, op=operator, value=self.expr(node.value), **self._place(node))

    def _stmt_Return(self, node: cst.Return) -> ast.stmt:
        return ast.Return(value=self.expr(node.value) if node.value else None, **self._place(node))

    def _stmt_Pass(self, node: cst.Pass) -> ast.stmt:
        return ast.Pass(**self._place(node))

    def _stmt_Break(self, node: cst.Break) -> ast.stmt:
        return ast.Break(**self._place(node))

    def _stmt_Continue(self, node: cst.Continue) -> ast.stmt:
        return ast.Continue(**self._place(node))

    def _stmt_Global(self, node: cst.Global) -> ast.stmt:
        return ast.Global(names=[item.name.value for item in node.names], **self._place(node))

    def _stmt_Nonlocal(self, node: cst.Nonlocal) -> ast.stmt:
        return ast.Nonlocal(names=[item.name.value for item in node.names], **self._place(node))

    def _stmt_Del(self, node: cst.Del) -> ast.stmt:
        if isinstance(node.target, cst.Tuple) and not node.target.lpar:
            targets = [self.expr(element.value, ast.Del()) for element in node.target.elements]
        else:
            targets = [self.expr(node.target, ast.Del())]
        return ast.Delete(targets=targets, **self._place(node))

    def _stmt_Raise(self, node: cst.Raise) -> ast.stmt:
        cause = self.expr(node.cause.item) if node.cause else None
        return ast.Raise(exc=self.expr(node.exc) if node.exc else None, cause=cause, **self._place(node))

    def _stmt_Assert(self, node: cst.Assert) -> ast.stmt:
        message = self.expr(node.msg) if node.msg else None
        return ast.Assert(test=self.expr(node.test), msg=message, **self._place(node))

    def _stmt_TypeAlias(self, node: cst.TypeAlias) -> ast.stmt:
        self._newer((3, 12))
        target = ast.Name(id=node.name.value, ctx=ast.Store(), **self._place(node.name))
        return ast.Assign(targets=[target], value=self.expr(node.value), type_comment=None, **self._place(node))

    def _alias(self, node: cst.ImportAlias) -> ast.alias:
        bound = node.asname.name if node.asname else None
        name = bound.value if isinstance(bound, cst.Name) else None
        return ast.alias(name=_dotted(node.name), asname=name, **self._place(node))

    def _stmt_Import(self, node: cst.Import) -> ast.stmt:
        return ast.Import(names=[self._alias(alias) for alias in node.names], **self._place(node))

    def _stmt_ImportFrom(self, node: cst.ImportFrom) -> ast.stmt:
        if isinstance(node.names, cst.ImportStar):
            names = [ast.alias(name="*", asname=None, **self._place(node.names))]
        else:
            names = [self._alias(alias) for alias in node.names]
        module = _dotted(node.module) if node.module else None
        return ast.ImportFrom(module=module, names=names, level=len(node.relative), **self._place(node))

    def _stmt_LazyImport(self, node: Any) -> ast.stmt:
        self._newer((3, 15))
        return self._stmt_Import(node)

    def _stmt_LazyImportFrom(self, node: Any) -> ast.stmt:
        self._newer((3, 15))
        return self._stmt_ImportFrom(node)

    def _stmt_If(self, node: cst.If) -> ast.stmt:
        test, body = self.expr(node.test), self.block(node.body)
        orelse: list[ast.stmt] = []
        if isinstance(node.orelse, cst.If):
            orelse = [self._stmt_If(node.orelse)]
        elif node.orelse:
            orelse = self.block(node.orelse.body)
        return ast.If(test=test, body=body, orelse=orelse, **self._compound(node, orelse or body))

    def _stmt_While(self, node: cst.While) -> ast.stmt:
        test, body = self.expr(node.test), self.block(node.body)
        orelse = self.block(node.orelse.body) if node.orelse else []
        return ast.While(test=test, body=body, orelse=orelse, **self._compound(node, orelse or body))

    def _stmt_For(self, node: cst.For) -> ast.stmt:
        target, iterated, body = self.expr(node.target, ast.Store()), self.expr(node.iter), self.block(node.body)
        orelse = self.block(node.orelse.body) if node.orelse else []
        cls = ast.AsyncFor if node.asynchronous else ast.For
        place = self._compound(node, orelse or body)
        return cls(target=target, iter=iterated, body=body, orelse=orelse, type_comment=None, **place)

    def _stmt_With(self, node: cst.With) -> ast.stmt:
        items = [
            ast.withitem(
                context_expr=self.expr(item.item),
                optional_vars=self.expr(item.asname.name, ast.Store()) if item.asname else None,
            )
            for item in node.items
        ]
        body = self.block(node.body)
        cls = ast.AsyncWith if node.asynchronous else ast.With
        return cls(items=items, body=body, type_comment=None, **self._compound(node, body))

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> ast.ExceptHandler:
        body = self.block(node.body)
        if isinstance(node.type, cst.Tuple) and not node.type.lpar:
            self._newer((3, 14))
        caught = self.expr(node.type) if node.type else None
        name = node.name.name.value if node.name and isinstance(node.name.name, cst.Name) else None
        return ast.ExceptHandler(type=caught, name=name, body=body, **self._compound(node, body))

    def _stmt_Try(self, node: cst.Try | cst.TryStar, cls: type[ast.Try] = ast.Try) -> ast.stmt:
        body = self.block(node.body)
        handlers = [self._handler(handler) for handler in node.handlers]
        orelse = self.block(node.orelse.body) if node.orelse else []
        final = self.block(node.finalbody.body) if node.finalbody else []
        last: Any = final or orelse or handlers or body
        return cls(body=body, handlers=handlers, orelse=orelse, finalbody=final, **self._compound(node, last))

    def _stmt_TryStar(self, node: cst.TryStar) -> ast.stmt:
        self._newer((3, 11))
        return self._stmt_Try(node, getattr(ast, "TryStar", ast.Try))

    def _type_parameters(self, node: Any) -> None:
        """Type parameters bind nothing that the evaluator asks for: only the version is of interest."""
        if node.type_parameters:
            has_default = any(parameter.default is not None for parameter in node.type_parameters.params)
            self._newer((3, 13) if has_default else (3, 12))

    def _stmt_FunctionDef(self, node: cst.FunctionDef) -> ast.stmt:
        self._type_parameters(node)
        arguments, body = self._arguments(node.params), self.block(node.body)
        cls: Any = ast.AsyncFunctionDef if node.asynchronous else ast.FunctionDef
        made = cls(
            name=node.name.value,
            args=arguments,
            body=body,
            decorator_list=[self.expr(decorator.decorator) for decorator in node.decorators],
            returns=self.expr(node.returns.annotation) if node.returns else None,
            type_comment=None,
            **self._definition(node, body, node.asynchronous),
        )
        if "type_params" in cls._fields:
            made.type_params = []
        return made  # type: ignore[no-any-return]

    def _definition(self, node: Any, body: list[ast.stmt], asynchronous: Any = None) -> dict[str, int]:
        """ast starts a definition at ``def`` or ``class``, behind the decorators."""
        place = self._compound(node, body)
        if node.decorators:
            keyword = "class" if isinstance(node, cst.ClassDef) else "async" if asynchronous else "def"
            row = self._range(node.decorators[-1]).end.line
            while not self._lines[row - 1].lstrip().startswith(keyword):
                row += 1
            line = self._lines[row - 1]
            place["lineno"], place["col_offset"] = row, len(line) - len(line.lstrip())
        return place

    def _stmt_ClassDef(self, node: cst.ClassDef) -> ast.stmt:
        self._type_parameters(node)
        body = self.block(node.body)
        made: Any = ast.ClassDef(
            name=node.name.value,
            bases=[self._starred(base) for base in node.bases],
            keywords=[self._keyword(keyword) for keyword in node.keywords],
            body=body,
            decorator_list=[self.expr(decorator.decorator) for decorator in node.decorators],
            **self._definition(node, body),
        )
        if "type_params" in ast.ClassDef._fields:
            made.type_params = []
        return made  # type: ignore[no-any-return]

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

    def _stmt_Match(self, node: cst.Match) -> ast.stmt:
        cases = [
            ast.match_case(
                pattern=self._dispatch("pattern", case.pattern),
                guard=self.expr(case.guard) if case.guard else None,
                body=self.block(case.body),
            )
            for case in node.cases
        ]
        return ast.Match(subject=self.expr(node.subject), cases=cases, **self._compound(node, cases[-1].body))

    # patterns

    def _pattern_MatchValue(self, node: cst.MatchValue) -> ast.pattern:
        return ast.MatchValue(value=self.expr(node.value), **self._place(node.value))

    def _pattern_MatchSingleton(self, node: cst.MatchSingleton) -> ast.pattern:
        constant = {"None": None, "True": True, "False": False}[node.value.value]
        return ast.MatchSingleton(value=constant, **self._place(node))

    def _pattern_MatchSequence(self, node: Any) -> ast.pattern:
        patterns = [
            self._pattern_MatchStar(element)
            if isinstance(element, cst.MatchStar)
            else self._dispatch("pattern", element.value)
            for element in node.patterns
        ]
        place = self._tuple(node)
        return ast.MatchSequence(patterns=patterns, **place)

    _pattern_MatchList = _pattern_MatchTuple = _pattern_MatchSequence  # noqa: N815 - found by libcst's names

    def _pattern_MatchStar(self, node: cst.MatchStar) -> ast.pattern:
        # libcst counts the white space and comma behind it in; the name, or the underscore, ends it.
        place = self._place(node, node.name) if node.name else self._place(node)
        if not node.name:
            written = re.match(r"\*\s*_", self._slice(self._range(node)))
            place["end_lineno"] = place["lineno"]
            place["end_col_offset"] = place["col_offset"] + (written.end() if written else 1)
        return ast.MatchStar(name=node.name.value if node.name else None, **place)

    def _pattern_MatchMapping(self, node: cst.MatchMapping) -> ast.pattern:
        return ast.MatchMapping(
            keys=[self.expr(element.key) for element in node.elements],
            patterns=[self._dispatch("pattern", element.pattern) for element in node.elements],
            rest=node.rest.value if node.rest else None,
            **self._place(node),
        )

    def _pattern_MatchClass(self, node: cst.MatchClass) -> ast.pattern:
        return ast.MatchClass(
            cls=self.expr(node.cls),
            patterns=[self._dispatch("pattern", element.value) for element in node.patterns],
            kwd_attrs=[element.key.value for element in node.kwds],
            kwd_patterns=[self._dispatch("pattern", element.pattern) for element in node.kwds],
            **self._place(node),
        )

    def _pattern_MatchAs(self, node: cst.MatchAs) -> ast.pattern:
        inner = self._dispatch("pattern", node.pattern) if node.pattern else None
        return ast.MatchAs(pattern=inner, name=node.name.value if node.name else None, **self._place(node))

    def _pattern_MatchOr(self, node: cst.MatchOr) -> ast.pattern:
        return ast.MatchOr(patterns=[self._dispatch("pattern", p.pattern) for p in node.patterns], **self._place(node))

    # expressions

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
        if isinstance(node, cst.FormattedString | cst.TemplatedString):
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
            if isinstance(part, cst.FormattedStringText | cst.TemplatedStringText):
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


def _dotted(node: Any) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
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
