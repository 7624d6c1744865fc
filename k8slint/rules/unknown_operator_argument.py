from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from k8slint.airflow.moves.arguments import describes_container_resources
from k8slint.airflow.pods import launched
from k8slint.evaluate.values import Const, Mapping, Origin, Value
from k8slint.finding import Edit
from k8slint.kube.client.schema import Schema
from k8slint.rules._arguments import Taken, given, is_guarded, package_version, taken
from k8slint.rules._base import ERROR, UNSAFE, Context, Fix, Rule, Violation
from k8slint.settings.errors import nearest
from k8slint.settings.targets import Version
from k8slint.source.text import Span

if TYPE_CHECKING:
    from k8slint.airflow.signatures import Signature
    from k8slint.evaluate.trace import CallRecord

# What people write for a KubernetesPodOperator's argument of another name.
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
# What a decorator gives to the operator itself: a second value for it is a TypeError.
SET_BY_DECORATOR = {"@task.kubernetes": "cmds"}
FIXED = {"restart_policy": "the pod's restart policy is always `Never`: leave it out"}
OTHERS = {
    "pod_override": "it is an entry of `executor_config`, for the worker's pod; the launched pod has `full_pod_spec`",
    "request_cpu": "use `container_resources=k8s.V1ResourceRequirements(requests=...)`",
    "request_memory": "use `container_resources=k8s.V1ResourceRequirements(requests=...)`",
    "limit_cpu": "use `container_resources=k8s.V1ResourceRequirements(limits=...)`",
    "limit_memory": "use `container_resources=k8s.V1ResourceRequirements(limits=...)`",
    "provide_context": "remove it, the context is always passed",
}
BASE_OPERATOR_RESOURCES = frozenset({"cpus", "ram", "disk", "gpus"})
RESOURCES_GONE: Version = (5,)


class UnknownOperatorArgument(Rule):
    """An operator, a DAG or a TaskGroup gets an argument that it doesn't have.

    The operator raises an error when the file is imported, and the DAG doesn't load; so do `.partial()` and `.expand()`.
    An entry of `.expand_kwargs()` fails the mapped task. For a KubernetesPodOperator the name is usually a field of the
    pod's models, or its YAML name, for which the operator has another name.

    The arguments are those of the released operators of Airflow and of its standard, cncf.kubernetes, google (GKE) and
    amazon (EKS) providers, by version. A subclass with its own `__init__` is checked for what it passes on.

    For speed, a file that has nothing else to report is checked only if it calls one of Airflow's own classes by its name:
    `BashOperator(...)`, `PythonOperator.partial(...)`, `DAG(...)`. Not if the class is imported under another name, the
    arguments are a dict, or they stand in `@task(...)` or `.override(...)`.

    Bad:
        KubernetesPodOperator(task_id="train", image="trainer:1", args=["train"])
    Good:
        KubernetesPodOperator(task_id="train", image="trainer:1", arguments=["train"])
    """

    code, since, severity = "KE709", "0.1", ERROR
    fixable = "unsafe"
    checks = "names"

    @staticmethod
    def concerns(call: CallRecord, context: Context) -> bool:
        return bool(call.keywords or call.positional) and ("airflow." in call.qualified_name or bool(call.bases))

    def check_call(self, call: CallRecord, context: Context) -> Iterator[Violation]:
        moved: set[str] | None = None
        for each in taken(call, context):
            for written, value in each.arguments.items():
                if SET_BY_DECORATOR.get(each.name) == written and each.method in ("", "override"):
                    at = each.keys.get(written, value.origin)
                    yield self.violation(at, f"{each.name} sets `{written}` itself, so {each.way.value}: remove it")
                if each.signature.is_unknown(written) or written == "resources" or each.signature.is_newer():
                    if moved is None:  # removed or renamed: other rules say how
                        moved = {known.move.old for known in given(call, context)}
                    if written not in moved and not is_guarded(each.keys.get(written, value.origin), context):
                        yield from self._check(written, value, each, context)

    def _check(self, written: str, value: Value, each: Taken, context: Context) -> Iterator[Violation]:
        signature, name = each.signature, each.name
        at = each.keys.get(written, value.origin)
        fails = each.way.value
        is_pod = "KubernetesPodOperator" in signature.classes()
        if not signature.is_unknown(written):
            if is_pod and written == "resources" and _no_resources(value, context):
                yield self.violation(at, "`resources` here means cpus, ram, disk and gpus: use `container_resources`")
            return
        if (other := signature.other_version(written)) is not None:
            package, later = other
            when = "a later version added it" if later else "it was removed"
            version = package_version(package, context.targets)
            yield self.violation(at, f"{name} has no argument `{written}` in {version}, so {fails}: {when}")
        elif is_pod and (meant := _meant(written, signature)) is not None:
            yield self.violation(
                at,
                f"{name} has no argument `{written}`, so {fails}: did you mean `{meant}`?",
                fix=None if meant in each.arguments or _is_text(value) else partial(_rename, at, written, meant),
            )
        elif is_pod and written in FIXED:
            yield self.violation(at, f"{name} has no argument `{written}`: {FIXED[written]}")
        elif is_pod and written not in OTHERS and (model := _model_of(_snake(written), context)) is not None:
            yield self.violation(
                at,
                f"{name} has no argument `{written}`, so {fails}: it belongs to {model}, in `full_pod_spec`",
            )
        else:
            advice = OTHERS.get(written) if is_pod or written == "provide_context" else None
            near = nearest(written, sorted(signature.names()), 0.75)
            guess = f"did you mean `{near}`?" if near else "remove it, or correct the name"
            yield self.violation(at, f"{name} has no argument `{written}`, so {fails}: {advice or guess}")


def _meant(written: str, signature: Signature) -> str | None:
    """The argument that a name surely means: another name of it, another case, or a slip."""
    snake = _snake(written)
    name = MEANT.get(snake, snake)
    if not signature.is_unknown(name):
        return name
    return nearest(written, sorted(launched.POD_ARGUMENTS & signature.names()), 0.88)


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
    if context.targets.provider < RESOURCES_GONE or not isinstance(value, Mapping) or not value.entries:
        return False
    return not describes_container_resources(value) and not BASE_OPERATOR_RESOURCES.issuperset(value.entries)


def _rename(at: Origin, old: str, new: str) -> Fix | None:
    if not at.text.startswith(old):
        return None
    start = at.span.start
    return Fix(f"rename it to `{new}`", (Edit(Span(start, start + len(old)), new),), UNSAFE)
