from __future__ import annotations

from collections.abc import Iterator

from k8slint.evaluate.values import Origin
from k8slint.kube.api.refusal import Refusal
from k8slint.kube.quantity import Quantity, QuantityError, parse
from k8slint.rules._base import ERROR, Context, Rule, Violation


class RequestAboveLimit(Rule):
    """A container's request is larger than its limit.

    The API server rejects the pod with 422, so the task never starts. GPUs, other extended resources and huge pages
    can't be overcommitted: their request must equal their limit, and a limit alone is enough.

    Bad:
        k8s.V1ResourceRequirements(requests={"memory": "1Gi"}, limits={"memory": "1G"})
    Good:
        k8s.V1ResourceRequirements(requests={"memory": "1Gi"}, limits={"memory": "1Gi"})
    """

    code, since, severity = "KE302", "0.1", ERROR
    areas = frozenset({"requests-limits"})

    def check_refusal(self, refusal: Refusal, context: Context) -> Iterator[Violation]:
        units = _units(refusal.origin, refusal.related[0][0]) if len(refusal.related) == 1 else ""
        yield self.violation(
            refusal.origin,
            refusal.message_with_effect(units),
            related=refusal.related,
            severity=refusal.severity,
            field=refusal.path,
            kind=refusal.kind,
        )


def _units(request: Origin, limit: Origin) -> str:
    """The bytes of both, where one counts in thousands and the other in 1024s and looks no smaller."""
    try:
        asked, most = (parse(origin.text.strip("\"'")) for origin in (request, limit))
    except QuantityError:
        return ""
    if asked.format == most.format or not _looks_like(asked, most):
        return ""
    return f" (`{asked}` is {_bytes(asked)} bytes, `{most}` {_bytes(most)})"


def _looks_like(asked: Quantity, most: Quantity) -> bool:
    """Whether ``1Gi`` against ``1G``: the same but for the ``i``, or nearly."""
    return not asked > most + most


def _bytes(quantity: Quantity) -> str:
    whole = quantity.rounded_up(0)
    return f"{whole.unscaled * 10**whole.scale:,}" if whole.scale < 30 else quantity.canonical
