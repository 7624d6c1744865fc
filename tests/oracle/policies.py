"""Compares what k8slint makes of the policies of ``fixtures/policies`` with what real Airflow made of them.

python -m oracle.policies RECORDED.jsonl           fails on any wrong leaf, and where the committed record differs
python -m oracle.policies RECORDED.jsonl 2.11      the same for another Airflow than the newest, which has no record
"""

from __future__ import annotations

import json
import re
import sys
from functools import lru_cache
from pathlib import Path
from typing import Any

from oracle.leaves import Outcome, compare

from k8slint.airflow.pods.policies import Governed, TaskPolicies
from k8slint.airflow.pods.render import Rendered, documents
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.hook import HookModule
from k8slint.evaluate.values import Const
from k8slint.kube.template import load_template
from k8slint.settings.compatibility import complete
from k8slint.settings.targets import RuntimeEnvironment, Targets, parse_version
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

POLICIES = Path(__file__).parents[2] / "fixtures" / "policies"
TARGETS = Targets()
Record = dict[str, Any]


def source(path: Path) -> Source:
    return Source(str(path), path.read_text(encoding="utf-8"))


@lru_cache(maxsize=64)
def governed(policy: str | None, targets: Targets = TARGETS) -> tuple[Governed, tuple[Rendered, ...]]:
    """``dag.py`` after a policy (None: as it is written), and the pods of its tasks then."""
    dags = source(POLICIES / "dag.py")
    project = Project((str(POLICIES),))
    evaluation = evaluate(dags, parse(dags), project)
    found = Governed(evaluation)
    if policy is not None:
        text = source(POLICIES / f"{policy}.py")
        module = HookModule(text, parse(text), project, RuntimeEnvironment())
        found = TaskPolicies(module, targets).govern(evaluation)
    template = load_template(source(POLICIES / "template.yaml"))
    return found, tuple(documents(found.evaluation, targets, template))


def outcomes(record: Record, targets: Targets = TARGETS, policy: str | None = "") -> list[Outcome]:
    """How each alternative of a task's pods fits a recorded one: those of the worker, then those that it launches."""
    _, pods = governed(record["policy"] if policy == "" else policy, targets)
    found = []
    for name in ("pod", "launched"):
        of_task = [
            compare(each.pod, record[name] if name == "pod" else without_defaults(record[name]))
            for each in pods
            if (each.dag, each.task) == (record["dag"], record["task"])
            and each.pod is not None
            and name in record
            and each.where.startswith("launched") is (name == "launched")
        ]
        if name in record:
            found.append(min(of_task, key=lambda outcome: len(outcome.wrong)))
    return found


def without_defaults(value: Any) -> Any:
    """A launched pod without what the operator fills in where nothing is given: k8slint leaves that out."""
    if isinstance(value, dict):
        kept = {name: without_defaults(each) for name, each in value.items() if _DEFAULTS.get(name) != each}
        return {name: each for name, each in kept.items() if each not in ([], {}, False)}
    return [without_defaults(each) for each in value] if isinstance(value, list) else value


_DEFAULTS = {"terminationMessagePolicy": "File", "apiVersion": "v1", "kind": "Pod", "namespace": "default"}


def rejected(record: Record, targets: Targets = TARGETS) -> list[str]:
    """What keeps DAGs from being loaded."""
    return list(governed(record["policy"], targets)[0].rejected.values())


def queue(record: Record, targets: Targets = TARGETS) -> str | None:
    """The queue that a policy gives a task; None where it leaves it or that isn't known."""
    found, _ = governed(record["policy"], targets)
    for call in found.evaluation.calls:
        if id(call) in {id(new) for new in found.new.values()} and call.keywords["task_id"].value == record["task"]:  # type: ignore[union-attr]
            value = call.keywords.get("queue")
            return str(value.value) if isinstance(value, Const) else None
    return None


def records(path: Path = POLICIES / "expected.jsonl") -> list[Record]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _settled(recorded: list[Record]) -> list[str]:
    """Records without what is by chance: their order, and the suffix of an operator's pod."""
    return sorted(
        re.sub(r'"name": "([\w-]+)-\w{8}"', r'"name": "\1"', json.dumps(each, sort_keys=True)) for each in recorded
    )


def main() -> None:
    targets = complete({"airflow": parse_version(sys.argv[2])}) if len(sys.argv) > 2 else TARGETS
    wrong: list[str] = []
    known = unknown = 0
    for record in records(Path(sys.argv[1])):
        if "error" in record:
            if len(rejected(record, targets)) != 1:
                wrong.append(f"{record['policy']}: k8slint doesn't see {record['error']}")
            continue
        for outcome in outcomes(record, targets):
            known, unknown = known + outcome.known, unknown + outcome.unknown
            wrong += [f"{record['policy']} {record['task']}{text}" for text in outcome.wrong]
    print(f"{known} leaves known, {unknown} unknown, {len(wrong)} wrong")
    if targets is TARGETS and _settled(records(Path(sys.argv[1]))) != _settled(records()):
        wrong.append("the committed record differs from real Airflow")
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
