"""The names of a file: imports, with their guards, and all their uses.

One walk over the tree, without recursion, so that no nesting is too deep for it.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any

from k8slint.dataclass import dataclass, field
from k8slint.patterns import pattern
from k8slint.source.nodes import walk


class GuardKind(Enum):
    """Why an import may be meant not to work everywhere."""

    TRY = "an error of the import is caught"
    FALLBACK = "it runs only when another import failed"
    VERSION = "it runs only on some versions"
    TYPE_CHECKING = "it never runs, only type checkers read it"


@dataclass(frozen=True, slots=True, eq=False)
class Guard:
    """One guard around an import; ``node`` is the ``try``, ``with`` or ``if``.

    ``branch`` tells which side of a test of a version it is: that of True or of False; None where there is no test.
    """

    kind: GuardKind
    node: ast.AST
    branch: bool | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A namespace: the module, a class body, a function, a lambda or a comprehension.

    ``bound`` holds what binds each name in it: an Imported, or the node of any other binding.
    """

    node: ast.AST
    parent: Scope | None
    bound: dict[str, list[object]] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)  # name -> "global" or "nonlocal"

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    def resolve(self, name: str) -> Scope | None:
        """The scope whose binding a use of ``name`` in this one means; None for a builtin or an undefined name."""
        scope: Scope | None = self
        while scope is not None:
            if scope.elsewhere.get(name) == "global":
                return scope.root if name in scope.root.bound else None
            if name in scope.bound and (scope is self or not scope.is_class):
                return scope
            scope = scope.parent
        return None

    @property
    def root(self) -> Scope:
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


@dataclass(frozen=True, eq=False)
class Block:
    """A list of statements that run one after the other, and quick answers about it."""

    statements: tuple[ast.stmt, ...]

    @cached_property
    def positions(self) -> dict[ast.stmt, int]:
        return {statement: position for position, statement in enumerate(self.statements)}

    @cached_property
    def sources(self) -> dict[str, ast.ImportFrom]:
        """The first ``from module import names`` of each absolute module."""
        found: dict[str, ast.ImportFrom] = {}
        for statement in self.statements:
            if isinstance(statement, ast.ImportFrom) and not statement.level and statement.names[0].name != "*":
                found.setdefault(statement.module or "", statement)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Imported:
    """One alias of an import statement.

    ``import a.b`` has ``module`` ``a.b`` and ``name`` None; ``from a import b`` has ``module`` ``a`` and ``name`` ``b``
    (``*`` for a star). ``local`` is the name that it binds (``a`` for ``import a.b``, empty for a star). ``block`` is
    the block that holds the statement. ``level`` counts the dots of a relative import.
    """

    statement: ast.Import | ast.ImportFrom
    alias: ast.alias
    module: str
    name: str | None
    local: str
    level: int
    scope: Scope
    guards: tuple[Guard, ...]
    block: Block

    @property
    def dotted(self) -> str:
        """The full name of what is imported; of the module for a star."""
        return f"{self.module}.{self.name}" if self.name and self.name != "*" else self.module

    @property
    def home(self) -> Scope:
        """The scope whose name it binds: the module's, after ``global name`` in a function."""
        return (self.scope.resolve(self.local) or self.scope) if self.local in self.scope.elsewhere else self.scope

    def guarded_by(self, *kinds: GuardKind) -> bool:
        return any(guard.kind in kinds for guard in self.guards)


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One use of a name: ``a.b.c`` is a use of ``a`` with ``path`` ``("b", "c")``.

    ``nodes`` are the Name and the Attributes around it, innermost first. ``call`` is the call whose function it is.
    ``string`` is the annotation's string that it stands in; its nodes then have no place in the file. ``guards`` stand
    around the use itself.
    """

    name: ast.Name
    path: tuple[str, ...]
    nodes: tuple[ast.expr, ...]
    scope: Scope
    guards: tuple[Guard, ...] = ()
    call: ast.Call | None = None
    string: ast.Constant | None = None

    @property
    def dotted(self) -> str:
        return ".".join((self.name.id, *self.path))


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """A string argument that looks like a dotted name; ``function`` is the dotted name of what is called, or empty."""

    node: ast.Constant
    function: str
    guards: tuple[Guard, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """What one walk found.

    ``exported`` are the strings in ``__all__``; ``texts`` the string arguments of calls that are dotted names; ``scopes`` all
    namespaces, the module's first; ``free`` the uses of names that the file doesn't bind: builtins, and what ``*`` imports.
    """

    imports: tuple[Imported, ...]
    module: Scope
    exported: dict[str, ast.Constant]
    texts: tuple[Text, ...]
    _uses: dict[tuple[int, str], list[Use]]
    _names: frozenset[str]
    scopes: tuple[Scope, ...] = ()
    free: Mapping[str, tuple[Use, ...]] = field(default_factory=dict)

    def uses(self, imported: Imported) -> tuple[Use, ...]:
        """Every use of the name that ``imported`` binds, in source order, in nested scopes too."""
        return tuple(self._uses.get((id(imported.home), imported.local), ()))

    def uses_of(self, scope: Scope, name: str) -> tuple[Use, ...]:
        """Every use of a name that a scope binds, in nested scopes too."""
        return tuple(self._uses.get((id(scope), name), ()))

    def every_use(self) -> Iterator[Use]:
        """Every use of a name that the file binds."""
        return (use for uses in self._uses.values() for use in uses)

    def rebound(self, imported: Imported) -> bool:
        """Whether something else than an import binds the same name in the same scope."""
        return any(not isinstance(other, Imported) for other in imported.home.bound.get(imported.local, ()))

    def mentions(self, name: str) -> bool:
        """Whether the file binds or uses ``name`` in any scope."""
        return name in self._names


_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_DOTTED = pattern(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+\Z")
_CAUGHT = frozenset({"ImportError", "ModuleNotFoundError", "Exception", "BaseException"})
_VERSION_NAME = pattern(
    r"version|find_spec|hasattr|^_?PY_?[23]|airflow_?v?_?\d|(?:^|_)v_?\d|^_?(?:is|has|have|use)_.*(?:airflow|sdk|provider)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1)  # several rules ask for the same file in turn; the next file pushes this one out
def index(tree: ast.Module) -> Index:
    """The imports of a module and the uses of what they bind."""
    return _Walk().run(tree)


def dotted_name(node: ast.AST | None) -> str:
    """``a.b.c`` for such an expression, ``""`` for any other."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return ""
    return ".".join([node.id, *reversed(parts)])


