"""Values from outside that the user has said: environment variables, and what Airflow reads from them.

Airflow takes the variable ``x`` from AIRFLOW_VAR_X and the option ``[a] b`` from AIRFLOW__A__B before it looks anywhere
else, so the environment says them too. The default of ``conf.get`` isn't believed: Airflow's own comes before it.
"""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.expressions import NO_KEY, heapify, key_of
from k8slint.evaluate.heap import Arguments, Frame, H, Module
from k8slint.evaluate.values import Const, Reason

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

_VARIABLE = re.compile(r"airflow(\.\w+)*\.Variable\.get\Z")
_OPTION = re.compile(r"airflow\.configuration\.(conf\.)?(get|getint|getfloat|getboolean)\Z")
_CHANGES = frozenset({"update", "setdefault", "pop", "popitem", "clear"})
ANY = "*"


def known_call(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H | None:
    """What a function gives that reads the environment, a variable or an option, where that is known."""
    outside = run.outside
    if not (outside.environment or outside.defaults) or not arguments.complete:
        return None
    if name in ("os.getenv", "os.environ.get"):
        key = _text(run, arguments.get(0, "key"))
        return None if key is None else _value(run, key, arguments.get(1, "default"), frame, node)
    if _VARIABLE.match(name):
        return _variable(run, arguments, frame, node)
    if _OPTION.match(name):
        return _option(run, name.rpartition(".")[2], arguments, frame, node)
    return None


def environment_variable(run: Run, key: H, frame: Frame, node: ast.AST) -> H | None:
    """``os.environ[key]``, where it is known."""
    name = _text(run, key)
    return None if name is None else _value(run, name, None, frame, node)


def change(run: Run, key: H | None, frame: Frame) -> None:
    """The program changes an environment variable, or any: what was said of it doesn't hold any more."""
    name = _text(run, key)
    frame.module.sets.add(ANY if name is None else name)
    run.memo.clear()


def change_by(run: Run, method: str, frame: Frame) -> None:
    """A method of ``os.environ`` is looked up."""
    if method in _CHANGES:
        change(run, None, frame)


def _text(run: Run, value: H | None) -> str | None:
    known = NO_KEY if value is None else key_of(run, value)
    return known if isinstance(known, str) else None


def _said(run: Run, name: str, frame: Frame) -> str | None:
    return None if _is_changed(run, name, frame) else run.outside.environment.get(name)


def _is_changed(run: Run, name: str, frame: Frame) -> bool:
    todo: list[Module] = [frame.module, *([run.main] if run.main else [])]
    seen: list[Module] = []
    while todo:
        module = todo.pop()
        if name in module.sets or ANY in module.sets:
            return True
        if module not in seen:
            seen.append(module)
            todo += module.uses
    return False


def _value(run: Run, name: str, default: H | None, frame: Frame, node: ast.AST) -> H | None:
    said = _said(run, name, frame)
    if said is not None:
        return Const(said, frame.origin(node))
    believed = run.outside.defaults and not _is_changed(run, name, frame)
    return run.present(default) if believed and default is not None else None


def _variable(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H | None:
    key = _text(run, arguments.get(0, "key"))
    if key is None:
        return None
    name = f"AIRFLOW_VAR_{key.upper()}"
    said = _said(run, name, frame)
    if said is None:
        default = arguments.get(1, "default_var") or arguments.keywords.get("default")
        return _value(run, name, default, frame, node)
    as_json = arguments.get(2, "deserialize_json")
    if as_json is None or (type(as_json) is Const and as_json.value is False):
        return Const(said, frame.origin(node))
    if type(as_json) is not Const or as_json.value is not True:
        return None
    try:
        return heapify(json.loads(said), frame.origin(node))
    except (ValueError, RecursionError):
        return run.unknown(Reason.CALL, frame, node)


def _option(run: Run, method: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H | None:
    section, key = _text(run, arguments.get(0, "section")), _text(run, arguments.get(1, "key"))
    if section is None or key is None:
        return None
    said = _said(run, f"AIRFLOW__{section.replace('.', '_').upper()}__{key.upper()}", frame)
    if said is None or "$" in said or "~" in said:  # Airflow puts in what these stand for
        return None
    try:
        value = _CONVERTED[method](said)
    except ValueError:
        return run.unknown(Reason.CALL, frame, node)
    return Const(value, frame.origin(node))


def _boolean(text: str) -> bool:
    word = text.partition("#")[0].strip().lower()
    if word in ("t", "true", "1"):
        return True
    if word in ("f", "false", "0"):
        return False
    raise ValueError(text)


_CONVERTED: dict[str, Any] = {"get": str, "getint": int, "getfloat": float, "getboolean": _boolean}
