from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from k8slint.airflow.pods.sites import Kind, Site
from k8slint.evaluate.values import Const, Items, Origin, Unknown, Value, get
from k8slint.kube.pod import Container
from k8slint.rules._base import ERROR, SAFE, Context, Fix, Rule, Violation, replace
from k8slint.rules._literals import inside

ARTICLES = {"int": "an integer", "float": "a float", "bool": "a boolean"}


class EnvValueNotString(Rule):
    """An environment variable of a launched pod has a value that isn't a string.

    The API server can't decode it: "cannot unmarshal number into Go struct field EnvVar.value". (In a pod_override,
    Airflow's round trip through its database turns the value into a string.)

    Bad:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", image="trainer:1", env_vars={"EPOCHS": 10})
    Good:
        from airflow.providers.cncf.kubernetes.operators.pod import KubernetesPodOperator

        KubernetesPodOperator(task_id="train", image="trainer:1", env_vars={"EPOCHS": "10"})
    """

    code, since, severity = "KE402", "0.1", ERROR
    fixable = "safe"
    shadows = frozenset({"KE505"})

    def check_container(self, container: Container, context: Context) -> Iterator[Violation]:
        site = container.pod.site
        env = container.get("env")
        if site is None or site.kind not in _AS_WRITTEN or not isinstance(env, Items):
            return
        for index, variable in enumerate(env.items):
            match get(variable, "value"):
                case Const(value=bool() | int() | float() as value, origin=at):
                    yield self.violation(
                        at,
                        f"environment variable values must be strings; the API server rejects `{value}`. Put it in quotes",
                        fix=partial(_quote, at, value) if _is_own(at, variable, site) else None,
                        field=f"{container.path}.env[{index}].value",
                        kind="Decode",
                    )
                case Unknown(type="int" | "float" | "bool" as kind, origin=at):
                    yield self.violation(
                        at,
                        f"environment variable values must be strings; the API server rejects {ARTICLES[kind]}. Use `str()`",
                        field=f"{container.path}.env[{index}].value",
                        kind="Decode",
                    )
                case _:
                    continue


# What reaches the API server as it is written: the client makes text of the numbers in everything that it reads.
_AS_WRITTEN = (Kind.OPERATOR, Kind.FULL_POD_SPEC, Kind.MANIFEST)


def _is_own(at: Origin, variable: Value, site: Site) -> bool:
    """Whether the value is written in the variable or the operator's call, so that nothing else uses it."""
    if site.kind is Kind.MANIFEST:
        return False
    return inside(at, variable.origin) or (site.call is not None and inside(at, site.call.origin))


def _quote(at: Origin, value: float) -> Fix | None:
    """The number as text, where it is written itself. Of a boolean several texts may be meant."""
    if isinstance(value, bool) or at.text != repr(value):
        return None
    return Fix("write it as a string", (replace(at, f'"{value}"'),), SAFE)
