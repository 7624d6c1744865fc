"""The declarations of the API server's validation: JSON types, objects, fields and constraints.

An object is declared once, with every field that any supported version knows. A field names its JSON type, then its
constraints, then the versions that know it. ``Struct.decode`` reads a value as the server's decoder does,
``Struct.check`` applies the constraints of an object, of what it holds, and then the functions that look across fields.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as AbstractMapping
from typing import Any

from k8slint.evaluate.values import Const, Items, Mapping, Value
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.refusal import Refusal
from k8slint.kube.api.validator import Undecodable, Validator, quoted
from k8slint.kube.names import did_you_mean
from k8slint.kube.quantity import Quantity, QuantityError, parse
from k8slint.settings.targets import Version

Check = Callable[[Node, Validator], None]

REFUSED = "refused"  # absence (and, as everywhere in Go, the empty value) is Required
JUDGED = "judged"  # absence is judged by the constraints as if the empty value were written

_INT_LIMITS = {32: (-(2**31), 2**31 - 1), 64: (-(2**63), 2**63 - 1)}
_KINDS = {str: "text", bool: "a boolean", int: "a number", float: "a number with a fraction"}


class Type:
    """A JSON type; as text, what messages call it.

    ``empty`` is what null in a list or a map stands for, and what an absent value counts as.
    """

    empty: Any = None
    nested = False

    def decode(self, node: Node, value: Value, validator: Validator) -> None:
        """Set ``node.value`` from ``value``; raise ``Undecodable`` when the JSON type is wrong."""
        if type(value) is Const:
            scalar = value.value
            node.value = None if scalar is None else self.read(node, scalar, validator)
        elif isinstance(value, (Items, Mapping)):
            wrong_type(node, "a list" if isinstance(value, Items) else "a mapping", self)
        else:
            node.value = UNKNOWN

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        """The value of a scalar that isn't null; unknown where a type doesn't look at it."""
        return UNKNOWN

    def check(self, node: Node, validator: Validator) -> None:
        """Apply the constraints inside a value."""


class Text(Type):
    empty = ""

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if type(scalar) is str:
            return scalar
        if isinstance(scalar, (int, float)):
            written = str(scalar).lower() if isinstance(scalar, bool) else str(scalar)
            wrong_type(node, _kind_of(scalar), self, scalar, f'"{written}"')
        return UNKNOWN

    def __str__(self) -> str:
        return "text"


class Word(Text):
    """A text that can only be one word: with any other the object isn't of this kind."""

    def __init__(self, word: str) -> None:
        self.word = word

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        text = super().read(node, scalar, validator)
        if type(text) is str and text not in ("", self.word):
            wrong_type(node, "text", self, scalar, self.word)
        return text

    def __str__(self) -> str:
        return f"`{self.word}`"


class Integer(Type):
    empty = 0

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self.low, self.high = _INT_LIMITS[bits]

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if type(scalar) is int:
            if self.low <= scalar <= self.high:
                return scalar
            wrong_type(node, f"more than {self.bits} bits can hold", self, scalar)
        if type(scalar) is str:
            suggestion = scalar.strip() if scalar.strip().lstrip("-").isdecimal() else None
            wrong_type(node, _kind_of(scalar), self, scalar, suggestion)
        if type(scalar) is float:
            wrong_type(node, _kind_of(scalar), self, scalar, str(int(scalar)) if scalar.is_integer() else None)
        if type(scalar) is bool:
            wrong_type(node, _kind_of(scalar), self, scalar)
        return UNKNOWN

    def __str__(self) -> str:
        return "an integer"


class Boolean(Type):
    empty = False

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if type(scalar) is bool:
            return scalar
        if isinstance(scalar, (str, int, float)):
            wrong_type(node, _kind_of(scalar), self, scalar, _BOOLEANS.get(str(scalar).lower()))
        return UNKNOWN

    def __str__(self) -> str:
        return "a boolean"


