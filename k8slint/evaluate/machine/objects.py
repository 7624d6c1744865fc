"""The objects of the program being evaluated: they have identity, share parts and change, until a snapshot makes values of
them."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from k8slint.dataclass import dataclass, field
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Key
    from k8slint.evaluate.machine.interpreter import Interpreter
    from k8slint.source.text import Source


def now() -> int:
    """The present age: everything made from here on is younger."""
    return next(AGES)


# Age of heap objects. Only compared, never shown: two runs over the same text give the same values.
AGES = itertools.count(1)

MAX_DETAIL = 80


@dataclass(frozen=True, slots=True, eq=False)
class Opaque(Unknown):
    """An unknown of the running evaluation. Equal ``symbol``s stand for the same thing at run time; ``path`` is the file
    of the repository that a text or Path names (its absolute path where Airflow runs is not known)."""

    symbol: Any = None
    path: str | None = None

    @property
    def key(self) -> Any:
        return self.symbol if self.symbol is not None else ("id", id(self))


class Missing:
    """Marks what is not there: a name, a key, an attribute, an item."""

    __slots__ = ()


MISSING = Missing()


class Alt:
    """``yes`` where the test ``key`` holds, else ``no``. Immutable."""

    __slots__ = ("key", "no", "origin", "text", "yes")

    def __init__(self, key: Key, text: str, yes: HeapValue, no: HeapValue, origin: Origin) -> None:
        self.key, self.text, self.yes, self.no, self.origin = key, text, yes, no, origin


class HeapObject:
    """Anything with identity. ``memo_copy`` and ``memo_copy_version`` tie the equal results of one memoised call together."""

    __slots__ = ("memo_copy", "memo_copy_version", "origin", "serial", "version")

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.serial = next(AGES)
        self.version = 0
        self.memo_copy: HeapObject | None = None
        self.memo_copy_version = 0


class Rest:
    """Stands in a sequence for any number of unknown items."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown


class Seq(HeapObject):
    """A list, tuple, set, frozenset, range or iterator (what is left of it). An item may be an ``Alt`` with MISSING, or a
    ``Rest``; ``plain`` means none is."""

    __slots__ = ("items", "kind", "plain")

    def __init__(self, items: list[HeapValue], origin: Origin, kind: str = "list") -> None:
        super().__init__(origin)
        self.items, self.kind = items, kind
        self.plain = is_plain(items)


class View(HeapObject):
    """``keys()``, ``values()`` or ``items()`` of a dict: what it holds when it is looked at."""

    __slots__ = ("name", "table")

    def __init__(self, table: Dictionary, name: str, origin: Origin) -> None:
        super().__init__(origin)
        self.table, self.name = table, name


class Dictionary(HeapObject):
    """A dict. ``factory`` makes the value of a missing key (defaultdict, the None fields of ``to_dict()``). ``shuffled``
    says that the order of the keys isn't certain; once it was so on one way, it stays so."""

    __slots__ = ("complete", "entries", "factory", "keys", "reason", "shuffled")

    def __init__(
        self,
        entries: dict[Any, HeapValue],
        origin: Origin,
        keys: dict[Any, Origin] | None = None,
        complete: bool = True,
    ) -> None:
        super().__init__(origin)
        self.entries, self.keys, self.complete = entries, keys if keys is not None else {}, complete
        self.reason: Reason | None = None
        self.factory: HeapValue | None = None
        self.shuffled = False


class Attributes(Dictionary):
    """The ``__dict__`` of an object: it shares the entries, and what changes is the object (see ``Heap``)."""

    __slots__ = ("owner",)

    def __init__(self, owner: Object, origin: Origin) -> None:
        super().__init__(owner.entries, origin, complete=owner.complete)
        self.owner = owner


class ModelObject(HeapObject):
    """An object of a kubernetes client class."""

    __slots__ = ("complete", "entries", "keys", "name", "positional", "reason")

    def __init__(self, name: str, origin: Origin) -> None:
        super().__init__(origin)
        self.name = name
        self.entries: dict[Any, HeapValue] = {}
        self.keys: dict[Any, Origin] = {}
        self.positional: list[HeapValue] = []
        self.complete = True
        self.reason = Reason.SPLAT  # why it may hold more, where it isn't complete


class Object(HeapObject):
    """An instance: of a class of the repository (``cls``), or of one outside, known by name only.

    ``given`` is what the constructor of a class that nothing is known of got: its methods may change it."""

    __slots__ = ("cls", "complete", "entries", "given", "qualified", "reason")

    def __init__(self, qualified: str, origin: Origin, cls: Class | None = None, complete: bool = False) -> None:
        super().__init__(origin)
        self.qualified, self.cls, self.complete = qualified, cls, complete
        self.entries: dict[Any, HeapValue] = {}
        self.given: list[HeapValue] = []
        self.reason: Reason | None = None


