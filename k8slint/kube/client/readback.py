"""Reads JSON or YAML as the kubernetes client does: into models, as they would be sent again.

The classic client (12 to 36, the same in all) reads into the declared types: it coerces scalars, iterates over whatever
can be iterated, silently drops what it doesn't know, and raises for few things. The pydantic client takes either
spelling of a field, drops the others silently too, and raises for every value of the wrong type.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from re import compile as pattern
from typing import Any

from k8slint.dataclass import dataclass, field
from k8slint.evaluate.values import Absent, Choice, Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.kube.client.schema import FieldType, ModelSchema, Schema
from k8slint.settings.targets import Version


class Fate(Enum):
    """What becomes of something that isn't read as it is written."""

    RAISES = "raises"
    DROPPED = "dropped"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, eq=False)
class Loss:
    """One thing that isn't read as it is written. ``origin`` is its place: of a dropped field the key's, of a missing one
    the mapping that lacks it. ``what`` says it: ``must be a list``, ``name is missing``; of a change what it becomes.
    ``model`` is the schema of the model that doesn't have a dropped field.
    """

    fate: Fate
    path: str
    origin: Origin
    what: str
    value: Value
    model: ModelSchema | None = None


@dataclass(slots=True)
class Record:
    """Takes note of what isn't read as it is written; ``path`` is the field that is being read."""

    losses: list[Loss] = field(default_factory=list)
    path: list[str] = field(default_factory=list)

    @property
    def failures(self) -> list[Loss]:
        """On what the client raises."""
        return [loss for loss in self.losses if loss.fate is Fate.RAISES]

    def note(self, fate: Fate, value: Value, what: str, origin: Origin | None = None, model: Any = None) -> None:
        path = "".join(self.path).lstrip(".")
        self.losses.append(Loss(fate, path, origin or value.origin, what, value, model))


def read_back(value: Value, type_: FieldType, schema: Schema, record: Record | None = None) -> Value:
    """What the client makes of JSON at a place of type ``type_``, sanitized again. What it raises on is Unknown."""
    record = Record() if record is None else record
    if schema.checks:
        return _checked(value, type_, schema, record)
    return _read(value, type_, schema, record)


def read_pod(pod: Value, client: Version, record: Record | None = None) -> Value:
    """What a client makes of a pod template."""
    return read_back(pod, FieldType("model", "V1Pod"), Schema.for_client(client), record)


def _failed(value: Value, what: str, record: Record) -> Value:
    record.note(Fate.RAISES, value, what)
    return Unknown(Reason.CALL, value.origin, f"the client can't read it back: {what}")


def _changed(value: Value, made: Value, shown: str, record: Record) -> Value:
    record.note(Fate.CHANGED, value, shown)
    return made


# --- the classic client


def _read(value: Value, type_: FieldType, schema: Schema, record: Record) -> Value:
    match value:
        case Unknown() | Absent() | Const(value=None) | Choice():
            return value
    match type_.kind:
        case "model":
            return _read_model(value, type_.name, schema, record)
        case "list" if type_.item:
            return _read_list(value, type_.item, schema, record)
        case "map" if type_.item:
            return _read_map(value, type_.item, schema, record)
    return _read_scalar(value, type_.name, record)


def _read_model(value: Value, name: str, schema: Schema, record: Record) -> Value:
    model = schema.model(name)
    if model is None:
        return Unknown(Reason.CLASS, value.origin, name)
    entries: dict[str, Value] = {}
    places: dict[str, Origin] = {}
    complete = True
    is_mapping = False
    match value:
        case Mapping():
            complete = value.complete
            is_mapping = True
            for key, written in value.entries.items():
                field = model.by_wire.get(key)
                if field is None:
                    _drop(value, key, model, record)
                    continue
                record.path.append(f".{key}")
                entry = _read(written, field.type, schema, record)
                record.path.pop()
                if not (isinstance(entry, Const) and entry.value is None):
                    entries[key] = entry
                if key in value.keys:
                    places[key] = value.keys[key]
            entries = {wire: entries[wire] for wire in model.by_wire if wire in entries}
        case Items(items=items):
            complete = value.complete
            for item in items:
                if isinstance(item, Const) and isinstance(item.value, str) and item.value in model.by_wire:
                    return _failed(value, "must be a mapping, not a list", record)
    missing = [field.wire for field in model.fields.values() if field.required and field.wire not in entries]
    if missing and complete:
        what = f"`{missing[0]}` is missing" if is_mapping else f"must be a mapping with `{missing[0]}`"
        return _failed(value, what, record)
    made = Mapping(entries, value.origin, complete, places)
    return made if is_mapping else _changed(value, made, "an empty mapping", record)


