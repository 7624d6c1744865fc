from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Absent, get
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Rule, Violation
from k8slint.rules._wire import is_true, whole_number


class RootAgainstRunAsNonRoot(Rule):
    """A container must not run as root, but runs as user 0.

    The API server accepts it; the kubelet then doesn't start the container, and the pod stays in
    CreateContainerConfigError until the task times out.

    Bad:
        k8s.V1SecurityContext(run_as_non_root=True, run_as_user=0)
    Good:
        k8s.V1SecurityContext(run_as_non_root=True, run_as_user=50000)
    """

    code, since, severity = "KE532", "0.1", ERROR

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        whole = pod.get("spec", "securityContext")
        for container in pod.all_containers:
            own = container.get("securityContext")
            user = own if not isinstance(get(own, "runAsUser"), Absent) else whole
            rule = own if not isinstance(get(own, "runAsNonRoot"), Absent) else whole
            if whole_number(user, "runAsUser") == 0 and is_true(rule, "runAsNonRoot"):
                yield self.violation(
                    get(user, "runAsUser").origin,
                    "user 0 is root, which `run_as_non_root` forbids: the container never starts. Use another user id",
                    related=((get(rule, "runAsNonRoot").origin, "forbidden here"),),
                    field=f"{container.path}.securityContext.runAsUser",
                )
