from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.moves import Status, judge
from k8slint.bindings import index
from k8slint.evaluate.values import Origin
from k8slint.rules._base import WARNING, Context, Rule, Violation

# Functions that import the name in the string that they are given, by their last part.
IMPORTERS = frozenset(
    {"patch", "object", "import_module", "import_string", "import_object", "importorskip", "__import__"}
)


class MovedNameInText(Rule):
    """A string given to ``mock.patch``, ``import_module`` or a relative names what the target no longer has.

    The call fails when it runs. Only reported: whether the string should follow the import depends on where the code
    under test looks the name up.

    Bad:
        from unittest import mock

        mock.patch("airflow.kubernetes.secret.Secret")
    Good:
        from unittest import mock

        mock.patch("airflow.providers.cncf.kubernetes.secret.Secret")
    """

    code, since, severity = "KE604", "0.1", WARNING
    judges = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        for constant, function in index(context.evaluation.tree).texts:
            text = str(constant.value)
            if not text.startswith("airflow.") or function.rpartition(".")[2] not in IMPORTERS:
                continue
            verdict = judge(text, context.targets) or judge(text.rpartition(".")[0], context.targets)
            if verdict is None or verdict.status is not Status.REMOVED:
                continue
            place = f": it is `{verdict.place.dotted}` now" if verdict.place else ""
            message = f"`{text}` is gone since {verdict.since}, so `{function}` fails when it runs{place}"
            yield self.violation(Origin(context.evaluation.source, constant), message)
