"""One file, once: what is counted, how variants and tasks become one finding, and that a defect is a finding."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from k8slint.lint.checker import LintResult
from k8slint.lint.pipeline import lint
from k8slint.rules._base import Rule
from k8slint.settings.config import Config
from k8slint.source.project import Project
from k8slint.source.text import Source

HEAD = """\
from airflow.providers.standard.operators.python import PythonOperator
from kubernetes.client import models as k8s


def config(memory, limit="2Gi"):
    resources = k8s.V1ResourceRequirements(requests={"memory": memory}, limits={"memory": limit})
    container = k8s.V1Container(name="base", resources=resources)
    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container]))}


"""
TASK = 'PythonOperator(task_id="{}", python_callable=print, executor_config={})\n'


def linted(body: str, config: Config | None = None) -> LintResult:
    return lint(Source("dag.py", HEAD + body), config or Config(), Project(()))


@pytest.mark.parametrize(
    ("value", "structure", "leaves"),
    [
        ('config("1Gi")', 1, 1),
        ("config(ask())", 1, 0),
        ("ask()", 0, 0),
        ('{"pod_override": k8s.V1Pod(spec=ask())}', 0, 0),
        ('{"pod_override": k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels=ask()))}', 0, 0),
        ('{"pod_override": k8s.V1Pod(metadata=k8s.V1ObjectMeta(labels={"a": ask()}))}', 1, 0),
        ("{**ask()}", 0, 0),
    ],
)
def test_what_is_understood_is_counted(value: str, structure: int, leaves: int) -> None:
    told = linted("from somewhere import ask\n" + TASK.format("t", value), Config({"statistics": True}))
    counts = told.counts or {}
    assert (counts["executor configs"], counts["structure known"], counts["every leaf known"]) == (1, structure, leaves)


def test_one_mistake_shared_by_many_tasks_is_one_finding_with_its_tasks() -> None:
    body = 'shared = config("4Gi")\n' + "".join(TASK.format(f"t{i}", "shared") for i in range(5))
    findings = [finding for finding in linted(body).findings if finding.code == "KE302"]
    assert len(findings) == 1
    assert findings[0].task == "t0"
    assert [related.message for related in findings[0].related if "task" in related.message] == [
        f"task `t{i}` uses it" for i in range(3)
    ]


def test_a_mistake_of_one_variant_says_when() -> None:
    body = "import os\nbig = os.environ.get('BIG') == 'yes'\n"
    body += TASK.format("t", 'config("4Gi" if big else "1Gi")')
    findings = [finding for finding in linted(body).findings if finding.code == "KE302"]
    assert len(findings) == 1
    assert findings[0].when


WORKER_ALONE = "kind: Pod\nspec:\n  restartPolicy: Never\n  containers:\n    - name: base\n"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        (WORKER_ALONE, []),  # the configuration may name the worker's image
        (f"{WORKER_ALONE}      image:\n", []),
        (f"{WORKER_ALONE}      image: ' a:1'\n", [6]),
        (f"{WORKER_ALONE}    - name: sidecar\n", [6]),  # nobody names another one's
    ],
)
def test_a_template_may_leave_out_the_image_of_the_worker(text: str, rows: list[int]) -> None:
    findings = lint(Source("pod.yaml", text), Config({"select": ("KE511",)}), Project(())).findings
    assert [finding.start.row for finding in findings] == rows


def test_a_defect_of_a_rule_is_a_finding_of_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Rule):
        code, since = "KE399", "0.1"

        def check_module(self, context: object) -> None:  # type: ignore[override]
            raise KeyError("surprise")

    monkeypatch.setattr("k8slint.lint.pipeline.selected_rules", lambda config: (Broken(),))
    assert [finding.code for finding in linted("").findings] == ["KE003"]


def test_statistics_show_the_share(tmp_path: Path) -> None:
    dag = tmp_path / "dag.py"
    dag.write_text("from somewhere import ask\n" + HEAD + TASK.format("a", 'config("1Gi")') + TASK.format("b", "ask()"))
    command = [sys.executable, "-m", "k8slint", "check", "--isolated", "--no-cache", "--statistics", str(dag)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "2 executor_configs: structure known for 50 %, every value for 50 %" in done.stdout