def _drop(value: Mapping, key: Any, model: ModelSchema, record: Record) -> None:
    entry = value.entries[key]
    if isinstance(entry, Absent):
        return
    record.path.append(f".{key}")
    record.note(Fate.DROPPED, entry, str(key), value.keys.get(key, entry.origin), model)
    record.path.pop()


MAX_CHARACTERS = 1_000  # of a text that is read as a list: what is wrong with more is wrong with these


def _read_list(value: Value, item: FieldType, schema: Schema, record: Record) -> Value:
    """Whatever can be iterated is: a text by its characters, a dict by its keys."""
    complete = True
    shown = ""
    match value:
        case Items(items=items):
            complete = value.complete
        case Mapping():
            complete = value.complete
            items = tuple(Const(key, value.keys.get(key, value.origin)) for key in value.entries)
            shown = f"the list of its keys, {list(value.entries)}"
        case Const(value=str() as text):
            items = tuple(Const(character, value.origin) for character in text[:MAX_CHARACTERS])
            complete = len(text) <= MAX_CHARACTERS
            shown = f"the list of its characters, {list(text[:3])}"[: None if len(text) <= 3 else -1]
            shown += "" if len(text) <= 3 else ", ...]"
        case _:
            return _failed(value, "must be a list", record)
    inner = Record(path=record.path) if shown else record  # one thing is wrong, not every character
    made = Items(
        tuple(_item(each, index, item, schema, inner) for index, each in enumerate(items)), value.origin, complete
    )
    if not shown:
        return made
    if inner.failures:
        record.note(Fate.RAISES, value, "must be a list")
        return made
    return _changed(value, made, shown, record)


def _plain(value: Value) -> object:
    return value.value if isinstance(value, Const) else None


def _item(value: Value, index: int, type_: FieldType, schema: Schema, record: Record) -> Value:
    record.path.append(f"[{index}]")
    made = read_back(value, type_, schema, record)
    record.path.pop()
    return made


def _read_map(value: Value, item: FieldType, schema: Schema, record: Record) -> Value:
    if not isinstance(value, Mapping):
        return _failed(value, "must be a mapping", record)
    return _entries(value, item, schema, record)


def _entries(value: Mapping, item: FieldType, schema: Schema, record: Record) -> Value:
    entries = {}
    for key, entry in value.entries.items():
        record.path.append(f"[{key}]")
        entries[key] = read_back(entry, item, schema, record)
        record.path.pop()
    return Mapping(entries, value.origin, value.complete, value.keys)


def _read_scalar(value: Value, name: str, record: Record) -> Value:
    """``str(value)``, ``int(value)`` or ``bool(value)``; what ``int`` has no meaning for stays as it is."""
    if name == "datetime":
        return _read_date(value, record)
    if name not in ("str", "quantity", "int", "bool"):
        return value
    try:
        plain = python(value)
    except LookupError:
        return Unknown(Reason.CALL, value.origin)
    made: object
    if name in ("str", "quantity"):
        made = str(plain)
    elif name == "bool":
        made = bool(plain)
    elif not isinstance(plain, (str, int, float)):
        return value
    else:
        try:
            made = int(plain)
        except (ValueError, OverflowError):
            return _failed(value, "must be an integer", record)
    if type(plain) is type(made):
        return value
    result = Const(made, value.origin)
    return result if _says_the_same(plain, made, name, value.origin) else _changed(value, result, _shown(made), record)


def _shown(made: object) -> str:
    if isinstance(made, str):
        return f"the text `{made}`"
    return f"`{str(made).lower() if isinstance(made, bool) else made}`"


_NUMBER = pattern(r"[-+]?[0-9.][\w.:+-]*")
_YES = frozenset({"true", "yes", "on", "y", "1"})


def _says_the_same(plain: object, made: object, name: str, origin: Origin) -> bool:
    """Whether a coerced scalar means what was written: ``1`` and ``"1"`` do, ``1.10`` and ``"1.1"`` don't."""
    if isinstance(made, bool):
        return bool(plain) == made and (plain in (0, 1) or (isinstance(plain, str) and plain.lower() in _YES))
    if isinstance(plain, bool):
        return origin.text == made
    if isinstance(made, int):
        return str(made) == plain if isinstance(plain, str) else made == plain
    if isinstance(plain, (int, float)):
        written = origin.text
        return name == "quantity" or written == made or not _NUMBER.fullmatch(written)
    return isinstance(plain, date) and str(plain) == origin.text


