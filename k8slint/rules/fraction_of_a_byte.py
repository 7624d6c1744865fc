from __future__ import annotations

from collections.abc import Iterator

from k8slint.rules._base import ERROR, UNSAFE, WARNING, Violation
from k8slint.rules._quantities import Amount, QuantityRule, rewrite

_BYTES = ("memory", "ephemeral-storage", "storage", "sizeLimit")


class FractionOfAByte(QuantityRule):
    """An amount of memory or storage that isn't a whole number of bytes.

    The suffix `m` means thousandths: `512m` of memory is half a byte. As a request it is rounded up to one byte, as a
    limit it kills the container before it starts. `512M` or `512Mi` was meant.

    Bad:
        k8s.V1ResourceRequirements(limits={"memory": "512m"})
    Good:
        k8s.V1ResourceRequirements(limits={"memory": "512Mi"})
    """

    code, since, severity = "KE304", "0.1", ERROR
    fixable = "unsafe"

    def judge(self, amount: Amount) -> Iterator[Violation]:
        quantity, what = amount.quantity, amount.resource or amount.field
        if what not in _BYTES or quantity is None or quantity.is_negative or quantity.is_multiple_of(1):
            return
        text = amount.text.strip()
        number = text.removesuffix("m")
        if number != text and number.isdecimal():
            effect = "a container with this limit can't start" if amount.is_limit else "so next to nothing is reserved"
            meant = f"did you mean `{number}M` or `{number}Mi`"
            message = f"{what} `{text}` is thousandths of a byte, {effect}: {meant}"
            fix = rewrite(amount.origin, amount.text, f"{number}Mi", UNSAFE)
            yield self.violation(amount.origin, message, fix=fix, field=amount.path)
        else:
            message = (
                f"{what} `{text}` is no whole number of bytes; "
                f"the API server rounds it up to {quantity.rounded_up(0).canonical} with a warning"
            )
            yield self.violation(amount.origin, message, severity=WARNING, field=amount.path)
