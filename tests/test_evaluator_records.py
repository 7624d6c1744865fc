"""What evaluating a DAG file leaves behind: models, calls, attributes, pods, the DAG around a call."""

from __future__ import annotations

from typing import Any

import pytest
from plain import plain

from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import CallRecord, Evaluation
from k8slint.source.syntax import parse
from k8slint.source.text import Source


def run(text: str) -> Evaluation:
    source = Source("dags/example.py", text)
    return evaluate(source, parse(source))


def value(text: str, name: str = "x") -> Any:
    """What a name is worth at the end of a file."""
    return plain((run(text).names or {})[name])


def calls(text: str, name: str) -> list[CallRecord]:
    """The recorded calls whose qualified name ends so."""
    return [call for call in run(text).calls if call.qualified_name.endswith(name)]


IMPORTS = {
    "models as": ("from kubernetes.client import models as k8s", "k8s.V1Pod"),
    "client": ("from kubernetes import client", "client.V1Pod"),
    "client as": ("from kubernetes import client as k8s", "k8s.V1Pod"),
    "client.models": ("from kubernetes import client", "client.models.V1Pod"),
    "import as": ("import kubernetes.client.models as m", "m.V1Pod"),
    "import package": ("import kubernetes as k8s", "k8s.client.V1Pod"),
    "import dotted": ("import kubernetes.client", "kubernetes.client.models.V1Pod"),
    "class": ("from kubernetes.client import V1Pod", "V1Pod"),
    "class as": ("from kubernetes.client.models import V1Pod as Pod", "Pod"),
    "class's module": ("from kubernetes.client.models.v1_pod import V1Pod", "V1Pod"),
    "dotted to the class's module": ("import kubernetes", "kubernetes.client.models.v1_pod.V1Pod"),
    "star": ("from kubernetes.client.models import *", "V1Pod"),
    "Airflow's own import": ("from airflow.providers.cncf.kubernetes.operators.pod import k8s", "k8s.V1Pod"),
    "guarded": (
        "try:\n    from kubernetes.client import models as k8s\nexcept ImportError:\n    k8s = None",
        "k8s.V1Pod",
    ),
    "alias of an alias": ("from kubernetes import client\nk8s = client.models\nMake = k8s.V1Pod", "Make"),
}


@pytest.mark.parametrize(("imports", "name"), IMPORTS.values(), ids=IMPORTS)
def test_models_by_every_import(imports: str, name: str) -> None:
    text = f"{imports}\nx = {name}(kind='Pod')\n"
    assert value(text) == {"V1Pod": {"kind": "Pod"}}
    assert [call.qualified_name for call in run(text).calls] == ["kubernetes.client.V1Pod"]


def test_models_imported_inside_a_function() -> None:
    text = (
        "def make():\n    from kubernetes.client import models as k8s\n    return k8s.V1Pod(kind='Pod')\nx = make()\n"
    )
    assert value(text) == {"V1Pod": {"kind": "Pod"}}


K8S = "from kubernetes.client import models as k8s\nimport copy\n"
POD = K8S + (
    "pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={'a': 'b'}), spec=k8s.V1PodSpec(containers=[\n"
    "    k8s.V1Container(name='base', env=[k8s.V1EnvVar(name='A', value='1')])]))\n"
    "base = pod.spec.containers[0]\n"
)
MODELS = {
    "a missing field is None": ("x = pod.spec.volumes", None),
    "item": ("x = pod.spec.containers[0].name", "base"),
    "assigned attribute": ("base.image = 'i'\nx = base", {"V1Container": {"name": "base", "env": [{"V1EnvVar": {"name": "A", "value": "1"}}], "image": "i"}}),
    "deep assignment": ("pod.spec.containers[0].resources = {'a': 1}\nx = base.resources", {"a": 1}),
    "append to a field": ("base.env.append(k8s.V1EnvVar(name='B'))\nx = pod.spec.containers[0].env[1]", {"V1EnvVar": {"name": "B"}}),
    "labels": ("pod.metadata.labels['c'] = 'd'\nx = pod.metadata", {"V1ObjectMeta": {"labels": {"a": "b", "c": "d"}}}),
    "None test": ("if pod.spec.volumes is None:\n    pod.spec.volumes = ['v']\nx = pod.spec.volumes", ["v"]),
    "del": ("del pod.metadata.labels\nx = pod.metadata", {"V1ObjectMeta": {}}),
    "deepcopy": ("other = copy.deepcopy(pod)\nother.metadata.labels['c'] = 'd'\nx = pod.metadata.labels", {"a": "b"}),
    "to_dict": ("x = pod.to_dict()['metadata']", ("incomplete", {"labels": {"a": "b"}})),
    "to_dict missing": ("x = pod.to_dict()['metadata']['annotations'] or pod.to_dict()['metadata'].get('name', 1)", None),
    "setattr": ("setattr(base, 'image', 'i')\nx = base.image", "i"),
    "positional": ("x = k8s.V1EnvVar('A', 'b')", {"V1EnvVar": {"*": ["A", "b"]}}),
    "isinstance": ("x = isinstance(pod, k8s.V1Pod)", True),
    "class by name": ("x = getattr(k8s, 'V1Volume')(name='v')", {"V1Volume": {"name": "v"}}),
    "loop": ("for c in pod.spec.containers:\n    c.image = 'looped'\nx = base.image", "looped"),
    "keywords": ("kw = {'name': 'n', 'value': 'v'}\nx = k8s.V1EnvVar(**kw)", {"V1EnvVar": {"name": "n", "value": "v"}}),
    "no Api": ("x = k8s.CoreV1Api()", ("instance", "kubernetes.client.models.CoreV1Api", {})),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), MODELS.values(), ids=MODELS)
