"""Options of Airflow's configuration in the values of Helm charts: reported and renamed like those in airflow.cfg."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("k8slint"))
APACHE = """\
executor: KubernetesExecutor
images: {}
config:
  core:
    dags_folder: /opt/dags
    non_pooled_task_slot_count: 3
  kubernetes:
    worker_container_repository: etl
env:
  - name: AIRFLOW__KUBERNETES__NAMESPACE
    value: jobs
workers:
  env:
    - name: "AIRFLOW__SCHEDULER__STATSD_ON"
      value: "True"
"""
COMMUNITY = """\
airflow:
  executor: KubernetesExecutor
  image: {repository: apache/airflow, tag: 2.8.4}
  config:
    AIRFLOW__KUBERNETES__NAMESPACE: jobs
    AIRFLOW__CORE__DAGS_FOLDER: /dags
  extraEnv:
    - name: AIRFLOW__SCHEDULER__STATSD_ON
      value: "True"
"""


def run(path: Path, *options: str) -> str:
    command = [
        COMMAND,
        "check",
        "--isolated",
        "--no-cache",
        "--airflow-version=3.3",
        "--select=KE60,KE414",
        "--exit-zero",
    ]
    command += ["--output-format=concise", *options, path.name]
    return subprocess.run(command, cwd=path.parent, capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            APACHE,
            {
                6: "`[core] non_pooled_task_slot_count`; it is now `[core] default_pool_task_slot_count`",
                8: "`[kubernetes] worker_container_repository`; it is now `[kubernetes_executor]",
                10: "`AIRFLOW__KUBERNETES__NAMESPACE`; it is now `AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE`",
                14: "`AIRFLOW__SCHEDULER__STATSD_ON`; it is now `AIRFLOW__METRICS__STATSD_ON`",
            },
        ),
        (
            COMMUNITY,
            {
                5: "`AIRFLOW__KUBERNETES__NAMESPACE`; it is now `AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE`",
                8: "`AIRFLOW__SCHEDULER__STATSD_ON`; it is now `AIRFLOW__METRICS__STATSD_ON`",
            },
        ),
        ("astronomer:\n" + "".join(f"  {line}\n" for line in APACHE.splitlines()), {7: "[core]", 11: "KE605"}),
    ],
    ids=["apache", "community", "inside another chart"],
)
def test_options_in_values_are_reported_where_they_stand(tmp_path: Path, text: str, found: dict[int, str]) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(text)
    lines = {int(line.split(":")[1]): line for line in run(path).splitlines() if line.startswith("values.yaml:")}
    assert all(said in lines.get(row, "") for row, said in found.items()), lines
    assert len(lines) == 4 or len(lines) == len(found)


def test_fixes_rename_options_and_sections(tmp_path: Path) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(APACHE)
    run(path, "--fix", "--unsafe-fixes")
    fixed = path.read_text()
    assert "    default_pool_task_slot_count: 3\n" in fixed
    assert "  - name: AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE\n" in fixed
    assert '    - name: "AIRFLOW__METRICS__STATSD_ON"\n' in fixed
    assert "  kubernetes_executor:\n    worker_container_repository: etl\n" in fixed


@pytest.mark.parametrize(
    "config",
    [
        "  kubernetes:\n    worker_container_repository: etl\n    unheard_of: 1\n",
        "  kubernetes:\n    worker_container_repository: etl\n    worker_pods_pending_timeout: 300\n",
        "  kubernetes:\n    worker_container_repository: etl\n  kubernetes_executor: {}\n",
        "  kubernetes:\n    worker_container_repository: etl\n  kubernetes_executor:\n    namespace: jobs\n",
        "  kubernetes:\n    worker_container_repository: etl\n  core:\n    a: '{{ .Values.config.kubernetes.namespace }}'\n",
        "  scheduler:\n    statsd_on: True\n    max_threads: 2\n",
    ],
)
def test_a_section_that_does_not_go_as_a_whole_stays(tmp_path: Path, config: str) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(f"executor: KubernetesExecutor\nimages: {{}}\nconfig:\n{config}")
    before = path.read_text()
    run(path, "--fix", "--unsafe-fixes")
    assert path.read_text() == before
    assert "KE605" in run(path)


@pytest.mark.parametrize("text", ["kind: ConfigMap\n" + APACHE, "config:\n  kubernetes:\n    namespace: x\n"])
def test_other_yaml_is_left_alone(tmp_path: Path, text: str) -> None:
    path = tmp_path / "values.yaml"
    path.write_text(text)
    assert "KE605" not in run(path)


def found_in_folder(folder: Path) -> list[str]:
    """The files with findings of a run over a folder."""
    command = [COMMAND, "check", "--no-cache", "--airflow-version=3.3", "--exit-zero", "--output-format=concise", "."]
    lines = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({line.partition(":")[0] for line in lines})


@pytest.mark.parametrize("name", ["values.yaml", "values-prod.yml", "prod.values.yaml", "chart/values.yaml"])
@pytest.mark.parametrize("text", [APACHE, COMMUNITY])
def test_values_are_found_in_a_folder(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "chart").mkdir()
    (tmp_path / name).write_text(text)
    (tmp_path / "values_of_others.yaml").write_text("executor: threads\nconfig: {{ .Values.config }}\n")
    (tmp_path / "values-of-others.yaml").write_text("image: nginx\nconfig: {port: 80}\n")
    (tmp_path / "other.yaml").write_text(text)
    assert found_in_folder(tmp_path) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "executor: CeleryExecutor\nconfig: {core: {dags_folder: /dags}}\nredis: {}\n",
        "airflow:\n  executor: CeleryExecutor\n  config: {AIRFLOW__CORE__DAGS_FOLDER: /dags}\nredis: {}\n",
    ],
    ids=["apache", "community"],
)
def test_values_without_old_options_are_passed_over_in_silence(tmp_path: Path, text: str) -> None:
    (tmp_path / "values.yaml").write_text(text)
    assert found_in_folder(tmp_path) == []
