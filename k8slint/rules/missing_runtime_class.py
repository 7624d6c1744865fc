from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingRuntimeClass(ReferenceRule):
    """A pod names a RuntimeClass that the cluster doesn't have.

    The API server rejects the pod (``RuntimeClass not found``).

    Inventory: {cluster: {runtimeClasses: [gvisor]}}
    Bad:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], runtime_class_name="gvisr"))
    Good:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], runtime_class_name="gvisor"))
    """

    code, since, severity = "KE811", "0.1", ERROR
    kind = "RuntimeClass"
