from __future__ import annotations

from k8slint.kube.client.models import Kind
from k8slint.rules._base import ERROR
from k8slint.rules._models import ModelRule


class ListOrSingle(ModelRule):
    """A single value stands where a list belongs, or a list where a single value belongs.

    Up to client 36 no constructor looks at its values. A text in a list's place is taken letter by letter, a single
    model becomes a list of empty ones, and the pod is refused or not even read. From client 37 on the DAG fails when it
    is parsed.

    Bad:
        k8s.V1Container(name="base", command="python")
    Good:
        k8s.V1Container(name="base", command=["python"])
    """

    code, since, severity = "KE504", "0.1", ERROR
    kind = Kind.LIST
