"""Judging pods: k8slint beside kubernetes-validate, the JSON-schema checker, on the recorded pods, in one run.

    python benchmarks/pods.py

Both get pods that are parsed already. Rounds alternate, so that a busy machine slows both; what counts is the ratio of
the medians. Beside the cost stands what each of them finds: of the pods that Kubernetes refuses, how many are caught;
of those that it accepts, how many are refused wrongly. Needs ``pip install kubernetes-validate``.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Value
from k8slint.finding import Severity
from k8slint.kube.api.validation import validate
from k8slint.source.text import Source, Span

FIXTURE = Path(__file__).parent.parent / "fixtures" / "pod_verdicts.jsonl"
VERSION = "1.36"
SAMPLE = 10  # every tenth pod: the other checker takes its time
ROUNDS = 5

Judge = Callable[[Any], bool]


def as_value(plain: object, origin: Origin) -> Value:
    if isinstance(plain, dict):
        return Mapping({key: as_value(item, origin) for key, item in plain.items()}, origin)
    if isinstance(plain, list):
        return Items(tuple(as_value(item, origin) for item in plain), origin)
    return Const(plain, origin)


def refused_by_k8slint(pod: Value) -> bool:
    return any(refusal.severity is Severity.ERROR for refusal in validate(pod))


def refused_by_schema(pod: dict[str, Any]) -> bool:
    try:
        import_module("kubernetes_validate").validate(pod, VERSION, strict=True)
    except Exception:  # its own errors, and those of what it is built on: any of them is a refusal
        return True
    return False


def seconds_for(judge: Judge, pods: list[Any]) -> float:
    start = time.perf_counter()
    for pod in pods:
        judge(pod)
    return (time.perf_counter() - start) / len(pods)


def found(judge: Judge, pods: list[Any], verdicts: list[str]) -> str:
    refused = [judge(pod) for pod in pods]
    bad = [said for said, verdict in zip(refused, verdicts, strict=True) if verdict == "reject"]
    good = [said for said, verdict in zip(refused, verdicts, strict=True) if verdict != "reject"]
    return f"catches {sum(bad):,} of {len(bad):,}, refuses {sum(good):,} of {len(good):,} wrongly"


def main() -> None:
    rows = [json.loads(line) for line in FIXTURE.read_text(encoding="utf-8").splitlines()]
    origin = Origin(Source("pod.json", ""), Span(0, 0))
    plain = [row["pod"] for row in rows]
    values = [as_value(pod, origin) for pod in plain]
    verdicts = [row["verdict"] for row in rows]
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(seconds_for(refused_by_k8slint, values[::SAMPLE]))
        theirs.append(seconds_for(refused_by_schema, plain[::SAMPLE]))
    mine, other = statistics.median(ours), statistics.median(theirs)
    largest = max(
        range(len(plain)), key=lambda index: verdicts[index] == "accept" and json.dumps(plain[index]).count(": ")
    )
    whole = statistics.median(seconds_for(refused_by_k8slint, [values[largest]] * 20) for _ in range(ROUNDS))
    print(f"k8slint              {mine * 1000:8.3f} ms a pod  {1 / mine:10,.0f} pods a second  ", end="")
    print(found(refused_by_k8slint, values, verdicts))
    print(f"kubernetes-validate  {other * 1000:8.3f} ms a pod  {1 / other:10,.0f} pods a second  ", end="")
    print(found(refused_by_schema, plain, verdicts))
    print(f"ratio of the medians {other / mine:8.1f}")
    print(f"the accepted pod with the most fields takes k8slint {whole * 1000:.3f} ms")


if __name__ == "__main__":
    main()
