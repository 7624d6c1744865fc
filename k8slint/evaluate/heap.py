"""The objects of the program that is evaluated: they have identity, share parts and change, until a snapshot makes values of them.

Every change goes through ``Heap``, which can take changes back: alternatives of an undecided test are evaluated one after
the other from the same state, and what they left behind is merged into ``Alt``.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from k8slint.evaluate.conditions import NOTHING, Assumptions, Key
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run


def now() -> int:
    """The present age: everything made from here on is younger."""
    return next(_AGE)


# Age of heap objects. Only compared, never shown: two runs over the same text give the same values.
_AGE = itertools.count(1)

ITEMS, FLAGS = "\0items", "\0flags"  # places of a change that are no keys

MAX_ALTERNATIVES = 16
MAX_CONDITIONAL_ITEMS = 256  # of two lists that differ: each test on the way could double them
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

    def __init__(self, key: Key, text: str, yes: H, no: H, origin: Origin) -> None:
        self.key, self.text, self.yes, self.no, self.origin = key, text, yes, no, origin


class Thing:
    """Anything with identity. ``twin`` and ``twin_version`` tie the equal results of one memoised call together."""

    __slots__ = ("origin", "serial", "twin", "twin_version", "version")

    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.serial = next(_AGE)
        self.version = 0
        self.twin: Thing | None = None
        self.twin_version = 0


class Rest:
    """Stands in a sequence for any number of unknown items."""

    __slots__ = ("unknown",)

    def __init__(self, unknown: Unknown) -> None:
        self.unknown = unknown


class Seq(Thing):
    """A list, tuple, set, frozenset, range or iterator (what is left of it). An item may be an ``Alt`` with MISSING, or a
    ``Rest``; ``plain`` means none is."""

    __slots__ = ("items", "kind", "plain")

    def __init__(self, items: list[H], origin: Origin, kind: str = "list") -> None:
        super().__init__(origin)
        self.items, self.kind = items, kind
        self.plain = _plain(items)


class View(Thing):
    """``keys()``, ``values()`` or ``items()`` of a dict: what it holds when it is looked at."""

    __slots__ = ("name", "table")

    def __init__(self, table: Dictionary, name: str, origin: Origin) -> None:
        super().__init__(origin)
        self.table, self.name = table, name


class Dictionary(Thing):
    """A dict. ``factory`` makes the value of a missing key (defaultdict, the None fields of ``to_dict()``). ``shuffled``
    says that the order of the keys isn't certain; once it was so on one way, it stays so."""

    __slots__ = ("complete", "entries", "factory", "keys", "reason", "shuffled")

    def __init__(
        self, entries: dict[Any, H], origin: Origin, keys: dict[Any, Origin] | None = None, complete: bool = True
    ) -> None:
        super().__init__(origin)
        self.entries, self.keys, self.complete = entries, keys if keys is not None else {}, complete
        self.reason: Reason | None = None
        self.factory: H | None = None
        self.shuffled = False


class Attributes(Dictionary):
    """The ``__dict__`` of an object: it shares the entries, and what changes is the object (see ``Heap``)."""

    __slots__ = ("owner",)

    def __init__(self, owner: Object, origin: Origin) -> None:
        super().__init__(owner.entries, origin, complete=owner.complete)
        self.owner = owner


class ModelObject(Thing):
    """An object of a kubernetes client class."""

    __slots__ = ("complete", "entries", "keys", "name", "positional", "reason")

    def __init__(self, name: str, origin: Origin) -> None:
        super().__init__(origin)
        self.name = name
        self.entries: dict[Any, H] = {}
        self.keys: dict[Any, Origin] = {}
        self.positional: list[H] = []
        self.complete = True
        self.reason = Reason.SPLAT  # why it may hold more, where it isn't complete


class Object(Thing):
    """An instance: of a class of the repository (``cls``), or of one outside, known by name only.

    ``given`` is what the constructor of a class that nothing is known of got: its methods may change it."""

    __slots__ = ("cls", "complete", "entries", "given", "qualified", "reason")

    def __init__(self, qualified: str, origin: Origin, cls: Class | None = None, complete: bool = False) -> None:
        super().__init__(origin)
        self.qualified, self.cls, self.complete = qualified, cls, complete
        self.entries: dict[Any, H] = {}
        self.given: list[H] = []
        self.reason: Reason | None = None


