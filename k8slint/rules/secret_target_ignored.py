from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.secret import is_missing, raises, read_secret
from k8slint.evaluate.values import Const
from k8slint.rules._base import WARNING, Context, Violation
from k8slint.rules._secrets import SecretRule

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class SecretTargetIgnored(SecretRule):
    """An env ``Secret(...)`` names a variable but no key.

    Without a key Airflow loads the whole Secret with env_from: every key becomes a variable with its own name, and
    the deploy_target is ignored.

    Bad:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="env", deploy_target="DB_HOSTNAME", secret="db-credentials")
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="env", deploy_target="DB_HOSTNAME", secret="db-credentials", key="hostname")
    """

    code, since, severity = "KE408", "0.1", WARNING

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is None or not secret.is_env or not is_missing(secret.key) or raises(call):
            return
        match secret.deploy_target:
            case Const(value=str(target), origin=at):
                yield self.violation(
                    at,
                    f"without a key, every key of the Secret becomes a variable and `{target}` is not set. Add the "
                    "key, or set deploy_target to None to load all keys",
                )
            case _:
                return
