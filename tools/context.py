"""What left a task's context between Airflow 2 and 3, computed from both: ``k8slint/data/context_names.py``.

``records/context.json`` holds what several installations have, one a line, oldest first. A name is gone when the first
has it and none of the others.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import NamedTuple

from tools.text import laid_out, module

RECORD = Path(__file__).parent / "records" / "context.json"
PROBE = Path(__file__).parent / "probe_context.py"


class Built(NamedTuple):
    """The context of one Airflow: its keys, and the attributes of the task's instance and of the run."""

    airflow: str
    keys: list[str]
    ti: list[str]
    dag_run: list[str]


def probe(pythons: list[str]) -> list[Built]:
    found: list[Built] = []
    for python in pythons:
        done = subprocess.run([python, str(PROBE)], capture_output=True, text=True, check=True)
        found.append(Built(**json.loads(done.stdout.splitlines()[-1])))
    return found


def write_record(found: list[Built]) -> None:
    lines = ",\n".join(json.dumps(each._asdict()) for each in found)
    RECORD.write_text(f"[{lines}]\n", encoding="utf-8", newline="\n")


def read_record() -> list[Built]:
    return [Built(**each) for each in json.loads(RECORD.read_text(encoding="utf-8"))]


def gone(field: str) -> tuple[str, ...]:
    """What only the first installation has."""
    first, *others = read_record()
    kept = {name for each in others for name in getattr(each, field)}
    return tuple(sorted(set(getattr(first, field)) - kept))


def text() -> str:
    """The text of ``k8slint/data/context_names.py``."""
    lines: list[str] = []
    for constant, field in (("KEYS", "keys"), ("TASK_INSTANCE", "ti"), ("DAG_RUN", "dag_run")):
        lines += laid_out(" ".join(gone(field)), 0, f"{constant} = ", ".split()")
    return module("What a task's context has on Airflow 2.11, and on no Airflow 3.", *lines)