class Scope(Thing):
    """The names of a module, class body, function call or comprehension."""

    __slots__ = ("complete", "entries", "kind", "outer", "parent", "reason", "stars")

    def __init__(self, origin: Origin, kind: str, parent: Scope | None = None) -> None:
        super().__init__(origin)
        self.entries: dict[Any, H] = {}
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


class ModuleObject(Thing):
    __slots__ = ("module",)

    def __init__(self, module: Module, origin: Origin) -> None:
        super().__init__(origin)
        self.module = module


FunctionNode: TypeAlias = "ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda"


class Function(Thing):
    """A function of the repository with the scope it closes over and the defaults evaluated at its definition."""

    __slots__ = ("cls", "defaults", "kw_defaults", "module", "node", "qualname", "scope")

    def __init__(
        self,
        node: FunctionNode,
        module: Module,
        scope: Scope,
        qualname: str,
        defaults: list[H],
        kw_defaults: list[H | None],
    ) -> None:
        super().__init__(module.origin(node))
        self.node, self.module, self.scope, self.qualname = node, module, scope, qualname
        self.defaults, self.kw_defaults = defaults, kw_defaults
        self.cls: Class | None = None


class Class(Thing):
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
        self.entries: dict[Any, H] = {}
        self.annotations: dict[str, ast.expr] = {}
        self.mro: list[Class] = [self]
        self.external: list[str] = []
        self.opaque = False  # has a base, decorator or metaclass that can't be known
        self.form = ""
        self.complete = True
        self.reason: Reason | None = None

    def find(self, name: str, after: Class | None = None) -> H | None:
        """The attribute of the class or its nearest base; with ``after`` only of what follows that class."""
        classes = self.mro
        if after is not None and after in classes:
            classes = classes[classes.index(after) + 1 :]
        for cls in classes:
            if name in cls.entries:
                return cls.entries[name]
        return None


class Method(Thing):
    """A function, or a method of a built-in or outside object (by name), bound to its first argument."""

    __slots__ = ("function", "receiver")

    def __init__(self, function: Function | str, receiver: H, origin: Origin) -> None:
        super().__init__(origin)
        self.function, self.receiver = function, receiver


class Builtin(Thing):
    """A function of Python, or of a library that is known here; ``name`` is its qualified name."""

    __slots__ = ("call", "name")

    def __init__(self, name: str, call: Library, origin: Origin) -> None:
        super().__init__(origin)
        self.name, self.call = name, call


class Partial(Thing):
    __slots__ = ("arguments", "function")

    def __init__(self, function: H, arguments: Arguments, origin: Origin) -> None:
        super().__init__(origin)
        self.function, self.arguments = function, arguments


class Decorated(Thing):
    """What Airflow's ``@task``, ``@dag``, ``@task_group`` make of a function; without one, the decorator waiting for it."""

    __slots__ = ("complete", "entries", "function", "qualified", "reason")

    def __init__(self, qualified: str, entries: dict[Any, H], function: H | None, origin: Origin) -> None:
        super().__init__(origin)
        self.qualified, self.entries, self.function = qualified, entries, function
        self.complete = False
        self.reason: Reason | None = None


class Super(Thing):
    __slots__ = ("cls", "receiver")

    def __init__(self, cls: Class, receiver: H, origin: Origin) -> None:
        super().__init__(origin)
        self.cls, self.receiver = cls, receiver


class Descriptor(Thing):
    """property, staticmethod, classmethod (``kind``) around a function; "field" for a dataclass field's settings."""

    __slots__ = ("extra", "function", "kind")

    def __init__(self, kind: str, function: H, origin: Origin, extra: dict[str, H] | None = None) -> None:
        super().__init__(origin)
        self.kind, self.function, self.extra = kind, function, extra or {}


H: TypeAlias = "Const | Reference | Unknown | Missing | Alt | Rest | Pending | Thing"
Table: TypeAlias = "Dictionary | ModelObject | Object | Scope | Class | Decorated"


