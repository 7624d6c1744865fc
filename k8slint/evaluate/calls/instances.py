"""Instances of the repository's classes: ``cls(arguments)``, dataclass fields, ``super().method()``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.calls.arguments import with_first
from k8slint.evaluate.calls.attributes import bind_descriptor, is_class_variable, with_fields
from k8slint.evaluate.calls.functions import give_up
from k8slint.evaluate.calls.memo import memo_key, remembered, repeated
from k8slint.evaluate.libraries.names import keeps_arguments
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Arguments,
    Class,
    Descriptor,
    Frame,
    Function,
    HeapValue,
    Object,
    Super,
    now,
)
from k8slint.evaluate.operations.containers import make_dict
from k8slint.evaluate.operations.convert import NO_KEY, key_of
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def instantiate(interp: Interpreter, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``cls(arguments)``."""
    if cls.form == "enum":
        return _member_by_value(interp, cls, arguments, frame, node)
    if cls.form == "typeddict":
        return make_dict(interp, arguments, frame, node)
    if cls.external or cls.opaque or cls.find("__new__") is not None:
        return _instance(interp, cls, arguments, frame, node)
    key = memo_key(interp, cls, arguments)
    if key is None:
        return _instance(interp, cls, arguments, frame, node)
    again = repeated(interp, key)
    if again is not None:
        return again
    start = arguments.start if arguments.fresh else now()
    return remembered(interp, key, lambda: _instance(interp, cls, arguments, frame, node), start)


def _instance(interp: Interpreter, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """A new instance, initialised."""
    made = Object(cls.qualified, frame.origin(node), cls, complete=not (cls.external or cls.opaque))
    if cls.external or cls.opaque:
        bases = (*cls.external, "?") if cls.opaque else tuple(cls.external)
        interp.record(cls.qualified, arguments, frame, node, made, bases=bases)
    for name in ("__new__", "__getattribute__"):
        own = cls.find(name)
        if isinstance(own, Function):
            return give_up(interp, own, arguments, Reason.CLASS, frame, node)
    init = cls.find("__init__")
    if isinstance(init, Function):
        interp.call_function(init, with_first(arguments, made), frame, node)
    elif any(base.form == "dataclass" for base in cls.mro) or cls.form == "namedtuple":
        _fill_fields(interp, cls, made, arguments, frame, node)
    elif cls.external:
        adopt(interp, made, arguments)
        if not any(name.startswith("airflow.") for name in cls.external):
            interp.spoil(made, Reason.CLASS)
    return made


def adopt(interp: Interpreter, made: Object, arguments: Arguments) -> None:
    """An Airflow object keeps its keyword arguments as attributes; the task_id only outside task groups."""
    if not keeps_arguments(made):
        return
    for name, value in arguments.keywords.items():
        if name == "task_id" and (interp.groups or "task_group" in arguments.keywords):
            continue
        interp.put(made, name, value)


def _member_by_value(interp: Interpreter, cls: Class, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    wanted = key_of(interp, arguments.positional[0]) if arguments.positional else NO_KEY
    if wanted is not NO_KEY:
        for member in cls.entries.values():
            if isinstance(member, Object) and member.cls is cls:
                if key_of(interp, member.entries.get("value", MISSING)) == wanted:
                    return member
        if arguments.complete and cls.find("_missing_") is None:
            return interp.fails("ValueError", Reason.CLASS, frame, node)
    return interp.unknown(Reason.CLASS, frame, node)


def _fill_fields(
    interp: Interpreter, cls: Class, made: Object, arguments: Arguments, frame: Frame, node: ast.AST
) -> None:
    """The generated ``__init__`` of a dataclass or named tuple."""
    positional = list(arguments.positional)
    owners = {name: base for base in with_fields(cls) for name in base.annotations}
    for name, owner in owners.items():
        default = owner.find(name)
        settings = default.extra if isinstance(default, Descriptor) and default.kind == "field" else {}
        if is_class_variable(cls, name):
            continue
        takes = not (type(settings.get("init")) is Const and settings["init"].value is False)  # type: ignore[union-attr]
        if takes and positional:
            value: HeapValue | None = positional.pop(0)
        elif takes and name in arguments.keywords:
            value = arguments.keywords[name]
        elif takes and not arguments.complete:
            value = interp.unknown(Reason.SPLAT, frame, node, name)
        elif isinstance(default, Descriptor) and default.kind == "field":
            value = _field_default(interp, settings, frame, node)
        else:
            value = default
        if value is None:
            value = interp.unknown(Reason.CLASS, frame, node, name)
        interp.put(made, name, interp.present(value) if type(value) is Alt else value)
    after = cls.find("__post_init__")
    if isinstance(after, Function):
        interp.call(after, Arguments([made]), frame, node)


def _field_default(
    interp: Interpreter, settings: dict[str, HeapValue], frame: Frame, node: ast.AST
) -> HeapValue | None:
    if "default" in settings:
        return settings["default"]
    if "default_factory" in settings:
        return interp.call(settings["default_factory"], Arguments(), frame, node)
    return None


def call_super(
    interp: Interpreter, base: Super, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """``super().name(arguments)``: the next class of the repository that has it, else the bases outside."""
    receiver = interp.resolve(base.receiver)
    start = (
        receiver.cls
        if isinstance(receiver, Object) and receiver.cls
        else receiver
        if isinstance(receiver, Class)
        else base.cls
    )
    found = start.find(name, base.cls) if base.cls in start.mro else base.cls.find(name, base.cls)
    if isinstance(found, Function):
        return interp.call_function(found, with_first(arguments, receiver), frame, node)
    if isinstance(found, Descriptor) and found.kind in ("classmethod", "staticmethod"):
        return interp.call(bind_descriptor(interp, found, start, receiver, frame, node), arguments, frame, node)
    following = start.mro[start.mro.index(base.cls) + 1 :] if base.cls in start.mro else []
    parent = next((cls for cls in following if cls.form == "dataclass"), None)
    if name == "__init__" and parent is not None and isinstance(receiver, Object):
        _fill_fields(interp, parent, receiver, arguments, frame, node)
        return Const(None, frame.origin(node))
    return super_outside(interp, start, receiver, name, arguments, frame, node)


def super_outside(
    interp: Interpreter, cls: Class, receiver: HeapValue, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """A method of a base class outside the repository, called on an instance: recorded."""
    result: HeapValue = (
        Const(None, frame.origin(node)) if name == "__init__" else interp.unknown(Reason.CALL, frame, node)
    )
    bases = (*cls.external, "?") if cls.opaque else tuple(cls.external)
    if bases:
        interp.record(f"{bases[0]}.{name}", arguments, frame, node, result, bases=bases, receiver=receiver)
    if name == "__init__" and isinstance(receiver, Object):
        adopt(interp, receiver, arguments)
    return result
