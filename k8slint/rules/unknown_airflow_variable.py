from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.options import PREFIX, Wrong, mistake_in
from k8slint.airflow.secret import read_secret
from k8slint.evaluate.values import Const, Origin, Value, get
from k8slint.kube.pod import Container
from k8slint.rules._base import UNSAFE, WARNING, Context, Edit, Fix, Rule, Violation
from k8slint.rules._options import setting_change
from k8slint.rules._wire import items

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord


class UnknownAirflowVariable(Rule):
    """An environment variable looks like an option of Airflow's configuration, but no such option exists.

    Airflow reads `AIRFLOW__SECTION__OPTION`, in upper case and with two underscores in both places. A variable with another
    name has no effect, and there is no error message. Sections that aren't Airflow's own may belong to a provider or a
    plugin and are not checked. Dockerfiles, compose and `.env` files are checked too.

    Bad:
        env = [k8s.V1EnvVar(name="AIRFLOW__CORE_DAGS_FOLDER", value="/dags")]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    Good:
        env = [k8s.V1EnvVar(name="AIRFLOW__CORE__DAGS_FOLDER", value="/dags")]
        pod = k8s.V1Pod(spec=k8s.V1PodSpec(containers=[k8s.V1Container(name="base", env=env)]))
    """

    code, since, severity = "KE414", "0.1", WARNING
    fixable = "unsafe"

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        for index, variable in enumerate(items(container.get("env"))):
            yield from self._check(get(variable, "name"), context, f"{container.path}.env[{index}].name")

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        secret = read_secret(call)
        if secret is not None and secret.is_env:
            yield from self._check(secret.deploy_target, context, None)

    def check_settings(self, context: Context) -> Iterator[Violation]:
        for setting in context.settings:
            if setting.variable is not None and setting_change(setting, context) is None:
                wrong = mistake_in(setting.variable, context.targets)
                if wrong is not None:
                    at = Origin(context.evaluation.source, setting.name)
                    yield self.violation(at, _message(setting.variable, wrong))

    def _check(self, name: Value, context: Context, field: str | None) -> Iterator[Violation]:
        if not isinstance(name, Const) or not isinstance(name.value, str) or not name.value.startswith(PREFIX):
            return
        wrong = mistake_in(name.value, context.targets)
        if wrong is not None:
            yield self.violation(
                name.origin,
                _message(name.value, wrong),
                field=field,
                fix=partial(_rename, name, wrong.nearest) if wrong.nearest else None,
            )


def _message(name: str, wrong: Wrong) -> str:
    hint = f". Did you mean `{wrong.nearest}`?" if wrong.nearest else ""
    return f"Airflow doesn't read `{name}`: {wrong.why}{hint}"


def _rename(name: Const, right: str) -> Fix | None:
    text = name.origin.text
    if len(text) < 2 or text[1:-1] != name.value:
        return None
    return Fix(f"write `{right}`", (Edit(name.origin.span, f"{text[0]}{right}{text[0]}"),), UNSAFE)
