"""Arguments of DAGs, operators and ``@task`` that went or were renamed, by version.

The rows hold what constructors of the real classes did in Airflow 1.10.15 to 3.3.2 and in the cncf.kubernetes provider
1.0.0 to 10.25.0 when they were called with the argument.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.legacy import RESOURCE_KEYS
from k8slint.airflow.moves.names import Since
from k8slint.airflow.moves.removed import reached
from k8slint.evaluate.values import Instance, Mapping, Model, Origin, Value
from k8slint.settings.targets import Targets
from k8slint.source.syntax import statements
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class Owner(Enum):
    """Whose argument it is."""

    DAG = "DAG"
    OPERATOR = "operator"  # every operator and sensor, and @task
    POD = "KubernetesPodOperator"  # and what derives from it, and @task.kubernetes
    SPARK = "SparkKubernetesOperator"
    BASH = "BashOperator"
    PYTHON = "PythonOperator"  # and what derives from it, and @task
    VIRTUALENV = "PythonVirtualenvOperator"  # and ExternalPythonOperator, and their decorators
    TRIGGER_DAG_RUN = "TriggerDagRunOperator"
    EXTERNAL_TASK_MARKER = "ExternalTaskMarker"
    DAY_OF_WEEK = "DayOfWeekSensor"  # and BranchDayOfWeekOperator
    ASSET_SCHEDULE = "AssetOrTimeSchedule"
    SDK_VARIABLE = "Variable.get"
    UNIQUE_SUFFIX = "add_unique_suffix"


CLASSES = {
    "DAG": {Owner.DAG},
    "KubernetesPodOperator": {Owner.POD},
    "GKEStartPodOperator": {Owner.POD},
    "GKEPodOperator": {Owner.POD},
    "EksPodOperator": {Owner.POD},
    "KubernetesJobOperator": {Owner.POD},
    "GKEStartJobOperator": {Owner.POD},
    "SparkKubernetesOperator": {Owner.SPARK},
    "BashOperator": {Owner.BASH},
    "PythonOperator": {Owner.PYTHON},
    "BranchPythonOperator": {Owner.PYTHON},
    "ShortCircuitOperator": {Owner.PYTHON},
    "PythonVirtualenvOperator": {Owner.PYTHON, Owner.VIRTUALENV},
    "ExternalPythonOperator": {Owner.PYTHON, Owner.VIRTUALENV},
    "BranchPythonVirtualenvOperator": {Owner.PYTHON, Owner.VIRTUALENV},
    "BranchExternalPythonOperator": {Owner.PYTHON, Owner.VIRTUALENV},
    "TriggerDagRunOperator": {Owner.TRIGGER_DAG_RUN},
    "ExternalTaskMarker": {Owner.EXTERNAL_TASK_MARKER},
    "DayOfWeekSensor": {Owner.DAY_OF_WEEK},
    "BranchDayOfWeekOperator": {Owner.DAY_OF_WEEK},
    "AssetOrTimeSchedule": {Owner.ASSET_SCHEDULE},
}
DECORATORS = {
    "": {Owner.PYTHON},
    "branch": {Owner.PYTHON},
    "short_circuit": {Owner.PYTHON},
    "virtualenv": {Owner.PYTHON, Owner.VIRTUALENV},
    "external_python": {Owner.PYTHON, Owner.VIRTUALENV},
    "branch_virtualenv": {Owner.PYTHON, Owner.VIRTUALENV},
    "branch_external_python": {Owner.PYTHON, Owner.VIRTUALENV},
    "kubernetes": {Owner.POD},
}
FUNCTIONS = {
    "airflow.sdk.Variable.get": {Owner.SDK_VARIABLE},
    "airflow.providers.cncf.kubernetes.kubernetes_helper_functions.add_unique_suffix": {Owner.UNIQUE_SUFFIX},
}
DAG_DECORATORS = frozenset({"airflow.decorators.dag", "airflow.sdk.dag", "airflow.sdk.definitions.dag.dag"})
TASK_DECORATORS = ("airflow.decorators.task", "airflow.sdk.task")

BY_DEFAULT = (Owner.OPERATOR, Owner.POD)  # whose arguments are looked for among a DAG's default_args


class Effect(Enum):
    """What a target does with an argument that it no longer has. The values are the words of the messages."""

    RAISES = "raises"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class ArgumentMove:
    """One argument: since when it is deprecated and gone, what it does then, and what takes its place.

    ``new`` is the keyword to write instead (None: none). ``available`` are the versions that know it, where it didn't
    come when the old one was deprecated, or dropped without a warning. ``value`` names a conversion of the value.
    ``drops`` says that deleting the argument loses nothing. ``advice`` is for a person.
    """

    owner: Owner
    old: str
    new: str | None
    deprecated: Since | None
    gone: Since | None
    effect: Effect = Effect.RAISES
    available: tuple[Since, ...] = ()
    value: str = ""
    drops: bool = False
    advice: str = ""


def _airflow(*version: int) -> Since:
    return Since("airflow", version)


def _provider(*version: int) -> Since:
    return Since("provider", version)


MOVES = (
    ArgumentMove(Owner.DAG, "schedule_interval", "schedule", _airflow(2, 4), _airflow(3, 0)),
    ArgumentMove(Owner.DAG, "timetable", "schedule", _airflow(2, 4), _airflow(3, 0)),
    ArgumentMove(Owner.DAG, "concurrency", "max_active_tasks", _airflow(2, 2), _airflow(3, 0)),
    ArgumentMove(Owner.DAG, "fail_stop", "fail_fast", None, _airflow(3, 0)),
    ArgumentMove(Owner.DAG, "default_view", None, None, _airflow(3, 0), drops=True, advice="the UI has one view"),
    ArgumentMove(Owner.DAG, "orientation", None, None, _airflow(3, 0), drops=True, advice="the UI lays out graphs"),
    ArgumentMove(Owner.DAG, "full_filepath", None, _airflow(2, 2), _airflow(3, 0), drops=True, advice="it did nothing"),
    ArgumentMove(
        Owner.DAG, "sla_miss_callback", None, None, _airflow(3, 0), Effect.IGNORED,
        advice="nothing calls it; `DAG(deadline=...)` of Airflow 3.1 works differently",
    ),
    ArgumentMove(
        Owner.OPERATOR, "sla", None, None, _airflow(3, 0), Effect.IGNORED,
        advice="no miss is noticed; `DAG(deadline=...)` of Airflow 3.1 works differently",
    ),
    ArgumentMove(Owner.OPERATOR, "task_concurrency", "max_active_tis_per_dag", _airflow(2, 2), _airflow(3, 0)),
    ArgumentMove(
        Owner.OPERATOR, "schedule_interval", None, _airflow(1, 10), _airflow(2, 0), drops=True,
        advice="only a DAG has a schedule",
    ),
    ArgumentMove(
        Owner.OPERATOR, "email", None, _airflow(3, 0), None,
        advice="use SmtpNotifier of the smtp provider in the callbacks",
    ),
    ArgumentMove(Owner.BASH, "xcom_push", "do_xcom_push", _airflow(1, 10), _airflow(2, 0)),
    ArgumentMove(Owner.BASH, "skip_exit_code", "skip_on_exit_code", _airflow(2, 6), _airflow(3, 0)),
    ArgumentMove(
        Owner.PYTHON, "provide_context", None, _airflow(2, 0), _airflow(3, 0), drops=True,
        advice="the context is always passed",
    ),
    ArgumentMove(Owner.VIRTUALENV, "use_dill", "serializer", _airflow(2, 10), _airflow(3, 0), value="serializer"),
    ArgumentMove(Owner.TRIGGER_DAG_RUN, "execution_date", "logical_date", _airflow(2, 9), _airflow(3, 0)),
    ArgumentMove(
        Owner.TRIGGER_DAG_RUN, "python_callable", None, None, _airflow(2, 0),
        advice="pass the run's configuration as `conf=`, or skip the task in one before it",
    ),
    ArgumentMove(Owner.EXTERNAL_TASK_MARKER, "execution_date", "logical_date", None, _airflow(3, 0)),
    ArgumentMove(
        Owner.DAY_OF_WEEK, "use_task_execution_day", "use_task_logical_date", _airflow(2, 3), _airflow(3, 0)
    ),
    ArgumentMove(Owner.ASSET_SCHEDULE, "datasets", "assets", None, _airflow(3, 0)),
    ArgumentMove(Owner.SDK_VARIABLE, "default_var", "default", None, _airflow(3, 0)),
    ArgumentMove(
        Owner.POD, "is_delete_operator_pod", "on_finish_action", _provider(7, 2, 0), _provider(10, 0, 0),
        Effect.IGNORED, value="on_finish_action",
    ),
    ArgumentMove(
        Owner.POD, "resources", "container_resources", _provider(4, 2, 0), _provider(5, 0, 0), value="resources"
    ),
    ArgumentMove(Owner.POD, "node_selectors", "node_selector", _provider(1, 0, 0), _provider(5, 0, 0)),
    ArgumentMove(Owner.POD, "xcom_push", "do_xcom_push", _airflow(1, 10), _airflow(2, 0)),
    ArgumentMove(
        Owner.POD, "progress_callback", None, _provider(7, 14, 0), _provider(10, 0, 0), Effect.IGNORED,
        advice="nothing calls it; give a subclass of KubernetesPodOperatorCallback as `callbacks=`",
    ),
    ArgumentMove(
        Owner.POD, "reattach_on_restart", "durable", _provider(10, 20, 0), None,
        available=(_provider(10, 20, 0), _airflow(3, 3)),
    ),
    ArgumentMove(Owner.UNIQUE_SUFFIX, "pod_name", "name", None, _provider(8, 3, 0)),
    ArgumentMove(
        Owner.SPARK, "api_group", None, None, _provider(7, 14, 0), drops=True,
        advice="it is taken from the SparkApplication",
    ),
    ArgumentMove(
        Owner.SPARK, "api_version", None, None, _provider(7, 14, 0), drops=True,
        advice="it is taken from the SparkApplication",
    ),
    ArgumentMove(
        Owner.SPARK, "watch", None, None, _provider(7, 14, 0), drops=True, advice="the operator always waits",
    ),
    ArgumentMove(
        Owner.SPARK, "base_container_name", None, None, _provider(10, 0, 0), Effect.IGNORED, drops=True,
        advice="it is always the driver's container",
    ),
    ArgumentMove(
        Owner.SPARK, "container_logs", None, None, _provider(10, 0, 0), Effect.IGNORED, drops=True,
        advice="the logs are always the driver's",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Given:
    """An argument of the table where a file gives it. ``name`` is where the keyword or key is written."""

    move: ArgumentMove
    name: Origin
    value: Value
    call: CallRecord
    by_default: bool  # an entry of default_args, which Airflow drops when an operator has no such argument


def given_arguments(call: CallRecord, tree: ast.AST) -> Iterator[Given]:
    """The arguments of the table that a call in the file ``tree`` gives, in its default_args too."""
    named = [move for name in call.keywords for move in _moves_by_name().get(name, ()) if name in call.keys]
    owners = owners_of(call, tree) if named else frozenset()
    for move in named:
        if move.owner in owners:
            yield Given(move, call.keys[move.old], call.keywords[move.old], call, False)
    defaults = call.keywords.get("default_args")
    if not isinstance(defaults, Mapping) or not takes_default_args(call):
        return
    for name in defaults.entries:
        for move in _moves_by_name().get(name, ()):
            if move.owner in BY_DEFAULT and name in defaults.keys:
                yield Given(move, defaults.keys[name], defaults.entries[name], call, True)


@lru_cache(maxsize=1)
def _moves_by_name() -> dict[str, tuple[ArgumentMove, ...]]:
    return {name: tuple(move for move in MOVES if move.old == name) for name in {move.old for move in MOVES}}


def owners_of(call: CallRecord, tree: ast.AST) -> frozenset[Owner]:
    """Whose arguments a call takes, for the real classes of Airflow and its providers; empty for all others.

    A subclass of the repository counts when it is defined in the file ``tree`` without an ``__init__`` of its own;
    otherwise only its call of ``super().__init__`` does.
    """
    return frozenset().union(*(_owners_of_name(name) for name in callees(call, tree)))


@lru_cache(maxsize=4096)  # a file's calls are of few things
def _owners_of_name(name: str) -> frozenset[Owner]:
    if not name.startswith("airflow."):
        return frozenset()
    last = name.rpartition(".")[2]
    found = CLASSES.get(last, set()) | FUNCTIONS.get(name, set())
    if last.endswith(("Operator", "Sensor", "SensorAsync", "Marker")):
        found.add(Owner.OPERATOR)
    if name in DAG_DECORATORS:
        found.add(Owner.DAG)
    for decorator in TASK_DECORATORS:
        if name == decorator or name.startswith(f"{decorator}."):
            found |= {Owner.OPERATOR, *DECORATORS.get(name[len(decorator) + 1 :], set())}
    return frozenset(found)


def callee(call: CallRecord) -> str:
    """What takes the arguments, as a DAG author calls it: ``BashOperator``, ``DAG``, ``@task.kubernetes``."""
    name, _, method = call.qualified_name.rpartition(".")
    if method not in ("__init__", "partial", "override"):
        name = call.qualified_name
    for decorator in (*TASK_DECORATORS, *DAG_DECORATORS):
        if name == decorator or name.startswith(f"{decorator}."):
            return f"@{decorator.rpartition('.')[2]}{name[len(decorator) :]}"
    return name.rpartition(".")[2] if name not in FUNCTIONS else ".".join(name.split(".")[-2:])


def callees(call: CallRecord, tree: ast.AST) -> tuple[str, ...]:
    """The qualified names of what takes a call's keyword arguments.

    Of ``.expand(…)`` and ``.partial(…)`` it is the operator, but nothing for a task made of a function: they take the
    function's arguments.
    """
    name, _, method = call.qualified_name.rpartition(".")
    if method in ("partial", "expand"):
        if name.startswith(TASK_DECORATORS):
            return ()
        return call.bases if call.bases and _passes_arguments_on(name.rpartition(".")[2], call.bases, tree) else (name,)
    if method == "override":
        return (name,)
    if method == "__init__":
        return (name, *call.bases)
    if call.bases and _passes_arguments_on(method, call.bases, tree):
        return call.bases
    return (call.qualified_name,)


def _passes_arguments_on(name: str, outside: tuple[str, ...], tree: ast.AST) -> bool:
    """Whether the class ``name`` of this file, with all its ancestors down to those ``outside`` of the repository, has no
    ``__init__`` of its own. An ancestor in another file of the repository may have one."""
    classes = _classes(tree)
    last_names = {each.rpartition(".")[2] for each in outside}
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        current = waiting.pop()
        node = classes.get(current)
        if node is None or current in seen:
            if current == name or (node is None and _imported_names(tree).get(current, current) not in last_names):
                return False
            continue
        seen.add(current)
        if any(isinstance(each, ast.FunctionDef) and each.name == "__init__" for each in node.body):
            return False
        waiting += [
            base.id if isinstance(base, ast.Name) else base.attr
            for base in node.bases
            if isinstance(base, ast.Name | ast.Attribute)
        ]
    return True


@lru_cache(maxsize=1)  # every call of a file asks for its classes
def _classes(tree: ast.AST) -> dict[str, ast.ClassDef]:
    return {node.name: node for node in statements(tree) if isinstance(node, ast.ClassDef)}


@lru_cache(maxsize=1)
def _imported_names(tree: ast.AST) -> dict[str, str]:
    """What is imported under another name: ``from … import KubernetesPodOperator as Pod``."""
    imports = (node for node in statements(tree) if isinstance(node, ast.ImportFrom))
    return {alias.asname: alias.name for node in imports for alias in node.names if alias.asname}


def takes_default_args(call: CallRecord) -> bool:
    """Whether a call's ``default_args`` reach operators."""
    last = call.qualified_name.rpartition(".")[2]
    return call.qualified_name.startswith("airflow.") and last in ("DAG", "dag", "TaskGroup", "task_group")


