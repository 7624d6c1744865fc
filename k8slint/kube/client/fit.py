"""Checks whether a value fits a field of the client's schema, and describes the effect if it doesn't."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass, replace
from k8slint.evaluate.values import Choice, Const, Instance, Items, Mapping, Model, Origin, Value
from k8slint.finding import Severity
from k8slint.kube.client.readback import Loss, Record, read_back
from k8slint.kube.client.schema import Field, FieldType, ModelSchema, Schema, is_class_of_any_client
from k8slint.kube.client.wire import sanitize
from k8slint.kube.names import did_you_mean

if TYPE_CHECKING:
    pass

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class Kind(Enum):
    """What sort of mistake it is: one rule presents each."""

    CLASS = "a class that the client doesn't have"
    KEYWORD = "a keyword that the model doesn't have"
    MISSING = "a required argument is missing"
    MODEL = "another class, or no model, where a model belongs"
    LIST = "a single value instead of a list, or the reverse"
    STRICT = "a scalar of another type, coerced up to client 36"
    POSITIONAL = "a positional argument"
    LOST = "lost or changed on the way to the scheduler"
    STOPS = "the scheduler can't load the DAG"
    DICT = "a plain dict for a model"
    SHAPE = "resources nested the wrong way round"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """``severity`` depends on the client. ``replacement`` is the right keyword or Python literal, when it is sure."""

    kind: Kind
    origin: Origin
    message: str
    severity: Severity = ERROR
    replacement: str | None = None


# Classes of the pod's world that got another name, with the same fields.
RENAMED = {
    "V1Handler": "V1LifecycleHandler",
    "V1LifecycleHandler": "V1Handler",
    "V1ResourceClaim": "CoreV1ResourceClaim",
    "CoreV1ResourceClaim": "V1ResourceClaim",
    "V1VolumeResourceRequirements": "V1ResourceRequirements",
}


class Fit:
    """Whether a value fits a place of the schema."""

    def __init__(self, schema: Schema, launched: bool) -> None:
        self.schema = schema
        self.strict = schema.checks
        self.launched = launched and not self.strict
        self.stops = _NOT_CREATED if self.launched else _STOPS
        self.unsent = (
            "client 37 rejects it" if self.strict else _NOT_CREATED if launched else "the DAG can't be serialized"
        )

    def check(self, value: Value, type_: FieldType, what: str) -> Iterator[Problem]:
        """``what`` is the place in words, with its backticks."""
        match value:
            case Choice(options=options):
                for _, option in options:
                    yield from self.check(option, type_, what)
                return
            case Const(value=str(text)) if "{{" in text or "{%" in text:
                return  # rendered first, perhaps into something else; where it isn't, that is another rule's matter
            case Const(value=None) if self.strict and what.endswith("]`"):
                yield Problem(Kind.STRICT, value.origin, f"{what} must be {_article(type_)}; client 37 rejects None")
                return
            case Instance(cls=cls) if cls.startswith("airflow."):
                yield self._instance(value, cls, type_, what)
                return
            case Items(kind="set" | "frozenset") if type_.kind != "list" or not self.strict:
                yield Problem(Kind.LIST, value.origin, f"{what} must be {_article(type_)}, not a set; {self.unsent}")
                return
        match type_.kind:
            case "model":
                yield from self._model(value, type_, what)
            case "list":
                yield from self._list(value, type_, what)
            case "map":
                yield from self._map(value, type_, what)
            case _:
                yield from self._scalar(value, type_.name, what)

    def _model(self, value: Value, type_: FieldType, what: str) -> Iterator[Problem]:
        expected = type_.name
        match value:
            case Model(name=name) if name != expected:
                yield from self._other_model(value, expected, what)
            case Mapping():
                yield from self._dict(value, expected, what)
            case Items(items=items) if items or self.strict or self._failures(value, type_):
                inner = items[0] if items else None
                alone = len(items) == 1 and isinstance(inner, Model) and inner.name == expected
                hint = ": remove the brackets" if alone else ""
                message = f"{what} must be one {expected}, not a list{hint}; {self._effect(value, type_)}"
                yield Problem(Kind.LIST, value.origin, message)
            case Const(value=plain) if plain is not None:
                message = f"{what} must be a {expected}, not {_shown(plain)}; {self._effect(value, type_)}"
                yield Problem(Kind.MODEL, value.origin, message)

    def _other_model(self, value: Model, expected: str, what: str) -> Iterator[Problem]:
        right, given = self.schema.model(expected), self.schema.model(value.name)
        if right is None or (given is None and not is_class_of_any_client(value.name)):
            return
        same = RENAMED.get(value.name) == expected or RENAMED.get(expected) == value.name
        if not self.strict and same and not value.complete:
            return  # whether anything is lost depends on what isn't known of it
        if not self.strict and given is not None and value.complete and _serves(value, given, right):
            yield from self._by_luck(value, expected, what)
            return
        hint = _wrapped(value.name, right)
        message = (
            f"{what} must be a {expected}, not a {value.name}{hint}; "
            f"{self._effect(value, FieldType('model', expected))}"
        )
        yield Problem(Kind.MODEL, callee(value.origin), message, replacement=expected if same else None)

    def _by_luck(self, value: Model, expected: str, what: str) -> Iterator[Problem]:
        """Another class that makes the same JSON."""
        objects = [
            next((each for each in _OBJECTS if name.startswith(f"V1{each}")), None) for name in (value.name, expected)
        ]
        given, wanted = objects
        if given != wanted and given is not None and wanted is not None:
            name = value.fields.get("name")
            named = f" `{name.value}`" if isinstance(name, Const) else ""
            message = (
                f"{what} refers to a {wanted}, but a {value.name} is for a {given}: Kubernetes looks for the "
                f"{wanted}{named}. Use {expected}"
            )
            yield Problem(Kind.MODEL, callee(value.origin), message)
        elif not (value.name.endswith("ResourceRequirements") and expected.endswith("ResourceRequirements")):
            message = (
                f"{what} must be a {expected}, not a {value.name}: it works only because both have the same fields, and "
                "client 37 rejects it"
            )
            yield Problem(Kind.MODEL, callee(value.origin), message, WARNING, expected)

    def _dict(self, value: Mapping, expected: str, what: str) -> Iterator[Problem]:
        """A dict is sent as it stands, so only Kubernetes' own names survive; client 37 makes a model of it."""
        model = self.schema.model(expected)
        if model is None:
            return
        shape = resources_shape(value) if expected == "V1ResourceRequirements" else None
        if shape:
            yield Problem(Kind.SHAPE, value.origin, f"{what} {shape}")
            return
        found = list(self._entries(value, model, what))
        missing = [f for f in model.fields.values() if f.required and not _has(value, f, self.strict)]
        if missing and value.complete:
            effect = "importing the DAG raises ValidationError" if self.strict else self.stops
            names = ", ".join(f"`{field.wire}`" for field in missing)
            found.append(
                Problem(Kind.STOPS, value.origin, f"the dict for {what}, a {expected}, has no {names}: {effect}")
            )
        yield from found
        if not found and value.entries and not self.strict:
            message = (
                f"{what} is a dict instead of a {expected}: this works only with Kubernetes' own field names, and "
                f"nothing checks them. Write `{expected}(...)`"
            )
            yield Problem(Kind.DICT, value.origin, message, INFO)

    def _entries(self, value: Mapping, model: ModelSchema, what: str) -> Iterator[Problem]:
        for key, entry in value.entries.items():
            if not isinstance(key, str):
                continue
            place = value.keys.get(key, entry.origin)
            field = model.by_wire.get(key) or (model.fields.get(key) if self.strict else None)
            if field is not None:
                # Inside a dict the dict is told of once, not at every level.
                inner = self.check(entry, field.type, f"`{key}`")
                yield from (problem for problem in inner if problem.kind is not Kind.DICT)
            elif self.strict:
                yield Problem(
                    Kind.LOST, place, f"{model.name} has no `{key}`, so client 37 rejects it{_near(key, model)}"
                )
            elif key in model.fields:
                wire = model.fields[key].wire
                message = (
                    f"`{key}` is lost on the way to the cluster: a dict keeps its keys, and Kubernetes names the field "
                    f"`{wire}`. Write `{model.name}({key}=…)`"
                )
                yield Problem(Kind.LOST, place, message, WARNING, wire)
            else:
                message = (
                    f"{model.name} has no field `{key}`, so it is lost on the way to the cluster{_near(key, model)}"
                )
                yield Problem(Kind.LOST, place, message, WARNING)

    def _list(self, value: Value, type_: FieldType, what: str) -> Iterator[Problem]:
        item = type_.item
        assert item is not None
        match value:
            case Items(items=items):
                for index, each in enumerate(items):
                    yield from self.check(each, item, f"{what[:-1]}[{index}]`" if what else what)
                return
            case Model(name=name):
                hint = ": put it in brackets" if name == item.name else ""
                message = f"{what} must be a {type_}, not a single {name}{hint}; {self._effect(value, type_)}"
                yield Problem(Kind.LIST, callee(value.origin), message)
            case Mapping():
                stops = not self.strict and bool(self._failures(value, type_))
                message = f"{what} must be a {type_}, not a dict; {self._effect(value, type_)}"
                yield Problem(Kind.STOPS if stops else Kind.LIST, value.origin, message)
            case Const(value=str()) if item.kind != "model" and self.launched:
                message = f"{what} must be a {type_}, not a string: put it in brackets; {self.stops}"
                yield Problem(Kind.LIST, value.origin, message)
            case Const(value=str(text)) if item.kind != "model" and not self.strict:
                letters = f"{list(text[:2])}"[:-1] + (", …]" if len(text) > 2 else "]")
                message = f"{what} must be a {type_}; a string is split into letters, `{letters}`: put it in brackets"
                yield Problem(Kind.LIST, value.origin, message)
            case Const(value=plain) if plain is not None:
                stops = not self.strict and bool(self._failures(value, type_))
                message = f"{what} must be a {type_}, not {_shown(plain)}; {self._effect(value, type_)}"
                yield Problem(Kind.STOPS if stops else Kind.LIST, value.origin, message)

    def _map(self, value: Value, type_: FieldType, what: str) -> Iterator[Problem]:
        item = type_.item
        assert item is not None
        match value:
            case Mapping(entries=entries):
                for key, entry in entries.items():
                    yield from self.check(entry, item, f'{what[:-1]}["{key}"]`' if what else what)
            case Model(name=name):
                message = f"{what} must be a {name}, not a dict; {self._effect(value, type_)}"
                yield Problem(Kind.MODEL, callee(value.origin), message)
            case Items():
                message = f"{what} must be a list, not a dict; {self._effect(value, type_)}"
                yield Problem(Kind.LIST if self.strict else Kind.STOPS, value.origin, message)
            case Const(value=plain) if plain is not None:
                message = f"{what} must be a dict, not {_shown(plain)}; {self._effect(value, type_)}"
                yield Problem(Kind.MODEL if self.strict else Kind.STOPS, value.origin, message)

    def _scalar(self, value: Value, name: str, what: str) -> Iterator[Problem]:
        if name in ("object", "datetime", "bytes"):
            return
        words = {"int": "a whole number", "bool": "True or False", "intstr": "an integer"}.get(name, "a string")
        match value:
            case Model(name=given):
                message = f"{what} must be {words}, not a {given}; {self._scalar_effect(name)}"
                yield Problem(Kind.MODEL, callee(value.origin), message)
            case Items() | Mapping():
                shape = "a list" if isinstance(value, Items) else "a dict"
                message = f"{what} must be {words}, not {shape}; {self._scalar_effect(name)}"
                yield Problem(Kind.LIST if isinstance(value, Items) else Kind.LOST, value.origin, message)
            case Const(value=plain):
                yield from self._plain(value, plain, name, what, words)

    def _scalar_effect(self, name: str) -> str:
        if self.strict or self.launched:
            return "client 37 rejects it" if self.strict else self.stops
        return "it is converted to a string" if name in ("str", "quantity") else "the API server rejects the pod"

    def _plain(self, value: Const, plain: object, name: str, what: str, words: str) -> Iterator[Problem]:
        """A scalar where one belongs: is it of the right type, and what does the client make of it if not."""
        at = value.origin
        if plain is None:
            return
        if name in ("str", "quantity") and isinstance(plain, (bool, int, float)):
            yield self._coerced(at, what, words, plain, f'"{plain}"')
        elif name == "int" and type(plain) is not int:
            yield from self._whole_number(at, plain, what, words)
        elif name == "bool" and not isinstance(plain, bool):
            true = (
                plain if isinstance(plain, (int, float)) else str(plain).strip().lower() in ("true", "1", "yes", "on")
            )
            if self.strict or bool(plain) == bool(true):
                yield self._coerced(at, what, words, plain, str(bool(true)))
            elif self.launched:
                yield Problem(Kind.LOST, at, f"{what} must be {words}, not {_shown(plain)}; {self.stops}. Write False")
            else:
                message = f"{what} must be {words}; every non-empty string counts as True, even {_shown(plain)}"
                yield Problem(Kind.LOST, at, f"{message}. Write False")
        elif name == "intstr" and self.strict and isinstance(plain, (bool, float)):
            yield Problem(Kind.STRICT, at, f"{what} must be {words}; client 37 rejects {_shown(plain)}")

    def _whole_number(self, at: Origin, plain: object, what: str, words: str) -> Iterator[Problem]:
        try:
            number = int(plain) if isinstance(plain, (str, int, float)) else None
        except (ValueError, OverflowError):
            number = None
        if number is None:
            effect = "client 37 rejects it" if self.strict else self.stops
            yield Problem(Kind.STOPS, at, f"{what} must be {words}, not {_shown(plain)}; {effect}")
        elif isinstance(plain, float) and plain != number:
            effect = self.stops if self.launched else f"a pod_override truncates it to {number}"
            effect = "client 37 rejects it" if self.strict else effect
            message = f"{what} must be {words}, not {_shown(plain)}; {effect}"
            yield Problem(Kind.LOST, at, message, ERROR if self.strict or self.launched else WARNING)
        else:
            yield self._coerced(at, what, words, plain, str(number))

    def _coerced(self, at: Origin, what: str, words: str, plain: object, right: str) -> Problem:
        given = "a boolean" if isinstance(plain, bool) else "a string" if isinstance(plain, str) else "a number"
        head = f"{what} must be {words}, and {_shown(plain)} is {given}"
        if self.strict:
            message = f"{head}: client 37 rejects it, and importing the DAG fails. Write {right}"
            return Problem(Kind.STRICT, at, message, ERROR, right)
        # What an operator sends as it is, the rules on the pod judge.
        effect = "" if self.launched else f"a pod_override converts it to {right}; "
        effect += "from client 37 on importing the DAG fails"
        return Problem(Kind.STRICT, at, f"{head}: {effect}. Write {right}", INFO, right)

    def _instance(self, value: Instance, cls: str, type_: FieldType, what: str) -> Problem:
        name = cls.rpartition(".")[2]
        helper = {"V1EnvVar": "to_env_secret()", "V1EnvFromSource": "to_env_from_secret()"}.get(type_.name)
        hint = f". Call `.{helper}`" if name == "Secret" and helper else ""
        message = f"{what} must be {_article(type_)}, not Airflow's {name}; {self.unsent}{hint}"
        return Problem(Kind.MODEL, value.origin, message)

    def _failures(self, value: Value, type_: FieldType) -> list[Loss]:
        record = Record()
        read_back(sanitize(value, self.schema), type_, self.schema, record)
        return record.failures

    def _effect(self, value: Value, type_: FieldType) -> str:
        """What comes of a value in a place where it doesn't belong."""
        if self.strict:
            return "client 37 rejects it when the DAG is imported"
        fails = bool(self._failures(value, type_)) or (self.launched and self._is_another_shape(value, type_))
        return self.stops if fails else "its fields are lost on the way to the cluster"

    def _is_another_shape(self, value: Value, type_: FieldType) -> bool:
        """Whether the JSON is no list where a list belongs, or the like: the API server can't read it."""
        sent = sanitize(value, self.schema)
        return not isinstance(sent, Items if type_.kind == "list" else Mapping)


