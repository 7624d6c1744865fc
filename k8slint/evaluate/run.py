"""One evaluation under way: what statements, expressions, calls and classes share."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from k8slint.evaluate import calls, classes, expressions, python_builtins, statements
from k8slint.evaluate.conditions import NOTHING, Assumptions, Key, Tree, is_large
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Arguments,
    Dictionary,
    Exhausted,
    Frame,
    Function,
    H,
    Heap,
    ModelObject,
    Module,
    Opaque,
    Raised,
    Scope,
    bring_back,
    set_aside,
    text_of,
)
from k8slint.evaluate.values import Origin, Reason, Unknown
from k8slint.settings.targets import Outside, Targets
from k8slint.source.project import ModuleFile, Project
from k8slint.source.text import Source

# Bounds. A step is one expression or statement; they grow with the text, so that large honest files are evaluated whole.
STEPS = 60_000
STEPS_PER_CHARACTER = 3
STEPS_FOR_MODULES = 200_000  # at most, one for each character of modules whose functions are called
STEPS_PER_TASK = 1_000  # for each task that is made: what a file makes says how much it has to do, as its text does
STEPS_FOR_TASKS = 500_000  # at most
STEPS_FOR_LEAF = 0.25  # of a name or a constant: most expressions are, and take little of the time
FORK_STEPS = 4  # what copying and merging two states costs, measured in expressions
RECORD_STEPS = 10  # what a call costs those who look at it later
MAX_DEPTH = 250  # nested expressions and statements, over all calls
MAX_MODULE_DEPTH = 25
MAX_MODULES = 400


@dataclass(slots=True)
class RawCall:
    """A CallRecord before the snapshot."""

    name: str
    arguments: Arguments
    origin: Origin
    result: H
    bases: tuple[str, ...]
    decorates: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None
    receiver: H | None
    dag: str | None
    assumptions: Assumptions


@dataclass(slots=True)
class RawAttribute:
    target: H
    attribute: str
    value: H
    origin: Origin
    assumptions: Assumptions


@dataclass(slots=True)
class Records:
    """What is seen on the way, before the snapshot."""

    calls: list[RawCall]
    attributes: list[RawAttribute]
    pods: list[ModelObject]
    dicts: list[Dictionary]
    unknowns: list[Unknown]

    @staticmethod
    def empty() -> Records:
        return Records([], [], [], [], [])

    def sizes(self) -> tuple[int, ...]:
        return len(self.calls), len(self.attributes), len(self.pods), len(self.dicts), len(self.unknowns)

    def after(self, sizes: tuple[int, ...]) -> Records:
        """What came after ``sizes``."""
        calls, attributes, pods, dicts, unknowns = sizes
        return Records(
            self.calls[calls:],
            self.attributes[attributes:],
            self.pods[pods:],
            self.dicts[dicts:],
            self.unknowns[unknowns:],
        )

    def cut(self, sizes: tuple[int, ...]) -> None:
        """Forget what came after ``sizes``."""
        for records, size in zip(
            (self.calls, self.attributes, self.pods, self.dicts, self.unknowns), sizes, strict=False
        ):
            del records[size:]  # type: ignore[attr-defined]


class Run(Heap):
    """One evaluation of one file, with the modules it imports."""

    def __init__(self, project: Project | None, targets: Targets, outside: Outside) -> None:
        super().__init__()
        self.project = project
        self.targets = targets
        self.outside = outside
        self.records = Records.empty()
        self.steps: float = 0
        self.granted = 0  # for modules
        self.granted_tasks = 0
        self.entered: set[Module] = set()  # modules whose functions were called
        self.stop: float = 0  # the steps at which the function being called is given up
        self.depth = 0
        self.dry = 0  # > 0 while a loop body is tried for what it changes
        self.try_depth = 0
        self.may_raise = 0  # how often one alternative of something in a try block raised, and another didn't
        self.dags: list[str | None] = []
        self.groups = 0  # enclosing task groups: they prefix task ids
        self.active: dict[Function, list[int]] = {}  # functions being called: the number of assumptions at each call
        self.called: set[ast.AST] = set()
        self.returned: dict[ast.AST, H] = {}
        self.memo: dict[Any, Any] = {}
        self.in_vain: dict[Any, int] = {}  # functions and classes: calls in a row that could not be remembered
        self.states: dict[int, Any] = {}  # of values that remembered calls depend on, by their ids
        self.mentioned: dict[ast.AST, tuple[list[str], list[tuple[str, bool]]]] = {}  # names in functions, once read
        self.reads: list[tuple[Any, str, H]] | None = None  # names of outer scopes read by the call being memoised
        self.memo_start = 0
        self.module_depth = 0
        self.missed: dict[ast.AST, Unknown] = {}  # calls and functions given up for want of steps
        self.modules = 0  # evaluated for this file
        self.calls = 0  # functions of the repository being called
        self.main: Module | None = None
        self.defined: list[Function] = []  # functions of the file, in order of definition
        self.dag_functions: dict[ast.AST, str | None] = {}  # bodies of @dag functions and their dag_id

    # Evaluation

    def eval(self, node: ast.expr, frame: Frame) -> H:
        """The worth of an expression, with alternatives already decided here resolved."""
        kind = type(node)
        is_name, is_constant = kind is ast.Name, kind is ast.Constant
        self.steps -= STEPS_FOR_LEAF if is_name or is_constant else 1
        if self.steps < self.stop:
            raise Exhausted
        if is_name:
            return expressions.lookup(self, frame, node.id, node)  # type: ignore[attr-defined]
        if is_constant:
            return expressions.constant(frame, node)  # type: ignore[arg-type]
        if self.depth >= MAX_DEPTH:
            return self.unknown(Reason.LIMIT, frame, node, "nested too deeply")
        self.depth += 1
        value = expressions.EXPRESSIONS[kind](self, frame, node)
        self.depth -= 1
        return self.resolve(value) if type(value) is Alt else value

    def execute(self, body: list[ast.stmt], frame: Frame) -> statements.Ending:
        return statements.execute(self, frame, body)

    def call(self, callee: H, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        return calls.call(self, callee, arguments, frame, node)

    def attribute(self, value: H, name: str, frame: Frame, node: ast.AST) -> H:
        return classes.attribute(self, value, name, frame, node)

    def builtin(self, name: str, frame: Frame, node: ast.AST) -> H | None:
        return python_builtins.builtin(name, frame, node)

    def state(self) -> tuple[Any, ...]:
        """Where evaluation is, besides the heap: for ``reset`` after it broke off."""
        return (
            self.assumptions,
            len(self.dags),
            self.groups,
            self.try_depth,
            self.dry,
            self.depth,
            self.calls,
            self.records.sizes(),
            self.reads,
            self.memo_start,
        )

    def reset(self, state: tuple[Any, ...]) -> None:
        (
            self.assumptions,
            dags,
            self.groups,
            self.try_depth,
            self.dry,
            self.depth,
            self.calls,
            sizes,
            self.reads,
            self.memo_start,
        ) = state
        del self.dags[dags:]
        self.records.cut(sizes)

    def spend(self, steps: float) -> None:
        """Pay for work that is not one expression: copies, long texts."""
        self.steps -= steps
        if self.steps < self.stop:
            raise Exhausted

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
        if self.module_depth == 0 and node not in self.missed:
            self.missed[node] = Unknown(Reason.LIMIT, module.origin(node), f"{what} takes too many steps")

    def opaque(self, value: H, reason: Reason, frame: Frame, node: ast.AST, **extra: Any) -> Opaque:
        """What an operation on something unknown gives: the reason of what was unknown goes on where it is outside code."""
        if isinstance(value, Unknown) and value.reason is Reason.EXTERNAL:
            reason = Reason.EXTERNAL
        return self.unknown(reason, frame, node, **extra)

    # Alternatives

    def resolve(self, value: H) -> H:
        """The alternative that the present assumptions select, if they do."""
        while type(value) is Alt:
            if not self.assumptions.given:
                return value
            branch = self.assumptions.branch(value.key)
            if branch is None:
                return value
            value = value.no if branch else value.yes
        return value

    def present(self, value: H) -> H:
        """The value without the alternatives in which it isn't there: the program would fail in those."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return value
        yes, no = self.present(value.yes), self.present(value.no)
        if yes is MISSING or no is MISSING:
            self.may_raise += self.try_depth > 0
            return no if yes is MISSING else yes
        if yes is value.yes and no is value.no:
            return value
        return self.choose(value.key, value.text, yes, no, value.origin)

    def lift(self, value: H, function: Callable[[H], H]) -> H:
        """Apply a function without effects to every alternative of ``value``."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return function(value)
        yes, no = self.under(value, lambda option: self.lift(option, function))
        if yes is MISSING or no is MISSING:
            only: H = no if yes is MISSING else yes
            return only
        return self.choose(value.key, value.text, yes, no, value.origin)

    def under(self, value: Alt, function: Callable[[H], Any]) -> tuple[Any, Any]:
        """A function without effects of both alternatives, each under what selects it; MISSING where only one raises."""
        outer = self.assumptions
        results: list[Any] = []
        raised: Raised | None = None
        for chosen, option in enumerate((value.yes, value.no)):
            self.assumptions = outer.assume(value.key, chosen)
            try:
                results.append(function(option))
            except Raised as error:
                raised = raised or error
                results.append(MISSING)
            finally:
                self.assumptions = outer
        if raised is not None:
            if results[0] is MISSING and results[1] is MISSING:
                raise raised
            self.may_raise += 1
        return results[0], results[1]

    def each(self, value: H, function: Callable[[H], H]) -> H:
        """Apply a function that may have effects to every alternative of ``value``; the states are merged."""
        value = self.resolve(value)
        if type(value) is not Alt:
            return function(value)
        alt = value
        return self.fork(
            alt.key,
            alt.text,
            alt.origin,
            lambda: self.each(alt.yes, function),
            lambda: self.each(alt.no, function),
        )

    def fork(self, key: Key, text: str, origin: Origin, yes: Callable[[], H], no: Callable[[], H]) -> H:
        """The value of two alternatives with effects."""
        first, second = self.both(key, text, origin, yes, no)
        if first is None or second is None:
            only: H = second if first is None else first
            return only
        return self.choose(key, text, first, second, origin)

    def both(
        self, key: Key, text: str, origin: Origin, yes: Callable[[], Any], no: Callable[[], Any]
    ) -> tuple[Any, Any]:
        """Run two alternatives from the same state and merge what they leave. An outcome is None where it can't happen:
        the assumptions exclude it, or it certainly raises."""
        branch = self.assumptions.branch(key)
        if branch is not None:
            return (yes(), None) if branch == 0 else (None, no())
        self.spend(FORK_STEPS)
        outer, depth = self.assumptions, self.depth
        outcomes: list[Any] = []
        states = []
        for chosen, thunk in enumerate((yes, no)):
            self.assumptions = outer.assume(key, chosen)
            try:
                outcome, changes = self.attempt(thunk)
                dead = outcome is statements.RAISES and not self.try_depth
            except Raised:
                outcome, changes, dead = None, {}, True
            finally:
                self.assumptions, self.depth = outer, depth
            outcomes.append(None if dead else (outcome,))
            states.append(changes)
        if outcomes[0] and outcomes[1]:
            self.merge(key, text, states[0], states[1], origin)
            return outcomes[0][0], outcomes[1][0]
        if not outcomes[0] and not outcomes[1]:
            raise Raised("Exception")
        self.may_raise += self.try_depth > 0
        alive = 0 if outcomes[0] else 1
        self.apply(states[alive])
        return (outcomes[0][0], None) if alive == 0 else (None, outcomes[1][0])

    def test(self, value: H) -> Tree:
        """Whether a value is true, as a decision tree over what isn't known."""
        return expressions.truth(self, value)

    # Records

    def record(
        self,
        name: str,
        arguments: Arguments,
        frame: Frame,
        node: ast.AST,
        result: H,
        bases: tuple[str, ...] = (),
        decorates: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | None = None,
        receiver: H | None = None,
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
        if self.main is not None and file.path == self.main.path:
            return self.main
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
        self.modules += 1
        if self.module_depth >= MAX_MODULE_DEPTH or self.modules > MAX_MODULES:
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
        if module is self.main or module in self.entered:
            return
        self.entered.add(module)
        granted = min(len(module.source.text), STEPS_FOR_MODULES - self.granted)
        self.granted += granted
        self.steps += granted

    def _evaluate_apart(self, module: Module) -> None:
        kept = (
            self.records,
            self.steps,
            self.granted,
            self.granted_tasks,
            self.entered,
            self.stop,
            self.assumptions,
            self.journals,
            self.dags,
            self.try_depth,
            self.dry,
            self.depth,
        )
        groups, reads, active = self.groups, self.reads, self.active
        memo, in_vain = self.memo, self.in_vain
        aside = set_aside(self.journals)
        self.records, self.assumptions, self.journals, self.dags = Records.empty(), NOTHING, [], []
        self.try_depth = self.dry = self.groups = 0
        self.steps, self.stop = budget(module.source), 0
        self.granted, self.granted_tasks, self.entered = 0, 0, {module}
        self.reads, self.active = None, {}
        self.memo, self.in_vain = {}, {}
        self.module_depth += 1
        try:
            self.run_module(module)
        finally:
            self.module_depth -= 1
            (
                self.records,
                self.steps,
                self.granted,
                self.granted_tasks,
                self.entered,
                self.stop,
                self.assumptions,
                self.journals,
                self.dags,
                self.try_depth,
                self.dry,
                self.depth,
            ) = kept
            self.groups, self.reads, self.active = groups, reads, active
            self.memo, self.in_vain = memo, in_vain
            bring_back(aside)
            self.renew_journals()
            self.lowest = 0  # a call during which a module is imported for the first time isn't memoised

    def run_module(self, module: Module) -> bool:
        """Execute a module's body; False if the steps ran out, and then none of its names is known."""
        frame = Frame(module, module.scope)
        module.loading = True
        try:
            self.execute(module.tree.body, frame)
        except Exhausted:
            module.scope.entries.clear()
            module.scope.complete, module.scope.reason = False, Reason.LIMIT
            return False
        finally:
            module.loading = False
        return True


def budget(source: Source) -> int:
    return STEPS + STEPS_PER_CHARACTER * len(source.text)


def new_module(source: Source, tree: ast.Module, name: str, path: str, is_package: bool) -> Module:
    package = name if is_package else name.rpartition(".")[0]
    return Module(name, source, tree, Scope(Origin(source, tree), "module"), path, package, is_package)
