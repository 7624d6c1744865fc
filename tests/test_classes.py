"""Airflow's own classes for parts of a pod become the models that they made: the result is run with the real client."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import check
from kubernetes import client

from k8slint.edits.classes import HELPERS
from k8slint.finding import Applicability, Finding, Fix
from k8slint.lint.fixer import apply_edits
from k8slint.settings.config import Config
from k8slint.settings.targets import Targets
from k8slint.source.text import Source

# A call of a class, and what its to_k8s_client_obj() was in Airflow 1.10.15, as the client sends it.
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    (
        "volume.Volume",
        '"a", {"persistentVolumeClaim": {"claimName": "c"}}',
        {"persistentVolumeClaim": {"claimName": "c"}},
    ),
    ("volume.Volume", 'name="a", configs={"emptyDir": {}}', {"emptyDir": {}}),
    ("volume.Volume", 'configs={"hostPath": {"path": "/a"}}, name="a"', {"hostPath": {"path": "/a"}}),
    ("volume_mount.VolumeMount", '"a", "/a", None, True', {"mountPath": "/a", "readOnly": True}),
    (
        "volume_mount.VolumeMount",
        '"a", "/a", read_only=False, sub_path="s"',
        {"mountPath": "/a", "subPath": "s", "readOnly": False},
    ),
    ("pod.Port", '"a", 80', {"containerPort": 80}),
    ("pod.Port", 'container_port=80, name="a"', {"containerPort": 80}),
    (
        "pod.Resources",
        'request_cpu="1", limit_memory="2Gi", limit_gpu=1, request_memory=None, limit_cpu=0',
        {"requests": {"cpu": "1"}, "limits": {"memory": "2Gi", "nvidia.com/gpu": "1"}},
    ),
    ("pod.Resources", '"1Gi", "500m"', {"requests": {"memory": "1Gi", "cpu": "500m"}}),
    (
        "pod_runtime_info_env.PodRuntimeInfoEnv",
        '"a", "status.podIP"',
        {"valueFrom": {"fieldRef": {"fieldPath": "status.podIP"}}},
    ),
]
PACKAGES = ("airflow.contrib.kubernetes", "airflow.kubernetes", "airflow.providers.cncf.kubernetes.backcompat")


def found(text: str) -> list[Finding]:
    config = Config(
        {"select": ("KE704",), "fix": True, "unsafe-fixes": True}, root=".", targets=Targets(airflow=(3, 0))
    )
    return check(Source("dag.py", text), config)


def fix_of(text: str) -> tuple[Fix | None, str]:
    """The fix for the first helper class of a file, and the file with it."""
    finding = found(text)[0]
    return finding.fix, text if finding.fix is None else apply_edits(text, finding.fix.edits)


@pytest.mark.parametrize("package", PACKAGES)
@pytest.mark.parametrize(("name", "arguments", "expected"), CALLS)
def test_a_call_becomes_the_model_that_it_made(
    package: str, name: str, arguments: str, expected: dict[str, Any]
) -> None:
    module, _, cls = name.rpartition(".")
    fix, text = fix_of(f"from {package}.{module} import {cls}\n\nmade = {cls}({arguments})\n")
    assert fix is not None
    assert "airflow" not in text
    names: dict[str, Any] = {}
    exec(compile(text, "dag.py", "exec"), names)
    made = client.ApiClient().sanitize_for_serialization(names["made"])
    assert made == (expected if cls == "Resources" else {"name": "a", **expected})
    assert fix.applicability is Applicability.SAFE


def test_every_class_is_tried() -> None:
    tried = {f"{package}.{name}" for package in PACKAGES for name, _, _ in CALLS}
    assert set(HELPERS) == tried | {"airflow.contrib.kubernetes.pod.Pod"}


def test_a_whole_pod_is_unsafe() -> None:
    fix, text = fix_of(
        "from airflow.contrib.kubernetes.pod import Pod\n\n"
        'made = Pod(image="a:1", envs={"A": "b"}, cmds=["run"], name="job", namespace="jobs", labels={"a": "b"})\n'
    )
    assert fix is not None
    assert fix.applicability is Applicability.UNSAFE
    names: dict[str, Any] = {}
    exec(compile(text, "dag.py", "exec"), names)
    assert client.ApiClient().sanitize_for_serialization(names["made"]) == {
        "metadata": {"name": "job", "namespace": "jobs", "labels": {"a": "b"}},
        "spec": {
            "containers": [
                {"name": "base", "image": "a:1", "command": ["run"], "env": [{"name": "A", "value": "b"}]},
            ]
        },
    }


NOT_KNOWN = [
    "Volume('a', unknown())",
    "Volume('a', {'hostpath': {}})",
    "Volume('a', {'name': 'b'})",
    "Volume(*arguments)",
    "Volume(**arguments)",
    "Volume('a', {'emptyDir': {}}, 3)",
    "Volume(configs={'emptyDir': {}})",
    "Volume('a', {**more})",
]


@pytest.mark.parametrize("call", NOT_KNOWN)
def test_what_is_not_known_stays_and_is_named(call: str) -> None:
    text = f"from airflow.kubernetes.volume import Volume\n\nfine = Volume('b', {{'emptyDir': {{}}}})\nmade = {call}\n"
    (finding,) = found(text)
    assert finding.fix is None
    assert [(related.start.row, related.start.column) for related in finding.related] == [(4, 8)]


def test_positional_resources_changed_their_order() -> None:
    assert fix_of("from airflow.kubernetes.pod import Resources\nmade = Resources('1Gi', '1', '2Gi')\n")[0] is None


def test_a_dict_that_others_use_is_not_moved() -> None:
    text = "from airflow.kubernetes.volume import Volume\n\nconfig = {'emptyDir': {}}\nmade = Volume('a', config)\n"
    fix, after = fix_of(text)
    assert fix is not None
    assert "config" not in after.replace("empty_dir", "")
    assert fix_of(f"{text}print(config)\n")[0] is None


def test_a_comment_keeps_the_dict_that_it_is_in() -> None:
    text = (
        "from airflow.kubernetes.volume import Volume\n\n"
        "config = {'emptyDir': {}}  # on the node's disk\nmade = Volume('a', config)\n"
    )
    assert "# on the node's disk" in fix_of(text)[1]


REFERENCES = [
    ("def f(volume: Volume) -> Volume: ...", "def f(volume: k8s.V1Volume) -> k8s.V1Volume: ..."),
    ("isinstance(None, Volume)", "isinstance(None, k8s.V1Volume)"),
]


@pytest.mark.parametrize(("before", "after"), REFERENCES)
def test_the_class_itself_becomes_the_model(before: str, after: str) -> None:
    text = f"from airflow.kubernetes.volume import Volume\n\n{before}\n"
    assert fix_of(text)[1] == f"from kubernetes.client import models as k8s\n\n{after}\n"


STAYS = [
    "from airflow.kubernetes.volume import Volume\n\n__all__ = ['Volume']\n",
    "from airflow.kubernetes.volume import Volume\n\nVolume = print\n",
    "from airflow.kubernetes.volume import Volume\n\ndef f(volume: 'Volume'): ...\n",
    "from airflow.kubernetes import volume\n\nvolume.other()\n",
]


@pytest.mark.parametrize("text", STAYS)
def test_names_that_others_rely_on_stay(text: str) -> None:
    assert all(finding.fix is None for finding in found(text))


def test_methods_of_the_old_classes_leave_it_alone_or_make_it_unsafe() -> None:
    start = "from airflow.kubernetes.volume import Volume\n\nmade = Volume('a', {'emptyDir': {}})\n"
    assert fix_of(f"{start}print(made.to_k8s_client_obj())\n")[0] is None
    fix, _ = fix_of(f"{start}print([each.to_k8s_client_obj() for each in [made]])\n")
    assert fix is not None
    assert fix.applicability is Applicability.UNSAFE
