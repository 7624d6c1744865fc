"""The effective pods of tasks as text: the fixtures in every form, and YAML that means what was rendered."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import FIXTURES
from hypothesis import given, settings
from hypothesis import strategies as st
from oracle import launched
from shell import Shell

from k8slint.airflow.pods.render import PLACEHOLDER, as_text, documents, template_document
from k8slint.evaluate.evaluator import evaluate
from k8slint.evaluate.trace import Evaluation
from k8slint.evaluate.values import Const, Items, Mapping, Origin, Reason, Unknown, Value
from k8slint.kube.render import UNKNOWN, to_json, to_yaml
from k8slint.kube.template import load_template
from k8slint.settings.targets import Targets
from k8slint.source.project import Project
from k8slint.source.syntax import parse
from k8slint.source.text import Source, Span

RENDER = FIXTURES / "render"
HERE = Origin(Source("dag.py", ""), Span(0, 0))


def tasks() -> Evaluation:
    source = Source("dags/tasks.py", (RENDER / "tasks.py").read_text(encoding="utf-8"))
    return evaluate(source, parse(source), Project())


def template() -> Value:
    return load_template(Source("template.yaml", (RENDER / "template.yaml").read_text(encoding="utf-8")))


def rendered(variant: str) -> str:
    old = Targets(airflow=(2, 6), provider=(7, 9))
    match variant:
        case "tasks.yaml":
            return as_text(documents(tasks(), Targets(), None), Targets())
        case "tasks.template.yaml":
            return as_text(documents(tasks(), Targets(), template()), Targets())
        case "tasks.7.9.yaml":
            return as_text((each for each in documents(tasks(), old, template()) if each.task == "image"), old)
        case "tasks.placeholder.yaml":
            return as_text(documents(tasks(), Targets(), template()), Targets(), unknown=PLACEHOLDER)
        case "template.yaml":
            return as_text([template_document("template.yaml", template(), Targets())], Targets())
        case _:
            found = [each for each in documents(tasks(), Targets(), template()) if each.task == "image"]
            return as_text(found, Targets(), "json")


VARIANTS = [
    "tasks.yaml",
    "tasks.template.yaml",
    "tasks.placeholder.yaml",
    "tasks.7.9.yaml",
    "template.yaml",
    "image.json",
]


@pytest.mark.parametrize("variant", VARIANTS)
def test_fixture(variant: str, accept: bool) -> None:
    text, expected = rendered(variant), RENDER / "expected" / variant
    if accept:
        expected.parent.mkdir(exist_ok=True)
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")
    assert text == rendered(variant)


def pods_of(text: str) -> list[dict[str, Any]]:
    return [document for document in yaml.safe_load_all(text) if document is not None]


@pytest.mark.parametrize("variant", ["tasks.yaml", "tasks.template.yaml", "tasks.7.9.yaml", "template.yaml"])
def test_every_document_is_a_pod_that_the_client_reads(variant: str) -> None:
    """Nothing that a pod must have is missing, and nothing is lost: what the client reads it sends again."""
    from kubernetes import client

    api = client.ApiClient()
    pods = pods_of(rendered(variant))
    assert pods
    for pod in pods:
        assert (pod["apiVersion"], pod["kind"]) == ("v1", "Pod")
        assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", pod["metadata"]["name"])
        read = api._ApiClient__deserialize(pod, "V1Pod")
        assert api.sanitize_for_serialization(read) == pod


def test_json_is_a_list_of_the_same_pods() -> None:
    listed = json.loads(as_text(documents(tasks(), Targets(), template()), Targets(), "json"))
    assert (listed["apiVersion"], listed["kind"]) == ("v1", "List")
    assert listed["items"] == pods_of(rendered("tasks.template.yaml"))
    about = [row for row in listed["k8slint"] if row["item"] is not None]
    assert [row["item"] for row in about] == list(range(len(listed["items"])))
    assert {row["task"] for row in about} >= {"image", "inherits", "launches", "decorated", "plain"}


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    shell = Shell(tmp_path)
    shell.put("dags/tasks.py", (RENDER / "tasks.py").read_bytes())
    shell.put("template.yaml", (RENDER / "template.yaml").read_bytes())
    return shell


def titles(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("# dags/", "# template"))]


def test_every_task_is_rendered_where_the_template_is_known(shell: Shell) -> None:
    without, with_template = shell.run("render", "dags"), shell.run("render", "dags", "--pod-template", "template.yaml")
    assert "# dags/tasks.py: task plain of DAG launching" not in titles(without.out)
    assert "# dags/tasks.py: task plain of DAG launching" in titles(with_template.out)
    for outcome in (without, with_template):
        assert outcome.code == 0
        assert "# dags/tasks.py: the pod that task launches of DAG launching launches" in titles(outcome.out)
        assert "# dags/tasks.py: the pod that task decorated of DAG launching launches" in titles(outcome.out)


def test_a_pod_template_is_rendered(shell: Shell) -> None:
    outcome = shell.run("render", "template.yaml")
    assert (outcome.code, titles(outcome.out)) == (0, ["# template.yaml: a worker pod made of this pod template"])
    broken = shell.put("broken.yaml", "kind: [")
    assert shell.run("render", broken.name).code == 1


def test_one_task_and_one_dag(shell: Shell) -> None:
    assert titles(shell.run("render", "--task", "image").out) == ["# dags/tasks.py: task image of DAG nightly"]
    assert len(titles(shell.run("render", "--dag", "launching").out)) == 2
    assert shell.run("render", "--dag", "launching", "--task", "image").code == 2
    missing = shell.run("render", "--task", "imag")
    assert (missing.code, missing.out) == (2, "")
    assert missing.err == "Error: --task: no task `imag` has a pod here; did you mean `image`?\n"
    assert shell.run("render", "--dag", "nightlies").err.endswith("; did you mean `nightly`?\n")


def test_unknown_values_are_left_out_or_marked(shell: Shell) -> None:
    omitted, marked = (
        shell.run("render", "--task", "image"),
        shell.run("render", "--task", "image", "--unknown", "placeholder"),
    )
    assert "# left out: spec.containers[0].image: known only at run time" in omitted.out
    assert UNKNOWN not in omitted.out
    assert f"image: {UNKNOWN}  # known only at run time" in marked.out
    assert json.loads(shell.run("render", "--output-format", "json").out)["kind"] == "List"


def git(shell: Shell, *arguments: str) -> None:
    who = ("-c", "user.name=x", "-c", "user.email=x@example.com", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=shell.folder, check=True, capture_output=True)


@pytest.fixture
def committed(shell: Shell) -> Shell:
    shell.put("dags/sizes.py", "CPU = '250m'\n")
    text = shell.read("dags/tasks.py").replace('sized("250m", "256Mi")', 'sized(CPU, "256Mi")')
    shell.put("dags/tasks.py", f"from sizes import CPU\n{text}")
    git(shell, "init", "-q")
    git(shell, "add", "-A")
    git(shell, "commit", "-qm", "one")
    return shell


def test_the_difference_to_a_revision(committed: Shell) -> None:
    """Through a module that the DAG imports; a line that moves everything is no difference."""
    assert committed.run("render", "--diff", "HEAD", "dags").out == ""
    committed.put("dags/sizes.py", "CPU = '500m'\n")
    committed.put("dags/tasks.py", f"import sys\n{committed.read('dags/tasks.py')}")
    outcome = committed.run("render", "--diff", "HEAD", "dags")
    assert outcome.code == 0
    assert [line for line in outcome.out.splitlines() if line[0] in "+-"] == [
        "--- dags/tasks.py: task inherits of DAG nightly (HEAD)",
        "+++ dags/tasks.py: task inherits of DAG nightly",
        '-          cpu: "250m"',
        '+          cpu: "500m"',
    ]
    inside = Shell(committed.folder / "dags").run("render", "--diff", "HEAD")
    assert "--- tasks.py: task inherits of DAG nightly (HEAD)" in inside.out
    (committed.folder / "dags/tasks.py").unlink()
    gone = committed.run("render", "--diff", "HEAD", "dags", "--task", "image").out
    assert gone.startswith("--- dags/tasks.py: task image of DAG nightly (HEAD)\n+++ /dev/null\n")


def test_a_revision_is_no_option_and_runs_nothing(committed: Shell) -> None:
    for name, said in {"--output=x": "is not a revision", "nope": "there is no revision `nope`"}.items():
        outcome = committed.run("render", f"--diff={name}", "dags")
        assert (outcome.code, said in outcome.err) == (2, True)
    assert not (committed.folder / "x").exists()
    ran = committed.folder / "ran"
    for key in (
        "core.fsmonitor",
        "filter.evil.smudge",
        "filter.evil.clean",
        "diff.external",
        "core.pager",
        "tar.tar.command",
    ):
        git(committed, "config", key, f"touch {ran}; cat")
    committed.put(".gitattributes", "* filter=evil diff=evil export-subst\n")
    committed.put("dags/sizes.py", "CPU = '500m'\n")
    assert "+          cpu:" in committed.run("render", "--diff", "HEAD", "dags").out
    assert not ran.exists()


def test_outside_of_a_repository_there_is_no_difference(shell: Shell) -> None:
    outcome = shell.run("render", "--diff", "HEAD", "dags")
    assert (outcome.code, outcome.err) == (2, "Error: --diff: this is not a git repository\n")


_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_names = st.text(min_size=1)
_data = st.recursive(
    _leaves, lambda each: st.lists(each, max_size=3) | st.dictionaries(_names, each, max_size=3), max_leaves=12
)


def value(data: Any) -> Value:
    match data:
        case dict():
            return Mapping({name: value(each) for name, each in data.items()}, HERE)
        case list():
            return Items(tuple(map(value, data)), HERE)
        case _:
            return Const(data, HERE)


@settings(deadline=None)
@given(_data)
def test_known_values_are_read_back_as_they_are(data: Any) -> None:
    assert yaml.safe_load("\n".join(to_yaml(value(data)))) == data
    assert json.loads(json.dumps(to_json(value(data)))) == data


def test_what_may_hold_more_says_so() -> None:
    unknown = Unknown(Reason.CALL, HERE, "ask()")
    open_list = Items((Const("a", HERE),), HERE, complete=False)
    open_pod = Mapping({"args": open_list, "image": unknown}, HERE, complete=False)
    assert list(to_yaml(open_pod)) == [
        f"image: {UNKNOWN}  # call of unknown code: ask()",
        "args:",
        "  - a",
        "  # there may be more: unpacking of an unknown value",
        "# there may be more: unpacking of an unknown value",
    ]
    assert to_json(open_pod)["..."] == {"unknown": "unpacking of an unknown value"}
    assert yaml.safe_load("\n".join(to_yaml(open_pod))) == {"image": UNKNOWN, "args": ["a"]}


def test_the_pods_of_operators_are_those_that_airflow_builds() -> None:
    """Held in `.ci/run` against real Airflow, whose pods are recorded beside the DAGs."""
    assert launched.shown("--airflow-version", "3.3", "dags") == json.loads(
        launched.EXPECTED.read_text(encoding="utf-8")
    )


def test_the_tasks_of_a_dag_factory_file_are_rendered(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.write(
        dags_yml="""\
nightly:
  schedule: "@daily"
  tasks:
    - task_id: load
      operator: airflow.providers.cncf.kubernetes.operators.pod.KubernetesPodOperator
      image: "etl:1"
      cmds: [load]
    - task_id: clean
      operator: airflow.providers.standard.operators.bash.BashOperator
      bash_command: "true"
"""
    )
    outcome = shell.run("render", "dags.yml", "--task", "load")
    assert (outcome.code, outcome.err) == (0, "")
    assert yaml.safe_load(outcome.out)["spec"] == {
        "containers": [{"name": "base", "image": "etl:1", "command": ["load"]}],
        "restartPolicy": "Never",
    }
    assert shell.run("render", "dags.yml", "--task", "nothing").code == 2
