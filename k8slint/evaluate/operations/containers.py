"""Lists, tuples, sets and dicts: iteration, lookup, merging, and unknown parts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Class,
    Dictionary,
    Frame,
    Function,
    HeapObject,
    HeapValue,
    Object,
    Opaque,
    Rest,
    Seq,
    View,
)
from k8slint.evaluate.operations.convert import MAX_ITEMS, NO_KEY, SITE_KEYS, heapify, is_shuffled, key_of, symbol_of
from k8slint.evaluate.operations.environment import environment_variable
from k8slint.evaluate.values import Const, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def distinct(interp: Interpreter, items: list[HeapValue]) -> list[HeapValue]:
    """The items of a set: the first of equal constants."""
    seen: dict[Any, HeapValue] = {}
    for item in items:
        key = key_of(interp, item)
        seen.setdefault(("id", id(item)) if key is NO_KEY else ("key", key), item)
    return list(seen.values())


def spread(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> list[HeapValue]:
    """The items that ``*value`` puts into a list; a Rest where they aren't known."""
    items = iterate(interp, value, frame, node)
    if items is None:
        return [Rest(interp.opaque(value, Reason.SPLAT, frame, node))]
    return items


def iterate(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> list[HeapValue] | None:
    """What iterating over a value gives, in order (a Rest for an unknown part); None if nothing is known of it."""
    value = interp.resolve(value)
    if type(value) is Alt:
        return _iterate_alternatives(interp, value, frame, node)
    if isinstance(value, Seq):
        if value.kind in ("set", "frozenset") and len(value.items) > 1:
            return [Rest(interp.unknown(Reason.LOOP, frame, node, "items of a set, in any order"))]
        return members(interp, value)
    if isinstance(value, View):
        return items_of_view(interp, value, frame, node)
    if isinstance(value, Dictionary):
        if is_shuffled(value):
            return [Rest(interp.unknown(Reason.LOOP, frame, node, "keys of a dict, in one order or another"))]
        return [*dictionary_keys(interp, value), *_other_entries(interp, value, frame, node)]
    if type(value) is Const and isinstance(value.value, (str, bytes)) and len(value.value) <= MAX_ITEMS:
        interp.spend(len(value.value) // 8)
        return [Const(character, value.origin) for character in value.value]
    if isinstance(value, Class) and value.form == "enum":
        found = (member for member in value.entries.values() if isinstance(member, Object) and member.cls is value)
        return list({id(member): member for member in found}.values())
    if isinstance(value, Object) and value.cls is not None:
        if value.cls.form == "namedtuple":
            return [value.entries[name] for name in value.cls.annotations if name in value.entries]
        method = value.cls.find("__iter__")
        if isinstance(method, Function):
            made = interp.call(method, Arguments([value]), frame, node)
            # Its rounds are those of ``__next__``, perhaps of the object itself: they aren't counted.
            return None if _has_object(made) else iterate(interp, made, frame, node)
    return None


def _has_object(value: HeapValue) -> bool:
    """Whether an object is among the alternatives."""
    return _has_object(value.yes) or _has_object(value.no) if type(value) is Alt else isinstance(value, Object)


def members(interp: Interpreter, value: Seq) -> list[HeapValue]:
    """The items of a sequence, where their order doesn't matter if it is a set. An iterator is used up."""
    interp.spend(len(value.items) // 8)
    items = value.items if value.plain else [one for one in map(interp.resolve, value.items) if one is not MISSING]
    if value.kind == "iterator":
        interp.replace(value, [])
        return items
    return list(items)


def unordered(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> list[HeapValue] | None:
    """What iterating gives where the order doesn't matter."""
    value = interp.resolve(value)
    return members(interp, value) if isinstance(value, Seq) else iterate(interp, value, frame, node)


def uncertain(interp: Interpreter, item: HeapValue) -> bool:
    """Whether an item may stand for none or several."""
    return type(item) is Rest or (type(item) is Alt and may_miss(interp, item))


def _other_entries(interp: Interpreter, table: Dictionary, frame: Frame, node: ast.AST) -> list[HeapValue]:
    return [] if table.complete else [Rest(interp.unknown(table.reason or Reason.SPLAT, frame, node))]


def items_of_view(interp: Interpreter, view: View, frame: Frame, node: ast.AST) -> list[HeapValue]:
    table, origin = view.table, frame.origin(node)
    if is_shuffled(table):
        return [Rest(interp.unknown(Reason.LOOP, frame, node, "entries of a dict, in one order or another"))]

    def pair(key: HeapValue, value: HeapValue) -> HeapValue:
        if type(key) is Alt:
            return Alt(key.key, key.text, pair(key.yes, value), pair(key.no, value), key.origin)
        return MISSING if key is MISSING else Seq([key, interp.present(value)], origin, "tuple")

    keys = dictionary_keys(interp, table)
    values = [value for value in map(interp.resolve, table.entries.values()) if value is not MISSING]
    shown = {"keys": keys, "values": values}.get(view.name)
    if shown is None:
        shown = [pair(key, value) for key, value in zip(keys, values, strict=True)]
    return [*shown, *_other_entries(interp, table, frame, node)]


def _iterate_alternatives(interp: Interpreter, value: Alt, frame: Frame, node: ast.AST) -> list[HeapValue] | None:
    found = interp.under(value, lambda option: [] if option is MISSING else iterate(interp, option, frame, node))
    yes, no = ([] if items is MISSING else items for items in found)
    if yes is None or no is None:
        return None
    return interp._merge_items(value.key, value.text, yes, no, value.origin)


def dictionary_keys(interp: Interpreter, value: Dictionary) -> list[HeapValue]:
    """The keys of a dict as values; one that may be missing is an alternative."""
    keys: list[HeapValue] = []
    for key, item in value.entries.items():
        shown = key if isinstance(key, HeapObject) else heapify(key, value.keys.get(key, value.origin))
        here = presence(interp.resolve(item), shown)
        if here is not MISSING:
            keys.append(here)
    return keys


def presence(item: HeapValue, shown: HeapValue) -> HeapValue:
    """``shown``, under the conditions under which ``item`` is there."""
    if type(item) is not Alt:
        return MISSING if item is MISSING else shown
    yes, no = presence(item.yes, shown), presence(item.no, shown)
    return yes if yes is no else Alt(item.key, item.text, yes, no, item.origin)


def store(
    interp: Interpreter, table: Dictionary, key: HeapValue, value: HeapValue, frame: Frame, node: ast.AST
) -> None:
    """``table[key] = value``."""
    key = interp.resolve(key)
    if type(key) is Alt:
        alternatives = key
        interp.both(
            alternatives.key,
            alternatives.text,
            alternatives.origin,
            lambda: store(interp, table, alternatives.yes, value, frame, node),
            lambda: store(interp, table, alternatives.no, value, frame, node),
        )
        return
    known = key_of(interp, key)
    if known is NO_KEY:
        # Any entry may be the one that is replaced.
        for existing in list(table.entries):
            interp.put(table, existing, interp.unknown(Reason.SUBSCRIPT, frame, node, "an entry under an unknown key"))
        interp.spoil(table, Reason.SUBSCRIPT)
        return
    interp.put(table, known, value)
    table.keys[known] = frame.origin(node)


def merge_into(
    interp: Interpreter, table: Any, value: HeapValue, frame: Frame, node: ast.AST, reason: Reason = Reason.SPLAT
) -> None:
    """``table.update(value)``: entries of a known dict, or pairs; anything else may replace every entry."""
    value = interp.resolve(value)
    if type(value) is Alt:
        alternatives = value
        interp.both(
            alternatives.key,
            alternatives.text,
            alternatives.origin,
            lambda: merge_into(interp, table, alternatives.yes, frame, node, reason),
            lambda: merge_into(interp, table, alternatives.no, frame, node, reason),
        )
        return
    if isinstance(value, Dictionary):
        interp.spend(len(value.entries) // 4)
        if not value.complete:
            overwrite(interp, table, set(value.entries), frame, node, reason)
        if value.shuffled and isinstance(table, Dictionary):
            table.shuffled = True
        for key, item in value.entries.items():
            item = interp.resolve(item)
            if item is MISSING:
                continue
            if type(item) is Alt:
                item = _over(interp, item, table.entries.get(key, MISSING))
            interp.put(table, key, item)
            if key in value.keys:
                table.keys[key] = value.keys[key]
        return
    pairs = iterate(interp, value, frame, node) if isinstance(value, (Seq, View)) else None
    if pairs is not None and isinstance(table, Dictionary):
        for pair in pairs:
            if isinstance(pair, Seq) and pair.plain and len(pair.items) == 2:
                store(interp, table, pair.items[0], pair.items[1], frame, node)
            else:
                overwrite(interp, table, set(), frame, node, reason)
        return
    overwrite(interp, table, set(), frame, node, reason)


def _over(interp: Interpreter, item: Alt, below: HeapValue) -> HeapValue:
    """An entry that may be missing, laid over what was there."""
    yes = _over(interp, item.yes, below) if type(item.yes) is Alt else below if item.yes is MISSING else item.yes
    no = _over(interp, item.no, below) if type(item.no) is Alt else below if item.no is MISSING else item.no
    return interp.choose(item.key, item.text, yes, no, item.origin)


def overwrite(interp: Interpreter, table: Any, sure: set[Any], frame: Frame, node: ast.AST, reason: Reason) -> None:
    for existing in list(table.entries):
        if existing not in sure:
            interp.put(table, existing, interp.unknown(reason, frame, node))
    interp.spoil(table, reason)


def is_class_name(base: Reference) -> bool:
    last = base.qualified_name.rpartition(".")[2]
    return last[:1].isupper()


def subscript(interp: Interpreter, base: HeapValue, key: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``base[key]``, both free of alternatives."""
    known = key_of(interp, key)
    if isinstance(base, Dictionary):
        return _entry(interp, base, key, known, frame, node)
    if isinstance(base, Seq) and isinstance(known, int):
        return _item(interp, base, known, frame, node)
    if type(base) is Const and isinstance(base.value, str) and isinstance(known, int):
        if -len(base.value) <= known < len(base.value):
            return Const(base.value[known], frame.origin(node))
        return interp.fails("IndexError", Reason.SUBSCRIPT, frame, node)
    if isinstance(base, Class) and base.form == "enum" and isinstance(known, str):
        return base.entries.get(known) or interp.fails("KeyError", Reason.SUBSCRIPT, frame, node)
    if isinstance(base, (Class, Function)) or (isinstance(base, HeapObject) and type(base).__name__ == "Builtin"):
        return base  # Generic[...]
    if isinstance(base, Object) and base.cls is not None:
        if base.cls.form == "namedtuple" and isinstance(known, int):
            names = list(base.cls.annotations)
            if -len(names) <= known < len(names):
                return base.entries.get(names[known]) or interp.unknown(Reason.SUBSCRIPT, frame, node)
        method = base.cls.find("__getitem__")
        if isinstance(method, Function):
            return interp.call(method, Arguments([base, key]), frame, node)
    if isinstance(base, Reference) and base.qualified_name == "os.environ":
        said = environment_variable(interp, key, frame, node)
        if said is not None:
            return said
        return interp.unknown(
            Reason.EXTERNAL, frame, node, type="str", symbol=("environ", known if known is not NO_KEY else id(node))
        )
    symbol = ("item", symbol_of(base), known) if known is not NO_KEY and isinstance(base, Opaque) else None
    return interp.opaque(base, Reason.SUBSCRIPT, frame, node, symbol=symbol)


def _entry(
    interp: Interpreter, table: Dictionary, key: HeapValue, known: Any, frame: Frame, node: ast.AST
) -> HeapValue:
    if known is NO_KEY:
        return entry_of_unknown_key(interp, table, key, frame, node, None)
    item = interp.present(table.entries.get(known, MISSING))
    if item is not MISSING:
        return item
    if isinstance(table.factory, Const):
        return table.factory
    if not table.complete:
        return interp.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
    if table.factory is not None:
        made = interp.call(table.factory, Arguments(), frame, node)
        interp.put(table, known, made)
        return made
    return interp.fails("KeyError", Reason.SUBSCRIPT, frame, node)


def entry_of_unknown_key(
    interp: Interpreter, table: Dictionary, key: HeapValue, frame: Frame, node: ast.AST, default: HeapValue | None
) -> HeapValue:
    """The entry of a known dict under an unknown key: an alternative for each key."""
    entries = [(name, interp.present(item)) for name, item in table.entries.items() if item is not MISSING]
    simple = all(not isinstance(name, HeapObject) for name, _ in entries)
    limit = 8
    if not isinstance(key, Opaque) or not table.complete or table.factory is not None or not simple or not entries:
        return interp.opaque(key, Reason.SUBSCRIPT, frame, node)
    if len(entries) > limit:
        return interp.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    if default is None:
        result, entries = entries[-1][1], entries[:-1]
    else:
        result = default
    for name, item in reversed(entries):
        kind = "number" if isinstance(name, (int, float, complex)) else type(name).__name__
        test = ("==", key.key, (kind, name))
        result = interp.choose(test, f"{key.detail} == {name!r}", item, result, origin)
    return result


def _item(interp: Interpreter, seq: Seq, index: int, frame: Frame, node: ast.AST) -> HeapValue:
    items = seq.items
    if not seq.plain:
        # What stands before the item decides where it is.
        before = items[: index + 1] if index >= 0 else items[index:] if -index <= len(items) else items
        if any(type(item) is Rest or (type(item) is Alt and may_miss(interp, item)) for item in before):
            items = [item for item in map(interp.resolve, items) if item is not MISSING]
            if any(type(item) is Rest or (type(item) is Alt and may_miss(interp, item)) for item in items):
                return interp.unknown(Reason.SUBSCRIPT, frame, node)
    if -len(items) <= index < len(items):
        return interp.present(items[index])
    return interp.fails("IndexError", Reason.SUBSCRIPT, frame, node)


def may_miss(interp: Interpreter, item: HeapValue) -> bool:
    item = interp.resolve(item)
    if type(item) is Alt:
        return may_miss(interp, item.yes) or may_miss(interp, item.no)
    return item is MISSING or type(item) is Rest


def make_dict(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``dict(mapping, **keywords)``."""
    result = Dictionary({}, frame.origin(node))
    for other in arguments.positional[:1]:
        merge_into(interp, result, other, frame, node)
    if not arguments.complete:
        overwrite(interp, result, set(arguments.keywords), frame, node, Reason.SPLAT)
    for name, value in arguments.keywords.items():
        result.entries[name] = value
        if name in arguments.keys:
            result.keys[name] = arguments.keys[name]
    if not arguments.complete:
        result.complete, result.reason = False, Reason.SPLAT
    if not SITE_KEYS.isdisjoint(arguments.keywords):
        interp.records.dicts.append(result)
    return result
