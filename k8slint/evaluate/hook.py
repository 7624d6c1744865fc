"""Calls functions of a module with values: a ``pod_mutation_hook`` with a pod, a ``task_policy`` with tasks.

The module is evaluated once. The changes of each call are taken back, so that one pod knows nothing of another; the tasks
of one file are changed together, since they may share objects.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Callable, Sequence
from collections.abc import Mapping as AbstractMapping
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.doors import WiredInterpreter
from k8slint.evaluate.evaluator import FRAMES
from k8slint.evaluate.machine.budget import budget
from k8slint.evaluate.machine.endings import Exhausted, Raised
from k8slint.evaluate.machine.interpreter import Interpreter, new_module
from k8slint.evaluate.machine.objects import (
    Alt,
    Arguments,
    Dictionary,
    Frame,
    Function,
    HeapValue,
    ModelObject,
    Object,
    Opaque,
    Pending,
    Rest,
    Seq,
)
from k8slint.evaluate.machine.session import Session
from k8slint.evaluate.snapshot import Snapshot
from k8slint.evaluate.values import (
    Absent,
    Choice,
    Condition,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Origin,
    Reason,
    Reference,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from k8slint.settings.targets import RuntimeEnvironment
    from k8slint.source.project import Project
    from k8slint.source.text import Source

STEPS_PER_POD = 20_000


class HookModule:
    """A module whose functions can be called. ``reads`` are the files that evaluating it took."""

    def __init__(
        self,
        source: Source,
        tree: ast.Module,
        project: Project | None,
        environment: RuntimeEnvironment,
    ) -> None:
        self._interp: Interpreter = WiredInterpreter(Session(project, environment))
        name = os.path.basename(source.path).removesuffix(".py")
        self._module = new_module(source, tree, name, os.path.realpath(source.path), False)
        self._interp.session.main = self._module
        self._interp.steps = budget(source)
        self.source = source
        with _DeepStack():
            self._interp.begin()
            self._finished = self._interp.run_module(self._module)

    def function(self, name: str) -> Function | None:
        """The module's function of that name, wherever it was imported from; None when that isn't certain."""
        if not self._finished:
            return None
        found = self._module.scope.entries.get(name)
        if isinstance(found, Pending):
            with _DeepStack():
                frame = Frame(self._module, self._module.scope)
                found = self._interp.eval(ast.copy_location(ast.Name(name, ast.Load()), found.node), frame)
        return found if isinstance(found, Function) else None

    def call(self, function: Function, value: Value) -> Value:
        """What a function makes of the object that it is given; Unknown as a whole when it takes too many steps."""
        return self.call_each(function, (value,))[0]

    def call_each(self, function: Function | None, values: Sequence[Value]) -> list[Value]:
        """What a function makes of several objects, one after the other: what they share is changed for all of them.

        Without a function they come back as they are. Each is Unknown as a whole when the calls take too many steps.
        """

        def change(things: list[HeapValue]) -> list[Value]:
            for thing in things if function is not None else ():
                self._call(function, thing)
            snapshot = Snapshot(self._interp)
            return [snapshot.value(thing) for thing in things]

        return self._changed(function, values, change, len(values))

    def call_twice(self, function: Function, value: Value, *more: Value) -> tuple[Value, Value]:
        """The object after one call of a function and after a second one with the same object; ``more`` are further
        arguments."""

        def change(things: list[HeapValue]) -> list[Value]:
            found = []
            for _ in range(2):
                self._call(function, *things)
                found.append(Snapshot(self._interp).value(things[0]))
            return found

        once, twice = self._changed(function, (value, *more), change, 2)
        return once, twice

    def _call(self, function: Function | None, *things: HeapValue) -> None:
        if function is not None:
            frame = Frame(self._module, self._module.scope)
            self._interp.call_function(function, Arguments([*things]), frame, function.node)

    def _changed(
        self,
        function: Function | None,
        values: Sequence[Value],
        change: Callable[[list[HeapValue]], list[Value]],
        count: int,
    ) -> list[Value]:
        """``count`` values that a change of objects gives, all Unknown when it takes too many steps."""
        self._allow(len(values))
        result: list[Value] = []

        def attempt() -> None:
            done: dict[int, HeapValue] = {}
            try:
                result.extend(change([_thawed(value, done) for value in values]))
            except Exhausted:
                at = self._module.tree if function is None else function.node
                what = "" if function is None else function.qualname
                result.extend(Unknown(Reason.LIMIT, Origin(self.source, at), what) for _ in range(count))

        self._undone(attempt)
        return result

    def _allow(self, count: int) -> None:
        interp = self._interp
        interp.steps, interp.stop, interp.depth = STEPS_PER_POD * count + budget(self.source), 0, 0

    def raises(self, function: Function, value: Value) -> str | None:
        """The class of the exception that a function certainly raises when it gets this object; None if it may return."""
        interp = self._interp
        self._allow(1)
        raised: list[str] = []

        def attempt() -> None:
            interp.try_depth += 1
            try:
                self._call(function, _thawed(value, {}))
            except Raised as error:
                raised.append(error.name.partition(" ")[0] or "an exception")
            except Exhausted:
                pass
            finally:
                interp.try_depth -= 1

        self._undone(attempt)
        return raised[0] if raised else None

    def _undone(self, attempt: Callable[[], None]) -> None:
        """Do something, and take its changes back."""
        interp = self._interp
        sizes = interp.records.sizes()
        with _DeepStack():
            interp.attempt(attempt)
        interp.records.cut(sizes)
        interp.memo.clear()  # what was remembered holds things of this object


class _DeepStack:
    """The interpreter's own recursion, for the time of an evaluation."""

    def __enter__(self) -> None:
        self._limit, self._collecting = sys.getrecursionlimit(), gc.isenabled()
        gc.disable()
        sys.setrecursionlimit(max(self._limit, FRAMES))

    def __exit__(self, *error: object) -> None:
        sys.setrecursionlimit(self._limit)
        if self._collecting:
            gc.enable()


