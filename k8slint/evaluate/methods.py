"""Methods of Python's own types: texts, lists, dicts, sets."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls import call as call_value
from k8slint.evaluate.calls import escape
from k8slint.evaluate.expressions import (
    MAX_TEXT,
    NO_KEY,
    NotPlain,
    SafeFormatter,
    UnsafeFormat,
    _selected,
    distinct,
    equal,
    heapify,
    iterate,
    key_of,
    merge_into,
    plain,
    sane_spec,
    truth,
    unordered,
)
from k8slint.evaluate.heap import MISSING, Alt, Arguments, Dictionary, Frame, H, Raised, Rest, Seq, Thing, View
from k8slint.evaluate.values import Const, Reason, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

_TEXT_RESULTS = frozenset(
    [
        "capitalize",
        "casefold",
        "center",
        "expandtabs",
        "format",
        "format_map",
        "join",
        "ljust",
        "lower",
        "lstrip",
        "removeprefix",
        "removesuffix",
        "replace",
        "rjust",
        "rstrip",
        "strip",
        "swapcase",
        "title",
        "translate",
        "upper",
        "zfill",
    ]
)
_TRUTH_RESULTS = frozenset(
    [
        "endswith",
        "startswith",
        "isalnum",
        "isalpha",
        "isascii",
        "isdecimal",
        "isdigit",
        "isidentifier",
        "islower",
        "isnumeric",
        "isprintable",
        "isspace",
        "istitle",
        "isupper",
    ]
)
_OTHER = frozenset(
    ["count", "encode", "find", "index", "partition", "rfind", "rindex", "rpartition", "rsplit", "split", "splitlines"]
)


def text_type(name: str) -> str | None:
    """The type of what a str method gives."""
    if name in _TEXT_RESULTS:
        return "str"
    return "bool" if name in _TRUTH_RESULTS else None


def call(
    run: Run, receiver: Const | Seq | Dictionary, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> H:
    """``receiver.name(arguments)`` on a constant, list, tuple, set or dict."""
    if isinstance(receiver, Seq):
        tables: dict[str, dict[str, Callable[..., H]]] = {"list": _LIST, "tuple": _LIST, "set": _SET, "frozenset": _SET}
        table = tables.get(receiver.kind, {})
    elif isinstance(receiver, Dictionary):
        table = _DICT
    else:
        return _constant(run, receiver, name, arguments, frame, node)
    method = table.get(name)
    if method is not None and arguments.complete:
        return method(run, receiver, arguments, frame, node)
    if method is None and run.try_depth:
        raise Raised("AttributeError")
    escape(run, Arguments([receiver]), frame, node)
    return run.unknown(Reason.CALL, frame, node)


# Texts


def _constant(run: Run, receiver: Const, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    value = receiver.value
    if (isinstance(value, bytes) and name in ("decode", "strip", "hex")) or isinstance(value, str):
        if name == "join" and len(arguments.positional) == 1:
            return _join(run, receiver, arguments.positional[0], frame, node)
        return _text_method(run, value, name, arguments, frame, node)
    if isinstance(value, (int, float)) and name in ("bit_length", "is_integer", "as_integer_ratio"):
        return heapify(getattr(value, name)(), frame.origin(node))
    if value is None:
        return run.fails("AttributeError", Reason.CALL, frame, node)
    return run.unknown(Reason.CALL, frame, node)


def _text_method(run: Run, value: str | bytes, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    kind = text_type(name)
    known = kind is not None or name in _OTHER or isinstance(value, bytes)
    if not known or not arguments.complete:
        return run.unknown(Reason.CALL, frame, node, type=kind)

    def apply(given: list[H]) -> H:
        count = len(arguments.positional)
        try:
            shown = name in ("format", "format_map")
            positional = [plain(run, item, shown=shown) for item in given[:count]]
            named = zip(arguments.keywords, given[count:], strict=False)
            keywords = {key: plain(run, item, shown=shown) for key, item in named}
        except NotPlain as stop:
            return run.opaque(stop.value, Reason.FORMAT, frame, node, type=kind)
        if _grows(value, name, positional):
            return run.unknown(Reason.LIMIT, frame, node, type=kind)
        try:
            if name in ("format", "format_map"):
                if name == "format_map":
                    positional, keywords = [], positional[0]
                result: Any = SafeFormatter().vformat(str(value), positional, keywords)
            else:
                result = getattr(value, name)(*positional, **keywords)
        except UnsafeFormat:
            return run.unknown(Reason.FORMAT, frame, node, type=kind)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            return run.fails(type(error).__name__, Reason.FORMAT, frame, node, type=kind)
        run.spend(len(result) // 8 if isinstance(result, (str, bytes, list)) else 0)
        return heapify(result, frame.origin(node))

    return over_all(run, [*arguments.positional, *arguments.keywords.values()], apply, frame, node, kind)


def _grows(value: str | bytes, name: str, positional: list[Any]) -> bool:
    if name in ("center", "ljust", "rjust", "zfill", "expandtabs"):
        return any(isinstance(item, int) and item > 10_000 for item in positional)
    if name == "replace" and len(positional) >= 2:
        return len(value) * (len(positional[1]) + 1) > MAX_TEXT if isinstance(positional[1], (str, bytes)) else False
    return len(value) > MAX_TEXT or (name == "format" and not sane_spec(str(value)))


def _join(run: Run, separator: Const, parts: H, frame: Frame, node: ast.AST) -> H:
    items = iterate(run, parts, frame, node)
    if items is None or any(type(item) is Rest for item in items):
        return run.opaque(parts, Reason.FORMAT, frame, node, type="str")
    if any(type(item) is Alt for item in items):

        def chosen(given: list[H]) -> H:
            return _joined(run, separator, [item for item in given if item is not MISSING], frame, node)

        return over_all(run, items, chosen, frame, node, "str")
    return _joined(run, separator, items, frame, node)


def _joined(run: Run, separator: Const, items: list[H], frame: Frame, node: ast.AST) -> H:
    texts = []
    for item in items:
        try:
            texts.append(plain(run, item))
        except NotPlain as stop:
            return run.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    try:
        size = sum(map(len, texts)) + len(separator.value) * len(texts)
        if size > MAX_TEXT:
            return run.unknown(Reason.LIMIT, frame, node, type="str")
        run.spend(size // 32)
        return Const(separator.value.join(texts), frame.origin(node))
    except TypeError:
        return run.unknown(Reason.FORMAT, frame, node, type="str")


MAX_COMBINATIONS = 64  # of the alternatives of several values; more would be given up when they are put together


class _TooMany(Exception):
    pass


def over_all(
    run: Run, values: list[H], function: Callable[[list[H]], H], frame: Frame, node: ast.AST, kind: str | None = None
) -> H:
    """Apply a function without effects to all combinations of the alternatives of several values."""
    left = MAX_COMBINATIONS

    def apply(done: list[H], values: list[H]) -> H:
        nonlocal left
        for index, value in enumerate(values):
            value = run.resolve(value)
            if type(value) is Alt:
                before, after = [*done, *values[:index]], values[index + 1 :]
                yes, no = run.under(value, lambda option: apply(before, [option, *after]))  # noqa: B023 - called at once
                if yes is MISSING or no is MISSING:
                    only: H = no if yes is MISSING else yes
                    return only
                chosen: H = run.choose(value.key, value.text, yes, no, value.origin)
                return chosen
        left -= 1
        if left < 0:
            raise _TooMany
        return function([*done, *(run.resolve(value) for value in values)])

    if sum(type(value) is Alt for value in values) <= MAX_COMBINATIONS:
        try:
            return apply([], values)
        except _TooMany:
            pass
    return run.unknown(Reason.LIMIT, frame, node, type=kind)


# Lists


def _none(frame: Frame, node: ast.AST) -> Const:
    return Const(None, frame.origin(node))


def _append(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    for item in arguments.positional[:1]:
        run.append(seq, item)
    return _none(frame, node)


def _extend(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.statements import extend

    for item in arguments.positional[:1]:
        extend(run, seq, item, frame, node)
    return _none(frame, node)


def _insert(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 2:
        index, item = arguments.positional
        if type(index) is Const and isinstance(index.value, int) and (seq.plain or index.value == 0):
            items = list(seq.items)
            items.insert(index.value, item)
            run.spend(len(items) // 64)
            run.replace(seq, items)
        else:
            run.replace(seq, [Rest(run.unknown(Reason.MUTATED, frame, node))])
    return _none(frame, node)


def _pop(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    index: H = arguments.positional[0] if arguments.positional else Const(-1, frame.origin(node))
    if type(index) is Const and isinstance(index.value, int) and seq.plain:
        if -len(seq.items) <= index.value < len(seq.items):
            items = list(seq.items)
            item = items.pop(index.value)
            run.spend(len(items) // 64)
            run.replace(seq, items)
            return item
        return run.fails("IndexError", Reason.SUBSCRIPT, frame, node)
    run.replace(seq, [Rest(run.unknown(Reason.MUTATED, frame, node))])
    return run.unknown(Reason.SUBSCRIPT, frame, node)


def _remove(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``list.remove`` and ``set.remove``: what isn't there can't be removed."""
    return _without(run, seq, arguments, "ValueError" if seq.kind == "list" else "KeyError", frame, node)


