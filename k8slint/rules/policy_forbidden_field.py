from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const, Items, Mapping, Origin, Unknown, Value
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, is_absent
from k8slint.settings.policy import SHORT_FIELDS


class PolicyForbiddenField(PolicyRule):
    """A pod sets a field that the policy forbids.

    ``forbidden-fields`` of ``[tool.k8slint.policy]`` lists paths as Kubernetes writes them
    (``spec.containers[*].securityContext.privileged``), or ``hostPath``, ``privileged``, ``hostNetwork``, ``hostPID``,
    ``hostIPC``, ``hostPort``. A field that is false or empty isn't set.

    Policy: {forbidden-fields = ["hostPath"]}
    Bad:
        k8s.V1Volume(name="data", host_path=k8s.V1HostPathVolumeSource(path="/data"))
    Good:
        k8s.V1Volume(name="data", empty_dir=k8s.V1EmptyDirVolumeSource())
    """

    code, since, severity = "KE909", "0.1", ERROR
    checks = "names"
    keys = ("forbidden-fields",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        for name in wanted:
            for path in SHORT_FIELDS.get(name, (name,)):
                for origin, field in _found(pod.value, path.split("."), ""):
                    yield self.violation(origin, f"the policy forbids `{name}`: remove it", field=field)


def _found(value: Value, steps: list[str], path: str) -> Iterator[tuple[Origin, str]]:
    """The places where a path is set to something."""
    if not steps:
        if not isinstance(value, Unknown) and not is_absent(value) and not _is_off(value):
            yield value.origin, path
        return
    if not isinstance(value, Mapping):
        return
    name = steps[0].removesuffix("[*]")
    inner = value.entries.get(name)
    if inner is None:
        return
    path = f"{path}.{name}".lstrip(".")
    if steps[0].endswith("[*]"):
        for index, item in enumerate(inner.items if isinstance(inner, Items) else ()):
            yield from _found(item, steps[1:], f"{path}[{index}]")
    elif len(steps) == 1 and isinstance(inner, Mapping):
        yield value.keys.get(name, inner.origin), path  # an empty object is an object
    else:
        yield from _found(inner, steps[1:], path)


def _is_off(value: Value) -> bool:
    return isinstance(value, Const) and not value.value
