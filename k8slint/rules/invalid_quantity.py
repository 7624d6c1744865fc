from __future__ import annotations

from collections.abc import Iterator

from k8slint.kube.api.refusal import Refusal
from k8slint.rules._base import ERROR, UNSAFE, WARNING, Context, Violation
from k8slint.rules._quantities import Amount, QuantityRule, rewrite


class InvalidQuantity(QuantityRule):
    """A quantity isn't valid in Kubernetes.

    The suffixes are `n`, `u`, `m`, `k`, `M`, `G`, `T`, `P`, `E`, and `Ki`, `Mi`, `Gi`, `Ti`, `Pi`, `Ei`,
    case-sensitive, without `B` and without a space before them. The API server can't decode a pod with any other
    suffix, and the task never starts. A string without digits counts as 0.

    Bad:
        k8s.V1ResourceRequirements(limits={"memory": "512MB"})
    Good:
        k8s.V1ResourceRequirements(limits={"memory": "512Mi"})
    """

    code, since, severity = "KE301", "0.1", ERROR
    fixable = "unsafe"
    areas = frozenset({"quantity"})

    def check_amount(self, amount: Amount) -> Iterator[Violation]:
        if amount.quantity is None:
            yield from self._unreadable(amount)
            return
        if not any(character.isdigit() for character in amount.text):
            message = f"`{amount.text}` has no digits; the API server reads it as {amount.quantity.canonical}"
            yield self.violation(amount.origin, message, severity=WARNING, field=amount.path)

    def _unreadable(self, amount: Amount) -> Iterator[Violation]:
        error = amount.error
        if error is None:
            return
        hint, fix = "", None
        if error.suggestions:
            # Of `512M` and `512Mi`, the power of two is what most people have in mind.
            hint = f": did you mean {error.advice}?"
            fix = rewrite(amount.origin, amount.text, error.suggestions[-1], UNSAFE)
        message = f"{error.why}; the API server rejects the pod{hint}"
        yield self.violation(amount.origin, message, fix=fix, field=amount.path, kind="Decode")

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        """Skip what other checks report: unreadable quantities, and fractions of a byte."""
        if refusal.kind not in ("Decode", "Warning"):
            yield from super().check_refusal(refusal, context)
