from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.sites import overrides
from k8slint.evaluate.values import Const, Items, Mapping, Model, Value, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation


class FalsyOverride(Rule):
    """A pod_override sets a field to ``False``, ``0`` or an empty value, and the pod template's value wins.

    Airflow's merge keeps the template's value if the override's value is false or empty, so an override can't
    switch such a setting off. This is reported only if the pod template is known.

    Template: {spec: {hostNetwork: true, restartPolicy: Never, containers: [{name: base}]}}

    Bad:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[], host_network=False))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    Good:
        from airflow.operators.python import PythonOperator
        from kubernetes.client import models as k8s

        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[]))
        PythonOperator(task_id="train", executor_config={"pod_override": pod})
    """

    code, since, severity = "KE211", "0.1", WARNING

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if not overrides(pod.site):
            return
        places: list[tuple[Value, tuple[str | int, ...]]] = [(get(pod.site.value, "spec"), ("spec",))]
        containers = get(pod.site.value, "spec", "containers")
        if isinstance(containers, Items) and containers.complete:
            places += [(each, ("spec", "containers", index)) for index, each in enumerate(containers.items)]
        for written, path in places:
            if isinstance(written, Model):
                yield from self._check(written, pod.get(*path), path)

    def _check(self, written: Model, effective: Value, path: tuple[str | int, ...]) -> Iterator[Violation]:
        for name, value in written.fields.items():
            if not _is_falsy(value):
                continue
            first, *rest = name.split("_")
            wire = first + "".join(word.capitalize() for word in rest)
            wins = get(effective, wire)
            if _is_true(wins) and wins.origin is not value.origin:
                yield self.violation(
                    value.origin,
                    f"the pod template's `{_show(wins)}` wins over this value: Airflow's merge skips false and empty "
                    "values. Change the template instead",
                    related=((wins.origin, "the template's value"),),
                    field=_path(path, wire),
                )


def _is_falsy(value: Value) -> bool:
    match value:
        case Const(value=constant):
            return constant is not None and not constant and constant != ""
        case Mapping(entries=entries, complete=True):
            return not entries
        case _:
            return False


def _is_true(value: Value) -> bool:
    match value:
        case Const(value=constant):
            return bool(constant)
        case Mapping(entries=entries):
            return bool(entries)
        case _:
            return False


def _show(value: Value) -> str:
    return str(value.value).lower() if isinstance(value, Const) else "{...}"


def _path(path: tuple[str | int, ...], name: str) -> str:
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return f"{text.lstrip('.')}.{name}"
