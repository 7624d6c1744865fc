"""What the real dag-factory makes of the YAML files in a folder: for each task the pod_override that it gets.

Runs inside an Airflow environment that has dag-factory on its path.

    python -m oracle.dump_dag_factory fixtures/dag_factory --output FILE
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    from dagfactory import load_yaml_dags
    from kubernetes import client

    found: dict[str, dict[str, Any]] = {}
    for file in sorted(options.folder.glob("*.yml")):
        made: dict[str, Any] = {}
        load_yaml_dags(globals_dict=made, config_filepath=str(file.absolute()))
        for name, dag in made.items():
            for task in dag.tasks if hasattr(dag, "task_dict") else ():
                override = (task.executor_config or {}).get("pod_override")
                pod = client.ApiClient().sanitize_for_serialization(override)
                kind = type(override).__name__
                found.setdefault(file.name, {})[f"{name} {task.task_id}"] = {"kind": kind, "pod": pod}
    options.output.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
