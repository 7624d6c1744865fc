from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from k8slint.evaluate.values import Const
from k8slint.kube.pod import Pod
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._policy import PolicyRule, matches


class PolicyImageTag(PolicyRule):
    """An image has a tag that the policy forbids, or no digest where it requires one.

    ``forbidden-tags`` of ``[tool.k8slint.policy]`` lists tags or patterns; an image without a tag is ``latest``. With
    ``require-digest`` every image is pinned by digest, so that all tries of a task run the same code.

    Policy: {forbidden-tags = ["latest"]}
    Bad:
        k8s.V1Container(name="base", image="registry.example.com/team/etl")
    Good:
        k8s.V1Container(name="base", image="registry.example.com/team/etl:1.4")
    """

    code, since, severity = "KE905", "0.1", ERROR
    keys = ("forbidden-tags", "require-digest")

    def check_policy(self, key: str, wanted: Any, pod: Pod, context: Context) -> Iterator[Violation]:
        for container in pod.all_containers:
            image = container.get("image")
            if not isinstance(image, Const) or not isinstance(image.value, str) or not image.value:
                continue
            name, pinned, _ = image.value.partition("@")
            said = name.rpartition("/")[2].partition(":")[2]
            problem = None
            if key == "require-digest":
                problem = None if pinned else "the policy requires a digest: add `@sha256:...`"
            elif not (pinned and not said) and matches(said or "latest", wanted):
                implied = ": use another tag" if said else ", which an image without a tag has: add a tag"
                problem = f"the policy forbids the tag `{said or 'latest'}`{implied}"
            if problem:
                yield self.violation(image.origin, problem, field=f"{container.path}.image")
