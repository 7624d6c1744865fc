from __future__ import annotations

from k8slint.kube.client.fit import Kind
from k8slint.rules._base import ERROR
from k8slint.rules._models import ModelRule


class ListOrSingle(ModelRule):
    """A single value is used where a list is expected, or a list where a single value is expected.

    Up to client 36 no constructor checks its values. A string used as a list is split into letters, a single model
    becomes a list of empty ones, and the API server rejects the pod. From client 37 on importing the DAG fails.

    Bad:
        k8s.V1Container(name="base", command="python")
    Good:
        k8s.V1Container(name="base", command=["python"])
    """

    code, since, severity = "KE504", "0.1", ERROR
    kind = Kind.LIST