_DATE_WORD = pattern(r"[0-9]|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun)")


def _read_date(value: Value, record: Record) -> Value:
    """The client reads any spelling of a date in a text, and raises for everything else: a YAML date without quotes is
    no text."""
    if isinstance(value, (Const, Items, Mapping)):
        plain = value.value if isinstance(value, Const) else None
        if isinstance(plain, date):
            return _failed(value, "must be a date in quotes, since YAML makes an object of it otherwise", record)
        if not isinstance(plain, str):
            return _failed(value, "must be a date in quotes", record)
        if not _DATE_WORD.search(plain.lower()):
            return _failed(value, "isn't a date", record)
        if plain[:4].isdigit():
            return value
    return Unknown(Reason.CALL, value.origin)


# --- the pydantic client


def _checked(value: Value, type_: FieldType, schema: Schema, record: Record) -> Value:
    match value:
        case Unknown() | Absent() | Choice():
            return value
    match type_.kind:
        case "model":
            return _checked_model(value, type_.name, schema, record)
        case "list" if type_.item:
            return _checked_list(value, type_.item, schema, record)
        case "map" if type_.item:
            if not isinstance(value, Mapping):
                return _failed(value, "must be a mapping", record)
            return _entries(value, type_.item, schema, record)
    return _checked_scalar(value, type_.name, record)


def _checked_model(value: Value, name: str, schema: Schema, record: Record) -> Value:
    model = schema.model(name)
    if model is None:
        return Unknown(Reason.CLASS, value.origin, name)
    if not isinstance(value, Mapping):
        return _failed(value, "must be a mapping", record)
    entries: dict[str, Value] = {}
    places: dict[str, Origin] = {}
    for key, written in value.entries.items():
        field = model.by_wire.get(key) or model.fields.get(key)
        if field is None:
            _drop(value, key, model, record)
            continue
        if isinstance(written, Const) and written.value is None:
            continue
        record.path.append(f".{key}")
        entries[field.wire] = read_back(written, field.type, schema, record)
        record.path.pop()
        if key in value.keys:
            places[field.wire] = value.keys[key]
    missing = [field.wire for field in model.fields.values() if field.required and field.wire not in entries]
    if missing and value.complete:
        return _failed(value, f"`{missing[0]}` is missing", record)
    return Mapping(entries, value.origin, value.complete, places)


def _checked_list(value: Value, item: FieldType, schema: Schema, record: Record) -> Value:
    """A list of models is built item by item from whatever can be iterated, so that nothing in it is nothing wrong."""
    if isinstance(value, Items):
        items = tuple(_item(each, index, item, schema, record) for index, each in enumerate(value.items))
        return Items(items, value.origin, value.complete)
    is_empty = (isinstance(value, Mapping) and value.complete and not value.entries) or _plain(value) == ""
    if item.kind == "model" and is_empty:
        return _changed(value, Items((), value.origin), "[]", record)
    return _failed(value, "must be a list", record)


_CHECKS: dict[str, tuple[tuple[type, ...], str]] = {
    "str": ((str,), "must be a string"),
    "quantity": ((str,), "must be a string"),
    "int": ((int,), "must be an integer"),
    "bool": ((bool,), "must be true or false"),
    "intstr": ((int, str), "must be an integer or a string"),
}


def _checked_scalar(value: Value, name: str, record: Record) -> Value:
    if name == "datetime":
        if isinstance(value, Const) and isinstance(value.value, (int, float)) and not isinstance(value.value, bool):
            unknown = Unknown(Reason.CALL, value.origin)
            return _changed(value, unknown, "a date, that many seconds after 1970", record)
        if isinstance(value, Const) and isinstance(value.value, date):
            return Unknown(Reason.CALL, value.origin)
        return _read_date(value, record)
    if name not in _CHECKS:
        return value
    types, what = _CHECKS[name]
    if (
        isinstance(value, Const)
        and isinstance(value.value, types)
        and (name == "bool") == isinstance(value.value, bool)
    ):
        return value
    return _failed(value, what, record)


def python(value: Value) -> object:
    """A fully known JSON value as plain Python. Raises LookupError when a part of it isn't known."""
    match value:
        case Const(value=plain):
            return plain
        case Items(items=items, complete=True):
            return [python(item) for item in items]
        case Mapping(entries=entries, complete=True):
            return {key: python(entry) for key, entry in entries.items()}
    raise LookupError(value)
