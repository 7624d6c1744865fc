"""Compares the pods that real operators build with those that ``k8slint render`` shows.

python -m oracle.launched RECORDED.json          fails on any pod that differs
python -m oracle.launched --write RECORDED.json  writes the committed record, which the tests use
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "fixtures" / "launched"
EXPECTED = FOLDER / "expected.json"
# What is decided when the task runs, or by the connection to the cluster.
AT_RUN_TIME = frozenset({"airflow_version", "airflow_kpo_in_cluster"})


def settled(pod: dict[str, Any]) -> Any:
    """A pod without what is decided when the task runs, and without what says nothing."""
    metadata = pod["metadata"]
    labels = {name: text for name, text in metadata.get("labels", {}).items() if name not in AT_RUN_TIME}
    plain: Any = _plain({**pod, "metadata": {"labels": labels, "annotations": metadata.get("annotations")}})
    for container in plain["spec"]["containers"]:
        if container.get("command") == ["placeholder-command"]:  # of a decorator, until the task runs
            del container["command"]
        container.pop("terminationMessagePolicy", None)  # the operator's default is the API server's
        if container["name"] == "airflow-xcom-sidecar":  # its image and its resources are the connection's
            for name in ("image", "command", "resources"):
                container.pop(name, None)
    return json.loads(re.sub(r"secretvol(-\d+|<uuid>)", "secretvol", json.dumps(plain)))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        entries = {key: _plain(each) for key, each in value.items()}
        return {key: each for key, each in entries.items() if each not in ({}, [], None, False)}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def shown(*options: str) -> dict[str, Any]:
    """The pods that the command shows of the fixture, by DAG and task."""
    command = [sys.executable, "-m", "k8slint", "render", "--isolated", "--output-format", "json", *options]
    listed = json.loads(subprocess.run(command, cwd=FOLDER, check=True, capture_output=True, text=True).stdout)
    about = [row for row in listed["k8slint"] if row["where"] == "launched"]
    return {f"{row['dag']}.{row['task']}": settled(listed["items"][row["item"]]) for row in about}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("recorded", type=Path)
    options = parser.parse_args()
    recorded = json.loads(options.recorded.read_text(encoding="utf-8"))
    real = {name: settled(pod) for name, pod in recorded["pods"].items()}
    if options.write:
        EXPECTED.write_text(json.dumps(real, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    airflow, provider = (".".join(map(str, recorded[name])) for name in ("airflow", "provider"))
    seen = shown("--airflow-version", airflow, "--provider-version", provider, *recorded["files"])
    wrong = [name for name in real.keys() | seen.keys() if real.get(name) != seen.get(name)]
    for name in sorted(wrong):
        print(f"{name}\n  real    {json.dumps(real.get(name))}\n  k8slint {json.dumps(seen.get(name))}")
    print(f"launched pods, Airflow {airflow}, provider {provider}: {len(real)} tasks, {len(wrong)} differ")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
