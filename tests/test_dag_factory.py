"""DAGs in YAML for dag-factory: their tasks are judged as those of a DAG file, with places in the YAML."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from oracle import dag_factory
from shell import Shell

MODEL = "kubernetes.client.models."
DAGS = f"""\
default:
  default_args:
    start_date: 2026-01-01
    executor_config:
      pod_override: {{metadata: {{name: x}}}}
prices:
  schedule: "@daily"
  tasks:
    load:
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: load
      executor_config:
        pod_override:
          __type__: {MODEL}V1Pod
          spec:
            __type__: {MODEL}V1PodSpec
            containers:
              __type__: builtins.list
              items:
                - __type__: {MODEL}V1Container
                  name: base
                  image_pull_policy: always
                  imagePullPolicy: Always
                  resources: {{__type__: {MODEL}V1ResourceRequirements, limits: {{memory: 2GB, cpu: $CPU}}}}
    run:
      operator: airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator
      image: "x:{{{{ params.tag }}}}"
      env_vars: {{COUNT: 1}}
      colour: red
      secrets:
        - __type__: airflow.providers.cncf.kubernetes.secret.Secret
          deploy_type: envs
          deploy_target: X
          secret: s
      dependencies: [load]
"""
OLD = """\
prices:
  default_args: {start_date: 2026-01-01}
  tasks:
    - task_id: run
      operator: airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator
      image: x
      volumes: [{name: Data, empty_dir: {}}]
      volume_mounts: [{name: gone, mount_path: x}]
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def said(shell: Shell, text: str, *flags: str) -> list[tuple[int, str]]:
    shell.put("dags.yml", text)
    outcome = shell.run(
        "check", "dags.yml", "--output-format", "concise", "--no-cache", "--airflow-version", "3.1", *flags
    )
    return [(int(line.split(":")[1]), line.split(" ")[1]) for line in outcome.out.splitlines()]


def test_tasks_are_judged_where_they_are_written(shell: Shell) -> None:
    expected = [(5, "KE106"), (23, "KE501"), (24, "KE301"), (28, "KE402"), (29, "KE709"), (32, "KE407")]
    assert said(shell, DAGS) == expected


def test_a_pod_override_as_a_mapping_is_no_pod(shell: Shell) -> None:
    text = "d:\n  tasks:\n    a:\n      operator: airflow.operators.bash.BashOperator\n      executor_config:\n"
    assert said(shell, f"{text}        pod_override: {{spec: {{containers: [{{name: base}}]}}}}\n") == [(6, "KE106")]


def test_what_older_versions_convert_is_not_known(shell: Shell) -> None:
    assert said(shell, OLD) == []
    typed = OLD.replace("{name: Data,", f"{{__type__: {MODEL}V1Volume, name: Data,")
    assert (7, "KE515") in said(shell, typed)


def test_a_fix_leaves_the_rest_of_the_file_alone(shell: Shell) -> None:
    shell.put("dags.yml", DAGS)
    shell.run("check", "dags.yml", "--fix", "--unsafe-fixes", "--airflow-version", "3.1")
    assert shell.read("dags.yml") == DAGS.replace("COUNT: 1}", 'COUNT: "1"}').replace("2GB", "2Gi")


def test_the_template_that_is_named_is_merged_over(shell: Shell) -> None:
    shell.put("pod.yaml", "kind: Pod\nspec: {restartPolicy: Never, containers: [{name: base, volumeMounts: "
              "[{name: x, mountPath: /x}]}], volumes: [{name: x, emptyDir: {}}]}\n")  # fmt: skip
    text = f"""\
d:
  tasks:
    a:
      operator: airflow.operators.bash.BashOperator
      executor_config:
        pod_override:
          __type__: {MODEL}V1Pod
          spec:
            __type__: {MODEL}V1PodSpec
            containers:
              - __type__: {MODEL}V1Container
                name: base
                volume_mounts: [{{__type__: {MODEL}V1VolumeMount, name: x, mount_path: /x}}]
"""
    assert said(shell, text) == []
    assert said(shell, text, "--pod-template", "pod.yaml") == [(13, "KE516")]


@pytest.mark.parametrize(
    "text",
    [
        "d: {tasks: 5}\n",
        "d: {tasks: {a: 5, b: {operator: 7}, c: {operator: x.Y, executor_config: 5}}}\n",
        "d: {tasks: [1, {task_id: a, operator: x.Y, executor_config: {pod_override: {__type__: 5}}}]}\n",
        "d: {tasks: {a: {operator: x.Y, executor_config: {pod_override: {__type__: builtins.list, items: 5}}}}}\n",
        "d: {tasks: {a: {operator: x.PodOperator, image: {__type__: os.system, 1: 2}, expand: {env_vars: 5}}}}\n",
        "d: {tasks: {a: &a {operator: x.PodOperator, volumes: [{__type__: kubernetes.client.V1Volume, __args__: [1]}]}}}\n",
    ],
)
def test_whatever_stands_there(shell: Shell, text: str) -> None:
    shell.put("dags.yml", text)
    assert shell.run("check", "dags.yml").code in (0, 1)


def test_aliases_that_blow_up_are_refused(shell: Shell) -> None:
    lines = ["d: {tasks: {}}", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    shell.put("dags.yml", "\n".join(lines) + "\n")
    outcome = shell.run("check", "dags.yml", "--output-format", "concise")
    assert "more than 100,000 values, aliases counted" in outcome.out


def test_the_tasks_are_those_that_the_real_dag_factory_makes() -> None:
    recorded = json.loads((dag_factory.FOLDER / "expected.json").read_text(encoding="utf-8"))
    assert list(dag_factory.differences(recorded)) == []
    assert sum(len(made) for made in recorded.values()) >= 6
    recorded["grouped.yml"]["prices load"] = recorded["grouped.yml"].pop("prices g.load")
    assert len(list(dag_factory.differences(recorded))) == 2


def test_a_task_is_called_by_its_groups_too(shell: Shell) -> None:
    text = DAGS.replace(
        "  tasks:\n    load:\n", "  task_groups: {g: {tooltip: x}}\n  tasks:\n    load:\n      task_group_name: g\n"
    )
    shell.put("dags.yml", text)
    out = shell.run("check", "dags.yml", "--output-format", "json", "--airflow-version", "3.1").out
    assert {row["task"] for row in json.loads(out) if row["code"] == "KE301"} == {"g.load"}