_BOOLEANS = {"true": "true", "1": "true", "yes": "true", "false": "false", "0": "false", "no": "false"}


class QuantityType(Type):
    """A resource quantity: text, or a JSON number. ``milli`` rounds up to a thousandth, as resource lists do."""

    def __init__(self, milli: bool) -> None:
        self.milli = milli

    @property
    def empty(self) -> Quantity:
        return parse("0")

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if isinstance(scalar, bool):
            wrong_type(node, "a boolean", self, scalar)
        if not isinstance(scalar, (str, int, float)):
            return UNKNOWN
        try:
            quantity = parse(scalar)
        except QuantityError as error:
            hint = f": did you mean {error.advice}?" if error.suggestions else ""
            suggestion = error.suggestions[0] if error.suggestions else None
            message = f"{error.why}; the API server can't decode {label(node)}{hint}"
            raise Undecodable(
                Refusal("Decode", node.path, node.origin, message, "quantity", suggestion=suggestion)
            ) from None
        return quantity.rounded_up() if self.milli else quantity

    def __str__(self) -> str:
        return "a quantity"


class IntOrString(Type):
    empty = 0

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        return scalar if type(scalar) is str else INT32.read(node, scalar, validator)

    def __str__(self) -> str:
        return "an integer or a name"


class Time(Text):
    """RFC 3339, as ``2024-01-31T12:00:00Z``."""

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        text = super().read(node, scalar, validator)
        if type(text) is str and not _is_time(text):
            wrong_type(node, "text", self, scalar)
        return text

    def __str__(self) -> str:
        return "a time like 2024-01-31T12:00:00Z"


def _is_time(text: str) -> bool:
    from datetime import datetime

    match = re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)([.,]\d+)?(Z|[+-]\d\d:\d\d)", text, re.ASCII)
    try:
        return match is not None and bool(datetime.fromisoformat(match[1]))
    except ValueError:
        return False


class Anything(Type):
    """What the server reads without looking inside, or sets itself whatever is written."""

    def decode(self, node: Node, value: Value, validator: Validator) -> None:
        node.value = UNKNOWN

    def __str__(self) -> str:
        return "anything"


TEXT = Text()
BOOL = Boolean()
INT32 = Integer(32)
INT64 = Integer(64)
QUANTITY = QuantityType(milli=False)
MILLI_QUANTITY = QuantityType(milli=True)
INT_OR_STRING = IntOrString()
TIME = Time()
ANYTHING = Anything()


class ListOf(Type):
    """A list; ``each`` are the constraints on an item that is a scalar."""

    nested = True

    def __init__(self, item: Type, *each: Check) -> None:
        self.item = item
        self.each = each

    @property
    def empty(self) -> list[Node]:
        return []

    def decode(self, node: Node, value: Value, validator: Validator) -> None:
        if type(value) is not Items:
            super().decode(node, value, validator)
            return
        nodes = []
        for index, item in enumerate(value.items):
            child = Node(node, index, item.origin)
            self.item.decode(child, item, validator)
            if child.value is None:
                child.value = self.item.empty
            nodes.append(child)
        node.value = nodes
        node.complete = value.complete

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if isinstance(scalar, (str, bool, int, float)):
            wrong_type(node, _kind_of(scalar), self, scalar, f"[{scalar!r}]" if type(scalar) is str else None)
        return UNKNOWN

    def check(self, node: Node, validator: Validator) -> None:
        item = self.item
        for child in node.value:
            if child.value is UNKNOWN:
                continue
            for check in self.each:
                check(child, validator)
            if item.nested:
                item.check(child, validator)

    def __str__(self) -> str:
        return "a list"


