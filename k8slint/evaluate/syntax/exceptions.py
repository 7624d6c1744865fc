"""``try``, ``raise``, ``with``."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from k8slint.evaluate.calls.dispatch import enter
from k8slint.evaluate.machine.endings import Completion, Ending, ends, fold_ending, go_on, replace_ending
from k8slint.evaluate.machine.objects import MISSING, Class, Frame, HeapValue, Object, text_of
from k8slint.evaluate.operations.change import make_unknown
from k8slint.evaluate.syntax.assignment import assign
from k8slint.evaluate.syntax.branches import branch
from k8slint.evaluate.syntax.imports import preferred, undecided
from k8slint.evaluate.values import Const, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Key
    from k8slint.evaluate.machine.interpreter import Interpreter


_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


def execute_try(interp: Interpreter, frame: Frame, node: ast.Try) -> Ending:
    choice = preferred(interp, frame, node)
    if choice is not None:
        body = choice
        ending = interp.execute(frame, body)
        return _finally(interp, frame, node, ending)
    alternatives = undecided(interp, frame, node)
    if alternatives is not None:
        key, text, handler = alternatives
        ending = branch(
            interp,
            key,
            True,
            text,
            frame.origin(node),
            lambda: _body_and_else(interp, frame, node),
            lambda: interp.execute(frame, handler),
        )
        return _finally(interp, frame, node, ending)
    return _finally(interp, frame, node, _body_and_else(interp, frame, node))


def _body_and_else(interp: Interpreter, frame: Frame, node: ast.Try) -> Ending:
    """The body, its handlers where it certainly raises, and its ``else``. Where it calls unknown code, it may raise: then
    the handlers are a second way on, unless what they leave behind is no different."""
    unknowns, raised = len(interp.records.unknowns), interp.may_raise
    interp.try_depth += bool(node.handlers)
    try:
        ending, changes = interp.attempt(lambda: interp.execute(frame, node.body))
    finally:
        interp.try_depth -= bool(node.handlers)
    risky = interp.may_raise > raised or any(u.reason in _MAY_RAISE for u in interp.records.unknowns[unknowns:])
    if not risky or not node.handlers or ends(ending, "raise") is not False:
        interp.apply(changes)
        return _handled(interp, frame, node, ending)

    def goes_well() -> Ending:
        interp.apply(changes)
        return go_on(interp, ending, lambda: interp.execute(frame, node.orelse)) if node.orelse else ending

    def raises() -> Ending:
        why = interp.unknown(Reason.CALL, frame, node, "an exception in the try block")
        if len(node.body) > 1 or isinstance(node.body[0], _COMPOUND):
            make_unknown(interp, changes, why, before=True)
        return _one_of(interp, frame, node.handlers)

    sizes = interp.records.sizes()
    other, left = interp.attempt(raises)
    interp.records.cut(sizes)
    names = {handler.name for handler in node.handlers}
    if (
        other is None
        and all(key in names for _, key in left)
        and all(old is MISSING for _, _, old, _ in changes.values())
    ):
        return goes_well()
    key: Key = ("truth", ("try", id(node)))
    return branch(interp, key, True, "the try block raises", frame.origin(node), raises, goes_well)


_MAY_RAISE = (
    Reason.CALL,
    Reason.EXTERNAL,
    Reason.SUBSCRIPT,
    Reason.MUTATED,
    Reason.LOOP,
    Reason.OPERATOR,
    Reason.ATTRIBUTE,
    Reason.IMPORT,
    Reason.NAME,
    Reason.SPLAT,  # a key of a dict that another was unpacked into
    Reason.CLASS,
    Reason.CYCLE,
    Reason.LIMIT,
)
_COMPOUND = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith, ast.Match)


def _one_of(interp: Interpreter, frame: Frame, handlers: list[ast.ExceptHandler]) -> Ending:
    """The handlers one by one, as which of them is taken isn't known."""
    handler, *others = handlers

    def this() -> Ending:
        if handler.name:
            interp.put(frame.scope, handler.name, interp.unknown(Reason.CALL, frame, handler, "an exception"))
        return interp.execute(frame, handler.body)

    if not others:
        return this()
    text = f"the exception is {text_of(frame.origin(handler.type))}" if handler.type else "the exception is another"
    key: Key = ("truth", ("handler", id(handler)))
    return branch(interp, key, True, text, frame.origin(handler), this, lambda: _one_of(interp, frame, others))


