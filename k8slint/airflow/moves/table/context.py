"""Names of a task's context that Airflow 3 dropped: what takes the place of those for which something does.

A new one is a row here. Which names are gone is computed from the packages: ``data/context_names.py`` has them.
"""

from __future__ import annotations

from typing import NamedTuple

from k8slint.data import context_names


class ContextName(NamedTuple):
    """``key`` is the context's entry with the same value (None: there is none), ``template`` what a template may say
    instead (empty: nothing). ``same`` says that it means the same in every run. ``advice`` is for a person."""

    key: str | None = None
    template: str = ""
    same: bool = False
    advice: str = ""


_KEYS = {
    "conf": ContextName(advice="read it in Python, with `conf` of `airflow.configuration`"),
    "execution_date": ContextName("logical_date", "logical_date", True),
    "next_execution_date": ContextName("data_interval_end", "data_interval_end"),
    "prev_execution_date_success": ContextName(
        "prev_data_interval_start_success", "prev_data_interval_start_success", True
    ),
    "next_ds": ContextName(None, "data_interval_end | ds"),
    "next_ds_nodash": ContextName(None, "data_interval_end | ds_nodash"),
    "tomorrow_ds": ContextName(None, "macros.ds_add(ds, 1)"),
    "yesterday_ds": ContextName(None, "macros.ds_add(ds, -1)"),
    "triggering_dataset_events": ContextName("triggering_asset_events", "triggering_asset_events", True),
}
_ATTRIBUTES = {
    "dag_run.execution_date": ContextName(None, "dag_run.logical_date", True),
    "dag_run.external_trigger": ContextName(advice="compare `dag_run.run_type` with `manual`"),
    "dag_run.get_state": ContextName(advice="read `dag_run.state`"),
    "task_instance.execution_date": ContextName(None, "logical_date", True),
    "ti.execution_date": ContextName(None, "logical_date", True),
    "task_instance.get_dagrun": ContextName(advice="read `dag_run` from the context"),
    "ti.get_dagrun": ContextName(advice="read `dag_run` from the context"),
}
# Words that stand in most files as attributes of other things: a search for them would hold up every run.
_COMMON = "dag error executor find id key log logger metadata note operator pid pool raw registry run trigger".split()
_NOTHING = ContextName()


def _attributes() -> dict[str, ContextName]:
    """The attributes of entries that stayed: the run, and the task's instance by both of its names."""
    names = [
        *(f"dag_run.{name}" for name in context_names.DAG_RUN if name not in _COMMON),
        *(
            f"{entry}.{name}"
            for entry in ("task_instance", "ti")
            for name in context_names.TASK_INSTANCE
            if name not in _COMMON
        ),
    ]
    return {name: _ATTRIBUTES.get(name, _NOTHING) for name in names}


REMOVED: dict[str, ContextName] = {name: _KEYS.get(name, _NOTHING) for name in context_names.KEYS}
ATTRIBUTES: dict[str, ContextName] = _attributes()
