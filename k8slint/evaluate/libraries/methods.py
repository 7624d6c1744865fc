"""Methods of strings, lists, tuples, sets and dicts."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.endings import Raised
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Dictionary,
    Frame,
    HeapObject,
    HeapValue,
    Rest,
    Seq,
    View,
)
from k8slint.evaluate.operations.apply import over_all
from k8slint.evaluate.operations.change import escape, extend, remove_item
from k8slint.evaluate.operations.compare import equal
from k8slint.evaluate.operations.containers import (
    distinct,
    entry_of_unknown_key,
    iterate,
    merge_into,
    store,
    subscript,
    unordered,
)
from k8slint.evaluate.operations.convert import MAX_TEXT, NO_KEY, NotPlain, exceeds, heapify, key_of, plain
from k8slint.evaluate.operations.texts import SafeFormatter, UnsafeFormat, sane_spec
from k8slint.evaluate.operations.truth import truth
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


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


def call_builtin_method(
    interp: Interpreter,
    receiver: Const | Seq | Dictionary,
    name: str,
    arguments: Arguments,
    frame: Frame,
    node: ast.AST,
) -> HeapValue:
    """``receiver.name(arguments)`` on a constant, list, tuple, set or dict."""
    if isinstance(receiver, Seq):
        tables: dict[str, dict[str, Callable[..., HeapValue]]] = {
            "list": _LIST,
            "tuple": _LIST,
            "set": _SET,
            "frozenset": _SET,
        }
        table = tables.get(receiver.kind, {})
    elif isinstance(receiver, Dictionary):
        table = _DICT
    else:
        return _constant(interp, receiver, name, arguments, frame, node)
    method = table.get(name)
    if method is not None and arguments.complete:
        return method(interp, receiver, arguments, frame, node)
    if method is None and interp.try_depth:
        raise Raised("AttributeError")
    escape(interp, Arguments([receiver]), frame, node)
    return interp.unknown(Reason.CALL, frame, node)


def _constant(
    interp: Interpreter, receiver: Const, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    value = receiver.value
    if (isinstance(value, bytes) and name in ("decode", "strip", "hex")) or isinstance(value, str):
        if name == "join" and len(arguments.positional) == 1:
            return _join(interp, receiver, arguments.positional[0], frame, node)
        return _text_method(interp, value, name, arguments, frame, node)
    if isinstance(value, (int, float)) and name in ("bit_length", "is_integer", "as_integer_ratio"):
        return heapify(getattr(value, name)(), frame.origin(node))
    if value is None:
        return interp.fails("AttributeError", Reason.CALL, frame, node)
    return interp.unknown(Reason.CALL, frame, node)


def _text_method(
    interp: Interpreter, value: str | bytes, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    kind = text_type(name)
    known = kind is not None or name in _OTHER or isinstance(value, bytes)
    if not known or not arguments.complete:
        return interp.unknown(Reason.CALL, frame, node, type=kind)

    def apply(given: list[HeapValue]) -> HeapValue:
        count = len(arguments.positional)
        try:
            shown = name in ("format", "format_map")
            positional = [plain(interp, item, shown=shown) for item in given[:count]]
            named = zip(arguments.keywords, given[count:], strict=False)
            keywords = {key: plain(interp, item, shown=shown) for key, item in named}
        except NotPlain as stop:
            return interp.opaque(stop.value, Reason.FORMAT, frame, node, type=kind)
        if _grows(value, name, positional):
            return interp.unknown(Reason.LIMIT, frame, node, type=kind)
        try:
            if name in ("format", "format_map"):
                if name == "format_map":
                    positional, keywords = [], positional[0]
                result: Any = SafeFormatter().vformat(str(value), positional, keywords)
            else:
                result = getattr(value, name)(*positional, **keywords)
        except UnsafeFormat:
            return interp.unknown(Reason.FORMAT, frame, node, type=kind)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError) as error:
            return interp.fails(type(error).__name__, Reason.FORMAT, frame, node, type=kind)
        interp.spend(len(result) // 8 if isinstance(result, (str, bytes, list)) else 0)
        return heapify(result, frame.origin(node))

    return over_all(interp, [*arguments.positional, *arguments.keywords.values()], apply, frame, node, kind)


def _grows(value: str | bytes, name: str, positional: list[Any]) -> bool:
    if name in ("center", "ljust", "rjust", "zfill", "expandtabs"):
        return any(isinstance(item, int) and item > 10_000 for item in positional)
    if name == "replace" and len(positional) >= 2:
        return len(value) * (len(positional[1]) + 1) > MAX_TEXT if isinstance(positional[1], (str, bytes)) else False
    if name == "translate" and positional and isinstance(positional[0], dict):
        longest = max((len(text) for text in positional[0].values() if isinstance(text, str)), default=1)
        return len(value) * max(longest, 1) > MAX_TEXT
    fields = str(value).count("{") if name in ("format", "format_map") else 1
    return exceeds(value, positional, times=max(fields, 1)) or (name == "format" and not sane_spec(str(value)))


def _join(interp: Interpreter, separator: Const, parts: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    items = iterate(interp, parts, frame, node)
    if items is None or any(type(item) is Rest for item in items):
        return interp.opaque(parts, Reason.FORMAT, frame, node, type="str")
    if any(type(item) is Alt for item in items):

        def chosen(given: list[HeapValue]) -> HeapValue:
            return _joined(interp, separator, [item for item in given if item is not MISSING], frame, node)

        return over_all(interp, items, chosen, frame, node, "str")
    return _joined(interp, separator, items, frame, node)


def _joined(interp: Interpreter, separator: Const, items: list[HeapValue], frame: Frame, node: ast.AST) -> HeapValue:
    texts = []
    for item in items:
        try:
            texts.append(plain(interp, item))
        except NotPlain as stop:
            return interp.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    try:
        size = sum(map(len, texts)) + len(separator.value) * len(texts)
        if size > MAX_TEXT:
            return interp.unknown(Reason.LIMIT, frame, node, type="str")
        interp.spend(size // 32)
        return Const(separator.value.join(texts), frame.origin(node))
    except TypeError:
        return interp.unknown(Reason.FORMAT, frame, node, type="str")


def _none(frame: Frame, node: ast.AST) -> Const:
    return Const(None, frame.origin(node))


def _append(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    for item in arguments.positional[:1]:
        interp.append(seq, item)
    return _none(frame, node)


def _extend(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    for item in arguments.positional[:1]:
        extend(interp, seq, item, frame, node)
    return _none(frame, node)


def _insert(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 2:
        index, item = arguments.positional
        if type(index) is Const and isinstance(index.value, int) and (seq.plain or index.value == 0):
            items = list(seq.items)
            items.insert(index.value, item)
            interp.spend(len(items) // 64)
            interp.replace(seq, items)
        else:
            interp.replace(seq, [Rest(interp.unknown(Reason.MUTATED, frame, node))])
    return _none(frame, node)


def _pop(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    index: HeapValue = arguments.positional[0] if arguments.positional else Const(-1, frame.origin(node))
    if type(index) is Const and isinstance(index.value, int) and seq.plain:
        if -len(seq.items) <= index.value < len(seq.items):
            items = list(seq.items)
            item = items.pop(index.value)
            interp.spend(len(items) // 64)
            interp.replace(seq, items)
            return item
        return interp.fails("IndexError", Reason.SUBSCRIPT, frame, node)
    interp.replace(seq, [Rest(interp.unknown(Reason.MUTATED, frame, node))])
    return interp.unknown(Reason.SUBSCRIPT, frame, node)


def _remove(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``list.remove`` and ``set.remove``: what isn't there can't be removed."""
    return _without(interp, seq, arguments, "ValueError" if seq.kind == "list" else "KeyError", frame, node)