def _handled(interp: Interpreter, frame: Frame, node: ast.Try, ending: Ending) -> Ending:
    """What follows the body of a ``try``: its ``else`` where it ended normally, a handler where it certainly raised."""
    if node.orelse:
        ending = go_on(interp, ending, lambda: interp.execute(frame, node.orelse))
    if node.handlers and ends(ending, "raise") is not False:
        handlers = _handlers(node, _raised(ending).split())
        if handlers:
            ending = go_on(interp, ending, lambda: _one_of(interp, frame, handlers), kind="raise")
    return ending


def _handlers(node: ast.Try, raised: list[str]) -> list[ast.ExceptHandler]:
    """The handlers that may take what was raised, up to one that certainly does (``_names_of``)."""
    names = {ancestor for name in raised for ancestor in _builtin_ancestors(name) or [name]}
    found = []
    for handler in node.handlers:
        caught = {
            part.id if isinstance(part, ast.Name) else part.attr
            for part in ast.walk(handler.type or ast.Name("BaseException"))
            if isinstance(part, (ast.Name, ast.Attribute))
        }
        certain = caught & {*names, "BaseException"} or (raised and "Exception" in caught)
        possible = not raised or ("?" in names and any(not _builtin_ancestors(name) for name in caught))
        if certain or possible:
            found.append(handler)
        if certain:
            break
    return found


def _builtin_ancestors(name: str) -> list[str]:
    """The names of one of Python's own exceptions and its bases."""
    cls = getattr(builtins, name, None)
    known = isinstance(cls, type) and issubclass(cls, BaseException)
    return [base.__name__ for base in cls.__mro__] if known and cls is not None else []


def _raised(ending: Ending) -> str:
    def leaf(end: Completion | None) -> str:
        return str(end.value.value) if end is not None and end.kind == "raise" and isinstance(end.value, Const) else ""

    return fold_ending(ending, leaf, lambda fork, yes, no: yes or no)


def _finally(interp: Interpreter, frame: Frame, node: ast.Try, ending: Ending) -> Ending:
    if node.finalbody:
        last = interp.execute(frame, node.finalbody)
        if last is not None:
            return last
    return ending


def execute_raise(interp: Interpreter, frame: Frame, node: ast.Raise) -> Ending:
    name = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
    if isinstance(node.exc, ast.Call):
        interp.eval(node.exc, frame)
    names = _names_of(interp.eval(name, frame)) if isinstance(name, (ast.Name, ast.Attribute)) else ""
    return Completion("raise", Const(names, frame.origin(node)))


def _names_of(value: HeapValue) -> str:
    """The names of an exception's class and its bases, with "?" where there may be others; empty if nothing is known."""
    cls = value.cls if isinstance(value, Object) else value
    if isinstance(cls, Class):
        outside = [name.rpartition(".")[2] for name in cls.external]
        rest = ["?"] if cls.opaque or not all(map(_builtin_ancestors, outside)) else []
        return " ".join([base.name for base in cls.mro] + outside + rest)
    if isinstance(value, Reference):
        name = value.qualified_name.rpartition(".")[2]
        return name if _builtin_ancestors(name) else f"{name} ?"
    return ""


def execute_with(interp: Interpreter, frame: Frame, node: ast.With | ast.AsyncWith) -> Ending:
    dags, groups = interp.dags, interp.groups
    suppresses = False
    for item in node.items:
        manager = interp.eval(item.context_expr, frame)
        suppresses = suppresses or (isinstance(manager, Object) and manager.qualified == "contextlib.suppress")
        entered = enter(interp, manager, frame, item.context_expr)
        if item.optional_vars is not None:
            assign(interp, frame, item.optional_vars, entered)
    interp.try_depth += suppresses
    try:
        ending = interp.execute(frame, node.body)
    finally:
        interp.try_depth -= suppresses
    interp.dags, interp.groups = dags, groups
    return replace_ending(ending, "raise", None) if suppresses else ending
