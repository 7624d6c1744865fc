"""Finds the sites of a DAG: where an executor_config, a pod_override or a pod enters a task.

Reads the calls, attributes and dicts that evaluating a module left behind; knows which of them mean what to Airflow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from enum import Enum
from typing import TYPE_CHECKING, TypeGuard

from k8slint.airflow.pods import launched
from k8slint.dataclass import dataclass, field, replace
from k8slint.evaluate.values import (
    Absent,
    Choice,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Origin,
    Reference,
    Unknown,
    Value,
    get,
)
from k8slint.evaluate.variants import variants

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord, Evaluation
    from k8slint.settings.targets import Targets


class Kind(Enum):
    """The kind of a site. The values are the words in messages."""

    EXECUTOR_CONFIG = "executor_config"  # the dict (or what stands in its place)
    POD_OVERRIDE = "pod_override"  # the entry's value
    LEGACY = "KubernetesExecutor"  # the entry's value
    POD = "pod"  # a V1Pod that no task of the file uses: judged as a possible override
    FULL_POD_SPEC = "full_pod_spec"  # the pod that KubernetesPodOperator launches
    TEMPLATE_DICT = "pod_template_dict"
    OPERATOR = "operator"  # the arguments of KubernetesPodOperator and its relatives, as the pod that they make
    OPERATOR_TEMPLATE = "pod_template_file"  # the file that KubernetesPodOperator merges its arguments over
    TEMPLATE = "pod template"  # a YAML file; made by the linter
    MANIFEST = "manifest"  # the pod of a Kubernetes object that isn't Airflow's; made by the linter


TEMPLATES = frozenset({Kind.TEMPLATE, Kind.OPERATOR_TEMPLATE, Kind.TEMPLATE_DICT})  # read by the kubernetes client


class Place(Enum):
    """How a site is attached to a task. The values are the words that messages use."""

    ARGUMENT = "operator argument"
    DECORATOR = "decorator argument"
    DEFAULT_ARGS = "default_args"
    PARTIAL = ".partial()"
    OVERRIDE = ".override()"
    ASSIGNMENT = "assignment"
    SUPER = "super().__init__()"
    CARRIER = "arguments handed on"  # Cosmos's operator_args: they become the arguments of each of its tasks
    WRAPPER = "argument of unknown code"  # it may hand the value on, or do anything else with it
    EXPAND = ".expand()"  # Airflow raises
    EXPAND_KWARGS = ".expand_kwargs()"  # Airflow ignores it
    TASKFLOW_PARTIAL = "TaskFlow .partial()"  # Airflow raises
    TASK_GROUP = "@task_group"  # Airflow raises
    SETUP = "@setup"  # Airflow raises
    DAG = "DAG"  # Airflow raises
    NONE = "not attached"


REJECTED = frozenset({Place.EXPAND, Place.TASKFLOW_PARTIAL, Place.TASK_GROUP, Place.SETUP, Place.DAG})


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """One place that hands a site's value to a task. ``origin`` is the value's place in the argument or entry."""

    place: Place
    origin: Origin
    task: str | None = None
    dag: str | None = None
    call: CallRecord | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One value to check, without alternatives, with all its uses.

    ``value`` is what is written (an executor_config's dict, a pod, a legacy dict); ``origin`` where it enters.
    ``pod`` is the V1Pod to validate, with Jinja in templated places unknown, or None when there is none to validate.
    ``config`` is the executor_config that a pod_override or legacy entry stands in. ``when`` is the condition under
    which this variant is used. ``uses`` is empty for what no task of this file uses.
    """

    kind: Kind
    value: Value
    origin: Origin
    uses: tuple[Use, ...] = ()
    pod: Value | None = None
    config: Value | None = None
    when: str | None = None
    place: Place = field(default=Place.NONE)

    @property
    def task(self) -> str | None:
        """The task_id of the first task that uses it, where known."""
        return next((use.task for use in self.uses if use.task is not None), None)

    @property
    def dag(self) -> str | None:
        return next((use.dag for use in self.uses if use.dag is not None), None)

    @property
    def call(self) -> CallRecord | None:
        """The call that takes it, for the first use."""
        return self.uses[0].call if self.uses else None

    @property
    def round_trips(self) -> bool:
        """Whether the pod goes through the scheduler's JSON: everything but what an operator launches by itself."""
        return self.kind not in (Kind.FULL_POD_SPEC, Kind.OPERATOR)


TemplateFile = Callable[[Value], "Value | None"]
"""Reads the pod template at a path; None where no such file of the repository is known."""


