from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.placeholders import placeholder
from k8slint.airflow.secret import PARAMETERS, SecretCall, is_missing, read_secret
from k8slint.evaluate.values import Absent, Const, Value
from k8slint.kube import names
from k8slint.rules._base import ERROR, Context, Violation
from k8slint.rules._secrets import SecretRule
from k8slint.settings.errors import nearest

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class InvalidSecret(SecretRule):
    """An Airflow ``Secret(...)`` has arguments that can't work.

    ``Secret(deploy_type, deploy_target, secret, key=None, items=None)`` raises an error at import if deploy_type is
    neither ``env`` nor ``volume``, or if a key has no deploy_target. If a name or key isn't valid in Kubernetes,
    the pod is rejected.

    Bad:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="file", deploy_target="/var/secrets", secret="db-credentials")
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="volume", deploy_target="/var/secrets", secret="db-credentials")
    """

    code, since, severity = "KE407", "0.1", ERROR

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is None:
            return
        yield from self._check_arguments(call, secret)
        yield from self._check_type(secret)
        yield from self._check_name(secret.secret, "Secret", names.dns_subdomain)
        if secret.is_env:
            yield from self._check_name(secret.key, "key of a Secret", names.data_key)

    def _check_arguments(self, call: CallRecord, secret: SecretCall) -> Iterator[Violation]:
        for name, value in call.keywords.items():
            if name not in PARAMETERS:
                near = nearest(name, PARAMETERS)
                hint = f": did you mean `{near}`?" if near else f": it accepts {', '.join(PARAMETERS)}"
                yield self.violation(
                    call.keys.get(name, value.origin),
                    f"Secret has no argument `{name}`, so importing the DAG fails{hint}",
                )
        if any(name not in PARAMETERS for name in call.keywords):
            return
        for name in PARAMETERS[:3]:
            if isinstance(getattr(secret, name), Absent):
                yield self.violation(call.origin, f"Secret needs `{name}`; importing the DAG fails without it")

    def _check_type(self, secret: SecretCall) -> Iterator[Violation]:
        match secret.deploy_type:
            case Const(value="env" | "volume"):
                pass
            case Const(value=value, origin=at):
                yield self.violation(
                    at, f"deploy_type must be `env` or `volume`; `{value}` raises AirflowConfigException"
                )
                return
            case _:
                return
        if isinstance(secret.deploy_target, Absent):
            return
        if is_missing(secret.deploy_target):
            if isinstance(secret.key, Const) and secret.key.value is not None:
                yield self.violation(
                    secret.deploy_target.origin,
                    "a key without a deploy_target raises AirflowConfigException. Name the variable or path that "
                    "receives it",
                    related=((secret.key.origin, "the key"),),
                )
            elif secret.is_volume:
                yield self.violation(
                    secret.deploy_target.origin,
                    "a volume Secret without a deploy_target has no mount path, so using it raises ValueError. Set "
                    "deploy_target to the path",
                )
        elif (
            secret.is_env
            and isinstance(secret.deploy_target, Const)
            and not isinstance(secret.deploy_target.value, str)
        ):
            yield self.violation(
                secret.deploy_target.origin,
                "deploy_target of an env Secret is the variable's name and must be a string",
            )

    def _check_name(self, value: Value, what: str, wrong: Callable[[str], str | None]) -> Iterator[Violation]:
        match value:
            case Const(value=str(text), origin=at) if placeholder(text) is None:
                why = wrong(text)
                if why is not None:
                    yield self.violation(at, f"no {what} can be named `{text}`: {why}")
            case _:
                return
