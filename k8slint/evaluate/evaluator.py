"""Evaluates one module from top to bottom, within bounds. It imports and runs nothing.

``evaluate`` is all that the rest of k8slint needs. See docs/architecture.md for the rooms.
"""

from __future__ import annotations

import ast
import gc
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any

from k8slint.evaluate.calls.uncalled import qualname_of, uncalled
from k8slint.evaluate.doors import WiredInterpreter
from k8slint.evaluate.machine.budget import budget
from k8slint.evaluate.machine.endings import Exhausted
from k8slint.evaluate.machine.interpreter import Interpreter, new_module
from k8slint.evaluate.machine.objects import Module
from k8slint.evaluate.machine.records import Records
from k8slint.evaluate.machine.session import Session
from k8slint.evaluate.relevance import Interest, leads, relevance
from k8slint.evaluate.snapshot import Snapshot
from k8slint.evaluate.trace import AttributeRecord, CallRecord, Evaluation
from k8slint.evaluate.values import Absent, Origin, Unknown, Value
from k8slint.settings.targets import RuntimeEnvironment
from k8slint.source.project import Project
from k8slint.source.text import Source

# For a function that nothing calls: what it takes to read it some times over, and some of its helpers.
STEPS_PER_FUNCTION = 4_000
STEPS_PER_LINE = 50

# The interpreter's own frames that the deepest admitted nesting (``machine.budget.MAX_DEPTH``) takes.
FRAMES = 12_000


def evaluate(
    source: Source,
    tree: ast.Module,
    project: Project | None = None,
    environment: RuntimeEnvironment = RuntimeEnvironment(),  # noqa: B008 - frozen
    *,
    interest: Interest | None = None,
) -> Evaluation:
    """Evaluate one file. Other modules of the repository are read through ``project``; without one no import is followed.

    With ``interest``, which says whether a text has something to judge, functions that nothing calls are left out unless
    they have such a thing or lead to one.
    Never raises: what isn't understood, or costs too much, is an ``Unknown`` with its reason.
    """
    interp: Interpreter = WiredInterpreter(Session(project, environment))
    collecting = gc.isenabled()
    gc.disable()  # a heap that only grows, with nothing to free before the end: collections would make it quadratic
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, FRAMES))
    try:
        if project is None:
            return _evaluate(interp, source, tree, (), interest)
        with project.recording() as reads:
            return _evaluate(interp, source, tree, reads, interest)
    finally:
        sys.setrecursionlimit(limit)
        if collecting:
            gc.enable()


def _evaluate(
    interp: Interpreter, source: Source, tree: ast.Module, reads: Iterable[str], interest: Interest | None
) -> Evaluation:
    name = os.path.basename(source.path).removesuffix(".py")
    path = os.path.realpath(source.path)
    module = new_module(source, tree, name, path, name == "__init__")
    interp.session.main = module
    interp.steps = budget(source)
    interp.begin()
    try:
        finished = interp.run_module(module)
        outcome = _Outcome(interp, module, finished)
        outcome.take(interp.records)
        outcome.names = outcome.snapshot.names(module.scope) if finished else {}
        if not finished:
            interp.miss(module, tree, "the file")
        if finished:
            _call_the_uncalled(interp, module, outcome, _relevance(interp, module, interest))
        return outcome.evaluation(tuple(sorted({*reads, *_reads_of(module)})))
    finally:
        interp.rollback()


def _relevance(interp: Interpreter, module: Module, interest: Interest | None) -> Callable[[ast.AST], bool]:
    if interest is None:
        return lambda function: True
    if interp.project is None:
        return relevance(module.source, module.tree, interest.here, lambda name, level: False)
    project = interp.project
    return relevance(
        module.source,
        module.tree,
        interest.here,
        lambda name, level: leads(project, interest, module.path, name, level),
    )


def _reads_of(module: Module) -> set[str]:
    """What it took to read the modules that a file uses, directly or not, whenever that was."""
    seen, todo, reads = {id(module)}, [module], set[str]()
    while todo:
        one = todo.pop()
        reads |= one.reads
        for used in one.uses:
            if id(used) not in seen:
                seen.add(id(used))
                todo.append(used)
    return reads


