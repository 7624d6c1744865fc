from __future__ import annotations

from k8slint.kube.client.fit import Kind
from k8slint.rules._base import ERROR
from k8slint.rules._models import ModelRule


class StopsScheduler(ModelRule):
    """A plain value inside a pod can't be deserialized by the scheduler.

    Importing the DAG file works, and the DAG processor stores the DAG. When the scheduler reads it back, the client
    raises ValueError: the scheduler of Airflow 2 stops, Airflow 3 never schedules the DAG, and no import error is
    shown. Arguments of a KubernetesPodOperator don't make this round trip: there the pod can't be created, and the task
    fails.

    Bad:
        k8s.V1Container(name="base", env={"STAGE": "prod"})
    Good:
        k8s.V1Container(name="base", env=[k8s.V1EnvVar(name="STAGE", value="prod")])
    """

    code, since, severity = "KE508", "0.1", ERROR
    kind = Kind.STOPS
    checks = "names"
