"""Models are printed as black prints them, and nothing that a person wrote gets lost."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from k8slint.edits.models import (
    Bracket,
    Expression,
    Layout,
    Part,
    Text,
    call,
    comments,
    flat,
    render,
    rewrite,
    sequence,
    verbatim,
)
from k8slint.lint.fixer import apply_edits
from k8slint.source.text import Source


def value_of(text: str) -> tuple[Source, ast.Module, ast.expr]:
    tree = ast.parse(text)
    statement = tree.body[-1]
    assert isinstance(statement, ast.Assign | ast.Expr)
    return Source("dag.py", text), tree, statement.value


def model(*names: str) -> Bracket:
    return call("k8s.V1Container", *(Part(f"{name}=", Text(f'"{name}"')) for name in names))


LAYOUTS: list[tuple[Expression, int, str]] = [
    (model("name"), 40, 'k8s.V1Container(name="name")'),
    (model("name", "image"), 40, 'k8s.V1Container(\n    name="name", image="image"\n)'),
    (model("name", "image"), 25, 'k8s.V1Container(\n    name="name",\n    image="image",\n)'),
    (sequence(model("name")), 29, '[\n    k8s.V1Container(\n        name="name"\n    )\n]'),
    (call("k8s.V1Pod"), 5, "k8s.V1Pod()"),
    (
        Bracket("{", (Part('"a": ', Text("1"), ("# above",), "# beside"),), "}"),
        80,
        '{\n    # above\n    "a": 1,  # beside\n}',
    ),
    (Bracket("[", (Part("", Text("1")),), "]", below=("# after",)), 80, "[\n    1,\n    # after\n]"),
    (Bracket("[", (Part("", Text("1")),), "]", spread=True), 80, "[\n    1,\n]"),
]


@pytest.mark.parametrize(("expression", "width", "expected"), LAYOUTS)
def test_layout(expression: Expression, width: int, expected: str) -> None:
    assert render(expression, Layout(width=width), "", 0) == expected


def test_a_tail_on_the_line_counts() -> None:
    expression = model("name")
    assert "\n" not in render(expression, Layout(width=28), "", 0)
    assert "\n" in render(expression, Layout(width=28), "", 0, after=1)


TEXTS = st.text("ab", min_size=1, max_size=30).map(lambda text: Text(f'"{text}"'))
EXPRESSIONS = st.recursive(
    TEXTS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: sequence(*items)),
        st.lists(inner, max_size=4).map(lambda items: call("f", *(Part(f"k{i}=", v) for i, v in enumerate(items)))),
        st.lists(inner, max_size=4).map(
            lambda items: Bracket("{", tuple(Part(f'"{i}": ', v) for i, v in enumerate(items)), "}")
        ),
    ),
    max_leaves=12,
)


@given(EXPRESSIONS, st.integers(20, 90), st.sampled_from(["", "    ", "\t"]))
def test_every_layout_says_the_same(expression: Expression, width: int, margin: str) -> None:
    one_line = flat(expression)
    assert one_line is not None
    text = render(expression, Layout(width=width), margin, len(margin))
    assert ast.dump(ast.parse(text, mode="eval")) == ast.dump(ast.parse(one_line, mode="eval"))
    assert all(line.startswith(margin) for line in text.split("\n")[1:])


def swapped(text: str, old: str, new: Expression, rename: str = "") -> str | None:
    source, tree, value = value_of(text)
    node = next(node for node in ast.walk(value) if isinstance(node, ast.expr) and ast.unparse(node) == old)
    keyword = next((n for n in ast.walk(value) if isinstance(n, ast.keyword) and n.value is node), None)
    edits = rewrite(source, tree, {node: new}, {keyword: rename} if rename and keyword else None)
    return None if edits is None else apply_edits(text, edits)


LONG = model("name", "image", "image_pull_policy", "working_dir")


def test_what_fits_changes_nothing_else() -> None:
    text = "x = f(a = 1,  b=OLD, **more) # end\n"
    assert swapped(text, "OLD", Text("new"), "c") == "x = f(a = 1,  c=new, **more) # end\n"


def test_a_line_that_gets_too_long_is_laid_out_anew_as_a_whole() -> None:
    assert swapped("x = f(a = 1,  b=OLD, **more)  # end\n", "OLD", LONG, "c") == (
        "x = f(\n    a=1,\n    c=k8s.V1Container(\n"
        '        name="name",\n        image="image",\n        image_pull_policy="image_pull_policy",\n'
        '        working_dir="working_dir",\n    ),\n    **more,\n)  # end\n'
    )


def test_lines_around_stay() -> None:
    text = "x = f(\n    a = 1,  # one\n    b=OLD,\n    c =  2)\n"
    after = swapped(text, "OLD", LONG)
    assert after is not None
    assert after.startswith("x = f(\n    a = 1,  # one\n    b=k8s.V1Container(\n        name=")
    assert after.endswith("    ),\n    c =  2)\n")


def test_newlines_and_indentation_are_the_file_s() -> None:
    text = "if True:\r\n\tx = [\r\n\t\tOLD\r\n\t]\r\n"
    tree = ast.parse(text)
    old = next(node for node in ast.walk(tree) if isinstance(node, ast.Name) and node.id == "OLD")
    edits = rewrite(Source("dag.py", text), tree, {old: LONG})
    assert edits is not None
    after = apply_edits(text, edits)
    assert '\r\n\t\tk8s.V1Container(\r\n\t\t\tname="name",\r\n' in after
    assert after.count("\n") == after.count("\r\n")


def test_a_lost_comment_forbids_the_edit() -> None:
    assert swapped("x = f(\n    [\n        1,  # one\n    ],\n)\n", "[1]", Text("2")) is None


def test_multi_line_text_moves_with_its_margin_and_strings_stay() -> None:
    text = 'x = {\n  "a": f(\n      """one\n  two""",\n      3,\n  ),\n}\n'
    source, _, value = value_of(text)
    assert isinstance(value, ast.Dict)
    moved = render(Bracket("[", (Part("", verbatim(source, value.values[0])),), "]"), Layout(), "", 0)
    assert moved == '[\n    f(\n        """one\n  two""",\n        3,\n    )\n]'


def test_comments_in_strings_are_none() -> None:
    assert comments('f(\n    "# no",  # yes\n    # and yes\n') == ["# yes", "# and yes"]