def find_sites(evaluation: Evaluation, targets: Targets, read: TemplateFile = lambda path: None) -> tuple[Site, ...]:
    """All sites of a file, in the order in which they are written. However many tasks use a value, it is there once."""
    sites = _Collector()
    for use, value in _executor_configs(evaluation):
        sites.add_config(value, use)
        template = read(get(value, "pod_template_file"))
        if template is not None:
            sites.add(Site(Kind.TEMPLATE, template, template.origin, (use,), template))
    for call in (*evaluation.calls, *launched.attribute_calls(evaluation)):
        for site in launched_pods(call, evaluation):
            sites.add(site)
        template = read(call.keywords["pod_template_file"]) if "pod_template_file" in call.keywords else None
        if template is not None and launched.launches_pods(call):
            use = Use(Place.ARGUMENT, call.origin, task_id(call), dag_id(call), call)
            sites.add(Site(Kind.OPERATOR_TEMPLATE, template, template.origin, (use,), template))
    for value in evaluation.dicts:
        sites.add_config(value, None)
    for pod in evaluation.pods:
        sites.add_pod(pod)
    return tuple(sorted(sites.sites(), key=lambda site: (site.origin.source.path, site.origin.span)))


_NOT_TASKS = frozenset(
    {"DAG", "dag", "TaskGroup", "task_group", "expand", "expand_kwargs", "override", "setup", "teardown"}
)


def makes_task(call: CallRecord) -> bool:
    """Whether a call makes a task, for the classes and decorators of Airflow and its providers."""
    last = call.qualified_name.rpartition(".")[2]
    if last in _NOT_TASKS or not is_operator(call):
        return False
    if call.decorates is not None:
        return is_task_decorator(call.qualified_name)
    return "task_id" in call.keywords and last != "__init__"


def is_operator(call: CallRecord) -> bool:
    """Whether a call surely makes a task with Airflow's own handling of keyword arguments."""
    return any(_is_airflow(name) for name in (call.qualified_name, *call.bases))


def task_id(call: CallRecord, decorated: AbstractMapping[int, str] | None = None) -> str | None:
    """The id of the task that a call makes, where known.

    ``task_id=``, else the name of the decorated function; ``decorated`` has these names by the decorator's node, for
    calls like ``load.override(...)``.
    """
    match call.keywords.get("task_id"):
        case Const(value=str(name)):
            return name
        case None if call.decorates is not None:
            return call.decorates.name
        case None if call.receiver is not None and _last(call.qualified_name) in (
            "override",
            "expand",
            "expand_kwargs",
        ):
            return _task_of(call.receiver) or (decorated or {}).get(id(call.receiver.origin.node))
        case _:
            return None


def dag_id(call: CallRecord) -> str | None:
    """The id of the DAG that a task belongs to, where known."""
    match get(call.keywords.get("dag", Absent(call.origin)), "dag_id"):
        case Const(value=str(name)):
            return name
        case _:
            return call.dag


def launched_pods(call: CallRecord, evaluation: Evaluation) -> Iterator[Site]:
    """The pods that a KubernetesPodOperator or a relative launches: given as a whole, or made of its arguments."""
    if not launched.launches_pods(call):
        return
    use = Use(Place.ARGUMENT, call.origin, task_id(call), dag_id(call), call)
    for name, kind in (("full_pod_spec", Kind.FULL_POD_SPEC), ("pod_template_dict", Kind.TEMPLATE_DICT)):
        if name in call.keywords:
            for when, value in variants(call.keywords[name]):
                if isinstance(value, (Model, Mapping)):
                    pod = launched.without_jinja(value)
                    yield Site(kind, value, value.origin, (replace(use, origin=value.origin),), pod, when=when)
    for when, pod in launched.argument_pods(call, evaluation):
        yield Site(Kind.OPERATOR, pod, call.origin, (use,), launched.without_jinja(pod), when=when)


def _executor_configs(evaluation: Evaluation) -> Iterator[tuple[Use, Value]]:
    """Every value that reaches a task as its executor_config, with the use."""
    decorated = {id(call.origin.node): call.decorates.name for call in evaluation.calls if call.decorates is not None}
    for call in evaluation.calls:
        if "executor_config" in call.keywords:
            value = call.keywords["executor_config"]
            yield Use(_place(call), value.origin, task_id(call, decorated), dag_id(call), call), value
        if _last(call.qualified_name) == "expand_kwargs" and call.positional:
            yield from _expanded(call, task_id(call, decorated))
        for name, place in (("default_args", Place.DEFAULT_ARGS), ("operator_args", Place.CARRIER)):
            if name in call.keywords and (_is_carrier(call) if name == "operator_args" else _takes_default_args(call)):
                value = get(call.keywords[name], "executor_config")
                if not isinstance(value, (Absent, Unknown)):
                    yield Use(place, value.origin, None, dag_made(call) or call.dag, call), value
    for record in evaluation.attributes:
        if record.attribute == "executor_config":
            yield Use(Place.ASSIGNMENT, record.value.origin, _task_of(record.target)), record.value


