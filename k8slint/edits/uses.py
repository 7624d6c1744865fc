"""Decides whether all uses of a name, a dict or a class are known, so that a fix may rewrite it.

* **A name** that an import binds may be dropped, or bound to something else, when the fix rewrites every use of it. Uses
  are also: another file of the project that takes the name from this one; ``__all__``; ``# noqa: F401``, ``import x as x``
  and an ``__init__.py``, which say that somebody takes it; a type comment; an attribute of the class that the import stands
  in; ``globals()``. See ``is_private``.
* **A dict** may get other keys when every place that it goes to takes the new ones. It is followed through names,
  parameters and results of functions of the file, other dicts that hold it, copies and ``**``; see ``follow``. Where
  another file takes it by its name a fix is unsafe at best; a place that needs the old key forbids it.
* **A class** may become another when it is only called, checked against or written in annotations, and **an object** of
  it when nothing is read of it that the other lacks; see ``stays_itself`` and ``follow``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from k8slint.dataclass import dataclass, field
from k8slint.patterns import pattern
from k8slint.source.bindings import Imported, Scope, Use, index
from k8slint.source.nodes import nodes_of, parents_of

if TYPE_CHECKING:
    from k8slint.evaluate.trace import Evaluation

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_REFLECTION = ("globals", "vars", "getattr", "eval", "exec", "locals")
_NAMESPACES = ("globals", "locals", "vars")
_NOQA = pattern(r"#\s*noqa(?!\s*:)|#\s*noqa\s*:[^#]*\bF401\b|#\s*(?:flake8|ruff)\s*:\s*noqa", re.IGNORECASE)
_TYPE_COMMENT = pattern(r"#\s*type:\s*(?!ignore\b)(.*)")
_PRINTS = frozenset({"print", "pprint", "debug", "info", "warning", "error", "exception", "critical", "log"})
_MAX_STEPS = 2_000  # places to follow one object to; no file needs as many


# --- names


def is_private(imported: Imported, evaluation: Evaluation) -> bool:
    """Whether nothing but the uses in this file, which ``Index.uses`` lists, can mean the name that an import binds."""
    bound, local, source = index(evaluation.tree), imported.local, evaluation.source
    if imported.name == "*" or bound.rebound(imported) or local in bound.exported or imported.scope.is_class:
        return False
    if source.path.endswith("__init__.py") or imported.alias.asname == (imported.name or imported.module):
        return False
    first, last = imported.statement.lineno, imported.statement.end_lineno or imported.statement.lineno
    if any(_NOQA.search(source.lines.line(row)) for row in range(first, last + 1)):
        return False
    if _in_type_comment(local, source.text) or _reads_any_name(evaluation.tree):
        return False
    if local in _texts(evaluation.tree) and _reflects(evaluation.tree):
        return False
    at_module_level = imported.scope.parent is None or imported.scope.elsewhere.get(local) == "global"
    return not (at_module_level and local in evaluation.taken())


def _in_type_comment(name: str, text: str) -> bool:
    if "type:" not in text:
        return False
    return any(re.search(rf"\b{re.escape(name)}\b", found[1]) for found in _TYPE_COMMENT.finditer(text))


@lru_cache(maxsize=1)
def _texts(tree: ast.Module) -> frozenset[str]:
    """The strings of a file that could be names."""
    return frozenset(
        node.value
        for node in nodes_of(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier()
    )


@lru_cache(maxsize=1)
def _reads_any_name(tree: ast.Module) -> bool:
    """Whether the file hands all of its names on, or reads one that is computed: ``"{START}".format(**locals())``,
    ``globals()[name]``. Writing one, as ``globals()[dag_id] = dag`` does, reads none."""
    parents = parents_of(tree)
    for node in nodes_of(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NAMESPACES):
            continue
        if node.args:
            continue  # vars(of something)
        parent = parents.get(node)
        match parent:
            case ast.Subscript(ctx=ast.Store() | ast.Del()) | ast.Subscript(slice=ast.Constant()) | ast.Compare():
                pass
            case ast.Attribute(attr="update" | "setdefault" | "__setitem__"):
                pass
            case ast.Attribute(attr="get" | "pop") if _is_constant_call(parents.get(parent)):
                pass
            case _:
                return True
    return False


def _is_constant_call(node: ast.AST | None) -> bool:
    return isinstance(node, ast.Call) and bool(node.args) and isinstance(node.args[0], ast.Constant)


@lru_cache(maxsize=1)
def _reflects(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.Name) and node.id in _REFLECTION for node in nodes_of(tree))


# --- classes


def stays_itself(use: Use, node: ast.expr, tree: ast.Module) -> bool:
    """Whether a use of a class (``node`` names it) keeps its meaning when the class becomes another with other arguments:
    a call, which is rewritten, an annotation, a check of a type, a pattern."""
    if use.call is not None and use.call.func is node:
        return True
    parents = parents_of(tree)
    child, parent = node, parents.get(node)
    if isinstance(parent, ast.MatchClass):
        return parent.cls is child
    while isinstance(parent, ast.expr):
        if isinstance(parent, ast.Call):
            function = parent.func.id if isinstance(parent.func, ast.Name) else ""
            return function in ("isinstance", "issubclass") and len(parent.args) == 2 and parent.args[1] is child
        child, parent = parent, parents.get(parent)
    annotated = isinstance(parent, ast.AnnAssign | ast.arg) and parent.annotation is child
    return annotated or (isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) and parent.returns is child)


# --- dicts and other objects


class Way(Enum):
    """What is done with an object in one place."""

    GIVEN = "given to a call, by itself or inside of what is given"
    UNPACKED = "unpacked into a call: its keys become arguments"
    HELD = "the value of a key in another dict"
    READ = "an entry is read by its key, or asked for"
    FETCHED = "it is itself read from a dict that holds it, by its key"
    WRITTEN = "an entry is written by its key"
    ATTRIBUTE = "an attribute is read or written"
    KEPT = "it is put where it can't be followed, but stays in this file: into a list, an attribute, a generator"
    TAKEN = "another file of the project may take it by its name"
    LOST = "it goes to code that isn't known"


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One place that an object goes to.

    ``call`` is the call that it is given to or unpacked into (None: it is given to an attribute); ``path`` leads to it from
    the argument or the dict that is unpacked: ``("default_args", "executor_config")``. ``key`` is the entry that is read
    or written, the key that holds it, or the attribute. ``value`` is what is written; ``statement`` the statement that does
    nothing else; ``copied`` says that it is written into a copy.
    """

    way: Way
    node: ast.AST
    call: ast.Call | None = None
    path: tuple[str, ...] = ()
    key: str | None = None
    value: ast.expr | None = None
    statement: ast.stmt | None = None
    copied: bool = False


