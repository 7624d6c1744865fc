"""Classifies qualified names outside the repository: models, DAGs, decorators, harmless calls, environment."""

from __future__ import annotations

import functools
import sys
from typing import TYPE_CHECKING

from k8slint.evaluate.values import Const
from k8slint.patterns import pattern

if TYPE_CHECKING:
    from k8slint.evaluate.machine.objects import Object


_MODEL = pattern(r"(?:[A-Z][a-z]+)?V\d+(?:(?:alpha|beta)\d+)?[A-Z]\w*\Z")
_CLASS = pattern(r"_*[A-Z]\w*[a-z]\w*\Z")
DECORATORS = pattern(r"airflow\.(decorators|sdk)(\.[a-z_]+)*?\.(task|dag|task_group|setup|teardown)(\.[a-z]\w*)*\Z")
_HARMLESS_PACKAGES = frozenset(
    {"airflow", "kubernetes", "yaml", "pendulum", "dateutil", "pytz", "requests", "jinja2", "cosmos", "pandas"}
) | (sys.stdlib_module_names)
_MUTATORS = pattern(
    r"(random\.shuffle|heapq\.\w+|bisect\.insort\w*|operator\.(i\w+|setitem|delitem)|_?operator\.\w+|builtins\.\w+)\Z"
)
EXTERNAL = pattern(
    r"(os\.(environ|environb|getenv|getcwd|getpid|uname|listdir|walk|stat|scandir|getlogin|path\.(exists|isfile|isdir|getsize))"
    r"|sys\.(argv|platform|version|version_info|executable|path)|random|secrets|uuid|datetime|time|socket|platform|getpass"
    r"|subprocess|tempfile|pendulum|dateutil|pytz|zoneinfo|requests|boto3|hvac"
    r"|airflow\.configuration|airflow\.settings|airflow\.version|airflow\.__version__|airflow\.macros"
    r"|airflow\.utils\.(dates|timezone)|importlib\.metadata)(\.|\Z)"
    r"|airflow(\.\w+)*\.(Variable|Connection|BaseHook|conf)(\.|\Z)"
)
CHANGING = pattern(r"(random|secrets|uuid|datetime|time|pendulum|tempfile|airflow\.utils)(\.|\Z)")

PASSING_DECORATORS = frozenset(
    {
        "functools.wraps", "functools.lru_cache", "functools.cache", "functools.total_ordering", "contextlib.contextmanager",
        "abc.abstractmethod", "typing.final", "typing.override", "typing.no_type_check", "typing.runtime_checkable",
        "typing_extensions.override", "typing.overload", "enum.unique", "contextlib.asynccontextmanager",
        "functools.singledispatch", "atexit.register", "airflow.policies.hookimpl",
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


def is_harmless(name: str) -> bool:
    """Whether a function outside leaves its arguments as they are: constructors, and packages known to."""
    if _MUTATORS.match(name):
        return False
    return class_like(name) or known_package(name)


def known_package(name: str) -> bool:
    return name.partition(".")[0] in _HARMLESS_PACKAGES
