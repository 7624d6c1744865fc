"""Applies the cluster policies of ``airflow_local_settings.py`` to the tasks of a DAG file.

``task_policy`` gets each task of a DAG when the DagBag has loaded it; an exception keeps the DAG from being loaded.
``task_instance_mutation_hook`` gets each task instance when it is made, before the executor sees it: once when it takes the
values of its task over (``TaskInstance.refresh_from_task``) and once more (``DagRun.verify_integrity``). Both change what they
get in place. Checked against Airflow 2.11 and 3.3.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from collections.abc import Mapping as AbstractMapping
from typing import TYPE_CHECKING, Any

from k8slint.airflow.pods.launched import POD_ARGUMENTS, launches_pods
from k8slint.airflow.pods.mapped import may_be_mapped
from k8slint.airflow.pods.sites import Prints, Site, dag_id, makes_task
from k8slint.airflow.pods.whole import defaults_of
from k8slint.dataclass import dataclass, field, replace
from k8slint.evaluate.hook import HookModule
from k8slint.evaluate.trace import CallRecord, Evaluation
from k8slint.evaluate.values import (
    Choice,
    Const,
    Instance,
    Items,
    Mapping,
    Model,
    Origin,
    Reason,
    Unknown,
    Value,
    get,
)

if TYPE_CHECKING:
    from k8slint.evaluate.machine.objects import Function
    from k8slint.settings.targets import Targets

TASK_POLICY, OLD_TASK_POLICY, TASK_INSTANCE_HOOK = "task_policy", "policy", "task_instance_mutation_hook"
NAMES = (TASK_POLICY, OLD_TASK_POLICY, TASK_INSTANCE_HOOK)
CONFIG = "executor_config"
_OF_TASK = (CONFIG, "queue", "executor")  # these decide what runs a task, and its worker pod
# What a mapped operator has: its other attributes come into being when it is expanded.
_OF_MAPPED = frozenset({"task_id", "owner", "retries", "queue", "pool", "pool_slots", "trigger_rule", "params", CONFIG})
# What a task certainly still has when the scheduler reads it from the database, where it is of another class.
_STORED = frozenset({*_OF_MAPPED, "executor", "task_type", "operator_name", "dag_id", "dag"})
_SERIALIZED = "airflow.serialization.serialized_objects.SerializedBaseOperator"
_NOT_SETTABLE = (CONFIG, "executor")  # properties of a mapped operator
_EMPTY_LISTS = (
    "cmds", "arguments", "env_vars", "env_from", "configmaps", "ports", "volume_mounts", "volumes", "secrets",
    "image_pull_secrets", "tolerations", "init_containers",
)  # fmt: skip
_EMPTY_DICTS = ("labels", "annotations", "node_selector", "affinity", "security_context")


@dataclass(frozen=True, slots=True, eq=False)
class Governed:
    """A file after the policies. ``evaluation`` has the calls with the values that the policies leave; ``changed`` tells by
    call which policies changed something, ``settled`` are the calls for which that is known. ``rejected`` says by DAG which
    exception keeps it from being loaded, ``certain`` that nothing outside of ``settled`` exists."""

    evaluation: Evaluation
    changed: AbstractMapping[int, str] = field(default_factory=dict)
    settled: frozenset[int] = frozenset()
    rejected: AbstractMapping[str, str] = field(default_factory=dict)
    rejections: AbstractMapping[int, str] = field(default_factory=dict)
    new: AbstractMapping[int, CallRecord] = field(default_factory=dict)  # by the call as it is written

    def sites(self, written: tuple[Site, ...], final: tuple[Site, ...]) -> tuple[tuple[Site, ...], tuple[Site, ...]]:
        """The sites after the policies, and those as written that no task has any more.

        A pod that nothing uses only because a policy replaces it is no site of its own. What a site as written says of its
        tasks is what holds after the policies.
        """
        prints = Prints()
        before = {(site.kind, prints(site.value), site.when): site for site in written}
        after = {(site.kind, prints(site.value), site.when): site for site in final}
        unused = {key for key, site in after.items() if not site.uses and (key not in before or before[key].uses)}
        replaced = [
            replace(site, uses=tuple(replace(use, call=self.new.get(id(use.call), use.call)) for use in site.uses))
            for key, site in before.items()
            if key not in after or key in unused
        ]
        return tuple(site for key, site in after.items() if key not in unused), tuple(replaced)

    def knows(self, site: Site) -> bool:
        """Whether it is known what the policies make of a site for all of its uses."""
        return bool(site.uses) and all(use.call is not None and id(use.call) in self.settled for use in site.uses)


class TaskPolicies:
    """The policies of one file. False when it has none, or none that can be read."""

    def __init__(self, module: HookModule, targets: Targets) -> None:
        self._module = module
        self._policy = module.function(TASK_POLICY)
        self._named = TASK_POLICY
        if self._policy is None and targets.airflow < (3,):
            self._policy, self._named = module.function(OLD_TASK_POLICY), OLD_TASK_POLICY
        self._hook = module.function(TASK_INSTANCE_HOOK)
        if self._policy is not None and not self._policy.node.args.vararg and _positional(self._policy) == 0:
            self._policy = None  # it gets no task: some versions call it, others fail
        if self._hook is not None and not self._hook.node.args.vararg and _positional(self._hook) == 0:
            self._hook = None
        self._last: tuple[Evaluation, Governed] | None = None

    def __bool__(self) -> bool:
        return self._policy is not None or self._hook is not None

    def govern(self, evaluation: Evaluation) -> Governed:
        """What the policies make of the tasks of a file. Every version that a file is checked for asks for the same."""
        if self._last is None or self._last[0] is not evaluation:
            self._last = evaluation, self._governed(evaluation)
        return self._last[1]

    def _governed(self, evaluation: Evaluation) -> Governed:
        calls = [call for call in evaluation.calls if makes_task(call)]
        if not calls or not self:
            return Governed(evaluation)
        tasks = [_task(call, evaluation) for call in calls]
        rejections = list(self._rejections(calls, tasks))
        rejected = {dag: why for dag, _, why in rejections if dag is not None}
        raising = {id(call) for _, call, _ in rejections}
        kept = [i for i, call in enumerate(calls) if dag_id(call) not in rejected and id(call) not in raising]
        calls, tasks = [calls[index] for index in kept], [tasks[index] for index in kept]
        prints, places = Prints(), self._places()
        before = self._module.call_each(None, tasks)
        after = before if self._policy is None else self._module.call_each(self._policy, tasks)
        for dag, call, why in _set_on_mapped(calls, before, after, self._named):
            if dag not in rejected:
                rejected[dag] = why
                rejections.append((dag, call, why))
        new: dict[int, CallRecord] = {}
        changed: dict[int, str] = {}
        settled: set[int] = set()
        for call, first, second in zip(calls, before, after, strict=True):
            if dag_id(call) in rejected:
                continue
            names = _attributes(call)
            third = self._instance(call, second, evaluation)
            given = _changes(names, first, second, prints)
            later = {} if third is None else _changes(_OF_TASK, second, third, prints)
            if given or later:
                new[id(call)] = replace(
                    call, keywords={**call.keywords, **given, **later}, keys=_without(call.keys, (*given, *later))
                )
                by = ((self._named, given), (TASK_INSTANCE_HOOK, later))
                told = [
                    places[name] for name, changes in by if CONFIG in changes or not POD_ARGUMENTS.isdisjoint(changes)
                ]
                if told:
                    changed[id(new[id(call)])] = " and ".join(told)
            if not isinstance(get(second, CONFIG), Unknown) or CONFIG in (*given, *later):
                settled.add(id(new.get(id(call), call)))
        if new:
            evaluation = replace(evaluation, calls=tuple(new.get(id(call), call) for call in evaluation.calls))
        by_call = {id(call): why for _, call, why in rejections}
        return Governed(evaluation, changed, frozenset(settled), rejected, by_call, new)

    def _places(self) -> dict[str, str]:
        """``task_policy in config/airflow_local_settings.py`` by name."""
        functions = {self._named: self._policy, TASK_INSTANCE_HOOK: self._hook}
        return {
            name: f"{name} in {function.origin.source.path}"
            for name, function in functions.items()
            if function is not None
        }

    def _rejections(
        self, calls: Sequence[CallRecord], tasks: Sequence[Value]
    ) -> Iterator[tuple[str | None, CallRecord, str]]:
        """The DAGs for a task of which ``task_policy`` certainly raises an exception."""
        if self._policy is None:
            return
        known: set[str] = set()
        for call, task in zip(calls, tasks, strict=True):
            dag = dag_id(call)
            if dag in known:
                continue
            raised = self._module.raises(self._policy, task)
            if raised is not None:
                known |= {dag} if dag is not None else set()
                yield dag, call, f"{self._places()[self._named]} raises {raised}"

    def _instance(self, call: CallRecord, task: Value, evaluation: Evaluation) -> Value | None:
        """A task instance as the hook leaves it, a worker of one of its runs; None without a hook."""
        if self._hook is None:
            return None
        instance = _task_instance(call, task, evaluation)
        more = (Unknown(Reason.EXTERNAL, call.origin, "dag_run"),) if _positional(self._hook) > 1 else ()
        once, twice = self._module.call_twice(self._hook, instance, *more)
        keys: dict[str, object] = {}
        first, second = (
            Instance("", {name: _aligned(get(each, name), keys, {}) for name in _OF_TASK}, call.origin)
            for each in (once, twice)
        )
        return _common(first, second, Prints())


def _positional(function: Function) -> int:
    return len(function.node.args.posonlyargs) + len(function.node.args.args)


def _changes(names: Sequence[str], first: Value, second: Value, prints: Prints) -> dict[str, Value]:
    """The attributes that two states of an object differ in, with the later value."""
    return {name: get(second, name) for name in names if prints(get(first, name)) != prints(get(second, name))}


def _without(keys: AbstractMapping[str, Origin], names: Sequence[str]) -> dict[str, Origin]:
    return {key: origin for key, origin in keys.items() if key not in names}


def _attributes(call: CallRecord) -> tuple[str, ...]:
    """The attributes of a task that make its pods."""
    return (*_OF_TASK, *sorted(POD_ARGUMENTS)) if launches_pods(call) and not _is_mapped(call) else _OF_TASK


def _is_mapped(call: CallRecord) -> bool:
    return call.qualified_name.endswith(".partial")


def _set_on_mapped(
    calls: Sequence[CallRecord], before: Sequence[Value], after: Sequence[Value], name: str
) -> Iterator[tuple[str, CallRecord, str]]:
    """The DAGs with a mapped task of which the policy certainly sets what can't be set."""
    for call, first, second in zip(calls, before, after, strict=True):
        dag = dag_id(call)
        for attribute in _NOT_SETTABLE if _is_mapped(call) and dag is not None else ():
            old, new = get(first, attribute), get(second, attribute)
            if dag is not None and isinstance(new, (Mapping, Const, Model)) and old.origin.node is not new.origin.node:
                yield dag, call, f"{name} sets {attribute} of a mapped task, which raises AttributeError"


