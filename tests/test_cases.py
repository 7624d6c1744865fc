"""Small files from public reports: what the command says of each is the answer that its first line states."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import FIXTURES
from shell import Shell

AIRFLOW_2 = "2.11.0"
AIRFLOW_3 = "3.3.0"
TEMPLATE = "19_template.yaml"
# By file: the Airflow, the pod template, and the rules that must speak; nothing but information may be said beside.
ANSWERS: dict[str, tuple[str, str, set[str]]] = {
    "01a_env_vars_json_text.py": (AIRFLOW_2, "", {"KE712"}),
    "01b_env_vars_native.py": (AIRFLOW_2, "", set()),
    "04_init_container_dict_mount.py": (AIRFLOW_2, "", {"KE507", "KE508", "KE516"}),
    "06a_cosmos_resources.py": (AIRFLOW_2, "", set()),
    "06c_cosmos_dict_override.py": (AIRFLOW_2, "", {"KE106"}),
    "07_template_single_underscore.yaml": (AIRFLOW_2, "", {"KE414"}),
    "08a_sidecar_in_override.py": (AIRFLOW_2, "", {"KE209"}),
    "08b_native_sidecar.py": (AIRFLOW_2, "", set()),
    "10_context_attributes.py": (AIRFLOW_3, "", {"KE706"}),
    "12a_traces_guarded.py": (AIRFLOW_2, "", set()),
    "12b_traces.py": (AIRFLOW_3, "", {"KE602"}),
    "13_jinja_in_init_container.py": (AIRFLOW_2, "", {"KE413"}),
    "14_partial_provide_context.py": (AIRFLOW_2, "", {"KE703", "KE709"}),
    "19_mounted_twice.py": (AIRFLOW_2, TEMPLATE, {"KE516"}),
    "19_template.yaml": (AIRFLOW_2, "", set()),
    "19b_mounted_twice_no_subpath.py": (AIRFLOW_2, TEMPLATE, {"KE516"}),
    "20_init_logs_deferrable.py": (AIRFLOW_2, "", {"KE713"}),
    "23b_callback_context.py": (AIRFLOW_3, "", {"KE706"}),
    "23f_callback_of_operator.py": (AIRFLOW_3, "", {"KE706"}),
    "26_kpo_affinity.py": (AIRFLOW_2, "", {"KE503", "KE518", "KE522"}),
    "27_dag_factory.yml": (AIRFLOW_2, "", {"KE106"}),
    "28_values.yaml": (AIRFLOW_2, "", {"KE210", "KE301"}),
    "51_on_finish_action.py": (AIRFLOW_2, "", {"KE712"}),
    "55_full_pod_spec_dict.py": (AIRFLOW_2, "", {"KE521", "KE712"}),
    "57_callbacks_provide_context.py": (AIRFLOW_2, "", {"KE709"}),
    "57d_unknown_in_call.py": (AIRFLOW_2, "", {"KE709"}),
    "59_istio_annotation.py": (AIRFLOW_2, "", {"KE521"}),
    "60_operator_kinds.py": (AIRFLOW_2, "", {"KE402", "KE503", "KE515", "KE709", "KE712"}),
}
# How often, where the first line says it.
COUNTS = {"10_context_attributes.py": 3, "13_jinja_in_init_container.py": 2, "57_callbacks_provide_context.py": 2}


def test_every_case_has_its_answer() -> None:
    assert {path.name for path in (FIXTURES / "cases").iterdir()} == ANSWERS.keys()


@pytest.mark.parametrize("name", ANSWERS)
def test_case(tmp_path: Path, name: str) -> None:
    airflow, template, codes = ANSWERS[name]
    shell = Shell(tmp_path)
    shell.put(f"dags/{name}", (FIXTURES / "cases" / name).read_bytes())
    shell.put("requirements.txt", f"apache-airflow=={airflow}\n")
    flags: tuple[str, ...] = ()
    if template:
        shell.put(template, (FIXTURES / "cases" / template).read_bytes())
        flags = ("--pod-template", template)
    outcome = shell.run("check", "--output-format", "json", *flags, f"dags/{name}")
    rows = [row for row in json.loads(outcome.out) if row["severity"] != "info"]
    assert {row["code"] for row in rows} == codes
    assert len(rows) == COUNTS.get(name, len(rows))
    assert (outcome.code == 1) is bool(codes)
    if name == "26_kpo_affinity.py":
        assert not any("scheduler" in row["message"] for row in rows)
    if not name.endswith(".py"):  # what is no DAG is read where it is named only
        assert shell.run("check", "dags", *flags).code == 0
