"""What is known of code outside the repository: Python's builtins, the parts of its library that DAGs are written with,
the kubernetes models, and Airflow's Secret, DAG and decorators. Anything else is called by name and recorded.
"""

from __future__ import annotations

import ast
import functools
import math
import os
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from k8slint.evaluate.expressions import (
    MAX_ITEMS,
    NotPlain,
    boolean,
    decided_type,
    distinct,
    formatted,
    heapify,
    iterate,
    merge_into,
    plain,
    text_repr,
    text_str,
    too_large,
    truth,
)
from k8slint.evaluate.heap import (
    MISSING,
    Alt,
    Arguments,
    Builtin,
    Class,
    Decorated,
    Descriptor,
    Dictionary,
    Frame,
    Function,
    H,
    Method,
    ModelObject,
    ModuleObject,
    Object,
    Opaque,
    Partial,
    Raised,
    Rest,
    Seq,
    Thing,
    text_of,
)
from k8slint.evaluate.values import Const, Origin, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

Library = Callable[["Run", Arguments, Frame, ast.AST], H]

# Names

_MODEL = re.compile(r"(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?[A-Z]\w*\Z")
_CLASS = re.compile(r"_*[A-Z]\w*[a-z]\w*\Z")
_DECORATORS = re.compile(r"airflow(\.\w+)*\.(task|dag|task_group|setup|teardown)(\.\w+)*\Z")
_HARMLESS_PACKAGES = frozenset(
    {"airflow", "kubernetes", "yaml", "pendulum", "dateutil", "pytz", "requests", "jinja2", "cosmos", "pandas"}
) | (sys.stdlib_module_names)
_MUTATORS = re.compile(
    r"(random\.shuffle|heapq\.\w+|bisect\.insort\w*|operator\.(i\w+|setitem|delitem)|_?operator\.\w+|builtins\.\w+)\Z"
)
_EXTERNAL = re.compile(
    r"(os\.(environ|environb|getenv|getcwd|getpid|uname|listdir|walk|stat|scandir|getlogin|path\.(exists|isfile|isdir|getsize))"
    r"|sys\.(argv|platform|version|version_info|executable|path)|random|secrets|uuid|datetime|time|socket|platform|getpass"
    r"|subprocess|tempfile|pendulum|dateutil|pytz|zoneinfo|requests|boto3|hvac"
    r"|airflow\.configuration|airflow\.settings|airflow\.version|airflow\.__version__|airflow\.macros"
    r"|airflow\.utils\.(dates|timezone)|importlib\.metadata)(\.|\Z)"
    r"|airflow(\.\w+)*\.(Variable|Connection|BaseHook|conf)(\.|\Z)"
)
_CHANGING = re.compile(r"(random|secrets|uuid|datetime|time|pendulum|tempfile|airflow\.utils)(\.|\Z)")
_SECRET = re.compile(r"airflow(\.\w+)*\.secret\.Secret\Z")

PASSING_DECORATORS = frozenset(
    {
        "functools.wraps", "functools.lru_cache", "functools.cache", "functools.total_ordering", "contextlib.contextmanager",
        "abc.abstractmethod", "typing.final", "typing.override", "typing.no_type_check", "typing.runtime_checkable",
        "typing_extensions.override", "typing.overload", "enum.unique", "contextlib.asynccontextmanager",
        "functools.singledispatch", "atexit.register",
    }
)  # fmt: skip

MODEL_METHODS = frozenset({"to_dict", "to_str", "model_dump", "model_copy", "openapi_types", "attribute_map"})


@functools.lru_cache(maxsize=4096)
def canonical(name: str) -> str:
    """One name for each thing that can be imported from several places.

    ``kubernetes.client.models.v1_pod.V1Pod`` is ``kubernetes.client.V1Pod``; ``k8s`` in a module of Airflow is the
    client's ``models``, as Airflow itself imports it.
    """
    if name.startswith("airflow.") and ".k8s" in name:
        parts = name.split(".")
        if "k8s" in parts:
            name = ".".join(["kubernetes.client.models", *parts[parts.index("k8s") + 1 :]])
    if name.startswith("kubernetes.client.") or name.startswith("kubernetes.client.models."):
        last = name.rpartition(".")[2]
        if is_model(last):
            return f"kubernetes.client.{last}"
    return name


def is_model(name: str) -> bool:
    """Whether a name of ``kubernetes.client`` is a model class, and no Api."""
    return _MODEL.match(name) is not None and not name.endswith("Api")


def class_like(name: str) -> bool:
    """Whether the last part of a dotted name looks like a class."""
    return _CLASS.match(name.rpartition(".")[2]) is not None


def is_certain(name: str) -> bool:
    """Whether a name is one of Python's, Airflow's or the client's own functions or modules (no constant of a team's)."""
    return name.partition(".")[0] in _HARMLESS_PACKAGES and not name.rpartition(".")[2].isupper()


def is_dag(name: str) -> bool:
    return name.rpartition(".")[2] in ("DAG", "Dag")


def dag_id(value: Object) -> str | None:
    known = value.entries.get("dag_id")
    return known.value if type(known) is Const and isinstance(known.value, str) else None


def keeps_arguments(value: Object) -> bool:
    """Whether an object is Airflow's, whose constructors keep keyword arguments as attributes."""
    names = [value.qualified] if value.cls is None else value.cls.external
    return any(name.partition(".")[0] == "airflow" for name in names)


# Calls of references


def call_reference(
    run: Run, reference: Reference, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
) -> H:
    """A call of something outside the repository, by its qualified name."""
    name = reference.qualified_name
    known = LIBRARY.get(name)
    if known is not None:
        return known(run, arguments, frame, node)
    if name.startswith("kubernetes.client.") and is_model(name.rpartition(".")[2]):
        return make_model(run, name, arguments, frame, node)
    if _SECRET.match(name):
        return _make_secret(run, name, arguments, frame, node)
    if _DECORATORS.match(name):
        return _decorator_call(run, name, arguments, frame, node, decorates)
    if name.endswith(".__init__") and arguments.positional and isinstance(arguments.positional[0], Object):
        return _explicit_init(run, name, arguments, frame, node)
    if _EXTERNAL.match(name):
        return _external_call(run, name, arguments, frame, node, decorates)
    base, _, last = name.rpartition(".")
    if last == "partial" and class_like(base):
        result: H = _made(run, base, arguments, frame, node)
        run.record(name, arguments, frame, node, result)
        return result
    if class_like(name) or is_dag(name):
        return _construct(run, name, arguments, frame, node, decorates)
    result = run.unknown(Reason.CALL, frame, node)
    run.record(name, arguments, frame, node, result, decorates=decorates)
    if not is_harmless(name):
        from k8slint.evaluate.calls import escape

        escape(run, arguments, frame, node)
    return result


def is_harmless(name: str) -> bool:
    """Whether a function outside leaves its arguments as they are: constructors, and packages known to."""
    if _MUTATORS.match(name):
        return False
    return class_like(name) or name.partition(".")[0] in _HARMLESS_PACKAGES


