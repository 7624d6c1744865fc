"""Where a deployment says which pod template its workers start from, it is found."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from shell import Shell

DAG = """\
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

logs = k8s.V1VolumeMount(name="logs", mount_path="/logs")
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", volume_mounts=[logs])]))
BashOperator(task_id="t", bash_command="x", executor_config={"pod_override": pod})
"""
POD = """\
apiVersion: v1
kind: Pod
spec:
  restartPolicy: Never
  containers:
    - name: base
      image: airflow:3
      volumeMounts: [{name: logs, mountPath: /logs}]
  volumes: [{name: logs, emptyDir: {}}]
"""
PATH = "/opt/airflow/files/pod.yaml"
NAME = "AIRFLOW__KUBERNETES_EXECUTOR__POD_TEMPLATE_FILE"


def indented(text: str, by: int) -> str:
    return "".join(f"{' ' * by}{line}\n" for line in text.splitlines())


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path / "work")
    (shell.folder / ".git").mkdir(parents=True)
    shell.put("dags/dag.py", DAG)
    return shell


def taken(shell: Shell, *flags: str) -> tuple[list[str], list[str]]:
    """The codes of what is found, and what ``--verbose`` says of the template."""
    versions = ["--airflow-version", "3.1", "--no-cache", "--output-format", "concise"]
    outcome = shell.run("check", "dags", "--verbose", *versions, *flags)
    codes = [line.split(" ")[1] for line in outcome.out.splitlines()]
    return codes, [line.strip() for line in outcome.err.splitlines() if "pod template" in line]


@pytest.mark.parametrize(
    ("file", "text", "row"),
    [
        ("airflow.cfg", f"[core]\na = 1\n[kubernetes_executor]\npod_template_file = {PATH}\n", 4),
        ("config/airflow.cfg", f"[kubernetes]\npod_template_file={PATH}\n", 2),
        (".env", f"A=1\n{NAME}={PATH}\n", 2),
        ("Dockerfile", f"FROM apache/airflow:3.1.0\nENV {NAME}={PATH}\n", 2),
        ("Dockerfile", f"FROM apache/airflow:3.1.0\nENV {NAME} {PATH}\n", 2),
        ("docker/Dockerfile.worker", f'ENV AIRFLOW__KUBERNETES__POD_TEMPLATE_FILE="{PATH}"\n', 1),
        ("docker-compose.yaml", f"services:\n  a:\n    environment:\n      {NAME}: {PATH}\n", 4),
        ("docker-compose.yaml", f"services:\n  a:\n    environment:\n      - {NAME}={PATH}\n", 4),
        ("helm/values.yaml", f"env:\n  - name: {NAME}\n    value: {PATH}\n", 3),
        ("values-prod.yaml", f"airflow:\n  config:\n    {NAME}: {PATH}\n", 3),
    ],
)
def test_a_file_that_the_deployment_names(shell: Shell, file: str, text: str, row: int) -> None:
    shell.put("files/pod.yaml", POD)
    shell.put(file, text)
    assert taken(shell) == (["KE516"], [f"pod template files/pod.yaml from {file}:{row}"])
    assert taken(shell, "--no-detect-versions") == ([], [])


@pytest.mark.parametrize(
    ("values", "row"),
    [
        (f"executor: KubernetesExecutor\npodTemplate: |\n{indented(POD, 2)}images: {{}}\n", 2),
        (f"airflow:\n  podTemplate: |-\n{indented(POD, 6)}", 2),
        (f"airflow:\n  kubernetesPodTemplate:\n    stringOverride: |\n{indented(POD, 6)}", 3),
    ],
)
def test_a_pod_in_the_values_of_a_chart(shell: Shell, values: str, row: int) -> None:
    shell.put("chart/values.yaml", values)
    assert taken(shell) == (["KE516"], [f"pod template from chart/values.yaml:{row}"])
    shell.put("chart/values.yaml", values.replace("restartPolicy: Never", "restartPolicy: Sometimes"))
    outcome = shell.run("check", "dags", "chart/values.yaml", "--output-format", "concise", "--airflow-version", "3.1")
    [line] = [line for line in outcome.out.splitlines() if "Sometimes" in line]
    where = next(n for n, text in enumerate(values.splitlines(), 1) if "restartPolicy" in text)
    assert line.startswith(f"chart/values.yaml:{where}:")
    alone = shell.run("check", "chart/values.yaml", "--output-format", "concise", "--airflow-version", "3.1").out
    assert line in alone.splitlines()


def test_a_value_that_helm_puts_in_is_unknown(shell: Shell) -> None:
    text = POD.replace("airflow:3", "{{ .Values.image }}").replace("[{name: logs, emptyDir: {}}]", '"{{ .Values.v }}"')
    shell.put("chart/values.yaml", f"podTemplate: |\n{indented(text, 2)}")
    assert taken(shell)[0] == ["KE516"]
    control = POD.replace("  volumes:", "  {{- if .Values.x }}\n  volumes:")
    shell.put("chart/values.yaml", f"podTemplate: |\n{indented(control, 2)}")
    codes, [line] = taken(shell)
    assert codes == []
    assert "which is not used" in line


def test_several_templates_are_none(shell: Shell) -> None:
    shell.put("files/pod.yaml", POD)
    shell.put("files/other.yaml", POD)
    shell.put("values-dev.yaml", f"{NAME}: {PATH}\n")
    shell.put("values-prod.yaml", f"{NAME}: {PATH.replace('pod.', 'other.')}\n")
    names = "no pod template: the deployment names several, files/other.yaml, files/pod.yaml"
    assert taken(shell) == ([], [names])
    shell.put("values-prod.yaml", f"{NAME}: {PATH}\n")
    assert taken(shell)[0] == ["KE516"]


def test_the_template_of_the_settings_goes_first(shell: Shell) -> None:
    shell.put("files/pod.yaml", POD)
    shell.put(".env", f"{NAME}={PATH}\n")
    shell.put("mine.yaml", POD.replace("logs", "other"))
    assert taken(shell, "--pod-template", "mine.yaml") == (["KE516"], [])  # no volume `logs` there


@pytest.mark.parametrize(
    "text",
    [
        f"# {NAME}={PATH}\n", f"{NAME}=/etc/passwd\n", f"{NAME}=../../outside.yaml\n", f"{NAME}=${{TEMPLATE}}.yaml\n",
        f"{NAME}=/opt/airflow/gone.yaml\n", f"{NAME}=\n",
    ],
)  # fmt: skip
def test_what_leads_to_no_file_of_the_repository(shell: Shell, text: str) -> None:
    shell.put("../outside.yaml", POD)
    shell.put("files/pod.yaml", POD)
    shell.put(".env", text)
    assert taken(shell) == ([], [])
    (shell.folder / ".env").unlink()
    (shell.folder / "files/pod.yaml").unlink()
    (shell.folder / "files/pod.yaml").symlink_to(shell.folder.parent / "outside.yaml")
    shell.put(".env", f"{NAME}={PATH}\n")
    assert taken(shell) == ([], [])


def test_a_template_that_can_not_be_read_is_told_and_not_used(shell: Shell) -> None:
    shell.put("files/pod.yaml", "a: b: c\n")
    shell.put(".env", f"{NAME}={PATH}\n")
    codes, [line] = taken(shell)
    assert codes == []
    assert line.startswith("pod template files/pod.yaml from .env:1, which is not used: line 1")


OVERRIDE = """\
from airflow.sdk import DAG, task
from kubernetes.client import models as k8s

