"""The pods that real operators launch: of each KubernetesPodOperator below a folder, what its own code builds.

Runs inside an Airflow environment (2.11 or 3.x) and imports nothing of k8slint.

    python -m oracle.dump_launched fixtures/launched/dags --output pods.json
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import Any

from oracle.dump_pods import dump_pod, load, quiet, use_provider, versions


class SilentConnection:
    """In the place of an operator's hook: a connection to a cluster that sets nothing."""

    is_in_cluster = False

    def __getattr__(self, name: str) -> Any:
        return lambda: None


def built(task: Any) -> Any:
    """The pod that a task's own code builds."""
    vars(task)["hook"] = SilentConnection()  # a cached property
    return dump_pod(task.build_pod_request_obj())


def record(root: Path, all_: bool) -> dict[str, Any]:
    """The pods of all tasks below ``root``, by DAG and task; unless ``all_``, without files that can't be imported."""
    pods, files = {}, []
    with tempfile.TemporaryDirectory() as empty:
        for file in sorted(root.glob("*.py")):
            dags, errors = load(file, (), Path(empty))
            if errors and not all_:
                continue
            assert not errors, errors
            files.append(f"dags/{file.name}")
            for dag_id, dag in dags.items():
                for task in dag.tasks:
                    pods[f"{dag_id}.{task.task_id}"] = built(task)
    return {**versions(), "files": files, "pods": pods}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--provider", type=Path, help="a folder with another version of the provider")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="airflow-home-") as home:
        quiet(home)
        if options.provider:
            use_provider(options.provider.resolve())
        recorded = record(options.root.resolve(), options.provider is None)
    options.output.write_text(json.dumps(recorded, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