def _thawed(value: Value, done: dict[int, HeapValue]) -> HeapValue:
    """A value as an object that may change; what is shared stays shared."""
    if isinstance(value, (Const, Reference, Opaque)):
        return value
    known = done.get(id(value))
    if known is None:
        known = done[id(value)] = _made(value, done)
    return known


def _made(value: Value, done: dict[int, HeapValue]) -> HeapValue:
    def inside(parts: AbstractMapping[Any, Value]) -> dict[Any, HeapValue]:
        return {key: _thawed(each, done) for key, each in parts.items()}

    match value:
        case Unknown():
            return Opaque(value.reason, value.origin, value.detail, value.type)
        case Absent(origin=origin):
            return Const(None, origin)
        case Model(name=name, fields=fields, origin=origin, complete=complete):
            model = ModelObject(name, origin)
            model.entries, model.keys, model.complete = inside(fields), dict(value.keys), complete
            model.positional = [_thawed(each, done) for each in value.positional]
            model.reason = value.why or model.reason
            return model
        case Mapping(entries=entries, origin=origin, complete=complete):
            made = Dictionary(inside(entries), origin, dict(value.keys), complete)
            made.reason = None if complete else value.why or Reason.SPLAT
            return made
        case Items(items=items, origin=origin, complete=complete, kind=kind):
            parts = [_thawed(each, done) for each in items]
            return Seq(parts if complete else [*parts, Rest(Opaque(Reason.SPLAT, origin))], origin, kind)
        case Instance(cls=cls, fields=fields, origin=origin):
            thing = Object(cls, origin)
            thing.entries = inside(fields)
            return thing
        case Choice(options=((Condition(key=tuple() as key, text=text), yes), (_, no)), origin=origin):
            return Alt(key, text, _thawed(yes, done), _thawed(no, done), origin)
        case _:  # nothing is there: an attribute of a model is None then
            return Const(None, value.origin)
