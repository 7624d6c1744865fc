from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.evaluate.values import Origin
from k8slint.kube.client.fit import Kind, Problem
from k8slint.kube.client.schema import ModelSchema, Schema
from k8slint.rules._base import ERROR, SAFE, UNSAFE, Context, Fix
from k8slint.rules._models import ModelRule, call_node, proposal

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class UnknownModelKeyword(ModelRule):
    """A model gets a keyword that it doesn't have.

    The constructor raises TypeError when the DAG file is imported, so none of its DAGs load. Usually the keyword
    belongs to another model, is written in camelCase, or is newer than the installed client. An attribute that is
    set later under such a name is never sent.

    Bad:
        k8s.V1Container(name="base", imagePullPolicy="Always")
    Good:
        k8s.V1Container(name="base", image_pull_policy="Always")
    """

    code, since, severity = "KE501", "0.1", ERROR
    kind = Kind.KEYWORD
    checks = "names"
    fixable = "safe"

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        right, node = problem.replacement, call_node(call)
        if right is None or node is None or right in call.keywords:
            return None
        model = Schema.for_client(context.targets.client).model(call.qualified_name.rpartition(".")[2])
        return lambda: _rename(problem.origin, node, right, model)


def _rename(at: Origin, node: ast.Call, right: str, model: ModelSchema | None) -> Fix | None:
    """Rename the keyword at ``at``, if it is a keyword of this call and not a key of an unpacked dict."""
    from k8slint.edits.models import rename_model_keyword

    for keyword in node.keywords:
        if keyword.arg == at.text and Origin(at.source, keyword).span.start == at.span.start:
            safety = SAFE if model is not None and _is_same_field(model, keyword.arg, right) else UNSAFE
            return proposal(f"rename it to `{right}`", rename_model_keyword(at.source, keyword, right), safety)
    return None


def _is_same_field(model: ModelSchema, wrong: str, right: str) -> bool:
    """Whether two keywords are the same field: in camelCase, or as another client calls it. Else it is a guess."""
    field, other = model.fields.get(right), model.elsewhere.get(wrong)
    return field is not None and field.wire in (wrong, other.wire if other else None)
