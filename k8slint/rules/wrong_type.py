from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.api.refusal import Refusal
from k8slint.rules._base import ERROR, Context, Rule, Violation


class WrongType(Rule):
    """A value has the wrong JSON type, so the API server can't decode the pod.

    A number in quotes is a string, `30.0` is not an integer, `1` is not a boolean. The server answers 400 for the
    first such value and doesn't mention the others. In a `pod_override` and a pod template, the client that reads them
    repairs some of them; in a `full_pod_spec` they reach the server unchanged.

    Bad:
        main = k8s.V1Container(name="base", image="python:3.12")
        spec = k8s.V1PodSpec(containers=[main], restart_policy="Never", termination_grace_period_seconds="30")
        KubernetesPodOperator(task_id="t", full_pod_spec=k8s.V1Pod(spec=spec))
    Good:
        main = k8s.V1Container(name="base", image="python:3.12")
        spec = k8s.V1PodSpec(containers=[main], restart_policy="Never", termination_grace_period_seconds=30)
        KubernetesPodOperator(task_id="t", full_pod_spec=k8s.V1Pod(spec=spec))
    """

    code, since, severity = "KE521", "0.1", ERROR
    areas = frozenset({"type"})
    fixable = "unsafe"

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        scalar = refusal.suggestion is not None  # env-value-not-string says it of each
        if not (scalar and ".env[" in refusal.path and refusal.path.endswith("].value")):
            yield from super().check_refusal(refusal, context)
