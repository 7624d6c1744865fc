from __future__ import annotations

import ast
from collections.abc import Iterator

from k8slint.evaluate.values import Origin
from k8slint.rules._base import WARNING, Context, Needles, Rule, Violation
from k8slint.settings.targets import Targets, at_least
from k8slint.source.bindings import index
from k8slint.source.nodes import parents_of


class OldLinkSignature(Rule):
    """``get_link`` of an operator's extra link takes the run's date, not the task instance's key.

    Airflow 3 calls ``get_link(operator=..., ti_key=...)``: the call fails, and the link is missing in the UI. Airflow 2.3
    and later accept both forms.

    Bad:
        from airflow.sdk import BaseOperatorLink

        class Report(BaseOperatorLink):
            name = "Report"

            def get_link(self, operator, dttm):
                return "https://reports.example.com"
    Good:
        from airflow.sdk import BaseOperatorLink

        class Report(BaseOperatorLink):
            name = "Report"

            def get_link(self, operator, *, ti_key):
                return "https://reports.example.com"
    """

    code, since, severity = "KE716", "0.1", WARNING
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return frozenset({(b"def get_link", b"BaseOperatorLink")}) if at_least(targets.airflow, (3, 0)) else frozenset()

    def check_module(self, context: Context) -> Iterator[Violation]:
        tree = context.evaluation.tree
        if "get_link" not in context.evaluation.source.text or not at_least(context.targets.airflow, (3, 0)):
            return
        bound = index(tree)
        for imported in bound.imports:
            if imported.level or imported.name != "BaseOperatorLink" or not imported.dotted.startswith("airflow."):
                continue
            for use in bound.uses(imported):
                parent = parents_of(tree).get(use.name)
                for method in parent.body if isinstance(parent, ast.ClassDef) else ():
                    if isinstance(method, ast.FunctionDef) and method.name == "get_link" and not _takes_key(method):
                        yield self.violation(
                            Origin(context.evaluation.source, method.args.args[-1] if method.args.args else method),
                            "Airflow 3 calls `get_link(operator=..., ti_key=...)`, which this signature does not accept; "
                            "take `ti_key`",
                        )


def _takes_key(method: ast.FunctionDef) -> bool:
    arguments = method.args
    names = {each.arg for each in (*arguments.args, *arguments.kwonlyargs)}
    return "ti_key" in names or arguments.kwarg is not None or bool(method.decorator_list)
