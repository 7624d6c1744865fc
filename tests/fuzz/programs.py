"""Random DAG files: models with fields that fit and that don't, operators with arguments that moved, in all that may
stand around them."""

from __future__ import annotations

import random

from growth import SHAPES

from k8slint.airflow.moves.table.imports import IMPORTS
from k8slint.kube.client.schema import Schema
from k8slint.settings.targets import parse_version

SCHEMA = Schema.for_client(parse_version("29"))
MODELS = sorted(SCHEMA.names())
NAMES = ("a", "b", "c", "pod", "spec", "base", "env", "k8s", "conf", "dag")
TEXTS = ("base", "a b", "", "512MB", "1Gi", "100m", "1.5", "/a/../b", "{{ ds }}", "{{ execution_date }}", "$(A)", "ä", "A" * 70, "Always", "a:b@c", "-1", "1e3", "\\n", "NoSchedule", "{}", "%s")  # fmt: skip
OPERATORS = ("BashOperator", "PythonOperator", "DummyOperator", "KubernetesPodOperator", "SubDagOperator", "TriggerDagRunOperator", "ExternalTaskSensor", "EmailOperator")  # fmt: skip
ARGUMENTS = ("provide_context=True", "execution_date='{{ ts }}'", "schedule_interval=None", "default_args={}", "queue='q'", "image='a b'", "env_vars={'a': 1}", "volumes=[]", "is_delete_operator_pod=True", "resources={'limit_memory': '1'}", "python_callable=print", "bash_command='a'", "trigger_rule='none_failed_or_skipped'", "on_failure_callback=print", "sla=1", "concurrency=3", "secrets=[]", "ports=[1]", "do_xcom_push=1")  # fmt: skip
OLD = sorted(
    (module, name)
    for module, _, name in (row.path.partition(":") for row in IMPORTS)
    if name and name.isidentifier() and module.startswith("airflow")
)