class MapOf(Type):
    """A mapping whose keys the user chooses."""

    def __init__(self, item: Type) -> None:
        self.item = item

    @property
    def empty(self) -> dict[str, Node]:
        return {}

    def decode(self, node: Node, value: Value, validator: Validator) -> None:
        if type(value) is not Mapping:
            super().decode(node, value, validator)
            return
        nodes = {}
        for key, item in value.entries.items():
            name = json_key(key)
            child = Node(node, f"[{name}]", item.origin)
            child.key = value.keys.get(key, item.origin)
            self.item.decode(child, item, validator)
            if child.value is None:
                child.value = self.item.empty
            nodes[name] = child
        node.value = nodes
        node.complete = value.complete

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if isinstance(scalar, (str, bool, int, float)):
            wrong_type(node, _kind_of(scalar), self, scalar)
        return UNKNOWN

    def __str__(self) -> str:
        return "a mapping"


class Field:
    """One field of an object.

    ``absent``: ``REFUSED`` makes it required; ``JUDGED`` applies the constraints to the empty value when it is not
    there. ``pointer``: an empty text is a value of its own, not absence. ``since`` and ``until`` bound the versions
    that know the field; a version between ``since`` and ``enforced`` drops it unread (its feature gate is off).
    ``area`` is that of its object unless it says otherwise; ``why`` replaces the stock message of a missing field.
    ``only_if`` says, of the object and the field's name, whether the inside of the field is looked at.
    """

    __slots__ = ("absent", "area", "checks", "enforced", "only_if", "pointer", "since", "type", "until", "why")

    def __init__(
        self,
        type: Type,  # noqa: A002
        *checks: Check,
        absent: str | None = None,
        pointer: bool = False,
        since: Version = (0,),
        until: Version = (9,),
        enforced: Version = (0,),
        area: str | None = None,
        why: str | None = None,
        only_if: Callable[[Node, str], bool] | None = None,
    ) -> None:
        self.type = type
        self.checks = checks
        self.absent = absent
        self.pointer = pointer
        self.since = since
        self.until = until
        self.enforced = enforced
        self.area = area
        self.why = why
        self.only_if = only_if


class _View:
    """An object as one version of Kubernetes knows it."""

    __slots__ = ("fields", "must")

    def __init__(self, struct: Struct, version: Version) -> None:
        self.fields = {name: f for name, f in struct.fields.items() if f.since <= version <= f.until}
        self.must = [
            (name, field)
            for name, field in self.fields.items()
            if field.absent is not None and field.enforced <= version
        ]


