"""``def``, ``lambda``, ``class`` and their decorators."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import arguments_of, with_copied_defaults
from k8slint.evaluate.calls.decorated import call_decorated, remember_dag
from k8slint.evaluate.libraries.names import DECORATORS, PASSING_DECORATORS
from k8slint.evaluate.machine.objects import (
    MISSING,
    Arguments,
    Builtin,
    Class,
    Decorated,
    Descriptor,
    Frame,
    Function,
    FunctionNode,
    HeapValue,
    Method,
    Object,
    Opaque,
    Scope,
)
from k8slint.evaluate.operations.convert import NotPlain, plain
from k8slint.evaluate.operations.copy import with_accessor
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def make_function(interp: Interpreter, frame: Frame, node: FunctionNode, name: str) -> Function:
    """A function object: its defaults are evaluated where it is defined."""
    arguments = node.args
    defaults = [interp.eval(default, frame) for default in arguments.defaults]
    kw_defaults = [None if default is None else interp.eval(default, frame) for default in arguments.kw_defaults]
    scope = frame.scope
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    qualname = f"{frame.qualname}.{name}" if frame.qualname else name
    function = Function(node, frame.module, scope, qualname, defaults, kw_defaults)
    if frame.scope.kind == "class":
        function.cls = frame.cls
    if not isinstance(node, ast.Lambda):
        frame.module.qualnames[node] = qualname
    return function


def define(interp: Interpreter, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> HeapValue:
    """A ``def`` with its decorators."""
    function = make_function(interp, frame, node, node.name)
    if frame.module is interp.session.main and not interp.probing:
        interp.session.defined.append(function)
    value: HeapValue = function
    for decorator in reversed(node.decorator_list):
        value = decorate(interp, frame, decorator, value, node)
    return value


_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag")
_HARMLESS_BASES = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol", "builtins.object"})
_NAMED_TUPLES = frozenset({"typing.NamedTuple"})
_TYPED_DICTS = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})


def define_class(interp: Interpreter, frame: Frame, node: ast.ClassDef) -> HeapValue:
    """A ``class`` statement with its bases, body and decorators."""
    qualname = f"{frame.qualname}.{node.name}" if frame.qualname else node.name
    cls = Class(node.name, f"{frame.module.name}.{qualname}", frame.origin(node))
    bases: list[Class] = []
    for base_node in node.bases:
        base = interp.eval(base_node, frame)
        if isinstance(base, Class):
            bases.append(base)
        elif isinstance(base, (Reference, Builtin)):
            name = base.qualified_name if isinstance(base, Reference) else base.name
            if name not in _HARMLESS_BASES and name not in cls.external:
                cls.external.append(name)
        else:
            cls.opaque = True
    for keyword in node.keywords:
        meta = interp.eval(keyword.value, frame)
        if keyword.arg == "metaclass" and not (isinstance(meta, Reference) and meta.qualified_name == "abc.ABCMeta"):
            cls.opaque = True
    _inherit(cls, bases)
    scope = Scope(frame.origin(node), "class", frame.scope)
    inner = Frame(frame.module, scope, None, cls, qualname)
    scope.entries = cls.entries
    interp.execute(inner, node.body)
    if cls.form == "enum":
        _make_members(interp, cls)
    _announce(interp, cls, node, frame)
    value: HeapValue = cls
    for decorator in reversed(node.decorator_list):
        value = _decorate(interp, frame, decorator, cls, value, node)
    return value


def _announce(interp: Interpreter, cls: Class, node: ast.ClassDef, frame: Frame) -> None:
    """``__init_subclass__`` of a base: it gets the class, and the keywords of the statement."""
    found = cls.find("__init_subclass__", cls)
    function = found.function if isinstance(found, Descriptor) else found
    if isinstance(function, Function):
        given = {keyword.arg: interp.eval(keyword.value, frame) for keyword in node.keywords if keyword.arg is not None}
        given.pop("metaclass", None)
        interp.call(function, Arguments([cls], given), frame, node)


def _inherit(cls: Class, bases: list[Class]) -> None:
    for base in bases:
        cls.opaque = cls.opaque or base.opaque
        for name in base.external:
            if name not in cls.external:
                cls.external.append(name)
    cls.mro = _linearize(cls, bases)
    names = set(cls.external)
    forms = {base.form for base in bases}
    if names & set(_ENUMS) or "enum" in forms:
        cls.form = "enum"
    elif names & _NAMED_TUPLES or "namedtuple" in forms:
        cls.form = "namedtuple"
    elif names & _TYPED_DICTS or "typeddict" in forms:
        cls.form = "typeddict"
    cls.external = [name for name in cls.external if name not in _NAMED_TUPLES | _TYPED_DICTS]
    if "namedtuple" in forms:
        cls.annotations = {name: node for base in bases for name, node in base.annotations.items()}


def _linearize(cls: Class, bases: list[Class]) -> list[Class]:
    """Python's method resolution order (C3); the bases in order where there is none."""
    if len(bases) == 1:
        return [cls, *bases[0].mro]
    rows = [list(base.mro) for base in bases] + [list(bases)]
    result = [cls]
    while any(rows):
        rows = [row for row in rows if row]
        for row in rows:
            head = row[0]
            if not any(head in other[1:] for other in rows):
                break
        else:
            return [cls, *bases]
        result.append(head)
        for row in rows:
            if row[0] is head:
                del row[0]
    return result


