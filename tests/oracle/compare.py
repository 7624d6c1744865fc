"""Compares what real Airflow made of the DAG fixtures with what k8slint sees in them.

python -m oracle.compare RECORDED.json            fails on any wrong leaf or task that was not found
python -m oracle.compare --recorded RECORDED.json fails when the committed record differs from RECORDED.json
python -m oracle.compare --write RECORDED.json    writes the committed record
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from oracle.dump_pods import sources
from oracle.leaves import Outcome
from oracle.static import StaticFile

from k8slint.settings.targets import Targets

FIXTURES = Path(__file__).parents[2] / "fixtures" / "airflow"
EXPECTED = FIXTURES / "expected"
MERGED_RECORDED_FOR = ("literals.py", "secret_values.py")  # their overrides meet every rule of the merge


def report(tasks: list[dict[str, Any]], targets: Targets) -> list[str]:
    """Prints how much is known, by file; returns what is wrong."""
    folders = dict(sources(FIXTURES))
    by_file = defaultdict(list)
    for task in tasks:
        by_file[task["file"]].append(task)
    wrong, total, total_merged = [], Outcome(), Outcome()
    for name, its_tasks in sorted(by_file.items()):
        file = FIXTURES / name
        try:
            static = StaticFile(file, folders[file], FIXTURES / "template.yaml", targets)
        except Exception as error:  # a crash is one more wrong answer; the other files are still worth comparing
            wrong.append(f"{name}: the evaluator failed with {type(error).__name__}: {error}")
            continue
        known = Outcome()
        for task in its_tasks:
            override, merged = static.check(task)
            known += override
            total_merged += merged
            for what, outcome in (("pod_override", override), ("worker pod", merged)):
                wrong += [f"{name} {task['dag']}.{task['task']} {what}{text}" for text in outcome.wrong]
        total += known
        print(f"{name:40} {len(its_tasks):4} tasks {known.known:5} leaves known {known.unknown:4} unknown")
    dags = {(task["file"], task["dag"]) for task in tasks}
    for what, outcome in (("pod_override", total), ("worker pod", total_merged)):
        share = 100 * outcome.known / max(1, outcome.known + outcome.unknown)
        counts = f"{outcome.known} leaves known ({share:.1f} %), {outcome.unknown} unknown, {len(outcome.wrong)} wrong"
        print(f"{what}: {counts}")
    print(f"{len(tasks)} tasks in {len(dags)} DAGs")
    return wrong


def record(tasks: list[dict[str, Any]]) -> dict[str, str]:
    """The committed record: a text for each file below ``expected``, one line for each task."""
    lines = defaultdict(list)
    for task in sorted(tasks, key=lambda task: (task["file"], task["dag"], task["task"])):
        kept = {key: value for key, value in task.items() if key != "merged" or task["file"] in MERGED_RECORDED_FOR}
        lines[task["file"].partition("/")[0].removesuffix(".py") + ".jsonl"].append(json.dumps(kept, sort_keys=True))
    return {name: "\n".join(rows) + "\n" for name, rows in lines.items()}


def committed() -> list[dict[str, Any]]:
    """The tasks of the committed record."""
    return [json.loads(line) for file in sorted(EXPECTED.glob("*.jsonl")) for line in file.read_text().splitlines()]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("recorded", type=Path)
    parser.add_argument("--recorded", dest="drift", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    document = json.loads(options.recorded.read_text())
    if options.write or options.drift:
        texts = record(document["tasks"])
        if options.write:
            EXPECTED.mkdir(exist_ok=True)
            for file in EXPECTED.glob("*.jsonl"):
                file.unlink()
            for name, text in texts.items():
                (EXPECTED / name).write_text(text)
        drifted = [name for name, text in texts.items() if (EXPECTED / name).read_text() != text]
        sys.exit(f"the record differs from real Airflow: {', '.join(drifted)}" if drifted else 0)
    wrong = report(
        document["tasks"], Targets(airflow=tuple(document["airflow"][:2]), provider=tuple(document["provider"]))
    )
    sys.exit("\n".join(wrong) if wrong else 0)


if __name__ == "__main__":
    main()
