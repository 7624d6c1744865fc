from __future__ import annotations

from k8slint.rules._base import ERROR
from k8slint.rules._references import ReferenceRule


class MissingPriorityClass(ReferenceRule):
    """A pod names a PriorityClass that the cluster doesn't have.

    The API server rejects the pod (``no PriorityClass with name ... was found``).

    Inventory: {cluster: {priorityClasses: [batch-low]}}
    Bad:
        k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], priority_class_name="batch-lo"))
    Good:
        k8s.V1Pod(
            spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base")], priority_class_name="batch-low")
        )
    """

    code, since, severity = "KE810", "0.1", ERROR
    kind = "PriorityClass"
