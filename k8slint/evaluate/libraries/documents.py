"""YAML files of the repository as values with positions in the file."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.machine.objects import Dictionary, Frame, HeapValue, Seq
from k8slint.evaluate.values import Const, Origin, Reason
from k8slint.source.text import Source, Span, deep_yaml

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


MAX_TEXT = 250_000  # characters: reading them takes longer than anything else does


def load_yaml(interp: Interpreter, text: str, path: str | None, frame: Frame, node: ast.AST) -> HeapValue:
    """What ``yaml.safe_load`` makes of a text; anchors and their aliases are one object, as there."""
    import yaml

    if len(text) > MAX_TEXT or deep_yaml(text) is not None:
        return interp.unknown(Reason.LIMIT, frame, node)
    interp.spend(len(text) // 32)
    shown = interp.project.shown(path) if path and interp.project is not None else None
    source = Source(shown or frame.module.source.path, text)

    class Loader(yaml.SafeLoader):
        """The safe loader, node by node."""

        def flatten_mapping(self, node: yaml.MappingNode) -> None:
            super().flatten_mapping(node)
            interp.spend(len(node.value))  # merges of merges may double it each time

    made: dict[int, HeapValue] = {}

    def convert(part: Any) -> HeapValue:
        known = made.get(id(part))
        if known is not None:
            return known
        interp.spend(1)
        origin = Origin(source, Span(part.start_mark.index, part.end_mark.index)) if path else frame.origin(node)
        if isinstance(part, yaml.MappingNode):
            loader.flatten_mapping(part)
            table = made[id(part)] = Dictionary({}, origin)
            for key_node, value_node in part.value:
                key = convert(key_node)
                if type(key) is not Const:
                    table.complete, table.reason = False, Reason.SUBSCRIPT
                    continue
                table.entries[key.value] = convert(value_node)
                table.keys[key.value] = key.origin
            return table
        if isinstance(part, yaml.SequenceNode):
            seq = made[id(part)] = Seq([], origin)
            for item in part.value:
                seq.items.append(convert(item))
            return seq
        value = loader.construct_object(part)
        if value is None or isinstance(value, (str, int, float, bool, bytes)):
            made[id(part)] = Const(value, origin)
        else:
            made[id(part)] = interp.unknown(Reason.EXTERNAL, frame, node, type=type(value).__name__)
        return made[id(part)]

    try:
        loader = Loader(text)
        try:
            root = loader.get_single_node()
            return convert(root) if root is not None else Const(None, frame.origin(node))
        finally:
            loader.dispose()
    except (yaml.YAMLError, RecursionError, ValueError):
        return interp.unknown(Reason.EXTERNAL, frame, node)