def _task(call: CallRecord, evaluation: Evaluation) -> Instance:
    """The operator that a call makes, with the attributes that its arguments give it. What isn't known it may have."""
    defaults = defaults_of(call, evaluation)
    given = {**(defaults.entries if defaults is not None else {}), **call.keywords}
    certain = defaults is not None and call.complete
    here = call.origin
    dag = dag_id(call)
    named: Value = Unknown(Reason.EXTERNAL, here, "dag_id") if dag is None else Const(dag, here)
    fields: dict[str, Value] = dict(given)
    if "task_id" not in _fields(call.result):  # in a group it gets a prefix
        fields.pop("task_id", None)
    if certain:
        fields[CONFIG] = _or_empty(fields.get(CONFIG), Mapping({}, here))
        fields.setdefault("pool", Const("default_pool", here))
        fields.setdefault("executor", Const(None, here))
    if _is_mapped(call):
        fields = {name: value for name, value in fields.items() if name in _OF_MAPPED}
    elif certain and launches_pods(call):
        fields |= {name: _or_empty(fields.get(name), Items((), here)) for name in _EMPTY_LISTS}
        fields |= {name: _or_empty(fields.get(name), Mapping({}, here)) for name in _EMPTY_DICTS}
        fields |= {name: Const(None, here) for name in POD_ARGUMENTS - _BASIC if name not in fields}
    for name in _attributes(call):  # what is set under a condition only is otherwise what it was
        fields.setdefault(name, Unknown(Reason.EXTERNAL, here, f"the {name} of the task"))
    kind = call.qualified_name.removesuffix(".partial")
    fields |= {"dag_id": named, "dag": Instance("airflow.models.dag.DAG", {"dag_id": named}, here)}
    last = kind.rpartition(".")[2]
    cls = "airflow.models.mappedoperator.MappedOperator" if _is_mapped(call) else kind
    if call.decorates is None and last[:1].isupper():
        fields["task_type"] = fields["operator_name"] = Const(last, here)
        if not _is_mapped(call):
            fields["__class__"] = Instance("builtins.type", {"__name__": Const(last, here)}, here)
    return Instance(cls, fields, here)


