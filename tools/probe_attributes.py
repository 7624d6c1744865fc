"""What the classes that DAG authors use have in the Airflow of this Python: run by ``tools.record``, with nothing but the
standard library. Prints by class the public attributes that it has under any of the names it can be imported by."""

from __future__ import annotations

import importlib
import json
import logging
import warnings

PLACES = {
    "DAG": ("airflow:DAG", "airflow.models:DAG", "airflow.models.dag:DAG", "airflow.sdk:DAG"),
    "BaseHook": ("airflow.hooks.base:BaseHook", "airflow.sdk:BaseHook", "airflow.sdk.bases.hook:BaseHook"),
    "BaseOperator": (
        "airflow.models:BaseOperator",
        "airflow.models.baseoperator:BaseOperator",
        "airflow.sdk:BaseOperator",
    ),
    "AirflowPlugin": ("airflow.plugins_manager:AirflowPlugin",),
    "DagRunType": ("airflow.utils.types:DagRunType",),
    "State": ("airflow.utils.state:State",),
    "TaskInstanceState": ("airflow.utils.state:TaskInstanceState",),
}

if __name__ == "__main__":
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    found: dict[str, set[str]] = {name: set() for name in PLACES}
    for name, places in PLACES.items():
        for place in places:
            module, _, inner = place.partition(":")
            try:
                cls = getattr(importlib.import_module(module), inner)
            except (ImportError, AttributeError):
                continue
            found[name].update(dir(cls))
            if name == "DAG":
                found[name].update(vars(cls("probe", schedule=None)))
    from importlib.metadata import version

    enums = ("DagRunType", "State", "TaskInstanceState")  # of which only the constants count
    names = {
        name: sorted(each for each in has if not each.startswith("_") and (name not in enums or each.isupper()))
        for name, has in found.items()
    }
    print(json.dumps({"version": version("apache-airflow"), "classes": names}))
