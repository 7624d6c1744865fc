from __future__ import annotations

import re
from collections.abc import Iterator

from k8slint.airflow.moves import Status, judge
from k8slint.bindings import GuardKind, index
from k8slint.evaluate.values import Origin
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._imports import gone

# Functions that import the name in a string that they are given, by their last part.
IMPORTERS = frozenset(
    {"patch", "multiple", "import_module", "import_string", "import_object", "importorskip", "__import__"}
)
_QUOTED_NAME = re.compile(r"""["']airflow\.""")  # without one there is no use in binding the file's names
METHODS = frozenset({"patch.dict", "monkeypatch.setattr", "monkeypatch.delattr"})


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
        if not _QUOTED_NAME.search(context.evaluation.source.text):
            return
        for text in index(context.evaluation.tree).texts:
            name = str(text.node.value)
            guarded = any(guard.kind is not GuardKind.TYPE_CHECKING for guard in text.guards)
            if guarded or not name.startswith("airflow.") or not _imports(text.function):
                continue
            verdict = judge(name, context.targets) or judge(name.rpartition(".")[0], context.targets)
            if verdict is None or verdict.status is not Status.REMOVED:
                continue
            place = f": it is `{verdict.place.dotted}` now" if verdict.place and verdict.move.recorded else ""
            message = f"`{name}` {gone(verdict.since)}, so `{text.function}` fails when it runs{place}"
            yield self.violation(Origin(context.evaluation.source, text.node), message)


def _imports(function: str) -> bool:
    parts = function.split(".")
    return parts[-1] in IMPORTERS or ".".join(parts[-2:]) in METHODS
