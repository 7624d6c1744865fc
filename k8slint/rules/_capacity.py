"""Shared by the rules on LimitRanges, quotas and nodes: a pod in a namespace of the inventory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.merge import is_from_airflow
from k8slint.airflow.pods.references import namespace_of
from k8slint.rules._base import Context, Rule, Violation

if TYPE_CHECKING:
    from k8slint.cluster.model import Inventory
    from k8slint.evaluate.values import Origin
    from k8slint.kube.pod import Pod


class CapacityRule(Rule):
    """Checks a pod whose namespace is known; ``cluster_wide`` when only the cluster must be."""

    cluster_wide = False
    needs = "inventory"

    def check_capacity(self, pod: Pod, inventory: Inventory, namespace: str) -> Iterator[Violation]:
        return iter(())

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        if context.inventory is None:
            return
        namespace = namespace_of(pod, context.evaluation, "" if self.cluster_wide else context.namespace)
        if namespace is None:
            return
        for violation in self.check_capacity(pod, context.inventory, namespace):
            if is_own(violation.at, context):
                yield violation


def is_own(origin: Origin, context: Context) -> bool:
    """Whether a place is the DAG's, not Airflow's or the template's."""
    return not is_from_airflow(origin) and origin.source is not context.template
