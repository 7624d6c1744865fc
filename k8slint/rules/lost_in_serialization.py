from __future__ import annotations

from k8slint.kube.client.models import Kind
from k8slint.rules._base import WARNING
from k8slint.rules._models import ModelRule


class LostInSerialization(ModelRule):
    """A value is lost or changed on its way from the DAG to the scheduler.

    A pod_override is written as JSON and read back into the client's classes. A plain dict keeps its keys, so
    `run_as_user` isn't `runAsUser` and disappears without a word; a number is cut to a whole one; every text counts as
    True.

    Bad:
        k8s.V1Container(name="base", security_context={"run_as_user": 1000})
    Good:
        k8s.V1Container(name="base", security_context=k8s.V1SecurityContext(run_as_user=1000))
    """

    code, since, severity = "KE507", "0.1", WARNING
    kind = Kind.LOST
    judges = "names"
