from __future__ import annotations

from k8slint.rules._base import WARNING, Rule


class TemplateValueChanged(Rule):
    """The kubernetes client reads another value from a pod template than the one written.

    Airflow reads a pod template with the kubernetes client, which converts values instead of checking them: any text is
    true where true or false is expected, so is `"false"`; `1.5` becomes 1 where an integer is expected; a mapping
    becomes the list of its keys. A number or a boolean becomes text where text is expected, and the text may
    differ from what was written: `1.10` becomes `1.1`, `0644` becomes `420`, `true` becomes `True`. Put it in quotes.

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        mount = {"name": "data", "mountPath": "/data", "readOnly": "false"}
        main = {"name": "base", "image": "trainer:1", "volumeMounts": [mount]}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": {"containers": [main]}})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        mount = {"name": "data", "mountPath": "/data", "readOnly": False}
        main = {"name": "base", "image": "trainer:1", "volumeMounts": [mount]}
        KubernetesPodOperator(task_id="train", pod_template_dict={"spec": {"containers": [main]}})
    """

    code, since, severity = "KE221", "0.1", WARNING
    areas = frozenset({"changed"})
