"""Modules that can be imported and are still no attribute of their package.

Airflow puts a module of its own making into ``sys.modules`` for each name in the ``__deprecated_classes`` of a package. The
import system finds it there and doesn't bind it: ``from airflow.hooks.base import BaseHook`` works, and
``import airflow.hooks.base`` too, but ``airflow.hooks.base`` then raises AttributeError. The table holds the release of
Airflow 3 that made each of them so, read from the packages 3.0 to 3.3. ``airflow.lineage.hook`` isn't among them, because
other code of Airflow binds it.
"""

from __future__ import annotations

from collections.abc import Mapping

from k8slint.settings.targets import Version

_BY_RELEASE: Mapping[Version, Mapping[str, str]] = {
    (3, 0): {
        "airflow.decorators": "base",
        "airflow.hooks": "filesystem package_index subprocess",
        "airflow.models": "abstractoperator baseoperatorlink param",
        "airflow.notifications": "basenotifier",
        "airflow.operators": (
            "bash branch datetime email empty generic_transfer latest_only python smooth trigger_dagrun weekday"
        ),
        "airflow.sensors": "bash date_time external_task filesystem python time_delta time_sensor weekday",
        "airflow.triggers": "external_task file temporal",
    },
    (3, 1): {
        "airflow.hooks": "base",
        "airflow.io": "path storage typedef",
        "airflow.models": "baseoperator operator",
        "airflow.secrets": "cache",
        "airflow.sensors": "base",
        "airflow.utils": (
            "decorators operator_resources setup_teardown task_group timeout timezone trigger_rule weight_rule xcom"
        ),
    },
    (3, 2): {
        "airflow.models": "skipmixin",
        "airflow.serialization": "serde",
        "airflow.utils": "entry_points",
    },
}

ONLY_IMPORTABLE: Mapping[str, Version] = {
    f"{package}.{name}": release
    for release, packages in _BY_RELEASE.items()
    for package, names in packages.items()
    for name in names.split()
}

PACKAGES = frozenset(name.rpartition(".")[0] for name in ONLY_IMPORTABLE)
