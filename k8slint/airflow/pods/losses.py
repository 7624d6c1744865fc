"""Reports values of a pod template that the kubernetes client drops, converts or can't read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from k8slint.airflow.pods.sites import Kind
from k8slint.evaluate.values import Const, Mapping, Model
from k8slint.finding import Severity
from k8slint.kube.api.refusal import Refusal
from k8slint.kube.api.validator import quoted
from k8slint.kube.client.readback import Fate, Loss
from k8slint.kube.client.schema import Schema, camel_case
from k8slint.kube.names import did_you_mean
from k8slint.patterns import pattern

if TYPE_CHECKING:
    from k8slint.settings.targets import Version

# Where a field that is written in the wrong place belongs, likeliest first.
_PLACES = {
    "V1PodSpec": "the pod's `spec`",
    "V1Container": "a container",
    "V1ObjectMeta": "`metadata`",
    "V1Pod": "the top level",
    "V1EnvVar": "an entry of `env`",
    "V1EnvVarSource": "`valueFrom`",
    "V1Volume": "an entry of `volumes`",
    "V1VolumeMount": "an entry of `volumeMounts`",
    "V1SecurityContext": "a container's `securityContext`",
    "V1PodSecurityContext": "the pod's `securityContext`",
}
_RESOURCE = pattern(r"(limit|request)s?_(cpu|memory|ephemeral_storage)")

_FAILS = {
    Kind.TEMPLATE: "Airflow can't read the template, so no pod can start from it",
    Kind.OPERATOR_TEMPLATE: "the operator can't read the template, and the task fails",
    Kind.TEMPLATE_DICT: "the operator can't read the dict, and the task fails",
}


def refusals(losses: Iterable[Loss], kind: Kind, client: Version) -> Iterator[Refusal]:
    """A refusal for each loss that means something: what is certainly absent already is lost without harm."""
    schema = Schema.for_client(client)
    for loss in losses:
        if loss.fate is Fate.RAISES:
            if not _has_its_own_rule(loss):
                wrong = f"`{_last(loss.path)}` {loss.what}" if not loss.what.startswith("`") else loss.what
                yield _refusal(loss, f"{wrong}: {_FAILS[kind]}", "unreadable", Severity.ERROR)
        elif loss.fate is Fate.DROPPED:
            right, hint = _nearest(loss, schema)
            message = f"the kubernetes client drops `{loss.what}`, which doesn't exist here{hint}"
            yield _refusal(loss, message, "unknown-field", Severity.ERROR, right)
        else:
            made = f"the kubernetes client turns {_written(loss)} into {loss.what}"
            yield _refusal(loss, made, "changed", Severity.WARNING)


def _refusal(loss: Loss, message: str, area: str, severity: Severity, suggestion: str | None = None) -> Refusal:
    return Refusal(None, loss.path, loss.origin, message, area, severity, suggestion=suggestion)


def _has_its_own_rule(loss: Loss) -> bool:
    """A spec without containers is what pod-template-without-containers speaks of."""
    return loss.path == "spec" and loss.what == "`containers` is missing"


def _last(path: str) -> str:
    return path.rpartition(".")[2] or "the template"


def _written(loss: Loss) -> str:
    value = loss.value
    if isinstance(value, Const):
        written = loss.origin.text
        return quoted(value.value if isinstance(value.value, str) or "\n" in written else written)
    if isinstance(value, Model):
        return f"`{value.name}`"
    return "a mapping" if isinstance(value, Mapping) else "a list"


def _nearest(loss: Loss, schema: Schema) -> tuple[str | None, str]:
    """The right name of a field that is dropped, and the end of the message that says it."""
    model, key = loss.model, loss.what
    assert model is not None
    camel = camel_case(key) if key else key
    if camel in model.by_wire and camel != key:
        return camel, f"; did you mean `{camel}`?"
    resource = _RESOURCE.fullmatch(key)
    if resource:
        where = f"resources.{resource[1]}s.{resource[2].replace('_', '-')}"
        return None, f"; did you mean `{where}`?"
    if any(field.wire == key for field in model.elsewhere.values()):
        return None, f" in client {schema.major}; other versions of the client have it"
    for name in (key, camel):
        owner = next((owner for owner in schema.owners(name, wire=True) if owner in _PLACES), None)
        if owner is not None and owner != model.name:
            named = f"`{name}` belongs" if name != key else "it belongs"
            return None, f"; {named} in {_PLACES[owner]}"
    near = did_you_mean(key, model.by_wire)
    return near, f"; did you mean `{near}`?" if near else ""