def _discard(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return _without(interp, seq, arguments, None, frame, node)


def _without(
    interp: Interpreter, seq: Seq, arguments: Arguments, raised: str | None, frame: Frame, node: ast.AST
) -> HeapValue:
    """Take the first equal item out; ``raised`` is what happens where there is none."""
    if arguments.positional and seq.plain:
        for number, item in enumerate(seq.items):
            same = truth(interp, equal(interp, item, arguments.positional[0], frame, node))
            if same is True:
                interp.replace(seq, [*seq.items[:number], *seq.items[number + 1 :]])
                return _none(frame, node)
            if same is not False:
                break
        else:
            if raised is not None and interp.try_depth:
                raise Raised(raised)
            return _none(frame, node)
    interp.replace(seq, [Rest(interp.unknown(Reason.MUTATED, frame, node))])
    return _none(frame, node)


def _clear(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    interp.replace(seq, [])
    return _none(frame, node)


def _index(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    try:
        return Const(
            plain(interp, seq).index(*(plain(interp, value) for value in arguments.positional)), frame.origin(node)
        )
    except (NotPlain, ValueError, TypeError):
        return interp.unknown(Reason.OPERATOR, frame, node, type="int")


def _count(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    try:
        return Const(
            plain(interp, seq).count(*(plain(interp, value) for value in arguments.positional)), frame.origin(node)
        )
    except (NotPlain, TypeError):
        return interp.unknown(Reason.OPERATOR, frame, node, type="int")


def _sort(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    interp.replace(seq, sorted_items(interp, seq, arguments, frame, node))
    return _none(frame, node)


def sorted_items(
    interp: Interpreter, value: HeapValue, arguments: Arguments, frame: Frame, node: ast.AST
) -> list[HeapValue]:
    """``sorted(value, key=…, reverse=…)``; a Rest where the order can't be known."""
    items = unordered(interp, value, frame, node)
    if items is None:
        return [Rest(interp.opaque(value, Reason.CALL, frame, node))]
    key = arguments.keywords.get("key")
    reverse = arguments.keywords.get("reverse")
    try:
        if reverse is not None and type(reverse) is not Const:
            raise NotPlain(reverse)
        keys = items
        if key is not None and not (type(key) is Const and key.value is None):
            keys = [interp.call(key, Arguments([item]), frame, node) for item in items]
        ranks = [plain(interp, item) for item in keys]
        order = sorted(range(len(items)), key=ranks.__getitem__, reverse=bool(reverse and reverse.value))
    except NotPlain as stop:
        return [Rest(interp.opaque(stop.value, Reason.CALL, frame, node))]
    except (TypeError, RecursionError):
        return [Rest(interp.unknown(Reason.CALL, frame, node))]
    interp.spend(len(items) // 4)
    return [items[number] for number in order]


def _reverse(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    interp.replace(seq, seq.items[::-1])
    return _none(frame, node)


def _copy(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return Seq(list(seq.items), frame.origin(node), seq.kind)


_LIST: dict[str, Callable[..., HeapValue]] = {
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


def _get(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    default: HeapValue = arguments.positional[1] if len(arguments.positional) > 1 else _none(frame, node)
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)

    def one(key: HeapValue) -> HeapValue:
        known = key_of(interp, key)
        if known is NO_KEY:
            return entry_of_unknown_key(interp, table, key, frame, node, default)
        return entry_or(interp, table, known, default, frame, node)

    return interp.lift(arguments.positional[0], one)


def entry_or(
    interp: Interpreter, table: Dictionary, key: Any, default: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    """``table.get(key, default)``."""

    def present(value: HeapValue) -> HeapValue:
        value = interp.resolve(value)
        if type(value) is Alt:
            return interp.choose(value.key, value.text, present(value.yes), present(value.no), value.origin)
        return default if value is MISSING else value

    value = table.entries.get(key, MISSING)
    if value is MISSING and isinstance(table.factory, Const):
        return table.factory  # a field of `to_dict()`
    if value is MISSING and not table.complete:
        return interp.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
    return present(value)


def _view(name: str) -> Callable[..., HeapValue]:
    def view(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        return View(table, name, frame.origin(node))

    return view


def _update(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    for other in arguments.positional[:1]:
        merge_into(interp, table, other, frame, node)
    for name, value in arguments.keywords.items():
        interp.put(table, name, value)
        if name in arguments.keys:
            table.keys[name] = arguments.keys[name]
    return _none(frame, node)


def _setdefault(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)
    key = arguments.positional[0]
    default: HeapValue = arguments.positional[1] if len(arguments.positional) > 1 else _none(frame, node)
    known = key_of(interp, key)
    if known is NO_KEY:
        store(interp, table, key, default, frame, node)
        return interp.unknown(Reason.SUBSCRIPT, frame, node)
    if interp.resolve(table.entries.get(known, MISSING)) is MISSING and not table.complete:
        unknown = interp.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
        interp.put(table, known, unknown)
        return unknown
    value = entry_or(interp, table, known, default, frame, node)
    if value is not table.entries.get(known):
        interp.put(table, known, value)
        table.keys.setdefault(known, frame.origin(node))
    return value


def _dict_pop(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)
    key = arguments.positional[0]
    known = key_of(interp, key)
    if known is NO_KEY:
        remove_item(interp, table, key, frame, node)
        return interp.unknown(Reason.SUBSCRIPT, frame, node)
    if len(arguments.positional) > 1:
        value = entry_or(interp, table, known, arguments.positional[1], frame, node)
    else:
        value = subscript(interp, table, key, frame, node)
    interp.remove(table, known)
    return value


def _popitem(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    entries = [(key, value) for key, value in table.entries.items() if value is not MISSING]
    if entries and table.complete and type(entries[-1][1]) is not Alt:
        key, value = entries[-1]
        interp.remove(table, key)
        shown = key if isinstance(key, HeapObject) else heapify(key, frame.origin(node))
        return Seq([shown, value], frame.origin(node), "tuple")
    for existing in list(table.entries):
        interp.remove(table, existing)
    interp.spoil(table, Reason.MUTATED)
    return interp.unknown(Reason.SUBSCRIPT, frame, node)


def _dict_clear(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    for key in list(table.entries):
        interp.remove(table, key)
    if not table.complete and not interp.journals[1:]:
        table.complete, table.reason = True, None
    return _none(frame, node)


def _dict_copy(interp: Interpreter, table: Dictionary, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    result = Dictionary(dict(table.entries), frame.origin(node), dict(table.keys), table.complete)
    result.reason, result.factory, result.shuffled = table.reason, table.factory, table.shuffled
    return result


_DICT: dict[str, Callable[..., HeapValue]] = {
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


def _add(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if arguments.positional:
        interp.replace(seq, distinct(interp, [*seq.items, arguments.positional[0]]))
    return _none(frame, node)


def _set_update(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    for other in arguments.positional:
        items = unordered(interp, other, frame, node)
        interp.replace(
            seq, distinct(interp, [*seq.items, *(items or [Rest(interp.opaque(other, Reason.SPLAT, frame, node))])])
        )
    return _none(frame, node)


def _combined(name: str) -> Callable[..., HeapValue]:
    def combine(interp: Interpreter, seq: Seq, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        try:
            others = [plain(interp, other) for other in arguments.positional]
            return heapify(getattr(plain(interp, seq), name)(*others), frame.origin(node))
        except NotPlain as stop:
            return interp.opaque(stop.value, Reason.OPERATOR, frame, node)
        except TypeError:
            return interp.unknown(Reason.OPERATOR, frame, node)

    return combine


_SET: dict[str, Callable[..., HeapValue]] = {
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