def is_gone(move: ArgumentMove, targets: Targets) -> bool:
    """Whether the targets no longer have the argument."""
    return move.gone is not None and reached(move.gone, targets)


def is_deprecated(move: ArgumentMove, targets: Targets) -> bool:
    """Whether the targets warn of the argument and have what takes its place."""
    return move.deprecated is not None and reached(move.deprecated, targets) and is_available(move, targets)


def is_available(move: ArgumentMove, targets: Targets) -> bool:
    """Whether the targets have what takes the argument's place."""
    since = move.deprecated or move.gone
    return all(reached(each, targets) for each in move.available or ((since,) if since else ()))


def name_span(given: Given) -> Origin:
    """Where to point: the keyword alone, not its value."""
    node = given.name.node
    if not isinstance(node, ast.keyword):
        return given.name
    start = given.name.span.start
    return Origin(given.name.source, Span(start, start + len(given.move.old)))


def is_meant(given: Given) -> bool:
    """Whether the argument is surely the one of the table: ``resources`` of a KubernetesPodOperator may also be
    BaseOperator's cpus, ram, disk and gpus, which stay."""
    return given.move.value != "resources" or describes_container_resources(given.value)


def describes_container_resources(value: Value) -> bool:
    """Whether a value of ``resources=`` surely means the container's resources, not BaseOperator's cpus and ram."""
    match value:
        case Model(name="V1ResourceRequirements"):
            return True
        case Instance(cls=cls):
            return cls.endswith(".kubernetes.pod.Resources")
        case Mapping(entries=entries):
            keys = set(entries)
            return bool(keys) and (keys <= set(RESOURCE_KEYS) or keys <= {"requests", "limits", "claims"})
    return False
