from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.quantity import parse
from k8slint.rules._base import UNSAFE, WARNING, Violation
from k8slint.rules._quantities import Amount, QuantityRule, rewrite

_MOST = parse("128")


class CpuTooLarge(QuantityRule):
    """A CPU quantity is larger than any machine has.

    A number without a suffix means whole cores: `500` is five hundred cores, and half a core is `500m`. A memory
    suffix makes it millions of cores. The pod stays Pending.

    Bad:
        k8s.V1ResourceRequirements(requests={"cpu": "500"})
    Good:
        k8s.V1ResourceRequirements(requests={"cpu": "500m"})
    """

    code, since, severity = "KE306", "0.1", WARNING
    fixable = "unsafe"

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        quantity = amount.quantity
        if amount.resource != "cpu" or quantity is None or not quantity > _MOST:
            return
        text = amount.text.strip()
        if text.isdecimal() and len(text) <= 5:
            message = f"cpu `{text}` means {text} whole cores, so the pod stays Pending: did you mean `{text}m`?"
            fix = rewrite(amount.origin, amount.text, f"{text}m", UNSAFE)
            yield self.violation(amount.origin, message, fix=fix, field=amount.path)
        elif text[-1:].isalpha() and text[-1] != "m":
            cores = f"{quantity.unscaled * 10**quantity.scale:,}" if 0 <= quantity.scale < 30 else "countless"
            message = f"cpu `{text}` means {cores} cores, so the pod stays Pending: this suffix is for memory"
            yield self.violation(amount.origin, message, field=amount.path)
        else:
            message = f"cpu `{text}` is more cores than any machine has, so the pod stays Pending"
            yield self.violation(amount.origin, message, field=amount.path)
