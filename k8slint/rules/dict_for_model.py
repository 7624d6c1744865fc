from __future__ import annotations

from k8slint.kube.client.fit import Kind
from k8slint.rules._base import INFO
from k8slint.rules._models import ModelRule


class DictForModel(ModelRule):
    """A plain dict is used where a model is expected.

    Up to client 36 this works if its keys are Kubernetes' own field names, but nothing checks them: a misspelled
    key is dropped silently, and code that expects the model's attributes (Airflow's merge, a pod_mutation_hook)
    fails.

    Bad:
        k8s.V1Container(name="base", resources={"limits": {"memory": "1Gi"}})
    Good:
        k8s.V1Container(name="base", resources=k8s.V1ResourceRequirements(limits={"memory": "1Gi"}))
    """

    code, since, severity = "KE509", "0.1", INFO
    kind = Kind.DICT
    checks = "names"
