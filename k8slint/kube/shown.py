"""A pod for other tools: only known values, with ``apiVersion``, ``kind`` and a valid name."""

from __future__ import annotations

import re

from k8slint.dataclass import replace
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Value
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.kube.render import why
from k8slint.patterns import pattern
from k8slint.settings.targets import Version

MAX_NAME = 63
MORE = "there may be more"
_VALID = pattern(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*")


def manifest(pod: Value, words: tuple[str | None, ...], client: Version) -> tuple[Mapping, tuple[str, ...]]:
    """The known part of a pod, and in words what was left out and why.

    Where the pod's name isn't known, or isn't valid, it is made of ``words``: the DAG's and the task's id.
    """
    reader = _Known(Schema.for_client(client))
    known = reader.part(pod, FieldType("model", "V1Pod"), "")
    entries = dict(known.entries) if isinstance(known, Mapping) else {}
    metadata = entries.get("metadata")
    fields = dict(metadata.entries) if isinstance(metadata, Mapping) else {}
    match fields.get("name"):
        case Const(value=str(name)) if _VALID.fullmatch(name) and len(name) <= 253:
            pass
        case _:
            fields["name"] = Const(named(words), pod.origin)
    entries["metadata"] = Mapping(fields, pod.origin)
    entries["apiVersion"], entries["kind"] = Const("v1", pod.origin), Const("Pod", pod.origin)
    return Mapping(entries, pod.origin), (*reader.left_out, *reader.open())


def named(words: tuple[str | None, ...]) -> str:
    """A valid name of an object, made of ids: ``nightly``, ``load_all`` to ``nightly-load-all``."""
    plain = (re.sub(r"[^a-z0-9]+", "-", word.lower()).strip("-") for word in words if word)
    return "-".join(word for word in plain if word)[:MAX_NAME].strip("-") or "pod"


class _Known:
    """Walks a pod beside its schema: what lacks a field that its model demands goes as a whole."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self.left_out: list[str] = []
        self._may_have_more: list[str] = []
        self._gone: tuple[str, ...] = ()  # what is left out as a whole

    def part(self, value: Value, type_: FieldType | None, path: str) -> Value | None:
        """The known part of a value; None when nothing of it can stay."""
        match value:
            case Const(value=None | bool() | int() | float() | str()):
                return value
            case Absent():
                return None
            case Mapping():
                return self._mapping(value, type_, path)
            case Items(items=items):
                inner = type_.item if type_ is not None and type_.kind == "list" else None
                parts = (self.part(item, inner, f"{path}[{index}]") for index, item in enumerate(items))
                self._note_open(value, path)
                return replace(value, items=tuple(part for part in parts if part is not None), complete=True)
            case _:
                self.left_out.append(f"{path or 'the pod'}: {why(value)}")
                return None

    def _mapping(self, value: Mapping, type_: FieldType | None, path: str) -> Value | None:
        model = self._schema.model(type_.name) if type_ is not None and type_.kind == "model" else None
        entries: dict[object, Value] = {}
        for key, entry in value.entries.items():
            field = model.by_wire.get(str(key)) if model is not None else None
            inner = field.type if field else type_.item if type_ is not None and type_.kind == "map" else None
            part = self.part(entry, inner, f"{path}.{key}" if path else str(key))
            if part is not None:
                entries[key] = part
        self._note_open(value, path)
        missing = [
            field.wire
            for field in (model.fields.values() if model else ())
            if field.required and field.wire not in entries
        ]
        if missing and path:
            self.left_out.append(f"{path}: its required field `{missing[0]}` is left out")
            self._gone = (*self._gone, path)
            return None
        return replace(value, entries=entries, complete=True)

    def _note_open(self, value: Mapping | Items, path: str) -> None:
        if not value.complete:
            self._may_have_more.append(path or "the pod")

    def open(self) -> list[str]:
        """What may hold more than is known, in one line."""
        inside = tuple(f"{path}{sign}" for path in self._gone for sign in ".[")
        places = [path for path in self._may_have_more if path not in self._gone and not path.startswith(inside)]
        return [f"{MORE} in {', '.join(places)}"] if places else []


def without_places(lines: tuple[str, ...]) -> tuple[str, ...]:
    """The same lines without the rows and columns in them, which other changes of the file move."""
    return tuple(re.sub(r" \([^()]*:\d+:\d+\)$", "", line) for line in lines)
