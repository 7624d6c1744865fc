"""Constraints on one field: allowed values, ranges, spelling, uniqueness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from k8slint.kube.api.declare import Check, label
from k8slint.kube.api.grammar import LABEL_VALUE, QUALIFIED_NAME, Grammar
from k8slint.kube.api.node import UNKNOWN, Node
from k8slint.kube.api.validator import Validator, listed, quoted
from k8slint.kube.names import did_you_mean
from k8slint.kube.quantity import Quantity
from k8slint.settings.targets import Version


def one_of(*options: str, kind: str = "NotSupported") -> Check:
    """One of a few words, in this very case."""

    def check(node: Node, validator: Validator) -> None:
        if node.value not in options:
            suggestion = did_you_mean(node.value, options)
            hint = f"did you mean `{suggestion}`?" if suggestion else f"it must be {listed(options)}"
            validator.refuse(kind, node, f"{label(node)} can't be {quoted(node.value)}: {hint}", suggestion=suggestion)

    return check


def spelled(grammar: Grammar) -> Check:
    """A spelling."""

    def check(node: Node, validator: Validator) -> None:
        refuse_spelling(node, grammar, validator)

    return check


def refuse_spelling(
    node: Node,
    grammar: Grammar,
    validator: Validator,
    *,
    text: str | None = None,
    path: str | None = None,
    what: str | None = None,
    key: bool = False,
    follows: bool = False,
) -> bool:
    """Refuse ``text`` (the node's own by default) unless the grammar allows it; say whether it was refused.

    ``key`` says that it is the map key of ``node`` that is judged.
    """
    if text is None:
        text = node.value
        assert isinstance(text, str)
    wrong = grammar.wrong(text)
    if wrong is None:
        return False
    suggestion = grammar.repair(text)
    hint = f"; try `{suggestion}`" if suggestion else ""
    validator.refuse(
        "Invalid",
        node,
        f"{what or label(node)} {quoted(text)} is not {grammar.name}: {wrong}{hint}",
        path=path,
        origin=node.key if key else None,
        suggestion=suggestion,
        follows=follows,
    )
    return True


def between(low: int | None, high: int | None, words: str | None = None) -> Check:
    """A number in a range, both ends included."""
    if words is None:
        words = f"it must be at least {low}" if high is None else f"it must be between {low} and {high}"

    def check(node: Node, validator: Validator) -> None:
        value = node.value
        if type(value) is int and ((low is not None and value < low) or (high is not None and value > high)):
            validator.refuse("Invalid", node, f"{label(node)} can't be {quoted(value)}: {words}")

    return check


def not_negative(kind: str = "Invalid") -> Check:
    """A quantity of zero or more."""

    def check(node: Node, validator: Validator) -> None:
        if isinstance(node.value, Quantity) and node.value.is_negative:
            validator.refuse(kind, node, f"{label(node)} {quoted(str(node.value))} is negative")

    return check


def file_mode(node: Node, validator: Validator) -> None:
    """The mode of a file: 0 to 0777, and decimal digits that were meant to be octal are no mode."""
    value = node.value
    if 0 <= value <= 0o777:
        return
    digits = str(value)
    octal = int(digits, 8) if digits.isdecimal() and set(digits) <= set("01234567") else None
    suggestion = f"0o{digits}" if octal is not None and octal <= 0o777 else None
    hint = f": write `{suggestion}` ({octal}) for mode {digits}" if suggestion else ""
    validator.refuse(
        "Invalid", node, f"{label(node)} {quoted(value)} is greater than 0o777 (511){hint}", suggestion=suggestion
    )


def local_path(node: Node, validator: Validator, *, dots: bool = True) -> None:
    """A relative path that never leads upwards; ``dots`` says that it must not even start with ``..``."""
    text = node.value
    if text.startswith("/"):
        suggestion = text.lstrip("/") or None
        hint = f": try `{suggestion}`" if suggestion else ""
        message = f"{label(node)} {quoted(text)} must be relative{hint}"
        validator.refuse("Invalid", node, message, suggestion=suggestion)
    if no_backsteps(node, validator):
        return
    if dots and text.startswith(".."):
        validator.refuse("Invalid", node, f"{label(node)} {quoted(text)} must not start with `..`")


def no_backsteps(node: Node, validator: Validator) -> bool:
    """Refuse a path with a ``..`` element; say whether it was refused."""
    if ".." not in node.value.split("/"):
        return False
    validator.refuse("Invalid", node, f"{label(node)} {quoted(node.value)} must not contain `..`")
    return True


def in_versions(since: Version, check: Check | None, before: Check | None = None) -> Check:
    """A constraint of the versions from ``since`` on, and what held before."""

    def versioned(node: Node, validator: Validator) -> None:
        chosen = check if validator.version >= since else before
        if chosen is not None:
            chosen(node, validator)

    return versioned


def exactly_one(names: tuple[str, ...]) -> Check:
    """Exactly one of several fields of an object: none is Required, every surplus one Forbidden."""

    def check(node: Node, validator: Validator) -> None:
        if all(node.get(name) is None for name in names):
            validator.refuse("Required", node, f"{label(node)} needs one of {listed(names)}")
        refuse_surplus(node, names, validator)

    return check


def refuse_surplus(node: Node, names: Iterable[str], validator: Validator) -> None:
    """Refuse every field of ``names`` that is set, but the first."""
    known = [node.value[name] for name in names if node.has(name)]
    for child in known[1:]:
        first = known[0]
        message = f"{label(child)} and {label(first)} are both set, but only one is allowed"
        validator.refuse("Forbidden", child, message, related=((first.origin, f"{label(first)} is set here"),))


def texts(items: Iterable[Node], name: str) -> Iterator[Node]:
    """The field ``name`` of each item, where it is a known text that isn't empty."""
    for item in items:
        if item.text(name):
            yield item.value[name]


def refuse_repeats(
    nodes: Iterable[Node], kind: str, what: str, where: str, validator: Validator, *, path: str | None = None
) -> None:
    """Refuse every text that repeats an earlier one: "container name `a` is used twice in this pod"."""
    seen: dict[str, Node] = {}
    for node in nodes:
        first = seen.setdefault(node.value, node)
        if first is not node:
            message = f"{what} {quoted(node.value)} is used twice in {where}"
            validator.refuse(kind, node, message, path=path, related=((first.origin, "first used here"),))


def labels_are_spelled(node: Node, validator: Validator) -> None:
    """Keys are qualified names and values label values; the server names the map, not the entry."""
    path = node.path
    for key, child in node.value.items():
        refuse_spelling(child, QUALIFIED_NAME, validator, text=key, path=path, what="label key", key=True)
        if child.value is not UNKNOWN:
            refuse_spelling(child, LABEL_VALUE, validator, path=path, what=f"label `{key}`: value")
