"""The Python API and the libcst codemods, used as their users use them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT
from shell import DEAD_IMPORT, LIVE_IMPORT, MEMORY, Shell

import k8slint

PAGE = (ROOT / "docs" / "python-api.md").read_text(encoding="utf-8")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


OLD_DICT = """\
from airflow.operators.python import PythonOperator

PythonOperator(task_id="t", python_callable=print, executor_config={"KubernetesExecutor": {"image": "a:1"}})
"""


def test_lint_text_says_what_the_command_says(shell: Shell) -> None:
    shell.put("dag.py", MEMORY)
    printed = shell.run("check", "--isolated", "--output-format", "concise", "dag.py").out
    (finding,) = k8slint.lint_text(MEMORY)
    assert (finding.code, finding.path, finding.start.row) == ("KE301", "dag.py", 3)
    assert finding.message in printed


def test_lint_text_reads_no_settings_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.put("k8slint.toml", 'ignore = ["KE301"]\n')
    monkeypatch.chdir(shell.folder)
    assert [finding.code for finding in k8slint.lint_text(MEMORY)] == ["KE301"]
    assert k8slint.lint_text(MEMORY, settings={"ignore": ["KE301"]}) == []


def test_lint_paths_reads_the_settings_file_and_writes_nothing(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.put("dags/dag.py", DEAD_IMPORT + MEMORY)
    shell.put("k8slint.toml", 'ignore = ["KE301"]\nairflow-version = "3.0"\n')
    monkeypatch.chdir(shell.folder)
    assert [finding.code for finding in k8slint.lint_paths(["dags"])] == ["KE601"]
    assert [
        finding.code for finding in k8slint.lint_paths([Path("dags")], settings={"select": ["KE3"], "ignore": []})
    ] == ["KE301"]
    assert shell.read("dags/dag.py") == DEAD_IMPORT + MEMORY


def test_fix_text_applies_safe_fixes_and_unsafe_ones_when_asked_to() -> None:
    used = DEAD_IMPORT + 'Secret("env", "A", "b", "c")\n'
    settings = {"airflow_version": "3.0"}
    assert k8slint.fix_text(used, settings=settings) == used.replace(DEAD_IMPORT, LIVE_IMPORT)
    assert k8slint.fix_text(MEMORY, settings=settings) == MEMORY
    assert '"512Mi"' in k8slint.fix_text(MEMORY, settings=settings, unsafe=True)


def test_render_text_gives_what_the_command_prints(shell: Shell) -> None:
    override = DEAD_IMPORT + 'executor_config = {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(node_name=unknown))}\n'
    dag = f"from airflow.sdk import task\n{MEMORY}{override}@task(executor_config=executor_config)\ndef load(): ...\n"
    shell.put("dag.py", dag)
    options = ("--isolated", "--airflow-version", "3.0")
    settings = {"airflow-version": "3.0"}
    shown = shell.run("render", "dag.py", *options).out
    assert "kind: Pod" in shown
    assert k8slint.render_text(dag, settings=settings) == shown
    with_unknown = shell.run("render", "dag.py", "--unknown", "placeholder", *options).out
    assert with_unknown != shown
    assert k8slint.render_text(dag, settings=settings, unknown="placeholder") == with_unknown
    template = "kind: Pod\nspec:\n  containers:\n  - name: base\n    image: etl:1\n"
    shell.put("template.yaml", template)
    assert (
        k8slint.render_text(template, filename="template.yaml", settings=settings)
        == shell.run("render", "template.yaml", *options).out
    )
    with pytest.raises(k8slint.UserError, match=r"dag\.py:1:10: "):
        k8slint.render_text("k8s.V1Pod(\n", settings=settings)


def test_what_cannot_be_parsed_is_a_finding() -> None:
    assert [
        finding.code for finding in k8slint.lint_text("from kubernetes.client import models as k8s\nk8s.V1Pod(\n")
    ] == ["KE001"]


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"airflow_verson": "3"}, "there is no setting `airflow_verson`; did you mean `airflow-version`?"),
        ({"airflow-version": 3}, "`airflow-version` must be a string, not 3"),
        ({"select": ["KE999"]}, "there is no rule `KE999`"),
    ],
)
def test_wrong_settings_are_said(settings: dict[str, object], said: str) -> None:
    with pytest.raises(k8slint.UserError, match=re.escape(said)):
        k8slint.lint_text("", settings=settings)


def test_a_path_that_does_not_exist_is_said(tmp_path: Path) -> None:
    with pytest.raises(k8slint.UserError, match="nothere"):
        k8slint.lint_paths([tmp_path / "nothere"])


def test_importing_k8slint_imports_nothing_of_the_api() -> None:
    program = "import sys, k8slint; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert not {"k8slint.api", "k8slint.run.runner", "dataclasses"} & set(done.stdout.split())


def codemod(folder: Path, command: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "libcst.tool", "codemod", "-x", f"k8slint.codemods.{command}", "--no-format", "."],
        cwd=folder, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stderr


@pytest.mark.parametrize(
    ("command", "before", "after"),
    [
        ("MoveImports", DEAD_IMPORT + "Secret\n", LIVE_IMPORT + "Secret\n"),
        ("MoveImports", OLD_DICT, None),
        ("SafeFixes", DEAD_IMPORT + "Secret\n" + MEMORY, LIVE_IMPORT + "Secret\n" + MEMORY),
        ("ConvertLegacyDicts", MEMORY, MEMORY),
    ],
)
def test_the_codemods_run_in_libcst_s_own_tool(tmp_path: Path, command: str, before: str, after: str | None) -> None:
    path = tmp_path / "dag.py"
    path.write_text(before, encoding="utf-8")
    codemod(tmp_path, command)
    found = path.read_text(encoding="utf-8")
    assert "KubernetesExecutor" in found if after is None else found == after


def test_the_legacy_dict_becomes_a_pod(tmp_path: Path) -> None:
    path = tmp_path / "dag.py"
    path.write_text(OLD_DICT, encoding="utf-8")
    codemod(tmp_path, "ConvertLegacyDicts")
    found = path.read_text(encoding="utf-8")
    assert '"pod_override"' in found
    assert "V1Pod(" in found


def test_the_examples_of_the_page_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dags").mkdir()
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 3
    for block in blocks:
        exec(compile(block, "python-api.md", "exec"), {})
    for name in ("MoveImports", "ConvertLegacyDicts", "SafeFixes"):
        assert f"k8slint.codemods.{name}" in PAGE
