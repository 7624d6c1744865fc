"""``callee(arguments)`` and ``receiver.name(arguments)``, by the kind of callee and receiver."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import with_first
from k8slint.evaluate.calls.decorated import call_decorated, call_decorated_method
from k8slint.evaluate.calls.instances import call_super, instantiate
from k8slint.evaluate.calls.references import call_class_method, call_object_method, call_reference, call_unknown_method
from k8slint.evaluate.libraries.kubernetes import call_model_method
from k8slint.evaluate.libraries.methods import call_builtin_method
from k8slint.evaluate.libraries.names import dag_id, is_dag
from k8slint.evaluate.machine.objects import (
    Alt,
    Arguments,
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
    Object,
    Opaque,
    Partial,
    Seq,
    Super,
)
from k8slint.evaluate.operations.change import escape
from k8slint.evaluate.operations.copy import with_accessor
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def call(
    interp: Interpreter, callee: HeapValue, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
) -> HeapValue:
    """``callee(arguments)``."""
    if isinstance(callee, Function):
        return interp.call_function(callee, arguments, frame, node)
    if isinstance(callee, Reference):
        return call_reference(interp, callee, arguments, frame, node, decorates)
    if isinstance(callee, Builtin):
        return callee.call(interp, arguments, frame, node)
    if isinstance(callee, Class):
        return instantiate(interp, callee, arguments, frame, node)
    if isinstance(callee, Method):
        if isinstance(callee.function, str):
            return call_method(interp, callee.receiver, callee.function, arguments, frame, node)
        return interp.call_function(callee.function, with_first(arguments, callee.receiver), frame, node)
    if isinstance(callee, Partial):
        given = callee.arguments
        return call(
            interp,
            callee.function,
            Arguments(
                [*given.positional, *arguments.positional],
                {**given.keywords, **arguments.keywords},
                {**given.keys, **arguments.keys},
                given.complete and arguments.complete,
                start=arguments.start,
            ),
            frame,
            node,
            decorates,
        )
    if isinstance(callee, Decorated):
        return call_decorated(interp, callee, arguments, frame, node, decorates)
    if isinstance(callee, Object):
        method = callee.cls.find("__call__") if callee.cls else None
        if isinstance(method, Function):
            return interp.call_function(method, with_first(arguments, callee), frame, node)
        if callee.cls is None:
            result = interp.unknown(Reason.CALL, frame, node)
            interp.record(f"{callee.qualified}.__call__", arguments, frame, node, result, receiver=callee)
            escape(interp, arguments, frame, node)
            return result
    if type(callee) is Alt:
        return interp.each(callee, lambda one: call(interp, one, arguments, frame, node, decorates))
    return call_unknown(interp, callee, "?", arguments, frame, node)


def call_unknown(
    interp: Interpreter, callee: HeapValue, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """A call of something that isn't known at all."""
    result = interp.opaque(callee, Reason.CALL, frame, node)
    if arguments.keywords:
        interp.record(name, arguments, frame, node, result)
    escape(interp, arguments, frame, node)
    return result


def call_method(
    interp: Interpreter, receiver: HeapValue, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """``receiver.name(arguments)``."""
    if type(receiver) is Alt:
        return interp.each(receiver, lambda one: call_method(interp, one, name, arguments, frame, node))
    if isinstance(receiver, (Const, Seq, Dictionary)):
        return call_builtin_method(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, ModelObject):
        return call_model_method(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Unknown):
        return call_unknown_method(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Super):
        return call_super(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Descriptor):
        if name in ("getter", "setter", "deleter") and receiver.kind == "property" and arguments.positional:
            return with_accessor(receiver, name, arguments.positional[0], frame, node)
        return call_unknown(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Decorated):
        return call_decorated_method(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Object) and name not in receiver.entries:
        if receiver.cls is None or receiver.cls.find(name) is None:
            return call_object_method(interp, receiver, name, arguments, frame, node)
    if isinstance(receiver, Class) and receiver.find(name) is None:
        return call_class_method(interp, receiver, name, arguments, frame, node)
    callee = interp.attribute(receiver, name, frame, node)
    return call(interp, callee, arguments, frame, node)


def enter(interp: Interpreter, manager: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """What ``with manager as x`` binds; a DAG becomes the one around."""

    def one(value: HeapValue) -> HeapValue:
        if isinstance(value, Object):
            names = [value.qualified, *(value.cls.external if value.cls else [])]
            if any(is_dag(name) for name in names):
                interp.dags = (*interp.dags, dag_id(value))
                return value
            if any(name.endswith("TaskGroup") for name in names):
                interp.groups += 1
                return value
            if value.qualified == "contextlib.nullcontext":
                return value.entries["enter_result"]
            method = value.cls.find("__enter__") if value.cls else None
            if isinstance(method, Function):
                return interp.call_function(method, Arguments([value]), frame, node)
            if value.cls is None and value.qualified.partition(".")[0] == "airflow":
                return value
        if isinstance(value, Opaque) and value.path is not None:
            return value
        if isinstance(value, Seq) and value.plain and len(value.items) == 1:
            return value.items[0]  # a generator under @contextmanager
        return interp.opaque(value, Reason.CALL, frame, node)

    return interp.each(manager, one)
