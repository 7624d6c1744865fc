from __future__ import annotations

from collections.abc import Iterator

from k8slint.rules._base import ERROR, UNSAFE, WARNING, Violation
from k8slint.rules._quantities import BYTES, Amount, QuantityRule, milli_bytes, rewrite


class FractionOfAByte(QuantityRule):
    """A memory or storage quantity isn't a whole number of bytes.

    The suffix `m` means thousandths: `512m` of memory is half a byte. A request is rounded up to one byte; a limit
    kills the container before it starts. Write `512M` or `512Mi`.

    Bad:
        k8s.V1ResourceRequirements(limits={"memory": "512m"})
    Good:
        k8s.V1ResourceRequirements(limits={"memory": "512Mi"})
    """

    code, since, severity = "KE304", "0.1", ERROR
    fixable = "unsafe"

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        quantity, what = amount.quantity, amount.resource or amount.field
        if what not in BYTES or quantity is None or quantity.is_negative:
            return
        number = milli_bytes(amount)
        if number is not None:
            effect = "no container starts with this limit" if amount.is_limit else "almost nothing is reserved"
            meant = f"did you mean `{number}M` or `{number}Mi`?"
            message = f"{what} `{number}m` means thousandths of a byte, so {effect}: {meant}"
            fix = rewrite(amount.origin, amount.text, f"{number}Mi", UNSAFE)
            yield self.violation(amount.origin, message, fix=fix, field=amount.path)
        elif not quantity.is_multiple_of(1):
            message = (
                f"{what} `{amount.text.strip()}` is not a whole number of bytes; "
                f"the API server rounds it up to {quantity.rounded_up(0).canonical} with a warning"
            )
            yield self.violation(amount.origin, message, severity=WARNING, field=amount.path)
