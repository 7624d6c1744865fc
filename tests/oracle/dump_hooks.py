"""What the real client makes of a worker pod when a real ``pod_mutation_hook`` is run on it.

Runs inside an Airflow environment. Each hook of ``fixtures/hooks`` gets the pods of ``dag.py`` there, built by the
provider's own PodGenerator from ``template.yaml``; the outcome is a JSON document for each line of ``--output``.

    python -m oracle.dump_hooks fixtures/hooks --output expected.jsonl
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import tempfile
from pathlib import Path
from typing import Any

from oracle.dump_pods import DYNAMIC, dump_pod, executor_config, load, round_trip

NO_HOOKS = ("dag.py",)


def worker(dag_id: str, task_id: str, config: Any, template: Path) -> Any:
    """The pod object that the executor hands to the hook."""
    from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator

    pod = PodGenerator.construct_pod(
        dag_id=dag_id,
        task_id=task_id,
        pod_override_object=PodGenerator.from_obj(config),
        base_worker_pod=PodGenerator.deserialize_model_file(str(template)),
        **DYNAMIC,
    )
    pod.metadata.labels["airflow_version"] = "dynamic-version"
    return pod


def hook_of(file: Path) -> Any:
    spec = importlib.util.spec_from_file_location(f"hook_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.pod_mutation_hook


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as empty:
        dags, errors = load(options.folder / "dag.py", (), Path(empty))
    assert not errors, errors
    lines = []
    for file in sorted(options.folder.glob("*.py")):
        if file.name in NO_HOOKS:
            continue
        hook = hook_of(file)
        for dag in dags.values():
            for task in sorted(round_trip(dag).tasks, key=lambda task: task.task_id):
                pod = worker(dag.dag_id, task.task_id, executor_config(task), options.folder / "template.yaml")
                hook(pod)
                document = {"hook": file.stem, "dag": dag.dag_id, "task": task.task_id, "pod": dump_pod(pod)}
                lines.append(json.dumps(document, sort_keys=True))
    options.output.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
