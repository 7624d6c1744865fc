"""Reads a rule's docstring: its text, its examples, and the module around an example.

An example may be a whole module, some statements, or one model, argument or dict: it is put where it belongs in a DAG,
so that it can be run.
"""

from __future__ import annotations

import ast
import re
import textwrap
from typing import Any

from k8slint.dataclass import dataclass
from k8slint.rules._base import Rule
from k8slint.settings.targets import Targets, parse_version

_PRELUDE = """\
from airflow import DAG
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.providers.cncf.kubernetes.secret import Secret
from airflow.providers.standard.operators.python import PythonOperator
from airflow.sdk import task, task_group
from kubernetes.client import models as k8s

"""
_TARGET = re.compile(r"^Target: (.+)$", re.MULTILINE)
_TEMPLATE = re.compile(r"^Template: (.+)$", re.MULTILINE)
_INVENTORY = re.compile(r"^Inventory: \{(.+)\}$", re.MULTILINE)
_POLICY = re.compile(r"^Policy: (.+)$", re.MULTILINE)
_FILE = re.compile(r"^File: (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Documentation:
    """``summary`` is one sentence, ``why`` the paragraphs, ``bad`` and ``good`` are snippets to be run on ``targets``
    and, where the rule needs one, with the pod template ``template`` and the ``inventory`` (YAML), and the ``policy``
    (an inline table of TOML). ``file`` names what they are written in, where that isn't Python."""

    summary: str
    why: str
    bad: str
    good: str
    targets: Targets
    template: str | None = None
    inventory: str | None = None
    policy: str | None = None
    file: str | None = None

    def module(self, snippet: str) -> str:
        """The snippet as a module: itself when it imports something, else behind the imports that a DAG has.

        A lone model or dict is handed to a task.
        """
        if self.file is not None or re.search(r"^\s*(from|import) ", snippet, re.MULTILINE):
            return snippet + "\n"
        try:
            body = ast.parse(snippet).body
        except SyntaxError:
            return f"{_PRELUDE}{snippet}\n"
        if len(body) == 1 and isinstance(body[0], ast.Expr):
            return f"{_PRELUDE}{_placed(snippet, body[0].value)}\n"
        return f"{_PRELUDE}{snippet}\n"


def document(rule: Rule) -> Documentation:
    """What the docstring of a rule says. Raises ValueError when it lacks a part."""
    text = textwrap.dedent("    " + (type(rule).__doc__ or "")).strip()
    head, found, examples = text.partition("\nBad:\n")
    bad, also_found, good = examples.partition("\nGood:\n")
    if not found or not also_found:
        raise ValueError(f"{type(rule).__name__} documents no Bad: and Good:")
    summary, _, why = head.partition("\n")
    stated, template = _TARGET.search(why), _TEMPLATE.search(why)
    inventory, policy, file = _INVENTORY.search(why), _POLICY.search(why), _FILE.search(why)
    return Documentation(
        summary.strip(),
        _FILE.sub("", _POLICY.sub("", _INVENTORY.sub("", _TEMPLATE.sub("", _TARGET.sub("", why))))).strip(),
        textwrap.dedent(bad).strip("\n"),
        textwrap.dedent(good).strip("\n"),
        _targets(stated[1]) if stated else Targets(),
        template[1] if template else None,
        f"{{apiVersion: k8slint/v1, kind: Inventory, {inventory[1]}}}" if inventory else None,
        policy[1] if policy else None,
        file[1] if file else None,
    )


def _targets(text: str) -> Targets:
    """``airflow 2.10, client 37`` as targets."""
    versions: dict[str, Any] = {
        name: parse_version(version) for name, version in (part.split() for part in text.split(","))
    }
    return Targets(assumed=Targets().assumed.difference(versions), **versions)


# Around each model, the call that takes it, up to the pod.
_PARENTS = {
    "V1Pod": "",
    "V1PodSpec": "k8s.V1Pod(spec={})",
    "V1ObjectMeta": "k8s.V1Pod(metadata={})",
    "V1Container": "k8s.V1PodSpec(containers=[{}])",
    "V1ResourceRequirements": 'k8s.V1Container(name="base", resources={})',
    "V1EnvVar": 'k8s.V1Container(name="base", env=[{}])',
    "V1EnvFromSource": 'k8s.V1Container(name="base", env_from=[{}])',
    "V1ContainerPort": 'k8s.V1Container(name="base", ports=[{}])',
    "V1VolumeMount": 'k8s.V1Container(name="base", volume_mounts=[{}])',
    "V1VolumeDevice": 'k8s.V1Container(name="base", volume_devices=[{}])',
    "V1SecurityContext": 'k8s.V1Container(name="base", security_context={})',
    "V1Probe": 'k8s.V1Container(name="base", startup_probe={})',
    "V1Lifecycle": 'k8s.V1Container(name="base", lifecycle={})',
    "V1Volume": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], volumes=[{}])',
    "V1Toleration": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], tolerations=[{}])',
    "V1Affinity": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], affinity={})',
    "V1PodSecurityContext": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], security_context={})',
    "V1PodDNSConfig": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], dns_config={})',
    "V1HostAlias": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], host_aliases=[{}])',
    "V1TopologySpreadConstraint": (
        'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], topology_spread_constraints=[{}])'
    ),
    "V1LocalObjectReference": 'k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], image_pull_secrets=[{}])',
    "V1SecretKeySelector": 'k8s.V1EnvVar(name="KEY", value_from=k8s.V1EnvVarSource(secret_key_ref={}))',
    "V1ConfigMapKeySelector": 'k8s.V1EnvVar(name="KEY", value_from=k8s.V1EnvVarSource(config_map_key_ref={}))',
    "V1NodeSelectorRequirement": (
        "k8s.V1Affinity(node_affinity=k8s.V1NodeAffinity(required_during_scheduling_ignored_during_execution="
        "k8s.V1NodeSelector(node_selector_terms=[k8s.V1NodeSelectorTerm(match_expressions=[{}])])))"
    ),
}


def _placed(snippet: str, value: ast.expr) -> str:
    if isinstance(value, ast.Dict):
        return f'PythonOperator(task_id="t", python_callable=print, executor_config={snippet})'
    while isinstance(value, ast.Call):
        name = ast.unparse(value.func).rpartition(".")[2]
        parent = _PARENTS.get(name)
        if parent is None:
            return snippet
        if not parent:
            config = f'{{"pod_override": {snippet}}}'
            return f'PythonOperator(task_id="t", python_callable=print, executor_config={config})'
        snippet = parent.replace("{}", snippet)
        outer = ast.parse(snippet).body[0]
        if not isinstance(outer, ast.Expr):
            return snippet
        value = outer.value
    return snippet