def _expanded(call: CallRecord, task: str | None) -> Iterator[tuple[Use, Value]]:
    argument = call.positional[0]
    if isinstance(argument, Items):
        for item in argument.items:
            value = get(item, "executor_config")
            if not isinstance(value, (Absent, Unknown)):
                yield Use(Place.EXPAND_KWARGS, value.origin, task, dag_id(call), call), value


def _place(call: CallRecord) -> Place:
    """What kind of place a call's ``executor_config=`` is, by the callee's qualified name."""
    name = call.qualified_name
    last = _last(name)
    owner = name.rpartition(".")[0]
    if last == "expand":
        return Place.EXPAND
    if last == "partial":
        return (
            Place.TASKFLOW_PARTIAL
            if is_task_decorator(owner) or isinstance(call.receiver, Reference)
            else Place.PARTIAL
        )
    if last == "override":
        return Place.OVERRIDE
    if last == "__init__":
        return Place.SUPER
    if _is_airflow(name):
        if last == "task_group":
            return Place.TASK_GROUP
        if last in ("setup", "teardown"):
            return Place.SETUP
        if last in ("DAG", "dag", "TaskGroup"):
            return Place.DAG
    if is_task_decorator(name):
        return Place.DECORATOR
    if is_operator(call) or last.endswith(("Operator", "Sensor")):
        return Place.ARGUMENT
    return Place.WRAPPER


def _takes_default_args(call: CallRecord) -> bool:
    return _last(call.qualified_name) in ("DAG", "dag", "TaskGroup", "task_group") or _is_carrier(call)


def _is_carrier(call: CallRecord) -> bool:
    """Whether a call makes tasks of its own and hands arguments on to them: Cosmos's DbtDag and DbtTaskGroup."""
    names = (call.qualified_name.removesuffix(".__init__"), *call.bases)
    return any(name.startswith("cosmos.") and _last(name) in ("DbtDag", "DbtTaskGroup") for name in names)


def dag_made(call: CallRecord) -> str | None:
    """The dag_id of a ``DAG(...)`` call or ``@dag(...)`` decorator."""
    value = call.keywords.get("dag_id") or (call.positional[0] if call.positional else None)
    match value:
        case Const(value=str(name)) if _last(call.qualified_name) in ("DAG", "dag"):
            return name
        case None if _last(call.qualified_name) == "dag" and call.decorates is not None:
            return call.decorates.name
        case _:
            return None


def _task_of(value: Value) -> str | None:
    match value:
        case Instance(fields=fields):
            match fields.get("task_id"):
                case Const(value=str(name)):
                    return name
    return None


def _is_airflow(name: str) -> bool:
    return name.startswith(("airflow.", "airflow_")) or name == "airflow"


def is_task_decorator(name: str) -> bool:
    """``@task``, ``@task.branch`` and friends, from airflow.decorators or airflow.sdk."""
    head, _, tail = name.partition(".task")
    return _is_airflow(head + ".") and ((tail == "" and name.endswith(".task")) or tail.startswith("."))


def _last(name: str) -> str:
    return name.rpartition(".")[2]


