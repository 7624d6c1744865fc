"""Expressions: displays, names, operators, comparisons, subscripts, texts, comprehensions."""

from __future__ import annotations

import ast
import operator
import string
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import Key, Tree, decide, is_large
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Builtin,
    Class,
    Decorated,
    Dictionary,
    Frame,
    Function,
    H,
    Method,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Pending,
    Rest,
    Scope,
    Seq,
    Thing,
    View,
    absence_count,
    leaf_count,
    local_path,
    text_of,
)
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

MAX_TEXT = 200_000
MAX_ITEMS = 20_000
MAX_BITS = 4096
MAX_LEAVES = 600  # of the decision tree that says whether a list is empty
MAX_NESTING = 20  # of data that one of Python's own operations is applied to

SITE_KEYS = frozenset({"pod_override", "KubernetesExecutor"})


class NotPlain(Exception):
    """A value isn't wholly known, so Python's own operation can't be applied to it."""

    def __init__(self, value: H) -> None:
        self.value = value


# Python's own values


def plain(run: Run, value: H, above: dict[int, Any] | None = None, shown: bool = False) -> Any:
    """The Python value of constants, lists, tuples, sets and dicts of them. Raises NotPlain.

    ``above`` holds the lists and dicts around: one that contains itself does so in the result, too. ``shown`` is for what
    becomes part of a text: a member of an Enum equals its value, and looks otherwise.
    """
    if type(value) is Const:
        return value.value
    if isinstance(value, Object) and is_text_enum(value):
        if shown:
            raise NotPlain(value)
        return plain(run, value.entries["value"])
    if not isinstance(value, (Seq, Dictionary)):
        raise NotPlain(value)
    above = above or {}
    if id(value) in above:
        return above[id(value)]
    run.spend(1 + len(value.items if isinstance(value, Seq) else value.entries) // 8)
    if len(above) >= MAX_NESTING:
        raise NotPlain(value)
    if isinstance(value, Dictionary):
        return _plain_dict(run, value, above, shown)
    if not value.plain or value.kind in ("range", "iterator"):
        raise NotPlain(value)
    items: list[Any] = []
    inside = {**above, id(value): items}
    items += [plain(run, item, inside, shown) for item in value.items]
    if value.kind == "list":
        return items
    try:
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[value.kind](items)
    except TypeError:
        raise NotPlain(value) from None


def _plain_dict(run: Run, value: Dictionary, above: dict[int, Any], shown: bool) -> dict[Any, Any]:
    if not value.complete or is_shuffled(value):
        raise NotPlain(value)
    table: dict[Any, Any] = {}
    inside = {**above, id(value): table}
    for key, item in value.entries.items():
        if isinstance(key, Thing):
            raise NotPlain(key)
        if item is not MISSING:
            table[key] = plain(run, item, inside, shown)
    return table


def heapify(value: Any, origin: Origin) -> H:
    """A Python value as the evaluator holds it."""
    if isinstance(value, (list, tuple, set, frozenset)):
        ordered = sorted(value, key=repr) if isinstance(value, (set, frozenset)) else value
        return Seq([heapify(item, origin) for item in ordered], origin, type(value).__name__)
    if isinstance(value, dict):
        return Dictionary({key: heapify(item, origin) for key, item in value.items()}, origin)
    return Const(value, origin)


def is_text_enum(value: Object) -> bool:
    """A member of an Enum that is also a str or int: it is its value wherever texts or numbers are wanted."""
    cls = value.cls
    return (
        cls is not None
        and cls.form == "enum"
        and value.entries.get("value", MISSING) is not MISSING
        and bool({"str", "int", "enum.StrEnum", "enum.IntEnum"} & set(cls.external))
    )


NO_KEY = object()


def key_of(run: Run, value: H) -> Any:
    """What a value is as a dict key; NO_KEY if that can't be known."""
    if type(value) is Const:
        return value.value
    if isinstance(value, Object) and is_text_enum(value):
        return key_of(run, value.entries["value"])
    if isinstance(value, Seq) and value.kind in ("tuple", "frozenset"):
        try:
            known = plain(run, value)
        except NotPlain:
            return NO_KEY
        return known if _hashable(known) else NO_KEY
    if isinstance(value, (Object, Class, Function)):
        return value
    return NO_KEY


def symbol_of(value: H) -> Any:
    """What stands for an unknown value in tests."""
    if isinstance(value, Opaque):
        return value.key
    return ("id", id(value))


def decided_type(value: H) -> str | None:
    """The name of a value's Python type, where it is certain."""
    if type(value) is Const:
        return type(value.value).__name__
    if isinstance(value, Unknown):
        return value.type
    if isinstance(value, Seq):
        return value.kind
    return "dict" if isinstance(value, Dictionary) else None


# Names


def lookup(run: Run, frame: Frame, name: str, node: ast.AST) -> H:
    scope: Scope | None = frame.scope
    declared = scope.outer.get(name) if scope is not None and scope.outer else None
    if declared == "global":
        scope = frame.module.scope
    elif declared == "nonlocal" and scope is not None:
        scope = scope.parent
    while scope is not None:
        value = scope.entries.get(name, MISSING)
        if type(value) is Pending:
            from k8slint.evaluate.imports import force

            value = force(run, scope, name, value)
        if value is not MISSING:
            if run.reads is not None and scope.serial < run.memo_start:
                run.reads.append((scope, name, value))
            return run.present(value) if type(value) is Alt else value
        if not scope.complete and scope.reason is not None:
            return run.unknown(scope.reason, frame, node)
        if scope.stars:
            starred = _starred(scope, name, frame.origin(node))
            if starred is not None:
                return starred
        scope = scope.parent
    found = run.builtin(name, frame, node)
    return found if found is not None else run.unknown(Reason.NAME, frame, node)


def _starred(scope: Scope, name: str, origin: Origin) -> H | None:
    """A name that came with ``from kubernetes.client.models import *``, or may have come with another package's."""
    from k8slint.evaluate.library import is_model

    if is_model(name):
        for package in scope.stars:
            if package.startswith("kubernetes"):
                return Reference(f"kubernetes.client.{name}", origin)
    import builtins

    if hasattr(builtins, name):
        return None
    return Reference(f"{scope.stars[-1]}.{name}", origin)


# Displays


def constant(frame: Frame, node: ast.Constant) -> H:
    constants = frame.module.constants
    value = constants.get(node)
    if value is None:
        value = constants[node] = Const(node.value, frame.origin(node))
    return value


def _list(run: Run, frame: Frame, node: ast.List | ast.Tuple | ast.Set) -> H:
    kind = {ast.List: "list", ast.Tuple: "tuple", ast.Set: "set"}[type(node)]
    items: list[H] = []
    for element in node.elts:
        if isinstance(element, ast.Starred):
            items.extend(spread(run, run.eval(element.value, frame), frame, element))
        else:
            items.append(run.eval(element, frame))
    if kind == "set":
        items = distinct(run, items)
    return Seq(items, frame.origin(node), kind)


def distinct(run: Run, items: list[H]) -> list[H]:
    """The items of a set: the first of equal constants."""
    seen: dict[Any, H] = {}
    for item in items:
        key = key_of(run, item)
        seen.setdefault(("id", id(item)) if key is NO_KEY else ("key", key), item)
    return list(seen.values())


def spread(run: Run, value: H, frame: Frame, node: ast.AST) -> list[H]:
    """The items that ``*value`` puts into a list; a Rest where they aren't known."""
    items = iterate(run, value, frame, node)
    if items is None:
        return [Rest(run.opaque(value, Reason.SPLAT, frame, node))]
    return items


def iterate(run: Run, value: H, frame: Frame, node: ast.AST) -> list[H] | None:
    """What iterating over a value gives, in order (a Rest for an unknown part); None if nothing is known of it."""
    value = run.resolve(value)
    if type(value) is Alt:
        return _iterate_alternatives(run, value, frame, node)
    if isinstance(value, Seq):
        if value.kind in ("set", "frozenset") and len(value.items) > 1:
            return [Rest(run.unknown(Reason.LOOP, frame, node, "items of a set, in any order"))]
        return members(run, value)
    if isinstance(value, View):
        return _viewed(run, value, frame, node)
    if isinstance(value, Dictionary):
        if is_shuffled(value):
            return [Rest(run.unknown(Reason.LOOP, frame, node, "keys of a dict, in one order or another"))]
        return [*dictionary_keys(run, value), *_other_entries(run, value, frame, node)]
    if type(value) is Const and isinstance(value.value, (str, bytes)) and len(value.value) <= MAX_ITEMS:
        run.spend(len(value.value) // 8)
        return [Const(character, value.origin) for character in value.value]
    if isinstance(value, Class) and value.form == "enum":
        found = (member for member in value.entries.values() if isinstance(member, Object) and member.cls is value)
        return list({id(member): member for member in found}.values())
    if isinstance(value, Object) and value.cls is not None:
        if value.cls.form == "namedtuple":
            return [value.entries[name] for name in value.cls.annotations if name in value.entries]
        method = value.cls.find("__iter__")
        if isinstance(method, Function):
            from k8slint.evaluate.heap import Arguments

            made = run.call(method, Arguments([value]), frame, node)
            # Its rounds are those of ``__next__``, perhaps of the object itself: they aren't counted.
            return None if _has_object(made) else iterate(run, made, frame, node)
    return None


def _has_object(value: H) -> bool:
    """Whether an object is among the alternatives."""
    return _has_object(value.yes) or _has_object(value.no) if type(value) is Alt else isinstance(value, Object)


def members(run: Run, value: Seq) -> list[H]:
    """The items of a sequence, where their order doesn't matter if it is a set. An iterator is used up."""
    run.spend(len(value.items) // 8)
    items = value.items if value.plain else [one for one in map(run.resolve, value.items) if one is not MISSING]
    if value.kind == "iterator":
        run.replace(value, [])
        return items
    return list(items)


def unordered(run: Run, value: H, frame: Frame, node: ast.AST) -> list[H] | None:
    """What iterating gives where the order doesn't matter."""
    value = run.resolve(value)
    return members(run, value) if isinstance(value, Seq) else iterate(run, value, frame, node)


def uncertain(run: Run, item: H) -> bool:
    """Whether an item may stand for none or several."""
    return type(item) is Rest or (type(item) is Alt and may_miss(run, item))


def _other_entries(run: Run, table: Dictionary, frame: Frame, node: ast.AST) -> list[H]:
    return [] if table.complete else [Rest(run.unknown(table.reason or Reason.SPLAT, frame, node))]


def is_shuffled(table: Dictionary) -> bool:
    """Whether there is an order and it isn't certain."""
    return table.shuffled and len(table.entries) > 1


def _viewed(run: Run, view: View, frame: Frame, node: ast.AST) -> list[H]:
    table, origin = view.table, frame.origin(node)
    if is_shuffled(table):
        return [Rest(run.unknown(Reason.LOOP, frame, node, "entries of a dict, in one order or another"))]

    def pair(key: H, value: H) -> H:
        if type(key) is Alt:
            return Alt(key.key, key.text, pair(key.yes, value), pair(key.no, value), key.origin)
        return MISSING if key is MISSING else Seq([key, run.present(value)], origin, "tuple")

    keys = dictionary_keys(run, table)
    values = [value for value in map(run.resolve, table.entries.values()) if value is not MISSING]
    shown = {"keys": keys, "values": values}.get(view.name)
    if shown is None:
        shown = [pair(key, value) for key, value in zip(keys, values, strict=True)]
    return [*shown, *_other_entries(run, table, frame, node)]


def _iterate_alternatives(run: Run, value: Alt, frame: Frame, node: ast.AST) -> list[H] | None:
    found = run.under(value, lambda option: [] if option is MISSING else iterate(run, option, frame, node))
    yes, no = ([] if items is MISSING else items for items in found)
    if yes is None or no is None:
        return None
    return run._merge_items(value.key, value.text, yes, no, value.origin)


def dictionary_keys(run: Run, value: Dictionary) -> list[H]:
    """The keys of a dict as values; one that may be missing is an alternative."""
    keys: list[H] = []
    for key, item in value.entries.items():
        shown = key if isinstance(key, Thing) else heapify(key, value.keys.get(key, value.origin))
        here = _presence(run.resolve(item), shown)
        if here is not MISSING:
            keys.append(here)
    return keys


def _presence(item: H, shown: H) -> H:
    """``shown``, under the conditions under which ``item`` is there."""
    if type(item) is not Alt:
        return MISSING if item is MISSING else shown
    yes, no = _presence(item.yes, shown), _presence(item.no, shown)
    return yes if yes is no else Alt(item.key, item.text, yes, no, item.origin)


def _dict(run: Run, frame: Frame, node: ast.Dict) -> H:
    result = Dictionary({}, frame.origin(node))
    for key_node, value_node in zip(node.keys, node.values, strict=False):
        if key_node is None:
            merge_into(run, result, run.eval(value_node, frame), frame, value_node)
            continue
        key = run.eval(key_node, frame)
        store(run, result, key, run.eval(value_node, frame), frame, key_node)
    if not SITE_KEYS.isdisjoint(result.entries):
        run.records.dicts.append(result)
    return result


def store(run: Run, table: Dictionary, key: H, value: H, frame: Frame, node: ast.AST) -> None:
    """``table[key] = value``."""
    key = run.resolve(key)
    if type(key) is Alt:
        alternatives = key
        run.both(
            alternatives.key,
            alternatives.text,
            alternatives.origin,
            lambda: store(run, table, alternatives.yes, value, frame, node),
            lambda: store(run, table, alternatives.no, value, frame, node),
        )
        return
    known = key_of(run, key)
    if known is NO_KEY:
        # Any entry may be the one that is replaced.
        for existing in list(table.entries):
            run.put(table, existing, run.unknown(Reason.SUBSCRIPT, frame, node, "an entry under an unknown key"))
        run.spoil(table, Reason.SUBSCRIPT)
        return
    run.put(table, known, value)
    table.keys[known] = frame.origin(node)


def merge_into(run: Run, table: Any, value: H, frame: Frame, node: ast.AST, reason: Reason = Reason.SPLAT) -> None:
    """``table.update(value)``: entries of a known dict, or pairs; anything else may replace every entry."""
    value = run.resolve(value)
    if type(value) is Alt:
        alternatives = value
        run.both(
            alternatives.key,
            alternatives.text,
            alternatives.origin,
            lambda: merge_into(run, table, alternatives.yes, frame, node, reason),
            lambda: merge_into(run, table, alternatives.no, frame, node, reason),
        )
        return
    if isinstance(value, Dictionary):
        run.spend(len(value.entries) // 4)
        if not value.complete:
            overwrite(run, table, set(value.entries), frame, node, reason)
        if value.shuffled and isinstance(table, Dictionary):
            table.shuffled = True
        for key, item in value.entries.items():
            item = run.resolve(item)
            if item is MISSING:
                continue
            if type(item) is Alt:
                item = _over(run, item, table.entries.get(key, MISSING))
            run.put(table, key, item)
            if key in value.keys:
                table.keys[key] = value.keys[key]
        return
    pairs = iterate(run, value, frame, node) if isinstance(value, (Seq, View)) else None
    if pairs is not None and isinstance(table, Dictionary):
        for pair in pairs:
            if isinstance(pair, Seq) and pair.plain and len(pair.items) == 2:
                store(run, table, pair.items[0], pair.items[1], frame, node)
            else:
                overwrite(run, table, set(), frame, node, reason)
        return
    overwrite(run, table, set(), frame, node, reason)


def _over(run: Run, item: Alt, below: H) -> H:
    """An entry that may be missing, laid over what was there."""
    yes = _over(run, item.yes, below) if type(item.yes) is Alt else below if item.yes is MISSING else item.yes
    no = _over(run, item.no, below) if type(item.no) is Alt else below if item.no is MISSING else item.no
    return run.choose(item.key, item.text, yes, no, item.origin)


def overwrite(run: Run, table: Any, sure: set[Any], frame: Frame, node: ast.AST, reason: Reason) -> None:
    for existing in list(table.entries):
        if existing not in sure:
            run.put(table, existing, run.unknown(reason, frame, node))
    run.spoil(table, reason)


# Subscripts


def _subscript(run: Run, frame: Frame, node: ast.Subscript) -> H:
    base = run.eval(node.value, frame)
    if isinstance(node.slice, ast.Slice):
        return _slice(run, frame, node, base)
    if isinstance(base, Reference) and not base.qualified_name.startswith("os.environ"):
        return base if _is_typing(base) else run.unknown(Reason.IMPORT, frame, node)
    index = run.eval(node.slice, frame)
    return run.lift(base, lambda one: run.lift(index, lambda key: subscript(run, one, key, frame, node)))


def _is_typing(base: Reference) -> bool:
    last = base.qualified_name.rpartition(".")[2]
    return last[:1].isupper()


def subscript(run: Run, base: H, key: H, frame: Frame, node: ast.AST) -> H:
    """``base[key]``, both free of alternatives."""
    known = key_of(run, key)
    if isinstance(base, Dictionary):
        return _entry(run, base, key, known, frame, node)
    if isinstance(base, Seq) and isinstance(known, int):
        return _item(run, base, known, frame, node)
    if type(base) is Const and isinstance(base.value, str) and isinstance(known, int):
        if -len(base.value) <= known < len(base.value):
            return Const(base.value[known], frame.origin(node))
        return run.fails("IndexError", Reason.SUBSCRIPT, frame, node)
    if isinstance(base, Class) and base.form == "enum" and isinstance(known, str):
        return base.entries.get(known) or run.fails("KeyError", Reason.SUBSCRIPT, frame, node)
    if isinstance(base, (Class, Function)) or (isinstance(base, Thing) and type(base).__name__ == "Builtin"):
        return base  # Generic[...]
    if isinstance(base, Object) and base.cls is not None:
        if base.cls.form == "namedtuple" and isinstance(known, int):
            names = list(base.cls.annotations)
            if -len(names) <= known < len(names):
                return base.entries.get(names[known]) or run.unknown(Reason.SUBSCRIPT, frame, node)
        method = base.cls.find("__getitem__")
        if isinstance(method, Function):
            from k8slint.evaluate.heap import Arguments

            return run.call(method, Arguments([base, key]), frame, node)
    if isinstance(base, Reference) and base.qualified_name == "os.environ":
        from k8slint.evaluate.outside import environment_variable

        said = environment_variable(run, key, frame, node)
        if said is not None:
            return said
        return run.unknown(
            Reason.EXTERNAL, frame, node, type="str", symbol=("environ", known if known is not NO_KEY else id(node))
        )
    symbol = ("item", symbol_of(base), known) if known is not NO_KEY and isinstance(base, Opaque) else None
    return run.opaque(base, Reason.SUBSCRIPT, frame, node, symbol=symbol)


def _entry(run: Run, table: Dictionary, key: H, known: Any, frame: Frame, node: ast.AST) -> H:
    if known is NO_KEY:
        return _selected(run, table, key, frame, node, None)
    item = run.present(table.entries.get(known, MISSING))
    if item is not MISSING:
        return item
    if isinstance(table.factory, Const):
        return table.factory
    if not table.complete:
        return run.unknown(table.reason or Reason.SUBSCRIPT, frame, node)
    if table.factory is not None:
        from k8slint.evaluate.heap import Arguments

        made = run.call(table.factory, Arguments(), frame, node)
        run.put(table, known, made)
        return made
    return run.fails("KeyError", Reason.SUBSCRIPT, frame, node)


def _hashable(known: Any) -> bool:
    try:
        hash(known)
    except TypeError:
        return False
    return True


def _selected(run: Run, table: Dictionary, key: H, frame: Frame, node: ast.AST, default: H | None) -> H:
    """The entry of a known dict under an unknown key: an alternative for each key."""
    entries = [(name, run.present(item)) for name, item in table.entries.items() if item is not MISSING]
    simple = all(not isinstance(name, Thing) for name, _ in entries)
    limit = 8
    if not isinstance(key, Opaque) or not table.complete or table.factory is not None or not simple or not entries:
        return run.opaque(key, Reason.SUBSCRIPT, frame, node)
    if len(entries) > limit:
        return run.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    if default is None:
        result, entries = entries[-1][1], entries[:-1]
    else:
        result = default
    for name, item in reversed(entries):
        kind = "number" if isinstance(name, (int, float, complex)) else type(name).__name__
        test = ("==", key.key, (kind, name))
        result = run.choose(test, f"{key.detail} == {name!r}", item, result, origin)
    return result


def _item(run: Run, seq: Seq, index: int, frame: Frame, node: ast.AST) -> H:
    items = seq.items
    if not seq.plain:
        # What stands before the item decides where it is.
        before = items[: index + 1] if index >= 0 else items[index:] if -index <= len(items) else items
        if any(type(item) is Rest or (type(item) is Alt and may_miss(run, item)) for item in before):
            items = [item for item in map(run.resolve, items) if item is not MISSING]
            if any(type(item) is Rest or (type(item) is Alt and may_miss(run, item)) for item in items):
                return run.unknown(Reason.SUBSCRIPT, frame, node)
    if -len(items) <= index < len(items):
        return run.present(items[index])
    return run.fails("IndexError", Reason.SUBSCRIPT, frame, node)


def may_miss(run: Run, item: H) -> bool:
    item = run.resolve(item)
    if type(item) is Alt:
        return may_miss(run, item.yes) or may_miss(run, item.no)
    return item is MISSING or type(item) is Rest


def _slice(run: Run, frame: Frame, node: ast.Subscript, base: H) -> H:
    assert isinstance(node.slice, ast.Slice)
    bounds = [run.eval(part, frame) if part else None for part in (node.slice.lower, node.slice.upper, node.slice.step)]

    def cut(one: H) -> H:
        known = [bound.value if type(bound) is Const else None for bound in bounds]
        if any(bound is not None and type(bound) is not Const for bound in bounds) or known[2] == 0:
            return run.opaque(one, Reason.SUBSCRIPT, frame, node, type=decided_type(one))
        where = slice(*known)
        try:
            if type(one) is Const and isinstance(one.value, (str, bytes)):
                return Const(one.value[where], frame.origin(node))
            if isinstance(one, Seq) and one.plain:
                run.spend(len(one.items) // 8)
                return Seq(one.items[where], frame.origin(node), one.kind)
        except TypeError:
            pass
        return run.opaque(one, Reason.SUBSCRIPT, frame, node, type=decided_type(one))

    return run.lift(base, cut)


# Operators

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
}


def _binary(run: Run, frame: Frame, node: ast.BinOp) -> H:
    # Chains of operators lean left: walking them in a loop keeps 500 of them from exhausting the stack.
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
    value = run.eval(chain[-1].left, frame)
    for part in reversed(chain):
        value = run.resolve(binary(run, type(part.op), value, run.eval(part.right, frame), frame, part))
    return value


def binary(run: Run, op: type[ast.operator], left: H, right: H, frame: Frame, node: ast.AST) -> H:
    """``left op right``."""
    return run.lift(left, lambda a: run.lift(right, lambda b: _operate(run, op, a, b, frame, node)))


def _operate(run: Run, op: type[ast.operator], left: H, right: H, frame: Frame, node: ast.AST) -> H:
    origin = frame.origin(node)
    if isinstance(left, View) or isinstance(right, View):
        left, right = _as_set(run, left, frame, node), _as_set(run, right, frame, node)
    if isinstance(left, Seq):
        if op is ast.Add and isinstance(right, Seq) and left.kind == right.kind in ("list", "tuple"):
            run.spend((len(left.items) + len(right.items)) // 8)
            return Seq(left.items + right.items, origin, left.kind)
        if op is ast.Add and isinstance(right, Unknown) and left.kind in ("list", "tuple"):
            rest = Rest(run.opaque(right, Reason.SPLAT, frame, node))
            return Seq([*left.items, rest], origin, left.kind)
        if op is ast.Mult and type(right) is Const and isinstance(right.value, int) and left.kind in ("list", "tuple"):
            if right.value * len(left.items) <= MAX_ITEMS:
                run.spend(right.value * len(left.items) // 8)
                return Seq(left.items * right.value, origin, left.kind)
            return run.unknown(Reason.LIMIT, frame, node, type=left.kind)
    if op is ast.Add and isinstance(left, Unknown) and isinstance(right, Seq) and right.kind in ("list", "tuple"):
        return Seq([Rest(run.opaque(left, Reason.SPLAT, frame, node)), *right.items], origin, right.kind)
    if op is ast.BitOr and isinstance(left, Dictionary):
        result = Dictionary({}, origin)
        merge_into(run, result, left, frame, node)
        merge_into(run, result, right, frame, node)
        return result
    if op in (ast.RShift, ast.LShift) and type(left) is not Const and type(right) is not Const:
        return right  # task dependencies
    if op is ast.Div and _is_path(left) and type(right) is Const and isinstance(right.value, str):
        from k8slint.evaluate.paths import join_path

        return join_path(run, left, [right], frame, node)
    if op is ast.Mod and type(left) is Const and isinstance(left.value, str):
        return percent(run, left, right, frame, node)
    try:
        a, b = plain(run, left), plain(run, right)
    except NotPlain as stop:
        return _unknown_operation(run, op, left, right, stop.value, frame, node)
    return fold(run, _OPERATORS.get(op), op, a, b, frame, node)


def _as_set(run: Run, value: H, frame: Frame, node: ast.AST) -> H:
    """``keys()`` and ``items()`` of a dict in operations of sets."""
    if not isinstance(value, View) or value.name == "values":
        return value
    return Seq(distinct(run, _viewed(run, value, frame, node)), value.origin, "set")


def _is_path(value: H) -> bool:
    if isinstance(value, Object):
        from k8slint.evaluate.paths import is_path

        return is_path(value)
    return local_path(value) is not None


def _unknown_operation(
    run: Run, op: type[ast.operator], left: H, right: H, unknown: H, frame: Frame, node: ast.AST
) -> H:
    if op is ast.Add and (_is_text(left) or _is_text(right)):
        return run.opaque(unknown, Reason.FORMAT, frame, node, type="str")
    if isinstance(left, Object) and left.cls is not None and op in DUNDERS:
        method = left.cls.find(DUNDERS[op])
        if isinstance(method, Function):
            from k8slint.evaluate.heap import Arguments

            return run.call(method, Arguments([left, right]), frame, node)
    return run.opaque(unknown, Reason.OPERATOR, frame, node)


DUNDERS: dict[type[ast.operator], str] = {
    ast.Add: "__add__",
    ast.BitOr: "__or__",
    ast.Mult: "__mul__",
    ast.Sub: "__sub__",
    ast.Div: "__truediv__",
    ast.Mod: "__mod__",
}


def _is_text(value: H) -> bool:
    return (type(value) is Const and isinstance(value.value, str)) or (
        isinstance(value, Unknown) and value.type == "str"
    )


def fold(run: Run, function: Any, op: type[ast.operator] | None, a: Any, b: Any, frame: Frame, node: ast.AST) -> H:
    """Python's own operator on known values, within bounds."""
    if function is None or too_large(op, a, b):
        return run.unknown(Reason.LIMIT, frame, node)
    try:
        result = function(a, b)
    except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
        return run.fails(type(error).__name__, Reason.OPERATOR, frame, node)
    if isinstance(result, (str, bytes)):
        run.spend(len(result) // 32)
    return heapify(result, frame.origin(node))


def too_large(op: type[ast.operator] | None, a: Any, b: Any) -> bool:
    """Whether an operation may give more than anybody writes."""
    sizes = [len(x) if isinstance(x, (str, bytes, list, tuple)) else 0 for x in (a, b)]
    bits = [x.bit_length() if isinstance(x, int) else 0 for x in (a, b)]
    if op is ast.Mult:
        times = [abs(x) if isinstance(x, int) else 1 for x in (a, b)]
        return sizes[0] * times[1] > MAX_TEXT or sizes[1] * times[0] > MAX_TEXT or sum(bits) > MAX_BITS
    if op is ast.Pow:
        return bits[0] * (abs(b) if isinstance(b, int) else 1) > MAX_BITS
    if op is ast.LShift:
        return isinstance(b, int) and bits[0] + b > MAX_BITS
    return sum(sizes) > MAX_TEXT


def _unary(run: Run, frame: Frame, node: ast.UnaryOp) -> H:
    operand = run.eval(node.operand, frame)
    if isinstance(node.op, ast.Not):
        return negate(run, operand, frame, node)

    def apply(value: H) -> H:
        if type(value) is Const and isinstance(value.value, (int, float, complex)):
            number = value.value
            if isinstance(node.op, ast.USub):
                return Const(-number, frame.origin(node))
            if isinstance(node.op, ast.UAdd):
                return Const(+number, frame.origin(node))
            if isinstance(number, int):
                return Const(~int(number), frame.origin(node))
        return run.opaque(value, Reason.OPERATOR, frame, node)

    return run.lift(operand, apply)


def negate(run: Run, value: H, frame: Frame, node: ast.AST) -> H:
    tree = truth(run, value)
    return boolean(run, tree, frame, node, flip=True)


def boolean(run: Run, tree: Tree, frame: Frame, node: ast.AST, flip: bool = False) -> H:
    """A decision tree as a value: True, False, or alternatives of them."""
    origin = frame.origin(node)
    if isinstance(tree, bool):
        return Const(tree != flip, origin)
    key, yes, no = tree
    if is_large(tree):  # its parts are shared: taken apart, they would double at each test
        decided = decide(tree)
        assert not isinstance(decided, bool)
        return Alt(decided[0], "a condition", Const(not flip, origin), Const(flip, origin), origin)
    return Alt(key, text_of_key(key), boolean(run, yes, frame, node, flip), boolean(run, no, frame, node, flip), origin)


def text_of_key(key: Key) -> str:
    """How a test is shown when no source text is at hand."""
    if key[0] == "==":
        return f"{_shown(key[1])} == {key[2][1]!r}"
    if key[0] == "truth":
        return _shown(key[1])
    return "a condition"


def _shown(symbol: Any) -> str:
    if isinstance(symbol, tuple) and symbol and symbol[-1] is not None and isinstance(symbol[-1], str):
        return symbol[-1]
    return "a value"


# Truth


def truth(run: Run, value: H) -> Tree:
    """Whether a value is true, as a decision tree over what isn't known."""
    value = run.resolve(value)
    if type(value) is Alt:
        outer = run.assumptions
        run.assumptions = outer.assume(value.key, 0)
        yes = truth(run, value.yes)
        run.assumptions = outer.assume(value.key, 1)
        no = truth(run, value.no)
        run.assumptions = outer
        return yes if isinstance(yes, bool) and yes is no else (value.key, yes, no)
    if type(value) is Const:
        return bool(value.value)
    if isinstance(value, View):
        return truth(run, value.table)
    if isinstance(value, Seq) and value.kind == "iterator":
        return True
    if isinstance(value, Seq):
        return _nonempty(run, value)
    if isinstance(value, Dictionary):
        if any(item is not MISSING and type(item) is not Alt for item in value.entries.values()):
            return True
        if value.complete and not any(type(item) is Alt for item in value.entries.values()):
            return False
        return _atom(run, ("truth", ("size", id(value), value.version)))
    if isinstance(value, Object) and value.cls is not None and not value.cls.opaque:
        if value.cls.form == "enum" and is_text_enum(value):
            return truth(run, value.entries["value"])
        if value.cls.find("__bool__") or value.cls.find("__len__") or _may_be_empty(value.cls):
            return _atom(run, ("truth", ("id", id(value))))
        return True
    if isinstance(value, Opaque):
        symbol = value.key
        if isinstance(symbol, tuple) and symbol[0] in ("==", "tree", "truth"):
            return _atom(run, symbol)
        return _atom(run, ("truth", symbol))
    if isinstance(value, (Function, Class, ModuleObject, Method, Partial, Decorated, ModelObject)):
        return True
    if isinstance(value, Reference):
        return True if _is_typing(value) else _atom(run, ("truth", value.qualified_name))
    return _atom(run, ("truth", ("id", id(value))))


def _may_be_empty(cls: Class) -> bool:
    """Whether a base outside may say how long an object is: one of Python's own types, or of an unknown library."""
    own = ("airflow.", "kubernetes.", "enum.")
    return not all(name.startswith(own) for name in cls.external)


def _atom(run: Run, key: Key) -> Tree:
    branch = run.assumptions.branch(key)
    return (key, True, False) if branch is None else branch == 0


def _nonempty(run: Run, seq: Seq) -> Tree:
    tree: Tree = False
    size = 1
    for item in reversed(seq.items):
        item = run.resolve(item)
        if type(item) is Rest:
            tree, size = _atom(run, ("truth", ("rest", id(item)))), 2
        elif type(item) is Alt:
            absent = absence_count(item)
            size = leaf_count(item) - absent + absent * size
            if size > MAX_LEAVES:  # what is behind an item stands wherever that may be missing
                return _atom(run, ("truth", ("size", id(seq), seq.version)))
            tree = _there(run, item, tree)
        elif item is not MISSING:
            return True
    return tree


def _there(run: Run, item: H, below: Tree) -> Tree:
    if type(item) is Alt:
        return (item.key, _there(run, item.yes, below), _there(run, item.no, below))
    if type(item) is Rest:
        return _atom(run, ("truth", ("rest", id(item))))
    return below if item is MISSING else True


def _bool_op(run: Run, frame: Frame, node: ast.BoolOp) -> H:
    return _bool_chain(run, frame, node, node.values)


def _bool_chain(run: Run, frame: Frame, node: ast.BoolOp, operands: list[ast.expr]) -> H:
    left = run.eval(operands[0], frame)
    if len(operands) == 1:
        return left
    is_and = isinstance(node.op, ast.And)
    decided = decide(truth(run, left))
    if isinstance(decided, bool):
        return _bool_chain(run, frame, node, operands[1:]) if decided == is_and else left
    key, positive = decided
    goes_on = positive == is_and
    text = text_of(frame.origin(operands[0])) if positive else f"not {text_of(frame.origin(operands[0]))}"

    def rest() -> H:
        return _bool_chain(run, frame, node, operands[1:])

    def stay() -> H:
        value = run.resolve(left)
        # A falsy unknown bool is False, so that `a and b` stays a test.
        if isinstance(value, Opaque) and value.type == "bool":
            return Const(not is_and, frame.origin(operands[0]))
        return value

    yes, no = (rest, stay) if goes_on else (stay, rest)
    return run.fork(key, text, frame.origin(node), yes, no)


def _if_expression(run: Run, frame: Frame, node: ast.IfExp) -> H:
    decided = decide(truth(run, run.eval(node.test, frame)))
    if isinstance(decided, bool):
        return run.eval(node.body if decided else node.orelse, frame)
    key, positive = decided
    text = text_of(frame.origin(node.test))

    def body() -> H:
        return run.eval(node.body, frame)

    def orelse() -> H:
        return run.eval(node.orelse, frame)

    if positive:
        return run.fork(key, text, frame.origin(node), body, orelse)
    return run.fork(key, f"not ({text})", frame.origin(node), orelse, body)


# Comparisons

_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


def _compare(run: Run, frame: Frame, node: ast.Compare) -> H:
    left = run.eval(node.left, frame)
    result: H | None = None
    for op, right_node in zip(node.ops, node.comparators, strict=False):
        right = run.eval(right_node, frame)
        one = compare(run, op, left, right, frame, node)
        if result is None:
            result = one
        else:
            before = result
            decided = decide(truth(run, before))
            if decided is True:
                result = one
            elif decided is not False:
                result = run.unknown(Reason.OPERATOR, frame, node, type="bool")
        left = right
    assert result is not None
    return result


def compare(run: Run, op: ast.cmpop, left: H, right: H, frame: Frame, node: ast.AST) -> H:
    if isinstance(op, (ast.NotEq, ast.IsNot, ast.NotIn)):
        positive: ast.cmpop = {ast.NotEq: ast.Eq, ast.IsNot: ast.Is, ast.NotIn: ast.In}[type(op)]()
        return negate(run, compare(run, positive, left, right, frame, node), frame, node)
    return run.lift(left, lambda a: run.lift(right, lambda b: _compare_one(run, op, a, b, frame, node)))


def _compare_one(run: Run, op: ast.cmpop, left: H, right: H, frame: Frame, node: ast.AST) -> H:
    origin = frame.origin(node)
    if isinstance(op, ast.Is):
        return _identical(run, left, right, frame, node)
    if isinstance(op, ast.Eq):
        return equal(run, left, right, frame, node)
    if isinstance(op, ast.In):
        return contains(run, right, left, frame, node)
    try:
        return Const(bool(_COMPARISONS[type(op)](plain(run, left), plain(run, right))), origin)
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.OPERATOR, frame, node, type="bool", symbol=_ordering(op, left, right))
    except (TypeError, RecursionError) as error:
        return run.fails(type(error).__name__, Reason.OPERATOR, frame, node, type="bool")


def _ordering(op: ast.cmpop, left: H, right: H) -> Any:
    def side(value: H) -> Any:
        return ("const", value.value) if type(value) is Const else symbol_of(value)

    symbol = (type(op).__name__, side(left), side(right))
    return symbol if _hashable(symbol) else None


def _identical(run: Run, left: H, right: H, frame: Frame, node: ast.AST) -> H:
    origin = frame.origin(node)
    if left is right and not isinstance(left, Unknown):
        return Const(True, origin)
    if type(right) is Const and (right.value is None or isinstance(right.value, bool)):
        if isinstance(left, Unknown):
            if left.type not in (None, "NoneType", "bool"):
                return Const(False, origin)
            return equal(run, left, right, frame, node)
        if type(left) is Const:
            return Const(left.value is right.value, origin)
        if not isinstance(left, Reference):
            return Const(False, origin)
    if isinstance(left, Builtin) and isinstance(right, Builtin):
        return Const(left.name == right.name, origin)
    made = (Seq, Dictionary, ModelObject, Object, Class, Function, Builtin)
    if isinstance(left, made) and isinstance(right, made) and not (_is_tuple(left) and _is_tuple(right)):
        return Const(False, origin)
    if type(left) is Const and type(right) is Const:
        return Const(type(left.value) is type(right.value) and left.value == right.value, origin)
    return run.opaque(left, Reason.OPERATOR, frame, node, type="bool")


def _is_tuple(value: H) -> bool:
    """Whether a value can't change: Python may keep two that are equal as one."""
    return isinstance(value, Seq) and value.kind in ("tuple", "frozenset")


def equal(run: Run, left: H, right: H, frame: Frame, node: ast.AST) -> H:
    """``left == right``."""
    run.spend(1)
    origin = frame.origin(node)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, Opaque) and type(other) is Const:
            if one.symbol == ("name",) and other.value == "__main__":
                return Const(False, origin)
            if one.type == "bool" and isinstance(other.value, bool):
                return boolean(run, truth(run, one), frame, node, flip=not other.value)
            # 1, 1.0 and True are one constant: they are equal
            numeric = isinstance(other.value, (int, float, complex))
            constant = ("number" if numeric else type(other.value).__name__, other.value)
            test = ("==", one.key, constant)
            return run.opaque(one, Reason.OPERATOR, frame, node, type="bool", symbol=test if _hashable(test) else None)
    if left is right and isinstance(left, (Seq, Dictionary, ModelObject)):
        return Const(True, origin)
    if _never_equal(left, right):
        return Const(False, origin)
    try:
        return Const(bool(plain(run, left) == plain(run, right)), origin)
    except RecursionError:  # two lists that contain themselves
        return run.fails("RecursionError", Reason.OPERATOR, frame, node, type="bool")
    except NotPlain as stop:
        if left is right and isinstance(left, Thing):
            return Const(True, origin)
        if isinstance(left, Object) and isinstance(right, Object) and left.cls is right.cls is not None:
            if left.cls is not None and left.cls.form == "enum":
                return Const(left is right, origin)
        return run.opaque(stop.value, Reason.OPERATOR, frame, node, type="bool")


def _never_equal(left: H, right: H) -> bool:
    """Whether the types alone tell that two values differ, whatever they hold."""

    def family(value: H) -> str | None:
        if isinstance(value, Seq):
            return {"frozenset": "set", "iterator": None}.get(value.kind, value.kind)
        if isinstance(value, Dictionary):
            return "dict"
        if isinstance(value, ModelObject):
            return "model"
        return "constant" if type(value) is Const else None

    one, other = family(left), family(right)
    return one is not None and other is not None and one != other


def contains(run: Run, container: H, item: H, frame: Frame, node: ast.AST) -> H:
    """``item in container``."""
    origin = frame.origin(node)
    known = key_of(run, item)
    if isinstance(container, Dictionary):
        if known is not NO_KEY:
            here = _presence(run.resolve(container.entries.get(known, MISSING)), Const(True, origin))
            if here is MISSING:
                if container.complete:
                    return Const(False, origin)
            else:
                return _or_false(here, origin)
            return run.unknown(Reason.OPERATOR, frame, node, type="bool")
        names = list(dictionary_keys(run, container)) if container.complete else None
    elif isinstance(container, View) and container.name == "keys":
        return contains(run, container.table, item, frame, node)
    elif isinstance(container, View):
        names = _viewed(run, container, frame, node)
        names = None if any(type(name) in (Rest, Alt) for name in names) else names
    elif isinstance(container, Seq) and container.kind == "iterator":
        names = None  # it is used up to where the item is found
        run.replace(container, [Rest(run.unknown(Reason.LOOP, frame, node))])
    elif isinstance(container, Seq):
        names = members(run, container) if container.plain else None
    elif type(container) is Const and isinstance(container.value, str) and type(item) is Const:
        if isinstance(item.value, str):
            return Const(item.value in container.value, origin)
        return run.unknown(Reason.OPERATOR, frame, node, type="bool")
    elif isinstance(container, Class) and container.form == "enum":
        return Const(isinstance(item, Object) and item.cls is container, origin)
    elif isinstance(container, Reference) and container.qualified_name == "os.environ":
        from k8slint.evaluate.outside import environment_variable

        if environment_variable(run, item, frame, node) is not None:
            return Const(True, origin)
        names = None
    else:
        names = None
    if names is None:
        return run.opaque(container, Reason.OPERATOR, frame, node, type="bool")
    result: H = Const(False, origin)
    for name in reversed(names[:64] if isinstance(item, Unknown) else names):
        tree = truth(run, equal(run, item, name, frame, node))
        if isinstance(tree, bool):
            result = Const(True, origin) if tree else result
        elif isinstance(tree, tuple) and tree[1] is True and tree[2] is False:
            result = Alt(tree[0], text_of_key(tree[0]), Const(True, origin), result, origin)
        else:
            return run.unknown(Reason.OPERATOR, frame, node, type="bool")
    return result if len(names) <= 16 or type(result) is Const else run.unknown(Reason.LIMIT, frame, node, type="bool")


def _or_false(value: H, origin: Origin) -> H:
    if type(value) is Alt:
        return Alt(value.key, value.text, _or_false(value.yes, origin), _or_false(value.no, origin), origin)
    return Const(False, origin) if value is MISSING else value


# Texts


def _joined(run: Run, frame: Frame, node: ast.JoinedStr) -> H:
    origin = frame.origin(node)
    parts: list[H] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            value = run.eval(part.value, frame)
            spec = run.eval(part.format_spec, frame) if part.format_spec else None
            parts.append(formatted(run, value, part.conversion, spec, frame, part))
        else:
            parts.append(run.eval(part, frame))
    return join_texts(run, parts, origin, frame, node)


def join_texts(run: Run, parts: list[H], origin: Origin, frame: Frame, node: ast.AST) -> H:
    """The concatenation of texts; unknown if any is."""
    if all(type(part) is Const for part in parts):
        text = "".join(part.value for part in parts)  # type: ignore[union-attr]
        run.spend(len(text) // 32)
        return Const(text, origin) if len(text) <= MAX_TEXT else run.unknown(Reason.LIMIT, frame, node, type="str")
    result: H = Const("", origin)
    for part in parts:
        whole = result
        result = run.lift(whole, lambda a: run.lift(part, lambda b: _concatenated(run, a, b, origin, frame, node)))  # noqa: B023
    return result


def _concatenated(run: Run, a: H, b: H, origin: Origin, frame: Frame, node: ast.AST) -> H:
    if type(a) is Const and type(b) is Const:
        if len(a.value) + len(b.value) > MAX_TEXT:
            return run.unknown(Reason.LIMIT, frame, node, type="str")
        return Const(a.value + b.value, origin)
    if isinstance(a, Unknown) and a.origin.node is node:
        return a
    return run.opaque(a if isinstance(a, Unknown) else b, Reason.FORMAT, frame, node, type="str")


def formatted(run: Run, value: H, conversion: int, spec: H | None, frame: Frame, node: ast.AST) -> H:
    """``{value!conversion:spec}`` as text."""

    def one(item: H) -> H:
        if spec is not None and type(spec) is not Const:
            return run.unknown(Reason.FORMAT, frame, node, type="str")
        if conversion in (97, 114):
            item = text_repr(run, item, frame, node, ascii_only=conversion == 97)
        elif spec is None or not spec.value:
            return text_str(run, item, frame, node, formatting=conversion == -1)
        if spec is None or not spec.value:
            return item
        if type(item) is Const and sane_spec(spec.value):
            try:
                return Const(
                    format(str(item.value) if conversion == 115 else item.value, spec.value), frame.origin(node)
                )
            except (ValueError, TypeError, OverflowError) as error:
                return run.fails(type(error).__name__, Reason.FORMAT, frame, node, type="str")
        return run.opaque(item, Reason.FORMAT, frame, node, type="str")

    return run.lift(value, one)


def sane_spec(spec: str) -> bool:
    """Whether a format specification has no width that nobody writes."""
    return all(len(number) <= 4 for number in "".join(c if c.isdigit() else " " for c in spec).split())


def text_str(run: Run, value: H, frame: Frame, node: ast.AST, formatting: bool = False) -> H:
    """``str(value)``; ``formatting`` for ``format(value, "")``, which differs for enums by Python version."""
    origin = frame.origin(node)
    if type(value) is Const:
        return value if isinstance(value.value, str) else _written(run, str, value.value, frame, node)
    if isinstance(value, Unknown) and value.type == "str":
        return value
    if isinstance(value, Object) and value.cls is None and _is_path(value):
        from k8slint.evaluate.paths import TEXT

        return value.entries[TEXT]
    if isinstance(value, Object) and value.cls is not None:
        own = ("__format__", "__str__") if formatting else ("__str__",)
        for name in own if value.cls.form == "enum" else (*own, "__repr__"):
            method = value.cls.find(name)
            if isinstance(method, Function):
                from k8slint.evaluate.heap import Arguments

                extra: list[H] = [Const("", origin)] if name == "__format__" else []
                return run.call(method, Arguments([value, *extra]), frame, node)
        if value.cls.form == "enum":
            return _enum_text(run, value, value.cls, frame, node)
    try:
        known = plain(run, value, shown=True)
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.FORMAT, frame, node, type="str", path=local_path(value))
    if isinstance(known, (set, frozenset)) and len(known) > 1:
        return run.unknown(Reason.FORMAT, frame, node, type="str")  # the order differs from run to run
    return _written(run, str, known, frame, node)


def _written(run: Run, function: Callable[[Any], str], value: Any, frame: Frame, node: ast.AST) -> H:
    try:
        return Const(function(value), frame.origin(node))
    except ValueError as error:  # an int of more digits than Python writes
        return run.fails(type(error).__name__, Reason.FORMAT, frame, node, type="str")


def _enum_text(run: Run, member: Object, cls: Class, frame: Frame, node: ast.AST) -> H:
    """``str(member)``: those that are also a str or int look differently by Python's version."""
    name = member.entries.get("name", MISSING)
    if "enum.StrEnum" in cls.external and is_text_enum(member):
        return member.entries["value"]
    if cls.external == ["enum.Enum"] and type(name) is Const:
        return Const(f"{cls.name}.{name.value}", frame.origin(node))
    return run.unknown(Reason.FORMAT, frame, node, type="str")


def text_repr(run: Run, value: H, frame: Frame, node: ast.AST, ascii_only: bool = False) -> H:
    """``repr(value)``."""
    try:
        known = plain(run, value, shown=True)
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    if isinstance(known, (set, frozenset)) and len(known) > 1:
        return run.unknown(Reason.FORMAT, frame, node, type="str")
    return _written(run, ascii if ascii_only else repr, known, frame, node)


def percent(run: Run, left: Const, right: H, frame: Frame, node: ast.AST) -> H:
    """``"%s" % value``."""
    if not sane_spec(left.value):
        return run.unknown(Reason.LIMIT, frame, node, type="str")
    try:
        return Const(left.value % plain(run, right, shown=True), frame.origin(node))
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.FORMAT, frame, node, type="str")
    except (TypeError, ValueError, KeyError, OverflowError) as error:
        return run.fails(type(error).__name__, Reason.FORMAT, frame, node, type="str")


class UnsafeFormat(Exception):
    """A format that isn't applied."""


class SafeFormatter(string.Formatter):
    """``str.format`` without attribute access and huge widths."""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        if "." in field_name:
            raise UnsafeFormat(field_name)
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> str:
        if not sane_spec(format_spec):
            raise UnsafeFormat(format_spec)
        return format(value, format_spec)


# Comprehensions


def _comprehension(run: Run, frame: Frame, node: ast.ListComp | ast.SetComp | ast.GeneratorExp) -> H:
    items: list[H] = []
    _generate(
        run, _inner(frame, node), node.generators, 0, lambda inner: items.append(run.eval(node.elt, inner)), items, node
    )
    kind = "set" if isinstance(node, ast.SetComp) else "list"
    if isinstance(node, ast.GeneratorExp):
        kind = "iterator"
    return Seq(distinct(run, items) if kind == "set" else items, frame.origin(node), kind)


def _dict_comprehension(run: Run, frame: Frame, node: ast.DictComp) -> H:
    result = Dictionary({}, frame.origin(node))

    def add(inner: Frame) -> None:
        key = run.eval(node.key, inner)
        store(run, result, key, run.eval(node.value, inner), inner, node.key)

    _generate(run, _inner(frame, node), node.generators, 0, add, result, node)
    return result


def _inner(frame: Frame, node: ast.AST) -> Frame:
    inner = Frame(
        frame.module, Scope(frame.origin(node), "comprehension", frame.scope), frame.function, frame.cls, frame.qualname
    )
    inner.yields = frame.yields
    return inner


def _generate(
    run: Run,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    add: Callable[[Frame], Any],
    result: list[H] | Dictionary,
    node: ast.AST,
) -> None:
    """Run the loops of a comprehension; items under an undecided ``if`` become alternatives with MISSING."""
    if index == len(generators):
        add(frame)
        return
    from k8slint.evaluate.statements import assign

    generator = generators[index]
    source = run.eval(generator.iter, frame)
    # In what is no list, the order of a set's items doesn't show.
    walk = iterate if isinstance(node, (ast.ListComp, ast.GeneratorExp)) else unordered
    items = walk(run, source, frame, generator.iter)
    if items is None or len(items) > MAX_ITEMS:
        items = [Rest(run.opaque(source, Reason.LOOP, frame, generator.iter))]
    for item in items:
        if type(item) is Rest or (type(item) is Alt and may_miss(run, item)):
            _generate_unknown(run, frame, generators, index, add, result, node, item)
            continue
        assign(run, frame, generator.target, item)
        _filtered(run, frame, generators, index, 0, add, result, node)


def _filtered(
    run: Run,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    test: int,
    add: Callable[[Frame], Any],
    result: list[H] | Dictionary,
    node: ast.AST,
) -> None:
    generator = generators[index]
    if test == len(generator.ifs):
        _generate(run, frame, generators, index + 1, add, result, node)
        return
    decided = decide(truth(run, run.eval(generator.ifs[test], frame)))
    if decided is True:
        _filtered(run, frame, generators, index, test + 1, add, result, node)
    elif decided is not False:
        key, positive = decided
        text = text_of(frame.origin(generator.ifs[test]))
        _maybe(
            run,
            key if positive else ("tree", (key, False, True)),
            text,
            lambda: _filtered(run, frame, generators, index, test + 1, add, result, node),
            result,
            frame.origin(node),
        )


def _maybe(
    run: Run, key: Key, text: str, thunk: Callable[[], None], result: list[H] | Dictionary, origin: Origin
) -> None:
    """What ``thunk`` adds to the result is there only if the test holds."""
    if isinstance(result, Dictionary):
        run.both(key, text, origin, thunk, lambda: None)
        return
    size = len(result)
    run.both(key, text, origin, thunk, lambda: None)
    result[size:] = [run.choose(key, text, item, MISSING, origin) for item in result[size:]]


def _generate_unknown(
    run: Run,
    frame: Frame,
    generators: list[ast.comprehension],
    index: int,
    add: Callable[[Frame], Any],
    result: list[H] | Dictionary,
    node: ast.AST,
    item: H,
) -> None:
    """One round for an item that isn't known or may not be there: for the calls inside, and what it adds is unknown."""
    from k8slint.evaluate.statements import assign

    unknown = run.unknown(Reason.LOOP, frame, generators[index].iter)
    if isinstance(result, Dictionary):
        scratch: Any = Dictionary({}, result.origin)
    else:
        scratch, size = result, len(result)
    assign(run, frame, generators[index].target, unknown if type(item) is Rest else run.present(item))
    if isinstance(result, Dictionary):
        _filtered(run, frame, generators, index, 0, add, scratch, node)
        overwrite(run, result, set(), frame, node, Reason.LOOP)
    else:
        _filtered(run, frame, generators, index, 0, add, scratch, node)
        result[size:] = [Rest(unknown)]


# The rest


def _named(run: Run, frame: Frame, node: ast.NamedExpr) -> H:
    from k8slint.evaluate.statements import assign

    value = run.eval(node.value, frame)
    outer = frame.scope
    while outer.kind == "comprehension" and outer.parent is not None:
        outer = outer.parent
    target = Frame(frame.module, outer, frame.function, frame.cls, frame.qualname)
    assign(run, target, node.target, value)
    return value


def _lambda(run: Run, frame: Frame, node: ast.Lambda) -> H:
    from k8slint.evaluate.calls import make_function

    return make_function(run, frame, node, "<lambda>")


def _attribute(run: Run, frame: Frame, node: ast.Attribute) -> H:
    return run.attribute(run.eval(node.value, frame), node.attr, frame, node)


def _call(run: Run, frame: Frame, node: ast.Call) -> H:
    from k8slint.evaluate.calls import eval_call

    return eval_call(run, frame, node)


def _await(run: Run, frame: Frame, node: ast.Await) -> H:
    return run.eval(node.value, frame)


def _yield(run: Run, frame: Frame, node: ast.Yield | ast.YieldFrom) -> H:
    value = run.eval(node.value, frame) if node.value else Const(None, frame.origin(node))
    if frame.yields is not None:
        if isinstance(node, ast.YieldFrom):
            for item in spread(run, value, frame, node):
                run.append(frame.yields, item)
        else:
            run.append(frame.yields, value)
    return run.unknown(Reason.SYNTAX, frame, node)


def _starred_alone(run: Run, frame: Frame, node: ast.Starred) -> H:
    return run.eval(node.value, frame)


def _not_evaluated(run: Run, frame: Frame, node: ast.expr) -> H:
    return run.unknown(Reason.SYNTAX, frame, node)


class _Table(dict[type, Callable[..., H]]):
    def __missing__(self, kind: type) -> Callable[..., H]:
        return _not_evaluated


EXPRESSIONS: dict[type, Callable[..., H]] = _Table(
    {
        ast.Attribute: _attribute,
        ast.Call: _call,
        ast.List: _list,
        ast.Tuple: _list,
        ast.Set: _list,
        ast.Dict: _dict,
        ast.JoinedStr: _joined,
        ast.BinOp: _binary,
        ast.UnaryOp: _unary,
        ast.BoolOp: _bool_op,
        ast.Compare: _compare,
        ast.IfExp: _if_expression,
        ast.Subscript: _subscript,
        ast.Lambda: _lambda,
        ast.ListComp: _comprehension,
        ast.SetComp: _comprehension,
        ast.GeneratorExp: _comprehension,
        ast.DictComp: _dict_comprehension,
        ast.NamedExpr: _named,
        ast.Await: _await,
        ast.Yield: _yield,
        ast.YieldFrom: _yield,
        ast.Starred: _starred_alone,
    }
)
