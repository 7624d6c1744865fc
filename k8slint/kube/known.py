"""Counts how much of an executor_config or pod is known: its structure, and its leaves."""

from __future__ import annotations

from k8slint.evaluate.values import Choice, Instance, Items, Mapping, Model, Unknown, Value
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.settings.targets import Version


def structure_known(value: Value, client: Version) -> bool:
    """Whether keys, model classes and lists are known, so that only scalar leaves may still be unknown."""
    schema = Schema.for_client(client)
    match value:
        case Mapping(entries=entries, complete=True):
            return all(structure_known(entry, client) for entry in entries.values())
        case Items(items=items, complete=True):
            return all(structure_known(item, client) for item in items)
        case Model(name=name, fields=fields, complete=True):
            model = schema.model(name)
            if model is None:
                return False
            types = {field.snake: field.type for field in model.fields.values()}
            return all(_fits(entry, types.get(key), client) for key, entry in fields.items())
        case Mapping() | Items() | Model() | Unknown() | Choice() | Instance():
            return False
        case _:
            return True


def _fits(value: Value, declared: FieldType | None, client: Version) -> bool:
    if isinstance(value, Unknown):
        return declared is not None and declared.kind == "scalar"
    if declared is not None and declared.item is not None and declared.item.kind == "scalar":
        match value:  # the values of a map or list of scalars are leaves
            case Mapping(complete=complete) | Items(complete=complete):
                return complete
    return structure_known(value, client)


def every_leaf_known(value: Value) -> bool:
    """Whether nothing at all is unknown in it."""
    match value:
        case Mapping(entries=entries, complete=True) | Model(fields=entries, complete=True):
            return all(every_leaf_known(entry) for entry in entries.values())
        case Items(items=items, complete=True):
            return all(every_leaf_known(item) for item in items)
        case Mapping() | Items() | Model() | Unknown() | Choice() | Instance():
            return False
        case _:
            return True
