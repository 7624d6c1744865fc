"""Shared by the rules on quantities: the quantities in a pod or in one call of a model."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Const, Items, Mapping, Model, Origin, Value
from k8slint.finding import Applicability, Fix
from k8slint.kube.client.schema import FieldType, Schema
from k8slint.kube.pod import Pod
from k8slint.kube.quantity import Quantity, QuantityError, parse
from k8slint.rules._base import Context, Rule, Violation, replace
from k8slint.settings.targets import Version

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """One quantity as written, with its parsed value or the error.

    ``field`` is its field (``limits``, ``requests``, ``sizeLimit``), ``resource`` the key in a map (``cpu``), empty
    otherwise; ``path`` its field path, None where no pod is known to use it.
    """

    text: str
    origin: Origin
    field: str
    resource: str
    path: str | None
    quantity: Quantity | None
    error: QuantityError | None

    @property
    def is_limit(self) -> bool:
        return self.field == "limits"


class QuantityRule(Rule):
    """Checks each quantity of a file by itself: in calls of models, used or not, and in pods made of dicts or YAML."""

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        """Report a mistake in one quantity."""
        return iter(())

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(in_call(call, context.targets.client))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        for amount in in_call(call, context.targets.client):
            yield from self.check_amount(amount)

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for amount in in_pod(pod, context.targets.client):
            yield from self.check_amount(amount)


@lru_cache(maxsize=16)
def in_pod(pod: Pod, client: Version) -> tuple[Amount, ...]:
    """Every known quantity of a pod, in the schema's order."""
    return tuple(_walk(pod.value, FieldType("model", "V1Pod"), "", Schema.for_client(client)))


def _walk(value: Value, type_: FieldType, path: str, schema: Schema) -> Iterator[Amount]:
    match type_.kind, value:
        case "model", Mapping(entries=entries) if (model := schema.model(type_.name)) is not None:
            for wire, entry in entries.items():
                field = model.by_wire.get(wire)
                if field is not None and field.type.name not in _PLAIN:
                    yield from _walk(entry, field.type, f"{path}.{wire}".lstrip("."), schema)
        case "list", Items(items=items) if type_.item:
            for index, item in enumerate(items):
                yield from _walk(item, type_.item, f"{path}[{index}]", schema)
        case _ if _holds_quantities(type_):
            yield from _amounts(value, path.rpartition(".")[2], path)


_PLAIN = frozenset({"str", "int", "bool", "intstr", "datetime", "object", "bytes"})


def _holds_quantities(type_: FieldType) -> bool:
    return (type_.item or type_).name == "quantity"


def _amounts(value: Value, field: str, path: str | None) -> Iterator[Amount]:
    match value:
        case Mapping(entries=entries):
            for name, entry in entries.items():
                inner = None if path is None else f"{path}[{name}]"
                if isinstance(name, str) and (amount := _amount(entry, field, name, inner)):
                    yield amount
        case _ if amount := _amount(value, field, "", path):
            yield amount


def _amount(value: Value, field: str, resource: str, path: str | None) -> Amount | None:
    """Texts with Jinja in them are another rule's business, or rendered before anybody reads them."""
    match value:
        case Const(value=bool()):
            return None
        case Const(value=str() | int() | float() as written) if "{{" not in str(written) and "{%" not in str(written):
            try:
                return Amount(str(written), value.origin, field, resource, path, parse(written), None)
            except QuantityError as error:
                return Amount(str(written), value.origin, field, resource, path, None, error)
    return None


@lru_cache(maxsize=64)
def in_call(call: CallRecord, client: Version) -> tuple[Amount, ...]:
    """The known quantities among the arguments of a model's call."""
    made = call.result
    model = Schema.for_client(client).model(made.name) if isinstance(made, Model) else None
    if model is None or not isinstance(made, Model):
        return ()
    found: list[Amount] = []
    for name, value in made.fields.items():
        field = model.fields.get(name) or model.by_wire.get(name)
        if field is not None and _holds_quantities(field.type):
            found.extend(_amounts(value, field.wire, None))
    return tuple(found)


BYTES = ("memory", "ephemeral-storage", "storage", "sizeLimit")
_MEBIBYTE = parse("1Mi")


def milli_bytes(amount: Amount) -> str | None:
    """The number of ``512m`` where bytes are counted; None when it is large, as machines write it."""
    text = amount.text.strip()
    number = text.removesuffix("m")
    quantity = amount.quantity
    small = quantity is not None and not quantity.is_zero and quantity < _MEBIBYTE
    return number if small and number != text and number.isdecimal() else None


def rewrite(origin: Origin, old: str, new: str, applicability: Applicability) -> Callable[[], Fix | None]:
    """A fix that puts ``new`` into the string literal, or plain YAML text, that says ``old``."""

    def fix() -> Fix | None:
        text = origin.text
        for quote in ('"', "'", ""):
            if text == f"{quote}{old}{quote}":
                if not quote and origin.source.path.endswith(".py"):
                    return Fix(f"write `{new}`", (replace(origin, f'"{new}"'),), applicability)
                return Fix(f"write `{new}`", (replace(origin, f"{quote}{new}{quote}"),), applicability)
        return None

    return fix