@dataclass(slots=True)
class Arguments:
    """The arguments of a call. ``complete`` is False after ``*unknown`` or ``**unknown``. ``start`` is the age before they
    were evaluated, ``fresh`` the positions and names of those written as displays in the call itself."""

    positional: list[H] = field(default_factory=list)
    keywords: dict[str, H] = field(default_factory=dict)
    keys: dict[str, Origin] = field(default_factory=dict)
    complete: bool = True
    start: int = 0
    fresh: frozenset[int | str] = frozenset()

    def get(self, index: int, name: str) -> H | None:
        """The argument at a position or of a name; None when it isn't given."""
        if index < len(self.positional):
            return self.positional[index]
        return self.keywords.get(name)


class _Journal:
    """What was there before the changes of one alternative. Objects made meanwhile need no entry."""

    __slots__ = ("saved", "start")

    def __init__(self) -> None:
        self.start = next(_AGE)
        self.saved: dict[tuple[int, Any], tuple[Any, Any, Any]] = {}


Changes: TypeAlias = "dict[tuple[int, Any], tuple[Any, Any, Any, Any]]"


class Heap:
    """The only code that changes things; it remembers what must be taken back."""

    def __init__(self) -> None:
        self.assumptions: Assumptions = NOTHING
        self.journals: list[_Journal] = []
        self.lowest = 1 << 62  # the oldest thing changed, for purity of calls

    def begin(self) -> None:
        """Remember the present state of everything made before, for ``rollback``."""
        self.journals.append(_Journal())

    def rollback(self) -> None:
        """Take back what was done since ``begin`` to things made before: modules of the project stay as imported."""
        for thing, key, old in self.journals.pop(0).saved.values():
            _restore(thing, key, old)

    def renew_journals(self) -> None:
        """Treat everything made until now as made before: a module of the project was loaded meanwhile."""
        start = next(_AGE)
        for journal in self.journals:
            journal.start = start

    def put(self, thing: Any, key: Any, value: H) -> None:
        """Bind a name, key or attribute."""
        thing = thing.owner if type(thing) is Attributes else thing
        self._note(thing, key)
        old = thing.entries.get(key)
        if old is MISSING:
            del thing.entries[key]  # what comes back comes last
        elif type(old) is Alt and isinstance(thing, Dictionary) and not thing.shuffled:
            # Where it was missing it comes last, too; elsewhere it keeps its place.
            thing.shuffled = absence_count(old) > 0 and next(reversed(thing.entries)) != key
        thing.entries[key] = value

    def remove(self, thing: Any, key: Any) -> None:
        """Unbind a name, key or attribute that may be bound."""
        thing = thing.owner if type(thing) is Attributes else thing
        if self._note(thing, key):
            if key in thing.entries:
                thing.entries[key] = MISSING  # keeps the order of keys for the other alternative
        else:
            thing.entries.pop(key, None)

    def append(self, seq: Seq, item: H) -> None:
        self._note(seq, ITEMS)
        seq.items.append(item)
        if type(item) is Alt or type(item) is Rest:
            seq.plain = False

    def replace(self, seq: Seq, items: list[H]) -> None:
        self._note(seq, ITEMS)
        seq.items = items
        seq.plain = _plain(items)

    def spoil(self, thing: Any, reason: Reason) -> None:
        """Mark that a thing may hold more than is known."""
        self._note(thing, FLAGS)
        thing.complete, thing.reason = False, reason
        if type(thing) is Attributes:
            self.spoil(thing.owner, reason)

    def _note(self, thing: Any, key: Any) -> bool:
        thing.version += 1
        serial = thing.serial
        if serial < self.lowest:
            self.lowest = serial
        if not self.journals:
            return False
        journal = self.journals[-1]
        if serial >= journal.start:
            return False
        place = (id(thing), key)
        if place not in journal.saved:
            journal.saved[place] = (thing, key, _content(thing, key, copy=True))
        return True

    def attempt(self, thunk: Callable[[], Any]) -> tuple[Any, Changes]:
        """Run ``thunk``, take its changes back, and return its result and the changes: thing, key, old, new."""
        journal = _Journal()
        self.journals.append(journal)
        depth = len(self.journals)
        try:
            result = thunk()
        finally:
            del self.journals[depth - 1 :]
            changes: Changes = {}
            for place, (thing, key, old) in journal.saved.items():
                changes[place] = (thing, key, old, _content(thing, key))
                _restore(thing, key, old)
        return result, changes

    def apply(self, changes: Changes) -> None:
        for thing, key, _, new in changes.values():
            self._write(thing, key, new)

    def merge(self, test: Key, text: str, yes: Changes, no: Changes, origin: Origin) -> None:
        """Make the state in which ``yes`` happened where the test holds, else ``no``."""
        for place in {**yes, **no}:
            thing, key, old, _ = yes[place] if place in yes else no[place]
            first = yes[place][3] if place in yes else old
            second = no[place][3] if place in no else old
            if key is ITEMS:
                new: Any = self._merge_items(test, text, first, second, origin)
            elif key is FLAGS:
                new = first if not first[0] else second
            else:
                new = self.choose(test, text, first, second, origin)
            self._write(thing, key, new)

    def _merge_items(self, test: Key, text: str, yes: list[H], no: list[H], origin: Origin) -> list[H]:
        if len(yes) == len(no):
            return [self.choose(test, text, first, second, origin) for first, second in zip(yes, no, strict=False)]
        shared = min(len(yes), len(no))
        if yes[:shared] != no[:shared]:
            shared = next(i for i in range(shared) if yes[i] is not no[i])
        if len(yes) > shared < len(no) and len(yes) + len(no) - shared > MAX_CONDITIONAL_ITEMS:
            return [*yes[:shared], Rest(Opaque(Reason.LIMIT, origin, "too many alternatives"))]
        only_yes = [self.choose(test, text, item, MISSING, origin) for item in yes[shared:]]
        only_no = [self.choose(test, text, MISSING, item, origin) for item in no[shared:]]
        return yes[:shared] + only_yes + only_no

    def choose(self, test: Key, text: str, yes: H, no: H, origin: Origin) -> H:
        """``yes`` or ``no`` by a test; one of them where that makes no difference."""
        if yes is no:
            return yes
        if type(yes) is Const and type(no) is Const and type(yes.value) is type(no.value) and yes.value == no.value:
            return yes
        result = Alt(test, text, yes, no, origin)
        if leaf_count(result) > MAX_ALTERNATIVES:
            return Opaque(Reason.LIMIT, origin, "too many alternatives")
        return result

    def _write(self, thing: Any, key: Any, new: Any) -> None:
        if key is ITEMS:
            self.replace(thing, list(new))
        elif key is FLAGS:
            self._note(thing, FLAGS)
            thing.complete, thing.reason = new
        elif new is MISSING:
            self.remove(thing, key)
        else:
            self.put(thing, key, new)


