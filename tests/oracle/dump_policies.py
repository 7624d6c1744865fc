"""What real cluster policies make of real tasks, and the worker pods that real Airflow makes of them.

Runs inside an Airflow environment. Each policy of ``fixtures/policies`` becomes the ``airflow_local_settings.py`` of a
process of its own, in which Airflow installs it by itself. The DAGs of ``dag.py`` there go through Airflow's DagBag, which
calls ``task_policy``, and through the serialization; a TaskInstance is made of each task, and gets
``task_instance_mutation_hook`` as ``DagRun.verify_integrity`` calls it. The outcome is a JSON document for each task, and
for each DAG that isn't loaded, on the lines of ``--output``.

    python -m oracle.dump_policies fixtures/policies --output expected.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from oracle.dump_pods import DYNAMIC, dump_pod, load, round_trip

DAG = "dag.py"
_OF_OPERATOR = ("airflow_kpo_in_cluster", "airflow_version")  # labels that the operator adds itself


def instance(task: Any, is_mapped: bool) -> Any:
    """The task instance that the scheduler makes of a task, after the hook."""
    from airflow import settings
    from airflow.models.taskinstance import TaskInstance

    more = {"dag_version_id": uuid.uuid4()} if hasattr(TaskInstance, "dag_version_id") else {}
    made = TaskInstance(task, run_id=DYNAMIC["run_id"], map_index=0 if is_mapped else -1, **more)
    settings.task_instance_mutation_hook(made)
    return made


def worker(dag_id: str, task_id: str, map_index: int, config: Any, template: Path) -> Any:
    from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator

    pod = PodGenerator.construct_pod(
        dag_id=dag_id,
        task_id=task_id,
        map_index=map_index,
        pod_override_object=PodGenerator.from_obj(config),
        base_worker_pod=PodGenerator.deserialize_model_file(str(template)),
        **DYNAMIC,
    )
    pod.metadata.labels["airflow_version"] = "dynamic-version"
    return dump_pod(pod)


def one(folder: Path, policy: str) -> list[dict[str, Any]]:
    """The documents of one policy, which this process has as its airflow_local_settings."""
    with tempfile.TemporaryDirectory() as empty:
        dags, errors = load(folder / DAG, (), Path(empty))
    lines: list[dict[str, Any]] = [
        {"policy": policy, "error": error.strip().splitlines()[-1]} for error in errors.values()
    ]
    for dag in dags.values():
        stored = round_trip(dag)
        for task in sorted(dag.tasks, key=lambda task: task.task_id):
            is_mapped = type(task).__name__ == "MappedOperator"
            made = instance(stored.get_task(task.task_id), is_mapped)
            document = {
                "policy": policy,
                "dag": dag.dag_id,
                "task": task.task_id,
                "queue": made.queue,
                "pod": worker(dag.dag_id, task.task_id, made.map_index, made.executor_config, folder / "template.yaml"),
            }
            if not is_mapped and hasattr(task, "build_pod_request_obj"):
                vars(task)["hook"] = SimpleNamespace(
                    is_in_cluster=False, get_namespace=lambda: None
                )  # needs no cluster
                pod = task.build_pod_request_obj()
                for label in _OF_OPERATOR:
                    del pod.metadata.labels[label]
                document["launched"] = dump_pod(pod)
            lines.append(document)
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path)
    parser.add_argument("--policy")
    options = parser.parse_args()
    if options.policy is not None:
        print("\n".join(json.dumps(each, sort_keys=True) for each in one(options.folder, options.policy)))
        return
    found = ""
    for file in sorted(options.folder.glob("*.py")):
        if file.name == DAG:
            continue
        with tempfile.TemporaryDirectory() as home:
            (Path(home) / "config").mkdir()
            shutil.copy(file, Path(home) / "config" / "airflow_local_settings.py")
            command = [sys.executable, "-m", "oracle.dump_policies", str(options.folder), "--policy", file.stem]
            environment = {**os.environ, "AIRFLOW_HOME": home, "AIRFLOW__LOGGING__LOGGING_LEVEL": "CRITICAL"}
            output = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
            found += "".join(f"{line}\n" for line in output.splitlines() if line.startswith("{"))
    options.output.write_text(found)


if __name__ == "__main__":
    main()
