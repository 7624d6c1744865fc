"""KE001: a file can't be parsed."""

from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class CannotParse(Rule):
    """A file can't be parsed as Python or as a pod template.

    Airflow can't import such a file either, so its DAGs disappear from the UI. Syntax that is newer than the
    interpreter that runs k8slint is still parsed. The linter itself reports this, before any rule runs.

    Bad:
        task = PythonOperator(task_id="t" executor_config={})
    Good:
        task = PythonOperator(task_id="t", executor_config={})
    """

    code, since, severity = "KE001", "0.1", ERROR
    checks = "names"
