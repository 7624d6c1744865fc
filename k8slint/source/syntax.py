"""Parses a file to ``ast``, with the standard library or with libcst.

CPython's own parser reads what it can, which is nearly everything, at ten times libcst's speed and with exact
positions. Text that is newer than the interpreter goes to libcst, and comes back lowered to the same tree.
"""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from collections import deque
from collections.abc import Iterator

from k8slint.source.text import Source

MAX_BRACKET_DEPTH = 200  # CPython's tokenizer refuses more; libcst's native parser dies of 2,000


class CannotParse(Exception):
    """The text is no Python. ``row`` and ``column`` are 1-based; the message is for people."""

    def __init__(self, message: str, row: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.row = row
        self.column = column


def parse(source: Source) -> ast.Module:
    """The tree of a file, with CPython's positions (rows from 1, columns in UTF-8 bytes from 0).

    Raises CannotParse for text that is no Python of any version that libcst knows, or too deeply nested to walk.
    """
    nul = source.text.find("\0")
    if nul >= 0:
        at = source.lines.position(nul)
        raise CannotParse("the file contains a null byte", at.row, at.column)
    collecting = gc.isenabled()
    gc.disable()  # a tree is one large live structure: collecting while it grows makes parsing quadratic
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an invalid escape in a DAG is not ours to print
            return ast.parse(source.text, source.path)
    except SyntaxError as error:
        tree = _newer_syntax(source)
        if tree is not None:
            return tree
        raise _explain(source, error) from None
    except (RecursionError, MemoryError):
        raise CannotParse("the code is nested too deeply") from None
    except ValueError as error:  # e.g. an int literal with more digits than the interpreter converts
        raise CannotParse(str(error)) from None
    finally:
        if collecting:
            gc.enable()


def compiles(source: Source) -> bool:
    """Whether this interpreter makes code of a text. It refuses more than its parser alone: a keyword argument or a
    parameter that is there twice, ``return`` outside of a function."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            compile(source.text, source.path, "exec", dont_inherit=True, optimize=0)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    finally:
        if collecting:
            gc.enable()
    return True


def statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Every statement below a node, level by level: a fraction of what ``ast.walk`` goes through."""
    waiting = deque([tree])
    while waiting:
        node = waiting.popleft()
        for name in ("body", "handlers", "orelse", "finalbody", "cases"):
            for inner in getattr(node, name, ()):
                waiting.append(inner)
                if isinstance(inner, ast.stmt):
                    yield inner


def _explain(source: Source, error: SyntaxError) -> CannotParse:
    message = error.msg or "invalid syntax"
    row = min(error.lineno or 1, len(source.lines))
    if "{{" in source.text or "{%" in source.text:
        message += "; this looks like a template for Python code: exclude it, or check what it renders to"
    return CannotParse(message, row, max(1, error.offset or 1))


def _newer_syntax(source: Source) -> ast.Module | None:
    """What libcst makes of the text, if that uses syntax newer than this interpreter; else None."""
    if bracket_depth(source.text) > MAX_BRACKET_DEPTH:
        return None
    from k8slint.source.lowering import lower_text

    lowered = lower_text(source.text)
    if lowered is None or lowered.needs <= sys.version_info[:2]:
        return None  # nothing newer in it: CPython's refusal stands
    return lowered.tree


def bracket_depth(text: str) -> int:
    """The deepest nesting of brackets, strings and comments not told apart: an upper bound, cheap and safe."""
    if text.count("(") + text.count("[") + text.count("{") <= MAX_BRACKET_DEPTH:
        return 0
    depth = deepest = 0
    for character in text:
        if character in "([{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")]}":
            depth = max(0, depth - 1)
    return deepest
