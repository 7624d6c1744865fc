"""Reads YAML files of dag-factory as calls, as if a DAG file with the same tasks had been evaluated.

Each task of each DAG is a call of its operator with the entries of the task as arguments; a mapping with ``__type__`` is
a call of that class. What only dag-factory reads of a task, and what its older versions convert, is left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from collections.abc import Mapping as AbstractMapping
from typing import Any

from k8slint.dataclass import replace
from k8slint.evaluate.trace import CallRecord, Evaluation
from k8slint.evaluate.values import Const, Instance, Items, Mapping, Model, Origin, Reason, Unknown, Value, get
from k8slint.source.text import Source

_MODELS = "kubernetes.client."
_NO_DAG = "default"
# What dag-factory takes out of a task before it calls the operator, or calls differently there.
_ITS_OWN = frozenset(
    {
        "operator", "decorator", "dependencies", "task_group_name", "expand", "partial", "variables_as_arguments",
        "execution_timeout", "execution_timeout_secs", "execution_delta", "execution_delta_secs", "execution_date_fn",
        "execution_date_fn_name", "execution_date_fn_file", "retry_delay", "retry_delay_sec", "max_retry_delay", "sla",
        "sla_secs", "trigger_rule", "inlets", "outlets", "start_date", "end_date",
    }
)  # fmt: skip
# Arguments of KubernetesPodOperator whose plain mappings the versions before 1.0 turn into models. Those versions don't
# know __type__.
_CONVERTED = frozenset(
    {
        "affinity", "configmaps", "container_resources", "container_security_context", "dns_config", "env_from",
        "full_pod_spec", "host_aliases", "image_pull_secrets", "init_containers", "pod_runtime_info_envs", "ports",
        "secrets", "security_context", "tolerations", "volume_mounts", "volumes",
    }
)  # fmt: skip


def evaluate(source: Source, document: Value) -> Evaluation:
    """The calls of a document whose keys are DAGs."""
    factory = _Factory(typed="__type__" in source.text)
    if isinstance(document, Mapping):
        factory.dags(document)
    return Evaluation(source, ast.Module([], []), tuple(factory.calls), pods=tuple(factory.pods))


class _Factory:
    def __init__(self, typed: bool) -> None:
        self.calls: list[CallRecord] = []
        self.pods: list[Value] = []
        self._typed = typed
        self._made: dict[int, Value] = {}

    def dags(self, document: Mapping) -> None:
        default = get(document, _NO_DAG)
        for name, config in document.entries.items():
            if name == _NO_DAG or not isinstance(config, Mapping):
                continue
            arguments: dict[str, Value] = {"dag_id": Const(str(name), document.keys.get(name, config.origin))}
            defaults = [get(config, "default_args"), get(default, "default_args")]
            if isinstance(defaults[0], Mapping):
                arguments["default_args"] = self.value(defaults[0])
            elif isinstance(defaults[1], Mapping):
                arguments["default_args"] = self.value(defaults[1])
            self._call("airflow.DAG", arguments, {}, config.origin, complete=False)
            groups = dict(_named(get(config, "task_groups"), "group_name"))
            for task, parameters in _named(get(config, "tasks"), "task_id"):
                self._task(str(name), _in_groups(task, parameters, groups), parameters)

    def _task(self, dag: str, task: str | None, parameters: Mapping) -> None:
        operator = parameters.entries.get("operator")
        if not (isinstance(operator, Const) and isinstance(operator.value, str)):
            return
        launches = operator.value.endswith("PodOperator")
        task_id = _unknown(parameters) if task is None else Const(task, parameters.origin)
        arguments: dict[str, Value] = {"task_id": task_id}
        for name, value in parameters.entries.items():
            if isinstance(name, str) and name not in _ITS_OWN and (launches or name in ("executor_config", "executor")):
                old = launches and name in _CONVERTED and not self._typed and _has_mapping(value)
                arguments[name] = Unknown(Reason.CALL, value.origin, "dag-factory") if old else self.value(value)
        for inner in ("partial", "expand"):
            given = parameters.entries.get(inner)
            if isinstance(given, Mapping) and launches:
                arguments |= {str(name): Unknown(Reason.CALL, value.origin) for name, value in given.entries.items()}
        keys = {name: parameters.keys[name] for name in arguments if name in parameters.keys}
        # Of an operator that launches a pod all arguments are here, but for those that dag-factory makes of variables.
        complete = launches and parameters.complete and "variables_as_arguments" not in parameters.entries
        self._call(operator.value, arguments, keys, parameters.origin, complete=complete, dag=dag)

    def _call(
        self,
        name: str,
        arguments: dict[str, Value],
        keys: AbstractMapping[str, Origin],
        origin: Origin,
        *,
        complete: bool = True,
        dag: str | None = None,
        result: Value | None = None,
    ) -> None:
        made = Instance(name, arguments, origin) if result is None else result
        self.calls.append(CallRecord(name, (), arguments, keys, complete, origin, made, dag=dag))

    def value(self, written: Value) -> Value:
        """A value with the objects that its ``__type__`` entries stand for."""
        known = self._made.get(id(written))
        if known is None:
            known = self._made[id(written)] = self._value(written)
        return known

    def _value(self, written: Value) -> Value:
        match written:
            case Items():
                return replace(written, items=tuple(self.value(item) for item in written.items))
            case Mapping():
                entries = {key: self.value(entry) for key, entry in written.entries.items()}
                return self._object(written, entries) if "__type__" in entries else replace(written, entries=entries)
            case Const():
                return written if isinstance(written.value, str | int | float | None) else _unknown(written)
        return written

    def _object(self, written: Mapping, entries: dict[Any, Value]) -> Value:
        named = entries.pop("__type__")
        name = named.value if isinstance(named, Const) else None
        if name == "builtins.list":
            items = entries.get("items")
            return items if isinstance(items, Items) else _unknown(written)
        if not isinstance(name, str) or "__args__" in entries or not all(isinstance(key, str) for key in entries):
            return _unknown(written)
        keys = {key: place for key, place in written.keys.items() if key != "__type__"}
        result: Value | None = None
        if name.startswith(_MODELS):
            model = name.rpartition(".")[2]
            result = Model(model, entries, written.origin, written.complete, keys)
            if model == "V1Pod":
                self.pods.append(result)
        self._call(name, entries, keys, named.origin, complete=written.complete, result=result)
        return self.calls[-1].result


def _in_groups(task: str, parameters: Mapping, groups: AbstractMapping[str, Mapping]) -> str | None:
    """A task's id with those of its groups before it; None where a group may leave its own out."""
    inside, name = parameters.entries.get("task_group_name"), task
    for _ in range(len(groups) + 1):
        match inside:
            case None:
                return name
            case Const(value=str(group)) if group in groups and "prefix_group_id" not in groups[group].entries:
                inside, name = groups[group].entries.get("parent_group_name"), f"{group}.{name}"
            case _:
                return None
    return None


def _named(listed: Value, key: str) -> Iterator[tuple[str, Mapping]]:
    """The tasks or groups of a DAG: a mapping by id, or a list of mappings that have it under a key."""
    if isinstance(listed, Mapping):
        for name, parameters in listed.entries.items():
            if isinstance(parameters, Mapping):
                yield str(name), parameters
    elif isinstance(listed, Items):
        for parameters in listed.items:
            name = get(parameters, key)
            if isinstance(parameters, Mapping) and isinstance(name, Const):
                yield str(name.value), parameters


def _has_mapping(value: Value) -> bool:
    match value:
        case Mapping():
            return True
        case Items(items=items):
            return any(isinstance(item, Mapping) for item in items)
        case _:
            return False


def _unknown(value: Value) -> Unknown:
    return Unknown(Reason.CALL, value.origin)
