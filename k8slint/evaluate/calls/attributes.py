"""Attributes: of instances, classes, models, modules, ``super()``."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.calls.functions import give_up
from k8slint.evaluate.libraries.builtins import class_function
from k8slint.evaluate.libraries.names import MODEL_METHODS
from k8slint.evaluate.machine.endings import Raised
from k8slint.evaluate.machine.objects import (
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
    HeapValue,
    Method,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Seq,
    Super,
)
from k8slint.evaluate.machine.records import RawAttribute
from k8slint.evaluate.operations.paths import is_path, path_attribute
from k8slint.evaluate.values import Const, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def with_fields(cls: Class) -> list[Class]:
    """The classes whose annotations are fields: of a dataclass those that are decorated, the first one last."""
    if cls.form == "namedtuple":
        return cls.mro[::-1]
    first = next(base for base in cls.mro if base.form == "dataclass")
    return [base for base in reversed(first.mro) if base.form == "dataclass"]


def is_class_variable(cls: Class, name: str) -> bool:
    for base in cls.mro:
        if name in base.annotations:
            annotation = base.annotations[name]
            return "ClassVar" in ast.dump(annotation)
    return False


def attribute(interp: Interpreter, value: HeapValue, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    """``value.name``."""
    if type(value) is Alt:
        return interp.each(value, lambda one: attribute(interp, one, name, frame, node))
    origin = frame.origin(node)
    if isinstance(value, Reference):
        return interp.reference_attribute(value, name, frame, node)
    if isinstance(value, ModuleObject):
        return interp.member(frame, value, name, node)
    if isinstance(value, ModelObject):
        return _model_attribute(interp, value, name, frame, node)
    if isinstance(value, Object):
        return _instance_attribute(interp, value, name, frame, node)
    if isinstance(value, Class):
        return _class_attribute(interp, value, name, frame, node)
    if isinstance(value, Super):
        return _super_attribute(interp, value, name, frame, node)
    if isinstance(value, Decorated):
        if name == "function" and value.function is not None:
            return value.function
        return value.entries.get(name) or Method(name, value, origin)
    if isinstance(value, (Const, Seq, Dictionary)):
        if type(value) is Const and value.value is None:
            return interp.fails("AttributeError", Reason.ATTRIBUTE, frame, node)
        return Method(name, value, origin)
    if isinstance(value, Function):
        if name == "__name__" and not isinstance(value.node, ast.Lambda):
            return Const(value.node.name, origin)
        return interp.unknown(Reason.ATTRIBUTE, frame, node)
    if isinstance(value, Builtin) and value.name in ("dict", "str", "object", "list"):
        return class_function(value.name, name, origin)
    if isinstance(value, Descriptor) and value.kind == "property":
        return Method(name, value, origin)
    if isinstance(value, Partial):
        return interp.unknown(Reason.ATTRIBUTE, frame, node)
    if isinstance(value, Opaque) and value.path is not None:
        known = path_attribute(interp, value, name, frame, node)
        if known is not None:
            return known
    symbol = ("attribute", value.key, name) if isinstance(value, Opaque) else None
    return interp.opaque(value, Reason.ATTRIBUTE, frame, node, symbol=symbol)


def _model_attribute(interp: Interpreter, value: ModelObject, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    if name in value.entries:
        found = interp.resolve(value.entries[name])
        if type(found) is Alt or found is MISSING:
            return _none_for_missing(interp, found, frame, node)
        return found
    if name.startswith("_") or name in MODEL_METHODS:
        return Method(name, value, frame.origin(node))
    if not value.complete:
        return interp.unknown(value.reason, frame, node)
    if value.positional:
        return interp.unknown(Reason.ATTRIBUTE, frame, node)
    return Const(None, frame.origin(node))


def _none_for_missing(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    value = interp.resolve(value)
    if value is MISSING:
        return Const(None, frame.origin(node))
    if type(value) is Alt:
        yes, no = _none_for_missing(interp, value.yes, frame, node), _none_for_missing(interp, value.no, frame, node)
        return interp.choose(value.key, value.text, yes, no, value.origin)
    return value


def _instance_attribute(interp: Interpreter, value: Object, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    own = value.entries.get(name, MISSING)
    if own is not MISSING:
        own = interp.present(own)
        if own is not MISSING:
            return own
    cls = value.cls
    found = cls.find(name) if cls is not None else None
    if found is not None and cls is not None:
        if not value.complete and not isinstance(found, (Function, Descriptor)) and value.reason is not None:
            return interp.unknown(value.reason, frame, node)
        return bind_descriptor(interp, found, cls, value, frame, node)
    if name == "__class__" and cls is not None:
        return cls
    if name == "__dict__":
        return Attributes(value, frame.origin(node))
    if not value.complete and value.reason is not None:
        return interp.unknown(value.reason, frame, node, symbol=("attribute", id(value), name))  # it may have it
    if cls is not None and (getter := cls.find("__getattr__")) is not None:
        return interp.call(getter, Arguments([value, Const(name, frame.origin(node))]), frame, node)
    if cls is not None and value.complete and interp.try_depth:
        raise Raised("AttributeError")
    if cls is None and is_path(value):
        known = path_attribute(interp, value, name, frame, node)
        return known if known is not None else Method(name, value, frame.origin(node))
    reason = value.reason or (Reason.ATTRIBUTE if cls is None else Reason.CLASS)
    return interp.unknown(reason, frame, node, symbol=("attribute", id(value), name))


def bind_descriptor(
    interp: Interpreter, found: HeapValue, cls: Class, receiver: HeapValue, frame: Frame, node: ast.AST
) -> HeapValue:
    """What ``receiver.name`` gives for what the class holds under the name."""
    origin = frame.origin(node)
    if isinstance(found, Function):
        return Method(found, receiver, origin) if not isinstance(receiver, Class) else found
    if isinstance(found, Descriptor):
        function = found.function
        if found.kind == "property":
            if isinstance(receiver, Class) or not isinstance(function, Function):
                return interp.unknown(Reason.CLASS, frame, node)
            return interp.call_function(function, Arguments([receiver]), frame, node)
        if found.kind == "field":
            default = found.extra.get("default") if cls.form == "dataclass" else None
            return interp.unknown(Reason.CLASS, frame, node) if default is None else default
        if found.kind == "classmethod" and isinstance(function, Function):
            bound = receiver if isinstance(receiver, Class) else cls
            return Method(function, bound, origin)
        return function
    if type(found) is Alt:
        return interp.present(found)
    return found


def _class_attribute(interp: Interpreter, value: Class, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    found = value.find(name)
    if found is not None and found is not MISSING:
        return bind_descriptor(interp, found, value, value, frame, node)
    origin = frame.origin(node)
    if name == "__name__":
        return Const(value.name, origin)
    if name == "__members__" and value.form == "enum":
        members = {key: item for key, item in value.entries.items() if isinstance(item, Object) and item.cls is value}
        return Dictionary(dict(members), origin)
    return interp.unknown(Reason.CLASS, frame, node)


def _super_attribute(interp: Interpreter, value: Super, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    receiver = interp.resolve(value.receiver)
    start = receiver.cls if isinstance(receiver, Object) and receiver.cls else value.cls
    found = start.find(name, value.cls)
    if found is None:
        return Method(name, value, frame.origin(node))
    return bind_descriptor(interp, found, start, receiver, frame, node)


def set_attribute(
    interp: Interpreter, target: HeapValue, name: str, value: HeapValue, frame: Frame, node: ast.AST
) -> None:
    """``target.name = value``."""

    def put(one: HeapValue) -> HeapValue:
        if isinstance(one, (ModelObject, Object, Decorated, Class)):
            if isinstance(one, Object) and one.cls is not None:
                setter = one.cls.find(name)
                function = getattr(setter, "extra", {}).get("setter")
                if isinstance(function, Function):
                    interp.call(function, Arguments([one, value]), frame, node)
                    return MISSING
                own = one.cls.find("__setattr__")
                if isinstance(own, Function):
                    give_up(interp, own, Arguments([one, value]), Reason.CLASS, frame, node)
                    return MISSING
            interp.put(one, name, value)
            if isinstance(one, ModelObject):
                one.keys[name] = frame.origin(node)
        elif isinstance(one, ModuleObject):
            interp.ready(one.module)
            interp.put(one.module.scope, name, value)
        if not isinstance(one, (Class, ModuleObject)) and not (
            isinstance(one, Object) and one.cls and not one.cls.external
        ):
            interp.records.attributes.append(RawAttribute(one, name, value, frame.origin(node), interp.assumptions))
        return MISSING

    interp.each(target, put)
