from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.placeholders import placeholder
from k8slint.airflow.secret import is_missing, read_secret
from k8slint.evaluate.values import Const
from k8slint.rules._base import INFO, SAFE, Context, Violation
from k8slint.rules._literals import inside, reworded
from k8slint.rules._secrets import SecretRule

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class SecretTargetUpperCased(SecretRule):
    """An env ``Secret(...)`` names its variable with small letters.

    Airflow turns the deploy_target of an env Secret into capitals: the variable that the container gets isn't called as
    it is written, and a program that looks for the written name doesn't find it.

    Bad:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="env", deploy_target="db_password", secret="db", key="password")
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="env", deploy_target="DB_PASSWORD", secret="db", key="password")
    """

    code, since, severity = "KE410", "0.1", INFO
    fixable = "safe"

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is None or not secret.is_env or is_missing(secret.key):
            return
        match secret.deploy_target:
            case Const(value=str(target), origin=at) if target != target.upper() and placeholder(target) is None:
                yield self.violation(
                    at,
                    f"Airflow writes it in capitals: the container gets `{target.upper()}`, not `{target}`",
                    fix=partial(reworded, at, target, target.upper(), "write it in capitals", SAFE)
                    if inside(at, call.origin)
                    else None,
                )
            case _:
                return
