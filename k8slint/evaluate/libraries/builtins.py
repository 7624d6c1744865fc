"""Python's built-in functions and classes."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.libraries.hierarchy import is_subclass
from k8slint.evaluate.libraries.methods import sorted_items
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Builtin,
    Class,
    Descriptor,
    Dictionary,
    Frame,
    Function,
    HeapValue,
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
from k8slint.evaluate.operations.apply import first_iterable, needs_all, over_all, plain_call
from k8slint.evaluate.operations.change import escape
from k8slint.evaluate.operations.containers import distinct, iterate, make_dict, merge_into, uncertain, unordered
from k8slint.evaluate.operations.convert import MAX_ITEMS, NotPlain, is_certain_type, plain
from k8slint.evaluate.operations.operators import binary
from k8slint.evaluate.operations.texts import formatted, text_repr, text_str
from k8slint.evaluate.operations.truth import boolean, truth
from k8slint.evaluate.values import Const, Origin, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def make_sequence(kind: str) -> Library:
    def make(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        if not arguments.positional:
            return Seq([], frame.origin(node), kind)
        walk = unordered if kind in ("set", "frozenset") else iterate
        items = walk(interp, arguments.positional[0], frame, node)
        if items is None:
            items = [Rest(interp.opaque(arguments.positional[0], Reason.SPLAT, frame, node))]
        interp.spend(len(items) // 8)
        return Seq(distinct(interp, items) if kind in ("set", "frozenset") else items, frame.origin(node), kind)

    return make


def _str(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 1 and not arguments.keywords:
        return interp.lift(arguments.positional[0], lambda one: text_str(interp, one, frame, node))
    return plain_call("str", str, "str")(interp, arguments, frame, node)


def _repr(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)
    return interp.lift(arguments.positional[0], lambda one: text_repr(interp, one, frame, node))


def _format(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node, type="str")
    return formatted(interp, arguments.positional[0], -1, arguments.get(1, ""), frame, node)


def _bool(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    tree = truth(interp, arguments.positional[0]) if arguments.positional else False
    return boolean(interp, tree, frame, node)


def _len(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    def one(value: HeapValue) -> HeapValue:
        if isinstance(value, View):
            return one(value.table)
        if isinstance(value, Class) and value.form == "enum":
            return Const(len(iterate(interp, value, frame, node) or ()), frame.origin(node))
        if isinstance(value, Seq) and value.plain and value.kind != "iterator":
            return Const(len(value.items), frame.origin(node))
        if (
            isinstance(value, Dictionary)
            and value.complete
            and not any(type(item) is Alt for item in value.entries.values())
        ):
            interp.spend(len(value.entries) // 8)
            return Const(sum(item is not MISSING for item in value.entries.values()), frame.origin(node))
        if type(value) is Const and isinstance(value.value, (str, bytes)):
            return Const(len(value.value), frame.origin(node))
        if isinstance(value, Object) and value.cls is not None and isinstance(value.cls.find("__len__"), Function):
            return interp.call(value.cls.find("__len__") or MISSING, Arguments([value]), frame, node)
        return interp.opaque(value, Reason.CALL, frame, node, type="int")

    return (
        interp.lift(arguments.positional[0], one) if arguments.positional else interp.unknown(Reason.CALL, frame, node)
    )


def _range(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    try:
        numbers = range(*(plain(interp, value) for value in arguments.positional))
    except NotPlain as stop:
        return interp.opaque(stop.value, Reason.CALL, frame, node, type="range")
    except (TypeError, ValueError):
        return interp.unknown(Reason.CALL, frame, node)
    if numbers and abs(numbers[-1] - numbers[0]) >= abs(numbers.step) * MAX_ITEMS:
        return interp.unknown(Reason.LIMIT, frame, node, type="range")
    origin = frame.origin(node)
    interp.spend(len(numbers) // 8)
    return Seq([Const(number, origin) for number in numbers], origin, "range")


def _enumerate(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items, start = first_iterable(interp, arguments, frame, node), arguments.get(1, "start")
    if items is None or (start is not None and not (type(start) is Const and isinstance(start.value, int))):
        return interp.unknown(Reason.CALL, frame, node, type="enumerate")
    origin = frame.origin(node)
    first = start.value if type(start) is Const else 0
    pairs: list[HeapValue] = []
    for number, item in enumerate(items, first):
        if uncertain(interp, item):
            return Seq([*pairs, Rest(interp.unknown(Reason.LOOP, frame, node))], origin, "iterator")
        pairs.append(Seq([Const(number, origin), item], origin, "tuple"))
    return Seq(pairs, origin, "iterator")


def _zip(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    rows = [iterate(interp, value, frame, node) for value in arguments.positional]
    origin = frame.origin(node)
    if any(row is None or any(uncertain(interp, item) for item in row) for row in rows):
        return interp.unknown(Reason.CALL, frame, node)
    columns = zip(*(row for row in rows if row is not None), strict=False)
    return Seq([Seq(list(items), origin, "tuple") for items in columns], origin, "iterator")


def _map(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    rows = [iterate(interp, value, frame, node) for value in arguments.positional[1:]]
    origin = frame.origin(node)
    if not rows or any(row is None or any(uncertain(interp, item) for item in row) for row in rows):
        return interp.unknown(Reason.CALL, frame, node)
    columns = zip(*(row for row in rows if row is not None), strict=False)
    results = [interp.call(arguments.positional[0], Arguments(list(items)), frame, node) for items in columns]
    return Seq(results, origin, "iterator")


def _filter(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items = first_iterable(interp, arguments, frame, node, 1)
    if items is None:
        return interp.unknown(Reason.CALL, frame, node)
    kept: list[HeapValue] = []
    for item in items:
        if type(item) is Rest or type(item) is Alt:
            return interp.unknown(Reason.CALL, frame, node)
        test = arguments.positional[0]
        answer = item if type(test) is Const else interp.call(test, Arguments([item]), frame, node)
        tree = truth(interp, answer)
        if tree is True:
            kept.append(item)
        elif tree is not False:
            return interp.unknown(Reason.CALL, frame, node)
    return Seq(kept, frame.origin(node), "iterator")


def _sorted(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)
    return Seq(sorted_items(interp, arguments.positional[0], arguments, frame, node), frame.origin(node))


def _reversed(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items = first_iterable(interp, arguments, frame, node)
    if items is None:
        return interp.unknown(Reason.CALL, frame, node)
    return Seq(items[::-1], frame.origin(node), "iterator")


def _extreme(choose: Callable[..., Any]) -> Library:
    """``min`` and ``max``: one of the items themselves."""

    def find(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        given = arguments.positional
        items = unordered(interp, given[0], frame, node) if len(given) == 1 else given
        if items is None:
            return interp.unknown(Reason.CALL, frame, node)
        key, default = arguments.keywords.get("key"), arguments.keywords.get("default")
        if not items and default is not None:
            return default
        if any(type(item) in (Rest, Alt) for item in items):
            return over_all(interp, items, lambda given: select(interp, given, key, frame, node), frame, node)
        return select(interp, items, key, frame, node)

    def select(
        interp: Interpreter, items: list[HeapValue], key: HeapValue | None, frame: Frame, node: ast.AST
    ) -> HeapValue:
        items = [item for item in items if item is not MISSING]
        try:
            ranks = items if key is None else [interp.call(key, Arguments([item]), frame, node) for item in items]
            known = [plain(interp, rank) for rank in ranks]
            number: int = choose(range(len(items)), key=known.__getitem__)
            return items[number]
        except NotPlain as stop:
            return interp.opaque(stop.value, Reason.CALL, frame, node)
        except (TypeError, ValueError, RecursionError):
            return interp.unknown(Reason.CALL, frame, node)

    return find


def _all_any(wanted: bool) -> Library:
    def check(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        items = unordered(interp, arguments.positional[0], frame, node) if arguments.positional else None
        if items is None:
            return interp.unknown(Reason.CALL, frame, node, type="bool")
        open_ = False
        for item in items:
            tree = True if type(item) is Rest else truth(interp, item)
            if type(item) is Rest or not isinstance(tree, bool):
                open_ = True
            elif tree is wanted:
                return Const(wanted, frame.origin(node))
        return interp.unknown(Reason.CALL, frame, node, type="bool") if open_ else Const(not wanted, frame.origin(node))

    return check


def _isinstance(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) != 2:
        return interp.unknown(Reason.CALL, frame, node, type="bool")
    value, kinds = arguments.positional
    options = list(kinds.items) if isinstance(kinds, Seq) else [kinds]

    def one(item: HeapValue) -> HeapValue:
        answers = [is_instance(item, option) for option in options]
        if True in answers:
            return Const(True, frame.origin(node))
        if None in answers:
            return interp.unknown(Reason.CALL, frame, node, type="bool")
        return Const(False, frame.origin(node))

    return interp.lift(value, one)


_PYTHON = {
    "str": str, "int": int, "float": float, "bool": bool, "bytes": bytes, "list": list, "dict": dict, "tuple": tuple,
    "set": set, "frozenset": frozenset, "object": object,
}  # fmt: skip


def is_instance(value: HeapValue, kind: HeapValue) -> bool | None:
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
    if isinstance(value, Object) and value.cls is None and isinstance(kind, Reference):
        return is_subclass(value.qualified, kind.qualified_name)
    if is_certain_type(value) and value.type in _PYTHON and name in _PYTHON:
        return issubclass(_PYTHON[value.type], _PYTHON[name])
    return None


def _no_base_of_data(name: str | None) -> bool | None:
    """False for a class that neither Python's own data nor a model of another class is an instance of."""
    return False if name is not None and name.startswith(("kubernetes.client.", "airflow.")) else None


