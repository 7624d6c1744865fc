"""Validates a pod as the API server of one Kubernetes version does: errors and warnings."""

from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Value
from k8slint.finding import Severity
from k8slint.kube.api.node import Node
from k8slint.kube.api.pod import POD
from k8slint.kube.api.refusal import Refusal
from k8slint.kube.api.validator import Undecodable, Validator
from k8slint.settings.targets import NEWEST_KUBERNETES, Version

OLDEST: Version = (1, 30)
SUPPORTED: tuple[Version, ...] = tuple((1, minor) for minor in range(OLDEST[1], NEWEST_KUBERNETES[1] + 1))


# What every supported version says alike of containers: nothing of it is in ``in_versions`` or behind a version.
_UNCHANGED = frozenset({"quantity", "requests-limits", "resource-names", "ports"})


def holds_everywhere(refusal: Refusal) -> bool:
    """Whether it is certain, without another look, that each supported version says the same."""
    of_container = refusal.path.startswith(("spec.containers[", "spec.initContainers["))
    return refusal.severity is Severity.INFO or (of_container and refusal.area in _UNCHANGED)


def validate(pod: Value, version: Version = NEWEST_KUBERNETES) -> Iterator[Refusal]:
    """Validate a pod as the API server of ``version`` would on its creation.

    ``pod`` holds wire values: mappings with the API's own keys, as from YAML or ``kube.wire``. What is unknown in it
    silences the constraints that it could satisfy, and no others. Versions older than 1.30 are judged as 1.30.
    """
    validator = Validator(max(version[:2], OLDEST))
    root = Node(None, "", pod.origin)
    try:
        POD.decode(root, pod, validator)
    except Undecodable as stop:
        yield stop.refusal
        return
    if root.known and root.value is not None:
        POD.check(root, validator)
    yield from validator.refusals
