"""Shapes of files that grow: what a stranger may repeat as often as a file is long."""

from __future__ import annotations

from collections.abc import Callable

from attacks import HEAD, POD, WRONG

BASH = "from airflow.operators.bash import BashOperator\n"
LAUNCHED = (
    "from airflow import DAG\nfrom airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator\n"
)
IN_POD = "k8s.V1Pod(spec=k8s.V1PodSpec({}))\n"


def each(template: str, between: str = "") -> Callable[[int], str]:
    """A text that repeats another; ``@`` is its number."""
    return lambda n: between.join(template.replace("@", str(i)) for i in range(n))


def around(before: str, template: str, after: str, between: str = ", ") -> Callable[[int], str]:
    repeated = each(template, between)
    return lambda n: before + repeated(n) + after


def lists(template: str, *parts: str) -> Callable[[int], str]:
    """A template whose braces hold several lists of equal length."""
    return lambda n: template.format(*(each(part, ", ")(n) for part in parts))


VOLUME = "k8s.V1Volume(name='v@', empty_dir=k8s.V1EmptyDirVolumeSource())"
MOUNT = "k8s.V1VolumeMount(name='w@', mount_path='/a/@')"
CONTAINER = "k8s.V1Container(name='c@', image='a b')"
MEGA = 'k8s.V1ResourceRequirements(limits={"memory": "@MB"})'
TASK = "BashOperator(task_id='t@', bash_command='a', executor_config={'pod_override': p})\n"

