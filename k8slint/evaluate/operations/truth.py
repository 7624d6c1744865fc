"""The truth of a value, as a decision tree over unknown conditions."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.conditions import Key, Tree, decide, is_large
from k8slint.evaluate.machine.objects import (
    MISSING,
    Alt,
    Class,
    Decorated,
    Dictionary,
    Frame,
    Function,
    HeapValue,
    Method,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Rest,
    Seq,
    View,
    absence_count,
    leaf_count,
)
from k8slint.evaluate.operations.containers import is_class_name
from k8slint.evaluate.operations.convert import MAX_LEAVES, is_text_enum
from k8slint.evaluate.values import Const, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def negate(interp: Interpreter, value: HeapValue, frame: Frame, node: ast.AST) -> HeapValue:
    tree = truth(interp, value)
    return boolean(interp, tree, frame, node, flip=True)


def boolean(interp: Interpreter, tree: Tree, frame: Frame, node: ast.AST, flip: bool = False) -> HeapValue:
    """A decision tree as a value: True, False, or alternatives of them."""
    origin = frame.origin(node)
    if isinstance(tree, bool):
        return Const(tree != flip, origin)
    key, yes, no = tree
    if is_large(tree):  # its parts are shared: taken apart, they would double at each test
        decided = decide(tree)
        assert not isinstance(decided, bool)
        return Alt(decided[0], "a condition", Const(not flip, origin), Const(flip, origin), origin)
    return Alt(
        key, text_of_key(key), boolean(interp, yes, frame, node, flip), boolean(interp, no, frame, node, flip), origin
    )


def text_of_key(key: Key) -> str:
    """How a test is shown when no source text is at hand."""
    if key[0] == "==":
        return f"{_shown(key[1])} == {key[2][1]!r}"
    if key[0] == "truth":
        return _shown(key[1])
    return "a condition"


def _shown(symbol: Any) -> str:
    if isinstance(symbol, tuple) and symbol and symbol[-1] is not None and isinstance(symbol[-1], str):
        return symbol[-1]
    return "a value"


def truth(interp: Interpreter, value: HeapValue) -> Tree:
    """Whether a value is true, as a decision tree over what isn't known."""
    value = interp.resolve(value)
    if type(value) is Alt:
        outer = interp.assumptions
        interp.assumptions = outer.assume(value.key, 0)
        yes = truth(interp, value.yes)
        interp.assumptions = outer.assume(value.key, 1)
        no = truth(interp, value.no)
        interp.assumptions = outer
        return yes if isinstance(yes, bool) and yes is no else (value.key, yes, no)
    if type(value) is Const:
        return bool(value.value)
    if isinstance(value, View):
        return truth(interp, value.table)
    if isinstance(value, Seq) and value.kind == "iterator":
        return True
    if isinstance(value, Seq):
        return _nonempty(interp, value)
    if isinstance(value, Dictionary):
        if any(item is not MISSING and type(item) is not Alt for item in value.entries.values()):
            return True
        if value.complete and not any(type(item) is Alt for item in value.entries.values()):
            return False
        return _atom(interp, ("truth", ("size", id(value), value.version)))
    if isinstance(value, Object) and value.cls is not None and not value.cls.opaque:
        if value.cls.form == "enum" and is_text_enum(value):
            return truth(interp, value.entries["value"])
        if value.cls.find("__bool__") or value.cls.find("__len__") or _may_be_empty(value.cls):
            return _atom(interp, ("truth", ("id", id(value))))
        return True
    if isinstance(value, Opaque):
        symbol = value.key
        if isinstance(symbol, tuple) and symbol[0] in ("==", "tree", "truth"):
            return _atom(interp, symbol)
        return _atom(interp, ("truth", symbol))
    if isinstance(value, (Function, Class, ModuleObject, Method, Partial, Decorated, ModelObject)):
        return True
    if isinstance(value, Reference):
        return True if is_class_name(value) else _atom(interp, ("truth", value.qualified_name))
    return _atom(interp, ("truth", ("id", id(value))))


def _may_be_empty(cls: Class) -> bool:
    """Whether a base outside may say how long an object is: one of Python's own types, or of an unknown library."""
    own = ("airflow.", "kubernetes.", "enum.")
    return not all(name.startswith(own) for name in cls.external)


def _atom(interp: Interpreter, key: Key) -> Tree:
    branch = interp.assumptions.branch(key)
    return (key, True, False) if branch is None else branch == 0


def _nonempty(interp: Interpreter, seq: Seq) -> Tree:
    tree: Tree = False
    size = 1
    for item in reversed(seq.items):
        item = interp.resolve(item)
        if type(item) is Rest:
            tree, size = _atom(interp, ("truth", ("rest", id(item)))), 2
        elif type(item) is Alt:
            absent = absence_count(item)
            size = leaf_count(item) - absent + absent * size
            if size > MAX_LEAVES:  # what is behind an item stands wherever that may be missing
                return _atom(interp, ("truth", ("size", id(seq), seq.version)))
            tree = _there(interp, item, tree)
        elif item is not MISSING:
            return True
    return tree


def _there(interp: Interpreter, item: HeapValue, below: Tree) -> Tree:
    if type(item) is Alt:
        return (item.key, _there(interp, item.yes, below), _there(interp, item.no, below))
    if type(item) is Rest:
        return _atom(interp, ("truth", ("rest", id(item))))
    return below if item is MISSING else True