@dataclass(frozen=True, slots=True, eq=False)
class _Place:
    """Where the walk is: the scope, the guards around it, the block of the statement, whether it is an annotation."""

    scope: Scope
    guards: tuple[Guard, ...]
    block: Block = Block(())
    annotation: bool = False
    string: ast.Constant | None = None
    call: ast.Call | None = None

    @property
    def inside(self) -> _Place:
        """The same place, for what isn't called itself."""
        return self if self.call is None else self.within(call=None)

    def within(self, **changes: object) -> _Place:
        values = {
            "scope": self.scope,
            "guards": self.guards,
            "block": self.block,
            "annotation": self.annotation,
            "string": self.string,
            **changes,
        }
        return _Place(**values)  # type: ignore[arg-type]


class _Walk:
    def __init__(self) -> None:
        self.imports: list[Imported] = []
        self.found: list[Use] = []
        self.exported: dict[str, ast.Constant] = {}
        self.texts: list[Text] = []
        self.names: set[str] = set()
        self.flags: set[str] = set()
        self.scopes: list[Scope] = []
        self.stack: list[tuple[ast.AST, _Place]] = []

    def run(self, tree: ast.Module) -> Index:
        module = self.scope(tree, None)
        self.block(tree.body, _Place(module, ()))
        while self.stack:
            node, place = self.stack.pop()
            self.visit(node, place)
        uses: dict[tuple[int, str], list[Use]] = {}
        free: dict[str, list[Use]] = {}
        for use in self.found:
            scope = use.scope.resolve(use.name.id)
            if scope is None:
                free.setdefault(use.name.id, []).append(use)
            else:
                uses.setdefault((id(scope), use.name.id), []).append(use)
        names, scopes = frozenset(self.names), tuple(self.scopes)
        unbound = {name: tuple(each) for name, each in free.items()}
        return Index(tuple(self.imports), module, self.exported, tuple(self.texts), uses, names, scopes, unbound)

    def scope(self, node: ast.AST, parent: Scope | None) -> Scope:
        self.scopes.append(Scope(node, parent))
        return self.scopes[-1]

    def push(self, nodes: Iterator[ast.AST] | list[ast.AST] | list[ast.expr], place: _Place) -> None:
        self.stack.extend((node, place) for node in reversed(list(nodes)))

    def block(self, statements: list[ast.stmt], place: _Place) -> None:
        inside = place.within(block=Block(tuple(statements)), call=None)
        placed: list[tuple[ast.AST, _Place]] = []
        for statement in statements:
            placed.append((statement, inside))
            if isinstance(statement, ast.If) and _leaves(statement.body) and self.is_version_check(statement.test):
                guards = (*inside.guards, Guard(GuardKind.VERSION, statement, False))
                inside = inside.within(guards=guards)  # on other versions the rest isn't reached
        self.stack.extend(reversed(placed))

    def bind(self, name: str, by: object, scope: Scope) -> None:
        self.names.add(name)
        where = scope.elsewhere.get(name)
        target = scope.root if where == "global" else scope
        if where == "nonlocal":
            target = (scope.parent and scope.parent.resolve(name)) or scope
        target.bound.setdefault(name, []).append(by)

    def visit(self, node: ast.AST, place: _Place) -> None:
        visitor = _VISITORS.get(type(node))
        if visitor is not None:
            visitor(self, node, place)
        elif not isinstance(node, _BARE):
            self.visit_rest(node, place)

    def visit_rest(self, node: ast.AST, place: _Place) -> None:
        match node:
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                kind = "global" if isinstance(node, ast.Global) else "nonlocal"
                place.scope.elsewhere.update(dict.fromkeys(names, kind))
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                self.bind(name, node, place.scope)
            case ast.MatchMapping(rest=str(name)):
                self.bind(name, node, place.scope)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self.note_assignment(target, value, place)
            case ast.AugAssign(target=target, value=value):
                self.note_assignment(target, value, place)
                if isinstance(target, ast.Name):
                    self.found.append(Use(target, (), (target,), place.scope, place.guards))
            case ast.NamedExpr(target=target, value=value):
                scope = place.scope
                while isinstance(scope.node, _COMPREHENSIONS) and scope.parent is not None:
                    scope = scope.parent
                self.bind(target.id, target, scope)
                self.stack.append((value, place.inside))
                return
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                self.note_assignment(target, value, place)
                self.push([target, *([value] if value else [])], place.inside)
                self.push([annotation], place.within(annotation=True, call=None))
                return
        inside = place.inside
        for name, value in reversed(list(ast.iter_fields(node))):
            if isinstance(value, ast.AST):
                self.stack.append((value, inside))
            elif isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                self.block(value, inside)
            elif isinstance(value, list):
                self.push([item for item in value if isinstance(item, ast.AST)], inside)
            elif name == "name" and type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple"):
                self.bind(str(value), node, place.scope)

    def bind_imports(self, node: ast.Import | ast.ImportFrom, place: _Place) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                module, name, level = alias.name, None, 0
                local = alias.asname or alias.name.partition(".")[0]
            else:
                module, name, level = node.module or "", alias.name, node.level
                local = "" if alias.name == "*" else alias.asname or alias.name
            found = Imported(node, alias, module, name, local, level, place.scope, place.guards, place.block)
            self.imports.append(found)
            if local:
                self.bind(local, found, place.scope)

    def enter_function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda, place: _Place) -> None:
        outside = place.inside
        # A function runs later than the ``try`` around its definition: that one catches nothing of it.
        stays = tuple(g for g in place.guards if g.kind in (GuardKind.VERSION, GuardKind.TYPE_CHECKING))
        if not isinstance(node, ast.Lambda) and self.is_version_marked(node):
            stays = (*stays, Guard(GuardKind.VERSION, node))
            outside = outside.within(guards=(*outside.guards, Guard(GuardKind.VERSION, node)))
        inner = self.scope(node, place.scope)
        inside = place.within(scope=inner, guards=stays, call=None)
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        every += [argument for argument in (arguments.vararg, arguments.kwarg) if argument]
        for argument in every:
            self.bind(argument.arg, argument, inner)
        if isinstance(node, ast.Lambda):
            self.stack.append((node.body, inside))
        else:
            self.bind(node.name, node, place.scope)
            self.block(node.body, inside)
            self.push(list(getattr(node, "type_params", [])), inside)
            if node.returns:
                self.stack.append((node.returns, outside.within(annotation=True)))
            self.push(node.decorator_list, outside)
        self.push([a.annotation for a in every if a.annotation], outside.within(annotation=True))
        self.push([default for default in [*arguments.defaults, *arguments.kw_defaults] if default], outside)

    def enter_class(self, node: ast.ClassDef, place: _Place) -> None:
        self.bind(node.name, node, place.scope)
        marked = (Guard(GuardKind.VERSION, node),) if self.is_version_marked(node) else ()
        self.block(
            node.body, place.within(scope=self.scope(node, place.scope), guards=(*place.guards, *marked), call=None)
        )
        outside = place.inside
        self.push([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)], outside)
        self.push(list(getattr(node, "type_params", [])), outside)

    def enter_comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp, place: _Place
    ) -> None:
        inside = place.within(scope=self.scope(node, place.scope), call=None)
        first = node.generators[0]
        self.push([node.key, node.value] if isinstance(node, ast.DictComp) else [node.elt], inside)
        for generator in node.generators:
            self.push([generator.target, *generator.ifs], inside)
            self.stack.append((generator.iter, place.inside if generator is first else inside))

    def enter_try(self, node: ast.Try, place: _Place) -> None:
        body, handlers = node.body, node.handlers
        caught = any(_catches_imports(handler.type) for handler in handlers)
        imports = any(
            isinstance(inner, (ast.Import, ast.ImportFrom)) for statement in body for inner in walk(statement)
        )
        tried = (*place.guards, Guard(GuardKind.TRY, node)) if caught else place.guards
        fallen = (*place.guards, Guard(GuardKind.FALLBACK, node)) if imports else place.guards
        if caught and imports:
            self.flags.update(_assigned_constants(node))
        self.block(node.finalbody, place)
        self.block(node.orelse, place)
        for handler in reversed(handlers):
            if handler.name:
                self.bind(handler.name, handler, place.scope)
            self.block(handler.body, place.within(guards=fallen))
            if handler.type:
                self.stack.append((handler.type, place.inside))
        self.block(body, place.within(guards=tried))

    def enter_if(self, node: ast.If, place: _Place) -> None:
        then = otherwise = place
        if dotted_name(node.test).rpartition(".")[2] == "TYPE_CHECKING":
            then = place.within(guards=(*place.guards, Guard(GuardKind.TYPE_CHECKING, node)))
        elif self.is_version_check(node.test):
            then = place.within(guards=(*place.guards, Guard(GuardKind.VERSION, node, True)))
            otherwise = place.within(guards=(*place.guards, Guard(GuardKind.VERSION, node, False)))
        self.block(node.orelse, otherwise)
        self.block(node.body, then)
        self.stack.append((node.test, place.inside))

    def enter_with(self, node: ast.With | ast.AsyncWith, place: _Place) -> None:
        inside = place
        for item in node.items:
            call = item.context_expr
            if not isinstance(call, ast.Call) or dotted_name(call.func).rpartition(".")[2] not in (
                "suppress",
                "raises",
            ):
                continue
            if any(_catches_imports(argument) for argument in call.args):
                inside = inside.within(guards=(*inside.guards, Guard(GuardKind.TRY, node)))
        self.block(node.body, inside)
        self.push([part for item in node.items for part in (item.context_expr, item.optional_vars) if part], place)

    def enter_call(self, node: ast.Call, place: _Place) -> None:
        function = dotted_name(node.func)
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]:
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and _DOTTED.match(argument.value):
                self.texts.append(Text(argument, function, place.guards))
        if function in ("__all__.extend", "__all__.append") and node.args:
            self.export(node.args[0])
        inside = place.inside
        self.push([*node.args, *(keyword.value for keyword in node.keywords)], inside)
        self.stack.append((node.func, place.within(call=node)))

    def enter_constant(self, node: ast.Constant, place: _Place) -> None:
        if not place.annotation or not isinstance(node.value, str):
            return
        try:
            inner = ast.parse(node.value, mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return
        self.stack.append((inner.body, place.within(string=place.string or node, call=None)))

    def use_attribute(self, node: ast.Attribute, place: _Place) -> None:
        chain: list[ast.Attribute] = []
        base: ast.expr = node
        while isinstance(base, ast.Attribute):
            chain.append(base)
            base = base.value
        if not isinstance(base, ast.Name):
            self.stack.append((base, place.inside))
            return
        chain.reverse()
        self.names.add(base.id)
        path = tuple(attribute.attr for attribute in chain)
        self.found.append(Use(base, path, (base, *chain), place.scope, place.guards, place.call, place.string))

    def use_name(self, node: ast.Name, place: _Place) -> None:
        if isinstance(node.ctx, ast.Load):
            self.names.add(node.id)
            self.found.append(Use(node, (), (node,), place.scope, place.guards, place.call, place.string))
            return
        self.bind(node.id, node, place.scope)

    def note_assignment(self, target: ast.expr, value: ast.expr | None, place: _Place) -> None:
        if isinstance(target, ast.Name) and value is not None:
            if target.id == "__all__" and place.scope.parent is None:
                self.export(value)
            elif self.is_version_check(value):
                self.flags.add(target.id)

    def export(self, value: ast.expr) -> None:
        for node in walk(value):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                self.exported.setdefault(node.value, node)

    def is_version_marked(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
        """Whether a decorator says on which versions it runs: ``@pytest.mark.skipif(AIRFLOW_VERSION < ...)``."""
        return any(
            isinstance(decorator, ast.Call) and self.is_version_check(decorator) for decorator in node.decorator_list
        )

    def is_version_check(self, test: ast.expr) -> bool:
        nodes: list[Any] = [test]
        while nodes:
            node = nodes.pop()
            kind = type(node)
            if kind is ast.Constant:
                continue
            name = node.id if kind is ast.Name else node.attr if kind is ast.Attribute else ""
            if name and (name in self.flags or _names_a_version(name)):
                return True
            for part in node._fields:
                inner = getattr(node, part, None)
                if isinstance(inner, list):
                    nodes += [each for each in inner if isinstance(each, ast.AST)]
                elif isinstance(inner, ast.AST):
                    nodes.append(inner)
        return False


@lru_cache(maxsize=4096)
def _names_a_version(name: str) -> bool:
    return _VERSION_NAME.search(name) is not None


_BARE = (ast.expr_context, ast.operator, ast.boolop, ast.unaryop, ast.cmpop)  # they hold nothing
_VISITORS: dict[type[ast.AST], Callable[[_Walk, Any, _Place], None]] = {
    ast.Import: _Walk.bind_imports,
    ast.ImportFrom: _Walk.bind_imports,
    ast.FunctionDef: _Walk.enter_function,
    ast.AsyncFunctionDef: _Walk.enter_function,
    ast.Lambda: _Walk.enter_function,
    ast.ClassDef: _Walk.enter_class,
    ast.ListComp: _Walk.enter_comprehension,
    ast.SetComp: _Walk.enter_comprehension,
    ast.DictComp: _Walk.enter_comprehension,
    ast.GeneratorExp: _Walk.enter_comprehension,
    ast.Try: _Walk.enter_try,
    ast.If: _Walk.enter_if,
    ast.With: _Walk.enter_with,
    ast.AsyncWith: _Walk.enter_with,
    ast.Attribute: _Walk.use_attribute,
    ast.Name: _Walk.use_name,
    ast.Call: _Walk.enter_call,
    ast.Constant: _Walk.enter_constant,
}
if sys.version_info >= (3, 11):
    _VISITORS[ast.TryStar] = _Walk.enter_try


def _leaves(body: list[ast.stmt]) -> bool:
    """Whether what follows a branch isn't reached from it."""
    last = body[-1]
    if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
        return dotted_name(last.value.func).rpartition(".")[2] in ("skip", "exit", "xfail", "fail")
    return isinstance(last, (ast.Return, ast.Raise, ast.Continue, ast.Break))


def _catches_imports(kind: ast.expr | None) -> bool:
    if kind is None:
        return True
    if isinstance(kind, ast.Tuple):
        return any(_catches_imports(item) for item in kind.elts)
    return dotted_name(kind).rpartition(".")[2] in _CAUGHT


def _assigned_constants(node: ast.AST) -> Iterator[str]:
    """The names that a guarded import sets to tell which way it went: ``HAS_SDK = True``."""
    for inner in walk(node):
        if isinstance(inner, ast.Assign) and isinstance(inner.value, ast.Constant):
            yield from (target.id for target in inner.targets if isinstance(target, ast.Name))
