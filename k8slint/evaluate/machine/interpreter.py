"""The state of one evaluation, and the doors through which lower folders call functions of higher ones."""

from __future__ import annotations

import ast
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from k8slint.evaluate.conditions import is_large
from k8slint.evaluate.machine.alternatives import Alternatives
from k8slint.evaluate.machine.budget import (
    MAX_MODULE_DEPTH,
    MAX_MODULES,
    RECORD_STEPS,
    STEPS_FOR_MODULES,
    STEPS_FOR_TASKS,
    STEPS_PER_TASK,
    budget,
)
from k8slint.evaluate.machine.endings import Ending, Exhausted, Raised
from k8slint.evaluate.machine.heap import bring_back, set_aside
from k8slint.evaluate.machine.objects import (
    Arguments,
    Frame,
    Function,
    HeapValue,
    Module,
    ModuleObject,
    Opaque,
    Scope,
    text_of,
)
from k8slint.evaluate.machine.records import RawCall, Records
from k8slint.evaluate.values import Origin, Reason, Reference, Unknown
from k8slint.source.text import Source

if TYPE_CHECKING:
    from k8slint.evaluate.machine.session import Session
    from k8slint.source.project import ModuleFile


Checkpoint: TypeAlias = "tuple[tuple[Any, ...], tuple[int, ...]]"


