"""Functions of Python's standard library, and of YAML, that DAGs use, by qualified name."""

from __future__ import annotations

import ast
import itertools
import json
import math
import os
from typing import TYPE_CHECKING

from k8slint.evaluate.libraries.builtins import make_sequence, open_file
from k8slint.evaluate.libraries.documents import load_yaml
from k8slint.evaluate.libraries.paths import on_path, os_join
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
    HeapObject,
    HeapValue,
    Library,
    ModelObject,
    Object,
    Partial,
    Rest,
    Seq,
    local_path,
)
from k8slint.evaluate.operations.apply import first_argument, first_iterable, needs_all, plain_call
from k8slint.evaluate.operations.containers import iterate, make_dict, spread, uncertain
from k8slint.evaluate.operations.convert import MAX_ITEMS, NotPlain, exceeds, heapify, plain
from k8slint.evaluate.operations.copy import duplicate, shallow
from k8slint.evaluate.operations.paths import make_path
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def _copy(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    value = arguments.get(0, "x")
    if value is None:
        return interp.unknown(Reason.CALL, frame, node)
    return interp.lift(
        value, lambda one: shallow(one) if isinstance(one, (Seq, Dictionary, ModelObject, Object)) else one
    )


def _deepcopy(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    value = arguments.get(0, "x")
    if value is None:
        return interp.unknown(Reason.CALL, frame, node)
    copies: dict[int, HeapObject] = {}
    result = duplicate(value, copies)
    interp.spend(len(copies))
    interp.records.pods += [copy for copy in copies.values() if isinstance(copy, ModelObject) and copy.name == "V1Pod"]
    return result


def _partial(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node)
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    return Partial(arguments.positional[0], rest, frame.origin(node))


def _reduce(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items = first_iterable(interp, arguments, frame, node, 1)
    if items is None or any(uncertain(interp, item) for item in items):
        return interp.unknown(Reason.CALL, frame, node)
    if len(arguments.positional) > 2:
        items = [arguments.positional[2], *items]
    if not items:
        return interp.unknown(Reason.CALL, frame, node)
    result = items[0]
    for item in items[1:]:
        result = interp.call(arguments.positional[0], Arguments([result, item]), frame, node)
    return result


def _defaultdict(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    result = make_dict(interp, rest, frame, node)
    if arguments.positional and isinstance(result, Dictionary):
        first = arguments.positional[0]
        result.factory = None if type(first) is Const else first
    return result


def _deque(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if len(arguments.positional) > 1 or arguments.keywords:
        return interp.unknown(Reason.CALL, frame, node)  # one of limited length loses items
    return make_sequence("list")(interp, arguments, frame, node)


def _chain(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    items = [item for value in arguments.positional for item in spread(interp, value, frame, node)]
    return Seq(items, frame.origin(node), "iterator")


def _chain_from(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    rows = first_iterable(interp, arguments, frame, node)
    if rows is None or any(type(row) in (Rest, Alt) for row in rows):
        return interp.unknown(Reason.CALL, frame, node)
    return Seq([item for row in rows for item in spread(interp, row, frame, node)], frame.origin(node), "iterator")


def _product(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    rows = [iterate(interp, value, frame, node) for value in arguments.positional]
    size = 1
    for row in rows:
        if row is None or any(type(item) in (Rest, Alt) for item in row):
            return interp.unknown(Reason.CALL, frame, node)
        size *= len(row)
    if size > MAX_ITEMS or arguments.keywords:
        return interp.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    products = itertools.product(*(row or [] for row in rows))
    return Seq([Seq(list(items), origin, "tuple") for items in products], origin, "iterator")


def _field(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return Descriptor("field", MISSING, frame.origin(node), dict(arguments.keywords))


def _asdict(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    def convert(value: HeapValue, depth: int = 0) -> HeapValue:
        if depth > 40:
            return interp.unknown(Reason.LIMIT, frame, node)
        if (
            isinstance(value, Object)
            and value.cls is not None
            and any(base.form == "dataclass" for base in value.cls.mro)
        ):
            names = dict.fromkeys(name for base in reversed(value.cls.mro) for name in base.annotations)
            known = {name: convert(value.entries[name], depth + 1) for name in names if name in value.entries}
            table = Dictionary(known, frame.origin(node), complete=value.complete)
            table.reason = None if value.complete else value.reason or Reason.CLASS
            return table
        if isinstance(value, Seq):
            return Seq([convert(item, depth + 1) for item in value.items], value.origin, value.kind)
        if isinstance(value, Dictionary):
            table = Dictionary({key: convert(item, depth + 1) for key, item in value.entries.items()}, value.origin)
            table.complete, table.reason = value.complete, value.reason
            return table
        return value

    return convert(arguments.positional[0]) if arguments.positional else interp.unknown(Reason.CALL, frame, node)


def _replace(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    value = arguments.positional[0] if arguments.positional else MISSING
    if isinstance(value, Object) and value.cls is not None:
        return replaced(interp, value, arguments, frame, node)
    return interp.unknown(Reason.CALL, frame, node)


def replaced(interp: Interpreter, value: Object, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``dataclasses.replace(value, …)``; ``value._replace(…)`` of a named tuple."""
    if not arguments.complete:
        return interp.unknown(Reason.SPLAT, frame, node)
    copy = Object(value.qualified, frame.origin(node), value.cls, value.complete)
    copy.entries = {**value.entries, **arguments.keywords}
    return copy


def _namespace(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    made = Object(
        "types.SimpleNamespace",
        frame.origin(node),
        Class("SimpleNamespace", "types.SimpleNamespace", frame.origin(node)),
    )
    made.complete = arguments.complete
    made.reason = None if arguments.complete else Reason.SPLAT
    made.entries = dict(arguments.keywords)
    return made


def _namedtuple(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    try:
        names = plain(interp, arguments.positional[1])
        names = names.replace(",", " ").split() if isinstance(names, str) else list(names)
        title = str(plain(interp, arguments.positional[0]))
    except (NotPlain, IndexError, TypeError):
        return interp.unknown(Reason.CLASS, frame, node)
    cls = Class(title, f"{frame.module.name}.{title}", frame.origin(node))
    cls.form = "namedtuple"
    cls.annotations = {name: ast.Constant(None) for name in names if isinstance(name, str)}
    defaults = arguments.keywords.get("defaults")
    if isinstance(defaults, Seq) and defaults.plain:
        cls.entries.update(zip(reversed(names), reversed(defaults.items), strict=False))
    return cls


MAX_INDENT = 16  # of JSON


def _dumps(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    if not arguments.positional:
        return interp.unknown(Reason.CALL, frame, node, type="str")

    def one(value: HeapValue) -> HeapValue:
        try:
            keywords = {key: plain(interp, item) for key, item in arguments.keywords.items()}
            known = plain(interp, value)
            deep = isinstance(keywords.get("indent"), int) and abs(keywords["indent"]) > MAX_INDENT
            if deep or exceeds(known, keywords):
                return interp.unknown(Reason.LIMIT, frame, node, type="str")
            return Const(json.dumps(known, **keywords), frame.origin(node))
        except NotPlain as stop:
            return interp.opaque(stop.value, Reason.CALL, frame, node, type="str")
        except (TypeError, ValueError, RecursionError):
            return interp.unknown(Reason.CALL, frame, node, type="str")

    return interp.lift(arguments.positional[0], one)


def _loads(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    text = _text_of_argument(interp, arguments, frame)
    if text is None:
        value = arguments.positional[0] if arguments.positional else MISSING
        return interp.opaque(value, Reason.EXTERNAL, frame, node)
    if arguments.keywords:  # object_hook, parse_int and the like
        return interp.unknown(Reason.CALL, frame, node)
    try:
        return heapify(json.loads(text), frame.origin(node))
    except (ValueError, RecursionError):
        return interp.unknown(Reason.CALL, frame, node)


def _yaml(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    text = _text_of_argument(interp, arguments, frame)
    if text is None:
        value = arguments.positional[0] if arguments.positional else MISSING
        return interp.opaque(value, Reason.EXTERNAL, frame, node)
    return load_yaml(interp, text, _path_of_argument(arguments), frame, node)


def _text_of_argument(interp: Interpreter, arguments: Arguments, frame: Frame) -> str | None:
    value = arguments.positional[0] if arguments.positional else arguments.keywords.get("stream", MISSING)
    if type(value) is Const and isinstance(value.value, (str, bytes)):
        return value.value if isinstance(value.value, str) else value.value.decode("utf-8", "replace")
    path = local_path(value)
    return interp.project.read(path, frame.module.path) if path is not None and interp.project is not None else None


def _path_of_argument(arguments: Arguments) -> str | None:
    return local_path(arguments.positional[0]) if arguments.positional else None


def _dedent(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    import textwrap

    return plain_call("dedent", textwrap.dedent, "str")(interp, arguments, frame, node)


def _nullcontext(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    made = Object("contextlib.nullcontext", frame.origin(node))
    made.entries["enter_result"] = arguments.get(0, "enter_result") or Const(None, frame.origin(node))
    return made


def _cast(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    return arguments.positional[1] if len(arguments.positional) > 1 else interp.unknown(Reason.CALL, frame, node)


def _identity_decorator(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``functools.wraps(f)``, ``lru_cache(maxsize=…)``: called, they give a decorator that changes nothing."""
    if arguments.positional and isinstance(arguments.positional[0], Function):
        return Builtin(
            "functools.decorator",
            lambda interp, given, frame, node: first_argument(interp, given, frame, node),
            frame.origin(node),
        )
    return Builtin("functools.decorator", first_argument, frame.origin(node))


_KNOWN: dict[str, Library] = {
    "copy.copy": _copy,
    "copy.deepcopy": _deepcopy,
    "functools.reduce": _reduce,
    "collections.namedtuple": _namedtuple,
    "collections.deque": _deque,
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_from,
    "itertools.product": _product,
    "dataclasses.field": _field,
    "dataclasses.asdict": _asdict,
    "dataclasses.replace": _replace,
    "types.MappingProxyType": first_argument,
    "typing.cast": _cast,
    "json.dumps": _dumps,
    "json.loads": _loads,
    "json.load": _loads,
    "yaml.safe_load": _yaml,
    "yaml.full_load": _yaml,
    "yaml.load": _yaml,
    "yaml.unsafe_load": _yaml,
    "textwrap.dedent": _dedent,
    "os.path.join": os_join,
    "os.path.dirname": on_path(os.path.dirname, "dirname"),
    "os.path.abspath": on_path(os.path.normpath, "abspath"),
    "os.path.realpath": on_path(os.path.normpath, "realpath"),
    "os.path.normpath": on_path(os.path.normpath, "normpath"),
    "os.path.basename": on_path(os.path.basename, "basename"),
    "os.fspath": on_path(os.path.normpath, "fspath"),
    "pathlib.Path": make_path,
    "pathlib.PurePath": make_path,
    "pathlib.PurePosixPath": make_path,
    "pathlib.PosixPath": make_path,
    "contextlib.nullcontext": _nullcontext,
    **{
        f"math.{name}": plain_call(name, getattr(math, name))
        for name in ("ceil", "floor", "trunc", "sqrt", "log", "log2", "log10", "gcd", "fabs")
    },
}
LIBRARY: dict[str, Library] = {
    **{name: needs_all(function) for name, function in _KNOWN.items()},
    "collections.OrderedDict": make_dict,
    "collections.defaultdict": _defaultdict,
    "contextlib.suppress": lambda interp, arguments, frame, node: Object("contextlib.suppress", frame.origin(node)),
    "functools.lru_cache": _identity_decorator,
    "functools.partial": _partial,
    "functools.wraps": _identity_decorator,
    "io.open": open_file,
    "types.SimpleNamespace": _namespace,
}
