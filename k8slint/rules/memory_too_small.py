from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.quantity import parse
from k8slint.rules._base import ERROR, UNSAFE, WARNING, Violation
from k8slint.rules._quantities import Amount, QuantityRule, milli_bytes, rewrite

_LEAST = parse("1Mi")
_MOST_GIBIBYTES = 15  # up to here a bare number means Gi rather than Mi


class MemoryTooSmall(QuantityRule):
    """A memory quantity is too small for any process.

    A number without a suffix means bytes: `512` and `1024` are less than a memory page. A limit this small kills
    the container at once, a request reserves nothing.

    Bad:
        k8s.V1ResourceRequirements(limits={"memory": "512"})
    Good:
        k8s.V1ResourceRequirements(limits={"memory": "512Mi"})
    """

    code, since, severity = "KE305", "0.1", WARNING
    fixable = "unsafe"

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        quantity = amount.quantity
        if amount.resource != "memory" or quantity is None or quantity.is_zero or quantity.is_negative:
            return
        if not quantity < _LEAST or milli_bytes(amount) is not None:
            return
        text = amount.text.strip()
        severity = ERROR if amount.is_limit else WARNING
        effect = "no container starts with this limit" if amount.is_limit else "almost nothing is reserved"
        if not text.isdecimal():
            message = f"memory `{text}` is less than `1Mi`, so {effect}"
            yield self.violation(amount.origin, message, severity=severity, field=amount.path)
            return
        meant = f"{text}{'Gi' if int(text) <= _MOST_GIBIBYTES else 'Mi'}"
        fix = rewrite(amount.origin, amount.text, meant, UNSAFE)
        message = f"memory `{text}` has no suffix and means bytes, so {effect}: did you mean `{meant}`?"
        yield self.violation(amount.origin, message, fix=fix, severity=severity, field=amount.path)
