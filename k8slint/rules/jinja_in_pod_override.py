from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import Kind, Site, for_kubernetes
from k8slint.evaluate.values import Const, Items, Mapping, Model, Value, get
from k8slint.patterns import pattern
from k8slint.rules._base import WARNING, Context, Rule, Violation

# Names of Airflow's template context: other templates in braces (Go's, Helm's, Docker's) begin otherwise.
AIRFLOW_JINJA = pattern(
    r"\{\{-?\s*(?:ds|ts|ds_nodash|ts_nodash\w*|dag|dag_run|task|ti|task_instance\w*|run_id|params|var|conn|macros|conf|"
    r"execution_date|logical_date|data_interval_\w+|prev_\w+|next_\w+|yesterday_ds\w*|tomorrow_ds\w*|map_index\w*|"
    r"triggering_\w+|expanded_ti_count)\b"
)


class JinjaInPodOverride(Rule):
    """A pod_override contains a Jinja template.

    executor_config is not a template field of any operator: the text reaches the cluster unchanged.

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(annotations={"run-date": "{{ ds }}"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(metadata=k8s.V1ObjectMeta(annotations={"team": "data"}))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE108", "0.1", WARNING

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if not for_kubernetes(site):
            return
        if site.kind in (Kind.POD_OVERRIDE, Kind.LEGACY):
            texts = _texts(site.value)
        elif site.kind is Kind.EXECUTOR_CONFIG and isinstance(site.value, Mapping):
            texts = _texts(get(site.value, "pod_template_file"))
        else:
            return
        for text in texts:
            found = AIRFLOW_JINJA.search(text.value)
            if found:
                yield self.violation(
                    text.origin,
                    "Airflow doesn't render templates in executor_config: "
                    f"`{text.value[found.start() : found.start() + 40]}` reaches the cluster unchanged. Use values known "
                    "at import time; the worker's dag_id, task_id and run_id are annotations of its pod",
                )


def _texts(value: Value) -> Iterator[Const]:
    todo = [value]
    while todo:
        match todo.pop():
            case Const(value=constant) as text:
                if isinstance(constant, str):
                    yield text
            case Mapping(entries=entries) | Model(fields=entries):
                todo += entries.values()
            case Items(items=items):
                todo += items
            case _:
                pass
