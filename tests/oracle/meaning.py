"""What DAGs are to Airflow, as plain data: what two versions of a file, or of Airflow, can be held against each other by.

Runs inside an Airflow environment, 2.11 or 3.x.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import re
import types
import warnings
from typing import Any

from oracle.dump_pods import attempt, dump_pod, plain

# Of a DAG and of a task, what no file says: Airflow's own bookkeeping, which differs from version to version.
DAG_ATTRIBUTES = (
    "dag_display_name", "description", "start_date", "end_date", "max_active_tasks", "max_active_runs", "catchup",
    "tags", "params", "dagrun_timeout", "is_paused_upon_creation", "render_template_as_native_obj", "template_searchpath",
    "owner_links", "access_control", "user_defined_macros", "jinja_environment_kwargs",
)  # fmt: skip
RELATIONS = ("upstream_task_ids", "downstream_task_ids")
# Given to a constructor and kept as something else, or not at all.
NO_ATTRIBUTES = frozenset({"task_id", "dag", "task_group", "default_args", "params", "kwargs", "executor_config"})


def dag_context() -> Any:
    """What Airflow notes each ``with DAG(...)`` in."""
    try:
        return importlib.import_module("airflow.sdk.definitions._internal.contextmanager").DagContext
    except ModuleNotFoundError:
        return importlib.import_module("airflow.models.dag").DagContext


def start_noting(module: str) -> None:
    """Begin to collect the DAGs of a module."""
    context = dag_context()
    context.autoregistered_dags.clear()
    context.current_autoregister_module_name = module


def meaning_of(values: list[Any]) -> dict[str, Any]:
    """The DAGs among the values of a module, and those that Airflow noted, with their tasks; operators that stand alone."""
    noted = [dag for dag, _ in dag_context().autoregistered_dags]
    dags: dict[str, Any] = {}
    tasks: dict[str, Any] = {}
    for value in (*values, *noted):
        inner = getattr(value, "tasks", None)
        if isinstance(getattr(value, "dag_id", None), str) and isinstance(inner, list):
            dags[value.dag_id] = attempt(dag, value)
            tasks.update({f"{value.dag_id}.{each.task_id}": attempt(task, each) for each in inner})
        elif isinstance(getattr(value, "task_id", None), str) and not isinstance(value, type):
            if attempt(value.get_dag) is None:
                tasks[value.task_id] = attempt(task, value)
    return {"dags": dags, "tasks": dict(sorted(tasks.items()))}


def dag(value: Any) -> dict[str, Any]:
    described = {name: known(getattr(value, name, None)) for name in DAG_ATTRIBUTES}
    for name in ("start_date", "end_date"):  # which Airflow 3 takes from the default arguments
        described[name] = described[name] or known((value.default_args or {}).get(name))
    described["tags"] = sorted(set(value.tags or ()))
    described["schedule"] = schedule(value)
    return described


def schedule(value: Any) -> Any:
    """When a DAG runs, as it was said. (How Airflow makes intervals of a cron expression is an option of it, and another
    by default in 3.)"""
    if not hasattr(value, "schedule_interval"):
        return known(value.schedule)
    timetable = type(value.timetable).__name__
    if timetable == "DatasetTriggeredTimetable":
        condition = value.timetable.dataset_condition
        return (
            [plain(each) for each in condition.objects]
            if type(condition).__name__ == "DatasetAll"
            else plain(condition)
        )
    if timetable == "CronTriggerTimetable":  # Airflow 2 makes none of a string, and gives its cron expression instead
        return timetable
    return known(value.schedule_interval)


def task(value: Any) -> dict[str, Any]:
    """A task: its class, its place, all that was given to its constructor, its templates, its pod."""
    mapped = getattr(value, "partial_kwargs", None)
    cls = getattr(value, "operator_class", type(value)) if isinstance(mapped, dict) else type(value)
    given = dict(mapped) if isinstance(mapped, dict) else given_to(value)
    described: dict[str, Any] = {"type": cls.__name__, "mapped": isinstance(mapped, dict)}
    described["arguments"] = {name: known(one) for name, one in given.items()}
    for name in RELATIONS:
        described[name] = sorted(getattr(value, name, ()))
    if not isinstance(mapped, dict):
        fields = [name for name in value.template_fields if isinstance(name, str)]
        described["templates"] = {name: known(getattr(value, name, None)) for name in fields}
        if hasattr(value, "build_pod_request_obj"):
            described["pod"] = attempt(built_pod, value)
    return described


def given_to(value: Any) -> dict[str, Any]:
    """What was given to an operator's constructor, default_args included, as it is kept."""
    names = set(getattr(value, "_BaseOperator__init_kwargs", {}))
    defaults = attempt(lambda: dict(value.dag.default_args)) if attempt(value.get_dag) is not None else {}
    names |= set(defaults) if isinstance(defaults, dict) and "error" not in defaults else set()
    return {
        name: getattr(value, name)
        for name in sorted(names - NO_ATTRIBUTES)
        if hasattr(value, name) and not callable(getattr(type(value), name, None))
    }


def built_pod(value: Any) -> Any:
    """The pod that a KubernetesPodOperator would start, without what no two runs share."""
    hook = types.SimpleNamespace(is_in_cluster=False, get_namespace=lambda: None, get_xcom_sidecar_container_image=str)
    hook.get_xcom_sidecar_container_resources = hook.get_xcom_sidecar_container_image
    value.__dict__["hook"] = hook  # the real one asks for a cluster
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pod = dump_pod(value.build_pod_request_obj())
    pod.get("metadata", {}).get("labels", {}).pop("airflow_version", None)
    pod.get("metadata", {}).get("labels", {}).pop("airflow_kpo_in_cluster", None)
    return pod


def known(value: Any, depth: int = 0) -> Any:
    """A value as JSON, with what ``plain`` only names: times, spans, partial functions, objects of this file."""
    if depth > 8:
        return "..."
    if isinstance(value, datetime.datetime | datetime.date):
        return re.sub(r"(\.\d+)?(?=[+-]\d\d:\d\d$|$)", "", value.isoformat())[:16]
    if isinstance(value, datetime.timedelta):
        return value.total_seconds()
    if isinstance(value, dict):
        return {str(key): known(entry, depth + 1) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [known(item, depth + 1) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(str(known(item, depth + 1)) for item in value)
    if isinstance(value, functools.partial):
        return [plain(value.func), known(value.args, depth + 1), known(value.keywords, depth + 1)]
    return plain(value)
