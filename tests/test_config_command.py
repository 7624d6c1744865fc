"""``k8slint config``: every setting that counts with where it comes from; and the JSON schema of the settings."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from conftest import ROOT, tomllib
from shell import Shell
from test_config import WRONG

from k8slint.settings.config import load
from k8slint.settings.errors import UserError
from k8slint.settings.options import OPTIONS

BASE = """\
jobs = 3
extend-select = ["KE603"]
[per-file-ignores]
"old/*" = ["KE6"]
"tests/*" = ["KE3"]
"""
SETTINGS = """\
# the settings of a team
[tool.other]
x = [
  ["tool"]
]
k8slint.src = 7
[tool.k8slint]
extend = "base.toml"
select = [
    "KE3", # ignore = 1
    "KE6",
]
extend-select = ["KE902"]
provider-version = "10.20.0"
src = ["lib"]

[tool.k8slint.per-file-ignores]
"tests/*" = ["KE4"]

[tool.k8slint.environment]
TEXT = '''
namespace = "x"
[policy]
'''
"odd.name" = "b\\u001b[31m\\u202e\\U0001F600\\\\ \\"quoted\\""

[tool.k8slint.policy]
max-requests = { cpu = "4", memory = "16Gi" }

[tool.k8slint.policy.paths."dags/[a]"]
require-digest = true

[[tool.k8slint.policy.exempt]]
path = "dags/old.py"
checks = ["require-digest"]
reason = "until May"

[[tool.k8slint.targets]]
paths = ["dags/legacy/**"]
airflow-version = "2.10"

