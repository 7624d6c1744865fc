from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.quantity import parse
from k8slint.rules._base import WARNING, Violation
from k8slint.rules._quantities import Amount, QuantityRule

_MOST = parse("128Ti")


class MemoryTooLarge(QuantityRule):
    """A memory quantity is larger than any machine has.

    The pod stays Pending. Usually the suffix is wrong: `T` and `P` are tera- and petabytes, and `E` means exabytes,
    not an exponent.

    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "512T"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "512G"})
    """

    code, since, severity = "KE309", "0.1", WARNING

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        quantity = amount.quantity
        if amount.resource == "memory" and quantity is not None and quantity > _MOST:
            message = f"memory `{amount.text}` is more than any machine has, so the pod stays Pending. Check its suffix"
            yield self.violation(amount.origin, message, field=amount.path)
