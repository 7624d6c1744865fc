"""What an expression is worth: the values that the evaluator makes and that rules, merge and validation read.

Values are immutable snapshots. What can't be known is a value too (``Unknown``, with its reason); what is certainly
not there is ``Absent``. Every value has an ``origin``: the place where it was written.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping as AbstractMapping
from enum import Enum
from typing import Any, TypeAlias

from k8slint.dataclass import dataclass, field
from k8slint.source.text import Source, Span


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """A place, symbolically: a node of a parsed Python module, or a span (YAML). Becomes offsets only when reported."""

    source: Source
    node: ast.AST | Span

    @property
    def span(self) -> Span:
        node: Any = self.node
        if isinstance(node, Span):
            return node
        lines = self.source.lines
        if not hasattr(node, "lineno"):
            return Span(0, 0)
        start = lines.offset_of_bytes(node.lineno, node.col_offset)
        end = lines.offset_of_bytes(node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
        return Span(start, end)

    @property
    def text(self) -> str:
        span = self.span
        return self.source.text[span.start : span.end]


class Reason(Enum):
    """Why something can't be known. The values are the words shown by ``--show-unknown``."""

    PARAMETER = "function parameter"
    CALL = "call of unknown code"
    IMPORT = "import that can't be read"
    NAME = "undefined name"
    ATTRIBUTE = "attribute of an unknown object"
    SUBSCRIPT = "unknown subscript"
    OPERATOR = "operation on unknown values"
    FORMAT = "string with unknown parts"
    LOOP = "loop over an unknown collection"
    SPLAT = "unpacking of an unknown value"
    MUTATED = "changed by unknown code"
    EXTERNAL = "known only at run time"  # Variable.get, conf.get, os.environ, a file, the clock
    TEMPLATE = "Jinja template"
    CLASS = "class that can't be evaluated"
    CYCLE = "import or call cycle"
    LIMIT = "evaluation limit"
    SYNTAX = "syntax that is not evaluated"


@dataclass(frozen=True, slots=True, eq=False)
class Const:
    """A known scalar: str, int, float, bool, None, bytes, complex or Ellipsis."""

    value: Any
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Items:
    """A known sequence. ``complete`` is False when more items may follow or stand between (a splat of something unknown)."""

    items: tuple[Value, ...]
    origin: Origin
    complete: bool = True
    kind: str = "list"  # list, tuple, set, frozenset


@dataclass(frozen=True, slots=True, eq=False)
class Mapping:
    """A dict with known keys, in order. ``complete`` is False when it may hold other keys, or other values for these, and
    ``why`` says the reason, where there is one.

    ``keys`` says where each key was written (missing when the key has no place of its own, as after a merge).
    """

    entries: AbstractMapping[Any, Value]
    origin: Origin
    complete: bool = True
    keys: AbstractMapping[Any, Origin] = field(default_factory=dict)
    why: Reason | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """A call of a kubernetes client model: ``V1Pod(spec=…)``; ``name`` is the class (``V1Pod``).

    ``fields`` holds the keyword arguments as written (snake_case, or camelCase as client 37 allows; unknown keywords too)
    and later attribute assignments. Positional arguments stand in ``positional`` AND, where the classic client's
    parameter order is known, not in ``fields``: the schema layer maps them. ``complete`` is False after ``**unknown``,
    ``why`` says the reason. ``keys`` holds the place of each ``keyword=value`` argument (an ``ast.keyword``).
    """

    name: str
    fields: AbstractMapping[str, Value]
    origin: Origin
    complete: bool = True
    keys: AbstractMapping[str, Origin] = field(default_factory=dict)
    positional: tuple[Value, ...] = ()
    why: Reason | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Instance:
    """An object of a class that isn't a kubernetes model: an operator, ``Secret``, a class of the repository.

    ``cls`` is its qualified name (``airflow.providers.cncf.kubernetes.secret.Secret``, ``dags.common.Pods``), ``fields``
    its known attributes.
    """

    cls: str
    fields: AbstractMapping[str, Value]
    origin: Origin
    complete: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Reference:
    """A name that means something outside: an imported function or class, by qualified name; or a lambda or function."""

    qualified_name: str
    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Unknown:
    """Not knowable, and why. ``detail`` names the thing in the source (``os.environ["IMAGE"]``); ``type`` is the Python
    type name if that at least is certain ("str" for an f-string, "int" for an item of a ``range``), or what a parameter is
    annotated with."""

    reason: Reason
    origin: Origin
    detail: str = ""
    type: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Absent:
    """Certainly not there. ``origin`` is the place where it should have been: the call, or the dict."""

    origin: Origin


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """What selects an option of a choice. Two choices with the same ``key`` always choose the same ``branch``."""

    key: object
    branch: int
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """One of several values, each with the condition that selects it. Never reaches a rule: ``variants()`` expands it."""

    options: tuple[tuple[Condition, Value], ...]
    origin: Origin


Value: TypeAlias = Const | Items | Mapping | Model | Instance | Reference | Unknown | Absent | Choice


def get(value: Value, *path: str | int) -> Value:
    """The value at ``path`` (mapping keys, model field names, list indexes) inside ``value``.

    Three answers: a value; ``Absent`` when it is certainly not there; ``Unknown`` when it may or may not be.
    A ``None`` on the way counts as absent, as it does for the API server.
    """
    for step in path:
        kind = type(value)
        if kind is Mapping:
            entries = value.entries  # type: ignore[union-attr]
        elif kind is Model or kind is Instance:
            entries = value.fields  # type: ignore[union-attr]
        elif kind is Unknown or kind is Absent:
            return value
        elif kind is Items:
            items = value.items  # type: ignore[union-attr]
            if isinstance(step, int) and 0 <= step < len(items):
                value = items[step]
                continue
            return _not_there(value)
        elif kind is Const and value.value is None:  # type: ignore[union-attr]
            return Absent(value.origin)
        else:
            return Unknown(Reason.SUBSCRIPT, value.origin)
        if step not in entries:
            return _not_there(value)
        value = entries[step]
    return value


def _not_there(value: Any) -> Absent | Unknown:
    return Absent(value.origin) if value.complete else Unknown(Reason.SUBSCRIPT, value.origin)
