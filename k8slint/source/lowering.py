"""Converts a libcst tree to ``ast``, so that k8slint reads Python newer than its interpreter.

Positions are those of ``ast``: rows from 1, columns in UTF-8 bytes. Constructs that this interpreter's ``ast`` has no
node for become the nearest older one (``except*`` a ``try``, a ``type`` statement an assignment), which is all that
the evaluator needs. ``needs`` is the Python version that the newest syntax in the text asks for.
"""

from __future__ import annotations

import ast
import re
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, PositionProvider

from k8slint.dataclass import dataclass
from k8slint.patterns import pattern
from k8slint.source.lowered_expressions import Expressions, Unreadable, dotted

_OPERATORS: dict[str, Any] = {
    "Add": ast.Add, "Subtract": ast.Sub, "Multiply": ast.Mult, "Divide": ast.Div, "FloorDivide": ast.FloorDiv,
    "Modulo": ast.Mod, "Power": ast.Pow, "LeftShift": ast.LShift, "RightShift": ast.RShift, "BitOr": ast.BitOr,
    "BitAnd": ast.BitAnd, "BitXor": ast.BitXor, "MatrixMultiply": ast.MatMult,
    "And": ast.And, "Or": ast.Or, "Not": ast.Not, "Plus": ast.UAdd, "Minus": ast.USub, "BitInvert": ast.Invert,
    "Equal": ast.Eq, "NotEqual": ast.NotEq, "LessThan": ast.Lt, "LessThanEqual": ast.LtE, "GreaterThan": ast.Gt,
    "GreaterThanEqual": ast.GtE, "Is": ast.Is, "IsNot": ast.IsNot, "In": ast.In, "NotIn": ast.NotIn,
}  # fmt: skip

_LONE_CR = pattern(r"\r(?!\n)")


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
    except (cst.ParserSyntaxError, RecursionError, Unreadable):
        return None
    except (TypeError, SyntaxError):  # libcst's own defects on rare valid code, and texts it can't encode
        return None
    except BaseException as error:  # a panic of the native parser arrives as a BaseException of its own
        if type(error).__name__ == "PanicException":
            return None
        raise
    return Lowered(tree, lowering.needs)


class _Lowering(Expressions):
    """Statements and patterns."""

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
        return ast.alias(name=dotted(node.name), asname=name, **self._place(node))

    def _stmt_Import(self, node: cst.Import) -> ast.stmt:
        return ast.Import(names=[self._alias(alias) for alias in node.names], **self._place(node))

    def _stmt_ImportFrom(self, node: cst.ImportFrom) -> ast.stmt:
        if isinstance(node.names, cst.ImportStar):
            names = [ast.alias(name="*", asname=None, **self._place(node.names))]
        else:
            names = [self._alias(alias) for alias in node.names]
        module = dotted(node.module) if node.module else None
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
