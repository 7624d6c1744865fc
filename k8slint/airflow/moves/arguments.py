"""Finds arguments in a file that were removed or renamed, by the table of argument moves."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from k8slint.airflow.moves.removed import reached
from k8slint.airflow.moves.table.arguments import ARGUMENTS, ArgumentMove, Owner
from k8slint.airflow.moves.table.legacy import RESOURCE_KEYS
from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Instance, Mapping, Model, Origin, Value
from k8slint.settings.targets import Targets
from k8slint.source.syntax import statements
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


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
    return {name: tuple(move for move in ARGUMENTS if move.old == name) for name in {move.old for move in ARGUMENTS}}


def owners_of(call: CallRecord, tree: ast.AST) -> frozenset[Owner]:
    """Whose arguments a call takes, for the real classes of Airflow and its providers; empty for all others.

    A subclass of the repository counts when it is defined in the file ``tree`` without an ``__init__`` of its own;
    otherwise only its call of ``super().__init__`` does.
    """
    return frozenset().union(*(_owners_of_name(name) for name in callees(call, tree)))


@lru_cache(maxsize=4096)  # a file's calls are of few things
def _owners_of_name(name: str) -> frozenset[Owner]:
    if not name.startswith("airflow.") or ".exceptions." in name:  # airflow.exceptions.UnmappableOperator
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
            if isinstance(base, (ast.Name, ast.Attribute))
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
    """Whether the argument is deprecated on the targets and its replacement exists there."""
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
