"""``k8slint bug-report``: the file in it shows the same finding, and none of the names and literals of whoever makes it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from shell import Outcome, Shell

from k8slint.run.anonymous import vocabulary

ACME = '''\
"""Billing of AcmeCorp: ask jane.doe@acme.example before you touch it."""
import os
from datetime import datetime

import pendulum
from acme_tools.pods import acme_sidecar
from airflow.kubernetes.secret import Secret
from airflow.providers.standard.operators.bash import BashOperator
from airflow.sdk import DAG
from kubernetes.client import models as k8s

ACME_REGISTRY = "registry.acme-internal.example/billing"
acme_password = Secret("env", "ACME_DB_PASSWORD", "acme-db", "acme-key")
acme_start = pendulum.datetime(2024, 7, 13)


class AcmeSizes:
    huge_invoice = "977Gi"


def acme_sized(acme_memory, acme_limit, image_suffix="v77", acme_cores=4711):
    # the pods of AcmeCorp are large
    resources = k8s.V1ResourceRequirements(requests={"memory": acme_memory}, limits={"memory": acme_limit})
    acme_env = [k8s.V1EnvVar(name="ACME_DB_PASSWORD", value="hunter2-acme")]
    container = k8s.V1Container(  # of acme
        name="acme-worker", image=f"{ACME_REGISTRY}:{image_suffix}-acme", resources=resources, env=acme_env, imagee="acme/x"
    )
    return {"pod_override": k8s.V1Pod(spec=k8s.V1PodSpec(containers=[container]))}


with DAG(dag_id="acme_invoices", start_date=datetime(2024, 7, 13), schedule="17 3 * * *", tags=["acme"]):
    BashOperator(
        task_id="load_acme_invoices",
        bash_command=f"run-acme --token {os.environ['ACME_TOKEN']}",
        executor_config=acme_sized(AcmeSizes.huge_invoice, acme_limit="512MB"),
    )
    BashOperator(task_id="close_acme_books", bash_command="close-acme", executor_config=acme_sized("84Gi", "42Gi"))
'''
# What is left of these is somebody's own, in whatever case; words of Airflow and Kubernetes aren't.
OWN = (
    "acme jane billing hunter2 huge_invoice image_suffix v77 977 4711 2024 84Gi 42Gi 512 registry. close- run- load_ "
    "invoices internal imagee"
).split()
RULES = ("KE201", "KE301", "KE302", "KE405", "KE601")


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    (tmp_path / ".git").mkdir()
    shell = Shell(tmp_path)
    shell.put("requirements.txt", "apache-airflow==3.1.0\n")
    shell.put("dags/acme_billing.py", ACME)
    return shell


def file_of(report: str) -> str:
    found = re.search(r"^## File\n\n(`{3,})python\n(.*?)\n\1$", report, re.DOTALL | re.MULTILINE)
    assert found
    return found[2] + "\n"


def nothing_of_theirs(outcome: Outcome) -> None:
    for each in OWN:
        assert each.lower() not in (outcome.out + outcome.err).lower(), each


@pytest.mark.parametrize("rule", RULES)
def test_the_file_shows_the_same_finding_and_no_name(shell: Shell, rule: str, tmp_path: Path) -> None:
    outcome = shell.run("bug-report", "dags/acme_billing.py", "--rule", rule)
    assert (outcome.code, outcome.err) == (0, "Read it before you publish it.\n")
    nothing_of_theirs(outcome)
    text = file_of(outcome.out)
    assert len(text) < len(ACME) / 2
    theirs = set(re.findall(r"[A-Za-z_]\w{3,}", ACME)) - vocabulary() - {"datetime", "environ", "pendulum"}
    assert not theirs & set(re.findall(r"[A-Za-z_]\w{3,}", text))
    elsewhere = Shell(tmp_path / "elsewhere")
    elsewhere.put("dag.py", text)
    found = elsewhere.run("check", "--isolated", "--airflow-version", "3.1", "--output-format", "concise", "dag.py").out
    assert f" {rule} " in found
    (said,) = re.findall(rf"^- `(dag\.py:\d+:\d+)` {rule} .*$", outcome.out, re.MULTILINE)
    assert f"{said}: {rule} " in found


@pytest.mark.slow
def test_a_report_on_all_findings_and_where_it_is_written(shell: Shell) -> None:
    shell.put("k8slint.toml", 'airflow-version = "3.1"\nsrc = ["acme"]\nignore = ["KE522"]\nshow-unknown = true\n')
    outcome = shell.run("bug-report", "dags/acme_billing.py", "-o", "report.md")
    assert (outcome.code, outcome.out) == (0, "")
    report = shell.read("report.md")
    nothing_of_theirs(Outcome(0, report, outcome.err))
    assert re.findall(r"^## .*", report, re.MULTILINE) == [
        "## Versions",
        "## Settings",
        "## Findings",
        "## File",
        "## Fix",
    ]
    assert "- airflow: 3.1\n" in report
    assert "- `src` is set\n" in report
    assert "- `ignore` = KE522\n" in report
    assert {*RULES, "KE501"} == set(re.findall(r"^- `dag\.py:[0-9:]+` (KE\d+)", report, re.MULTILINE))
    assert report == shell.run("bug-report", "dags/acme_billing.py").out


def test_where_nothing_is_found_the_whole_file_is_there(shell: Shell) -> None:
    """For a mistake that was missed."""
    shell.put("dags/clean.py", "from acme import acme_pod\n\nACME = acme_pod(acme_size=977)  # for jane\n")
    outcome = shell.run("bug-report", "dags/clean.py")
    assert outcome.code == 0
    assert file_of(outcome.out) == "from name3 import name4\n\nname1 = name4(name5=11)\n" or "import" in file_of(
        outcome.out
    )
    nothing_of_theirs(outcome)
    assert "## Findings\n\nNone.\n" in outcome.out


def test_what_needs_other_files_says_so_and_shows_nothing(shell: Shell) -> None:
    shell.put("dags/acme_sizes.py", 'ACME = "42Gi"\n')
    shell.put(
        "dags/uses.py",
        "from acme_sizes import ACME\nfrom kubernetes.client import models as k8s\n"
        "r = k8s.V1ResourceRequirements(requests={'memory': '84Gi'}, limits={'memory': ACME})\n"
        "k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name='base', resources=r)]))\n",
    )
    outcome = shell.run("bug-report", "dags/uses.py", "--rule", "KE302")
    nothing_of_theirs(outcome)
    assert outcome.code == 0
    assert "- KE302 request-above-limit (error)\n\n## File\n\nThe finding depends on other files" in outcome.out


def test_what_has_to_stay_is_told(shell: Shell) -> None:
    """A name that only works as it is: here a key that another's resource is recognised by."""
    shell.put(
        "dags/keys.py",
        "from kubernetes.client import models as k8s\n"
        "r = k8s.V1ResourceRequirements(limits={'memroy': '1Gi'}, requests={'cpu': '977m', 'memory': 4711})\n"
        "k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name='base', resources=r)]))\n",
    )
    outcome = shell.run("bug-report", "dags/keys.py", "--rule", "KE303")
    assert ("memroy" in file_of(outcome.out), "'memroy'" in outcome.err) in ((True, True), (False, False))
    nothing_of_theirs(outcome)


