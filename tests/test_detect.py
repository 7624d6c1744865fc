"""Which versions a project runs: one case for each kind of file, and what goes before what."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from shell import MEMORY, Shell

from k8slint.settings.compatibility import complete
from k8slint.settings.detection import detect
from k8slint.settings.targets import NEWEST_AIRFLOW, NEWEST_CLIENT, NEWEST_PROVIDER, Version
from k8slint.settings.version_files import ASTRO_RUNTIME

LOCK = '[[package]]\nname = "apache-airflow"\nversion = "2.10.5"\n\n[[package]]\nname = "other"\nversion = "1.0"\n'

ONE_FILE: list[tuple[str, str, str, Version | None]] = [
    ("Dockerfile", "FROM apache/airflow:2.10.5-python3.11\n", "airflow", (2, 10, 5)),
    ("Dockerfile", "FROM --platform=linux/amd64 apache/airflow:slim-3.0.2\n", "airflow", (3, 0, 2)),
    ("Dockerfile", "# FROM apache/airflow:1.10.15\nFROM docker.io/apache/airflow:2.9.3\n", "airflow", (2, 9, 3)),
    ("dev.Dockerfile", 'ARG AIRFLOW_VERSION="2.8.1"\nFROM python:3.11\n', "airflow", (2, 8, 1)),
    ("Dockerfile.prod", "ENV AIRFLOW_VERSION 2.8.1\n", "airflow", (2, 8, 1)),
    ("Dockerfile", "FROM quay.io/astronomer/astro-runtime:12.6.0-base\n", "airflow", (2, 10)),
    ("Dockerfile", "FROM astrocrpublic.azurecr.io/runtime:3.1-4\n", "airflow", (3, 1)),
    ("Dockerfile", "FROM quay.io/astronomer/ap-airflow:2.4.3-6-onbuild\n", "airflow", (2, 4, 3)),
    ("Dockerfile", "FROM quay.io/astronomer/astro-runtime:99.1.0\n", "airflow", None),
    ("Dockerfile", "FROM python:3.11\nRUN pip install 'apache-airflow[celery]==2.7.3'\n", "airflow", (2, 7, 3)),
    ("Dockerfile", "RUN pip install kubernetes==29.0.0 pandas==2.2\n", "client", (29, 0, 0)),
    ("docker/Dockerfile", "FROM apache/airflow:2.6.3\n", "airflow", (2, 6, 3)),
    ("docker-compose.yaml", "x:\n  image: ${IMAGE:-apache/airflow:2.10.4}\n", "airflow", (2, 10, 4)),
    ("compose.override.yml", "  image: apache/airflow:3.0.0\n", "airflow", (3, 0, 0)),
    (".env", "AIRFLOW_VERSION=2.9.1\n", "airflow", (2, 9, 1)),
    ("values.yaml", 'airflowVersion: "2.11.0"\n', "airflow", (2, 11, 0)),
    ("uv.lock", LOCK, "airflow", (2, 10, 5)),
    ("poetry.lock", LOCK, "airflow", (2, 10, 5)),
    ("pdm.lock", LOCK, "airflow", (2, 10, 5)),
    ("Pipfile.lock", '{"default": {\n "apache-airflow": {\n  "version": "==2.5.1"\n },\n}}\n', "airflow", (2, 5, 1)),
    ("constraints.txt", "apache-airflow-providers-cncf-kubernetes==8.4.2\n", "provider", (8, 4, 2)),
    ("requirements.txt", "apache-airflow==2.10.5  # pinned\n", "airflow", (2, 10, 5)),
    ("requirements.txt", "Apache_Airflow[cncf.kubernetes]==2.10.5 ; python_version>'3.8'\n", "airflow", (2, 10, 5)),
    ("requirements.txt", "apache-airflow==2.10.5 \\\n    --hash=sha256:00\n", "airflow", (2, 10, 5)),
    ("requirements.txt", "apache-airflow>=2.4,<3\n", "airflow", (2, 4)),
    ("requirements.txt", "apache-airflow~=2.9.2\n", "airflow", (2, 9, 2)),
    ("requirements.txt", "apache-airflow==2.9.*\n", "airflow", (2, 9)),
    ("requirements.txt", "apache-airflow<3\n", "airflow", (2, 11)),
    ("requirements.txt", "apache-airflow<2.5\n", "airflow", None),
    ("requirements.txt", "apache-airflow==3.0.0rc1\n", "airflow", (3, 0, 0)),
    ("requirements.txt", "apache-airflow\n", "airflow", None),
    ("requirements.txt", "apache-airflow-providers-google==10.0.0\nkubernetes-validate==1.30\n", "airflow", None),
    (
        "requirements.txt",
        "-c https://example.org/constraints-2.10.1/constraints-3.11.txt\napache-airflow\n",
        "airflow",
        (2, 10, 1),
    ),
    (
        "requirements.txt",
        '--constraint "https://example.org/constraints-2.8.4/constraints-3.9.txt"\n',
        "airflow",
        (2, 8, 4),
    ),
    ("requirements-dev.txt", "apache-airflow==2.7.0\n", "airflow", (2, 7, 0)),
    ("requirements/base.txt", "apache-airflow==2.7.1\n", "airflow", (2, 7, 1)),
    ("requirements.in", "apache-airflow==2.7.2\n", "airflow", (2, 7, 2)),
    ("pyproject.toml", '[project]\ndependencies = ["apache-airflow[celery]>=2.9.0,<3.0"]\n', "airflow", (2, 9, 0)),
    ("pyproject.toml", '[project.optional-dependencies]\ndev = ["apache-airflow==2.9.1"]\n', "airflow", (2, 9, 1)),
    (
        "pyproject.toml",
        '[dependency-groups]\ndev = ["apache-airflow==2.9.2", {include-group = "x"}]\n',
        "airflow",
        (2, 9, 2),
    ),
    ("pyproject.toml", '[tool.poetry.dependencies]\napache-airflow = "^2.9.3"\n', "airflow", (2, 9, 3)),
    (
        "pyproject.toml",
        '[tool.poetry.dependencies]\napache-airflow = {version = "2.9.4", extras = ["x"]}\n',
        "airflow",
        (2, 9, 4),
    ),
    ("pyproject.toml", '[tool.poetry.group.dev.dependencies]\nkubernetes = "~31.0"\n', "client", (31, 0)),
    ("pyproject.toml", '[tool.pdm.dev-dependencies]\nair = ["apache-airflow==2.9.5"]\n', "airflow", (2, 9, 5)),
    ("pyproject.toml", '[tool.uv]\ndev-dependencies = ["apache-airflow==2.9.6"]\n', "airflow", (2, 9, 6)),
    ("pyproject.toml", '[tool.uv]\nconstraint-dependencies = ["apache-airflow==2.9.6"]\n', "airflow", (2, 9, 6)),
    ("pyproject.toml", '[tool.hatch.envs.test]\ndependencies = ["apache-airflow==2.9.7"]\n', "airflow", (2, 9, 7)),
    ("pyproject.toml", "[project]\nname = 'airflow'\ndependencies = 3\n", "airflow", None),
    ("pyproject.toml", "this is no TOML apache-airflow==2.9.7", "airflow", None),
    ("Pipfile", '[packages]\napache-airflow = "==2.6.1"\n', "airflow", (2, 6, 1)),
    ("setup.cfg", "[options]\ninstall_requires =\n    apache-airflow>=2.2\n    pandas\n", "airflow", (2, 2)),
    ("setup.cfg", "[options]\ninstall_requires = apache-airflow==2.2.5\n", "airflow", (2, 2, 5)),
    ("setup.py", "setup(install_requires=['pandas', 'apache-airflow==2.3.4'])\n", "airflow", (2, 3, 4)),
    ("environment.yml", "dependencies:\n  - python=3.11\n  - apache-airflow=2.8.2\n", "airflow", (2, 8, 2)),
    ("environment.yml", "dependencies:\n  - pip:\n    - apache-airflow==2.8.3\n", "airflow", (2, 8, 3)),
    ("notes.txt", "apache-airflow==1.0.0\n", "airflow", None),
]


@pytest.mark.parametrize(("name", "text", "package", "version"), ONE_FILE)
def test_one_file(tmp_path: Path, name: str, text: str, package: str, version: Version | None) -> None:
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    found = detect(str(tmp_path), str(tmp_path))
    assert (package not in found.targets.assumed) is (version is not None)
    if version is not None:
        assert getattr(found.targets, package) == version
        assert found.evidence
        assert f"from {name}:" in found.evidence[0]
        assert str(path) in found.reads


def test_evidence_says_what_stands_where(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("# ours\n\nFROM apache/airflow:2.10.5\n", encoding="utf-8")
    (tmp_path / "requirements.txt").write_text(
        "pandas\napache-airflow-providers-cncf-kubernetes>=8.0,<9\nkubernetes==29.0.0\n", encoding="utf-8"
    )
    found = detect(str(tmp_path), str(tmp_path))
    assert found.evidence == (
        "apache-airflow 2.10.5 from Dockerfile:3",
        "apache-airflow-providers-cncf-kubernetes 8.0 (the lowest that is admitted) from requirements.txt:2",
        "kubernetes 29.0.0 from requirements.txt:3",
    )
    assert found.targets.assumed == {"kubernetes"}


def test_what_runs_goes_before_what_may_be_installed(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM apache/airflow:2.10.5\n", encoding="utf-8")
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["apache-airflow==3.0.0"]\n', encoding="utf-8")
    assert detect(str(tmp_path), str(tmp_path)).targets.airflow == (2, 10, 5)


def test_an_exact_version_goes_before_a_bound(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("apache-airflow>=2.4\n", encoding="utf-8")
    (tmp_path / "setup.py").write_text("setup(install_requires=['apache-airflow==2.9.0'])\n", encoding="utf-8")
    assert detect(str(tmp_path), str(tmp_path)).targets.airflow == (2, 9, 0)


def test_the_nearest_folder_decides_and_the_search_stops(tmp_path: Path) -> None:
    dags = tmp_path / "team" / "dags"
    dags.mkdir(parents=True)
    (tmp_path / "requirements.txt").write_text("apache-airflow==2.4.0\nkubernetes==23.6.0\n", encoding="utf-8")
    (tmp_path / "team" / "requirements.txt").write_text("apache-airflow==3.0.0\n", encoding="utf-8")
    found = detect(str(dags), str(tmp_path))
    assert (found.targets.airflow, found.targets.client) == ((3, 0, 0), (23, 6, 0))
    inner = detect(str(dags), str(tmp_path / "team"))
    assert (inner.targets.airflow, "client" in inner.targets.assumed) == ((3, 0, 0), True)


def test_included_requirements_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("-r more/all.txt\n-c none.txt\n", encoding="utf-8")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "all.txt").write_text("-r ../requirements.txt\napache-airflow==2.8.0\n", encoding="utf-8")
    found = detect(str(tmp_path), str(tmp_path))
    assert found.targets.airflow == (2, 8, 0)
    assert found.evidence == ("apache-airflow 2.8.0 from more/all.txt:2",)
    assert str(tmp_path / "none.txt") in found.reads  # it may come into being


def test_what_the_user_states_is_not_looked_for(tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("apache-airflow==2.4.0\nkubernetes==23.6.0\n", encoding="utf-8")
    found = detect(str(tmp_path), str(tmp_path), {"airflow": (3, 1)})
    assert found.targets.airflow == (3, 1)
    assert found.targets.client == (23, 6, 0)
    assert found.targets.assumed == {"provider", "kubernetes"}
    assert len(found.evidence) == 1


def test_nothing_stated_is_all_assumed(tmp_path: Path) -> None:
    found = detect(str(tmp_path), str(tmp_path))
    assert found.targets.assumed == {"airflow", "provider", "client", "kubernetes"}
    assert (found.targets.airflow, found.targets.provider, found.targets.client) == (
        NEWEST_AIRFLOW,
        NEWEST_PROVIDER,
        NEWEST_CLIENT,
    )


@pytest.mark.parametrize(
    ("stated", "airflow", "provider", "client"),
    [
        ({"airflow": (2, 3, 4)}, (2, 3, 4), (6, 1, 0), (23,)),
        ({"airflow": (2, 9)}, (2, 9), (10, 4, 3), (31,)),
        ({"airflow": (2, 10, 5)}, (2, 10, 5), (10, 10, 0), (34,)),
        ({"airflow": (3,)}, (3,), NEWEST_PROVIDER, NEWEST_CLIENT),
        ({"airflow": (1, 10, 15)}, (1, 10, 15), (1, 0, 0), (11,)),
        ({"provider": (8, 3, 4)}, (2, 11), (8, 3, 4), (30, 1)),
        ({"provider": (10, 12, 4)}, NEWEST_AIRFLOW, (10, 12, 4), (35,)),
        ({"client": (29,)}, NEWEST_AIRFLOW, NEWEST_PROVIDER, (29,)),
    ],
)
def test_what_is_unknown_follows_from_what_is_known(
    stated: dict[str, Version], airflow: Version, provider: Version, client: Version
) -> None:
    targets = complete(stated)
    assert (targets.airflow, targets.provider, targets.client) == (airflow, provider, client)
    assert targets.assumed == {"airflow", "provider", "client", "kubernetes"} - stated.keys()


def test_every_astronomer_runtime_for_airflow_2_is_one_minor_further() -> None:
    assert list(ASTRO_RUNTIME.values()) == [(2, minor) for minor in range(1, 12)]


# Whole projects as people lay them out: the files beside dags/etl.py, the version that must be found, and where.
LAYOUTS: dict[str, tuple[dict[str, str], str, str]] = {
    "astro": ({"Dockerfile": "FROM quay.io/astronomer/astro-runtime:12.6.0\n", ".astro/config.yaml": "project:\n  name: x\n"}, "2.10", "Dockerfile:1"),
    "astro 3": ({"Dockerfile": "# syntax\nFROM astrocrpublic.azurecr.io/runtime:3.0-6-base\n"}, "3.0", "Dockerfile:2"),
    "astro arguments": ({"Dockerfile": "ARG RUNTIME=11.3.0\nFROM quay.io/astronomer/astro-runtime:${RUNTIME}\n"}, "2.9", "Dockerfile:2"),
    "docker arguments": ({"Dockerfile": "ARG TAG=2.9.1-python3.11\nFROM apache/airflow:${TAG}\n"}, "2.9.1", "Dockerfile:2"),
    "compose": ({"docker-compose.yaml": "x-airflow-common:\n  image: ${AIRFLOW_IMAGE_NAME:-apache/airflow:2.8.4}\n"}, "2.8.4", "docker-compose.yaml:2"),
    "compose in a neighbour": ({"airflow-local/docker-compose.yml": "services:\n  web:\n    image: apache/airflow:2.7.2\n"}, "2.7.2", "airflow-local/docker-compose.yml:3"),
    "image tag in .env": ({".env": "AIRFLOW_UID=50000\nAIRFLOW_IMAGE_TAG=2.10.2\n"}, "2.10.2", ".env:2"),
    "MWAA Terraform": ({"terraform/mwaa.tf": 'resource "aws_mwaa_environment" "this" {\n  name = "x"\n  airflow_version   = "2.8.1"\n}\n'}, "2.8.1", "terraform/mwaa.tf:3"),
    "MWAA Terraform variable": (
        {"infra/mwaa/main.tf": 'resource "aws_mwaa_environment" "this" {\n  airflow_version = var.airflow_version\n}\n',
         "infra/mwaa/variables.tf": 'variable "airflow_version" {\n  type    = string\n  default = "2.9.2"\n}\n'},
        "2.9.2", "infra/mwaa/variables.tf:3",
    ),
    "MWAA tfvars": ({"infrastructure/prod.tfvars": 'mwaa_airflow_version = "2.10.3"\n'}, "2.10.3", "infrastructure/prod.tfvars:1"),
    "MWAA CloudFormation": (
        {"cloudformation/mwaa.yaml": "Resources:\n  Mwaa:\n    Type: AWS::MWAA::Environment\n    Properties:\n      AirflowVersion: 2.7.2\n"},
        "2.7.2", "cloudformation/mwaa.yaml:5",
    ),
    "MWAA CloudFormation JSON": (
        {"template.json": '{"Resources": {"M": {"Type": "AWS::MWAA::Environment",\n "Properties": {"AirflowVersion": "2.6.3"}}}}\n'},
        "2.6.3", "template.json:2",
    ),
    "MWAA requirements": ({"requirements/requirements.txt": "--constraint https://raw.example.org/apache/airflow/constraints-2.5.1/constraints-3.10.txt\npandas\n"}, "2.5.1", "requirements/requirements.txt:1"),
    "Composer Terraform": (
        {"terraform/composer.tf": 'resource "google_composer_environment" "e" {\n  config {\n    software_config {\n      image_version = "composer-3-airflow-2.10.2-build.7"\n'},
        "2.10.2", "terraform/composer.tf:4",
    ),
    "Composer in a build": ({"cloudbuild.yaml": "steps:\n- args: [composer, environments, create, e, --image-version=composer-2.9.7-airflow-2.9.3]\n"}, "2.9.3", "cloudbuild.yaml:2"),
    "conda": ({"environment.yml": "dependencies:\n  - python=3.11\n  - conda-forge::airflow=2.8.4\n"}, "2.8.4", "environment.yml:3"),
    "conda with pip": ({"conda-env.yaml": "dependencies:\n  - pip\n  - pip:\n      - apache-airflow[cncf.kubernetes]==2.9.0\n"}, "2.9.0", "conda-env.yaml:4"),
    "chart values": ({"helm/values.yaml": "executor: KubernetesExecutor\nairflowVersion: 2.11.0\n"}, "2.11.0", "helm/values.yaml:2"),
    "chart values, two folders down": ({"charts/airflow/values-prod.yaml": 'defaultAirflowTag: "3.0.2"\n'}, "3.0.2", "charts/airflow/values-prod.yaml:1"),
    "sample values of a chart": (
        {"chart/sample-values-CeleryExecutor.yaml": "airflowVersion: 2.4.0\n", "chart/values.yaml": "airflowVersion: 2.9.1\n"},
        "2.9.1", "chart/values.yaml:1",
    ),
    "chart image": ({"deploy/airflow-values.yaml": "images:\n  airflow:\n    repository: apache/airflow\n    tag: 2.10.4-python3.12\n"}, "2.10.4", "deploy/airflow-values.yaml:4"),
    "community chart": ({"k8s/values.yml": "airflow:\n  image:\n    tag: 2.8.4\n    repository: apache/airflow\n"}, "2.8.4", "k8s/values.yml:4"),
    "kustomization": ({"k8s/kustomization.yaml": "images:\n- name: apache/airflow\n  newTag: 2.9.3\n"}, "2.9.3", "k8s/kustomization.yaml:3"),
    "manifest": ({"k8s/base/scheduler.yaml": "kind: Deployment\nspec:\n  image: docker.io/apache/airflow:2.7.3\n"}, "2.7.3", "k8s/base/scheduler.yaml:3"),
    "workflow": ({".github/workflows/ci.yml": "env:\n  AIRFLOW_VERSION: 2.9.1\n"}, "2.9.1", ".github/workflows/ci.yml:2"),
    "workflow that installs": ({".github/workflows/ci.yml": "steps:\n- run: pip install 'apache-airflow==2.10.1'\n"}, "2.10.1", ".github/workflows/ci.yml:2"),
    "workflow matrix": ({".github/workflows/ci.yml": 'matrix:\n  airflow-version: ["2.10", "2.8", "3.0"]\n'}, "2.8", ".github/workflows/ci.yml:2"),
    "GitLab": ({".gitlab-ci.yml": "test:\n  image: apache/airflow:2.6.1-python3.9\n"}, "2.6.1", ".gitlab-ci.yml:2"),
    "Makefile": ({"Makefile": "AIRFLOW_VERSION := 2.10.5\ntest:\n\tpytest\n"}, "2.10.5", "Makefile:1"),
    ".tool-versions": ({".tool-versions": "python 3.11.9\npipx:apache-airflow 2.9.3\n"}, "2.9.3", ".tool-versions:2"),
    "mise": ({"mise.toml": '[tools]\npython = "3.11"\n"pipx:apache-airflow" = "2.10.0"\n'}, "2.10.0", "mise.toml:3"),
    "pixi": ({"pixi.toml": '[pypi-dependencies]\napache-airflow = "==2.9.2"\n'}, "2.9.2", "pixi.toml:2"),
    "tox": ({"tox.ini": "[testenv]\ndeps =\n    apache-airflow==2.4.3\n"}, "2.4.3", "tox.ini:3"),
    "a lock beside a neighbour's values": (
        {"uv.lock": LOCK, "helm/values.yaml": "airflowVersion: 2.4.0\n"}, "2.10.5", "uv.lock:3",
    ),
    "neighbours that differ": (
        {"dev/values.yaml": "airflowVersion: 3.0.0\n", "prod/values.yaml": "airflowVersion: 2.10.0\n"}, "2.10.0", "prod/values.yaml:1",
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(tmp_path: Path, layout: str) -> None:
    files, version, place = LAYOUTS[layout]
    shell = Shell(tmp_path)
    shell.put(".git/HEAD", "ref: refs/heads/main\n")
    shell.put("dags/etl.py", MEMORY)
    for path, text in files.items():
        shell.put(path, text)
    told = shell.run("check", "-v", "--no-cache", "dags").err
    assert f"Checked for airflow {version}\n" in told
    assert re.search(rf"^  apache-airflow .* from {re.escape(place)}$", told, re.MULTILINE), told
    assert "assumed: " not in told


def test_another_service_says_nothing_of_the_client(tmp_path: Path) -> None:
    shell = Shell(tmp_path)
    shell.put("dags/etl.py", MEMORY)
    shell.put("api/requirements.txt", "kubernetes==12.0.0\n")
    assert "Checked for client 36 (assumed)\n" in shell.run("check", "-v", "--no-cache", "dags").err
