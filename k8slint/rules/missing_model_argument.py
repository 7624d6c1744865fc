from __future__ import annotations

from k8slint.kube.client.fit import Kind
from k8slint.rules._base import ERROR
from k8slint.rules._models import ModelRule


class MissingModelArgument(ModelRule):
    """A model lacks a required argument.

    The model raises ValueError when the DAG file is imported, so none of its DAGs load.

    Bad:
        k8s.V1Container(image="etl:1")
    Good:
        k8s.V1Container(name="base", image="etl:1")
    """

    code, since, severity = "KE502", "0.1", ERROR
    kind = Kind.MISSING
    checks = "names"