# What an operator has a default for that is not None: it is not known here.
_BASIC = frozenset(
    {
        *_EMPTY_LISTS, *_EMPTY_DICTS, "base_container_name", "name", "namespace", "image_pull_policy", "hostnetwork",
        "do_xcom_push", "deferrable", "get_logs", "in_cluster", "on_finish_action", "reattach_on_restart",
        "random_name_suffix", "startup_timeout_seconds", "kubernetes_conn_id", "termination_message_policy",
        "poll_interval", "logging_interval", "log_events_on_failure", "container_logs", "init_container_logs",
        "callbacks", "durable", "is_delete_operator_pod", "automount_service_account_token", "node_selectors",
        "resources", "schedule_timeout_seconds", "startup_check_interval_seconds", "termination_grace_period",
    }
)  # fmt: skip


def _task_instance(call: CallRecord, task: Value, evaluation: Evaluation) -> Instance:
    """The task instance that the scheduler makes of a task, for any run."""
    here = call.origin
    fields = {
        name: value
        for name in (*_OF_TASK, "task_id", "dag_id", "pool", "pool_slots", "run_as_user")
        if (value := _fields(task).get(name)) is not None
    }
    stored = {name: value for name, value in _fields(task).items() if name in _STORED}
    fields |= {"task": Instance(_SERIALIZED, stored, here), "state": Const(None, here)}
    if "task_type" in _fields(task):
        fields["operator"] = _fields(task)["task_type"]
    if not may_be_mapped((call,), evaluation):
        fields["map_index"] = Const(-1, here)
    return Instance("airflow.models.taskinstance.TaskInstance", fields, here)


