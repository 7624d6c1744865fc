from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.secret import is_missing, read_secret
from k8slint.evaluate.values import Const, Items
from k8slint.rules._base import INFO, Context, Violation
from k8slint.rules._secrets import SecretRule

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class SecretVolumeKey(SecretRule):
    """A volume ``Secret(...)`` names a key, which has no effect.

    The whole Secret is mounted, every key as a file. ``items`` selects keys. Off by default: many examples do this, and it
    is harmless, because the file of the key exists.

    Bad:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="volume", deploy_target="/secrets", secret="service-account", key="key.json")
    Good:
        from airflow.providers.cncf.kubernetes.secret import Secret

        Secret(deploy_type="volume", deploy_target="/secrets", secret="service-account")
    """

    code, since, severity = "KE409", "0.1", INFO
    default = False

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is None or not secret.is_volume or isinstance(secret.items, Items):
            return
        if is_missing(secret.deploy_target):
            return  # that raises
        match secret.key:
            case Const(value=str(key), origin=at):
                yield self.violation(
                    at, f"a volume Secret mounts all keys: `{key}` has no effect. Use `items` to select keys"
                )
            case _:
                return
