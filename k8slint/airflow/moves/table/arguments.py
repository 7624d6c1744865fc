"""Arguments of DAGs, operators and ``@task`` that went or were renamed: one row each.

A new move is a new row here, and then ``python -m tools.generate``. The rows hold what constructors of the real classes
did in Airflow 1.10.15 to 3.3.2 and in the cncf.kubernetes provider 1.0.0 to 10.25.0 when they were called with the
argument.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from k8slint.airflow.moves.rows import Place, Since, airflow, provider


class Owner(Enum):
    """Whose argument it is."""

    DAG = "DAG"
    OPERATOR = "operator"  # every operator and sensor, and @task
    POD = "KubernetesPodOperator"  # and what derives from it, and @task.kubernetes
    SPARK = "SparkKubernetesOperator"
    BASH = "BashOperator"
    PYTHON = "PythonOperator"  # and what derives from it, and @task
    VIRTUALENV = "PythonVirtualenvOperator"  # and ExternalPythonOperator, and their decorators
    TRIGGER_DAG_RUN = "TriggerDagRunOperator"
    EXTERNAL_TASK_MARKER = "ExternalTaskMarker"
    DAY_OF_WEEK = "DayOfWeekSensor"  # and BranchDayOfWeekOperator
    ASSET_SCHEDULE = "AssetOrTimeSchedule"
    SDK_VARIABLE = "Variable.get"
    UNIQUE_SUFFIX = "add_unique_suffix"


class Effect(Enum):
    """What a target does with an argument that it no longer has. The values are the words of the messages."""

    RAISES = "raises"
    IGNORED = "ignored"


class ArgumentMove(NamedTuple):
    """One argument: since when it is deprecated and gone, what it does then, and what takes its place.

    ``new`` is the keyword to write instead (None: none). ``available`` are the versions that know it, where it didn't
    come when the old one was deprecated, or dropped without a warning. ``value`` names a conversion of the value.
    ``drops`` says that deleting the argument loses nothing. ``advice`` is for a person.
    """

    owner: Owner
    old: str
    new: str | None
    deprecated: Since | None
    gone: Since | None
    effect: Effect = Effect.RAISES
    available: tuple[Since, ...] = ()
    value: str = ""
    drops: bool = False
    advice: str = ""


ARGUMENTS: tuple[ArgumentMove, ...] = (
    ArgumentMove(Owner.DAG, "schedule_interval", "schedule", airflow(2, 4), airflow(3, 0)),
    ArgumentMove(Owner.DAG, "timetable", "schedule", airflow(2, 4), airflow(3, 0)),
    ArgumentMove(Owner.DAG, "concurrency", "max_active_tasks", airflow(2, 2), airflow(3, 0)),
    ArgumentMove(Owner.DAG, "fail_stop", "fail_fast", None, airflow(3, 0)),
    ArgumentMove(Owner.DAG, "default_view", None, None, airflow(3, 0), drops=True, advice="the UI has one view"),
    ArgumentMove(Owner.DAG, "orientation", None, None, airflow(3, 0), drops=True, advice="the UI lays out graphs"),
    ArgumentMove(Owner.DAG, "full_filepath", None, airflow(2, 2), airflow(3, 0), drops=True, advice="it did nothing"),
    ArgumentMove(
        Owner.DAG, "sla_miss_callback", None, None, airflow(3, 0), Effect.IGNORED,
        advice="nothing calls it; `DAG(deadline=...)` of Airflow 3.1 works differently",
    ),
    ArgumentMove(
        Owner.OPERATOR, "sla", None, None, airflow(3, 0), Effect.IGNORED,
        advice="missed deadlines are not detected; `DAG(deadline=...)` of Airflow 3.1 works differently",
    ),
    ArgumentMove(Owner.OPERATOR, "task_concurrency", "max_active_tis_per_dag", airflow(2, 2), airflow(3, 0)),
    ArgumentMove(
        Owner.OPERATOR, "schedule_interval", None, airflow(1, 10), airflow(2, 0), drops=True,
        advice="only a DAG has a schedule",
    ),
    ArgumentMove(
        Owner.OPERATOR, "email", None, airflow(3, 0), None,
        advice="use SmtpNotifier of the smtp provider in the callbacks",
    ),
    ArgumentMove(Owner.BASH, "xcom_push", "do_xcom_push", airflow(1, 10), airflow(2, 0)),
    ArgumentMove(Owner.BASH, "skip_exit_code", "skip_on_exit_code", airflow(2, 6), airflow(3, 0)),
    ArgumentMove(
        Owner.PYTHON, "provide_context", None, airflow(2, 0), airflow(3, 0), drops=True,
        advice="the context is always passed",
    ),
    ArgumentMove(Owner.VIRTUALENV, "use_dill", "serializer", airflow(2, 10), airflow(3, 0), value="serializer"),
    ArgumentMove(Owner.TRIGGER_DAG_RUN, "execution_date", "logical_date", airflow(2, 9), airflow(3, 0)),
    ArgumentMove(
        Owner.TRIGGER_DAG_RUN, "python_callable", None, None, airflow(2, 0),
        advice="pass the configuration of the run as `conf=`, or skip the task in an upstream task",
    ),
    ArgumentMove(Owner.EXTERNAL_TASK_MARKER, "execution_date", "logical_date", None, airflow(3, 0)),
    ArgumentMove(
        Owner.DAY_OF_WEEK, "use_task_execution_day", "use_task_logical_date", airflow(2, 3), airflow(3, 0)
    ),
    ArgumentMove(Owner.ASSET_SCHEDULE, "datasets", "assets", None, airflow(3, 0)),
    ArgumentMove(Owner.SDK_VARIABLE, "default_var", "default", None, airflow(3, 0)),
    ArgumentMove(
        Owner.POD, "is_delete_operator_pod", "on_finish_action", provider(7, 2, 0), provider(10, 0, 0),
        Effect.IGNORED, value="on_finish_action",
    ),
    ArgumentMove(
        Owner.POD, "resources", "container_resources", provider(4, 2, 0), provider(5, 0, 0), value="resources"
    ),
    ArgumentMove(Owner.POD, "node_selectors", "node_selector", provider(1, 0, 0), provider(5, 0, 0)),
    ArgumentMove(Owner.POD, "xcom_push", "do_xcom_push", airflow(1, 10), airflow(2, 0)),
    ArgumentMove(
        Owner.POD, "progress_callback", None, provider(7, 14, 0), provider(10, 0, 0), Effect.IGNORED,
        advice="nothing calls it; give a subclass of KubernetesPodOperatorCallback as `callbacks=`",
    ),
    ArgumentMove(
        Owner.POD, "reattach_on_restart", "durable", provider(10, 20, 0), None,
        available=(provider(10, 20, 0), airflow(3, 3)),
    ),
    ArgumentMove(Owner.UNIQUE_SUFFIX, "pod_name", "name", None, provider(8, 3, 0)),
    ArgumentMove(
        Owner.SPARK, "api_group", None, None, provider(7, 14, 0), drops=True,
        advice="it is taken from the SparkApplication",
    ),
    ArgumentMove(
        Owner.SPARK, "api_version", None, None, provider(7, 14, 0), drops=True,
        advice="it is taken from the SparkApplication",
    ),
    ArgumentMove(
        Owner.SPARK, "watch", None, None, provider(7, 14, 0), drops=True, advice="the operator always waits",
    ),
    ArgumentMove(
        Owner.SPARK, "base_container_name", None, None, provider(10, 0, 0), Effect.IGNORED, drops=True,
        advice="it is always the driver's container",
    ),
    ArgumentMove(
        Owner.SPARK, "container_logs", None, None, provider(10, 0, 0), Effect.IGNORED, drops=True,
        advice="the logs are always the driver's",
    ),
)  # fmt: skip


class Calls(NamedTuple):
    """How a class that changed its parameters may be called to mean the same at its new place: without these keywords,
    and with no more positional arguments than these."""

    keywords: frozenset[str] = frozenset()
    positional: int = 0


# Keywords that changed and are no argument moves: their values did.
_CHANGED_VALUES: dict[str, frozenset[str]] = {
    "BaseOperator": frozenset({"email_on_failure", "email_on_retry", "trigger_rule"}),
    "PodGenerator": frozenset({"envs", "image", "name"}),
}
_WITH_CALLS = {
    "BaseOperator": Owner.OPERATOR,
    "BashOperator": Owner.BASH,
    "DAG": Owner.DAG,
    "DayOfWeekSensor": Owner.DAY_OF_WEEK,
    "ExternalTaskMarker": Owner.EXTERNAL_TASK_MARKER,
    "KubernetesPodOperator": Owner.POD,
    "PodGenerator": None,
    "PythonOperator": Owner.PYTHON,
    "PythonVirtualenvOperator": Owner.VIRTUALENV,
    "TriggerDagRunOperator": Owner.TRIGGER_DAG_RUN,
}
# Classes whose positional arguments behind the first mean something else at their new place: the old names of all.
NAMED_ARGUMENTS = {"airflow.sdk.Asset": ("name", "extra")}
_POSITIONAL = {
    "airflow.sdk.Asset": 2,
    "airflow.sdk.AssetAlias": 1,
    "airflow.sdk.AssetAll": 255,
    "airflow.sdk.AssetAny": 255,
}


def calls_of(place: Place) -> Calls | None:
    """What calls of a class mean the same at a place whose parameters changed; None when nobody recorded that.

    Keywords that the class still takes have findings of their own, and don't keep it from being imported.
    """
    name, positional = place.name or "", _POSITIONAL.get(place.dotted)
    if name in _WITH_CALLS:
        owner = _WITH_CALLS[name]
        still_taken = {move.old for move in ARGUMENTS if move.effect is Effect.IGNORED or move.gone is None}
        moved = {move.old for move in ARGUMENTS if move.owner is owner}
        return Calls(frozenset(moved - still_taken) | _CHANGED_VALUES.get(name, frozenset()), positional or 0)
    return None if positional is None else Calls(positional=positional)
