"""Calls one function of a module with a pod: a ``pod_mutation_hook``.

The module is evaluated once; each call's changes are taken back, so that one pod knows nothing of another.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from typing import TYPE_CHECKING

from k8slint.evaluate.doors import WiredInterpreter
from k8slint.evaluate.evaluator import FRAMES
from k8slint.evaluate.machine.budget import budget
from k8slint.evaluate.machine.endings import Exhausted
from k8slint.evaluate.machine.interpreter import Interpreter, new_module
from k8slint.evaluate.machine.objects import (
    Arguments,
    Dictionary,
    Frame,
    Function,
    HeapValue,
    ModelObject,
    Opaque,
    Pending,
    Rest,
    Seq,
)
from k8slint.evaluate.machine.session import Session
from k8slint.evaluate.snapshot import Snapshot
from k8slint.evaluate.values import Absent, Const, Items, Mapping, Model, Origin, Reason, Unknown, Value

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
        interp, frame = self._interp, Frame(self._module, self._module.scope)
        interp.steps, interp.stop, interp.depth = STEPS_PER_POD + budget(self.source), 0, 0
        result: list[Value] = []
        sizes = interp.records.sizes()

        def attempt() -> None:
            thing = _thawed(value, {})
            try:
                interp.call_function(function, Arguments([thing]), frame, function.node)
                result.append(Snapshot(interp).value(thing))
            except Exhausted:
                result.append(Unknown(Reason.LIMIT, Origin(self.source, function.node), function.qualname))

        with _DeepStack():
            interp.attempt(attempt)
        interp.records.cut(sizes)
        interp.memo.clear()  # what was remembered holds things of this pod
        return result[0]


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
    known = done.get(id(value))
    if known is not None:
        return known
    made: HeapValue
    match value:
        case Const():
            return value
        case Unknown():
            return Opaque(value.reason, value.origin, value.detail, value.type)
        case Absent(origin=origin):
            return Const(None, origin)
        case Model(name=name, fields=fields, origin=origin, complete=complete):
            model = ModelObject(name, origin)
            model.entries = {field: _thawed(each, done) for field, each in fields.items()}
            model.keys, model.complete = dict(value.keys), complete
            made = model
        case Mapping(entries=entries, origin=origin, complete=complete):
            made = Dictionary(
                {key: _thawed(each, done) for key, each in entries.items()}, origin, dict(value.keys), complete
            )
            made.reason = None if complete else value.why or Reason.SPLAT
        case Items(items=items, origin=origin, complete=complete):
            parts = [_thawed(each, done) for each in items]
            made = Seq(parts if complete else [*parts, Rest(Opaque(Reason.SPLAT, origin))], origin)
        case _:
            raise TypeError(f"no pod on the wire has a {type(value).__name__}")
    done[id(value)] = made
    return made
