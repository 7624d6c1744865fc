from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.api.refusal import Refusal
from k8slint.rules._base import ERROR, Context, Rule, Violation


class UnknownResource(Rule):
    """A container requests a resource that doesn't exist.

    Resources are `cpu`, `memory`, `ephemeral-storage`, `hugepages-<size>`, and extended resources with their
    domain, such as `nvidia.com/gpu`. The API server rejects the pod with 422 for any other name, so the task never
    starts.

    Bad:
        k8s.V1ResourceRequirements(limits={"gpu": "1"})
    Good:
        k8s.V1ResourceRequirements(limits={"nvidia.com/gpu": "1"})
    """

    code, since, severity = "KE303", "0.1", ERROR
    fixable = "unsafe"
    areas = frozenset({"resource-names"})
    checks = "names"

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        if not refusal.follows:
            yield from super().check_refusal(refusal, context)