class Program:
    """Writes one program; ``chance`` decides everything."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.lines: list[str] = []

    def pick(self, *options: str) -> str:
        return self.chance.choice(options)

    def value(self, depth: int) -> str:
        if depth <= 0 or self.chance.random() < 0.3:
            return self.pick(*NAMES, "None", "True", "0", "-1", "3.5", "10**20", *(repr(text) for text in TEXTS))
        inner = [self.value(depth - 1) for _ in range(self.chance.randrange(4))]
        one = self.value(depth - 1)
        kind = self.chance.randrange(14)
        if kind < 5:
            return self.model(depth)
        if kind == 5:
            return f"[{', '.join(inner)}]"
        if kind == 6:
            return "{" + ", ".join(f"{self.pick(*TEXTS)!r}: {each}" for each in inner) + "}"
        if kind == 7:
            return f"[{one} for {self.pick(*NAMES)} in {self.value(depth - 1)}]"
        if kind == 8:
            return f"({one} if {self.pick(*NAMES)} else {self.value(depth - 1)})"
        if kind == 9:
            return f"{self.pick('dict', 'list', 'str', 'make', 'copy.deepcopy', 'json.loads', 'yaml.safe_load', 'len')}({one})"
        if kind == 10:
            return f"[*{one}, {self.value(depth - 1)}]"
        if kind == 11:
            return "{**" + one + ", 'pod_override': " + self.value(depth - 1) + "}"
        if kind == 12:
            return f"{self.pick(*NAMES)}.{self.pick('spec', 'metadata', 'containers[0]', 'get(1)', 'labels')}"
        return "f" + repr("{" + self.pick(*NAMES) + "}-" + self.pick("a", "{execution_date}", "b"))

    def model(self, depth: int) -> str:
        name = self.chance.choice(MODELS)
        if self.chance.random() < 0.5:
            name = self.pick("V1Pod", "V1PodSpec", "V1Container", "V1EnvVar", "V1Volume", "V1VolumeMount", "V1ObjectMeta", "V1ResourceRequirements", "V1Toleration")  # fmt: skip
        model = SCHEMA.model(name)
        fields = list(model.fields) if model is not None else ["a"]
        chosen = self.chance.sample(fields, min(len(fields), self.chance.randrange(4)))
        if self.chance.random() < 0.1:
            chosen.append(self.pick("nme", "memory", "volumeMounts", "containers", "limits"))
        keywords = [f"{field}={self.fitting(name, field, depth)}" for field in dict.fromkeys(chosen)]
        if self.chance.random() < 0.05:
            keywords.append(f"**{self.value(0)}")
        return f"{self.pick('k8s', 'k8s', 'k8s', 'client')}.{name}({', '.join(keywords)})"

    def fitting(self, name: str, field: str, depth: int) -> str:
        """A value of the field's type more often than not."""
        model = SCHEMA.model(name)
        known = model.fields.get(field) if model is not None else None
        if known is None or self.chance.random() < 0.2:
            return self.value(depth - 1)
        item = known.type.item or known.type
        one = self.model(depth - 1) if item.kind == "model" and depth > 0 else self.value(0)
        if known.type.kind == "list":
            return f"[{', '.join([one] * self.chance.randrange(1, 3))}]"
        return "{'a': " + one + "}" if known.type.kind == "map" else one

    def arguments(self) -> str:
        given = [f"task_id={self.pick(*TEXTS)!r}", *self.chance.sample(ARGUMENTS, self.chance.randrange(4))]
        config = self.pick(
            "{'pod_override': %s}", "{'KubernetesExecutor': {'image': %s}}", "%s", "dict(pod_override=%s)"
        )
        if self.chance.random() < 0.7:
            given.append(f"executor_config={config % self.value(3)}")
        return ", ".join(given)

    def statement(self, indent: int) -> None:
        pad = "    " * indent
        kind = self.chance.randrange(17)
        name = self.pick(*NAMES)
        if kind < 4:
            self.lines.append(f"{pad}{name} = {self.value(3)}")
        elif kind < 7:
            self.lines.append(f"{pad}{self.pick(*OPERATORS)}({self.arguments()}){self.pick('', '', '  # ä', ' >> a')}")
        elif kind == 7:
            module, old = self.chance.choice(OLD)
            self.lines.append(f"{pad}from {module} import {old}{self.pick('', f' as {name}', '  # noqa')}")
            self.lines.append(f"{pad}{self.pick(name, old)}({self.value(1)})")
        elif kind == 8:
            module, old = self.chance.choice(OLD)
            self.lines += [f"{pad}import {module}", f"{pad}{name} = {module}.{old}({self.value(1)})"]
        elif kind == 9:
            self.lines.append(
                f"{pad}{name}.{self.pick('spec', 'append', 'metadata.labels', 'spec.containers')} = {self.value(2)}"
            )
        elif kind == 10:
            shape = SHAPES[self.chance.choice(list(SHAPES))](self.chance.randrange(1, 4))
            self.lines += [f"{pad}{line}" for line in shape.splitlines()] if "'''" not in shape else []
        else:
            heads = (
                f"if {self.value(1)}:", f"for {name} in {self.value(2)}:", "while a:", "try:", f"def {name}(a, *b, c={self.value(1)}, **d):",
                f"class {name}(k8s.V1Pod):", f"with DAG('d', schedule_interval={self.value(1)}) as {name}:", f"async def {name}():", "@task(executor_config=a)\n" + f"{pad}def f():",
            )  # fmt: skip
            head = self.pick(*heads)
            self.lines.append(pad + head)
            for _ in range(self.chance.randrange(1, 4)):
                if indent < 4:
                    self.statement(indent + 1)
            self.lines.append(f"{pad}    {self.pick('pass', 'a = b', 'x = []')}")
            if head == "try:":
                self.lines += [f"{pad}except Exception as {name}:", f"{pad}    pass"]

    def text(self) -> str:
        for module in ("copy, json, yaml", "kubernetes.client as client"):
            self.lines.append(f"import {module}")
        self.lines.append("from kubernetes.client import models as k8s")
        self.lines.append(
            f"from airflow import DAG\nfrom airflow.operators.bash_operator import {self.pick('BashOperator', '*')}"
        )
        for _ in range(self.chance.randrange(2, 14)):
            self.statement(0)
        return "\n".join(self.lines) + "\n"