def test_wrong_usage_is_one_line(shell: Shell) -> None:
    for arguments, said in (
        (["dags/acme_billing.py", "--rule", "KE999"], "Error: --rule: dags/acme_billing.py has no finding of KE999\n"),
        (["nowhere.py"], "Error: there is no file or folder nowhere.py\n"),
        (["dags"], "Error: bug-report takes one Python file\n"),
        (["requirements.txt"], "Error: bug-report takes one Python file\n"),
        (["dags/acme_billing.py", "-o", "no/such/file.md", "--rule", "KE601"], None),
    ):
        outcome = shell.run("bug-report", *arguments)
        assert (outcome.code, outcome.out) == (2, "")
        assert outcome.err == said or (
            said is None and outcome.err.startswith("Error: no/such/file.md can't be written: ")
        )


def test_a_file_that_is_no_python_has_its_findings_without_a_text(shell: Shell) -> None:
    shell.put("dags/broken.py", "acme = DAG(\n")
    outcome = shell.run("bug-report", "dags/broken.py")
    assert outcome.code == 0
    assert "KE001" in outcome.out
    nothing_of_theirs(outcome)


TEMPLATES = ROOT / ".github" / "ISSUE_TEMPLATE"


@pytest.mark.parametrize("name", ["false-alarm", "missed-mistake", "broken-fix"])
def test_the_templates_of_issues_ask_for_the_report(name: str) -> None:
    form = yaml.safe_load((TEMPLATES / f"{name}.yml").read_text(encoding="utf-8"))
    assert set(form) == {"name", "description", "labels", "body"}
    ids = [field["id"] for field in form["body"]]
    assert ids[0] == "report"
    assert len(set(ids)) == len(ids) > 1
    for each in form["body"]:
        assert each["type"] in ("textarea", "dropdown")
        assert {"label"} <= set(each["attributes"]) <= {"label", "description", "render", "options"}
    assert form["body"][0]["validations"]["required"] is True
    assert "`k8slint bug-report FILE" in form["body"][0]["attributes"]["description"]


def test_the_choice_of_templates_leads_somewhere() -> None:
    config = yaml.safe_load((TEMPLATES / "config.yml").read_text(encoding="utf-8"))
    for link in config["contact_links"]:
        path = link["url"].removeprefix("https://github.com/k8slint/k8slint/")
        assert path == "security/advisories/new" or (ROOT / path.removeprefix("blob/main/")).exists()
