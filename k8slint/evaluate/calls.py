"""Calls: binding of arguments, functions of the repository, memoised; calls of what isn't looked into, recorded."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from k8slint.evaluate import library
from k8slint.evaluate.expressions import NotPlain, dictionary_keys, iterate, plain
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Arguments,
    Attributes,
    Builtin,
    Class,
    Decorated,
    Descriptor,
    Dictionary,
    Exhausted,
    Frame,
    Function,
    FunctionNode,
    H,
    Method,
    ModelObject,
    Module,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Pending,
    Raised,
    Rest,
    Scope,
    Seq,
    Super,
    Thing,
    View,
    now,
    text_of,
)
from k8slint.evaluate.statements import Completion, Ending, Fork, bind, ends, fold, make_unknown
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

STEPS_PER_CALL = 10_000  # what a call may take at least, before it is given up to leave something to the others
SHARE_OF_CALL = 2 / 3  # of what is left: often one call makes all
MAX_CALLS = 60  # functions of the repository inside each other
MAX_RECURSION = 20  # the same function inside itself
MAX_OPEN_RECURSION = 2  # ... where what stops it isn't known
MAX_SIGNATURE = 120  # things whose change would invalidate a memoised call
MAX_READS = 100  # names that it looks up outside
MAX_IN_VAIN = 8  # calls of a function in succession that could not be remembered

_DISPLAYS = (ast.List, ast.Dict, ast.Tuple, ast.Set)


def eval_call(run: Run, frame: Frame, node: ast.Call, decorates: Any = None) -> H:
    """A call expression."""
    function = node.func
    if isinstance(function, ast.Attribute):
        receiver = run.eval(function.value, frame)
        if isinstance(receiver, (Reference, ModuleObject)):
            callee = run.attribute(receiver, function.attr, frame, function)
            return call(run, callee, arguments_of(run, frame, node), frame, node, decorates)
        arguments = arguments_of(run, frame, node)
        return call_method(run, receiver, function.attr, arguments, frame, node)
    if isinstance(function, ast.Name) and function.id == "super" and frame.function is not None:
        made = _super(run, frame, node)
        if made is not None:
            return made
    callee = run.eval(function, frame)
    return call(run, callee, arguments_of(run, frame, node), frame, node, decorates)


def _super(run: Run, frame: Frame, node: ast.Call) -> H | None:
    """``super()`` and ``super(Class, self)`` inside a method."""
    function = frame.function
    scope: Scope | None = frame.scope
    while scope is not None and scope.kind == "comprehension":
        scope = scope.parent
    if function is None or function.cls is None or scope is None or isinstance(function.node, ast.Lambda):
        return None
    parameters = [*function.node.args.posonlyargs, *function.node.args.args]
    if not parameters:
        return None
    receiver = scope.entries.get(parameters[0].arg, MISSING)
    return Super(function.cls, receiver, frame.origin(node))


def arguments_of(run: Run, frame: Frame, node: ast.Call) -> Arguments:
    """The arguments of a call, evaluated in order."""
    arguments = Arguments(start=now())
    fresh: set[int | str] = set()
    for argument in node.args:
        if isinstance(argument, ast.Starred):
            value = run.eval(argument.value, frame)
            items = iterate(run, value, frame, argument)
            if items is None or any(type(item) in (Rest, Alt) for item in items):
                arguments.complete = False
                break
            arguments.positional.extend(items)
        else:
            if isinstance(argument, _DISPLAYS):
                fresh.add(len(arguments.positional))
            arguments.positional.append(run.eval(argument, frame))
    for keyword in node.keywords:
        value = run.eval(keyword.value, frame)
        if keyword.arg is not None:
            if isinstance(keyword.value, _DISPLAYS):
                fresh.add(keyword.arg)
            arguments.keywords[keyword.arg] = value
            arguments.keys[keyword.arg] = Origin(frame.module.source, keyword)
        else:
            _unpack_keywords(run, arguments, value, frame, keyword)
    arguments.fresh = frozenset(fresh)
    return arguments


def _unpack_keywords(run: Run, arguments: Arguments, value: H, frame: Frame, node: ast.AST) -> None:
    """``**value`` in a call."""
    if type(value) is Alt:
        # Which keywords there are depends on a test: merge the alternatives key by key.
        joined = Dictionary({}, frame.origin(node))
        from k8slint.evaluate.expressions import merge_into

        merge_into(run, joined, value, frame, node)
        value = joined
    if not isinstance(value, Dictionary):
        arguments.complete = False
        return
    if not value.complete:
        arguments.complete = False
    for key, item in value.entries.items():
        if isinstance(key, str) and item is not MISSING:
            arguments.keywords[key] = item
            if key in value.keys:
                arguments.keys[key] = value.keys[key]


# Dispatch


def call(run: Run, callee: H, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None) -> H:
    """``callee(arguments)``."""
    from k8slint.evaluate import classes

    if isinstance(callee, Function):
        return call_function(run, callee, arguments, frame, node)
    if isinstance(callee, Reference):
        return library.call_reference(run, callee, arguments, frame, node, decorates)
    if isinstance(callee, Builtin):
        return callee.call(run, arguments, frame, node)
    if isinstance(callee, Class):
        return classes.instantiate(run, callee, arguments, frame, node)
    if isinstance(callee, Method):
        if isinstance(callee.function, str):
            return call_method(run, callee.receiver, callee.function, arguments, frame, node)
        return call_function(run, callee.function, with_first(arguments, callee.receiver), frame, node)
    if isinstance(callee, Partial):
        given = callee.arguments
        return call(
            run,
            callee.function,
            Arguments(
                [*given.positional, *arguments.positional],
                {**given.keywords, **arguments.keywords},
                {**given.keys, **arguments.keys},
                given.complete and arguments.complete,
                start=arguments.start,
            ),
            frame,
            node,
            decorates,
        )
    if isinstance(callee, Decorated):
        return library.call_decorated(run, callee, arguments, frame, node, decorates)
    if isinstance(callee, Object):
        method = callee.cls.find("__call__") if callee.cls else None
        if isinstance(method, Function):
            return call_function(run, method, with_first(arguments, callee), frame, node)
        if callee.cls is None:
            result = run.unknown(Reason.CALL, frame, node)
            run.record(f"{callee.qualified}.__call__", arguments, frame, node, result, receiver=callee)
            escape(run, arguments, frame, node)
            return result
    if type(callee) is Alt:
        return run.each(callee, lambda one: call(run, one, arguments, frame, node, decorates))
    return call_unknown(run, callee, "?", arguments, frame, node)


def call_unknown(run: Run, callee: H, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A call of something that isn't known at all."""
    result = run.opaque(callee, Reason.CALL, frame, node)
    if arguments.keywords:
        run.record(name, arguments, frame, node, result)
    escape(run, arguments, frame, node)
    return result


