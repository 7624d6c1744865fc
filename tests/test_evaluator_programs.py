"""Random straight-line programs over lists, dicts and texts, with aliases, run for real and evaluated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.source.syntax import parse
from k8slint.source.text import Source

NAMES = ("a", "b", "c", "d")
WORDS = ("x", "yy", "z-1")
Draw = Callable[[st.SearchStrategy[Any]], Any]


# Templates of expressions that never fail: {t}, {l}, {m} stand for a text, a list, a dict.
EXPRESSIONS = {
    "text": (
        "({t} + {t})[:9]",
        "('%s|%r' % ({t}, {t}))[:9]",
        "(lambda t: f'{{t}}-{{t!r:>5}}')({t})[:9]",
        "{t}.replace('x', {t})[:9]",
        "str(len({l}))",
        "({t} or {t})",
        "({t} if {t} in {l} else {t})",
        "str({m}.get({t}, {t}))[:9]",
        "'{{}}-{{k!r:>5}}'.format({t}, k=len({t}))[:9]",
        "','.join(str(x) for x in {l})[:9]",
        "{t}[1:]",
    ),
    "items": (
        "[]",
        "[{t}, {l}]",
        "({l} + {l})[:5]",
        "[*{l}, {t}][:5]",
        "list({m})",
        "list({m}.values())",
        "[x for x in {l} if x != {t}]",
        "{l}[::-1]",
        "copy.copy({l})",
        "copy.deepcopy({l})",
        "list({t})",
    ),
    "table": (
        "{{}}",
        "{{**{m}, {t}: {l}}}",
        "({m} | {m})",
        "dict({m}, k={l})",
        "{{str(k): v for k, v in {m}.items()}}",
        "dict.fromkeys([str(x) for x in {l}], {l})",
        "copy.deepcopy({m})",
        "{m}.copy()",
    ),
}
STATEMENTS = (
    "text_{n} = {t}",
    "items_{n} = {l}",
    "table_{n} = {m}",
    "items_{n}.append({v})",
    "items_{n} += {l}[:3]",
    "items_{n}.extend({l}[:3])",
    "items_{n}.insert(0, {v})",
    "items_{n}[:1] = [{v}]",
    "del items_{n}[2:]",
    "items_{n}.pop() if items_{n} else None",
    "items_{n}.reverse()",
    "table_{n}[{t}] = {v}",
    "table_{n}.update({m})",
    "table_{n} |= {m}",
    "table_{n}.setdefault({t}, {v})",
    "table_{n}.pop({t}, None)",
    "for key in list(table_{n})[:2]:\n    table_{n}[key] = {v}",
    "if {t} in table_{n}:\n    items_{n}.append(1)\nelse:\n    table_{n}['else'] = {v}",
    "try:\n    items_{n}.append(table_{n}['x'])\nexcept KeyError:\n    table_{n}['x'] = {v}",
    "first, *items_{n} = [{v}, {v}]",
)
KINDS = {"t": "text", "l": "items", "m": "table"}


def filled(draw: Draw, template: str, depth: int) -> str:
    """A template with its places filled in."""
    name = draw(st.sampled_from(NAMES))

    def fill(match: re.Match[str]) -> str:
        place = match.group(1)
        if place == "n":
            return str(name)
        kind = KINDS[draw(st.sampled_from("tlm")) if place == "v" else place]
        if depth == 0 or draw(st.booleans()):
            return f"{kind}_{draw(st.sampled_from(NAMES))}"
        return filled(draw, draw(st.sampled_from(EXPRESSIONS[kind])), depth - 1)

    return re.sub(r"\{\{|\}\}|\{([tlmvn])\}", lambda m: fill(m) if m.group(1) else m.group()[0], template)


@st.composite
def programs(draw: Draw) -> str:
    lines = ["import copy"]
    for name in NAMES:
        lines += [f"text_{name} = {draw(st.sampled_from(WORDS))!r}"]
        lines += [f"items_{name} = [{name!r}]", f"table_{name} = {{{name!r}: 1}}"]
    lines += [filled(draw, draw(st.sampled_from(STATEMENTS)), 2) for _ in range(draw(st.integers(1, 12)))]
    return "\n".join(lines) + "\n"


def acyclic(value: Any, above: tuple[int, ...] = ()) -> bool:
    if not isinstance(value, (list, dict)):
        return True
    inside = value.values() if isinstance(value, dict) else value
    return id(value) not in above and len(above) < 30 and all(acyclic(item, (*above, id(value))) for item in inside)


@settings(max_examples=300, deadline=None)
@given(programs())
def test_a_program_is_evaluated_as_it_runs(text: str) -> None:
    names: dict[str, Any] = {}
    try:
        exec(compile(text, "<program>", "exec"), names)
    except (IndexError, RecursionError, MemoryError):
        return  # an item of an empty list, or a list in itself printed
    real = {name: value for name, value in names.items() if "_" in name and not name.startswith("__")}
    if not all(map(acyclic, real.values())):
        return
    source = Source("program.py", text)
    found = evaluate(source, parse(source)).names or {}
    assert {name: plain(found[name]) for name in real} == real
    shared = [(a, b) for a in real for b in real if a < b and real[a] is real[b] and isinstance(real[a], (list, dict))]
    assert all(found[a] is found[b] for a, b in shared)
