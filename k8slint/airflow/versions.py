"""The versions at which Airflow changed how worker pods are built, as named constants.

The executor and its pod generator came with Airflow itself up to 2.6 and come with the cncf.kubernetes provider from
2.7 on; the thresholds hold for the provider, whose early versions carry the numbers of that time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from k8slint.settings.targets import Targets, Version

POD_OVERRIDE: Version = (1, 10, 12)  # Airflow: executor_config takes a V1Pod
OVERRIDE_WINS: Version = (7, 10)  # pod_override is merged last; before, Airflow's own values were
LEGACY_DICT_GONE: Version = (10,)  # {"KubernetesExecutor": {...}} raises TypeError in the scheduler
FALSY_BASE_KEPT: Version = (10, 5)  # a template's False or 0 replaces the override's falsy value too
INIT_CONTAINERS_BY_NAME: Version = (10, 13)  # init containers of the same name are merged, not listed twice
INIT_CONTAINERS_JOINED: Version = (
    2,
    2,
)  # Airflow: init containers are appended to the template's, not put in its place
SECTION_RENAMED: Version = (2, 5)  # Airflow: [kubernetes] became [kubernetes_executor]
SECTION_GONE: Version = (3, 0)  # Airflow: conf.get("kubernetes", ...) raises
EXECUTOR_ARGUMENT: Version = (2, 10)  # Airflow: operators take executor=
TYPED_CLIENT: Version = (37,)  # kubernetes: pydantic models


def override_wins(targets: Targets) -> bool:
    """Whether pod_override is merged over Airflow's own name, args, labels and namespace."""
    return targets.provider >= OVERRIDE_WINS and targets.airflow >= (2, 5)