def test_models_change_in_place(text: str, expected: Any) -> None:
    assert value(f"{POD}{text}\n") == expected


def test_values_are_as_they_are_at_the_end_of_the_module() -> None:
    text = POD + (
        "from airflow.operators.bash import BashOperator\n"
        "config = {'pod_override': pod}\n"
        "BashOperator(task_id='t', executor_config=config)\n"
        "base.image = 'set later'\n"
    )
    (call,) = calls(text, "BashOperator")
    override = plain(call.keywords["executor_config"])["pod_override"]
    assert override["V1Pod"]["spec"]["V1PodSpec"]["containers"][0]["V1Container"]["image"] == "set later"


def test_default_args_are_copied_when_the_dag_is_made() -> None:
    text = (
        "from airflow import DAG\n"
        "args = {'retries': 1, 'executor_config': {}}\n"
        "with DAG('d', default_args=args):\n    args['retries'] = 2\n"
        "args['executor_config']['a'] = 1\n"
    )
    (call,) = calls(text, "DAG")
    assert plain(call.keywords["default_args"]) == {"retries": 1, "executor_config": {}}


def test_origins_are_where_values_are_written() -> None:
    text = "size = '1Gi'\ndef make(memory):\n    return {'memory': memory}\nx = make(size)\n"
    table = (run(text).names or {})["x"]
    assert table.origin.text == "{'memory': memory}"
    assert table.entries["memory"].origin.text == "'1Gi'"  # type: ignore[union-attr]
    assert table.keys["memory"].text == "'memory'"  # type: ignore[union-attr]