class Scope(HeapObject):
    """The names of a module, class body, function call or comprehension."""

    __slots__ = ("complete", "entries", "kind", "outer", "parent", "reason", "stars")

    def __init__(self, origin: Origin, kind: str, parent: Scope | None = None) -> None:
        super().__init__(origin)
        self.entries: dict[Any, HeapValue] = {}
        self.kind, self.parent = kind, parent
        self.outer: dict[str, str] = {}  # names declared global or nonlocal
        self.stars: list[str] = []  # packages whose names came with an unread ``import *``
        self.complete = True
        self.reason: Reason | None = None


@dataclass(eq=False, slots=True)
class Module:
    """A module of the repository: still unread (``pending`` is the file that imports it), while, or after it is evaluated.

    ``uses`` are the modules whose names were looked at from here, ``reads`` the paths that finding and reading it took.
    """

    name: str
    source: Source
    tree: ast.Module
    scope: Scope
    path: str = ""  # the real path
    package: str = ""  # the dotted name against which relative imports are shown
    is_package: bool = False
    loading: bool = False
    pending: str | None = None
    reads: set[str] = field(default_factory=set)
    uses: list[Module] = field(default_factory=list)
    constants: dict[ast.AST, Const] = field(default_factory=dict)
    texts: dict[ast.AST, str] = field(default_factory=dict)  # what unknowns show of their nodes
    generators: dict[ast.AST, bool] = field(default_factory=dict)
    qualnames: dict[ast.AST, str] = field(default_factory=dict)
    sets: set[str] = field(default_factory=set)  # environment variables that its code changes; "*" for any

    def origin(self, node: ast.AST) -> Origin:
        return Origin(self.source, node)


class Pending:
    """A name imported from a module of the repository that nothing has looked at yet."""

    __slots__ = ("forced", "frame", "module", "name", "node", "origin")

    def __init__(self, module: Module, name: str, frame: Frame, node: ast.AST) -> None:
        self.forced = False  # being looked at: an import of itself, round about
        self.module, self.name, self.frame, self.node = module, name, frame, node
        self.origin = frame.origin(node)


class ModuleObject(HeapObject):
    __slots__ = ("module",)

    def __init__(self, module: Module, origin: Origin) -> None:
        super().__init__(origin)
        self.module = module


FunctionNode: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"


class Function(HeapObject):
    """A function of the repository with the scope it closes over and the defaults evaluated at its definition."""

    __slots__ = ("cls", "defaults", "kw_defaults", "module", "node", "qualname", "scope")

    def __init__(
        self,
        node: FunctionNode,
        module: Module,
        scope: Scope,
        qualname: str,
        defaults: list[HeapValue],
        kw_defaults: list[HeapValue | None],
    ) -> None:
        super().__init__(module.origin(node))
        self.node, self.module, self.scope, self.qualname = node, module, scope, qualname
        self.defaults, self.kw_defaults = defaults, kw_defaults
        self.cls: Class | None = None


class Class(HeapObject):
    """A class of the repository. ``external`` names its bases outside; ``form`` is "", "dataclass", "enum", "namedtuple"."""

    __slots__ = (
        "annotations",
        "complete",
        "entries",
        "external",
        "form",
        "mro",
        "name",
        "opaque",
        "qualified",
        "reason",
    )

    def __init__(self, name: str, qualified: str, origin: Origin) -> None:
        super().__init__(origin)
        self.name, self.qualified = name, qualified
        self.entries: dict[Any, HeapValue] = {}
        self.annotations: dict[str, ast.expr] = {}
        self.mro: list[Class] = [self]
        self.external: list[str] = []
        self.opaque = False  # has a base, decorator or metaclass that can't be known
        self.form = ""
        self.complete = True
        self.reason: Reason | None = None

    def find(self, name: str, after: Class | None = None) -> HeapValue | None:
        """The attribute of the class or its nearest base; with ``after`` only of what follows that class."""
        classes = self.mro
        if after is not None and after in classes:
            classes = classes[classes.index(after) + 1 :]
        for cls in classes:
            if name in cls.entries:
                return cls.entries[name]
        return None