def _plain(items: list[H]) -> bool:
    return not any(type(item) is Alt or type(item) is Rest for item in items)


def leaf_count(value: H) -> int:
    """How many alternatives there are."""
    return leaf_count(value.yes) + leaf_count(value.no) if type(value) is Alt else 1


def absence_count(value: H) -> int:
    """In how many alternatives nothing is there."""
    return absence_count(value.yes) + absence_count(value.no) if type(value) is Alt else int(value is MISSING)


def set_aside(journals: list[_Journal]) -> list[tuple[Any, Any, Any]]:
    """Take all changes back for a while; returns what ``bring_back`` needs."""
    changed = [(thing, key, _content(thing, key)) for journal in journals for thing, key, _ in journal.saved.values()]
    for journal in reversed(journals):
        for thing, key, old in journal.saved.values():
            _restore(thing, key, old)
    return changed


def bring_back(changed: list[tuple[Any, Any, Any]]) -> None:
    for thing, key, new in changed:
        _restore(thing, key, new)


def _content(thing: Any, key: Any, copy: bool = False) -> Any:
    if key is ITEMS:
        return list(thing.items) if copy else thing.items
    if key is FLAGS:
        return thing.complete, thing.reason
    return thing.entries.get(key, MISSING)


def _restore(thing: Any, key: Any, old: Any) -> None:
    thing.version += 1
    if key is ITEMS:
        thing.items = old
        thing.plain = _plain(old)
    elif key is FLAGS:
        thing.complete, thing.reason = old
    elif old is MISSING:
        thing.entries.pop(key, None)
    else:
        thing.entries[key] = old


class Exhausted(Exception):
    """The steps are used up: nothing evaluated so far can be trusted to be final."""


class Raised(Exception):
    """The program raises an exception of this class name, for certain, inside a ``try``."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


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


# A function of a library that is known: what its call is worth.
Library = Callable[["Run", Arguments, Frame, ast.AST], H]


def local_path(value: H) -> str | None:
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
