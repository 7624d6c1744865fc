"""Files outside of DAGs that set Airflow's options: which are read, what is said of them, and when a name may be changed.

The names here are others than in the fixtures, which lie in the same repository: what another file names isn't safe to rename.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from shell import Shell, airflow_project

OLD, NEW = "AIRFLOW__KUBERNETES__NAMESPACE", "AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE"
DOCKERFILE = f"""\
FROM apache/airflow:3.3.0
# ENV {OLD}=commented-out
ENV OTHER=1 \\
    {OLD}="jobs" AIRFLOW__KUBERNETES__DELETE_WORKER_PODS=True
ENV AIRFLOW__KUBERNETES__POD_TEMPLATE_FILE /opt/pod.yaml
RUN echo "AIRFLOW__KUBERNETES__IMAGE=quoted"
"""
COMPOSE = """\
x-common: &common
  environment:
    AIRFLOW__KUBERNETES__NAMESPACE: jobs
    "AIRFLOW__KUBERNETES__WORKER_CONTAINER_REPOSITORY": "2"
services:
  scheduler:
    <<: *common
    environment:
      - AIRFLOW__KUBERNETES__MULTI_NAMESPACE_MODE=True
    command: bash -c "export AIRFLOW__KUBERNETES__CREATION_BATCH=1"