@dataclass(slots=True)
class _Follower:
    """Follows one object of a file, and what copies or holds it."""

    evaluation: Evaluation
    found: list[Mention] = field(default_factory=list)
    seen: set[tuple[int, tuple[str, ...], bool]] = field(default_factory=set)
    waiting: list[tuple[ast.expr, tuple[str, ...], bool]] = field(default_factory=list)
    copied: bool = False  # whether what is looked at is a copy

    def run(self, start: ast.expr) -> tuple[Mention, ...]:
        self.add(start, ())
        while self.waiting:
            if len(self.seen) > _MAX_STEPS:
                self.found.append(Mention(Way.LOST, start))
                break
            self.next()
        return tuple(self.found)

    def next(self) -> None:
        node, path, self.copied = self.waiting.pop()
        self.place(node, path)

    def add(self, node: ast.expr, path: tuple[str, ...], copied: bool = False) -> None:
        """``node`` is worth the object; or, with a path, a dict that holds it there."""
        copied = copied or self.copied
        if (id(node), path, copied) not in self.seen:
            self.seen.add((id(node), path, copied))
            self.waiting.append((node, path, copied))

    def lost(self, node: ast.AST) -> None:
        self.found.append(Mention(Way.LOST, node))

    def place(self, node: ast.expr, path: tuple[str, ...]) -> None:
        """What is done with an expression that is worth the object."""
        parent = parents_of(self.evaluation.tree).get(node)
        match parent:
            case ast.Assign(targets=targets):
                for target in targets:
                    self.assigned(target, path)
            case ast.AnnAssign(target=target):
                self.assigned(target, path)
            case ast.NamedExpr(target=target):
                self.assigned(target, path)
                self.add(parent, path)
            case ast.keyword():
                self.argument(parent, path)
            case ast.Call(func=function) if function is not node:
                self.positional(parent, node, path)
            case ast.Dict():
                self.in_dict(parent, node, path)
            case ast.Subscript(value=value) if value is node:
                self.subscript(parent, path)
            case ast.Attribute():
                self.attribute(parent, path)
            case ast.Compare(left=ast.Constant(value=str() as key), ops=[ast.In() | ast.NotIn()]):
                self.read(key, parent, path, None)
            case ast.BinOp(op=ast.BitOr()):
                self.add(parent, path, copied=not path)
            case ast.BoolOp() | ast.IfExp():
                if not (isinstance(parent, ast.IfExp) and parent.test is node):
                    self.add(parent, path)
            case ast.AugAssign(target=target, op=ast.BitOr(), value=value) if value is node:
                self.assigned(target, path)
            case ast.Return():
                self.returned(parent, path)
            case ast.FormattedValue():
                self.shown(parent)
            case ast.Expr() | ast.Assert():
                pass
            case ast.If() | ast.While():
                pass  # it is only asked whether it is empty
            case _:
                self.kept(node)

    def shown(self, node: ast.AST) -> None:
        """The text of the whole object: it is only shown to people where it is printed or logged."""
        parents = parents_of(self.evaluation.tree)
        statement: ast.AST | None = node
        while statement is not None and not isinstance(statement, ast.stmt):
            statement = parents.get(statement)
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not (isinstance(call, ast.Call) and _last(call.func) in _PRINTS):
            self.kept(node)

    def kept(self, node: ast.AST) -> None:
        self.found.append(Mention(Way.KEPT, node))

    def assigned(self, target: ast.expr, path: tuple[str, ...]) -> None:
        match target:
            case ast.Name(id=name):
                self.name(name, target, path)
            case ast.Subscript(value=holder, slice=ast.Constant(value=str() as key)):
                self.held(key, target, path)
                self.origin_of(holder, (key, *path))
            case ast.Attribute(attr=attribute):
                self.found.append(Mention(Way.GIVEN, target, None, (attribute, *path)))
            case _:
                self.kept(target)

    def origin_of(self, holder: ast.expr, path: tuple[str, ...]) -> None:
        """A dict that got the object as an entry: follow it from where its name is bound."""
        if isinstance(holder, ast.Name):
            self.name(holder.id, holder, path)
        else:
            self.kept(holder)

    def name(self, name: str, node: ast.AST, path: tuple[str, ...]) -> None:
        """Follow all that a name is used for."""
        scope = _scope_at(self.evaluation.tree, node)
        scope = scope.resolve(name) if scope is not None else None
        if scope is None or scope.is_class:
            self.kept(node)
            return
        self.binding(scope, name, node, path)

    def binding(self, scope: Scope, name: str, node: ast.AST, path: tuple[str, ...]) -> None:
        bound = index(self.evaluation.tree)
        if scope.parent is None and (name in bound.exported or name in self.evaluation.taken()):
            self.found.append(Mention(Way.TAKEN, node))
        for use in bound.uses_of(scope, name):
            if use.string is None and isinstance(use.name.ctx, ast.Load):
                self.add(use.name, path)

    def argument(self, keyword: ast.keyword, path: tuple[str, ...]) -> None:
        call = parents_of(self.evaluation.tree)[keyword]
        if not isinstance(call, ast.Call):
            self.lost(keyword)  # of a class
        elif keyword.arg is None:
            self.unpacked(call, keyword, path)
        elif is_dict_call(call):
            if not path:
                self.held(keyword.arg, keyword, path)
            self.add(call, (keyword.arg, *path))
        elif _is_update(call):
            self.origin_of(call.func.value, (keyword.arg, *path))  # type: ignore[attr-defined]
        else:
            self.given(call, keyword, keyword.arg, path)

    def unpacked(self, call: ast.Call, node: ast.AST, path: tuple[str, ...]) -> None:
        if is_dict_call(call):
            self.add(call, path, copied=not path)
            return
        if _is_update(call):
            self.origin_of(call.func.value, path)  # type: ignore[attr-defined]
            return
        if path:
            self.given(call, node, path[0], path[1:])
        else:
            self.found.append(Mention(Way.UNPACKED, node, call))

    def given(self, call: ast.Call, node: ast.AST, name: str, path: tuple[str, ...]) -> None:
        """The object, or what holds it, is the argument ``name`` of a call."""
        function = function_called(call, self.evaluation.tree)
        if function is None:
            self.found.append(Mention(Way.GIVEN, node, call, (name, *path)))
            return
        parameter = next((each for each in _named(function) if each.arg == name), None)
        if parameter is not None:
            self.parameter(function, parameter, path)
        elif function.args.kwarg is not None:
            self.parameter(function, function.args.kwarg, (name, *path))
        else:
            self.lost(node)

    def parameter(self, function: Function, parameter: ast.arg, path: tuple[str, ...]) -> None:
        scope = _scope_of(self.evaluation.tree, function)
        if scope is None:
            self.lost(parameter)
        else:
            self.binding(scope, parameter.arg, parameter, path)

    def positional(self, call: ast.Call, node: ast.expr, path: tuple[str, ...]) -> None:
        if isinstance(call.func, ast.Name) and call.func.id in ("len", "print", "bool", "id"):
            return
        if isinstance(call.func, ast.Name) and call.func.id in ("str", "repr"):
            self.shown(call)
            return
        if is_dict_call(call) or _last(call.func) in ("copy", "deepcopy"):
            self.add(call, path, copied=not path or _last(call.func) == "deepcopy")
            return
        if _is_update(call):
            self.origin_of(call.func.value, path)  # type: ignore[attr-defined]
            return
        function = function_called(call, self.evaluation.tree)
        parameters = [] if function is None else [*function.args.posonlyargs, *function.args.args]
        place = call.args.index(node) + (function is not None and _is_method(function, self.evaluation.tree))
        starred = any(isinstance(each, ast.Starred) for each in call.args)
        if function is None or starred or place >= len(parameters):
            self.lost(node)
        else:
            self.parameter(function, parameters[place], path)

    def in_dict(self, holder: ast.Dict, node: ast.expr, path: tuple[str, ...]) -> None:
        for key, value in zip(holder.keys, holder.values, strict=True):
            if value is not node:
                continue
            if key is None:
                self.add(holder, path, copied=not path)
            elif isinstance(key, ast.Constant) and isinstance(key.value, str):
                if not path:
                    self.held(key.value, key, path)
                self.add(holder, (key.value, *path))
            else:
                self.kept(node)

    def held(self, key: str, node: ast.AST, path: tuple[str, ...]) -> None:
        if not path:
            self.found.append(Mention(Way.HELD, node, key=key))

    def subscript(self, node: ast.Subscript, path: tuple[str, ...]) -> None:
        if not (isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)):
            self.kept(node)
            return
        key = node.slice.value
        if isinstance(node.ctx, ast.Load):
            self.read(key, node, path, node)
        elif not path:
            parent = parents_of(self.evaluation.tree).get(node)
            plain = isinstance(parent, ast.Assign) and len(parent.targets) == 1
            value = parent.value if isinstance(parent, ast.Assign) and plain else None
            statement = parent if isinstance(parent, ast.Assign) and plain else None
            self.found.append(Mention(Way.WRITTEN, node, key=key, value=value, statement=statement, copied=self.copied))

    def read(self, key: str, node: ast.AST, path: tuple[str, ...], result: ast.expr | None) -> None:
        """An entry is read: of the object itself, or of a dict that holds it, perhaps there."""
        if not path:
            self.found.append(Mention(Way.READ, node, key=key))
        elif key == path[0]:
            self.found.append(Mention(Way.FETCHED, node, path=path))
            if result is not None:
                self.add(result, path[1:])

    def attribute(self, node: ast.Attribute, path: tuple[str, ...]) -> None:
        call = parents_of(self.evaluation.tree).get(node)
        if not (isinstance(call, ast.Call) and call.func is node):
            self.found.append(Mention(Way.ATTRIBUTE, node, key=node.attr))
            return
        first = call.args[0] if call.args else None
        key = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
        if node.attr in ("get", "pop", "setdefault") and key is not None:
            self.read(key, call, path, call)
        elif node.attr == "copy" and not call.args:
            self.add(call, path, copied=not path)
        elif node.attr == "update":
            self.updated(call, path)
        else:
            self.found.append(Mention(Way.ATTRIBUTE, node, key=node.attr))

    def updated(self, call: ast.Call, path: tuple[str, ...]) -> None:
        if path:
            return
        parent = parents_of(self.evaluation.tree).get(call)
        statement = parent if isinstance(parent, ast.Expr) else None
        entries = list(written_entries(call))
        if any(key is None for key, _ in entries):
            self.lost(call)
        for key, value in entries:
            self.found.append(Mention(Way.WRITTEN, call, key=key, value=value, statement=statement, copied=self.copied))

    def returned(self, node: ast.Return, path: tuple[str, ...]) -> None:
        """The result of a function of the file: follow its calls, if it has no other uses."""
        tree = self.evaluation.tree
        function: ast.AST | None = node
        while function is not None and not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            function = parents_of(tree).get(function)
        if not isinstance(function, ast.FunctionDef) or function.decorator_list:
            self.kept(node)
            return
        scope = _scope_at(tree, function)
        bound = index(tree)
        if scope is None or scope.is_class or len(scope.bound.get(function.name, ())) != 1:
            self.kept(node)
            return
        if scope.parent is None and (function.name in bound.exported or function.name in self.evaluation.taken()):
            self.found.append(Mention(Way.TAKEN, node))
        for use in bound.uses_of(scope, function.name):
            if use.call is None or use.path:
                self.kept(use.name)
            else:
                self.add(use.call, path)


