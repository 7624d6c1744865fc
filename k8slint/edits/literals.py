"""Converts dict and list literals that describe a pod to model expressions, by the client's schema.

camelCase and snake_case keys are both understood. A key that the model doesn't have, a spread, or a value that may hold
something the client would drop makes the whole conversion ``None``: then a person has to look.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass, replace
from k8slint.edits.arguments import Slot, arguments_of, number_as_text, quoted
from k8slint.edits.models import Bracket, Expression, Notes, Part, Text, items, notes_of, sequence, verbatim
from k8slint.edits.uses import is_movable, literal_of
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Model, Unknown, Value, get
from k8slint.kube.client.schema import FieldType

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation
    from k8slint.kube.client.schema import Schema
    from k8slint.source.text import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a dict literal with a string key, and what its value evaluates to (None: not evaluated)."""

    key: str
    slot: Slot
    notes: Notes
    value: Value | None


def entries_of(
    source: Source, node: ast.Dict | ast.Call, value: Value | None = None, parameters: tuple[str, ...] = ()
) -> tuple[list[Entry], tuple[str, ...]] | None:
    """The entries of a dict literal, or the arguments of a call, and the comments after the last.

    ``parameters`` names positional arguments. None unless every key is a plain string, each once.
    """
    arguments = arguments_of(source, node)
    if arguments is None:
        return None
    notes, below = notes_of(arguments)
    entries = []
    for index, (slot, note) in enumerate(zip(arguments.slots, notes, strict=True)):
        label = slot.label
        if label is None and slot.name is None and index < len(parameters) and not isinstance(slot.value, ast.Starred):
            label = parameters[index]
        if label is None:
            return None
        entries.append(Entry(label, slot, note, None if value is None else get(value, label)))
    if len({entry.key for entry in entries}) < len(entries):
        return None
    return entries, below


def flat_entries(
    evaluation: Evaluation, node: ast.Dict | ast.Call, value: Value | None
) -> tuple[list[Entry], tuple[str, ...]] | None:
    """The entries of a dict display or ``dict(...)``, with those of the literal dicts that are unpacked or copied into it.

    A key that is given again keeps its place and has its last value, as in Python. None when some entry isn't known.
    """
    arguments = arguments_of(evaluation.source, node)
    if arguments is None:
        return None
    notes, below = notes_of(arguments)
    entries: dict[str, Entry] = {}
    for slot, note in zip(arguments.slots, notes, strict=True):
        if slot.label is not None:
            if slot.label in entries and isinstance(node, ast.Dict) and note != Notes():
                return None  # which of the two does the comment speak of?
            entries[slot.label] = Entry(slot.label, slot, note, None if value is None else get(value, slot.label))
            continue
        inner = (
            None if isinstance(slot.value, ast.Starred) or _has_other_key(slot) else literal_of(slot.value, evaluation)
        )
        read = None if inner is None or note != Notes() else flat_entries(evaluation, inner, value)
        if read is None:
            return None
        for entry in read[0]:
            if inner is not slot.value and not is_movable(entry.slot.value, evaluation):
                return None
            entries[entry.key] = entry if inner is slot.value else replace(entry, notes=Notes())
    return list(entries.values()), below


