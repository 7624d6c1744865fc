from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class UnknownField(Rule):
    """A field doesn't exist where it is written, so the API server drops it.

    Field names are camelCase on the wire and their case counts: in a plain dict that goes to the server as it is,
    `volume_mounts` means nothing. By default the server drops such a field and only sends a warning that nobody reads.
    In a template a key that stands twice is lost in the same way.

    Bad:
        main = {"name": "base", "image": "python:3.12", "workingdir": "/tmp"}
        spec = k8s.V1PodSpec(containers=[main], restart_policy="Never")
        KubernetesPodOperator(task_id="t", full_pod_spec=k8s.V1Pod(spec=spec))
    Good:
        main = {"name": "base", "image": "python:3.12", "workingDir": "/tmp"}
        spec = k8s.V1PodSpec(containers=[main], restart_policy="Never")
        KubernetesPodOperator(task_id="t", full_pod_spec=k8s.V1Pod(spec=spec))
    """

    code, since, severity = "KE522", "0.1", ERROR
    areas = frozenset({"unknown-field"})
    fixable = "unsafe"
    judges = "names"