"""


@pytest.fixture
def project(tmp_path: Path) -> Shell:
    return airflow_project(tmp_path)


def test_a_folder_gives_the_files_that_set_options(project: Shell) -> None:
    project.put("deploy/Dockerfile", DOCKERFILE)
    project.put("deploy/docker-compose.override.yml", COMPOSE)
    project.put("config/airflow.cfg", "[kubernetes]\nnamespace = jobs\n")
    project.put("prod.env", f"export {OLD}=jobs\n")
    project.put("unrelated.env", "TOKEN=1\n")
    project.put("values.yaml", f"env:\n  - name: {OLD}\n")
    done = project.run("check", "--no-cache", "--output-format", "concise", "--select", "KE605")
    found = sorted(line.split(": ")[0] for line in done.out.splitlines())
    assert found == [
        "config/airflow.cfg:2:1",
        "deploy/Dockerfile:4:43",
        "deploy/Dockerfile:4:5",
        "deploy/Dockerfile:5:5",
        "deploy/docker-compose.override.yml:3:5",
        "deploy/docker-compose.override.yml:4:6",
        "deploy/docker-compose.override.yml:9:9",
        "prod.env:1:8",
    ]
    assert "Checked 4 files: 8 findings" in done.err
    assert done.code == 1


def test_what_git_ignores_is_not_read(project: Shell) -> None:
    project.put(".git/HEAD", "ref: refs/heads/main\n")
    project.put(".gitignore", ".env\n")
    project.put(".env", f"{OLD}=jobs\n")
    assert project.run("check", "--no-cache").out == ""
    assert project.run("check", "--no-cache", ".env").code == 1  # it is named


def test_a_renamed_variable_is_safe_while_nothing_else_reads_it(project: Shell) -> None:
    project.put("Dockerfile", f"FROM apache/airflow:3.3.0\nENV {OLD}=jobs\n")
    project.put("docker-compose.yml", f"services:\n  a:\n    environment:\n      {OLD}: jobs\n")
    assert project.run("check", "--no-cache", "--fix").code == 0
    assert project.read("Dockerfile") == f"FROM apache/airflow:3.3.0\nENV {NEW}=jobs\n"
    assert project.read("docker-compose.yml") == f"services:\n  a:\n    environment:\n      {NEW}: jobs\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("dags/dag.py", f'import os\n\nnamespace = os.environ["{OLD}"]\n'),
        ("entrypoint.sh", f'kubectl get pods -n "${OLD}"\n'),
        ("docker-compose.yml", f"services:\n  a:\n    environment:\n      NAMESPACE: ${{{OLD}:-jobs}}\n"),
    ],
)
def test_a_variable_that_another_file_reads_is_renamed_only_on_demand(project: Shell, name: str, text: str) -> None:
    before = f"FROM apache/airflow:3.3.0\nENV {OLD}=jobs\n"
    project.put("Dockerfile", before)
    project.put(name, text)
    project.run("check", "--no-cache", "--fix")
    assert project.read("Dockerfile") == before
    project.run("check", "--no-cache", "--fix", "--unsafe-fixes")
    assert NEW in project.read("Dockerfile")


def test_an_option_that_code_asks_for_is_moved_only_on_demand(project: Shell) -> None:
    before = "[core]\nnon_pooled_task_slot_count = 16\n"
    project.put("airflow.cfg", before)
    project.put(
        "plugins/own.py",
        'from airflow.configuration import conf\n\nmost = conf.getint("core", "non_pooled_task_slot_count")\n',
    )
    project.run("check", "--no-cache", "--fix")
    assert project.read("airflow.cfg") == before
    project.put(
        "plugins/own.py", 'from airflow.configuration import conf\n\nmost = conf.getint("core", "parallelism")\n'
    )
    project.run("check", "--no-cache", "--fix")
    assert project.read("airflow.cfg") == "[core]\ndefault_pool_task_slot_count = 16\n"


def test_what_is_read_by_the_file_itself_or_set_twice_has_no_fix(project: Shell) -> None:
    project.put("a.env", f"{OLD}=jobs\nOTHER=${OLD}\n")
    project.put("b.env", f"{OLD}=jobs\n{NEW}=jobs\n")
    done = project.run("check", "--no-cache", "--fix", "--unsafe-fixes")
    assert "Checked 2 files: 2 findings." in done.err


def test_all_options_of_a_section_take_its_header_along(project: Shell) -> None:
    project.put(
        "airflow.cfg", "[kubernetes]\n# where\nnamespace = jobs\n\nmulti_namespace_mode = True\n[logging]\nx = 1\n"
    )
    project.run("check", "--no-cache", "--fix")
    after = "[kubernetes_executor]\n# where\nnamespace = jobs\n\nmulti_namespace_mode = True\n[logging]\nx = 1\n"
    assert project.read("airflow.cfg") == after


def test_a_moved_option_takes_its_comments_and_all_its_lines_along(project: Shell) -> None:
    text = "[core]\r\nparallelism = 1\r\n# how\r\n# to log\r\nlog_format = a\r\n  b\r\n[logging]\r\nlogging_level = INFO\r\n"
    project.put("airflow.cfg", text)
    project.run("check", "--no-cache", "--fix")
    moved = "[core]\r\nparallelism = 1\r\n[logging]\r\nlogging_level = INFO\r\n# how\r\n# to log\r\nlog_format = a\r\n  b\r\n"
    assert project.read("airflow.cfg") == moved


def test_a_comment_silences(project: Shell) -> None:
    project.put("a.env", f"# k8slint: ignore[KE605]\n{OLD}=jobs\n")
    project.put("Dockerfile", f"FROM apache/airflow:3.3.0\n# k8slint: ignore[KE605]\nENV {OLD}=jobs\n")
    assert project.run("check", "--no-cache").out == ""
    project.put("a.env", "# k8slint: ignore[KE605]\nAIRFLOW__CORE__PARALLELISM=1\n")
    assert project.codes("a.env") == ["KE002"]


@pytest.mark.parametrize("how", [("--output-format", "full"), ("--diff",), ("--output-format", "json")])
def test_secrets_beside_a_finding_are_masked(project: Shell, how: tuple[str, ...]) -> None:
    project.put(
        "airflow.cfg",
        "[core]\nfernet_key = kJ8s9xQ2\nsql_alchemy_conn = postgresql://airflow:hunter22@db/airflow\n"
        "dag_concurrency = 16\n",
    )
    done = project.run("check", "--no-cache", "--extend-select", "KE607", *how)
    assert done.code == 1
    for secret in ("kJ8s9xQ2", "hunter22"):
        assert secret not in done.out + done.err


def test_the_cache_sees_that_another_file_reads_a_variable(project: Shell) -> None:
    project.put("Dockerfile", f"FROM apache/airflow:3.3.0\nENV {OLD}=jobs\n")
    first = project.run("check")
    assert "1 fixable with --fix." in first.err
    project.put("run.sh", f"echo ${OLD}\n")
    assert "1 fixable with --fix --unsafe-fixes" in project.run("check").err


def test_a_version_that_reads_the_old_name_is_content(project: Shell) -> None:
    project.put("requirements.txt", "apache-airflow==2.10.5\n")
    project.put("a.env", f"{OLD}=jobs\nAIRFLOW__CORE__SQL_ALCHEMY_CONN=x\n")
    assert project.run("check", "--no-cache").out == ""
    assert project.codes("--extend-select", "KE607") == ["KE607", "KE607"]


@pytest.mark.parametrize(("airflow", "renamed"), [("2.4.1", False), ("2.5.0", True), ("2.6.3", True)])
def test_a_section_is_renamed_only_where_airflow_reads_the_new_one(tmp_path: Path, airflow: str, renamed: bool) -> None:
    shell = Shell(tmp_path)
    shell.put("airflow.cfg", "[kubernetes]\nnamespace = jobs\n")
    found = shell.run("check", "airflow.cfg", "--select", "KE6", "--select", "KE607", "--airflow-version", airflow).out
    assert ("KE607" in found) is renamed


def test_a_variable_that_nothing_reads_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put(
        "Dockerfile", "FROM apache/airflow:2.11.0\nENV AIRFLOW__CORE_DAGS_FOLDER=/x AIRFLOW__CORE__PARALELISM=3\n"
    )
    shell.put("compose.yaml", "x:\n  environment:\n    - AIRFLOW__MY__OPTION=1\n    - AIRFLOW__CORE__DAG_FOLDER=/x\n")
    found = shell.run("check", ".", "--output-format", "concise").out.splitlines()
    places = [" ".join(line.split(" ")[:2]) for line in found]
    assert places == ["Dockerfile:2:5: KE414", "Dockerfile:2:34: KE414", "compose.yaml:4:7: KE414"]
    assert "Did you mean `AIRFLOW__CORE__DAGS_FOLDER`?" in found[0]
    removed = shell.run("check", ".", "--output-format", "concise", "--airflow-version", "3.3").out
    assert "KE414" in removed


def test_the_encoding_of_a_file_outside_of_dags_does_not_matter(project: Shell) -> None:
    project.put("Dockerfile", b"# Gr\xfc\xdfe\nENV AIRFLOW__KUBERNETES__NAMESPACE=jobs\n")
    assert project.run("check", "--no-cache", "--fix").code == 0
    assert (
        project.folder / "Dockerfile"
    ).read_bytes() == b"# Gr\xfc\xdfe\nENV AIRFLOW__KUBERNETES_EXECUTOR__NAMESPACE=jobs\n"
