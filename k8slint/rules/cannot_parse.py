"""KE001: the file isn't what it should be."""

from __future__ import annotations

from k8slint.rules._base import ERROR, Rule


class CannotParse(Rule):
    """The file can't be read as Python, or as a pod template.

    Airflow can't import such a file either: its DAGs vanish from the UI. Python newer than the interpreter that runs
    k8slint is read all the same. The linter itself reports this, before any rule runs.

    Bad:
        task = PythonOperator(task_id="t" executor_config={})
    Good:
        task = PythonOperator(task_id="t", executor_config={})
    """

    code, since, severity = "KE001", "0.1", ERROR
    judges = "names"
