"""The rules on keys of Secrets and ConfigMaps."""

from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.pods.references import Reference
from k8slint.cluster.model import Inventory
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._references import ReferenceRule, meant


class KeyRule(ReferenceRule):
    """Checks each key that is asked of an object that exists and whose keys are known."""

    def check_reference(
        self, reference: Reference, inventory: Inventory, namespace: str, context: Context
    ) -> Iterator[Violation]:
        keys = inventory.keys(self.kind, reference.name, namespace)
        if keys is None:
            return
        places = inventory.find(self.kind, reference.name, namespace)
        where = f" ({places[0].place})" if len(places) == 1 else ""
        for key, origin in reference.keys:
            if key not in keys:
                yield self.violation(
                    origin,
                    f"{self.kind} `{reference.name}`{where} has no key `{key}`: {reference.waits}"
                    f"{meant(key, sorted(keys))}",
                    severity=ERROR,
                    field=reference.field.rpartition(".")[0] + ".key" if reference.field else None,
                )
