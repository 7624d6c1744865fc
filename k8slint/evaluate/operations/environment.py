"""Environment variables that the user set in the settings, and the functions of Airflow that read them.

Airflow takes the variable ``x`` from AIRFLOW_VAR_X and the option ``[a] b`` from AIRFLOW__A__B before it looks anywhere
else, so the environment says them too. The default of ``conf.get`` isn't believed: Airflow's own comes before it.
"""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.operations.convert import NO_KEY, heapify, key_of
from k8slint.evaluate.values import Const, Reason
from k8slint.patterns import pattern

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter
    from k8slint.evaluate.machine.objects import Arguments, Frame, HeapValue, Module


_VARIABLE = pattern(r"airflow(\.\w+)*\.Variable\.get\Z")
_OPTION = pattern(r"airflow\.configuration\.(conf\.)?(get|getint|getfloat|getboolean)\Z")
_CHANGES = frozenset({"update", "setdefault", "pop", "popitem", "clear"})
ANY = "*"


def known_call(interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue | None:
    """What a function gives that reads the environment, a variable or an option, where that is known."""
    given = interp.session.environment
    if not (given.environment or given.defaults) or not arguments.complete:
        return None
    if name in ("os.getenv", "os.environ.get"):
        key = _text(interp, arguments.get(0, "key"))
        return None if key is None else _value(interp, key, arguments.get(1, "default"), frame, node)
    if _VARIABLE.match(name):
        return _variable(interp, arguments, frame, node)
    if _OPTION.match(name):
        return _option(interp, name.rpartition(".")[2], arguments, frame, node)
    return None


def environment_variable(interp: Interpreter, key: HeapValue, frame: Frame, node: ast.AST) -> HeapValue | None:
    """``os.environ[key]``, where it is known."""
    name = _text(interp, key)
    return None if name is None else _value(interp, name, None, frame, node)


def change(interp: Interpreter, key: HeapValue | None, frame: Frame) -> None:
    """The program changes an environment variable, or any: what was said of it doesn't hold any more."""
    name = _text(interp, key)
    frame.module.sets.add(ANY if name is None else name)
    interp.memo.clear()


def change_by(interp: Interpreter, method: str, frame: Frame) -> None:
    """A method of ``os.environ`` is looked up."""
    if method in _CHANGES:
        change(interp, None, frame)


def _text(interp: Interpreter, value: HeapValue | None) -> str | None:
    known = NO_KEY if value is None else key_of(interp, value)
    return known if isinstance(known, str) else None


def _said(interp: Interpreter, name: str, frame: Frame) -> str | None:
    return None if _is_changed(interp, name, frame) else interp.session.environment.environment.get(name)


def _is_changed(interp: Interpreter, name: str, frame: Frame) -> bool:
    todo: list[Module] = [frame.module, *([interp.session.main] if interp.session.main else [])]
    seen: list[Module] = []
    while todo:
        module = todo.pop()
        if name in module.sets or ANY in module.sets:
            return True
        if module not in seen:
            seen.append(module)
            todo += module.uses
    return False


def _value(interp: Interpreter, name: str, default: HeapValue | None, frame: Frame, node: ast.AST) -> HeapValue | None:
    said = _said(interp, name, frame)
    if said is not None:
        return Const(said, frame.origin(node))
    believed = interp.session.environment.defaults and not _is_changed(interp, name, frame)
    return interp.present(default) if believed and default is not None else None


def _variable(interp: Interpreter, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue | None:
    key = _text(interp, arguments.get(0, "key"))
    if key is None:
        return None
    name = f"AIRFLOW_VAR_{key.upper()}"
    said = _said(interp, name, frame)
    if said is None:
        default = arguments.get(1, "default_var") or arguments.keywords.get("default")
        return _value(interp, name, default, frame, node)
    as_json = arguments.get(2, "deserialize_json")
    if as_json is None or (type(as_json) is Const and as_json.value is False):
        return Const(said, frame.origin(node))
    if type(as_json) is not Const or as_json.value is not True:
        return None
    try:
        return heapify(json.loads(said), frame.origin(node))
    except (ValueError, RecursionError):
        return interp.unknown(Reason.CALL, frame, node)


def _option(interp: Interpreter, method: str, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue | None:
    section, key = _text(interp, arguments.get(0, "section")), _text(interp, arguments.get(1, "key"))
    if section is None or key is None:
        return None
    said = _said(interp, f"AIRFLOW__{section.replace('.', '_').upper()}__{key.upper()}", frame)
    if said is None or "$" in said or "~" in said:  # Airflow puts in what these stand for
        return None
    try:
        value = _CONVERTED[method](said)
    except ValueError:
        return interp.unknown(Reason.CALL, frame, node)
    return Const(value, frame.origin(node))


def _boolean(text: str) -> bool:
    word = text.partition("#")[0].strip().lower()
    if word in ("t", "true", "1"):
        return True
    if word in ("f", "false", "0"):
        return False
    raise ValueError(text)


_CONVERTED: dict[str, Any] = {"get": str, "getint": int, "getfloat": float, "getboolean": _boolean}
