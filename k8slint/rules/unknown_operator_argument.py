from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.pods import launched
from k8slint.evaluate.values import Const, Mapping, Origin, Value
from k8slint.kube.client.schema import Schema
from k8slint.rules._base import ERROR, UNSAFE, Context, Fix, Rule, Violation
from k8slint.settings.targets import Version
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.evaluate.trace import CallRecord

# What people write for an argument of another name. Every other unknown name may be newer than this list.
MEANT = {
    "cmd": "cmds",
    "command": "cmds",
    "commands": "cmds",
    "entrypoint": "cmds",
    "args": "arguments",
    "env": "env_vars",
    "environment": "env_vars",
    "host_network": "hostnetwork",
    "dns_policy": "dnspolicy",
    "scheduler_name": "schedulername",
    "termination_grace_period_seconds": "termination_grace_period",
    "volume": "volumes",
    "volume_mount": "volume_mounts",
    "init_container": "init_containers",
    "toleration": "tolerations",
    "image_pull_secret": "image_pull_secrets",
    "secret": "secrets",
    "service_account": "service_account_name",
}
FIXED = {"restart_policy": "the pod's restart policy is always `Never`: leave it out"}
BASE_OPERATOR_RESOURCES = frozenset({"cpus", "ram", "disk", "gpus"})
RESOURCES_GONE: Version = (5,)


class UnknownOperatorArgument(Rule):
    """A KubernetesPodOperator gets an argument that it doesn't have.

    The operator raises an error when the file is imported, and the DAG doesn't load. Usually the name is a field of
    the pod's models, or its YAML name, for which the operator has another name.

    Bad:
        KubernetesPodOperator(task_id="train", image="trainer:1", args=["train"])
    Good:
        KubernetesPodOperator(task_id="train", image="trainer:1", arguments=["train"])
    """

    code, since, severity = "KE709", "0.1", ERROR
    fixable = "unsafe"
    judges = "names"

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        name = call.qualified_name
        if not (name.startswith("airflow.") and name.endswith(".KubernetesPodOperator")):
            return
        if context.targets.airflow < (2, 0):
            return  # 1.10 ignored what it didn't know
        for written, value in call.keywords.items():
            at = call.keys.get(written, value.origin)
            meant = _meant(written)
            if written == "resources" and _no_resources(value, context):
                yield self.violation(at, "`resources` here means cpus, ram, disk and gpus: use `container_resources`")
            elif meant is not None:
                yield self.violation(
                    at,
                    f"KubernetesPodOperator has no argument `{written}`, so importing the DAG fails: did you mean "
                    f"`{meant}`",
                    fix=None if meant in call.keywords or _is_text(value) else partial(_rename, at, written, meant),
                )
            elif written in FIXED:
                yield self.violation(at, f"KubernetesPodOperator has no argument `{written}`: {FIXED[written]}")
            elif written not in launched.ALL_ARGUMENTS:
                model = _model_of(_snake(written), context)
                if model is not None:
                    yield self.violation(
                        at,
                        f"KubernetesPodOperator has no argument `{written}`, so importing the DAG fails: it belongs to "
                        f"{model}, in `full_pod_spec`",
                    )


def _meant(written: str) -> str | None:
    """The argument that a name surely means: another name of it, another case, or a slip."""
    if written in launched.ALL_ARGUMENTS:
        return None
    snake = _snake(written)
    name = MEANT.get(snake, snake)
    if name in launched.POD_ARGUMENTS:
        return name
    return next(iter(get_close_matches(written, launched.POD_ARGUMENTS, 1, 0.88)), None)


def _is_text(value: Value) -> bool:
    """Whether a name alone may not be all that is wrong: most of the arguments meant are lists."""
    return isinstance(value, Const) and isinstance(value.value, str)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", name).lower()


def _model_of(field: str, context: Context) -> str | None:
    schema = Schema.for_client(context.targets.client)
    for name in ("V1Container", "V1PodSpec"):
        model = schema.model(name)
        if model is not None and field in model.fields:
            return name
    return None


def _no_resources(value: Value, context: Context) -> bool:
    """Whether BaseOperator, which gets ``resources`` since provider 5, surely refuses it. Known shapes are another
    rule's: they can be rewritten."""
    from k8slint.airflow.moves.arguments import describes_container_resources

    if context.targets.provider < RESOURCES_GONE or not isinstance(value, Mapping) or not value.entries:
        return False
    return not describes_container_resources(value) and not BASE_OPERATOR_RESOURCES.issuperset(value.entries)


def _rename(at: Origin, old: str, new: str) -> Fix | None:
    from k8slint.finding import Edit

    if not at.text.startswith(old):
        return None
    start = at.span.start
    return Fix(f"rename it to `{new}`", (Edit(Span(start, start + len(old)), new),), UNSAFE)