class Method(HeapObject):
    """A function, or a method of a built-in or outside object (by name), bound to its first argument."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Function | str, receiver: HeapValue, origin: Origin) -> None:
        super().__init__(origin)
        self.function, self.receiver = function, receiver


class Builtin(HeapObject):
    """A function of Python, or of a library that is known here; ``name`` is its qualified name."""

    __slots__ = ("call", "name")

    def __init__(self, name: str, call: Library, origin: Origin) -> None:
        super().__init__(origin)
        self.name, self.call = name, call


class Partial(HeapObject):
    __slots__ = ("arguments", "function")

    def __init__(self, function: HeapValue, arguments: Arguments, origin: Origin) -> None:
        super().__init__(origin)
        self.function, self.arguments = function, arguments


class Decorated(HeapObject):
    """What Airflow's ``@task``, ``@dag``, ``@task_group`` make of a function; without one, the decorator waiting for it."""

    __slots__ = ("complete", "entries", "function", "qualified", "reason")

    def __init__(
        self, qualified: str, entries: dict[Any, HeapValue], function: HeapValue | None, origin: Origin
    ) -> None:
        super().__init__(origin)
        self.qualified, self.entries, self.function = qualified, entries, function
        self.complete = False
        self.reason: Reason | None = None


class Super(HeapObject):
    __slots__ = ("cls", "receiver")

    def __init__(self, cls: Class, receiver: HeapValue, origin: Origin) -> None:
        super().__init__(origin)
        self.cls, self.receiver = cls, receiver


class Descriptor(HeapObject):
    """property, staticmethod, classmethod (``kind``) around a function; "field" for a dataclass field's settings."""

    __slots__ = ("extra", "function", "kind")

    def __init__(
        self, kind: str, function: HeapValue, origin: Origin, extra: dict[str, HeapValue] | None = None
    ) -> None:
        super().__init__(origin)
        self.kind, self.function, self.extra = kind, function, extra or {}


HeapValue: TypeAlias = "Const | Reference | Unknown | Missing | Alt | Rest | Pending | HeapObject"
Table: TypeAlias = "Dictionary | ModelObject | Object | Scope | Class | Decorated"


@dataclass(slots=True)
class Arguments:
    """The arguments of a call. ``complete`` is False after ``*unknown`` or ``**unknown``. ``start`` is the age before they
    were evaluated, ``fresh`` the positions and names of those written as displays in the call itself."""

    positional: list[HeapValue] = field(default_factory=list)
    keywords: dict[str, HeapValue] = field(default_factory=dict)
    keys: dict[str, Origin] = field(default_factory=dict)
    complete: bool = True
    start: int = 0
    fresh: frozenset[int | str] = frozenset()

    def get(self, index: int, name: str) -> HeapValue | None:
        """The argument at a position or of a name; None when it isn't given."""
        if index < len(self.positional):
            return self.positional[index]
        return self.keywords.get(name)


def is_plain(items: list[HeapValue]) -> bool:
    return not any(type(item) is Alt or type(item) is Rest for item in items)


def leaf_count(value: HeapValue) -> int:
    """How many alternatives there are."""
    return leaf_count(value.yes) + leaf_count(value.no) if type(value) is Alt else 1


def absence_count(value: HeapValue) -> int:
    """In how many alternatives nothing is there."""
    return absence_count(value.yes) + absence_count(value.no) if type(value) is Alt else int(value is MISSING)


class Frame:
    """Where evaluation is: the module, the innermost scope, the function and the class around."""

    __slots__ = ("cls", "function", "module", "qualname", "scope", "yields")

    def __init__(
        self,
        module: Module,
        scope: Scope,
        function: Function | None = None,
        cls: Class | None = None,
        qualname: str = "",
    ) -> None:
        self.module, self.scope, self.function, self.cls, self.qualname = module, scope, function, cls, qualname
        self.yields: Seq | None = None

    def origin(self, node: ast.AST) -> Origin:
        return Origin(self.module.source, node)


# A function of a library that is known: it gives the value of a call.
Library = Callable[["Interpreter", Arguments, Frame, ast.AST], HeapValue]


def local_path(value: HeapValue) -> str | None:
    """The file of the repository that a path names."""
    return value.path if isinstance(value, Opaque) else None


def text_of(origin: Origin) -> str:
    """The source text of a place in one line, shortened."""
    node: Any = origin.node
    lines = origin.source.lines
    if hasattr(node, "lineno"):
        line = lines.line(node.lineno)
        if node.end_lineno == node.lineno and line.isascii():
            text = line[node.col_offset : node.end_col_offset]
        else:
            text = " ".join(origin.text[: 4 * MAX_DETAIL].split())
        return text if len(text) <= MAX_DETAIL else text[: MAX_DETAIL - 1] + "…"
    return ""
