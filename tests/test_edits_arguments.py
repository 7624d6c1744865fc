"""Edits on arguments keep commas, comments, layout and quotes, whatever the layout was."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from k8slint.edits import arguments as edit
from k8slint.finding import Edit
from k8slint.source.text import Source


def apply(text: str, edits: tuple[Edit, ...] | None) -> str:
    assert edits is not None
    for change in sorted(edits, reverse=True):
        text = text[: change.span.start] + change.text + text[change.span.end :]
    return text


def outermost(text: str) -> edit.Arguments:
    tree = ast.parse(text)
    node = next(node for node in ast.walk(tree) if isinstance(node, (ast.Call, ast.Dict)))
    found = edit.arguments_of(Source("dag.py", text), node)
    assert found is not None
    return found


DELETIONS = [
    ("f(a=1, x=2, b=3)", "f(a=1, b=3)"),
    ("f(x=2, b=3)", "f(b=3)"),
    ("f(a=1, x=2)", "f(a=1)"),
    ("f(a=1, x=2,)", "f(a=1,)"),
    ("f(x=2)", "f()"),
    ("f( x=2, )", "f()"),
    ("f(x=(2))", "f()"),
    ("f(a=(1), x=(2), b=(3))", "f(a=(1), b=(3))"),
    ("f(a, x=2, *rest, **more)", "f(a, *rest, **more)"),
    ("f(a, *rest, x=2, **more)", "f(a, *rest, **more)"),
    ("f(\n    a=1,\n    x=2,\n    b=3,\n)", "f(\n    a=1,\n    b=3,\n)"),
    ("f(\n    a=1,\n    x=2,\n)", "f(\n    a=1,\n)"),
    ("f(\n    a=1,\n    x=2\n)", "f(\n    a=1\n)"),
    ("f(\n    a=1,  # one\n    x=2\n)", "f(\n    a=1  # one\n)"),
    ("f(\n    a=1,\n    x=2)", "f(\n    a=1)"),
    ("f(a=1,\n  x=2)", "f(a=1)"),
    ("f(x=2,\n  b=3)", "f(b=3)"),
    ("f(a=1,\n  x=2,\n  b=3)", "f(a=1,\n  b=3)"),
    ("f(a=1,\n  x=2, b=3)", "f(a=1,\n  b=3)"),
    ("f(a=1, x=2,\n  b=3)", "f(a=1,\n  b=3)"),
    ("f(\n    a=1,\n    x=2,  # why\n    b=3,\n)", "f(\n    a=1,\n    # why\n    b=3,\n)"),
    ("f(\n    # above\n    x=2,\n    b=3,\n)", "f(\n    # above\n    b=3,\n)"),
    ("f(\n    x=[\n        1,\n    ],\n    b=3,\n)", "f(\n    b=3,\n)"),
    ("f(\n    a=1\n    , x=2\n    , b=3\n)", "f(\n    a=1\n    , b=3\n)"),
    ("f(\r\n    a=1,\r\n    x=2,\r\n)\r\n", "f(\r\n    a=1,\r\n)\r\n"),
    ('{"a": 1, "x": 2, "b": 3}', '{"a": 1, "b": 3}'),
    ('{"x": 2}', "{}"),
    ('{\n    "a": 1,\n    "x": (2),\n    **more,\n}', '{\n    "a": 1,\n    **more,\n}'),
    ('g("é", 1).f(ü="é", x=2)', 'g("é", 1).f(ü="é")'),
]


@pytest.mark.parametrize(("before", "after"), DELETIONS)
def test_delete(before: str, after: str) -> None:
    arguments = outermost(before)
    slot = arguments.slot("x")
    assert slot is not None
    result = apply(before, edit.delete_argument(arguments, slot))
    assert result == after
    ast.parse(result)


ADDITIONS = [
    ("f()", "f(new=0)"),
    ("f(a=1)", "f(a=1, new=0)"),
    ("f(a=1,)", "f(a=1, new=0,)"),
    ("f(a=(1))", "f(a=(1), new=0)"),
    ("f(\n    a=1,\n)", "f(\n    a=1,\n    new=0,\n)"),
    ("f(\n    a=1\n)", "f(\n    a=1,\n    new=0\n)"),
    ("f(\n    a=1  # one\n)", "f(\n    a=1,  # one\n    new=0\n)"),
    ("f(\n    a=1,  # one\n)", "f(\n    a=1,  # one\n    new=0,\n)"),
    ("f(\n    a=1, b=2\n)", "f(\n    a=1, b=2, new=0\n)"),
    ("f(\n    a=1)", "f(\n    a=1, new=0)"),
    ("f(\r\n    a=1,\r\n)", "f(\r\n    a=1,\r\n    new=0,\r\n)"),
    ("f(**more)", "f(**more, new=0)"),
]


@pytest.mark.parametrize(("before", "after"), ADDITIONS)
def test_add(before: str, after: str) -> None:
    result = apply(before, edit.add_keyword(outermost(before), "new=0"))
    assert result == after
    ast.parse(result)


RENAMES = [
    ("f(x=1)", "f(new=1)"),
    ("f(a=1, x = 1)", "f(a=1, new = 1)"),
    ("{'x': 1}", "{'new': 1}"),
    ('{"x" : 1}', '{"new" : 1}'),
    ("dict(x=1)", "dict(new=1)"),
]


@pytest.mark.parametrize(("before", "after"), RENAMES)
def test_rename(before: str, after: str) -> None:
    arguments = outermost(before)
    slot = arguments.slot("x")
    assert slot is not None
    assert slot.name is not None
    assert apply(before, edit.rename_keyword(arguments.source, slot.name, "new")) == after


@pytest.mark.parametrize("key", ['"""x"""', '"x" ""', 'u"x"', '"\\x78"'])
def test_a_key_of_another_form_is_not_renamed(key: str) -> None:
    arguments = outermost(f"{{{key}: 1}}")
    slot = arguments.slot("x")
    assert slot is not None
    assert slot.name is not None
    assert edit.rename_keyword(arguments.source, slot.name, "new") is None


def test_positional_arguments_get_their_names() -> None:
    text = "V1EnvVar(\n    'a',  # name\n    ('b'),\n    value_from=None)"
    edits = edit.name_positional(outermost(text), ("name", "value", "value_from"))
    assert apply(text, edits) == "V1EnvVar(\n    name='a',  # name\n    value=('b'),\n    value_from=None)"


@pytest.mark.parametrize("text", ["f(*a)", "f(1, 2, 3)", "f(1, a=2)"])
def test_positional_arguments_without_a_sure_name_stay(text: str) -> None:
    assert edit.name_positional(outermost(text), ("a", "b")) is None


@pytest.mark.parametrize(
    ("number", "quoted"),
    [("1", '"1"'), ("0.5", '"0.5"'), ("-1", '"-1"'), ("1_000", '"1000"'), ("1e3", '"1000.0"'), ("True", '"True"')],
)
def test_numbers_are_quoted_as_the_classic_client_sends_them(number: str, quoted: str) -> None:
    text = f'f("a", x={number})'
    slot = outermost(text).slot("x")
    assert slot is not None
    source = Source("dag.py", text)
    assert apply(text, edit.stringify_number(source, slot.value)) == f'f("a", x={quoted})'


def test_quotes_follow_the_neighbours() -> None:
    text = "f('a', b='c', x=1)"
    slot = outermost(text).slot("x")
    assert slot is not None
    assert apply(text, edit.stringify_number(Source("dag.py", text), slot.value)) == "f('a', b='c', x='1')"


def test_a_bare_generator_shares_its_brackets_with_the_call() -> None:
    tree = ast.parse("f(x for x in y)")
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call))
    assert edit.arguments_of(Source("dag.py", "f(x for x in y)"), call) is None


VALUES = st.sampled_from(
    ["1", "'a,b'", "(2)", "[1, 2]", "[\n    1,  # inner\n]", "g(y, z=3)", '"""a\n,b"""', "lambda: (0,)"]
)
GAPS = st.sampled_from(["", " ", "\n", "\n    ", "  # note, (x\n    ", "\\\n"])


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, int, bool]:
    """A call or dict in any layout, with the number of its arguments."""
    count = draw(st.integers(1, 5))
    is_dict = draw(st.booleans())
    parts = []
    for index in range(count):
        label = f'"k{index}": ' if is_dict else f"k{index}="
        comma = "," if index + 1 < count or draw(st.booleans()) else ""
        parts.append(f"{draw(GAPS)}{label}{draw(VALUES)}{draw(GAPS)}{comma}{draw(GAPS)}")
    inside = "".join(parts)
    text = f"{{{inside}}}" if is_dict else f"call({inside})"
    return f"before()  # first\n{text}\nafter()\n", count, is_dict


def comments(text: str) -> int:
    return text.count("# note")


@given(calls(), st.data())
def test_any_layout_survives_deletion(drawn: tuple[str, int, bool], data: st.DataObject) -> None:
    text, count, _ = drawn
    tree = ast.parse(text)
    statement = tree.body[1]
    assert isinstance(statement, ast.Expr)
    assert isinstance(statement.value, ast.Call | ast.Dict)
    arguments = edit.arguments_of(Source("dag.py", text), statement.value)
    assert arguments is not None
    label = f"k{data.draw(st.integers(0, count - 1))}"
    slot = arguments.slot(label)
    assert slot is not None
    result = apply(text, edit.delete_argument(arguments, slot))
    after = ast.parse(result)
    left = after.body[1]
    assert isinstance(left, ast.Expr)
    values = outermost(result.split("\n", 1)[1])
    assert [each.label for each in values.slots] == [f"k{i}" for i in range(count) if f"k{i}" != label]
    assert ast.dump(after.body[2]) == ast.dump(tree.body[2])
    assert comments(result) == comments(text)


@given(calls())
def test_any_layout_survives_addition(drawn: tuple[str, int, bool]) -> None:
    text, count, is_dict = drawn
    arguments = outermost(text.split("\n", 1)[1])
    result = apply(arguments.source.text, edit.add_keyword(arguments, '"new": 0' if is_dict else "new=0"))
    assert [slot.label for slot in outermost(result).slots] == [*(f"k{i}" for i in range(count)), "new"]
    assert comments(result) == comments(text)