HEAD = """\
from airflow import DAG
from airflow.decorators import dag, setup, task, task_group
from airflow.operators.python import PythonOperator
from airflow.utils.task_group import TaskGroup
"""
RECORDS = {
    "operator": (
        "PythonOperator(task_id='t', executor_config={'a': 1})",
        [("airflow.operators.python.PythonOperator", {"task_id": "t", "executor_config": {"a": 1}}, None, None)],
    ),
    "in a DAG": (
        "with DAG('d', schedule=None):\n    PythonOperator(task_id='t')",
        [("airflow.DAG", {"schedule": None}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "t"}, "d", None)],
    ),
    "DAG by its module": (
        "from airflow.models.dag import DAG as Dag\nwith Dag('d'):\n    PythonOperator(task_id='t')",
        [("airflow.models.dag.DAG", {}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "t"}, "d", None)],
    ),
    "DAG by keyword, in a group": (
        "with DAG(dag_id='d'), TaskGroup('g'):\n    PythonOperator(task_id='t')\nPythonOperator(task_id='u')",
        [
            ("airflow.DAG", {"dag_id": "d"}, None, None),
            ("airflow.utils.task_group.TaskGroup", {}, "d", None),
            ("airflow.operators.python.PythonOperator", {"task_id": "t"}, "d", None),
            ("airflow.operators.python.PythonOperator", {"task_id": "u"}, None, None),
        ],
    ),
    "bare decorator": ("@task\ndef f(): pass", [("airflow.decorators.task", {}, None, "f")]),
    "decorator": (
        "@task(executor_config={'a': 1})\ndef f(): pass",
        [("airflow.decorators.task", {"executor_config": {"a": 1}}, None, "f")],
    ),
    "decorator of a kind": (
        "@task.branch(task_id='b')\ndef f(): pass",
        [("airflow.decorators.task.branch", {"task_id": "b"}, None, "f")],
    ),
    "task called and overridden": (
        "@task\ndef f(): pass\nf()\nf.override(executor_config={'a': 1})()",
        [
            ("airflow.decorators.task", {}, None, "f"),
            ("airflow.decorators.task.__call__", {}, None, None),
            ("airflow.decorators.task.override", {"executor_config": {"a": 1}}, None, None),
            ("airflow.decorators.task.__call__", {}, None, None),
        ],
    ),
    "partial and expand": (
        "PythonOperator.partial(task_id='t', executor_config={'a': 1}).expand(op_args=[[1]])",
        [
            ("airflow.operators.python.PythonOperator.partial", {"task_id": "t", "executor_config": {"a": 1}}, None, None),
            ("airflow.operators.python.PythonOperator.expand", {"op_args": [[1]]}, None, None),
        ],
    ),
    "@dag called": (
        "@dag(dag_id='d')\ndef f():\n    PythonOperator(task_id='t')\nf()",
        [("airflow.decorators.dag", {"dag_id": "d"}, None, "f"), ("airflow.operators.python.PythonOperator", {"task_id": "t"}, "d", None)],
    ),
    "@dag not called": (
        "@dag\ndef f():\n    PythonOperator(task_id='t')",
        [("airflow.decorators.dag", {}, None, "f"), ("airflow.operators.python.PythonOperator", {"task_id": "t"}, "f", None)],
    ),
    "decorator applied by hand": (
        "def f(): pass\ng = task(executor_config={'a': 1})(f)",
        [("airflow.decorators.task", {"executor_config": {"a": 1}}, None, "f")],
    ),
    "loop": (
        "for i in range(2):\n    PythonOperator(task_id=f't{i}')",
        [("airflow.operators.python.PythonOperator", {"task_id": "t0"}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "t1"}, None, None)],
    ),
    "unknown loop": (
        "from somewhere import rows\nfor row in rows:\n    PythonOperator(task_id=row, executor_config={'a': 1})",
        [("airflow.operators.python.PythonOperator", {"task_id": "<LOOP>", "executor_config": {"a": 1}}, None, None)],
    ),
    "both branches": (
        "import os\nif os.getenv('A'):\n    PythonOperator(task_id='a')\nelse:\n    PythonOperator(task_id='b')",
        [("os.getenv", {}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "a"}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "b"}, None, None)],
    ),
    "a value in its branch": (
        "import os\nconfig = {'a': 1}\nif os.getenv('A'):\n    config['a'] = 2\n    PythonOperator(task_id='a', executor_config=config)",
        [("os.getenv", {}, None, None), ("airflow.operators.python.PythonOperator", {"task_id": "a", "executor_config": {"a": 2}}, None, None)],
    ),
    "known branch": (
        "if 1 > 2:\n    PythonOperator(task_id='a')\nelse:\n    PythonOperator(task_id='b')",
        [("airflow.operators.python.PythonOperator", {"task_id": "b"}, None, None)],
    ),
    "function that nothing calls": (
        "def make(name, config={}):\n    return PythonOperator(task_id=name, executor_config={'a': 1})",
        [("airflow.operators.python.PythonOperator", {"task_id": "<PARAMETER>", "executor_config": {"a": 1}}, None, None)],
    ),
    "helper": (
        "def make(name, **kw):\n    return PythonOperator(task_id=name, **kw)\nmake('t', executor_config={'a': 1})",
        [("airflow.operators.python.PythonOperator", {"task_id": "t", "executor_config": {"a": 1}}, None, None)],
    ),
    "unknown callee": ("def f(op):\n    op(task_id='t', executor_config={'a': 1})", [("?", {"task_id": "t", "executor_config": "<MUTATED>"}, None, None)]),
    "unresolved class": (
        "from team.operators import Custom\nCustom(task_id='t', executor_config={'a': 1})",
        [("team.operators.Custom", {"task_id": "t", "executor_config": {"a": 1}}, None, None)],
    ),
    "conf": ("from airflow.configuration import conf\nconf.get('kubernetes', 'namespace')", [("airflow.configuration.conf.get", {}, None, None)]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RECORDS.values(), ids=RECORDS)
