"""What a task's context holds in the Airflow of this Python, as JSON: run by ``tools.record``, alone.

The keys are those that the function which builds the context writes down; the attributes those of the classes whose
objects stand in it as the task's instance and the run.
"""

from __future__ import annotations

import ast
import json
import logging
import sys
import warnings
from importlib.util import find_spec
from pathlib import Path


def keys(module: str, function: str) -> list[str]:
    spec = find_spec(module)
    assert spec is not None
    assert spec.origin is not None
    found: set[str] = set()
    for node in ast.walk(ast.parse(Path(spec.origin).read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name == function:
            for inner in ast.walk(node):
                if isinstance(inner, ast.Dict):
                    found.update(str(key.value) for key in inner.keys if isinstance(key, ast.Constant))
                elif isinstance(inner, ast.Subscript) and isinstance(inner.slice, ast.Constant):
                    found.add(str(inner.slice.value))
    return sorted(found)


def attributes(cls: type) -> list[str]:
    names = {*dir(cls), *getattr(cls, "model_fields", ())}
    return sorted(name for name in names if not name.startswith("_"))


def described() -> dict[str, object]:
    from airflow import __version__ as version

    if version.startswith("2."):
        from airflow.models.dagrun import DagRun
        from airflow.models.taskinstance import TaskInstance

        built = keys("airflow.models.taskinstance", "_get_template_context")
        return {"airflow": version, "keys": built, "ti": attributes(TaskInstance), "dag_run": attributes(DagRun)}
    from airflow.sdk.api.datamodels._generated import DagRun
    from airflow.sdk.execution_time.task_runner import RuntimeTaskInstance

    built = keys("airflow.sdk.execution_time.task_runner", "get_template_context")
    return {"airflow": version, "keys": built, "ti": attributes(RuntimeTaskInstance), "dag_run": attributes(DagRun)}


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    result = json.dumps(described())
    sys.stdout.write(f"\n{result}\n")
