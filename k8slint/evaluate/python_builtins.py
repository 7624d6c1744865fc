"""Python's built-in functions."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.expressions import (
    MAX_ITEMS,
    NotPlain,
    boolean,
    distinct,
    formatted,
    heapify,
    iterate,
    merge_into,
    overwrite,
    plain,
    text_repr,
    text_str,
    too_large,
    truth,
    uncertain,
    unordered,
)
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Arguments,
    Builtin,
    Class,
    Descriptor,
    Dictionary,
    Frame,
    Function,
    H,
    Library,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Rest,
    Seq,
    View,
    local_path,
)
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run


def make_dict(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``dict(mapping, **keywords)``."""
    from k8slint.evaluate.expressions import SITE_KEYS

    result = Dictionary({}, frame.origin(node))
    for other in arguments.positional[:1]:
        merge_into(run, result, other, frame, node)
    if not arguments.complete:
        overwrite(run, result, set(arguments.keywords), frame, node, Reason.SPLAT)
    for name, value in arguments.keywords.items():
        result.entries[name] = value
        if name in arguments.keys:
            result.keys[name] = arguments.keys[name]
    if not arguments.complete:
        result.complete, result.reason = False, Reason.SPLAT
    if not SITE_KEYS.isdisjoint(arguments.keywords):
        run.records.dicts.append(result)
    return result


