"""Classes of the repository and their instances: definition, inheritance, dataclasses, enums, attributes."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate import library, paths, python_builtins
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Arguments,
    Attributes,
    Builtin,
    Class,
    Decorated,
    Descriptor,
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
    Raised,
    Scope,
    Seq,
    Super,
    now,
)
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum", "enum.Flag", "enum.IntFlag")
_HARMLESS_BASES = frozenset({"object", "abc.ABC", "typing.Generic", "typing.Protocol", "builtins.object"})
_NAMED_TUPLES = frozenset({"typing.NamedTuple"})
_TYPED_DICTS = frozenset({"typing.TypedDict", "typing_extensions.TypedDict"})


def define_class(run: Run, frame: Frame, node: ast.ClassDef) -> H:
    """A ``class`` statement with its bases, body and decorators."""
    qualname = f"{frame.qualname}.{node.name}" if frame.qualname else node.name
    cls = Class(node.name, f"{frame.module.name}.{qualname}", frame.origin(node))
    bases: list[Class] = []
    for base_node in node.bases:
        base = run.eval(base_node, frame)
        if isinstance(base, Class):
            bases.append(base)
        elif isinstance(base, (Reference, Builtin)):
            name = base.qualified_name if isinstance(base, Reference) else base.name
            if name not in _HARMLESS_BASES and name not in cls.external:
                cls.external.append(name)
        else:
            cls.opaque = True
    for keyword in node.keywords:
        meta = run.eval(keyword.value, frame)
        if keyword.arg == "metaclass" and not (isinstance(meta, Reference) and meta.qualified_name == "abc.ABCMeta"):
            cls.opaque = True
    _inherit(cls, bases)
    scope = Scope(frame.origin(node), "class", frame.scope)
    inner = Frame(frame.module, scope, None, cls, qualname)
    scope.entries = cls.entries
    run.execute(node.body, inner)
    if cls.form == "enum":
        _make_members(run, cls)
    _announce(run, cls, node, frame)
    value: H = cls
    for decorator in reversed(node.decorator_list):
        value = _decorate(run, frame, decorator, cls, value, node)
    return value


def _announce(run: Run, cls: Class, node: ast.ClassDef, frame: Frame) -> None:
    """``__init_subclass__`` of a base: it gets the class, and the keywords of the statement."""
    found = cls.find("__init_subclass__", cls)
    function = found.function if isinstance(found, Descriptor) else found
    if isinstance(function, Function):
        given = {keyword.arg: run.eval(keyword.value, frame) for keyword in node.keywords if keyword.arg is not None}
        given.pop("metaclass", None)
        run.call(function, Arguments([cls], given), frame, node)


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


def _make_members(run: Run, cls: Class) -> None:
    own_values = any(cls.find(name) is not None for name in ("__new__", "_generate_next_value_"))
    counts = not own_values and set(cls.external) <= {"enum.Enum", "enum.IntEnum"}
    number = 0
    members: list[Object] = []
    ignored = _ignored_names(run, cls)
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
        same = next((member for member in members if _same_constant(run, member.entries["value"], value)), None)
        if same is None:
            same = Object(cls.qualified, origin, cls, complete=cls.find("__init__") is None and not own_values)
            same.entries = {"name": Const(name, same.origin), "value": value}
            members.append(same)
        cls.entries[name] = same


def _ignored_names(run: Run, cls: Class) -> list[str]:
    """``_ignore_``: names of an Enum's body that become no members; the class doesn't keep them."""
    from k8slint.evaluate.expressions import NotPlain, plain

    try:
        given = plain(run, cls.entries.get("_ignore_", MISSING))
    except NotPlain:
        return []
    names = given.replace(",", " ").split() if isinstance(given, str) else given
    if not isinstance(names, (list, tuple)):
        return []
    for name in names:
        run.remove(cls, name)
    return list(names)


def _same_constant(run: Run, one: H, other: H) -> bool:
    from k8slint.evaluate.expressions import NotPlain, plain

    try:
        return bool(plain(run, one) == plain(run, other))
    except NotPlain:
        return False


def _decorate(run: Run, frame: Frame, decorator: ast.expr, cls: Class, value: H, node: ast.ClassDef) -> H:
    name = decorator.func if isinstance(decorator, ast.Call) else decorator
    callee = run.eval(name, frame)
    qualified = callee.qualified_name if isinstance(callee, Reference) else ""
    if qualified == "dataclasses.dataclass":
        cls.form = "dataclass"
        return value
    if qualified in library.PASSING_DECORATORS:
        return value
    if isinstance(callee, Function) and not isinstance(decorator, ast.Call):
        return run.call(callee, Arguments([value]), frame, decorator)
    cls.opaque = True
    library.decorate(run, frame, decorator, value, node)
    return value


# Instances


def instantiate(run: Run, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``cls(arguments)``."""
    if cls.form == "enum":
        return _member_by_value(run, cls, arguments, frame, node)
    if cls.form == "typeddict":
        return python_builtins.make_dict(run, arguments, frame, node)
    if cls.external or cls.opaque or cls.find("__new__") is not None:
        return _instance(run, cls, arguments, frame, node)
    from k8slint.evaluate.calls import memo_key, remembered, repeated

    key = memo_key(run, cls, arguments)
    if key is None:
        return _instance(run, cls, arguments, frame, node)
    again = repeated(run, key)
    if again is not None:
        return again
    start = arguments.start if arguments.fresh else now()
    return remembered(run, key, lambda: _instance(run, cls, arguments, frame, node), start)