class Struct(Type):
    """An object of the API.

    ``noun`` names it in messages ("a container"). ``rules`` are the functions that look across its fields, ``others``
    those whose refusals belong to another area; they run after everything inside the object was checked.
    """

    nested = True

    def __init__(
        self,
        noun: str,
        area: str,
        fields: AbstractMapping[str, Field],
        *rules: Check,
        others: AbstractMapping[str, tuple[Check, ...]] | None = None,
    ) -> None:
        self.noun = noun
        self.area = area
        self.fields = dict(fields)
        self.rules = [(area, rule) for rule in rules]
        self.rules += [(other, rule) for other, checks in (others or {}).items() for rule in checks]
        self._views: dict[Version, _View] = {}

    @property
    def empty(self) -> dict[str, Node]:
        return {}

    def view(self, version: Version) -> _View:
        """The object as ``version`` knows it."""
        view = self._views.get(version)
        if view is None:
            view = self._views[version] = _View(self, version)
        return view

    def decode(self, node: Node, value: Value, validator: Validator) -> None:
        if type(value) is not Mapping:
            super().decode(node, value, validator)
            return
        version = validator.version
        known = self.view(version).fields
        nodes = {}
        for key, item in value.entries.items():
            field = known.get(key)
            if field is None:
                name = json_key(key)
                self._refuse_unknown(node, name, value.keys.get(key, item.origin), validator)
                continue
            child = Node(node, key, item.origin)
            field.type.decode(child, item, validator)
            if field.enforced <= version:
                nodes[key] = child
        node.value = nodes
        node.complete = value.complete

    def read(self, node: Node, scalar: Any, validator: Validator) -> Any:
        if isinstance(scalar, (str, bool, int, float)):
            wrong_type(node, _kind_of(scalar), self, scalar)
        return UNKNOWN

    def check(self, node: Node, validator: Validator) -> None:
        fields = node.value
        view = self.view(validator.version)
        for name, child in fields.items():
            value = child.value
            if value is None or value is UNKNOWN:
                continue
            field = view.fields[name]
            if field.absent is not None and is_empty(child) and not isinstance(field.type, Struct):
                continue  # as good as absent
            validator.area = field.area or self.area
            if value != "" or field.pointer:
                for check in field.checks:
                    check(child, validator)
            if field.type.nested and (field.only_if is None or field.only_if(node, name)):
                field.type.check(child, validator)
        for name, field in view.must:
            self._check_absent(node, name, field, validator)
        for area, rule in self.rules:
            validator.area = area
            rule(node, validator)

    def _check_absent(self, node: Node, name: str, field: Field, validator: Validator) -> None:
        child = node.value.get(name)
        if child is None:
            if not node.complete:
                return
        elif child.value is not None and (not is_empty(child) or isinstance(field.type, Struct)):
            return
        validator.area = field.area or self.area
        if field.absent == REFUSED:
            validator.required(
                node, name, field.why or f"{self.noun} needs `{name}`; the API server rejects it without one"
            )
            return
        if child is None or child.value is None:
            child = Node(node, name, (child or node).origin, field.type.empty)
            if field.type.nested:
                field.type.check(child, validator)
                validator.area = field.area or self.area
        for check in field.checks:
            check(child, validator)

    def _refuse_unknown(self, node: Node, name: str, origin: Any, validator: Validator) -> None:
        validator.area = "unknown-field"
        suggestion = did_you_mean(name, self.view(validator.version).fields)
        validator.refuse(
            "Strict",
            node,
            f"{self.noun} has no field {quoted(name)}, so the API server drops it"
            + (f": did you mean `{suggestion}`?" if suggestion else ""),
            path=f"{node.path}.{name}".lstrip("."),
            origin=origin,
            suggestion=suggestion,
        )

    def __str__(self) -> str:
        return "a mapping"


def is_empty(node: Node) -> bool:
    """Whether a value counts as absent in Go: 0, an empty text, list or map that is known to be whole."""
    value = node.value
    return value == 0 if type(value) is int else value in ("", [], {}) and node.complete


def json_key(key: Any) -> str:
    """A mapping key as JSON writes it."""
    if isinstance(key, str):
        return key
    return {True: "true", False: "false", None: "null"}.get(key, str(key)) if not isinstance(key, int) else str(key)


def wrong_type(node: Node, found: str, wanted: Type, scalar: Any = None, suggestion: str | None = None) -> None:
    """Raise ``Undecodable``: the JSON type is wrong, so nothing else of the pod is even read."""
    if isinstance(scalar, str):
        found = f"the {found} {quoted(f'{chr(34)}{scalar}{chr(34)}')}"
    elif scalar is not None:
        found = f"{quoted(scalar)}, {found}"
    hint = f": write `{suggestion}`" if suggestion else ""
    message = f"{label(node)} must be {wanted}, not {found}; the API server can't decode the pod{hint}"
    raise Undecodable(Refusal("Decode", node.path, node.origin, message, "type", suggestion=suggestion))


def label(node: Node) -> str:
    """What messages call a value: its field or its key, or what it is an item of."""
    step = node.step
    if isinstance(step, str):
        return f"`{step[1:-1] if step.startswith('[') else step}`" if step else "the pod"
    return f"{label(node.parent)} item" if node.parent is not None else "the pod"


def _kind_of(scalar: Any) -> str:
    return _KINDS.get(type(scalar), "a value")
