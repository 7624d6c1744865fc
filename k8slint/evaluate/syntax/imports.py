"""Imports: of the repository's own modules, which are evaluated, and of others, which become names (Reference)."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from k8slint.evaluate.libraries.names import canonical
from k8slint.evaluate.machine.objects import MISSING, Alt, Frame, HeapValue, Module, ModuleObject, Pending, Scope
from k8slint.evaluate.operations.change import bind
from k8slint.evaluate.values import Const, Reason, Reference

if TYPE_CHECKING:
    from k8slint.evaluate.conditions import Key
    from k8slint.evaluate.machine.interpreter import Interpreter


# Packages that are certainly there where a DAG is imported, and never the repository's own.
CERTAIN = frozenset({"airflow", "kubernetes"}) | sys.stdlib_module_names


def import_modules(interp: Interpreter, frame: Frame, node: ast.Import) -> None:
    """``import a.b, c as d``."""
    for alias in node.names:
        if alias.asname is not None:
            bind(interp, frame, alias.asname, module_value(interp, frame, alias.name, node))
        else:
            top = alias.name.partition(".")[0]
            value = module_value(interp, frame, top, node)
            if isinstance(value, ModuleObject) and "." in alias.name:
                module_value(interp, frame, alias.name, node)  # evaluated for what it binds in its package
            bind(interp, frame, top, value)


def import_names(interp: Interpreter, frame: Frame, node: ast.ImportFrom) -> None:
    """``from a import b, c as d`` and ``from a import *``."""
    if node.module == "__future__":
        return
    base = module_value(interp, frame, node.module or "", node, node.level)
    for alias in node.names:
        if alias.name == "*":
            _import_star(interp, frame, base, node)
            continue
        name = alias.asname or alias.name
        if isinstance(base, ModuleObject) and frame.scope.kind != "class" and len(interp.journals) <= 1:
            # Most imported names aren't needed to know a pod; their modules are not evaluated.
            bind(interp, frame, name, Pending(base.module, alias.name, frame, node))
        else:
            bind(interp, frame, name, member(interp, frame, base, alias.name, node))


def _import_star(interp: Interpreter, frame: Frame, base: Reference | ModuleObject, node: ast.ImportFrom) -> None:
    if isinstance(base, ModuleObject):
        interp.ready(base.module)
        scope = base.module.scope
        exported = scope.entries.get("__all__")
        listed = None
        if exported is not None and hasattr(exported, "items"):
            listed = [getattr(item, "value", None) for item in exported.items]
        for name, value in list(scope.entries.items()):
            if (name in listed) if listed is not None else not name.startswith("_"):
                bind(interp, frame, name, value)
        frame.scope.stars.extend(scope.stars)
        if not scope.complete:
            frame.scope.stars.append(base.module.name)
    else:
        frame.scope.stars.append(base.qualified_name)


def module_value(
    interp: Interpreter, frame: Frame, name: str, node: ast.stmt, level: int = 0
) -> Reference | ModuleObject:
    """A module: of the repository (evaluated), or a Reference to one outside."""
    origin = frame.origin(node)
    if not level and name.partition(".")[0] in CERTAIN:
        return Reference(canonical(name), origin)
    shown = "." * level + name
    if interp.project is None:
        return Reference(shown, origin)
    file = interp.project.resolve(name, frame.module.path, level)
    if file is None:
        return Reference(_absolute(frame.module, name, level), origin)
    return ModuleObject(interp.find(file, frame.module), origin)


def _absolute(module: Module, name: str, level: int) -> str:
    """The dotted name of a relative import, for showing."""
    if not level:
        return name
    package = module.package.split(".") if module.package else []
    kept = package[: len(package) - level + 1]
    return ".".join([*kept, name] if name else kept) or "." * level + name


def member(interp: Interpreter, frame: Frame, base: Reference | ModuleObject, name: str, node: ast.AST) -> HeapValue:
    """``base.name``, as ``from base import name`` finds it: an attribute of the module, else a submodule."""
    value = _member(interp, frame, base, name, node)
    return interp.present(value) if type(value) is Alt else value


def _member(interp: Interpreter, frame: Frame, base: Reference | ModuleObject, name: str, node: ast.AST) -> HeapValue:
    """The same with all its alternatives, whatever is assumed where somebody looks."""
    origin = frame.origin(node)
    if isinstance(base, Reference):
        qualified = canonical(f"{base.qualified_name}.{name}")
        if qualified == "typing.TYPE_CHECKING":
            return Const(False, origin)
        return Reference(qualified, origin)
    module = base.module
    interp.ready(module)
    value = module.scope.entries.get(name, MISSING)
    if type(value) is Pending:
        value = force(interp, module.scope, name, value)
    if value is not MISSING:
        if interp.reads is not None and module.scope.serial < interp.memo_start:
            interp.reads.append((module.scope, name, value))
        return value
    if module.is_package and interp.project is not None:
        file = interp.project.resolve(name, module.path, 1)
        if file is not None:
            return ModuleObject(interp.find(file, module), origin)
    if module.pending is not None:
        return interp.unknown(Reason.LIMIT, frame, node)
    if module.loading:
        return interp.unknown(Reason.CYCLE, frame, node)
    for package in module.scope.stars:
        return Reference(canonical(f"{package}.{name}"), origin)
    if not module.scope.complete and module.scope.reason is not None:
        return interp.unknown(module.scope.reason, frame, node)
    return interp.unknown(Reason.IMPORT, frame, node)


def force(interp: Interpreter, scope: Scope, name: str, pending: Pending) -> HeapValue:
    """What an imported name stands for, with all its alternatives; the scope holds it from here on."""
    assert interp.project is not None
    if pending.forced:
        return interp.unknown(Reason.CYCLE, pending.frame, pending.node)
    pending.forced = True
    try:
        with interp.project.recording() as reads:
            value = _member(
                interp, pending.frame, ModuleObject(pending.module, pending.origin), pending.name, pending.node
            )
    finally:
        pending.forced = False
    pending.frame.module.reads |= reads
    if scope.entries.get(name) is pending and not pending.module.loading:
        scope.entries[name] = value
    return value


def resolves(interp: Interpreter, frame: Frame, node: ast.Import | ast.ImportFrom) -> bool:
    """Whether an import certainly works: a package that is always there, or a module of the repository."""
    names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
    level = node.level if isinstance(node, ast.ImportFrom) else 0
    for name in names:
        if not level and name.partition(".")[0] in CERTAIN:
            continue
        if interp.project is None or interp.project.resolve(name, frame.module.path, level) is None:
            return False
    return True


def _imports(body: list[ast.stmt]) -> list[ast.Import | ast.ImportFrom]:
    return [statement for statement in body if isinstance(statement, (ast.Import, ast.ImportFrom))]


def _import_handler(node: ast.Try) -> ast.ExceptHandler | None:
    for handler in node.handlers:
        if handler.type is None:
            return handler
        names = {part.id for part in ast.walk(handler.type) if isinstance(part, ast.Name)}
        if names & {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}:
            return handler
    return None


def preferred(interp: Interpreter, frame: Frame, node: ast.Try) -> list[ast.stmt] | None:
    """The handler's body where the import in the ``try`` can't be found and the handler's can; else None."""
    handler = _import_handler(node)
    if handler is None:
        return None
    tried, instead = _imports(node.body), _imports(handler.body)
    if not tried or not instead or all(resolves(interp, frame, one) for one in tried):
        return None
    return handler.body if all(resolves(interp, frame, one) for one in instead) else None


def undecided(interp: Interpreter, frame: Frame, node: ast.Try) -> tuple[Key, str, list[ast.stmt]] | None:
    """Where it can't be known whether the import in a ``try`` works, and the handler imports nothing instead."""
    handler = _import_handler(node)
    if handler is None:
        return None
    missing = [one for one in _imports(node.body) if not resolves(interp, frame, one)]
    if not missing or _imports(handler.body):
        return None
    one = missing[0]
    name = one.names[0].name if isinstance(one, ast.Import) else "." * one.level + (one.module or "")
    return ("truth", ("import", name)), f"{name} can be imported", handler.body
