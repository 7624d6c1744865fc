"""Small files from public reports: what the command says of each is the answer that its first line states."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import FIXTURES
from shell import Shell

# The rules that must speak, and how badly it is; nothing but information may be said beside.
ANSWERS: dict[str, tuple[str, set[str]]] = {
    "04_init_container_dict_mount.py": ("", {"KE507", "KE508", "KE516"}),
    "06a_cosmos_resources.py": ("", set()),
    "08a_sidecar_in_override.py": ("", {"KE209"}),
    "08b_native_sidecar.py": ("", set()),
    "12a_traces_guarded.py": ("", set()),
    "19_mounted_twice.py": ("19_template.yaml", {"KE516"}),
    "26_kpo_affinity.py": ("", {"KE503", "KE518", "KE522"}),
    "59_istio_annotation.py": ("", {"KE521"}),
}


def test_every_case_has_its_answer() -> None:
    assert {path.name for path in (FIXTURES / "cases").glob("*.py")} == ANSWERS.keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_case(tmp_path: Path, name: str) -> None:
    template, codes = ANSWERS[name]
    shell = Shell(tmp_path)
    shell.put(f"dags/{name}", (FIXTURES / "cases" / name).read_bytes())
    shell.put("requirements.txt", "apache-airflow==2.11.0\n")
    flags: tuple[str, ...] = ()
    if template:
        shell.put(template, (FIXTURES / "cases" / template).read_bytes())
        flags = ("--pod-template", template)
    outcome = shell.run("check", "--output-format", "json", *flags, "dags")
    rows = [row for row in json.loads(outcome.out) if row["severity"] != "info"]
    assert {row["code"] for row in rows} == codes
    assert (outcome.code == 1) is bool(codes)
    if name == "26_kpo_affinity.py":
        assert not any("scheduler" in row["message"] for row in rows)
