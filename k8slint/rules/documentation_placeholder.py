from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.placeholders import placeholder
from k8slint.airflow.pods.sites import Kind, Site
from k8slint.airflow.secret import read_secret
from k8slint.evaluate.values import Const, Items, Mapping, Model, Value
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._secrets import SecretRule

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

# Fields that hold a name, a key or a path: nowhere there can angle brackets stand by right.
NAMES = frozenset(
    {
        "claim_name", "image", "key", "mount_path", "name", "namespace", "path", "priority_class_name",
        "runtime_class_name", "scheduler_name", "secret_name", "service_account_name",
    }
)  # fmt: skip


class DocumentationPlaceholder(SecretRule):
    """A placeholder from the documentation was left in, such as ``<release-name>-env``.

    No Kubernetes object has such a name: the pod is rejected, or waits for a Secret that can't exist.

    Bad:
        from kubernetes.client import models as k8s

        source = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="<release-name>-env", key="API_KEY"))
        env = [k8s.V1EnvVar(name="API_KEY", value_from=source)]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    Good:
        from kubernetes.client import models as k8s

        source = k8s.V1EnvVarSource(secret_key_ref=k8s.V1SecretKeySelector(name="quasar-1234-env", key="API_KEY"))
        env = [k8s.V1EnvVar(name="API_KEY", value_from=source)]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    """

    code, since, severity = "KE406", "0.1", ERROR

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is not None:
            for value in (secret.deploy_target, secret.secret, secret.key):
                yield from self._check(value)

    def check_site(self, site: Site, context: Context) -> Iterator[Violation]:
        if site.kind in (Kind.POD_OVERRIDE, Kind.POD, Kind.FULL_POD_SPEC, Kind.OPERATOR):
            for value in _names(site.value):
                yield from self._check(value)

    def _check(self, value: Value) -> Iterator[Violation]:
        match value:
            case Const(value=str(text)):
                found = placeholder(text)
                if found is not None:
                    yield self.violation(
                        value.origin,
                        f"`{found}` is a placeholder from the documentation: replace it with the real name",
                    )
            case _:
                return


def _names(value: Value) -> Iterator[Value]:
    todo = [value]
    while todo:
        match todo.pop():
            case Model(fields=fields):
                yield from (each for name, each in fields.items() if name in NAMES)
                todo += (each for each in fields.values() if type(each) is not Const)
            case Mapping(entries=entries):
                todo += entries.values()
            case Items(items=items):
                todo += items
            case _:
                pass
