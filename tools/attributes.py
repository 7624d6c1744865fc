"""Attributes of Airflow's classes that went: ``k8slint/data/removed_attributes.py``.

``records/attributes.json`` holds by class the attributes that the last Airflow 2 has, with the first release of Airflow 3
without them.
"""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tools.text import laid_out, literal, module

RECORD = Path(__file__).parent / "records" / "attributes.json"
PROBE = Path(__file__).parent / "probe_attributes.py"
_NOBODYS = frozenset({"log", "logger"})  # of every class that logs


def compare(pythons: list[str]) -> dict[str, Any]:
    """``pythons`` are interpreters, oldest first: the last Airflow 2, and releases of 3."""
    probes = [_run(python) for python in pythons]
    first, *later = probes
    gone: dict[str, dict[str, str]] = {}
    for name, attributes in first["classes"].items():
        for attribute in attributes:
            having = [attribute in probe["classes"][name] for probe in later]
            if not having[-1] and attribute not in _NOBODYS:
                missing = len(having) - next((n for n, has in enumerate(reversed(having)) if has), len(having))
                release = ".".join(later[missing]["version"].split(".")[:2])
                gone.setdefault(name, {})[attribute] = release
    return {"versions": [probe["version"] for probe in probes], "classes": gone}


def _run(python: str) -> Any:
    done = subprocess.run([python, str(PROBE)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def write_record(record: dict[str, Any]) -> None:
    RECORD.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


SUMMARY = "Attributes of classes of Airflow 2 that Airflow 3 lacks, since when."


def text() -> str:
    """The module that is made of the record."""
    record = json.loads(RECORD.read_text(encoding="utf-8"))
    lines = ["Version = tuple[int, ...]", f"VERSIONS = {literal(tuple(record['versions']))}"]
    lines.append("ATTRIBUTES: dict[str, tuple[tuple[Version, str], ...]] = {")
    for name, attributes in record["classes"].items():
        by_release: dict[tuple[int, ...], list[str]] = {}
        for attribute, since in attributes.items():
            by_release.setdefault(tuple(map(int, since.split("."))), []).append(attribute)
        held = tuple((since, " ".join(inner)) for since, inner in sorted(by_release.items()))
        lines += laid_out(held, before=f"{literal(name)}: ")
    return module(SUMMARY, *lines, "}")
