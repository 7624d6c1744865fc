"""Imports Python files inside a real Airflow and says, for each, whether it can be imported and what its tasks are.

Runs inside an Airflow environment: reads file names from stdin, one each line, and writes one JSON object to stdout:
``{file: {"error": text, "missing": module} | {"tasks": {"dag.task": {"type": ..., "arguments": {...}}}, "meaning": ...}}``;
``oracle.meaning`` says what the last of these is.
With ``--provider FOLDER`` that version of the provider is used, and each task's worker pod is added as ``pod``.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import sys
import tempfile
import uuid
import warnings
from pathlib import Path
from typing import Any

from oracle.dump_pods import attempt, merge, plain, quiet, use_provider
from oracle.meaning import dag_context, meaning_of, start_noting

# What a task is to the cluster: the arguments that a migration must not change, as attributes of the task.
ARGUMENTS = (
    "affinity",
    "annotations",
    "arguments",
    "cmds",
    "configmaps",
    "container_resources",
    "container_security_context",
    "do_xcom_push",
    "env_from",
    "env_vars",
    "executor_config",
    "full_pod_spec",
    "hostnetwork",
    "image",
    "image_pull_policy",
    "image_pull_secrets",
    "init_containers",
    "in_cluster",
    "labels",
    "name",
    "namespace",
    "node_selector",
    "on_finish_action",
    "pod_template_file",
    "ports",
    "priority_class_name",
    "retries",
    "schedulername",
    "secrets",
    "security_context",
    "service_account_name",
    "tolerations",
    "volume_mounts",
    "volumes",
    "bash_command",
    "op_args",
    "op_kwargs",
)


TEMPLATE = Path(__file__).parents[2] / "fixtures" / "airflow" / "template.yaml"


def load(file: Path, with_pods: bool) -> dict[str, Any]:
    """Imports one file as a module of its own, as the DAG processor does."""
    spec = importlib.util.spec_from_file_location(f"dag_{uuid.uuid4().hex}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    sys.path.insert(0, str(file.parent))
    start_noting(spec.name)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            spec.loader.exec_module(module)
    except BaseException as error:  # a DAG file may also leave by SystemExit
        text = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
        return {"error": text, "missing": error.name if isinstance(error, ModuleNotFoundError) else None}
    finally:
        sys.path.remove(str(file.parent))
        del sys.modules[spec.name]
    dags = [dag for dag, _ in dag_context().autoregistered_dags]
    values = list(vars(module).values())
    return {"tasks": tasks_of([*values, *dags], with_pods), "meaning": meaning_of(values)}


def tasks_of(values: list[Any], with_pods: bool) -> dict[str, Any]:
    """The tasks of DAGs, and operators that stand alone."""
    found = {}
    for value in values:
        tasks = getattr(value, "tasks", None)
        if isinstance(getattr(value, "dag_id", None), str) and isinstance(tasks, list):
            found.update({f"{value.dag_id}.{task.task_id}": task for task in tasks})
        elif isinstance(getattr(value, "task_id", None), str):
            found[value.task_id if value.get_dag() is None else f"{value.dag_id}.{value.task_id}"] = value
    return {name: describe(task, with_pods) for name, task in sorted(found.items())}


def describe(task: Any, with_pods: bool) -> dict[str, Any]:
    given = getattr(task, "partial_kwargs", None)
    given = given if isinstance(given, dict) else {name: getattr(task, name, None) for name in ARGUMENTS}
    arguments = {name: plain(given.get(name)) for name in ARGUMENTS if given.get(name) not in (None, [], {}, "")}
    described = {"type": type(task).__name__, "arguments": arguments}
    if with_pods:
        described["pod"] = attempt(merge, "dag", "task", given.get("executor_config") or {}, TEMPLATE)
    return described


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--provider", type=Path, help="a folder with another version of the provider")
    provider = parser.parse_args().provider
    with tempfile.TemporaryDirectory(prefix="airflow-home-") as home:
        quiet(home)
        warnings.simplefilter("ignore")
        if provider:
            use_provider(provider)
        results = {file: load(Path(file), with_pods=bool(provider)) for file in sys.stdin.read().split("\n") if file}
    json.dump(results, sys.__stdout__ or sys.stdout)


if __name__ == "__main__":
    main()
