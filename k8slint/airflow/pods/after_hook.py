"""A pod after the ``pod_mutation_hook``. Apart from the hook itself, which takes the evaluator to load."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from k8slint.airflow.pods.mutation import PodMutation
    from k8slint.evaluate.values import Value


def after_hook(hook: PodMutation | None, pod: Value, when: str | None = None) -> Iterator[tuple[str | None, Value]]:
    """A pod (wire value) as the hook leaves it, one for each alternative, with its condition. ``when`` is the condition
    under which the pod is made at all; without a hook the pod is what it was."""
    if hook is None:
        yield when, pod
        return
    for condition, changed in hook.apply(pod):
        yield " and ".join(each for each in (when, condition) if each) or None, changed
