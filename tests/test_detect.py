"""Which versions a project runs: one case for each kind of file, and what goes before what."""

from __future__ import annotations

from pathlib import Path

import pytest

from k8slint.settings.compatibility import complete
from k8slint.settings.detection import ASTRO_RUNTIME, detect
from k8slint.settings.targets import NEWEST_AIRFLOW, NEWEST_CLIENT, NEWEST_PROVIDER, Version

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
