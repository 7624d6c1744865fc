"""Arguments of a DAG that accepted None until Airflow 3, and raise an error since.

Found by giving None to every argument of ``DAG`` in 2.11.2 and 3.3.2. Leaving the argument out is what None meant.
"""

from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.moves.arguments import owners_of
from k8slint.airflow.moves.removed import reached
from k8slint.airflow.moves.rows import Since
from k8slint.airflow.moves.table.arguments import Owner
from k8slint.evaluate.trace import CallRecord, Evaluation
from k8slint.evaluate.values import Const
from k8slint.settings.targets import Targets

SINCE = Since("airflow", (3, 0))
# The argument, and what to write where a name that may be None stands (empty: only the author can say).
NOT_NONE = {"default_args": "{}", "owner_links": "{}", "dag_display_name": ""}


def none_given(call: CallRecord, evaluation: Evaluation, targets: Targets) -> Iterator[str]:
    """The arguments of a call that are surely None and may not be."""
    if not reached(SINCE, targets):
        return
    for name in NOT_NONE:
        value = call.keywords.get(name)
        if isinstance(value, Const) and value.value is None and name in call.keys:
            if Owner.DAG in owners_of(call, evaluation.tree):
                yield name