_RESOURCES = frozenset(
    {"cpu", "memory", "ephemeral-storage", "ephemeral_storage", "gpu", "nvidia.com/gpu", "amd.com/gpu"}
)


def resources_shape(value: Mapping) -> str | None:
    """What is wrong with a dict for a container's resources whose keys aren't ``limits`` and ``requests``; else None.

    Three shapes are common: resources at the top, the old helper's ``request_cpu``, and a whole pod.
    """
    keys = [key for key in value.entries if isinstance(key, str)]
    right = '`{"requests": {"cpu": …, "memory": …}, "limits": {…}}`'
    if "pod_override" in keys or "containers" in keys:
        return f"needs resource quantities, not a pod, so nothing is reserved: write {right}"
    old = [key for key in keys if key.partition("_")[0] in ("request", "limit") and key.partition("_")[2]]
    flat = [key for key in keys if key in _RESOURCES]
    if not old and not flat:
        return None
    first = (old or flat)[0]
    return f"has `{first}` instead of `requests` and `limits`, so it is dropped and nothing is reserved: write {right}"


_OBJECTS = ("Secret", "ConfigMap", "PersistentVolumeClaim")  # what references are to, in the names of their classes

_STOPS = "the scheduler can't load the DAG"


_NOT_CREATED = "the pod can't be created, so the task fails"


