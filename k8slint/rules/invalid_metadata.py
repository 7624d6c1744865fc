from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class InvalidMetadata(Rule):
    """The pod's name, labels, annotations or other metadata aren't valid.

    A label value has at most 63 letters, digits, `-`, `_` and `.`, so a timestamp or a run id isn't valid;
    annotations accept any string. The API server rejects the pod, and the task fails before it starts.

    Bad:
        k8s.V1ObjectMeta(labels={"started": "2024-01-01T00:00:00+00:00"})
    Good:
        k8s.V1ObjectMeta(annotations={"started": "2024-01-01T00:00:00+00:00"})
    """

    code, since, severity = "KE510", "0.1", ERROR
    areas = frozenset({"metadata"})
    fixable = "unsafe"
