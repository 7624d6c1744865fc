"""Reads the arguments of Airflow's ``Secret(deploy_type, deploy_target, secret, key, items)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.dataclass import dataclass
from k8slint.evaluate.values import Absent, Const, Reason, Unknown, Value

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

SECRET_CLASSES = frozenset(
    {
        "airflow.contrib.kubernetes.secret.Secret",
        "airflow.kubernetes.secret.Secret",
        "airflow.providers.cncf.kubernetes.secret.Secret",
    }
)
PARAMETERS = ("deploy_type", "deploy_target", "secret", "key", "items")


@dataclass(frozen=True, slots=True, eq=False)
class SecretCall:
    """The arguments of one call: ``Absent`` where none is given, ``Unknown`` where that can't be known."""

    deploy_type: Value
    deploy_target: Value
    secret: Value
    key: Value
    items: Value

    @property
    def is_env(self) -> bool:
        return isinstance(self.deploy_type, Const) and self.deploy_type.value == "env"

    @property
    def is_volume(self) -> bool:
        return isinstance(self.deploy_type, Const) and self.deploy_type.value == "volume"


def read_secret(call: CallRecord) -> SecretCall | None:
    """The arguments of a call of Airflow's Secret, None for a call of anything else."""
    if call.qualified_name not in SECRET_CLASSES:
        return None
    given = {**dict(zip(PARAMETERS, call.positional, strict=False)), **call.keywords}
    missing: Value = Absent(call.origin) if call.complete else Unknown(Reason.SPLAT, call.origin)
    return SecretCall(*(given.get(name, missing) for name in PARAMETERS))


def is_missing(value: Value) -> bool:
    """Whether an argument is certainly not given, or given as None."""
    return isinstance(value, Absent) or (isinstance(value, Const) and value.value is None)


def raises(call: CallRecord) -> bool:
    """Whether a call of Secret raises TypeError: an unknown argument, or too few."""
    given = len(call.positional) + len(call.keywords)
    return any(name not in PARAMETERS for name in call.keywords) or (call.complete and given < 3)
