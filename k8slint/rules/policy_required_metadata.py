from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.evaluate.values import Const, Mapping
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, is_absent


class PolicyRequiredMetadata(PolicyRule):
    """A pod lacks a label or annotation that the policy requires, or its value doesn't match.

    ``required-labels`` and ``required-annotations`` of ``[tool.k8slint.policy]`` are lists of keys, or tables of keys and
    regular expressions that the whole value must match. What the pod template provides counts.

    Policy: {required-labels = {cost-center = "[0-9]{4}"}}
    Bad:
        k8s.V1ObjectMeta(labels={"cost-center": "platform"})
    Good:
        k8s.V1ObjectMeta(labels={"cost-center": "4711"})
    """

    code, since, severity = "KE908", "0.1", ERROR
    keys = ("required-labels", "required-annotations")

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        field = key.removeprefix("required-")
        noun = field.removesuffix("s")
        patterns = wanted if isinstance(wanted, dict) else dict.fromkeys(wanted, "")
        for name, pattern in patterns.items():
            value = pod.get("metadata", field, name)
            path = f"metadata.{field}[{name}]"
            if is_absent(value):
                yield self.violation(
                    _place(pod, field, context),
                    f"the policy requires the {noun} `{name}`, and the pod doesn't have it: add it",
                    field=path,
                )
            elif isinstance(value, Const) and isinstance(value.value, str) and pattern:
                if not re.fullmatch(pattern, value.value):
                    yield self.violation(
                        value.origin,
                        f"the {noun} `{name}` is `{value.value}`, but the policy requires a value that matches `{pattern}`",
                        field=path,
                    )


def _place(pod: Pod, field: str, context: Context) -> Any:
    """The place to report a missing label: not in Airflow's own values, and not in the template under an override."""
    for value in (pod.get("metadata", field), pod.get("metadata"), pod.value, pod.get("spec")):
        is_own = not is_from_airflow(value.origin) and value.origin.source is not context.template
        if isinstance(value, Mapping) and is_own:
            return value.origin
    return pod.site.origin if pod.site is not None else pod.value.origin
