"""What is known of code outside the repository: Python's builtins, the parts of its library that DAGs are written with,
the kubernetes models, and Airflow's Secret, DAG and decorators. Anything else is called by name and recorded.
"""

from __future__ import annotations

import ast
import functools
import re
import sys
from typing import TYPE_CHECKING, Any

from k8slint.evaluate import outside
from k8slint.evaluate.expressions import (
    NotPlain,
    decided_type,
    plain,
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
    Object,
    Opaque,
    Partial,
    Seq,
)
from k8slint.evaluate.paths import is_path, path_method
from k8slint.evaluate.python_library import LIBRARY, replaced
from k8slint.evaluate.secrets import is_secret, make_secret, secret_method
from k8slint.evaluate.values import Const, Reason, Reference, Unknown

if TYPE_CHECKING:
    from k8slint.evaluate.run import Run

# Names

_MODEL = re.compile(r"(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?[A-Z]\w*\Z")
_CLASS = re.compile(r"_*[A-Z]\w*[a-z]\w*\Z")
_DECORATORS = re.compile(r"airflow\.(decorators|sdk)(\.[a-z_]+)*?\.(task|dag|task_group|setup|teardown)(\.[a-z]\w*)*\Z")
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
    if name.startswith(("kubernetes.client.", "kubernetes.client.models.")):
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
    if is_secret(name):
        return make_secret(run, name, arguments, frame, node)
    if _DECORATORS.match(name):
        return _decorator_call(run, name, arguments, frame, node, decorates)
    if name.endswith(".__init__") and arguments.positional and isinstance(arguments.positional[0], Object):
        return _explicit_init(run, name, arguments, frame, node)
    if name.endswith("load_dotenv"):
        outside.change(run, None, frame)
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
    return class_like(name) or _known_package(name)


def _known_package(name: str) -> bool:
    return name.partition(".")[0] in _HARMLESS_PACKAGES


def _made(run: Run, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> Object:
    from k8slint.evaluate.classes import adopt

    made = Object(name, frame.origin(node))
    if not _known_package(name):
        made.given = [*arguments.positional, *arguments.keywords.values()]
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
    if not _CHANGING.match(name):
        try:
            given = tuple(plain(run, value) for value in arguments.positional)
            named = tuple(sorted((key, plain(run, value)) for key, value in arguments.keywords.items()))
            symbol = ("call", name, repr(given), repr(named))
        except (NotPlain, TypeError):
            symbol = None
    result = outside.known_call(run, name, arguments, frame, node)
    if result is None:
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
        outside.change_by(run, name, frame)
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
        model.complete = False
    run.record(name, arguments, frame, node, model)
    if model.name == "V1Pod":
        run.records.pods.append(model)
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
            table.complete = False  # it has a key for every field
            table.reason = Reason.CALL if one.complete else one.reason
            if one.positional or not one.complete:
                table.factory = None
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


# Methods of objects outside


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


def call_object_method(run: Run, receiver: Object, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method that isn't the repository's: recorded, with what the object is."""
    if is_secret(receiver.qualified):
        result = secret_method(run, receiver, name, arguments, frame, node)
        if result is not None:
            return result
    if is_path(receiver):
        known = path_method(run, receiver, name, arguments, frame, node)
        if known is not None:
            return known
    cls = receiver.cls
    if cls is not None and not cls.external and not cls.opaque:
        if name == "_replace" and cls.form == "namedtuple":
            return replaced(run, receiver, arguments, frame, node)
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
    if name not in _HARMLESS_METHODS and not _known_package(qualified):
        from k8slint.evaluate.calls import escape

        escape(run, Arguments([*receiver.given, *arguments.positional, *arguments.keywords.values()]), frame, node)
    return result


def call_unknown_method(run: Run, receiver: Unknown, name: str, arguments: Arguments, frame: Frame, node: ast.AST) -> H:
    """A method of something unknown."""
    from k8slint.evaluate.calls import escape
    from k8slint.evaluate.methods import text_type

    if isinstance(receiver, Opaque) and receiver.path is not None:
        known = path_method(run, receiver, name, arguments, frame, node)
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


def with_accessor(before: Descriptor, name: str, value: H, frame: Frame, node: ast.AST) -> Descriptor:
    """``property.getter(value)``, ``.setter(value)``, ``.deleter(value)``."""
    if name == "getter":
        return Descriptor("property", value, frame.origin(node), before.extra)
    settings = {**before.extra, "setter": value} if name == "setter" else before.extra
    return Descriptor("property", before.function, before.origin, settings)


def decorate(run: Run, frame: Frame, decorator: ast.expr, value: H, node: Any) -> H:
    """What a decorator makes of a function or class."""
    from k8slint.evaluate.calls import arguments_of

    called = isinstance(decorator, ast.Call)
    callee = run.eval(decorator.func if isinstance(decorator, ast.Call) else decorator, frame)
    if isinstance(callee, Builtin) and callee.name in ("property", "staticmethod", "classmethod"):
        return Descriptor(callee.name, value, frame.origin(node))
    if isinstance(callee, Method) and isinstance(callee.receiver, Descriptor):
        return with_accessor(callee.receiver, str(callee.function), value, frame, node)
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