[[tool.k8slint.targets]]
paths = ["dags/legacy/gpu.py"]
kubernetes-version = "1.30"
"""


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / "repository/.git").mkdir(parents=True)
    shell = Shell(tmp_path / "repository")
    shell.put("pyproject.toml", SETTINGS)
    shell.put("base.toml", BASE)
    shell.put("requirements.txt", "# what runs\napache-airflow==3.1.2\n")
    shell.put("files/pod.yaml", "kind: Pod\nspec:\n  containers:\n    - name: base\n      image: a:1\n")
    shell.put("airflow.cfg", "[kubernetes_executor]\npod_template_file = /opt/files/pod.yaml\n")
    shell.put("dags/dag.py", "from airflow.sdk import DAG\n")
    shell.put("dags/legacy/gpu.py", "from airflow import DAG\n")
    return shell


def origins(shell: Shell, *arguments: str, **environment: str) -> dict[str, str]:
    outcome = shell.run("config", *arguments, **environment)
    assert (outcome.code, outcome.err) == (0, "")
    lines = [line.removeprefix("# ") for line in outcome.out.splitlines()[2:]]
    rows = [re.fullmatch(r"(.*?)(?: = .*?| is not set) +# (.*)", line) for line in lines]
    assert all(rows)
    return {row[1]: row[2] for row in rows if row}


def test_each_setting_says_where_it_comes_from(shell: Shell) -> None:
    found = origins(shell, "-q", "--extend-select", "KE509", "--no-fix", K8SLINT_CACHE_DIR="kept")
    assert found == {
        **{option.key: "default" for option in OPTIONS if option.in_settings and found.get(option.key) == "default"},
        "fix": "--no-fix",
        "quiet": "--quiet",
        "cache-dir": "K8SLINT_CACHE_DIR",
        "extend": "pyproject.toml:8",
        "select": "pyproject.toml:9",
        "extend-select": "--extend-select, base.toml:2, pyproject.toml:13",
        "jobs": "base.toml:1",
        "src": "pyproject.toml:15",
        'per-file-ignores."old/*"': "base.toml:4",
        'per-file-ignores."tests/*"': "pyproject.toml:18",
        "environment.TEXT": "pyproject.toml:21",
        'environment."odd.name"': "pyproject.toml:25",
        "policy.max-requests.cpu": "pyproject.toml:28",
        "policy.max-requests.memory": "pyproject.toml:28",
        'policy.paths."dags/[a]".require-digest': "pyproject.toml:31",
        "policy.exempt": "pyproject.toml:33",
        "targets": "pyproject.toml:38",
        "airflow-version": "found: apache-airflow 3.1.2 from requirements.txt:2",
        "provider-version": "pyproject.toml:14",
        "client-version": "assumed: what fits the others",
        "kubernetes-version": "assumed: the newest",
        "pod-template": "found: pod template files/pod.yaml from airflow.cfg:2",
    }
    defaults = {key for key, origin in found.items() if origin == "default"}
    assert {"ignore", "output-format", "detect-versions", "namespace", "fail-on"} <= defaults


def test_without_settings_nothing_is_made_up(shell: Shell) -> None:
    for name in ("pyproject.toml", "requirements.txt", "airflow.cfg"):
        (shell.folder / name).unlink()
    found = origins(shell)
    assert found.pop("airflow-version") == "assumed: no version found"
    assert {origin for key, origin in found.items() if not key.endswith("-version")} == {"default"}
    assert "# settings files: none\n" in shell.run("config").out
    shell.put("dags/dag.py", "from airflow.operators.bash_operator import BashOperator\n")
    assert origins(shell)["airflow-version"].startswith(
        "assumed: dags/dag.py:1 imports `airflow.operators.bash_operator"
    )
    found = origins(shell, "--isolated")
    assert (found["detect-versions"], found["pod-template"]) == ("--isolated", "default")


def test_of_one_file_the_versions_are_its_own(shell: Shell) -> None:
    found = origins(shell, "dags/legacy/gpu.py")
    assert {key: origin for key, origin in found.items() if key.endswith("-version") and key != "required-version"} == {
        "airflow-version": "pyproject.toml:38",
        "provider-version": "assumed: what fits the others",
        "client-version": "assumed: what fits the others",
        "kubernetes-version": "pyproject.toml:42",
    }
    text = shell.run("config", "dags/legacy/gpu.py").out
    assert 'airflow-version = "2.10"' in text
    assert 'kubernetes-version = "1.30"' in text
    assert 'airflow-version = "3.1.2"' in shell.run("config", "dags").out


def values(file: str) -> dict[str, Any]:
    config = load({"config": file})
    return {option.key: config.value(option.key) for option in OPTIONS if option.in_settings and option.key != "extend"}


def test_the_text_is_a_settings_file_that_means_the_same(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shell.folder)
    given = (
        "--airflow-version",
        "3.0",
        "--client-version",
        "34",
        "--kubernetes-version",
        "1.33",
        "--no-detect-versions",
    )
    shell.put("../mine.toml", shell.run("config", *given).out)
    stated = {
        f"{name}-version": version for name, version in (("airflow", "3.0"), ("client", "34"), ("kubernetes", "1.33"))
    }
    before = {**values("pyproject.toml"), **stated, "detect-versions": False}
    after = values("../mine.toml")
    assert (before.pop("src"), after.pop("src")) == (("lib",), ("../lib",))  # paths are meant from the file's folder
    assert after == before


def test_json_says_the_same(shell: Shell) -> None:
    document = json.loads(shell.run("config", "--output-format", "json", "-q").out)
    assert document["files"] == ["pyproject.toml", "base.toml"]
    assert (document["paths"], document["root"]) == (["."], str(shell.folder))
    rows = {tuple(row["path"]): row for row in document["settings"]}
    assert rows["select",]["from"] == [{"kind": "file", "file": "pyproject.toml", "row": 9}]
    assert rows["quiet",] == {
        "key": "quiet",
        "path": ["quiet"],
        "value": True,
        "from": [{"kind": "option", "text": "--quiet"}],
    }
    assert rows["per-file-ignores", "old/*"]["value"] == ["KE6"]
    assert rows["targets",]["value"][0] == {"paths": ["dags/legacy/**"], "airflow-version": "2.10"}
    assert rows["namespace",]["value"] is None
    assert rows["namespace",]["from"] == [{"kind": "default"}]
    text = shell.run("config", "-q").out
    assert len(rows) == len(text.splitlines()) - 2


def test_nothing_that_a_terminal_acts_on_is_printed(shell: Shell) -> None:
    for form in ("text", "json"):
        out = shell.run("config", "--output-format", form).out
        assert not {"\x1b", "\u202e"} & set(out)
    assert "\\u001B[31m\\u202E" in shell.run("config").out


def test_wrong_settings_and_paths_are_one_line(shell: Shell) -> None:
    shell.put("base.toml", "selct = []\n")
    for arguments, message in [((), "Error: base.toml: unknown key `selct`"), (("nowhere",), "Error: ")]:
        outcome = shell.run("config", *arguments)
        assert (outcome.code, outcome.out, outcome.err.count("\n")) == (2, "", 1)
        assert outcome.err.startswith(message)
    shell.put("base.toml", "")
    assert shell.run("config", "nowhere").err == "Error: there is no file or folder nowhere\n"


# --- the schema


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Any:
    printed = json.loads(Shell(tmp_path_factory.mktemp("schema")).run("config", "--schema").out)
    jsonschema.Draft7Validator.check_schema(printed)
    return jsonschema.Draft7Validator(printed)


def examples() -> list[Any]:
    """Every settings file in the documentation."""
    found = []
    for page in sorted((*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md"))):
        if page.name == "editors.md":  # its TOML is an editor's own
            continue
        for number, block in enumerate(
            re.findall(
                r"^ *```toml(?: title=\"(?:k8slint|pyproject)\.toml\")?\n(.*?)```",
                page.read_text(encoding="utf-8"),
                re.DOTALL | re.M,
            )
        ):
            found.append(pytest.param(block, id=f"{page.name} {number + 1}"))
    return found


def table(text: str) -> Any:
    document = tomllib.loads(text)
    return document["tool"]["k8slint"] if "tool" in document else document


@pytest.mark.parametrize("block", examples())
def test_every_documented_example_is_valid(block: str, schema: Any) -> None:
    schema.validate(table(block))


def test_the_examples_are_found() -> None:
    pages = {each.id.split()[0] for each in examples()}
    assert {"README.md", "settings.md", "references-and-policy.md"} <= pages


def test_the_schema_knows_every_key_and_no_other(schema: Any) -> None:
    assert set(schema.schema["properties"]) == {option.key for option in OPTIONS if option.in_settings}
    assert all(row["description"] for row in schema.schema["properties"].values())
    wrong = [
        {"selct": []}, {"policy": {"x": 1}}, {"policy": {"paths": {"a": {"x": 1}}}}, {"stdin-filename": "x"},
        {"targets": [{"paths": ["a"], "airflow": "2"}]}, {"policy": {"exempt": [{"path": "a", "checks": ["registries"]}]}},
        {"policy": {"exempt": [{"path": "a", "checks": ["x"], "reason": "b"}]}},
    ]  # fmt: skip
    for document in wrong:
        assert not schema.is_valid(document), document


# What no schema can see: a file that isn't there, a version of k8slint that isn't this one.
BEYOND_A_SCHEMA = ("pod-template = 'nowhere.yaml'", "required-version = '>=9'", "extend = 'nowhere.toml'")
RIGHT = [
    "select = ['K', 'KE', 'KE3', 'KE301', 'invalid-quantity', 'ALL']",
    "per-file-ignores = {'a' = ['KE1'], 'b' = []}",
    "required-version = '>=0.1, <99'",
    "required-version = '0.1.*'",
    "airflow-version = '3'",
    "min-severity = 'info'",
    "environment = {A = 'b'}",
    "policy = {max-requests = {cpu = 4, memory = '4Gi'}, forbidden-fields = ['hostPID', 'spec.hostNetwork', 'spec.volumes[*].nfs']}",
    "policy = {required-labels = {team = '[a-z]+'}, max-limit-request-ratio = {cpu = 1.5}, pod-security = 'baseline'}",
    "policy = {required-labels = ['team']}",
    "[[targets]]\npaths = ['a']\nclient-version = '31'",
]
WRONG_POLICIES = [
    "policy = {max-requests = {cpu = 'a lot'}}", "policy = {required-labels = 'team'}", "policy = {require-digest = 1}",
    "policy = {max-limit-request-ratio = {cpu = 0.5}}", "policy = {pod-security = 'none'}", "policy = {registries = ['']}",
    "policy = {forbidden-fields = ['nowhere']}", "policy = {paths = []}", "policy = {exempt = {}}",
]  # fmt: skip


@pytest.mark.parametrize("text", [*RIGHT, *(text for text, _ in WRONG), *WRONG_POLICIES])
def test_the_schema_accepts_what_k8slint_accepts(
    text: str, schema: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "k8slint.toml").write_text(text)
    try:
        document = table(text)
    except ValueError:
        return  # no TOML at all
    try:
        load({})
        accepted = True
    except UserError:
        accepted = False
    assert accepted is (text in RIGHT)
    assert schema.is_valid(document) is (accepted or (text.split("\n")[0] in BEYOND_A_SCHEMA and "selct" not in text))