def _made(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> Object:
    from k8slint.evaluate.classes import adopt

    made = Object(name, frame.origin(node))
    adopt(run, made, arguments)
    return made


def _construct(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any) -> H:
    if is_dag(name):
        arguments = with_copied_defaults(arguments)
    made = _made(run, name, arguments, frame, node)
    if is_dag(name) and arguments.positional:
        run.put(made, "dag_id", arguments.positional[0])
    run.record(name, arguments, frame, node, made, decorates=decorates)
    return made


def with_copied_defaults(arguments: Arguments) -> Arguments:
    """A DAG deep-copies its default_args when it is made (``DAG.__init__``, all versions): later changes don't reach it."""
    from k8slint.evaluate.calls import duplicate

    if "default_args" not in arguments.keywords:
        return arguments
    keywords = {**arguments.keywords, "default_args": duplicate(arguments.keywords["default_args"], {})}
    return Arguments(arguments.positional, keywords, arguments.keys, arguments.complete)


def _explicit_init(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``PythonOperator.__init__(self, …)``."""
    from k8slint.evaluate.classes import super_outside

    receiver = arguments.positional[0]
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    if isinstance(receiver, Object) and receiver.cls is not None:
        return super_outside(run, receiver.cls, receiver, "__init__", rest, frame, node)
    return run.unknown(Reason.CALL, frame, node)


_TYPED = {
    "getint": "int", "getboolean": "bool", "getfloat": "float",
}  # fmt: skip


def _external_call(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any) -> H:
    """What only the run time knows: variables, the environment, the clock, chance."""
    kind: str | None = None
    last = name.rpartition(".")[2]
    if last in _TYPED and ".conf" in name:
        kind = _TYPED[last]
    elif name.endswith("conf.get") or name.endswith("Variable.get"):
        default = arguments.keywords.get("default_var") or arguments.keywords.get("default") or arguments.get(1, "")
        text = default is None or name.endswith("conf.get") or decided_type(default) == "str"
        kind = (
            "str" if text and "deserialize_json" not in arguments.keywords and len(arguments.positional) < 3 else None
        )
    elif name in ("os.getenv", "os.environ.get"):
        default = arguments.get(1, "default")
        kind = "str" if default is not None and decided_type(default) == "str" else None
    symbol = None
    if not _CHANGING.match(name):
        try:
            given = tuple(plain(run, value) for value in arguments.positional)
            named = tuple(sorted((key, plain(run, value)) for key, value in arguments.keywords.items()))
            symbol = ("call", name, repr(given), repr(named))
        except (NotPlain, TypeError):
            symbol = None
    result = run.unknown(Reason.EXTERNAL, frame, node, type=kind, symbol=symbol)
    run.record(name, arguments, frame, node, result, decorates=decorates)
    return result


def reference_attribute(run: Run, value: Reference, name: str, frame: Frame, node: ast.AST) -> H:
    """``module.name`` or ``Class.name`` of something outside."""
    from k8slint.evaluate.imports import member

    qualified = f"{value.qualified_name}.{name}"
    constant = _CONSTANTS.get(qualified, MISSING)
    if constant is not MISSING:
        return Const(constant, frame.origin(node))
    if name in ("__version__", "version_info", "argv") or qualified in ("os.sep", "os.linesep"):
        return run.unknown(Reason.EXTERNAL, frame, node, symbol=("name", qualified))
    if qualified.startswith("os.environ.") and qualified != "os.environ.get":
        return Method(name, run.unknown(Reason.EXTERNAL, frame, node), frame.origin(node))
    return member(run, frame, value, name, node)


_CONSTANTS: dict[str, Any] = {
    "typing.TYPE_CHECKING": False,
    "string.ascii_lowercase": "abcdefghijklmnopqrstuvwxyz",
    "string.ascii_uppercase": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "string.digits": "0123456789",
}


# Kubernetes models


def make_model(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A call of a model class."""
    model = ModelObject(name.rpartition(".")[2], frame.origin(node))
    model.entries = dict(arguments.keywords)
    model.keys = dict(arguments.keys)
    model.positional = list(arguments.positional)
    if not arguments.complete:
        model.complete, model.reason = False, Reason.SPLAT
    run.record(name, arguments, frame, node, model)
    if model.name == "V1Pod":
        run.records.pods.append(model)
    return model


def new_model(run: Run, name: str, frame: Frame, node: ast.AST, /, **fields: H) -> ModelObject:
    """A model that Airflow's own code makes."""
    model = ModelObject(name, frame.origin(node))
    model.entries = dict(fields)
    return model


def call_model_method(run: Run, model: ModelObject, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if name == "to_dict" and not arguments.positional and not arguments.keywords:
        return _to_dict(run, model, frame, node)
    if name == "to_str":
        return run.unknown(Reason.CALL, frame, node, type="str")
    if name in model.entries:
        return run.call(run.present(model.entries[name]), arguments, frame, node)
    if name == "__setattr__" and len(arguments.positional) == 2 and type(arguments.positional[0]) is Const:
        run.put(model, arguments.positional[0].value, arguments.positional[1])
        return Const(None, frame.origin(node))
    return run.unknown(Reason.CALL, frame, node)


def _to_dict(run: Run, value: H, frame: Frame, node: ast.AST) -> H:
    """``model.to_dict()``: snake_case keys; the fields that weren't given are None."""
    origin = frame.origin(node)

    def convert(one: H, depth: int = 0) -> H:
        if type(one) is Alt:
            return Alt(one.key, one.text, convert(one.yes, depth), convert(one.no, depth), one.origin)
        if depth > 60:
            return run.unknown(Reason.LIMIT, frame, node)
        if isinstance(one, ModelObject):
            table = Dictionary(
                {key: convert(item, depth + 1) for key, item in one.entries.items()}, origin, dict(one.keys)
            )
            table.factory = Const(None, origin)
            table.complete = one.complete and not one.positional
            table.reason = None if table.complete else one.reason or Reason.CALL
            return table
        if isinstance(one, Seq):
            return Seq([convert(item, depth + 1) for item in one.items], one.origin, one.kind)
        if isinstance(one, Dictionary):
            table = Dictionary(
                {key: convert(item, depth + 1) for key, item in one.entries.items()}, one.origin, dict(one.keys)
            )
            table.complete, table.reason = one.complete, one.reason
            return table
        return one

    return convert(value)


# Airflow's Secret (the same body in its three modules)


def _make_secret(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    secret = Object(name, frame.origin(node), complete=arguments.complete)
    none = Const(None, frame.origin(node))
    names = ("deploy_type", "deploy_target", "secret", "key", "items")
    for index, field in enumerate(names):
        value = arguments.get(index, field)
        if value is None:
            value = none if field in ("key", "items") and arguments.complete else run.unknown(Reason.SPLAT, frame, node)
        secret.entries[field] = value
    kind = secret.entries["deploy_type"]
    if type(kind) is Const and kind.value == "env":
        # `self.deploy_target = deploy_target.upper()` for env, in every version
        secret.entries["deploy_target"] = run.lift(
            secret.entries["deploy_target"], lambda one: _upper(run, one, frame, node)
        )
    elif type(kind) is not Const:
        secret.entries["deploy_target"] = run.opaque(secret.entries["deploy_target"], Reason.CALL, frame, node)
    run.record(name, arguments, frame, node, secret)
    return secret


def _upper(run: Run, value: H, frame: Frame, node: ast.AST) -> H:
    if type(value) is Const:
        return Const(value.value.upper(), value.origin) if isinstance(value.value, str) else value
    return run.opaque(value, Reason.CALL, frame, node, type="str")


def _secret_method(run: Run, secret: Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H | None:
    origin = frame.origin(node)
    get = secret.entries.__getitem__
    if name == "to_env_secret":
        selector = new_model(run, "V1SecretKeySelector", frame, node, name=get("secret"), key=get("key"))
        source = new_model(run, "V1EnvVarSource", frame, node, secret_key_ref=selector)
        return new_model(run, "V1EnvVar", frame, node, name=get("deploy_target"), value_from=source)
    if name == "to_env_from_secret":
        reference = new_model(run, "V1SecretEnvSource", frame, node, name=get("secret"))
        return new_model(run, "V1EnvFromSource", frame, node, secret_ref=reference)
    if name == "to_volume_secret":
        unique = run.unknown(Reason.EXTERNAL, frame, node, "secretvol<uuid>", "str")
        source = new_model(run, "V1SecretVolumeSource", frame, node, secret_name=get("secret"))
        items = get("items")
        if not (type(items) is Const and not items.value):
            source.entries["items"] = items
        volume = new_model(run, "V1Volume", frame, node, name=unique, secret=source)
        mount = new_model(
            run,
            "V1VolumeMount",
            frame,
            node,
            mount_path=get("deploy_target"),
            name=unique,
            read_only=Const(True, origin),
        )
        return Seq([volume, mount], origin, "tuple")
    if name == "attach_to_pod" and arguments.get(0, "pod") is not None:
        return _attach(run, secret, arguments.get(0, "pod") or MISSING, frame, node)
    return None


def _attach(run: Run, secret: Object, pod: H, frame: Frame, node: ast.AST) -> H:
    """``Secret.attach_to_pod``: a copy of the pod, with the secret in its first container."""
    from k8slint.evaluate.calls import duplicate
    from k8slint.evaluate.expressions import subscript

    kind, key = secret.entries["deploy_type"], secret.entries["key"]
    if type(kind) is not Const or type(key) is not Const or not isinstance(pod, ModelObject):
        return run.unknown(Reason.CALL, frame, node)
    copy = duplicate(pod, {})
    assert isinstance(copy, ModelObject)
    spec = run.attribute(copy, "spec", frame, node)
    containers = run.attribute(spec, "containers", frame, node)
    first = subscript(run, containers, Const(0, frame.origin(node)), frame, node)
    if not isinstance(spec, ModelObject) or not isinstance(first, ModelObject):
        return run.unknown(Reason.CALL, frame, node)
    nothing = Arguments()
    if kind.value == "volume":
        pair = _secret_method(run, secret, "to_volume_secret", nothing, frame, node)
        assert isinstance(pair, Seq)
        _append_to(run, spec, "volumes", pair.items[0], frame, node)
        _append_to(run, first, "volume_mounts", pair.items[1], frame, node)
    elif kind.value == "env" and key.value is not None:
        _append_to(run, first, "env", _secret_method(run, secret, "to_env_secret", nothing, frame, node), frame, node)
    elif kind.value == "env":
        _append_to(
            run, first, "env_from", _secret_method(run, secret, "to_env_from_secret", nothing, frame, node), frame, node
        )
    run.records.pods.append(copy)
    return copy


def _append_to(run: Run, model: ModelObject, field: str, item: H | None, frame: Frame, node: ast.AST) -> None:
    present = run.attribute(model, field, frame, node)
    assert item is not None
    if isinstance(present, Seq):
        run.append(present, item)
    elif type(present) is Const and present.value is None:
        run.put(model, field, Seq([item], frame.origin(node)))
    else:
        run.put(model, field, run.unknown(Reason.CALL, frame, node))


# Methods of objects outside


_HARMLESS_METHODS = frozenset(
    "append add extend insert update get put set join format info debug warning error exception log critical render send "
    "push xcom_push xcom_pull set_upstream set_downstream override partial expand expand_kwargs map zip concat as_setup "
    "as_teardown items keys values add_task add_tasks setdefault write writerow submit".split()
)


def call_object_method(run: Run, receiver: Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method that isn't the repository's: recorded, with what the object is."""
    if _SECRET.match(receiver.qualified):
        result = _secret_method(run, receiver, name, arguments, frame, node)
        if result is not None:
            return result
    cls = receiver.cls
    if cls is not None and not cls.external and not cls.opaque:
        if name == "_replace" and cls.form == "namedtuple":
            return _replaced(run, receiver, arguments, frame, node)
        if name == "_asdict" and cls.form == "namedtuple":
            return Dictionary(dict(receiver.entries), frame.origin(node))
        return run.unknown(Reason.CLASS, frame, node)
    qualified = receiver.qualified
    result = run.unknown(Reason.CALL, frame, node)
    if name in ("override", "partial"):
        result_object = Object(qualified, frame.origin(node))
        result_object.entries = {**receiver.entries, **arguments.keywords}
        run.record(f"{qualified}.{name}", arguments, frame, node, result_object, receiver=receiver)
        return result_object
    bases = tuple(cls.external) if cls else ()
    run.record(f"{qualified}.{name}", arguments, frame, node, result, bases=bases, receiver=receiver)
    if name not in _HARMLESS_METHODS and not is_harmless(qualified.partition(".")[0] + ".x"):
        from k8slint.evaluate.calls import escape

        escape(run, arguments, frame, node)
    return result


def _replaced(run: Run, value: Object, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    copy = Object(value.qualified, frame.origin(node), value.cls, value.complete)
    copy.entries = {**value.entries, **arguments.keywords}
    return copy


def call_unknown_method(run: Run, receiver: Unknown, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method of something unknown."""
    from k8slint.evaluate.calls import escape
    from k8slint.evaluate.methods import text_type

    if isinstance(receiver, Opaque) and receiver.path is not None:
        known = _path_method(run, receiver, name, arguments, frame, node)
        if known is not None:
            return known
    kind = text_type(name) if receiver.type == "str" else None
    symbol = None
    if isinstance(receiver, Opaque) and not arguments.keywords:
        try:
            symbol = ("method", receiver.key, name, repr([plain(run, value) for value in arguments.positional]))
        except NotPlain:
            symbol = None
    reason = Reason.FORMAT if kind == "str" else Reason.CALL
    result = run.opaque(receiver, reason, frame, node, type=kind, symbol=symbol)
    if arguments.keywords:
        run.record(f"?.{name}", arguments, frame, node, result, receiver=receiver)
    if name not in _HARMLESS_METHODS and receiver.type is None:
        escape(run, arguments, frame, node)
    return result


def call_class_method(run: Run, cls: Class, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method that a class of the repository takes from a base outside: ``MyOperator.partial(…)``."""
    if name == "__new__":
        return Object(cls.qualified, frame.origin(node), cls, complete=True)
    if not cls.external and not cls.opaque:
        return run.unknown(Reason.CLASS, frame, node)
    result: H = run.unknown(Reason.CALL, frame, node)
    if name == "partial":
        made = Object(cls.qualified, frame.origin(node), cls)
        made.reason = Reason.CLASS
        made.entries = dict(arguments.keywords)
        result = made
    run.record(f"{cls.qualified}.{name}", arguments, frame, node, result, bases=tuple(cls.external) or ("?",))
    return result


def object_attribute(run: Run, value: Object, name: str, frame: Frame, node: ast.AST) -> H | None:
    """An attribute of an object outside that can be known: none but a bound method's name."""
    return None


# Decorators


def _decorator_call(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any) -> H:
    """``task(…)``, ``dag(…)`` and the like: with a function, what it becomes; without, the decorator that waits for one."""
    function = arguments.positional[0] if arguments.positional else arguments.keywords.get("python_callable")
    if name.rpartition(".")[2] in ("dag", "task_group"):
        arguments = with_copied_defaults(arguments)
    callable_ = function if isinstance(function, (Function, Decorated, Method, Partial)) else None
    result = Decorated(name, dict(arguments.keywords), callable_, frame.origin(node))
    if name.rpartition(".")[2] == "dag" and arguments.positional and callable_ is None:
        result.entries["dag_id"] = arguments.positional[0]
    run.record(name, arguments, frame, node, result, decorates=decorates)
    return result


def decorate(run: Run, frame: Frame, decorator: ast.expr, value: H, node: Any) -> H:
    """What a decorator makes of a function or class."""
    from k8slint.evaluate.calls import arguments_of

    called = isinstance(decorator, ast.Call)
    callee = run.eval(decorator.func if isinstance(decorator, ast.Call) else decorator, frame)
    if isinstance(callee, Builtin) and callee.name in ("property", "staticmethod", "classmethod"):
        return Descriptor(callee.name, value, frame.origin(node))
    if isinstance(callee, Method) and isinstance(callee.receiver, Descriptor):
        return value
    if isinstance(callee, Reference):
        name = callee.qualified_name
        if name == "functools.cached_property" or name.endswith("cached_property"):
            return Descriptor("property", value, frame.origin(node))
        if name in PASSING_DECORATORS:
            if isinstance(decorator, ast.Call):
                arguments_of(run, frame, decorator)
            return value
        if _DECORATORS.match(name):
            return _decorated(run, frame, decorator, name, value, node)
        arguments = arguments_of(run, frame, decorator) if isinstance(decorator, ast.Call) else Arguments()
        result = run.unknown(Reason.CALL, frame, decorator)
        run.record(name, arguments, frame, decorator, result, decorates=node)
        return result
    if isinstance(callee, Descriptor) and isinstance(decorator, ast.Attribute) and decorator.attr == "setter":
        return value
    made = run.eval(decorator, frame) if called else callee
    if isinstance(made, Decorated):
        return call_decorated(run, made, Arguments([value]), frame, decorator)
    return run.call(made, Arguments([value]), frame, decorator)


def _decorated(run: Run, frame: Frame, decorator: ast.expr, name: str, value: H, node: Any) -> H:
    from k8slint.evaluate.calls import arguments_of

    arguments = arguments_of(run, frame, decorator) if isinstance(decorator, ast.Call) else Arguments()
    if name.rpartition(".")[2] in ("dag", "task_group"):
        arguments = with_copied_defaults(arguments)
    last = name.rpartition(".")[2]
    if last in ("setup", "teardown") and isinstance(value, Decorated):
        result = value
    else:
        result = Decorated(name, dict(arguments.keywords), value, frame.origin(decorator))
        if last == "dag" and arguments.positional:
            result.entries["dag_id"] = arguments.positional[0]
    _remember_dag(run, result, value)
    run.record(name, arguments, frame, decorator, result, decorates=node)
    return result


def _remember_dag(run: Run, decorated: Decorated, value: H) -> None:
    if decorated.qualified.rpartition(".")[2] == "dag" and isinstance(value, Function):
        run.dag_functions[value.node] = _decorated_dag_id(decorated)


def _decorated_dag_id(decorated: Decorated) -> str | None:
    given = decorated.entries.get("dag_id")
    if given is not None:
        return given.value if type(given) is Const and isinstance(given.value, str) else None
    function = decorated.function
    if isinstance(function, Function) and not isinstance(function.node, ast.Lambda):
        return function.node.name
    return None


def call_decorated(
    run: Run, callee: Decorated, arguments: Arguments, frame: Frame, node: ast.AST, decorates: Any = None
) -> H:
    """A call of a task (makes a task), a DAG or task group function (runs its body), or of a waiting decorator."""
    last = callee.qualified.rpartition(".")[2]
    if callee.function is None:
        function = arguments.positional[0] if arguments.positional else None
        made = Decorated(callee.qualified, dict(callee.entries), function, frame.origin(node))
        if function is not None:
            _remember_dag(run, made, function)
            _apply(run, callee, function, frame, node, made)
        return made
    if last in ("dag", "task_group") and isinstance(callee.function, Function):
        return _run_body(run, callee, arguments, frame, node)
    result = Object("airflow.models.xcom_arg.XComArg", frame.origin(node))
    run.record(f"{callee.qualified}.__call__", arguments, frame, node, result, receiver=callee)
    return result


def _apply(run: Run, decorator: Decorated, function: H, frame: Frame, node: ast.AST, made: Decorated) -> None:
    """``task(…)(function)``: the record of the decorator says which function it decorates."""
    definition = function.node if isinstance(function, Function) and not isinstance(function.node, ast.Lambda) else None
    for raw in run.records.calls:
        if raw.result is decorator and raw.decorates is None:
            raw.decorates, raw.result = definition, made
            return
    run.record(decorator.qualified, Arguments([], dict(decorator.entries)), frame, node, made, decorates=definition)


def _run_body(run: Run, callee: Decorated, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.calls import call_function

    dags, groups = len(run.dags), run.groups
    if callee.qualified.rpartition(".")[2] == "dag":
        run.dags.append(_decorated_dag_id(callee))
    else:
        run.groups += 1
    try:
        assert isinstance(callee.function, Function)
        call_function(run, callee.function, arguments, frame, node)
    finally:
        del run.dags[dags:]
        run.groups = groups
    return Object("airflow.models.dag.DAG", frame.origin(node))


def call_decorated_method(
    run: Run, receiver: Decorated, name: str, arguments: Arguments, frame: Frame, node: ast.AST
) -> H:
    """``.override(…)``, ``.partial(…)``, ``.expand(…)`` of a decorated function."""
    result: H
    if name in ("override", "partial"):
        entries = {**receiver.entries, **arguments.keywords} if name == "override" else dict(receiver.entries)
        result = Decorated(receiver.qualified, entries, receiver.function, frame.origin(node))
    else:
        result = Object("airflow.models.xcom_arg.XComArg", frame.origin(node))
    run.record(f"{receiver.qualified}.{name}", arguments, frame, node, result, receiver=receiver)
    return result


# Python's builtins


def _dict(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return make_dict(run, arguments, frame, node)


def make_dict(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``dict(mapping, **keywords)``."""
    from k8slint.evaluate.expressions import SITE_KEYS

    result = Dictionary({}, frame.origin(node))
    for other in arguments.positional[:1]:
        merge_into(run, result, other, frame, node)
    for name, value in arguments.keywords.items():
        result.entries[name] = value
        if name in arguments.keys:
            result.keys[name] = arguments.keys[name]
    if not arguments.complete:
        result.complete, result.reason = False, Reason.SPLAT
    if not SITE_KEYS.isdisjoint(arguments.keywords):
        run.records.dicts.append(result)
    return result


def _sequence(kind: str) -> Library:
    def make(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        if not arguments.positional:
            return Seq([], frame.origin(node), kind)
        items = iterate(run, arguments.positional[0], frame, node)
        if items is None:
            items = [Rest(run.opaque(arguments.positional[0], Reason.SPLAT, frame, node))]
        run.spend(len(items) // 8)
        return Seq(distinct(run, items) if kind in ("set", "frozenset") else items, frame.origin(node), kind)

    return make


def _plain_call(name: str, function: Callable[..., Any], kind: str | None = None) -> Library:
    """A function of known values only."""

    def apply(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        from k8slint.evaluate.methods import over_all

        def one(given: list[H]) -> H:
            count = len(arguments.positional)
            try:
                positional = [plain(run, value) for value in given[:count]]
                keywords = {
                    key: plain(run, value) for key, value in zip(arguments.keywords, given[count:], strict=False)
                }
                if name == "pow" and too_large(ast.Pow, *([*positional, 0, 0])[:2]):
                    return run.unknown(Reason.LIMIT, frame, node, type=kind)
                return heapify(function(*positional, **keywords), frame.origin(node))
            except NotPlain as stop:
                return run.opaque(stop.value, Reason.CALL, frame, node, type=kind)
            except (TypeError, ValueError, OverflowError, ArithmeticError, KeyError, IndexError, UnicodeError) as error:
                if run.try_depth:
                    raise Raised(type(error).__name__) from None
                return run.unknown(Reason.CALL, frame, node, type=kind)

        if not arguments.complete:
            return run.unknown(Reason.SPLAT, frame, node, type=kind)
        return over_all(run, [*arguments.positional, *arguments.keywords.values()], one)

    return apply


def _str(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) != 1:
        return (
            Const("", frame.origin(node))
            if not arguments.positional
            else run.unknown(Reason.CALL, frame, node, type="str")
        )
    return run.lift(arguments.positional[0], lambda one: text_str(run, one, frame, node))


def _repr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    return run.lift(arguments.positional[0], lambda one: text_repr(run, one, frame, node))


def _format(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node, type="str")
    return formatted(run, arguments.positional[0], -1, arguments.get(1, ""), frame, node)


def _bool(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    tree = truth(run, arguments.positional[0]) if arguments.positional else False
    return boolean(run, tree, frame, node)


def _len(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    def one(value: H) -> H:
        if isinstance(value, Seq) and value.plain:
            return Const(len(value.items), frame.origin(node))
        if (
            isinstance(value, Dictionary)
            and value.complete
            and not any(type(item) is Alt for item in value.entries.values())
        ):
            run.spend(len(value.entries) // 8)
            return Const(sum(item is not MISSING for item in value.entries.values()), frame.origin(node))
        if type(value) is Const and isinstance(value.value, (str, bytes)):
            return Const(len(value.value), frame.origin(node))
        if isinstance(value, Object) and value.cls is not None and isinstance(value.cls.find("__len__"), Function):
            return run.call(value.cls.find("__len__") or MISSING, Arguments([value]), frame, node)
        return run.opaque(value, Reason.CALL, frame, node, type="int")

    return run.lift(arguments.positional[0], one) if arguments.positional else run.unknown(Reason.CALL, frame, node)


def _range(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    try:
        numbers = range(*(plain(run, value) for value in arguments.positional))
    except NotPlain as stop:
        return run.opaque(stop.value, Reason.CALL, frame, node)
    except (TypeError, ValueError):
        return run.unknown(Reason.CALL, frame, node)
    if len(numbers) > MAX_ITEMS:
        return run.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    run.spend(len(numbers) // 8)
    return Seq([Const(number, origin) for number in numbers], origin, "tuple")


def _enumerate(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items, start = _iterable(run, arguments, frame, node), arguments.get(1, "start")
    if items is None or (start is not None and not (type(start) is Const and isinstance(start.value, int))):
        return run.unknown(Reason.CALL, frame, node)
    origin = frame.origin(node)
    first = start.value if type(start) is Const else 0
    pairs: list[H] = []
    for number, item in enumerate(items, first):
        if type(item) is Rest or type(item) is Alt:
            return Seq([*pairs, Rest(run.unknown(Reason.LOOP, frame, node))], origin)
        pairs.append(Seq([Const(number, origin), item], origin, "tuple"))
    return Seq(pairs, origin)


def _iterable(run: Run, arguments: Arguments, frame: Frame, node: ast.AST, index: int = 0) -> list[H] | None:
    return iterate(run, arguments.positional[index], frame, node) if len(arguments.positional) > index else None


def _zip(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    rows = [iterate(run, value, frame, node) for value in arguments.positional]
    origin = frame.origin(node)
    if any(row is None or any(type(item) in (Rest, Alt) for item in row) for row in rows):
        return run.unknown(Reason.CALL, frame, node)
    return Seq(
        [Seq(list(items), origin, "tuple") for items in zip(*(row for row in rows if row is not None), strict=False)],
        origin,
    )


def _map(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    rows = [iterate(run, value, frame, node) for value in arguments.positional[1:]]
    origin = frame.origin(node)
    if not rows or any(row is None or any(type(item) is Rest or type(item) is Alt for item in row) for row in rows):
        return run.unknown(Reason.CALL, frame, node)
    columns = zip(*(row for row in rows if row is not None), strict=False)
    return Seq([run.call(arguments.positional[0], Arguments(list(items)), frame, node) for items in columns], origin)


def _filter(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = _iterable(run, arguments, frame, node, 1)
    if items is None:
        return run.unknown(Reason.CALL, frame, node)
    kept: list[H] = []
    for item in items:
        if type(item) is Rest or type(item) is Alt:
            return run.unknown(Reason.CALL, frame, node)
        test = arguments.positional[0]
        answer = item if type(test) is Const else run.call(test, Arguments([item]), frame, node)
        tree = truth(run, answer)
        if tree is True:
            kept.append(item)
        elif tree is not False:
            return run.unknown(Reason.CALL, frame, node)
    return Seq(kept, frame.origin(node))


def _sorted(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.methods import sorted_items

    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    return Seq(sorted_items(run, arguments.positional[0], arguments, frame, node), frame.origin(node))


def _reversed(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = _iterable(run, arguments, frame, node)
    if items is None:
        return run.unknown(Reason.CALL, frame, node)
    return Seq(items[::-1], frame.origin(node))


def _all_any(wanted: bool) -> Library:
    def check(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        items = _iterable(run, arguments, frame, node)
        if items is None:
            return run.unknown(Reason.CALL, frame, node, type="bool")
        open_ = False
        for item in items:
            tree = True if type(item) is Rest else truth(run, item)
            if type(item) is Rest or not isinstance(tree, bool):
                open_ = True
            elif tree is wanted:
                return Const(wanted, frame.origin(node))
        return run.unknown(Reason.CALL, frame, node, type="bool") if open_ else Const(not wanted, frame.origin(node))

    return check


def _isinstance(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) != 2:
        return run.unknown(Reason.CALL, frame, node, type="bool")
    value, kinds = arguments.positional
    options = list(kinds.items) if isinstance(kinds, Seq) else [kinds]

    def one(item: H) -> H:
        answers = [is_instance(item, option) for option in options]
        if True in answers:
            return Const(True, frame.origin(node))
        if None in answers:
            return run.unknown(Reason.CALL, frame, node, type="bool")
        return Const(False, frame.origin(node))

    return run.lift(value, one)


_PYTHON = {
    "str": str, "int": int, "float": float, "bool": bool, "bytes": bytes, "list": list, "dict": dict, "tuple": tuple,
    "set": set, "frozenset": frozenset, "object": object,
}  # fmt: skip


def is_instance(value: H, kind: H) -> bool | None:
    name = kind.name if isinstance(kind, Builtin) else kind.qualified_name if isinstance(kind, Reference) else None
    if name == "object":
        return True
    if type(value) is Const:
        return isinstance(value.value, _PYTHON[name]) if name in _PYTHON else (None if name is None else False)
    if isinstance(value, Seq):
        return name == value.kind if name in _PYTHON else None
    if isinstance(value, Dictionary):
        return name == "dict" if name in _PYTHON else None
    if isinstance(value, ModelObject):
        return name == f"kubernetes.client.{value.name}" if name is not None else isinstance(kind, Class) and False
    if isinstance(value, Object) and value.cls is not None and isinstance(kind, Class):
        return kind in value.cls.mro
    if isinstance(value, Unknown) and value.type in _PYTHON and name in _PYTHON:
        return issubclass(_PYTHON[value.type], _PYTHON[name])
    return None


def _issubclass(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 2:
        cls, base = arguments.positional
        if isinstance(cls, Class) and isinstance(base, Class) and (base in cls.mro or not (cls.external or cls.opaque)):
            return Const(base in cls.mro, frame.origin(node))
    return run.unknown(Reason.CALL, frame, node, type="bool")


def _getattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) < 2 or type(arguments.positional[1]) is not Const:
        return run.unknown(Reason.CALL, frame, node)
    value, name = arguments.positional[0], str(arguments.positional[1].value)
    if len(arguments.positional) == 3 and not _has(value, name):
        return arguments.positional[2] if _has(value, name) is False else run.unknown(Reason.ATTRIBUTE, frame, node)
    return run.attribute(value, name, frame, node)


def _has(value: H, name: str) -> bool | None:
    if isinstance(value, Object) and value.cls is not None:
        if name in value.entries and value.entries[name] is not MISSING and type(value.entries[name]) is not Alt:
            return True
        if value.cls.find(name) is not None:
            return True
        return False if value.complete else None
    if isinstance(value, Class):
        return value.find(name) is not None or (None if value.external or value.opaque else False)
    if isinstance(value, ModelObject):
        return True if name in value.entries else None
    if isinstance(value, ModuleObject):
        return name in value.module.scope.entries or None
    return None


def _hasattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if len(arguments.positional) == 2 and type(arguments.positional[1]) is Const:
        answer = _has(arguments.positional[0], str(arguments.positional[1].value))
        if answer is not None:
            return Const(answer, frame.origin(node))
    return run.unknown(Reason.CALL, frame, node, type="bool")


def _setattr(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.calls import escape
    from k8slint.evaluate.statements import set_attribute

    if len(arguments.positional) == 3 and type(arguments.positional[1]) is Const:
        target, name, value = arguments.positional
        set_attribute(run, target, str(name.value), value, frame, node)  # type: ignore[union-attr]
    else:
        escape(run, Arguments(arguments.positional[:1]), frame, node)
    return Const(None, frame.origin(node))


def _none(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return Const(None, frame.origin(node))


def _first(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A function that gives its first argument back."""
    return arguments.positional[0] if arguments.positional else run.unknown(Reason.CALL, frame, node)


def _next(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = _iterable(run, arguments, frame, node)
    default = arguments.get(1, "")
    if items is not None and items and type(items[0]) not in (Rest, Alt):
        return items[0]
    if items == [] and default is not None:
        return default
    return run.unknown(Reason.CALL, frame, node)


def _type(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    value = arguments.positional[0] if len(arguments.positional) == 1 else None
    if isinstance(value, Object) and value.cls is not None:
        return value.cls
    return run.unknown(Reason.CALL, frame, node)


def _open(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    path = arguments.get(0, "file")
    local = local_path(path) if path is not None else None
    return run.unknown(Reason.EXTERNAL, frame, node, path=local) if local else run.unknown(Reason.EXTERNAL, frame, node)


def _descriptor(kind: str) -> Library:
    def make(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        function = arguments.positional[0] if arguments.positional else run.unknown(Reason.CALL, frame, node)
        return Descriptor(kind, function, frame.origin(node))

    return make


def _unknown_call(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return run.unknown(Reason.CALL, frame, node)


def _sum(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import binary

    items = _iterable(run, arguments, frame, node)
    if items is None or any(type(item) is Rest for item in items):
        return run.unknown(Reason.CALL, frame, node)
    start = arguments.get(1, "start")
    result: H = start if start is not None else Const(0, frame.origin(node))
    for item in items:
        result = binary(run, ast.Add, result, item, frame, node)
    return result


BUILTINS: dict[str, Library] = {
    "dict": _dict,
    "list": _sequence("list"),
    "tuple": _sequence("tuple"),
    "set": _sequence("set"),
    "frozenset": _sequence("frozenset"),
    "str": _str,
    "repr": _repr,
    "format": _format,
    "bool": _bool,
    "int": _plain_call("int", int, "int"),
    "float": _plain_call("float", float, "float"),
    "bytes": _plain_call(
        "bytes", lambda *a: bytes(*a) if not a or isinstance(a[0], (str, bytes)) else bytes(int("x")), "bytes"
    ),
    "len": _len,
    "range": _range,
    "enumerate": _enumerate,
    "zip": _zip,
    "map": _map,
    "filter": _filter,
    "sorted": _sorted,
    "reversed": _reversed,
    "min": _plain_call("min", min),
    "max": _plain_call("max", max),
    "sum": _sum,
    "abs": _plain_call("abs", abs),
    "round": _plain_call("round", round),
    "divmod": _plain_call("divmod", divmod),
    "pow": _plain_call("pow", pow),
    "ord": _plain_call("ord", ord),
    "chr": _plain_call("chr", chr, "str"),
    "hex": _plain_call("hex", hex, "str"),
    "any": _all_any(True),
    "all": _all_any(False),
    "isinstance": _isinstance,
    "getattr": _getattr,
    "hasattr": _hasattr,
    "setattr": _setattr,
    "print": _none,
    "iter": _first,
    "next": _next,
    "type": _type,
    "open": _open,
    "property": _descriptor("property"),
    "staticmethod": _descriptor("staticmethod"),
    "classmethod": _descriptor("classmethod"),
    "object": _unknown_call,
    "callable": _unknown_call,
    "vars": _unknown_call,
    "locals": _unknown_call,
    "globals": _unknown_call,
    "id": _unknown_call,
    "hash": _unknown_call,
    "issubclass": _issubclass,
    "super": _unknown_call,
}


def builtin(name: str, frame: Frame, node: ast.AST) -> H | None:
    """A name of Python's own; None if there is none."""
    function = BUILTINS.get(name)
    origin = frame.origin(node)
    if function is not None:
        return Builtin(name, function, origin)
    if name == "__file__":
        return Opaque(Reason.EXTERNAL, origin, "__file__", "str", ("file", frame.module.path), frame.module.path)
    if name == "__name__":
        return Opaque(Reason.EXTERNAL, origin, "__name__", "str", ("name",))
    if name in ("Ellipsis", "NotImplemented"):
        return Const(Ellipsis, origin) if name == "Ellipsis" else Reference("NotImplemented", origin)
    import builtins

    if hasattr(builtins, name):
        return Reference(f"builtins.{name}", origin)
    return None


def class_function(kind: str, name: str, origin: Origin) -> H:
    """``dict.fromkeys``, ``str.join`` and the like."""

    def call(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        from k8slint.evaluate.calls import call_method

        if kind == "dict" and name == "fromkeys":
            keys = _iterable(run, arguments, frame, node)
            value = arguments.get(1, "value") or Const(None, frame.origin(node))
            pairs = [Seq([key, value], frame.origin(node), "tuple") for key in keys or () if type(key) is not Rest]
            result = Dictionary({}, frame.origin(node))
            merge_into(run, result, Seq(list(pairs), frame.origin(node)), frame, node)
            if keys is None or len(pairs) != len(keys):
                run.spoil(result, Reason.CALL)
            return result
        if kind == "object" and name == "__setattr__":
            return _setattr(run, arguments, frame, node)
        if not arguments.positional:
            return run.unknown(Reason.CALL, frame, node)
        rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
        return call_method(run, arguments.positional[0], name, rest, frame, node)

    return Builtin(f"{kind}.{name}", call, origin)


# Python's library


def _copy(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.calls import shallow

    value = arguments.get(0, "x")
    if value is None:
        return run.unknown(Reason.CALL, frame, node)
    return run.lift(value, lambda one: shallow(one) if isinstance(one, (Seq, Dictionary, ModelObject, Object)) else one)


def _deepcopy(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.calls import duplicate

    value = arguments.get(0, "x")
    if value is None:
        return run.unknown(Reason.CALL, frame, node)
    copies: dict[int, Thing] = {}
    result = duplicate(value, copies)
    run.spend(len(copies))
    run.records.pods += [copy for copy in copies.values() if isinstance(copy, ModelObject) and copy.name == "V1Pod"]
    return result


def _partial(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node)
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    return Partial(arguments.positional[0], rest, frame.origin(node))


def _reduce(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    items = _iterable(run, arguments, frame, node, 1)
    if items is None or any(type(item) is Rest for item in items):
        return run.unknown(Reason.CALL, frame, node)
    if len(arguments.positional) > 2:
        items = [arguments.positional[2], *items]
    if not items:
        return run.unknown(Reason.CALL, frame, node)
    result = items[0]
    for item in items[1:]:
        result = run.call(arguments.positional[0], Arguments([result, item]), frame, node)
    return result


def _defaultdict(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    rest = Arguments(arguments.positional[1:], arguments.keywords, arguments.keys, arguments.complete)
    result = make_dict(run, rest, frame, node)
    if arguments.positional and isinstance(result, Dictionary):
        first = arguments.positional[0]
        result.factory = None if type(first) is Const else first
    return result


def _chain(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import spread

    items = [item for value in arguments.positional for item in spread(run, value, frame, node)]
    return Seq(items, frame.origin(node))


def _chain_from(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.expressions import spread

    rows = _iterable(run, arguments, frame, node)
    if rows is None or any(type(row) in (Rest, Alt) for row in rows):
        return run.unknown(Reason.CALL, frame, node)
    return Seq([item for row in rows for item in spread(run, row, frame, node)], frame.origin(node))


def _product(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    import itertools

    rows = [iterate(run, value, frame, node) for value in arguments.positional]
    size = 1
    for row in rows:
        if row is None or any(type(item) in (Rest, Alt) for item in row):
            return run.unknown(Reason.CALL, frame, node)
        size *= len(row)
    if size > MAX_ITEMS or arguments.keywords:
        return run.unknown(Reason.LIMIT, frame, node)
    origin = frame.origin(node)
    return Seq([Seq(list(items), origin, "tuple") for items in itertools.product(*(row or [] for row in rows))], origin)


def _field(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return Descriptor("field", MISSING, frame.origin(node), dict(arguments.keywords))


def _asdict(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    def convert(value: H, depth: int = 0) -> H:
        if depth > 40:
            return run.unknown(Reason.LIMIT, frame, node)
        if (
            isinstance(value, Object)
            and value.cls is not None
            and any(base.form == "dataclass" for base in value.cls.mro)
        ):
            names = dict.fromkeys(name for base in reversed(value.cls.mro) for name in base.annotations)
            known = {name: convert(value.entries[name], depth + 1) for name in names if name in value.entries}
            table = Dictionary(known, frame.origin(node), complete=value.complete)
            table.reason = None if value.complete else value.reason or Reason.CLASS
            return table
        if isinstance(value, Seq):
            return Seq([convert(item, depth + 1) for item in value.items], value.origin, value.kind)
        if isinstance(value, Dictionary):
            table = Dictionary({key: convert(item, depth + 1) for key, item in value.entries.items()}, value.origin)
            table.complete, table.reason = value.complete, value.reason
            return table
        return value

    return convert(arguments.positional[0]) if arguments.positional else run.unknown(Reason.CALL, frame, node)


def _replace(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    value = arguments.positional[0] if arguments.positional else MISSING
    if isinstance(value, Object) and value.cls is not None and arguments.complete:
        return _replaced(run, value, arguments, frame, node)
    return run.unknown(Reason.CALL, frame, node)


def _namespace(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    made = Object(
        "types.SimpleNamespace",
        frame.origin(node),
        Class("SimpleNamespace", "types.SimpleNamespace", frame.origin(node)),
    )
    made.complete = arguments.complete
    made.reason = None if arguments.complete else Reason.SPLAT
    made.entries = dict(arguments.keywords)
    return made


def _namedtuple(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    try:
        names = plain(run, arguments.positional[1])
        names = names.replace(",", " ").split() if isinstance(names, str) else list(names)
        title = str(plain(run, arguments.positional[0]))
    except (NotPlain, IndexError, TypeError):
        return run.unknown(Reason.CLASS, frame, node)
    cls = Class(title, f"{frame.module.name}.{title}", frame.origin(node))
    cls.form = "namedtuple"
    cls.annotations = {name: ast.Constant(None) for name in names if isinstance(name, str)}
    defaults = arguments.keywords.get("defaults")
    if isinstance(defaults, Seq) and defaults.plain:
        cls.entries.update(zip(reversed(names), reversed(defaults.items), strict=False))
    return cls


def _dumps(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    import json

    if not arguments.positional:
        return run.unknown(Reason.CALL, frame, node, type="str")

    def one(value: H) -> H:
        try:
            keywords = {key: plain(run, item) for key, item in arguments.keywords.items()}
            return Const(json.dumps(plain(run, value), **keywords), frame.origin(node))
        except NotPlain as stop:
            return run.opaque(stop.value, Reason.CALL, frame, node, type="str")
        except (TypeError, ValueError, RecursionError):
            return run.unknown(Reason.CALL, frame, node, type="str")

    return run.lift(arguments.positional[0], one)


def _loads(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    text = _text_of_argument(run, arguments, frame)
    if text is None:
        value = arguments.positional[0] if arguments.positional else MISSING
        return run.opaque(value, Reason.EXTERNAL, frame, node)
    import json

    try:
        return heapify(json.loads(text), frame.origin(node))
    except (ValueError, RecursionError):
        return run.unknown(Reason.CALL, frame, node)


def _yaml(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    from k8slint.evaluate.documents import load_yaml

    text = _text_of_argument(run, arguments, frame)
    if text is None:
        value = arguments.positional[0] if arguments.positional else MISSING
        return run.opaque(value, Reason.EXTERNAL, frame, node)
    return load_yaml(run, text, _path_of_argument(arguments), frame, node)


def _text_of_argument(run: Run, arguments: Arguments, frame: Frame) -> str | None:
    value = arguments.positional[0] if arguments.positional else arguments.keywords.get("stream", MISSING)
    if type(value) is Const and isinstance(value.value, (str, bytes)):
        return value.value if isinstance(value.value, str) else value.value.decode("utf-8", "replace")
    path = local_path(value)
    return run.project.read(path, frame.module.path) if path is not None and run.project is not None else None


def _path_of_argument(arguments: Arguments) -> str | None:
    return local_path(arguments.positional[0]) if arguments.positional else None


def _dedent(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    import textwrap

    return _plain_call("dedent", textwrap.dedent, "str")(run, arguments, frame, node)


def _cast(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    return arguments.positional[1] if len(arguments.positional) > 1 else run.unknown(Reason.CALL, frame, node)


def _identity_decorator(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """``functools.wraps(f)``, ``lru_cache(maxsize=…)``: called, they give a decorator that changes nothing."""
    if arguments.positional and isinstance(arguments.positional[0], Function):
        return Builtin(
            "functools.decorator", lambda run, given, frame, node: _first(run, given, frame, node), frame.origin(node)
        )
    return Builtin("functools.decorator", _first, frame.origin(node))


# Paths: known places in the repository, whose absolute names where Airflow runs aren't known


def local_path(value: H) -> str | None:
    """The file of the repository that a path names."""
    return value.path if isinstance(value, Opaque) else None


def _located(run: Run, path: str, frame: Frame, node: ast.AST, text: bool = False) -> H:
    return Opaque(
        Reason.EXTERNAL, frame.origin(node), text_of(frame.origin(node)), "str" if text else None, ("file", path), path
    )


def join_path(run: Run, base: H, parts: list[H], frame: Frame, node: ast.AST, text: bool = False) -> H:
    """``base / part``; ``os.path.join(base, …)``."""
    path = local_path(base)
    if path is not None and all(type(part) is Const and isinstance(part.value, str) for part in parts):
        joined = os.path.normpath(os.path.join(path, *(part.value for part in parts)))  # type: ignore[union-attr]
        return _located(run, joined, frame, node, text)
    return run.opaque(base, Reason.EXTERNAL, frame, node, type="str" if text else None)


def _os_join(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional or not arguments.complete:
        return run.unknown(Reason.CALL, frame, node, type="str")
    base, *rest = arguments.positional
    if local_path(base) is not None:
        return join_path(run, base, rest, frame, node, text=True)
    return _plain_call("join", _posix_join, "str")(run, arguments, frame, node)


def _posix_join(*parts: str) -> str:
    import posixpath

    return posixpath.join(*parts)


def _on_path(function: Callable[[str], str], name: str) -> Library:
    def apply(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
        value = arguments.get(0, "path")
        path = local_path(value) if value is not None else None
        if path is not None:
            if name in ("basename",):
                return Const(function(path), frame.origin(node))
            return _located(run, function(path), frame, node, text=True)
        if name in ("basename", "dirname", "normpath") and type(value) is Const:
            return _plain_call(name, function, "str")(run, arguments, frame, node)
        return run.opaque(value if value is not None else MISSING, Reason.EXTERNAL, frame, node, type="str")

    return apply


def _path(run: Run, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    if not arguments.positional:
        return run.unknown(Reason.EXTERNAL, frame, node)
    base, *rest = arguments.positional
    path = local_path(base)
    if path is not None:
        return join_path(run, _located(run, path, frame, node), rest, frame, node)
    return run.opaque(base, Reason.EXTERNAL, frame, node)


def path_attribute(run: Run, value: Opaque, name: str, frame: Frame, node: ast.AST) -> H | None:
    """``path.parent``, ``path.name`` and the like; None for others."""
    assert value.path is not None
    if value.type == "str":
        return None
    origin = frame.origin(node)
    if name == "parent":
        return _located(run, os.path.dirname(value.path), frame, node)
    if name == "parents":
        places, path = [], value.path
        for _ in range(12):
            path = os.path.dirname(path)
            places.append(_located(run, path, frame, node))
        return Seq([*places, Rest(run.unknown(Reason.EXTERNAL, frame, node))], origin, "tuple")
    if name == "name":
        return Const(os.path.basename(value.path), origin)
    if name == "stem":
        return Const(os.path.splitext(os.path.basename(value.path))[0], origin)
    if name == "suffix":
        return Const(os.path.splitext(value.path)[1], origin)
    return None


def _path_method(run: Run, value: Opaque, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H | None:
    assert value.path is not None
    if name in ("resolve", "absolute", "expanduser", "open"):
        return _located(run, value.path, frame, node)
    if name in ("as_posix", "__str__"):
        return _located(run, value.path, frame, node, text=True)
    if name == "joinpath":
        return join_path(run, value, arguments.positional, frame, node)
    if (
        name in ("with_name", "with_suffix")
        and len(arguments.positional) == 1
        and type(arguments.positional[0]) is Const
    ):
        given = str(arguments.positional[0].value)
        if name == "with_name":
            return _located(run, os.path.join(os.path.dirname(value.path), given), frame, node)
        return _located(run, os.path.splitext(value.path)[0] + given, frame, node)
    if name in ("read", "read_text") and value.type != "str":
        text = run.project.read(value.path, frame.module.path) if run.project is not None else None
        return (
            Const(text, frame.origin(node))
            if text is not None
            else run.unknown(Reason.EXTERNAL, frame, node, type="str")
        )
    return None


LIBRARY: dict[str, Library] = {
    "copy.copy": _copy,
    "copy.deepcopy": _deepcopy,
    "functools.partial": _partial,
    "functools.reduce": _reduce,
    "functools.wraps": _identity_decorator,
    "functools.lru_cache": _identity_decorator,
    "collections.OrderedDict": _dict,
    "collections.defaultdict": _defaultdict,
    "collections.namedtuple": _namedtuple,
    "collections.deque": _sequence("list"),
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_from,
    "itertools.product": _product,
    "dataclasses.field": _field,
    "dataclasses.asdict": _asdict,
    "dataclasses.replace": _replace,
    "types.SimpleNamespace": _namespace,
    "types.MappingProxyType": _first,
    "typing.cast": _cast,
    "json.dumps": _dumps,
    "json.loads": _loads,
    "json.load": _loads,
    "yaml.safe_load": _yaml,
    "yaml.full_load": _yaml,
    "yaml.load": _yaml,
    "yaml.unsafe_load": _yaml,
    "textwrap.dedent": _dedent,
    "os.path.join": _os_join,
    "os.path.dirname": _on_path(os.path.dirname, "dirname"),
    "os.path.abspath": _on_path(os.path.normpath, "abspath"),
    "os.path.realpath": _on_path(os.path.normpath, "realpath"),
    "os.path.normpath": _on_path(os.path.normpath, "normpath"),
    "os.path.basename": _on_path(os.path.basename, "basename"),
    "os.fspath": _on_path(os.path.normpath, "fspath"),
    "pathlib.Path": _path,
    "pathlib.PurePath": _path,
    "pathlib.PosixPath": _path,
    "io.open": _open,
    "contextlib.suppress": lambda run, arguments, frame, node: Object("contextlib.suppress", frame.origin(node)),
    **{
        f"math.{name}": _plain_call(name, getattr(math, name))
        for name in ("ceil", "floor", "trunc", "sqrt", "log", "log2", "log10", "gcd", "fabs")
    },
}

__all__ = ["BUILTINS", "LIBRARY", "builtin", "call_reference", "canonical", "decorate"]
