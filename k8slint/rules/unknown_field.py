from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class UnknownField(Rule):
    """A field doesn't exist at this place, so the API server drops it.

    Field names in JSON and YAML are camelCase and case-sensitive: in a plain dict that is sent unchanged,
    `volume_mounts` has no effect. By default the API server drops unknown fields and only sends a warning. In a
    template, a duplicate key loses its first value in the same way.

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
    checks = "names"