def with_first(arguments: Arguments, first: H) -> Arguments:
    return Arguments(
        [first, *arguments.positional],
        arguments.keywords,
        arguments.keys,
        arguments.complete,
        arguments.start,
        frozenset(place + 1 if isinstance(place, int) else place for place in arguments.fresh),
    )


def call_method(run: Run, receiver: H, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``receiver.name(arguments)``."""
    from k8slint.evaluate import classes, methods

    if type(receiver) is Alt:
        return run.each(receiver, lambda one: call_method(run, one, name, arguments, frame, node))
    if isinstance(receiver, (Const, Seq, Dictionary)):
        return methods.call(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, ModelObject):
        return library.call_model_method(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Unknown):
        return library.call_unknown_method(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Super):
        return classes.call_super(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Descriptor):
        if name in ("getter", "setter", "deleter") and receiver.kind == "property" and arguments.positional:
            return library.with_accessor(receiver, name, arguments.positional[0], frame, node)
        return call_unknown(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Decorated):
        return library.call_decorated_method(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Object) and name not in receiver.entries:
        if receiver.cls is None or receiver.cls.find(name) is None:
            return library.call_object_method(run, receiver, name, arguments, frame, node)
    if isinstance(receiver, Class) and receiver.find(name) is None:
        return library.call_class_method(run, receiver, name, arguments, frame, node)
    callee = run.attribute(receiver, name, frame, node)
    return call(run, callee, arguments, frame, node)


# Functions of the repository


def make_function(run: Run, frame: Frame, node: FunctionNode, name: str) -> Function:
    """A function object: its defaults are evaluated where it is defined."""
    arguments = node.args
    defaults = [run.eval(default, frame) for default in arguments.defaults]
    kw_defaults = [None if default is None else run.eval(default, frame) for default in arguments.kw_defaults]
    scope = frame.scope
    while scope.kind == "class" and scope.parent is not None:
        scope = scope.parent
    qualname = f"{frame.qualname}.{name}" if frame.qualname else name
    function = Function(node, frame.module, scope, qualname, defaults, kw_defaults)
    if frame.scope.kind == "class":
        function.cls = frame.cls
    if not isinstance(node, ast.Lambda):
        frame.module.qualnames[node] = qualname
    return function


def define(run: Run, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> H:
    """A ``def`` with its decorators."""
    function = make_function(run, frame, node, node.name)
    if frame.module is run.main and not run.dry:
        run.defined.append(function)
    value: H = function
    for decorator in reversed(node.decorator_list):
        value = library.decorate(run, frame, decorator, value, node)
    return value


def call_function(run: Run, function: Function, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """Call a function of the repository, or repeat what it gave for the same arguments."""
    calls = run.active.setdefault(function, [])
    assumed = len(run.assumptions.given)
    same = sum(1 for count in calls if count < assumed)
    if len(calls) >= MAX_RECURSION or same >= MAX_OPEN_RECURSION:
        return give_up(run, function, arguments, Reason.CYCLE, frame, node)
    if run.calls >= MAX_CALLS:
        return give_up(run, function, arguments, Reason.LIMIT, frame, node)
    key = memo_key(run, function, arguments)
    if key is not None and (again := repeated(run, key)) is not None:
        return again
    calls.append(assumed)
    run.calls += 1
    depth, stop = run.depth, run.stop
    limit = max((run.steps - stop) * SHARE_OF_CALL, STEPS_PER_CALL)
    state = run.state() if run.steps - limit > stop else None
    run.stop = max(stop, run.steps - limit)
    try:
        if key is None:
            return _run_function(run, function, arguments, frame, node)
        start = arguments.start if arguments.fresh else now()
        return remembered(run, key, lambda: _run_function(run, function, arguments, frame, node), start)
    except Exhausted:
        run.stop = stop
        if state is None or run.steps < stop:
            raise
        run.reset(state)
        run.called.discard(function.node)  # evaluated once more, by itself, for the pods inside
        run.miss(frame.module, node, text_of(frame.origin(node)))
        return give_up(run, function, arguments, Reason.LIMIT, frame, node)
    finally:
        run.stop = stop
        run.depth = depth
        run.calls -= 1
        calls.pop()


def give_up(run: Run, function: Function, arguments: Arguments, reason: Reason, frame: Frame, node: ast.AST) -> H:
    """A call that isn't carried through: whatever it can reach may have been changed by it."""
    reached: list[H] = []
    seen: set[int] = set()
    todo: list[Any] = [function]
    while todo:
        one = todo.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, Class):
            todo += [entry for cls in one.mro for entry in cls.entries.values()]
        elif isinstance(one, Descriptor):
            todo.append(one.function)
        elif isinstance(one, Function):
            run.spend(20)
            names, rebound = _mentioned(run, one.node)
            todo += [_visible(one.scope, name) for name in names]
            for name, is_global in rebound:
                _forget_name(run, one, name, is_global, reason, frame, node)
        elif isinstance(one, (*_DATA, Alt)):
            reached.append(one)
    escape(run, Arguments([*arguments.positional, *arguments.keywords.values(), *reached]), frame, node)
    return run.unknown(reason, frame, node)


