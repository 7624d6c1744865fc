from __future__ import annotations

from collections.abc import Iterator

from k8slint.airflow.moves.names import Status
from k8slint.rules._base import INFO, Context, Rule, Violation
from k8slint.rules._options import airflow_of, outdated_settings


class RemovedOption(Rule):
    """An option of Airflow's configuration was removed and not replaced.

    The setting has no effect. Checked are `airflow.cfg`, and variables `AIRFLOW__SECTION__OPTION` in Dockerfiles, compose and
    `.env` files. Options of providers and plugins are not checked.

    File: airflow.cfg

    Bad:
        [core]
        task_runner = StandardTaskRunner
    Good:
        [core]
        parallelism = 32
    """

    code, since, severity = "KE606", "0.1", INFO
    checks = "names"

    def check_settings(self, context: Context) -> Iterator[Violation]:
        for each in outdated_settings(context, Status.REMOVED, moved=False):
            yield self.violation(
                each.at, f"{airflow_of(context)} does not read `{each.written}`; remove it, nothing replaces it"
            )
