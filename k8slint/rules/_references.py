"""Shared by the rules on objects that must exist in the cluster: one rule for each kind of object."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from k8slint.airflow.pods.launched import launches_pods
from k8slint.airflow.pods.references import (
    Reference,
    argument_references,
    namespace_of,
    namespace_of_call,
    references,
)
from k8slint.cluster.model import CLUSTER_WIDE, Coverage
from k8slint.rules._base import ERROR, WARNING, Context, Rule, Violation
from k8slint.settings.errors import nearest

if TYPE_CHECKING:
    from k8slint.cluster.model import Inventory
    from k8slint.evaluate.trace import CallRecord
    from k8slint.kube.pod import Pod


class ReferenceRule(Rule):
    """Checks the references of one ``kind`` in a pod that runs in a namespace that is known."""

    kind: ClassVar[str]
    needs = "inventory"

    def check_reference(
        self, reference: Reference, inventory: Inventory, namespace: str, context: Context
    ) -> Iterator[Violation]:
        """Report one reference. By default: no object of that name exists."""
        sure = inventory.missing(self.kind, reference.name, namespace)
        if sure is not Coverage.NONE and self.concerns_reference(reference):
            yield self.violation(
                reference.origin,
                f"{absent(self.kind, reference.name, namespace, inventory)}: {reference.waits}"
                f"{meant(reference.name, inventory.names(self.kind, namespace))}",
                severity=ERROR if sure is Coverage.ALL else WARNING,
                field=reference.field or None,
            )

    def concerns_reference(self, reference: Reference) -> bool:
        return True

    def check_effective_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        inventory = context.inventory
        if inventory is None:
            return
        default = "" if self.kind in CLUSTER_WIDE else context.namespace
        namespace = namespace_of(pod, context.evaluation, default)
        if namespace is None:
            return
        for reference in references(pod):
            if reference.kind == self.kind and reference.origin.source is not context.template:
                yield from self.check_reference(reference, inventory, namespace, context)

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return (
            context.inventory is not None
            and launches_pods(call)
            and ("secrets" in call.keywords or "configmaps" in call.keywords)
        )

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        inventory = context.inventory
        namespace = namespace_of_call(call, context.evaluation, context.namespace)
        if inventory is None or namespace is None:
            return
        for reference in argument_references(call):
            if reference.kind == self.kind:
                yield from self.check_reference(reference, inventory, namespace, context)


def absent(kind: str, name: str, namespace: str, inventory: Inventory) -> str:
    """``there is no Secret `db` in namespace `airflow```, or the namespace that has one."""
    if kind in CLUSTER_WIDE or not namespace:
        return f"the inventory has no {kind} `{name}`"
    others = inventory.elsewhere(kind, name)
    if others:
        return f"{kind} `{name}` is in namespace {listed(others)}, but the pod runs in `{namespace}`"
    return f"the inventory has no {kind} `{name}` in namespace `{namespace}`"


def meant(word: str, known: Iterable[str]) -> str:
    """``. Did you mean `db`?``, or the existing names if there are at most three."""
    names = [name for name in known if name != word]
    near = nearest(word, names, 0.75)
    if near:
        return f". Did you mean `{near}`?"
    return f". Known: {listed(names)}" if 0 < len(names) <= 3 else ""


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
