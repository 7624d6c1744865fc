"""YAML and JSON files that are no pod templates: judged as what they are, or named."""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell

POD = "{spec: {containers: [{name: base, image: x, resources: {limits: {memory: 500M}}, imagePullPolicy: Sometimes, colour: red}]}}"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def said(shell: Shell, text: str) -> list[str]:
    shell.put("file.yaml", text)
    outcome = shell.run("check", "file.yaml", "--output-format", "concise", "--no-cache")
    return [line.split(" ", 1)[1] for line in outcome.out.splitlines()]


NEVER = POD.replace("spec: {", "spec: {restartPolicy: Never, ")
ONE = "[{name: a, image: x}]"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("Deployment", f"apiVersion: apps/v1\nspec: {{template: {POD}}}"),
        ("StatefulSet", f"apiVersion: apps/v1\nspec: {{template: {POD}}}"),
        ("Job", f"apiVersion: batch/v1\nspec: {{template: {NEVER}}}"),
        ("CronJob", f"apiVersion: batch/v1\nspec: {{jobTemplate: {{spec: {{template: {NEVER}}}}}}}"),
        ("PodTemplate", f"apiVersion: v1\ntemplate: {POD}"),
    ],
)
def test_a_kubernetes_object_is_judged_as_kubernetes_does(shell: Shell, kind: str, text: str) -> None:
    lines = said(shell, f"kind: {kind}\n{text}\n")
    assert [line.split()[0] for line in lines] == ["KE511", "KE522"], lines


def test_the_strict_decoder_refuses_what_the_client_coerces(shell: Shell) -> None:
    spec = "{restartPolicy: Never, containers: [{name: a, image: x, env: [{name: A, value: 1}]}]}"
    job = f"kind: Job\napiVersion: batch/v1\nspec: {{template: {{spec: {spec}}}}}\n"
    assert [line.split()[0] for line in said(shell, job)] == ["KE402"]
    assert said(shell, f"kind: Pod\napiVersion: v1\nspec: {spec}\n") == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            f"Deployment\napiVersion: apps/v1\nspec: {{template: {{spec: {{restartPolicy: Never, containers: {ONE}}}}}}}",
            "KE520",
        ),
        (f"Job\napiVersion: batch/v1\nspec: {{template: {{spec: {{containers: {ONE}}}}}}}", "KE520"),
        ("Job\napiVersion: example.com/v1\nspec: {template: {spec: {containers: 5}}}", "KE001"),
    ],
)
def test_what_a_kind_takes(shell: Shell, text: str, rule: str) -> None:
    assert [line.split()[0] for line in said(shell, f"kind: {text}\n")] == [rule]


def test_a_claim_of_a_stateful_set_is_a_volume(shell: Shell) -> None:
    spec = "{containers: [{name: a, image: x, volumeMounts: [{name: data, mountPath: /data}]}]}"
    text = "kind: StatefulSet\napiVersion: apps/v1\nspec:\n"
    claims = "  volumeClaimTemplates: [{metadata: {name: data}}]\n"
    assert said(shell, f"{text}{claims}  template: {{spec: {spec}}}\n") == []
    assert len(said(shell, f"{text}  template: {{spec: {spec}}}\n")) == 1


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("kind: ConfigMap\napiVersion: v1\ndata: {}\n", "a Kubernetes ConfigMap"),
        ("resources: [a.yaml]\npatches: []\n", "a kustomization"),
        ("kind: Kustomization\nresources: [a.yaml]\n", "a kustomization"),
        ("image: {tag: 1}\nmetrics: {}\nresources:\n  limits: {}\n", "not a Kubernetes object"),
        ("executor: CeleryExecutor\nworkers: {replicas: 2}\n", "values of a Helm chart"),
        ("- a\n- b\n", "not a mapping"),
        ("some: thing\n", "not a Kubernetes object"),
    ],
)
def test_what_is_no_pod_is_named_and_fails_nothing(shell: Shell, text: str, what: str) -> None:
    [line] = said(shell, text)
    assert f"this is {what}, not a pod" in line
    assert shell.run("check", "file.yaml").code == 0
    outcome = shell.run("check", "file.yaml", "--pod-template", "file.yaml")
    assert (outcome.code, len(outcome.err.splitlines())) == (2, 1)


def test_several_documents_are_each_judged(shell: Shell) -> None:
    pod = f"kind: Pod\napiVersion: v1\nmetadata: {{name: a}}\n{POD[1:-1]}\n"
    lines = said(shell, f"{pod}---\nkind: Service\napiVersion: v1\n---\n{pod.replace('colour: red', 'tty: true')}")
    assert [line.split()[0] for line in lines] == ["KE511", "KE522", "KE001", "KE511"]
    outcome = shell.run("check", "file.yaml", "--pod-template", "file.yaml")
    assert outcome.code == 2
    assert "this file has 3" in outcome.err
