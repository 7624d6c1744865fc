"""Calls of client models: what is told of each, by client generation, held against the real client."""

from __future__ import annotations

import ast
import re

import pytest
from conftest import check
from hypothesis import HealthCheck, given, settings
from kubernetes import client as k8s
from test_wire import AT, Made, made, real_round_trip, value_of

from k8slint.evaluate.trace import CallRecord
from k8slint.evaluate.values import Model
from k8slint.finding import Severity
from k8slint.kube.client.models import problems
from k8slint.settings.config import Config
from k8slint.settings.targets import Targets
from k8slint.source.text import Source

INSTALLED = (int(re.match(r"\d+", k8s.__version__)[0]),)
CODES = tuple(f"KE50{digit}" for digit in range(10))


def told(call: str, client: tuple[int, ...] = INSTALLED, imports: str = "") -> list[tuple[str, str]]:
    """Codes and severities for one expression."""
    text = f"from kubernetes.client import models as k8s\n{imports}\nx = {call}\n"
    config = Config({"select": CODES}, targets=Targets(client=client, assumed=frozenset()))
    found = check(Source("dags/dag.py", text), config)
    return [(finding.code, finding.severity.value) for finding in found]


# call, what is told up to client 36, what is told from client 37 on
CALLS = [
    ('k8s.V1EnvVar(name="A", value="b")', [], []),
    ('k8s.V1EnvVar("A", "b")', [("KE506", "info")], [("KE506", "error")]),
    ('k8s.V1EnvVar(name="A", value=1)', [("KE505", "info")], [("KE505", "error")]),
    ('k8s.V1EnvVar(name="A", valueFrom=k8s.V1EnvVarSource())', [("KE501", "error")], []),
    ('k8s.V1EnvVar(name="A", local_vars_configuration=None)', [], [("KE501", "error")]),
    ('k8s.V1Container(name="a", security_context={"run_as_user": 1})', [("KE507", "warning")], []),
    ('k8s.V1Container(name="a", security_context={"runAsUser": 1})', [("KE509", "info")], []),
    ('k8s.V1Container(name="a", security_context={"user": 1})', [("KE507", "warning")], [("KE507", "error")]),
    ('k8s.V1Container(name="a", command=("a", "b"))', [], []),
    ('k8s.V1Container(name="a", command={"a"})', [("KE504", "error")], []),
    ('k8s.V1Container(name="a", command="a")', [("KE504", "error")], [("KE504", "error")]),
    ('k8s.V1Container(name="a", env={"A": "b"})', [("KE508", "error")], [("KE504", "error")]),
    ('k8s.V1Container(name="a", env=[{"value": "b"}])', [("KE508", "error")], [("KE508", "error")]),
    ('k8s.V1Container(name="a", resources=1)', [("KE503", "error")], [("KE503", "error")]),
    ('k8s.V1SecurityContext(run_as_user="1")', [("KE505", "info")], [("KE505", "error")]),
    ('k8s.V1SecurityContext(run_as_user=1.5)', [("KE507", "warning")], [("KE507", "error")]),
    ('k8s.V1SecurityContext(run_as_user="root")', [("KE508", "error")], [("KE508", "error")]),
    ('k8s.V1SecurityContext(privileged="true")', [("KE505", "info")], [("KE505", "error")]),
    ('k8s.V1SecurityContext(privileged="false")', [("KE507", "error")], [("KE505", "error")]),
    ('k8s.V1ResourceRequirements(limits={"cpu": None})', [], [("KE505", "error")]),
    ("k8s.V1TCPSocketAction(port=True)", [], [("KE505", "error")]),
    ("k8s.V1Handler()", [("KE500", "error")], [("KE500", "error")]),
    ('k8s.V1EvictionResponder(name="a", priority=1)', [("KE500", "error")], []),
    (
        "k8s.V1PersistentVolumeClaimSpec(resources=k8s.V1ResourceRequirements(limits={}))",
        [],
        [("KE503", "error")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("call", "classic", "pydantic"), CALLS, ids=[call for call, _, _ in CALLS])
def test_both_generations(call: str, classic: list[tuple[str, str]], pydantic: list[tuple[str, str]]) -> None:
    assert told(call, (36,)) == classic
    assert sorted(told(call, (37,))) == sorted(pydantic)


RAISES = {"KE500", "KE501", "KE502", "KE506"}


@pytest.mark.parametrize(
    "call",
    [call for call, _, _ in CALLS]
    + [
        "k8s.V1PodSpec()",
        "k8s.V1PodSpec(containers=None)",
        "k8s.V1PodSpec(containers=[])",
        'k8s.V1Pod("v1", "Pod")',
        'k8s.V1VolumeMount("a", mount_path="/a")',
        'k8s.V1VolumeMount("/a", None, "a")',
        'k8s.V1LocalObjectReference("a", None)',
        'k8s.V1LocalObjectReference("a", None, None)',
        'k8s.V1Probe(exec=k8s.V1ExecAction())',
        'k8s.V1Probe(_exec=k8s.V1ExecAction())',
        'k8s.V1Contaner(name="a")',
        'k8s.V1Container(name="a", **{"imag": "b"})',
        'k8s.V1FCVolumeSource(target_ww_ns=["a"])',
    ],
)  # fmt: skip
def test_an_error_of_the_constructor_is_told_and_no_other(call: str) -> None:
    """What the real constructor raises on is an error of the rules on names and slots, and only that."""
    try:
        eval(compile(ast.parse(call, mode="eval"), "call", "eval"), {"k8s": k8s})
        raises = False
    except (AttributeError, TypeError, ValueError):
        raises = True
    errors = {code for code, severity in told(call) if severity == Severity.ERROR.value}
    assert bool(errors & RAISES) is raises


@pytest.mark.parametrize(
    "call",
    [
        "k8s.V1Container(**settings)",
        "k8s.V1Container(*settings)",
        "k8s.V1Container(name=settings, env=settings, resources=settings)",
        "k8s.V1PodSpec(containers=[*settings, settings])",
        "k8s.V1PodSpec(containers=[], node_selector={settings: settings})",
        'k8s.V1EnvVar(name="A", value=f"{settings}")',
        "settings.V1Container()",
        "k8s.V1Container(name='a', resources={**settings})",
    ],
)
def test_the_unknown_is_silent(call: str) -> None:
    for client in ((36,), (37,)):
        assert [code for code, _ in told(call, client, "from somewhere import settings") if code != "KE506"] == []


def test_every_branch_of_a_choice_is_judged() -> None:
    call = 'k8s.V1EnvVar(name="A", value=1 if settings else "b")'
    assert told(call, imports="from somewhere import settings") == [("KE505", "info")]


def calls(plan: object) -> list[Made]:
    """Every model in a tree of plans, innermost first."""
    match plan:
        case Made(fields=fields):
            return [inner for value in fields.values() for inner in calls(value)] + [plan]
        case dict():
            return [inner for value in plan.values() for inner in calls(value)]
        case list():
            return [inner for value in plan for inner in calls(value)]
    return []


@given(made("V1Pod", 5))
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_stops_the_scheduler_is_told(plan: Made) -> None:
    """A pod whose models nobody complains about makes its way through the real client and back."""
    for one in calls(plan):
        value = value_of(one)
        assert isinstance(value, Model)
        call = CallRecord(f"kubernetes.client.{one.name}", (), value.fields, {}, True, AT, value)
        if any(problem.severity is not Severity.INFO for problem in problems(call, INSTALLED)):
            return
    real_round_trip(plan, "V1Pod")
