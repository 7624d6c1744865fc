"""Names: where a name is looked up."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from k8slint.evaluate.libraries.builtins import builtin
from k8slint.evaluate.libraries.names import is_model
from k8slint.evaluate.machine.objects import MISSING, Alt, Frame, HeapValue, Pending, Scope
from k8slint.evaluate.syntax.imports import force
from k8slint.evaluate.values import Origin, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def lookup(interp: Interpreter, frame: Frame, name: str, node: ast.AST) -> HeapValue:
    scope: Scope | None = frame.scope
    declared = scope.outer.get(name) if scope is not None and scope.outer else None
    if declared == "global":
        scope = frame.module.scope
    elif declared == "nonlocal" and scope is not None:
        scope = scope.parent
    while scope is not None:
        value = scope.entries.get(name, MISSING)
        if type(value) is Pending:
            value = force(interp, scope, name, value)
        if value is not MISSING:
            if interp.reads is not None and scope.serial < interp.memo_start:
                interp.reads.append((scope, name, value))
            return interp.present(value) if type(value) is Alt else value
        if not scope.complete and scope.reason is not None:
            return interp.unknown(scope.reason, frame, node)
        if scope.stars:
            starred = _starred(scope, name, frame.origin(node))
            if starred is not None:
                return starred
        scope = scope.parent
    found = builtin(name, frame, node)
    return found if found is not None else interp.unknown(Reason.NAME, frame, node)


def _starred(scope: Scope, name: str, origin: Origin) -> HeapValue | None:
    """A name that came with ``from kubernetes.client.models import *``, or may have come with another package's."""
    if is_model(name):
        for package in scope.stars:
            if package.startswith("kubernetes"):
                return Reference(f"kubernetes.client.{name}", origin)
    if hasattr(builtins, name):
        return None
    return Reference(f"{scope.stars[-1]}.{name}", origin)
