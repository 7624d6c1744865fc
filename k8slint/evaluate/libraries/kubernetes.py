"""The kubernetes client: model objects and their methods."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from k8slint.evaluate.machine.objects import Alt, Arguments, Dictionary, Frame, HeapValue, ModelObject, Seq
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def make_model(interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """A call of a model class."""
    model = ModelObject(name.rpartition(".")[2], frame.origin(node))
    model.entries = dict(arguments.keywords)
    model.keys = dict(arguments.keys)
    model.positional = list(arguments.positional)
    if not arguments.complete:
        model.complete = False
    interp.record(name, arguments, frame, node, model)
    if model.name == "V1Pod":
        interp.records.pods.append(model)
    return model


def call_model_method(
    interp: Interpreter, model: ModelObject, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    if name == "to_dict" and not arguments.positional and not arguments.keywords:
        return _to_dict(interp, model, frame, node)
    if name == "to_str":
        return interp.unknown(Reason.CALL, frame, node, type="str")
    if name in model.entries:
        return interp.call(interp.present(model.entries[name]), arguments, frame, node)
    if name == "__setattr__" and len(arguments.positional) == 2 and type(arguments.positional[0]) is Const:
        interp.put(model, arguments.positional[0].value, arguments.positional[1])
        return Const(None, frame.origin(node))
    return interp.unknown(Reason.CALL, frame, node)


def _to_dict(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    """``model.to_dict()``: snake_case keys; the fields that weren't given are None."""
    origin = frame.origin(node)

    def convert(one: HeapValue, depth: int = 0) -> HeapValue:
        if type(one) is Alt:
            return Alt(one.key, one.text, convert(one.yes, depth), convert(one.no, depth), one.origin)
        if depth > 60:
            return interp.unknown(Reason.LIMIT, frame, node)
        if isinstance(one, ModelObject):
            table = Dictionary(
                {key: convert(item, depth + 1) for key, item in one.entries.items()}, origin, dict(one.keys)
            )
            table.factory = Const(None, origin)
            table.complete = False  # it has a key for every field
            table.reason = Reason.CALL if one.complete else one.reason
            if one.positional or not one.complete:
                table.factory = None
            return table
        if isinstance(one, Seq):
            return Seq([convert(item, depth + 1) for item in one.items], one.origin, one.kind)
        if isinstance(one, Dictionary):
            table = Dictionary(
                {key: convert(item, depth + 1) for key, item in one.entries.items()}, one.origin, dict(one.keys)
            )
            table.complete, table.reason = one.complete, one.reason
            return table
        return one

    return convert(value)
