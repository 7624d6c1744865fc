from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.moves.imports import dead_imports
from k8slint.airflow.moves.names import Status
from k8slint.airflow.moves.table.legacy import HELPER_MODELS, HELPER_MODULES
from k8slint.evaluate.values import Origin
from k8slint.rules._base import ERROR, Context, Fix, Needles, Rule, Violation
from k8slint.rules._imports import brings_helpers, consequence, fix_for_removed, gone, severity
from k8slint.settings.targets import Targets

if TYPE_CHECKING:
    from k8slint.airflow.moves.imports import Outdated


class RemovedHelperClass(Rule):
    """An import uses one of Airflow's own classes for parts of a pod: Volume, VolumeMount, Port, Resources and others.

    Provider 5.0.0 removed them, so importing the file fails. The models of the kubernetes client replace them, with
    other arguments. The fix rewrites every call, names positional arguments, and changes the import, but only if it
    can rewrite all uses in the file. The places that it can't rewrite are listed.

    Bad:
        from airflow.kubernetes.volume_mount import VolumeMount

        mount = VolumeMount("data", "/data", None, True)
    Good:
        from kubernetes.client import models as k8s

        mount = k8s.V1VolumeMount(name="data", mount_path="/data", read_only=True)
    """

    code, since, severity = "KE704", "0.1", ERROR
    fixable = "safe"
    checks = "names"

    def needles(self, targets: Targets) -> Needles:
        return frozenset((b"ubernetes", module.encode()) for module in HELPER_MODULES)

    def check_module(self, context: Context) -> Iterator[Violation]:
        evaluation = context.evaluation
        for outdated in dead_imports(evaluation.tree, context.targets) if context.names_moved else ():
            if outdated.verdict.status is not Status.REMOVED or not brings_helpers(outdated, context):
                continue
            from k8slint.edits.classes import unconverted

            left = unconverted(outdated.imported, evaluation, context.targets)
            yield self.violation(
                Origin(evaluation.source, outdated.node),
                f"`{outdated.old}` {gone(outdated.verdict.since)}, {consequence(outdated, context)}; {_advice(outdated)}",
                related=tuple((Origin(evaluation.source, node), text) for node, text in left),
                fix=partial(_fix, outdated, context),
                severity=severity(outdated, context),
            )


def _fix(outdated: Outdated, context: Context) -> Fix | None:
    """Convert what uses the class; where nothing does, drop the import."""
    from k8slint.edits.classes import convert_helpers

    converted = convert_helpers(outdated.imported, context.evaluation, context.targets)
    return converted or fix_for_removed(outdated, context)


def _advice(outdated: Outdated) -> str:
    model = HELPER_MODELS.get(outdated.old)
    return f"write {f'`{model}`' if model else 'the models'} of the kubernetes client"