def follow(start: ast.expr, evaluation: Evaluation) -> tuple[Mention, ...]:
    """All that a file does with the object that an expression makes."""
    return _Follower(evaluation).run(start)


def follow_parameter(function: Function, parameter: ast.arg, evaluation: Evaluation) -> tuple[Mention, ...]:
    """All that a function does with what it gets as a parameter; for ``**kwargs``, with the dict."""
    follower = _Follower(evaluation)
    follower.parameter(function, parameter, ())
    while follower.waiting and len(follower.seen) <= _MAX_STEPS:
        follower.next()
    return tuple(follower.found) if not follower.waiting else (*follower.found, Mention(Way.LOST, function))


def written_entries(call: ast.Call) -> Iterator[tuple[str | None, ast.expr]]:
    """What ``dict.update`` writes: key and value; the key is None where that isn't told."""
    for argument in call.args:
        if isinstance(argument, ast.Dict):
            for key, value in zip(argument.keys, argument.values, strict=True):
                known = isinstance(key, ast.Constant) and isinstance(key.value, str)
                yield key.value if known and isinstance(key, ast.Constant) else None, value  # type: ignore[misc]
        else:
            yield None, argument
    for keyword in call.keywords:
        yield keyword.arg, keyword.value


def literal_of(node: ast.expr, evaluation: Evaluation) -> ast.Dict | ast.Call | None:
    """The dict that an expression stands for: a display or ``dict(...)``, or the one that its name is bound to once and
    that nothing writes to."""
    if isinstance(node, ast.Dict) or (isinstance(node, ast.Call) and is_dict_call(node)):
        return node
    if not isinstance(node, ast.Name):
        return None
    scope = _scope_at(evaluation.tree, node)
    scope = scope.resolve(node.id) if scope is not None else None
    binders = scope.bound.get(node.id, []) if scope is not None and not scope.is_class else []
    if len(binders) != 1 or not isinstance(binders[0], ast.Name):
        return None
    parent = parents_of(evaluation.tree).get(binders[0])
    if not (isinstance(parent, ast.Assign) and len(parent.targets) == 1) and not isinstance(parent, ast.AnnAssign):
        return None
    value = parent.value
    if not (isinstance(value, ast.Dict) or (isinstance(value, ast.Call) and is_dict_call(value))):
        return None
    if any(each.way in (Way.WRITTEN, Way.KEPT, Way.TAKEN, Way.LOST) for each in follow(value, evaluation)):
        return None
    return value


