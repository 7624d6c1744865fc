"""Compares what k8slint makes of the hooks of ``fixtures/hooks`` with what the real hooks made of the real pods.

python -m oracle.hooks RECORDED.jsonl           fails on any wrong leaf, and where the committed record differs
python -m oracle.hooks RECORDED.jsonl 2.11      the same for another Airflow than the newest, which has no record
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from oracle.leaves import MISSING, Outcome, compare

from k8slint.airflow.pods.merge import effective_pod
from k8slint.airflow.pods.mutation import PodMutation
from k8slint.airflow.pods.sites import Kind, find_sites
from k8slint.evaluate.evaluator import evaluate
from k8slint.kube.client.wire import to_wire
from k8slint.kube.template import load_template
from k8slint.settings.compatibility import complete
from k8slint.settings.targets import RuntimeEnvironment, Targets, parse_version
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

HOOKS = Path(__file__).parents[2] / "fixtures" / "hooks"
TARGETS = Targets()


def source(path: Path) -> Source:
    return Source(str(path), path.read_text(encoding="utf-8"))


def hook(name: str, targets: Targets = TARGETS) -> PodMutation:
    text = source(HOOKS / f"{name}.py")
    return PodMutation(text, parse(text), Project((str(HOOKS),)), targets, RuntimeEnvironment())


def workers(targets: Targets = TARGETS) -> dict[str, Any]:
    """The effective pods of ``dag.py`` before the hook, by task."""
    text = source(HOOKS / "dag.py")
    template = load_template(source(HOOKS / "template.yaml"))
    sites = find_sites(evaluate(text, parse(text), Project((str(HOOKS),))), targets)
    return {
        site.task or "": effective_pod(
            to_wire(site.pod, "V1Pod", client=targets.client, round_trip=True),
            template,
            targets,
            dag=site.dag,
            task=site.task,
        )
        for site in sites
        if site.kind is Kind.POD_OVERRIDE and site.pod is not None
    }


def outcomes(
    record: dict[str, Any], pods: dict[str, Any], targets: Targets = TARGETS
) -> Iterator[tuple[str | None, Outcome]]:
    """How each alternative of a hook fits one recorded pod."""
    for when, pod in hook(record["hook"], targets).apply(pods[record["task"]]):
        yield when, compare(pod, record["pod"])


def records(path: Path = HOOKS / "expected.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    targets = complete({"airflow": parse_version(sys.argv[2])}) if len(sys.argv) > 2 else TARGETS
    pods = workers(targets)
    wrong: list[str] = []
    for record in records(Path(sys.argv[1])):
        found = list(outcomes(record, pods, targets))
        best = min(found, key=lambda each: len(each[1].wrong))[1]
        print(f"{record['hook']:20} {record['task']:6} {best.known:3} leaves known, {best.unknown:2} unknown")
        wrong += [f"{record['hook']} {record['task']}{text}" for text in best.wrong]
    if targets is TARGETS and records(Path(sys.argv[1])) != records():
        wrong.append("the committed record differs from real Airflow")
    sys.exit("\n".join(wrong) if wrong else 0)


__all__ = ["MISSING", "main"]

if __name__ == "__main__":
    main()
