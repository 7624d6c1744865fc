"""Shared by the rules on ``Secret(...)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from k8slint.airflow.secret import read_secret
from k8slint.rules._base import Context, Rule

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class SecretRule(Rule):
    """Checks calls of Airflow's Secret."""

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return read_secret(call) is not None
