"""Both readers give the same tree, newer syntax is read, and nothing that a file can hold kills the process."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

from k8slint.source.lowering import lower_text
from k8slint.source.syntax import MAX_BRACKET_DEPTH, CannotParse, bracket_depth, parse
from k8slint.source.text import Source

ROOT = Path(__file__).parent.parent
PLACES = ("lineno", "col_offset", "end_lineno", "end_col_offset")


BEYOND_LIBCST = {"fstring_days_ago.py", "fstring_days_ago.fixed.py"}  # a backslash before the brace of a raw f-string


def dump(tree: ast.AST) -> str:
    """The tree with its places, but for those inside f-strings, which CPython moved between versions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            for inner in ast.walk(node):
                if inner is not node:
                    for place in PLACES:
                        if hasattr(inner, place):
                            setattr(inner, place, 0)
    return ast.dump(tree, include_attributes=True, indent=1)


def texts() -> list[Path]:
    hand_written = [path for path in (ROOT / "k8slint").rglob("*.py") if not path.stem.startswith("schema_")]
    return [*sorted(hand_written), *sorted((ROOT / "fixtures").rglob("*.py"))]


@pytest.mark.slow
def test_both_readers_agree_on_every_file_of_this_project() -> None:
    compared = 0
    for path in texts():
        text = path.read_bytes().decode("utf-8", "replace")
        try:
            expected = ast.parse(text)
        except (SyntaxError, ValueError):
            continue
        lowered = lower_text(text)
        if path.name in BEYOND_LIBCST:
            assert lowered is None, path
            continue
        assert lowered is not None, path
        assert dump(lowered.tree) == dump(expected), path
        compared += 1
    assert compared > 40


SHAPES = """
x = (yield)
async def f(a, /, b: int = 1, *args: str, c=2, d, **kw) -> None:
    async with a as (b, c), d: await e
    async for i in j: pass
    else: pass
    return [k async for k in l if k if not l]
@deco
@deco.attr(1)
class A(B, *C, metaclass=M, **kw):
    x: int
    def g(self): yield from self
match point:
    case [1, *rest] | (2, 3): pass
    case {"a": 1, **others} if others: pass
    case P(1, x=Q()) as p: pass
    case -1 | "s" "t" | None | True | a.b: pass
    case (_): pass
try: pass
except (A, B) as e: raise E from e
except C: raise
else: pass
finally: pass
f"a{b!r:>{width}}c{{}}" "d" f'{x = }'
rb"raw" b"bytes"
u"kind"
a, *b = c = (1, 2)
del a, (b), c[0], d.e
a = b if c else lambda *, x=1: x
print(*a, b=c, **d, e=(i for i in j))
f(i for i in j)
x[1:2, ::3, ...]
x[1,]
a < b <= c is not d not in e
not a and b and (c or d) or e
-1 ** ~2 @ 3 // 4
(n := 10)
{1, 2, *three}; {**a, "b": 1}; {k: v for k, v in x}; {s for s in t}; [*a, b]; ()
from . import (a as b, c)
from ...x.y import *
import os.path as p, sys
global g1, g2
assert a, "b"
a += 1; b @= 2
é = "ü"; ß = é + "after two bytes"
while a: break
else: continue
if a: pass
elif b: pass
else: pass
with (open(a) as b, open(c)): pass
"""


def test_both_readers_agree_on_every_shape_of_syntax() -> None:
    lowered = lower_text(SHAPES)
    assert lowered is not None
    assert dump(lowered.tree) == dump(ast.parse(SHAPES))
    assert lowered.needs == (3, 10)


NEWER = [
    ("try:\n    x = 1\nexcept* ValueError as group:\n    x = 2\n", (3, 11)),
    ("x = a[*b]\n", (3, 11)),
    ('x = f"{d["key"]}"\n', (3, 12)),
    ('x = f"{"\\n".join(a)}"\n', (3, 12)),
    ("type Pair[T] = tuple[T, T]\n", (3, 12)),
    ("def f[T](x: T) -> T:\n    return x\n", (3, 12)),
    ("class Box[T]:\n    pass\n", (3, 12)),
    ("class Box[T = int]:\n    pass\n", (3, 13)),
    ('x = t"hello {name}"\n', (3, 14)),
    ("try:\n    x = 1\nexcept A, B:\n    x = 2\n", (3, 14)),
]


@pytest.mark.parametrize(("text", "needs"), NEWER)
def test_newer_syntax_is_read_by_any_interpreter(text: str, needs: tuple[int, int]) -> None:
    lowered = lower_text(text)
    assert lowered is not None
    assert lowered.needs == needs
    assert isinstance(parse(Source("dag.py", text)), ast.Module)
    compile(ast.fix_missing_locations(lowered.tree), "dag.py", "exec")


BROKEN = [
    ("x = = 1\n", "invalid syntax", 1),
    ("x = 1\nf() = 2\n", "cannot assign", 2),
    ("def f(:\n", "invalid syntax", 1),
    ("x = 1\n  y = 2\n", "unexpected indent", 2),
    ('print "two"\n', "Missing parentheses", 1),
    ("x = 1\0\n", "null byte", 1),
    ("x = '''open\n", "unterminated", 1),
    ("schedule = {{ dag.schedule | quote }}\n@{{ name }}\n", "looks like a template", 2),
    ("(" * 2000 + ")" * 2000, "too many nested parentheses", 1),
    ("x = " + "-" * 100_000 + "1\n", "nested too deeply", 1),
    ("x = 1" + " + 1" * 100_000 + "\n", "nested too deeply", 1),
]


@pytest.mark.parametrize(("text", "message", "row"), BROKEN, ids=[message for _, message, _ in BROKEN])
def test_what_is_no_python_is_one_clear_refusal(text: str, message: str, row: int) -> None:
    with pytest.raises(CannotParse) as caught:
        parse(Source("dag.py", text))
    assert message in caught.value.message
    assert caught.value.row == row


@pytest.mark.parametrize("text", ["", "\n", "\f\nx = 1\n", "x = 1\r\ry = 2\r", "x = 1\r\ny = 2", "x = '\\d'\n"])
def test_odd_but_right_files_are_read(text: str) -> None:
    parse(Source("dag.py", text))
    lowered = lower_text(text)
    assert lowered is not None
    assert dump(lowered.tree) == dump(ast.parse(text))


def test_deep_code_that_cpython_reads_does_not_kill_libcst() -> None:
    assert lower_text("x = 1" + " + 1" * 3000 + "\n") is None or sys.version_info >= (3, 10)
    assert bracket_depth("(" * (MAX_BRACKET_DEPTH + 1)) == MAX_BRACKET_DEPTH + 1
    assert bracket_depth("()" * 5000) == 1