def _mentioned(run: Run, function: ast.AST) -> tuple[list[str], list[tuple[str, bool]]]:
    """The names in a function, and those that it declares as of outside, with whether as global."""
    known = run.mentioned.get(function)
    if known is None:
        parts = list(ast.walk(function))
        outside = [part for part in parts if isinstance(part, (ast.Global, ast.Nonlocal))]
        known = run.mentioned[function] = (
            list({part.id: None for part in parts if isinstance(part, ast.Name)}),
            [(name, isinstance(part, ast.Global)) for part in outside for name in part.names],
        )
    return known


def _visible(scope: Scope | None, name: str) -> H:
    while scope is not None:
        if name in scope.entries:
            return scope.entries[name]
        scope = scope.parent
    return MISSING


def _forget_name(
    run: Run, function: Function, name: str, is_global: bool, reason: Reason, frame: Frame, node: ast.AST
) -> None:
    scope: Scope | None = function.module.scope if is_global else function.scope
    while scope is not None and not is_global and name not in scope.entries:
        scope = scope.parent
    if scope is not None:
        run.put(scope, name, run.unknown(reason, frame, node, name))


def _run_function(run: Run, function: Function, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    definition = function.node
    run.called.add(definition)
    module = function.module
    run.enter(module)
    scope = Scope(frame.origin(node), "function", function.scope)
    inner = Frame(module, scope, function, function.cls, function.qualname)
    bind_parameters(run, function, arguments, scope, frame, node)
    if isinstance(definition, ast.Lambda):
        return run.eval(definition.body, inner)
    if _is_generator(module, definition):
        ending = _generate(run, inner, definition.body, frame, node)
        value: H = inner.yields or MISSING
    else:
        ending = run.execute(definition.body, inner)
        value = _result(run, ending, frame.origin(node))
    if value is MISSING:
        value = run.fails(_raised_name(ending), Reason.CALL, frame, node, detail="a call that raises")
    if module is run.main and definition not in run.returned and not run.dry:
        run.returned[definition] = value
    return value


def _generate(run: Run, inner: Frame, body: list[ast.stmt], frame: Frame, node: ast.AST) -> Ending:
    """The body of a generator, all at once: when it is carried on isn't known, nor what else it has changed then."""

    def whole() -> Ending:
        inner.yields = Seq([], frame.origin(node), "iterator")
        return run.execute(body, inner)

    ending: Ending
    ending, changes = run.attempt(whole)
    run.apply(changes)
    elsewhere = {place: change for place, change in changes.items() if change[0].serial < inner.scope.serial}
    if elsewhere:
        make_unknown(run, elsewhere, run.unknown(Reason.LOOP, frame, node, "the steps of a generator"), before=False)
    return ending


def _raised_name(ending: Ending) -> str:
    value = ending.value if isinstance(ending, Completion) else None
    return str(value.value) if isinstance(value, Const) else ""


def _result(run: Run, ending: Ending, origin: Origin) -> H:
    """What a function gives: MISSING where it raises, alternatives where its end depends on a test."""
    nothing = Const(None, origin)

    def leaf(end: Completion | None) -> H:
        return nothing if end is None else end.value if end.kind == "return" and end.value is not None else MISSING

    def join(fork: Fork, yes: H, no: H) -> H:
        if yes is MISSING or no is MISSING:
            return no if yes is MISSING else yes
        return run.resolve(run.choose(fork.key, fork.text, yes, no, fork.origin))

    return fold(ending, leaf, join)


def _is_generator(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    known = module.generators.get(node)
    if known is None:
        known = module.generators[node] = any(_yields(statement) for statement in node.body)
    return known


def _yields(node: ast.AST) -> bool:
    if isinstance(node, (ast.Yield, ast.YieldFrom)):
        return True
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
        return False
    return any(_yields(child) for child in ast.iter_child_nodes(node))


def bind_parameters(
    run: Run, function: Function, arguments: Arguments, scope: Scope, frame: Frame, node: ast.AST
) -> None:
    """Give each parameter its argument, its default, or an unknown."""
    parameters = function.node.args
    positional = [*parameters.posonlyargs, *parameters.args]
    given = arguments.positional
    keywords = dict(arguments.keywords)
    if run.try_depth and arguments.complete and not _fits(function, arguments):
        raise Raised("TypeError")
    entries = scope.entries
    origin = frame.origin(node)
    defaults = function.defaults
    first_default = len(positional) - len(defaults)
    for index, parameter in enumerate(positional):
        name = parameter.arg
        if index < len(given):
            entries[name] = given[index]
        else:
            default = defaults[index - first_default] if index >= first_default else None
            entries[name] = _argument(run, name, keywords, default, arguments, function, parameter)
    if parameters.vararg is not None:
        extra = given[len(positional) :]
        if not arguments.complete:
            extra = [*extra, Rest(_missing(run, parameters.vararg, arguments, function))]
        entries[parameters.vararg.arg] = Seq(extra, origin, "tuple")
    for parameter, default in zip(parameters.kwonlyargs, function.kw_defaults, strict=False):
        entries[parameter.arg] = _argument(run, parameter.arg, keywords, default, arguments, function, parameter)
    if parameters.kwarg is not None:
        table = Dictionary(keywords, origin, {key: arguments.keys[key] for key in keywords if key in arguments.keys})
        if not arguments.complete:
            table.complete, table.reason = False, Reason.PARAMETER
        entries[parameters.kwarg.arg] = table


def _fits(function: Function, arguments: Arguments) -> bool:
    """Whether a call gives each parameter without a default one argument, and no others."""
    parameters = function.node.args
    names = [parameter.arg for parameter in [*parameters.posonlyargs, *parameters.args]]
    given = len(arguments.positional)
    left = set(arguments.keywords)
    needed = names[given : len(names) - len(function.defaults)]
    needed += [
        parameter.arg
        for parameter, default in zip(parameters.kwonlyargs, function.kw_defaults, strict=True)
        if default is None
    ]
    known = {*names[max(given, len(parameters.posonlyargs)) :], *(parameter.arg for parameter in parameters.kwonlyargs)}
    return (
        (given <= len(names) or parameters.vararg is not None)
        and left.issuperset(needed)
        and (known.issuperset(left) or parameters.kwarg is not None)
    )


def _argument(
    run: Run,
    name: str,
    keywords: dict[str, H],
    default: H | None,
    arguments: Arguments,
    function: Function,
    node: ast.arg,
) -> H:
    if name in keywords:
        value = keywords.pop(name)
        if type(value) is Alt:
            value = _with_default(run, value, default if default is not None else MISSING)
        return value
    if default is not None and arguments.complete:
        return default
    return _missing(run, node, arguments, function)


def _with_default(run: Run, value: H, default: H) -> H:
    """An argument that is passed only under a condition."""
    value = run.resolve(value)
    if type(value) is not Alt:
        return default if value is MISSING else value
    yes, no = _with_default(run, value.yes, default), _with_default(run, value.no, default)
    if yes is MISSING or no is MISSING:
        return no if yes is MISSING else yes
    return run.choose(value.key, value.text, yes, no, value.origin)


def _missing(run: Run, node: ast.arg, arguments: Arguments, function: Function) -> Unknown:
    unknown = Opaque(Reason.PARAMETER, function.module.origin(node), node.arg)
    run.records.unknowns.append(unknown)
    return unknown


# Memoised calls


def memo_key(run: Run, callee: Function | Class, arguments: Arguments) -> Any:
    """What a call's outcome depends on besides what the function reads; None if it isn't worth or safe to remember."""
    if run.dry or not arguments.complete or len(arguments.positional) + len(arguments.keywords) > 24:
        return None
    if run.in_vain.get(callee, 0) >= MAX_IN_VAIN or getattr(callee, "qualname", "").endswith(".__init__"):
        return None
    parts: list[Any] = []
    for place, value in (*enumerate(arguments.positional), *arguments.keywords.items()):
        part = _part(run, value, place in arguments.fresh)
        if part is None:
            return None
        parts.append((place, part))
    own = _state(run, callee)  # what defaults and the class hold
    if own is None:
        return None
    parts.append(own)
    dag = run.dags[-1] if run.dags else None
    return callee, tuple(parts), run.assumptions.frozen(), dag, run.try_depth > 0


def _part(run: Run, value: H, fresh: bool) -> Any:
    if type(value) is Const:
        return type(value.value), value.value
    if isinstance(value, Reference):
        return "reference", value.qualified_name
    if isinstance(value, Unknown):
        return "unknown", value
    if value is MISSING or isinstance(value, (Rest, Pending)):
        return None
    if fresh and isinstance(value, (Seq, Dictionary, ModelObject, Object)):
        try:
            return "plain", repr(plain(run, value))
        except NotPlain:
            return None
    return _state(run, value)


class _State:
    """What can be reached from a value, each thing with its version: as long as none changed, it is the same one.

    ``root`` is held, so that nothing else gets its id.
    """

    __slots__ = ("is_whole", "root", "things")

    def __init__(self, root: H, things: list[tuple[Any, int]], is_whole: bool) -> None:
        self.root, self.things, self.is_whole = root, things, is_whole

    def holds(self) -> bool:
        for thing, version in self.things:  # noqa: SIM110 - twice as fast as all()
            if thing.version != version:
                return False
        return True


def _state(run: Run, value: H) -> _State | None:
    """The present state of a value: the same object until something in it changes; None if it is too large."""
    known: _State | None = run.states.get(id(value))
    if known is None or not known.holds():
        things, is_whole = _reachable(run, value)
        run.spend(len(things) // 4)
        known = run.states[id(value)] = _State(value, things, is_whole)
    return known if known.is_whole else None


def _reachable(run: Run, root: H) -> tuple[list[tuple[Any, int]], bool]:
    """The changeable things in a value, each with its version, and whether these are all of them. What a function reads of
    the scopes around it is seen when it is called."""
    things: list[tuple[Any, int]] = []
    seen: set[int] = set()
    todo: list[Any] = [root]
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is Const or kind is Opaque:
            continue
        if kind is Alt:
            todo += (value.yes, value.no)
            continue
        if not isinstance(value, Thing) or id(value) in seen:
            continue
        if isinstance(value, Function):
            if value.defaults or value.kw_defaults:
                seen.add(id(value))
                todo += value.defaults
                todo += value.kw_defaults
            continue
        seen.add(id(value))
        if kind is Class and value is not root and type(root) is not Class:
            # Classes have many parts, and seldom change. Of a class that is a part of another, no such short cut: it would
            # have no end where they are parts of each other.
            of_class = _state(run, value)
            if of_class is None:
                return things, False
            things += [pair for pair in of_class.things if id(pair[0]) not in seen]
            seen.update([id(thing) for thing, _ in of_class.things])
            continue
        parts = _PARTS.get(kind)
        if parts is None:
            continue
        todo += parts(value)
        if kind in _CHANGEABLE:
            if len(things) >= MAX_SIGNATURE:
                return things, False
            things.append((value, value.version))
    return things, True


def _entries_and_keys(table: Dictionary) -> list[Any]:
    return [*table.entries.values(), *(key for key in table.entries if isinstance(key, Thing))]


_PARTS: dict[type, Callable[[Any], Iterable[Any]]] = {
    Seq: lambda one: one.items,
    Dictionary: _entries_and_keys,
    Attributes: lambda one: (one.owner,),
    View: lambda one: (one.table,),
    ModelObject: lambda one: (*one.entries.values(), *one.positional),
    Object: lambda one: (*one.entries.values(), *one.given, one.cls),
    Class: lambda one: (*one.mro, *one.entries.values()),
    Decorated: lambda one: (*one.entries.values(), one.function),
    Descriptor: lambda one: (one.function, *one.extra.values()),
    Method: lambda one: (one.function, one.receiver),
    Partial: lambda one: (one.function, *one.arguments.positional, *one.arguments.keywords.values()),
    Super: lambda one: (one.cls, one.receiver),
}
_CHANGEABLE = frozenset({Seq, Dictionary, ModelObject, Object, Class, Decorated})


class _Memory:
    """One remembered call: what it read, and what it gave (``made`` since its ``start``, each with its version)."""

    __slots__ = ("made", "reads", "result", "start")

    def __init__(self, start: int, result: H, made: list[tuple[Any, int]], reads: list[Any]) -> None:
        self.start, self.result, self.made, self.reads = start, result, made, reads


def remembered(run: Run, key: Any, make: Callable[[], H], start: int) -> H:
    """What a call gives, remembered for the next one of the same ``key`` if it changed nothing made before ``start``."""
    callee = key[0]
    run.in_vain[callee] = run.in_vain.get(callee, 0) + 1
    outer = run.lowest, run.reads, run.memo_start
    records = len(run.records.calls)
    risks = run.may_raise + len(run.records.unknowns)
    run.lowest, run.reads, run.memo_start = 1 << 62, [], start
    try:
        result = make()
    finally:
        lowest, reads = run.lowest, run.reads or []
        run.lowest, run.reads, run.memo_start = min(outer[0], lowest), outer[1], outer[2]
        if run.reads is not None:
            run.reads += [read for read in reads if read[0].serial < run.memo_start]
    if run.try_depth and run.may_raise + len(run.records.unknowns) != risks:
        return result  # repeated in another try block it may raise again, and no trace of that would be left
    made_calls = run.records.calls[records:]
    if lowest < start or any(not call.name.startswith("kubernetes.client.") for call in made_calls):
        return result
    made = _made(result, start)
    if made is None:
        return result
    run.spend(len(made) // 4)
    different = {(id(scope), name): (scope, name, value) for scope, name, value in reads}
    if len(different) > MAX_READS:
        return result
    kept = []
    for scope, name, value in different.values():
        state = _state(run, value)
        if state is None:
            return result
        kept.append((scope, name, value, state))
    run.memo[key] = _Memory(start, result, made, kept)
    run.in_vain[callee] = 0
    for thing, version in made:
        thing.twin, thing.twin_version = thing, version
    return result


def _made(result: H, start: int) -> list[tuple[Any, int]] | None:
    """The things in a result that are younger than ``start``, each with its version; None where they can't be copied, or
    are too many."""
    made: list[tuple[Any, int]] = []
    seen: set[int] = set()
    todo: list[Any] = [result]
    while todo:
        value = todo.pop()
        kind = type(value)
        if kind is Alt:
            todo += (value.yes, value.no)
        elif isinstance(value, Thing) and value.serial >= start and id(value) not in seen:
            if kind not in _DATA or len(made) >= MAX_SIGNATURE:
                return None
            seen.add(id(value))
            made.append((value, value.version))
            todo += _PARTS[kind](value)
    return made


_DATA = (Seq, Dictionary, ModelObject, Object)


def repeated(run: Run, key: Any) -> H | None:
    """A copy of what a remembered call gave, if nothing it depends on has changed; else None."""
    memory = run.memo.get(key)
    if memory is None:
        return None
    for scope, name, value, state in memory.reads:
        if scope.entries.get(name) is not value or not state.holds():
            return None
    if any(thing.version != version for thing, version in memory.made):
        return None
    if run.reads is not None:
        run.reads += [read[:3] for read in memory.reads if read[0].serial < run.memo_start]
    run.spend(len(memory.made))
    copies: dict[int, Thing] = {}
    result = duplicate(memory.result, copies, memory.start)
    for original, _ in memory.made:
        copy = copies[id(original)]
        copy.twin = original
        if isinstance(copy, ModelObject) and copy.name == "V1Pod":
            run.records.pods.append(copy)
    return result


def duplicate(value: H, copies: dict[int, Thing], start: int = 0) -> H:
    """A deep copy of data younger than ``start``; things shared before are shared after. ``copies`` gets each by its
    original's id. No recursion: data may be nested as deep as a loop makes it."""
    todo: list[Any] = []

    def copied(one: H) -> H:
        if type(one) is Alt:
            return Alt(one.key, one.text, copied(one.yes), copied(one.no), one.origin)
        if not isinstance(one, _DATA) or one.serial < start:
            return one
        known = copies.get(id(one))
        if known is None:
            known = copies[id(one)] = shallow(one)
            todo.append(known)
        return known

    result = copied(value)
    while todo:
        copy = todo.pop()
        if isinstance(copy, Seq):
            copy.items = [copied(item) for item in copy.items]
        else:
            copy.entries = {key: copied(item) for key, item in copy.entries.items()}
            if isinstance(copy, ModelObject):
                copy.positional = [copied(item) for item in copy.positional]
    return result


def shallow(value: Any) -> Any:
    """A copy of data that shares its parts."""
    if isinstance(value, Seq):
        copy: Any = Seq(list(value.items), value.origin, value.kind)
        return copy
    if isinstance(value, Dictionary):
        copy = Dictionary(dict(value.entries), value.origin, dict(value.keys), value.complete)
        copy.factory, copy.shuffled = value.factory, value.shuffled
    elif isinstance(value, ModelObject):
        copy = ModelObject(value.name, value.origin)
        copy.entries, copy.keys, copy.positional = dict(value.entries), dict(value.keys), list(value.positional)
        copy.complete = value.complete
    else:
        copy = Object(value.qualified, value.origin, value.cls, value.complete)
        copy.entries, copy.given = dict(value.entries), value.given
    copy.reason = value.reason
    return copy


# What escapes


def escape(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> None:
    """Arguments given to unknown code may have been changed by it: what they hold isn't known any more."""
    todo: list[H] = [*arguments.positional, *arguments.keywords.values()]
    if all(not isinstance(value, (Thing, Alt)) for value in todo):
        return
    why: Unknown | None = None
    seen: set[int] = set()
    while todo:
        value = todo.pop()
        if type(value) is Alt:
            todo += [value.yes, value.no]
            continue
        if not isinstance(value, _DATA) or id(value) in seen or (isinstance(value, Object) and value.cls is None):
            continue
        seen.add(id(value))
        why = why or run.unknown(Reason.MUTATED, frame, node)
        if isinstance(value, Seq):
            todo += [item for item in value.items if type(item) is not Rest]
            if value.kind not in ("tuple", "frozenset"):
                run.replace(value, [Rest(why)])
            continue
        todo += value.entries.values()
        if isinstance(value, Object) and value.cls is not None and value.cls.form in ("enum", "namedtuple"):
            continue
        for key in list(value.entries):
            run.remove(value, key)
        run.spoil(value, Reason.MUTATED)


# with


def enter(run: Run, manager: H, frame: Frame, node: ast.AST) -> H:
    """What ``with manager as x`` binds; a DAG becomes the one around."""

    def one(value: H) -> H:
        if isinstance(value, Object):
            names = [value.qualified, *(value.cls.external if value.cls else [])]
            if any(library.is_dag(name) for name in names):
                run.dags.append(library.dag_id(value))
                return value
            if any(name.endswith("TaskGroup") for name in names):
                run.groups += 1
                return value
            if value.qualified == "contextlib.nullcontext":
                return value.entries["enter_result"]
            method = value.cls.find("__enter__") if value.cls else None
            if isinstance(method, Function):
                return call_function(run, method, Arguments([value]), frame, node)
            if value.cls is None and value.qualified.partition(".")[0] == "airflow":
                return value
        if isinstance(value, Opaque) and value.path is not None:
            return value
        if isinstance(value, Seq) and value.plain and len(value.items) == 1:
            return value.items[0]  # a generator under @contextmanager
        return run.opaque(value, Reason.CALL, frame, node)

    return run.each(manager, one)


# Functions that nothing called


def qualname_of(module: Module, node: ast.AST) -> str:
    """The qualified name of a function of the module; empty for a lambda."""
    return module.qualnames.get(node, "")


def uncalled(run: Run, module: Module) -> Iterator[tuple[ast.AST, Callable[[], None]]]:
    """Each function that the file defines and never calls, with one call of it, with unknown arguments."""
    number = 0
    while number < len(run.defined):
        function = run.defined[number]
        number += 1
        if function.node not in run.called:
            yield function.node, partial(_call_blindly, run, function)


def _call_blindly(run: Run, function: Function) -> None:
    frame = Frame(function.module, function.module.scope)
    node = function.node
    if function.node in run.called:
        return
    arguments = Arguments(complete=False)
    cls = function.cls
    if cls is not None and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        bound = cls.entries.get(node.name)
        kind = bound.kind if isinstance(bound, Descriptor) else ""
        if kind != "staticmethod":
            arguments.positional.append(cls if kind == "classmethod" else blind_instance(run, cls, frame))
    if function.node in run.called:  # it was the class's __init__
        return
    name = run.dag_functions.get(node)
    dags = len(run.dags)
    if name is not None:
        run.dags.append(name)
    try:
        call_function(run, function, arguments, frame, node)
    finally:
        del run.dags[dags:]


def blind_instance(run: Run, cls: Class, frame: Frame) -> H:
    """An instance of a class made with unknown arguments."""
    instance = Object(cls.qualified, cls.origin, cls, complete=False)
    instance.reason = Reason.PARAMETER
    for base in reversed(cls.mro):
        if base.form == "dataclass":
            for name, annotation in base.annotations.items():
                instance.entries[name] = Opaque(Reason.PARAMETER, Origin(frame.module.source, annotation), name)
    if cls.form == "enum":
        for name in ("name", "value"):
            instance.entries[name] = Opaque(Reason.PARAMETER, cls.origin, f"{cls.name}.{name}")
    init = cls.find("__init__")
    if isinstance(init, Function):
        call_function(run, init, Arguments([instance], complete=False), frame, init.node)
    return instance


__all__ = ["bind", "call", "call_function", "define", "dictionary_keys", "ends", "enter", "eval_call"]
