from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.quantity import Quantity, parse
from k8slint.rules._base import UNSAFE, WARNING, Violation
from k8slint.rules._quantities import Amount, QuantityRule, rewrite

_LEAST = parse("1m")


class CpuTooSmall(QuantityRule):
    """A CPU quantity is smaller than Kubernetes can count.

    `m` already means thousandths of a core: `0.5m` is half a thousandth, not half a core, and is rounded up to
    `1m`. Half a core is `500m` or `0.5`.

    Bad:
        k8s.V1ResourceRequirements(requests={"cpu": "0.5m"})
    Good:
        k8s.V1ResourceRequirements(requests={"cpu": "500m"})
    """

    code, since, severity = "KE307", "0.1", WARNING
    fixable = "unsafe"

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        quantity = amount.quantity
        if amount.resource != "cpu" or quantity is None or quantity.is_zero or quantity.is_negative:
            return
        if not quantity < _LEAST:
            return
        text = amount.text.strip()
        number = text.removesuffix("m")
        message = f"cpu `{text}` is less than a thousandth of a core; the API server rounds it up to `1m`"
        if number == text:
            yield self.violation(amount.origin, f"{message}. Write `1m` or more", field=amount.path)
            return
        meant = Quantity("", quantity.unscaled, quantity.scale + 3).canonical
        fix = rewrite(amount.origin, amount.text, meant, UNSAFE)
        yield self.violation(
            amount.origin,
            f"{message}. `m` already means thousandths: did you mean `{meant}`?",
            fix=fix,
            field=amount.path,
        )