class Interpreter(Alternatives, ABC):
    """The evaluation of one module: of the file itself, or of a module that it imports, which gets one of its own."""

    def __init__(self, session: Session, importer: Interpreter | None = None) -> None:
        super().__init__()
        self.session = session
        self.project = session.project
        self.records = Records.empty()
        self.granted = 0  # steps, for modules
        self.granted_tasks = 0
        self.entered: set[Module] = set()  # modules whose functions were called
        self.active: dict[Function, list[int]] = {}  # functions being called: the number of assumptions at each call
        self.memo: dict[Any, Any] = {}
        self.memo_misses: dict[Any, int] = {}  # functions and classes: calls in a row that could not be remembered
        self.module_depth = 0
        if importer is not None:  # bounds hold for all modules together
            self.depth, self.calls, self.module_depth = importer.depth, importer.calls, importer.module_depth + 1

    # The doors: what other rooms call through the interpreter, because what is behind them calls those rooms in turn.
    # ``evaluate/doors.py`` names the function behind each.

    @abstractmethod
    def eval(self, node: ast.expr, frame: Frame) -> HeapValue:
        """The value of an expression, with alternatives already decided here resolved."""

    @abstractmethod
    def execute(self, frame: Frame, body: Sequence[ast.stmt]) -> Ending:
        """Execute statements in order, each only where the ones before ended normally."""

    @abstractmethod
    def call(
        self, callee: HeapValue, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
    ) -> HeapValue:
        """``callee(arguments)``."""

    @abstractmethod
    def call_function(self, function: Function, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
        """Call a function of the repository, or repeat what it gave for the same arguments."""

    @abstractmethod
    def call_method(
        self, receiver: HeapValue, name: str, arguments: Arguments, frame: Frame, node: ast.AST
    ) -> HeapValue:
        """``receiver.name(arguments)``."""

    @abstractmethod
    def attribute(self, value: HeapValue, name: str, frame: Frame, node: ast.AST) -> HeapValue:
        """``value.name``."""

    @abstractmethod
    def set_attribute(self, target: HeapValue, name: str, value: HeapValue, frame: Frame, node: ast.AST) -> None:
        """``target.name = value``."""

    @abstractmethod
    def reference_attribute(self, value: Reference, name: str, frame: Frame, node: ast.AST) -> HeapValue:
        """``value.name`` of something outside the repository."""

    @abstractmethod
    def member(self, frame: Frame, base: Reference | ModuleObject, name: str, node: ast.AST) -> HeapValue:
        """``base.name`` of a module, of the repository or outside."""

    def checkpoint(self) -> Checkpoint:
        """Where evaluation is, besides the heap: for ``break_off``."""
        return self.position(), self.records.sizes()

    def break_off(self, checkpoint: Checkpoint) -> None:
        """Forget what was seen since a checkpoint, and go on from there."""
        position, sizes = checkpoint
        self.return_to(position)
        self.records.cut(sizes)

    # Unknowns

    def unknown(
        self,
        reason: Reason,
        frame: Frame,
        node: ast.AST,
        detail: str | None = None,
        type: str | None = None,  # noqa: A002 - the field's name
        symbol: Any = None,
        path: str | None = None,
    ) -> Opaque:
        """Give up on ``node``, for a reason; ``detail`` is the source text if not said."""
        origin = Origin(frame.module.source, node)
        if symbol is not None and is_large(symbol):
            symbol = None  # it stands for itself alone
        if detail is None:
            detail = frame.module.texts.get(node)
            if detail is None:
                detail = frame.module.texts[node] = text_of(origin)
        value = Opaque(reason, origin, detail, type, symbol, path)
        self.records.unknowns.append(value)
        return value

    def fails(self, error: str, reason: Reason, frame: Frame, node: ast.AST, **extra: Any) -> Opaque:
        """The program certainly raises ``error`` here: inside a ``try`` it goes on there, else nothing is known."""
        if self.try_depth:
            raise Raised(error)
        return self.unknown(reason, frame, node, **extra)

    def miss(self, module: Module, node: ast.AST, what: str) -> None:
        """Note that something isn't looked at, or not to the end: unlike an unknown it must not get lost with a result."""
        if self.module_depth == 0 and node not in self.session.missed:
            self.session.missed[node] = Unknown(Reason.LIMIT, module.origin(node), f"{what} takes too many steps")

    def opaque(self, value: HeapValue, reason: Reason, frame: Frame, node: ast.AST, **extra: Any) -> Opaque:
        """What an operation on something unknown gives: the reason of what was unknown goes on where it is outside code."""
        if isinstance(value, Unknown) and value.reason is Reason.EXTERNAL:
            reason = Reason.EXTERNAL
        return self.unknown(reason, frame, node, **extra)

    # Records

    def record(
        self,
        name: str,
        arguments: Arguments,
        frame: Frame,
        node: ast.AST,
        result: HeapValue,
        bases: tuple[str, ...] = (),
        decorates: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None = None,
        receiver: HeapValue | None = None,
    ) -> None:
        if "task_id" in arguments.keywords and self.granted_tasks < STEPS_FOR_TASKS:
            self.granted_tasks += STEPS_PER_TASK
            self.steps += STEPS_PER_TASK
        self.spend(RECORD_STEPS)
        dag = self.dags[-1] if self.dags else None
        origin = Origin(frame.module.source, node)
        self.records.calls.append(
            RawCall(name, arguments, origin, result, bases, decorates, receiver, dag, self.assumptions)
        )

    # Modules

    def find(self, file: ModuleFile, importer: Module) -> Module:
        """The module of a file, perhaps unread: it is evaluated when one of its names is looked at (``ready``)."""
        assert self.project is not None
        if self.session.main is not None and file.path == self.session.main.path:
            return self.session.main
        module: Module | None = self.project.memory.get(("module", file.path))
        if module is None:
            empty = Source(file.path, "")
            module = new_module(empty, ast.Module([], []), file.name, file.path, file.is_package)
            if not file.namespace:
                module.pending = importer.path
            self.project.memory["module", file.path] = module
        if module not in importer.uses:
            importer.uses.append(module)
        return module

    def ready(self, module: Module) -> None:
        """Evaluate a module that is still unread, as a fresh import would: nothing of the importing file's state reaches it."""
        if module.pending is None:
            return
        assert self.project is not None
        importer, module.pending = module.pending, None
        self.session.modules += 1
        if self.module_depth >= MAX_MODULE_DEPTH or self.session.modules > MAX_MODULES:
            module.pending = importer  # another file may have the means
            return
        with self.project.recording() as reads:
            parsed = self.project.tree(module.path, importer)
            if parsed is None:
                module.scope.complete, module.scope.reason = False, Reason.IMPORT
            else:
                module.source, module.tree = parsed
                module.scope.origin = Origin(module.source, module.tree)
                self._evaluate_apart(module)
        module.reads |= reads

    def enter(self, module: Module) -> None:
        """Grant the steps for calling functions of an imported module, when the first of them is called. Not when it is
        evaluated: that may have been for another file, and what a file may take must not depend on others."""
        if module is self.session.main or module in self.entered:
            return
        self.entered.add(module)
        granted = min(len(module.source.text), STEPS_FOR_MODULES - self.granted)
        self.granted += granted
        self.steps += granted

    def _evaluate_apart(self, module: Module) -> None:
        """By an interpreter of its own, from the state before the importing file changed anything."""
        aside = set_aside(self.journals)
        interpreter = type(self)(self.session, self)
        interpreter.steps = budget(module.source)
        interpreter.entered.add(module)
        try:
            interpreter.run_module(module)
        finally:
            bring_back(aside)
            self.renew_journals()
            self.lowest = 0  # a call during which a module is imported for the first time isn't memoised

    def run_module(self, module: Module) -> bool:
        """Execute a module's body; False if the steps ran out, and then none of its names is known."""
        frame = Frame(module, module.scope)
        module.loading = True
        try:
            self.execute(frame, module.tree.body)
        except Exhausted:
            module.scope.entries.clear()
            module.scope.complete, module.scope.reason = False, Reason.LIMIT
            return False
        finally:
            module.loading = False
        return True


def new_module(source: Source, tree: ast.Module, name: str, path: str, is_package: bool) -> Module:
    package = name if is_package else name.rpartition(".")[0]
    return Module(name, source, tree, Scope(Origin(source, tree), "module"), path, package, is_package)
