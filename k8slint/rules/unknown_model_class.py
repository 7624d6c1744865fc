from __future__ import annotations

from k8slint.kube.models import Kind
from k8slint.rules._base import ERROR
from k8slint.rules._models import ModelRule


class UnknownModelClass(ModelRule):
    """A class that the installed kubernetes client doesn't have.

    Classes come and go with the client's versions, and a misspelt one never existed: either way the DAG file raises
    ImportError or AttributeError when it is parsed, and none of its DAGs load.

    Bad:
        k8s.V1Lifecycle(pre_stop=k8s.V1Handler(_exec=k8s.V1ExecAction(command=["sync"])))
    Good:
        k8s.V1Lifecycle(pre_stop=k8s.V1LifecycleHandler(_exec=k8s.V1ExecAction(command=["sync"])))
    """

    code, since, severity = "KE500", "0.1", ERROR
    kind = Kind.CLASS
    judges = "names"
