from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.evaluate.values import Const, Value
from k8slint.kube.pod import Pod
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._wire import items, text

_REQUIRED = ("spec", "affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
_PREFERRED = ("spec", "affinity", "nodeAffinity", "preferredDuringSchedulingIgnoredDuringExecution")


class NodeSelectorNeverCompares(Rule):
    """A node selector compares a label with a value that isn't an integer.

    ``Gt`` and ``Lt`` compare integers. The API server accepts any string there; the scheduler then finds no node,
    and the pod stays Pending.

    Bad:
        k8s.V1NodeSelectorRequirement(key="example.com/cores", operator="Gt", values=["7.5"])
    Good:
        k8s.V1NodeSelectorRequirement(key="example.com/cores", operator="Gt", values=["7"])
    """

    code, since, severity = "KE540", "0.1", WARNING

    def check_pod(self, pod: Pod, context: Context) -> Iterator[Violation]:
        for index, term in enumerate(items(pod.value, *_REQUIRED)):
            yield from self._check(term, f"{'.'.join(_REQUIRED)}[{index}]", ())
        for index, term in enumerate(items(pod.value, *_PREFERRED)):
            yield from self._check(term, f"{'.'.join(_PREFERRED)}[{index}].preference", ("preference",))

    def _check(self, term: Value, path: str, below: tuple[str, ...]) -> Iterator[Violation]:
        for number, requirement in enumerate(items(term, *below, "matchExpressions")):
            operator = text(requirement, "operator")
            if operator not in ("Gt", "Lt"):
                continue
            for value in items(requirement, "values"):
                match value:
                    case Const(value=str(written)) if not re.fullmatch(r"[+-]?[0-9]+", written, re.ASCII):
                        yield self.violation(
                            value.origin,
                            f"`{operator}` compares integers, and `{written}` is not an integer: no node ever matches",
                            field=f"{path}.matchExpressions[{number}].values",
                        )
                    case _:
                        continue