with DAG("d", schedule=None):

    @task(executor_config={"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")]))})
    def load(): ...

    load()
"""
CHART = "executor: KubernetesExecutor\nimages:\n  airflow: {repository: my/airflow, tag: 2.10.5}\n"
OPTIONS = "[kubernetes_executor]\nworker_container_repository = my/airflow\nworker_container_tag = 7\n"
VARIABLES = (
    "FROM apache/airflow:2.10.5\n"
    "ENV AIRFLOW__KUBERNETES_EXECUTOR__WORKER_CONTAINER_REPOSITORY=my/airflow\n"
    "ENV AIRFLOW__KUBERNETES_EXECUTOR__WORKER_CONTAINER_TAG=8\n"
)


@pytest.mark.parametrize(
    ("files", "image"),
    [
        ({"values.yaml": CHART}, "my/airflow:2.10.5"),
        ({"chart/values.yaml": CHART + "config:\n  kubernetes_executor: {worker_container_repository: other}\n"}, None),
        ({"values.yaml": CHART.replace("tag:", "digest: 'sha256:1', tag:")}, None),
        ({"airflow.cfg": OPTIONS}, "my/airflow:7"),
        ({"airflow.cfg": OPTIONS.replace("worker_container_tag", "other")}, None),
        ({"Dockerfile": VARIABLES}, "my/airflow:8"),
        ({"Dockerfile": VARIABLES.replace("=8", "=$TAG")}, None),
        ({"Dockerfile": VARIABLES.replace("ENV", "# ENV")}, None),
        ({"Dockerfile": VARIABLES, "airflow.cfg": OPTIONS}, None),
        ({"k8slint.toml": 'worker-image = "stated:1"\n', "values.yaml": CHART}, "stated:1"),
    ],
)
def test_the_image_of_workers_is_found(tmp_path: Path, files: dict[str, str], image: str | None) -> None:
    shell = Shell(tmp_path)
    shell.put(".git/HEAD", "ref: refs/heads/main\n")
    shell.put("dags/etl.py", OVERRIDE)
    for path, text in files.items():
        shell.put(path, text)
    (pod,) = yaml.safe_load_all(shell.run("render", "dags", "--task", "load").out)
    assert pod["spec"]["containers"][0].get("image") == image
    told = shell.run("config", "dags").out
    assert (f'worker-image = "{image}"' in told) is (image is not None)
