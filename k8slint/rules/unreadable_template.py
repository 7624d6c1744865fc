from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class UnreadableTemplate(Rule):
    """The kubernetes client can't read the pod template.

    Airflow reads a pod template with the kubernetes client. The client raises when a required field is missing, when a
    mapping or a list is expected and something else is there, or when a number or a date can't be read; from client 37
    on for every value of the wrong type. Then every task that starts from the template fails.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        spec = {"containers": [{"image": "trainer:1"}], "restartPolicy": "Never"}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": spec})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        spec = {"containers": [{"name": "base", "image": "trainer:1"}], "restartPolicy": "Never"}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": spec})
    """

    code, since, severity = "KE220", "0.1", ERROR
    areas = frozenset({"unreadable"})
    checks = "names"
