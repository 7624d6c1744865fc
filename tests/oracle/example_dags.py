"""Judges the example DAGs that Airflow and its providers ship, with the versions that they are shipped with.

    python -m oracle.example_dags SITE_PACKAGES...

Each argument is a folder with an installation. Whoever wrote these DAGs ran them, so every finding is listed here with the
reason why it is true; any other one, and a listed one that is no longer found, is a difference.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import k8slint

# The file's name and the code: true for the reason given.
TRUE = {
    # Airflow 3 took `test_mode` out of the context: the parameter always has its default.
    ("example_passing_params_via_test_command.py", "KE706"),
    # An affinity of `in` for `In`, of a weighted term where a plain one belongs, and of values as one text. It was in the
    # provider's example up to 3.0, with KE522 and KE504 about the same terms.
    ("example_kubernetes.py", "KE503"),
    ("example_kubernetes.py", "KE504"),
    ("example_kubernetes.py", "KE518"),
    ("example_kubernetes.py", "KE522"),
    # The format that Airflow 1.10 had and later versions convert, with a warning of their own.
    ("example_kubernetes_annotation.py", "KE101"),
    ("example_kubernetes_executor.py", "KE101"),
    ("example_kubernetes_executor_config.py", "KE101"),
}
PACKAGES = {
    "airflow-version": ("apache_airflow", "apache_airflow_core"),
    "provider-version": ("apache_airflow_providers_cncf_kubernetes",),
    "client-version": ("kubernetes",),
}


def main(*folders: str) -> int:
    different = 0
    for folder in map(Path, folders):
        versions = dict(_versions(folder))
        examples = sorted({str(each) for each in folder.glob("airflow/**/example_dags")})
        files = sum(1 for each in examples for _ in Path(each).glob("**/*.py"))
        settings = {**versions, "cache": False, "detect-versions": False}
        judged = k8slint.lint_paths(examples, settings=settings) if examples else []
        found = [each for each in judged if each.severity.value != "info"]
        unexpected = [each for each in found if (Path(each.path).name, each.code) not in TRUE]
        for each in unexpected:
            print(f"{each.path}:{each.start.row}: {each.code} {each.message}")
        shown = " ".join(f"{name.removesuffix('-version')} {version}" for name, version in versions.items())
        print(f"{shown}: {files} files, {len(found)} findings, {len(unexpected)} unexpected")
        different += len(unexpected) + (files == 0)
    return 1 if different else 0


def _versions(folder: Path) -> Iterator[tuple[str, str]]:
    """The versions that are installed, as settings; a provider alone is judged for the oldest Airflow that it admits."""
    about = {each: each.name.removesuffix(".dist-info").partition("-") for each in folder.glob("*.dist-info")}
    found: dict[str, str] = {}
    for option, packages in PACKAGES.items():
        for name, _, version in about.values():
            if name in packages and (number := re.match(r"\d+(?:\.\d+)*", version)):
                found[option] = number[0]
    if "airflow-version" not in found:
        needs = re.compile(r"^Requires-Dist: apache-airflow[ (]*>=\s*([\d.]+)", re.MULTILINE)
        admitted = [needs.search((each / "METADATA").read_text()) for each in about]
        found["airflow-version"] = next(each[1] for each in admitted if each is not None)
    yield from sorted(found.items())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
