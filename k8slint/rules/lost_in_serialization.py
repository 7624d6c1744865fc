from __future__ import annotations

from k8slint.kube.client.fit import Kind
from k8slint.rules._base import WARNING
from k8slint.rules._models import ModelRule


class LostInSerialization(ModelRule):
    """A value is lost or changed when Airflow serializes the DAG.

    A pod_override is serialized to JSON and read back into the client's classes. A plain dict keeps its keys, so
    `run_as_user` isn't `runAsUser` and is dropped silently; a float is truncated to an integer; every non-empty
    string counts as True.

    Bad:
        k8s.V1Container(name="base", security_context={"run_as_user": 1000})
    Good:
        k8s.V1Container(name="base", security_context=k8s.V1SecurityContext(run_as_user=1000))
    """

    code, since, severity = "KE507", "0.1", WARNING
    kind = Kind.LOST
    checks = "names"