def _issubclass(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 2:
        cls, base = arguments.positional
        if isinstance(cls, Class) and isinstance(base, Class) and (base in cls.mro or not (cls.external or cls.opaque)):
            return Const(base in cls.mro, frame.origin(node))
    return interp.unknown(Reason.CALL, frame, node, type="bool")


def _getattr(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) < 2 or type(arguments.positional[1]) is not Const:
        return interp.unknown(Reason.CALL, frame, node)
    value, name = arguments.positional[0], str(arguments.positional[1].value)
    if len(arguments.positional) == 3 and not _has(value, name):
        return arguments.positional[2] if _has(value, name) is False else interp.unknown(Reason.ATTRIBUTE, frame, node)
    return interp.attribute(value, name, frame, node)


def _has(value: HeapValue, name: str) -> bool | None:
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


def _hasattr(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 2 and type(arguments.positional[1]) is Const:
        answer = _has(arguments.positional[0], str(arguments.positional[1].value))
        if answer is not None:
            return Const(answer, frame.origin(node))
    return interp.unknown(Reason.CALL, frame, node, type="bool")


def _setattr(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 3 and type(arguments.positional[1]) is Const:
        target, name, value = arguments.positional
        interp.set_attribute(target, str(name.value), value, frame, node)  # type: ignore[union-attr]
    else:
        escape(interp, Arguments(arguments.positional[:1]), frame, node)
    return Const(None, frame.origin(node))


def _none(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return Const(None, frame.origin(node))


def _iter(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    value = interp.resolve(arguments.positional[0]) if len(arguments.positional) == 1 else MISSING
    if isinstance(value, Seq) and value.kind == "iterator":
        return value
    items = first_iterable(interp, arguments, frame, node) if len(arguments.positional) == 1 else None
    return interp.unknown(Reason.CALL, frame, node) if items is None else Seq(items, frame.origin(node), "iterator")


def _next(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    iterator = interp.resolve(arguments.positional[0]) if arguments.positional else MISSING
    default = arguments.get(1, "")
    if not isinstance(iterator, Seq) or iterator.kind != "iterator":
        return interp.opaque(iterator, Reason.CALL, frame, node)
    items = [item for item in map(interp.resolve, iterator.items) if item is not MISSING]
    if items and not uncertain(interp, items[0]):
        interp.replace(iterator, items[1:])
        return items[0]
    if not items and default is not None:
        return default
    interp.replace(iterator, [Rest(interp.unknown(Reason.CALL, frame, node))])
    return interp.unknown(Reason.CALL, frame, node)


def _type(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    value = arguments.positional[0] if len(arguments.positional) == 1 else None
    if isinstance(value, Object) and (value.cls is not None or "__class__" in value.entries):
        return value.cls or value.entries["__class__"]
    return interp.unknown(Reason.CALL, frame, node)


def open_file(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    path = arguments.get(0, "file")
    local = local_path(path) if path is not None else None
    return interp.unknown(Reason.EXTERNAL, frame, node, path=local or None)


def _descriptor(kind: str) -> Library:
    def make(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        function = arguments.positional[0] if arguments.positional else interp.unknown(Reason.CALL, frame, node)
        return Descriptor(kind, function, frame.origin(node))

    return make


def _vars(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) == 1:
        return interp.attribute(arguments.positional[0], "__dict__", frame, node)
    return interp.unknown(Reason.CALL, frame, node)


def _unknown_call(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return interp.unknown(Reason.CALL, frame, node)


def _sum(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items = unordered(interp, arguments.positional[0], frame, node) if arguments.positional else None
    if items is None or any(uncertain(interp, item) for item in items):
        return interp.unknown(Reason.CALL, frame, node)
    start = arguments.get(1, "start")
    result: HeapValue = start if start is not None else Const(0, frame.origin(node))
    for item in items:
        result = binary(interp, ast.Add, result, item, frame, node)
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


def builtin(name: str, frame: Frame, node: ast.AST) -> HeapValue | None:
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
    if hasattr(builtins, name):
        return Reference(f"builtins.{name}", origin)
    return None


def class_function(kind: str, name: str, origin: Origin) -> HeapValue:
    """``dict.fromkeys``, ``str.join`` and the like."""

    def call(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        if kind == "dict" and name == "fromkeys":
            if not arguments.complete:
                return interp.unknown(Reason.SPLAT, frame, node, type="dict")
            keys = unordered(interp, arguments.positional[0], frame, node) if arguments.positional else None
            value = arguments.get(1, "value") or Const(None, frame.origin(node))
            pairs = [Seq([key, value], frame.origin(node), "tuple") for key in keys or () if type(key) is not Rest]
            result = Dictionary({}, frame.origin(node))
            merge_into(interp, result, Seq(list(pairs), frame.origin(node)), frame, node)
            if keys is None or len(pairs) != len(keys):
                interp.spoil(result, Reason.CALL)
            return result
        if kind == "object" and name == "__setattr__":
            return _setattr(interp, arguments, frame, node)
        if not arguments.positional:
            return interp.unknown(Reason.CALL, frame, node)
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
        return interp.call_method(arguments.positional[0], name, rest, frame, node)

    return Builtin(f"{kind}.{name}", call, origin)