class _Collector:
    """Gathers sites and joins the uses of equal values."""

    def __init__(self) -> None:
        self._found: dict[object, tuple[Site, list[Use]]] = {}
        self._print = Prints()
        self._seen: set[int] = set()  # what stands at a site, whatever the condition

    def add(self, site: Site) -> None:
        written = self._print(site.value)
        self._seen.add(written)
        key = (site.kind, written, site.when)
        known = self._found.get(key)
        if known is None:
            self._found[key] = site, list(site.uses)
        elif site.uses:
            first, uses = known
            if not uses:
                self._found[key] = replace(first, place=site.place), uses
            uses += site.uses

    def sites(self) -> Iterator[Site]:
        """Each site with all its uses: they are put together once, as there may be thousands."""
        for site, uses in self._found.values():
            yield site if len(uses) == len(site.uses) else replace(site, uses=tuple(uses))

    def add_config(self, value: Value, use: Use | None) -> None:
        """An executor_config and what it holds. ``use`` is None for a dict that no task of the file takes."""
        uses = () if use is None else (use,)
        place = Place.NONE if use is None else use.place
        for when, config in variants(value):
            origin = config.origin
            if use is None and self._print(config) in self._seen:
                continue
            self.add(Site(Kind.EXECUTOR_CONFIG, config, origin, uses, when=when, place=place))
            if not isinstance(config, Mapping):
                continue
            for key, kind in (("pod_override", Kind.POD_OVERRIDE), ("KubernetesExecutor", Kind.LEGACY)):
                if key in config.entries:
                    self._add_entry(config, key, kind, uses, when, place)

    def _add_entry(
        self, config: Mapping, key: str, kind: Kind, uses: tuple[Use, ...], when: str | None, place: Place
    ) -> None:
        value = config.entries[key]
        if not uses and self._print(value) in self._seen:
            return
        pod = (
            launched.without_jinja(value)
            if kind is Kind.POD_OVERRIDE and isinstance(value, Model) and value.name == "V1Pod"
            else None
        )
        self.add(Site(kind, value, value.origin, uses, pod, config, when, place))

    def add_pod(self, value: Value) -> None:
        """A V1Pod that was made: a site of its own if nothing else holds it."""
        for when, pod in variants(value):
            if isinstance(pod, Model) and self._print(pod) not in self._seen:
                self.add(Site(Kind.POD, pod, pod.origin, (), launched.without_jinja(pod), when=when))


class Prints:
    """A number for each value, the same for two that say the same and were written at the same places."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._known: dict[int, tuple[Value, int]] = {}  # by identity; holding the value keeps that its own

    def __call__(self, value: Value) -> int:
        known = self._known.get(id(value))
        if known is None:
            number = self._numbers.setdefault(self._described(value), len(self._numbers))
            known = self._known[id(value)] = (value, number)
        return known[1]

    def _described(self, value: Value) -> object:
        node = value.origin.node
        place = id(node) if not hasattr(node, "start") else node
        match value:
            case Const(value=constant):
                return (place, type(constant), constant if type(constant) in (str, int) else repr(constant))
            case Items(items=items, complete=complete):
                return (place, complete, *map(self, items))
            case Mapping(entries=entries, complete=complete):
                return (place, complete, *self._entries(entries.items()))
            case Model(name=name, fields=entries, complete=complete, positional=positional):
                return (place, name, complete, *map(self, positional), *self._entries(entries.items()))
            case Instance(cls=name, fields=entries):
                return (place, name, *self._entries(entries.items()))
            case Choice(options=options):
                return (place, *((option[0].key, option[0].branch, self(option[1])) for option in options))
            case _:
                return (place, type(value))

    def _entries(self, entries: Iterable[tuple[object, Value]]) -> Iterator[object]:
        return ((key if type(key) is str else (repr(key),), self(value)) for key, value in entries)


def is_set(value: Value, key: str | None = None) -> bool:
    """Whether a value (or the entry ``key`` of it) is certainly there and true, so that the executor looks at it."""
    if key is not None:
        value = get(value, key)
    match value:
        case Const(value=constant):
            return bool(constant)
        case Items(items=entries) | Mapping(entries=entries):
            return bool(entries)
        case Model() | Instance() | Reference():
            return True
        case _:
            return False


def key_origin(config: Value | None, key: str, otherwise: Value) -> Origin:
    """Where a dict's key is written; the place of ``otherwise`` when it has none of its own."""
    return config.keys.get(key, otherwise.origin) if isinstance(config, Mapping) else otherwise.origin


def is_attached(site: Site) -> bool:
    """Whether a site's value surely reaches Airflow as an executor_config."""
    return any(use.place not in (Place.WRAPPER, Place.NONE) and use.place not in REJECTED for use in site.uses)


def for_kubernetes(site: Site) -> bool:
    """Whether the KubernetesExecutor may see the value: not when every task that uses it names another executor."""
    return not site.uses or any(_may_be_kubernetes(use.call) for use in site.uses)


def _may_be_kubernetes(call: CallRecord | None) -> bool:
    match call.keywords.get("executor") if call is not None else None:
        case None | Const(value=None):
            return True
        case Const(value=str(name)):
            return "kubernetes" in name.lower()
        case _:
            return False


def overrides(site: Site | None) -> TypeGuard[Site]:
    """Whether a pod is a pod_override that the KubernetesExecutor merges into a worker pod."""
    return site is not None and site.kind is Kind.POD_OVERRIDE and for_kubernetes(site)