def _fields(value: Value) -> AbstractMapping[str, Value]:
    return value.fields if isinstance(value, Instance) else {}


def _or_empty(value: Value | None, empty: Value) -> Value:
    return empty if value is None or (isinstance(value, Const) and not value.value) else value


def _aligned(value: Value, keys: dict[str, object], given: dict[object, int]) -> Value:
    """The value with one key for the tests of the same text: each call of a hook makes them anew, of the same object."""

    def inside(parts: AbstractMapping[Any, Value]) -> dict[Any, Value]:
        return {key: _aligned(each, keys, given) for key, each in parts.items()}

    match value:
        case Choice(options=((first, _), *_)):
            key = keys.setdefault(first.text, first.key)
            if key in given:
                return _aligned(next(one for test, one in value.options if test.branch == given[key]), keys, given)
            options = (
                (replace(test, key=key), _aligned(one, keys, {**given, key: test.branch}))
                for test, one in value.options
            )
            return replace(value, options=tuple(options))
        case Instance():
            return replace(value, fields=inside(value.fields))
        case Model():
            return replace(value, fields=inside(value.fields))
        case Mapping():
            return replace(value, entries=inside(value.entries))
        case Items():
            return replace(value, items=tuple(_aligned(each, keys, given) for each in value.items))
        case _:
            return value


def _common(first: Value, second: Value, prints: Prints) -> Value:
    """What two values agree on; what they don't is unknown: a hook that appends does so with each call."""
    if prints(first) == prints(second):
        return first
    match first, second:
        case Instance(), Instance():
            return replace(first, fields=_agreed(first.fields, second.fields, prints))
        case Mapping(), Mapping():
            return replace(first, entries=_agreed(first.entries, second.entries, prints))
        case Model(name=name), Model(name=other) if name == other:
            return replace(first, fields=_agreed(first.fields, second.fields, prints))
        case Choice(), Choice() if [test.key for test, _ in first.options] == [test.key for test, _ in second.options]:
            options = zip(first.options, second.options, strict=True)
            return replace(first, options=tuple((test, _common(one, two, prints)) for (test, one), (_, two) in options))
        case Items(), Items():
            pairs = zip(first.items, second.items, strict=False)
            agreed = tuple(_common(one, two, prints) for one, two in pairs)
            return replace(first, items=agreed, complete=len(first.items) == len(second.items) and first.complete)
        case _:
            return Unknown(Reason.MUTATED, second.origin, "changed by each call of the hook")


def _agreed(
    first: AbstractMapping[Any, Value], second: AbstractMapping[Any, Value], prints: Prints
) -> dict[Any, Value]:
    return {
        key: _common(first[key], second[key], prints)
        if key in first and key in second
        else Unknown(Reason.MUTATED, (first.get(key) or second[key]).origin, "changed by each call of the hook")
        for key in dict.fromkeys((*first, *second))
    }
