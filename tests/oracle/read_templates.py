"""What the real kubernetes client makes of every recorded pod as a pod template: run by a Python that has the client.

    python -m oracle.read_templates            fails when the committed record of this client differs
    python -m oracle.read_templates --write    writes this client's part of the record

A pod is written as YAML and read as ``PodGenerator.deserialize_model_file`` reads it, by Airflow's own function where
Airflow is installed. The record has a line for each pod that any client doesn't send as it is written: what it raises,
or the paths at which it sends something else, with both values.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes
import yaml
from kubernetes.client import ApiClient, Configuration
from kubernetes.client.models import V1Pod

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
RECORD = FIXTURES / "pod_templates.jsonl"


def deserialize(text: str) -> Any:
    try:
        from airflow.providers.cncf.kubernetes.pod_generator import PodGenerator
    except ImportError:
        return ApiClient(configuration=Configuration())._ApiClient__deserialize_model(yaml.safe_load(text), V1Pod)
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        return PodGenerator.deserialize_model_file(file.name)


def outcome(pod: Any) -> dict[str, Any]:
    text = yaml.safe_dump(pod, sort_keys=False, allow_unicode=True)
    try:
        read = deserialize(text)
    except Exception as error:
        return {"raises": type(error).__name__}
    client = ApiClient(configuration=Configuration())
    sent = json.loads(json.dumps(client.sanitize_for_serialization(read)))
    return {"differs": list(differences(pod, sent, ()))}


def differences(written: Any, sent: Any, path: tuple[Any, ...]) -> Iterator[Any]:
    """Each ``[path, written, sent]``; a list of one when nothing is sent, ``[path, [], sent]`` when nothing was written."""
    if isinstance(written, dict) and isinstance(sent, dict):
        for key, value in written.items():
            if key in sent:
                yield from differences(value, sent[key], (*path, key))
            else:
                yield [[*path, key], [value], []]
        yield from ([[*path, key], [], [sent[key]]] for key in sent if key not in written)
    elif isinstance(written, list) and isinstance(sent, list) and len(written) == len(sent):
        for index, value in enumerate(written):
            yield from differences(value, sent[index], (*path, index))
    elif type(written) is not type(sent) or written != sent:
        yield [list(path), [written], [sent]]


def recorded() -> dict[int, dict[str, Any]]:
    if not RECORD.exists():
        return {}
    return {row["id"]: row for row in map(json.loads, RECORD.read_text(encoding="utf-8").splitlines())}


def main() -> int:
    major = kubernetes.__version__.split(".")[0]
    rows = map(json.loads, (FIXTURES / "pod_verdicts.jsonl").read_text(encoding="utf-8").splitlines())
    outcomes = {row["id"]: outcome(row["pod"]) for row in rows}
    found = {number: one for number, one in outcomes.items() if one != {"differs": []}}
    record = recorded()
    if "--write" in sys.argv:
        for number in sorted({*found, *record}):
            row = {key: value for key, value in record.get(number, {"id": number}).items() if key != major}
            record[number] = row | ({major: found[number]} if number in found else {})
        lines = [json.dumps(record[number], ensure_ascii=False) for number in sorted(record) if len(record[number]) > 1]
        RECORD.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return 0
    known = {number: row[major] for number, row in record.items() if major in row}
    differing = sorted(number for number in {*found, *known} if found.get(number) != known.get(number))
    print(
        f"client {kubernetes.__version__} on {len(outcomes)} pods: {len(found)} not sent as written, {differing or 'as recorded'}"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