def _discard(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return _without(run, seq, arguments, None, frame, node)


def _without(run: Run, seq: Seq, arguments: Arguments, raised: str | None, frame: Frame, node: ast.AST) -> H:
    """Take the first equal item out; ``raised`` is what happens where there is none."""
    if arguments.positional and seq.plain:
        for number, item in enumerate(seq.items):
            same = truth(run, equal(run, item, arguments.positional[0], frame, node))
            if same is True:
                run.replace(seq, [*seq.items[:number], *seq.items[number + 1 :]])
                return _none(frame, node)
            if same is not False:
                break
        else:
            if raised is not None and run.try_depth:
                raise Raised(raised)
            return _none(frame, node)
    run.replace(seq, [Rest(run.unknown(Reason.MUTATED, frame, node))])
    return _none(frame, node)


def _clear(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    run.replace(seq, [])
    return _none(frame, node)


def _index(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    try:
        return Const(plain(run, seq).index(*(plain(run, value) for value in arguments.positional)), frame.origin(node))
    except (NotPlain, ValueError, TypeError):
        return run.unknown(Reason.OPERATOR, frame, node, type="int")


def _count(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    try:
        return Const(plain(run, seq).count(*(plain(run, value) for value in arguments.positional)), frame.origin(node))
    except (NotPlain, TypeError):
        return run.unknown(Reason.OPERATOR, frame, node, type="int")


def _sort(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    run.replace(seq, sorted_items(run, seq, arguments, frame, node))
    return _none(frame, node)


def sorted_items(run: Run, value: H, arguments: Arguments, frame: Frame, node: ast.AST) -> list[H]:
    """``sorted(value, key=…, reverse=…)``; a Rest where the order can't be known."""
    items = unordered(run, value, frame, node)
    if items is None:
        return [Rest(run.opaque(value, Reason.CALL, frame, node))]
    key = arguments.keywords.get("key")
    reverse = arguments.keywords.get("reverse")
    try:
        if reverse is not None and type(reverse) is not Const:
            raise NotPlain(reverse)
        keys = items
        if key is not None and not (type(key) is Const and key.value is None):
            keys = [call_value(run, key, Arguments([item]), frame, node) for item in items]
        ranks = [plain(run, item) for item in keys]
        order = sorted(range(len(items)), key=ranks.__getitem__, reverse=bool(reverse and reverse.value))
    except NotPlain as stop:
        return [Rest(run.opaque(stop.value, Reason.CALL, frame, node))]
    except (TypeError, RecursionError):
        return [Rest(run.unknown(Reason.CALL, frame, node))]
    run.spend(len(items) // 4)
    return [items[number] for number in order]


def _reverse(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    run.replace(seq, seq.items[::-1])
    return _none(frame, node)


def _copy(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return Seq(list(seq.items), frame.origin(node), seq.kind)


_LIST: dict[str, Callable[..., H]] = {
    "append": _append,
    "extend": _extend,
    "insert": _insert,
    "pop": _pop,
    "remove": _remove,
    "clear": _clear,
    "index": _index,
    "count": _count,
    "sort": _sort,
    "reverse": _reverse,
    "copy": _copy,
}


# Dicts


def _get(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    default: H = arguments.positional[1] if len(arguments.positional) > 1 else _none(frame, node)
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)

    def one(key: H) -> H:
        known = key_of(run, key)
        if known is NO_KEY:
            return _selected(run, table, key, frame, node, default)
        return entry_or(run, table, known, default, frame, node)

    return run.lift(arguments.positional[0], one)


def entry_or(run: Run, table: Dictionary, key: Any, default: H, frame: Frame, node: ast.AST) -> H:
    """``table.get(key, default)``."""

    def present(value: H) -> H:
        value = run.resolve(value)
        if type(value) is Alt:
            return run.choose(value.key, value.text, present(value.yes), present(value.no), value.origin)
        return default if value is MISSING else value

    value = table.entries.get(key, MISSING)
    if value is MISSING and isinstance(table.factory, Const):
        return table.factory  # a field of `to_dict()`
    if value is MISSING and not table.complete:
        return run.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
    return present(value)


def _view(name: str) -> Callable[..., H]:
    def view(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        return View(table, name, frame.origin(node))

    return view


def _update(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    for other in arguments.positional[:1]:
        merge_into(run, table, other, frame, node)
    for name, value in arguments.keywords.items():
        run.put(table, name, value)
        if name in arguments.keys:
            table.keys[name] = arguments.keys[name]
    return _none(frame, node)


def _setdefault(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import store

    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    key = arguments.positional[0]
    default: H = arguments.positional[1] if len(arguments.positional) > 1 else _none(frame, node)
    known = key_of(run, key)
    if known is NO_KEY:
        store(run, table, key, default, frame, node)
        return run.unknown(Reason.SUBSCRIPT, frame, node)
    if run.resolve(table.entries.get(known, MISSING)) is MISSING and not table.complete:
        unknown = run.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
        run.put(table, known, unknown)
        return unknown
    value = entry_or(run, table, known, default, frame, node)
    if value is not table.entries.get(known):
        run.put(table, known, value)
        table.keys.setdefault(known, frame.origin(node))
    return value


def _dict_pop(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import subscript
    from k8slint.evaluate.statements import remove_item

    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    key = arguments.positional[0]
    known = key_of(run, key)
    if known is NO_KEY:
        remove_item(run, table, key, frame, node)
        return run.unknown(Reason.SUBSCRIPT, frame, node)
    if len(arguments.positional) > 1:
        value = entry_or(run, table, known, arguments.positional[1], frame, node)
    else:
        value = subscript(run, table, key, frame, node)
    run.remove(table, known)
    return value


def _popitem(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    entries = [(key, value) for key, value in table.entries.items() if value is not MISSING]
    if entries and table.complete and type(entries[-1][1]) is not Alt:
        key, value = entries[-1]
        run.remove(table, key)
        shown = key if isinstance(key, Thing) else heapify(key, frame.origin(node))
        return Seq([shown, value], frame.origin(node), "tuple")
    for existing in list(table.entries):
        run.remove(table, existing)
    run.spoil(table, Reason.MUTATED)
    return run.unknown(Reason.SUBSCRIPT, frame, node)


def _dict_clear(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    for key in list(table.entries):
        run.remove(table, key)
    if not table.complete and not run.journals[1:]:
        table.complete, table.reason = True, None
    return _none(frame, node)


def _dict_copy(run: Run, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    result = Dictionary(dict(table.entries), frame.origin(node), dict(table.keys), table.complete)
    result.reason, result.factory, result.shuffled = table.reason, table.factory, table.shuffled
    return result


_DICT: dict[str, Callable[..., H]] = {
    "get": _get,
    "items": _view("items"),
    "keys": _view("keys"),
    "values": _view("values"),
    "update": _update,
    "setdefault": _setdefault,
    "pop": _dict_pop,
    "popitem": _popitem,
    "clear": _dict_clear,
    "copy": _dict_copy,
}


# Sets


def _add(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if arguments.positional:
        run.replace(seq, distinct(run, [*seq.items, arguments.positional[0]]))
    return _none(frame, node)


def _set_update(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    for other in arguments.positional:
        items = unordered(run, other, frame, node)
        run.replace(seq, distinct(run, [*seq.items, *(items or [Rest(run.opaque(other, Reason.SPLAT, frame, node))])]))
    return _none(frame, node)


def _combined(name: str) -> Callable[..., H]:
    def combine(run: Run, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        try:
            others = [plain(run, other) for other in arguments.positional]
            return heapify(getattr(plain(run, seq), name)(*others), frame.origin(node))
        except NotPlain as stop:
            return run.opaque(stop.value, Reason.OPERATOR, frame, node)
        except TypeError:
            return run.unknown(Reason.OPERATOR, frame, node)

    return combine


_SET: dict[str, Callable[..., H]] = {
    "add": _add,
    "update": _set_update,
    "discard": _discard,
    "remove": _remove,
    "clear": _clear,
    "copy": _copy,
    **{
        name: _combined(name)
        for name in (
            "union",
            "intersection",
            "difference",
            "symmetric_difference",
            "issubset",
            "issuperset",
            "isdisjoint",
        )
    },
}

__all__ = ["Unknown", "call", "over_all", "sorted_items", "text_type"]
