"""Every place where an executor_config or a pod enters a DAG, with the task that takes it."""

from __future__ import annotations

import textwrap

import pytest

from k8slint.airflow.pods.sites import Kind, Place, Site, find_sites, for_kubernetes, is_attached
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.values import Const, Unknown, get
from k8slint.settings.targets import Targets
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source

PRELUDE = """\
from airflow import DAG
from airflow.decorators import dag, setup, task, task_group
from airflow.operators.bash import BashOperator
from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator
from airflow.sensors.filesystem import FileSensor
from airflow.utils.task_group import TaskGroup
from company import make_task, unknown
from kubernetes.client import models as k8s


def pod(size):
    return k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"size": size}))


def config(size):
    return {"pod_override": pod(size)}


"""


def sites(code: str) -> tuple[Site, ...]:
    source = Source("dags/dag.py", PRELUDE + textwrap.dedent(code))
    return find_sites(evaluate(source, parse(source), Project()), Targets())


def pods(code: str) -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    """What is judged: kind, the label ``size`` of its pod, and place, task and DAG of each use."""
    found = []
    for site in sites(code):
        if site.pod is None or not isinstance(size := get(site.pod, "metadata", "labels", "size"), Const):
            continue
        found.append((site.kind.name, size.value, [(use.place.name, use.task, use.dag) for use in site.uses]))
    return found


PLACES = [
    ('BashOperator(task_id="t", executor_config=config("a"))', "ARGUMENT", "t"),
    ('FileSensor(task_id="t", executor_config=config("a"))', "ARGUMENT", "t"),
    ('@task(executor_config=config("a"))\ndef t(): ...', "DECORATOR", "t"),
    ('@task.branch(task_id="u", executor_config=config("a"))\ndef t(): ...', "DECORATOR", "u"),
    ('DAG(dag_id="d", default_args={"executor_config": config("a")})', "DEFAULT_ARGS", None),
    ('TaskGroup("g", default_args={"executor_config": config("a")})', "DEFAULT_ARGS", None),
    ('@task_group(default_args={"executor_config": config("a")})\ndef g(): ...', "DEFAULT_ARGS", None),
    ('BashOperator.partial(task_id="t", executor_config=config("a")).expand(bash_command=["x"])', "PARTIAL", "t"),
    ('@task\ndef t(): ...\nt.override(executor_config=config("a"))()', "OVERRIDE", "t"),
    ('@task\ndef t(): ...\nt.override(task_id="u", executor_config=config("a")).expand(x=[1])', "OVERRIDE", "u"),
    ('t = BashOperator(task_id="t")\nt.executor_config = config("a")', "ASSIGNMENT", "t"),
    ('make_task(name="t", executor_config=config("a"))', "WRAPPER", None),
    ('BashOperator.partial(task_id="t").expand(executor_config=[config("a")])', "EXPAND", "t"),
    ('BashOperator.partial(task_id="t").expand_kwargs([{"executor_config": config("a")}])', "EXPAND_KWARGS", "t"),
    ('@task\ndef t(x): ...\nt.partial(executor_config=config("a")).expand(x=[1])', "TASKFLOW_PARTIAL", None),
    ('@task_group(executor_config=config("a"))\ndef g(): ...', "TASK_GROUP", "g"),
    ('@setup(executor_config=config("a"))\ndef s(): ...', "SETUP", "s"),
    ('DAG(dag_id="d", executor_config=config("a"))', "DAG", None),
]


@pytest.mark.parametrize(("code", "place", "task"), PLACES, ids=[row[1] + str(i) for i, row in enumerate(PLACES)])
def test_every_place(code: str, place: str, task: str | None) -> None:
    configs = [site for site in sites(code) if site.kind is Kind.EXECUTOR_CONFIG and site.uses]
    assert [(use.place.name, use.task) for site in configs for use in site.uses] == [(place, task)]
    assert is_attached(configs[0]) == (
        place not in ("WRAPPER", "EXPAND", "TASKFLOW_PARTIAL", "TASK_GROUP", "SETUP", "DAG")
    )


def test_an_operator_of_the_repository_hands_it_on() -> None:
    code = """
    class Sized(BashOperator):
        def __init__(self, size, **kwargs):
            super().__init__(executor_config=config(size), **kwargs)

    with DAG(dag_id="d"):
        Sized("big", task_id="t", bash_command="x")
    """
    assert pods(code) == [("POD_OVERRIDE", "big", [("SUPER", "t", "d")])]


def test_a_pod_of_several_tasks_is_judged_once() -> None:
    code = """
    SHARED = config("shared")
    with DAG(dag_id="d"):
        BashOperator(task_id="a", executor_config=SHARED)
        BashOperator(task_id="b", executor_config=SHARED)
    BashOperator(task_id="c", dag=DAG(dag_id="e"), executor_config={"pod_override": SHARED["pod_override"]})
    """
    uses = [("ARGUMENT", "a", "d"), ("ARGUMENT", "b", "d"), ("ARGUMENT", "c", "e")]
    assert pods(code) == [("POD_OVERRIDE", "shared", uses)]


def test_calls_of_one_helper_are_told_apart() -> None:
    code = """
    BashOperator(task_id="a", executor_config=config("small"))
    BashOperator(task_id="b", executor_config=config("big"))
    """
    assert [(size, uses[0][1]) for _, size, uses in pods(code)] == [("small", "a"), ("big", "b")]


