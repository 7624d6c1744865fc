"""A pod as the API server decodes it: plain values, each with its path and its origin in the source.

Three answers to every question: a value, certainly nothing, or not knowable.
"""

from __future__ import annotations

from typing import Any, Final

from k8slint.evaluate.values import Origin


class _Unknowable:
    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = _Unknowable()


class Node:
    """One decoded value.

    ``value`` is a dict of nodes (an object or a map), a list of nodes, a str, int, bool or ``Quantity``, None (written
    as null, so as good as absent) or ``UNKNOWN``. ``complete`` is False when an object or a list may hold more than it
    shows. ``key`` is where a map's key or an object's field name was written.
    """

    __slots__ = ("complete", "key", "origin", "parent", "step", "value")

    def __init__(self, parent: Node | None, step: str | int, origin: Origin, value: Any = None) -> None:
        self.parent = parent
        self.step = step
        self.origin = origin
        self.value = value
        self.complete = True
        self.key: Origin = origin

    @property
    def path(self) -> str:
        """The field path as the API server prints it: ``spec.containers[0].resources.limits[cpu]``."""
        steps: list[str] = []
        node: Node | None = self
        while node is not None and node.parent is not None:
            step = node.step
            if isinstance(step, int):
                steps.append(f"[{step}]")
            elif step.startswith("["):
                steps.append(step)
            else:
                steps.append(f".{step}")
            node = node.parent
        return "".join(reversed(steps)).lstrip(".")

    @property
    def known(self) -> bool:
        return self.value is not UNKNOWN

    def get(self, name: str) -> Node | None:
        """The field ``name``; None when it is certainly not there; a node with value ``UNKNOWN`` when it may be."""
        fields = self.value
        if type(fields) is not dict:
            return NOWHERE if fields is UNKNOWN else None
        node = fields.get(name)
        if node is None:
            return None if self.complete else NOWHERE
        return node if node.value is not None else None

    def has(self, name: str) -> bool | None:
        """Whether the field is set; None when that can't be known."""
        node = self.get(name)
        if node is None:
            return False
        return None if node is NOWHERE or node.value is UNKNOWN else True

    def at(self, *names: str) -> Node | None:
        """``get`` through several fields."""
        node: Node | None = self
        for name in names:
            if node is None:
                return None
            node = node.get(name)
        return node

    def text(self, name: str, default: str = "") -> str | None:
        """The text of a field, ``default`` when it is absent, None when it can't be known."""
        value = self._scalar(name)
        return default if value is None else value if isinstance(value, str) else None

    def number(self, name: str, default: int = 0) -> int | None:
        """The integer of a field, ``default`` when it is absent, None when it can't be known."""
        value = self._scalar(name)
        return default if value is None else value if isinstance(value, int) else None

    def flag(self, name: str, default: bool = False) -> bool | None:
        """The boolean of a field, ``default`` when it is absent, None when it can't be known."""
        value = self._scalar(name)
        return default if value is None else value if isinstance(value, bool) else None

    def _scalar(self, name: str) -> Any:
        node = self.get(name)
        return None if node is None else node.value

    def items(self, name: str) -> list[Node]:
        """The known items of a list field."""
        value = self._scalar(name)
        return value if type(value) is list else []

    def entries(self, name: str) -> dict[str, Node]:
        """The known entries of a map field."""
        value = self._scalar(name)
        return value if type(value) is dict else {}

    def whole(self, name: str) -> bool:
        """Whether everything in a list or map field is known to be shown."""
        node = self.get(name)
        return node is None or (node.value is not UNKNOWN and node.complete)

    def empty(self, name: str) -> bool:
        """Whether a field is certainly absent or an empty text, list or map."""
        node = self.get(name)
        if node is None:
            return True
        return node.value in ("", [], {}) and node.complete

    def ancestor(self, depth: int) -> Node:
        """The node ``depth`` steps up."""
        node = self
        for _ in range(depth):
            assert node.parent is not None
            node = node.parent
        return node

    @property
    def root(self) -> Node:
        """The pod."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node


NOWHERE: Final = Node(None, "", None, UNKNOWN)  # type: ignore[arg-type]  # never reported, so it needs no place
