"""The models of the Python client: keywords, wire names and types, for the clients 12 to 37.

``data/client_models.py`` holds one line per model: ``@since-until`` and a token per field in the order of the constructor,
``name!=wire:type@since-until``. ``!`` marks a required argument, ``=wire`` stands where the wire name isn't the camel
case of the name, ranges of client majors where they aren't the whole. A type is ``str``, ``int``, ``bool``, ``intstr``
(an int or a text), ``object`` (anything), ``datetime``, ``quantity``, ``bytes``, a model, ``[item]`` or ``{value}``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, cached_property

from k8slint.data.client_models import FIRST, LAST, MODELS
from k8slint.dataclass import dataclass
from k8slint.settings.targets import Version

PYDANTIC = 37
"""The first client whose models check what they are given, and take keywords only."""

CLIENT_PACKAGES = ("kubernetes.client", "kubernetes.client.models")


@dataclass(frozen=True, slots=True)
class FieldType:
    """``kind`` is ``scalar``, ``model``, ``list`` or ``map``.

    ``name`` is the scalar's name or the model's; ``item`` what a list or a map holds.
    """

    kind: str
    name: str = ""
    item: FieldType | None = None

    def __str__(self) -> str:
        """In words: ``list of V1EnvVar``."""
        if self.kind == "list":
            return f"list of {self.item}"
        if self.kind == "map":
            return f"dict of {self.item}"
        return "int or str" if self.name == "intstr" else self.name

    @property
    def model(self) -> str | None:
        """The model's name, of the items too; None for scalars."""
        if self.item is not None:
            return self.item.model
        return self.name if self.kind == "model" else None


@dataclass(frozen=True, slots=True)
class Field:
    """One keyword of a model: its wire name, type, and whether the constructor demands it.

    ``since`` and ``until`` are the client majors that have it.
    """

    snake: str
    wire: str
    type: FieldType
    required: bool
    since: int
    until: int


@dataclass(frozen=True)
class ModelSchema:
    """One model in one client; ``fields`` by snake name in the order of the constructor's parameters.

    ``elsewhere`` holds the keywords that only other clients have.
    """

    name: str
    fields: Mapping[str, Field]
    elsewhere: Mapping[str, Field]

    @cached_property
    def by_wire(self) -> Mapping[str, Field]:
        return {field.wire: field for field in self.fields.values()}

    @property
    def parameters(self) -> tuple[str, ...]:
        """The constructor's positional parameters, which exist up to client 36."""
        return tuple(self.fields)

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(name for name, field in self.fields.items() if field.required)


class Schema:
    """The models of one client."""

    def __init__(self, major: int) -> None:
        self.major = major
        self._models: dict[str, ModelSchema | None] = {}

    @staticmethod
    def for_client(version: Version) -> Schema:
        """The schema of a client version; older and newer ones than are known count as the oldest and the newest."""
        return _schema(min(max(version[0] if version else LAST, FIRST), LAST))

    @property
    def checks(self) -> bool:
        """Whether the constructors check the type of every argument (pydantic)."""
        return self.major >= PYDANTIC

    def model(self, name: str) -> ModelSchema | None:
        """The model called ``name`` in this client; None when it has none of that name, or none that a pod can hold."""
        if name not in self._models:
            self._models[name] = self._read(name)
        return self._models[name]

    def names(self) -> Iterator[str]:
        """The models of this client that a pod can hold."""
        return (name for name in MODELS if self.model(name) is not None)

    def range_of(self, name: str) -> tuple[int, int] | None:
        """The client majors that have the model; None when it isn't one that a pod can hold."""
        line = MODELS.get(name)
        return None if line is None else _range(line.split(" ", 1)[0], FIRST, LAST)

    def owners(self, keyword: str, *, wire: bool = False) -> tuple[str, ...]:
        """The models of this client that have ``keyword`` (a snake name, or a wire name), the likeliest first."""
        found = []
        for name in self.names():
            model = self.model(name)
            if model is not None and keyword in (model.by_wire if wire else model.fields):
                found.append(name)
        return tuple(sorted(found, key=lambda name: (NEAR.index(name) if name in NEAR else len(NEAR), name)))

    def _read(self, name: str) -> ModelSchema | None:
        line = MODELS.get(name)
        if line is None:
            return None
        whole, *tokens = line.split(" ")
        since, until = _range(whole, FIRST, LAST)
        fields: dict[str, Field] = {}
        elsewhere: dict[str, Field] = {}
        for token in tokens:
            field = _field(token, since, until)
            here = field.since <= self.major <= field.until
            (fields if here else elsewhere)[field.snake] = field
        if not since <= self.major <= until:
            return None
        return ModelSchema(name, fields, {key: field for key, field in elsewhere.items() if key not in fields})


NEAR = (
    "V1Container", "V1PodSpec", "V1ObjectMeta", "V1Pod", "V1EnvVar", "V1EnvVarSource", "V1Volume", "V1VolumeMount",
    "V1ResourceRequirements", "V1SecurityContext", "V1Probe", "V1Affinity",
)  # fmt: skip
"""Where a misplaced keyword most probably belongs."""


@cache
def _schema(major: int) -> Schema:
    return Schema(major)


def _field(token: str, since: int, until: int) -> Field:
    head, _, rest = token.partition(":")
    head, _, wire = head.partition("=")
    type_, _, span = rest.partition("@")
    required = head.endswith("!")
    snake = head.rstrip("!")
    first, last = _range(f"@{span}", since, until)
    return Field(snake, wire or camel_case(snake), _type(type_), required, first, last)


@cache
def _type(text: str) -> FieldType:
    if text[0] in "[{":
        return FieldType("list" if text[0] == "[" else "map", item=_type(text[1:-1]))
    return FieldType("model" if text[0].isupper() else "scalar", text)


def _range(text: str, first: int, last: int) -> tuple[int, int]:
    since, _, until = text[1:].partition("-")
    return int(since or first), int(until or last)


def camel_case(snake: str) -> str:
    """``image_pull_policy`` to ``imagePullPolicy``; ``_exec`` to ``exec``."""
    head, *rest = snake.lstrip("_").split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in rest)


def is_class_of_any_client(name: str) -> bool:
    """Whether some client from 12 to 37 has a class called ``name``."""
    from k8slint.data.other_client_classes import OTHERS

    return name in MODELS or name in OTHERS.split()
