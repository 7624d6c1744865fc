from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from k8slint.kube.client.fit import Kind, Problem
from k8slint.kube.client.schema import is_class_of_any_client
from k8slint.rules._base import ERROR, SAFE, UNSAFE, Context, Fix
from k8slint.rules._models import ModelRule, other_class

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class UnknownModelClass(ModelRule):
    """A class doesn't exist in the installed kubernetes client.

    Classes are added and removed between client versions, and a misspelled one never existed: the DAG file raises
    ImportError or AttributeError when it is imported, and none of its DAGs load.

    Bad:
        k8s.V1Lifecycle(pre_stop=k8s.V1Handler(_exec=k8s.V1ExecAction(command=["sync"])))
    Good:
        k8s.V1Lifecycle(pre_stop=k8s.V1LifecycleHandler(_exec=k8s.V1ExecAction(command=["sync"])))
    """

    code, since, severity = "KE500", "0.1", ERROR
    kind = Kind.CLASS
    checks = "names"
    fixable = "safe"

    def fix_of(self, problem: Problem, call: CallRecord, context: Context) -> Callable[[], Fix | None] | None:
        """A class under its other name is the same; a misspelt one is a guess."""
        name = problem.origin.text.rpartition(".")[2]
        return other_class(problem, context, SAFE if is_class_of_any_client(name) else UNSAFE)
