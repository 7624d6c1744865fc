"""Compares the tasks that k8slint sees in the YAML files of ``fixtures/dag_factory`` with those that the real dag-factory made.

python -m oracle.dag_factory RECORDED.json       fails on any difference
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oracle.leaves import compare

from k8slint.airflow.dag_factory import evaluate
from k8slint.airflow.pods.sites import Kind, Place, find_sites
from k8slint.evaluate.values import Mapping, Model
from k8slint.kube.client.wire import to_wire
from k8slint.kube.template import read_documents
from k8slint.settings.targets import Targets
from k8slint.source.text import Source

FOLDER = Path(__file__).parents[2] / "fixtures" / "dag_factory"
TARGETS = Targets()


def overrides(path: Path) -> Iterator[tuple[str, str, Any]]:
    """By DAG and task (``*`` for what its default_args give): the kind of the override, and its pod as a wire value."""
    source = Source(str(path), path.read_text(encoding="utf-8"))
    evaluation = evaluate(source, read_documents(source)[0].value)
    for site in find_sites(evaluation, TARGETS):
        if site.kind is Kind.POD_OVERRIDE:
            value = site.value
            kind = value.name if isinstance(value, Model) else "dict" if isinstance(value, Mapping) else "other"
            pod = to_wire(value, client=TARGETS.client, round_trip=True) if isinstance(value, Model) else value
            for use in site.uses:
                yield f"{use.dag} {'*' if use.place is Place.DEFAULT_ARGS else use.task}", kind, pod


def differences(recorded: dict[str, dict[str, Any]]) -> Iterator[str]:
    for path in sorted(FOLDER.glob("*.yml")):
        seen = {task: (kind, pod) for task, kind, pod in overrides(path)}
        real = recorded[path.name]
        yield from (f"{path.name} {task}: no such task" for task in seen if task not in real and task[-1] != "*")
        for task, made in real.items():
            kind, pod = seen.get(task) or seen.get(f"{task.partition(' ')[0]} *") or ("NoneType", None)
            if kind != made["kind"]:
                yield f"{path.name} {task}: a {kind}, really a {made['kind']}"
            elif pod is not None:
                yield from (f"{path.name} {task}{each}" for each in compare(pod, made["pod"]).wrong)


def main() -> int:
    recorded = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    found = list(differences(recorded))
    if recorded != json.loads((FOLDER / "expected.json").read_text(encoding="utf-8")):
        found.append("the committed record differs from the real dag-factory")
    count = sum(len(made) for made in recorded.values())
    print("\n".join([*found, f"{count} tasks, {len(found)} differences"]))
    return int(bool(found) or not count)


if __name__ == "__main__":
    sys.exit(main())