def test_calls_are_recorded(text: str, expected: list[Any]) -> None:
    found = [
        (
            call.qualified_name,
            {name: plain(item) for name, item in call.keywords.items()},
            call.dag,
            call.decorates.name if call.decorates else None,
        )
        for call in run(HEAD + text + "\n").calls
    ]
    assert found == expected


OWN = """\
from airflow.operators.python import PythonOperator

class Bare(PythonOperator):
    pass

class Fixed(PythonOperator):
    def __init__(self, size='small', **kwargs):
        super().__init__(executor_config={'size': size}, **kwargs)

class Further(Fixed):
    def __init__(self, **kwargs):
        kwargs['size'] = 'large'
        super().__init__(**kwargs)

class Explicit(PythonOperator):
    def __init__(self, **kwargs):
        PythonOperator.__init__(self, executor_config={'explicit': True}, **kwargs)
"""
BASES = ("airflow.operators.python.PythonOperator",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bare(task_id='t', executor_config={'a': 1})", [("example.Bare", {"task_id": "t", "executor_config": {"a": 1}})]),
        (
            "Fixed(task_id='t')",
            [
                ("airflow.operators.python.PythonOperator.__init__", {"executor_config": {"size": "small"}, "task_id": "t"}),
                ("example.Fixed", {"task_id": "t"}),
            ],
        ),
        (
            "Further(task_id='t')",
            [
                ("airflow.operators.python.PythonOperator.__init__", {"executor_config": {"size": "large"}, "task_id": "t"}),
                ("example.Further", {"task_id": "t"}),
            ],
        ),
        (
            "Explicit(task_id='t')",
            [
                ("airflow.operators.python.PythonOperator.__init__", {"executor_config": {"explicit": True}, "task_id": "t"}),
                ("example.Explicit", {"task_id": "t"}),
            ],
        ),
    ],
)  # fmt: skip
def test_operators_of_the_team(text: str, expected: list[Any]) -> None:
    evaluation = run(OWN + text + "\n")
    made = [call for call in evaluation.calls if call.bases == BASES and "<PARAMETER>" not in str(call.keywords)]
    shown = [(call.qualified_name, {key: plain(item) for key, item in call.keywords.items()}) for call in made]
    assert [entry for entry in shown if entry in expected] == expected


def test_an_operator_keeps_its_arguments_as_attributes() -> None:
    text = (
        HEAD
        + "op = PythonOperator(task_id='t', executor_config={'a': 1})\nop.executor_config['b'] = 2\nx = op.executor_config\ny = op.task_id\n"
    )
    assert value(text) == {"a": 1, "b": 2}
    assert value(text, "y") == "t"
    grouped = HEAD + "with TaskGroup('g'):\n    op = PythonOperator(task_id='t')\nx = op.task_id\n"
    assert value(grouped) == "<ATTRIBUTE>"


def test_assignments_to_attributes_are_recorded() -> None:
    evaluation = run(HEAD + "op = PythonOperator(task_id='t')\nop.executor_config = {'a': 1}\n")
    (record,) = evaluation.attributes
    assert (record.attribute, plain(record.value)) == ("executor_config", {"a": 1})
    assert plain(record.target)[1] == "airflow.operators.python.PythonOperator"


