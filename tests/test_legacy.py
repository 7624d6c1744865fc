"""The legacy dict and the plain dict become the pods that they meant: the result is run with the real client."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest
from conftest import FIXTURES
from kubernetes import client

from k8slint.airflow.moves.table.legacy import (
    CONTAINER_KEYS,
    DROPPED_KEYS,
    METADATA_KEYS,
    RESOURCE_KEYS,
    SPEC_KEYS,
)
from k8slint.edits.legacy import SPECIAL_KEYS, convert_legacy, convert_plain_pod
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Mapping, Value
from k8slint.finding import Applicability, Fix
from k8slint.lint.fixer import apply_edits
from k8slint.settings.targets import Targets
from k8slint.source.syntax import parse
from k8slint.source.text import Source

# What Airflow 2.6.3 (provider 7.4.0) made of each key in a running scheduler, less its own defaults:
# the key's value, then what it adds to the metadata, the spec and the first container.
KEYS: dict[str, tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]]] = {
    "image": ('"jobs:1"', {}, {}, {"image": "jobs:1"}),
    "image_pull_policy": ('"Always"', {}, {}, {"imagePullPolicy": "Always"}),
    "cmds": ('["tini", "--"]', {}, {}, {"command": ["tini", "--"]}),
    "ports": ('[{"containerPort": 80}]', {}, {}, {"ports": [{"containerPort": 80}]}),
    "volume_mounts": (
        '[{"name": "a", "mountPath": "/a"}]',
        {},
        {},
        {"volumeMounts": [{"name": "a", "mountPath": "/a"}]},
    ),
    "resources": (
        '{"requests": {"cpu": "1"}, "limits": {}}',
        {},
        {},
        {"resources": {"requests": {"cpu": "1"}, "limits": {}}},
    ),
    "request_cpu": ('"500m"', {}, {}, {"resources": {"requests": {"cpu": "500m"}}}),
    "request_memory": ('"1Gi"', {}, {}, {"resources": {"requests": {"memory": "1Gi"}}}),
    "request_ephemeral_storage": ('"1Gi"', {}, {}, {"resources": {"requests": {"ephemeral-storage": "1Gi"}}}),
    "limit_cpu": ("2", {}, {}, {"resources": {"limits": {"cpu": "2"}}}),
    "limit_memory": ('"2Gi"', {}, {}, {"resources": {"limits": {"memory": "2Gi"}}}),
    "limit_gpu": ("1", {}, {}, {"resources": {"limits": {"nvidia.com/gpu": "1"}}}),
    "limit_ephemeral_storage": ('"2Gi"', {}, {}, {"resources": {"limits": {"ephemeral-storage": "2Gi"}}}),
    "ephemeral-storage": (
        '"3Gi"',
        {},
        {},
        {"resources": {"requests": {"ephemeral-storage": "3Gi"}, "limits": {"ephemeral-storage": "3Gi"}}},
    ),
    "envs": ('{"A": "b", "N": 1}', {}, {}, {"env": [{"name": "A", "value": "b"}, {"name": "N", "value": "1"}]}),
    "configmaps": ('["a"]', {}, {}, {"envFrom": [{"configMapRef": {"name": "a"}}]}),
    "volumes": (
        '[{"name": "a", "hostPath": {"path": "/a"}}]',
        {},
        {"volumes": [{"name": "a", "hostPath": {"path": "/a"}}]},
        {},
    ),
    "node_selectors": ('{"pool": "a"}', {}, {"nodeSelector": {"pool": "a"}}, {}),
    "affinity": (
        '{"podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "zone"}]}}',
        {},
        {
            "affinity": {
                "podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [{"topologyKey": "zone"}]}
            }
        },
        {},
    ),
    "tolerations": (
        '[{"key": "a", "operator": "Exists", "tolerationSeconds": 5}]',
        {},
        {"tolerations": [{"key": "a", "operator": "Exists", "tolerationSeconds": 5}]},
        {},
    ),
    "service_account_name": ('"jobs"', {}, {"serviceAccountName": "jobs"}, {}),
    "init_containers": (
        '[{"name": "wait", "image": "b"}]',
        {},
        {"initContainers": [{"name": "wait", "image": "b"}]},
        {},
    ),
    "restart_policy": ('"Never"', {}, {"restartPolicy": "Never"}, {}),
    "security_context": ('{"runAsUser": 5}', {}, {"securityContext": {"runAsUser": 5}}, {}),
    "hostnetwork": ("True", {}, {"hostNetwork": True}, {}),
    "dnspolicy": ('"Default"', {}, {"dnsPolicy": "Default"}, {}),
    "schedulername": ('"batch"', {}, {"schedulerName": "batch"}, {}),
    "priority_class_name": ('"high"', {}, {"priorityClassName": "high"}, {}),
    "image_pull_secrets": ('"a,b"', {}, {"imagePullSecrets": [{"name": "a"}, {"name": "b"}]}, {}),
    "labels": ('{"team": "data"}', {"labels": {"team": "data"}}, {}, {}),
    "annotations": ('{"a": "b"}', {"annotations": {"a": "b"}}, {}, {}),
    "namespace": ('"jobs"', {"namespace": "jobs"}, {}, {}),
    "gcp_service_account_key": (
        '"me@example.com"',
        {"annotations": {"iam.cloud.google.com/service-account": "me@example.com"}},
        {},
        {},
    ),
    "name": ('"mine"', {}, {}, {}),
    "args": ('["run"]', {}, {}, {}),
    "extract_xcom": ("True", {}, {}, {}),
}


def converted(text: str, key: str, targets: Targets | None = None) -> tuple[Fix | None, str]:
    """The fix for the first dict under ``key`` in a file, and the file with it."""
    source = Source("dag.py", text)
    evaluation = evaluate(source, parse(source))
    value: Value = next(
        entry.entries[key] for entry in evaluation.dicts if isinstance(entry, Mapping) and key in entry.entries
    )
    convert = convert_legacy if key == "KubernetesExecutor" else convert_plain_pod
    fix = convert(evaluation, value, targets or Targets())
    return fix, text if fix is None else apply_edits(text, fix.edits)


def pod_made_by(text: str) -> Any:
    """The pod that a file with a variable ``config`` makes, as the client sends it."""
    names: dict[str, Any] = {}
    exec(compile(text, "dag.py", "exec"), names)
    return client.ApiClient().sanitize_for_serialization(names["config"]["pod_override"])


def test_every_key_has_its_row() -> None:
    tables = (CONTAINER_KEYS, SPEC_KEYS, METADATA_KEYS, RESOURCE_KEYS, SPECIAL_KEYS, dict.fromkeys(DROPPED_KEYS))
    assert set(KEYS) == {key for table in tables for key in table}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_becomes_what_airflow_made_of_it(key: str) -> None:
    written, metadata, spec, container = KEYS[key]
    fix, text = converted(f'config = {{"KubernetesExecutor": {{"{key}": {written}}}}}\n', "KubernetesExecutor")
    assert fix is not None
    assert (fix.applicability is Applicability.UNSAFE) == (key in DROPPED_KEYS)
    pod = pod_made_by(text)
    assert pod.get("metadata", {}) == metadata
    if spec or container or key in DROPPED_KEYS:
        assert pod["spec"] == {"containers": [{"name": "base", **container}], **spec}
    else:
        assert "spec" not in pod


def test_all_keys_together() -> None:
    keys = {key: row for key, row in KEYS.items() if key not in ("resources", "ephemeral-storage", *DROPPED_KEYS)}
    written = ", ".join(f'"{key}": {row[0]}' for key, row in keys.items())
    fix, text = converted(f'config = {{"KubernetesExecutor": {{{written}}}}}\n', "KubernetesExecutor")
    assert fix is not None
    assert max(map(len, text.splitlines())) <= 108  # a keyword and a class name alone may be longer than 88
    pod = pod_made_by(text)
    assert pod["metadata"]["annotations"] == {"a": "b", "iam.cloud.google.com/service-account": "me@example.com"}
    assert pod["spec"]["containers"][0]["resources"] == {
        "requests": {"cpu": "500m", "memory": "1Gi", "ephemeral-storage": "1Gi"},
        "limits": {"cpu": "2", "memory": "2Gi", "nvidia.com/gpu": "1", "ephemeral-storage": "2Gi"},
    }


NOT_KNOWN = [
    '{name: "a"}',
    '{"env_vars": {"A": "b"}}',
    '{"resources": {"requests": {}, "limits": {}}, "request_cpu": "1"}',
    '{"resources": {"request_cpu": "1"}}',
    '{"envs": unknown()}',
    '{"envs": {**more}}',
    '{"volumes": [{"name": "a", "hostpath": {"path": "/a"}}]}',
    '{"volumes": [{"hostPath": {"path": "/a"}}]}',
    '{"tolerations": {"key": "a"}}',
    '{"cmds": "run"}',
    '{"hostnetwork": "false"}',
    '{"image_pull_secrets": ["a"]}',
]


@pytest.mark.parametrize("written", NOT_KNOWN)
def test_what_is_not_known_stays(written: str) -> None:
    names = 'more = {}\nname = "a"\n'
    text = f'{names}config = {{"KubernetesExecutor": {written}}}\n'
    assert converted(text, "KubernetesExecutor")[0] is None


@pytest.mark.parametrize(
    ("written", "image"), [('{**more, "image": "a"}', "a"), ('{"image": "a", "image": "b"}', "b"), ("{**more}", "c")]
)
def test_a_known_spread_and_a_key_written_twice_mean_what_python_makes_of_them(written: str, image: str) -> None:
    text = f'more = {{"image": "c"}}\nconfig = {{"KubernetesExecutor": {written}}}\n'
    fix, after = converted(text, "KubernetesExecutor")
    assert fix is not None
    assert pod_made_by(after)["spec"]["containers"][0]["image"] == image


def test_a_spread_of_what_is_unknown_stays() -> None:
    text = 'more = unknown()\nconfig = {"KubernetesExecutor": {**more, "image": "a"}}\n'
    assert converted(text, "KubernetesExecutor")[0] is None


def test_what_means_the_same_in_both_is_copied() -> None:
    text = 'more = unknown()\nconfig = {"KubernetesExecutor": {"volumes": [*more], "tolerations": more.tolerations}}\n'
    fix, after = converted(text, "KubernetesExecutor")
    assert fix is not None
    assert "volumes=[*more]" in after
    assert "tolerations=more.tolerations" in after


def test_airflow_1_10_knows_no_pod_override() -> None:
    text = 'config = {"KubernetesExecutor": {"image": "a"}}\n'
    assert converted(text, "KubernetesExecutor", Targets(airflow=(1, 10)))[0] is None


def test_both_keys_are_a_person_s_choice() -> None:
    text = 'config = {"KubernetesExecutor": {"image": "a"}, "pod_override": None}\n'
    assert converted(text, "KubernetesExecutor")[0] is None


def test_a_dict_that_other_code_uses_stays() -> None:
    text = 'pod = {"image": "a"}\nconfig = {"KubernetesExecutor": pod}\n'
    assert converted(text, "KubernetesExecutor")[0] is not None
    assert converted(f"{text}unknown(pod)\n", "KubernetesExecutor")[0] is None


def test_a_quantity_that_may_be_none_is_unsafe_where_the_dict_still_works() -> None:
    text = 'def config(cpu):\n    return {"KubernetesExecutor": {"request_cpu": cpu}}\n\n\nconfig(ask())\n'
    old = converted(text, "KubernetesExecutor", Targets(airflow=(2, 6), provider=(7, 4)))[0]
    new = converted(text, "KubernetesExecutor", Targets())[0]
    assert old is not None
    assert new is not None
    assert (old.applicability, new.applicability) == (Applicability.UNSAFE, Applicability.SAFE)


PLAIN = [
    ('{"spec": {"nodeSelector": {"a": "b"}, "containers": [{"name": "base"}]}}', True),
    ('{"spec": {"node_selector": {"a": "b"}, "containers": [{"name": "base"}]}}', True),
    ('{"spec": {"containers": [{"name": "base", "env": [{"name": "A", "value": 1}]}]}}', True),
    ('{"spec": {"containers": [{"name": "base"}], "terminationGracePeriodSeconds": "30"}}', True),
    ('{"metadata": {"labels": {"a": 1}}}', True),
    ('{"spec": {"nodeSelector": {"a": "b"}}}', False),  # the model demands containers
    ('{"spec": {"containers": [{"image": "a"}]}}', False),  # and a container its name
    ('{"spec": {"containers": [{"name": "base", "imagee": "a"}]}}', False),
    ('{"spec": {"containers": {"name": "base"}}}', False),
    ('{"spec": {"containers": unknown()}}', False),
    ('{"spec": unknown()}', False),
    ('{"spec": {"containers": [{"name": "base"}], "terminationGracePeriodSeconds": "soon"}}', False),
    ('{"spec": {"containers": [{"name": "base", "stdin": "no"}]}}', False),
    ('{"spec": {"containers": [{"name": "base", "command": "run"}]}}', False),
]


@pytest.mark.parametrize(("written", "possible"), PLAIN)
def test_a_plain_dict_becomes_models_where_every_field_is_known(written: str, possible: bool) -> None:
    fix, text = converted(f'config = {{"pod_override": {written}}}\n', "pod_override")
    assert (fix is not None) == possible
    if possible:
        assert set(pod_made_by(text)) == set(ast.literal_eval(written))


def test_dicts_with_wire_names_survive_and_others_do_not() -> None:
    camel = 'box = {"name": "base", "imagePullPolicy": "Always"}\n'
    snake = 'box = {"name": "base", "image_pull_policy": "Always"}\n'
    use = 'config = {"pod_override": {"spec": {"containers": [box]}}}\n'
    assert converted(camel + use, "pod_override")[0] is not None
    assert converted(snake + use, "pod_override")[0] is None


def camel_case_only(value: Any) -> bool:
    if isinstance(value, dict):
        return all("_" not in key and camel_case_only(each) for key, each in value.items())
    return not isinstance(value, list) or all(map(camel_case_only, value))


@pytest.mark.slow
def test_recorded_pods_are_the_same_as_models() -> None:
    """Pods as dicts, and the models that they become, are the same to the client: a third of all recorded pods."""
    api = client.ApiClient()
    compared = 0
    for line in (FIXTURES / "pod_verdicts.jsonl").read_text(encoding="utf-8").splitlines()[::3]:
        pod = json.loads(line)["pod"]
        fix, text = converted(f'config = {{"pod_override": {pod!r}}}\n', "pod_override")
        if fix is None or not camel_case_only(pod):
            continue
        try:
            expected = api.sanitize_for_serialization(api._ApiClient__deserialize(pod, "V1Pod"))
        except (ValueError, TypeError, client.ApiException):
            continue  # the client itself can't load it
        made = api.sanitize_for_serialization(api._ApiClient__deserialize(pod_made_by(text), "V1Pod"))
        assert made == expected, pod
        compared += 1
    assert compared > 600
