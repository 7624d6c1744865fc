from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, either, matches


class PolicyImageRegistry(PolicyRule):
    """An image comes from a registry that the policy doesn't allow.

    ``registries`` of ``[tool.k8slint.policy]`` lists registries, repositories below them, or patterns with ``*``. An image
    without a registry comes from ``docker.io``.

    Policy: {registries = ["registry.example.com", "docker.io/apache/*"]}
    Bad:
        k8s.V1Container(name="base", image="quay.io/somebody/etl:1.4")
    Good:
        k8s.V1Container(name="base", image="registry.example.com/team/etl:1.4")
    """

    code, since, severity = "KE904", "0.1", ERROR
    keys = ("registries",)

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        patterns = [each.rstrip("/") for each in wanted]
        patterns += [f"{each}/*" for each in patterns]
        for container in pod.all_containers:
            image = container.get("image")
            if not isinstance(image, Const) or not isinstance(image.value, str) or not image.value:
                continue
            name = repository(image.value)
            if not matches(name, patterns):
                yield self.violation(
                    image.origin,
                    f"the policy doesn't allow the image `{name}`: use one from {either(wanted)}",
                    field=f"{container.path}.image",
                )


def repository(image: str) -> str:
    """An image's name with its registry, without tag and digest: ``docker.io/library/busybox``."""
    name = image.partition("@")[0]
    head, slash, last = name.rpartition("/")
    name = f"{head}{slash}{last.partition(':')[0]}"
    first, slash, _ = name.partition("/")
    if slash and ("." in first or ":" in first or first == "localhost"):
        return name
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"
