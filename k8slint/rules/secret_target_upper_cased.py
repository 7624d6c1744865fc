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
    """An env ``Secret(...)`` names its variable in lower case.

    Airflow upper-cases the deploy_target of an env Secret: a program that reads the variable under the name that is
    written here doesn't find it.

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
                    f"Airflow upper-cases the name of the variable: the container gets `{target.upper()}`, not "
                    f"`{target}`. Write it in upper case",
                    fix=partial(reworded, at, target, target.upper(), "write it in upper case", SAFE)
                    if inside(at, call.origin)
                    else None,
                )
            case _:
                return