def test_what_no_task_takes_is_judged_too() -> None:
    code = """
    UNUSED = {"pod_override": pod("dict")}
    LEGACY = {"KubernetesExecutor": {"image": "x"}}
    BOUND = pod("bound")

    def made():
        return pod("returned")
    """
    assert [(kind, size) for kind, size, uses in pods(code) if not uses] == [
        ("POD_OVERRIDE", "dict"),
        ("POD", "bound"),
        ("POD", "returned"),
    ]
    assert [site.kind for site in sites(code) if site.kind is Kind.LEGACY] == [Kind.LEGACY]


def test_a_launched_pod_and_the_pod_of_the_arguments() -> None:
    code = """
    with DAG(dag_id="d"):
        KubernetesPodOperator(
            task_id="t", full_pod_spec=pod("full"), labels={"size": "own"}, env_vars={"A": "b"}, volumes=[]
        )
        KubernetesPodOperator(task_id="u", pod_template_dict={"metadata": {"labels": {"size": "dict"}}})
    """
    use = [("ARGUMENT", "t", "d")]
    assert sorted(pods(code)) == [
        ("FULL_POD_SPEC", "full", use),
        ("OPERATOR", "own", use),
        ("TEMPLATE_DICT", "dict", [("ARGUMENT", "u", "d")]),
    ]
    (operator,) = (site for site in sites(code) if site.kind is Kind.OPERATOR)
    assert operator.pod is not None
    env = get(operator.pod, "spec", "containers", 0, "env", 0, "name")
    assert isinstance(env, Const)
    assert env.value == "A"
    assert isinstance(get(operator.pod, "spec", "host_network"), Unknown)  # default_args may set it


def test_what_is_expanded_is_no_argument_of_one_pod() -> None:
    own = "class Mine(KubernetesPodOperator):\n    pass\n\n"
    for name in ("KubernetesPodOperator", "Mine"):
        found = sites(f"{own}{name}.partial(task_id='t').expand(arguments=[['a'], ['b']])\n")
        assert not [site for site in found if site.kind is Kind.OPERATOR]


@pytest.mark.parametrize(
    ("dag", "more", "known"),
    [
        ('DAG(dag_id="d")', "", True),
        ('DAG(dag_id="d", default_args={"retries": 2})', "", True),
        ('DAG(dag_id="d", default_args={"volumes": []})', "", False),
        ('DAG(dag_id="d", default_args=unknown())', "", False),
        ('DAG(dag_id="d")', ', pod_template_file="/pod.yaml"', False),
        ('DAG(dag_id="d")', ", secrets=unknown()", False),
        ('DAG(dag_id="d")', ", **unknown()", False),
    ],
)
def test_when_all_volumes_of_a_launched_pod_are_known(dag: str, more: str, known: bool) -> None:
    code = f"""
    with {dag}:
        KubernetesPodOperator(task_id="t", image="x"{more})
    """
    (operator,) = (site for site in sites(code) if site.kind is Kind.OPERATOR)
    assert operator.pod is not None
    assert isinstance(get(operator.pod, "spec", "volumes"), Unknown) != known


def test_alternatives_are_sites_of_their_own() -> None:
    code = 'BashOperator(task_id="t", executor_config=config("a") if unknown() else config("b"))'
    found = [(site.when, get(site.value, "metadata", "labels", "size")) for site in sites(code) if site.pod is not None]
    assert [(when, size.value) for when, size in found if isinstance(size, Const)] == [
        ("unknown()", "a"),
        ("not (unknown())", "b"),
    ]


def test_what_is_unknown_is_a_site_without_a_pod() -> None:
    (site,) = (site for site in sites('BashOperator(task_id="t", executor_config=unknown())') if site.uses)
    assert (site.kind, site.task, site.pod) == (Kind.EXECUTOR_CONFIG, "t", None)
    assert isinstance(site.value, Unknown)


def test_jinja_is_unknown_in_the_pod_that_is_validated_and_there_as_written() -> None:
    code = 'BashOperator(task_id="t", executor_config=config("{{ ds }}"))'
    (site,) = (site for site in sites(code) if site.pod is not None)
    assert site.pod is not None
    assert isinstance(get(site.pod, "metadata", "labels", "size"), Unknown)
    assert isinstance(get(site.value, "metadata", "labels", "size"), Const)


@pytest.mark.parametrize(
    ("executor", "judged"),
    [
        ("", True),
        (', executor="KubernetesExecutor"', True),
        (', executor="CeleryExecutor"', False),
        (", executor=unknown()", False),
    ],
)
def test_tasks_of_another_executor(executor: str, judged: bool) -> None:
    site = sites(f'BashOperator(task_id="t", executor_config=config("a"){executor})')[0]
    assert for_kubernetes(site) == judged


def test_the_place_of_an_unattached_dict() -> None:
    assert {site.place for site in sites('X = {"pod_override": pod("a")}')} == {Place.NONE}


def test_thousands_of_uses_of_one_config_are_put_together_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each on top of the ones before would be quadratic."""
    from k8slint.airflow.pods import sites as module

    copies = []
    replace = module.replace
    monkeypatch.setattr(module, "replace", lambda *args, **changes: copies.append(1) or replace(*args, **changes))
    found = sites(
        'shared = config("a")\nfor i in range(300):\n    BashOperator(task_id=f"t{i}", executor_config=shared)\n'
    )
    assert [len(site.uses) for site in found] == [300, 300]
    assert len(copies) == len(found)