def _has_other_key(slot: Slot) -> bool:
    """Whether an entry has a key that isn't a string literal."""
    return isinstance(slot.name, ast.expr)


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes models as ``<module>.V1Pod(…)``.

    ``trusting`` copies what isn't a literal and couldn't be evaluated, because it means the same where it came from.
    """

    source: Source
    schema: Schema
    module: str
    trusting: bool = False

    def name(self, model: str) -> str:
        """How the file calls a model class."""
        return f"{self.module}.{model}"

    def field(self, node: ast.expr, model: str, keyword: str, value: Value | None = None) -> Expression | None:
        """``node`` as the argument ``keyword`` of a model; None when the client's model has no such keyword, too."""
        schema = self.schema.model(model)
        field = schema.fields.get(keyword) if schema else None
        return None if field is None else self.write(node, field.type, value)

    def write(
        self, node: ast.expr, type_: FieldType, value: Value | None = None, *, named: bool = False
    ) -> Expression | None:
        """``node`` as an argument of a schema type. ``named`` says that a model's name is given apart from the dict."""
        if isinstance(node, ast.Constant) and node.value is None:
            return Text("None")
        if type_.kind == "list" and type_.item is not None:
            return self._list(node, type_.item, value)
        if type_.kind == "model":
            return self._model(node, type_.name, value, named)
        if type_.kind == "map":
            return None if isinstance(node, ast.Constant | ast.JoinedStr | ast.List) else self.strings(node)
        return self._scalar(node, type_.name)

    def strings(self, node: ast.expr) -> Expression:
        """A dict of strings as it is, its numbers quoted."""
        written = verbatim(self.source, node)
        if not isinstance(node, ast.Dict) or not isinstance(written, Bracket):
            return written
        parts = []
        for part, value in zip(written.parts, node.values, strict=True):
            number = number_as_text(value)
            text = part.value if number is None else Text(quoted(self.source, node, number))
            parts.append(Part(part.label, text, part.above, part.beside))
        return Bracket(written.open, tuple(parts), written.close, written.spread, written.below)

    def _model(self, node: ast.expr, name: str, value: Value | None, named: bool) -> Expression | None:
        if not isinstance(node, ast.Dict):
            return verbatim(self.source, node) if self._passes(node, name, value) else None
        model = self.schema.model(name)
        read = entries_of(self.source, node, value)
        if model is None or read is None:
            return None
        entries, below = read
        parts = []
        for entry in entries:
            field = model.by_wire.get(entry.key) or model.fields.get(entry.key)
            written = None if field is None else self.write(entry.slot.value, field.type, entry.value)
            if field is None or written is None or (field.required and written == Text("None")):
                return None
            parts.append(Part(f"{field.snake}=", written, entry.notes.above, entry.notes.beside))
        given = {part.label[:-1] for part in parts} | ({"name"} if named else set())
        if not set(model.required) <= given:
            return None
        return Bracket(f"{self.name(name)}(", tuple(parts), ")", below=below)

    def _list(self, node: ast.expr, item: FieldType, value: Value | None) -> Expression | None:
        if item.kind != "model":
            return self._scalars(node, item.name)
        if not isinstance(node, ast.List | ast.Tuple) or any(isinstance(each, ast.Starred) for each in node.elts):
            return verbatim(self.source, node) if self._passes_list(value, item.name) else None
        written = []
        for index, each in enumerate(node.elts):
            one = self.write(each, item, None if value is None else get(value, index))
            if one is None:
                return None
            written.append(one)
        arguments = arguments_of(self.source, node) if isinstance(node, ast.List) else None
        if arguments is None:
            return sequence(*written)
        listed = items(arguments, written)
        return Bracket(listed.open, listed.parts, listed.close, below=listed.below)

    def _scalars(self, node: ast.expr, item: str) -> Expression | None:
        if isinstance(node, ast.Constant | ast.JoinedStr | ast.Dict):
            return None  # a str would be taken letter by letter
        if isinstance(node, ast.List) and item == "str" and any(number_as_text(each) for each in node.elts):
            return sequence(*(self._scalar(each, item) or verbatim(self.source, each) for each in node.elts))
        return verbatim(self.source, node)

    def _scalar(self, node: ast.expr, type_name: str) -> Expression | None:
        number = number_as_text(node)
        match type_name, node:
            case (("str" | "quantity"), _) if number is not None:
                return Text(quoted(self.source, node, number))
            case "int", ast.Constant(value=str() as text):
                return Text(str(int(text))) if re.fullmatch(r"-?[0-9]+", text) else None
            case "bool", ast.Constant(value=str()):
                return None  # every text that isn't empty is true to the client
            case (("str" | "quantity" | "int" | "bool"), (ast.Dict() | ast.List() | ast.Tuple())):
                return None
        return verbatim(self.source, node)

    def _passes(self, node: ast.expr, model: str, value: Value | None) -> bool:
        """Whether an expression that isn't a literal may stand for a model as it is."""
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == model:
                return True
        return self.trusting if value is None else self._survives(value, FieldType("model", model))

    def _passes_list(self, value: Value | None, model: str) -> bool:
        item = FieldType("model", model)
        return self.trusting if value is None else self._survives(value, FieldType("list", item=item))

    def _survives(self, value: Value, type_: FieldType) -> bool:
        """Whether the client keeps every field of a value in a model's place: a model, a dict with wire names only."""
        match value:
            case Unknown():
                return self.trusting
            case Absent() | Const(value=None):
                return True
        if type_.kind == "list" and type_.item is not None:
            item = type_.item
            complete = isinstance(value, Items) and (value.complete or self.trusting)
            return complete and isinstance(value, Items) and all(self._survives(each, item) for each in value.items)
        model = self.schema.model(type_.name)
        match value:
            case Model(name=name):
                return name == type_.name
            case Mapping(entries=entries) if model is not None:
                if not value.complete and not self.trusting:
                    return False
                return all(
                    key in model.by_wire and self._survives(entry, model.by_wire[key].type)
                    for key, entry in entries.items()
                )
        return type_.kind != "model"