def _instance(run: Run, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A new instance, initialised."""
    made = Object(cls.qualified, frame.origin(node), cls, complete=not (cls.external or cls.opaque))
    if cls.external or cls.opaque:
        bases = tuple(cls.external) or ("?",)
        run.record(cls.qualified, arguments, frame, node, made, bases=bases)
    from k8slint.evaluate.calls import call_function, give_up, with_first

    for name in ("__new__", "__getattribute__"):
        own = cls.find(name)
        if isinstance(own, Function):
            return give_up(run, own, arguments, Reason.CLASS, frame, node)
    init = cls.find("__init__")
    if isinstance(init, Function):
        call_function(run, init, with_first(arguments, made), frame, node)
    elif any(base.form == "dataclass" for base in cls.mro) or cls.form == "namedtuple":
        _fill_fields(run, cls, made, arguments, frame, node)
    elif cls.external:
        adopt(run, made, arguments)
        if not any(name.startswith("airflow.") for name in cls.external):
            run.spoil(made, Reason.CLASS)
    return made


def adopt(run: Run, made: Object, arguments: Arguments) -> None:
    """An Airflow object keeps its keyword arguments as attributes; the task_id only outside task groups."""
    if not library.keeps_arguments(made):
        return
    for name, value in arguments.keywords.items():
        if name == "task_id" and (run.groups or "task_group" in arguments.keywords):
            continue
        run.put(made, name, value)


def _member_by_value(run: Run, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import NO_KEY, key_of

    wanted = key_of(run, arguments.positional[0]) if arguments.positional else NO_KEY
    if wanted is not NO_KEY:
        for member in cls.entries.values():
            if isinstance(member, Object) and member.cls is cls:
                if key_of(run, member.entries.get("value", MISSING)) == wanted:
                    return member
        if arguments.complete and cls.find("_missing_") is None:
            return run.fails("ValueError", Reason.CLASS, frame, node)
    return run.unknown(Reason.CLASS, frame, node)


def _fill_fields(run: Run, cls: Class, made: Object, arguments: Arguments, frame: Frame, node: ast.AST) -> None:
    """The generated ``__init__`` of a dataclass or named tuple."""
    positional = list(arguments.positional)
    owners = {name: base for base in _with_fields(cls) for name in base.annotations}
    for name, owner in owners.items():
        default = owner.find(name)
        settings = default.extra if isinstance(default, Descriptor) and default.kind == "field" else {}
        if _is_class_variable(cls, name):
            continue
        takes = not (type(settings.get("init")) is Const and settings["init"].value is False)  # type: ignore[union-attr]
        if takes and positional:
            value: H | None = positional.pop(0)
        elif takes and name in arguments.keywords:
            value = arguments.keywords[name]
        elif takes and not arguments.complete:
            value = run.unknown(Reason.SPLAT, frame, node, name)
        elif isinstance(default, Descriptor) and default.kind == "field":
            value = _field_default(run, settings, frame, node)
        else:
            value = default
        if value is None:
            value = run.unknown(Reason.CLASS, frame, node, name)
        run.put(made, name, run.present(value) if type(value) is Alt else value)
    after = cls.find("__post_init__")
    if isinstance(after, Function):
        run.call(after, Arguments([made]), frame, node)


def _with_fields(cls: Class) -> list[Class]:
    """The classes whose annotations are fields: of a dataclass those that are decorated, the first one last."""
    if cls.form == "namedtuple":
        return cls.mro[::-1]
    first = next(base for base in cls.mro if base.form == "dataclass")
    return [base for base in reversed(first.mro) if base.form == "dataclass"]


def _is_class_variable(cls: Class, name: str) -> bool:
    for base in cls.mro:
        if name in base.annotations:
            annotation = base.annotations[name]
            return "ClassVar" in ast.dump(annotation)
    return False


def _field_default(run: Run, settings: dict[str, H], frame: Frame, node: ast.AST) -> H | None:
    if "default" in settings:
        return settings["default"]
    if "default_factory" in settings:
        return run.call(settings["default_factory"], Arguments(), frame, node)
    return None


def call_super(run: Run, base: Super, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``super().name(arguments)``: the next class of the repository that has it, else the bases outside."""
    from k8slint.evaluate.calls import call, call_function, with_first

    receiver = run.resolve(base.receiver)
    start = (
        receiver.cls
        if isinstance(receiver, Object) and receiver.cls
        else receiver
        if isinstance(receiver, Class)
        else base.cls
    )
    found = start.find(name, base.cls) if base.cls in start.mro else base.cls.find(name, base.cls)
    if isinstance(found, Function):
        return call_function(run, found, with_first(arguments, receiver), frame, node)
    if isinstance(found, Descriptor) and found.kind in ("classmethod", "staticmethod"):
        return call(run, bind_descriptor(run, found, start, receiver, frame, node), arguments, frame, node)
    following = start.mro[start.mro.index(base.cls) + 1 :] if base.cls in start.mro else []
    parent = next((cls for cls in following if cls.form == "dataclass"), None)
    if name == "__init__" and parent is not None and isinstance(receiver, Object):
        _fill_fields(run, parent, receiver, arguments, frame, node)
        return Const(None, frame.origin(node))
    return super_outside(run, start, receiver, name, arguments, frame, node)


def super_outside(run: Run, cls: Class, receiver: H, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method of a base class outside the repository, called on an instance: recorded."""
    result: H = Const(None, frame.origin(node)) if name == "__init__" else run.unknown(Reason.CALL, frame, node)
    bases = tuple(cls.external)
    if bases or cls.opaque:
        first = bases[0] if bases else "?"
        run.record(f"{first}.{name}", arguments, frame, node, result, bases=bases, receiver=receiver)
    if name == "__init__" and isinstance(receiver, Object):
        adopt(run, receiver, arguments)
    return result


# Attributes


def attribute(run: Run, value: H, name: str, frame: Frame, node: ast.AST) -> H:
    """``value.name``."""
    if type(value) is Alt:
        return run.each(value, lambda one: attribute(run, one, name, frame, node))
    origin = frame.origin(node)
    if isinstance(value, Reference):
        return library.reference_attribute(run, value, name, frame, node)
    if isinstance(value, ModuleObject):
        from k8slint.evaluate.imports import member

        return member(run, frame, value, name, node)
    if isinstance(value, ModelObject):
        return _model_attribute(run, value, name, frame, node)
    if isinstance(value, Object):
        return _instance_attribute(run, value, name, frame, node)
    if isinstance(value, Class):
        return _class_attribute(run, value, name, frame, node)
    if isinstance(value, Super):
        return _super_attribute(run, value, name, frame, node)
    if isinstance(value, Decorated):
        if name == "function" and value.function is not None:
            return value.function
        return value.entries.get(name) or Method(name, value, origin)
    if isinstance(value, (Const, Seq, Dictionary)):
        if type(value) is Const and value.value is None:
            return run.fails("AttributeError", Reason.ATTRIBUTE, frame, node)
        return Method(name, value, origin)
    if isinstance(value, Function):
        if name == "__name__" and not isinstance(value.node, ast.Lambda):
            return Const(value.node.name, origin)
        return run.unknown(Reason.ATTRIBUTE, frame, node)
    if isinstance(value, Builtin) and value.name in ("dict", "str", "object", "list"):
        return python_builtins.class_function(value.name, name, origin)
    if isinstance(value, Descriptor) and value.kind == "property":
        return Method(name, value, origin)
    if isinstance(value, Partial):
        return run.unknown(Reason.ATTRIBUTE, frame, node)
    if isinstance(value, Opaque) and value.path is not None:
        known = paths.path_attribute(run, value, name, frame, node)
        if known is not None:
            return known
    symbol = ("attribute", value.key, name) if isinstance(value, Opaque) else None
    return run.opaque(value, Reason.ATTRIBUTE, frame, node, symbol=symbol)


def _model_attribute(run: Run, value: ModelObject, name: str, frame: Frame, node: ast.AST) -> H:
    if name in value.entries:
        found = run.resolve(value.entries[name])
        if type(found) is Alt or found is MISSING:
            return _none_for_missing(run, found, frame, node)
        return found
    if name.startswith("_") or name in library.MODEL_METHODS:
        return Method(name, value, frame.origin(node))
    if not value.complete:
        return run.unknown(value.reason, frame, node)
    if value.positional:
        return run.unknown(Reason.ATTRIBUTE, frame, node)
    return Const(None, frame.origin(node))


def _none_for_missing(run: Run, value: H, frame: Frame, node: ast.AST) -> H:
    value = run.resolve(value)
    if value is MISSING:
        return Const(None, frame.origin(node))
    if type(value) is Alt:
        yes, no = _none_for_missing(run, value.yes, frame, node), _none_for_missing(run, value.no, frame, node)
        return run.choose(value.key, value.text, yes, no, value.origin)
    return value


def _instance_attribute(run: Run, value: Object, name: str, frame: Frame, node: ast.AST) -> H:
    own = value.entries.get(name, MISSING)
    if own is not MISSING:
        own = run.present(own)
        if own is not MISSING:
            return own
    cls = value.cls
    found = cls.find(name) if cls is not None else None
    if found is not None and cls is not None:
        if not value.complete and not isinstance(found, (Function, Descriptor)) and value.reason is not None:
            return run.unknown(value.reason, frame, node)
        return bind_descriptor(run, found, cls, value, frame, node)
    if name == "__class__" and cls is not None:
        return cls
    if name == "__dict__":
        return Attributes(value, frame.origin(node))
    if not value.complete and value.reason is not None:
        return run.unknown(value.reason, frame, node, symbol=("attribute", id(value), name))  # it may have it
    if cls is not None and (getter := cls.find("__getattr__")) is not None:
        return run.call(getter, Arguments([value, Const(name, frame.origin(node))]), frame, node)
    if cls is not None and value.complete and run.try_depth:
        raise Raised("AttributeError")
    if cls is None and paths.is_path(value):
        known = paths.path_attribute(run, value, name, frame, node)
        return known if known is not None else Method(name, value, frame.origin(node))
    reason = value.reason or (Reason.ATTRIBUTE if cls is None else Reason.CLASS)
    return run.unknown(reason, frame, node, symbol=("attribute", id(value), name))


def bind_descriptor(run: Run, found: H, cls: Class, receiver: H, frame: Frame, node: ast.AST) -> H:
    """What ``receiver.name`` gives for what the class holds under the name."""
    from k8slint.evaluate.calls import call_function

    origin = frame.origin(node)
    if isinstance(found, Function):
        return Method(found, receiver, origin) if not isinstance(receiver, Class) else found
    if isinstance(found, Descriptor):
        function = found.function
        if found.kind == "property":
            if isinstance(receiver, Class) or not isinstance(function, Function):
                return run.unknown(Reason.CLASS, frame, node)
            return call_function(run, function, Arguments([receiver]), frame, node)
        if found.kind == "field":
            default = found.extra.get("default") if cls.form == "dataclass" else None
            return run.unknown(Reason.CLASS, frame, node) if default is None else default
        if found.kind == "classmethod" and isinstance(function, Function):
            bound = receiver if isinstance(receiver, Class) else cls
            return Method(function, bound, origin)
        return function
    if type(found) is Alt:
        return run.present(found)
    return found


def _class_attribute(run: Run, value: Class, name: str, frame: Frame, node: ast.AST) -> H:
    found = value.find(name)
    if found is not None and found is not MISSING:
        return bind_descriptor(run, found, value, value, frame, node)
    origin = frame.origin(node)
    if name == "__name__":
        return Const(value.name, origin)
    if name == "__members__" and value.form == "enum":
        members = {key: item for key, item in value.entries.items() if isinstance(item, Object) and item.cls is value}
        return Dictionary(dict(members), origin)
    return run.unknown(Reason.CLASS, frame, node)


def _super_attribute(run: Run, value: Super, name: str, frame: Frame, node: ast.AST) -> H:
    receiver = run.resolve(value.receiver)
    start = receiver.cls if isinstance(receiver, Object) and receiver.cls else value.cls
    found = start.find(name, value.cls)
    if found is None:
        return Method(name, value, frame.origin(node))
    return bind_descriptor(run, found, start, receiver, frame, node)


__all__: list[Any] = ["attribute", "call_super", "define_class", "instantiate"]
