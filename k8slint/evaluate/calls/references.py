"""Calls of code outside the repository: known by name, or recorded as unknown."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.calls.arguments import with_copied_defaults
from k8slint.evaluate.calls.decorated import decorator_call
from k8slint.evaluate.calls.instances import adopt, super_outside
from k8slint.evaluate.libraries.airflow_secret import is_secret, make_secret, secret_method
from k8slint.evaluate.libraries.kubernetes import make_model
from k8slint.evaluate.libraries.methods import text_type
from k8slint.evaluate.libraries.names import (
    CHANGING,
    DECORATORS,
    EXTERNAL,
    class_like,
    is_dag,
    is_harmless,
    is_model,
    known_package,
)
from k8slint.evaluate.libraries.paths import path_method
from k8slint.evaluate.libraries.standard import LIBRARY, replaced
from k8slint.evaluate.machine.objects import (
    MISSING,
    Arguments,
    Class,
    Dictionary,
    Frame,
    HeapValue,
    Method,
    Object,
    Opaque,
)
from k8slint.evaluate.operations.change import escape
from k8slint.evaluate.operations.convert import NotPlain, decided_type, plain
from k8slint.evaluate.operations.environment import change, change_by, known_call
from k8slint.evaluate.operations.paths import is_path
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.machine.interpreter import Interpreter


def call_reference(
    interp: Interpreter, reference: Reference, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
) -> HeapValue:
    """A call of something outside the repository, by its qualified name."""
    name = reference.qualified_name
    known = LIBRARY.get(name)
    if known is not None:
        return known(interp, arguments, frame, node)
    if name.startswith("kubernetes.client.") and is_model(name.rpartition(".")[2]):
        return make_model(interp, name, arguments, frame, node)
    if is_secret(name):
        return make_secret(interp, name, arguments, frame, node)
    if DECORATORS.match(name):
        return decorator_call(interp, name, arguments, frame, node, decorates)
    if name.endswith(".__init__") and arguments.positional and isinstance(arguments.positional[0], Object):
        return _explicit_init(interp, name, arguments, frame, node)
    if name.endswith("load_dotenv"):
        change(interp, None, frame)
    if EXTERNAL.match(name):
        return _external_call(interp, name, arguments, frame, node, decorates)
    base, _, last = name.rpartition(".")
    if last == "partial" and class_like(base):
        result: HeapValue = _made(interp, base, arguments, frame, node)
        interp.record(name, arguments, frame, node, result)
        return result
    if class_like(name) or is_dag(name):
        return _construct(interp, name, arguments, frame, node, decorates)
    result = interp.unknown(Reason.CALL, frame, node)
    interp.record(name, arguments, frame, node, result, decorates=decorates)
    if not is_harmless(name):
        escape(interp, arguments, frame, node)
    return result


def _made(interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> Object:
    made = Object(name, frame.origin(node))
    if not known_package(name):
        made.given = [*arguments.positional, *arguments.keywords.values()]
    adopt(interp, made, arguments)
    return made


def _construct(
    interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any
) -> HeapValue:
    if is_dag(name):
        arguments = with_copied_defaults(arguments)
    made = _made(interp, name, arguments, frame, node)
    if is_dag(name) and arguments.positional:
        interp.put(made, "dag_id", arguments.positional[0])
    interp.record(name, arguments, frame, node, made, decorates=decorates)
    return made


def _explicit_init(interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> HeapValue:
    """``PythonOperator.__init__(self, …)``."""
    receiver = arguments.positional[0]
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    if isinstance(receiver, Object) and receiver.cls is not None:
        return super_outside(interp, receiver.cls, receiver, "__init__", rest, frame, node)
    return interp.unknown(Reason.CALL, frame, node)


_TYPED = {
    "getint": "int", "getboolean": "bool", "getfloat": "float",
}  # fmt: skip


def _external_call(
    interp: Interpreter, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any
) -> HeapValue:
    """What only the run time knows: variables, the environment, the clock, chance."""
    kind: str | None = None
    last = name.rpartition(".")[2]
    if last in _TYPED and ".conf" in name:
        kind = _TYPED[last]
    elif name.endswith(("conf.get", "Variable.get")):
        default = arguments.keywords.get("default_var") or arguments.keywords.get("default") or arguments.get(1, "")
        text = default is None or name.endswith("conf.get") or decided_type(default) == "str"
        kind = (
            "str" if text and "deserialize_json" not in arguments.keywords and len(arguments.positional) < 3 else None
        )
    elif name in ("os.getenv", "os.environ.get"):
        default = arguments.get(1, "default")
        kind = "str" if default is not None and decided_type(default) == "str" else None
    symbol = None
    if not CHANGING.match(name):
        try:
            given = tuple(plain(interp, value) for value in arguments.positional)
            named = tuple(sorted((key, plain(interp, value)) for key, value in arguments.keywords.items()))
            symbol = ("call", name, repr(given), repr(named))
        except (NotPlain, TypeError):
            symbol = None
    result = known_call(interp, name, arguments, frame, node)
    if result is None:
        result = interp.unknown(Reason.EXTERNAL, frame, node, type=kind, symbol=symbol)
    interp.record(name, arguments, frame, node, result, decorates=decorates)
    return result


def reference_attribute(interp: Interpreter, value: Reference, name: str, frame: Frame, node: ast.AST) -> HeapValue:
    """``module.name`` or ``Class.name`` of something outside."""
    qualified = f"{value.qualified_name}.{name}"
    constant = _CONSTANTS.get(qualified, MISSING)
    if constant is not MISSING:
        return Const(constant, frame.origin(node))
    if name in ("__version__", "version_info", "argv") or qualified in ("os.sep", "os.linesep"):
        return interp.unknown(Reason.EXTERNAL, frame, node, symbol=("name", qualified))
    if qualified.startswith("os.environ.") and qualified != "os.environ.get":
        change_by(interp, name, frame)
        return Method(name, interp.unknown(Reason.EXTERNAL, frame, node), frame.origin(node))
    return interp.member(frame, value, name, node)


_CONSTANTS: dict[str, Any] = {
    "typing.TYPE_CHECKING": False,
    "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
    "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "string.digits": "0123456789",
}

_HARMLESS_METHODS = frozenset(
    [
        "append",
        "add",
        "extend",
        "insert",
        "update",
        "get",
        "put",
        "set",
        "join",
        "format",
        "info",
        "debug",
        "warning",
        "error",
        "exception",
        "log",
        "critical",
        "render",
        "send",
        "push",
        "xcom_push",
        "xcom_pull",
        "set_upstream",
        "set_downstream",
        "override",
        "partial",
        "expand",
        "expand_kwargs",
        "map",
        "zip",
        "concat",
        "as_setup",
        "as_teardown",
        "items",
        "keys",
        "values",
        "add_task",
        "add_tasks",
        "setdefault",
        "write",
        "writerow",
        "submit",
    ]
)


def call_object_method(
    interp: Interpreter, receiver: Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """A method that isn't the repository's: recorded, with what the object is."""
    if is_secret(receiver.qualified):
        result = secret_method(interp, receiver, name, arguments, frame, node)
        if result is not None:
            return result
    if is_path(receiver):
        known = path_method(interp, receiver, name, arguments, frame, node)
        if known is not None:
            return known
    cls = receiver.cls
    if cls is not None and not cls.external and not cls.opaque:
        if name == "_replace" and cls.form == "namedtuple":
            return replaced(interp, receiver, arguments, frame, node)
        if name == "_asdict" and cls.form == "namedtuple":
            return Dictionary(dict(receiver.entries), frame.origin(node))
        return interp.unknown(Reason.CLASS, frame, node)
    qualified = receiver.qualified
    result = interp.unknown(Reason.CALL, frame, node)
    if name in ("override", "partial"):
        result_object = Object(qualified, frame.origin(node))
        result_object.entries = {**receiver.entries, **arguments.keywords}
        interp.record(f"{qualified}.{name}", arguments, frame, node, result_object, receiver=receiver)
        return result_object
    bases = tuple(cls.external) if cls else ()
    interp.record(f"{qualified}.{name}", arguments, frame, node, result, bases=bases, receiver=receiver)
    if name not in _HARMLESS_METHODS and not known_package(qualified):
        escape(interp, Arguments([*receiver.given, *arguments.positional, *arguments.keywords.values()]), frame, node)
    return result


def call_unknown_method(
    interp: Interpreter, receiver: Unknown, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """A method of something unknown."""
    if isinstance(receiver, Opaque) and receiver.path is not None:
        known = path_method(interp, receiver, name, arguments, frame, node)
        if known is not None:
            return known
    kind = text_type(name) if receiver.type == "str" else None
    symbol = None
    if isinstance(receiver, Opaque) and not arguments.keywords:
        try:
            symbol = ("method", receiver.key, name, repr([plain(interp, value) for value in arguments.positional]))
        except NotPlain:
            symbol = None
    reason = Reason.FORMAT if kind == "str" else Reason.CALL
    result = interp.opaque(receiver, reason, frame, node, type=kind, symbol=symbol)
    if arguments.keywords:
        interp.record(f"?.{name}", arguments, frame, node, result, receiver=receiver)
    if name not in _HARMLESS_METHODS and receiver.type is None:
        escape(interp, arguments, frame, node)
    return result


def call_class_method(
    interp: Interpreter, cls: Class, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> HeapValue:
    """A method that a class of the repository takes from a base outside: ``MyOperator.partial(…)``."""
    if name == "__new__":
        return Object(cls.qualified, frame.origin(node), cls, complete=True)
    if not cls.external and not cls.opaque:
        return interp.unknown(Reason.CLASS, frame, node)
    result: HeapValue = interp.unknown(Reason.CALL, frame, node)
    if name == "partial":
        made = Object(cls.qualified, frame.origin(node), cls)
        made.reason = Reason.CLASS
        made.entries = dict(arguments.keywords)
        result = made
    interp.record(f"{cls.qualified}.{name}", arguments, frame, node, result, bases=tuple(cls.external) or ("?",))
    return result
