"""Functions that nothing in the file calls: each is evaluated once, with unknown parameters."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.objects import (
    Arguments,
    Class,
    Descriptor,
    Frame,
    Function,
    HeapValue,
    Module,
    Object,
    Opaque,
)
from k8slint.evaluate.values import Origin, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def qualname_of(module: Module, node: ast.AST) -> str:
    """The qualified name of a function of the module; empty for a lambda."""
    return module.qualnames.get(node, "")


def uncalled(interp: Interpreter, module: Module) -> Iterator[tuple[ast.AST, Callable[[], None]]]:
    """Each function that the file defines and never calls, with one call of it, with unknown arguments."""
    number = 0
    while number < len(interp.session.defined):
        function = interp.session.defined[number]
        number += 1
        if function.node not in interp.session.called:
            yield function.node, partial(_call_blindly, interp, function)


def _call_blindly(interp: Interpreter, function: Function) -> None:
    frame = Frame(function.module, function.module.scope)
    node = function.node
    if function.node in interp.session.called:
        return
    arguments = Arguments(complete=False)
    cls = function.cls
    if cls is not None and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        bound = cls.entries.get(node.name)
        kind = bound.kind if isinstance(bound, Descriptor) else ""
        if kind != "staticmethod":
            arguments.positional.append(cls if kind == "classmethod" else blind_instance(interp, cls, frame))
    if function.node in interp.session.called:  # it was the class's __init__
        return
    name = interp.session.dag_functions.get(node)
    dags = interp.dags
    if name is not None:
        interp.dags = (*interp.dags, name)
    try:
        interp.call_function(function, arguments, frame, node)
    finally:
        interp.dags = dags


def blind_instance(interp: Interpreter, cls: Class, frame: Frame) -> HeapValue:
    """An instance of a class made with unknown arguments."""
    instance = Object(cls.qualified, cls.origin, cls, complete=False)
    instance.reason = Reason.PARAMETER
    for base in reversed(cls.mro):
        if base.form == "dataclass":
            for name, annotation in base.annotations.items():
                instance.entries[name] = Opaque(Reason.PARAMETER, Origin(frame.module.source, annotation), name)
    if cls.form == "enum":
        for name in ("name", "value"):
            instance.entries[name] = Opaque(Reason.PARAMETER, cls.origin, f"{cls.name}.{name}")
    init = cls.find("__init__")
    if isinstance(init, Function):
        interp.call_function(init, Arguments([instance], complete=False), frame, init.node)
    return instance