def is_only_value(node: ast.expr | None, value: ast.expr, evaluation: Evaluation) -> bool:
    """Whether an expression can be nothing but what ``value`` makes: itself, or a name that is bound to it and nothing else."""
    if not isinstance(node, ast.Name):
        return node is value
    scope = _scope_at(evaluation.tree, node)
    scope = scope.resolve(node.id) if scope is not None else None
    binders = scope.bound.get(node.id, []) if scope is not None else []
    parent = (
        parents_of(evaluation.tree).get(binders[0]) if len(binders) == 1 and isinstance(binders[0], ast.Name) else None
    )
    if isinstance(parent, ast.Assign):
        return parent.value is value and len(parent.targets) == 1
    return isinstance(parent, ast.AnnAssign | ast.NamedExpr) and parent.value is value


def is_constant(node: ast.expr) -> bool:
    """Whether an expression is worth the same wherever it stands: literals, and dicts and lists of them."""
    return all(
        isinstance(each, ast.Constant | ast.Dict | ast.List | ast.Tuple | ast.UnaryOp | ast.USub | ast.Load)
        for each in ast.walk(node)
    )


def is_movable(node: ast.expr, evaluation: Evaluation) -> bool:
    """Whether an expression is worth the same in another place of the module: names in it are bound once, and not called."""
    for each in ast.walk(node):
        if isinstance(each, ast.Name):
            scope = _scope_at(evaluation.tree, each)
            scope = scope.resolve(each.id) if scope is not None else None
            if scope is None or scope.parent is not None or len(scope.bound.get(each.id, ())) != 1:
                return False
        elif isinstance(each, ast.Call | ast.Lambda | ast.NamedExpr | ast.Await | ast.comprehension):
            return False
    return True


