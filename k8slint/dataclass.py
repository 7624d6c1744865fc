"""``dataclass``, ``field`` and ``replace`` of the standard library, quicker to import.

A run imports some eighty dataclasses. The standard library compiles up to six functions for each, and imports ``inspect``: a
fifth of the time of a run over one file. Here each class that is used gets one compiled function and shares the others. For
type checkers these are the standard library's own. They check that frozen classes aren't changed; at run time nothing does.
"""

from __future__ import annotations

__all__ = ["dataclass", "field", "replace"]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dataclasses import dataclass, field, replace
else:
    from operator import attrgetter

    _MISSING = object()

    class _Field:
        """What is known of a field besides its name."""

        __slots__ = ("default", "factory", "shown")

        def __init__(self, default, factory, shown):
            self.default, self.factory, self.shown = default, factory, shown

    def field(*, default=_MISSING, default_factory=_MISSING, repr=True):  # noqa: A002 - the name of the standard library
        """Say more of a field than its default."""
        return _Field(default, default_factory, repr)

    def replace(value, /, **changes):
        """A copy of a value with some of its fields changed."""
        cls = type(value)
        return cls(**({name: getattr(value, name) for name in cls.__fields__} | changes))

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True, order=False):
        """Make a class of its annotated fields."""

        def make(cls):
            return _make(cls, frozen, slots, eq, order)

        return make if cls is None else make(cls)

    def _make(cls, frozen, slots, eq, order):
        inherited = {}
        for base in reversed(cls.__mro__[1:]):
            inherited |= base.__dict__.get("__fields__", {})
        own = {}
        for name, annotation in cls.__annotations__.items():
            if not str(annotation).startswith("ClassVar"):
                given = cls.__dict__.get(name, _MISSING)
                own[name] = given if isinstance(given, _Field) else _Field(given, _MISSING, True)
        fields = inherited | own
        added = {
            "__fields__": fields,
            "__match_args__": tuple(fields),
            "__init__": _initializer(cls, fields),
            "__repr__": _repr,
            **(_comparisons(fields, frozen, order) if eq else {}),
        }
        for name, value in added.items():
            if name == "__fields__" or name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
                setattr(cls, name, value)
        if not slots:
            for name, known in own.items():
                if known.default is not _MISSING:
                    setattr(cls, name, known.default)
                elif name in cls.__dict__:
                    delattr(cls, name)
            return cls
        content = {name: value for name, value in cls.__dict__.items() if name not in own}
        content.pop("__dict__", None)
        content.pop("__weakref__", None)
        content["__slots__"] = tuple(name for name in own if name not in inherited)
        content["__qualname__"] = cls.__qualname__
        return type(cls)(cls.__name__, cls.__bases__, content)

    def _initializer(cls, fields):
        """``__init__``, compiled when the first object is made: most runs make none of half of the classes."""

        def first(self, *arguments, **named):
            compiled = _compiled(cls, fields)
            for each in type(self).__mro__:
                if each.__dict__.get("__init__") is first:
                    each.__init__ = compiled
            compiled(self, *arguments, **named)

        return first

    def _compiled(cls, fields):
        names = {"_MISSING": _MISSING}
        parameters, lines = [], []
        for name, known in fields.items():
            value = name
            if known.factory is not _MISSING:
                names[f"_new_{name}"] = known.factory
                parameters.append(f"{name}=_MISSING")
                value = f"_new_{name}() if {name} is _MISSING else {name}"
            elif known.default is not _MISSING:
                names[f"_default_{name}"] = known.default
                parameters.append(f"{name}=_default_{name}")
            else:
                parameters.append(name)
            lines.append(f" self.{name} = {value}")
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()")
        made = {}
        exec(f"def __init__({', '.join(['self', *parameters])}):\n" + "\n".join(lines or [" pass"]), names, made)
        made["__init__"].__qualname__ = f"{cls.__qualname__}.__init__"
        return made["__init__"]

    def _repr(self):
        cls = type(self)
        shown = (f"{name}={getattr(self, name)!r}" for name, known in cls.__fields__.items() if known.shown)
        return f"{cls.__qualname__}({', '.join(shown)})"

    def _comparisons(fields, frozen, order):
        # of one field, too, a tuple: what compares as equal to itself only by identity, as NaN does, is equal then
        content = attrgetter(*fields, *fields) if len(fields) == 1 else attrgetter(*fields) if fields else lambda _: ()

        def equal(self, other):
            return content(self) == content(other) if other.__class__ is self.__class__ else NotImplemented

        found = {"__eq__": equal, "__hash__": (lambda self: hash(content(self))) if frozen else None}
        if order:

            def compared(operation):
                def compare(self, other):
                    if other.__class__ is not self.__class__:
                        return NotImplemented
                    return operation(content(self), content(other))

                return compare

            found |= {
                "__lt__": compared(tuple.__lt__), "__le__": compared(tuple.__le__),
                "__gt__": compared(tuple.__gt__), "__ge__": compared(tuple.__ge__),
            }  # fmt: skip
        return found
