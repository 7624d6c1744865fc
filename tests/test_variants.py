"""The alternatives of a value: which go together, and where it stops."""

from __future__ import annotations

from typing import Any

import pytest
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Unknown, Value
from k8slint.evaluate.variants import variants
from k8slint.source.syntax import parse
from k8slint.source.text import Source

HEAD = "import os\na, b, c = os.getenv('A'), os.getenv('B'), os.getenv('C')\n"


def value(text: str) -> Value:
    source = Source("x.py", HEAD + text + "\n")
    return (evaluate(source, parse(source)).names or {})["x"]


def shown(text: str) -> list[Any]:
    return [plain(one) for _, one in variants(value(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = {'k': [1]}", [{"k": [1]}]),
        ("x = 1 if a else 2", [1, 2]),
        ("x = [1 if a else 2, 3 if b else 4]", [[1, 3], [1, 4], [2, 3], [2, 4]]),
        # the same test decides alike, wherever it is asked
        ("x = [1 if a else 2, 3 if a else 4]", [[1, 3], [2, 4]]),
        ("x = [1 if a else 2, 3 if not a else 4]", [[1, 4], [2, 3]]),
        ("x = [1 if a == 'p' else 2, 3 if os.getenv('A') == 'p' else 4]", [[1, 3], [2, 4]]),
        ("y = 1 if a else 2\nx = [y, 'one' if y == 1 else 'two']", [[1, "one"], [2, "two"]]),
        # one name doesn't equal two constants
        ("x = [a == 'p', a == 'd']", [["<EXTERNAL>", "<EXTERNAL>"]]),
        ("x = [1 if a == 'p' else 0, 1 if a == 'd' else 0]", [[1, 0], [0, 1], [0, 0]]),
        ("x = [1 if a == 'p' else 0, 1 if a else 0]", [[1, 1], [0, 1], [0, 0]]),
        ("x = [1 if a is None else 0, 1 if a else 0]", [[1, 0], [0, 1], [0, 0]]),
        # and, or: what follows from the whole holds for the parts
        ("x = [1 if a and b else 0, 1 if a else 0]", [[1, 1], [0, 1], [0, 0]]),
        ("x = [1 if a or b else 0, 1 if a else 0]", [[0, 0], [1, 1], [1, 0]]),
        ("x = 1 if a in ('p', 'q') else (2 if a == 'p' else 3)", [1, 3]),
        # things that are there only sometimes
        ("x = [1]\nif a:\n    x.append(2)", [[1, 2], [1]]),
        ("x = {'k': 1}\nif a:\n    x['m'] = 2\nelse:\n    del x['k']", [{"k": 1, "m": 2}, {}]),
        ("x = [n for n in (1, 2) if a]", [[1, 2], []]),
        ("t = (1, 2) if a else (3, 4)\np, q = t\nx = [p, q]", [[1, 2], [3, 4]]),
        ("d = {'p': 1, 'q': 2}\nx = [d[a], d.get(a)]", [[1, 1], [2, 2], [2, None]]),
    ],
)  # fmt: skip
def test_variants(text: str, expected: list[Any]) -> None:
    assert shown(text) == expected


def test_the_condition_says_what_selects_a_variant() -> None:
    found = variants(value("x = [1 if a else 2, 3 if b == 'p' else 4]"))
    assert [text for text, _ in found] == [
        "a and b == 'p'",
        "a and not (b == 'p')",
        "not (a) and b == 'p'",
        "not (a) and not (b == 'p')",
    ]
    assert variants(value("x = 1"))[0][0] is None


def test_what_has_no_choice_stays_the_same_object() -> None:
    table = value("shared = {'k': 1}\nx = [shared, 1 if a else 2]")
    shared = table.items[0]  # type: ignore[union-attr]
    assert all(one.items[0] is shared for _, one in variants(table))  # type: ignore[union-attr]
    plain_value = value("x = {'k': 1}")
    assert variants(plain_value)[0][1] is plain_value


def test_beyond_the_limit_choices_are_unknown() -> None:
    many = "x = [" + ", ".join(f"1 if os.getenv('V{i}') else 2" for i in range(10)) + "]"
    found = variants(value(many))
    assert 1 < len(found) <= 16
    first = found[0][1].items  # type: ignore[union-attr]
    assert isinstance(first[-1], Unknown)
    assert plain(first[-1]) == "<LIMIT>"
    assert plain(first[0]) == 1
