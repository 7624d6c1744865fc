from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.names import Status
from k8slint.rules._base import INFO, Context, Rule, Violation
from k8slint.rules._options import airflow_of, fix, outdated_settings, place_shown


class DeprecatedOption(Rule):
    """An option of Airflow's configuration is set under its old name, which is still read.

    Off by default: nothing is wrong yet. Airflow warns, and a later version will no longer read the old name.

    File: airflow.cfg

    Bad:
        [webserver]
        base_url = https://airflow.example.com
    Good:
        [api]
        base_url = https://airflow.example.com
    """

    code, since, severity = "KE607", "0.1", INFO
    default = False
    fixable = "safe"
    checks = "names"

    def check_settings(self, context: Context) -> Iterator[Violation]:
        for each in outdated_settings(context, Status.DEPRECATED, moved=True):
            yield self.violation(
                each.at,
                f"`{each.written}` is deprecated in {airflow_of(context)}; it is now `{place_shown(each)}`",
                fix=partial(fix, each, context),
            )
