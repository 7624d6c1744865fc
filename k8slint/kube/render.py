"""A pod as YAML or JSON text, in a fixed order. Unknown values are marked with the reason and the place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from typing import Any

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.patterns import pattern

# What people expect first; everything else follows by name.
_FIRST = (
    "apiVersion",
    "kind",
    "metadata",
    "name",
    "namespace",
    "spec",
    "image",
    "command",
    "args",
    "env",
    "envFrom",
    "initContainers",
    "containers",
    "volumes",
)
_PLAIN = pattern(r"[A-Za-z_/][A-Za-z0-9_./@+-]*(?: [A-Za-z0-9_./@+-]+)*")
_UNPRINTABLE = pattern("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WORDS = frozenset({"true", "false", "yes", "no", "on", "off", "y", "n", "null"})  # what YAML takes for something else
UNKNOWN = "<unknown>"
SET_BY_AIRFLOW = "set by Airflow: "


def to_yaml(value: Value, indent: int = 0) -> Iterator[str]:
    """The lines of a value in block style. An unknown leaf is ``<unknown>`` with its reason and place as a comment."""
    space = " " * indent
    if not _is_block(value):
        yield f"{space}{_leaf(value)}"
        return
    match value:
        case Mapping(entries=entries, complete=complete):
            for name in _ordered(entries):
                yield from _entry(f"{space}{_scalar(name)}:", entries[name], indent + 2)
            if not complete:
                yield f"{space}# there may be more: {_why_open(value)}"
        case Items(items=items, complete=complete):
            for item in items:
                lines = list(to_yaml(item, indent + 2)) if _is_block(item) else [f"{space}  {_leaf(item)}"]
                yield f"{space}- {lines[0][indent + 2 :]}"
                yield from lines[1:]
            if not complete:
                yield f"{space}# there may be more: {_why_open(value)}"
        case _:
            return


def to_json(value: Value) -> Any:
    """A value as JSON data. An unknown leaf is ``{"unknown": reason, "detail": …, "place": …}``; what may hold more
    than it says has such a mark under the key, or as the item, ``"..."``."""
    match value:
        case Mapping(entries=entries, complete=complete):
            known = {str(name): to_json(entries[name]) for name in _ordered(entries)}
            return known if complete else {**known, "...": {"unknown": _why_open(value)}}
        case Items(items=items, complete=complete):
            listed = [to_json(item) for item in items]
            return listed if complete else [*listed, {"...": {"unknown": _why_open(value)}}]
        case Const(value=None | bool() | int() | float() | str() as constant):
            return constant
        case Const(value=constant):
            return repr(constant)
        case Unknown(reason=reason, detail=detail, origin=origin):
            mark = {"unknown": reason.value, "detail": detail, "place": place(origin)}
            return {name: said for name, said in mark.items() if said}
        case _:
            return {"unknown": Reason.SYNTAX.value, "place": place(value.origin)}


def place(origin: Origin) -> str:
    """``dags/etl.py:12:5``; nothing for what wasn't written in a file."""
    if not origin.source.text:
        return ""
    start = origin.source.lines.position(origin.span.start)
    return f"{origin.source.path}:{start.row}:{start.column}"


def why(value: Value) -> str:
    """Why a value is unknown, in words, with its place."""
    match value:
        case Unknown(reason=Reason.EXTERNAL, detail=detail, origin=origin) if not origin.source.text:
            return f"{SET_BY_AIRFLOW}{detail}"
        case Unknown(reason=reason, detail=detail, origin=origin):
            return _at(f"{reason.value}: {_one_line(detail)}" if detail else reason.value, origin)
        case _:
            return _at("not a value of a pod", value.origin)


def _why_open(value: Value) -> str:
    return _at(Reason.SPLAT.value, value.origin)


def _at(said: str, origin: Origin) -> str:
    return f"{said} ({place(origin)})" if place(origin) else said


def _entry(head: str, value: Value, indent: int) -> Iterator[str]:
    if _is_block(value):
        yield head
        yield from to_yaml(value, indent)
    else:
        yield f"{head} {_leaf(value)}"


def _is_block(value: Value) -> bool:
    match value:
        case Mapping(entries=entries, complete=complete):
            return bool(entries) or not complete
        case Items(items=items):
            return bool(items)
        case _:
            return False


def _leaf(value: Value) -> str:
    match value:
        case Const(value=constant):
            return _scalar(constant)
        case Mapping():
            return "{}"
        case Items(complete=True):
            return "[]"
        case Items():
            return f"[]  # there may be more: {_why_open(value)}"
        case _:
            return f"{UNKNOWN}  # {why(value)}"


def _scalar(value: object) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case float():
            return re.sub(r"^(-?[0-9]+)e", r"\1.0e", repr(value))  # YAML 1.1 wants the dot
        case int():
            return str(value)
        case str() if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
            return value
        case _:
            text = json.dumps(value if isinstance(value, str) else repr(value), ensure_ascii=False)
            return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _ordered(entries: AbstractMapping[Any, Value]) -> Iterable[Any]:
    rank = {name: index for index, name in enumerate(_FIRST)}
    return sorted(entries, key=lambda name: (rank.get(name, len(rank)), str(name)))


def _one_line(text: str) -> str:
    return " ".join(text.split())[:80]