SHAPES: dict[str, Callable[[int], str]] = {
    "volumes and mounts": lists("k8s.V1Pod(spec=k8s.V1PodSpec(volumes=[{}], containers=[k8s.V1Container(name='base', volume_mounts=[{}])]))\n", VOLUME, MOUNT),
    "volumes and containers": lists(IN_POD.format("volumes=[{}], containers=[{}]"), VOLUME, CONTAINER),
    "volumes of one name": lists(IN_POD.format("volumes=[{}], containers=[]"), VOLUME.replace("@", "a")),
    "mounts of one path": lists(POD.format("volume_mounts=[{}]"), MOUNT.replace("@", "a")),
    "containers": lists(IN_POD.format("containers=[{}], init_containers=[{}]"), CONTAINER, CONTAINER),
    "containers of one name": lists(IN_POD.format("containers=[{}]"), CONTAINER.replace("@", "a")),
    "environment": lists(POD.format("env=[{}]"), "k8s.V1EnvVar(name='A@', value='$(A1@)')"),
    "environment of one name": lists(POD.format("env=[{}]"), "k8s.V1EnvVar(name='A', value='b')"),
    "environment, integers": lists(POD.format("env=[{}]"), "k8s.V1EnvVar(name='A@', value=@)"),
    "ports": lists(POD.format("ports=[{}]"), "k8s.V1ContainerPort(container_port=1@, name='p@')"),
    "ports of one number": lists(POD.format("ports=[{}]"), "k8s.V1ContainerPort(container_port=80, host_port=80, name='p')"),
    "tolerations": lists(IN_POD.format("tolerations=[{}], containers=[]"), "k8s.V1Toleration(key='k@', operator='Exist')"),
    "labels": lambda n: "k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={" + each("'a@': 'b c'", ", ")(n) + "}))\n",
    "annotations": lambda n: "k8s.V1Pod(metadata=k8s.V1ObjectMeta(annotations={" + each("'a b@': 'b'", ", ")(n) + "}))\n",
    "secrets": lambda n: POD.format("env_from=[" + each("k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name='S@'))", ", ")(n) + "]"),
    "projected sources": lambda n: IN_POD.format("containers=[], volumes=[k8s.V1Volume(name='a', projected=k8s.V1ProjectedVolumeSource(sources=[" + each("k8s.V1VolumeProjection(secret=k8s.V1SecretProjection(name='a@', items=[k8s.V1KeyToPath(key='k', path='p')]))", ", ")(n) + "]))]"),
    "image pull secrets": lists(IN_POD.format("containers=[], image_pull_secrets=[{}]"), "k8s.V1LocalObjectReference(name='A@')"),
    "host aliases": lists(IN_POD.format("containers=[], host_aliases=[{}]"), "k8s.V1HostAlias(ip='1.2.3.@', hostnames=['A@'])"),
    "quantities": lambda n: POD.format("resources=k8s.V1ResourceRequirements(limits={" + each("'a.b/c@': '1X'", ", ")(n) + "})"),
    "spread constraints": lists(IN_POD.format("containers=[], topology_spread_constraints=[{}]"), "k8s.V1TopologySpreadConstraint(max_skew=1, topology_key='a', when_unsatisfiable='DoNotSchedule')"),
    "affinity terms": lambda n: IN_POD.format("containers=[], affinity=k8s.V1Affinity(node_affinity=k8s.V1NodeAffinity(preferred_during_scheduling_ignored_during_execution=[" + each("k8s.V1PreferredSchedulingTerm(weight=1@, preference=k8s.V1NodeSelectorTerm(match_expressions=[k8s.V1NodeSelectorRequirement(key='a', operator='on')]))", ", ")(n) + "]))"),
    "unknown arguments": lambda n: "k8s.V1Container(" + each("nme@=1", ", ")(n) + ")\n",
    "tasks with arguments to drop": lambda n: BASH + each("BashOperator(task_id='t@', bash_command='a', provide_context=True, queue='q')\n")(n),
    "one call with arguments to drop": lambda n: BASH + "BashOperator(task_id='t', bash_command='a', provide_context=True, " + each("a@=1", ", ")(n) + ")\n",
    "suppressions": each("x@ = 1  # k8slint: ignore[KE301]\n"),
    "suppressions in one comment": around("x = 1  # k8slint: ignore[", "KE301", "]\n"),
    "suppressions in one line": around("x = 1  ", "# k8slint: ignore[KE301] ", "\n", ""),
    "suppressions of the file": each("# k8slint: ignore-file[KE301]\n"),
    "suppressed findings": each(f"{MEGA}  # k8slint: ignore[KE301]\n"),
    "suppressions in strings": each("x@ = '''\n''' # k8slint: ignore[KE301]\n" + MEGA + "\n"),
    "findings": each(f"{MEGA}\n"),
    "findings in one line": lambda n: each(MEGA, "; ")(n) + "  # ä\n",
    "findings after one letter": lambda n: "'ä'; " + each(MEGA, "; ")(n) + "\n",
    "findings in one list": around("x = [", MEGA, "]\n"),
    "tasks that share a pod": lambda n: BASH + "p = " + POD.format("image='a b'") + each(TASK)(n),
    "tasks with pods": lambda n: BASH + each(TASK.replace("p}", POD.format("image='a b'").strip() + "}"))(n),
    "tasks in one list": lambda n: BASH + "p = " + POD.format("image='a b'") + "[" + each(TASK.strip(), ", ")(n) + "]\n",
    "tasks in DAGs": lambda n: BASH + "from airflow import DAG\np = " + POD.format("image='a b'") + each("with DAG('d@', schedule_interval=None):\n    " + TASK)(n),
    "operators that launch": lambda n: "from airflow.providers.cncf.kubernetes.operators.kubernetes_pod import KubernetesPodOperator\n" + each("KubernetesPodOperator(task_id='t@', image='a b', name='n@', env_vars={'a': 1})\n")(n),
    "operators that launch, in a DAG": lambda n: LAUNCHED + "with DAG('d', default_args={'retries': 1}):\n" + each("    KubernetesPodOperator(task_id='t@', image='a b', name='n@', volumes=[])\n")(n),
    "operators that launch, in a loop": lambda n: LAUNCHED + f"with DAG('d'):\n    for i in range({n}):\n        KubernetesPodOperator(task_id=f't{{i}}', image='a b', env_vars={{'a': 1}})\n",
    "operators that launch, in DAGs": lambda n: LAUNCHED + each("with DAG('d@', default_args={'retries': 1}):\n    KubernetesPodOperator(task_id='t@', image='a b')\n")(n),
    "operators that lack an argument": lambda n: BASH + "from airflow import DAG\nwith DAG('d'):\n" + each("    BashOperator(task_id='t@', executor_config={})\n")(n),
    "references of what an operator launches": lambda n: LAUNCHED + "with DAG('d'):\n" + each("    KubernetesPodOperator(task_id='t@', image='a', env_from=[k8s.V1EnvFromSource(secret_ref=k8s.V1SecretEnvSource(name='s'))])\n")(n),
    "imports": lambda n: each("from airflow.operators.bash_operator import BashOperator as B@\n")(n),
    "names in one import": lambda n: "from airflow.operators.bash_operator import " + each("BashOperator as B@", ", ")(n) + "\n",
    "imports of one name": lambda n: each("from airflow.operators.bash_operator import BashOperator\n")(n),
    "imports in functions": lambda n: each("def f@():\n    from airflow.operators.bash_operator import BashOperator\n    BashOperator()\n")(n),
    "uses of a moved name": lambda n: "from airflow.operators.bash_operator import BashOperator\n" + each("BashOperator(task_id='t@', bash_command='a')\n")(n),
    "uses of a moved module": lambda n: "import airflow.operators.bash_operator\n" + each("airflow.operators.bash_operator.BashOperator(task_id='t@', bash_command='a')\n")(n),
    "functions": each("def f@(a):\n    return k8s.V1Pod(spec=a)\n"),
    "functions that call the next": lambda n: each("def f@(a):\n    return f1@(a)\n")(n) + "f0(1)\n",
    "classes": each("class A@(object):\n    pod_override = k8s.V1Pod(spec=1)\n"),
    "classes that inherit": lambda n: "class A0:\n    x = 1\n" + "".join(f"class A{i}(A{i - 1}):\n    y{i} = k8s.V1Pod()\n" for i in range(1, n)),
    "assignments": each("x = @\n"),
    "names": each("x@ = k8s.V1Pod(spec=1)\n"),
    "names used": lambda n: "x0 = k8s.V1Pod()\n" + "".join(f"x{i} = x{i - 1}\n" for i in range(1, n)),
    "dicts": around("x = {", "'a@': k8s.V1Pod(spec=1)", "}\n"),
    "keys of one name": around("x = {", "'a': k8s.V1Pod(spec=1)", "}\n"),
    "appended": lambda n: "x = []\n" + each("x.append(k8s.V1EnvVar(name='a@', value=1))\n")(n) + POD.format("env=x"),
    "added": lambda n: "x = []\n" + each("x = x + [k8s.V1EnvVar(name='a@', value=1)]\n")(n) + POD.format("env=x"),
    "added texts": lambda n: "x = ''\n" + each("x = x + 'a'\n")(n) + POD.format("image=x"),
    "branches": lambda n: "p = k8s.V1Pod()\n" + each("if a@:\n    p.spec = k8s.V1PodSpec(containers=[])\n")(n),
    "branches in one chain": lambda n: "if a:\n    p = 1\n" + each("elif a@:\n    p = k8s.V1Pod(spec=@)\n")(n) + BASH + TASK,
    "attributes set": lambda n: "p = k8s.V1Pod()\n" + each("p.spec = k8s.V1PodSpec(containers=[])\n")(n),
    "templates": lambda n: BASH + each("BashOperator(task_id='t@', bash_command='{{ execution_date }}')\n")(n),
    "a long template": lambda n: BASH + "BashOperator(task_id='t', bash_command='" + each("{{ execution_date }} ")(n) + "')\n",
    "a long template, unclosed": lambda n: BASH + "BashOperator(task_id='t', bash_command='execution_date " + each("{{ {% ")(n) + "')\n",
    "a long string": lambda n: "x = '" + "a" * n * 50 + "'\n" + POD.format("image=x"),
    "a long label": lambda n: "k8s.V1ObjectMeta(labels={'" + "a-" * n * 10 + "!': '" + "a." * n * 10 + "!'})\n",
    "a long image": lambda n: POD.format("image='" + "a/" * n * 10 + "'"),
    "a long name": lambda n: POD.format("image='" + "a." * n * 10 + "!'"),
    "a long argument": lambda n: POD.format("args=['" + "$(A" * n * 10 + "', '" + "{{ " * n * 10 + "']"),
    "a long quantity": lambda n: POD.format("resources=k8s.V1ResourceRequirements(limits={'memory': '" + "1" * n * 10 + "Mi'})"),
    "a long secret": lambda n: POD.format("env=[k8s.V1EnvVar(name='PASSWORD', value='" + "hunter2" * n + "')]"),
    "secrets written": lists(POD.format("env=[{}]"), "k8s.V1EnvVar(name='PASSWORD@', value='hunter2@')"),
    "comments": each("# pod_override\n"),
    "blank lines": lambda n: "\n" * n * 10,
    "strings": around("x = ", "'a' ", "\n", ""),
    "f-strings": around("x = ", "f'{execution_date}' ", "\n", ""),
    "strings over lines": each("x@ = '''\n\n'''\n"),
    "letters in one line": lambda n: "x = '" + "ä" * n * 10 + "'; " + MEGA + "\n",
    "brackets": lambda n: each("x = " + "[" * 50 + "]" * 50 + "\n")(n),
    "backslashes": lambda n: "x = 1 + \\\n" * n + "1\n",
    "operands": around("x = ", "a@", "\n", " or "),
    "sums": around("x = ", "a@", "\n", " + "),
    "default_args": lambda n: "from airflow import DAG\nDAG('d', default_args={" + each("'a@': 1", ", ")(n) + ", 'provide_context': True})\n",
    "decorated tasks": lambda n: "from airflow.decorators import task\n" + each("@task(executor_config={'pod_override': k8s.V1Pod(spec=1)})\ndef f@():\n    pass\nf@()\n")(n),
    "dicts as config": lambda n: BASH + each("BashOperator(task_id='t@', bash_command='a', executor_config={'KubernetesExecutor': {'image': 'a', 'request_memory': '1Gi', 'volumes': [{'name': 'a'}]}})\n")(n),
    "volumes in a dict": lambda n: BASH + "BashOperator(task_id='t', bash_command='a', executor_config={'KubernetesExecutor': {'volumes': [" + each("{'name': 'a@'}", ", ")(n) + "]}})\n",
}  # fmt: skip


def text(name: str, n: int) -> str:
    return HEAD + SHAPES[name](n) + WRONG
