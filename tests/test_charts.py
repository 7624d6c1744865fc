"""What a chart's values make of the chart's own pod template, against what the real helm made of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FIXTURES
from shell import Shell

from k8slint.evaluate.values import Const, Items, Mapping, Unknown, Value
from k8slint.kube.template import open_template

VALUES = FIXTURES / "charts" / "values"
RENDERED = [json.loads(line) for line in (FIXTURES / "charts" / "rendered.jsonl").read_text().splitlines()]
# What is said of the container that fetches the DAGs isn't followed; the others become something else by version.
LEFT_OUT = {"repo", "branch", "credentialsSecret", "httpSecret", "airflowHome", "executor", "externalDatabase"}
# What depends on the chart's version, and what comes after a container that the chart adds.
MISSED = {"own_section": {"runAsUser"}, "service_account": {"image", "proxy", "proxy:1"}}


def differences(known: Value, real: Any, path: str = "") -> Iterator[str]:
    """Where a value says something else than what is."""
    match known:
        case Unknown():
            return
        case Const(value=value):
            if (type(value), value) != (type(real), real):
                yield f"{path}: {value!r}, not {real!r}"
        case Mapping(entries=entries, complete=complete):
            for key, value in entries.items():
                if not isinstance(real, dict) or key not in real:
                    if not (isinstance(value, Mapping | Items) and not value.complete and not list(leaves(value))):
                        yield f"{path}.{key}: isn't there"
                else:
                    yield from differences(value, real[key], f"{path}.{key}")
            if complete and isinstance(real, dict):
                yield from (f"{path}.{key}: unexpected" for key in real.keys() - entries.keys())
        case Items(items=items, complete=complete):
            assert isinstance(real, list), path
            if complete and len(items) != len(real):
                yield f"{path}: {len(items)} items, not {len(real)}"
            for index, item in enumerate(items):
                if complete or path.endswith("containers"):
                    yield from differences(item, real[index], f"{path}[{index}]")
                elif all(list(differences(item, other)) for other in real):
                    yield f"{path}[{index}]: isn't there"
        case _:
            raise AssertionError(f"{path}: {known}")


def leaves(value: Value) -> Iterator[Any]:
    match value:
        case Const(value=plain):
            yield plain
        case Mapping(entries=entries):
            yield from entries.keys()
            for inner in entries.values():
                yield from leaves(inner)
        case Items(items=items):
            for inner in items:
                yield from leaves(inner)


def plain_leaves(value: Any, left_out: frozenset[str] | set[str] = frozenset()) -> Iterator[Any]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in left_out:
                yield key
                yield from plain_leaves(inner, left_out)
    elif isinstance(value, list):
        for inner in value:
            yield from plain_leaves(inner, left_out)
    else:
        yield value


@pytest.mark.parametrize("record", RENDERED, ids=lambda record: f"{record['chart']}-{record['values']}")
def test_what_is_known_of_the_pod_is_what_helm_makes(record: dict[str, Any]) -> None:
    pod = open_template(str(VALUES / f"{record['values']}.yaml")).value
    assert list(differences(pod, record["pod"])) == []


@pytest.mark.parametrize("record", RENDERED, ids=lambda record: f"{record['chart']}-{record['values']}")
def test_whatever_the_values_say_of_the_pod_is_known(record: dict[str, Any]) -> None:
    path = VALUES / f"{record['values']}.yaml"
    said = {each for each in plain_leaves(yaml.safe_load(path.read_text()), LEFT_OUT) if isinstance(each, str)}
    in_pod = {each for each in plain_leaves(record["pod"]) if isinstance(each, str)}
    known = {each for each in leaves(open_template(str(path)).value) if isinstance(each, str)}
    unknown = {each for each in (said & in_pod) - known if "{{" not in each}
    assert unknown == MISSED.get(record["values"], set())


def test_every_file_of_values_was_rendered() -> None:
    rendered = {(record["chart"].split()[0], record["values"]) for record in RENDERED}
    assert {values for _, values in rendered} == {path.stem for path in VALUES.glob("*.yaml")}
    assert len(rendered) == len(list(VALUES.glob("*.yaml")))
    assert len({record["chart"] for record in RENDERED}) == 3


DAG = """\
from airflow.providers.standard.operators.bash import BashOperator
from kubernetes.client import models as k8s

mount = k8s.V1VolumeMount(name="config", mount_path="/config")
pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", volume_mounts=[mount])]))
BashOperator(task_id="t", bash_command="x", executor_config={"pod_override": pod})
"""
WRONG = """\
# values
executor: KubernetesExecutor
airflowHome: /opt/airflow
workers:
  resources:
    limits:
      memory: 512MB
  extraVolumeMounts:
    - name: data
      mountPath: data