def _make_members(interp: Interpreter, cls: Class) -> None:
    own_values = any(cls.find(name) is not None for name in ("__new__", "_generate_next_value_"))
    counts = not own_values and set(cls.external) <= {"enum.Enum", "enum.IntEnum"}
    number = 0
    members: list[Object] = []
    ignored = _ignored_names(interp, cls)
    for name, value in list(cls.entries.items()):
        if name.startswith("_") or name in ignored or isinstance(value, (Function, Descriptor, Class)):
            continue
        if isinstance(value, Unknown) and value.detail.endswith("auto()"):
            number += 1
            if counts or "enum.StrEnum" in cls.external:
                value = Const(number if counts else name.lower(), value.origin)
        elif type(value) is Const and isinstance(value.value, int):
            counts = counts and value.value >= number  # what follows a smaller number depends on Python's version
            number = value.value
        origin = getattr(value, "origin", cls.origin)
        if own_values:
            value = Opaque(Reason.CLASS, origin)
        same = next((member for member in members if _same_constant(interp, member.entries["value"], value)), None)
        if same is None:
            same = Object(cls.qualified, origin, cls, complete=cls.find("__init__") is None and not own_values)
            same.entries = {"name": Const(name, same.origin), "value": value}
            members.append(same)
        cls.entries[name] = same


def _ignored_names(interp: Interpreter, cls: Class) -> list[str]:
    """``_ignore_``: names of an Enum's body that become no members; the class doesn't keep them."""
    try:
        given = plain(interp, cls.entries.get("_ignore_", MISSING))
    except NotPlain:
        return []
    names = given.replace(",", " ").split() if isinstance(given, str) else given
    if not isinstance(names, (list, tuple)):
        return []
    for name in names:
        interp.remove(cls, name)
    return list(names)


def _same_constant(interp: Interpreter, one: HeapValue, other: HeapValue) -> bool:
    try:
        return bool(plain(interp, one) == plain(interp, other))
    except NotPlain:
        return False


def _decorate(
    interp: Interpreter, frame: Frame, decorator: ast.expr, cls: Class, value: HeapValue, node: ast.ClassDef
) -> HeapValue:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    callee = interp.eval(name, frame)
    qualified = callee.qualified_name if isinstance(callee, Reference) else ""
    if qualified == "dataclasses.dataclass":
        cls.form = "dataclass"
        return value
    if qualified in PASSING_DECORATORS:
        return value
    if isinstance(callee, Function) and not isinstance(decorator, ast.Call):
        return interp.call(callee, Arguments([value]), frame, decorator)
    cls.opaque = True
    decorate(interp, frame, decorator, value, node)
    return value


def decorate(interp: Interpreter, frame: Frame, decorator: ast.expr, value: HeapValue, node: Any) -> HeapValue:
    """What a decorator makes of a function or class."""
    called = isinstance(decorator, ast.Call)
    callee = interp.eval(decorator.func if isinstance(decorator, ast.Call) else decorator, frame)
    if isinstance(callee, Builtin) and callee.name in ("property", "staticmethod", "classmethod"):
        return Descriptor(callee.name, value, frame.origin(node))
    if isinstance(callee, Method) and isinstance(callee.receiver, Descriptor):
        return with_accessor(callee.receiver, str(callee.function), value, frame, node)
    if isinstance(callee, Reference):
        name = callee.qualified_name
        if name == "functools.cached_property" or name.endswith("cached_property"):
            return Descriptor("property", value, frame.origin(node))
        if name in PASSING_DECORATORS:
            if isinstance(decorator, ast.Call):
                arguments_of(interp, frame, decorator)
            return value
        if DECORATORS.match(name):
            return _decorated(interp, frame, decorator, name, value, node)
        arguments = arguments_of(interp, frame, decorator) if isinstance(decorator, ast.Call) else Arguments()
        result = interp.unknown(Reason.CALL, frame, decorator)
        interp.record(name, arguments, frame, decorator, result, decorates=node)
        return result
    made = interp.eval(decorator, frame) if called else callee
    if isinstance(made, Decorated):
        return call_decorated(interp, made, Arguments([value]), frame, decorator)
    return interp.call(made, Arguments([value]), frame, decorator)


def _decorated(
    interp: Interpreter, frame: Frame, decorator: ast.expr, name: str, value: HeapValue, node: Any
) -> HeapValue:
    arguments = arguments_of(interp, frame, decorator) if isinstance(decorator, ast.Call) else Arguments()
    if name.rpartition(".")[2] in ("dag", "task_group"):
        arguments = with_copied_defaults(arguments)
    last = name.rpartition(".")[2]
    if last in ("setup", "teardown") and isinstance(value, Decorated):
        result = value
    else:
        result = Decorated(name, dict(arguments.keywords), value, frame.origin(decorator))
        if last == "dag" and arguments.positional:
            result.entries["dag_id"] = arguments.positional[0]
    remember_dag(interp, result, value)
    interp.record(name, arguments, frame, decorator, result, decorates=node)
    return result