def needs_all(function: Library) -> Library:
    """A function that isn't applied where some of its arguments aren't known: not even how many there are."""

    def apply(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        return function(run, arguments, frame, node) if arguments.complete else run.unknown(Reason.SPLAT, frame, node)

    return apply


def make_sequence(kind: str) -> Library:
    def make(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        if not arguments.positional:
            return Seq([], frame.origin(node), kind)
        walk = unordered if kind in ("set", "frozenset") else iterate
        items = walk(run, arguments.positional[0], frame, node)
        if items is None:
            items = [Rest(run.opaque(arguments.positional[0], Reason.SPLAT, frame, node))]
        run.spend(len(items) // 8)
        return Seq(distinct(run, items) if kind in ("set", "frozenset") else items, frame.origin(node), kind)

    return make


def plain_call(name: str, function: Callable[..., Any], kind: str | None = None) -> Library:
    """A function of known values only."""

    def apply(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        from k8slint.evaluate.methods import over_all

        def one(given: list[H]) -> H:
            count = len(arguments.positional)
            try:
                positional = [plain(run, value) for value in given[:count]]
                keywords = {
                    key: plain(run, value) for key, value in zip(arguments.keywords, given[count:], strict=False)
                }
                if name == "pow" and too_large(ast.Pow, *([*positional, 0, 0])[:2]):
                    return run.unknown(Reason.LIMIT, frame, node, type=kind)
                return heapify(function(*positional, **keywords), frame.origin(node))
            except NotPlain as stop:
                return run.opaque(stop.value, Reason.CALL, frame, node, type=kind)
            except (TypeError, ValueError, OverflowError, ArithmeticError, LookupError) as error:
                return run.fails(type(error).__name__, Reason.CALL, frame, node, type=kind)

        return over_all(run, [*arguments.positional, *arguments.keywords.values()], one, frame, node, kind)

    return apply


def _str(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 1 and not arguments.keywords:
        return run.lift(arguments.positional[0], lambda one: text_str(run, one, frame, node))
    return plain_call("str", str, "str")(run, arguments, frame, node)


def _repr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    return run.lift(arguments.positional[0], lambda one: text_repr(run, one, frame, node))


def _format(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node, type="str")
    return formatted(run, arguments.positional[0], -1, arguments.get(1, ""), frame, node)


def _bool(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    tree = truth(run, arguments.positional[0]) if arguments.positional else False
    return boolean(run, tree, frame, node)


def _len(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    def one(value: H) -> H:
        if isinstance(value, View):
            return one(value.table)
        if isinstance(value, Class) and value.form == "enum":
            return Const(len(iterate(run, value, frame, node) or ()), frame.origin(node))
        if isinstance(value, Seq) and value.plain and value.kind != "iterator":
            return Const(len(value.items), frame.origin(node))
        if (
            isinstance(value, Dictionary)
            and value.complete
            and not any(type(item) is Alt for item in value.entries.values())
        ):
            run.spend(len(value.entries) // 8)
            return Const(sum(item is not MISSING for item in value.entries.values()), frame.origin(node))
        if type(value) is Const and isinstance(value.value, (str, bytes)):
            return Const(len(value.value), frame.origin(node))
        if isinstance(value, Object) and value.cls is not None and isinstance(value.cls.find("__len__"), Function):
            return run.call(value.cls.find("__len__") or MISSING, Arguments([value]), frame, node)
        return run.opaque(value, Reason.CALL, frame, node, type="int")

    return run.lift(arguments.positional[0], one) if arguments.positional else run.unknown(Reason.CALL, frame, node)


def _range(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    try:
        numbers = range(*(plain(run, value) for value in arguments.positional))
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.CALL, frame, node)
    except (TypeError, ValueError):
        return run.unknown(Reason.CALL, frame, node)
    if numbers and abs(numbers[-1] - numbers[0]) >= abs(numbers.step) * MAX_ITEMS:
        return run.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    run.spend(len(numbers) // 8)
    return Seq([Const(number, origin) for number in numbers], origin, "range")


def _enumerate(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items, start = first_iterable(run, arguments, frame, node), arguments.get(1, "start")
    if items is None or (start is not None and not (type(start) is Const and isinstance(start.value, int))):
        return run.unknown(Reason.CALL, frame, node)
    origin = frame.origin(node)
    first = start.value if type(start) is Const else 0
    pairs: list[H] = []
    for number, item in enumerate(items, first):
        if uncertain(run, item):
            return Seq([*pairs, Rest(run.unknown(Reason.LOOP, frame, node))], origin, "iterator")
        pairs.append(Seq([Const(number, origin), item], origin, "tuple"))
    return Seq(pairs, origin, "iterator")


def first_iterable(run: Run, arguments: Arguments, frame: Frame, node: ast.AST, index: int = 0) -> list[H] | None:
    return iterate(run, arguments.positional[index], frame, node) if len(arguments.positional) > index else None


def _zip(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    rows = [iterate(run, value, frame, node) for value in arguments.positional]
    origin = frame.origin(node)
    if any(row is None or any(uncertain(run, item) for item in row) for row in rows):
        return run.unknown(Reason.CALL, frame, node)
    columns = zip(*(row for row in rows if row is not None), strict=False)
    return Seq([Seq(list(items), origin, "tuple") for items in columns], origin, "iterator")


def _map(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    rows = [iterate(run, value, frame, node) for value in arguments.positional[1:]]
    origin = frame.origin(node)
    if not rows or any(row is None or any(uncertain(run, item) for item in row) for row in rows):
        return run.unknown(Reason.CALL, frame, node)
    columns = zip(*(row for row in rows if row is not None), strict=False)
    results = [run.call(arguments.positional[0], Arguments(list(items)), frame, node) for items in columns]
    return Seq(results, origin, "iterator")


def _filter(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = first_iterable(run, arguments, frame, node, 1)
    if items is None:
        return run.unknown(Reason.CALL, frame, node)
    kept: list[H] = []
    for item in items:
        if type(item) is Rest or type(item) is Alt:
            return run.unknown(Reason.CALL, frame, node)
        test = arguments.positional[0]
        answer = item if type(test) is Const else run.call(test, Arguments([item]), frame, node)
        tree = truth(run, answer)
        if tree is True:
            kept.append(item)
        elif tree is not False:
            return run.unknown(Reason.CALL, frame, node)
    return Seq(kept, frame.origin(node), "iterator")


def _sorted(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.methods import sorted_items

    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    return Seq(sorted_items(run, arguments.positional[0], arguments, frame, node), frame.origin(node))


def _reversed(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = first_iterable(run, arguments, frame, node)
    if items is None:
        return run.unknown(Reason.CALL, frame, node)
    return Seq(items[::-1], frame.origin(node), "iterator")


def _extreme(choose: Callable[..., Any]) -> Library:
    """``min`` and ``max``: one of the items themselves."""

    def find(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        given = arguments.positional
        items = unordered(run, given[0], frame, node) if len(given) == 1 else given
        if items is None:
            return run.unknown(Reason.CALL, frame, node)
        key, default = arguments.keywords.get("key"), arguments.keywords.get("default")
        if not items and default is not None:
            return default
        if any(type(item) in (Rest, Alt) for item in items):
            from k8slint.evaluate.methods import over_all

            return over_all(run, items, lambda given: select(run, given, key, frame, node), frame, node)
        return select(run, items, key, frame, node)

    def select(run: Run, items: list[H], key: H | None, frame: Frame, node: ast.AST) -> H:
        items = [item for item in items if item is not MISSING]
        try:
            ranks = items if key is None else [run.call(key, Arguments([item]), frame, node) for item in items]
            known = [plain(run, rank) for rank in ranks]
            number: int = choose(range(len(items)), key=known.__getitem__)
            return items[number]
        except NotPlain as stop:
            return run.opaque(stop.value, Reason.CALL, frame, node)
        except (TypeError, ValueError, RecursionError):
            return run.unknown(Reason.CALL, frame, node)

    return find


def _all_any(wanted: bool) -> Library:
    def check(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        items = unordered(run, arguments.positional[0], frame, node) if arguments.positional else None
        if items is None:
            return run.unknown(Reason.CALL, frame, node, type="bool")
        open_ = False
        for item in items:
            tree = True if type(item) is Rest else truth(run, item)
            if type(item) is Rest or not isinstance(tree, bool):
                open_ = True
            elif tree is wanted:
                return Const(wanted, frame.origin(node))
        return run.unknown(Reason.CALL, frame, node, type="bool") if open_ else Const(not wanted, frame.origin(node))

    return check


def _isinstance(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) != 2:
        return run.unknown(Reason.CALL, frame, node, type="bool")
    value, kinds = arguments.positional
    options = list(kinds.items) if isinstance(kinds, Seq) else [kinds]

    def one(item: H) -> H:
        answers = [is_instance(item, option) for option in options]
        if True in answers:
            return Const(True, frame.origin(node))
        if None in answers:
            return run.unknown(Reason.CALL, frame, node, type="bool")
        return Const(False, frame.origin(node))

    return run.lift(value, one)


_PYTHON = {
    "str": str, "int": int, "float": float, "bool": bool, "bytes": bytes, "list": list, "dict": dict, "tuple": tuple,
    "set": set, "frozenset": frozenset, "object": object,
}  # fmt: skip


def is_instance(value: H, kind: H) -> bool | None:
    name = kind.name if isinstance(kind, Builtin) else kind.qualified_name if isinstance(kind, Reference) else None
    if name == "object":
        return True
    if type(value) is Const:
        return isinstance(value.value, _PYTHON[name]) if name in _PYTHON else _no_base_of_data(name)
    if isinstance(value, Seq):
        return name == value.kind if name in _PYTHON else None
    if isinstance(value, Dictionary):
        return name == "dict" if name in _PYTHON else None
    if isinstance(value, ModelObject):
        own = name == f"kubernetes.client.{value.name}"
        return own or (False if isinstance(kind, Class) or name in _PYTHON else _no_base_of_data(name))
    if isinstance(value, Object) and value.cls is not None and isinstance(kind, Class):
        return kind in value.cls.mro
    if isinstance(value, Unknown) and value.type in _PYTHON and name in _PYTHON:
        return issubclass(_PYTHON[value.type], _PYTHON[name])
    return None


def _no_base_of_data(name: str | None) -> bool | None:
    """False for a class that neither Python's own data nor a model of another class is an instance of."""
    return False if name is not None and name.startswith(("kubernetes.client.", "airflow.")) else None


def _issubclass(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 2:
        cls, base = arguments.positional
        if isinstance(cls, Class) and isinstance(base, Class) and (base in cls.mro or not (cls.external or cls.opaque)):
            return Const(base in cls.mro, frame.origin(node))
    return run.unknown(Reason.CALL, frame, node, type="bool")


def _getattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) < 2 or type(arguments.positional[1]) is not Const:
        return run.unknown(Reason.CALL, frame, node)
    value, name = arguments.positional[0], str(arguments.positional[1].value)
    if len(arguments.positional) == 3 and not _has(value, name):
        return arguments.positional[2] if _has(value, name) is False else run.unknown(Reason.ATTRIBUTE, frame, node)
    return run.attribute(value, name, frame, node)


def _has(value: H, name: str) -> bool | None:
    of_every_object = name.startswith("__")
    if isinstance(value, Object) and value.cls is not None:
        if name in value.entries and value.entries[name] is not MISSING and type(value.entries[name]) is not Alt:
            return True
        if value.cls.find(name) is not None:
            return True
        return False if value.complete and not of_every_object and value.cls.find("__getattr__") is None else None
    if isinstance(value, Class):
        return value.find(name) is not None or (None if value.external or value.opaque or of_every_object else False)
    if isinstance(value, ModelObject):
        return True if name in value.entries else None
    if isinstance(value, ModuleObject):
        return name in value.module.scope.entries or None
    return None


def _hasattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 2 and type(arguments.positional[1]) is Const:
        answer = _has(arguments.positional[0], str(arguments.positional[1].value))
        if answer is not None:
            return Const(answer, frame.origin(node))
    return run.unknown(Reason.CALL, frame, node, type="bool")


def _setattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.calls import escape
    from k8slint.evaluate.statements import set_attribute

    if len(arguments.positional) == 3 and type(arguments.positional[1]) is Const:
        target, name, value = arguments.positional
        set_attribute(run, target, str(name.value), value, frame, node)  # type: ignore[union-attr]
    else:
        escape(run, Arguments(arguments.positional[:1]), frame, node)
    return Const(None, frame.origin(node))


def _none(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return Const(None, frame.origin(node))


def first_argument(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A function that gives its first argument back."""
    return arguments.positional[0] if arguments.positional else run.unknown(Reason.CALL, frame, node)


def _iter(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    value = run.resolve(arguments.positional[0]) if len(arguments.positional) == 1 else MISSING
    if isinstance(value, Seq) and value.kind == "iterator":
        return value
    items = first_iterable(run, arguments, frame, node) if len(arguments.positional) == 1 else None
    return run.unknown(Reason.CALL, frame, node) if items is None else Seq(items, frame.origin(node), "iterator")


def _next(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    iterator = run.resolve(arguments.positional[0]) if arguments.positional else MISSING
    default = arguments.get(1, "")
    if not isinstance(iterator, Seq) or iterator.kind != "iterator":
        return run.opaque(iterator, Reason.CALL, frame, node)
    items = [item for item in map(run.resolve, iterator.items) if item is not MISSING]
    if items and not uncertain(run, items[0]):
        run.replace(iterator, items[1:])
        return items[0]
    if not items and default is not None:
        return default
    run.replace(iterator, [Rest(run.unknown(Reason.CALL, frame, node))])
    return run.unknown(Reason.CALL, frame, node)


def _type(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    value = arguments.positional[0] if len(arguments.positional) == 1 else None
    if isinstance(value, Object) and value.cls is not None:
        return value.cls
    return run.unknown(Reason.CALL, frame, node)


def open_file(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    path = arguments.get(0, "file")
    local = local_path(path) if path is not None else None
    return run.unknown(Reason.EXTERNAL, frame, node, path=local) if local else run.unknown(Reason.EXTERNAL, frame, node)


def _descriptor(kind: str) -> Library:
    def make(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        function = arguments.positional[0] if arguments.positional else run.unknown(Reason.CALL, frame, node)
        return Descriptor(kind, function, frame.origin(node))

    return make


def _vars(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 1:
        return run.attribute(arguments.positional[0], "__dict__", frame, node)
    return run.unknown(Reason.CALL, frame, node)


def _unknown_call(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return run.unknown(Reason.CALL, frame, node)


def _sum(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import binary

    items = unordered(run, arguments.positional[0], frame, node) if arguments.positional else None
    if items is None or any(uncertain(run, item) for item in items):
        return run.unknown(Reason.CALL, frame, node)
    start = arguments.get(1, "start")
    result: H = start if start is not None else Const(0, frame.origin(node))
    for item in items:
        result = binary(run, ast.Add, result, item, frame, node)
    return result


_KNOWN: dict[str, Library] = {
    "list": make_sequence("list"),
    "tuple": make_sequence("tuple"),
    "set": make_sequence("set"),
    "frozenset": make_sequence("frozenset"),
    "str": _str,
    "repr": _repr,
    "format": _format,
    "bool": _bool,
    "int": plain_call("int", int, "int"),
    "float": plain_call("float", float, "float"),
    "bytes": plain_call(
        "bytes", lambda *a: bytes(*a) if not a or isinstance(a[0], (str, bytes)) else bytes(int("x")), "bytes"
    ),
    "len": _len,
    "range": _range,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "reversed": _reversed,
    "min": _extreme(min),
    "max": _extreme(max),
    "sum": _sum,
    "abs": plain_call("abs", abs),
    "round": plain_call("round", round),
    "divmod": plain_call("divmod", divmod),
    "pow": plain_call("pow", pow),
    "ord": plain_call("ord", ord),
    "chr": plain_call("chr", chr, "str"),
    "hex": plain_call("hex", hex, "str"),
    "any": _all_any(True),
    "all": _all_any(False),
    "isinstance": _isinstance,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "iter": _iter,
    "next": _next,
    "type": _type,
    "property": _descriptor("property"),
    "staticmethod": _descriptor("staticmethod"),
    "classmethod": _descriptor("classmethod"),
    "object": _unknown_call,
    "callable": _unknown_call,
    "vars": _vars,
    "locals": _unknown_call,
    "globals": _unknown_call,
    "id": _unknown_call,
    "hash": _unknown_call,
    "issubclass": _issubclass,
    "super": _unknown_call,
}
BUILTINS: dict[str, Library] = {
    **{name: needs_all(function) for name, function in _KNOWN.items()},
    "dict": make_dict,
    "open": open_file,
    "print": _none,
    "setattr": _setattr,
}


def builtin(name: str, frame: Frame, node: ast.AST) -> H | None:
    """A name of Python's own; None if there is none."""
    function = BUILTINS.get(name)
    origin = frame.origin(node)
    if function is not None:
        return Builtin(name, function, origin)
    if name == "__file__":
        return Opaque(Reason.EXTERNAL, origin, "__file__", "str", ("file", frame.module.path), frame.module.path)
    if name == "__name__":
        return Opaque(Reason.EXTERNAL, origin, "__name__", "str", ("name",))
    if name in ("Ellipsis", "NotImplemented"):
        return Const(Ellipsis, origin) if name == "Ellipsis" else Reference("NotImplemented", origin)
    import builtins

    if hasattr(builtins, name):
        return Reference(f"builtins.{name}", origin)
    return None


def class_function(kind: str, name: str, origin: Origin) -> H:
    """``dict.fromkeys``, ``str.join`` and the like."""

    def call(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        from k8slint.evaluate.calls import call_method

        if kind == "dict" and name == "fromkeys":
            if not arguments.complete:
                return run.unknown(Reason.SPLAT, frame, node, type="dict")
            keys = unordered(run, arguments.positional[0], frame, node) if arguments.positional else None
            value = arguments.get(1, "value") or Const(None, frame.origin(node))
            pairs = [Seq([key, value], frame.origin(node), "tuple") for key in keys or () if type(key) is not Rest]
            result = Dictionary({}, frame.origin(node))
            merge_into(run, result, Seq(list(pairs), frame.origin(node)), frame, node)
            if keys is None or len(pairs) != len(keys):
                run.spoil(result, Reason.CALL)
            return result
        if kind == "object" and name == "__setattr__":
            return _setattr(run, arguments, frame, node)
        if not arguments.positional:
            return run.unknown(Reason.CALL, frame, node)
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
        return call_method(run, arguments.positional[0], name, rest, frame, node)

    return Builtin(f"{kind}.{name}", call, origin)
