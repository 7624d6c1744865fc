from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.branches import runs
from k8slint.airflow.moves.names import Status, Verdict, verdict_of
from k8slint.airflow.moves.rows import Change
from k8slint.evaluate.values import Origin
from k8slint.patterns import pattern
from k8slint.rules._base import UNSAFE, WARNING, Context, Edit, Fix, Rule, Violation
from k8slint.rules._imports import gone
from k8slint.settings.targets import Targets
from k8slint.source.bindings import GuardKind, index

# Functions that import the name in a string that they are given, by their last part.
IMPORTERS = frozenset(
    {"patch", "multiple", "import_module", "import_string", "import_object", "importorskip", "__import__"}
)
_QUOTED_NAME = pattern(r"""["'](airflow\.[\w.]+)""")
METHODS = frozenset({"patch.dict", "monkeypatch.setattr", "monkeypatch.delattr"})


class MovedNameInText(Rule):
    """A string given to ``mock.patch``, ``import_module`` or a similar function names something that was removed.

    The call fails when it runs. The fix is unsafe: whether the string should follow the import depends on where the
    code under test looks the name up.

    Bad:
        from unittest import mock

        mock.patch("airflow.kubernetes.secret.Secret")
    Good:
        from unittest import mock

        mock.patch("airflow.providers.cncf.kubernetes.secret.Secret")
    """

    code, since, severity = "KE604", "0.1", WARNING
    fixable = "unsafe"
    checks = "names"

    def check_module(self, context: Context) -> Iterator[Violation]:
        if not any(map(partial(_verdict, context.targets), set(_QUOTED_NAME.findall(context.evaluation.source.text)))):
            return  # there is no use in binding the file's names
        bound = index(context.evaluation.tree)
        for text in bound.texts:
            name = str(text.node.value)
            guarded = any(
                guard.kind is not GuardKind.TYPE_CHECKING and not runs(guard, bound, context.targets)
                for guard in text.guards
            )
            if guarded or not name.startswith("airflow.") or not _imports(text.function):
                continue
            verdict = _verdict(context.targets, name)
            if verdict is None:
                continue
            place = f": it is now `{verdict.place.dotted}`" if verdict.place and verdict.move.recorded else ""
            message = f"`{name}` {gone(verdict.since)}, so `{text.function}` fails when it runs{place}"
            yield self.violation(
                Origin(context.evaluation.source, text.node), message, fix=partial(_rewrite, text.node, name, context)
            )


def _rewrite(node: ast.Constant, name: str, context: Context) -> Fix | None:
    """Write the new place into the string, as far as that is the same thing."""
    rest = ""
    while True:
        verdict = verdict_of(name.removesuffix(rest), context.targets)
        if verdict is not None and verdict.place is not None and verdict.move.recorded:
            break
        name_left, _, last = name.removesuffix(rest).rpartition(".")
        if not name_left:
            return None
        rest = f".{last}{rest}"
    place = verdict.place
    of_module = place.name is None and bool(rest)  # which need not have all that it had
    if of_module or verdict.change is Change.SHAPE or verdict.status is not Status.REMOVED:
        return None
    from k8slint.edits.arguments import quoted, text_of

    source = context.evaluation.source
    if text_of(source, node)[1:-1] != name:
        return None
    at = Origin(source, node)
    return Fix(f"write `{place.dotted}{rest}`", (Edit(at.span, quoted(source, node, place.dotted + rest)),), UNSAFE)


def _verdict(targets: Targets, name: str) -> Verdict | None:
    """The verdict on a name or on its module, if it was removed."""
    verdict = verdict_of(name, targets) or verdict_of(name.rpartition(".")[0], targets)
    return verdict if verdict is not None and verdict.status is Status.REMOVED else None


def _imports(function: str) -> bool:
    parts = function.split(".")
    return parts[-1] in IMPORTERS or ".".join(parts[-2:]) in METHODS