def _serves(value: Model, given: ModelSchema, right: ModelSchema) -> bool:
    """Whether a model of another class says the same in JSON."""
    for keyword in value.fields:
        field = given.fields.get(keyword)
        twin = right.by_wire.get(field.wire) if field else None
        if field is None or twin is None or twin.type != field.type:
            return False
    return all(name in value.fields for name in right.required)


def _wrapped(name: str, right: ModelSchema) -> str:
    """``: wrap it in V1Affinity(pod_affinity=…)`` when the right class has a place for the given one."""
    for field in right.fields.values():
        if field.type.model == name:
            inside = "[…]" if field.type.kind == "list" else "…"
            return f": wrap it, `{right.name}({field.snake}={inside})`"
    return ""


def _near(key: str, model: ModelSchema) -> str:
    near = did_you_mean(key, model.by_wire)
    return f": did you mean `{near}`?" if near else ""


def _has(value: Mapping, field: Field, strict: bool) -> bool:
    """Whether a dict gives a field; of both spellings client 37 takes the wire name."""
    entry = value.entries.get(field.wire, value.entries.get(field.snake) if strict else None)
    return entry is not None and not is_none(entry)


def is_none(value: Value) -> bool:
    return isinstance(value, Const) and value.value is None


def _article(type_: FieldType) -> str:
    if type_.kind in ("model", "list", "map"):
        return f"a {type_}"
    return {"int": "a whole number", "bool": "True or False", "intstr": "an integer"}.get(type_.name, "a string")


def _shown(plain: object) -> str:
    text = repr(plain)
    return f"`{text if len(text) <= 40 else text[:37] + '…'}`"


def callee(origin: Origin) -> Origin:
    """The class in a call, so that a finding on a long call doesn't underline all of it."""
    function = getattr(origin.node, "func", None)
    return replace(origin, node=function) if function is not None else origin