SECRET = "from airflow.{}.secret import Secret\n"
MODULES = ("kubernetes", "providers.cncf.kubernetes", "contrib.kubernetes")
SECRETS = {
    "fields": ("x = Secret('env', 'my_target', 'name', 'key')", {"deploy_type": "env", "deploy_target": "MY_TARGET", "secret": "name", "key": "key", "items": None}),
    "volume target stays": ("x = Secret('volume', '/etc/x', 'name').deploy_target", "/etc/x"),
    "to_env_secret": (
        "x = Secret('env', 'a', 'name', 'key').to_env_secret()",
        {"V1EnvVar": {"name": "A", "value_from": {"V1EnvVarSource": {"secret_key_ref": {"V1SecretKeySelector": {"name": "name", "key": "key"}}}}}},
    ),
    "to_env_from_secret": ("x = Secret('env', None, 'name').to_env_from_secret()", {"V1EnvFromSource": {"secret_ref": {"V1SecretEnvSource": {"name": "name"}}}}),
    "to_volume_secret": (
        "x = Secret('volume', '/etc/x', 'name').to_volume_secret()",
        (
            {"V1Volume": {"name": "<EXTERNAL>", "secret": {"V1SecretVolumeSource": {"secret_name": "name"}}}},
            {"V1VolumeMount": {"mount_path": "/etc/x", "name": "<EXTERNAL>", "read_only": True}},
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize(("text", "expected"), SECRETS.values(), ids=SECRETS)
def test_secrets(module: str, text: str, expected: Any) -> None:
    found = value(SECRET.format(module) + text + "\n")
    assert (found[2] if isinstance(found, tuple) and found[0] == "instance" else found) == expected


def test_a_secret_attaches_to_a_copy_of_the_pod() -> None:
    text = (
        POD
        + SECRET.format("kubernetes")
        + (
            "x = Secret('env', 'b', 's', 'k').attach_to_pod(pod).spec.containers[0].env[1].name\n"
            "y = len(pod.spec.containers[0].env)\n"
            "z = Secret('env', None, 's').attach_to_pod(pod).spec.containers[0].env_from\n"
            "v = Secret('volume', '/p', 's').attach_to_pod(pod).spec.containers[0].volume_mounts[0].mount_path\n"
        )
    )
    assert value(text) == "B"
    assert value(text, "y") == 1
    assert value(text, "z") == [{"V1EnvFromSource": {"secret_ref": {"V1SecretEnvSource": {"name": "s"}}}}]
    assert value(text, "v") == "/p"


def test_pods_dicts_and_returns() -> None:
    text = K8S + (
        "attached = k8s.V1Pod(kind='a')\n"
        "def helper(name):\n    return k8s.V1Pod(kind=name)\n"
        "class Pods:\n    @staticmethod\n    def small():\n        return {'pod_override': k8s.V1Pod(kind='small')}\n"
        "called = helper('called')\n"
        "def _unused():\n    return {'KubernetesExecutor': {}}\n"
    )
    evaluation = run(text)
    assert [plain(pod)["V1Pod"]["kind"] for pod in evaluation.pods] == ["a", "called", "small"]
    assert [plain(table) for table in evaluation.dicts] == [
        {"pod_override": {"V1Pod": {"kind": "small"}}},
        {"KubernetesExecutor": {}},
    ]
    assert {name: plain(item) for name, item in (evaluation.returns or {}).items()} == {
        "helper": {"V1Pod": {"kind": "called"}},
        "Pods.small": {"pod_override": {"V1Pod": {"kind": "small"}}},
        "_unused": {"KubernetesExecutor": {}},
    }


def test_equal_calls_of_a_helper_give_one_value() -> None:
    text = (
        K8S
        + "def make(size='1Gi'):\n    return {'pod_override': k8s.V1Pod(kind=size)}\na, b, c, d = make(), make(), make('2Gi'), make()\nd['more'] = 1\n"
    )
    names = run(text).names or {}
    assert names["a"] is names["b"]
    assert names["a"] is not names["c"]
    assert plain(names["a"]) == {"pod_override": {"V1Pod": {"kind": "1Gi"}}}
    assert plain(names["d"]) == {"pod_override": {"V1Pod": {"kind": "1Gi"}}, "more": 1}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("state = ['a']\ndef make():\n    return {'v': state[0]}\na = make()\nstate[0] = 'b'\nb = make()\n", ("a", "b")),
        ("state = 'a'\ndef make():\n    return {'v': state}\na = make()\nstate = 'b'\nb = make()\n", ("a", "b")),
        ("n = []\ndef make():\n    n.append(1)\n    return {'v': len(n)}\na = make()\nb = make()\n", (1, 2)),
        ("class C:\n    v = 'a'\ndef make():\n    return {'v': C.v}\na = make()\nC.v = 'b'\nb = make()\n", ("a", "b")),
        ("def make():\n    return {'v': []}\na = make()\na['v'].append(1)\nb = make()\n", ([1], [])),
        ("def make(x=[]):\n    return {'v': x}\na = make()\na['v'].append(1)\nb = make()\n", ([1], [1])),
    ],
)  # fmt: skip
def test_a_remembered_call_is_repeated_only_when_nothing_changed(text: str, expected: tuple[Any, Any]) -> None:
    assert (value(text, "a")["v"], value(text, "b")["v"]) == expected


def test_unknowns_and_where_they_are() -> None:
    evaluation = run("import os\nimage = os.environ['IMAGE']\ntext = f'{image}:1'\n")
    assert [(one.reason.name, one.detail, one.type) for one in evaluation.unknowns] == [
        ("EXTERNAL", "os.environ['IMAGE']", "str"),
        ("EXTERNAL", "f'{image}:1'", "str"),
    ]
