"""Serializes a pod written in Python as the client and Airflow do: the JSON that reaches the merge and the API server.

A model becomes a mapping with wire names, ``None`` fields go, plain dicts pass as they are. A ``pod_override`` then
makes a round trip through JSON into the declared types of the classic client (``sanitize_for_serialization``, then
``_ApiClient__deserialize_model``; the same from client 12 to 36), which coerces scalars and silently drops what it
doesn't know. The pydantic client checks instead of coercing, and turns dicts with either spelling of keys into models.
"""

from __future__ import annotations

from k8slint.evaluate.values import Absent, Const, Items, Mapping, Model, Origin, Reason, Unknown, Value
from k8slint.kube.client.readback import read_back
from k8slint.kube.client.schema import Field, FieldType, ModelSchema, Schema
from k8slint.settings.targets import Version


def to_wire(value: Value, type_name: str = "V1Pod", *, client: Version, round_trip: bool) -> Value:
    """``value``, a model or a dict standing for one, as JSON with wire names and the origins of what was written.

    ``round_trip`` is for a ``pod_override``; a pod of a KubernetesPodOperator or a template doesn't make it. What the
    round trip fails on, and what isn't JSON, is Unknown. ``value`` must be free of choices.
    """
    schema = Schema.for_client(client)
    sent = sanitize(value, schema)
    type_ = FieldType("model", type_name)
    if schema.checks:
        return _renamed(sent, type_, schema)
    return read_back(sent, type_, schema) if round_trip else sent


def sanitize(value: Value, schema: Schema) -> Value:
    """What ``sanitize_for_serialization`` and ``json`` make of a value: wire names in models, the rest as it is."""
    match value:
        case Model():
            return _sanitize_model(value, schema)
        case Mapping(entries=entries, origin=origin, complete=complete, keys=keys):
            sent = {_json_key(key): sanitize(entry, schema) for key, entry in entries.items()}
            places = {_json_key(key): place for key, place in keys.items()}
            return Mapping(sent, origin, complete, places)
        case Items(items=items, origin=origin, complete=complete, kind="list" | "tuple"):
            return Items(tuple(sanitize(item, schema) for item in items), origin, complete)
        case Const(value=None | str() | int() | float()) | Unknown() | Absent():
            return value
        case Items() | Const():
            return Unknown(Reason.CALL, value.origin, "the client can't turn it into JSON")
        case _:
            return Unknown(Reason.CALL, value.origin)


def arguments(model: Model, schema: ModelSchema) -> dict[str, Value]:
    """The known fields of a model by snake name, positional ones where the classic constructor puts them."""
    slots = zip(schema.fields.values(), model.positional, strict=False)
    named: dict[str, Value] = {field.snake: value for field, value in slots if not _is_misplaced(value, field)}
    for keyword, value in model.fields.items():
        field = schema.fields.get(keyword) or schema.by_wire.get(keyword)
        if field is not None:
            named[field.snake] = value
    return named


def _is_misplaced(value: Value, field: Field) -> bool:
    """Whether a positional argument is a model that fell into another slot than its own; it means something else."""
    return isinstance(value, Model) and field.type.model != value.name


def _sanitize_model(model: Model, schema: Schema) -> Value:
    known = schema.model(model.name)
    if known is None:
        return Unknown(Reason.CLASS, model.origin, model.name)
    entries: dict[str, Value] = {}
    places: dict[str, Origin] = {}
    named = arguments(model, known)
    for snake, value in named.items():
        if isinstance(value, Absent) or (isinstance(value, Const) and value.value is None):
            continue
        wire = known.fields[snake].wire
        entries[wire] = sanitize(value, schema)
        place = model.keys.get(snake) or model.keys.get(wire)
        if place is not None:
            places[wire] = place
    # A keyword that the model doesn't have was meant for a field that now seems absent.
    understood = all(keyword in known.fields or keyword in known.by_wire for keyword in model.fields)
    slots = zip(known.fields.values(), model.positional, strict=False)
    understood = understood and not any(_is_misplaced(value, field) for field, value in slots)
    return Mapping(entries, model.origin, model.complete and understood, places)


def _json_key(key: object) -> str:
    if isinstance(key, str):
        return key
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return str(key)


def _renamed(value: Value, type_: FieldType, schema: Schema) -> Value:
    """What the pydantic client makes of dicts that stand for models: snake_case keys get their wire names."""
    match value:
        case Items(items=items) if type_.kind == "list" and type_.item:
            inner = type_.item
            return Items(tuple(_renamed(item, inner, schema) for item in items), value.origin, value.complete)
        case Mapping(entries=entries) if type_.kind == "model" and (model := schema.model(type_.name)):
            renamed: dict[str, Value] = {}
            places: dict[str, Origin] = {}
            for key, entry in entries.items():
                field = model.by_wire.get(key) or model.fields.get(key)
                wire = field.wire if field else key
                renamed[wire] = _renamed(entry, field.type, schema) if field else entry
                if key in value.keys:
                    places[wire] = value.keys[key]
            renamed = {key: entry for key, entry in renamed.items() if not _is_none(entry)}
            return Mapping(renamed, value.origin, value.complete, places)
    return value


def _is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None