def mentions_of_text(text: str, tree: ast.Module) -> Iterator[ast.Constant]:
    """Where a file has a string."""
    return (node for node in nodes_of(tree) if isinstance(node, ast.Constant) and node.value == text)


# --- what the tree says of a place


@lru_cache(maxsize=1)
def _scopes(tree: ast.Module) -> dict[ast.AST, Scope]:
    return {scope.node: scope for scope in index(tree).scopes if scope.node is not tree}


def _scope_of(tree: ast.Module, function: ast.AST) -> Scope | None:
    return index(tree).module if function is tree else _scopes(tree).get(function)


def _scope_at(tree: ast.Module, node: ast.AST) -> Scope | None:
    """The scope that a node stands in."""
    scopes, parents = _scopes(tree), parents_of(tree)
    child: ast.AST = node
    parent = parents.get(node)
    while parent is not None and parent is not tree:
        inside = parent in scopes and not (
            (isinstance(parent, ast.FunctionDef | ast.AsyncFunctionDef) and child not in parent.body)
            or (isinstance(parent, ast.Lambda) and child is not parent.body)
            or (isinstance(parent, ast.ClassDef) and child not in parent.body)
        )
        if inside:
            return scopes[parent]
        child, parent = parent, parents.get(parent)
    return index(tree).module


def function_called(call: ast.Call, tree: ast.Module) -> Function | None:
    """The function of this file that a call runs: by its name, or the ``__init__`` of the class of that name."""
    if not isinstance(call.func, ast.Name):
        return None
    scope = _scope_at(tree, call)
    scope = scope.resolve(call.func.id) if scope is not None else None
    binders = scope.bound.get(call.func.id, []) if scope is not None else []
    if len(binders) != 1:
        return None
    (found,) = binders
    if isinstance(found, ast.ClassDef):
        own = [each for each in found.body if isinstance(each, ast.FunctionDef) and each.name == "__init__"]
        return own[0] if len(own) == 1 else None
    return found if isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) else None


def _named(function: Function) -> list[ast.arg]:
    return [*function.args.args, *function.args.kwonlyargs]


def _is_method(function: Function, tree: ast.Module) -> bool:
    return isinstance(parents_of(tree).get(function), ast.ClassDef)


def is_dict_call(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id == "dict"


def _is_update(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == "update"


def _last(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