env:
  - name: STAGE
    value: prod
"""


def check(shell: Shell, *flags: str) -> tuple[list[str], list[str]]:
    options = ("--airflow-version", "3.1", "--no-cache", "--verbose", "--output-format", "concise")
    outcome = shell.run("check", *flags, *options)
    said = [line.strip() for line in outcome.err.splitlines() if "pod template" in line]
    return [" ".join(line.split(" ")[:2]) for line in outcome.out.splitlines()], said


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    return Shell(tmp_path)


def nested(text: str) -> str:
    return "airflow:\n" + "".join(f"  {line}\n" for line in text.splitlines())


@pytest.mark.parametrize(("text", "row", "column"), [(WRONG, 2, 0), (nested(WRONG), 3, 2)])
def test_mistakes_in_the_values_are_reported_where_they_are(shell: Shell, text: str, row: int, column: int) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put("helm/values.yaml", text)
    found, said = check(shell, "dags")
    at = row + 5
    assert found == [f"helm/values.yaml:{at}:{column + 15}: KE301", f"helm/values.yaml:{at + 3}:{column + 18}: KE535"]
    taken = "env, airflowHome, workers.extraVolumeMounts, workers.resources"
    assert len(said) == 1
    assert said[0].startswith(f"the chart's own pod template from helm/values.yaml:{row}, with ")
    assert set(taken.split(", ")) == set(said[0].partition(", with ")[2].split(", "))
    assert check(shell, "helm/values.yaml")[0] == found
    assert check(shell, "dags", "--pod-template", "helm/values.yaml") == (found, [])
    assert check(shell, "dags", "--no-detect-versions") == ([], [])


def test_a_pod_is_judged_over_what_the_chart_gives_it(shell: Shell) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put("k8slint.toml", '[policy]\nrequired-limits = ["memory"]\n')
    assert check(shell, "dags")[0] == []
    values = WRONG.replace("512MB", "512Mi").replace("mountPath: data", "mountPath: /data")
    shell.put("helm/values.yaml", values.replace("limits:", "requests:"))
    assert [each.split(" ")[1] for each in check(shell, "dags")[0]] == ["KE902"]
    shell.put("helm/values.yaml", values)
    assert check(shell, "dags")[0] == []
    shown = shell.run("render", "dags", "--airflow-version", "3.1").out
    assert [each["mountPath"] for each in yaml.safe_load(shown)["spec"]["containers"][0]["volumeMounts"]] == [
        "/opt/airflow/logs", "/opt/airflow/airflow.cfg", "/data", "/config"
    ]  # fmt: skip
    assert {"name": "STAGE", "value": "prod"} in yaml.safe_load(shown)["spec"]["containers"][0]["env"]


@pytest.mark.parametrize(
    "change",
    [
        ("KubernetesExecutor", "CeleryExecutor"),
        ("executor: KubernetesExecutor", "other: KubernetesExecutor"),
        ("executor:", "kind: Values\nexecutor:"),
    ],
)
def test_other_values_make_no_pod(shell: Shell, change: tuple[str, str]) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put("helm/values.yaml", WRONG.replace(*change))
    assert check(shell, "dags") == ([], [])


def test_a_template_that_helm_renders_first_is_not_judged(shell: Shell) -> None:
    text = "executor: KubernetesExecutor\nworkers: {}\npodTemplate: |\n  kind: Pod\n  {{- if .Values.x }}\n  spec: {}\n  {{- end }}\n"
    shell.put("values.yaml", text)
    shell.put("dags/dag.py", DAG)
    outcome = shell.run("check", "values.yaml", "--output-format", "concise")
    assert (outcome.code, outcome.out) == (
        0, "values.yaml:3:14: KE001 Helm renders this pod template first: nothing in it is checked\n"
    )  # fmt: skip
    assert check(shell, "dags")[0] == []
    shell.put("values.yaml", text.replace("{{- if .Values.x }}", "- if").replace("{{- end }}", ""))
    assert shell.run("check", "values.yaml").code == 1


def test_values_of_two_stages_decide_nothing(shell: Shell) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put("helm/values-dev.yaml", WRONG)
    shell.put("helm/values-prod.yaml", WRONG)
    names = "helm/values-dev.yaml, helm/values-prod.yaml"
    assert check(shell, "dags") == ([], [f"no pod template: the deployment names several, {names}"])


def test_the_text_of_a_web_server_is_no_pod_template(shell: Shell) -> None:
    shell.put("dags/dag.py", DAG)
    shell.put(
        "values.yaml", "airflow:\n  image: {tag: 2}\nweb:\n  webserverConfig:\n    stringOverride: |\n      import os\n"
    )
    assert check(shell, "dags") == ([], [])
