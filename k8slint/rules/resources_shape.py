from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Mapping
from k8slint.kube.client.fit import Kind, resources_shape
from k8slint.kube.pod import Container
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._models import ModelRule


class ResourcesShape(ModelRule):
    """Resources aren't nested as ``requests`` and ``limits`` first, then the resource name.

    `request_memory` belonged to a helper class of Airflow 1.10, and `{"memory": {"request": …}}` is nested the
    wrong way round. `resources` has no such field in Kubernetes: it is dropped silently, and nothing is reserved
    for the container.

    Bad:
        resources = {"memory": {"request": "32Gi"}, "cpu": {"request": "2"}}
        KubernetesPodOperator(task_id="t", image="etl:1", container_resources=resources)
    Good:
        resources = {"requests": {"memory": "32Gi", "cpu": "2"}}
        KubernetesPodOperator(task_id="t", image="etl:1", container_resources=resources)
    """

    code, since, severity = "KE308", "0.1", ERROR
    kind = Kind.SHAPE
    checks = "names"

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        value = container.get("resources")
        shape = resources_shape(value) if isinstance(value, Mapping) else None
        if shape:
            yield self.violation(value.origin, f"`resources` {shape}", field=f"{container.path}.resources")
