from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.moves.names import Status
from k8slint.rules._base import WARNING, Context, Rule, Violation
from k8slint.rules._options import airflow_of, fix, outdated_settings, place_shown


class MovedOption(Rule):
    """An option of Airflow's configuration is set under a name that was removed; another name took its place.

    Airflow ignores the setting and uses the default. Checked are `airflow.cfg`, and variables `AIRFLOW__SECTION__OPTION` in
    Dockerfiles, compose and `.env` files, and `config` and `env` in the values of Helm charts. The fix is unsafe where
    another file of the repository reads the old name.

    File: airflow.cfg

    Bad:
        [kubernetes]
        worker_container_tag = 2.1
    Good:
        [kubernetes_executor]
        worker_container_tag = 2.1
    """

    code, since, severity = "KE605", "0.1", WARNING
    fixable = "safe"
    checks = "names"
    shadows = frozenset({"KE414"})

    def check_settings(self, context: Context) -> Iterator[Violation]:
        for each in outdated_settings(context, Status.REMOVED, moved=True):
            unit = "" if each.change.same else ", with a value in another unit"
            yield self.violation(
                each.at,
                f"{airflow_of(context)} does not read `{each.written}`; it is now `{place_shown(each)}`{unit}",
                fix=partial(fix, each, context),
            )