class _Outcome:
    """Collects snapshots into an Evaluation."""

    def __init__(self, interp: Interpreter, module: Module, finished: bool) -> None:
        self.interp, self.module = interp, module
        self.snapshot = Snapshot(interp, finished)
        self.calls: list[CallRecord] = []
        self.attributes: list[AttributeRecord] = []
        self.pods: list[Value] = []
        self.dicts: list[Value] = []
        self.unknowns: list[Unknown] = []
        self.names: dict[str, Value] = {}
        self.returns: dict[str, Value] = {}

    def take(self, records: Records) -> None:
        """Snapshot what was recorded, as it is now."""
        snap = self.snapshot
        for raw in records.calls:
            given = raw.assumptions
            keywords = {name: snap.under(value, given) for name, value in raw.arguments.keywords.items()}
            self.calls.append(
                CallRecord(
                    raw.name,
                    tuple(snap.under(value, given) for value in raw.arguments.positional),
                    {name: value for name, value in keywords.items() if not isinstance(value, Absent)},
                    raw.arguments.keys,
                    raw.arguments.complete,
                    raw.origin,
                    snap.under(raw.result, given),
                    raw.bases,
                    raw.decorates,
                    None if raw.receiver is None else snap.under(raw.receiver, given),
                    raw.dag,
                )
            )
        for attribute in records.attributes:
            self.attributes.append(
                AttributeRecord(
                    snap.under(attribute.target, attribute.assumptions),
                    attribute.attribute,
                    snap.under(attribute.value, attribute.assumptions),
                    attribute.origin,
                )
            )
        self.pods += [snap.value(pod) for pod in records.pods]
        self.dicts += [snap.value(dictionary) for dictionary in records.dicts]
        self.unknowns += records.unknowns
        for node, value in self.interp.session.returned.items():
            name = qualname_of(self.module, node)
            if name and name not in self.returns:
                self.returns[name] = snap.value(value)
        self.interp.session.returned.clear()

    def evaluation(self, reads: tuple[str, ...]) -> Evaluation:
        source = self.module.source

        def place(origin: Origin) -> tuple[bool, int, int]:
            node = origin.node
            row, column = getattr(node, "lineno", 0), getattr(node, "col_offset", 0)
            return origin.source is not source, row, column

        return Evaluation(
            source,
            self.module.tree,
            calls=tuple(sorted(self.calls, key=lambda call: place(call.origin))),
            attributes=tuple(sorted(self.attributes, key=lambda record: place(record.origin))),
            names=self.names,
            returns=self.returns,
            dicts=tuple(_unique(sorted(self.dicts, key=lambda value: place(value.origin)))),
            pods=tuple(_unique(sorted(self.pods, key=lambda value: place(value.origin)))),
            unknowns=tuple(_places(self.unknowns)),
            missed=tuple(sorted(self.interp.session.missed.values(), key=lambda each: place(each.origin))),
            reads=reads,
        )


def _unique(values: Iterable[Value]) -> list[Value]:
    seen: set[int] = set()
    return [value for value in values if id(value) not in seen and not seen.add(id(value))]  # type: ignore[func-returns-value]


def _places(unknowns: Iterable[Unknown]) -> list[Unknown]:
    """One unknown per place and reason, in order of evaluation."""
    result: dict[Any, Unknown] = {}
    for unknown in unknowns:
        result.setdefault((id(unknown.origin.node), unknown.reason), unknown)
    return list(result.values())


def _height(function: ast.AST) -> int:
    """The lines of a function."""
    return int(getattr(function, "end_lineno", 0)) - int(getattr(function, "lineno", 0))


def _call_the_uncalled(
    interp: Interpreter, module: Module, outcome: _Outcome, is_relevant: Callable[[ast.AST], bool]
) -> None:
    """Evaluate each function that nothing called once, with unknown parameters, for the pods and calls inside.

    Its effects on the module are taken back: at import it isn't called.
    """
    for function, make in uncalled(interp, module):
        if not is_relevant(function):
            continue
        sizes = interp.records.sizes()
        limit = STEPS_PER_FUNCTION + STEPS_PER_LINE * _height(function)
        kept = interp.steps - limit
        interp.steps = min(interp.steps, limit)

        def attempt(make: Callable[[], None] = make, sizes: tuple[int, ...] = sizes) -> None:
            try:
                make()
            except Exhausted:
                interp.records.cut(sizes)
                interp.miss(module, function, qualname_of(module, function) or "a lambda")  # noqa: B023 - called at once
            else:
                outcome.snapshot.forget_changed()
                outcome.take(interp.records.after(sizes))

        interp.depth = 0
        interp.attempt(attempt)
        interp.steps = max(0, kept) + max(0, interp.steps)
